//! `e`: which file is meant, and where in it. The world outside finds the line and opens the editor.

use std::time::Duration;

use super::list::RowKind;
use super::message::Effect;
use super::model::{Model, Overlay};
use crate::domain::ledger::FileState;
use crate::domain::rules::Path;
use crate::domain::{Board, ItemIx, Ledger, SectionIx, Text, UnitIx};
use crate::text::{Said, both};

/// A place to be opened in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The file, relative to the root of the plans.
    pub file: Text,
    /// Where in it.
    pub spot: Spot,
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// At a line and a column, both from 1; 0 where the file as a whole is meant.
    At(usize, usize),
    /// Where these keys lead, as far as they go.
    Way(Path),
}

/// Who has the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holder {
    /// The session, always.
    #[default]
    Session,
    /// An editor.
    Editor,
    /// The session again, since this time.
    Returned(Duration),
}

/// How long after an editor's end a Ctrl-C that was typed in it may still arrive: the signal goes to everybody at the
/// terminal, and the news of it and of the editor's end come by different threads.
const ECHO: Duration = Duration::from_millis(500);

impl Holder {
    /// Whether a signal that the keyboard sends at time `now` was meant for the editor.
    pub fn shields(self, now: Duration) -> bool {
        match self {
            Self::Session => false,
            Self::Editor => true,
            Self::Returned(at) => now < at + ECHO,
        }
    }
}

/// Opens what the cursor is on; else what to tell the reader.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) -> Result<(), Said> {
    if matches!(model.overlay, Some(Overlay::Help { .. })) {
        return Ok(());
    }
    effects.push(Effect::Edit(wanted(model)?));
    model.holder = Holder::Editor;
    Ok(())
}

/// The place that belongs to the row under the cursor.
fn wanted(model: &Model) -> Result<Wanted, Said> {
    let nothing = || both!("光标移到某一行上再按 e", "put the cursor on a row, then press e");
    let (board, row) = model.board.as_deref().zip(model.cursor()).ok_or_else(nothing)?;
    let plan = board.plan();
    match &row.kind {
        RowKind::Heading(..) | RowKind::Date(..) | RowKind::Figure(_) => Err(nothing()),
        RowKind::Section { ix, .. } => {
            Ok(Wanted { file: plan_file(&board.ledger), spot: Spot::Way(section(board, *ix)) })
        }
        RowKind::Item { ix, .. } => item(model, board, *ix),
        RowKind::Change(..) => {
            let gone = || both!("方案中已没有这个事项", "the plan has no such item any more");
            item(model, board, model.item_under_cursor().ok_or_else(gone)?)
        }
        RowKind::Owed(n) => {
            let owed = board.obligations.get(*n).ok_or_else(nothing)?;
            let way = Path::top().key("items").key(plan.item(owed.item).map_or("", |item| item.id));
            let rule = plan.rule(owed.rule).map_or("", |rule| &rule.id);
            unit(board, owed.unit, way.key("rules").name(rule))
        }
        RowKind::Unit(ix) => unit(board, *ix, Path::top()),
        RowKind::Plan(n) => model.plans.file(model, *n).ok_or_else(nothing),
        RowKind::Finding(n) => {
            let place = &board.findings.get(*n).ok_or_else(nothing)?.place;
            let missing =
                (0..plan.units.len()).map(UnitIx::new).find(|ix| is_missing(board, *ix, &place.file));
            match missing {
                Some(ix) => Err(no_file(board, ix)),
                None => Ok(Wanted { file: place.file.clone(), spot: Spot::At(place.line, place.column) }),
            }
        }
    }
}

fn is_missing(board: &Board, ix: UnitIx, file: &str) -> bool {
    *board.ledger.path(ix) == *file && *board.ledger.file(ix) == FileState::Missing
}

/// An item, in the file of the lead unit the filter names, else of the first that has a file.
fn item(model: &Model, board: &Board, ix: ItemIx) -> Result<Wanted, Said> {
    let Some(item) = board.plan().item(ix) else { return Err(Said::default()) };
    let there = |unit: &&UnitIx| *board.ledger.file(**unit) != FileState::Missing;
    let named = |unit: &&UnitIx| model.filter.names_unit(board.plan(), **unit);
    let lead = item.leads.iter().find(named);
    let lead = lead.or_else(|| item.leads.iter().find(there)).or(item.leads.first());
    let none = || both!("这个事项没有牵头单位", "nobody leads this item");
    unit(board, *lead.ok_or_else(none)?, Path::top().key("items").name(item.id))
}

/// A place in a unit's file; in one that cannot be read, where that is said to be its fault.
fn unit(board: &Board, ix: UnitIx, way: Path) -> Result<Wanted, Said> {
    let file = board.ledger.path(ix);
    let spot = match board.ledger.file(ix) {
        FileState::Missing => return Err(no_file(board, ix)),
        FileState::Read => None,
        FileState::Unreadable { .. } => board
            .findings
            .iter()
            .find(|finding| finding.place.file == file && finding.place.line > 0)
            .map(|finding| Spot::At(finding.place.line, finding.place.column)),
    };
    Ok(Wanted { file, spot: spot.unwrap_or(Spot::Way(way)) })
}

fn no_file(board: &Board, ix: UnitIx) -> Said {
    let (file, id) = (board.ledger.path(ix), board.plan().unit(ix).map_or("", |unit| &unit.id));
    both!(
        "还没有 {file}；新建：guatu init 方案文件夹 --unit {id}",
        "there is no {file} yet; make it: guatu init PLAN_FOLDER --unit {id}"
    )
}

/// The plan's own file: it lies above its units' folder.
pub(super) fn plan_file(ledger: &Ledger) -> Text {
    let unit = ledger.path(UnitIx::new(0));
    match unit.rsplit_once("units/") {
        Some((prefix, _)) => format!("{prefix}plan.yaml").into(),
        None => "plan.yaml".into(),
    }
}

/// The way to a section of the plan's file, from the part down.
fn section(board: &Board, ix: SectionIx) -> Path {
    let plan = board.plan();
    let mut way = Path::top();
    let mut around: Vec<SectionIx> = plan.roots().collect();
    for ix in plan.path(ix) {
        let Some(n) = around.iter().position(|one| *one == ix) else { break };
        way = way.key("sections").at(n);
        around = plan.section(ix).map(|section| section.sections.clone()).unwrap_or_default();
    }
    way
}
