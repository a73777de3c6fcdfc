//! The rows of the current screen, kept until something they are made of changes: a key that moves the cursor makes none.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use super::list::{self, Id, Row};
use super::model::{Model, Screen};
use super::order::{self, Group, Order};
use super::since::From;
use crate::domain::filter::Filter;
use crate::domain::{Board, ItemIx, Text};

/// The rows, and where in them the cursor was last found.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    list: Vec<Row>,
    made: Option<Made>,
    found: Option<Found>,
    /// Which items pass the filter.
    passing: Passing,
}

/// Where the cursor is.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What it was put on.
    cursor: Option<Id>,
    /// The row it is on; none where there is nothing to be on.
    pub(super) row: Option<usize>,
}

/// What the rows were made of.
#[derive(Debug, Clone)]
struct Made {
    board: Option<Arc<Board>>,
    screen: Screen,
    filter: Filter,
    week_by_unit: bool,
    order: Order,
    group: Group,
    own: Own,
}

/// What only one screen's rows are made of.
#[derive(Debug, Clone)]
enum Own {
    /// Of the tree: what is folded.
    Folded(HashSet<Text>),
    /// Of the changes: from where they are counted, and how many saves there have been.
    Changes(From, u64),
    /// Of the plans: how often they have been arranged.
    Plans(u64),
    /// Of the other screens.
    Nothing,
}

impl Own {
    fn of(model: &Model) -> Self {
        match model.screen {
            Screen::Tree => Self::Folded(model.folded.clone()),
            Screen::Changes => Self::Changes(model.since.from, model.feed.count),
            Screen::Plans => Self::Plans(model.plans.arranged),
            Screen::Overview
            | Screen::Overdue
            | Screen::Rules
            | Screen::Week
            | Screen::Units
            | Screen::Timeline
            | Screen::Findings => Self::Nothing,
        }
    }

    fn holds(&self, model: &Model) -> bool {
        match self {
            Self::Folded(folded) => *folded == model.folded,
            Self::Changes(from, saves) => (*from, *saves) == (model.since.from, model.feed.count),
            Self::Plans(arranged) => *arranged == model.plans.arranged,
            Self::Nothing => true,
        }
    }
}

impl Made {
    fn of(model: &Model) -> Self {
        Self {
            board: model.board.clone(),
            screen: model.screen,
            filter: model.filter.clone(),
            week_by_unit: model.week_by_unit,
            order: order::of(model),
            group: model.group,
            own: Own::of(model),
        }
    }

    /// Whether the same would be made of the model as it is now.
    fn holds(&self, model: &Model) -> bool {
        let Self { board, screen, filter, week_by_unit, order, group, own } = self;
        same(board.as_ref(), model.board.as_ref())
            && *screen == model.screen
            && *filter == model.filter
            && *week_by_unit == model.week_by_unit
            && *order == order::of(model)
            && *group == model.group
            && own.holds(model)
    }
}

fn same(one: Option<&Arc<Board>>, other: Option<&Arc<Board>>) -> bool {
    one.map(Arc::as_ptr) == other.map(Arc::as_ptr)
}

impl Rows {
    /// Whether an item passes the filter.
    pub fn pass(&self, ix: ItemIx) -> bool {
        self.passing.items.as_ref().is_none_or(|items| items.get(ix.get()).copied().unwrap_or_default())
    }

    /// How many items of the board pass the filter, whether or not this screen lists them.
    pub fn passing(&self) -> usize {
        self.passing.count
    }

    /// Where the cursor is; none if it has not been looked for since the rows were made.
    pub(super) fn found(&self, cursor: Option<&Id>) -> Option<&Found> {
        self.found.as_ref().filter(|found| found.cursor.as_ref() == cursor)
    }

    /// Remembers where the cursor is.
    pub(super) fn find(&mut self, cursor: Option<Id>, row: Option<usize>) {
        self.found = Some(Found { cursor, row });
    }
}

impl Deref for Rows {
    type Target = [Row];

    fn deref(&self) -> &[Row] {
        &self.list
    }
}

/// Makes the rows anew if something they are made of is different; returns those before.
pub(super) fn follow(model: &mut Model) -> Option<Rows> {
    if model.rows.made.as_ref().is_some_and(|made| made.holds(model)) {
        return None;
    }
    model.rows.passing.follow(model.board.as_ref(), &model.filter);
    let (list, made) = (list::rows(model), Some(Made::of(model)));
    let passing = std::mem::take(&mut model.rows.passing);
    let rows = Rows { list, made, found: None, passing };
    Some(std::mem::replace(&mut model.rows, rows))
}

/// Which items of the board pass the filter.
#[derive(Debug, Clone, Default)]
struct Passing {
    of: Option<(Arc<Board>, Filter)>,
    /// By item; nothing where everything passes.
    items: Option<Vec<bool>>,
    count: usize,
}

impl Passing {
    fn follow(&mut self, board: Option<&Arc<Board>>, filter: &Filter) {
        let of = self.of.as_ref().filter(|(_, laid)| laid == filter).map(|(of, _)| of);
        if same(of, board) {
            return;
        }
        let Some(board) = board else {
            *self = Self::default();
            return;
        };
        let sieve = filter.on(board);
        let items = || (0..board.items.len()).map(|n| sieve.passes(ItemIx::new(n))).collect::<Vec<bool>>();
        let items = (!filter.is_empty()).then(items);
        let passes = |items: &Vec<bool>| items.iter().filter(|passes| **passes).count();
        let count = items.as_ref().map_or(board.items.len(), passes);
        *self = Self { of: Some((Arc::clone(board), filter.clone())), items, count };
    }
}
