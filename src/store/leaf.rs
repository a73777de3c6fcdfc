//! The kinds of scalar: texts, days, numbers, words of a list. Each loses only itself, with what to write instead.

use std::borrow::Cow;
use std::fmt::Display;

use super::slip::{Reading, quote};
use crate::domain::day::Day;
use crate::domain::finding::Code;
use crate::domain::ids::Text;
use crate::domain::percent::Percent;
use crate::domain::state::State;
use crate::text::{both, clean};

/// Whether a scalar that is not a text says nothing.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "~" | "null" | "Null" | "NULL")
}

/// A text, made harmless; the one place where texts of a file are.
pub(super) fn text(reading: &Reading, text: &str) -> Option<Text> {
    let trimmed = text.trim();
    let cleaned = clean(trimmed);
    // What had nothing cleaned and nothing cut off holds nothing loud.
    let untouched = matches!(cleaned, Cow::Borrowed(_)) && trimmed.len() == text.len();
    if !untouched && let Some(c) = text.chars().find(|c| is_loud(*c)) {
        reading.raise(Code::ControlCharacters, || {
            let n = format!("U+{:04X}", c as u32);
            (
                both!(
                    "文字中有看不见的控制字符 {n}，已改为可见",
                    "the text holds the control character {n}; it is shown, not sent"
                ),
                both!("删去该字符，重新输入这段文字", "remove it, or type the text again"),
            )
        });
    }
    if cleaned.is_empty() { None } else { Some(cleaned.as_ref().into()) }
}

/// Whether a character could drive a terminal or turn the writing round; line breaks and tabs only fold.
pub(super) fn is_loud(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A day.
pub(super) fn day(reading: &Reading, text: &str) -> Option<Day> {
    if is_blank(text) {
        return None;
    }
    match text.parse::<Day>() {
        Ok(day) => Some(day),
        Err(error) => {
            reading.raise(Code::BadDate, || {
                let shown = quote(text);
                (both!("“{shown}”不是日期", "“{shown}” is not a date"), error.hint())
            });
            None
        }
    }
}

/// A state.
pub(super) fn state(reading: &Reading, text: &str) -> Option<State> {
    if is_blank(text) {
        return None;
    }
    let state = State::parse(text);
    if state.is_none() {
        let shown = quote(text);
        let zh: Vec<_> = State::ALL.iter().map(|state| state.word().zh).collect();
        let en: Vec<_> = State::ALL.iter().map(|state| state.key()).collect();
        let (zh, en) = (zh.join("、"), en.join(", "));
        reading.raise(Code::BadState, || {
            (both!("“{shown}”不是状态词", "“{shown}” is not a state"), both!("可用：{zh}", "one of: {en}"))
        });
    }
    state
}

/// A progress.
pub(super) fn progress(reading: &Reading, text: &str) -> Option<Percent> {
    if is_blank(text) {
        return None;
    }
    let progress = Percent::parse(text);
    if progress.is_none() {
        reading.raise(Code::BadProgress, || {
            let shown = quote(text);
            (
                both!("进度“{shown}”不在 0–100 之间", "the progress “{shown}” is not a number from 0 to 100"),
                both!("写 0 到 100 的数，例如 45", "write a number from 0 to 100, for example 45"),
            )
        });
    }
    progress
}

/// A whole number from `first` to `last`.
pub(super) fn number<N>(reading: &Reading, text: &str, first: N, last: N) -> Option<N>
where
    N: std::str::FromStr + PartialOrd + Display + Copy,
{
    if is_blank(text) {
        return None;
    }
    let number = narrow(text).parse().ok().filter(|n| (first..=last).contains(n));
    if number.is_none() {
        reading.raise(Code::BadType, || {
            let shown = quote(text);
            (
                both!(
                    "“{shown}”不是 {first}–{last} 的整数",
                    "“{shown}” is not a whole number from {first} to {last}"
                ),
                both!("写整数，不带单位", "write a whole number without a unit"),
            )
        });
    }
    number
}

/// A decimal number from 0 to 1000, in thousandths.
pub(super) fn thousandths(reading: &Reading, text: &str) -> Option<u32> {
    if is_blank(text) {
        return None;
    }
    let plain = narrow(text);
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits(whole) && digits(part) && part.len() <= 3 {
        format!("{whole}{part:0<3}").parse().ok().filter(|n| *n <= 1_000_000)
    } else {
        None
    };
    if number.is_none() {
        reading.raise(Code::BadType, || {
            let shown = quote(text);
            (
                both!("“{shown}”不是 0–1000 的数", "“{shown}” is not a number from 0 to 1000"),
                both!("例如 1 或 0.5，小数最多三位", "for example 1 or 0.5, at most three decimals"),
            )
        });
    }
    number
}

/// Yes or no.
pub(super) fn flag(reading: &Reading, text: &str) -> Option<bool> {
    word(reading, text, "true, false", |text| match text {
        "true" | "yes" | "是" => Some(true),
        "false" | "no" | "否" => Some(false),
        _ => None,
    })
}

/// A word of a list, read by `read`; `list` says which there are.
pub(super) fn word<T>(
    reading: &Reading,
    text: &str,
    list: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    if is_blank(text) {
        return None;
    }
    let found = read(text.trim());
    if found.is_none() {
        reading.raise(Code::BadType, || {
            let shown = quote(text);
            (
                both!("“{shown}”不在可用的词之内", "“{shown}” is not one of the words used here"),
                both!("可用：{list}", "one of: {list}"),
            )
        });
    }
    found
}

/// `text` with ASCII digits and signs for full-width ones.
fn narrow(text: &str) -> String {
    let narrow = |c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.trim().chars().map(narrow).collect()
}
