//! The world outside: terminal, keyboard, signals, clock, log, and the loop between them and the session.
//!
//! Refuses: to decide what a key means, to compute a figure, to read a file.

pub mod ask;
mod clipboard;
pub mod clock;
pub mod desk;
pub mod editor;
pub mod encode;
mod input;
pub mod journal;
pub mod link;
pub mod looked;
mod pace;
mod panics;
mod post;
pub mod reading;
pub mod run;
mod sentry;
pub mod session;
mod signals;
pub mod surface;
pub mod terminal;
mod typed;
pub mod watchdog;

pub use input::Keyboard;
pub use reading::message;
pub use run::{End, run};
pub use session::session;
pub use surface::Surface;

/// Messages that may wait; a sender that finds the queue full waits, so nothing grows. Each may be a picture of all the
/// files (some KiB): while a terminal takes nothing, this many pile up.
pub const INBOX: usize = 96;
