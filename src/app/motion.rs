//! Moving the cursor, folding, and going from a row to what stands behind it.

use std::collections::HashSet;

use super::actions::{Fold, Move};
use super::list::{Id, Row, RowKind};
use super::message::Drawn;
use super::model::{Model, Overlay, Place, Screen};
use super::plans;
use crate::domain::filter::Filter;
use crate::domain::{SectionIx, Text};

/// Moves the cursor as `motion` says.
pub(super) fn go(model: &mut Model, motion: Move, drawn: &Drawn) {
    let page = i64::try_from(drawn.list_height.max(1)).unwrap_or(1);
    let all = i64::try_from(model.rows.len()).unwrap_or(i64::MAX);
    step(model, motion.rows(page, all), drawn);
}

/// Moves the cursor `by` rows, passing over headings, stopping at the ends.
pub(super) fn step(model: &mut Model, by: i64, drawn: &Drawn) {
    let Some(from) = model.cursor_row() else { return };
    let last = model.rows.len().saturating_sub(1);
    let target = i64::try_from(from).unwrap_or(0).saturating_add(by);
    let target = usize::try_from(target).unwrap_or(0).min(last);
    let chosen = |row: &usize| model.rows.get(*row).is_some_and(|row| row.id.is_some());
    // On a heading: on in the same direction, else back to the nearest row.
    let to = if by >= 0 {
        (target..=last).find(chosen).or_else(|| (0..=target).rev().find(chosen))
    } else {
        (0..=target).rev().find(chosen).or_else(|| (target..=last).find(chosen))
    };
    let Some(to) = to else { return };
    let height = i64::try_from(drawn.list_height.max(1)).unwrap_or(1);
    let moved = i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
    // Keys come in bursts between two frames: the line is the model's own, not the last frame's.
    let (_, line) = model.window(drawn.list_height.max(1));
    let line = i64::try_from(line).unwrap_or(0) + moved;
    put(model, to, usize::try_from(line.clamp(0, height - 1)).unwrap_or(0));
}

/// Puts the cursor on a row, on a line of the list.
fn put(model: &mut Model, row: usize, line: usize) {
    let cursor = model.rows.get(row).and_then(|row| row.id.clone());
    if model.cursor_id() != cursor.as_ref() {
        model.detail_top = 0;
    }
    model.rows.find(cursor.clone(), Some(row));
    model.places.insert(model.screen, Place { cursor, line });
}

/// After a reading: where the row under the cursor has left the list, the cursor goes to the row that has moved up to
/// its line, else to the one above.
pub(super) fn hold(model: &mut Model, before: &[Row], row: usize) {
    let rows = || model.rows.iter().filter_map(|row| row.id.as_ref());
    if model.cursor_id().is_none_or(|cursor| rows().any(|id| id == cursor)) {
        return;
    }
    let ids: HashSet<&Id> = rows().collect();
    let (above, below) = before.split_at(row.min(before.len()));
    let near = below.iter().skip(1).chain(above.iter().rev()).filter_map(|row| row.id.as_ref());
    if let Some(id) = near.into_iter().find(|id| ids.contains(id)).cloned() {
        let line = model.place().line;
        model.places.insert(model.screen, Place { cursor: Some(id), line });
    }
}

/// A click on a row: puts the cursor there; a click on the row the cursor is on goes into it.
pub(super) fn click(model: &mut Model, id: &Id) {
    let Some(row) = model.rows.iter().position(|row| row.id.as_ref() == Some(id)) else { return };
    let Some(from) = model.cursor_row() else { return };
    if from == row {
        fold(model, Fold::Enter);
        return;
    }
    let line = model.place().line;
    put(model, row, (line + row).saturating_sub(from));
}

/// Goes to the next figure of the overview; after the last one, to the first item.
pub(super) fn next_figure(model: &mut Model) {
    let figure = |row: &Row| matches!(row.id, Some(Id::Figure(_)));
    let from = model.cursor_row().unwrap_or_default();
    let on = model.rows.get(from).is_some_and(figure);
    let to = if on { from + 1 } else { 0 };
    if to < model.rows.len() {
        put(model, to, 0);
    }
}

/// Folds, unfolds, or goes to what stands behind the row.
pub(super) fn fold(model: &mut Model, fold: Fold) {
    match fold {
        Fold::OpenAll => unfold(model),
        Fold::Depth(depth) => fold_from(model, u16::from(depth.saturating_sub(1))),
        Fold::Enter | Fold::Open | Fold::Close | Fold::Toggle => one(model, fold),
    }
}

/// Opens every fold of the open plan; those of other plans stay.
fn unfold(model: &mut Model) {
    let Some(board) = &model.board else { return };
    let own = format!("{}/", board.plan().id);
    model.folded.retain(|id| !id.starts_with(&own));
}

