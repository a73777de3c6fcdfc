//! Reading: files in, values and findings out. Nothing here fails: any bytes give what can be read.
//!
//! The ladder a file climbs, each rung with its own finding: `bytes` (regular, inside the root, not too large, not
//! changing) → `decode` → `guard` → where the guard is suspicious, `tree` (depth, documents, aliases) →
//! `serde_yaml` through the visitors of `lenient` → where some value is of the wrong kind, the same visitors over
//! the tree → `plan_build` or `status_file` → the rules of the domain → `place` (line, column, excerpt).
//!
//! Nearly every file takes a shorter way from `decode` to `plan_build` or `status_file`: `plain` drives the same
//! visitors over the YAML that clerks and programs write, and says what the ladder would have said, or nothing.
//!
//! A file of which every line is wrong is not listed line by line: `slips` keeps the first 50 of each kind, and one
//! more finding of that kind says how many others there are.
//!
//! Writing is two acts of the user's own, never of the reader: one entry (`append`) and a new file (`save`). What
//! `demo` and `doctor` write lies in a temporary folder of their own (`scratch`).
//!
//! Refuses: what dates mean, screens, the clock (the day comes in as a function).

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::domain::calendar::{Calendar, Holiday};
use crate::domain::{Day, Portfolio};

pub mod append;
mod assemble;
mod began;
mod bytes;
mod cached;
mod decode;
mod edit;
mod eyes;
mod filing;
mod find;
mod folder;
mod guard;
mod hold;
mod holiday_file;
mod holidays;
mod job;
mod keys;
mod leaf;
mod lenient;
mod listing;
mod lists;
pub mod locate;
mod lost;
mod named;
mod names;
mod parse;
mod place;
mod places;
mod plain;
mod plain_scan;
mod plain_seek;
mod plan_build;
mod plan_file;
#[doc(hidden)]
pub mod probe;
mod queue;
mod quiet;
mod reader;
mod repair;
pub mod save;
mod scalar;
mod schema;
pub mod scratch;
pub mod settings;
mod slip;
mod slips;
mod status_file;
pub mod storage;
mod syntax;
pub mod template;
mod tree;
mod trouble;
pub mod watch;

#[cfg(test)]
mod robustness;

pub use cached::Effort;
use cached::{Cached, Look};
use find::{Found, open};
use folder::Folder;
use hold::{HELD, Hold};
pub use holidays::holidays_in;
use job::Which;
use listing::Listing;
use places::{Identity, Places};
use queue::{Round, Stage};
pub use schema::Schema;
pub use trouble::RootTrouble;

/// The files of a root of plans, or of one plan, and what was last read from them.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    /// The plans, by the names of their folders; the empty name where the root itself is the plan.
    plans: BTreeMap<String, Folder>,
    holidays: Cached<Vec<Holiday>>,
    calendar: Arc<Calendar>,
    trouble: Option<RootTrouble>,
    shown: Option<Arc<Portfolio>>,
    /// Plans that are not there any more, not believed yet; and a root that cannot be read, not told yet.
    hold: Hold,
    /// When to look again, if before the next round.
    due: Option<Duration>,
    /// Which folder the root was when it could last be read.
    identity: Option<Identity>,
    /// The names in it, and those of the last whole look.
    entries: Listing,
    names: Arc<[OsString]>,
    /// What another store has shown of this root, until it has been looked at.
    before: Option<Arc<Portfolio>>,
    /// Where the root really was when everything was last looked at, if there is nothing to wait for there.
    home: Option<PathBuf>,
    /// The folder in which the table of holidays is looked for.
    table: Option<PathBuf>,
    /// Whether the folders the files are in may be others than those that were last asked for, and those.
    moved: bool,
    homes: Arc<BTreeSet<PathBuf>>,
}

/// The civil day in an IANA zone.
type Today<'a> = &'a (dyn Fn(&str) -> Day + Sync);

/// How far the first reading has come.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The files that have been read.
    pub read: usize,
    /// All that are to be.
    pub files: usize,
    /// All plans there are.
    pub plans: usize,
    /// The first plans, whole, where there are more of them than when it was last told.
    pub portfolio: Option<Arc<Portfolio>>,
}

/// The most folders without a plan that are watched: among thousands, a new plan is found by the next round.
const BEGINNINGS: usize = 50;
/// How long a root that is gone is waited for before it is told.
const TELL: Duration = Duration::from_millis(500);

