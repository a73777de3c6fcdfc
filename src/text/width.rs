//! How many cells a text takes, and cutting and padding it to a number of cells.
//!
//! A column is straight only if everything that draws asks here; nothing else in the crate measures text. A text is as
//! wide as its clusters (what a reader takes for one character), each for itself, because that is how it is drawn.

use std::borrow::Cow;
use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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

/// How wide the terminal draws what Unicode calls ambiguous (`“ ” … — · ① ■`): a Chinese font draws it two cells wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ambiguous {
    /// One cell.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

thread_local! {
    /// What [`width`] measures by on this thread; changed by [`measuring`] only, and only while that runs.
    static HERE: Cell<Ambiguous> = const { Cell::new(Ambiguous::Narrow) };
}

/// Does `work` in a terminal that draws ambiguous characters so: everything here measures by it until `work` ends.
///
/// In force for a span of code rather than passed to each of a hundred calls: one call that forgot it would be one
/// crooked column on the terminals nobody of us sits at.
pub fn measuring<T>(ambiguous: Ambiguous, work: impl FnOnce() -> T) -> T {
    /// Puts back what was in force before, also when `work` panics.
    struct Before(Ambiguous);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(self.0);
        }
    }
    let _before = Before(HERE.replace(ambiguous));
    work()
}

/// The cells `text` takes in a terminal: 2 for a Chinese character, 1 for a Latin one, 0 for a combining mark.
pub fn width(text: &str) -> usize {
    width_in(text, HERE.get())
}

/// [`width`] in a terminal of a kind.
pub fn width_in(text: &str, ambiguous: Ambiguous) -> usize {
    if text.is_ascii() { text.len() } else { Clusters { rest: text, ambiguous }.map(|it| it.cells).sum() }
}

/// A cluster of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Its characters.
    pub text: &'a str,
    /// The cells it takes.
    pub cells: usize,
    /// Whether all terminals agree on that.
    pub steady: bool,
}

/// The clusters of `text`, measured as [`width`] measures them.
pub fn clusters(text: &str) -> Clusters<'_> {
    Clusters { rest: text, ambiguous: HERE.get() }
}

/// The clusters of a text in one pass. The tables of Unicode are asked only where a character could join another.
#[derive(Debug, Clone)]
pub struct Clusters<'a> {
    rest: &'a str,
    ambiguous: Ambiguous,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    fn next(&mut self) -> Option<Cluster<'a>> {
        if let Some((length, cells)) = self.rest.bytes().next().and_then(by_first_byte)
            && self.rest.as_bytes().get(length).is_none_or(|next| by_first_byte(*next).is_some())
        {
            let (text, rest) = self.rest.split_at_checked(length)?;
            self.rest = rest;
            return Some(Cluster { text, cells, steady: true });
        }
        let mut chars = self.rest.chars();
        let first = chars.next()?;
        let alone = chars.next().is_none_or(is_lone).then_some(first);
        let (length, cells, steady) = match (alone.and_then(steady), alone) {
            (Some(cells), _) => (first.len_utf8(), cells, true),
            (None, Some(first)) if is_lone(first) => {
                (first.len_utf8(), character_width(first, self.ambiguous), false)
            }
            (None, _) => {
                let cluster = self.rest.graphemes(true).next()?;
                (cluster.len(), cluster_width(cluster, self.ambiguous), false)
            }
        };
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Cluster { text, cells, steady })
    }
}

/// Whether a character never joins another of its kind in one cluster: the steady ones, and what frames, bars, signs
/// and quotations are made of.
fn is_lone(c: char) -> bool {
    steady(c).is_some()
        || matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{2bff}')
}

/// The cells of a character that is a cluster by itself.
fn character_width(c: char, ambiguous: Ambiguous) -> usize {
    let cells = match ambiguous {
        Ambiguous::Narrow => UnicodeWidthChar::width(c),
        Ambiguous::Wide => UnicodeWidthChar::width_cjk(c),
    };
    cells.unwrap_or_default()
}

