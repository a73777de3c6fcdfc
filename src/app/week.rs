//! The rows of the week: what is overdue, then what falls due this week and next, by day or by unit.

use super::list::{Id, Row, RowKind, item_row, owed_id};
use super::model::Model;
use crate::domain::agenda::{self, Falls};
use crate::domain::{Board, Day, UnitIx, sorted};
use crate::text::Phrase;

const OVERDUE: Phrase = Phrase::new("已逾期", "Overdue");

/// What is owed until the end of next week and passes the filter, the longest overdue first.
fn owed<'a>(model: &Model, board: &'a Board) -> Vec<(Day, Falls<'a>)> {
    let (_, last) = agenda::two_weeks(board);
    let mut list = agenda::between(board, Day::FIRST, last);
    list.retain(|(_, falls)| model.rows.pass(falls.item()));
    list
}

pub(super) fn rows(model: &Model, board: &Board) -> Vec<Row> {
    let list = owed(model, board);
    if model.week_by_unit { by_unit(board, &list) } else { by_day(board, &list) }
}

fn by_day(board: &Board, list: &[(Day, Falls<'_>)]) -> Vec<Row> {
    let mut rows = Vec::new();
    let (overdue, coming) = list.split_at(list.partition_point(|(due, _)| *due < board.day));
    if !overdue.is_empty() {
        rows.push(Row { id: None, kind: RowKind::Heading(OVERDUE, overdue.len()) });
        rows.extend(overdue.iter().map(|(_, falls)| row(board, falls, None)));
    }
    for day in coming.chunk_by(|(one, _), (other, _)| one == other) {
        rows.extend(day.first().map(|(due, _)| Row { id: None, kind: RowKind::Date(*due, day.len()) }));
        rows.extend(day.iter().map(|(_, falls)| row(board, falls, None)));
    }
    rows
}

/// The units that owe something, the most overdue first, then those that owe the most, then in the plan's order.
fn by_unit(board: &Board, list: &[(Day, Falls<'_>)]) -> Vec<Row> {
    let mut units: Vec<Vec<(Day, &Falls<'_>)>> = vec![Vec::new(); board.plan().units.len()];
    for (due, falls) in list {
        for unit in falls.owing(board) {
            if let Some(owes) = units.get_mut(unit.get()) {
                owes.push((*due, falls));
            }
        }
    }
    let overdue = |owes: &[(Day, &Falls<'_>)]| owes.iter().filter(|(due, _)| *due < board.day).count();
    let mut order: Vec<(usize, Vec<(Day, &Falls<'_>)>)> =
        units.into_iter().enumerate().filter(|(_, owes)| !owes.is_empty()).collect();
    sorted::by_key(&mut order, |(n, owes)| (std::cmp::Reverse((overdue(owes), owes.len())), *n));
    let mut rows = Vec::new();
    for (n, owes) in order {
        let ix = UnitIx::new(n);
        let id = board.plan().unit(ix).map(|unit| Id::Unit(unit.id.clone()));
        rows.push(Row { id, kind: RowKind::Unit(ix) });
        rows.extend(owes.into_iter().map(|(_, falls)| row(board, falls, Some(ix))));
    }
    rows
}

/// A row; under a unit its id names that unit, because a joint item stands under each of its leads.
fn row(board: &Board, falls: &Falls<'_>, under: Option<UnitIx>) -> Row {
    match falls {
        Falls::Item(ix) => {
            let row = item_row(board, *ix, usize::from(under.is_some()));
            let unit = under.and_then(|unit| board.plan().unit(unit));
            match (unit, board.plan().item(*ix)) {
                (Some(unit), Some(item)) => {
                    let id = Id::Owed { rule: "".into(), item: item.id.into(), unit: unit.id.clone() };
                    Row { id: Some(id), ..row }
                }
                (Some(_) | None, _) => row,
            }
        }
        Falls::Rule(owed) => {
            let n = board.obligations.partition_point(|it| it.item < owed.item);
            let after = board.obligations.iter().skip(n).position(|it| it == *owed).unwrap_or_default();
            Row { id: owed_id(board, n + after), kind: RowKind::Owed(n + after) }
        }
    }
}
