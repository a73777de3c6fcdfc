//! The screens, one file each.

pub(super) mod changes;
pub(super) mod findings;
pub(super) mod overdue;
pub(super) mod overview;
pub(super) mod rules;
pub(super) mod strip;
pub(super) mod tree;
pub(super) mod units;
