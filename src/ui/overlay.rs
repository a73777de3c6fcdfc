//! What lies over a screen: every key, the detail where there is no pane, the explanation.

use super::brush::{Brush, Line, span};
use super::detail;
use super::help;
use super::screens::{self, findings};
use super::theme::{Glyphs, Role};
use crate::app::message::{Area, Drawn};
use crate::app::{Model, Overlay, RowKind};
use crate::domain::Finding;
use crate::domain::explain::Part;
use crate::text::{say, wrap};

pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, body: Area, drawn: &mut Drawn) {
    let Some(overlay) = model.overlay else { return };
    let lang = brush.lang;
    let area = window(body);
    let margins = if is_small(area) { 2 } else { 4 };
    let cells = usize::from(area.width.saturating_sub(margins)).max(8);
    let (title, lines, top) = match overlay {
        Overlay::Help { top } => (help::title(brush, model), help::lines(brush, model, cells), top),
        Overlay::Detail { top } => {
            if let Some(finding) = finding(model) {
                (say!(lang, "问题", "Finding"), findings::lines(finding, lang, cells), top)
            } else {
                let item = name(brush, model);
                (say!(lang, "事项 {item}", "Item {item}"), about(brush, model, cells), top)
            }
        }
        Overlay::Slip { top } => (say!(lang, "催办单", "Reminder"), reminder(brush, model, cells), top),
        Overlay::Explain { top } => {
            let title = if model.item_under_cursor().is_some() {
                let item = name(brush, model);
                say!(lang, "为何　{item}", "Why: {item}")
            } else {
                say!(lang, "这个方案怎么算", "How this plan counts")
            };
            (title, why(brush, model, cells), top)
        }
    };
    brush.clear(area);
    let inside = if is_small(area) {
        brush.heading(area, area.y, &title);
        Area { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height.saturating_sub(1) }
    } else {
        brush.frame(area, &title);
        Area { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height.saturating_sub(2) }
    };
    drawn.overlay_lines = (lines.len(), usize::from(inside.height));
    drawn.hits.clear();
    detail::paint(brush, inside, &lines, top, "j");
}

/// Whether a window is so small that a frame would take from what it says.
fn is_small(area: Area) -> bool {
    area.height < 12 || area.width < 40
}

/// The window: the whole body on a small screen, a margin around it on a large one.
fn window(body: Area) -> Area {
    let width = if body.width > 90 { (body.width * 3 / 4).max(90) } else { body.width };
    let height = if body.height > 30 { body.height - 4 } else { body.height };
    Area { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height }
}

/// Id and title of the item under the cursor.
fn name(brush: &Brush<'_>, model: &Model) -> String {
    let item =
        model.board.as_deref().zip(model.item_under_cursor()).and_then(|(board, ix)| board.plan().item(ix));
    item.map_or_else(String::new, |item| format!("{} {}", item.id, item.title.get(brush.lang)))
}

/// The finding under the cursor.
fn finding(model: &Model) -> Option<&Finding> {
    match model.cursor()?.kind {
        RowKind::Finding(n) => model.board.as_deref()?.findings.get(n),
        RowKind::Heading(..)
        | RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Section { .. }
        | RowKind::Item { .. }
        | RowKind::Owed(_)
        | RowKind::Unit(_)
        | RowKind::Change(..)
        | RowKind::Plan(_) => None,
    }
}

fn about(brush: &Brush<'_>, model: &Model, cells: usize) -> Vec<Line> {
    let Some((board, ix)) = model.board.as_deref().zip(model.item_under_cursor()) else { return Vec::new() };
    detail::item(board, ix, brush.lang, brush.glyphs, cells)
}

/// The slip of the unit under the cursor, set as a letter.
fn reminder(brush: &Brush<'_>, model: &Model, cells: usize) -> Vec<Line> {
    let Some((board, unit)) = model.board.as_deref().zip(model.unit_under_cursor()) else {
        return Vec::new();
    };
    screens::week::slip(board, unit, brush.lang, cells)
}

/// How the dates and the light came about, from the one explanation of the domain.
fn why(brush: &Brush<'_>, model: &Model, cells: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in model.explanation().unwrap_or_default() {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(explained(brush.glyphs, part, cells));
    }
    lines
}

/// One part of an explanation: its heading, and its steps under it.
pub(super) fn explained(glyphs: Glyphs, part: Part, cells: usize) -> Vec<Line> {
    let mut lines: Vec<Line> =
        wrap(&part.heading, cells).into_iter().map(|line| vec![span(line, Role::Accent)]).collect();
    for sentence in part.steps {
        for (n, line) in wrap(&sentence, cells.saturating_sub(2)).into_iter().enumerate() {
            let head = if n == 0 { glyphs.pick("· ", "- ") } else { "  " };
            lines.push(vec![span(head, Role::Muted), span(line, Role::Text)]);
        }
    }
    lines
}
