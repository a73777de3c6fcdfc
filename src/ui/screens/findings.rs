//! Screen 9: what is wrong in the files, with line, column, excerpt and hint.

use super::super::View;
use super::super::brush::{Brush, column, rest};
use super::super::item_list;
use super::super::theme::Role;
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::domain::Finding;
use crate::domain::finding::{Severity, headline};
use crate::text::{Align, say, width, wrap};

/// Rows of the pane under the list.
const PANE: u16 = 8;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let pane = if area.height >= PANE + 6 { PANE } else { 0 };
    let list = Area { height: area.height - pane, ..area };
    let columns = item_list::columns(
        &[column(1, Align::Left, 0), column(28, Align::Left, 2), column(34, Align::Left, 1), rest()],
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
        about(brush, area, finding, &headline(&view.board.findings, brush.lang));
    }
}

fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Red,
        Severity::Warning => Role::Yellow,
    }
}

/// The finding under the cursor in full: the sentence, the line with a caret, the hint.
fn about(brush: &mut Brush<'_>, area: Area, finding: &Finding, headline: &str) {
    let lang = brush.lang;
    brush.heading(area, area.y, headline);
    let (x, cells) = (area.x + 2, area.width.saturating_sub(4));
    let severity = finding.severity();
    let head = format!("{}[{}]  {}", severity.word().get(lang), finding.code.key(), finding.location());
    brush.put(x, area.y + 1, cells, &head, role(severity));
    let mut y = area.y + 2;
    let end = area.y + area.height;
    for line in wrap(finding.said.get(lang), usize::from(cells)).into_iter().take(2) {
        brush.put(x, y, cells, &line, Role::Text);
        y += 1;
    }
    if finding.place.line > 0 && y + 1 < end {
        let number = finding.place.line.to_string();
        brush.put(x, y, cells, &format!("{number} | {}", finding.place.excerpt), Role::Muted);
        let before: String =
            finding.place.excerpt.chars().take(finding.place.column.saturating_sub(1)).collect();
        let caret = u16::try_from(width(&number) + 3 + width(&before)).unwrap_or(u16::MAX);
        brush.put(x.saturating_add(caret), y + 1, 1, "^", role(severity));
        y += 2;
    }
    if y < end {
        let hint = finding.hint.get(lang);
        brush.put(x, y, cells, &say!(lang, "→ {hint}", "-> {hint}"), Role::Accent);
    }
}
