//! The drawings of the page, as inline SVG: the curve of the plan, and the strip of days to a rule's deadline.
//!
//! Every figure stands in the drawing's title, too, for those who cannot see it. Whole units only: no rounding to be
//! different on another machine.

use std::fmt::Write as _;

use super::html::escape;
use crate::domain::burn_up::{BurnUp, Point};
use crate::domain::calendar::DayKind;
use crate::domain::{Board, Calendar, Day, Deadline, Percent, RuleIx};
use crate::text::{Lang, say};

/// The curve's frame: left, top, width, height, in units of the drawing.
const FRAME: (i64, i64, i64, i64) = (44, 14, 700, 200);
/// Days in a row of the strip, and the sides of a day.
const ROW: i64 = 21;
const SIDE: (i64, i64) = (38, 52);

/// Where a day and a share stand in the frame.
struct Place {
    first: Day,
    days: i64,
}

impl Place {
    fn x(&self, day: Day) -> i64 {
        let (left, _, width, _) = FRAME;
        left + day.since(self.first).clamp(0, self.days) * width / self.days
    }
}

fn y(share: Percent) -> i64 {
    let (_, top, _, height) = FRAME;
    top + height - height * i64::try_from(share.thousandths()).unwrap_or_default() / 100_000
}

/// 燃起图: the items done of all, the progress, and 序时进度, day by day.
pub(super) fn burn_up(out: &mut String, board: &Board, lang: Lang) {
    let BurnUp { first, last, all, known, expected, .. } = board.burn_up();
    let Some(now) = known.last() else { return };
    let place = Place { first: *first, days: last.since(*first).max(1) };
    let done = |point: &Point| Percent::of(point.done as u64, *all as u64);
    let expect = board.burn_up().expected_on(board.day);
    let caption = caption(board, now, done(now), expect, lang);
    let (left, top, width, height) = FRAME;
    let (right, bottom) = (left + width, top + height);
    let (w, h) = (right + 16, bottom + 58);
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(
        out,
        "<svg class=\"burn-up\" viewBox=\"0 0 {w} {h}\" role=\"img\"><title>{}</title>",
        escape(&caption)
    );
    for quarter in 0..=4 {
        let share = Percent::from_thousandths(quarter * 25_000);
        let (at, label) = (y(share), quarter * 25);
        let _ = writeln!(out, "<path class=\"grid\" d=\"M{left} {at}H{right}\"/>");
        let (x, base) = (left - 6, at + 4);
        let _ = writeln!(out, "<text class=\"end soft\" x=\"{x}\" y=\"{base}\">{label}%</text>");
    }
    let days = || (0..).map(|n| first.plus(n));
    let known_line: Vec<(i64, i64)> =
        days().zip(known).filter_map(|(day, point)| Some((place.x(day), y(point.progress?)))).collect();
    let done_line: Vec<(i64, i64)> =
        days().zip(known).map(|(day, point)| (place.x(day), y(done(point)))).collect();
    let expected_line: Vec<(i64, i64)> =
        days().zip(expected).filter_map(|(day, share)| Some((place.x(day), y((*share)?)))).collect();
    let today = place.x(board.day);
    let _ =
        writeln!(out, "<path class=\"area\" d=\"{}L{today} {bottom}L{left} {bottom}Z\"/>", path(&done_line));
    let _ = writeln!(out, "<path class=\"expected\" d=\"{}\"/>", path(&expected_line));
    let _ = writeln!(out, "<path class=\"known\" d=\"{}\"/>", path(&known_line));
    let _ = writeln!(out, "<path class=\"today\" d=\"M{today} {top}V{bottom}\"/>");
    dates(out, board, (bottom + 16, today));
    legend(out, bottom + 44, lang);
    out.push_str("</svg>\n");
    let _ = writeln!(out, "<p><small>{}</small></p>", escape(&caption));
}

/// The figures of the curve's day, in a sentence.
fn caption(board: &Board, now: &Point, done: Percent, expected: Option<Percent>, lang: Lang) -> String {
    let Point { items, weight: _, done: count, progress } = now;
    let all = board.burn_up().all;
    let progress = progress.map_or_else(|| "—".to_owned(), |it| format!("{it}%"));
    let expected = expected.map_or_else(|| "—".to_owned(), |it| format!("{it}%"));
    let day = board.day;
    say!(
        lang,
        "{day}：完成 {count}/{all}（{done}%），进度 {progress}（{items} 项平均），有时限事项的序时进度 {expected}",
        "{day}: done {count}/{all} ({done}%), progress {progress} (mean of {items} items), expected of the dated items {expected}"
    )
}

