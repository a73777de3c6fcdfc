//! Many units whose files are written at once, and everything the store's worker ever made of them.
//!
//! What the worker tells is what the screens show: they draw nothing else. So a picture here is one it told.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "the figures are for whoever asked for them")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use guatu::domain::finding::Code;
use guatu::domain::{Portfolio, UnitIx};
use guatu::live::clock::{self, SystemClock};
use guatu::store::Store;
use guatu::store::watch::{self, Following, News, Options, Time};

pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const EVENTS: Options = Options { reconcile: HOUR, events: true };
pub(crate) const RECONCILE: Options = Options { reconcile: Duration::from_secs(2), events: false };
pub(crate) const BOTH: Options = Options { reconcile: Duration::from_secs(2), events: true };

/// `full` times where `GUATU_FULL` is set, a tenth where `GUATU_TENTH` is, else a hundredth.
pub(crate) fn times(full: usize) -> usize {
    let set = |name| std::env::var_os(name).is_some();
    if set("GUATU_FULL") { full } else { full / if set("GUATU_TENTH") { 10 } else { 100 } }
}

/// Does it for each of these ways of following, all at once: it mostly waits.
pub(crate) fn at_once(ways: &[Options], run: impl Fn(Options) + Sync) {
    let run = &run;
    thread::scope(|scope| {
        for options in ways {
            scope.spawn(move || run(*options));
        }
    });
}

/// What the worker told last, and what was wrong with anything it told.
#[derive(Default)]
pub(crate) struct Told {
    /// The version of each unit; none of one that is not there.
    pub(crate) versions: Vec<Option<usize>>,
    /// Pictures that show what nobody wrote.
    pub(crate) wrong: Vec<String>,
    pub(crate) pictures: usize,
    pub(crate) plans: usize,
    /// Pictures in which not all units were at one version.
    pub(crate) mixed: usize,
    /// Looks at the disk.
    pub(crate) looks: usize,
    /// What is wrong in the last picture, if anything.
    pub(crate) strange: Option<String>,
    /// `live`, or why not, in English.
    pub(crate) state: String,
}

/// A plan of many units, each with one item and a status file of some hundred entries.
pub(crate) struct Crowd {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) told: Arc<(Mutex<Told>, Condvar)>,
    units: usize,
    following: Option<Following>,
}

/// The entries of version `n` of a status file: more each time, so that no save is held as a loss.
fn entries(size: usize, n: usize) -> usize {
    size + n
}

/// Version `n` of a status file with about `size` entries. Every entry says so.
pub(crate) fn text(unit: usize, size: usize, n: usize) -> String {
    let mut text = format!("unit: u{unit}\nitems:\n  i-{unit}:\n    log:\n");
    for entry in 0..entries(size, n) {
        let day = "2022-01-27".parse::<guatu::domain::Day>().unwrap().plus(i64::try_from(entry).unwrap());
        writeln!(
            text,
            "      - {{ on: {day}, note: 第{n}版，会同有关部门研究起草并征求各区县意见，形成送审稿后报市政府审定 }}"
        )
        .unwrap();
    }
    text
}

impl Crowd {
    /// `units` units with files of `size` entries each, followed as `options` say.
    pub(crate) fn start(units: usize, size: usize, options: Options) -> Self {
        let mut crowd = Self::files(units, size);
        crowd.follow(options, size);
        crowd
    }

    /// The files alone.
    pub(crate) fn files(units: usize, size: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("plans/p/units");
        fs::create_dir_all(&folder).unwrap();
        let mut plan = "title: 计划\nissued: 2022-01-27\nunits:\n".to_owned();
        for n in 0..units {
            writeln!(plan, "  - {{ id: u{n}, name: 单位{n} }}").unwrap();
        }
        plan.push_str("sections:\n  - title: 一\n    items:\n");
        for n in 0..units {
            writeln!(plan, "      - {{ id: i-{n}, title: 事项, lead: [u{n}] }}").unwrap();
        }
        fs::write(dir.path().join("plans/p/plan.yaml"), plan).unwrap();
        for n in 0..units {
            fs::write(folder.join(format!("u{n}.yaml")), text(n, size, 0)).unwrap();
        }
        Self { dir, told: Arc::default(), units, following: None }
    }

