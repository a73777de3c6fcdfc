//! One plan's folder: `plan.yaml` and `units/`, and the ledger made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::assemble;
use super::cached::{Cached, Look, Wanted};
use super::filing::{Filing, owned};
use super::job::{Job, UnitFile, Which, batched};
use super::listing::{Listing, Settled};
use super::names::{self, Kind};
use super::parse::{self, Heard};
use super::queue::Round;
use super::quiet::{QUIET, Sight};
use super::slip::Slip;
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::ids::{Text, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::plan::Plan;

/// A plan's folder and what was last read from it.
#[derive(Debug)]
pub(super) struct Folder {
    /// The plan's id: the folder's name.
    id: Text,
    /// What stands before `plan.yaml` in paths relative to the root: empty, or the folder and `/`.
    prefix: String,
    /// Where it is.
    dir: PathBuf,
    /// How it is reached from the root.
    way: Way,
    /// What it was last seen to hold.
    holds: Settled<Holds>,
    plan: Cached<Arc<Plan>>,
    units: BTreeMap<Text, UnitFile>,
    /// What is in `units/`, as it was last listed and as it has just been counted; and what is wrong with the names.
    entries: Listing,
    listed: Option<Result<Arc<[OsString]>, Slip>>,
    listing: Vec<Finding>,
    /// What they were last sorted from, if sorting the same again would give the same.
    sorted: Option<(Arc<Plan>, Arc<[OsString]>)>,
    /// What was last made of all this.
    pub(super) ledger: Option<Arc<Ledger>>,
    /// Whether something was read that is not in the ledger yet, and when to look again because a link was turned
    /// while the files were read.
    pending: bool,
    turned: Option<Duration>,
    /// Whether the look that is under way has found anything different, and when to look again.
    changed: bool,
    pub(super) due: Option<Duration>,
    /// When to look again at the units' files.
    units_due: Option<Duration>,
    /// Whether a file that was read is or was reached through a link: others may matter now.
    moved: bool,
}

/// How a folder is reached from the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Through a link, as far as is known: where it leads is asked at every look.
    Linked,
    /// Through none.
    Direct,
    /// Nor is `units` a link.
    Straight,
}

/// What a folder holds.
#[derive(Debug, Clone, Copy)]
struct Holds {
    /// Whether there is a `plan.yaml`, whatever it is.
    plan: bool,
    /// Whether `units` is a folder and no link to one.
    units: bool,
}

/// It is not clear what is to be looked at, so it is everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vague;

impl Folder {
    /// A folder that has not been looked at.
    pub(super) fn new(dir: PathBuf, id: Text, prefix: String) -> Self {
        Self {
            id,
            prefix,
            dir,
            way: Way::Linked,
            holds: Settled::default(),
            plan: Cached::default(),
            units: BTreeMap::new(),
            entries: Listing::default(),
            listed: None,
            listing: Vec::new(),
            sorted: None,
            ledger: None,
            pending: false,
            turned: None,
            changed: false,
            due: None,
            units_due: None,
            moved: false,
        }
    }

    /// The plan's id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Begins with what was last shown of this plan: a file that is broken now keeps it, as if it had just broken.
    pub(super) fn remember(&mut self, ledger: &Ledger) {
        self.plan.good = Some(Arc::clone(&ledger.plan));
        for (n, (unit, report)) in ledger.plan.units.iter().zip(&ledger.reports).enumerate() {
            let Some(report) = report.clone() else { continue };
            let unit_ix = UnitIx::new(n);
            let path = ledger.path(unit_ix);
            let Some(name) = Path::new(&*path).file_name() else { continue };
            let cached = Cached::remembered(Heard { report, future: Vec::new() });
            let file = UnitFile { name: name.to_owned(), unit: unit_ix, cached };
            self.units.insert(unit.id.clone(), file);
        }
    }

    /// Takes over where `found` is: a link may point elsewhere by now. Under the same name what was last read stays, for
    /// as long as what is there now cannot be read.
    pub(super) fn find(&mut self, found: Self) {
        if self.id == found.id {
            self.dir = found.dir;
        } else {
            *self = found;
        }
        let is_folder = fs::symlink_metadata(&self.dir).is_ok_and(|it| it.is_dir());
        self.way = if is_folder { Way::Direct } else { Way::Linked };
    }

    /// Whether it still holds a plan, and where it was: no other entry of the root has come into its place.
    pub(super) fn holds_plan(&mut self, look: Look<'_>) -> bool {
        let holds = self.holds.get(&self.dir, look, |dir| {
            let is_there = fs::symlink_metadata(dir.join("plan.yaml")).is_ok();
            let units = fs::symlink_metadata(dir.join("units")).is_ok_and(|it| it.is_dir());
            Ok(Holds { plan: is_there, units })
        });
        if self.way != Way::Linked {
            let straight = holds.as_ref().is_ok_and(|holds| holds.units);
            self.way = if straight { Way::Straight } else { Way::Direct };
        }
        holds.is_ok_and(|holds| holds.plan)
    }

