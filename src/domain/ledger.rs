//! The ledger (台账) of a plan: the plan, what every unit reports, and what is wrong in their files. No day yet.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::calendar::Calendar;
use super::day::Day;
use super::finding::Finding;
use super::ids::{ItemIx, Text, UnitIx};
use super::plan::Plan;
use super::status::{ItemReport, Report};
use super::wording::Wording;

/// How a unit's file was found when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FileState {
    /// There is none.
    #[default]
    Missing,
    /// Read.
    Read,
    /// It is there and cannot be read; the report is the last good one, if there was one.
    Unreadable {
        /// Whether an older report is still shown.
        kept: bool,
    },
}

/// A plan and everything that is reported on it.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// The plan.
    pub plan: Arc<Plan>,
    /// The reports, by unit; none where nothing could ever be read.
    pub reports: Vec<Option<Arc<Report>>>,
    /// The state of each unit's file.
    pub files: Vec<FileState>,
    /// The paths of the units' files, relative to the root, whether or not they exist.
    pub paths: Vec<Text>,
    /// What is wrong in the files, in the order of plan and units.
    pub findings: Vec<Finding>,
    /// Entries dated after the day they were read on, with that date: findings until the day has come.
    pub future: Vec<(Day, Finding)>,
}

impl Ledger {
    /// What `unit` reports.
    pub fn report(&self, unit: UnitIx) -> Option<&Report> {
        self.reports.get(unit.get())?.as_deref()
    }

    /// Gives back the room that was kept for more: hundreds of ledgers are held for months.
    pub fn shrink(&mut self) {
        let Self { plan: _, reports, files, paths, findings, future } = self;
        reports.shrink_to_fit();
        files.shrink_to_fit();
        paths.shrink_to_fit();
        findings.shrink_to_fit();
        future.shrink_to_fit();
    }

    /// What `unit` reports on `item`.
    pub fn item_report(&self, unit: UnitIx, item: ItemIx) -> Option<ItemReport<'_>> {
        self.report(unit)?.item(item)
    }

    /// How `unit`'s file was found.
    pub fn file(&self, unit: UnitIx) -> &FileState {
        self.files.get(unit.get()).unwrap_or(&FileState::Missing)
    }

    /// The units of which it knows something else than `before`, a ledger of the same plan.
    pub(super) fn units_changed(&self, before: &Self) -> Vec<UnitIx> {
        let units = (0..self.plan.units.len()).map(UnitIx::new);
        let same = |unit: UnitIx| {
            self.has_report_of(before, unit)
                && self.file(unit) == before.file(unit)
                && self.paths.get(unit.get()) == before.paths.get(unit.get())
        };
        units.filter(|unit| !same(*unit)).collect()
    }

    /// The items on which some unit reports something else than in `before`, a ledger of the same plan.
    pub(super) fn items_changed(&self, before: &Self) -> BTreeSet<ItemIx> {
        let units = (0..self.plan.units.len()).map(UnitIx::new);
        let (now, then) = (Wording::of(self), Wording::of(before));
        let mut items = BTreeSet::new();
        for unit in units.filter(|unit| !self.has_report_of(before, *unit)) {
            let reports = [self, before].into_iter().filter_map(|ledger| ledger.report(unit));
            let named = reports.flat_map(|report| report.items().map(|(ix, _)| ix));
            items.extend(named.filter(|ix| now.filed(unit, *ix) != then.filed(unit, *ix)));
        }
        items
    }

    /// Whether it holds the very report of `unit` that `before` holds.
    fn has_report_of(&self, before: &Self, unit: UnitIx) -> bool {
        let report = |ledger: &Self| ledger.reports.get(unit.get()).and_then(Option::as_ref).map(Arc::as_ptr);
        report(self) == report(before)
    }

    /// Where `unit`'s file is or would be.
    pub fn path(&self, unit: UnitIx) -> Text {
        self.paths.get(unit.get()).cloned().unwrap_or_default()
    }
}

/// Everything under one root: its plans, its holidays, and what is wrong with the root itself.
#[derive(Debug, Clone, Default)]
pub struct Portfolio {
    /// The plans, by id.
    pub ledgers: Vec<Arc<Ledger>>,
    /// The calendar all of them count by.
    pub calendar: Arc<Calendar>,
    /// What is wrong with the root or with `holidays.yaml`.
    pub findings: Vec<Finding>,
}

impl Portfolio {
    /// The plan with that id.
    pub fn ledger(&self, id: &str) -> Option<&Arc<Ledger>> {
        self.ledgers.iter().find(|ledger| &*ledger.plan.id == id)
    }

    /// The plans of which something else is known than in `before`, as they were and as they are.
    pub fn changed<'a>(&'a self, before: &'a Self) -> Vec<(&'a Arc<Ledger>, &'a Arc<Ledger>)> {
        let is = |new: &Arc<Ledger>, old: Option<&Arc<Ledger>>| old.is_some_and(|old| Arc::ptr_eq(new, old));
        // Where no plan has come or gone, each stands where it stood: only those that do not are searched for.
        let others = self.ledgers.iter().enumerate().filter(|(n, new)| !is(new, before.ledgers.get(*n)));
        let pairs = others.filter_map(|(_, new)| Some((before.ledger(&new.plan.id)?, new)));
        pairs.filter(|(old, new)| !is(new, Some(old))).collect()
    }

    /// The time zones of its plans, each once.
    pub fn zones(&self) -> Vec<Text> {
        let mut zones: Vec<Text> = Vec::new();
        for ledger in &self.ledgers {
            let zone = &ledger.plan.timezone;
            if !zones.contains(zone) {
                zones.push(zone.clone());
            }
        }
        zones
    }
}
