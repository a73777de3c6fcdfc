//! What a reader has seen of a plan: of each item the few figures it is compared by, so that the next session can say
//! what others did meanwhile.
//!
//! A first look marks nothing; items are compared by their ids; what could not be read is neither compared nor taken
//! down, so that a file that breaks for an hour changes nothing that was seen (wishes W64). Wording alone is not kept.

use std::collections::HashMap;

use super::board::Board;
use super::changes::{Compared, ItemChange, Move, entries, figure_moves};
use super::clock::{Clock, Known};
use super::day::Day;
use super::ids::{ItemIx, Text};
use super::ledger::FileState;
use super::percent::Percent;
use super::plan::Stage;
use super::state::State;

/// What was seen of one item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeenItem {
    /// Its state.
    pub state: State,
    /// Its progress.
    pub progress: Percent,
    /// Its due date.
    pub due: Option<Day>,
    /// Since when it was done.
    pub completed_on: Option<Day>,
    /// The newest day its log spoke of.
    pub newest: Option<Day>,
    /// How many entries it had.
    pub entries: usize,
    /// The stages that had been reached: rule, unit, stage, day.
    pub stages: Vec<(Text, Text, Stage, Day)>,
}

/// When somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day by the clock, in the plan's zone.
    pub on: Day,
    /// The hour, 0–23.
    pub hour: u8,
    /// The minute, 0–59.
    pub minute: u8,
}

impl Moment {
    /// `02-08 17:30`; with its year where that is not the year of `today`.
    pub fn words(&self, today: Day) -> String {
        let Self { on, hour, minute } = self;
        let on = if on.year() == today.year() { on.short() } else { on.to_string() };
        format!("{on} {hour:02}:{minute:02}")
    }
}

/// What was seen of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Moment,
    /// The day its board showed.
    pub day: Day,
    /// Its items by id.
    pub items: HashMap<Text, SeenItem>,
}

impl Seen {
    /// What `board` shows. Of items it could not read, what had been seen `earlier` stays.
    pub fn of(board: &Board, at: Moment, earlier: Option<&Self>) -> Self {
        let mut items = HashMap::with_capacity(board.items.len());
        for (ix, item, figures) in board.rows() {
            if is_unread(board, ix) {
                if let Some(seen) = earlier.and_then(|earlier| earlier.items.get(item.id)) {
                    items.insert(item.id.into(), seen.clone());
                }
                continue;
            }
            let seen = SeenItem {
                state: figures.state,
                progress: figures.progress,
                due: figures.due_day(),
                completed_on: figures.completed_on,
                newest: figures.last_entry,
                entries: entries(board, ix),
                stages: stages(board, ix).filter_map(|(r, u, stage, on)| Some((r, u, stage, on?))).collect(),
            };
            items.insert(item.id.into(), seen);
        }
        Self { at, day: board.day, items }
    }

    /// What is different on `board` from what was seen, in plan order; what is gone last.
    pub fn changes(&self, board: &Board) -> Vec<ItemChange> {
        let mut changes = Vec::new();
        for (ix, item, figures) in board.rows() {
            if is_unread(board, ix) {
                continue;
            }
            let id = Text::from(item.id);
            let Some(seen) = self.items.get(item.id) else {
                changes.push(ItemChange { id, moves: vec![Move::Added], clock: None, note: None });
                continue;
            };
            let known = Known {
                state: seen.state,
                progress: seen.progress,
                completed_on: seen.completed_on,
                reported: seen.newest.is_some(),
                start: item.start.or(board.plan().issued),
                due: seen.due,
            };
            let before = Clock::of(&known, self.day, &board.plan().lights);
            let was = Compared { state: seen.state, progress: seen.progress, due: seen.due, clock: before };
            let mut moves = figure_moves(was, figures.into());
            for (rule, unit, stage, after) in stages(board, ix) {
                let same = |it: &&(Text, Text, Stage, Day)| it.0 == rule && it.1 == unit && it.2 == stage;
                let before = seen.stages.iter().find(same).map(|(.., on)| *on);
                if before != after {
                    moves.push(Move::Stage { stage, before, after });
                }
            }
            let logged = entries(board, ix).saturating_sub(seen.entries);
            if logged > 0 {
                moves.push(Move::Entries(logged));
            }
            if !moves.is_empty() {
                let note = (logged > 0).then(|| board.newest_note(ix).map(Into::into)).flatten();
                changes.push(ItemChange { id, moves, clock: Some((before, figures.clock)), note });
            }
        }
        let mut gone: Vec<&Text> =
            self.items.keys().filter(|id| board.plan().item_of(id).is_none()).collect();
        gone.sort();
        let removed =
            |id: &Text| ItemChange { id: id.clone(), moves: vec![Move::Removed], clock: None, note: None };
        changes.extend(gone.into_iter().map(removed));
        changes
    }
}

/// The stages of an item's obligations, by names.
fn stages(board: &Board, ix: ItemIx) -> impl Iterator<Item = (Text, Text, Stage, Option<Day>)> {
    let plan = board.plan();
    board.obligations_of(ix).flat_map(move |owed| {
        let named = plan.rule(owed.rule).zip(plan.unit(owed.unit));
        owed.stages.iter().filter_map(move |(stage, on)| {
            let (rule, unit) = named?;
            Some((rule.id.clone(), unit.id.clone(), *stage, *on))
        })
    })
}

/// Whether a file of one of its leads is there and nothing of it can be shown.
fn is_unread(board: &Board, ix: ItemIx) -> bool {
    let leads = board.plan().item(ix).map_or(&[][..], |item| item.leads);
    leads.iter().any(|unit| matches!(board.ledger.file(*unit), FileState::Unreadable { kept: false }))
}
