//! Everything about one lead unit: whom to ask, how fresh its report is, how far its items are, what presses of them.

use super::brush::{Line, span};
use super::detail::{field, push_wrapped};
use super::screens::units::freshness;
use super::section::{figures, presses};
use super::theme::{Glyphs, Role};
use crate::domain::UnitIx;
use crate::domain::board::Board;
use crate::text::{Lang, say, wrap};

/// The lines about a unit.
pub(super) fn lines(board: &Board, ix: UnitIx, lang: Lang, glyphs: Glyphs, cells: usize) -> Vec<Line> {
    let Some((unit, own)) = board.plan().unit(ix).zip(board.units.get(ix.get())) else { return Vec::new() };
    let full = unit.full_name.as_deref().filter(|full| lang == Lang::Zh && *full != &*unit.name.own);
    let name = full.unwrap_or_else(|| unit.name.get(lang));
    let mut lines: Vec<Line> =
        wrap(name, cells).into_iter().map(|line| vec![span(line, Role::Strong)]).collect();
    let contact = board.ledger.report(ix).and_then(|report| report.contact.as_deref());
    if let Some(contact) = contact {
        field(&mut lines, &say!(lang, "联系", "contact"), contact, Role::Text, cells);
    }
    let (words, role) = freshness(own.file, own.last_entry.is_none(), lang);
    let mut report = vec![span(say!(lang, "报送 ", "report "), Role::Muted), span(words, role)];
    if let Some(last) = own.last_entry.map(|day| day.long(lang)) {
        report.push(span(say!(lang, "  最近记录 {last}", "  last entry {last}"), Role::Muted));
    }
    let (open, late) = (own.open_rules, own.overdue_rules);
    if late > 0 {
        let words = say!(lang, "  欠细则 {open} 件，逾期 {late} 件", "  rules owed: {open}, {late} overdue");
        report.push(span(words, Role::Red));
    } else if open > 0 {
        report.push(span(say!(lang, "  欠细则 {open} 件", "  rules owed: {open}"), Role::Yellow));
    }
    push_wrapped(&mut lines, report, cells);
    figures(&mut lines, &own.roll_up, lang, glyphs, cells);
    presses(
        &mut lines,
        board,
        &|item| board.plan().item(item).is_some_and(|item| item.leads.contains(&ix)),
        lang,
        glyphs,
        cells,
    );
    lines
}
