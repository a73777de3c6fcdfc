//! Following the files: events are hints, the disk is the truth.
//!
//! One worker owns the [`Store`]; it alone reads. notify watches the *folders* (a file that is saved by renaming takes
//! its watch with it), and whatever it says only means "look again": at once after a close-write or a rename-in, which
//! no measurement saw torn; after 300 ms of quiet, two seconds at most, after anything else. A reconcile looks anyway,
//! every two seconds, and once a minute reads every byte: events get lost, and some storage sends none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Effort, Store};
use crate::domain::{Day, Portfolio};
use crate::text::{Said, both};

/// How long the writer must have been quiet where nothing says that a file is whole.
const QUIET: Duration = Duration::from_millis(300);
/// The longest a change waits for quiet.
const PATIENCE: Duration = Duration::from_secs(2);
/// How soon, try by try, a file is looked at again that was changing while it was read or says less than before; in
/// milliseconds. Together a little over the two seconds a loss is held; what stays so after that waits for the
/// reconcile.
const AGAIN: [u64; 8] = [50, 100, 200, 400, 450, 450, 450, 450];
/// Looks at most before waiting for the next hint, however many folders come and go meanwhile.
const TURNS: usize = 4;
/// How often every byte is read, whatever the file system says.
const THOROUGH: Duration = Duration::from_secs(60);

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
    /// The files were read, and something is different.
    Portfolio(Arc<Portfolio>),
    /// Events arrive.
    Live,
    /// No events: the reconcile alone follows the files, and why.
    Polling(Said),
    /// There is nothing to read, and why.
    Blind(Said),
    /// The disk has been looked at, whether or not anything changed.
    Beat,
}

/// What makes the worker look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// A file is whole: written and closed, or renamed into place.
    Whole,
    /// Something happened.
    Touched,
    /// Somebody asks for everything to be read again.
    Everything,
    /// The session has ended.
    End,
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
    // A hint carries nothing but its kind, so a short queue is enough: when it is full, a look is due anyway.
    let (hints, inbox) = sync_channel(64);
    let worker = Worker { store, options, time, sink, eyes: Eyes::default(), hints: hints.clone() };
    let worker = thread::Builder::new().name("guatu-store".to_owned()).spawn(move || worker.run(&inbox))?;
    Ok(Following { hints, worker: Some(worker) })
}

struct Worker<F> {
    store: Store,
    options: Options,
    time: Time,
    sink: F,
    eyes: Eyes,
    hints: SyncSender<Hint>,
}

