//! The strip of days from a rule's base date to its deadline: rest days shaded, make-up days marked, today shown.

use super::super::View;
use super::super::brush::Brush;
use super::super::theme::Role;
use super::burn_up::month_name;
use crate::app::message::Area;
use crate::domain::calendar::DayKind;
use crate::domain::deadline::Base;
use crate::domain::{Calendar, Day, Deadline};
use crate::text::Lang;

/// Rows the strip takes: months, days, what they are.
pub(crate) const HEIGHT: u16 = 3;

/// The days of the strip: from the base date to the deadline, and on to `day` once that has passed, two weeks at most.
pub(crate) fn days(deadline: &Deadline, day: Day) -> i64 {
    day.min(deadline.date.plus(14)).max(deadline.date).since(deadline.base) + 1
}

/// Draws the strip; returns whether there was room for all its days.
pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, deadline: &Deadline) -> bool {
    let first = deadline.base;
    let days = u16::try_from(days(deadline, view.board.day)).unwrap_or(u16::MAX);
    if days == 0 || days.saturating_mul(3) > area.width || area.height < HEIGHT {
        return false;
    }
    let cell = (area.width / days).clamp(3, 6);
    let Some(portfolio) = &view.model.portfolio else { return false };
    let calendar: &Calendar = &portfolio.calendar;
    for n in 0..days {
        let day = first.plus(i64::from(n));
        one(brush, view, area, (n, cell), day, deadline, calendar);
    }
    true
}

fn one(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    (n, cell): (u16, u16),
    day: Day,
    deadline: &Deadline,
    calendar: &Calendar,
) {
    let lang = brush.lang;
    let x = area.x + n * cell;
    if n == 0 || day.day_of_month() == 1 {
        let text = month_name(day, lang);
        brush.put(x, area.y, cell.max(4), &text, Role::Muted);
    }
    let role = match calendar.kind(day) {
        _ if day == view.board.day => Role::Today,
        DayKind::WorkDay => Role::Text,
        DayKind::MakeUp(_) => Role::MakeUp,
        DayKind::Weekend | DayKind::Holiday(_) => Role::RestDay,
    };
    let number = format!("{:>2}", day.day_of_month());
    let padded = crate::text::fit(&number, usize::from(cell), crate::text::Align::Centre);
    brush.put(x, area.y + 1, cell, &padded, role);
    let (mark, role) = mark(brush, (day, cell), view.board.day, deadline, calendar, lang);
    let padded = crate::text::fit(mark, usize::from(cell), crate::text::Align::Centre);
    brush.put(x, area.y + 2, cell, &padded, role);
}

/// What a day is, under it: a word where there are cells for one.
fn mark(
    brush: &Brush<'_>,
    (day, cell): (Day, u16),
    today: Day,
    deadline: &Deadline,
    calendar: &Calendar,
    lang: Lang,
) -> (&'static str, Role) {
    let pick = |zh: &'static str, en: &'static str, brief: &'static str| match lang {
        Lang::Zh if !brush.glyphs.is_ascii() => zh,
        Lang::Zh | Lang::En if cell > 5 => en,
        Lang::Zh | Lang::En => brief,
    };
    if day == deadline.date {
        let role = if today > day { Role::Red } else { Role::Yellow };
        return (pick("限", "due", "due"), role);
    }
    if day == deadline.base {
        let what = match deadline.base_is {
            Base::Issued => pick("印", "out", "0"),
            Base::Published => pick("公", "out", "0"),
            Base::Given => pick("起", "from", "0"),
        };
        return (what, Role::Accent);
    }
    match calendar.kind(day) {
        DayKind::MakeUp(_) => (pick("班", "work", "W"), Role::Yellow),
        DayKind::Weekend | DayKind::Holiday(_) => (pick("休", "off", "-"), Role::Grey),
        DayKind::WorkDay => ("", Role::Muted),
    }
}
