//! What falls due in a span of days: items and obligations together, day by day.

use super::board::{Board, Obligation};
use super::day::Day;
use super::ids::{ItemIx, UnitIx};
use super::sorted;
use super::state::State;

/// One thing that falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Falls<'a> {
    /// An item, owed by each of its leads.
    Item(ItemIx),
    /// An obligation of a rule, owed by one unit.
    Rule(&'a Obligation),
}

/// What is still owed and has a date, in no order.
///
/// What is done, stopped or suspended is owed by nobody and is left out.
pub fn owed(board: &Board) -> impl Iterator<Item = (Day, Falls<'_>)> {
    let items = board.rows().filter_map(|(ix, _, figures)| {
        let held = matches!(figures.state, State::Stopped | State::Suspended);
        let due = figures.due_day().filter(|_| !held && !figures.state.is_done())?;
        Some((due, Falls::Item(ix)))
    });
    let rules = board.obligations.iter().filter(|owed| !owed.clock.is_met());
    items.chain(rules.filter_map(|owed| Some((owed.deadline?, Falls::Rule(owed)))))
}

/// What is still owed with a day from `first` to `last`, both included, the earliest first, then in plan order.
pub fn between(board: &Board, first: Day, last: Day) -> Vec<(Day, Falls<'_>)> {
    let mut list: Vec<_> = owed(board).filter(|(day, _)| (first..=last).contains(day)).collect();
    sorted::by_key(&mut list, |(day, falls)| (*day, falls.item()));
    list
}

/// The day the next thing still owed falls due, from the board's day on, and how much falls due on it.
pub fn next(board: &Board) -> Option<(Day, usize)> {
    let ahead = owed(board).map(|(day, _)| day).filter(|day| *day >= board.day);
    ahead.fold(None, |next, day| match next {
        Some((first, n)) if day == first => Some((first, n + 1)),
        Some((first, _)) if day > first => next,
        Some(_) | None => Some((day, 1)),
    })
}

/// What is overdue on the board's day, the longest overdue first, then in plan order.
pub fn overdue(board: &Board) -> Vec<(Day, Falls<'_>)> {
    between(board, Day::FIRST, board.day.plus(-1))
}

/// When something owed falls due, seen from the board's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Before the board's day: 逾期.
    Overdue,
    /// From the board's day to the Sunday of its week: 本周.
    ThisWeek,
    /// In the week after it: 下周.
    NextWeek,
    /// Later than that.
    Later,
}

impl When {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::ThisWeek, Self::NextWeek, Self::Later];

    /// When `due` is.
    pub fn of(board: &Board, due: Day) -> Self {
        let (monday, last) = two_weeks(board);
        if due < board.day {
            Self::Overdue
        } else if due <= monday.plus(6) {
            Self::ThisWeek
        } else if due <= last {
            Self::NextWeek
        } else {
            Self::Later
        }
    }
}

impl Falls<'_> {
    /// The item it is about.
    pub fn item(&self) -> ItemIx {
        match self {
            Self::Item(ix) => *ix,
            Self::Rule(owed) => owed.item,
        }
    }

    /// The units that still owe it: of an item those leads whose own part is neither done nor stopped.
    pub fn owing(&self, board: &Board) -> Vec<UnitIx> {
        match self {
            Self::Rule(owed) => vec![owed.unit],
            Self::Item(ix) => {
                let (Some(item), Some(figures)) = (board.plan().item(*ix), board.item(*ix)) else {
                    return Vec::new();
                };
                let leads = item.leads.iter().zip(&figures.leads);
                let open = leads.filter(|(_, own)| !own.state.is_done() && own.state != State::Stopped);
                open.map(|(unit, _)| *unit).collect()
            }
        }
    }
}

/// The Monday of the board's week and the Sunday of the week after it: 本周 and 下周.
pub fn two_weeks(board: &Board) -> (Day, Day) {
    let monday = board.day.monday();
    (monday, monday.plus(13))
}
