//! The wall's countdown: the days left of the 20 in big digits, the strip of days, who has not published.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::screens::{rules, strip};
use super::super::theme::Role;
use super::lists::Part;
use super::{Shown, big, centred};
use crate::app::message::Area;
use crate::domain::board::RuleFigures;
use crate::domain::plan::Rule;
use crate::domain::{RuleClock, RuleIx};
use crate::text::{Align, Lang, pad, plural, say, width};

/// The columns from which two figures stand side by side.
const WIDE: u16 = 100;

/// A page a rule, each in as many parts as the list of what it still owes takes.
pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let board = view.board;
    let rules: Vec<Countdown<'_>> = board
        .plan()
        .rules
        .iter()
        .zip(&board.rules)
        .enumerate()
        .map(|(n, (rule, figures))| Countdown::of(brush, view, area, RuleIx::new(n), rule, figures))
        .collect();
    let parts = rules.iter().map(Countdown::parts).sum();
    let mut before = 0;
    for rule in &rules {
        // The last part stands where files have changed and there are fewer now.
        if part < before + rule.parts() || before + rule.parts() == parts {
            let rows = rule.draw(brush, view, part.saturating_sub(before));
            return Shown { parts, rows };
        }
        before += rule.parts();
    }
    let text = say!(brush.lang, "这个方案没有带期限的规则", "this plan has no rule with a deadline");
    centred(brush, area, area.y + area.height / 3, &text, Role::Muted);
    Shown { parts: 1, rows: 0 }
}

/// One rule and where its parts stand.
struct Countdown<'a> {
    rule: &'a Rule,
    figures: &'a RuleFigures,
    /// What is owed and not yet published: a line each.
    owed: Vec<(String, Role)>,
    area: Area,
    /// Rows of the digits; 0 where they do not fit.
    digits: u16,
    /// A blank row between the parts, where there is room.
    air: u16,
    /// Whether there is room for the strip of days.
    strip: bool,
    list: Area,
}

impl<'a> Countdown<'a> {
    fn of(
        brush: &Brush<'_>,
        view: &View<'_>,
        area: Area,
        ix: RuleIx,
        rule: &'a Rule,
        figures: &'a RuleFigures,
    ) -> Self {
        let owed = missing(brush, view, ix);
        let left = figures.deadline.as_ref().map(|deadline| deadline.date.since(view.board.day).abs());
        // Title, caption and count are always there.
        let tall = area.height.saturating_sub(3);
        let room = (area.height * 2 / 5).clamp(5, tall.max(5));
        let still = figures.open + figures.overdue;
        let wide = area.width >= WIDE && still > 0;
        let across = if wide { area.width / 2 } else { area.width };
        // Both figures in digits of one size.
        let longest = left.map(|left| {
            let still = if wide { still } else { 0 };
            left.unsigned_abs().max(u64::try_from(still).unwrap_or_default()).to_string()
        });
        let size = longest.and_then(|text| big::Size::fitting(&text, across, room.min(tall)));
        let digits = size.map_or(0, |size| size.height);
        let air = u16::from(area.height >= 26);
        let days = figures.deadline.as_ref().map_or(0, |deadline| strip::days(deadline, view.board.day));
        let fits = days > 0 && days * 3 <= i64::from(area.width.saturating_sub(2));
        let used = 3 + digits + air * 5;
        let strip = fits && area.height >= used + strip::HEIGHT + air;
        let used = used + if strip { strip::HEIGHT + air } else { 0 };
        let list = Area {
            x: area.x + 2,
            y: area.y + used.min(area.height),
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(used),
        };
        Self { rule, figures, owed, area, digits, air, strip, list }
    }

