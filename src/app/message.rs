//! What comes in, what goes out, and what a frame showed.

use std::sync::Arc;
use std::time::Duration;

use super::command::ActionId;
use super::edit::Wanted;
use super::keys::Key;
use super::list::Id;
use super::model::{Capture, Screen};
use crate::domain::{Day, Portfolio, Text};
use crate::text::Said;

/// The time, as everything in the session is told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Time since the session began; never goes back.
    pub at: Duration,
    /// Today in the plan's zone.
    pub today: Day,
    /// Hour, minute and second of the wall clock in the plan's zone.
    pub clock: (u8, u8, u8),
}

impl Now {
    /// `18:05`.
    pub fn hour_minute(&self) -> String {
        format!("{:02}:{:02}", self.clock.0, self.clock.1)
    }

    /// `18:05:09`.
    pub fn hour_minute_second(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.clock.0, self.clock.1, self.clock.2)
    }
}

/// How changes in the files are noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Watching {
    /// Not at all: a single picture.
    #[default]
    Off,
    /// Events and the reconcile.
    Live,
    /// The reconcile alone, and why there are no events.
    Polling(Said),
    /// The files cannot be looked at, and why.
    Blind(Said),
    /// The data loop has died and will be started again: where it died, and when.
    Stopped(Said),
}

/// How far the first reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The files that have been read.
    pub read: usize,
    /// All that are to be.
    pub files: usize,
    /// All plans there are.
    pub plans: usize,
}

/// A mouse event that means something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down in a cell.
    Click {
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
    },
    /// The wheel turned over a cell, down by `lines` (negative: up).
    Wheel {
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
        /// Lines.
        lines: i32,
    },
    /// The mouse moved with the left button down.
    Drag {
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
    },
}

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key.
    Key(Key),
    /// The mouse.
    Mouse(Mouse),
    /// How far the first reading has come; and the plans that are whole by now, where there are more of them.
    Reading(Progress, Option<Arc<Portfolio>>),
    /// The files were read.
    Loaded(Arc<Portfolio>),
    /// The watcher's state changed.
    Watching(Watching),
    /// The data loop has looked at the disk, whether or not anything changed.
    Beat,
    /// The data loop has looked at the disk and rests: until it looks again no sign of life is due, and somebody else
    /// would tell of a look that does not end.
    Rests,
    /// Nothing has been heard of the data loop for so long.
    Silent(Duration),
    /// The terminal's size may have changed, or something else asks for a new frame.
    Redraw,
    /// A moment that was waited for has come.
    Wake,
    /// A signal that ends the session; its number.
    Signal(i32),
    /// A signal that the keyboard sends to everybody at the terminal (Ctrl-C, Ctrl-\); its number.
    Interrupt(i32),
    /// Everything that was typed has been sent; the keyboard waits to be let on.
    Parked,
    /// The editor has ended, or could not be opened: what to tell the reader, if anything.
    Edited(Option<Said>),
    /// Something the reader asked for has been done, or not: what to tell.
    Told(Said),
    /// Somebody asks the session to stop, as Ctrl-Z does.
    Suspend,
    /// The screen may show something else by now: paint every cell.
    Repaint,
}

/// Something the loop has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the session.
    Quit,
    /// End the session because of a signal; its number.
    EndBySignal(i32),
    /// Give the terminal back and stop, as Ctrl-Z does.
    Suspend,
    /// Paint every cell anew.
    Repaint,
    /// Ring the bell.
    Bell,
    /// Read everything again.
    Reread,
    /// Lend the terminal to an editor, opened at this place.
    Edit(Wanted),
    /// Take the terminal back from the editor.
    TakeBack,
    /// Put a text on the clipboard.
    Copy(String),
    /// Give the mouse to the session or leave it to the terminal.
    Mouse(Capture),
}

/// What can be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A row of the list.
    Row(Id),
    /// A screen's name in the header.
    Screen(Screen),
    /// An action's key in the footer.
    Action(ActionId),
    /// The scroll bar of the list.
    Bar,
}

/// An area of the screen: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Column, from 0.
    pub x: u16,
    /// Row, from 0.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn holds(&self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }
}

/// What the last frame showed; drawing returns it, the next update reads it.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The rows the list had room for.
    pub list_height: usize,
    /// The list's area.
    pub list: Area,
    /// The detail's area.
    pub detail: Area,
    /// How many lines the detail has.
    pub detail_lines: usize,
    /// How many lines the overlay has, and how many fit.
    pub overlay_lines: (usize, usize),
    /// The cells the timeline's bars had.
    pub timeline_cells: u16,
    /// How many pages the current wall page takes at this size, at least 1.
    pub wall_pages: usize,
    /// How many entries of a list that part of it shows: who has more to read gets more time.
    pub wall_rows: usize,
    /// Cells in which one text was written over another, counted where assertions are on; always 0 is the aim.
    pub overwritten: usize,
    /// What can be clicked, topmost last.
    pub hits: Vec<(Area, Hit)>,
    /// What the terminal itself can open, top to bottom; no two share a cell.
    pub links: Vec<Link>,
}

/// Cells of one row that stand for an address of the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Column of the first, from 0.
    pub x: u16,
    /// The column after the last.
    pub end: u16,
    /// Row, from 0.
    pub y: u16,
    /// The address, as [`crate::text::address`] gives it.
    pub to: Text,
}
