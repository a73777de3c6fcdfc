//! Obligations (（十七）'s supervision rules): who owes what by when, and how far it is.

use super::clock::RuleClock;
use super::day::Day;
use super::deadline::Deadline;
use super::ids::{ItemIx, RuleIx, UnitIx};
use super::ledger::Ledger;
use super::plan::{AppliesTo, Delegated, Plan, Stage};

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

/// The obligations of every rule, item and lead; counts them into `rules`.
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
            for unit in &item.leads {
                let owed = obligation(ledger, (rix, ix, *unit), &rule.stages, deadline, day);
                if deadline.is_some() {
                    count(figures, owed.clock);
                }
                list.push(owed);
            }
        }
    }
    list
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
pub(super) fn recount(plan: &Plan, list: &[Obligation], rules: &mut [RuleFigures]) {
    for figures in rules.iter_mut() {
        *figures = RuleFigures { deadline: figures.deadline.take(), ..RuleFigures::default() };
    }
    for owed in list {
        let Some(figures) = rules.get_mut(owed.rule.get()) else { continue };
        let delegated = plan.rule(owed.rule).is_some_and(|rule| rule.applies_to == AppliesTo::Delegated);
        let unsaid = plan.item(owed.item).is_some_and(|item| item.delegated == Delegated::Undetermined);
        if delegated && unsaid {
            figures.undetermined += 1;
        } else if figures.deadline.is_some() {
            count(figures, owed.clock);
        }
    }
}

fn count(figures: &mut RuleFigures, clock: RuleClock) {
    figures.owed += 1;
    match clock {
        RuleClock::MetOnTime => figures.met += 1,
        RuleClock::MetLate { .. } => {
            figures.met += 1;
            figures.met_late += 1;
        }
        RuleClock::Overdue { .. } => figures.overdue += 1,
        RuleClock::DueToday | RuleClock::DueSoon { .. } | RuleClock::Open { .. } => figures.open += 1,
        RuleClock::Undetermined => {}
    }
}
