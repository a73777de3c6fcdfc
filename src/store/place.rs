//! From a slip to a finding: line, column and the source line.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::began::Began;
use super::plain_seek;
use super::slip::{Slip, Spot};
use super::tree::{self, Mark};
use crate::domain::finding::{Finding, Particulars, Place};
use crate::domain::ids::Text;
use crate::domain::sorted;
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

/// Where something is, and the line of the file it stands in, if that is known already.
#[derive(Debug, Clone, Copy)]
struct Stand<'a> {
    mark: Mark,
    line: Option<&'a str>,
}

impl<'a> Source<'a> {
    /// The lines.
    fn lines(self) -> Vec<&'a str> {
        let mut lines = Vec::new();
        let mut rest = self.text;
        while !rest.is_empty() {
            // Lines are short: looking byte by byte is the quickest.
            let end = rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len());
            lines.push(rest.get(..end).unwrap_or_default());
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        lines
    }

    /// The place where something stands; the file as a whole where that is nowhere.
    fn place(self, stand: Option<Stand<'a>>, lines: &OnceCell<Vec<&'a str>>) -> Place {
        let Some(Stand { mark: Mark { mut line, mut column }, line: known }) = stand else {
            return Place { file: self.file.clone(), ..Place::default() };
        };
        let lines = || lines.get_or_init(|| self.lines());
        let source = known.or_else(|| lines().get(line.saturating_sub(1)).copied());
        let mut source = source.unwrap_or_default().trim_end();
        // Readers stumble over what is missing where the next thing stands, or the end: show the line it is missing in.
        if source.is_empty() {
            let mut above = lines().iter().map(|text| text.trim_end()).enumerate().take(line).rev();
            if let Some((n, text)) = above.find(|(_, text)| !text.is_empty()) {
                (line, column, source) = (n + 1, text.chars().count() + 1, text);
            }
        }
        let excerpt = clip(&shown(source), EXCERPT).as_ref().into();
        Place { file: self.file.clone(), line, column, excerpt }
    }

    /// Where some spots are. `repaired` is the text that was read instead.
    fn stands(self, spots: &[&Spot], repaired: Option<&str>) -> Vec<Option<Stand<'a>>> {
        let is_sought = |spot: &&Spot| !matches!(spot, Spot::File | Spot::At(..));
        let seek = || plain_seek::seek(repaired.unwrap_or(self.text), spots);
        let Some(found) = spots.iter().any(is_sought).then(seek).flatten() else {
            let marks = tree::marks(repaired.unwrap_or(self.text), spots);
            return marks.into_iter().map(|mark| mark.map(|mark| Stand { mark, line: None })).collect();
        };
        let stand = |(began, spot): (Option<Began>, &&Spot)| match (began, repaired) {
            (Some(began), None) => {
                let (mark, line) = began.mark(self.text);
                Some(Stand { mark, line: Some(line) })
            }
            (Some(began), Some(text)) => Some(Stand { mark: began.mark(text).0, line: None }),
            (None, _) => spot.mark().map(|mark| Stand { mark, line: None }),
        };
        found.into_iter().zip(spots).map(stand).collect()
    }

    /// The findings of some slips, in the order of the file. `repaired` is the text that was read instead of it.
    pub(super) fn findings(self, slips: Vec<Slip>, repaired: Option<&str>) -> Vec<Finding> {
        in_order(self.each(slips, repaired))
    }

    /// The findings of some slips, in their order.
    pub(super) fn each(self, slips: Vec<Slip>, repaired: Option<&str>) -> Vec<Finding> {
        let lines = OnceCell::new();
        let spots: Vec<&Spot> = slips.iter().map(|slip| &slip.spot).collect();
        let stands = self.stands(&spots, repaired);
        slips.into_iter().zip(stands).map(|(slip, stand)| self.told(slip, stand, &lines)).collect()
    }

    /// The finding of one slip.
    pub(super) fn finding(self, slip: Slip) -> Finding {
        let stand = self.stands(&[&slip.spot], None).into_iter().next().flatten();
        self.told(slip, stand, &OnceCell::new())
    }

    fn told(self, slip: Slip, stand: Option<Stand<'a>>, lines: &OnceCell<Vec<&'a str>>) -> Finding {
        let Slip { code, severity, spot: _, said, hint } = slip;
        Particulars { code, severity, place: self.place(stand, lines), said, hint }.into()
    }
}

/// Findings of one file in its order.
pub(super) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    sorted::by_key(&mut findings, |finding| (finding.place.line, finding.place.column));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Code;
    use crate::text::both;

    fn excerpt(line: &str) -> String {
        let source = Source { file: &"units/b.yaml".into(), text: line };
        let slip = Slip::new(Code::BadDate, Spot::At(1, 1), both!("甲", "a"), both!("乙", "b"));
        source.finding(slip).place.excerpt.to_string()
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
