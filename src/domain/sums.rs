//! How a board's sums are kept: each item and each obligation enters them once, and leaves them again when another save
//! says something else of it. A board from nothing and a board by difference are made of these same steps.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::board::{Board, Freshness, ItemFigures, Obligation, UnitFigures};
use super::calendar::Calendar;
use super::clock::RuleClock;
use super::day::Day;
use super::figures::item_figures;
use super::finding::Finding;
use super::ids::{ItemIx, UnitIx};
use super::ledger::{FileState, Ledger};
use super::obligation::RuleFigures;
use super::plan::{Item, Plan};
use super::rollup::RollUp;
use super::rules;
use super::state::State;

/// Whether something comes into a sum or goes out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Enters,
    Leaves,
}

impl Step {
    pub(super) fn count(self, n: &mut usize) {
        *n = match self {
            Self::Enters => n.saturating_add(1),
            Self::Leaves => n.saturating_sub(1),
        };
    }

    /// The number as it is added.
    pub(super) fn signed(self, n: i128) -> i128 {
        match self {
            Self::Enters => n,
            Self::Leaves => -n,
        }
    }

    fn sum(self, sum: &mut RollUp, part: &RollUp) {
        match self {
            Self::Enters => sum.merge(part),
            Self::Leaves => sum.take_out(part),
        }
    }
}

/// What the figures and the findings of one unit are kept up from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// The items it leads whose own part is neither done nor stopped: what another lead still owes is not its silence.
    open: usize,
    /// What its rules found.
    found: rules::OfAUnit,
}

impl Board {
    /// The board of `ledger` for `day`, as [`Board::new`] makes it. Where only reports differ from what this board was
    /// computed from, it costs what they say otherwise and the way from there to the root; the rest is shared. Where only
    /// the day differs, the plan's history is.
    #[must_use]
    pub fn after(&self, ledger: Arc<Ledger>, day: Day, today: Day, calendar: &Calendar) -> Self {
        let deadlines = self.rules.iter().map(|figures| &figures.deadline);
        let same = Arc::ptr_eq(&self.ledger.plan, &ledger.plan)
            && self.day == day
            && self.narrowed.is_none()
            && RuleFigures::of(&ledger.plan, calendar).iter().map(|figures| &figures.deadline).eq(deadlines);
        if !same {
            let history = self.history.get().filter(|_| Arc::ptr_eq(&self.ledger, &ledger)).cloned();
            let board = Self::new(ledger, day, today, calendar);
            return Self { history: history.map(OnceLock::from).unwrap_or_default(), ..board };
        }
        let (plan, before) = (Arc::clone(&ledger.plan), Arc::clone(&self.ledger));
        let mut board = Self {
            ledger,
            day,
            today,
            items: self.items.clone(),
            sections: self.sections.clone(),
            total: self.total,
            rules: self.rules.clone(),
            obligations: self.obligations.clone(),
            units: self.units.clone(),
            findings: Vec::new(),
            narrowed: None,
            tallies: self.tallies.clone(),
            lists: OnceLock::new(),
            burn_up: OnceLock::new(),
            history: OnceLock::new(),
            deadlines: OnceLock::new(),
            standing: OnceLock::new(),
            notes: OnceLock::new(),
        };
        let changed = board.ledger.units_changed(&before);
        let mut concerned: BTreeSet<UnitIx> = changed.iter().copied().collect();
        let items = board.ledger.items_changed(&before);
        for ix in &items {
            board.renew(&plan, *ix);
            concerned.extend(plan.item(*ix).iter().flat_map(|item| item.leads));
        }
        // A curve that was drawn will be drawn again; one that was not may never be.
        if let Some(history) = self.history.get() {
            board.history = OnceLock::from(Arc::new(history.after(&before, &board.ledger, &items)));
        }
        for unit in changed {
            board.hear(unit);
        }
        board.look(concerned.into_iter());
        board
    }

    /// Computes one item again, and what it owes.
    fn renew(&mut self, plan: &Plan, ix: ItemIx) {
        let Some(item) = plan.item(ix) else { return };
        let after = item_figures(&self.ledger, ix, item, self.day);
        if let Some(place) = self.items.get_mut(ix.get()) {
            let before = std::mem::replace(place, after.clone());
            self.count_item(plan, item, &before, Step::Leaves);
            self.count_item(plan, item, &after, Step::Enters);
        }
        let first = self.obligations.partition_point(|owed| owed.item < ix);
        let all = self.obligations.iter().skip(first).take_while(|owed| owed.item == ix).count();
        for n in first..first + all {
            let Some(place) = self.obligations.get_mut(n) else { continue };
            let after = place.renewed(&self.ledger, self.day);
            let before = std::mem::replace(place, after.clone());
            self.count_obligation(&before, Step::Leaves);
            self.count_obligation(&after, Step::Enters);
        }
    }

