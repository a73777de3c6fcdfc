//! Screen 7: the items with dates as bars on a calendar: start to due date, filled to the progress; today's line, rest
//! days shaded; the months as calendars below or in their place.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::item_list;
use super::super::theme::Role;
use super::burn_up::{month_word, next_month};
use super::months;
use crate::app::message::{Area, Drawn};
use crate::app::timeline::{Scale, Window};
use crate::app::{Row, RowKind};
use crate::domain::{Clock, Day, ItemIx};
use crate::text::{Align, fit, say, width};

/// Rows of the head: months or years, then days, weeks or months.
const HEAD: u16 = 2;
/// From this width on the clock's words stand at the right of the bars.
const WORDED: u16 = 110;
/// Cells of those words.
const WORDS: u16 = 16;
/// From this height on the months stand below the bars.
const TALL: u16 = 34;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let titles = (area.width * 3 / 10).clamp(12, 44);
    let words = if area.width >= WORDED { WORDS + 1 } else { 0 };
    let bars = Area { x: area.x + titles + 1, width: area.width.saturating_sub(titles + 2 + words), ..area };
    drawn.timeline_cells = bars.width;
    let window = view.model.timeline.window(view.board, bars.width);
    if view.model.timeline.months {
        // The list is not drawn, but the cursor stays where it was.
        drawn.list_height = 1;
        months::draw(brush, view, area, view.model.timeline.left.unwrap_or(view.board.burn_up().first));
        return;
    }
    let below = if area.height >= TALL { months::HEIGHT + 1 } else { 0 };
    let legend = u16::from(area.height >= 12);
    let height = area.height.saturating_sub(HEAD + below + legend);
    head(brush, view, area, Area { height: HEAD, ..bars }, &window);
    let list = Area { y: area.y + HEAD, height, ..area };
    ground(brush, view, Area { y: list.y, height, ..bars }, &window);
    item_list::draw(brush, view, list, drawn, |brush, row, y| {
        paint(brush, view, row, Area { y, height: 1, ..area }, Area { y, height: 1, ..bars }, &window);
    });
    let none = say!(brush.lang, "没有带时限的事项", "no item has a date");
    item_list::empty(brush, view, list, &none);
    if legend > 0 {
        key(brush, Area { x: area.x + 1, y: list.y + height, width: area.width - 1, height: 1 });
    }
    if below > 0 {
        let months = Area { y: list.y + height + legend, height: below, ..area };
        months::draw(brush, view, months, view.board.day);
    }
}

/// The column of a cell of the window, if it is one.
fn column(bars: Area, cell: i64) -> Option<u16> {
    let cell = u16::try_from(cell).ok().filter(|cell| *cell < bars.width)?;
    Some(bars.x + cell)
}

/// Months or years above; days, Mondays or months below; the board's day over both.
fn head(brush: &mut Brush<'_>, view: &View<'_>, area: Area, bars: Area, window: &Window) {
    let lang = brush.lang;
    let scale = window.scale.words(lang);
    let words = say!(lang, "有时限的事项 · {scale}", "Items with dates, {scale}");
    let room = bars.x.saturating_sub(area.x + 2);
    let words = if width(&words) > usize::from(room) { scale } else { words };
    brush.put(area.x + 1, area.y, room, &words, Role::Accent);
    let (first, last) = (window.left, window.day(i64::from(bars.width)));
    let fine = window.scale.shows_days();
    // The first label names what the window begins in, wherever in the month that is.
    let coarse = |day: Day| {
        let (year, month) = (day.year(), day.month());
        if fine { say!(lang, "{year}年{month}月", "{year}-{month:02}") } else { year.to_string() }
    };
    let mut month = next_month(first);
    let (label, mut free) = (coarse(first), bars.x);
    // Where the next one would not fit behind it, it is the next one that matters.
    let cells = i64::try_from(width(&label)).unwrap_or_default();
    if !fine || window.cell(month) > cells {
        free = brush.put(bars.x, bars.y, bars.width, &label, Role::Muted) + 1;
    }
    while month < last {
        if let Some(x) = column(bars, window.cell(month)).filter(|x| *x >= free)
            && (fine || month.month() == 1)
        {
            free = brush.put(x, bars.y, (bars.x + bars.width).saturating_sub(x), &coarse(month), Role::Muted)
                + 1;
        }
        month = next_month(month);
    }
    let below = Area { y: bars.y + 1, height: 1, ..bars };
    let today = Label::of(view.board.day, below, window);
    if fine {
        days(brush, view, below, window, today.as_ref());
    } else {
        month_names(brush, below, window, last, today.as_ref());
    }
    if let Some(Label { x, cells, text }) = today {
        brush.put(x, below.y, cells, &text, Role::Today);
    }
}

