//! The list of a screen: which rows are visible, where the cursor stands, the marks of changed rows. Only the visible
//! rows are ever looked at.

use std::ops::RangeInclusive;

use super::View;
use super::brush::{Brush, Column, Columns};
use super::theme::Role;
use crate::app::message::{Area, Drawn, Hit};
use crate::app::plans::is_foreign;
use crate::app::{Id, Row, RowKind};
use crate::text::{say, wrap};

/// Draws the model's rows in `area`, each by `paint`, which gets the row and its line.
///
/// Which rows is the model's to say ([`crate::app::Model::window`]).
pub(super) fn draw(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    drawn: &mut Drawn,
    paint: impl FnMut(&mut Brush<'_>, &Row, u16),
) {
    let (top, _) = view.model.window(usize::from(area.height));
    part(brush, view, area, drawn, (0, top), paint);
}

/// Draws the rows from `first` on: those before it stand elsewhere on the screen.
pub(super) fn after(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    drawn: &mut Drawn,
    first: usize,
    paint: impl FnMut(&mut Brush<'_>, &Row, u16),
) {
    let height = usize::from(area.height);
    let line = view.model.place().line.min(height.saturating_sub(1));
    let row = view.model.cursor_row().unwrap_or_default().saturating_sub(first);
    let last = view.model.rows.len().saturating_sub(first + height);
    part(brush, view, area, drawn, (first, first + row.saturating_sub(line).min(last)), paint);
}

/// Draws the rows from the second of `from` on, of a list that begins with the first.
fn part(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    drawn: &mut Drawn,
    (first, top): (usize, usize),
    mut paint: impl FnMut(&mut Brush<'_>, &Row, u16),
) {
    let rows = &view.model.rows;
    let height = usize::from(area.height);
    drawn.list = area;
    drawn.list_height = height;
    if height == 0 {
        return;
    }
    let cursor = view.model.cursor_row();
    for (n, row) in rows.iter().enumerate().skip(top).take(height) {
        let y = area.y + u16::try_from(n - top).unwrap_or(0);
        paint(brush, row, y);
        if is_marked(view, row) {
            let glyph = brush.glyphs.changed();
            brush.put(area.x, y, 1, glyph, Role::Changed);
        }
        if cursor == Some(n) && row.id.is_some() {
            brush.cursor(area, y);
        }
        if let Some(id) = &row.id {
            drawn.hits.push((Area { y, height: 1, ..area }, Hit::Row(id.clone())));
        }
    }
    if more(brush, area, top.saturating_sub(first), rows.len().saturating_sub(first)) {
        let bar = Area { x: area.x + area.width - 1, width: 1, ..area };
        drawn.hits.push((bar, Hit::Bar));
    }
}

/// Columns for a list in `area`: the first cell is kept for the mark of a changed row.
pub(super) fn columns(list: &[Column], area: Area, least: u16) -> Columns {
    Columns::new(list, Area { x: area.x + 1, width: area.width.saturating_sub(1), ..area }, least)
}

fn is_marked(view: &View<'_>, row: &Row) -> bool {
    let marks = &view.model.marks;
    match &row.id {
        Some(Id::Change { save, .. }) if is_foreign(view.model, *save) => false,
        Some(Id::Item(id) | Id::Owed { item: id, .. } | Id::Change { item: id, .. }) => {
            marks.contains_key(id)
        }
        // A folded section stands for the items it hides.
        Some(Id::Section(_)) => match row.kind {
            RowKind::Section { ix, folded: true, .. } => {
                let plan = view.board.plan();
                let below = plan.section(ix).map(|section| section.below.clone()).unwrap_or_default();
                // Marks are few, and items many.
                let mut marked = marks.keys().filter_map(|id| plan.item_of(id));
                marked.any(|item| below.contains(&item.get()))
            }
            RowKind::Section { .. }
            | RowKind::Heading(..)
            | RowKind::Date(..)
            | RowKind::Figure(_)
            | RowKind::Item { .. }
            | RowKind::Owed(_)
            | RowKind::Unit(_)
            | RowKind::Change(..)
            | RowKind::Plan(_)
            | RowKind::Finding(_) => false,
        },
        Some(Id::Plan(id)) => view.model.plans.marks.contains_key(id),
        Some(Id::Unit(_) | Id::Finding(_) | Id::Figure(_)) | None => false,
    }
}

/// At the right edge of the last line: how much of the list is above and below.
fn more(brush: &mut Brush<'_>, area: Area, top: usize, all: usize) -> bool {
    let height = usize::from(area.height);
    if all <= height || height < 3 || area.width < 30 {
        return false;
    }
    // A thumb in the last column: a place in the list, never a figure.
    let thumb = (height * height / all).max(1);
    let at = top * (height - thumb) / (all - height).max(1);
    for n in 0..height {
        let full = (at..at + thumb).contains(&n);
        let (glyph, role) = if full {
            (brush.glyphs.pick("▐", "#"), Role::Muted)
        } else {
            (brush.glyphs.pick("▕", "|"), Role::Frame)
        };
        brush.put(area.x + area.width - 1, area.y + u16::try_from(n).unwrap_or(0), 1, glyph, role);
    }
    true
}

/// The cells of a column of names of units or files: `least`, and on a wide screen as many as the longest ones need.
pub(super) fn names(area: Area, least: u16) -> u16 {
    least + (area.width.saturating_sub(120) / 2).min(20)
}

/// The rows a list takes within `bounds`: those it has, what stands above them, and a blank one.
pub(super) fn height(view: &View<'_>, above: u16, bounds: RangeInclusive<u16>) -> u16 {
    let rows = u16::try_from(view.model.rows.len()).unwrap_or(u16::MAX);
    rows.saturating_add(above + 1).clamp(*bounds.start(), *bounds.end())
}

/// A heading row: its words and how many rows stand under it.
pub(super) fn heading(brush: &mut Brush<'_>, area: Area, y: u16, words: &str, count: usize) {
    let lang = brush.lang;
    let title = say!(lang, "{words}　{count} 项", "{words}: {count}");
    brush.heading(Area { width: area.width.saturating_sub(1), ..area }, y, &title);
}

/// Says that a list is empty, and why.
pub(super) fn empty(brush: &mut Brush<'_>, view: &View<'_>, area: Area, why: &str) {
    if !view.model.rows.iter().any(|row| row.id.is_some()) {
        nothing(brush, view, area, why);
    }
}

/// Says why there is nothing in an area.
pub(super) fn nothing(brush: &mut Brush<'_>, view: &View<'_>, area: Area, why: &str) {
    let lang = brush.lang;
    let text = if view.model.filter.is_empty() {
        why.to_owned()
    } else {
        say!(lang, "没有符合筛选的行，Esc 取消筛选", "nothing matches the filter; Esc clears it")
    };
    let top = area.y + (area.height / 3).min(4);
    let room = area.width.saturating_sub(4);
    for (y, line) in (top..area.y + area.height).zip(wrap(&text, usize::from(room).max(8))) {
        brush.put(area.x + 3, y, room, &line, Role::Muted);
    }
}
