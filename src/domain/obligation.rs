//! Obligations (（十七）'s supervision rules): who owes what by when, and how far it is.

use super::calendar::Calendar;
use super::clock::RuleClock;
use super::day::Day;
use super::deadline::Deadline;
use super::ids::{ItemIx, RuleIx, UnitIx};
use super::ledger::Ledger;
use super::plan::{AppliesTo, Delegated, Plan, Rule, Stage};
use super::shelf::Shelf;
use super::sums::Step;

/// An obligation: one rule, one item, one lead unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The rule.
    pub rule: RuleIx,
    /// The item.
    pub item: ItemIx,
    /// Who owes it.
    pub unit: UnitIx,
    /// The last day on which it is on time; none while nobody has said whether it is owed.
    pub deadline: Option<Day>,
    /// The rule's stages and the day each was reached.
    pub stages: Vec<(Stage, Option<Day>)>,
    /// The day the last stage was reached.
    pub met_on: Option<Day>,
    /// What the clock says.
    pub clock: RuleClock,
}

impl Obligation {
    /// Days left to the deadline on `day`; negative once it has passed.
    pub fn days_left(&self, day: Day) -> Option<i64> {
        self.deadline.map(|deadline| deadline.since(day))
    }

    /// Days overdue; 0 if it is not.
    pub const fn days_overdue(&self) -> i64 {
        match self.clock {
            RuleClock::Overdue { days } => days,
            RuleClock::MetOnTime
            | RuleClock::MetLate { .. }
            | RuleClock::DueToday
            | RuleClock::DueSoon { .. }
            | RuleClock::Open { .. }
            | RuleClock::Undetermined => 0,
        }
    }

    /// How many stages have been reached.
    pub fn reached(&self) -> usize {
        self.stages.iter().filter(|(_, on)| on.is_some()).count()
    }
}

/// The figures of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFigures {
    /// Its deadline with the derivation; none if the plan does not give the date it is counted from.
    pub deadline: Option<Deadline>,
    /// Obligations, those undetermined left out.
    pub owed: usize,
    /// Of these, met, late or not.
    pub met: usize,
    /// Of these, met late.
    pub met_late: usize,
    /// Of these, overdue.
    pub overdue: usize,
    /// Of these, neither met nor overdue.
    pub open: usize,
    /// Items of which nobody has said whether they owe it.
    pub undetermined: usize,
}

/// The obligations of every rule, item and lead, in plan order; notes in `rules` of how many items nobody has said.
pub(super) fn obligations(ledger: &Ledger, day: Day, rules: &mut [RuleFigures]) -> Vec<Obligation> {
    let plan = &ledger.plan;
    let mut list = Vec::new();
    for (n, item) in plan.items.iter().enumerate() {
        for (r, (rule, figures)) in plan.rules.iter().zip(rules.iter_mut()).enumerate() {
            let undetermined = match (rule.applies_to, item.delegated) {
                (AppliesTo::All, _) | (AppliesTo::Delegated, Delegated::Yes) => false,
                (AppliesTo::Delegated, Delegated::Undetermined) => true,
                (AppliesTo::Delegated, Delegated::No) => continue,
            };
            let (ix, rix) = (ItemIx::new(n), RuleIx::new(r));
            figures.undetermined += usize::from(undetermined);
            let deadline = figures.deadline.as_ref().map(|deadline| deadline.date).filter(|_| !undetermined);
            let owed = |unit: &UnitIx| obligation(ledger, (rix, ix, *unit), &rule.stages, deadline, day);
            list.extend(item.leads.iter().map(owed));
        }
    }
    list
}

impl Obligation {
    /// The same obligation, as `ledger` has it on `day`.
    pub(super) fn renewed(&self, ledger: &Ledger, day: Day) -> Self {
        let stages = ledger.plan.rule(self.rule).map_or(&[][..], |rule| &rule.stages);
        obligation(ledger, (self.rule, self.item, self.unit), stages, self.deadline, day)
    }
}

fn obligation(
    ledger: &Ledger,
    (rule, item, unit): (RuleIx, ItemIx, UnitIx),
    stages: &[Stage],
    deadline: Option<Day>,
    day: Day,
) -> Obligation {
    let report = ledger
        .item_report(unit, item)
        .and_then(|report| report.rules.iter().find(|(ix, _)| *ix == rule))
        .map(|(_, report)| report);
    let stages: Vec<(Stage, Option<Day>)> =
        stages.iter().map(|stage| (*stage, report.and_then(|report| report.reached(*stage, day)))).collect();
    let met_on = stages.last().and_then(|(_, on)| *on);
    let begun = stages.iter().any(|(_, on)| on.is_some());
    let clock = deadline.map_or(RuleClock::Undetermined, |deadline| {
        RuleClock::of(deadline, met_on, begun, day, &ledger.plan.lights)
    });
    Obligation { rule, item, unit, deadline, stages, met_on, clock }
}

/// Counts `list` into `rules` anew: of a narrowed board only some are left.
pub(super) fn recount(plan: &Plan, list: &Shelf<Obligation>, rules: &mut [RuleFigures]) {
    for figures in rules.iter_mut() {
        *figures = RuleFigures { deadline: figures.deadline.take(), ..RuleFigures::default() };
    }
    for owed in list {
        let Some(figures) = rules.get_mut(owed.rule.get()) else { continue };
        let delegated = plan.rule(owed.rule).is_some_and(|rule| rule.applies_to == AppliesTo::Delegated);
        let unsaid = plan.item(owed.item).is_some_and(|item| item.delegated == Delegated::Undetermined);
        if delegated && unsaid {
            figures.undetermined += 1;
        } else {
            figures.count(owed, Step::Enters);
        }
    }
}

impl RuleFigures {
    /// The figures of the rules of `plan`, with their deadlines; nothing is counted yet.
    pub(super) fn of(plan: &Plan, calendar: &Calendar) -> Vec<Self> {
        let deadline = |rule: &Rule| {
            let (base, on) = rule.from?;
            Some(Deadline::new(on, base, rule.days, rule.count, calendar))
        };
        plan.rules.iter().map(|rule| Self { deadline: deadline(rule), ..Self::default() }).collect()
    }

    /// Counts an obligation that enters or leaves; what is undetermined is not owed.
    pub(super) fn count(&mut self, owed: &Obligation, step: Step) {
        if owed.deadline.is_none() {
            return;
        }
        step.count(&mut self.owed);
        match owed.clock {
            RuleClock::MetOnTime => step.count(&mut self.met),
            RuleClock::MetLate { .. } => {
                step.count(&mut self.met);
                step.count(&mut self.met_late);
            }
            RuleClock::Overdue { .. } => step.count(&mut self.overdue),
            RuleClock::DueToday | RuleClock::DueSoon { .. } | RuleClock::Open { .. } => {
                step.count(&mut self.open);
            }
            RuleClock::Undetermined => {}
        }
    }
}
