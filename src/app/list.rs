//! The rows of each screen: what stands in the list, in which order, under which id.

use std::collections::HashMap;

use super::feed::Change;
use super::figure::Figure;
use super::model::{Model, Screen};
use super::order;
use super::week;
use crate::domain::board::{Board, Obligation};
use crate::domain::clock::RuleClock;
use crate::domain::{Day, ItemIx, SectionIx, Text, UnitIx, sorted};
use crate::text::Phrase;

/// What the cursor can be on, by name: it stays on the same thing through every reload.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// A section, by its labels from the part down.
    Section(Text),
    /// An item.
    Item(Text),
    /// An obligation.
    Owed {
        /// The rule's id; empty for the item's own due date, where each of its units has a row.
        rule: Text,
        /// The item's id.
        item: Text,
        /// The unit's id.
        unit: Text,
    },
    /// A unit.
    Unit(Text),
    /// A line of the feed.
    Change {
        /// The save's number; 0 for what changed since another day.
        save: u64,
        /// The item's id.
        item: Text,
    },
    /// A finding, by its code, file and words, and which of several alike: its line moves as the file is edited.
    Finding(Text),
    /// A figure of the overview.
    Figure(Figure),
    /// A plan by its id, or one that cannot be read by its file.
    Plan(Text),
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id; none for a heading, which the cursor passes over.
    pub id: Option<Id>,
    /// What it shows.
    pub kind: RowKind,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// A heading with the number of rows under it.
    Heading(Phrase, usize),
    /// A day on which something falls due, and how much.
    Date(Day, usize),
    /// A section of the tree.
    Section {
        /// Which.
        ix: SectionIx,
        /// Whether its content is hidden.
        folded: bool,
        /// Its depth in the tree.
        depth: usize,
    },
    /// An item.
    Item {
        /// Which.
        ix: ItemIx,
        /// Its depth in the tree; 0 in flat lists.
        depth: usize,
    },
    /// An obligation, by its place in the board's list.
    Owed(usize),
    /// A unit.
    Unit(UnitIx),
    /// A line of the feed: the save's place and the change's place in it.
    Change(usize, usize),
    /// A finding, by its place in the board's list.
    Finding(usize),
    /// A figure of the overview.
    Figure(Figure),
    /// A plan, by its place in the list of [`super::plans::Plans`].
    Plan(usize),
}

impl Row {
    /// Its depth in the tree; none outside it.
    pub fn depth(&self) -> Option<usize> {
        match &self.kind {
            RowKind::Section { depth, .. } | RowKind::Item { depth, .. } => Some(*depth),
            RowKind::Heading(..)
            | RowKind::Date(..)
            | RowKind::Figure(_)
            | RowKind::Plan(_)
            | RowKind::Owed(_)
            | RowKind::Unit(_)
            | RowKind::Change(..)
            | RowKind::Finding(_) => None,
        }
    }
}

const OVERDUE: Phrase = Phrase::new("逾期", "Overdue");
const PRESSING: Phrase = Phrase::new("临期与滞后", "Due soon or behind");
const OPEN: Phrase = Phrase::new("应公布未公布", "Owed, not yet published");
const MET: Phrase = Phrase::new("已公布", "Published");
const UNDETERMINED: Phrase = Phrase::new("待认定（尚不计时限）", "Undetermined (owes nothing yet)");

/// The rows of the model's current screen.
pub fn rows(model: &Model) -> Vec<Row> {
    let Some(board) = model.board.as_deref() else { return Vec::new() };
    match model.screen {
        Screen::Plans => model.plans.rows(model.filter.text()),
        Screen::Overview => overview(model, board),
        Screen::Tree => tree(model, board),
        Screen::Overdue => overdue(model, board),
        Screen::Rules => owed(model, board),
        Screen::Week => week::rows(model, board),
        Screen::Units => units(model, board),
        Screen::Timeline => timeline(model, board),
        Screen::Changes => changes(model, board),
        Screen::Findings => findings(model, board),
    }
}

pub(super) fn item_row(board: &Board, ix: ItemIx, depth: usize) -> Row {
    let id = board.plan().item(ix).map(|item| Id::Item(item.id.into()));
    Row { id, kind: RowKind::Item { ix, depth } }
}

fn matching(model: &Model, board: &Board, list: &[ItemIx]) -> Vec<ItemIx> {
    let mut list: Vec<ItemIx> = list.iter().copied().filter(|ix| model.rows.pass(*ix)).collect();
    order::items(model, board, &mut list);
    list
}

fn overview(model: &Model, board: &Board) -> Vec<Row> {
    let mut list = matching(model, board, board.overdue());
    list.extend(matching(model, board, board.pressing()));
    let figures = Figure::all(board).into_iter();
    let figures =
        figures.map(|figure| Row { id: Some(Id::Figure(figure.clone())), kind: RowKind::Figure(figure) });
    figures.chain(list.into_iter().map(|ix| item_row(board, ix, 0))).collect()
}

/// The items that have a due date, in plan order, under the section that holds them.
fn timeline(model: &Model, board: &Board) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut under = None;
    for (ix, item, figures) in board.rows() {
        if figures.due.is_none() || !model.rows.pass(ix) {
            continue;
        }
        // The section of the second level, where there is one: the first is too wide, the third too narrow.
        let path = board.plan().path(item.section);
        let section = path.get(1).or(path.first()).copied();
        if section != under {
            under = section;
            rows.extend(
                section.map(|ix| Row { id: None, kind: RowKind::Section { ix, folded: false, depth: 0 } }),
            );
        }
        rows.push(item_row(board, ix, 1));
    }
    rows
}

