//! Everything about one item: where it stands, who leads it, how far it is and why, its rules by stage, its log.

use super::View;
use super::brush::{Brush, Line, Span, span};
use super::theme::{Glyphs, Role};
use super::{item_list, section, unit};
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::domain::board::{Board, DueFrom, ItemFigures};
use crate::domain::plan::{Delegated, Item};
use crate::domain::status::{Entry, RuleReport, Words};
use crate::domain::{ItemIx, Text, UnitIx, sorted};
use crate::text::{Lang, address, say, width, wrap};

/// The pane beside or below a list: about the row under the cursor.
pub(super) fn pane(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let lang = brush.lang;
    let (title, lines) = match view.model.cursor().map(|row| &row.kind) {
        Some(RowKind::Item { ix, .. }) => about(view, *ix, brush, area),
        Some(RowKind::Owed(n)) => match view.board.obligations.get(*n).map(|owed| owed.item) {
            Some(ix) => about(view, ix, brush, area),
            None => (String::new(), Vec::new()),
        },
        Some(RowKind::Section { ix, .. }) => {
            (say!(lang, "章节", "Section"), section::lines(view.board, *ix, lang, brush.glyphs, inner(area)))
        }
        Some(RowKind::Unit(ix)) => {
            (say!(lang, "单位", "Unit"), unit::lines(view.board, *ix, lang, brush.glyphs, inner(area)))
        }
        Some(
            RowKind::Heading(..)
            | RowKind::Date(..)
            | RowKind::Figure(_)
            | RowKind::Change(..)
            | RowKind::Plan(_)
            | RowKind::Finding(_),
        )
        | None => (String::new(), Vec::new()),
    };
    brush.heading(area, area.y, &title);
    let body =
        Area { x: area.x + 1, y: area.y + 1, width: area.width - 1, height: area.height.saturating_sub(1) };
    drawn.detail = body;
    drawn.detail_lines = lines.len();
    paint(brush, body, &lines, view.model.detail_top, "J");
}

/// An item: the pane's title and its lines.
fn about(view: &View<'_>, ix: ItemIx, brush: &Brush<'_>, area: Area) -> (String, Vec<Line>) {
    let id = view.board.plan().item(ix).map_or("", |item| item.id);
    let lines = item(view.board, ix, brush.lang, brush.glyphs, inner(area));
    (say!(brush.lang, "事项 {id}", "Item {id}"), lines)
}

/// From this height on a list has the pane below it.
const TALL: u16 = 36;
/// The rows of the pane below a list, at least.
const PANE: u16 = 14;

/// The pane below a list that tells of items, on a tall screen: right below it where the list is short, at the bottom
/// else, so that a save never moves the list. Returns what is left to the list; `above` rows of it stand above its rows.
pub(super) fn below(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    above: u16,
    drawn: &mut Drawn,
) -> Area {
    let Some(most) = area.height.checked_sub(PANE).filter(|_| area.height >= TALL) else { return area };
    let list = item_list::height(view, above, most / 2..=most);
    pane(brush, view, Area { y: area.y + list, height: area.height - list, ..area }, drawn);
    Area { height: list, ..area }
}

fn inner(area: Area) -> usize {
    usize::from(area.width.saturating_sub(3)).max(8)
}

/// Draws lines from `top` on; says how many are hidden below, and the key that brings them up.
pub(super) fn paint(brush: &mut Brush<'_>, area: Area, lines: &[Line], top: usize, key: &str) {
    let height = usize::from(area.height);
    let top = top.min(lines.len().saturating_sub(height));
    for (n, line) in lines.iter().skip(top).take(height).enumerate() {
        brush.line(area.x, area.y + u16::try_from(n).unwrap_or(0), area.width, line);
    }
    let below = lines.len().saturating_sub(top + height);
    if below > 0 && height > 0 {
        let lang = brush.lang;
        let text = say!(lang, " 还有 {below} 行 {key} ", " {below} more {key} ");
        brush.put_right(area.x + area.width, area.y + area.height - 1, &text, Role::Banner);
    }
}

/// A label and a text that hangs under itself when it wraps; an address is a link on every line of it.
pub(super) fn field(lines: &mut Vec<Line>, label: &str, text: &str, role: Role, cells: usize) {
    let indent = width(label) + 1;
    let room = cells.saturating_sub(indent).max(8);
    let link = address(text).map(Text::from);
    for (n, part) in wrap(text, room).into_iter().enumerate() {
        let head = if n == 0 { format!("{label} ") } else { " ".repeat(indent) };
        lines.push(vec![span(head, Role::Muted), Span { link: link.clone(), ..span(part, role) }]);
    }
}

fn heading(lines: &mut Vec<Line>, text: String) {
    lines.push(Vec::new());
    lines.push(vec![span(text, Role::Accent)]);
}

