//! `holiday-year-missing`: a deadline that somebody owes falls in a year without a holiday notice (放假安排).

use super::{Board, Code, Finding, about_file};
use crate::text::{Lang, both};

pub(super) fn check(board: &Board, out: &mut Vec<Finding>) {
    for (rule, figures) in board.plan().rules.iter().zip(&board.rules) {
        let Some(deadline) = figures.deadline.as_ref().filter(|deadline| !deadline.confirmed()) else {
            continue;
        };
        if figures.owed == 0 {
            continue;
        }
        let years: Vec<String> = deadline.unknown_years.iter().map(ToString::to_string).collect();
        let (zh, en) = (years.join("、"), years.join(", "));
        let (title, english, date) = (&rule.title.own, rule.title.get(Lang::En), deadline.shown());
        out.push(about_file(
            Code::HolidayYearMissing,
            "holidays.yaml".into(),
            both!(
                "没有 {zh} 年的放假安排，{title}的期限 {date} 未确认",
                "no holiday notice for {en}: the deadline of {english}, {date}, is unconfirmed"
            ),
            both!("通知公布后写入 holidays.yaml", "add the notice to holidays.yaml when it is out"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::testing::{board, day_codes, report};
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::ledger::Ledger;

    #[test]
    fn a_deadline_in_a_year_without_a_notice_is_said_to_be_unconfirmed() {
        let today = board(Some(report(&[("2022-02-09", "progress: 10")])), "2022-02-10");
        assert!(day_codes(&today).is_empty());
        let mut plan = today.plan().clone();
        let day = "2030-02-10".parse().unwrap();
        plan.rules[0].from = plan.rules[0].from.map(|(base, _)| (base, day));
        let ledger = Ledger { plan: Arc::new(plan), ..(*today.ledger).clone() };
        let later = Board::new(Arc::new(ledger), today.day, today.today, &Calendar::builtin());
        assert_eq!(day_codes(&later), ["holiday-year-missing"]);
    }
}
