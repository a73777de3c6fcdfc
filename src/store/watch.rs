//! Following the files: events are hints, the disk is the truth.
//!
//! One worker owns the [`Store`]; it alone reads. notify watches the *folders* (a file that is saved by renaming takes
//! its watch with it), and whatever it says only means "look again": `eyes` knows where, `quiet` when a file is whole.
//! A reconcile looks anyway, every two seconds, and once a minute reads every byte: events get lost, and some storage
//! sends none.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::cached::Look;
use super::eyes::{self, Eyes, Heard, Hint};
use super::folder::Vague;
use super::quiet::{PATIENCE, QUIET};
use super::{Effort, Progress, Store};
use crate::domain::{Day, Portfolio};
use crate::text::{Said, both};

/// How long hints are gathered before a look where no file has become whole. One that has is read at once; what
/// gathers then is the frame.
const GATHER: Duration = Duration::from_millis(50);
/// With more files than this at once, it is no longer a save but a checkout: read as one when it is over.
const CROWD: usize = 64;
/// The shortest time between two looks that were put off.
const BREATH: Duration = Duration::from_millis(10);
/// Looks at most before waiting for the next hint, however many folders come and go meanwhile.
const TURNS: usize = 4;
/// How often every byte is read, whatever the file system says.
const THOROUGH: Duration = Duration::from_secs(60);
/// A change that is read later than this after the last event came without one.
const HEARD: Duration = Duration::from_secs(10);
/// The shortest time between two beats while looks follow close on each other.
const BEAT: Duration = Duration::from_secs(1);

/// How the files are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The time between two looks that nothing asked for.
    pub reconcile: Duration,
    /// Whether events are used; without, the reconcile alone follows the files.
    pub events: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { reconcile: Duration::from_secs(2), events: true }
    }
}

/// The time, as the worker is told it: it does not read a clock of its own.
#[derive(Clone)]
pub struct Time {
    /// The civil day in an IANA zone.
    pub today: Arc<dyn Fn(&str) -> Day + Send + Sync>,
    /// Time since some fixed moment; never goes back.
    pub elapsed: Arc<dyn Fn() -> Duration + Send + Sync>,
}

/// What the worker has to say.
#[derive(Debug, Clone)]
pub enum News {
    /// How far the first reading has come.
    Reading(Progress),
    /// The files were read, and something is different.
    Portfolio(Arc<Portfolio>),
    /// Events arrive.
    Live,
    /// No events: the reconcile alone follows the files, and why.
    Polling(Said),
    /// There is nothing to read, and why.
    Blind(Said),
    /// The disk has been looked at, whether or not anything changed; not told more often than anybody could see.
    Beat,
    /// A look at the disk begins: until the next word the storage has it.
    Looks,
    /// The look has come to its end.
    Rests,
}

/// The worker, from outside. Dropping it ends the worker.
#[derive(Debug)]
pub struct Following {
    hints: SyncSender<Hint>,
    worker: Option<JoinHandle<()>>,
}

impl Following {
    /// Asks for every file to be read again.
    pub fn reread(&self) {
        // A full queue means that a look is due anyway.
        let _ = self.hints.try_send(Hint::Everything);
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.hints.try_send(Hint::End);
        // The worker may be waiting for storage that does not answer; nobody waits for it.
        drop(self.worker.take());
    }
}

/// Follows the files of `store` on a thread of its own and tells `sink`; ends when `sink` says no.
///
/// # Errors
///
/// When the thread cannot be started.
pub fn follow(
    store: Store,
    options: Options,
    time: Time,
    sink: impl FnMut(News) -> bool + Send + 'static,
) -> std::io::Result<Following> {
    start(store, Eyes::default(), options, time, sink)
}

/// The same, beginning with these watches.
fn start(
    store: Store,
    eyes: Eyes,
    options: Options,
    time: Time,
    sink: impl FnMut(News) -> bool + Send + 'static,
) -> std::io::Result<Following> {
    // A hint carries nothing but its kind, so a short queue is enough: when it is full, a look is due anyway.
    let (hints, inbox) = sync_channel(64);
    let worker = Worker {
        store,
        options,
        time,
        sink,
        eyes,
        told: false,
        heard: None,
        beat: None,
        hints: hints.clone(),
    };
    let worker = thread::Builder::new().name("guatu-store".to_owned()).spawn(move || worker.run(&inbox))?;
    Ok(Following { hints, worker: Some(worker) })
}

