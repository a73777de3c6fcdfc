//! `future-entry`: an entry dated after today. It does not count until its day has come, and is then no finding.

use super::{Board, Code, Finding, Plan, Raised, Report, entry, logs};
use crate::domain::day::Day;
use crate::text::both;

/// The entries of a report dated after `today`, with their day.
pub fn entries(plan: &Plan, report: &Report, today: Day) -> Vec<(Day, Raised)> {
    let mut found = Vec::new();
    for (id, log) in logs(plan, report) {
        for (n, on) in log.iter().map(|entry| entry.on).enumerate().filter(|(_, on)| *on > today) {
            let raised = Raised {
                code: Code::FutureEntry,
                path: entry(id, n).key("on"),
                said: both!(
                    "事项 {id} 的记录日期 {on} 在今天之后，到那天才计入",
                    "item {id}: the entry of {on} is after today and counts from that day on"
                ),
                hint: both!("核对年份和月份", "check year and month"),
            };
            found.push((on, raised));
        }
    }
    found
}

/// Those whose day has not come. Travelling in time changes the day shown, not what today is.
pub(super) fn check(board: &Board, out: &mut Vec<Finding>) {
    let future = board.ledger.future.iter().filter(|(on, _)| *on > board.today);
    out.extend(future.map(|(_, finding)| finding.clone()));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{plan, report};
    use super::*;

    #[test]
    fn an_entry_of_tomorrow_is_found_and_one_of_today_is_not() {
        let report = report(&[("2022-02-10", "progress: 10"), ("2022-02-11", "progress: 20")]);
        let found = entries(&plan(), &report, "2022-02-10".parse().unwrap());
        assert_eq!(found.iter().map(|(on, _)| on.to_string()).collect::<Vec<_>>(), ["2022-02-11"]);
    }
}
