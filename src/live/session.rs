//! A whole session on the process's own terminal: everything is started here, and everything given back.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;

use super::clock::Clock;
use super::desk::Desk;
use super::input::Keyboard;
use super::journal::Journal;
use super::reading::{Pulse, Reading, Source};
use super::run::{End, watched};
use super::terminal::Terminal;
use super::watchdog::Watchdog;
use super::{INBOX, panics, signals};
use crate::app::Model;
use crate::ui::theme::Depth;

/// What a session stands on.
pub struct Ground {
    /// What is read.
    pub source: Source,
    /// Its log.
    pub journal: Journal,
    /// Who is told that it lives.
    pub watchdog: Watchdog,
    /// The colours the terminal has.
    pub depth: Depth,
}

/// Why a session did not come to its end.
#[derive(Debug)]
pub enum Broken {
    /// There is no terminal, or it cannot be taken.
    NoTerminal(io::Error),
    /// It could not start, or the terminal can no longer be written to.
    Failed(io::Error),
    /// The loop panicked: where and why. The terminal has been given back.
    Panicked(String),
}

/// Runs a session. However it ends, the terminal has been given back when this returns.
///
/// # Errors
///
/// Where there is no terminal, a thread cannot be started, the terminal goes, or the loop panics.
pub fn session(model: &mut Model, clock: &dyn Clock, ground: Ground) -> Result<End, Broken> {
    let Ground { source, journal, mut watchdog, depth } = ground;
    panics::watch(journal.clone());
    let (inbox, messages) = sync_channel(INBOX);
    // Before the terminal is taken: a signal that comes in between must find somebody who gives it back.
    signals::listen(inbox.clone()).map_err(Broken::Failed)?;
    let terminal = Terminal::take(depth).map_err(Broken::NoTerminal)?;
    let keyboard = Keyboard::listen(inbox.clone()).map_err(Broken::Failed)?;
    let mut desk = Desk::new(terminal, keyboard, &source.root, inbox.clone());
    signals::watch_terminal(inbox.clone()).map_err(Broken::Failed)?;
    // A first look that never ends is a silence as well.
    model.heard_at.get_or_insert(clock.now("").at);
    // The wall's beat is drawn; in the monitor a data loop that lives wakes nobody.
    let pulse = if model.wall.is_some() { Pulse::Beats } else { Pulse::Silence(model.patience) };
    let reading = Reading::start(source, inbox, journal, pulse).map_err(Broken::Failed)?;
    let end = catch_unwind(AssertUnwindSafe(|| {
        watched(model, &mut desk, &messages, clock, &|| reading.reread(), &mut watchdog)
    }));
    drop(desk);
    watchdog.stopping();
    match end {
        Ok(end) => end.map_err(Broken::Failed),
        Err(_) => Err(Broken::Panicked(panics::taken().unwrap_or_default())),
    }
}