/// The cells of a character on which all terminals agree and which is a cluster by itself, unless something that is
/// not such a character follows: ASCII, Chinese, kana, Korean syllables, their punctuation and full-width forms.
fn steady(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{20000}'..='\u{2fffd}'
        | '\u{30000}'..='\u{3fffd}' => Some(2),
        _ => None,
    }
}

/// Bytes and cells of the commonest steady characters, known by their first byte: ASCII, and U+5000 to U+9FFF, which is
/// nearly all Chinese that is written.
#[inline]
fn by_first_byte(byte: u8) -> Option<(usize, usize)> {
    match byte {
        b' '..=b'~' => Some((1, 1)),
        0xe5..=0xe9 => Some((3, 2)),
        _ => None,
    }
}

/// The cells of a cluster that is one steady character.
#[inline]
pub fn steady_alone(cluster: &str) -> Option<usize> {
    match cluster.bytes().next().and_then(by_first_byte) {
        Some((length, cells)) if length == cluster.len() => Some(cells),
        Some(_) | None => {
            let mut chars = cluster.chars();
            chars.next().filter(|_| chars.as_str().is_empty()).and_then(steady)
        }
    }
}

/// The cells of one cluster.
fn cluster_width(cluster: &str, ambiguous: Ambiguous) -> usize {
    let cells = match ambiguous {
        Ambiguous::Narrow => UnicodeWidthStr::width(cluster),
        Ambiguous::Wide => UnicodeWidthStr::width_cjk(cluster),
    };
    // Half-width voice marks extend the character before them in Unicode, and have a cell of their own in terminals.
    cells + cluster.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count()
}

/// The part of a text that is shown where there is not room for all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut<'a> {
    /// The text's beginning, whole characters only.
    pub head: &'a str,
    /// What stands for the rest: nothing or `…`.
    pub mark: &'static str,
    /// The cells of both.
    pub cells: usize,
}

/// What of `text` is shown in at most `cells` cells; a cut is marked with `…`.
pub fn cut(text: &str, cells: usize) -> Cut<'_> {
    let mark = width(CUT);
    let room = cells.checked_sub(mark);
    // The head and its cells as it would be if the text were cut.
    let (mut head, mut kept, mut used) = (0, 0, 0);
    let mut at = 0;
    for cluster in clusters(text) {
        used += cluster.cells;
        at += cluster.text.len();
        if used > cells {
            let cells = if room.is_some() { kept + mark } else { 0 };
            let head = text.get(..head).unwrap_or_default();
            return Cut { head, mark: if room.is_some() { CUT } else { "" }, cells };
        }
        if room.is_some_and(|room| used <= room) {
            (head, kept) = (at, used);
        }
    }
    Cut { head: text, mark: "", cells: used }
}

/// `text` cut to at most `cells` cells, whole characters only; a cut is marked with `…`.
pub fn clip(text: &str, cells: usize) -> Cow<'_, str> {
    let Cut { head, mark, .. } = cut(text, cells);
    if mark.is_empty() { Cow::Borrowed(head) } else { Cow::Owned([head, mark].concat()) }
}

/// The end of `text` in at most `cells` cells, whole characters only: of a line being typed the end is what matters.
pub fn clip_start(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(width(CUT)) else { return Cow::Borrowed("") };
    let mut kept: Vec<&str> = fitting(text.graphemes(true).rev(), room).collect();
    kept.push(CUT);
    kept.reverse();
    Cow::Owned(kept.concat())
}

/// What stands for what was cut away.
const CUT: &str = "…";

/// The first of some clusters that have room in `cells` cells.
fn fitting<'a>(clusters: impl Iterator<Item = &'a str>, cells: usize) -> impl Iterator<Item = &'a str> {
    let mut used = 0;
    clusters.take_while(move |cluster| {
        used += width(cluster);
        used <= cells
    })
}

