//! The watches on the folders, and what their events mean: hints, nothing more (decision D1).

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::places::{Identity, Places, identity};
use super::watch::News;
use crate::text::{Said, both};

/// The paths that are remembered at most; beyond, it is not known which file is whole.
const MARKS: usize = 1024;

/// What makes the worker look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// A file is whole: written and closed, or renamed into place.
    Whole,
    /// Something happened.
    Touched,
    /// Somebody asks for everything to be read again.
    Everything,
    /// The session has ended.
    End,
}

/// What was last heard of each path.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// What matters.
    places: Places,
    paths: BTreeMap<PathBuf, Hint>,
    /// Watched folders that went: their watches went with them.
    gone: BTreeSet<PathBuf>,
    /// Whether something happened of which it is not known where.
    vague: bool,
}

/// What has been heard since the last look.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The files that have become whole; whoever was touched after that is not.
    pub(super) whole: BTreeSet<PathBuf>,
    /// Every path at which something happened.
    pub(super) named: BTreeSet<PathBuf>,
    /// Whether something happened elsewhere, too.
    pub(super) vague: bool,
}

impl Marks {
    /// Takes in an event; the hint it is, if any.
    fn hear(&mut self, event: &notify::Result<Event>) -> Option<Hint> {
        let (hint, path) = match event {
            // The flag first: an overflow comes without a path.
            Ok(event) if event.need_rescan() => {
                self.paths.clear();
                (Hint::Touched, None)
            }
            Ok(event) => (hint(event.kind)?, event.paths.last()),
            Err(_) => (Hint::Touched, None),
        };
        let Some(path) = path else {
            self.vague = true;
            return Some(hint);
        };
        if !self.places.concern(path) {
            return None;
        }
        let goes = |event: &Event| {
            matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)))
        };
        if self.places.homes.contains(path) && event.as_ref().is_ok_and(goes) {
            self.gone.insert(path.clone());
        }
        if self.paths.len() >= MARKS && !self.paths.contains_key(path) {
            self.paths.clear();
            self.vague = true;
        }
        self.paths.insert(path.clone(), hint);
        Some(hint)
    }
}

fn lock(marks: &Mutex<Marks>) -> MutexGuard<'_, Marks> {
    marks.lock().unwrap_or_else(PoisonError::into_inner)
}

/// While it lives, events wait: our own reading makes many (notify asks the kernel for every opening), and they are
/// cheaper to throw away together than one by one. What others do meanwhile waits in the kernel, which says if it had
/// to forget any of it.
pub(super) struct Shut<'a>(#[expect(dead_code, reason = "held, not looked at")] MutexGuard<'a, Marks>);

/// Shuts the door behind `marks`.
pub(super) fn shut(marks: &Mutex<Marks>) -> Shut<'_> {
    Shut(lock(marks))
}

/// The watches, and which folder each was set on.
#[derive(Debug, Default)]
pub(super) struct Eyes {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeMap<PathBuf, Identity>,
    /// Whether every folder that was there is watched.
    whole: bool,
    pub(super) marks: Arc<Mutex<Marks>>,
    /// Why there are no events, if there are none.
    pub(super) blind: Option<Said>,
    /// Whether something changed without an event, and none has come since.
    pub(super) deaf: bool,
}

impl Eyes {
    /// What has been heard since the last call.
    pub(super) fn heard(&self) -> Heard {
        let mut marks = lock(&self.marks);
        let (paths, vague) = (std::mem::take(&mut marks.paths), std::mem::take(&mut marks.vague));
        drop(marks);
        let whole = paths.iter().filter(|(_, hint)| **hint == Hint::Whole).map(|(path, _)| path.clone());
        Heard { whole: whole.collect(), named: paths.into_keys().collect(), vague }
    }

    /// How the files are followed.
    pub(super) fn news(&self) -> News {
        match &self.blind {
            None => News::Live,
            Some(why) => News::Polling(why.clone()),
        }
    }

    /// How many files have become whole since.
    pub(super) fn crowd(&self) -> usize {
        lock(&self.marks).paths.values().filter(|hint| **hint == Hint::Whole).count()
    }

    /// Watches that die of the first event, as if whoever tells of it had panicked.
    #[cfg(test)]
    pub(super) fn mined(store: &super::Store) -> Self {
        let mut eyes = Self::default();
        let mut watcher = notify::recommended_watcher(|_: notify::Result<Event>| {
            std::panic::resume_unwind(Box::new("whoever tells of events has died"));
        })
        .unwrap();
        for folder in store.folders() {
            watcher.watch(&folder, RecursiveMode::NonRecursive).unwrap();
            eyes.watched.insert(folder.clone(), identity(&folder).unwrap());
        }
        eyes.watcher = Some(watcher);
        eyes
    }