fn path(points: &[(i64, i64)]) -> String {
    let mut out = String::new();
    let mut before = None;
    for (n, (x, y)) in points.iter().enumerate() {
        // A day that stands where the one before it stood adds nothing.
        if before != Some((x, y)) {
            let _ = write!(out, "{}{x} {y}", if n == 0 { "M" } else { "L" });
        }
        before = Some((x, y));
    }
    if out.is_empty() { "M0 0".to_owned() } else { out }
}

/// The first day, the last, and the day shown, where its label does not hide one of the others.
fn dates(out: &mut String, board: &Board, (base, today): (i64, i64)) {
    let (left, _, width, _) = FRAME;
    let right = left + width;
    let (first, last, day) = (board.burn_up().first, board.burn_up().last, board.day);
    let _ = writeln!(out, "<text class=\"soft\" x=\"{left}\" y=\"{base}\">{first}</text>");
    let _ = writeln!(out, "<text class=\"end soft\" x=\"{right}\" y=\"{base}\">{last}</text>");
    if (left + 110..right - 110).contains(&today) {
        let _ = writeln!(out, "<text class=\"number\" x=\"{today}\" y=\"{base}\">{day}</text>");
    }
}

fn legend(out: &mut String, base: i64, lang: Lang) {
    let (mut x, _, _, _) = FRAME;
    let line = base - 4;
    for (class, zh, en) in [
        ("known", "进度", "progress"),
        ("expected", "序时进度（有时限的事项）", "expected (dated items)"),
        ("area", "完成率", "items done"),
        ("today", "所示日期", "the day shown"),
    ] {
        let end = x + 26;
        if class == "area" {
            let top = line - 5;
            let _ = writeln!(out, "<path class=\"{class}\" d=\"M{x} {top}H{end}V{line}H{x}Z\"/>");
        } else {
            let _ = writeln!(out, "<path class=\"{class}\" d=\"M{x} {line}H{end}\"/>");
        }
        let (text, at) = (say!(lang, "{zh}", "{en}"), end + 6);
        let _ = writeln!(out, "<text class=\"soft\" x=\"{at}\" y=\"{base}\">{text}</text>");
        let cells = i64::try_from(crate::text::width(&text)).unwrap_or_default();
        x = at + cells * 7 + 22;
    }
}

/// The days from a rule's base date to its deadline, and on to the day shown, two weeks at most.
pub(super) fn strip(out: &mut String, board: &Board, rule: RuleIx, calendar: &Calendar, lang: Lang) {
    let Some(deadline) = board.rules.get(rule.get()).and_then(|figures| figures.deadline.as_ref()) else {
        return;
    };
    let (first, date) = (deadline.base, deadline.date);
    let last = board.day.min(date.plus(14)).max(date);
    let days = last.since(first) + 1;
    let (w, h) = SIDE;
    let rows = (days + ROW - 1) / ROW;
    let (wide, high) = (days.min(ROW) * w + 4, rows * h + 4);
    let title = say!(lang, "{first} 至 {date}", "{first} to {date}");
    let _ = writeln!(
        out,
        "<svg class=\"strip\" viewBox=\"0 0 {wide} {high}\" role=\"img\"><title>{title}</title>"
    );
    for n in 0..days {
        let day = first.plus(n);
        let at = (n % ROW * w + 2, n / ROW * h + 2);
        one(out, day, at, deadline, (board.day, calendar), lang);
    }
    out.push_str("</svg>\n");
}

fn one(
    out: &mut String,
    day: Day,
    (x, y): (i64, i64),
    deadline: &Deadline,
    (today, calendar): (Day, &Calendar),
    lang: Lang,
) {
    let (w, h) = (SIDE.0 - 4, SIDE.1 - 8);
    let kind = calendar.kind(day);
    let (rest, word) = match &kind {
        DayKind::WorkDay => ("", String::new()),
        DayKind::MakeUp(_) => ("", say!(lang, "班", "work")),
        DayKind::Weekend | DayKind::Holiday(_) => (" rest", say!(lang, "休", "off")),
    };
    let (own, word) = if day == deadline.date {
        (" limit", say!(lang, "期限", "due"))
    } else if day == deadline.base {
        (" base", say!(lang, "起算", "from"))
    } else {
        ("", word)
    };
    let _ = write!(
        out,
        "<rect class=\"day{rest}{own}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"4\"><title>{}</title></rect>",
        day.long(lang)
    );
    if day == today {
        let _ = write!(
            out,
            "<rect class=\"day now\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"4\"/>"
        );
    }
    let (middle, upper, lower) = (x + w / 2, y + 18, y + 36);
    let first = day == deadline.base || day.day_of_month() == 1;
    let number = if first {
        format!("{}/{}", day.month(), day.day_of_month())
    } else {
        format!("{}", day.day_of_month())
    };
    let _ = write!(out, "<text class=\"number\" x=\"{middle}\" y=\"{upper}\">{number}</text>");
    let _ = writeln!(out, "<text class=\"number soft\" x=\"{middle}\" y=\"{lower}\">{word}</text>");
}