/// The lines about an item.
pub(super) fn item(board: &Board, ix: ItemIx, lang: Lang, glyphs: Glyphs, cells: usize) -> Vec<Line> {
    let plan = board.plan();
    let (Some(item), Some(figures)) = (plan.item(ix), board.item(ix)) else { return Vec::new() };
    let mut lines: Vec<Line> =
        wrap(item.title.get(lang), cells).into_iter().map(|line| vec![span(line, Role::Strong)]).collect();
    let path: Vec<String> = plan
        .path(item.section)
        .into_iter()
        .filter_map(|ix| plan.section(ix))
        .map(|section| format!("{}{}", section.label, section.title.get(lang)))
        .collect();
    let path = path.join(" / ");
    lines.extend(wrap(&path, cells).into_iter().map(|line| vec![span(line, Role::Muted)]));
    standing(&mut lines, board, ix, figures, lang, glyphs, cells);
    who(&mut lines, board, item, lang, cells);
    rules(&mut lines, board, ix, item, lang, cells);
    log(&mut lines, board, ix, item, lang, cells);
    lines
}

/// State, light, progress against expectation, due date and whose it is.
fn standing(
    lines: &mut Vec<Line>,
    board: &Board,
    ix: ItemIx,
    figures: &ItemFigures,
    lang: Lang,
    glyphs: Glyphs,
    cells: usize,
) {
    let light = figures.light();
    let (sign, words) = (glyphs.light(light), figures.clock.words(lang));
    let state = figures.state.word().get(lang);
    let progress = figures.progress;
    let mut line: Vec<Span> = vec![
        span(format!("{sign} {words}"), Role::of(light)),
        span(say!(lang, "  状态 {state}", "  state {state}"), Role::Text),
        span(say!(lang, "  进度 {progress}%", "  progress {progress}%"), Role::Text),
    ];
    if let Some(expected) = figures.expected.filter(|_| !figures.state.is_done()) {
        line.push(span(say!(lang, "  序时 {expected}%", "  expected {expected}%"), Role::Muted));
    }
    lines.push(Vec::new());
    push_wrapped(lines, line, cells);
    if let Some((due, from)) = &figures.due {
        let label = say!(lang, "时限", "due");
        let day = due.long(lang);
        let whose = due_words(board, from, lang);
        field(lines, &label, &format!("{day}  {whose}"), Role::Text, cells);
    } else {
        let text = say!(lang, "方案和单位都没有给出", "none given by the plan or the unit");
        field(lines, &say!(lang, "时限", "due"), &text, Role::Muted, cells);
    }
    if let Some(done) = figures.completed_on {
        let day = done.long(lang);
        field(lines, &say!(lang, "完成", "done"), &day, Role::Done, cells);
    }
    let many = figures.leads.len() > 1;
    let leads = board.plan().item(ix).map_or(&[][..], |item| item.leads);
    for (unit, standing) in leads.iter().zip(&figures.leads).filter(|_| many) {
        let name = board.plan().unit_name(*unit, lang);
        let (state, progress) = (standing.state.word().get(lang), standing.progress);
        lines.push(vec![span(format!("  {name}  {state}  {progress}%"), Role::Muted)]);
    }
}

/// Whose date it is.
fn due_words(board: &Board, from: &DueFrom, lang: Lang) -> String {
    let name = |unit: &UnitIx| board.plan().unit_name(*unit, lang).to_owned();
    match from {
        DueFrom::Plan => say!(lang, "方案规定", "set by the plan"),
        DueFrom::Unit(unit) => {
            let unit = name(unit);
            say!(lang, "{unit}自报", "{unit}'s own commitment")
        }
        DueFrom::Extension { unit, approved, reason, before } => {
            let unit = name(unit);
            let before = before.map_or_else(|| "—".to_owned(), |day| day.to_string());
            let reason = reason.as_deref().map_or_else(String::new, |reason| format!(" “{reason}”"));
            say!(
                lang,
                "{unit}延期，{approved} 批准，原为 {before}{reason}",
                "{unit}: extension approved {approved}, was {before}{reason}"
            )
        }
    }
}

/// Leads with contact, support, why it is delegated, tags.
fn who(lines: &mut Vec<Line>, board: &Board, item: Item<'_>, lang: Lang, cells: usize) {
    let plan = board.plan();
    for unit in item.leads {
        let name = plan.unit_name(*unit, lang);
        let contact =
            board.ledger.report(*unit).and_then(|report| report.contact.as_deref()).unwrap_or_default();
        field(lines, &say!(lang, "牵头", "lead"), &format!("{name}  {contact}"), Role::Text, cells);
    }
    if !item.support.is_empty() {
        let names: Vec<&str> = item.support.iter().map(|unit| plan.unit_name(*unit, lang)).collect();
        let names = names.join(if lang == Lang::Zh { "、" } else { ", " });
        field(lines, &say!(lang, "配合", "support"), &names, Role::Muted, cells);
    }
    let because = item.because.unwrap_or_default();
    match item.delegated {
        Delegated::Yes => field(lines, &say!(lang, "授权", "delegated"), because, Role::Text, cells),
        Delegated::Undetermined => {
            let label = say!(lang, "授权待认定", "delegated?");
            field(lines, &label, because, Role::Muted, cells);
        }
        Delegated::No => {}
    }
    if !item.tags.is_empty() {
        let tags: Vec<&str> = item.tags.iter().map(AsRef::as_ref).collect();
        field(lines, &say!(lang, "标签", "tags"), &tags.join(" "), Role::Muted, cells);
    }
}