/// The blanks before and behind a text of some cells that is to fill `cells` cells.
pub fn blanks(text: usize, cells: usize, align: Align) -> (usize, usize) {
    let missing = cells.saturating_sub(text);
    let left = match align {
        Align::Left => 0,
        Align::Right => missing,
        Align::Centre => missing / 2,
    };
    (left, missing - left)
}

/// `text` filled with blanks to `cells` cells; a longer text is left as it is.
pub fn pad(text: &str, cells: usize, align: Align) -> String {
    let (left, right) = blanks(width(text), cells, align);
    let mut out = String::with_capacity(text.len() + left + right);
    out.extend(std::iter::repeat_n(' ', left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', right));
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

    const TEXTS: [&str; 14] = [
        "",
        "a",
        "“一证多址”改革",
        "①②……——·×",
        "👩\u{200d}👩\u{200d}👧 family",
        "🇨🇳🇭🇰 1\u{fe0f}\u{20e3} 👍🏽 ❤\u{fe0f}",
        "１２３％",
        "e\u{301}e\u{301}\u{301}",
        "ｶﾞｷﾞ",
        "กำลังดำเนินการ",
        "الإصلاح لا",
        "क्षेत्र की योजना",
        "한국어 가",
        "─│█░▌⣿",
    ];

    #[test]
    fn every_fit_has_exactly_the_cells_asked_for_however_wide_the_ambiguous_are() {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for text in TEXTS {
                for cells in 0..20 {
                    for align in [Align::Left, Align::Right, Align::Centre] {
                        let fitted = measuring(ambiguous, || fit(text, cells, align));
                        assert_eq!(width_in(&fitted, ambiguous), cells, "{text} in {cells}");
                    }
                    let end = measuring(ambiguous, || clip_start(text, cells).into_owned());
                    assert!(width_in(&end, ambiguous) <= cells, "{text} in {cells}");
                }
            }
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_clusters() {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for text in TEXTS {
                let sum: usize = text.graphemes(true).map(|cluster| cluster_width(cluster, ambiguous)).sum();
                assert_eq!(width_in(text, ambiguous), sum, "{text}");
            }
        }
    }

    #[test]
    fn the_fast_way_finds_the_clusters_of_unicode_whatever_stands_beside_them() {
        let others =
            ["", "a", "一", "…", "\u{301}", "\u{200d}", "\u{fe0f}", "🇨", "👍", "ﾞ", "\u{600}", "क", "\u{94d}"];
        // All up to the great blocks of Chinese and Korean, in which one is like the other; of those, samples.
        let sampled = (0..0x3400).chain((0x3400..=0x3_ffff).step_by(97)).filter_map(char::from_u32);
        for c in sampled.filter(|c| is_lone(*c)) {
            for (before, after) in others.iter().flat_map(|one| others.map(|other| (one, other))) {
                let text = format!("{before}{c}{after}");
                assert!(clusters(&text).map(|it| it.text).eq(text.graphemes(true)), "{text:?}");
            }
        }
    }

    #[test]
    fn every_steady_character_has_the_same_cells_in_every_terminal() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            assert_eq!(steady_alone(&text), steady(c), "U+{:04X}", c as u32);
            if let Some(cells) = steady(c) {
                assert_eq!(UnicodeWidthStr::width(text.as_str()), cells, "U+{:04X}", c as u32);
                assert_eq!(UnicodeWidthStr::width_cjk(text.as_str()), cells, "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn ambiguous_characters_are_two_cells_where_the_terminal_draws_them_so_and_only_there() {
        assert_eq!(width("“①…”"), 4);
        assert_eq!(measuring(Ambiguous::Wide, || width("“①…”")), 8);
        assert_eq!(width("“①…”"), 4);
        assert_eq!(measuring(Ambiguous::Wide, || clip("一证多址", 7).into_owned()), "一证…");
        assert_eq!(clip_start("light:red 市场", 7), "…d 市场");
    }
}
