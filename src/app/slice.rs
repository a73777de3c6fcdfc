//! How much is computed before the next frame, of what is not there yet: much where nobody waits for it, little under a
//! key. What is left comes after it, slice by slice.

use std::sync::Arc;

use super::message::Message;
use crate::domain::Ledger;

/// Items whose boards are computed before the next frame: some milliseconds. One plan is, however many it has.
const SLICE: usize = 5_000;
/// The same before a frame that somebody waits for: a few small plans are there at once, large ones come after it.
const AT_ONCE: usize = 1_000;

/// Whether somebody waits for the next frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// Nobody: it shows what files and the clock bring.
    Nobody,
    /// Whoever has pressed a key.
    Somebody,
}

impl Wait {
    /// Who waits for what `message` brings.
    pub(super) fn of(message: &Message) -> Self {
        let by_hand = matches!(message, Message::Key(_) | Message::Mouse(_));
        if by_hand { Self::Somebody } else { Self::Nobody }
    }
}

/// How many of the plans whose figures are missing are computed at once.
pub(super) fn of(missing: &[&Arc<Ledger>], wait: Wait) -> usize {
    let (mut left, least) = match wait {
        Wait::Nobody => (SLICE, 1),
        Wait::Somebody => (AT_ONCE, 0),
    };
    let fits = |ledger: &&&Arc<Ledger>| {
        let items = ledger.plan.items.len().max(1);
        let fits = items <= left;
        left = left.saturating_sub(items);
        fits
    };
    missing.iter().take_while(fits).count().max(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Key, KeyCode};
    use crate::domain::plan::{Item, Items, Title};
    use crate::domain::{Plan, SectionIx};

    fn ledger(items: usize) -> Arc<Ledger> {
        let item = Item {
            id: "",
            title: Title::default(),
            section: SectionIx::new(0),
            leads: &[],
            support: &[],
            delegated: crate::domain::plan::Delegated::No,
            because: None,
            tags: &[],
            start: None,
            due: None,
            weight: crate::domain::items::WEIGHT,
        };
        let items: Items = std::iter::repeat_n(item, items).collect();
        Arc::new(Ledger { plan: Arc::new(Plan { items, ..Plan::default() }), ..Ledger::default() })
    }

    #[test]
    fn under_a_key_only_small_plans_are_computed_and_otherwise_one_at_least() {
        let key = Wait::of(&Message::Key(Key::plain(KeyCode::Down)));
        let wake = Wait::of(&Message::Wake);
        for (items, under_a_key, else_) in [
            (&[600, 400, 1, 1][..], 2, 4),
            (&[3000, 10], 0, 2),
            (&[10, 3000, 10], 1, 3),
            (&[30_000, 10], 0, 1),
            (&[3000, 3000, 3000], 0, 1),
            (&[0, 0], 2, 2),
        ] {
            let ledgers: Vec<_> = items.iter().map(|n| ledger(*n)).collect();
            let missing: Vec<_> = ledgers.iter().collect();
            assert_eq!((of(&missing, key), of(&missing, wake)), (under_a_key, else_), "{items:?}");
        }
    }
}
