//! One plan's folder: `plan.yaml` and `units/`, and the ledger made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::cached::{Cached, Look, Wanted};
use super::keys;
use super::listing::Listing as Names;
use super::names::{self, Kind};
use super::parse::{self, Heard};
use super::place::Source;
use super::quiet::{QUIET, Sight};
use super::slip::{Slip, Spot, quote};
use crate::domain::day::Day;
use crate::domain::finding::{Code, Finding};
use crate::domain::ids::{Text, UnitIx};
use crate::domain::ledger::{FileState, Ledger};
use crate::domain::plan::Plan;
use crate::text::{both, clean};

/// The most files of `units/` that are each given a finding of their own.
const STRANGERS: usize = 50;
/// From this many files to be read on, it is worth sharing the work among the cores.
const MANY: usize = 16;

/// A plan's folder and what was last read from it.
#[derive(Debug)]
pub(super) struct Folder {
    /// The plan's id: the folder's name.
    id: Text,
    /// What stands before `plan.yaml` in paths relative to the root: empty, or the folder and `/`.
    prefix: String,
    /// Where it is.
    dir: PathBuf,
    plan: Cached<Arc<Plan>>,
    units: BTreeMap<Text, Cached<Heard>>,
    /// The file of each unit.
    names: BTreeMap<Text, OsString>,
    /// What is in `units/`, and what is wrong with the names there.
    entries: Names,
    listing: Vec<Finding>,
    /// What was last made of all this.
    pub(super) ledger: Option<Arc<Ledger>>,
    /// Whether something was read that is not in the ledger yet, and when to look again because a link was turned
    /// while the files were read.
    pending: bool,
    turned: Option<Duration>,
}

impl Folder {
    /// A folder that has not been looked at.
    pub(super) fn new(dir: PathBuf, id: Text, prefix: String) -> Self {
        Self {
            id,
            prefix,
            dir,
            plan: Cached::default(),
            units: BTreeMap::new(),
            names: BTreeMap::new(),
            entries: Names::default(),
            listing: Vec::new(),
            ledger: None,
            pending: false,
            turned: None,
        }
    }

    /// The plan's id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Begins with what was last shown of this plan: a file that is broken now keeps it, as if it had just broken.
    pub(super) fn remember(&mut self, ledger: &Ledger) {
        self.plan.good = Some(Arc::clone(&ledger.plan));
        for (unit, report) in ledger.plan.units.iter().zip(&ledger.reports) {
            let Some(report) = report.clone() else { continue };
            let heard = Heard { report, future: Vec::new() };
            self.units.insert(unit.id.clone(), Cached::remembered(heard));
        }
    }

    /// Takes over where `found` is: a link may point elsewhere by now. Under the same name what was last read stays, for
    /// as long as what is there now cannot be read.
    pub(super) fn find(&mut self, found: Self) {
        if self.id != found.id {
            *self = found;
        } else if self.dir != found.dir {
            self.dir = found.dir;
        }
    }

    /// Looks at the folder; whether anything is different now.
    pub(super) fn update(&mut self, root: &Path, look: Look<'_>, today: &dyn Fn(&str) -> Day) -> bool {
        let file: Text = format!("{}plan.yaml", self.prefix).into();
        let before = self.plan.good.clone();
        let id = &self.id;
        let path = self.dir.join("plan.yaml");
        let wanted = Wanted { path: &path, root, file: &file, cap: parse::PLAN_CAP };
        let sight = self.plan.sight(&path, look);
        // While a report that changed with it is waited for, so is the plan.
        let waited_for = self.units.values().any(|cached| cached.due.is_some());
        let sight = if waited_for { batched(sight, look) } else { sight };
        if let Sight::Waits(until) = sight {
            self.plan.due = Some(until);
        }
        let mut changed =
            self.plan.update(wanted, look, sight, |text, slips| parse::plan(&file, id, text, slips));
        let Some(plan) = self.plan.good.clone() else {
            self.ledger = None;
            return changed;
        };
        if let Some(old) = before.filter(|old| !Arc::ptr_eq(old, &plan)) {
            self.carry(&old, &plan);
        }
        changed |= self.list(&plan, root, look);
        let today = plan.as_of.unwrap_or_else(|| today(&plan.timezone));
        changed |= self.read_units(&plan, root, look, today);
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
        self.ledger = Some(Arc::new(self.assemble(&plan)));
        true
    }

    /// Whether a file that is reached through a link is elsewhere by now.
    fn turned(&self) -> bool {
        let units = self.dir.join("units");
        let files = self
            .units
            .iter()
            .filter_map(|(id, cached)| Some((units.join(self.names.get(id)?), &cached.home)));
        let mut all = files.chain([(self.dir.join("plan.yaml"), &self.plan.home)]);
        all.any(|(path, home)| {
            let linked = home.as_ref().filter(|home| **home != path);
            linked.is_some_and(|home| fs::canonicalize(&path).is_ok_and(|now| now != *home))
        })
    }

