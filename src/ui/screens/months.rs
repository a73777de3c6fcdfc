//! Months as calendars: how much that is still owed falls due on each day; rest days shaded.

use super::super::View;
use super::super::brush::Brush;
use super::super::theme::Role;
use super::burn_up::next_month;
use crate::app::message::Area;
use crate::domain::{Calendar, Day};
use crate::text::{Lang, say};

/// Cells of a day.
const DAY: u16 = 3;
/// Cells of a month and of the gap after it.
const MONTH: u16 = 7 * DAY + 3;
/// Rows of a month: its name, the weekdays, six weeks.
pub(crate) const HEIGHT: u16 = 8;

/// Draws as many months as there is room for, from the month of `from` on.
pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, from: Day) {
    let lang = brush.lang;
    let Some(portfolio) = &view.model.portfolio else { return };
    if area.height < 3 || area.width < 7 * DAY + 1 {
        return;
    }
    brush.heading(area, area.y, &say!(lang, "每日到期数（未办结）", "What falls due each day, not yet done"));
    let (across, down) = ((area.width + 2) / MONTH, ((area.height - 1) / HEIGHT).max(1));
    let mut month = from.plus(1 - i64::from(from.day_of_month()));
    for row in 0..down {
        for column in 0..across.max(1) {
            let corner = Area {
                x: area.x + 1 + column * MONTH,
                y: area.y + 1 + row * HEIGHT,
                width: 7 * DAY,
                height: (area.height - 1 - row * HEIGHT).min(HEIGHT),
            };
            one(brush, view, corner, month, &portfolio.calendar);
            month = next_month(month);
        }
    }
}

fn one(brush: &mut Brush<'_>, view: &View<'_>, area: Area, month: Day, calendar: &Calendar) {
    let lang = brush.lang;
    let (year, number) = (month.year(), month.month());
    let end = next_month(month);
    let due: usize = view.board.deadlines().range(month..end).map(|(_, count)| count).sum();
    let name = say!(lang, "{year}年{number}月", "{year}-{number:02}");
    let at = brush.put(area.x, area.y, area.width, &name, Role::Strong);
    if due > 0 {
        let text = say!(lang, "  {due} 项", "  {due} due");
        brush.put(at, area.y, (area.x + area.width).saturating_sub(at), &text, Role::Muted);
    }
    for weekday in 0..7_u16 {
        let day = month.monday().plus(i64::from(weekday));
        let word = day.weekday_word(lang);
        let short: String = match lang {
            Lang::Zh => word.chars().skip(1).collect(),
            Lang::En => word.chars().take(2).collect(),
        };
        if area.height > 1 {
            brush.put(area.x + weekday * DAY, area.y + 1, DAY, &format!("{short:>2}"), Role::Muted);
        }
    }
    let mut day = month;
    while day < end {
        let weeks = day.monday().since(month.monday()) / 7;
        let (Ok(week), Ok(weekday)) = (u16::try_from(weeks), u16::try_from(day.weekday_index())) else {
            return;
        };
        if week + 2 < area.height {
            cell(brush, view, (area.x + weekday * DAY, area.y + 2 + week), day, calendar);
        }
        day = day.plus(1);
    }
}

/// A day: how much falls due, else its number, dim.
fn cell(brush: &mut Brush<'_>, view: &View<'_>, (x, y): (u16, u16), day: Day, calendar: &Calendar) {
    let today = view.board.day;
    let due = view.board.deadlines().get(&day).copied().unwrap_or_default();
    let soon = view.board.plan().lights.due_soon;
    let rest = calendar.is_rest(day);
    let role = match due {
        _ if day == today => Role::Today,
        0 if rest => Role::RestDay,
        0 => Role::Frame,
        _ if day < today => Role::Red,
        _ if day.since(today) <= soon => Role::Yellow,
        _ => Role::Strong,
    };
    // A count would be read as a date where dates stand beside it: it carries the sign of a count.
    let text = match due {
        0 if day == today => format!("{:>2} ", day.day_of_month()),
        0 => format!("{:>2} ", brush.glyphs.pick("·", ".")),
        1..=99 => format!("{due:>2} "),
        _ => "99+".to_owned(),
    };
    brush.put(x, y, DAY, &text, role);
}
