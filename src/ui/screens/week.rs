//! Screen 5: who owes what this week and next, by day or by unit, and whom to ask. The reminder slip of a unit.

use std::mem::discriminant;

use super::super::View;
use super::super::brush::{Brush, Columns, Line, column, rest, span};
use super::super::theme::Role;
use super::super::{detail, item_list};
use crate::app::message::{Area, Drawn};
use crate::app::{Row, RowKind};
use crate::domain::agenda::{self, Falls, When};
use crate::domain::calendar::DayKind;
use crate::domain::reminder::{self, Paragraph};
use crate::domain::{Board, Calendar, Day, Light, UnitIx};
use crate::text::{Align, Lang, clip_start, fit, pad, say, width, wrap};

/// Rows of the strip of two weeks.
const STRIP: u16 = 4;
/// From this height on the strip is drawn.
const ROOMY: u16 = 16;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let used = if area.height >= ROOMY { strip(brush, view, area) } else { 0 };
    let area = detail::below(brush, view, area, used, drawn);
    let list = Area { y: area.y + used, height: area.height - used, ..area };
    let columns = columns(view, list);
    item_list::draw(brush, view, list, drawn, |brush, row, y| paint(brush, view, list, row, y, &columns));
    let none = say!(
        brush.lang,
        "没有逾期，本周、下周也没有到期的",
        "nothing is overdue, and nothing falls due this week or next"
    );
    let below = Area { y: list.y + 1, height: list.height.saturating_sub(1), ..list };
    item_list::empty(brush, view, below, &none);
}

/// Sign, the clock's words, due day, id, what, progress, units, contact.
///
/// Whom to ask is what the screen is for, so on a wide screen the contact has all the cells the longest needs.
fn columns(view: &View<'_>, area: Area) -> Columns {
    let area = Area { width: area.width.saturating_sub(1), ..area };
    let mut columns = vec![
        column(1, Align::Left, 0),
        column(16, Align::Left, 0),
        column(10, Align::Left, 4),
        column(6, Align::Left, 3),
        rest(),
        column(4, Align::Right, 5),
    ];
    if !view.model.week_by_unit {
        let contacts = view.board.unit_rows().filter_map(|(unit, ..)| contact(view.board, unit));
        let longest = contacts.map(width).max().unwrap_or(0);
        let most = if area.width >= 110 { area.width / 3 } else { 20 };
        let contact = u16::try_from(longest).unwrap_or(most).clamp(1, most);
        columns.extend([column(item_list::names(area, 14), Align::Left, 1), column(contact, Align::Left, 2)]);
    }
    item_list::columns(&columns, area, 20)
}

/// Two weeks, a column a day: weekday, date, what kind of day, how much falls due. Returns the rows used.
fn strip(brush: &mut Brush<'_>, view: &View<'_>, area: Area) -> u16 {
    let Some(portfolio) = &view.model.portfolio else { return 0 };
    let (monday, _) = agenda::two_weeks(view.board);
    let cell = (area.width.saturating_sub(4) / 14).min(9);
    if cell < 5 {
        return 0;
    }
    for n in 0..14_u16 {
        // A gap between the two weeks.
        let x = area.x + 1 + n * cell + u16::from(n >= 7) * 2;
        let day = monday.plus(i64::from(n));
        one_day(brush, view, (x, area.y, cell - 1), day, &portfolio.calendar);
    }
    STRIP + 1
}

fn one_day(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    (x, y, cell): (u16, u16, u16),
    day: Day,
    calendar: &Calendar,
) {
    let lang = brush.lang;
    let (kind, rest) = kind(calendar, day, lang);
    let today = view.board.day;
    let role = match calendar.kind(day) {
        _ if day == today => Role::Today,
        DayKind::WorkDay => Role::Text,
        DayKind::MakeUp(_) => Role::MakeUp,
        DayKind::Weekend | DayKind::Holiday(_) => Role::RestDay,
    };
    let centre = |text: &str| fit(text, usize::from(cell), Align::Centre);
    brush.put(x, y, cell, &centre(day.weekday_word(lang)), role);
    // Where there is no room for the month it stands on the first of each.
    let (month, number) = (day.month(), day.day_of_month());
    let date = if cell >= 5 {
        day.short()
    } else if number == 1 {
        format!("{month}/{number}")
    } else {
        number.to_string()
    };
    brush.put(x, y + 1, cell, &centre(&date), role);
    let due = view.board.deadlines().get(&day).copied().unwrap_or_default();
    let count =
        if cell >= 6 { say!(lang, "{due} 项", "{due} due") } else { say!(lang, "{due}项", "[{due}]") };
    let (text, role) = match due {
        0 => (String::new(), role),
        _ if day < today => (count, Role::Red),
        _ if day.since(today) <= view.board.plan().lights.due_soon => (count, Role::Yellow),
        _ => (count, Role::Strong),
    };
    brush.put(x, y + 2, cell, &centre(&text), role);
    let role = if rest { Role::Grey } else { Role::Yellow };
    brush.put(x, y + 3, cell, &centre(&kind), role);
}

