//! Screen 2: where in the plan? The section tree with its roll-up, and everything about the item under the cursor.

use super::super::View;
use super::super::brush::{Brush, Columns, column, rest};
use super::super::theme::Role;
use super::super::{detail, item_list};
use crate::app::message::{Area, Drawn};
use crate::app::{Row, RowKind};
use crate::domain::{ItemIx, SectionIx};
use crate::text::Align;

/// From this width on the detail stands beside the list.
const BESIDE: u16 = 110;
/// The cells of the detail beside it: sentences want to be read in short lines, titles whole.
const PANE: std::ops::RangeInclusive<u16> = 46..=64;
/// From this height on the detail stands below the list.
const BELOW: u16 = 16;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let (list, pane) = split(area);
    let columns = item_list::columns(
        &[
            column(1, Align::Left, 0),
            rest(),
            column(14, Align::Left, 3),
            column(8, Align::Left, 2),
            column(4, Align::Right, 0),
            column(17, Align::Left, 1),
        ],
        Area { width: list.width.saturating_sub(1), ..list },
        34,
    );
    item_list::draw(brush, view, list, drawn, |brush, row, y| paint(brush, view, row, y, &columns));
    item_list::empty(brush, view, list, "");
    let Some(pane) = pane else { return };
    if pane.x > list.x {
        brush.divider(pane.x - 1, pane.y, pane.height);
    }
    detail::pane(brush, view, pane, drawn);
}

/// The list's area, and the detail's where there is room for one.
fn split(area: Area) -> (Area, Option<Area>) {
    if area.width >= BESIDE {
        let pane = (area.width * 38 / 100).clamp(*PANE.start(), *PANE.end());
        let list = area.width - pane - 1;
        let pane = Area { x: area.x + list + 1, width: pane, ..area };
        (Area { width: list, ..area }, Some(pane))
    } else if area.height >= BELOW {
        let list = area.height * 55 / 100;
        let pane = Area { y: area.y + list, height: area.height - list, ..area };
        (Area { height: list, ..area }, Some(pane))
    } else {
        (area, None)
    }
}

fn paint(brush: &mut Brush<'_>, view: &View<'_>, row: &Row, y: u16, columns: &Columns) {
    match row.kind {
        RowKind::Section { ix, folded, depth } => section(brush, view, ix, (folded, depth), y, columns),
        RowKind::Item { ix, depth } => item(brush, view, ix, depth, y, columns),
        RowKind::Heading(..)
        | RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Owed(_)
        | RowKind::Unit(_)
        | RowKind::Change(..)
        | RowKind::Plan(_)
        | RowKind::Finding(_) => {}
    }
}

fn section(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    ix: SectionIx,
    (folded, depth): (bool, usize),
    y: u16,
    columns: &Columns,
) {
    let Some(section) = view.board.plan().section(ix) else { return };
    let sum = view.board.section(ix);
    let lang = brush.lang;
    let mark = if section.below.is_empty() {
        " "
    } else if folded {
        brush.glyphs.closed()
    } else {
        brush.glyphs.open()
    };
    let text = format!("{}{mark} {}{}", "  ".repeat(depth), section.label, section.title.get(lang));
    columns.put(brush, 1, y, &text, if depth == 0 { Role::Strong } else { Role::Text });
    if sum.items == 0 {
        return;
    }
    let worst = sum.worst();
    let sign = brush.glyphs.light(worst);
    columns.put(brush, 0, y, sign, Role::of(worst));
    if let Some(progress) = sum.progress() {
        columns.bar(brush, 3, y, progress, Role::Bar);
        columns.put(brush, 4, y, &format!("{}%", progress.whole()), Role::Text);
    }
    let counts = format!("{}/{}", sum.done, sum.items);
    columns.put(brush, 2, y, &crate::text::say!(lang, "完成 {counts}", "done {counts}"), Role::Muted);
    if let Some((x, width)) = columns.place(5) {
        lights(brush, &sum, x, y, width);
    }
}

/// The counts of the lights that ask for something: `✖2 ▴3`.
fn lights(brush: &mut Brush<'_>, sum: &crate::domain::RollUp, x: u16, y: u16, width: u16) {
    use crate::domain::Light;
    let mut at = x;
    for light in [Light::Red, Light::Yellow, Light::Green] {
        let n = sum.count(light);
        if n > 0 {
            let text = format!("{}{n}", brush.glyphs.light(light));
            at = brush.put(at, y, (x + width).saturating_sub(at), &text, Role::of(light)) + 1;
        }
    }
}

fn item(brush: &mut Brush<'_>, view: &View<'_>, ix: ItemIx, depth: usize, y: u16, columns: &Columns) {
    let (Some(item), Some(figures)) = (view.board.plan().item(ix), view.board.item(ix)) else { return };
    let lang = brush.lang;
    let light = figures.light();
    let sign = brush.glyphs.light(light);
    columns.put(brush, 0, y, sign, Role::of(light));
    let indent = "  ".repeat(depth);
    if let Some((x, width)) = columns.place(1) {
        let end = x + width;
        let at = brush.put(x, y, width, &format!("{indent}{:<6}", item.id), Role::Muted);
        brush.put(at, y, end.saturating_sub(at), item.title.get(lang), Role::Text);
    }
    columns.put(brush, 2, y, &view.board.plan().lead_names(item, lang), Role::Muted);
    columns.bar(brush, 3, y, figures.progress, Role::Bar);
    columns.put(brush, 4, y, &format!("{}%", figures.progress.whole()), Role::Text);
    columns.put(brush, 5, y, &figures.clock.words(lang), Role::of(light));
}
