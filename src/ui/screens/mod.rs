//! The screens, one file each.

pub(super) mod burn_up;
pub(super) mod changes;
pub(super) mod findings;
pub(super) mod months;
pub(super) mod overdue;
pub(super) mod overview;
pub(super) mod plans;
pub(super) mod rules;
pub(super) mod scoreboard;
pub(super) mod strip;
pub(super) mod timeline;
pub(super) mod tree;
pub(super) mod units;
pub(super) mod week;
