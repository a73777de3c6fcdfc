//! Findings, as `check` prints them: for people, for editors, for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::json::{self, FindingJson};
use crate::domain::Finding;
use crate::domain::finding::{Particulars, Place, Severity, headline, severities};
use crate::text::{Lang, width};

/// Whether a list for people is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// No escape sequence at all.
    Plain,
    /// The severity, the place and the caret in colour; the words are the same.
    Ansi,
}

impl Paint {
    fn wrap(self, codes: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("\u{1b}[{codes}m{text}\u{1b}[0m"),
        }
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let codes = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
        };
        self.wrap(codes, text)
    }
}

/// For people: place, severity and code, sentence, the source line with a caret, hint; then how many there are.
pub fn human(findings: &[Finding], lang: Lang, paint: Paint) -> String {
    let mut out = String::new();
    for finding in findings {
        one(&mut out, finding, lang, paint);
        out.push('\n');
    }
    out.push_str(&headline(severities(findings), lang));
    out.push('\n');
    out
}

fn one(out: &mut String, finding: &Finding, lang: Lang, paint: Paint) {
    let Particulars { code, severity, place, said, hint } = &**finding;
    let severity = *severity;
    let head = format!("{}[{}]", severity.word().get(lang), code.key());
    let location = paint.wrap("1", &finding.location());
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "{location}: {}: {}", paint.severity(severity, &head), said.get(lang));
    let Place { file: _, line, column, excerpt } = place;
    if !excerpt.is_empty() {
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        let _ = writeln!(out, "  {number} | {excerpt}");
        if let Some(cells) = caret(excerpt, *column) {
            let mark = paint.severity(severity, "^");
            let _ = writeln!(out, "  {gutter} | {}{mark}", " ".repeat(cells));
        }
    }
    if !hint.is_empty() {
        let _ = writeln!(out, "  → {}", hint.get(lang));
    }
}

/// The cells before the caret: the width of what stands before the column, two for a Chinese character. None where
/// the column is not in the excerpt, because a caret at another place would lie.
fn caret(excerpt: &str, column: usize) -> Option<usize> {
    let before = column.checked_sub(1)?;
    let length = excerpt.chars().count();
    (before <= length).then(|| width(&excerpt.chars().take(before).collect::<String>()))
}

/// For editors, one line each: `file:line:col: severity[code]: message`. A finding about a whole file stands at 1:1, so
/// that the line can be read like any other.
pub fn short(findings: &[Finding], lang: Lang) -> String {
    let mut out = String::new();
    for finding in findings {
        let Place { file, line, column, excerpt: _ } = &finding.place;
        let (line, column) = ((*line).max(1), (*column).max(1));
        let (severity, code) = (finding.severity().key(), finding.code.key());
        let _ = writeln!(out, "{file}:{line}:{column}: {severity}[{code}]: {}", finding.said.get(lang));
    }
    out
}

#[derive(Serialize)]
struct List<'a> {
    findings: Vec<FindingJson<'a>>,
}

/// For programs: `{ "findings": [ … ] }`, in the form they have in a report.
///
/// # Errors
///
/// Only what the serialiser says, which for these values is nothing.
pub fn json(findings: &[Finding], lang: Lang) -> serde_json::Result<Vec<u8>> {
    json::bytes(&List { findings: json::findings(findings, lang).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Code;
    use crate::text::both;

    fn finding(line: usize, column: usize, excerpt: &str) -> Finding {
        Finding::from(Particulars {
            code: Code::BadDate,
            severity: Severity::Error,
            place: Place { file: "units/a.yaml".into(), line, column, excerpt: excerpt.into() },
            said: both!("没有这一天", "no such day"),
            hint: both!("核对日数", "check the day"),
        })
    }

    #[test]
    fn the_caret_stands_under_the_column_after_chinese_text() {
        let text = human(&[finding(12, 8, "  时限: “2022-02-30")], Lang::En, Paint::Plain);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "units/a.yaml:12:8: error[bad-date]: no such day");
        let (source, mark) = (lines[1], lines[2]);
        let (before, _) = source.split_once("2022").unwrap();
        assert_eq!(width(before), width(mark.strip_suffix('^').unwrap()), "\n{text}");
        assert_eq!(lines[3], "  → check the day");
        assert_eq!(lines[5], "1 error, 0 warnings");
    }

    #[test]
    fn a_caret_outside_the_excerpt_is_left_out() {
        assert_eq!(caret("短", 1), Some(0));
        assert_eq!(caret("短", 2), Some(2));
        assert_eq!(caret("短", 3), None);
        assert_eq!(caret("短", 0), None);
    }

    #[test]
    fn short_is_one_line_each_in_the_form_editors_read() {
        let list = [finding(12, 13, "x"), finding(0, 0, "")];
        assert_eq!(
            short(&list, Lang::Zh),
            "units/a.yaml:12:13: error[bad-date]: 没有这一天\nunits/a.yaml:1:1: error[bad-date]: 没有这一天\n"
        );
    }

    #[test]
    fn colour_changes_no_word() {
        let list = [finding(3, 2, "  due: x")];
        let plain = human(&list, Lang::Zh, Paint::Plain);
        let painted = human(&list, Lang::Zh, Paint::Ansi);
        assert!(!plain.contains('\u{1b}'));
        let mut bare = painted;
        for code in ["\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[0m"] {
            bare = bare.replace(code, "");
        }
        assert_eq!(bare, plain);
    }
}
