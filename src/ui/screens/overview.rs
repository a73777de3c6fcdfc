//! Screen 1: how do we stand? Progress and completion rate with denominators, lights, the 20 days, the curve of the
//! plan's days, the next deadlines, the units, and what presses most. Every figure leads to what it counts.

use super::super::View;
use super::super::brush::{Brush, Span, span};
use super::super::item_list;
use super::super::theme::Role;
use super::{burn_up, overdue, rules, scoreboard};
use crate::app::figure::Figure;
use crate::app::message::{Area, Drawn, Hit};
use crate::app::{Id, RowKind};
use crate::domain::standing::Standing;
use crate::domain::{Light, Percent, RollUp, SectionIx};
use crate::text::{Align, fit, say, width};

/// From this width on there are two columns.
const WIDE: u16 = 116;
/// From this height on the facts have a heading and the next deadlines a line.
const ROOMY: u16 = 18;
/// Cells of the word before a rate.
const WORD: u16 = 11;
/// The most rows of the chart.
const CHART: u16 = 17;
/// The fewest rows the list of what presses keeps before the chart gets any.
const LIST: u16 = 7;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    if area.width >= WIDE && area.height >= 20 {
        let left = Area { width: area.width * 48 / 100, ..area };
        let right =
            Area { x: area.x + left.width + 1, width: area.width.saturating_sub(left.width + 1), ..area };
        brush.divider(right.x - 1, area.y, area.height);
        let used = summary(brush, view, left, drawn);
        let rest = below(left, used);
        let chart = burn_up::draw(brush, view, Area { height: rest.height.min(CHART), ..rest });
        let rest = below(rest, chart);
        if rest.height >= 4 {
            sections(brush, view, rest);
        }
        // What presses, then the units in the room that is left.
        let rows = u16::try_from(pressing_rows(view) + 1).unwrap_or(u16::MAX);
        let above = rows.clamp(5, right.height * 5 / 10);
        pressing(brush, view, Area { height: above, ..right }, drawn);
        scoreboard::draw(brush, view, below(right, above));
    } else {
        let used = summary(brush, view, area, drawn);
        let rest = below(area, used);
        let room = rest.height.saturating_sub(LIST).min(CHART);
        let chart = burn_up::draw(brush, view, Area { height: room, ..rest });
        pressing(brush, view, below(rest, chart), drawn);
    }
}

/// What is left of an area below its first rows.
fn below(area: Area, rows: u16) -> Area {
    let rows = rows.min(area.height);
    Area { y: area.y + rows, height: area.height - rows, ..area }
}

/// Writes a figure in at most `cells` cells, marked where the cursor is on it; returns the column after it.
fn figure(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    drawn: &mut Drawn,
    at: (u16, u16, u16),
    (figure, pieces): (Figure, &[Span]),
) -> u16 {
    let (x, y, cells) = at;
    let id = Id::Figure(figure);
    let end = brush.line(x, y, cells, pieces);
    let area = Area { x, y, width: end.saturating_sub(x), height: 1 };
    let current = view.model.cursor().and_then(|row| row.id.as_ref()) == Some(&id);
    if current {
        brush.cursor(area, y);
    }
    drawn.hits.push((area, Hit::Row(id)));
    end
}

/// Progress, completion, lights, rules, reports, the next deadlines. Returns the rows used.
fn summary(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) -> u16 {
    let lang = brush.lang;
    let total = &view.board.total;
    let roomy = area.height >= ROOMY;
    let end = area.y + area.height;
    let mut y = area.y;
    let (x, cells) = (area.x + 1, area.width.saturating_sub(2));
    if roomy {
        brush.heading(area, y, &say!(lang, "总体进展", "Overall"));
        y += 1;
    }
    rates(brush, view, drawn, Area { x, y, width: cells, height: 2 });
    y += 2;
    lights(brush, view, drawn, Area { x, y, width: cells, height: 1 }, total);
    y += 1;
    for (rule, figures) in view.board.plan().rules.iter().zip(&view.board.rules) {
        let Some(deadline) = figures.deadline.as_ref().filter(|_| y < end) else { continue };
        let (words, role) = rules::countdown(deadline.date, view.board, figures, lang);
        let (date, met, owed, title) = (deadline.shown(), figures.met, figures.owed, rule.title.get(lang));
        let clause = &rule.clause;
        // The title last: on a narrow screen it is what can be spared.
        let pieces = [
            span(clause.to_string(), Role::Text),
            span(format!("{words}  "), role),
            span(say!(lang, "已公布 {met}/{owed}", "published {met}/{owed}"), Role::Text),
            span(say!(lang, "  期限 {date}  {title}", "  due {date}  {title}"), Role::Muted),
        ];
        figure(brush, view, drawn, (x, y, cells), (Figure::Rule(rule.id.clone()), &pieces));
        y += 1;
    }
    if y < end {
        reports(brush, view, drawn, Area { x, y, width: cells, height: 1 });
        y += 1;
    }
    if roomy {
        next(brush, view, Area { x, y, width: cells, height: 1 });
        y += 1;
    }
    y - area.y
}

