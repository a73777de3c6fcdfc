//! Writing one text so that it is read again as that text: without quotes where that is safe, else in double quotes.

use std::fmt::Write as _;

/// `text` as a YAML scalar for a flow or a block collection, always on one line.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether `text` means itself without quotes, inside `{ … }` too. Rather too few than too many.
fn is_plain(text: &str) -> bool {
    let first = |c: char| !"-?:,[]{}#&*!|>'\"%@`=<~.".contains(c) && !c.is_whitespace();
    let inside =
        |c: char| !",:?[]{}\"'\\`".contains(c) && !c.is_control() && (c == ' ' || !c.is_whitespace());
    let word = text.to_ascii_lowercase();
    text.starts_with(first)
        && text.chars().all(inside)
        && !text.ends_with(' ')
        && !text.contains(" #")
        && !matches!(word.as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n")
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_where_they_are_needed() {
        for plain in ["成立专班", "摸底：需求", "杭市管〔2022〕3号", "1-2", "a-b", "“引号”", "50% done"]
        {
            assert_eq!(scalar(plain), plain);
        }
        for (text, written) in [
            ("a: b", "\"a: b\""),
            ("见 #12", "\"见 #12\""),
            ("- x", "\"- x\""),
            ("说“\"”", "\"说“\\\"”\""),
            ("a\nb", "\"a\\nb\""),
            ("https://example.org/x", "\"https://example.org/x\""),
            ("null", "\"null\""),
            ("", "\"\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }
}
