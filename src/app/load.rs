//! From what was read to the board that is shown, and from one board to the next.

use std::sync::Arc;
use std::time::Duration;

use super::message::{Effect, Now};
use super::model::{Model, Screen};
use super::{plans, reading, tour, wall};
use crate::domain::{Board, Day, Plan, Portfolio, changes};

/// How long a row that a save changed stays marked.
pub(super) const MARKED: Duration = Duration::from_secs(8);

/// The day shown of `plan`, and its today.
pub(super) fn days(model: &Model, plan: &Plan, now: Now) -> (Day, Day) {
    let today = model.plans.today(plan, now);
    (model.travel.unwrap_or(today), today)
}

/// Takes in what was read: the board follows, and what a save changed is told.
pub(super) fn loaded(model: &mut Model, portfolio: Arc<Portfolio>, now: Now, effects: &mut Vec<Effect>) {
    let before = model.board.clone();
    let old = reading::ended(model, portfolio);
    tour::loaded(model);
    if !is_of(model, old.as_deref()) {
        rebuild(model, now);
        wall::look(model, now, effects);
    }
    plans::saved(model, old.as_deref(), now);
    model.read_at = Some(now.clock);
    let (Some(before), Some(after)) = (before, model.board.clone()) else { return };
    if Arc::ptr_eq(&before, &after) || before.plan().id != after.plan().id || before.day != after.day {
        return;
    }
    // Whoever looks at a day gone by still hears what was saved today.
    let moved = if after.day < after.today {
        let calendar =
            model.portfolio.as_ref().map(|portfolio| Arc::clone(&portfolio.calendar)).unwrap_or_default();
        let today = after.today;
        let before = Board::new(Arc::clone(&before.ledger), today, today, &calendar);
        changes::between(&before, &before.after(Arc::clone(&after.ledger), today, today, &calendar))
    } else {
        changes::between(&before, &after)
    };
    for id in model.feed.add(&after, moved, now.clock) {
        model.marks.insert(id, now.at + MARKED);
    }
}

/// Whether the board is of what was read now, as it was of what was read before: another plan was saved.
fn is_of(model: &Model, old: Option<&Portfolio>) -> bool {
    let Some(((new, old), board)) = model.portfolio.as_deref().zip(old).zip(model.board.as_ref()) else {
        return false;
    };
    let there = new.ledger(&board.plan().id).is_some_and(|ledger| Arc::ptr_eq(ledger, &board.ledger));
    there && Arc::ptr_eq(&new.calendar, &old.calendar) && new.findings == old.findings
}

/// Makes the board of the open plan anew.
pub(super) fn rebuild(model: &mut Model, now: Now) {
    let Some(portfolio) = model.portfolio.clone() else { return };
    let open = model.plan.as_deref().and_then(|id| portfolio.ledger(id));
    let Some(ledger) = open.or(portfolio.ledgers.first()).cloned() else {
        model.board = None;
        return;
    };
    let (day, today) = days(model, &ledger.plan, now);
    let calendar = &portfolio.calendar;
    let mut board = match &model.board {
        Some(before) => before.after(ledger, day, today, calendar),
        None => Board::new(ledger, day, today, calendar),
    };
    // Its line among the plans is read off from it.
    if model.screen == Screen::Plans {
        model.plans.keep(&board);
    }
    board.findings.splice(0..0, portfolio.findings.iter().cloned());
    model.board = Some(Arc::new(board));
}