    /// Whether the folders its files are in may be others than at the last call.
    pub(super) fn moved(&mut self) -> bool {
        let linked = self.way == Way::Linked;
        let anew = [self.holds.anew(), self.entries.anew(), linked, std::mem::take(&mut self.moved)];
        anew.contains(&true)
    }

    /// Looks at the folder from outside, and reads its plan; which of its units' files are to be read.
    pub(super) fn open(&mut self, which: &Which, round: Round<'_>) -> Vec<Job> {
        if *which == Which::All {
            self.changed = self.read_plan(round);
        }
        let Some(plan) = self.plan.good.clone() else { return Vec::new() };
        if *which == Which::All {
            self.changed |= self.list(&plan, round.root, round.look);
        }
        let today = plan.as_of.unwrap_or_else(|| (round.today)(&plan.timezone));
        self.sights(&plan, which, round, today)
    }

    /// Reads `plan.yaml`; whether anything is different now.
    fn read_plan(&mut self, Round { root, look, .. }: Round<'_>) -> bool {
        let file: Text = format!("{}plan.yaml", self.prefix).into();
        let before = self.plan.good.clone();
        let id = &self.id;
        let path = self.dir.join("plan.yaml");
        let wanted = Wanted { path: &path, root, file: &file, cap: parse::PLAN_CAP };
        let sight = self.plan.sight(&path, look);
        // While a report that changed with it is waited for, so is the plan.
        let sight = if self.units_due.is_some() { batched(sight, look) } else { sight };
        if let Sight::Waits(until) = sight {
            self.plan.due = Some(until);
        }
        self.moved |= self.plan.home.is_some() && sight != Sight::Same;
        let changed =
            self.plan.update(wanted, look, sight, |text, slips| parse::plan(&file, id, text, slips));
        self.moved |= self.plan.home.is_some() && sight != Sight::Same;
        if let (Some(old), Some(new)) = (before, self.plan.good.clone())
            && !Arc::ptr_eq(&old, &new)
        {
            self.carry(&old, &new);
        }
        changed
    }

    /// Takes back what has been read, and makes the ledger; whether anything is different now.
    pub(super) fn close(&mut self, jobs: Vec<Job>, look: Look<'_>) -> bool {
        let changed = std::mem::take(&mut self.changed) || jobs.iter().any(|job| job.changed);
        for job in jobs {
            self.moved |= job.cached.home.is_some();
            if let Some(file) = self.units.get_mut(&job.id) {
                file.cached = job.cached;
            }
        }
        let news = self.settle(changed, look);
        self.units_due = self.units.values().filter_map(|file| file.cached.due).min();
        self.due = self.units_due.into_iter().chain(self.plan.due).chain(self.turned).min();
        news
    }

    fn settle(&mut self, changed: bool, look: Look<'_>) -> bool {
        let Some(plan) = self.plan.good.clone() else {
            self.ledger = None;
            return changed;
        };
        self.pending |= changed;
        if !self.pending && self.ledger.is_some() {
            return false;
        }
        // Where a link was turned while the files were read, some are of before and some of after.
        self.turned = look.at.filter(|_| self.ledger.is_some() && self.turned()).map(|at| at + QUIET / 10);
        if self.turned.is_some() {
            return false;
        }
        self.pending = false;
        let found = [&*self.plan.findings, &*self.listing];
        self.ledger = Some(Arc::new(assemble::ledger(&plan, &self.units, &self.prefix, found)));
        true
    }

    /// Whether a file that is reached through a link is elsewhere by now.
    fn turned(&self) -> bool {
        let units = self.dir.join("units");
        let plan = self.plan.home.iter().map(|home| (self.dir.join("plan.yaml"), home));
        let files =
            self.units.values().filter_map(|file| Some((units.join(&file.name), file.cached.home.as_ref()?)));
        plan.chain(files).any(|(path, home)| fs::canonicalize(path).is_ok_and(|now| now != *home))
    }

    /// What is wrong here as long as there is no plan to hang it on.
    pub(super) fn orphans(&self) -> &[Finding] {
        if self.plan.good.is_none() { &self.plan.findings } else { &[] }
    }

    /// The folders files of this plan are in.
    pub(super) fn homes(&self, homes: &mut BTreeSet<PathBuf>) {
        homes.extend(fs::canonicalize(&self.dir).ok());
        let units = fs::canonicalize(self.dir.join("units")).ok();
        let linked =
            self.units.values().filter_map(|file| file.cached.home.as_ref()).chain(self.plan.home.as_ref());
        homes.extend(linked.filter_map(|home| home.parent()).map(Path::to_owned));
        homes.extend(units);
    }

    /// Whether something of it is to be looked at again by `at`; nobody can tell which where it is not a unit's file.
    pub(super) fn waits(&self, at: Duration) -> Result<bool, Vague> {
        if self.plan.due.is_some() || self.turned.is_some() {
            return Err(Vague);
        }
        Ok(self.due.is_some_and(|due| due <= at))
    }

