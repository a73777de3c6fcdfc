//! What lies over a screen: every key, the detail where there is no pane, the explanation.

use super::brush::{Brush, Line, span};
use super::detail;
use super::screens::{self, findings};
use super::theme::Role;
use crate::app::message::{Area, Drawn};
use crate::app::{ACTIONS, Model, Overlay, RowKind};
use crate::domain::{Finding, explain};
use crate::text::{Align, fit, say, width, wrap};

pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, body: Area, drawn: &mut Drawn) {
    let Some(overlay) = model.overlay else { return };
    let lang = brush.lang;
    let area = window(body);
    let cells = usize::from(area.width.saturating_sub(4)).max(8);
    let (title, lines, top) = match overlay {
        Overlay::Help { top } => (say!(lang, "全部按键", "Every key"), help(brush, cells), top),
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
            let item = name(brush, model);
            (say!(lang, "为何　{item}", "Why: {item}"), why(brush, model, cells), top)
        }
    };
    brush.clear(area);
    brush.frame(area, &title);
    let inside = Area {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    drawn.overlay_lines = (lines.len(), usize::from(inside.height));
    drawn.hits.clear();
    detail::paint(brush, inside, &lines, top, "j");
}

/// The window: the whole body on a small screen, a margin around it on a large one.
fn window(body: Area) -> Area {
    let width = if body.width > 90 { (body.width * 3 / 4).max(90) } else { body.width };
    let height = if body.height > 30 { body.height - 4 } else { body.height };
    Area { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height }
}

/// Every key, from the table the code matches on; then the legend of the lights.
fn help(brush: &Brush<'_>, cells: usize) -> Vec<Line> {
    let lang = brush.lang;
    let column = ACTIONS.iter().map(|action| width(&action.key_names())).max().unwrap_or(8) + 2;
    let mut lines: Vec<Line> = Vec::new();
    for action in ACTIONS {
        for (n, part) in wrap(action.help.get(lang), cells.saturating_sub(column)).into_iter().enumerate() {
            let keys = if n == 0 { action.key_names() } else { String::new() };
            lines.push(vec![span(fit(&keys, column, Align::Left), Role::Accent), span(part, Role::Text)]);
        }
    }
    lines.push(Line::new());
    let legend = [
        (crate::domain::Light::Red, say!(lang, "逾期，或严重滞后", "overdue or far behind")),
        (crate::domain::Light::Yellow, say!(lang, "今日到期、临期或滞后", "due today, due soon or behind")),
        (
            crate::domain::Light::Green,
            say!(lang, "按序时，或无时限推进中", "on schedule, or under way without a date"),
        ),
        (
            crate::domain::Light::Grey,
            say!(lang, "未启动、暂停或停止实施", "not started, suspended or stopped"),
        ),
        (crate::domain::Light::Done, say!(lang, "已提交、已完成或已销号", "submitted, completed or closed")),
    ];
    for (light, text) in legend {
        let sign = brush.glyphs.light(light);
        let word = light.word().get(lang);
        let head = fit(&format!("{sign} {word}"), column, Align::Left);
        lines.push(vec![span(head, Role::of(light)), span(text, Role::Text)]);
    }
    let mark = fit(brush.glyphs.changed(), column, Align::Left);
    lines.push(vec![
        span(mark, Role::Changed),
        span(say!(lang, "刚刚有改动", "just changed by a save"), Role::Text),
    ]);
    lines
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
    let Some((board, ix)) = model.board.as_deref().zip(model.item_under_cursor()) else { return Vec::new() };
    let mut lines = Vec::new();
    for part in explain::item(board, ix, brush.lang) {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(wrap(&part.heading, cells).into_iter().map(|line| vec![span(line, Role::Accent)]));
        for sentence in part.steps {
            for (n, line) in wrap(&sentence, cells.saturating_sub(2)).into_iter().enumerate() {
                let head = if n == 0 { brush.glyphs.pick("· ", "- ") } else { "  " };
                lines.push(vec![span(head, Role::Muted), span(line, Role::Text)]);
            }
        }
    }
    lines
}