impl<F: FnMut(News) -> bool> Worker<F> {
    fn run(mut self, inbox: &Receiver<Hint>) {
        let elapsed = Arc::clone(&self.time.elapsed);
        let mut thorough_at = elapsed() + THOROUGH;
        if !self.catch_up(false) {
            return;
        }
        let mut tries = 0;
        loop {
            let again =
                AGAIN.get(tries).copied().map(Duration::from_millis).filter(|_| self.store.unsettled());
            let wait = again.map_or(self.options.reconcile, |again| again.min(self.options.reconcile));
            let hint = match inbox.recv_timeout(wait) {
                Ok(hint) => Some(hint),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            tries = if hint.is_none() && self.store.unsettled() { tries + 1 } else { 0 };
            let everything = match hint.map(|hint| settle(hint, inbox, &*elapsed)) {
                Some(Hint::End) => return,
                Some(Hint::Everything) => true,
                Some(Hint::Whole | Hint::Touched) | None => elapsed() >= thorough_at,
            };
            if everything {
                thorough_at = elapsed() + THOROUGH;
            }
            if !self.catch_up(everything) || !(self.sink)(News::Beat) {
                return;
            }
        }
    }

    /// Looks, and watches the folders that were found; returns whether anybody still listens. A folder that has just
    /// come under watch may have changed before it did, so it is looked at once more.
    fn catch_up(&mut self, everything: bool) -> bool {
        let mut everything = everything;
        for _ in 0..TURNS {
            if !self.look(everything) {
                return false;
            }
            everything = false;
            match self.watch() {
                Watch::AsBefore => return true,
                Watch::Other => {}
                Watch::Deserted => return false,
            }
        }
        true
    }

    /// Looks at the disk and tells what is new; returns whether anybody still listens.
    fn look(&mut self, everything: bool) -> bool {
        let today = Arc::clone(&self.time.today);
        let before = self.store.trouble().cloned();
        let effort = if everything { Effort::Everything } else { Effort::Changed };
        let portfolio = self.store.follow(&*today, effort, (self.time.elapsed)());
        let trouble = self.store.trouble();
        let told = match trouble {
            Some(trouble) if before.as_ref() != Some(trouble) => (self.sink)(News::Blind(trouble.said())),
            None if before.is_some() => (self.sink)(self.eyes.news()),
            Some(_) | None => true,
        };
        // Where the root has gone, the last good picture stays.
        let keep = trouble.is_some();
        told && portfolio.filter(|_| !keep).is_none_or(|portfolio| (self.sink)(News::Portfolio(portfolio)))
    }

    /// Watches the folders that hold the files now; tells if that has become possible or impossible.
    fn watch(&mut self) -> Watch {
        let told = std::mem::replace(&mut self.eyes.told, true);
        if !self.options.events {
            let asked = both!("按设定轮询文件", "polling the files, as asked");
            return if told || (self.sink)(News::Polling(asked)) { Watch::AsBefore } else { Watch::Deserted };
        }
        let blind = self.eyes.blind.clone();
        let other = self.eyes.turn(&self.store.folders(), &self.hints);
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

/// Waits until what `hint` speaks of is whole, and takes in every hint that comes meanwhile.
fn settle(mut hint: Hint, inbox: &Receiver<Hint>, elapsed: &dyn Fn() -> Duration) -> Hint {
    let first = elapsed();
    loop {
        let wait = match hint {
            Hint::Touched => QUIET.min((first + PATIENCE).saturating_sub(elapsed())),
            // What has queued up meanwhile is answered by the same look.
            Hint::Whole | Hint::Everything | Hint::End => Duration::ZERO,
        };
        match inbox.recv_timeout(wait) {
            Ok(next) => hint = stronger(hint, next),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return hint,
        }
        if hint == Hint::End {
            return hint;
        }
    }
}

fn stronger(one: Hint, other: Hint) -> Hint {
    let rank = |hint| match hint {
        Hint::Touched => 0,
        Hint::Whole => 1,
        Hint::Everything => 2,
        Hint::End => 3,
    };
    if rank(one) >= rank(other) { one } else { other }
}

/// The watches, and which folder each was set on: a folder that was replaced has the same name and is another one.
#[derive(Default)]
struct Eyes {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeMap<PathBuf, Identity>,
    blind: Option<Said>,
    told: bool,
}

/// Device and inode of a folder.
type Identity = (u64, u64);

impl Eyes {
    fn news(&self) -> News {
        match &self.blind {
            None => News::Live,
            Some(why) => News::Polling(why.clone()),
        }
    }

    /// Watches exactly `folders`; returns whether one has come under watch that was not.
    fn turn(&mut self, folders: &[PathBuf], hints: &SyncSender<Hint>) -> bool {
        let now: BTreeMap<PathBuf, Identity> =
            folders.iter().filter_map(|folder| Some((folder.clone(), identity(folder)?))).collect();
        if self.watcher.is_some() && self.watched == now && self.blind.is_none() {
            return false;
        }
        self.blind = None;
        let watcher = match self.watcher.take() {
            Some(watcher) => Ok(watcher),
            None => open(hints.clone()),
        };
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => {
                self.watched.clear();
                self.blind = Some(why(&error));
                return false;
            }
        };
        let mut other = false;
        for (folder, identity) in &self.watched {
            if now.get(folder) != Some(identity) {
                // It may be gone already, and its watch with it.
                let _ = watcher.unwatch(folder);
            }
        }
        let before = std::mem::take(&mut self.watched);
        for (folder, identity) in now {
            if before.get(&folder) == Some(&identity) {
                self.watched.insert(folder, identity);
                continue;
            }
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    other = true;
                    self.watched.insert(folder, identity);
                }
                Err(error) => self.blind = Some(why(&error)),
            }
        }
        self.watcher = Some(watcher);
        other
    }
}

fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(folder).ok()?;
    Some((found.dev(), found.ino()))
}

/// A watcher whose events become hints. Its thread does nothing else: a queue that overflows loses no more than hints.
fn open(hints: SyncSender<Hint>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        let hint = match event {
            // The flag first: an overflow comes without a path.
            Ok(event) if event.need_rescan() => Some(Hint::Whole),
            Ok(event) => hint(event.kind),
            Err(_) => Some(Hint::Touched),
        };
        if let Some(hint) = hint {
            match hints.try_send(hint) {
                Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
            }
        }
    })
}

/// What an event means; none for our own reading, which would otherwise wake us for ever.
fn hint(kind: EventKind) -> Option<Hint> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(Hint::Whole),
        EventKind::Access(_) => None,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => Some(Hint::Touched),
    }
}

/// Why there are no events, and what to do about it.
fn why(error: &notify::Error) -> Said {
    use notify::ErrorKind;
    match &error.kind {
        ErrorKind::MaxFilesWatch => both!(
            "系统监视数已满，改为轮询；可调大 fs.inotify.max_user_watches",
            "no watches left, polling instead; raise fs.inotify.max_user_watches"
        ),
        ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(23 | 24)) => both!(
            "监视实例或文件句柄已满，改为轮询；可调大 fs.inotify.max_user_instances 或 ulimit -n",
            "no watch instances or file handles left, polling instead; raise fs.inotify.max_user_instances or ulimit -n"
        ),
        ErrorKind::Io(_)
        | ErrorKind::Generic(_)
        | ErrorKind::PathNotFound
        | ErrorKind::WatchNotFound
        | ErrorKind::InvalidConfig(_) => {
            let reason = crate::text::clean(&error.to_string()).into_owned();
            both!(
                "无法监视文件（{reason}），改为轮询",
                "the files cannot be watched ({reason}), polling instead"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange};

    use super::*;

    #[test]
    fn our_own_reading_wakes_nobody() {
        assert_eq!(hint(EventKind::Access(AccessKind::Open(AccessMode::Any))), None);
        assert_eq!(hint(EventKind::Access(AccessKind::Close(AccessMode::Read))), None);
    }

    #[test]
    fn only_a_file_that_is_whole_is_read_at_once() {
        assert_eq!(hint(EventKind::Access(AccessKind::Close(AccessMode::Write))), Some(Hint::Whole));
        assert_eq!(hint(EventKind::Modify(ModifyKind::Name(RenameMode::To))), Some(Hint::Whole));
        assert_eq!(hint(EventKind::Modify(ModifyKind::Data(DataChange::Any))), Some(Hint::Touched));
        assert_eq!(hint(EventKind::Create(CreateKind::File)), Some(Hint::Touched));
    }

    #[test]
    fn a_writer_that_never_stops_is_waited_for_two_seconds_at_most() {
        let (sender, inbox) = sync_channel(64);
        let writer = thread::spawn(move || {
            while sender.send(Hint::Touched).is_ok() {
                thread::park_timeout(Duration::from_millis(40));
            }
        });
        let ticks = std::sync::atomic::AtomicU64::new(0);
        // A clock that moves 40 ms a reading, as the writer does.
        let elapsed = || Duration::from_millis(40 * ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        assert_eq!(settle(Hint::Touched, &inbox, &elapsed), Hint::Touched);
        assert!(ticks.load(std::sync::atomic::Ordering::Relaxed) <= 60);
        drop(inbox);
        writer.join().unwrap();
    }
}
