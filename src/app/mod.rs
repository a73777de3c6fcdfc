//! The session: what is open, where the cursor is, what a key does.
//!
//! [`update()`] is the only place that changes a [`Model`]. Refuses: ratatui, crossterm, files, threads, the clock (time
//! comes in as [`Now`]).

pub mod actions;
mod command;
mod copy;
pub mod edit;
pub mod feed;
pub mod filter_line;
pub mod keymap;
pub mod keys;
pub mod list;
pub mod message;
pub mod model;
mod motion;
mod mouse;
pub mod order;
pub mod prompt;
mod step;
pub mod update;
pub mod wall;

pub use actions::{ACTIONS, Action, ActionId};
pub use edit::{Holder, Spot, Wanted};
pub use keymap::{Chord, Keymap};
pub use keys::{Key, KeyCode};
pub use list::{Id, Row, RowKind};
pub use message::{Area, Drawn, Effect, Hit, Message, Mouse, Now, Watching};
pub use model::{Capture, Model, Overlay, Screen, Setup, ThemeName};
pub use update::{next_wake, update};