/// What a day is, in a word, if it is not an ordinary working day; and whether it is a day of rest.
fn kind(calendar: &Calendar, day: Day, lang: Lang) -> (String, bool) {
    match calendar.kind(day) {
        DayKind::WorkDay => (String::new(), false),
        DayKind::MakeUp(_) => (say!(lang, "班", "work"), false),
        DayKind::Weekend => (say!(lang, "休", "off"), true),
        DayKind::Holiday(notice) => (notice.name.to_string(), true),
    }
}

fn paint(brush: &mut Brush<'_>, view: &View<'_>, area: Area, row: &Row, y: u16, columns: &Columns) {
    match row.kind {
        RowKind::Heading(words, count) => item_list::heading(brush, area, y, words.get(brush.lang), count),
        RowKind::Date(day, count) => date(brush, view, area, y, day, count),
        RowKind::Unit(ix) => unit(brush, view, area, y, ix),
        RowKind::Item { ix, .. } => owed(brush, view, &Falls::Item(ix), y, columns),
        RowKind::Owed(n) => {
            if let Some(obligation) = view.board.obligations.get(n) {
                owed(brush, view, &Falls::Rule(obligation), y, columns);
            }
        }
        RowKind::Section { .. }
        | RowKind::Change(..)
        | RowKind::Finding(_)
        | RowKind::Figure(_)
        | RowKind::Plan(_) => {}
    }
}

/// The heading of a day: which week, which day, what kind of day, how much.
fn date(brush: &mut Brush<'_>, view: &View<'_>, area: Area, y: u16, day: Day, count: usize) {
    let lang = brush.lang;
    let long = day.long(lang);
    let week = match When::of(view.board, day) {
        _ if day == view.board.day => say!(lang, "今天", "today"),
        When::Overdue => say!(lang, "逾期", "overdue"),
        When::ThisWeek => say!(lang, "本周", "this week"),
        When::NextWeek | When::Later => say!(lang, "下周", "next week"),
    };
    let mut words = say!(lang, "{week}　{long}", "{week}, {long}");
    if let Some(portfolio) = &view.model.portfolio {
        words.push_str(&match portfolio.calendar.kind(day) {
            DayKind::WorkDay => String::new(),
            DayKind::MakeUp(notice) => {
                let name = &notice.name;
                say!(lang, "（{name}调休，上班）", " (make-up working day: {name})")
            }
            DayKind::Weekend => say!(lang, "（周末休息）", " (weekend)"),
            DayKind::Holiday(notice) => {
                let name = &notice.name;
                say!(lang, "（{name}休息）", " (holiday: {name})")
            }
        });
    }
    item_list::heading(brush, area, y, &words, count);
}

/// The heading of a unit: its name, what it owes in all, its contact.
fn unit(brush: &mut Brush<'_>, view: &View<'_>, area: Area, y: u16, ix: UnitIx) {
    let lang = brush.lang;
    let Some(figures) = view.board.units.get(ix.get()) else { return };
    brush.heading(Area { width: area.width.saturating_sub(1), ..area }, y, "");
    let name = view.board.plan().unit_name(ix, lang);
    let late = figures.roll_up.overdue + figures.overdue_rules;
    let role = if late > 0 { Role::Red } else { Role::Muted };
    let late = if late > 0 { say!(lang, " 逾期 {late} ", " overdue {late} ") } else { String::new() };
    let contact = contact(view.board, ix)
        .map_or_else(|| say!(lang, " 联系人未填 ", " no contact given "), |contact| format!(" {contact} "));
    let pieces = [span(format!(" {name} "), Role::Accent), span(late, role), span(contact, Role::Muted)];
    brush.line(area.x + 1, y, area.width.saturating_sub(2), &pieces);
}