/// The two rates, each with its denominator, never mixed.
fn rates(brush: &mut Brush<'_>, view: &View<'_>, drawn: &mut Drawn, area: Area) {
    let lang = brush.lang;
    let total = &view.board.total;
    let (items, counted, stopped, done) = (total.items, total.counted(), total.stopped, total.done);
    let progress = total.progress().unwrap_or_default();
    let mut pieces = vec![
        span(format!(" {progress:>5}% ", progress = progress.to_string()), Role::Strong),
        span(say!(lang, "{counted} 项平均", "mean of {counted}"), Role::Muted),
    ];
    if stopped > 0 {
        pieces.push(span(
            say!(lang, "（{stopped} 项停止实施不计）", " ({stopped} stopped left out)"),
            Role::Muted,
        ));
    }
    let first = pieces;
    let completion = total.completion();
    let mut pieces = vec![
        span(format!(" {completion:>5}% ", completion = completion.to_string()), Role::Strong),
        span(say!(lang, "{done} / {items} 项", "{done} of {items}"), Role::Muted),
    ];
    if total.done_late > 0 {
        let late = total.done_late;
        pieces.push(span(say!(lang, "，其中逾期完成 {late}", ", {late} late"), Role::Yellow));
    }
    // Both bars are as long as the words leave room for.
    let words = |pieces: &[Span]| pieces.iter().map(|it| width(&it.text)).sum::<usize>();
    let words = u16::try_from(words(&first).max(words(&pieces))).unwrap_or(u16::MAX);
    let bar = area.width.saturating_sub(words.saturating_add(WORD)).clamp(6, 40);
    let word = say!(lang, "平均进度", "progress");
    rate(brush, view, drawn, (area, bar), (Figure::Progress, &word, progress, Role::Bar), &first);
    let word = say!(lang, "完成率", "completed");
    let area = Area { y: area.y + 1, ..area };
    rate(brush, view, drawn, (area, bar), (Figure::Completed, &word, completion, Role::Done), &pieces);
}

/// A rate: its word, its bar, its figure.
fn rate(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    drawn: &mut Drawn,
    (area, bar): (Area, u16),
    (what, word, share, role): (Figure, &str, Percent, Role),
    pieces: &[Span],
) {
    let at = brush.put(area.x, area.y, area.width, &fit(word, usize::from(WORD), Align::Left), Role::Muted);
    brush.bar(at, area.y, bar, share, role);
    let left = (area.x + area.width).saturating_sub(at + bar);
    figure(brush, view, drawn, (at + bar, area.y, left), (what, pieces));
}

fn lights(brush: &mut Brush<'_>, view: &View<'_>, drawn: &mut Drawn, area: Area, total: &RollUp) {
    let lang = brush.lang;
    let words = area.width >= 60;
    let end = area.x + area.width;
    let mut x = area.x;
    for light in Light::ALL {
        let (sign, n) = (brush.glyphs.light(light), total.count(light));
        let text = if words {
            let word = light.word().get(lang);
            format!("{sign} {word} {n}")
        } else {
            format!("{sign} {n}")
        };
        let pieces = [span(text, Role::of(light))];
        let at = (x, area.y, end.saturating_sub(x));
        x = figure(brush, view, drawn, at, (Figure::Light(light), &pieces)) + if words { 3 } else { 2 };
    }
    let (overdue, soon) = (total.overdue, total.due_soon);
    for (what, text) in [
        (Figure::Overdue, say!(lang, "逾期 {overdue}", "overdue {overdue}")),
        (Figure::DueSoon, say!(lang, "临期 {soon}", "due soon {soon}")),
    ] {
        let at = (x, area.y, end.saturating_sub(x));
        // Half a word says nothing.
        if width(&text) <= usize::from(at.2) {
            x = figure(brush, view, drawn, at, (what, &[span(text, Role::Muted)])) + 2;
        }
    }
}