    /// One part of the list of what is owed.
    fn part(&self, part: usize) -> Part<'_, (String, Role)> {
        Part::of(&self.owed, self.list, part, 58)
    }

    fn parts(&self) -> usize {
        if self.list.height == 0 { 1 } else { self.part(0).told().parts }
    }

    /// Draws it with a part of its list; returns the lines that shows.
    fn draw(&self, brush: &mut Brush<'_>, view: &View<'_>, part: usize) -> usize {
        let lang = brush.lang;
        let (area, figures, air) = (self.area, self.figures, self.air);
        let title = format!("{}{}", self.rule.clause, self.rule.title.get(lang));
        let mut y = area.y + air;
        centred(brush, area, y, &title, Role::Strong);
        y += 1 + air;
        let Some(deadline) = &figures.deadline else {
            let text = say!(
                lang,
                "方案没有给出起算日期，期限无从计算",
                "the plan gives no date to count from: there is no deadline"
            );
            centred(brush, area, y, &text, Role::Banner);
            return self.list(brush, part);
        };
        let (words, role) = rules::countdown(deadline.date, view.board, figures, lang);
        let left = deadline.date.since(view.board.day);
        let caption = self.caption(left, &words, lang);
        let (date, weekday) = (deadline.shown(), deadline.date.weekday_word(lang));
        let caption = format!("{caption}  {date} {weekday}");
        let still = figures.open + figures.overdue;
        // Across a hall what is still owed stands beside the days, as big.
        let wide = area.width >= WIDE && self.digits > 0 && still > 0;
        let half = Area { width: area.width / 2, ..area };
        let other = Area { x: area.x + half.width, ..half };
        let first = if wide { half } else { area };
        let captions = y + self.digits + air;
        big::draw(brush, Area { y, height: self.digits, ..first }, &left.abs().to_string(), role);
        centred(brush, first, captions, &caption, role);
        if wide {
            let role = if figures.overdue > 0 { Role::Red } else { Role::Yellow };
            let owed = figures.owed;
            big::draw(brush, Area { y, height: self.digits, ..other }, &still.to_string(), role);
            centred(
                brush,
                other,
                captions,
                &say!(lang, "未公布，共 {owed}", "not published, of {owed}"),
                role,
            );
        }
        y = captions + 1 + air;
        if self.strip {
            let days = u16::try_from(strip::days(deadline, view.board.day)).unwrap_or(u16::MAX).max(1);
            let across = (area.width.saturating_sub(2) / days).min(6).saturating_mul(days);
            let x = area.x + (area.width - across) / 2;
            strip::draw(brush, view, Area { x, y, width: across, height: strip::HEIGHT }, deadline);
            y += strip::HEIGHT + air;
        }
        let (met, owed, undetermined) = (figures.met, figures.owed, figures.undetermined);
        let pieces = [
            span(say!(lang, "已公布 {met} / {owed}   ", "published {met} of {owed}   "), Role::Done),
            span(say!(lang, "待认定 {undetermined}", "undetermined {undetermined}"), Role::Grey),
        ];
        let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
        let x = area.x + area.width.saturating_sub(u16::try_from(taken).unwrap_or(0)) / 2;
        brush.line(x, y, area.width, &pieces);
        self.list(brush, part)
    }

    /// What the digits count; with no digits or nothing to wait for, how the rule stands.
    fn caption(&self, left: i64, words: &str, lang: Lang) -> String {
        let unit = plural(left.abs(), "day", "days");
        if left == 0 || self.digits == 0 || self.figures.open + self.figures.overdue == 0 {
            words.to_owned()
        } else if left < 0 {
            say!(lang, "已过期限的天数", "{unit} past the deadline")
        } else {
            say!(lang, "距公布期限的天数", "{unit} left to publish")
        }
    }

    /// Who has not published, in the columns there are; returns how many it shows.
    fn list(&self, brush: &mut Brush<'_>, part: usize) -> usize {
        if self.list.height == 0 {
            return 0;
        }
        let part = self.part(part);
        for (place, (text, role)) in part.places() {
            brush.put(place.x, place.y, place.width, text, *role);
        }
        part.told().rows
    }
}

/// The cells in which the names of units and the stages stand under each other; a longer one goes on beyond them.
const COLUMN: usize = 18;
/// The cells of a stage in words.
const STAGE: usize = 6;

/// Who has not published what a rule asks for, how it stands and which stage it has reached.
fn missing(brush: &Brush<'_>, view: &View<'_>, rule: RuleIx) -> Vec<(String, Role)> {
    let lang = brush.lang;
    let plan = view.board.plan();
    let open = view.board.obligations.iter().filter(|owed| {
        owed.rule == rule
            && matches!(
                owed.clock,
                RuleClock::Overdue { .. }
                    | RuleClock::DueToday
                    | RuleClock::DueSoon { .. }
                    | RuleClock::Open { .. }
            )
    });
    open.filter_map(|owed| {
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
        let column = |text: &str, cells: usize| pad(text, cells, Align::Left);
        let (id, unit, stage) = (column(item.id, 5), column(unit, COLUMN), column(&stage, STAGE));
        let text = format!("{sign} {id} {unit}  {stage}  {}", item.title.get(lang));
        Some((text, Role::of(owed.clock.light())))
    })
    .collect()
}
