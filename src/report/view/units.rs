//! How does each unit do? Its items, its lights, its file.

use super::{Page, Style, Table};
use crate::domain::board::UnitFigures;
use crate::domain::{Board, Light};
use crate::text::{Align, say};

/// Items, done, progress, red, yellow, open rules, newest entry, the file, the unit.
const COLUMNS: &[Align] = &[
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Right,
    Align::Left,
    Align::Left,
    Align::Left,
];

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    page.heading(say!(lang, "单位（所牵头的事项）", "Units (the items they lead)"));
    list(page, board, style, |_| true);
}

/// The units `which` asks for, in the plan's order.
pub(super) fn list(page: &mut Page, board: &Board, style: Style, which: impl Fn(&UnitFigures) -> bool) {
    let lang = style.lang;
    let mut table = Table::new(COLUMNS);
    table.names([
        &say!(lang, "事项", "items"),
        &say!(lang, "完成", "done"),
        &say!(lang, "进度", "progress"),
        Light::Red.word().get(lang),
        Light::Yellow.word().get(lang),
        &say!(lang, "未公布细则", "open rules"),
        &say!(lang, "最近记录", "last entry"),
        &say!(lang, "单位", "unit"),
        &say!(lang, "文件", "file"),
    ]);
    for (_, unit, figures) in board.unit_rows().filter(|(_, _, figures)| which(figures)) {
        let sum = &figures.roll_up;
        table.row([
            sum.items.to_string(),
            sum.done.to_string(),
            style.percent(sum.progress()),
            sum.count(Light::Red).to_string(),
            sum.count(Light::Yellow).to_string(),
            figures.open_rules.to_string(),
            style.date(figures.last_entry),
            unit.name.get(lang).to_owned(),
            figures.file.words(lang),
        ]);
    }
    page.table(table);
}