impl Store {
    /// A store of a root of plans or of one plan's folder. Reads nothing yet.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            plans: BTreeMap::new(),
            holidays: Cached::default(),
            calendar: Arc::new(Calendar::builtin()),
            trouble: None,
            shown: None,
            hold: Hold::default(),
            due: None,
            identity: None,
            entries: Listing::default(),
            names: Arc::default(),
            before: None,
            home: None,
            table: None,
            moved: true,
            homes: Arc::default(),
        }
    }

    /// The same, after another store came to its end: what that has shown last is what a file keeps that is broken now.
    pub fn after(root: &Path, before: Arc<Portfolio>) -> Self {
        Self { calendar: Arc::clone(&before.calendar), before: Some(before), ..Self::new(root) }
    }

    /// Looks at the disk and reads what changed since the last call. Returns the new portfolio if anything in it
    /// differs, none if nothing does; the first call always returns one. `today` gives the civil day in an IANA zone.
    ///
    /// Believes what it sees, as the only look there will be; `Store::follow` is for looking again and again.
    pub fn refresh(&mut self, today: &(dyn Fn(&str) -> Day + Sync)) -> Option<Arc<Portfolio>> {
        self.look(Look { effort: Effort::Changed, at: None, whole: &BTreeSet::new() }, today, None)
    }

    /// The same, but reads every file again and compares its content, whatever the file system says about it.
    pub fn refresh_all(&mut self, today: &(dyn Fn(&str) -> Day + Sync)) -> Option<Arc<Portfolio>> {
        self.look(Look { effort: Effort::Everything, at: None, whole: &BTreeSet::new() }, today, None)
    }

    /// A look at time `at` (by a clock that never goes back) among many. The files named in `whole` are read at once;
    /// others that changed, when they have been quiet for 300 ms. What the files say more is believed then; what they
    /// say less, and a file that is gone, when it has been so for two seconds. `tell` hears how far the first reading
    /// has come.
    fn follow(
        &mut self,
        look: Look<'_>,
        today: Today<'_>,
        tell: &mut dyn FnMut(Progress),
    ) -> Option<Arc<Portfolio>> {
        self.look(look, today, Some(tell))
    }

    /// The folders in which changes of these files show: those the files are in, and those in which the root, or a
    /// link that leads to it, may be replaced.
    pub fn folders(&self) -> Vec<PathBuf> {
        let places = Places::of(&self.root, Arc::new(self.homes()));
        places.folders().into_iter().map(Path::to_owned).collect()
    }

    /// Where changes of these files show: the homes are the same value where nothing says that they are others.
    fn places(&mut self) -> Places {
        let anew = self.plans.values_mut().fold(self.entries.anew(), |anew, folder| folder.moved() | anew);
        if std::mem::take(&mut self.moved) || anew {
            self.homes = Arc::new(self.homes());
        }
        Places::of(&self.root, Arc::clone(&self.homes))
    }

    /// The folders the files are in.
    fn homes(&self) -> BTreeSet<PathBuf> {
        let mut homes = BTreeSet::new();
        homes.extend(fs::canonicalize(&self.root).ok().filter(|root| root.is_dir()));
        homes.extend(self.table.clone());
        homes.extend(self.holidays.home.as_deref().and_then(Path::parent).map(Path::to_owned));
        for folder in self.plans.values() {
            folder.homes(&mut homes);
        }
        homes.extend(self.beginnings());
        homes
    }

    /// Folders at the root that hold no plan: one that is being made has its name before its `plan.yaml`.
    fn beginnings(&self) -> impl Iterator<Item = PathBuf> {
        let root = self.home.as_deref().filter(|_| !self.plans.contains_key(""));
        let names = self.names.iter().filter_map(|name| name.to_str()).filter(|name| !name.starts_with('.'));
        let others = names.filter(|name| !self.plans.contains_key(*name));
        let folders = root.into_iter().flat_map(move |root| others.clone().map(|name| root.join(name)));
        folders.filter(|folder| fs::symlink_metadata(folder).is_ok_and(|it| it.is_dir())).take(BEGINNINGS)
    }

    /// Why nothing at all can be read, if so.
    pub fn trouble(&self) -> Option<&RootTrouble> {
        self.trouble.as_ref()
    }

    /// Why nothing at all could be read under `root`, found out without reading a file.
    pub fn trouble_at(root: &Path) -> Option<RootTrouble> {
        let look = Look { effort: Effort::Changed, at: None, whole: &BTreeSet::new() };
        Self::new(root).find(look, None).err()
    }

    /// When to look again, if before the next round: somebody is still writing, or something has gone.
    pub fn due(&self) -> Option<Duration> {
        self.plans.values().filter_map(|folder| folder.due).chain(self.holidays.due).chain(self.due).min()
    }

    fn look(
        &mut self,
        look: Look<'_>,
        today: Today<'_>,
        tell: Option<&mut dyn FnMut(Progress)>,
    ) -> Option<Arc<Portfolio>> {
        let home = self.home.take();
        let found = self.find(look, home.as_deref());
        // Until the look has come to its end, nothing is as it was.
        let moved = std::mem::replace(&mut self.moved, true);
        if self.lost(found.as_ref(), look.at) {
            return None;
        }
        let Found { root, plans: names, same } = match found {
            Ok(found) => found,
            // What was read stays, for whenever the root comes back.
            Err(trouble) => return self.in_trouble(trouble),
        };
        let mut changed = self.shown.is_none() || self.trouble.is_some();
        self.trouble = None;
        self.identity = places::identity(&root);
        // With nothing to compare it with, there is nothing to wait for.
        let before = self.plans.len();
        self.plans.retain(|name, _| names.binary_search(name).is_ok());
        let look = if self.plans.is_empty() { Look { at: None, ..look } } else { look };
        let fewer = before != self.plans.len();
        self.moved = moved || !same || fewer;
        changed |= fewer | self.look_at_holidays(&root, look);
        changed |= !same && self.find_plans(&root, names);
        self.before = None;
        changed |= self.read(Round { root: &root, look, today }, tell);
        self.home = Some(root);
        changed.then(|| self.show())
    }

    /// Takes over where the plans are; whether there are new ones.
    fn find_plans(&mut self, root: &Path, names: Vec<String>) -> bool {
        let mut changed = false;
        for name in names {
            let found = open(root, &name);
            let folder = self.plans.entry(name).or_insert_with_key(|name| {
                changed = true;
                let mut folder = open(root, name);
                if let Some(ledger) = self.before.as_ref().and_then(|before| before.ledger(folder.id())) {
                    folder.remember(ledger);
                }
                folder
            });
            folder.find(found);
        }
        changed
    }

    /// Reads what is new; whether anything is different. While nothing has been shown, says how far that has come.
    fn read(&mut self, round: Round<'_>, tell: Option<&mut dyn FnMut(Progress)>) -> bool {
        let first = self.shown.as_ref().is_none_or(|shown| shown.ledgers.is_empty());
        let folders = self.plans.values_mut().map(|folder| (folder, Which::All));
        if !first && round.look.effort == Effort::Changed {
            return queue::read(folders, round, None);
        }
        let (calendar, holidays) = (&self.calendar, &self.holidays.findings);
        let mut shown = 0;
        let mut tell = tell.filter(|_| first);
        let mut hear = |stage: Stage| {
            let Some(tell) = &mut tell else { return };
            let more = stage.ledgers.len() > shown;
            shown = stage.ledgers.len();
            let portfolio = || {
                let findings = holidays.iter().cloned().chain(stage.orphans).collect();
                Arc::new(Portfolio { ledgers: stage.ledgers, calendar: Arc::clone(calendar), findings })
            };
            let Stage { read, files, plans, .. } = stage;
            tell(Progress { read, files, plans, portfolio: more.then(portfolio) });
        };
        queue::read(folders, round, Some(&mut hear))
    }

    /// What has been read, as a value.
    fn show(&mut self) -> Arc<Portfolio> {
        let mut findings = self.holidays.findings.clone();
        findings.extend(self.plans.values().flat_map(|folder| folder.orphans().iter().cloned()));
        let ledgers = self.plans.values().filter_map(|folder| folder.ledger.clone()).collect();
        let portfolio = Arc::new(Portfolio { ledgers, calendar: Arc::clone(&self.calendar), findings });
        self.shown = Some(Arc::clone(&portfolio));
        portfolio
    }

    /// Whether a plan that is shown has just gone and is still to be waited for.
    ///
    /// A folder that has lost its `plan.yaml` may be in the middle of a save; another folder in its place, or none, is
    /// told sooner, because telling takes nothing off the screen.
    fn lost(&mut self, found: Result<&Found, &RootTrouble>, at: Option<Duration>) -> bool {
        let there = |name: &String| found.is_ok_and(|found| found.plans.binary_search(name).is_ok());
        let gone = !self.plans.keys().all(there);
        self.due = None;
        if !gone {
            self.hold.release();
            return false;
        }
        let saving =
            found.is_ok() || places::identity(&self.root).is_some_and(|now| self.identity == Some(now));
        let keeps = self.hold.keeps(None, at);
        let until = self.hold.since().map(|since| since + if saving { HELD } else { TELL });
        self.due = until.filter(|until| keeps && at.is_some_and(|at| at < *until));
        self.due.is_some()
    }

    /// Nothing can be read: keeps the last picture, or makes an empty one.
    fn in_trouble(&mut self, trouble: RootTrouble) -> Option<Arc<Portfolio>> {
        let news = self.trouble.as_ref() != Some(&trouble);
        self.trouble = Some(trouble);
        let calendar = &self.calendar;
        let empty =
            || Portfolio { ledgers: Vec::new(), calendar: Arc::clone(calendar), findings: Vec::new() };
        let shown = self.shown.get_or_insert_with(|| Arc::new(empty()));
        news.then(|| Arc::clone(shown))
    }
}