    /// What is wrong here as long as there is no plan to hang it on.
    pub(super) fn orphans(&self) -> &[Finding] {
        if self.plan.good.is_none() { &self.plan.findings } else { &[] }
    }

    /// The folders files of this plan are in.
    pub(super) fn homes(&self, homes: &mut BTreeSet<PathBuf>) {
        homes.extend(fs::canonicalize(&self.dir).ok());
        let units = self.dir.join("units");
        homes.extend(fs::canonicalize(units).ok());
        let files =
            self.units.values().filter_map(|cached| cached.home.as_ref()).chain(self.plan.home.as_ref());
        homes.extend(files.filter_map(|home| home.parent()).map(Path::to_owned));
    }

    /// When to look again, if before the next round.
    pub(super) fn due(&self) -> Option<Duration> {
        self.units.values().filter_map(|cached| cached.due).chain(self.plan.due).chain(self.turned).min()
    }

    /// A changed plan: every report is read again; those that cannot be are carried over by ids.
    fn carry(&mut self, old: &Plan, new: &Plan) {
        for (id, cached) in &mut self.units {
            cached.forget();
            if let (Some(heard), Some(unit)) = (&mut cached.good, new.unit_of(id)) {
                heard.report = Arc::new(parse::carry(&heard.report, old, new, unit));
                heard.future.clear();
            }
        }
    }

    /// Lists `units/`; whether the list says anything new.
    fn list(&mut self, plan: &Plan, root: &Path, look: Look<'_>) -> bool {
        let dir = self.dir.join("units");
        let mut listing = Listing::default();
        match self.entries.names_below(&dir, root, look) {
            Ok(entries) => {
                for name in entries {
                    self.sort_in(plan, name, &mut listing);
                }
            }
            Err(slip) => {
                let file: Text = format!("{}units", self.prefix).into();
                listing.findings.push(Source { file: &file, text: "" }.finding(slip, None));
            }
        }
        if listing.strangers > STRANGERS {
            let (file, n): (Text, _) =
                (format!("{}units", self.prefix).into(), listing.strangers - STRANGERS);
            let slip = Slip::new(
                Code::UnknownUnit,
                Spot::File,
                both!(
                    "另有 {n} 个文件不属于方案中的任何单位",
                    "{n} more files belong to no unit of the plan"
                ),
                both!("移走它们", "move them away"),
            );
            listing.findings.push(Source { file: &file, text: "" }.finding(slip, None));
        }
        // A file that has just gone keeps its name until its content has been waited for.
        for (id, name) in &self.names {
            if self.units.get(id).is_some_and(|cached| cached.good.is_some()) {
                listing.names.entry(id.clone()).or_insert_with(|| name.clone());
            }
        }
        let changed = self.listing != listing.findings || self.names != listing.names;
        (self.listing, self.names) = (listing.findings, listing.names);
        changed
    }

    fn sort_in(&self, plan: &Plan, name: OsString, listing: &mut Listing) {
        let shown = name.to_string_lossy().into_owned();
        let file = self.path(&name);
        let stem = names::stem(&shown).unwrap_or_default();
        let slip = match names::kind(&name) {
            Kind::Ignored => return,
            Kind::Conflict => Slip::new(
                Code::SyncConflict,
                Spot::File,
                both!("同步软件留下的冲突副本，未读入", "a copy left by a synchronising program: not read"),
                both!(
                    "把要保留的内容并入原文件，再删去副本",
                    "merge what is to be kept into the original and delete the copy"
                ),
            ),
            Kind::Status => match plan.unit_of(stem).and_then(|unit| plan.unit(unit)) {
                None => {
                    listing.strangers += 1;
                    if listing.strangers > STRANGERS {
                        return;
                    }
                    stranger(plan, stem)
                }
                Some(unit) => {
                    let id = &unit.id;
                    if !listing.names.contains_key(id) {
                        listing.names.insert(id.clone(), name);
                        return;
                    }
                    Slip::new(
                        Code::DuplicateId,
                        Spot::File,
                        both!(
                            "单位 {id} 有两个文件，以 {id}.yaml 为准",
                            "unit {id} has two files; {id}.yaml counts"
                        ),
                        both!("合并后删去一个", "merge them and delete one"),
                    )
                }
            },
        };
        listing.findings.push(Source { file: &file, text: "" }.finding(slip, None));
    }

