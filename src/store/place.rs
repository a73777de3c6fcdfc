//! From a slip to a finding: line, column and the source line.

use std::borrow::Cow;

use super::plain_map;
use super::slip::{Slip, Spot};
use super::tree::{self, Mark, Tree};
use crate::domain::finding::{Finding, Particulars, Place};
use crate::domain::ids::Text;
use crate::text::{clean, clip};

/// The cells of a source line that are shown.
const EXCERPT: usize = 120;

/// A file's text, to be quoted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The path relative to the root.
    pub(super) file: &'a Text,
    /// The text; empty where there is none.
    pub(super) text: &'a str,
}

/// A source line made harmless, each of its characters one character still: the column counts them, and the caret
/// stands under the excerpt.
fn shown(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        let cleaned = clean(line);
        if cleaned.chars().count() == line.chars().count() {
            return cleaned;
        }
    }
    let one = |c: char| {
        let mut bytes = [0; 4];
        let cleaned = clean(c.encode_utf8(&mut bytes)).into_owned();
        let mut cleaned = cleaned.chars();
        match (c, cleaned.next(), cleaned.next()) {
            ('\t', ..) => ' ',
            (_, Some(one), None) => one,
            // What is not seen, or only by its number, is one sign here; the finding's sentence names it.
            (_, None | Some(_), _) => '\u{fffd}',
        }
    };
    Cow::Owned(line.chars().map(one).collect())
}

impl<'a> Source<'a> {
    /// The lines, without the blanks at their ends.
    fn lines(self) -> Vec<&'a str> {
        let mut lines = Vec::new();
        let mut rest = self.text;
        while !rest.is_empty() {
            // Lines are short: looking byte by byte is the quickest.
            let end = rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len());
            lines.push(rest.get(..end).unwrap_or_default().trim_end());
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        lines
    }

    /// The place of a mark in some lines; the file as a whole without one.
    fn place(self, mark: Option<Mark>, lines: &[&str]) -> Place {
        let Some(Mark { line, column }) = mark else {
            return Place { file: self.file.clone(), ..Place::default() };
        };
        let (mut line, mut column) = (line, column);
        let mut source = lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        // Readers stumble over what is missing where the next thing stands, or the end: show the line it is missing in.
        let above = lines.iter().enumerate().take(line);
        if source.is_empty()
            && let Some((n, text)) = above.rev().find(|(_, text)| !text.is_empty())
        {
            (line, column, source) = (n + 1, text.chars().count() + 1, *text);
        }
        let excerpt = clip(&shown(source), EXCERPT).as_ref().into();
        Place { file: self.file.clone(), line, column, excerpt }
    }

    /// The map of the file, if one of `slips` needs it. `repaired` is the text that was read instead.
    pub(super) fn map<'t, 's>(
        self,
        slips: impl IntoIterator<Item = &'s Slip>,
        repaired: Option<&'t str>,
    ) -> Option<Tree<'t>>
    where
        'a: 't,
    {
        let (mut until, mut named, mut needed) = (None, false, false);
        for slip in slips {
            match &slip.spot {
                Spot::File | Spot::At(..) => continue,
                Spot::Value(trail) | Spot::Key(trail) => until = until.max(Some(trail)),
                Spot::Named(_) => named = true,
            }
            needed = true;
        }
        if !needed {
            return None;
        }
        let text = repaired.unwrap_or(self.text);
        plain_map::map(text).or_else(|| tree::map(text, until.filter(|_| !named).cloned()).ok())
    }

    /// The findings of some slips, in the order of the file.
    pub(super) fn findings(self, slips: Vec<Slip>, map: Option<&Tree<'_>>) -> Vec<Finding> {
        let mut findings = self.each(slips, map);
        findings.sort_by_key(|finding| (finding.place.line, finding.place.column));
        findings
    }

    /// The findings of some slips, in their order.
    pub(super) fn each(self, slips: Vec<Slip>, map: Option<&Tree<'_>>) -> Vec<Finding> {
        let lines = if slips.is_empty() { Vec::new() } else { self.lines() };
        slips.into_iter().map(|slip| self.finding_in(slip, map, &lines)).collect()
    }

    /// The finding of one slip.
    pub(super) fn finding(self, slip: Slip, tree: Option<&Tree<'_>>) -> Finding {
        self.finding_in(slip, tree, &self.lines())
    }

    fn finding_in(self, slip: Slip, tree: Option<&Tree<'_>>, lines: &[&str]) -> Finding {
        let mark = match slip.spot {
            Spot::File => None,
            Spot::At(line, column) => Some(Mark { line, column }),
            Spot::Value(_) | Spot::Key(_) | Spot::Named(_) => tree.and_then(|tree| tree.mark(&slip.spot)),
        };
        let Slip { code, severity, spot: _, said, hint } = slip;
        Particulars { code, severity, place: self.place(mark, lines), said, hint }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Code;
    use crate::text::both;

    fn excerpt(line: &str) -> String {
        let source = Source { file: &"units/b.yaml".into(), text: line };
        let slip = Slip::new(Code::BadDate, Spot::At(1, 1), both!("甲", "a"), both!("乙", "b"));
        source.finding(slip, None).place.excerpt.to_string()
    }

    #[test]
    fn an_excerpt_has_a_character_for_each_of_the_line_so_that_the_caret_is_right() {
        for line in [
            "  说明: 一\u{202e}二\u{200b}三",
            "note: \u{1b}[31m\u{9b}x",
            "\t- note:\t\tx\u{2028} y",
            "note: 👩\u{200d}👧 ❤\u{fe0f} e\u{301}",
            "note: \u{feff}a\u{ad}b\u{e000}",
        ] {
            let shown = excerpt(line);
            assert_eq!(shown.chars().count(), line.chars().count(), "{shown:?}");
            assert_eq!(clean(&shown), shown, "harmless as it is");
        }
        assert_eq!(excerpt("note: 👩\u{200d}👧 ❤\u{fe0f}"), "note: 👩\u{200d}👧 ❤\u{fe0f}");
        assert_eq!(excerpt("a:\tb\u{202e}"), "a: b\u{fffd}");
    }
}
