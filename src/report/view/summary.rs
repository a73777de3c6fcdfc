//! How do we stand? The parts and sections, the rules, what is late or pressing, and who is silent.

use super::{Page, Style, Table, overdue, rules, tree, units};
use crate::domain::Board;
use crate::domain::board::Freshness;
use crate::text::say;

/// Sections deeper than this are the tree's business: parts (0) and their sections (1).
const DEPTH: u16 = 1;

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    sections(page, board, style);
    for n in 0..board.plan().rules.len() {
        rules::head(page, board, n, style);
    }
    page.heading(say!(lang, "逾期与临期", "Overdue and due soon"));
    let mut table: Table = overdue::table(style);
    overdue::rows(&mut table, board, board.overdue(), style);
    overdue::rows(&mut table, board, board.pressing(), style);
    if board.overdue().is_empty() && board.pressing().is_empty() {
        page.note(say!(lang, "没有", "none"));
    } else {
        page.table(table);
    }
    let late = |file: Freshness| file != Freshness::Fresh;
    if board.unit_rows().any(|(_, _, unit)| late(unit.file)) {
        page.heading(say!(lang, "报送不正常的单位", "Units whose reports are not up to date"));
        units::list(page, board, style, |figures| late(figures.file));
    }
}

/// The parts and their sections, with their roll-up.
pub(super) fn sections(page: &mut Page, board: &Board, style: Style) {
    page.heading(say!(style.lang, "章节", "Sections"));
    tree::sections(page, board, DEPTH, style);
}
