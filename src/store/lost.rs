//! `text-lost`: a value YAML cuts without a word, at ` #`, or after a leading `!x` or `&x`.

use super::slip::{Reading, quote};
use super::tree::{Node, Tree};
use crate::domain::finding::Code;
use crate::text::both;

/// Looks at every value of a tree.
pub(super) fn lint(tree: &Tree<'_>, text: &str, reading: &Reading) {
    let lines: Vec<&str> = text.lines().collect();
    tree.scalars(&mut |node, value, plain| {
        let line = lines.get(node.start.line.saturating_sub(1)).copied().unwrap_or_default();
        if node.prefix.is_some() {
            prefixed(node, line, reading);
        } else if plain && !value.is_empty() && node.start.line == node.end.line {
            cut(node, line, reading);
        }
    });
}

/// `&x` or `!x` before a value: YAML takes it for an anchor or a tag.
fn prefixed(node: &Node<'_>, line: &str, reading: &Reading) {
    reading.raise_at(Code::TextLost, &node.start.spot(), || {
        let before: String = line.chars().take(node.start.column.saturating_sub(1)).collect();
        let word = before.split_whitespace().next_back().filter(|word| word.starts_with(['&', '!']));
        let lost = quote(word.or(node.prefix.as_deref()).unwrap_or_default());
        (
            both!("值开头的“{lost}”未被读入", "`{lost}` at the beginning of the value is not read"),
            both!("给整个值加引号", "put the whole value in quotes"),
        )
    });
}

/// ` #x` after a value: a comment to YAML. One that is meant as one has a blank after the `#` or two before it.
fn cut(node: &Node<'_>, line: &str, reading: &Reading) {
    let (kept, rest) = match line.char_indices().nth(node.end.column.saturating_sub(1)) {
        Some((at, _)) => line.split_at(at),
        None => return,
    };
    // The end of a value is given before or after the blanks that follow it.
    let blanks = (kept.len() - kept.trim_end().len()) + (rest.len() - rest.trim_start().len());
    let rest = rest.trim_start();
    if blanks == 1
        && rest.strip_prefix('#').is_some_and(|word| !word.starts_with([' ', '\t', '#']))
        && rest.len() > 1
    {
        reading.raise_at(Code::TextLost, &node.start.spot(), || {
            let lost = quote(rest);
            (
                both!("“{lost}”被当作注释，未被读入", "`{lost}` is taken for a comment and not read"),
                both!(
                    "若是正文，给整个值加引号；若是注释，# 后空一格",
                    "if it is text, put the value in quotes; if it is a comment, put a blank after `#`"
                ),
            )
        });
    }
}
