//! Screen 1: how do we stand? Progress and completion rate with denominators, lights, the 20 days, the sections, and
//! what presses most.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::item_list;
use super::super::theme::Role;
use super::{overdue, rules, units};
use crate::app::message::{Area, Drawn};
use crate::domain::board::Freshness;
use crate::domain::{Light, RollUp, SectionIx, UnitIx};
use crate::text::{Align, fit, say};

/// From this width on the sections stand beside what presses.
const WIDE: u16 = 120;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    if area.width >= WIDE && area.height >= 20 {
        let left = Area { width: area.width * 46 / 100, ..area };
        let right =
            Area { x: area.x + left.width + 1, width: area.width.saturating_sub(left.width + 1), ..area };
        brush.divider(right.x - 1, area.y, area.height);
        let used = summary(brush, view, left);
        let rest = Area { y: left.y + used, height: left.height.saturating_sub(used), ..left };
        sections(brush, view, rest);
        // What presses, then the units in the room that is left.
        let rows = u16::try_from(view.model.rows.len() + 2).unwrap_or(u16::MAX);
        let above = rows.clamp(6, right.height * 6 / 10);
        pressing(brush, view, Area { height: above, ..right }, drawn);
        scoreboard(brush, view, Area { y: right.y + above, height: right.height - above, ..right });
    } else {
        let used = summary(brush, view, area);
        let rest = Area { y: area.y + used, height: area.height.saturating_sub(used), ..area };
        pressing(brush, view, rest, drawn);
    }
}

/// Progress, completion, lights, rules, reports. Returns the rows used.
fn summary(brush: &mut Brush<'_>, view: &View<'_>, area: Area) -> u16 {
    let lang = brush.lang;
    let total = &view.board.total;
    let roomy = area.height >= 18;
    let mut y = area.y;
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    if roomy {
        brush.heading(area, y, &say!(lang, "总体进展", "Overall"));
        y += 1;
    }
    rates(brush, Area { x, y, width, height: 2 }, total);
    y += 2;
    lights(brush, Area { x, y, width, height: 1 }, total);
    y += 1;
    for (rule, figures) in view.board.plan().rules.iter().zip(&view.board.rules) {
        let Some(deadline) = &figures.deadline else { continue };
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
        brush.line(x, y, width, &pieces);
        y += 1;
    }
    reports(brush, view, Area { x, y, width, height: 1 });
    y + 1 - area.y
}

/// The two rates, each with its denominator, never mixed.
fn rates(brush: &mut Brush<'_>, area: Area, total: &RollUp) {
    let lang = brush.lang;
    let bar = if area.width < 60 { 6 } else { (area.width / 3).min(40) };
    let progress = total.progress().unwrap_or_default();
    let (items, counted, stopped, done) = (total.items, total.counted(), total.stopped, total.done);
    let word = say!(lang, "平均进度 ", "progress ");
    let at = brush.put(area.x, area.y, area.width, &fit(&word, 11, Align::Left), Role::Muted);
    brush.bar(at, area.y, bar, progress, Role::Bar);
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
    let left = (area.x + area.width).saturating_sub(at + bar);
    brush.line(at + bar, area.y, left, &pieces);
    let rate = total.completion();
    let word = say!(lang, "完成率 ", "completed ");
    let at = brush.put(area.x, area.y + 1, area.width, &fit(&word, 11, Align::Left), Role::Muted);
    brush.bar(at, area.y + 1, bar, rate, Role::Done);
    let mut pieces = vec![
        span(format!(" {rate:>5}% ", rate = rate.to_string()), Role::Strong),
        span(say!(lang, "{done} / {items} 项", "{done} of {items}"), Role::Muted),
    ];
    if total.done_late > 0 {
        let late = total.done_late;
        pieces.push(span(say!(lang, "，其中逾期完成 {late}", ", {late} late"), Role::Yellow));
    }
    brush.line(at + bar, area.y + 1, left, &pieces);
}

