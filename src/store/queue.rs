//! The files that are to be read, of all plans together: one queue, and a reader a core where it is worth one.
//!
//! The first reading begins with the folders: whoever opens one finds out which of its files are to be read, and puts
//! them before those of later plans, so that the plans are whole one after the other. Later readings look at every file
//! from outside first, which is soon done, and mostly find nothing to read.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::cached::Look;
use super::folder::Folder;
use super::job::{Job, Which};
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::ledger::Ledger;

/// From this many files to be read on, it is worth sharing the work among the cores.
const MANY: usize = 16;
/// How often it is told how far the reading has come.
const TOLD: Duration = Duration::from_millis(100);

/// A look at the folders.
#[derive(Clone, Copy)]
pub(super) struct Round<'a> {
    /// What no file may leave, resolved.
    pub(super) root: &'a Path,
    pub(super) look: Look<'a>,
    /// The civil day in an IANA zone.
    pub(super) today: &'a (dyn Fn(&str) -> Day + Sync),
}

/// How far a reading has come.
#[derive(Debug, Default)]
pub(super) struct Stage {
    /// The files that have been read, and all that are to be.
    pub(super) read: usize,
    pub(super) files: usize,
    /// All plans.
    pub(super) plans: usize,
    /// The first plans, whole, up to one that is not; and what is wrong where there is none.
    pub(super) ledgers: Vec<Arc<Ledger>>,
    pub(super) orphans: Vec<Finding>,
}

/// Something to be done.
enum Task<'f> {
    Open(&'f mut Folder, Which),
    Read(Box<Job>),
}

/// What became of one plan.
#[derive(Default)]
struct Slot<'f> {
    /// The folder while its files are read, how many are still to be, and those that have been.
    folder: Option<&'f mut Folder>,
    left: usize,
    jobs: Vec<Job>,
    /// The files counted for it.
    files: usize,
    /// The plan, whole, and what is wrong where there is none.
    whole: Option<(Option<Arc<Ledger>>, Vec<Finding>)>,
}

#[derive(Default)]
struct State<'f> {
    /// By the plan's number, and within it the folder first.
    tasks: BTreeMap<(usize, usize), Task<'f>>,
    slots: Vec<Slot<'f>>,
    /// The readers at work: each may still find something to be done.
    busy: usize,
    read: usize,
    changed: bool,
}

struct Queue<'f, 'a> {
    round: Round<'a>,
    state: Mutex<State<'f>>,
    /// There is something to be done, or nothing any more.
    more: Condvar,
    over: Condvar,
}

/// Reads what is new in the folders; whether anything is different. The files of folders of which nothing has been
/// read yet are all read by all cores, and `tell` hears how far that has come.
pub(super) fn read<'f>(
    folders: impl Iterator<Item = (&'f mut Folder, Which)>,
    round: Round<'_>,
    mut tell: Option<&mut dyn FnMut(Stage)>,
) -> bool {
    let mut state = State::default();
    for (n, (folder, which)) in folders.enumerate() {
        let files = if tell.is_some() { folder.count(round.root, round.look) } else { 0 };
        state.slots.push(Slot { files, ..Slot::default() });
        state.tasks.insert((n, 0), Task::Open(folder, which));
    }
    let queue = Queue { round, state: Mutex::new(state), more: Condvar::new(), over: Condvar::new() };
    if tell.is_none() {
        queue.open();
    }
    let reads = if let Some(tell) = &mut tell {
        let stage = stage(&queue.lock());
        let files = stage.files;
        tell(stage);
        files
    } else {
        queue.lock().tasks.len()
    };
    if reads < MANY {
        queue.work();
    } else {
        queue.share(tell);
    }
    queue.state.into_inner().unwrap_or_else(PoisonError::into_inner).changed
}

