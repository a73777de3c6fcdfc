//! Words and cells: two languages, plurals, width, wrapping, cleaning.
//!
//! Refuses: to know what a plan is, what a file is, what a terminal is. It turns strings into strings.

mod address;
mod clean;
mod lang;
mod near;
mod width;
mod wrap;

pub use address::address;
pub use clean::clean;
pub use lang::{Lang, Phrase, Said, both, days, plural, say};
pub use near::near;
pub use width::{
    Align, Ambiguous, Cluster, Cut, blanks, clip, clip_start, clusters, cut, fit, measuring, pad,
    steady_alone, width, width_in,
};
pub use wrap::wrap;
