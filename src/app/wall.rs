//! The unattended display: pages that turn by themselves.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use super::keys::{Key, KeyCode};
use super::message::{Drawn, Effect, Now};
use super::model::Model;
pub use super::page::Page;
use super::tour;
use crate::domain::ledger::FileState;
use crate::domain::{Board, Light, Text, UnitIx};

/// How long a new red light is announced by a banner.
const ALERT: Duration = Duration::from_secs(5 * 60);
/// How long that banner is reversed when it comes; it never blinks again.
const FLASH: Duration = Duration::from_secs(1);
/// The entries that can be read in the time a page stays; a page with more stays longer in proportion.
const READ: usize = 20;
/// The longest a page may stay, in times of what was asked for.
const LONGEST: usize = 3;

/// A new red light, while it is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// The first of the items that have turned red, in plan order: its id.
    pub item: Text,
    /// How many have turned red at once, at least 1.
    pub count: usize,
    /// When the banner goes.
    pub until: Duration,
    /// When it stops being reversed; none once it has.
    pub flash: Option<Duration>,
}

/// The hours in which the wall is dim, in minutes from midnight; `from` after `to` runs past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Night {
    /// The first dim minute, 0–1439.
    pub from: u16,
    /// The first minute that is bright again, 0–1439.
    pub to: u16,
}

impl Night {
    /// Whether the hands of a clock, hour and minute, stand in it.
    pub fn holds(self, hour: u8, minute: u8) -> bool {
        let now = u16::from(hour) * 60 + u16::from(minute);
        if self.from <= self.to {
            (self.from..self.to).contains(&now)
        } else {
            now >= self.from || now < self.to
        }
    }
}

/// Who chose the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// Nobody: all there is something for.
    All,
    /// Somebody named them.
    Named,
}

/// What the wall knows of a plan it has looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Known {
    /// The items that were red at the first look or have been announced since. An item stays in it: it is announced once.
    red: HashSet<Text>,
    /// The units whose file cannot be read, and the hour and minute in which that was first seen.
    broken: BTreeMap<UnitIx, (u8, u8)>,
}

/// The wall's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// The pages, in the order they turn; never empty.
    pub pages: Vec<Page>,
    /// Who chose them.
    pub chosen: Pages,
    /// How long a page stays.
    pub rotate: Duration,
    /// Whether the keyboard and the mouse are ignored.
    pub locked: bool,
    /// Which page is shown.
    pub page: usize,
    /// Which part of a list that does not fit on one page, from 0.
    pub part: usize,
    /// When it turns at the earliest; none before the first frame, or while held.
    pub turn_at: Option<Duration>,
    /// Since when this part is shown; none before the first frame.
    pub shown_at: Option<Duration>,
    /// The new red light that is announced, if one is.
    pub alert: Option<Alert>,
    /// What it knows of each plan it has looked at.
    known: HashMap<Text, Known>,
    /// Whether it is held on this page (the space key).
    pub held: bool,
    /// The hours in which it is dim.
    pub night: Option<Night>,
    /// The hour and the minute in which every cell was last painted; none before the first frame.
    pub painted: Option<(u8, u8)>,
}

impl Wall {
    /// A wall of `pages` that turn every `rotate`; if none are named all of one plan, and the plans where there are
    /// several.
    pub fn new(pages: Vec<Page>, rotate: Duration, locked: bool) -> Self {
        let (pages, chosen) = if pages.is_empty() {
            (Page::ALL.into_iter().filter(|page| *page != Page::Plans).collect(), Pages::All)
        } else {
            (pages, Pages::Named)
        };
        Self {
            pages,
            chosen,
            rotate,
            locked,
            page: 0,
            part: 0,
            turn_at: None,
            shown_at: None,
            alert: None,
            known: HashMap::new(),
            held: false,
            night: None,
            painted: None,
        }
    }

