//! A board of some of the items: what a filter or one unit leaves, with every figure computed of what is left.
//!
//! The plan itself is made smaller and a board computed from it, so that no screen and no writer has to know: totals,
//! sections, rules, units and charts are those of the items shown. What belongs to the files and not to the items stays
//! as it is: how fresh a unit's file is, and the findings.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::board::Board;
use super::calendar::Calendar;
use super::filter::Filter;
use super::ids::{ItemIx, SectionIx, Text, UnitIx};
use super::ledger::Ledger;
use super::obligation;
use super::plan::{Item, Plan, Section};
use super::status::Report;

/// What a narrowed board was narrowed by. Every output says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowed {
    /// The filter as it was typed; empty without one.
    pub filter: Text,
    /// The one unit.
    pub unit: Option<UnitIx>,
    /// The items of the whole plan; those shown are counted by the board's total.
    pub of: usize,
}

/// Which items are shown.
#[derive(Debug, Clone)]
pub struct Selection {
    keep: Vec<bool>,
    by: Narrowed,
}

impl Selection {
    /// The items of `board` that `filter` lets through and, with a unit, that it leads. None where nothing was asked:
    /// then the board itself is shown.
    pub fn of(board: &Board, filter: &Filter, unit: Option<UnitIx>) -> Option<Self> {
        if filter.is_empty() && unit.is_none() {
            return None;
        }
        let led = |item: Item<'_>| unit.is_none_or(|unit| item.leads.contains(&unit));
        let sieve = filter.on(board);
        let keep: Vec<bool> = board.rows().map(|(ix, item, _)| led(item) && sieve.passes(ix)).collect();
        let by = Narrowed { filter: filter.text().into(), unit, of: keep.len() };
        Some(Self { keep, by })
    }

    /// The board of the items shown, for the day of `board`. With one unit, its obligations alone.
    #[must_use]
    pub fn board(&self, board: &Board, calendar: &Calendar) -> Board {
        let ledger = Arc::new(self.ledger(&board.ledger));
        let mut narrow = Board::new(ledger, board.day, board.today, calendar);
        if let Some(unit) = self.by.unit {
            let own = narrow.obligations.iter().filter(|owed| owed.unit == unit);
            narrow.obligations = own.cloned().collect();
            let plan = Arc::clone(&narrow.ledger.plan);
            obligation::recount(&plan, &narrow.obligations, &mut narrow.rules);
        }
        for (units, whole) in narrow.units.iter_mut().zip(&board.units) {
            units.file = whole.file;
            units.last_entry = whole.last_entry;
        }
        let own = self.by.unit.map(|unit| board.ledger.path(unit));
        narrow.findings.clone_from(&board.findings);
        narrow.findings.retain(|finding| own.as_ref().is_none_or(|path| finding.place.file == *path));
        narrow.narrowed = Some(self.by.clone());
        narrow
    }

    fn kept(&self, n: usize) -> bool {
        self.keep.get(n).copied().unwrap_or(false)
    }

    /// The ledger with those items alone; units keep their places.
    fn ledger(&self, ledger: &Ledger) -> Ledger {
        let places = self.places();
        let place = |ix: ItemIx| {
            self.kept(ix.get()).then(|| ItemIx::new(places.get(ix.get()).copied().unwrap_or_default()))
        };
        let report = |report: &Arc<Report>| Arc::new(report.moved(report.unit, place, Some));
        Ledger {
            plan: Arc::new(self.plan(&ledger.plan, &places)),
            reports: ledger.reports.iter().map(|it| it.as_ref().map(report)).collect(),
            files: ledger.files.clone(),
            paths: ledger.paths.clone(),
            findings: ledger.findings.clone(),
            future: ledger.future.clone(),
        }
    }

    /// How many kept items stand before each place, and in all: a kept item's new place.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0];
        let mut count = 0;
        for keep in &self.keep {
            count += usize::from(*keep);
            places.push(count);
        }
        places
    }

    /// The plan with those items, and the sections that hold some of them.
    fn plan(&self, plan: &Plan, places: &[usize]) -> Plan {
        let at = |n: usize| places.get(n).copied().unwrap_or_default();
        let range = |range: &Range<usize>| at(range.start)..at(range.end);
        let left: Vec<(usize, &Section)> =
            plan.sections.iter().enumerate().filter(|(_, it)| !range(&it.below).is_empty()).collect();
        let moved: HashMap<usize, SectionIx> =
            left.iter().enumerate().map(|(new, (old, _))| (*old, SectionIx::new(new))).collect();
        let section = |ix: SectionIx| moved.get(&ix.get()).copied();
        let sections = left.iter().map(|(_, it)| Section {
            label: it.label.clone(),
            title: it.title.clone(),
            parent: it.parent.and_then(section),
            depth: it.depth,
            sections: it.sections.iter().filter_map(|ix| section(*ix)).collect(),
            own: range(&it.own),
            below: range(&it.below),
        });
        let items = plan
            .items
            .iter()
            .enumerate()
            .filter(|(n, _)| self.kept(*n))
            .filter_map(|(_, item)| Some(Item { section: section(item.section)?, ..item }))
            .collect();
        Plan { sections: sections.collect(), items, ..plan.clone() }
    }
}
