//! The plan, its days and its figures. Pure: the same input gives the same board.
//!
//! Refuses: files, clocks, threads, terminals. A day comes in as a parameter; a file's content comes in read.

pub mod agenda;
pub mod board;
pub mod burn_up;
pub mod calendar;
pub mod changes;
pub mod clock;
pub mod day;
pub mod deadline;
pub mod explain;
mod figures;
pub mod filter;
pub mod finding;
mod history;
mod holidays;
pub mod ids;
pub mod items;
pub mod ledger;
pub mod narrow;
mod obligation;
mod packed;
pub mod percent;
pub mod plan;
pub mod reminder;
mod report;
pub mod rollup;
pub mod rules;
pub mod seen;
pub mod shelf;
pub mod sorted;
pub mod standing;
pub mod state;
pub mod status;
pub mod summary;
mod sums;
mod wording;

pub use board::Board;
pub use burn_up::BurnUp;
pub use calendar::Calendar;
pub use clock::{Clock, Light, RuleClock};
pub use day::Day;
pub use deadline::{Count, Deadline};
pub use finding::Finding;
pub use ids::{ItemIx, RuleIx, SectionIx, Text, UnitIx};
pub use ledger::{Ledger, Portfolio};
pub use percent::Percent;
pub use plan::Plan;
pub use rollup::RollUp;
pub use seen::Seen;
pub use shelf::Shelf;
pub use summary::PlanSummary;
