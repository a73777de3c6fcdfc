//! Places in a plan's lists, and the ids files use.

use std::sync::Arc;

/// A text shared by everything that names it: an id, a title, a note. Already cleaned (see [`crate::text::clean`]).
pub type Text = Arc<str>;

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The place `n`, counted from 0. Lists longer than `u32` cannot be read into memory anyway.
            pub fn new(n: usize) -> Self {
                Self(u32::try_from(n).unwrap_or(u32::MAX))
            }

            /// The place as a number for a list.
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// A unit's place in [`super::Plan::units`].
    UnitIx
);
index!(
    /// An item's place in [`super::Plan::items`]: plan order.
    ItemIx
);
index!(
    /// A section's place in [`super::Plan::sections`]: plan order, parents before children.
    SectionIx
);
index!(
    /// A rule's place in [`super::Plan::rules`].
    RuleIx
);
