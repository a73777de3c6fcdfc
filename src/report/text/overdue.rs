//! What is late, the longest first; then what needs a hand before it is late.

use super::{Style, Table, heading, nothing};
use crate::domain::{Board, ItemIx};
use crate::text::{Align, say};

/// Sign, the clock's words, due, progress, unit, item.
const COLUMNS: &[Align] = &[Align::Left, Align::Left, Align::Left, Align::Right, Align::Left, Align::Left];

pub(super) fn write(out: &mut String, board: &Board, style: Style) {
    let lang = style.lang;
    let (overdue, pressing) = (board.overdue(), board.pressing());
    let n = overdue.len();
    heading(out, &say!(lang, "逾期 {n} 项", "Overdue: {n}"));
    list(out, board, &overdue, style);
    let n = pressing.len();
    heading(out, &say!(lang, "今日到期、临期、滞后 {n} 项", "Due today, due soon or behind: {n}"));
    list(out, board, &pressing, style);
    let mut late = Table::new(super::rules::COLUMNS);
    for owed in board.obligations.iter().filter(|owed| owed.clock.light() == crate::domain::Light::Red) {
        super::rules::row(&mut late, board, owed, style);
    }
    if !late.is_empty() {
        heading(out, &say!(lang, "逾期的细则", "Overdue rules"));
        late.write(out, "");
    }
}

fn list(out: &mut String, board: &Board, items: &[ItemIx], style: Style) {
    if items.is_empty() {
        nothing(out, &say!(style.lang, "没有", "none"));
        return;
    }
    let mut table = table(style);
    rows(&mut table, board, items, style);
    table.write(out, "");
}

/// A table of items by their clock, with the columns' names.
pub(super) fn table(style: Style) -> Table {
    let lang = style.lang;
    let mut table = Table::new(COLUMNS);
    table.names([
        "",
        &say!(lang, "情况", "clock"),
        &say!(lang, "时限", "due"),
        &say!(lang, "进度", "progress"),
        &say!(lang, "牵头单位", "lead"),
        &say!(lang, "事项", "item"),
    ]);
    table
}

/// Adds `items` to such a table.
pub(super) fn rows(table: &mut Table, board: &Board, items: &[ItemIx], style: Style) {
    let (plan, lang) = (board.plan(), style.lang);
    for (item, figures) in items.iter().filter_map(|ix| plan.item(*ix).zip(board.item(*ix))) {
        table.row([
            style.sign(figures.light()).to_owned(),
            figures.clock.words(lang),
            style.date(figures.due_day()),
            style.percent(Some(figures.progress)),
            plan.lead_names(item, lang),
            format!("{} {}", item.id, item.title.get(lang)),
        ]);
    }
}
