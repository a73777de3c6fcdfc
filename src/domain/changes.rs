//! What changed between two boards, item by item: old → new.

use std::sync::Arc;

use super::board::{Board, ItemFigures, Obligation};
use super::clock::Clock;
use super::day::Day;
use super::ids::{ItemIx, Text, UnitIx};
use super::percent::Percent;
use super::plan::Stage;
use super::state::State;
use super::wording::Wording;
use crate::text::{Lang, plural, say};

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// The item is new in the plan.
    Added,
    /// The item has gone from the plan.
    Removed,
    /// Its state.
    State(State, State),
    /// Its progress.
    Progress(Percent, Percent),
    /// Its due date.
    Due(Option<Day>, Option<Day>),
    /// What the clock says of it.
    Clock(Clock, Clock),
    /// A stage of an obligation was reached, taken back or moved.
    Stage {
        /// The stage.
        stage: Stage,
        /// The day before the change.
        before: Option<Day>,
        /// The day after it.
        after: Option<Day>,
    },
    /// So many entries were logged.
    Entries(usize),
    /// Some text of it was changed: a title, a note, a unit.
    Text,
}

impl Move {
    /// `进度 20.0% → 45.0%`, `progress 20.0% → 45.0%`.
    pub fn words(&self, lang: Lang) -> String {
        let date = |day: &Option<Day>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
        match self {
            Self::Added => say!(lang, "新增事项", "new item"),
            Self::Removed => say!(lang, "事项已删除", "item removed"),
            Self::State(before, after) => {
                format!("{} → {}", before.word().get(lang), after.word().get(lang))
            }
            Self::Progress(before, after) => {
                say!(lang, "进度 {before}% → {after}%", "progress {before}% → {after}%")
            }
            Self::Due(before, after) => {
                let (before, after) = (date(before), date(after));
                say!(lang, "时限 {before} → {after}", "due {before} → {after}")
            }
            Self::Clock(before, after) => format!("{} → {}", before.words(lang), after.words(lang)),
            Self::Stage { stage, before, after } => {
                let stage = stage.word().get(lang);
                let (before, after) = (date(before), date(after));
                say!(lang, "细则{stage} {before} → {after}", "rules {stage} {before} → {after}")
            }
            Self::Entries(n) => {
                let entries = plural(i64::try_from(*n).unwrap_or(i64::MAX), "entry", "entries");
                say!(lang, "新增 {n} 条记录", "{n} new log {entries}")
            }
            Self::Text => say!(lang, "文字有改动", "wording changed"),
        }
    }
}

/// What changed of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// The item's id; it may be gone.
    pub id: Text,
    /// What moved, at least one thing.
    pub moves: Vec<Move>,
    /// Its light after the change, and before it.
    pub clock: Option<(Clock, Clock)>,
    /// The note of the newest entry, if that is a new one or was rewritten.
    pub note: Option<Text>,
}

/// What changed from `before` to `after`, in plan order; removed items last.
///
/// Two boards of one day differ by what was saved; two days of one ledger differ by what the day did.
///
/// Of one plan on one day only what is reported otherwise is looked at.
pub fn between(before: &Board, after: &Board) -> Vec<ItemChange> {
    let plan = after.plan();
    let (before, after) = (&Side::of(before), &Side::of(after));
    if Arc::ptr_eq(&before.ledger.plan, &after.ledger.plan) && before.day == after.day {
        let items = after.ledger.items_changed(&before.ledger).into_iter();
        return items.filter_map(|ix| change((before, Some(ix)), (after, ix))).collect();
    }
    let items = plan.items.iter().enumerate();
    let changed = items
        .filter_map(|(n, item)| change((before, before.plan().item_of(item.id)), (after, ItemIx::new(n))));
    let gone = before.plan().items.iter().filter(|item| plan.item_of(item.id).is_none());
    changed.chain(gone.map(|item| alone(item.id, Move::Removed))).collect()
}

/// A board that is compared, and the words of its logs.
struct Side<'a> {
    board: &'a Board,
    wording: Wording<'a>,
}

impl<'a> Side<'a> {
    fn of(board: &'a Board) -> Self {
        Self { board, wording: Wording::of(&board.ledger) }
    }
}

impl std::ops::Deref for Side<'_> {
    type Target = Board;

    fn deref(&self) -> &Board {
        self.board
    }
}

