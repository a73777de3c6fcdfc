//! What a key means, by the table of actions.

use super::actions::{ACTIONS, Action, ActionId};
use super::keys::Key;
use super::model::Screen;

/// What a key, after `pending` or alone, means on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Does(ActionId),
    /// The first key of a sequence.
    Begins,
    /// Nothing.
    Nothing,
}

/// What `key` means on `screen`, after `pending` if a sequence has begun.
pub fn meaning(pending: Option<Key>, key: Key, screen: Screen) -> Meaning {
    let mut begins = false;
    for action in ACTIONS.iter().filter(|action| action.applies(screen)) {
        for keys in action.keys {
            let mut parts = keys.split(' ').map(Key::parse);
            let (first, second) = (parts.next().flatten(), parts.next().flatten());
            match (pending, second) {
                (None, None) if first == Some(key) => return Meaning::Does(action.id),
                (None, Some(_)) => begins |= first == Some(key),
                (Some(pending), Some(second)) if first == Some(pending) && second == key => {
                    return Meaning::Does(action.id);
                }
                _ => {}
            }
        }
    }
    if begins { Meaning::Begins } else { Meaning::Nothing }
}

/// The actions of the footer on `screen`, the most useful first.
pub fn footer(screen: Screen) -> Vec<&'static Action> {
    let mut list: Vec<&Action> =
        ACTIONS.iter().filter(|action| action.footer.is_some() && action.applies(screen)).collect();
    list.sort_by_key(|action| action.footer);
    list
}