impl<'f> Queue<'f, '_> {
    fn lock(&self) -> MutexGuard<'_, State<'f>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens every folder, and leaves what is to be read.
    fn open(&self) {
        let tasks = std::mem::take(&mut self.lock().tasks);
        for ((n, _), task) in tasks {
            if let Task::Open(folder, which) = task {
                self.opened(n, folder, &which);
            }
        }
    }

    /// Has every core do what is to be done, and tells now and then how far it has come.
    fn share(&self, mut tell: Option<&mut dyn FnMut(Stage)>) {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let told = tell.is_some();
        thread::scope(|scope| {
            let reader = || thread::Builder::new().name("guatu-reader".to_owned());
            let work = || {
                if told {
                    step_back();
                }
                self.work();
            };
            let readers = (0..workers).map(|_| reader().spawn_scoped(scope, work));
            let readers: Vec<_> = readers.filter_map(Result::ok).collect();
            if readers.is_empty() {
                self.work();
            }
            while let Some(tell) = &mut tell {
                let state = self.lock();
                if state.tasks.is_empty() && state.busy == 0
                    || readers.iter().all(thread::ScopedJoinHandle::is_finished)
                {
                    break;
                }
                let (state, waited) =
                    self.over.wait_timeout(state, TOLD).unwrap_or_else(PoisonError::into_inner);
                let stage = waited.timed_out().then(|| stage(&state));
                drop(state);
                stage.into_iter().for_each(&mut *tell);
            }
            // A reader's panic is ours, with its own words: a scope that ends by itself has none.
            for reader in readers {
                reader.join().unwrap_or_else(|why| resume_unwind(why));
            }
        });
    }

    /// Does what is to be done until there is nothing any more.
    fn work(&self) {
        while let Some((n, task, _busy)) = self.take() {
            match task {
                Task::Open(folder, which) => self.opened(n, folder, &which),
                Task::Read(mut job) => {
                    job.read(self.round);
                    self.done(n, *job);
                }
            }
        }
    }

    fn take(&self) -> Option<(usize, Task<'f>, Busy<'f, '_, '_>)> {
        let mut state = self.lock();
        loop {
            if let Some(((n, _), task)) = state.tasks.pop_first() {
                state.busy += 1;
                return Some((n, task, Busy(self)));
            }
            if state.busy == 0 {
                return None;
            }
            state = self.more.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn opened(&self, n: usize, folder: &'f mut Folder, which: &Which) {
        let jobs = folder.open(which, self.round);
        let (left, mut tasks) = (jobs.len(), (1..).zip(jobs));
        let mut state = self.lock();
        state.read += 1;
        let folder = match state.slots.get_mut(n).filter(|_| left > 0) {
            Some(slot) => {
                (slot.folder, slot.left, slot.files) = (Some(folder), left, left + 1);
                state.tasks.extend(tasks.by_ref().map(|(unit, job)| ((n, unit), Task::Read(Box::new(job)))));
                None
            }
            None => Some(folder),
        };
        drop(state);
        self.more.notify_all();
        if let Some(folder) = folder {
            self.close(n, folder, Vec::new());
        }
    }

    fn done(&self, n: usize, job: Job) {
        let mut state = self.lock();
        state.read += 1;
        let Some(slot) = state.slots.get_mut(n) else { return };
        slot.jobs.push(job);
        slot.left -= 1;
        if slot.left > 0 {
            return;
        }
        let (folder, jobs) = (slot.folder.take(), std::mem::take(&mut slot.jobs));
        drop(state);
        if let Some(folder) = folder {
            self.close(n, folder, jobs);
        }
    }

    fn close(&self, n: usize, folder: &mut Folder, jobs: Vec<Job>) {
        let files = 1 + jobs.len();
        let changed = folder.close(jobs, self.round.look);
        let mut state = self.lock();
        state.changed |= changed;
        let Some(slot) = state.slots.get_mut(n) else { return };
        slot.files = files;
        slot.whole = Some((folder.ledger.clone(), folder.orphans().to_vec()));
    }
}

/// Lets whoever draws go first: a reader never pauses by itself while there is something to be read.
#[cfg(target_os = "linux")]
fn step_back() {
    // Of one thread on Linux; elsewhere it would be of all.
    let _ = rustix::process::setpriority_process(None, 5);
}

#[cfg(not(target_os = "linux"))]
const fn step_back() {}

/// How far it has come.
fn stage(state: &State<'_>) -> Stage {
    let mut stage = Stage {
        read: state.read,
        files: state.slots.iter().map(|slot| slot.files).sum(),
        plans: state.slots.len(),
        ..Stage::default()
    };
    for (ledger, orphans) in state.slots.iter().map_while(|slot| slot.whole.as_ref()) {
        stage.ledgers.extend(ledger.clone());
        stage.orphans.extend_from_slice(orphans);
    }
    stage
}

/// A reader at work; whatever ends it, the others need not wait for it.
struct Busy<'f, 'a, 'q>(&'q Queue<'f, 'a>);

impl Drop for Busy<'_, '_, '_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.busy -= 1;
        if state.busy == 0 && state.tasks.is_empty() {
            self.0.more.notify_all();
            self.0.over.notify_all();
        }
    }
}
