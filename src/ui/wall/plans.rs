//! The wall of several plans: all of them together in big digits, then each: a card where there are few and much room,
//! else a line, paged.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::screens::plans as side_by_side;
use super::super::theme::Role;
use super::brief::Lines;
use super::headline::{self, figure};
use super::lists::{Part, headed};
use super::{Shown, below};
use crate::app::message::Area;
use crate::app::plans::Line;
use crate::domain::{Light, PlanSummary};
use crate::text::{say, width};

/// Rows a card takes, the blank one behind it too.
const CARD: u16 = 4;
/// The columns a card needs.
const WIDE: u16 = 72;

pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let lines = &view.model.plans.lines;
    let area = headed(brush, area, &figures(brush, view));
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    if area.width >= WIDE && count.saturating_mul(CARD) <= area.height + 1 {
        cards(brush, view, area, count);
        return Shown { parts: 1, rows: lines.len() };
    }
    let part = Part::of(lines, below(area, area.y + 1), part, 112);
    for head in part.heads() {
        side_by_side::head(brush, Area { y: area.y, ..head }, &side_by_side::columns(head));
    }
    for (place, line) in part.places() {
        side_by_side::line(brush, view, line, place.y, &side_by_side::columns(place));
    }
    part.told()
}

/// All plans together.
fn figures(brush: &Brush<'_>, view: &View<'_>) -> [headline::Figure; 4] {
    let lang = brush.lang;
    let sum = &view.model.plans.overall;
    let progress = sum.total.progress().unwrap_or_default();
    let overdue = sum.total.overdue + sum.rules.overdue;
    let (units, silent) = (sum.units, sum.silent);
    let or_done = |n: usize, role: Role| if n > 0 { role } else { Role::Done };
    [
        figure(&view.model.plans.lines.len(), say!(lang, "方案", "plans"), Role::Text),
        figure(&format!("{progress}%"), say!(lang, "平均进度", "mean progress"), Role::Bar),
        figure(&overdue, say!(lang, "逾期", "overdue"), or_done(overdue, Role::Red)),
        figure(
            &silent,
            say!(lang, "未按期报送（{units} 家）", "of {units} units silent"),
            or_done(silent, Role::Yellow),
        ),
    ]
}

/// A card a plan, spread over the page.
fn cards(brush: &mut Brush<'_>, view: &View<'_>, area: Area, count: u16) {
    let step = (area.height / count.max(1)).clamp(CARD, CARD + 4);
    // Across a whole hall a card would be torn apart.
    let wide = area.width.min(WIDE * 2);
    let x = area.x + (area.width - wide) / 2;
    for (n, line) in (0_u16..).zip(&view.model.plans.lines) {
        let place = Area { x, y: area.y + n * step, width: wide, height: step };
        match line {
            Line::Plan(_, Some(summary)) => card(brush, summary, place),
            Line::Plan(ledger, None) => {
                brush.put(
                    place.x + 2,
                    place.y,
                    place.width - 2,
                    ledger.plan.title.get(brush.lang),
                    Role::Muted,
                );
            }
            Line::Lost(file, n) => {
                let why = side_by_side::why(view, (file, *n), brush.lang);
                let sign = brush.glyphs.light(Light::Red);
                brush.put(place.x, place.y, place.width, &format!("{sign} {why}"), Role::Red);
            }
        }
    }
}

/// Title and next deadline; the bar; the lights, the rules and who is silent.
fn card(brush: &mut Brush<'_>, summary: &PlanSummary, area: Area) {
    let lang = brush.lang;
    let (sum, worst) = (&summary.total, side_by_side::worst(summary));
    let next = summary.next.map_or_else(String::new, |(due, n)| {
        let (day, left) = (due.short(), due.since(summary.day));
        say!(lang, "{day} 到期 {n} 项，剩 {left} 天", "next due {day}: {n}, in {left} d")
    });
    let end = brush.put_right(area.x + area.width, area.y, &next, Role::Text);
    let sign = brush.glyphs.light(worst);
    brush.put(area.x, area.y, 2, sign, Role::of(worst));
    let room = end.saturating_sub(area.x + 4);
    brush.put(area.x + 2, area.y, room, summary.title.get(lang), Role::Strong);
    let progress = sum.progress().unwrap_or_default();
    let figure = format!("{progress}%");
    let bar = area.width.saturating_sub(10);
    // What is left to the card goes into the bar: it is what is read from across the hall.
    let thick = (area.height + 1).saturating_sub(CARD).clamp(1, 3);
    for y in area.y + 1..=area.y + thick {
        brush.bar(area.x + 2, y, bar, progress, Role::Bar);
    }
    brush.put_right(area.x + area.width, area.y + thick.div_ceil(2), &figure, Role::Strong);
    let (done, items, silent, units) = (sum.done, sum.items, summary.silent, summary.units);
    let overdue = sum.overdue + summary.rules.overdue;
    let light = |light: Light| {
        let (sign, word, n) = (brush.glyphs.light(light), light.word().get(lang), sum.count(light));
        (format!("{sign} {word} {n}"), n, Role::of(light))
    };
    let (met, owed) = (summary.rules.met, summary.rules.owed);
    let pieces = [
        (say!(lang, "完成 {done}/{items}", "done {done}/{items}"), done, Role::Done),
        light(Light::Red),
        light(Light::Yellow),
        (say!(lang, "逾期 {overdue}", "overdue {overdue}"), overdue, Role::Red),
        (say!(lang, "未报 {silent}/{units}", "silent {silent}/{units}"), silent, Role::Yellow),
        (say!(lang, "细则 {met}/{owed}", "rules {met}/{owed}"), owed, Role::Text),
        light(Light::Green),
        light(Light::Grey),
    ];
    // As many as stand on the line whole; the most urgent come first.
    let mut line = Vec::new();
    let mut left = usize::from(area.width.saturating_sub(2));
    for (text, n, role) in pieces {
        let role = if n > 0 { role } else { Role::Muted };
        let Some(rest) = left.checked_sub(width(&text) + 3) else { break };
        left = rest;
        line.push(span(format!("{text}   "), role));
    }
    brush.line(area.x + 2, area.y + 1 + thick, area.width.saturating_sub(2), &line);
}

/// A line a plan, for a screen too small for figures.
pub(super) fn brief(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let line = |line: &Line| match line {
        Line::Plan(_, Some(summary)) => {
            let worst = side_by_side::worst(summary);
            let (sign, progress) =
                (brush.glyphs.light(worst), summary.total.progress().unwrap_or_default().whole());
            (format!("{sign} {progress:>3}% {}", summary.title.get(brush.lang)), Role::of(worst))
        }
        Line::Plan(ledger, None) => (ledger.plan.title.get(brush.lang).to_owned(), Role::Muted),
        Line::Lost(file, n) => {
            let sign = brush.glyphs.light(Light::Red);
            (format!("{sign} {}", side_by_side::why(view, (file, *n), brush.lang)), Role::Red)
        }
    };
    view.model.plans.lines.iter().map(line).collect()
}