    /// Everything enters the sums.
    pub(super) fn add_up(&mut self, plan: &Plan) {
        self.sections = vec![RollUp::default(); plan.sections.len()];
        self.units = vec![UnitFigures::default(); plan.units.len()];
        self.tallies = vec![Tally::default(); plan.units.len()];
        let (items, obligations) = (self.items.clone(), self.obligations.clone());
        for (item, figures) in plan.items.iter().zip(&items) {
            self.count_item(plan, item, figures, Step::Enters);
        }
        for owed in &obligations {
            self.count_obligation(owed, Step::Enters);
        }
        let units = || (0..plan.units.len()).map(UnitIx::new);
        for unit in units() {
            self.hear(unit);
        }
        self.look(units());
    }

    /// An item enters or leaves the sums of its sections up to the root, and of its leads.
    fn count_item(&mut self, plan: &Plan, item: Item<'_>, figures: &ItemFigures, step: Step) {
        let one = RollUp::one(figures.clock, figures.progress, item.weight, figures.last_entry.is_some());
        step.sum(&mut self.total, &one);
        let mut at = Some(item.section);
        while let Some((ix, section)) = at.and_then(|ix| Some((ix, plan.section(ix)?))) {
            if let Some(sum) = self.sections.get_mut(ix.get()) {
                step.sum(sum, &one);
            }
            at = section.parent;
        }
        for (n, (unit, own)) in item.leads.iter().zip(&figures.leads).enumerate() {
            let again = item.leads.iter().take(n).any(|it| it == unit);
            let place = self.units.get_mut(unit.get()).zip(self.tallies.get_mut(unit.get()));
            let Some((sums, tally)) = place.filter(|_| !again) else { continue };
            step.sum(&mut sums.roll_up, &one);
            if !(own.state.is_done() || own.state == State::Stopped) {
                step.count(&mut tally.open);
            }
        }
    }

    /// An obligation enters or leaves the figures of its rule and of its unit.
    fn count_obligation(&mut self, owed: &Obligation, step: Step) {
        if let Some(figures) = self.rules.get_mut(owed.rule.get()) {
            figures.count(owed, step);
        }
        let Some(figures) = self.units.get_mut(owed.unit.get()) else { return };
        if owed.deadline.is_some() && !owed.clock.is_met() {
            step.count(&mut figures.open_rules);
        }
        if matches!(owed.clock, RuleClock::Overdue { .. }) {
            step.count(&mut figures.overdue_rules);
        }
    }

    /// How fresh the file of `unit` is, once its items are counted.
    fn hear(&mut self, unit: UnitIx) {
        let last_entry = self.ledger.report(unit).and_then(|report| {
            let entries = report.items().flat_map(|(_, item)| item.log);
            entries.map(|entry| entry.on).filter(|on| *on <= self.day).max()
        });
        let since = last_entry.or(self.plan().issued);
        let silent = since.map_or(0, |since| self.day.since(since));
        let late = silent > self.plan().lights.report_every;
        let open = self.tallies.get(unit.get()).is_some_and(|tally| tally.open > 0);
        let state = self.ledger.file(unit).clone();
        let Some(figures) = self.units.get_mut(unit.get()) else { return };
        figures.last_entry = last_entry;
        figures.file = match state {
            FileState::Unreadable { .. } => Freshness::Unreadable,
            FileState::Missing if figures.roll_up.items > 0 => Freshness::Missing,
            FileState::Missing | FileState::Read if open && late => Freshness::Late { days: silent },
            FileState::Missing | FileState::Read => Freshness::Fresh,
        };
    }

    /// Looks for what is wrong with these units; all findings are those and the others'.
    fn look(&mut self, units: impl Iterator<Item = UnitIx>) {
        for unit in units {
            let found = rules::of_a_unit(self, unit);
            if let Some(tally) = self.tallies.get_mut(unit.get()) {
                tally.found = found;
            }
        }
        self.findings = rules::of_the_day(self);
    }

    /// What the `n`th rule about a unit has found, of each unit.
    pub(super) fn found(&self, n: usize) -> impl Iterator<Item = &Finding> {
        self.tallies.iter().filter_map(move |tally| tally.found.get(n)?.as_ref())
    }
}