    /// Reads the units' files; whether anything is different now.
    fn read_units(&mut self, plan: &Plan, root: &Path, look: Look<'_>, today: Day) -> bool {
        let mut jobs: Vec<Job> = Vec::with_capacity(self.names.len());
        for (n, unit) in plan.units.iter().enumerate() {
            let Some(name) = self.names.get(&unit.id) else { continue };
            let (path, file) = (self.dir.join("units").join(name), self.path(name));
            let mut cached = self.units.remove(&unit.id).unwrap_or_default();
            let sight = cached.sight(&path, look);
            let (unit, id) = (UnitIx::new(n), unit.id.clone());
            jobs.push(Job { unit, id, path, file, cached, sight, changed: false });
        }
        // What was changed together is read together: a checkout, a folder that was exchanged for another.
        let waits = self.plan.due.is_some() || jobs.iter().any(|job| matches!(job.sight, Sight::Waits(_)));
        for job in jobs.iter_mut().filter(|_| waits) {
            job.sight = batched(job.sight, look);
            if let Sight::Waits(until) = job.sight {
                job.cached.due = Some(until);
            }
        }
        run(&mut jobs, &|job: &mut Job| {
            let wanted = Wanted { path: &job.path, root, file: &job.file, cap: parse::STATUS_CAP };
            job.changed = job.cached.update(wanted, look, job.sight, |text, slips| {
                parse::report((plan, job.unit, today), &job.file, text, slips)
            });
        });
        // What is left belongs to files that are gone.
        let changed = !self.units.is_empty() || jobs.iter().any(|job| job.changed);
        self.units = jobs.into_iter().map(|job| (job.id, job.cached)).collect();
        changed
    }

    fn path(&self, name: &OsStr) -> Text {
        format!("{}units/{}", self.prefix, clean(&name.to_string_lossy())).into()
    }

    fn assemble(&self, plan: &Arc<Plan>) -> Ledger {
        let mut ledger = Ledger { plan: Arc::clone(plan), ..Ledger::default() };
        ledger.findings.extend_from_slice(&self.plan.findings);
        for unit in &plan.units {
            let usual = OsString::from(format!("{}.yaml", unit.id));
            ledger.paths.push(self.path(self.names.get(&unit.id).unwrap_or(&usual)));
            let cached = self.units.get(&unit.id);
            ledger.files.push(cached.map_or(FileState::Missing, |cached| cached.state.clone()));
            let heard = cached.and_then(|cached| cached.good.as_ref());
            ledger.reports.push(heard.map(|heard| Arc::clone(&heard.report)));
            ledger.findings.extend(cached.iter().flat_map(|cached| cached.findings.iter().cloned()));
            ledger.future.extend(heard.iter().flat_map(|heard| heard.future.iter().cloned()));
        }
        ledger.findings.extend_from_slice(&self.listing);
        ledger
    }
}

/// A unit's file to be looked at.
struct Job {
    unit: UnitIx,
    id: Text,
    path: PathBuf,
    file: Text,
    cached: Cached<Heard>,
    sight: Sight,
    changed: bool,
}

/// What a look at one file says while others that changed with it are still waited for: not for long.
fn batched(sight: Sight, look: Look<'_>) -> Sight {
    match (sight, look.at) {
        (Sight::Quiet(since), Some(at)) if at < since + QUIET => Sight::Waits(at + QUIET / 3),
        (sight, _) => sight,
    }
}

/// Does the jobs, on all cores where many files are to be read.
fn run(jobs: &mut [Job], work: &(dyn Fn(&mut Job) + Sync)) {
    let reads = jobs.iter().filter(|job| !matches!(job.sight, Sight::Same | Sight::Waits(_))).count();
    let workers = if reads < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    if workers == 1 {
        for job in jobs {
            work(job);
        }
        return;
    }
    let next = Mutex::new(jobs.iter_mut());
    let take = || next.lock().ok().and_then(|mut jobs| jobs.next());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(job) = take() {
                    work(job);
                }
            });
        }
    });
}

/// What a look at the names in `units/` gives.
#[derive(Debug, Default)]
struct Listing {
    names: BTreeMap<Text, OsString>,
    findings: Vec<Finding>,
    strangers: usize,
}

/// A status file that belongs to no unit.
fn stranger(plan: &Plan, stem: &str) -> Slip {
    let near = keys::nearest_of(plan.units.iter().map(|unit| &*unit.id), stem);
    let hint = match near {
        Some(near) => {
            both!(
                "文件名应为单位代码，是不是 {near}.yaml？",
                "a file is named by its unit's id; did you mean {near}.yaml?"
            )
        }
        None => both!(
            "在 plan.yaml 的 units 里加上该单位，或移走文件",
            "add the unit to `units` of plan.yaml, or move the file away"
        ),
    };
    let stem = quote(stem);
    Slip::new(
        Code::UnknownUnit,
        Spot::File,
        both!("方案中没有单位“{stem}”", "the plan has no unit “{stem}”"),
        hint,
    )
}

#[cfg(test)]
impl Folder {
    /// Believes that every unit's file is what was read, as where a file system tells of no change.
    pub(super) fn mask(&mut self) {
        for (id, cached) in &mut self.units {
            cached.mask(&self.dir.join(format!("units/{id}.yaml")));
        }
    }
}
