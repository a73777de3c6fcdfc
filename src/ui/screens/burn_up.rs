//! The burn-up: progress, completion rate and what the dates ask for, day by day, under the line of the scope.

use super::super::View;
use super::super::brush::{Brush, Span, span};
use super::super::plot::{Pen, Plot};
use super::super::theme::Role;
use crate::app::message::Area;
use crate::domain::{BurnUp, Day, Percent};
use crate::text::{Lang, say, width};

/// The least rows of a chart worth looking at: legend, three rows of curves, the months.
pub(crate) const LEAST: u16 = 6;
/// The least columns.
const NARROWEST: u16 = 44;
/// Cells of the percents at the left.
const SCALE: u16 = 5;

/// Draws it with its heading; nothing where there is no room. Returns the rows used.
pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area) -> u16 {
    let curve = view.board.burn_up();
    if area.height < LEAST || area.width < NARROWEST || curve.last <= curve.first {
        return 0;
    }
    let (first, last) = (curve.first, curve.last);
    // The line along the top is told here, where there is room for it in any language.
    let (scope, all) = (view.board.total.counted(), view.board.total.items);
    let title = say!(
        brush.lang,
        "燃起图　{first} 至 {last}　上沿 {scope}/{all} 项",
        "Burn-up, {first} to {last}; top line {scope}/{all}"
    );
    brush.heading(area, area.y, &title);
    legend(brush, view, Area { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 1 });
    let inside =
        Area { x: area.x + SCALE + 1, y: area.y + 2, width: area.width - SCALE - 2, height: area.height - 3 };
    scale(brush, inside);
    let mut plot = Plot::new(inside.width, inside.height);
    curves(&mut plot, curve);
    let day = place(curve, view.board.day, inside);
    if let Some(x) = day {
        brush.divider_in(x, inside.y, inside.height, Role::Accent);
    }
    plot.paint(brush, inside);
    months(brush, curve, inside, day.map(|x| (x, view)));
    area.height
}

/// The curves, the most important last, so that it is on top.
fn curves(plot: &mut Plot, curve: &BurnUp) {
    let days = curve.last.since(curve.first);
    let dots = i64::try_from(plot.dots().saturating_sub(1)).unwrap_or(1).max(1);
    let on = |x: usize| curve.first.plus(i64::try_from(x).unwrap_or_default() * days / dots);
    let scope = |x| {
        let point = curve.on(on(x))?;
        Some(Percent::of(point.items as u64, curve.all as u64))
    };
    let done = |x| curve.on(on(x)).map(|point| Percent::of(point.done as u64, curve.all as u64));
    plot.curve(Pen::Filled, Role::Bar, |x| curve.on(on(x)).and_then(|point| point.progress));
    plot.curve(Pen::Dotted, Role::Muted, scope);
    plot.curve(Pen::Solid, Role::Yellow, |x| curve.expected_on(on(x)));
    plot.curve(Pen::Dashed, Role::Green, done);
}

/// Each curve in words, with its figure on the board's day.
fn legend(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    let (curve, total) = (view.board.burn_up(), &view.board.total);
    let figure = |percent: Option<Percent>| percent.map_or_else(|| "—".to_owned(), |it| format!("{it}%"));
    let (progress, done) = (figure(total.progress()), figure(Some(total.completion())));
    let expected = figure(curve.expected_on(view.board.day));
    let words = [
        (Pen::Filled, Role::Bar, say!(lang, "平均进度 {progress}", "progress {progress}")),
        (Pen::Dashed, Role::Green, say!(lang, "完成率 {done}", "done {done}")),
        (Pen::Solid, Role::Yellow, say!(lang, "时限应达 {expected}", "dates ask {expected}")),
    ];
    let mut pieces: Vec<Span> = Vec::new();
    let mut room = usize::from(area.width);
    for (pen, role, words) in words {
        let sample = if brush.glyphs.is_ascii() { pen.ascii().repeat(3) } else { pen.sample() };
        let gap = if pieces.is_empty() { "" } else { "  " };
        let text = format!("{gap}{sample} {words}");
        // A word of the legend stands whole or not at all.
        let Some(left) = room.checked_sub(width(&text)) else { break };
        room = left;
        pieces.push(span(text, role));
    }
    brush.line(area.x, area.y, area.width, &pieces);
}

/// The percents at the left, and a line down.
fn scale(brush: &mut Brush<'_>, inside: Area) {
    let bottom = inside.y + inside.height - 1;
    brush.divider(inside.x - 1, inside.y, inside.height);
    brush.put_right(inside.x - 1, inside.y, "100%", Role::Muted);
    brush.put_right(inside.x - 1, bottom, "0%", Role::Muted);
    if inside.height >= 5 {
        brush.put_right(inside.x - 1, inside.y + inside.height / 2, "50%", Role::Muted);
    }
}

/// The column of a day; none outside the chart.
fn place(curve: &BurnUp, day: Day, inside: Area) -> Option<u16> {
    let days = curve.last.since(curve.first).max(1);
    let at = day.since(curve.first);
    let x = at * i64::from(inside.width.saturating_sub(1)) / days;
    (0..=days).contains(&at).then(|| inside.x + u16::try_from(x).unwrap_or_default())
}

/// The months below, as many as do not touch, and the board's day above all of them.
fn months(brush: &mut Brush<'_>, curve: &BurnUp, inside: Area, day: Option<(u16, &View<'_>)>) {
    let lang = brush.lang;
    let y = inside.y + inside.height;
    let end = inside.x + inside.width;
    let today = day.map(|(x, view)| {
        let date = view.board.day.short();
        let text = if view.board.day == view.board.today {
            say!(lang, "今天 {date}", "today {date}")
        } else {
            date
        };
        let cells = u16::try_from(width(&text)).unwrap_or_default();
        (x.min(end.saturating_sub(cells)), cells, text)
    });
    let mut free = inside.x;
    let mut month = curve.first;
    while month <= curve.last {
        let text = month_word(month, lang);
        let cells = u16::try_from(width(&text)).unwrap_or_default();
        let touches = |x: u16| {
            today.as_ref().is_some_and(|(from, wide, _)| x < from + wide + 1 && x + cells + 1 > *from)
        };
        if let Some(x) =
            place(curve, month, inside).filter(|x| *x >= free && x + cells <= end && !touches(*x))
        {
            brush.put(x, y, cells, &text, Role::Muted);
            free = x + cells + 1;
        }
        month = next_month(month);
    }
    if let Some((x, cells, text)) = today {
        brush.put(x, y, cells, &text, Role::Today);
    }
}

/// `2月`, in January the year too.
pub(crate) fn month_word(day: Day, lang: Lang) -> String {
    if day.month() == 1 { day.year().to_string() } else { month_name(day, lang) }
}

/// `1月`.
pub(crate) fn month_name(day: Day, lang: Lang) -> String {
    let month = day.month();
    match lang {
        Lang::Zh => format!("{month}月"),
        Lang::En => MONTHS
            .get(usize::try_from(month - 1).unwrap_or_default())
            .map_or_else(String::new, |it| (*it).to_owned()),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The first day of the next month.
pub(crate) fn next_month(day: Day) -> Day {
    let first = day.plus(1 - i64::from(day.day_of_month()));
    // Any month ends within 31 days of its first, and the next one has begun by then.
    let in_next = first.plus(31);
    in_next.plus(1 - i64::from(in_next.day_of_month()))
}