/// Where the board's day is named on the head.
struct Label {
    x: u16,
    cells: u16,
    text: String,
}

impl Label {
    /// The day, if it is in the window, moved left where it would not fit.
    fn of(day: Day, bars: Area, window: &Window) -> Option<Self> {
        let x = column(bars, window.cell(day))?;
        let text = match window.scale {
            Scale::DAY => format!("{:>2}", day.day_of_month()),
            Scale { .. } => day.short(),
        };
        let cells = u16::try_from(width(&text)).unwrap_or_default();
        Some(Self { x: x.min((bars.x + bars.width).saturating_sub(cells)), cells, text })
    }

    /// Whether another label there would touch it.
    fn touches(&self, x: u16, cells: u16) -> bool {
        x < self.x + self.cells + 1 && x + cells + 1 > self.x
    }
}

/// Every day's number, or every Monday's.
fn days(brush: &mut Brush<'_>, view: &View<'_>, area: Area, window: &Window, today: Option<&Label>) {
    let Some(portfolio) = &view.model.portfolio else { return };
    let daily = window.scale == Scale::DAY;
    let mut day = window.left;
    while let Some(x) = column(area, window.cell(day)) {
        let number = format!("{:>2}", day.day_of_month());
        let room = (area.x + area.width).saturating_sub(x);
        let free = today.is_none_or(|today| !today.touches(x, 2));
        if daily {
            let role = if portfolio.calendar.is_rest(day) { Role::RestDay } else { Role::Text };
            brush.put(x, area.y, room.min(2), &number, role);
        } else if day.weekday_index() == 0 && room >= 2 && free {
            brush.put(x, area.y, room, number.trim_start(), Role::Muted);
        }
        day = day.plus(1);
    }
}

fn month_names(brush: &mut Brush<'_>, area: Area, window: &Window, last: Day, today: Option<&Label>) {
    let mut free_from = area.x;
    let mut month = next_month(window.left);
    while month < last {
        let text =
            if month.month() == 1 { say!(brush.lang, "1月", "Jan") } else { month_word(month, brush.lang) };
        let cells = u16::try_from(width(&text)).unwrap_or_default();
        let fits = |x: &u16| {
            let free = today.is_none_or(|today| !today.touches(*x, cells));
            free && *x >= free_from && x + cells <= area.x + area.width
        };
        if let Some(x) = column(area, window.cell(month)).filter(fits) {
            free_from = brush.put(x, area.y, cells, &text, Role::Muted) + 1;
        }
        month = next_month(month);
    }
}

/// What lies behind the bars: rest days shaded where a day has a cell, the board's day as a line.
fn ground(brush: &mut Brush<'_>, view: &View<'_>, area: Area, window: &Window) {
    if let Some(portfolio) = view.model.portfolio.as_ref().filter(|_| window.scale.shows_days()) {
        let mut day = window.left;
        while let Some(x) = column(area, window.cell(day)) {
            if portfolio.calendar.is_rest(day) {
                let wide = if window.scale == Scale::DAY { 2 } else { 1 };
                let wide = wide.min((area.x + area.width).saturating_sub(x));
                brush.fill(Area { x, width: wide, ..area }, Role::RestDay);
                if !brush.shades() {
                    for y in area.y..area.y + area.height {
                        brush.put(x, y, 1, ".", Role::RestDay);
                    }
                }
            }
            day = day.plus(1);
        }
    }
    if let Some(x) = column(area, window.cell(view.board.day)) {
        brush.divider_in(x, area.y, area.height, Role::Accent);
    }
}

