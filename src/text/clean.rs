//! Making a text from a file harmless: nothing in it can drive a terminal, turn its direction round, or hide.
//!
//! Done once, when the snapshot is built (decision D9), so that no widget has to think of it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Combining marks kept on one base character; more is a picture, not a text.
const MARKS: usize = 4;

/// `text` with every character that could act on the terminal or deceive the eye made visible or dropped.
///
/// Control characters become their pictures (`␛`, `␀`), C1 controls and bidi marks become `‹U+202E›`, other
/// invisible characters go, and a base character keeps at most four combining marks. ZWJ and VS16 stay only after
/// an emoji. Line breaks become one blank: titles and notes are lines.
pub fn clean(text: &str) -> Cow<'_, str> {
    if are_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut before = ' ';
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if before != ' ' {
                    out.push(' ');
                }
                before = ' ';
                continue;
            }
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␦')),
            '\u{7f}' => out.push('␡'),
            '\u{200d}' | '\u{fe0f}' if !is_emoji(before) => {}
            c if is_loud(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "‹U+{:04X}›", c as u32);
            }
            c if is_hidden(c) => {}
            _ if marks > MARKS => {}
            c => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

/// Whether all of a text needs no look. Most characters show that by their first byte.
fn are_plain(text: &str) -> bool {
    // The bytes of printable ASCII and of U+4000–U+9FFF, and every byte but the first of the others.
    let known = |b: &u8| matches!(b, 0x20..=0x7e | 0x80..=0xbf | 0xe4..=0xe9);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| !known(&b)) {
        let mut chars = rest.get(at..).unwrap_or_default().chars();
        if !chars.next().is_some_and(is_plain) {
            return false;
        }
        rest = chars.as_str();
    }
    true
}

/// What needs no look: printable ASCII, CJK, its punctuation and full-width forms.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2bff}'
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{3163}' | '\u{3165}'..='\u{a48c}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{2fffd}' | '\u{30000}'..='\u{323af}')
}

/// Shown by number: C1 controls and everything that turns the writing direction.
fn is_loud(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Dropped: zero-width, filler, tag, interlinear, private and non-characters.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200c}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}'
        | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{200d}' | '\u{231a}'..='\u{23ff}')
}

fn is_mark(c: char) -> bool {
    !matches!(c, '\u{200d}' | '\u{fe0f}') && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_left_alone_and_not_copied() {
        for text in
            ["“一证多址”改革", "One permit, several addresses", "杭市管〔2022〕3号", "①★■", "１００％"]
        {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
        assert_eq!(clean("👩\u{200d}👧"), "👩\u{200d}👧");
    }

    #[test]
    fn what_could_drive_or_deceive_is_shown() {
        assert_eq!(clean("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(clean("a\u{9b}b"), "a‹U+009B›b");
        assert_eq!(clean("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(clean("a\u{200b}b\u{200d}c"), "abc");
        assert_eq!(clean("一\n二\t三"), "一 二 三");
        assert_eq!(clean(&format!("e{}", "\u{301}".repeat(40))), format!("e{}", "\u{301}".repeat(4)));
    }

    #[test]
    fn a_first_byte_shows_no_more_than_the_character() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(are_plain(&format!("甲{c}乙")), is_plain(c), "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn no_character_of_unicode_comes_through_as_a_control() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let cleaned = clean(&text);
            let bad = cleaned.chars().find(|&c| c.is_control() || is_loud(c) || is_hidden(c));
            assert_eq!(bad, None, "U+{:04X}", c as u32);
        }
    }
}
