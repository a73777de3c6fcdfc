//! Where something of a plain file begins, as it is noted while reading: a mark is counted only where one is told.

use super::tree::Mark;

/// Where something begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Began {
    /// In bytes.
    pub(super) at: usize,
    /// Where its line begins, in bytes.
    pub(super) line: usize,
    /// The number of its line, from 1.
    pub(super) number: usize,
}

impl Began {
    /// Its mark in `text`, and the line it stands in.
    pub(super) fn mark(self, text: &str) -> (Mark, &str) {
        let column = text.get(self.line..self.at).unwrap_or_default().chars().count() + 1;
        let line = text.get(self.line..).and_then(|rest| rest.split('\n').next());
        (Mark { line: self.number, column }, line.unwrap_or_default())
    }
}
