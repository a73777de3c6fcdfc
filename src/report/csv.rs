//! CSV: one row an item of the view (of the rules, one an obligation), for a spreadsheet.
//!
//! UTF-8, CRLF, RFC 4180 quotes. The first columns are the contract's (`commands.md`); more follow and may be added
//! to. Words of `state`, `light` and `clock` are those of the JSON; names and titles are in the report's language.
//! A cell a spreadsheet would take for a formula begins with an apostrophe instead.

use std::io;

use super::{Sheet, Style, View};
use crate::domain::agenda::{self, Falls};
use crate::domain::board::{ItemFigures, Obligation};
use crate::domain::changes::{self, ItemChange};
use crate::domain::{Board, Day, ItemIx, Percent, Plan};

/// The columns; the first nine are the contract's.
const COLUMNS: [&str; 19] = [
    "plan",
    "id",
    "title",
    "unit",
    "state",
    "progress",
    "due",
    "light",
    "clock",
    "situation",
    "unit_ids",
    "sections",
    "expected",
    "due_from",
    "days_overdue",
    "completed_on",
    "last_entry",
    "rule",
    "changes",
];

/// What a spreadsheet takes for the beginning of a formula; the full-width signs, too, which some read as the others.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The rows of `view`, with a header.
///
/// # Errors
///
/// Only what the writer says, which in memory is nothing.
pub fn write(view: View, sheet: &Sheet<'_>) -> io::Result<Vec<u8>> {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for (board, before) in sheet.boards() {
        for row in rows(view, board, before, sheet.style) {
            out.write_record(row.iter().map(|cell| neutral(cell)))?;
        }
    }
    out.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn rows(view: View, board: &Board, before: Option<&Board>, style: Style) -> Vec<[String; COLUMNS.len()]> {
    let item = |ix: ItemIx| row(board, ix, None, None, style);
    match view {
        View::Summary | View::Tree | View::Units => board.rows().filter_map(|(ix, _, _)| item(ix)).collect(),
        View::Overdue => board.overdue().iter().chain(board.pressing()).copied().filter_map(item).collect(),
        View::Rules => {
            let owed = board.obligations.iter();
            owed.filter_map(|owed| row(board, owed.item, Some(owed), None, style)).collect()
        }
        View::Week => {
            let (first, last) = agenda::two_weeks(board);
            let falls = agenda::between(board, first, last).into_iter();
            let one = |(_, falls)| match falls {
                Falls::Item(ix) => item(ix),
                Falls::Rule(owed) => row(board, owed.item, Some(owed), None, style),
            };
            falls.filter_map(one).collect()
        }
        View::Changes => {
            let Some(before) = before else { return Vec::new() };
            let one = |change: &ItemChange| {
                let ix = board.plan().item_of(&change.id)?;
                row(board, ix, None, Some(change), style)
            };
            changes::between(before, board).iter().filter_map(one).collect()
        }
    }
}

/// A row of an item; with an obligation, what differs is the obligation's: unit, due date, light, clock.
fn row(
    board: &Board,
    ix: ItemIx,
    owed: Option<&Obligation>,
    change: Option<&ItemChange>,
    style: Style,
) -> Option<[String; COLUMNS.len()]> {
    let (plan, lang) = (board.plan(), style.lang);
    let (item, figures) = plan.item(ix).zip(board.item(ix))?;
    let ItemFigures { state, progress, expected, due, clock, completed_on, last_entry, leads: _ } = figures;
    let (mut unit, mut ids) = (plan.lead_names(item, lang), ids(plan, item.leads));
    let (mut light, mut word, mut situation) = (figures.light().key(), clock.key(), clock.words(lang));
    let (mut day, mut from) = (figures.due_day(), due.as_ref().map_or("none", |(_, from)| from.key()));
    let mut overdue = clock.days_overdue();
    let mut rule = String::new();
    if let Some(owed) = owed {
        let Obligation { rule: of, item: _, unit: whose, deadline, stages: _, met_on: _, clock } = owed;
        plan.unit_name(*whose, lang).clone_into(&mut unit);
        ids = self::ids(plan, &[*whose]);
        (light, word, situation) = (clock.light().key(), clock.key(), clock.words(lang));
        (day, from) = (*deadline, "rule");
        overdue = owed.days_overdue();
        rule = plan.rule(*of).map_or_else(String::new, |rule| rule.id.to_string());
    }
    let sections = plan.path(item.section).into_iter().filter_map(|ix| plan.section(ix));
    let moves = change.map(|change| change.moves.iter().map(|it| it.words(lang)).collect::<Vec<_>>());
    Some([
        plan.id.to_string(),
        item.id.to_string(),
        item.title.get(lang).to_owned(),
        unit,
        state.key().to_owned(),
        progress.to_string(),
        date(day),
        light.to_owned(),
        word.to_owned(),
        situation,
        ids,
        sections.map(|section| &*section.label).collect(),
        expected.map_or_else(String::new, |it: Percent| it.to_string()),
        from.to_owned(),
        overdue.to_string(),
        date(*completed_on),
        date(*last_entry),
        rule,
        moves.map_or_else(String::new, |moves| moves.join("; ")),
    ])
}

fn ids(plan: &Plan, units: &[crate::domain::UnitIx]) -> String {
    let ids: Vec<&str> = units.iter().filter_map(|ix| plan.unit(*ix)).map(|unit| &*unit.id).collect();
    ids.join(" ")
}

fn date(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// The cell, harmless to a spreadsheet: an apostrophe before what would be a formula.
fn neutral(cell: &str) -> String {
    let mark = if cell.trim_start().starts_with(FORMULA) || cell.starts_with(FORMULA) { "'" } else { "" };
    format!("{mark}{cell}")
}

/// What Excel needs to take a file for UTF-8.
pub const BOM: [u8; 3] = [0xef, 0xbb, 0xbf];
