//! What the loop draws on: the terminal, or in the tests a picture.

use std::io;

use ratatui::buffer::Buffer;

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

    /// Shows a frame, in one write.
    fn show(&mut self, frame: &Buffer, extent: Extent) -> io::Result<()>;

    /// Rings the bell.
    fn bell(&mut self) -> io::Result<()>;

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    fn suspend(&mut self) -> io::Result<()>;
}
