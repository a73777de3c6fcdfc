//! Stepping from one thing that matters to the next, sequences of keys that wait for their second, and the scroll bar.

use std::time::Duration;

use super::actions::ActionId;
use super::command::Step;
use super::keys::Key;
use super::list::{Row, RowKind};
use super::message::{Drawn, Now};
use super::model::{Capture, Model};
use super::motion;
use super::plans::Line;
use crate::domain::{Board, Light};
use crate::text::{Lang, Said, both};

/// How long a key that does something by itself waits for the second key of a sequence.
const WAIT: Duration = Duration::from_millis(600);

/// The first key of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The key.
    pub key: Key,
    /// What it does if no second key makes it a sequence.
    pub alone: Option<ActionId>,
    until: Duration,
}

impl Pending {
    /// A first key typed at `now`.
    pub(super) fn new(key: Key, alone: Option<ActionId>, now: Now) -> Self {
        Self { key, alone, until: now.at + WAIT }
    }

    /// When it stops waiting; none: it waits for ever, because it does nothing by itself.
    pub(super) fn ends(&self) -> Option<Duration> {
        self.alone.map(|_| self.until)
    }
}

/// What a first key does that has waited long enough.
pub(super) fn lapsed(model: &mut Model, now: Now) -> Option<ActionId> {
    let over = |pending: &mut Pending| pending.ends().is_some_and(|until| until <= now.at);
    model.pending.take_if(over)?.alone
}

/// Steps on; what to tell the reader, if anything.
pub(super) fn go(model: &mut Model, step: Step, drawn: &Drawn) -> Option<Said> {
    let (way, down) = match step {
        Step::NextMatch | Step::NextChange => (1, true),
        Step::PreviousMatch | Step::PreviousChange => (-1, false),
    };
    let from = model.cursor_row()?;
    let board = model.board.clone()?;
    let wanted = |row: &Row| match step {
        Step::NextMatch | Step::PreviousMatch => matters(model, &board, row),
        Step::NextChange | Step::PreviousChange => matches!(row.kind, RowKind::Change(..)),
    };
    let found = if down {
        (from + 1..model.rows.len()).find(|n| model.rows.get(*n).is_some_and(wanted))
    } else {
        (0..from).rev().find(|n| model.rows.get(*n).is_some_and(wanted))
    };
    let Some(to) = found else {
        return Some(if down {
            both!("后面没有了", "there is none further on")
        } else {
            both!("前面没有了", "there is none before")
        });
    };
    let rows = i64::try_from(to.abs_diff(from)).unwrap_or(i64::MAX);
    motion::step(model, way * rows, drawn);
    match step {
        Step::NextMatch | Step::PreviousMatch => None,
        Step::NextChange | Step::PreviousChange => change(model, &board),
    }
}

/// Whether `n` stops at a row: at every match of a filter; without one, at what is red or yellow.
fn matters(model: &Model, board: &Board, row: &Row) -> bool {
    let filtered = !model.filter.is_empty();
    let presses = |light: Light| match light {
        Light::Red | Light::Yellow => true,
        Light::Green | Light::Grey | Light::Done => false,
    };
    if row.id.is_none() {
        return false;
    }
    match row.kind {
        RowKind::Heading(..) | RowKind::Date(..) | RowKind::Figure(_) => false,
        // A fold hides what is inside: the step stops at it.
        RowKind::Section { ix, folded, .. } => folded && presses(board.section(ix).worst()),
        RowKind::Item { ix, .. } => {
            filtered || board.item(ix).is_some_and(|figures| presses(figures.light()))
        }
        RowKind::Owed(n) => {
            filtered || board.obligations.get(n).is_some_and(|owed| presses(owed.clock.light()))
        }
        RowKind::Unit(ix) => {
            filtered || board.units.get(ix.get()).is_some_and(|unit| presses(unit.roll_up.worst()))
        }
        RowKind::Plan(n) => {
            let red = model.plans.lines.get(n).and_then(Line::worst).is_some_and(presses);
            filtered || red
        }
        RowKind::Change(..) | RowKind::Finding(_) => true,
    }
}

/// The change the cursor is on, in full: which of how many, the item, everything that moved.
fn change(model: &Model, board: &Board) -> Option<Said> {
    let RowKind::Change(save, n) = model.cursor()?.kind else { return None };
    let change = &model.feed.saves.get(save)?.changes.get(n)?.change;
    let is_change = |row: &&Row| matches!(row.kind, RowKind::Change(..));
    let all = model.rows.iter().filter(is_change).count();
    let nth = model.rows.iter().take(model.cursor_row()? + 1).filter(is_change).count();
    let words = |lang: Lang| {
        let moves: Vec<String> = change.moves.iter().map(|step| step.words(lang)).collect();
        let plan = board.plan();
        let item = plan.item_of(&change.id).and_then(|ix| plan.item(ix));
        let title = item.map_or("", |item| item.title.get(lang));
        (title.to_owned(), moves.join(if lang == Lang::Zh { "；" } else { "; " }))
    };
    let ((title, moves), (title_en, moves_en)) = (words(Lang::Zh), words(Lang::En));
    let id = &change.id;
    Some(both!("{nth}/{all}　{id} {moves}　{title}", "{nth}/{all}  {id} {moves_en}  {title_en}"))
}

/// Puts the list where the thumb of its bar is dragged to: line `y` of the screen.
pub(super) fn drag(model: &mut Model, y: u16, drawn: &Drawn) {
    let (rows, height) = (model.rows.len(), drawn.list_height);
    let Some(from) = model.cursor_row().filter(|_| rows > height && height > 1) else { return };
    let line = usize::from(y.saturating_sub(drawn.list.y)).min(height - 1);
    // The top of the bar is the first row, its foot the last.
    let to = line * (rows - 1) / (height - 1);
    let by = i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0);
    motion::step(model, by, drawn);
}

/// Whose the mouse is now, in words.
pub(super) fn whose(mouse: Capture) -> Said {
    match mouse {
        Capture::Session => {
            both!("鼠标：点选、滚轮由 guatu 处理", "the mouse is guatu's: clicks and the wheel work here")
        }
        Capture::Terminal => both!(
            "鼠标交给终端：可以选取文字；再按 m 收回",
            "the mouse is the terminal's: select text; m takes it back"
        ),
    }
}
