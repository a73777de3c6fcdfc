//! The terminal: taken, written to, and given back whatever happens.
//!
//! Not `ratatui::init`: its panic hook restores the screen on a panic in *any* thread, and `Terminal::clear` asks the
//! terminal a question and waits for the answer. Here nothing is ever asked.

use std::io::{self, Write as _};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode, size,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clipboard::{self, Way};
use super::encode;
use super::link::{Frame, Links};
use super::surface::{Extent, Surface};
use crate::app::{Capture, Link};
use crate::text::Said;
use crate::ui::theme::Depth;

/// The terminal while it is ours.
#[derive(Debug)]
pub struct Terminal {
    shown: Buffer,
    links: Vec<Link>,
    depth: Depth,
    tells: Links,
}

impl Terminal {
    /// Takes the terminal, which has so many colours.
    ///
    /// # Errors
    ///
    /// Where there is none, or it cannot be written to.
    pub fn take(depth: Depth) -> io::Result<Self> {
        enter()?;
        let tells = Links::of(&|name| std::env::var(name).ok());
        Ok(Self { shown: Buffer::empty(Rect::default()), links: Vec::new(), depth, tells })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nobody is left to tell if the terminal has gone.
        let _ = leave();
    }
}

impl Surface for Terminal {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        size()
    }

    fn show(&mut self, cells: &mut Buffer, links: &[Link], extent: Extent) -> io::Result<()> {
        let links = match self.tells {
            Links::Told => links,
            Links::Left => &[],
        };
        let shown = Frame { cells: &self.shown, links: &self.links };
        let bytes = encode::bytes(shown, Frame { cells, links }, extent, self.depth);
        if bytes.is_empty() {
            return Ok(());
        }
        write(&bytes)?;
        std::mem::swap(&mut self.shown, cells);
        self.links = links.to_vec();
        Ok(())
    }

    fn bell(&mut self) -> io::Result<()> {
        write(b"\x07")
    }

    fn copy(&mut self, text: &str) -> io::Result<Said> {
        let way = Way::of(&|name| std::env::var(name).ok());
        match clipboard::bytes(text, way) {
            Ok(bytes) => write(&bytes).map(|()| clipboard::sent(text, way)),
            Err(said) => Ok(said),
        }
    }

    fn mouse(&mut self, capture: Capture) -> io::Result<()> {
        let mut bytes = Vec::new();
        match capture {
            Capture::Session => queue!(bytes, EnableMouseCapture)?,
            Capture::Terminal => queue!(bytes, DisableMouseCapture)?,
        }
        write(&bytes)
    }

    fn suspend(&mut self) -> io::Result<()> {
        leave()?;
        let stop = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
        stop?;
        // Here the process stands still until somebody says `fg`.
        enter()?;
        self.shown = Buffer::empty(Rect::default());
        Ok(())
    }
}

/// One write for everything that belongs together.
fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Takes the screen, as it is taken at the start; nothing is known of what it shows.
pub(super) fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste,
        Hide,
        Clear(ClearType::All)
    )?;
    write(&bytes).inspect_err(|_| {
        let _ = disable_raw_mode();
    })
}

/// Gives the screen back as it was before it was taken.
pub(super) fn leave() -> io::Result<()> {
    let mut bytes = Vec::new();
    // The end of a synchronised update first: a panic may have come in the middle of one.
    queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        DisableMouseCapture,
        ResetColor,
        LeaveAlternateScreen,
        Show
    )?;
    let written = write(&bytes);
    disable_raw_mode().and(written)
}

/// Gives the terminal back as far as it can be, for a panic: whoever calls has no way to tell of a failure.
pub(super) fn give_back() {
    let _ = leave();
}
