//! What the changes are counted from: the saves of this session, the reader's last look, another day. And what the
//! reader has looked at in this session, for the next one to count from.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::feed::Save;
use super::message::Now;
use super::model::{Model, Screen};
use super::update::ADVICE;
use crate::domain::changes::{self, ItemChange, Move};
use crate::domain::seen::Moment;
use crate::domain::{Board, Seen, Text};
use crate::text::{both, plural};

/// How long a plan must have been on the screen to have been looked at.
pub const LOOK: Duration = Duration::from_secs(5);

/// What the changes are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum From {
    /// The start of this session, save by save.
    #[default]
    Start,
    /// The reader's last look.
    Look,
    /// The day before the one shown.
    Yesterday,
    /// Seven days before the one shown.
    Week,
}

impl From {
    /// All of them, in the order of the key.
    pub const ALL: [Self; 4] = [Self::Start, Self::Look, Self::Yesterday, Self::Week];

    /// How many days back it counts; none where it does not count from a day.
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Start | Self::Look => None,
            Self::Yesterday => Some(1),
            Self::Week => Some(7),
        }
    }
}

/// Whether a session looks at how things stand today, or at something else: another day, a wall nobody sits at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Looks {
    /// At today.
    AtToday,
    /// At something else: what was seen stays as it is.
    #[default]
    Aside,
}

/// What was computed, and from what.
#[derive(Debug, Clone)]
struct Found {
    board: Arc<Board>,
    from: From,
    save: Save,
}

/// A plan that is being looked at.
#[derive(Debug, Clone)]
struct Looking {
    /// Its board of today, as it was last shown.
    board: Arc<Board>,
    from: Duration,
    until: Duration,
    at: Moment,
}

/// What the changes are counted from, and what has been seen.
#[derive(Debug, Clone, Default)]
pub struct Since {
    /// What the Changes screen counts from.
    pub from: From,
    /// What the reader had seen when the session began, by the plan's id.
    seen: HashMap<Text, Seen>,
    looks: Looks,
    looking: Option<Looking>,
    /// What he has seen in this session.
    made: HashMap<Text, Seen>,
    day: Option<Found>,
    look: Option<Found>,
    /// Whether the plan's changes since the last look have been told.
    told: Option<Text>,
}

impl Since {
    /// Counts from what was `seen`.
    pub fn new(seen: HashMap<Text, Seen>, looks: Looks) -> Self {
        Self { seen, looks, ..Self::default() }
    }

    /// Counts from something else.
    pub(super) fn turn(&mut self) {
        let next = From::ALL.into_iter().cycle().skip_while(|from| *from != self.from).nth(1);
        self.from = next.unwrap_or_default();
    }

    /// What was seen of a plan before this session.
    pub fn seen(&self, plan: &str) -> Option<&Seen> {
        self.seen.get(plan)
    }

    /// What has changed in the open plan since the last look, and when that was; none without one.
    pub fn last_look(&self) -> Option<(Moment, &Save)> {
        let found = self.look.as_ref()?;
        Some((self.seen(&found.save.plan.id)?.at, &found.save))
    }

    /// What the reader has seen when the session ends, by the plan's id.
    pub fn finish(mut self) -> HashMap<Text, Seen> {
        self.leave();
        self.made
    }

    /// Takes down what was looked at long enough.
    fn leave(&mut self) {
        let Some(looking) = self.looking.take() else { return };
        if looking.until.saturating_sub(looking.from) >= LOOK {
            let id = looking.board.plan().id.clone();
            let seen = Seen::of(&looking.board, looking.at, self.seen.get(&id));
            self.made.insert(id, seen);
        }
    }

    /// Keeps an eye on what is on the screen.
    fn look(&mut self, board: Option<&Arc<Board>>, now: Now) {
        let (hour, minute, _) = now.clock;
        let at = Moment { on: now.today, hour, minute };
        let Some(board) = board else { return self.leave() };
        if let Some(looking) = self.looking.as_mut().filter(|it| it.board.plan().id == board.plan().id) {
            (looking.until, looking.at) = (now.at, at);
            // A day travelled to is not how things stand.
            if board.day == board.today {
                looking.board = Arc::clone(board);
            }
            return;
        }
        self.leave();
        if board.day == board.today {
            self.looking = Some(Looking { board: Arc::clone(board), from: now.at, until: now.at, at });
        }
    }
}

/// How many changes a list of them stands for: changed and new ones, and those that are gone.
pub fn count(changes: &[ItemChange]) -> (usize, usize) {
    let gone = changes.iter().filter(|change| change.moves.contains(&Move::Removed)).count();
    (changes.len() - gone, gone)
}

impl Model {
    /// What the Changes screen lists, newest first.
    pub fn saves(&self) -> Box<dyn Iterator<Item = &Save> + '_> {
        match self.since.from {
            From::Start => Box::new(self.feed.saves.iter()),
            From::Look => Box::new(self.since.look.iter().map(|found| &found.save)),
            From::Yesterday | From::Week => Box::new(self.since.day.iter().map(|found| &found.save)),
        }
    }
}

/// After every message: what is shown has been looked at, and what is listed follows the board.
pub(super) fn settle(model: &mut Model, now: Now) {
    let shown = model.board.clone().filter(|_| model.screen != Screen::Plans);
    if model.since.looks == Looks::AtToday {
        model.since.look(shown.as_ref(), now);
    }
    let Some(board) = model.board.clone() else { return };
    let fresh = |found: &Option<Found>, from: From| {
        found.as_ref().is_some_and(|found| Arc::ptr_eq(&found.board, &board) && found.from == from)
    };
    if !fresh(&model.since.look, From::Look) {
        let seen = model.since.seen(&board.plan().id);
        let changes = seen.map(|seen| seen.changes(&board));
        model.since.look = changes.map(|changes| found(&board, From::Look, changes));
    }
    let from = model.since.from;
    if let (Some(days), Screen::Changes) = (from.days(), model.screen)
        && !fresh(&model.since.day, from)
    {
        let calendar = model.portfolio.as_ref().map(|it| Arc::clone(&it.calendar)).unwrap_or_default();
        let before = Board::new(Arc::clone(&board.ledger), board.day.plus(-days), board.today, &calendar);
        model.since.day = Some(found(&board, from, changes::between(&before, &board)));
    }
    tell(model, &board, now);
}

fn found(board: &Arc<Board>, from: From, changes: Vec<ItemChange>) -> Found {
    Found { board: Arc::clone(board), from, save: Save::new(0, board, changes, (0, 0, 0)) }
}

/// Says once a plan, when it is opened, what has changed since the last look.
fn tell(model: &mut Model, board: &Board, now: Now) {
    let id = &board.plan().id;
    if model.since.told.as_ref() == Some(id) || model.screen == Screen::Plans || model.wall.is_some() {
        return;
    }
    model.since.told = Some(id.clone());
    let Some((at, save)) = model.since.last_look() else { return };
    let (n, gone) = count(&save.changes.iter().map(|it| it.change.clone()).collect::<Vec<_>>());
    if n + gone == 0 {
        return;
    }
    let at = at.words(now.today);
    let n = n + gone;
    let word = plural(i64::try_from(n).unwrap_or(i64::MAX), "change", "changes");
    let said = both!(
        "自上次查看（{at}）以来 {n} 项变化；8 再按 s 查看",
        "since you last looked ({at}): {n} {word}; 8 then s lists them"
    );
    model.notice = Some((said, now.at + ADVICE));
}