/// Folds every section at `depth` or deeper and opens those above.
fn fold_from(model: &mut Model, depth: u16) {
    unfold(model);
    let Some(board) = model.board.clone() else { return };
    let all = board.plan().sections.iter().enumerate().filter(|(_, section)| section.depth >= depth);
    model.folded.extend(all.map(|(n, _)| Model::section_id(&board, SectionIx::new(n))));
    // The cursor goes up to what still shows it.
    let section = match model.cursor().map(|row| row.kind.clone()) {
        Some(RowKind::Item { ix, .. }) => board.plan().item(ix).map(|item| item.section),
        Some(RowKind::Section { ix, .. }) => Some(ix),
        Some(
            RowKind::Heading(..)
            | RowKind::Date(..)
            | RowKind::Figure(_)
            | RowKind::Plan(_)
            | RowKind::Owed(_)
            | RowKind::Unit(_)
            | RowKind::Change(..)
            | RowKind::Finding(_),
        )
        | None => None,
    };
    let path = section.map(|section| board.plan().path(section)).unwrap_or_default();
    let shown = path.into_iter().map(|ix| Model::section_id(&board, ix)).find(|id| model.folded.contains(id));
    if let Some(id) = shown {
        let line = model.place().line;
        model.places.insert(model.screen, Place { cursor: Some(Id::Section(id)), line });
    }
}

fn one(model: &mut Model, fold: Fold) {
    let Some(row) = model.cursor().cloned() else { return };
    let Some(id) = row.id else { return };
    match id {
        Id::Section(id) => section(model, fold, id),
        Id::Item(id) if model.screen == Screen::Tree => match fold {
            Fold::Close | Fold::Toggle => around(model, &id),
            Fold::Enter | Fold::Open => model.overlay = Some(Overlay::Detail { top: 0 }),
            Fold::OpenAll | Fold::Depth(_) => {}
        },
        Id::Unit(_) if fold == Fold::Enter && model.screen == Screen::Week => {
            model.overlay = Some(Overlay::Slip { top: 0 });
        }
        Id::Figure(figure) if fold == Fold::Enter => figure.follow(model),
        Id::Unit(id) if fold == Fold::Enter => {
            model.filter = Filter::parse(&format!("lead:{id}"));
            model.screen = Screen::Tree;
        }
        Id::Change { save, .. } if plans::is_foreign(model, save) => {}
        Id::Item(id) | Id::Owed { item: id, .. } | Id::Change { item: id, .. } if fold == Fold::Enter => {
            reveal(model, &id);
        }
        Id::Finding(_) if fold == Fold::Enter => model.overlay = Some(Overlay::Detail { top: 0 }),
        Id::Item(_)
        | Id::Owed { .. }
        | Id::Change { .. }
        | Id::Unit(_)
        | Id::Finding(_)
        | Id::Figure(_)
        | Id::Plan(_) => {}
    }
}

/// Whether the cursor is on a finding.
pub(super) fn is_on_a_finding(model: &Model) -> bool {
    matches!(model.cursor().map(|row| &row.kind), Some(RowKind::Finding(_)))
}

fn section(model: &mut Model, fold: Fold, id: Text) {
    let folded = model.folded.contains(&id);
    match (fold, folded) {
        (Fold::Open, false) => go_in(model),
        (Fold::Close, true) => around_section(model, &id),
        (Fold::Open | Fold::Enter | Fold::Toggle, true) => {
            model.folded.remove(&id);
        }
        (Fold::Close | Fold::Enter | Fold::Toggle, false) => {
            model.folded.insert(id);
        }
        (Fold::OpenAll | Fold::Depth(_), _) => {}
    }
}

/// Goes to the first row inside an open section.
fn go_in(model: &mut Model) {
    let depth = |row: Option<&Row>| row.and_then(Row::depth).unwrap_or_default();
    let next = model.cursor_row().map_or(0, |row| row + 1);
    if depth(model.rows.get(next)) > depth(model.cursor()) {
        let line = model.place().line;
        put(model, next, line + 1);
    }
}

/// Goes from an item to the section it stands in.
fn around(model: &mut Model, item: &str) {
    let Some(board) = model.board.clone() else { return };
    let Some(item) = board.plan().item_of(item).and_then(|ix| board.plan().item(ix)) else { return };
    to_section(model, Model::section_id(&board, item.section));
}

/// Goes from a section to the one it stands in.
fn around_section(model: &mut Model, id: &str) {
    if let Some((parent, _)) = id.rsplit_once('/') {
        to_section(model, parent.into());
    }
}

fn to_section(model: &mut Model, id: Text) {
    let id = Id::Section(id);
    let Some(row) = model.rows.iter().position(|row| row.id.as_ref() == Some(&id)) else { return };
    let from = model.cursor_row().unwrap_or(row);
    let line = model.place().line;
    put(model, row, (line + row).saturating_sub(from));
}

/// Shows an item in the tree: opens the folds around it and puts the cursor on it.
pub(super) fn reveal(model: &mut Model, item: &str) {
    let Some(board) = model.board.clone() else { return };
    let Some(ix) = board.plan().item_of(item) else { return };
    let section = board.plan().item(ix).map(|item| item.section);
    for ix in section.map(|section| board.plan().path(section)).unwrap_or_default() {
        model.folded.remove(&Model::section_id(&board, ix));
    }
    if !model.filter.matches(&board, ix) {
        model.filter = Filter::default();
    }
    model.screen = Screen::Tree;
    model.detail_top = 0;
    let line = model.places.get(&Screen::Tree).map_or(8, |place| place.line);
    model.places.insert(Screen::Tree, Place { cursor: Some(Id::Item(item.into())), line });
}
