//! The live feed: what each save of this session changed, newest first. Bounded.

use std::collections::VecDeque;

use crate::domain::changes::ItemChange;
use crate::domain::plan::Title;
use crate::domain::{Board, ItemIx, Text};

/// Saves kept; older ones go.
const SAVES: usize = 200;

/// One line of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub change: ItemChange,
    /// The ids of the item's lead units when it did: their places in the plan may change.
    pub units: Vec<Text>,
}

/// The plan a save belongs to: it may not be the open one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whose {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Title,
}

impl Whose {
    /// The plan of `board`.
    pub fn of(board: &Board) -> Self {
        Self { id: board.plan().id.clone(), title: board.plan().title.clone() }
    }
}

/// What one save changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Its number in the session, from 1; 0 for what changed since another day.
    pub number: u64,
    /// The plan it changed.
    pub plan: Whose,
    /// When it was read: hour, minute, second.
    pub at: (u8, u8, u8),
    /// The items it changed, in plan order.
    pub changes: Vec<Change>,
}

/// The feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// The saves, newest first.
    pub saves: VecDeque<Save>,
    /// How many there have been, kept or not.
    pub count: u64,
}

impl Feed {
    /// Adds a save that changed something; returns the ids of the items it changed.
    pub fn add(&mut self, board: &Board, changes: Vec<ItemChange>, at: (u8, u8, u8)) -> Vec<Text> {
        if changes.is_empty() {
            return Vec::new();
        }
        self.count += 1;
        let ids = changes.iter().map(|change| change.id.clone()).collect();
        self.saves.push_front(Save::new(self.count, board, changes, at));
        self.saves.truncate(SAVES);
        ids
    }
}

impl Save {
    /// The save `number`, read at `at`, that led to `board` by `changes`.
    pub fn new(number: u64, board: &Board, changes: Vec<ItemChange>, at: (u8, u8, u8)) -> Self {
        let leads = |ix: Option<ItemIx>| {
            let leads = ix.and_then(|ix| board.plan().item(ix)).map_or(&[][..], |item| item.leads);
            leads.iter().filter_map(|unit| Some(board.plan().unit(*unit)?.id.clone())).collect()
        };
        let changes = changes
            .into_iter()
            .map(|change| Change { units: leads(board.plan().item_of(&change.id)), change })
            .collect();
        Self { number, plan: Whose::of(board), at, changes }
    }
}
