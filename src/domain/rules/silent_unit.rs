//! `silent-unit`: a unit leads open items and has not logged a single entry. The missing report is the news.

use super::{Board, Code, Finding, about_file};
use crate::domain::ids::UnitIx;
use crate::domain::ledger::FileState;
use crate::text::{Lang, both};

pub(super) fn check(board: &Board, ix: UnitIx) -> Option<Finding> {
    let (unit, figures) = board.plan().unit(ix).zip(board.units.get(ix.get()))?;
    let open = figures.roll_up.counted() > figures.roll_up.done;
    if figures.last_entry.is_some() || !open {
        return None;
    }
    let (zh, en, items) = (&unit.name.own, unit.name.get(Lang::En), figures.roll_up.items);
    let path = board.ledger.path(ix);
    let (said, hint) = match board.ledger.file(ix) {
        FileState::Missing => (
            both!("{zh}牵头 {items} 项，没有报送文件", "{en} leads {items} items and has no file"),
            both!("新建 {path}", "create {path}"),
        ),
        // What cannot be read may say a great deal; that it cannot be read is the finding.
        FileState::Unreadable { .. } => return None,
        FileState::Read => (
            both!("{zh}牵头 {items} 项，没有任何记录", "{en} leads {items} items and has logged nothing"),
            both!("请该单位在“事项”下填写记录", "ask the unit to log its items"),
        ),
    };
    Some(about_file(Code::SilentUnit, path, said, hint))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{board, day_codes, report};

    #[test]
    fn a_unit_without_an_entry_is_silent_whether_or_not_it_has_a_file() {
        assert_eq!(day_codes(&board(None, "2022-02-10")), ["silent-unit"]);
        assert_eq!(day_codes(&board(Some(report(&[])), "2022-02-10")), ["silent-unit"]);
        let heard = report(&[("2022-02-01", "progress: 10")]);
        assert!(day_codes(&board(Some(heard.clone()), "2022-02-10")).is_empty());
        // On a day before its first entry it was still silent.
        assert_eq!(day_codes(&board(Some(heard), "2022-01-31")), ["silent-unit"]);
    }
}
