//! A plan in one line: what stays of a board when several plans are shown side by side.

use super::agenda;
use super::board::{Board, Freshness};
use super::day::Day;
use super::finding::Severity;
use super::ids::Text;
use super::plan::{Plan, Title};
use super::rollup::RollUp;
use crate::text::Lang;

/// The rules of a plan taken together: obligations, those undetermined left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleSum {
    /// Obligations owed.
    pub owed: usize,
    /// Of these, met, late or not.
    pub met: usize,
    /// Of these, overdue.
    pub overdue: usize,
    /// Items of which nobody has said whether they owe something.
    pub undetermined: usize,
}

/// The figures of one plan on one day, without its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSummary {
    /// The plan's id.
    pub id: Text,
    /// Its title.
    pub title: Title,
    /// The day shown.
    pub day: Day,
    /// The items.
    pub total: RollUp,
    /// The rules.
    pub rules: RuleSum,
    /// The day the next thing still owed falls due, from the day shown on, and how much falls due on it.
    pub next: Option<(Day, usize)>,
    /// The units that lead something.
    pub units: usize,
    /// Of these, those whose file is late, missing or unreadable.
    pub silent: usize,
    /// Findings that lose something that was written.
    pub errors: usize,
    /// Findings somebody should look at.
    pub warnings: usize,
}

impl PlanSummary {
    /// What of `board` stays.
    pub fn of(board: &Board) -> Self {
        let plan = board.plan();
        let mut rules = RuleSum::default();
        for figures in &board.rules {
            rules.add(&RuleSum {
                owed: figures.owed,
                met: figures.met,
                overdue: figures.overdue,
                undetermined: figures.undetermined,
            });
        }
        let leading = || board.units.iter().filter(|unit| unit.roll_up.items > 0);
        let errors = board.findings.iter().filter(|it| it.severity() == Severity::Error).count();
        Self {
            id: plan.id.clone(),
            title: plan.title.clone(),
            day: board.day,
            total: board.total,
            rules,
            next: agenda::next(board),
            units: leading().count(),
            silent: leading().filter(|unit| unit.file != Freshness::Fresh).count(),
            errors,
            warnings: board.findings.len() - errors,
        }
    }

    /// How bad it stands, to sort by, the worst first: what is overdue, then the red and the yellow lights, then the
    /// silent units.
    pub fn rank(&self) -> [std::cmp::Reverse<usize>; 4] {
        let [red, yellow, ..] = self.total.lights;
        [self.total.overdue + self.rules.overdue, red, yellow, self.silent].map(std::cmp::Reverse)
    }
}

impl Plan {
    /// Whether its id or one of its titles holds `words`, all of them, whatever their case; a word after `!` must not
    /// be there. A word with a colon asks about items and is passed over.
    pub fn is_called(&self, words: &str) -> bool {
        let mut words = words.split_whitespace().filter(|word| !word.contains(':')).peekable();
        if words.peek().is_none() {
            return true;
        }
        let names = [&*self.id, &*self.title.own, self.title.get(Lang::En)].map(str::to_lowercase);
        words.all(|word| {
            let (not, word) = word.strip_prefix('!').map_or((false, word), |word| (true, word));
            let word = word.to_lowercase();
            names.iter().any(|name| name.contains(&word)) != not
        })
    }
}

impl RuleSum {
    fn add(&mut self, other: &Self) {
        self.owed += other.owed;
        self.met += other.met;
        self.overdue += other.overdue;
        self.undetermined += other.undetermined;
    }
}

/// Several plans taken together: every item counts as its weight says, whichever plan it is of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overall {
    /// The plans.
    pub plans: usize,
    /// Their items.
    pub total: RollUp,
    /// Their rules.
    pub rules: RuleSum,
    /// The nearest day something falls due, and how much in all plans together.
    pub next: Option<(Day, usize)>,
    /// Their lead units; one that leads in two plans counts twice: it has two files.
    pub units: usize,
    /// Of these, silent.
    pub silent: usize,
    /// Their findings that lose something.
    pub errors: usize,
    /// Their other findings.
    pub warnings: usize,
}

impl Overall {
    /// The sum of `plans`.
    pub fn of<'a>(plans: impl Iterator<Item = &'a PlanSummary>) -> Self {
        let mut sum = Self::default();
        for plan in plans {
            sum.plans += 1;
            sum.total.merge(&plan.total);
            sum.rules.add(&plan.rules);
            sum.units += plan.units;
            sum.silent += plan.silent;
            sum.errors += plan.errors;
            sum.warnings += plan.warnings;
            sum.next = match (sum.next, plan.next) {
                (Some((day, n)), Some((other, m))) if day == other => Some((day, n + m)),
                (one, other) => one.into_iter().chain(other).min_by_key(|(day, _)| *day),
            };
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Clock, Percent};

    fn plan(id: &str, progress: &str, next: Option<(&str, usize)>) -> PlanSummary {
        let total = RollUp::one(Clock::OnSchedule, Percent::parse(progress).unwrap(), 1000, true);
        PlanSummary {
            id: id.into(),
            title: Title { own: "试点方案".into(), english: Some("Pilot plan".into()) },
            day: "2022-02-10".parse().unwrap(),
            total,
            rules: RuleSum { owed: 4, met: 1, overdue: 2, undetermined: 3 },
            next: next.map(|(day, n)| (day.parse().unwrap(), n)),
            units: 3,
            silent: 1,
            errors: 0,
            warnings: 2,
        }
    }

    #[test]
    fn the_sum_of_plans_adds_what_can_be_added_and_takes_the_nearest_deadline() {
        let plans = [
            plan("a", "20", Some(("2022-03-01", 2))),
            plan("b", "60", Some(("2022-02-16", 1))),
            plan("c", "70", Some(("2022-02-16", 4))),
            plan("d", "50", None),
        ];
        let sum = Overall::of(plans.iter());
        assert_eq!((sum.plans, sum.total.items, sum.units, sum.silent, sum.warnings), (4, 4, 12, 4, 8));
        assert_eq!(sum.total.progress(), Percent::parse("50"));
        assert_eq!(sum.rules, RuleSum { owed: 16, met: 4, overdue: 8, undetermined: 12 });
        assert_eq!(sum.next, Some(("2022-02-16".parse().unwrap(), 5)));
    }

    #[test]
    fn what_is_overdue_ranks_before_what_is_red() {
        let late = plan("late", "0", None);
        let mut red = plan("red", "0", None);
        red.rules.overdue = 0;
        red.total.lights = [9, 0, 0, 0, 0];
        assert!(late.rank() < red.rank());
    }

    #[test]
    fn a_plan_is_found_by_its_id_and_by_both_titles() {
        let title = Title { own: "试点方案".into(), english: Some("Pilot plan".into()) };
        let plan = Plan { id: "hangzhou-2022".into(), title, ..Plan::default() };
        for (words, found) in [
            ("", true),
            ("HANG", true),
            ("pilot 方案", true),
            ("pilot !hang", false),
            ("北京", false),
            ("lead:scj", true),
        ] {
            assert_eq!(plan.is_called(words), found, "{words}");
        }
    }
}