struct Worker<F> {
    store: Store,
    options: Options,
    time: Time,
    sink: F,
    eyes: Eyes,
    /// Whether the state of the watch was told.
    told: bool,
    /// When the last event came.
    heard: Option<Duration>,
    /// When the last beat was told.
    beat: Option<Duration>,
    hints: SyncSender<Hint>,
}

impl<F: FnMut(News) -> bool> Worker<F> {
    fn run(mut self, inbox: &Receiver<Hint>) {
        let elapsed = Arc::clone(&self.time.elapsed);
        let mut thorough_at = elapsed() + THOROUGH;
        // The first reading is not a change that came without an event.
        self.heard = Some(elapsed());
        if !self.catch_up(Effort::Changed, Heard::default()) {
            return;
        }
        let mut round_at = elapsed() + self.options.reconcile;
        loop {
            let round = round_at.saturating_sub(elapsed());
            let due = self.store.due().map(|due| due.saturating_sub(elapsed()).max(BREATH));
            let hint = match inbox.recv_timeout(due.map_or(round, |due| due.min(round))) {
                Ok(hint) => Some(self.settle(hint, inbox, &*elapsed)),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if hint.is_some_and(eyes::is_event) {
                self.heard = Some(elapsed());
                self.eyes.deaf = false;
            }
            let everything = match hint {
                Some(Hint::End) => return,
                Some(Hint::Everything) => true,
                Some(Hint::Whole | Hint::Touched) | None => elapsed() >= thorough_at,
            };
            if everything {
                thorough_at = elapsed() + THOROUGH;
            }
            // What events name may be looked at alone between two rounds, and so may what is waited for.
            let waited = due.is_some_and(|due| due < round);
            let between = (hint.is_some() || waited) && elapsed() < round_at;
            let effort = if everything { Effort::Everything } else { Effort::Changed };
            let heard = self.eyes.heard();
            let looked = if between && !everything { self.look_closely(heard) } else { Err(heard) };
            let listens = looked.unwrap_or_else(|heard| {
                let listens = self.catch_up(effort, heard);
                round_at = elapsed() + self.options.reconcile;
                listens
            });
            if !listens || !self.beat(elapsed()) {
                return;
            }
        }
    }

    /// Waits until what `hint` speaks of is over, and takes in every hint that comes meanwhile.
    fn settle(&self, mut hint: Hint, inbox: &Receiver<Hint>, elapsed: &dyn Fn() -> Duration) -> Hint {
        let first = elapsed();
        loop {
            let wait = match hint {
                Hint::Whole | Hint::Touched if self.eyes.crowd() > CROWD => {
                    QUIET.min((first + PATIENCE).saturating_sub(elapsed()))
                }
                Hint::End | Hint::Everything | Hint::Whole => Duration::ZERO,
                Hint::Touched => (first + GATHER).saturating_sub(elapsed()),
            };
            if wait.is_zero() {
                return hint;
            }
            match inbox.recv_timeout(wait) {
                Ok(next) => hint = eyes::stronger(hint, next),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return hint,
            }
        }
    }

    /// Looks, and watches the folders that were found; returns whether anybody still listens. A folder that has just
    /// come under watch may have changed before it did, so it is looked at once more.
    fn catch_up(&mut self, effort: Effort, heard: Heard) -> bool {
        if !(self.sink)(News::Looks) {
            return false;
        }
        let (mut effort, mut heard) = (effort, heard);
        for _ in 0..TURNS {
            if !self.look(effort, std::mem::take(&mut heard)) {
                return false;
            }
            match self.watch() {
                Watch::AsBefore => break,
                Watch::Other => (effort, heard) = (Effort::Changed, self.eyes.heard()),
                Watch::Deserted => return false,
            }
        }
        (self.sink)(News::Rests)
    }

    /// Looks at what events have named and at what is waited for; hands back what was heard where that is not clear.
    fn look_closely(&mut self, heard: Heard) -> Result<bool, Heard> {
        // Watches that have not proved themselves are not relied on; a crowd is looked at as one.
        let at = (self.time.elapsed)();
        let proved = self.options.events && self.told && self.eyes.blind.is_none() && self.hears(at);
        if heard.vague || !proved || heard.whole.len() > CROWD {
            return Err(heard);
        }
        let today = Arc::clone(&self.time.today);
        let look = Look { effort: Effort::Changed, at: Some(at), whole: &heard.whole };
        if !(self.sink)(News::Looks) {
            return Ok(false);
        }
        let found = {
            let _shut = eyes::shut(&self.eyes.marks);
            self.store.follow_named(look, &heard.named, &*today)
        };
        match found {
            Err(Vague) => Err(heard),
            Ok(portfolio) => {
                let told = portfolio.is_none_or(|portfolio| (self.sink)(News::Portfolio(portfolio)));
                Ok(told && (self.sink)(News::Rests))
            }
        }
    }

    /// Looks at the disk and tells what is new; returns whether anybody still listens.
    fn look(&mut self, effort: Effort, heard: Heard) -> bool {
        let today = Arc::clone(&self.time.today);
        let before = self.store.trouble().cloned();
        // Many at once are no longer known to be whole one by one, and are read together when they are quiet.
        let whole = Some(heard.whole).filter(|whole| whole.len() <= CROWD).unwrap_or_default();
        let at = (self.time.elapsed)();
        let portfolio = {
            let _shut = eyes::shut(&self.eyes.marks);
            let look = Look { effort, at: Some(at), whole: &whole };
            let sink = &mut self.sink;
            self.store.follow(look, &*today, &mut |progress| {
                sink(News::Reading(progress));
            })
        };
        let trouble = self.store.trouble();
        let told = match trouble {
            Some(trouble) if before.as_ref() != Some(trouble) => (self.sink)(News::Blind(trouble.said())),
            None if before.is_some() => (self.sink)(self.eyes.news()),
            Some(_) | None => true,
        };
        // Where the root has gone, the last good picture stays.
        let keep = trouble.is_some();
        let Some(portfolio) = portfolio.filter(|_| !keep) else { return told };
        if self.options.events && !self.hears(at) && self.eyes.blind.is_none() {
            // Whatever ails the watch, a new one does not have it; until it has proved so, nobody relies on it.
            self.eyes.reopen();
        }
        told && (self.sink)(News::Portfolio(portfolio))
    }

    /// Whether an event has come not long before `at`.
    fn hears(&self, at: Duration) -> bool {
        self.heard.is_some_and(|heard| at.saturating_sub(heard) < HEARD)
    }

    /// Tells that the disk has been looked at; not more often than anybody could see.
    fn beat(&mut self, at: Duration) -> bool {
        if self.beat.is_some_and(|beat| at.saturating_sub(beat) < BEAT) {
            return true;
        }
        self.beat = Some(at);
        (self.sink)(News::Beat)
    }

    /// Watches the folders that hold the files now; tells if that has become possible or impossible.
    fn watch(&mut self) -> Watch {
        let told = std::mem::replace(&mut self.told, true);
        if !self.options.events {
            let asked = both!("按设定轮询文件", "polling the files, as asked");
            return if told || (self.sink)(News::Polling(asked)) { Watch::AsBefore } else { Watch::Deserted };
        }
        let blind = self.eyes.blind.clone();
        let other = self.eyes.turn(&self.store.places(), &self.hints);
        let news = !told || blind != self.eyes.blind;
        if news && self.store.trouble().is_none() && !(self.sink)(self.eyes.news()) {
            return Watch::Deserted;
        }
        if other { Watch::Other } else { Watch::AsBefore }
    }
}

/// What became of the watch.
enum Watch {
    /// The same folders are watched.
    AsBefore,
    /// Some folder has come under watch.
    Other,
    /// Nobody listens any more.
    Deserted,
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    /// A plan of one unit whose report is at `progress`, and the unit's file.
    fn plans(dir: &Path) -> PathBuf {
        fs::create_dir_all(dir.join("p/units")).unwrap();
        let plan = "title: 计划\nissued: 2022-01-27\nas_of: 2022-02-10\nunits:\n  - { id: u, name: 单位 }\nsections:\n  - title: 一\n    items:\n      - { id: i, title: 事项, lead: u }\n";
        fs::write(dir.join("p/plan.yaml"), plan).unwrap();
        let unit = dir.join("p/units/u.yaml");
        write(&unit, 10);
        unit
    }