    /// The same wall, dim in these hours.
    #[must_use]
    pub fn dim(self, night: Option<Night>) -> Self {
        Self { night, ..self }
    }

    /// The page shown.
    pub fn current(&self) -> Page {
        self.pages.get(self.page).copied().unwrap_or(Page::Progress)
    }

    /// Turns to the next part of this page, of `parts`, or to the next page.
    pub fn turn(&mut self, parts: usize) {
        if self.part + 1 < parts {
            self.part += 1;
        } else {
            self.part = 0;
            self.page = (self.page + 1) % self.pages.len().max(1);
        }
    }

    /// Turns back a page.
    pub fn turn_back(&mut self) {
        self.part = 0;
        self.page = (self.page + self.pages.len().saturating_sub(1)) % self.pages.len().max(1);
    }
}

impl Wall {
    /// The moments at which something on it changes by itself.
    pub(super) fn moments(&self) -> impl Iterator<Item = Duration> {
        let alert = self.alert.iter().map(|alert| alert.flash.unwrap_or(alert.until));
        self.turn_at.into_iter().chain(alert)
    }

    /// How long a page with so many entries stays.
    fn dwell(&self, rows: usize) -> Duration {
        let rows = u32::try_from(rows.clamp(READ, READ * LONGEST)).unwrap_or(1);
        self.rotate * rows / u32::try_from(READ).unwrap_or(1)
    }

    /// The page shown begins to be shown now.
    fn begins(&mut self, now: Now) {
        self.shown_at = Some(now.at);
        self.turn_at = (!self.held).then(|| now.at + self.rotate);
    }

    /// Meets a plan: what is red the first time is no news. Every plan is met when it is first counted, so that what
    /// turns red before its first round is announced in it.
    pub(super) fn meet(&mut self, board: &Board) {
        self.known
            .entry(board.plan().id.clone())
            .or_insert_with(|| Known { red: red(board).map(Into::into).collect(), ..Known::default() });
    }

    /// Announces what has turned red on `board` and was never announced.
    fn announce(&mut self, board: &Board, now: Now) -> bool {
        self.meet(board);
        let Some(Known { red: known, .. }) = self.known.get_mut(&board.plan().id) else { return false };
        let new: Vec<Text> = red(board).filter(|id| !known.contains(*id)).map(Into::into).collect();
        let Some(first) = new.first().cloned() else { return false };
        let (until, flash) = (now.at + ALERT, Some(now.at + FLASH));
        self.alert = Some(Alert { item: first, count: new.len(), until, flash });
        known.extend(new);
        true
    }

    /// Remembers since when a unit's file cannot be read.
    fn remember(&mut self, board: &Board, now: Now) {
        let units = (0..board.plan().units.len()).map(UnitIx::new);
        let broken = units.filter(|unit| match board.ledger.file(*unit) {
            FileState::Unreadable { .. } => true,
            FileState::Missing | FileState::Read => false,
        });
        let (hour, minute, _) = now.clock;
        let Some(known) = self.known.get_mut(&board.plan().id) else { return };
        let since = |unit: UnitIx| known.broken.get(&unit).copied().unwrap_or((hour, minute));
        known.broken = broken.map(|unit| (unit, since(unit))).collect();
    }

    /// The units of a plan whose file cannot be read, and the hour and minute in which that was first seen.
    pub fn broken(&self, plan: &str) -> impl Iterator<Item = (UnitIx, (u8, u8))> {
        self.known.get(plan).into_iter().flat_map(|known| known.broken.iter().map(|(unit, at)| (*unit, *at)))
    }

    /// Whether it has looked at a plan yet.
    pub(super) fn has_read(&self) -> bool {
        !self.known.is_empty()
    }
}

/// The items of a board that are red.
fn red(board: &Board) -> impl Iterator<Item = &str> {
    board.rows().filter(|(_, _, figures)| figures.light() == Light::Red).map(|(_, item, _)| item.id)
}

