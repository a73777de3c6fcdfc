//! `full-width-syntax`: `：` where `:` is meant, full-width blanks and tabs as indentation. Set right in memory, only
//! where nothing else can be meant, and always said.

use super::keys::Key;
use super::slip::Spot;
use super::slips::Slips;
use crate::domain::finding::Code;
use crate::text::both;

/// A text with its syntax set right, and what was.
#[derive(Debug)]
pub(super) struct Repaired {
    pub(super) text: String,
    pub(super) slips: Slips,
}

/// Sets a text right, a tab standing for `tab`; none if there is nothing to set right.
pub(super) fn repair(text: &str, tab: &str) -> Option<Repaired> {
    let mut repaired = Repaired { text: String::with_capacity(text.len() + 64), slips: Slips::default() };
    for (n, line) in text.split_inclusive('\n').enumerate() {
        repaired.line(n + 1, line, tab);
    }
    if repaired.slips.is_empty() { None } else { Some(repaired) }
}

impl Repaired {
    fn line(&mut self, number: usize, line: &str, tab: &str) {
        let body = line.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
        let indent = line.strip_suffix(body).unwrap_or_default();
        if body.trim().is_empty() || body.starts_with('#') || indent.bytes().all(|b| b == b' ') {
            self.text.push_str(indent);
        } else {
            let column = indent.chars().take_while(|c| *c == ' ').count() + 1;
            self.indented(number, column, &indent.replace('\t', tab));
        }
        self.colons(number, indent.chars().count(), body);
    }

    fn indented(&mut self, number: usize, column: usize, indent: &str) {
        for c in indent.chars() {
            // A full-width blank is two cells wide, and two blanks is what the eye of its writer saw.
            self.text.push_str(if matches!(c, ' ' | '\u{a0}') { " " } else { "  " });
        }
        let (code, spot) = (Code::FullWidthSyntax, || Spot::At(number, column));
        self.slips.add_with(code, code.severity(), spot, || {
            (
                both!("缩进里有全角空格或制表符", "full-width blanks or tabs as indentation"),
                both!("缩进只用半角空格", "indent with ordinary blanks"),
            )
        });
    }

    /// Replaces `：` after a known key at the beginning of a line, and in `{ 键：值，键：值 }`.
    fn colons(&mut self, number: usize, indent: usize, body: &str) {
        let (mut column, mut start, mut wide) = (indent, self.text.len(), false);
        let mut may_begin = true;
        for c in body.chars() {
            column += 1;
            match c {
                '：' if may_begin && self.since(start).is_some_and(Key::known_anywhere) => {
                    wide = true;
                    may_begin = false;
                    self.text.push_str(": ");
                    self.wide_colon(number, column);
                }
                '-' | '{' | ',' if self.since(start).is_some_and(str::is_empty) || c != '-' => {
                    self.text.push(c);
                    (start, may_begin) = (self.text.len(), c != ',' || body.contains('{'));
                }
                '，' if wide && body.contains('{') => {
                    self.text.push_str(", ");
                    (start, may_begin) = (self.text.len(), true);
                }
                c => self.text.push(c),
            }
        }
    }

    fn wide_colon(&mut self, number: usize, column: usize) {
        let (code, spot) = (Code::FullWidthSyntax, || Spot::At(number, column));
        self.slips.add_with(code, code.severity(), spot, || {
            (
                both!("键后面是全角冒号“：”", "a full-width colon `：` after a key"),
                both!("改成半角冒号加一个空格“: ”", "write `: `, an ordinary colon and a blank"),
            )
        });
    }

    /// What was written since `start`, without blanks round it.
    fn since(&self, start: usize) -> Option<&str> {
        self.text.get(start..).map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_only_be_a_slip_is_set_right() {
        for (text, expected) in [
            ("状态：推进中", "状态: 推进中"),
            ("  - 日期：2022-02-08", "  - 日期: 2022-02-08"),
            ("　　状态: 推进中", "    状态: 推进中"),
            ("\tstate: x", "  state: x"),
            ("- { 日期：2022-02-08，进度：45 }", "- { 日期: 2022-02-08, 进度: 45 }"),
        ] {
            assert_eq!(repair(text, "  ").map(|repaired| repaired.text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn full_width_signs_inside_a_value_are_text() {
        for text in ["note: 状态：推进中", "- { note: 完成，进度：50% }", "# 状态：推进中", "说法：一种"]
        {
            assert!(repair(text, "  ").is_none(), "{text}");
        }
    }
}
