//! Screen 3: what is late, worst first, whose, since when; then what is due soon or behind.

use super::super::View;
use super::super::brush::{Brush, Columns, column, rest};
use super::super::theme::Role;
use super::super::{detail, item_list};
use crate::app::message::{Area, Drawn};
use crate::app::{Row, RowKind};
use crate::domain::ItemIx;
use crate::text::{Align, say};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let area = detail::below(brush, view, area, 0, drawn);
    let columns = columns(area);
    item_list::draw(brush, view, area, drawn, |brush, row, y| match row.kind {
        RowKind::Heading(words, count) => item_list::heading(brush, area, y, words.get(brush.lang), count),
        RowKind::Item { ix, .. } => item(brush, view, ix, y, &columns),
        // The headings of a grouped list.
        RowKind::Unit(unit) => {
            let name = view.board.plan().unit_name(unit, brush.lang);
            brush.put(area.x + 2, y, area.width.saturating_sub(3), name, Role::Accent);
        }
        RowKind::Section { ix, .. } => {
            let section = view.board.plan().section(ix);
            let words = section.map_or_else(String::new, |section| {
                format!("{}{}", section.label, section.title.get(brush.lang))
            });
            brush.put(area.x + 2, y, area.width.saturating_sub(3), &words, Role::Accent);
        }
        RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Owed(_)
        | RowKind::Change(..)
        | RowKind::Plan(_)
        | RowKind::Finding(_) => {}
    });
    let none = say!(brush.lang, "没有逾期、临期或滞后的事项", "nothing is overdue, due soon or behind");
    let below = Area { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    item_list::empty(brush, view, below, &none);
}

/// The columns of a list of items that press; the overview and the wall use them too.
pub(crate) fn columns(area: Area) -> Columns {
    item_list::columns(
        &[
            column(1, Align::Left, 0),
            column(16, Align::Left, 0),
            column(6, Align::Left, 2),
            rest(),
            column(item_list::names(area, 18), Align::Left, 1),
            column(10, Align::Left, 3),
            column(8, Align::Left, 5),
            column(4, Align::Right, 2),
            column(12, Align::Left, 6),
        ],
        Area { width: area.width.saturating_sub(1), ..area },
        22,
    )
}

/// One item: light and clock, id, title, leads, due date, progress, newest entry.
pub(crate) fn item(brush: &mut Brush<'_>, view: &View<'_>, ix: ItemIx, y: u16, columns: &Columns) {
    let (Some(item), Some(figures)) = (view.board.plan().item(ix), view.board.item(ix)) else { return };
    let lang = brush.lang;
    let light = figures.light();
    let sign = brush.glyphs.light(light);
    columns.put(brush, 0, y, sign, Role::of(light));
    columns.put(brush, 1, y, &figures.clock.words(lang), Role::of(light));
    columns.put(brush, 2, y, item.id, Role::Muted);
    columns.put(brush, 3, y, item.title.get(lang), Role::Text);
    columns.put(brush, 4, y, &view.board.plan().lead_names(item, lang), Role::Text);
    let due = figures.due_day().map_or_else(String::new, |day| day.to_string());
    columns.put(brush, 5, y, &due, Role::Muted);
    columns.bar(brush, 6, y, figures.progress, Role::Bar);
    columns.put(brush, 7, y, &format!("{}%", figures.progress.whole()), Role::Text);
    let last = figures.last_entry.map_or_else(
        || say!(lang, "无记录", "no entry"),
        |day| {
            let day = day.short();
            say!(lang, "最近 {day}", "last {day}")
        },
    );
    columns.put(brush, 8, y, &last, Role::Muted);
}

/// One row of such a list, where the list holds nothing else.
pub(crate) fn row(brush: &mut Brush<'_>, view: &View<'_>, row: &Row, y: u16, columns: &Columns) {
    if let RowKind::Item { ix, .. } = row.kind {
        item(brush, view, ix, y, columns);
    }
}
