//! How many cells a text takes, and cutting and padding it to a number of cells.
//!
//! A column is straight only if everything that draws asks here; nothing else in the crate measures text.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Where a text stands in a column that is wider than it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// At the right edge, as figures stand.
    Right,
    /// In the middle; an odd cell goes to the right.
    Centre,
}

/// The cells `text` takes in a terminal: 2 for a Chinese character, 1 for a Latin one, 0 for a combining mark.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}

/// `text` cut to at most `cells` cells, whole characters only; a cut is marked with `…`.
pub fn clip(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let w = width(cluster);
        if used + w > cells - 1 {
            break;
        }
        used += w;
        out.push_str(cluster);
    }
    out.push('…');
    Cow::Owned(out)
}

/// `text` filled with blanks to `cells` cells; a longer text is left as it is.
pub fn pad(text: &str, cells: usize, align: Align) -> String {
    let missing = cells.saturating_sub(width(text));
    let left = match align {
        Align::Left => 0,
        Align::Right => missing,
        Align::Centre => missing / 2,
    };
    let mut out = String::with_capacity(text.len() + missing);
    out.extend(std::iter::repeat_n(' ', left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', missing - left));
    out
}

/// `text` at exactly `cells` cells: cut if longer, filled if shorter.
pub fn fit(text: &str, cells: usize, align: Align) -> String {
    pad(&clip(text, cells), cells, align)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_two_cells_and_is_never_halved() {
        assert_eq!(width("一照多址"), 8);
        assert_eq!(clip("一照多址", 8), "一照多址");
        assert_eq!(clip("一照多址", 7), "一照多…");
        assert_eq!(clip("一照多址", 6), "一照…");
        assert_eq!(fit("一照多址", 6, Align::Left), "一照… ");
        assert_eq!(clip("abc", 0), "");
    }

    #[test]
    fn every_fit_has_exactly_the_cells_asked_for() {
        for text in ["", "a", "“一证多址”改革", "①②", "👩‍👩‍👧 family", "１２３", "e\u{301}e\u{301}"]
        {
            for cells in 0..20 {
                for align in [Align::Left, Align::Right, Align::Centre] {
                    assert_eq!(width(&fit(text, cells, align)), cells, "{text} in {cells}");
                }
            }
        }
    }
}