fn paint(brush: &mut Brush<'_>, view: &View<'_>, row: &Row, area: Area, bars: Area, window: &Window) {
    let room = bars.x.saturating_sub(area.x + 2);
    match row.kind {
        RowKind::Section { ix, .. } => {
            if let Some(section) = view.board.plan().section(ix) {
                let name = format!("{}{}", section.label, section.title.get(brush.lang));
                brush.put(area.x + 1, area.y, room, &name, Role::Accent);
            }
        }
        RowKind::Item { ix, .. } => item(brush, view, ix, (area, room), bars, window),
        RowKind::Heading(..)
        | RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Owed(_)
        | RowKind::Unit(_)
        | RowKind::Change(..)
        | RowKind::Plan(_)
        | RowKind::Finding(_) => {}
    }
}

fn item(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    ix: ItemIx,
    (area, room): (Area, u16),
    bars: Area,
    window: &Window,
) {
    let plan = view.board.plan();
    let (Some(item), Some(figures)) = (plan.item(ix), view.board.item(ix)) else { return };
    let Some(due) = figures.due_day() else { return };
    let (lang, y) = (brush.lang, area.y);
    let role = Role::of(figures.light());
    let sign = brush.glyphs.light(figures.light());
    brush.put(area.x + 1, y, 1, sign, role);
    let end = brush.put(area.x + 3, y, room.saturating_sub(2), &fit(item.id, 6, Align::Left), Role::Muted);
    brush.put(end, y, (area.x + 1 + room).saturating_sub(end), item.title.get(lang), Role::Text);
    let after = bars.x + bars.width + 1;
    let right = (area.x + area.width).saturating_sub(after);
    if right > WORDS {
        brush.put(after, y, WORDS, &figures.clock.words(lang), role);
    }
    let start = item.start.or(plan.issued).unwrap_or(due).min(due);
    let (from, to) = (window.cell(start), window.cell(due));
    let length = to - from + 1;
    let filled = i64::try_from(figures.progress.thousandths()).unwrap_or_default() * length / 100_000;
    // Time after the due date: still running, or what it took to finish.
    let late = match figures.clock {
        Clock::Overdue { .. } => Some(view.board.day),
        Clock::CompletedLate { .. } => figures.completed_on,
        Clock::Stopped
        | Clock::Suspended
        | Clock::CompletedOnTime
        | Clock::DueToday
        | Clock::FarBehind { .. }
        | Clock::DueSoon { .. }
        | Clock::Behind { .. }
        | Clock::OnSchedule
        | Clock::NoDate
        | Clock::NotStarted => None,
    };
    let end = late.map_or(to, |day| window.cell(day));
    for cell in from.max(0)..=end.min(i64::from(bars.width) - 1) {
        let Some(x) = column(bars, cell) else { continue };
        let (glyph, role) = if cell > to {
            (brush.glyphs.pick("╍", "!"), Role::Red)
        } else if cell == to {
            (brush.glyphs.pick("┫", "]"), role)
        } else if cell < from + filled {
            (brush.glyphs.pick("━", "="), role)
        } else {
            (brush.glyphs.pick("─", "-"), Role::Muted)
        };
        brush.put(x, y, 1, glyph, role);
    }
    // What lies outside the window is pointed at, so that no row looks empty by itself.
    if end < 0 {
        brush.put(bars.x, y, bars.width, &format!("{} {due}", brush.glyphs.pick("◂", "<")), Role::Muted);
    } else if from >= i64::from(bars.width) {
        brush.put_right(
            bars.x + bars.width,
            y,
            &format!("{start} {}", brush.glyphs.pick("▸", ">")),
            Role::Muted,
        );
    }
}

/// What the signs mean.
fn key(brush: &mut Brush<'_>, area: Area) {
    let lang = brush.lang;
    let signs = brush.glyphs;
    let pieces = [
        span(signs.pick("━━", "==").to_owned(), Role::Green),
        span(say!(lang, " 进度  ", " progress  "), Role::Muted),
        span(signs.pick("──", "--").to_owned(), Role::Muted),
        span(say!(lang, " 未办  ", " to do  "), Role::Muted),
        span(signs.pick("┫", "]").to_owned(), Role::Text),
        span(say!(lang, " 时限  ", " due  "), Role::Muted),
        span(signs.pick("╍╍", "!!").to_owned(), Role::Red),
        span(say!(lang, " 逾期  ", " overdue  "), Role::Muted),
        span(signs.vertical().to_owned(), Role::Accent),
        span(say!(lang, " 今天", " today"), Role::Muted),
    ];
    brush.line(area.x, area.y, area.width, &pieces);
}