fn lights(brush: &mut Brush<'_>, area: Area, total: &RollUp) {
    let lang = brush.lang;
    let words = area.width >= 60;
    let mut pieces = Vec::new();
    for light in Light::ALL {
        let (sign, n) = (brush.glyphs.light(light), total.count(light));
        let text = if words {
            let word = light.word().get(lang);
            format!("{sign} {word} {n}   ")
        } else {
            format!("{sign} {n}  ")
        };
        pieces.push(span(text, Role::of(light)));
    }
    let (overdue, soon) = (total.overdue, total.due_soon);
    pieces.push(span(
        say!(lang, "逾期 {overdue}  临期 {soon}", "overdue {overdue}  due soon {soon}"),
        Role::Muted,
    ));
    brush.line(area.x, area.y, area.width, &pieces);
}

/// Who is silent: the missing report is the news.
fn reports(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    let leading: Vec<_> = view.board.units.iter().filter(|unit| unit.roll_up.items > 0).collect();
    let all = leading.len();
    let silent = leading.iter().filter(|unit| unit.last_entry.is_none()).count();
    let late = leading.iter().filter(|unit| matches!(unit.file, Freshness::Late { .. })).count();
    let mut pieces = vec![span(say!(lang, "牵头单位 {all}", "lead units {all}"), Role::Text)];
    if silent > 0 {
        pieces.push(span(say!(lang, "  未报送 {silent}", "  silent {silent}"), Role::Red));
    }
    if late > 0 {
        pieces.push(span(say!(lang, "  报送超期 {late}", "  report late {late}"), Role::Red));
    }
    if !view.board.findings.is_empty() {
        let words = crate::domain::finding::headline(&view.board.findings, lang);
        pieces.push(span(say!(lang, "  文件：{words}", "  files: {words}"), Role::Yellow));
    }
    brush.line(area.x, area.y, area.width, &pieces);
}

/// The parts and sections with their roll-up.
fn sections(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    brush.heading(area, area.y, &say!(lang, "各章节", "Sections"));
    let end = area.y + area.height;
    let mut y = area.y + 1;
    for (n, section) in view.board.plan().sections.iter().enumerate() {
        let sum = view.board.section(SectionIx::new(n));
        if section.depth > 1 || sum.items == 0 || y >= end {
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

/// The units, those with the most red first, as many as there is room for.
fn scoreboard(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    if area.height < 4 {
        return;
    }
    let lang = brush.lang;
    let mut list: Vec<(UnitIx, &RollUp)> = view
        .board
        .units
        .iter()
        .enumerate()
        .map(|(n, unit)| (UnitIx::new(n), &unit.roll_up))
        .filter(|(_, sum)| sum.items > 0)
        .collect();
    list.sort_by_key(|(ix, sum)| {
        std::cmp::Reverse((
            sum.count(Light::Red),
            sum.count(Light::Yellow),
            sum.items,
            std::cmp::Reverse(*ix),
        ))
    });
    let all = list.len();
    brush.heading(
        area,
        area.y,
        &say!(lang, "各单位（红、黄多者在前）　{all}", "Units, most red and yellow first: {all}"),
    );
    let columns = units::columns(area);
    units::head(brush, Area { y: area.y + 1, ..area }, &columns);
    for (n, (ix, _)) in list.into_iter().enumerate().take(usize::from(area.height - 2)) {
        units::unit(brush, view, ix, area.y + 2 + u16::try_from(n).unwrap_or(0), &columns);
    }
}

fn pressing(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let lang = brush.lang;
    if area.height == 0 {
        return;
    }
    let count = view.model.rows.len();
    brush.heading(area, area.y, &say!(lang, "最紧要　{count} 项", "What presses most: {count}"));
    let list = Area { y: area.y + 1, height: area.height - 1, ..area };
    let columns = overdue::columns(list);
    item_list::draw(brush, view, list, drawn, |brush, row, y| overdue::row(brush, view, row, y, &columns));
    let none = say!(lang, "没有逾期、临期或滞后的事项", "nothing is overdue, due soon or behind");
    item_list::empty(brush, view, list, &none);
}
