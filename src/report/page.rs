//! A page: what a view says, in blocks that know nothing of the format they will be written in.

use super::table::Table;
use crate::domain::RuleIx;

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// What the plan is called.
    Title(String),
    /// What the lines after it are about.
    Heading(String),
    /// Room between the header and a table that needs no heading.
    Gap,
    /// A line of its own.
    Line(String),
    /// A line below a heading or another line.
    Note(String),
    /// A line with lines of its own: what changed of an item.
    Entry {
        /// The line.
        head: String,
        /// What stands below it.
        notes: Vec<String>,
    },
    /// A table.
    Table(Table),
    /// A table of the line before it.
    Under(Table),
    /// The days from a rule's base date to its deadline; only where drawings are possible.
    Strip(RuleIx),
    /// Items done over time; only where drawings are possible.
    BurnUp,
}

/// The blocks of a view, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
}

impl Page {
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(super) fn line(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Line(text.into()));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}
