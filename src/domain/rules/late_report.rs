//! `late-report`: a unit with open items whose newest entry is older than the plan's `report_every` days (报送超期).

use super::{Board, Code, Finding, about_file};
use crate::domain::board::Freshness;
use crate::domain::ids::UnitIx;
use crate::text::{Lang, both};

pub(super) fn check(board: &Board, ix: UnitIx) -> Option<Finding> {
    let (unit, figures) = board.plan().unit(ix).zip(board.units.get(ix.get()))?;
    let (Freshness::Late { days }, Some(last)) = (figures.file, figures.last_entry) else { return None };
    let (zh, en, every) = (&unit.name.own, unit.name.get(Lang::En), board.plan().lights.report_every);
    Some(about_file(
        Code::LateReport,
        board.ledger.path(ix),
        both!(
            "{zh}最近一次记录是 {last}，已 {days} 天未报送",
            "{en} last logged an entry on {last}, {days} days ago"
        ),
        both!("每 {every} 天至少报送一次", "a report is expected every {every} days"),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{board, day_codes, report};

    #[test]
    fn a_report_is_late_on_the_day_after_the_period_ends() {
        let heard = report(&[("2022-02-01", "progress: 10")]);
        assert!(day_codes(&board(Some(heard.clone()), "2022-03-03")).is_empty());
        assert_eq!(day_codes(&board(Some(heard), "2022-03-04")), ["late-report"]);
    }

    #[test]
    fn a_unit_that_is_done_owes_no_report() {
        let done = report(&[("2022-02-01", "state: closed, evidence: 1")]);
        assert!(day_codes(&board(Some(done), "2023-01-01")).is_empty());
    }
}