fn overdue(model: &Model, board: &Board) -> Vec<Row> {
    let mut rows = Vec::new();
    for (heading, list) in [(OVERDUE, board.overdue()), (PRESSING, board.pressing())] {
        let list = matching(model, board, list);
        rows.push(Row { id: None, kind: RowKind::Heading(heading, list.len()) });
        order::grouped(model, board, list, &mut rows);
    }
    rows
}

fn tree(model: &Model, board: &Board) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in board.plan().roots() {
        branch(model, board, ix, 0, &mut rows);
    }
    rows
}

fn branch(model: &Model, board: &Board, ix: SectionIx, depth: usize, rows: &mut Vec<Row>) {
    let Some(section) = board.plan().section(ix) else { return };
    let filtered = !model.filter.is_empty();
    if filtered && !section.below.clone().any(|n| model.rows.pass(ItemIx::new(n))) {
        return;
    }
    let id = Model::section_id(board, ix);
    // A filter opens what it finds: a match in a fold would look like no match.
    let folded = !filtered && model.folded.contains(&id);
    rows.push(Row { id: Some(Id::Section(id)), kind: RowKind::Section { ix, folded, depth } });
    if folded {
        return;
    }
    let own = section.own.clone().map(ItemIx::new).filter(|ix| model.rows.pass(*ix));
    rows.extend(own.map(|ix| item_row(board, ix, depth + 1)));
    for child in &section.sections {
        branch(model, board, *child, depth + 1, rows);
    }
}

/// How pressing an obligation is: overdue first, then the nearest deadline, then the fewest stages reached.
fn pressing(owed: &Obligation, board: &Board) -> (i64, usize) {
    (owed.days_left(board.day).unwrap_or(i64::MAX), owed.reached())
}

fn owed(model: &Model, board: &Board) -> Vec<Row> {
    let mut groups: [(Phrase, Vec<usize>); 3] =
        [(OPEN, Vec::new()), (MET, Vec::new()), (UNDETERMINED, Vec::new())];
    let [open, met, undetermined] = &mut groups;
    for (n, owed) in board.obligations.iter().enumerate() {
        if !model.rows.pass(owed.item) {
            continue;
        }
        match owed.clock {
            RuleClock::MetOnTime | RuleClock::MetLate { .. } => met.1.push(n),
            RuleClock::Undetermined => undetermined.1.push(n),
            RuleClock::Overdue { .. }
            | RuleClock::DueToday
            | RuleClock::DueSoon { .. }
            | RuleClock::Open { .. } => {
                open.1.push(n);
            }
        }
    }
    sorted::by_key(&mut open.1, |n| board.obligations.get(*n).map(|owed| pressing(owed, board)));
    sorted::by_key(&mut met.1, |n| board.obligations.get(*n).and_then(|owed| owed.met_on));
    let mut rows = Vec::new();
    for (heading, list) in groups {
        if list.is_empty() && heading != OPEN {
            continue;
        }
        rows.push(Row { id: None, kind: RowKind::Heading(heading, list.len()) });
        rows.extend(list.into_iter().map(|n| Row { id: owed_id(board, n), kind: RowKind::Owed(n) }));
    }
    rows
}

pub(super) fn owed_id(board: &Board, n: usize) -> Option<Id> {
    let owed = board.obligations.get(n)?;
    let plan = board.plan();
    Some(Id::Owed {
        rule: plan.rule(owed.rule)?.id.clone(),
        item: plan.item(owed.item)?.id.into(),
        unit: plan.unit(owed.unit)?.id.clone(),
    })
}

/// The units that lead something, in the plan's order; those that only support report nothing.
fn units(model: &Model, board: &Board) -> Vec<Row> {
    let passing = model.filter.units(board);
    let leading = board.plan().units.iter().zip(&board.units).enumerate();
    let mut rows: Vec<Row> = leading
        .filter(|(_, (_, figures))| figures.roll_up.items > 0)
        .filter(|(n, _)| passing.get(*n).copied().unwrap_or_default())
        .map(|(n, (unit, _))| Row {
            id: Some(Id::Unit(unit.id.clone())),
            kind: RowKind::Unit(UnitIx::new(n)),
        })
        .collect();
    order::units(model, board, &mut rows);
    rows
}

fn changes(model: &Model, board: &Board) -> Vec<Row> {
    let mut rows = Vec::new();
    for (s, save) in model.saves().enumerate() {
        let own = save.plan.id == board.plan().id;
        for (c, Change { change, .. }) in save.changes.iter().enumerate() {
            let known = board.plan().item_of(&change.id).filter(|_| own);
            if known.is_none_or(|ix| model.rows.pass(ix)) {
                let id = Id::Change { save: save.number, item: change.id.clone() };
                rows.push(Row { id: Some(id), kind: RowKind::Change(s, c) });
            }
        }
    }
    rows
}

fn findings(model: &Model, board: &Board) -> Vec<Row> {
    // The same slip made several times in a file has the same words: they are told apart by their order.
    let mut seen: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut rows = Vec::with_capacity(board.findings.len());
    for (n, finding) in board.findings.iter().enumerate() {
        let (code, file, said) = (finding.code.key(), &*finding.place.file, &*finding.said.zh);
        let nth = seen.entry((code, file, said)).and_modify(|nth| *nth += 1).or_default();
        let id = format!("{code}|{file}|{said}|{nth}");
        if !model.filter.matches_finding(board, finding) {
            continue;
        }
        rows.push(Row { id: Some(Id::Finding(id.into())), kind: RowKind::Finding(n) });
    }
    rows
}
