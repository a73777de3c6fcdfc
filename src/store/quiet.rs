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
    use super::*;
    use crate::store::bytes;

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
}
