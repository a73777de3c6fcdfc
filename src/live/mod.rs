//! The world outside: terminal, keyboard, signals, clock, and the loop between them and the session.
//!
//! Refuses: to decide what a key means, to compute a figure, to read a file.

mod clipboard;
pub mod clock;
pub mod desk;
pub mod editor;
mod input;
pub mod run;
mod signals;
pub mod surface;
pub mod terminal;

pub use input::Keyboard;
pub use run::{End, run};
pub use surface::Surface;

use std::sync::mpsc::SyncSender;

use crate::app::{Message, Watching};
use crate::store::watch::News;

/// Messages that may wait; a sender that finds the queue full waits, so nothing grows.
pub const INBOX: usize = 256;

/// What the store's worker says, as the session hears it.
pub fn message(news: News) -> Message {
    match news {
        News::Portfolio(portfolio) => Message::Loaded(portfolio),
        News::Live => Message::Watching(Watching::Live),
        News::Polling(why) => Message::Watching(Watching::Polling(why)),
        News::Blind(why) => Message::Watching(Watching::Blind(why)),
        News::Beat => Message::Beat,
    }
}

/// Starts the threads that listen to the keyboard, to signals, and for the end of the terminal.
///
/// # Errors
///
/// When a thread cannot be started or a signal cannot be caught.
pub fn listen(inbox: &SyncSender<Message>) -> std::io::Result<Keyboard> {
    signals::listen(inbox.clone())?;
    signals::watch_terminal(inbox.clone())?;
    Keyboard::listen(inbox.clone())
}
