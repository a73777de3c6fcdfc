//! The session: what is open, where the cursor is, what a key does.
//!
//! [`update()`] is the only place that changes a [`Model`]. Refuses: ratatui, crossterm, files, threads, the clock (time
//! comes in as [`Now`]).

pub mod actions;
mod command;
pub mod edit;
pub mod feed;
pub mod figure;
pub mod filter_line;
pub mod keys;
pub mod list;
mod meaning;
pub mod message;
pub mod model;
mod motion;
pub mod plans;
mod screen;
pub mod since;
pub mod timeline;
pub mod update;
pub mod wall;
mod week;

pub use actions::{ACTIONS, Action, ActionId};
pub use edit::{Holder, Spot, Wanted};
pub use keys::{Key, KeyCode};
pub use list::{Id, Row, RowKind};
pub use message::{Area, Drawn, Effect, Hit, Message, Mouse, Now, Watching};
pub use model::{Model, Overlay, Screen, Setup, ThemeName};
pub use update::{next_wake, update};