/// Its obligations by stage.
fn rules(lines: &mut Vec<Line>, board: &Board, ix: ItemIx, item: Item<'_>, lang: Lang, cells: usize) {
    let plan = board.plan();
    for owed in board.obligations_of(ix).filter(|owed| owed.deadline.is_some()) {
        let Some(rule) = plan.rule(owed.rule) else { continue };
        let (clause, title) = (&rule.clause, rule.title.get(lang));
        heading(lines, format!("{clause}{title}"));
        let (words, light) = (owed.clock.words(lang), owed.clock.light());
        let deadline = owed.deadline.map_or_else(String::new, |day| day.long(lang));
        let mut line = vec![
            span(say!(lang, "期限 {deadline}  ", "deadline {deadline}  "), Role::Text),
            span(words, Role::of(light)),
        ];
        if item.leads.len() > 1 {
            line.insert(0, span(format!("{}  ", plan.unit_name(owed.unit, lang)), Role::Text));
        }
        push_wrapped(lines, line, cells);
        let mut line = Vec::new();
        for (stage, on) in &owed.stages {
            let word = stage.word().get(lang);
            let day = on.map_or_else(|| "-".to_owned(), |day| day.to_string());
            let role = if on.is_some() { Role::Done } else { Role::Grey };
            line.push(span(format!("{word} {day}  "), role));
        }
        push_wrapped(lines, line, cells);
        let report: Option<&RuleReport> = board
            .ledger
            .item_report(owed.unit, ix)
            .and_then(|report| report.rules.iter().find(|(rule, _)| *rule == owed.rule))
            .map(|(_, report)| report);
        let links =
            report.into_iter().flat_map(|report| [report.document.as_deref(), report.link.as_deref()]);
        for text in links.flatten() {
            field(lines, " ", text, Role::Accent, cells);
        }
    }
}

/// The whole log as a timeline, newest first; entries after the day shown are not there yet.
fn log(lines: &mut Vec<Line>, board: &Board, ix: ItemIx, item: Item<'_>, lang: Lang, cells: usize) {
    let mut entries: Vec<(UnitIx, usize, &Entry, Words)> = Vec::new();
    for unit in item.leads {
        let Some(report) = board.ledger.item_report(*unit, ix) else { continue };
        let said = report.log.iter().zip(report.words()).enumerate();
        let seen = said.filter(|(_, (entry, _))| entry.on <= board.day);
        entries.extend(seen.map(|(n, (entry, words))| (*unit, n, entry, words)));
    }
    sorted::by_key(&mut entries, |(_, n, entry, _)| std::cmp::Reverse((entry.on, *n)));
    let count = entries.len();
    heading(lines, say!(lang, "记录　{count} 条", "Log: {count}"));
    if entries.is_empty() {
        lines.push(vec![span(say!(lang, "还没有记录", "no entry yet"), Role::Muted)]);
    }
    for (unit, _, entry, words) in entries {
        let mut line = vec![span(entry.on.to_string(), Role::Text)];
        if let Some(state) = entry.state() {
            line.push(span(format!("  {}", state.word().get(lang)), Role::Strong));
        }
        if let Some(progress) = entry.progress() {
            line.push(span(format!("  {progress}%"), Role::Strong));
        }
        if item.leads.len() > 1 {
            line.push(span(format!("  {}", board.plan().unit_name(unit, lang)), Role::Muted));
        }
        push_wrapped(lines, line, cells);
        let parts = [
            (String::new(), words.note(), Role::Text),
            (say!(lang, "问题", "problem"), words.problem(), Role::Yellow),
            (say!(lang, "下一步", "next"), words.next(), Role::Text),
            (say!(lang, "佐证", "evidence"), words.evidence(), Role::Accent),
        ];
        for (label, text, role) in parts {
            if let Some(text) = text {
                field(lines, &format!("  {label}"), text, role, cells);
            }
        }
    }
}

/// Adds a line of pieces, broken between pieces where it is too long.
pub(super) fn push_wrapped(lines: &mut Vec<Line>, pieces: Vec<Span>, cells: usize) {
    let mut line = Line::new();
    let mut used = 0;
    for piece in pieces {
        let w = width(&piece.text);
        if used + w > cells && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        let text = if used == 0 { piece.text.trim_start().to_owned() } else { piece.text };
        used += width(&text);
        line.push(Span { text, ..piece });
    }
    lines.push(line);
}