fn contact(board: &Board, unit: UnitIx) -> Option<&str> {
    board.ledger.report(unit)?.contact.as_deref()
}

fn owed(brush: &mut Brush<'_>, view: &View<'_>, falls: &Falls<'_>, y: u16, columns: &Columns) {
    let (board, lang) = (view.board, brush.lang);
    let plan = board.plan();
    let Some((item, figures)) = plan.item(falls.item()).zip(board.item(falls.item())) else { return };
    let title = item.title.get(lang);
    let (light, words, due, what): (Light, String, Option<Day>, String) = match falls {
        Falls::Item(_) => (figures.light(), figures.clock.words(lang), figures.due_day(), title.to_owned()),
        Falls::Rule(owed) => {
            let rule = plan.rule(owed.rule).map_or("", |rule| rule.title.get(lang));
            let what = say!(lang, "{title}：{rule}", "{title}: {rule}");
            (owed.clock.light(), owed.clock.words(lang), owed.deadline, what)
        }
    };
    let sign = brush.glyphs.light(light);
    columns.put(brush, 0, y, sign, Role::of(light));
    columns.put(brush, 1, y, &words, Role::of(light));
    columns.put(brush, 2, y, &due.map_or_else(String::new, |day| day.to_string()), Role::Muted);
    columns.put(brush, 3, y, item.id, Role::Muted);
    columns.put(brush, 4, y, &what, Role::Text);
    if let Falls::Item(_) = falls {
        columns.put(brush, 5, y, &format!("{}%", figures.progress.whole()), Role::Text);
    }
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let owing = falls.owing(board);
    let names: Vec<&str> = owing.iter().map(|unit| plan.unit_name(*unit, lang)).collect();
    columns.put(brush, 6, y, &names.join(comma), Role::Text);
    let contacts: Vec<&str> = owing.iter().filter_map(|unit| contact(board, *unit)).collect();
    if let Some((_, cells)) = columns.place(7) {
        // The number comes last, and one that is cut cannot be dialled.
        let contacts = contacts.join(comma);
        let contacts = clip_start(&contacts, usize::from(cells));
        columns.put(brush, 7, y, &contacts, Role::Muted);
    }
}

/// The slip as lines of `cells` cells: a letter, its entries hanging under their numbers.
pub(crate) fn slip(board: &Board, unit: UnitIx, lang: Lang, cells: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<Paragraph> = None;
    for paragraph in reminder::slip(board, unit, lang) {
        // A blank line where the kind of paragraph changes.
        let same = before.as_ref().is_none_or(|it| discriminant(it) == discriminant(&paragraph));
        if !same && !matches!(before, Some(Paragraph::Heading(_))) {
            lines.push(Line::new());
        }
        before = Some(paragraph.clone());
        let words = paragraph.words();
        let (role, indent, hang) = match &paragraph {
            Paragraph::Title(_) => {
                lines.push(vec![span(pad(words, cells, Align::Centre), Role::Strong)]);
                continue;
            }
            Paragraph::Sign(_) => {
                lines.push(vec![span(pad(words, cells, Align::Right), Role::Text)]);
                continue;
            }
            Paragraph::To(_) => (Role::Strong, 0, 0),
            Paragraph::Body(_) if lang == Lang::Zh => (Role::Text, 4, 0),
            Paragraph::Body(_) => (Role::Text, 0, 0),
            Paragraph::Heading(_) => (Role::Accent, 0, 0),
            Paragraph::Entry(_) => (Role::Text, 2, 5),
        };
        let marked = format!("{}{words}", " ".repeat(indent));
        let first = wrap(&marked, cells);
        // The first line has its own indent; what does not fit on it hangs.
        let (head, tail) = match first.split_first() {
            Some((head, [])) => (head.clone(), Vec::new()),
            Some((head, _)) => {
                let rest = marked.strip_prefix(head.as_str()).unwrap_or_default().trim_start();
                (head.clone(), wrap(rest, cells.saturating_sub(hang)))
            }
            None => (String::new(), Vec::new()),
        };
        lines.push(vec![span(head, role)]);
        lines.extend(tail.into_iter().map(|line| vec![span(format!("{}{line}", " ".repeat(hang)), role)]));
    }
    lines
}
