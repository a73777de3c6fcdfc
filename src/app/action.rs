//! A row of the table of actions: what it does, its keys, its words, where it applies.

use super::actions::ACTIONS;
use super::command::{ActionId, Scope};
use super::keys::Key;
use super::model::Screen;
use crate::domain::sorted;
use crate::text::Phrase;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// What it does.
    pub id: ActionId,
    /// Its keys, by name; a sequence has a blank between its keys.
    pub keys: &'static [&'static str],
    /// One word for the footer.
    pub short: Phrase,
    /// One line for the help.
    pub help: Phrase,
    /// Where it applies.
    pub scope: Scope,
    /// Its place in the footer, 0 first; none: not there.
    pub footer: Option<u8>,
}

/// A row.
pub(super) const fn row(
    id: ActionId,
    keys: &'static [&'static str],
    short: (&'static str, &'static str),
    help: (&'static str, &'static str),
    scope: Scope,
    footer: Option<u8>,
) -> Action {
    Action {
        id,
        keys,
        short: Phrase::new(short.0, short.1),
        help: Phrase::new(help.0, help.1),
        scope,
        footer,
    }
}

/// The row of a screen's key.
pub(super) const fn show(
    screen: Screen,
    keys: &'static [&'static str],
    short: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Action {
    row(ActionId::Show(screen), keys, short, help, Scope::Everywhere, None)
}

impl Action {
    /// Whether it applies on `screen`.
    pub fn applies(&self, screen: Screen) -> bool {
        self.scope.holds(screen)
    }

    /// Its keys as the table has them, as the help writes them: `j ↓`, `gg Home`.
    pub fn key_names(&self) -> String {
        let names = self.keys.iter().map(|keys| {
            let parts: Vec<String> =
                keys.split(' ').filter_map(Key::parse).map(|key| key.to_string()).collect();
            parts.concat()
        });
        names.collect::<Vec<_>>().join(" ")
    }
}

/// The actions of the footer on `screen`, the most useful first.
pub fn footer(screen: Screen) -> Vec<&'static Action> {
    let mut list: Vec<&Action> =
        ACTIONS.iter().filter(|action| action.footer.is_some() && action.applies(screen)).collect();
    sorted::by_key(&mut list, |action| action.footer);
    list
}
