//! Screen 9: what is wrong in the files, with line, column, excerpt and hint.

use super::super::View;
use super::super::brush::{Brush, Line, column, rest, span};
use super::super::theme::Role;
use super::super::{detail, item_list};
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::domain::Finding;
use crate::domain::finding::{Place, Severity, headline};
use crate::text::{Align, Lang, say, width, wrap};

/// The rows of the pane under the list, at least.
const PANE: u16 = 8;
/// The rows of the list above it, at least.
const LEAST: u16 = 6;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let has_pane = area.height >= PANE + LEAST;
    let list = if has_pane { item_list::height(view, 0, LEAST..=area.height - PANE) } else { area.height };
    let pane = area.height - list;
    let list = Area { height: list, ..area };
    let columns = item_list::columns(
        &[
            column(1, Align::Left, 0),
            column(28, Align::Left, 2),
            // The line stands at its end: it is the last that may be cut off.
            column(item_list::names(area, 34).min(42), Align::Left, 1),
            rest(),
        ],
        Area { width: list.width.saturating_sub(1), ..list },
        30,
    );
    item_list::draw(brush, view, list, drawn, |brush, row, y| {
        let RowKind::Finding(n) = row.kind else { return };
        let Some(finding) = view.board.findings.get(n) else { return };
        let lang = brush.lang;
        let role = role(finding.severity());
        let sign = match finding.severity() {
            Severity::Error => brush.glyphs.pick("✖", "X"),
            Severity::Warning => brush.glyphs.pick("▴", "!"),
        };
        columns.put(brush, 0, y, sign, role);
        columns.put(brush, 1, y, finding.code.title().get(lang), role);
        columns.put(brush, 2, y, &finding.location(), Role::Muted);
        columns.put(brush, 3, y, finding.said.get(lang), Role::Text);
    });
    let none = say!(brush.lang, "文件没有问题", "nothing is wrong in the files");
    item_list::empty(brush, view, list, &none);
    let chosen = view.model.cursor().map(|row| &row.kind);
    if let (true, Some(RowKind::Finding(n))) = (pane > 0, chosen)
        && let Some(finding) = view.board.findings.get(*n)
    {
        let area = Area { y: list.y + list.height, height: pane, ..area };
        let lang = brush.lang;
        let standing = view.board.standing();
        brush.heading(area, area.y, &headline((standing.errors, standing.warnings), lang));
        let inside = Area { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 1 };
        detail::paint(brush, inside, &lines(finding, lang, usize::from(inside.width)), 0, "");
    }
}

fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Red,
        Severity::Warning => Role::Yellow,
    }
}

/// A finding in full: where, the sentence, the source line with a caret, what to do. The pane and, where there is none,
/// the overlay show it.
pub(crate) fn lines(finding: &Finding, lang: Lang, cells: usize) -> Vec<Line> {
    let role = role(finding.severity());
    let head =
        format!("{}[{}]  {}", finding.severity().word().get(lang), finding.code.key(), finding.location());
    let wrapped = |text: &str, role: Role| -> Vec<Line> {
        wrap(text, cells).into_iter().map(|line| vec![span(line, role)]).collect()
    };
    let mut lines = wrapped(&head, role);
    lines.extend(wrapped(finding.said.get(lang), Role::Text));
    let Place { file: _, line, column, excerpt } = &finding.place;
    if *line > 0 {
        lines.push(vec![span(format!("{line} | {excerpt}"), Role::Muted)]);
        let before: String = excerpt.chars().take(column.saturating_sub(1)).collect();
        let caret = width(&line.to_string()) + 3 + width(&before);
        lines.push(vec![span(format!("{}^", " ".repeat(caret)), role)]);
    }
    let hint = finding.hint.get(lang);
    lines.extend(wrapped(&say!(lang, "→ {hint}", "-> {hint}"), Role::Accent));
    lines
}
