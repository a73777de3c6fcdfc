//! What falls due in a span of days: items and obligations together, day by day.

use super::board::{Board, Obligation};
use super::day::Day;
use super::ids::ItemIx;
use super::state::State;

/// One thing that falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Falls<'a> {
    /// An item, owed by each of its leads.
    Item(ItemIx),
    /// An obligation of a rule, owed by one unit.
    Rule(&'a Obligation),
}

/// What is still owed with a day from `first` to `last`, both included, the earliest first, then in plan order.
///
/// What is done, stopped or suspended is owed by nobody and is left out.
pub fn between(board: &Board, first: Day, last: Day) -> Vec<(Day, Falls<'_>)> {
    let span = first..=last;
    let items = board.rows().filter_map(|(ix, _, figures)| {
        let held = matches!(figures.state, State::Stopped | State::Suspended);
        let due = figures.due_day().filter(|_| !held && !figures.state.is_done())?;
        Some((due, ix, Falls::Item(ix)))
    });
    let rules = board
        .obligations
        .iter()
        .filter(|owed| !owed.clock.is_met())
        .filter_map(|owed| Some((owed.deadline?, owed.item, Falls::Rule(owed))));
    let mut list: Vec<_> = items.chain(rules).filter(|(day, ..)| span.contains(day)).collect();
    list.sort_by_key(|(day, ix, _)| (*day, *ix));
    list.into_iter().map(|(day, _, falls)| (day, falls)).collect()
}

/// The Monday of the board's week and the Sunday of the week after it: 本周 and 下周.
pub fn two_weeks(board: &Board) -> (Day, Day) {
    let monday = board.day.monday();
    (monday, monday.plus(13))
}