    /// The unit whose file is called `name` in `units/`; none where names that belong to no unit say nothing new.
    pub(super) fn unit_named(&self, name: &OsStr) -> Result<Option<&Text>, Vague> {
        match names::kind(name) {
            Kind::Ignored => return Ok(None),
            Kind::Conflict => return Err(Vague),
            Kind::Status => {}
        }
        let stem = name.to_str().and_then(names::stem).ok_or(Vague)?;
        let (id, file) = self.units.get_key_value(stem).ok_or(Vague)?;
        let there = || fs::symlink_metadata(self.dir.join("units").join(name)).is_ok_and(|it| it.is_file());
        if file.name == name && there() { Ok(Some(id)) } else { Err(Vague) }
    }

    /// Whether the units' files are where their names say: no link leads to any of them.
    pub(super) fn is_plain(&self) -> bool {
        self.units.values().all(|file| file.cached.home.is_none())
    }

    /// A changed plan: every report is read again; those that cannot be are carried over by ids.
    fn carry(&mut self, old: &Plan, new: &Plan) {
        for (id, UnitFile { cached, .. }) in &mut self.units {
            cached.forget();
            if let (Some(heard), Some(unit)) = (&mut cached.good, new.unit_of(id)) {
                heard.report = Arc::new(parse::carry(&heard.report, old, new, unit));
                heard.future.clear();
            }
        }
    }

    /// Lists `units/`; how many files there are to be read, the plan's own with them.
    pub(super) fn count(&mut self, root: &Path, look: Look<'_>) -> usize {
        let names = self.names(root, look);
        let statuses =
            names.iter().flat_map(|names| &**names).filter(|name| names::kind(name) == Kind::Status).count();
        self.listed = Some(names);
        1 + statuses
    }

    /// The names in `units/`, which must be below `root`.
    fn names(&mut self, root: &Path, look: Look<'_>) -> Result<Arc<[OsString]>, Slip> {
        let units = self.dir.join("units");
        self.entries.names_below(&units, Some(root).filter(|_| self.way != Way::Straight), look)
    }

    /// Sorts the names in `units/`; whether they say anything new.
    fn list(&mut self, plan: &Arc<Plan>, root: &Path, look: Look<'_>) -> bool {
        let names = self.listed.take();
        let names = names.unwrap_or_else(|| self.names(root, look));
        let (now, before) = (names.as_ref().ok().map(|names| (plan, names)), self.sorted.take());
        if let (Some((plan, names)), Some(before)) = (now, before)
            && Arc::ptr_eq(plan, &before.0)
            && Arc::ptr_eq(names, &before.1)
        {
            self.sorted = Some(before);
            return false;
        }
        let sorted = now.map(|(plan, names)| (Arc::clone(plan), Arc::clone(names)));
        let filing = Filing::of(names, plan, &self.prefix);
        let mut changed = self.listing != filing.findings;
        self.listing = filing.findings;
        let mut before = std::mem::take(&mut self.units);
        for (id, (unit, name)) in filing.files {
            let file = before.remove(&id);
            changed |= file.as_ref().is_none_or(|file| file.name != name);
            let cached = file.map(|file| file.cached).unwrap_or_default();
            self.units.insert(id, UnitFile { name, unit, cached });
        }
        let found = self.units.len();
        // A file that has just gone keeps its name until its content has been waited for.
        for (id, file) in before {
            match plan.unit_of(&id).filter(|_| file.cached.good.is_some()) {
                Some(unit) => drop(self.units.insert(id, UnitFile { unit, ..file })),
                None => changed = true,
            }
        }
        self.sorted = sorted.filter(|_| self.units.len() == found);
        changed
    }

    /// Looks at the units' files from outside, all or some; what is to be read of them.
    fn sights(&mut self, plan: &Arc<Plan>, which: &Which, round: Round<'_>, today: Day) -> Vec<Job> {
        let mut sights = Vec::new();
        let units = self.dir.join("units");
        let mut path = PathBuf::new();
        for (id, file) in &mut self.units {
            if !which.holds(id, &file.cached) {
                continue;
            }
            path.clear();
            path.push(&units);
            path.push(&file.name);
            let sight = file.cached.sight(&path, round.look);
            if sight != Sight::Same {
                sights.push((id, file, sight, path.clone()));
            }
        }
        // What was changed together is read together: a checkout, a folder that was exchanged for another.
        let waits =
            self.plan.due.is_some() || sights.iter().any(|(_, _, it, _)| matches!(it, Sight::Waits(_)));
        let mut jobs = Vec::new();
        for (id, UnitFile { name, unit, cached }, sight, path) in sights {
            let sight = if waits { batched(sight, round.look) } else { sight };
            if let Sight::Waits(until) = sight {
                cached.due = Some(until);
                continue;
            }
            self.moved |= cached.home.is_some();
            let (plan, id, file) = (Arc::clone(plan), id.clone(), owned(&self.prefix, name));
            let (unit, cached) = (*unit, std::mem::take(cached));
            jobs.push(Job { plan, unit, id, path, file, cached, sight, today, changed: false });
        }
        jobs
    }
}

#[cfg(test)]
impl Folder {
    /// Believes that every unit's file is what was read, as where a file system tells of no change.
    pub(super) fn mask(&mut self) {
        for file in self.units.values_mut() {
            file.cached.mask(&self.dir.join("units").join(&file.name));
        }
    }
}