    /// Begins to follow the files.
    pub(crate) fn follow(&mut self, options: Options, size: usize) {
        let time = SystemClock::new();
        let world = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed()) };
        let sink = Arc::clone(&self.told);
        let units = self.units;
        let heard = move |news: News| {
            let (lock, changed) = &*sink;
            let mut told = lock.lock().unwrap();
            match news {
                News::Portfolio(portfolio) => told.look(&portfolio, units, size),
                News::Looks => told.looks += 1,
                News::Beat | News::Reading(_) | News::Rests => {}
                News::Live => told.state = String::from("live"),
                News::Polling(said) | News::Blind(said) => told.state = said.en.to_string(),
            }
            changed.notify_all();
            true
        };
        self.following = Some(watch::follow(Store::new(&self.root()), options, world, heard).unwrap());
        let (version, state) = (Some(0), |told: &Told| !told.state.is_empty());
        let all =
            move |told: &Told| told.versions.len() == units && told.versions.iter().all(|it| *it == version);
        self.wait("the files", Duration::from_secs(10), |told| all(told) && state(told));
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("plans")
    }

    pub(crate) fn unit(&self, unit: usize) -> PathBuf {
        self.root().join(format!("p/units/u{unit}.yaml"))
    }

    /// Waits until what was told is as `wanted` says, and how long that took.
    pub(crate) fn wait(&self, what: &str, limit: Duration, wanted: impl Fn(&Told) -> bool) -> Duration {
        let start = Instant::now();
        let (lock, changed) = &*self.told;
        let mut told = lock.lock().unwrap();
        while !wanted(&told) {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                let (versions, state) = (told.versions.clone(), told.state.clone());
                drop(told);
                panic!("never saw {what}: {versions:?}, {state}");
            }
            told = changed.wait_timeout(told, left).unwrap().0;
        }
        start.elapsed()
    }

    /// Waits until unit `unit` is at version `n`.
    pub(crate) fn shows(&self, unit: usize, n: usize, limit: Duration) -> Duration {
        self.wait(&format!("u{unit} at version {n}"), limit, |told| told.versions.get(unit) == Some(&Some(n)))
    }

    /// Fails if any picture showed what nobody wrote.
    pub(crate) fn assert_right(&self) {
        let told = self.told.0.lock().unwrap();
        assert!(told.wrong.is_empty(), "{} wrong pictures, first: {}", told.wrong.len(), told.wrong[0]);
    }

    pub(crate) fn count(&self) -> (usize, usize) {
        let told = self.told.0.lock().unwrap();
        (told.pictures, told.looks)
    }
}

impl Told {
    fn look(&mut self, portfolio: &Portfolio, units: usize, size: usize) {
        self.pictures += 1;
        self.plans = portfolio.ledgers.len();
        let Some(ledger) = portfolio.ledgers.first() else {
            self.wrong.push("no plan at all".to_owned());
            return;
        };
        let before = std::mem::take(&mut self.versions);
        for unit in 0..units {
            let version = ledger.report(UnitIx::new(unit)).and_then(|report| {
                let (_, item) = report.items().next()?;
                let log = item.words();
                let version = |note: &str| note.strip_prefix('第')?.split_once('版')?.0.parse::<usize>().ok();
                let first = version(log.first()?.note()?)?;
                let whole = log.len() == entries(size, first)
                    && log.iter().all(|words| {
                        words
                            .note()
                            .is_some_and(|note| version(note) == Some(first) && note.ends_with("审定"))
                    });
                whole.then_some(first)
            });
            let was = before.get(unit).copied().flatten();
            if version.is_none() || version < was {
                self.wrong.push(format!("u{unit} after version {was:?}: {version:?}"));
            }
            self.versions.push(version);
        }
        self.mixed += usize::from(self.versions.windows(2).any(|pair| pair[0] != pair[1]));
        let strange = ledger.findings.iter().find(|finding| finding.code != Code::FutureEntry);
        self.strange = strange.map(|finding| format!("{}: {}", finding.location(), finding.said.en));
        self.wrong.extend(self.strange.clone());
    }
}

/// The latencies, sorted; prints the middle, the 99th of a hundred, and the longest.
pub(crate) fn summary(what: &str, mut took: Vec<Duration>) -> Duration {
    took.sort();
    let at = |part: usize| took[(took.len() - 1) * part / 100];
    println!("{what}: {} saves, median {:?}, p99 {:?}, longest {:?}", took.len(), at(50), at(99), at(100));
    at(99)
}
