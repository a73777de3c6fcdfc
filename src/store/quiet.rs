//! Whether somebody is still writing a file (decision D3).
//!
//! Where nothing says that a file is whole, it is read once it has looked the same from outside for 300 ms; after two
//! seconds it is read all the same.

use std::time::Duration;

use super::bytes::Stamp;

/// How long a file must have looked the same.
pub(super) const QUIET: Duration = Duration::from_millis(300);
/// The longest a change waits for that.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// What a look from outside says about reading a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// It is what was read.
    Same,
    /// Somebody may still be writing; when to look again.
    Waits(Duration),
    /// It has been quiet for long enough, since then. What changed with it may still be waited for.
    Quiet(Duration),
    /// Somebody has just said that it is whole.
    Whole,
    /// It is to be read, whatever it looks like.
    Now,
}

impl Sight {
    /// When to look again, at `at`.
    pub(super) fn due(self, at: Duration) -> Duration {
        match self {
            Self::Waits(until) => until,
            Self::Same | Self::Quiet(_) | Self::Whole | Self::Now => at,
        }
    }
}

/// What is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Quiet {
    /// What the file looks like, since when, and since when it has been different from what was read.
    seen: Option<(Option<Stamp>, Duration, Duration)>,
}

impl Quiet {
    /// Takes in what the file looks like at `at`.
    pub(super) fn seen(&mut self, stamp: Option<Stamp>, at: Duration) -> Sight {
        let (since, first) = match self.seen {
            Some((seen, since, first)) if seen == stamp => (since, first),
            Some((_, _, first)) => (at, first),
            None => (at, at),
        };
        self.seen = Some((stamp, since, first));
        let (quiet, patience) = (since + QUIET, first + PATIENCE);
        if at >= patience {
            Sight::Now
        } else if at >= quiet {
            Sight::Quiet(quiet)
        } else {
            Sight::Waits(quiet.min(patience))
        }
    }

    /// Since when the file has looked as it does.
    pub(super) fn since(&self) -> Option<Duration> {
        self.seen.map(|(_, since, _)| since)
    }

    /// The file has been read, or is again what was read.
    pub(super) fn end(&mut self) {
        self.seen = None;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::PathBuf;

    use super::*;
    use crate::store::{Effort, Look, Store, bytes};

    fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_file_is_waited_for_until_it_has_been_the_same_for_300_ms_and_for_two_seconds_at_most() {
        let here = bytes::stamp(std::path::Path::new("Cargo.toml"));
        let there = bytes::stamp(std::path::Path::new("Cargo.lock"));
        assert!(here.is_some() && here != there);
        let mut quiet = Quiet::default();
        assert_eq!(quiet.seen(here, at(1000)), Sight::Waits(at(1300)));
        assert_eq!(quiet.seen(here, at(1299)), Sight::Waits(at(1300)));
        assert_eq!(quiet.seen(there, at(1300)), Sight::Waits(at(1600)));
        assert_eq!(quiet.seen(there, at(1700)), Sight::Quiet(at(1600)));
        for ms in (1800..3000).step_by(200) {
            let stamp = if ms % 400 == 200 { here } else { there };
            assert!(matches!(quiet.seen(stamp, at(ms)), Sight::Waits(until) if until <= at(3000)));
        }
        assert_eq!(quiet.seen(here, at(3000)), Sight::Now);
        quiet.end();
        assert_eq!(quiet.seen(here, at(4000)), Sight::Waits(at(4300)));
    }

    /// One file, looked at by the clock of a test, without a word of any event.
    struct Looks {
        store: Store,
        file: PathBuf,
        _dir: tempfile::TempDir,
    }

    impl Looks {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("units")).unwrap();
            let plan = "title: 计划\nissued: 2022-01-27\nunits:\n  - { id: u, name: 单位 }\nsections:\n  - title: 一\n    items:\n      - { id: i, title: 事项, lead: u }\n";
            fs::write(dir.path().join("plan.yaml"), plan).unwrap();
            let file = dir.path().join("units/u.yaml");
            let mut looks = Self { store: Store::new(dir.path()), file, _dir: dir };
            looks.write("10");
            assert_eq!(looks.look(0).as_deref(), Some("10.0"));
            looks
        }

        /// Writes the file in its place, up to so much of its last entry's progress.
        fn write(&self, progress: &str) {
            fs::write(
                &self.file,
                format!(
                    "unit: u\nitems:\n  i:\n    log:\n      - on: 2022-02-01\n        progress: {progress}"
                ),
            )
            .unwrap();
        }

        /// What the file is read to say at a look, if anything new; `-` where it says nothing.
        fn look(&mut self, ms: u64) -> Option<String> {
            let look = Look { effort: Effort::Changed, at: Some(at(ms)), whole: &BTreeSet::new() };
            let read = self.store.follow(look, &|_| "2022-02-10".parse().unwrap(), &mut |_| {})?;
            let report = read.ledgers[0].reports[0].as_ref();
            let item = report.and_then(|report| report.items().next());
            let progress = item.and_then(|(_, item)| item.log[0].progress());
            Some(progress.map_or_else(|| "-".to_owned(), |progress| progress.to_string()))
        }
    }

    #[test]
    fn a_save_in_two_parts_is_not_read_between_them_though_its_half_can_be_read() {
        let mut looks = Looks::new();
        looks.write("1");
        assert_eq!([1000, 1010, 1299].map(|ms| looks.look(ms)), [None, None, None]);
        looks.write("100");
        assert_eq!([1300, 1310, 1599].map(|ms| looks.look(ms)), [None, None, None]);
        assert_eq!(looks.look(1600).as_deref(), Some("100.0"));
    }

    #[test]
    fn a_file_that_is_written_without_a_pause_is_read_after_two_seconds() {
        let mut looks = Looks::new();
        for ms in (1000..3000_u64).step_by(200) {
            looks.write(&format!("1{}", " ".repeat(usize::try_from(ms).unwrap() / 200)));
            assert_eq!([0, 199].map(|later| looks.look(ms + later)), [None, None], "at {ms}");
        }
        looks.write("100");
        assert_eq!(looks.look(3000).as_deref(), Some("100.0"));
    }

    #[test]
    fn a_file_that_says_less_and_one_that_is_gone_are_believed_after_two_seconds() {
        let mut looks = Looks::new();
        fs::write(&looks.file, "unit: u\nitems: {}\n").unwrap();
        assert_eq!([1000, 1300, 2999].map(|ms| looks.look(ms)), [None, None, None]);
        assert_eq!(looks.look(3000).as_deref(), Some("-"));
        looks.write("20");
        assert_eq!([4000, 4300].map(|ms| looks.look(ms)), [None, Some("20.0".to_owned())]);
        fs::remove_file(&looks.file).unwrap();
        assert_eq!([5000, 6999].map(|ms| looks.look(ms)), [None, None]);
        assert_eq!(looks.look(7000).as_deref(), Some("-"));
    }
}