/// What changed of one item; nothing, if nothing did.
fn change(
    (before, old): (&Side<'_>, Option<ItemIx>),
    (after, ix): (&Side<'_>, ItemIx),
) -> Option<ItemChange> {
    let (item, figures) = after.plan().item(ix).zip(after.item(ix))?;
    let Some((old, was)) = old.and_then(|old| Some((old, before.item(old)?))) else {
        return Some(alone(item.id, Move::Added));
    };
    let (one, other) = ((before, old), (after, ix));
    let logged = entries(after, ix).saturating_sub(entries(before, old));
    let mut moves = figure_moves(was.into(), figures.into());
    moves.extend(stage_moves(one, other));
    if logged > 0 {
        moves.push(Move::Entries(logged));
    }
    if moves.is_empty() && wording_differs(one, other) {
        moves.push(Move::Text);
    }
    let clock = Some((was.clock, figures.clock));
    (!moves.is_empty()).then(|| ItemChange { id: item.id.into(), moves, clock, note: note(one, other) })
}

/// An item that is on one of two boards only.
fn alone(id: &str, how: Move) -> ItemChange {
    ItemChange { id: id.into(), moves: vec![how], clock: None, note: None }
}

/// The figures of an item that are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    pub(super) state: State,
    pub(super) progress: Percent,
    pub(super) due: Option<Day>,
    pub(super) clock: Clock,
}

impl From<&ItemFigures> for Compared {
    fn from(figures: &ItemFigures) -> Self {
        let (state, progress, clock) = (figures.state, figures.progress, figures.clock);
        Self { state, progress, due: figures.due_day(), clock }
    }
}

/// What moved of an item's figures.
pub(super) fn figure_moves(before: Compared, after: Compared) -> Vec<Move> {
    let mut moves = Vec::new();
    if before.state != after.state {
        moves.push(Move::State(before.state, after.state));
    }
    if before.progress != after.progress {
        moves.push(Move::Progress(before.progress, after.progress));
    }
    if before.due != after.due {
        moves.push(Move::Due(before.due, after.due));
    }
    // Where the clock has the very words of the state, the state's own line has said it.
    let said = |figures: Compared| figures.clock.words(Lang::Zh) == figures.state.word().zh;
    if before.clock.light() != after.clock.light() && !(said(before) && said(after)) {
        moves.push(Move::Clock(before.clock, after.clock));
    }
    moves
}

fn stage_moves(before: (&Side<'_>, ItemIx), after: (&Side<'_>, ItemIx)) -> Vec<Move> {
    let mut moves = Vec::new();
    // By names: the plan may have been given another lead or rule meanwhile.
    let name = |board: &Board, owed: &Obligation| {
        let (rule, unit) = (board.plan().rule(owed.rule), board.plan().unit(owed.unit));
        Some((rule?.id.clone(), unit?.id.clone()))
    };
    for new in after.0.obligations_of(after.1) {
        let named = name(after.0, new);
        let Some(old) = before.0.obligations_of(before.1).find(|old| name(before.0, old) == named) else {
            continue;
        };
        for ((stage, before), (_, after)) in old.stages.iter().zip(&new.stages) {
            if before != after {
                moves.push(Move::Stage { stage: *stage, before: *before, after: *after });
            }
        }
    }
    moves
}

/// The note of the newest entry that was logged, whatever another lead wrote on a later day.
fn note((before, old): (&Side<'_>, ItemIx), (after, new): (&Side<'_>, ItemIx)) -> Option<Text> {
    let log = |side: &Side<'_>, ix: ItemIx, id: &str| {
        let filed = side.plan().unit_of(id).and_then(|unit| side.wording.filed(unit, ix)).unwrap_or_default();
        filed.log.into_iter().filter(|entry| entry.on <= side.day).collect::<Vec<_>>()
    };
    let leads = after.plan().item(new).map_or(&[][..], |item| item.leads);
    let logged = leads.iter().filter_map(|unit| after.plan().unit(*unit)).flat_map(|unit| {
        let known = log(before, old, &unit.id);
        log(after, new, &unit.id).into_iter().filter(move |entry| !known.contains(entry))
    });
    logged.max_by_key(|entry| entry.on)?.words.note().map(Into::into)
}

/// How many entries an item's log has up to the board's day.
pub(super) fn entries(board: &Board, ix: ItemIx) -> usize {
    let leads = board.plan().item(ix).map_or(&[][..], |item| item.leads);
    let logs = leads.iter().filter_map(|unit| board.ledger.item_report(*unit, ix));
    logs.map(|report| report.log.iter().filter(|entry| entry.on <= board.day).count()).sum()
}

/// Whether anything at all is written differently, where no figure moved.
fn wording_differs((before, old): (&Side<'_>, ItemIx), (after, new): (&Side<'_>, ItemIx)) -> bool {
    let (Some(was), Some(is)) = (before.plan().item(old), after.plan().item(new)) else { return true };
    let same = |(one, other): (&UnitIx, &UnitIx)| {
        let reports = (before.ledger.report(*one), after.ledger.report(*other));
        // Another day of the same ledger: nothing has to be unpacked to know it.
        let one_file = matches!(reports, (Some(one), Some(other)) if std::ptr::eq(one, other)) && old == new;
        one_file || before.wording.filed(*one, old) == after.wording.filed(*other, new)
    };
    was.title != is.title || was.leads.len() != is.leads.len() || !was.leads.iter().zip(is.leads).all(same)
}
