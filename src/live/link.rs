//! What stands for an address of the web, as a terminal is told of it (OSC 8), and which terminals are told.

use std::io::Write as _;

use ratatui::buffer::Buffer;

use crate::app::Link;

/// A frame: its cells, and those that stand for an address.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The cells.
    pub cells: &'a Buffer,
    /// The links, as drawing returned them.
    pub links: &'a [Link],
}

impl<'a> From<&'a Buffer> for Frame<'a> {
    fn from(cells: &'a Buffer) -> Self {
        Self { cells, links: &[] }
    }
}

impl<'a> Frame<'a> {
    /// The links of a row.
    pub(super) fn links_of(self, y: u16) -> Row<'a> {
        let from = self.links.partition_point(|link| link.y < y);
        let to = self.links.partition_point(|link| link.y <= y);
        Row(self.links.get(from..to).unwrap_or_default())
    }
}

/// The links of one row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Row<'a>(&'a [Link]);

impl<'a> Row<'a> {
    /// Whether nothing on it stands for an address.
    pub(super) fn is_empty(self) -> bool {
        let Self(links) = self;
        links.is_empty()
    }

    /// What the cell in a column stands for.
    pub(super) fn at(self, x: u16) -> Option<&'a str> {
        let Self(links) = self;
        links.iter().find(|link| (link.x..link.end).contains(&x)).map(|link| &*link.to)
    }
}

/// Begins a link, or ends the one begun. Rows of one address have one id: pointed at, they light up together.
pub(super) fn write(bytes: &mut Vec<u8>, link: Option<&str>) {
    // Writing to memory cannot fail.
    let _ = match link {
        Some(to) => write!(bytes, "\x1b]8;id={:08x};{to}\x1b\\", id(to)),
        None => write!(bytes, "\x1b]8;;\x1b\\"),
    };
}

/// A number of an address: the same in every frame, so that what is written twice is the same (FNV-1a).
fn id(to: &str) -> u32 {
    to.bytes().fold(0x811c_9dc5, |id, byte| (id ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether the terminal is told of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is.
    Told,
    /// It would show their bytes, or does not know what to do with them.
    Left,
}

impl Links {
    /// Of the terminal the environment names: the console of Linux and those that do not say what they are get none.
    pub fn of(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        match variable("TERM").as_deref() {
            None | Some("" | "dumb" | "linux") => Self::Left,
            Some(_) => Self::Told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_of_linux_and_a_terminal_that_does_not_say_what_it_is_are_told_of_no_link() {
        let of = |term: Option<&str>| Links::of(&|_| term.map(ToOwned::to_owned));
        for term in [None, Some(""), Some("dumb"), Some("linux")] {
            assert_eq!(of(term), Links::Left, "{term:?}");
        }
        for term in ["xterm-256color", "tmux-256color", "foot"] {
            assert_eq!(of(Some(term)), Links::Told, "{term}");
        }
    }
}
