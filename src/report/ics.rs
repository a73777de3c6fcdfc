//! iCalendar (RFC 5545): one all-day event per open due date and per open rule deadline.
//!
//! Events and not tasks: every calendar shows them. Nothing here depends on the hour: the same plans on the same day
//! give the same bytes, so a calendar that fetches the file again sees no change where there is none. What was met or
//! moved leaves the file or keeps its UID with the new date.

use std::fmt::Write as _;

use super::{Sheet, Style, View};
use crate::domain::agenda::{self, Falls};
use crate::domain::{Board, Day};
use crate::text::say;

/// The longest line, in octets, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The calendar of what is still owed: all of it, of the rules, or of two weeks.
pub fn write(view: View, sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//guatu//guatu//ZH");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    let titles: Vec<&str> =
        sheet.boards.iter().map(|board| board.plan().title.get(sheet.style.lang)).collect();
    property(&mut out, "X-WR-CALNAME", &titles.join("; "));
    let notes: Vec<String> = sheet.boards.iter().filter_map(|board| note(board, sheet.style)).collect();
    if !notes.is_empty() {
        property(&mut out, "X-WR-CALDESC", &notes.join("; "));
    }
    for board in sheet.boards {
        for (day, falls) in open(view, board) {
            event(&mut out, board, day, &falls, sheet.style);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// What a reader of the calendar must know: invented data, or only some of the items.
fn note(board: &Board, style: Style) -> Option<String> {
    let lang = style.lang;
    let sample =
        board.plan().sample.then(|| say!(lang, "样例数据，非真实进展", "sample data, not real progress"));
    let narrowed = board.narrowed.as_ref().map(|narrowed| super::view::shown(board, narrowed, style));
    let parts: Vec<String> = sample.into_iter().chain(narrowed).collect();
    (!parts.is_empty()).then(|| parts.join(style.dot()))
}

fn open(view: View, board: &Board) -> Vec<(Day, Falls<'_>)> {
    let (first, last) = match view {
        View::Week => agenda::two_weeks(board),
        View::Summary | View::Tree | View::Overdue | View::Rules | View::Units | View::Changes => {
            (Day::FIRST, Day::LAST)
        }
    };
    let mut list = agenda::between(board, first, last);
    list.retain(|(_, falls)| view != View::Rules || matches!(falls, Falls::Rule(_)));
    list
}

fn event(out: &mut String, board: &Board, day: Day, falls: &Falls<'_>, style: Style) {
    let (plan, lang) = (board.plan(), style.lang);
    let (ix, words, whose, rule) = match falls {
        Falls::Item(ix) => (*ix, board.item(*ix).map(|it| it.clock.words(lang)), None, None),
        Falls::Rule(owed) => (owed.item, Some(owed.clock.words(lang)), Some(owed.unit), plan.rule(owed.rule)),
    };
    let Some(item) = plan.item(ix) else { return };
    let unit = whose.and_then(|unit| plan.unit(unit));
    let names = unit.map_or_else(|| plan.lead_names(item, lang), |unit| unit.name.get(lang).to_owned());
    let (id, title) = (item.id, item.title.get(lang));
    let what = match rule {
        None => say!(lang, "{id} {title}（{names}）", "{id} {title} ({names})"),
        Some(rule) => {
            let owed = rule.title.get(lang);
            say!(lang, "{owed}：{id} {title}（{names}）", "{owed}: {id} {title} ({names})")
        }
    };
    let parts = [Some(&*plan.id), Some(id), rule.map(|rule| &*rule.id), unit.map(|unit| &*unit.id)];
    let uid: Vec<String> = parts.into_iter().flatten().map(plain).collect();
    let (stamp, date, next) = (compact(board.day), compact(day), compact(day.plus(1)));
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@guatu", uid.join("/")));
    line(out, &format!("DTSTAMP:{stamp}T000000Z"));
    line(out, &format!("DTSTART;VALUE=DATE:{date}"));
    line(out, &format!("DTEND;VALUE=DATE:{next}"));
    property(out, "SUMMARY", &what);
    let (plan_title, words) = (plan.title.get(lang), words.unwrap_or_default());
    property(out, "DESCRIPTION", &format!("{words}\n{plan_title}"));
    property(out, "CATEGORIES", &names);
    line(out, "TRANSP:TRANSPARENT");
    // The days that count as 临期, and nine in the morning of the day before.
    let soon = format!("-P{}D", plan.lights.due_soon);
    for trigger in [soon.as_str(), "-PT15H"] {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("TRIGGER:{trigger}"));
        property(out, "DESCRIPTION", &what);
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// `20220216`.
fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// An id as letters, digits, `-`, `_`, `.`; all else by its octets, so that two ids never give one.
fn plain(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A property whose value is a text (3.3.11).
fn property(out: &mut String, name: &str, value: &str) {
    let value = value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    line(out, &format!("{name}:{value}"));
}

/// A content line, folded at 75 octets and never inside a character.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_split() {
        for n in 60..90 {
            let text = format!("{}{}", "a".repeat(n), "挂图作战".repeat(30));
            let mut out = String::new();
            line(&mut out, &text);
            assert!(out.lines().all(|line| line.len() <= LINE), "{n}");
            assert_eq!(out.replace("\r\n ", ""), format!("{text}\r\n"));
        }
    }
}