    /// Begins anew: the storage changed, and no event came of it.
    pub(super) fn reopen(&mut self) {
        self.deaf = true;
        // Where notify's own thread has died, letting go of it panics.
        let dead = self.watcher.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(dead)));
        self.watched.clear();
    }

    /// Watches exactly `places`; returns whether a folder has come under watch that was not.
    pub(super) fn turn(&mut self, places: &Places, hints: &SyncSender<Hint>) -> bool {
        let silent = self.deaf.then(deaf);
        let (gone, same) = {
            let mut marks = lock(&self.marks);
            let same = marks.places.is(places);
            marks.places = places.clone();
            (std::mem::take(&mut marks.gone), same)
        };
        let stands = |folder| self.watched.get(folder).copied() == identity(folder);
        let set = self.whole && self.watcher.is_some() && gone.is_empty() && self.blind == silent;
        // Which folders the homes are is known where they are the same; the doors are nobody's but ours.
        if set && same && places.thresholds().all(stands) {
            return false;
        }
        let now: BTreeMap<PathBuf, Identity> = places
            .folders()
            .into_iter()
            .filter_map(|folder| Some((folder.to_owned(), identity(folder)?)))
            .collect();
        for folder in gone {
            self.watched.remove(&folder);
            // The name may stand for another folder by now.
            let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(&folder));
        }
        if self.watcher.is_some() && self.watched == now && self.blind == silent {
            self.whole = true;
            return false;
        }
        self.blind = silent;
        let watcher = match self.watcher.take() {
            Some(watcher) => Ok(watcher),
            None => open(Arc::clone(&self.marks), hints.clone()),
        };
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(error) => {
                self.watched.clear();
                self.whole = false;
                self.blind = Some(why(&error));
                return false;
            }
        };
        let folders = now.len();
        let other = self.set(&mut watcher, now);
        self.whole = self.watched.len() == folders;
        self.watcher = Some(watcher);
        other
    }

    fn set(&mut self, watcher: &mut RecommendedWatcher, now: BTreeMap<PathBuf, Identity>) -> bool {
        for (folder, identity) in &self.watched {
            if now.get(folder) != Some(identity) {
                // It may be gone already, and its watch with it.
                let _ = watcher.unwatch(folder);
            }
        }
        let before = std::mem::take(&mut self.watched);
        let mut other = false;
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
                // It went while we were looking: the next look says so.
                Err(_) if self::identity(&folder) != Some(identity) => {}
                Err(error) => self.blind = Some(why(&error)),
            }
        }
        other
    }
}

/// A watcher whose events become hints. Its thread does nothing else: a queue that overflows loses no more than hints.
fn open(marks: Arc<Mutex<Marks>>, hints: SyncSender<Hint>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        let hint = lock(&marks).hear(&event);
        if let Some(hint) = hint {
            // A full queue means that a look is due anyway.
            let _ = hints.try_send(hint);
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

/// What is said of storage that changes without an event: a network share, a layer below ours.
fn deaf() -> Said {
    both!("这个存储不报告改动，改为轮询", "this storage does not report changes, polling instead")
}

/// Whether a hint says that events arrive.
pub(super) fn is_event(hint: Hint) -> bool {
    match hint {
        Hint::Whole | Hint::Touched => true,
        Hint::Everything | Hint::End => false,
    }
}

/// The stronger of two hints.
pub(super) fn stronger(one: Hint, other: Hint) -> Hint {
    let rank = |hint| match hint {
        Hint::Touched => 0,
        Hint::Whole => 1,
        Hint::Everything => 2,
        Hint::End => 3,
    };
    if rank(one) >= rank(other) { one } else { other }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag};

    use super::*;

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

    fn marks() -> Marks {
        let places = Places {
            homes: Arc::new([PathBuf::from("/p/units")].into()),
            doors: [PathBuf::from("/p/door")].into(),
        };
        Marks { places, ..Marks::default() }
    }

    #[test]
    fn our_own_reading_wakes_nobody() {
        assert_eq!(hint(EventKind::Access(AccessKind::Open(AccessMode::Any))), None);
        assert_eq!(hint(EventKind::Access(AccessKind::Close(AccessMode::Read))), None);
    }

    #[test]
    fn only_a_file_that_is_whole_is_read_at_once() {
        assert_eq!(hint(CLOSED), Some(Hint::Whole));
        assert_eq!(hint(EventKind::Modify(ModifyKind::Name(RenameMode::To))), Some(Hint::Whole));
        assert_eq!(hint(WRITTEN), Some(Hint::Touched));
        assert_eq!(hint(EventKind::Create(CreateKind::File)), Some(Hint::Touched));
    }

    #[test]
    fn a_file_that_is_written_again_is_no_longer_whole() {
        let eyes = Eyes { marks: Arc::new(Mutex::new(marks())), ..Eyes::default() };
        let tell = |kind, path: &str| {
            let event = Event::new(kind).add_path(PathBuf::from(path));
            lock(&eyes.marks).hear(&Ok(event))
        };
        tell(CLOSED, "/p/units/a.yaml");
        tell(CLOSED, "/p/units/b.yaml");
        tell(WRITTEN, "/p/units/b.yaml");
        let heard = eyes.heard();
        assert_eq!(heard.whole, [PathBuf::from("/p/units/a.yaml")].into());
        assert_eq!((heard.named.len(), heard.vague), (2, false));
        assert_eq!(eyes.heard().named.len(), 0);
    }

    #[test]
    fn what_happens_beside_the_plans_wakes_nobody() {
        let mut marks = marks();
        let mut tell = |path: &str| marks.hear(&Ok(Event::new(WRITTEN).add_path(PathBuf::from(path))));
        assert_eq!(tell("/p/other"), None);
        assert_eq!(tell("/p/door"), Some(Hint::Touched));
        assert_eq!(tell("/p/units/a.yaml"), Some(Hint::Touched));
    }

    #[test]
    fn an_overflow_has_no_path_and_still_makes_everybody_look() {
        let mut marks = marks();
        let path = PathBuf::from("/p/units/a.yaml");
        marks.hear(&Ok(Event::new(CLOSED).add_path(path)));
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(marks.hear(&Ok(event)), Some(Hint::Touched));
        assert_eq!((marks.paths.len(), marks.vague), (0, true));
    }

    #[test]
    fn however_many_files_change_only_so_many_are_remembered() {
        let mut marks = marks();
        for n in 0..10 * MARKS {
            let path = PathBuf::from("/p/units").join(n.to_string());
            assert_eq!(marks.hear(&Ok(Event::new(CLOSED).add_path(path))), Some(Hint::Whole));
            assert!(marks.paths.len() <= MARKS);
        }
    }
}
