//! How do we stand? The parts and sections, the rules, what is late or pressing, and who is silent.

use super::{Style, Table, heading, nothing, overdue, rules, tree, units};
use crate::domain::Board;
use crate::domain::board::Freshness;
use crate::text::say;

/// Sections deeper than this are the tree's business: parts (0) and their sections (1).
const DEPTH: u16 = 1;

pub(super) fn write(out: &mut String, board: &Board, style: Style) {
    let lang = style.lang;
    heading(out, &say!(lang, "章节", "Sections"));
    tree::sections(out, board, DEPTH, style);
    for n in 0..board.plan().rules.len() {
        rules::head(out, board, n, style);
    }
    heading(out, &say!(lang, "逾期与临期", "Overdue and due soon"));
    let mut table: Table = overdue::table(style);
    overdue::rows(&mut table, board, &board.overdue(), style);
    overdue::rows(&mut table, board, &board.pressing(), style);
    if board.overdue().is_empty() && board.pressing().is_empty() {
        nothing(out, &say!(lang, "没有", "none"));
    } else {
        table.write(out, "");
    }
    let late = |file: Freshness| file != Freshness::Fresh;
    if board.units.iter().any(|unit| late(unit.file)) {
        heading(out, &say!(lang, "报送不正常的单位", "Units whose reports are not up to date"));
        units::list(out, board, style, |figures| late(figures.file));
    }
}
