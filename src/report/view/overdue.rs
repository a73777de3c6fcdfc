//! What is late, the longest first; then what needs a hand before it is late.

use super::{Page, Style, Table};
use crate::domain::{Board, ItemIx};
use crate::text::{Align, say};

/// Sign, the clock's words, due, progress, unit, item.
const COLUMNS: &[Align] = &[Align::Left, Align::Left, Align::Left, Align::Right, Align::Left, Align::Left];

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    let (overdue, pressing) = (board.overdue(), board.pressing());
    let n = overdue.len();
    page.heading(say!(lang, "逾期 {n} 项", "Overdue: {n}"));
    list(page, board, overdue, style);
    let n = pressing.len();
    page.heading(say!(lang, "今日到期、临期、滞后 {n} 项", "Due today, due soon or behind: {n}"));
    list(page, board, pressing, style);
    let mut late = Table::new(super::rules::COLUMNS);
    for owed in board.obligations.iter().filter(|owed| owed.clock.light() == crate::domain::Light::Red) {
        super::rules::row(&mut late, board, owed, style);
    }
    if !late.is_empty() {
        page.heading(say!(lang, "逾期的细则", "Overdue rules"));
        page.table(late);
    }
}

fn list(page: &mut Page, board: &Board, items: &[ItemIx], style: Style) {
    if items.is_empty() {
        page.note(say!(style.lang, "没有", "none"));
        return;
    }
    let mut table = table(style);
    rows(&mut table, board, items, style);
    page.table(table);
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
        table.lit(
            figures.light(),
            style,
            [
                figures.clock.words(lang),
                style.date(figures.due_day()),
                style.percent(Some(figures.progress)),
                plan.lead_names(item, lang),
                format!("{} {}", item.id, item.title.get(lang)),
            ],
        );
    }
}
