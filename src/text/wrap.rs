//! Breaking a text into lines of a number of cells, as Chinese and English are broken.

use super::width::{clusters, width};

/// Marks that must not begin a line (避头): they hang on the line before.
const NOT_FIRST: &str = "，。、；：？！）》」』】”’…—,.;:?!)]}%";

/// The lines of `text`, none wider than `cells` (except a single cluster wider than that).
///
/// Chinese breaks between any two characters, but never before a closing mark; Latin words are kept whole unless
/// a word alone is wider than the line. Line breaks in `text` are kept. There is always at least one line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line.trim_end_matches('\r'), cells.max(1))).collect()
}

fn wrap_line(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        let w = width(&piece);
        if used + w <= cells {
            line.push_str(&piece);
            used += w;
        } else if piece.chars().all(char::is_whitespace) {
            // A blank at the line's end is not carried over.
        } else if w <= cells {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            (line, used) = (piece, w);
        } else {
            for cluster in clusters(&piece) {
                if used + cluster.cells > cells && !line.is_empty() {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    used = 0;
                }
                line.push_str(cluster.text);
                used += cluster.cells;
            }
        }
    }
    lines.push(line.trim_end().to_owned());
    if lines.len() > 1 {
        lines.retain(|line| !line.is_empty());
    }
    lines
}

/// The parts of a line that stay whole: a word, a run of blanks, a character with the marks that hang on it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for cluster in clusters(text).map(|cluster| cluster.text) {
        let glued = match pieces.last() {
            Some(last) => hangs(cluster, last) || (is_word(cluster) && is_word(last)),
            None => false,
        };
        match pieces.last_mut() {
            Some(last) if glued => last.push_str(cluster),
            _ => pieces.push(cluster.to_owned()),
        }
    }
    pieces
}

fn hangs(cluster: &str, before: &str) -> bool {
    NOT_FIRST.contains(cluster) && !before.chars().all(char::is_whitespace)
}

fn is_word(piece: &str) -> bool {
    piece.chars().next_back().is_some_and(|c| c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_not_before_a_closing_mark() {
        assert_eq!(wrap("一照多址改革", 6), ["一照多", "址改革"]);
        assert_eq!(wrap("一照多，址", 6), ["一照", "多，址"]);
    }

    #[test]
    fn english_breaks_between_words_and_cuts_only_what_does_not_fit() {
        assert_eq!(wrap("one permit, several", 10), ["one", "permit,", "several"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for cells in 2..30 {
            for line in wrap(
                "对部分高频经营许可事项，探索实施“一证多址”改革 (one permit, several addresses)。",
                cells,
            ) {
                // A character with its hanging mark is four cells; nothing narrower can hold it.
                assert!(width(&line) <= cells.max(4), "{line} in {cells}");
            }
        }
    }
}