/// Who is silent: the missing report is the news.
fn reports(brush: &mut Brush<'_>, view: &View<'_>, drawn: &mut Drawn, area: Area) {
    let lang = brush.lang;
    let Standing { worst, silent, late, errors, warnings } = view.board.standing();
    let all = worst.len();
    let mut pieces = vec![span(say!(lang, "牵头单位 {all}", "lead units {all}"), Role::Text)];
    if *silent > 0 {
        pieces.push(span(say!(lang, "  未报送 {silent}", "  silent {silent}"), Role::Red));
    }
    if *late > 0 {
        pieces.push(span(say!(lang, "  报送超期 {late}", "  report late {late}"), Role::Red));
    }
    let at = (area.x, area.y, area.width);
    let x = figure(brush, view, drawn, at, (Figure::Reports, &pieces)) + 2;
    if !view.board.findings.is_empty() {
        let words = crate::domain::finding::headline((*errors, *warnings), lang);
        let pieces = [span(say!(lang, "文件：{words}", "files: {words}"), Role::Yellow)];
        let room = (area.x + area.width).saturating_sub(x);
        if pieces.iter().map(|piece| width(&piece.text)).sum::<usize>() <= usize::from(room) {
            figure(brush, view, drawn, (x, area.y, room), (Figure::Findings, &pieces));
        }
    }
}

/// The next days on which something falls due, as many as there is room for.
fn next(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    let soon = view.board.plan().lights.due_soon;
    let mut x = brush.put(area.x, area.y, area.width, &say!(lang, "下一到期 ", "next due "), Role::Muted);
    let mut days = view.board.deadlines().range(view.board.day..).peekable();
    if days.peek().is_none() {
        brush.put(x, area.y, area.width, &say!(lang, "没有", "nothing"), Role::Muted);
    }
    for (day, count) in days {
        let (date, weekday) = (day.short(), day.weekday_word(lang));
        let text = say!(lang, "{date} {weekday} {count} 项", "{weekday} {date}: {count}");
        let room = (area.x + area.width).saturating_sub(x);
        if width(&text) > usize::from(room) {
            break;
        }
        let role = if day.since(view.board.day) <= soon { Role::Yellow } else { Role::Text };
        x = brush.put(x, area.y, room, &text, role) + 3;
    }
}

/// The parts and sections with their roll-up.
fn sections(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    brush.heading(area, area.y, &say!(lang, "各章节", "Sections"));
    let end = area.y + area.height;
    let mut y = area.y + 1;
    for (n, section) in view.board.plan().sections.iter().enumerate() {
        let sum = view.board.section(SectionIx::new(n));
        if y >= end {
            break;
        }
        if section.depth > 1 || sum.items == 0 {
            continue;
        }
        let indent = usize::from(section.depth) * 2;
        let text = format!("{}{}{}", " ".repeat(indent), section.label, section.title.get(lang));
        let worst = sum.worst();
        let sign = brush.glyphs.light(worst);
        brush.put(area.x + 1, y, 1, sign, Role::of(worst));
        let (bar, counts) = (12, 9);
        let room = area.width.saturating_sub(bar + counts + 12);
        let role = if section.depth == 0 { Role::Strong } else { Role::Text };
        brush.put(area.x + 3, y, room, &text, role);
        let x = area.x + 4 + room;
        let progress = sum.progress().unwrap_or_default();
        brush.bar(x, y, bar, progress, Role::Bar);
        brush.put_right(x + bar + 6, y, &format!("{}%", progress.whole()), Role::Text);
        brush.put_right(area.x + area.width - 1, y, &format!("{}/{}", sum.done, sum.items), Role::Muted);
        y += 1;
    }
}

/// How many items press: the rows behind the figures.
fn pressing_rows(view: &View<'_>) -> usize {
    let rows = &view.model.rows;
    rows.len() - rows.partition_point(|row| matches!(row.kind, RowKind::Figure(_)))
}

fn pressing(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let lang = brush.lang;
    if area.height == 0 {
        return;
    }
    let count = pressing_rows(view);
    let figures = view.model.rows.len() - count;
    brush.heading(area, area.y, &say!(lang, "最紧要　{count} 项", "What presses most: {count}"));
    let list = below(area, 1);
    let columns = overdue::columns(list);
    item_list::after(brush, view, list, drawn, figures, |brush, row, y| {
        overdue::row(brush, view, row, y, &columns);
    });
    if count == 0 {
        let none = say!(lang, "没有逾期、临期或滞后的事项", "nothing is overdue, due soon or behind");
        item_list::nothing(brush, view, list, &none);
    }
}
