//! The wall's countdown: the days left of the 20 in big digits, the strip of days, who has not published.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::screens::{rules, strip};
use super::super::theme::Role;
use super::big;
use crate::app::message::Area;
use crate::domain::RuleClock;
use crate::text::{Align, fit, plural, say, width};

pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let lang = brush.lang;
    let board = view.board;
    let rule = board.plan().rules.iter().zip(&board.rules).find(|(_, figures)| figures.deadline.is_some());
    let Some((rule, figures)) = rule else {
        let text = say!(lang, "这个方案没有带期限的规则", "this plan has no rule with a deadline");
        brush.put(area.x + 2, area.y + 1, area.width - 2, &text, Role::Muted);
        return 1;
    };
    let Some(deadline) = &figures.deadline else { return 1 };
    let (words, role) = rules::countdown(deadline.date, board, figures, lang);
    let left = deadline.date.since(board.day);
    let digits = (area.height * 2 / 5).max(5);
    let mut y = area.y + 1;
    let title = format!("{}{}", rule.clause, rule.title.get(lang));
    centred(brush, area, y, &title, Role::Strong);
    y += 2;
    y += big::draw(brush, Area { y, height: digits, ..area }, &left.abs().to_string(), role);
    y += 1;
    let unit = plural(left.abs(), "day", "days");
    let caption = if left == 0 || figures.open + figures.overdue == 0 {
        words
    } else if left < 0 {
        say!(lang, "已过期限的天数", "{unit} past the deadline")
    } else {
        say!(lang, "距公布期限的天数", "{unit} left to publish")
    };
    let date = deadline.shown();
    let weekday = deadline.date.weekday_word(lang);
    centred(brush, area, y, &format!("{caption}  {date} {weekday}"), role);
    y += 2;
    let days = u16::try_from(strip::days(deadline, board.day)).unwrap_or(u16::MAX).max(1);
    let across = (area.width.saturating_sub(2) / days).min(6).saturating_mul(days);
    let middle = Area { x: area.x + (area.width - across) / 2, y, width: across, height: strip::HEIGHT };
    let end = area.y + area.height;
    if y + strip::HEIGHT < end && strip::draw(brush, view, middle, deadline) {
        y += strip::HEIGHT + 1;
    }
    let (met, owed, undetermined) = (figures.met, figures.owed, figures.undetermined);
    let pieces = [
        span(say!(lang, "已公布 {met} / {owed}   ", "published {met} of {owed}   "), Role::Done),
        span(say!(lang, "待认定 {undetermined}", "undetermined {undetermined}"), Role::Grey),
    ];
    let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let x = area.x + area.width.saturating_sub(u16::try_from(taken).unwrap_or(0)) / 2;
    if y < end {
        brush.line(x, y, area.width, &pieces);
    }
    missing(brush, view, Area { y: y + 2, height: end.saturating_sub(y + 2), ..area }, part)
}

fn centred(brush: &mut Brush<'_>, area: Area, y: u16, text: &str, role: Role) {
    brush.put(area.x, y, area.width, &fit(text, usize::from(area.width), Align::Centre), role);
}

/// Who has not published, in as many columns as fit; returns how many parts that takes.
fn missing(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let lang = brush.lang;
    let plan = view.board.plan();
    let open = view.board.obligations.iter().filter(|owed| {
        matches!(
            owed.clock,
            RuleClock::Overdue { .. }
                | RuleClock::DueToday
                | RuleClock::DueSoon { .. }
                | RuleClock::Open { .. }
        )
    });
    let names: Vec<(String, Role)> = open
        .filter_map(|owed| {
            let item = plan.item(owed.item)?;
            let (sign, unit) = (brush.glyphs.light(owed.clock.light()), plan.unit_name(owed.unit, lang));
            let reached = owed.stages.iter().rev().find(|(_, on)| on.is_some());
            let stage = reached.map_or_else(
                || say!(lang, "未起草", "not drafted"),
                |(stage, _)| {
                    let word = stage.word().get(lang);
                    say!(lang, "已{word}", "{word}")
                },
            );
            let text = format!("{sign} {} {}  {unit}  {stage}", item.id, item.title.get(lang));
            Some((text, Role::of(owed.clock.light())))
        })
        .collect();
    let across = usize::from((area.width / 64).max(1));
    let cell = (area.width.saturating_sub(2) / u16::try_from(across).unwrap_or(1)).max(1);
    let fits = usize::from(area.height) * across;
    if fits == 0 {
        return 1;
    }
    let parts = names.len().div_ceil(fits).max(1);
    for (n, (text, role)) in names.iter().skip(part.min(parts - 1) * fits).take(fits).enumerate() {
        let (row, col) = (u16::try_from(n / across).unwrap_or(0), u16::try_from(n % across).unwrap_or(0));
        brush.put(area.x + 2 + col * cell, area.y + row, cell.saturating_sub(2), text, *role);
    }
    parts
}
