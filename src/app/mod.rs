//! The session: what is open, where the cursor is, what a key does.
//!
//! [`update()`] is the only place that changes a [`Model`]. Refuses: ratatui, crossterm, files, threads, the clock (time
//! comes in as [`Now`]).

mod action;
pub mod actions;
mod command;
mod copy;
pub mod edit;
pub mod feed;
pub mod figure;
pub mod filter_line;
pub mod keymap;
pub mod keys;
pub mod list;
mod load;
pub mod message;
pub mod model;
mod motion;
mod mouse;
pub mod order;
mod over;
mod page;
pub mod plans;
pub mod prompt;
mod reading;
pub mod rows;
mod screen;
pub mod since;
mod slice;
mod step;
mod theme_name;
pub mod timeline;
mod tour;
pub mod update;
pub mod wall;
mod week;
mod why;

pub use actions::{ACTIONS, Action, ActionId, Scope};
pub use edit::{Holder, Spot, Wanted};
pub use keymap::{Chord, Keymap};
pub use keys::{Key, KeyCode};
pub use list::{Id, Row, RowKind};
pub use message::{Area, Drawn, Effect, Hit, Link, Message, Mouse, Now, Progress, Watching};
pub use model::{Capture, Model, Overlay, Screen, Setup};
pub use theme_name::ThemeName;
pub use update::{next_wake, update};
