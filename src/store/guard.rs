//! A cheap look at the bytes: may this file go straight to `serde_yaml`, or must the preflight see it first?
//!
//! It lets no bomb through and errs on the side of suspicion. Nesting in brackets is trusted only in lines that open
//! and close all of theirs, with quotes in places where YAML too can only see quotes; a line that is not so simple
//! sends the whole file to the preflight. What `serde_yaml` takes quadratic time or unbounded memory for (brackets
//! nested by the thousand, aliases, `%TAG`) cannot be written without such a line.

/// What a look at the bytes shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// The preflight must read the file before `serde_yaml` may.
    pub(super) suspicious: bool,
    /// A blank, `#`, and no blank: perhaps not a comment, but text that is lost.
    pub(super) lost: bool,
    /// The first line that begins with `%`, other than a `%YAML` at the top; from 1.
    pub(super) directive: Option<usize>,
    /// The first line that is a marker of a merge conflict, from 1.
    pub(super) conflict: Option<usize>,
}

/// Brackets nested deeper than this in one line are suspicious.
const BRACKETS: usize = 16;
/// Indentation, dashes included, beyond this many columns is suspicious: it may be nesting.
const INDENT: usize = 40;

/// Looks at a text. Some instructions a byte.
pub(super) fn look(text: &str) -> Look {
    let mut look = Look::default();
    for (n, line) in text.split(['\n', '\r']).enumerate() {
        let bytes = line.as_bytes();
        let Some(first) = bytes.first() else { continue };
        match first {
            b'%' if !(n == 0 && line.starts_with("%YAML")) => {
                look.directive = look.directive.or(Some(n + 1));
            }
            b'<' if line.starts_with("<<<<<<<") => look.conflict = look.conflict.or(Some(n + 1)),
            b'=' if line.trim_end() == "=======" => look.conflict = look.conflict.or(Some(n + 1)),
            b'>' if line.starts_with(">>>>>>>") => look.conflict = look.conflict.or(Some(n + 1)),
            b'-' if line.starts_with("---") => look.suspicious = true,
            b'.' if line.starts_with("...") => look.suspicious = true,
            _ => {}
        }
        if let Some(oddity) = odd(bytes) {
            look.suspicious = true;
            look.lost |= oddity == Oddity::Lost;
        }
    }
    // A directive is refused by name; nothing else in such a file matters.
    look.suspicious |= look.directive.is_some();
    look
}

/// Whether a line needs the preflight.
pub(super) fn is_odd(line: &str) -> bool {
    odd(line.as_bytes()).is_some()
}

/// Why a line needs the preflight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Oddity {
    /// It may nest, name, tag or span lines.
    Shape,
    /// It may hide text behind `#`.
    Lost,
}

/// Why a line is not simple, if it is not.
fn odd(line: &[u8]) -> Option<Oddity> {
    let indent = line.iter().take_while(|b| matches!(b, b' ' | b'-' | b'?' | b'\t')).count();
    if indent > INDENT || line.iter().take(indent).any(|b| *b == b'?') {
        return Some(Oddity::Shape);
    }
    let (mut depth, mut before, mut solid) = (0_usize, b' ', b':');
    let mut rest = line.iter().copied().enumerate().peekable();
    while let Some((n, b)) = rest.next() {
        // Whether a token may begin here, and whether only structure stands before it.
        let token = matches!(before, b' ' | b'\t' | b'[' | b'{' | b',' | b':' | b'-' | b'?') || n == 0;
        let structural = matches!(solid, b'[' | b'{' | b',' | b':' | b'-') || n == indent;
        match b {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth == 0 => return Some(Oddity::Shape),
            b']' | b'}' => depth -= 1,
            b'&' | b'*' | b'!' if token => return Some(Oddity::Shape),
            b'<' if rest.peek().is_some_and(|(_, next)| *next == b'<') => return Some(Oddity::Shape),
            b'#' if matches!(before, b' ' | b'\t') || n == 0 => {
                let hides =
                    n > indent && rest.peek().is_some_and(|(_, next)| !matches!(next, b' ' | b'\t' | b'#'));
                return if hides { Some(Oddity::Lost) } else { (depth > 0).then_some(Oddity::Shape) };
            }
            b'"' | b'\'' if token && (!structural || !skip_quoted(&mut rest, b)) => {
                return Some(Oddity::Shape);
            }
            _ => {}
        }
        if depth > BRACKETS {
            return Some(Oddity::Shape);
        }
        if b != b' ' && b != b'\t' {
            solid = b;
        }
        before = b;
    }
    (depth > 0).then_some(Oddity::Shape)
}

/// Goes past a quoted text of one line; whether it ends in the line and only structure follows.
fn skip_quoted(rest: &mut std::iter::Peekable<impl Iterator<Item = (usize, u8)> + Clone>, quote: u8) -> bool {
    while let Some((_, b)) = rest.next() {
        if quote == b'"' && b == b'\\' {
            rest.next();
        } else if b == quote {
            if quote == b'\'' && rest.peek().is_some_and(|(_, next)| *next == b'\'') {
                rest.next();
                continue;
            }
            let after = rest.clone().find(|(_, b)| !matches!(b, b' ' | b'\t'));
            return after.is_none_or(|(_, b)| matches!(b, b',' | b']' | b'}' | b':' | b'#'));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_in_the_repository_is_not_suspicious() {
        for file in ["plan.yaml", "units/scjgj.yaml", "units/tax.yaml"] {
            let text = std::fs::read_to_string(format!("plans/hangzhou-2022/{file}")).unwrap();
            let odd: Vec<_> = text.lines().filter(|line| look(line) != Look::default()).collect();
            assert_eq!(odd, [""; 0], "{file}");
        }
    }

    #[test]
    fn whatever_may_nest_name_or_span_lines_is_suspicious() {
        let deep = format!("{}a: 1", " ".repeat(41));
        let dashes = format!("{}a", "- ".repeat(30));
        for text in [
            "a: [1,\n 2]",
            "a: [\"b]\", [",
            "a: x \"b, \"]\"",
            "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
            "a: &x 1",
            "a: *x",
            "<<: {}",
            "a: {<<: b}",
            "- !x y",
            "{*a : 1}",
            "[&a b]",
            "? a",
            "---",
            "...",
            "%TAG ! x",
            "a: 'b",
            "a: \"b\\\"",
            "a: [b # ]",
            &deep,
            &dashes,
        ] {
            assert!(look(text).suspicious, "{text}");
        }
    }

    #[test]
    fn an_ordinary_line_is_not_suspicious() {
        for text in [
            "unit: tax # a comment",
            "# a comment: [ { & *",
            "- { on: 2022-01-29, note: 成立专班, link: \"https://example.org/x#y\" }",
            "note: it's 5 o'clock",
            "note: 'it''s' # so",
            "a: \"b \\\" c\"",
            "aliases: [a, \"b c\", 'd']",
            "note: R&D 与 C* 算法!",
        ] {
            assert_eq!(look(text), Look::default(), "{text}");
        }
        assert!(look("title: Issue #12").lost);
    }
}