/// Takes in a new board: what has turned red is announced, once.
pub(super) fn look(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    let (Some(wall), Some(board)) = (model.wall.as_mut(), model.board.as_deref()) else { return };
    if wall.announce(board, now) {
        effects.push(Effect::Bell);
    }
    wall.remember(board, now);
}

/// What the passing of time does to it: pages turn, an alert fades.
pub(super) fn passed(model: &mut Model, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    let Some(wall) = model.wall.as_mut() else { return };
    // Something else may have written on a screen nobody looks after: once a minute it is painted whole.
    let minute = Some((now.clock.0, now.clock.1));
    if wall.painted.is_some() && wall.painted != minute {
        effects.push(Effect::Repaint);
    }
    wall.painted = minute;
    wall.alert.take_if(|alert| alert.until <= now.at);
    if let Some(alert) = &mut wall.alert {
        alert.flash.take_if(|flash| *flash <= now.at);
    }
    if wall.held {
        return;
    }
    let dwell = wall.dwell(drawn.wall_rows);
    match wall.shown_at {
        Some(since) if since + dwell <= now.at => {
            turn(model, now, drawn, effects);
        }
        Some(since) => wall.turn_at = Some(since + dwell),
        None => wall.begins(now),
    }
}

/// Turns on; where that begins a new round, it may be about another plan.
fn turn(model: &mut Model, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    let Some(wall) = model.wall.as_mut() else { return };
    wall.turn(drawn.wall_pages.max(1));
    wall.begins(now);
    effects.push(Effect::Repaint);
    if (wall.page, wall.part) == (0, 0) {
        tour::round(model, now, effects);
    }
}

/// The wall's keys: quit, hold, turn by hand. Locked, none.
pub(super) fn key(model: &mut Model, key: Key, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    let Some(wall) = model.wall.as_mut().filter(|wall| !wall.locked) else { return };
    match (key.code, key.ctrl) {
        (KeyCode::Char('q'), false) | (KeyCode::Char('c'), true) => effects.push(Effect::Quit),
        (KeyCode::Char('z'), true) => effects.push(Effect::Suspend),
        (KeyCode::Char('l'), true) => effects.push(Effect::Repaint),
        (KeyCode::Char(' '), false) => {
            wall.held = !wall.held;
            wall.begins(now);
        }
        (KeyCode::Right | KeyCode::PageDown | KeyCode::Char('n' | 'l' | 'j'), false) => {
            turn(model, now, drawn, effects);
        }
        (KeyCode::Left | KeyCode::PageUp | KeyCode::Char('p' | 'h' | 'k'), false) => {
            wall.turn_back();
            wall.begins(now);
            effects.push(Effect::Repaint);
        }
        (KeyCode::Char('L'), false) => model.lang = Some(model.lang().other()),
        (KeyCode::Char('T'), false) => model.theme = model.theme.next(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_does_not_fit_shows_all_its_parts_before_the_next_page() {
        let mut wall = Wall::new(vec![Page::Overdue, Page::Units], Duration::from_secs(20), false);
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push((wall.current().word(), wall.part));
            wall.turn(if wall.current() == Page::Overdue { 3 } else { 1 });
        }
        assert_eq!(seen, [("overdue", 0), ("overdue", 1), ("overdue", 2), ("units", 0), ("overdue", 0)]);
    }

    #[test]
    fn a_night_may_run_past_midnight() {
        let night = Night { from: 22 * 60, to: 7 * 60 };
        for (hour, minute, dim) in
            [(21, 59, false), (22, 0, true), (0, 0, true), (6, 59, true), (7, 0, false)]
        {
            assert_eq!(night.holds(hour, minute), dim, "{hour}:{minute}");
        }
        assert!(Night { from: 60, to: 120 }.holds(1, 30) && !Night { from: 60, to: 120 }.holds(2, 0));
    }
}