    fn write(unit: &Path, progress: u8) {
        let text =
            format!("unit: u\nitems:\n  i:\n    log:\n      - {{ on: 2022-02-01, progress: {progress} }}\n");
        fs::write(unit, text).unwrap();
    }

    /// Whether the report in a portfolio is at `progress`.
    fn says(portfolio: &Portfolio, progress: u8) -> bool {
        let report = portfolio.ledgers[0].reports[0].as_ref().unwrap();
        report.items().next().unwrap().1.log[0].progress()
            == crate::domain::Percent::parse(&progress.to_string())
    }

    /// A store that has read, followed by `eyes` on a clock the test sets (milliseconds).
    fn begin(
        store: Store,
        eyes: Eyes,
        options: Options,
        clock: &Arc<AtomicU64>,
    ) -> (Following, Receiver<News>) {
        let hands = Arc::clone(clock);
        let time = Time {
            today: Arc::new(|_| "2022-02-10".parse().unwrap()),
            elapsed: Arc::new(move || Duration::from_millis(hands.load(Ordering::Relaxed))),
        };
        let (sink, news) = sync_channel(1000);
        (start(store, eyes, options, time, move |said| sink.send(said).is_ok()).unwrap(), news)
    }

    fn wait(news: &Receiver<News>, wanted: impl Fn(&News) -> bool) {
        while !wanted(&news.recv_timeout(PATIENCE).unwrap()) {}
    }

