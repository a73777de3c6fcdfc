//! What the loop draws on: the terminal, or in the tests a picture.

use std::io;

use ratatui::buffer::Buffer;

use crate::app::{Capture, Link, Wanted};
use crate::text::{Said, both, clean};

/// How much of a frame is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What is different from the frame before; nothing at all, if nothing is.
    Difference,
    /// Every cell, whatever the terminal shows now.
    Everything,
}

/// A place to draw on. Every method fails when the place has gone, and the session ends with it.
#[expect(clippy::missing_errors_doc, reason = "said once, of all methods")]
pub trait Surface {
    /// Columns and rows, asked anew each time: a size change may never be announced.
    fn size(&mut self) -> io::Result<(u16, u16)>;

    /// Shows a frame, in one write: its cells, and which of them stand for an address. The surface may keep the buffer
    /// and leave another in its place; whoever draws the next frame into that clears it first.
    fn show(&mut self, cells: &mut Buffer, links: &[Link], extent: Extent) -> io::Result<()>;

    /// Rings the bell.
    fn bell(&mut self) -> io::Result<()>;

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    fn suspend(&mut self) -> io::Result<()>;

    /// Lends itself to an editor at a place; [`crate::app::Message::Edited`] comes when that ends. What to tell the
    /// reader if there is none. A surface without a terminal of its own lends nothing.
    fn lend(&mut self, wanted: &Wanted) -> io::Result<Option<Said>> {
        let file = clean(&wanted.file);
        Ok(Some(both!("这里不能打开编辑器：{file}", "no editor can be opened here: {file}")))
    }

    /// Takes back what was lent, however the editor left it.
    fn take_back(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Puts a text on the reader's clipboard; what to tell of it. A surface without a terminal has none.
    fn copy(&mut self, text: &str) -> io::Result<Said> {
        let n = text.chars().count();
        Ok(both!("这里没有剪贴板（{n} 字）", "there is no clipboard here ({n} characters)"))
    }

    /// Takes the mouse, or leaves it to the terminal.
    fn mouse(&mut self, _: Capture) -> io::Result<()> {
        Ok(())
    }

    /// Lets the keyboard be read on, once nobody else reads it.
    fn listen(&mut self) {}
}