    #[test]
    fn a_change_that_no_stamp_tells_of_is_found_by_its_bytes_within_a_minute() {
        let dir = tempfile::tempdir().unwrap();
        let unit = plans(dir.path());
        let today = |_: &str| "2022-02-10".parse().unwrap();
        let mut store = Store::new(dir.path());
        assert!(says(&store.refresh(&today).unwrap(), 10));
        // The same size; and the stamp is made to say the same.
        write(&unit, 11);
        store.plans.values_mut().for_each(crate::store::folder::Folder::mask);
        let clock = Arc::new(AtomicU64::new(0));
        let options = Options { reconcile: Duration::from_millis(20), events: false };
        let (following, news) = begin(store, Eyes::default(), options, &clock);
        wait(&news, |said| matches!(said, News::Rests));
        clock.store(59_000, Ordering::Relaxed);
        for _ in 0..10 {
            wait(&news, |said| {
                assert!(!matches!(said, News::Portfolio(_)), "read before the minute was over");
                matches!(said, News::Rests)
            });
        }
        clock.store(60_000, Ordering::Relaxed);
        wait(&news, |said| matches!(said, News::Portfolio(portfolio) if says(portfolio, 11)));
        drop(following);
    }

    #[test]
    fn watches_whose_thread_has_died_are_set_anew() {
        let dir = tempfile::tempdir().unwrap();
        let unit = plans(dir.path());
        let mut store = Store::new(dir.path());
        store.refresh(&|_| "2022-02-10".parse().unwrap()).unwrap();
        let eyes = Eyes::mined(&store);
        let clock = Arc::new(AtomicU64::new(0));
        let options = Options { reconcile: Duration::from_millis(100), events: true };
        let (following, news) = begin(store, eyes, options, &clock);
        wait(&news, |said| matches!(said, News::Rests));
        // Long after the start the first event comes, and whoever should tell of it dies.
        clock.store(20_000, Ordering::Relaxed);
        write(&unit, 11);
        thread::park_timeout(Duration::from_millis(150));
        clock.store(25_000, Ordering::Relaxed);
        wait(&news, |said| matches!(said, News::Portfolio(portfolio) if says(portfolio, 11)));
        wait(&news, |said| matches!(said, News::Polling(_)));
        // The watches that were set then tell of the next change.
        write(&unit, 12);
        wait(&news, |said| matches!(said, News::Live));
        clock.store(30_000, Ordering::Relaxed);
        drop(following);
    }

    #[test]
    fn a_store_that_comes_after_another_keeps_what_is_broken_by_then() {
        let dir = tempfile::tempdir().unwrap();
        let unit = plans(dir.path());
        let today = |_: &str| "2022-02-10".parse().unwrap();
        let before = Store::new(dir.path()).refresh(&today).unwrap();
        fs::write(&unit, "unit: [").unwrap();
        assert!(Store::new(dir.path()).refresh(&today).unwrap().ledgers[0].reports[0].is_none());
        let mut store = Store::after(dir.path(), Arc::clone(&before));
        let after = store.refresh(&today).unwrap();
        assert_eq!(after.ledgers[0].reports, before.ledgers[0].reports);
        assert!(!after.ledgers[0].findings.is_empty());
        fs::write(dir.path().join("p/plan.yaml"), "title: [").unwrap();
        let after = Store::after(dir.path(), Arc::clone(&before)).refresh(&today).unwrap();
        assert_eq!(after.ledgers[0].reports, before.ledgers[0].reports);
        // What is gone is gone, and what is whole is read.
        plans(dir.path());
        write(&unit, 12);
        let after = Store::after(dir.path(), Arc::clone(&before)).refresh(&today).unwrap();
        assert!(says(&after, 12));
        fs::remove_file(&unit).unwrap();
        assert!(Store::after(dir.path(), before).refresh(&today).unwrap().ledgers[0].reports[0].is_none());
    }
}
