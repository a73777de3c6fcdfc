//! The unattended display: pages that turn by themselves.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::keys::{Key, KeyCode};
use super::message::{Drawn, Effect, Now};
use super::model::Model;
use crate::domain::ledger::FileState;
use crate::domain::{Board, Light, Text, UnitIx};
use crate::text::Phrase;

/// How long a new red light is announced by a banner.
const ALERT: Duration = Duration::from_secs(5 * 60);
/// How long that banner is reversed when it comes; it never blinks again.
const FLASH: Duration = Duration::from_secs(1);
/// The entries that can be read in the time a page stays; a page with more stays longer in proportion.
const READ: usize = 20;
/// The longest a page may stay, in times of what was asked for.
const LONGEST: usize = 3;

/// A page of the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// The countdown of the 20 days.
    Countdown,
    /// Overall progress in big digits, lights.
    Progress,
    /// The overdue list, paged.
    Overdue,
    /// The section tree, by section, paged.
    Sections,
    /// The units, paged.
    Units,
    /// What changed since the wall was started, paged.
    Changes,
}

impl Page {
    /// Every page, in the order they turn.
    pub const ALL: [Self; 6] =
        [Self::Countdown, Self::Progress, Self::Overdue, Self::Sections, Self::Units, Self::Changes];

    /// The word of `snapshot --view`.
    pub const fn view(self) -> &'static str {
        match self {
            Self::Countdown => "wall:rules",
            Self::Progress => "wall:overview",
            Self::Overdue => "wall:overdue",
            Self::Sections => "wall:tree",
            Self::Units => "wall:units",
            Self::Changes => "wall:changes",
        }
    }

    /// The word of `--pages`.
    pub fn word(self) -> &'static str {
        self.view().trim_start_matches("wall:")
    }

    /// The page a word of `--pages` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.word() == word.trim())
    }

    /// Its title.
    pub const fn title(self) -> Phrase {
        match self {
            Self::Countdown => Phrase::new("监管细则倒计时", "Supervision rules: countdown"),
            Self::Progress => Phrase::new("总体进展", "Overall progress"),
            Self::Overdue => Phrase::new("逾期与临期", "Overdue and due soon"),
            Self::Sections => Phrase::new("各章节进展", "Progress by section"),
            Self::Units => Phrase::new("各单位进展", "Progress by unit"),
            Self::Changes => Phrase::new("最新动态", "Latest changes"),
        }
    }
}

impl Page {
    /// Its title where a few cells must do.
    pub const fn short(self) -> Phrase {
        match self {
            Self::Countdown => Phrase::new("倒计时", "rules"),
            Self::Progress => Phrase::new("总进展", "progress"),
            Self::Overdue => Phrase::new("逾期", "overdue"),
            Self::Sections => Phrase::new("各章节", "sections"),
            Self::Units => Phrase::new("各单位", "units"),
            Self::Changes => Phrase::new("动态", "changes"),
        }
    }

    /// What it shows, in a sentence: the README's table.
    pub const fn shows(self) -> Phrase {
        match self {
            Self::Countdown => Phrase::new(
                "每条带期限的规则一页：剩余天数（大字）、日历条、已公布数，以及还欠哪些、是谁的、到了哪一步",
                "a page a rule with a deadline: the days left in big digits, the strip of days, how many are \
                 published, and what is still owed, by whom, at which stage",
            ),
            Self::Progress => Phrase::new(
                "平均进度（大字）、完成率、各灯数量，屏幕够高时有燃起图",
                "the mean progress in big digits, the completion rate, the lights, on a tall screen the burn-up",
            ),
            Self::Overdue => Phrase::new(
                "逾期数与临期、滞后数（大字），再逐项列出：逾期最久的在前，是谁的，何时到期",
                "how many are overdue and how many press, in big digits; then each, the longest overdue first, \
                 whose it is and when it was due",
            ),
            Self::Sections => Phrase::new(
                "总进度与完成数（大字），各章节的进度条和最差的灯",
                "the whole plan's progress in big digits; each section with its bar and its worst light",
            ),
            Self::Units => Phrase::new(
                "超期未报与从未报送的单位数（大字），各单位的进度、欠的细则、报送新旧",
                "how many units are late with a report or never sent one, in big digits; each unit's progress, \
                 the rules it owes, the age of its report",
            ),
            Self::Changes => Phrase::new(
                "挂屏以来的改动数（大字），逐条列出，最新的在前",
                "how much has changed since the wall was started, in big digits; each change, the newest first",
            ),
        }
    }
}

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

/// The wall's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// The pages, in the order they turn; never empty.
    pub pages: Vec<Page>,
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
    /// The plan and those of its items that were red at the start or have been announced since; none before the first
    /// reading. An item stays in it: it is announced once.
    known: Option<(Text, HashSet<Text>)>,
    /// The units whose file cannot be read, and the hour and minute in which that was first seen.
    pub broken: BTreeMap<UnitIx, (u8, u8)>,
    /// Whether it is held on this page (the space key).
    pub held: bool,
    /// The hours in which it is dim.
    pub night: Option<Night>,
    /// The hour and the minute in which every cell was last painted; none before the first frame.
    pub painted: Option<(u8, u8)>,
}

impl Wall {
    /// A wall of `pages` that turn every `rotate`; all pages if none are named.
    pub fn new(pages: Vec<Page>, rotate: Duration, locked: bool) -> Self {
        let pages = if pages.is_empty() { Page::ALL.to_vec() } else { pages };
        Self {
            pages,
            rotate,
            locked,
            page: 0,
            part: 0,
            turn_at: None,
            shown_at: None,
            alert: None,
            known: None,
            broken: BTreeMap::new(),
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

    /// Announces what has turned red on `board` and was never announced; what is red at the start is no news.
    fn announce(&mut self, board: &Board, now: Now) -> bool {
        let plan = board.plan();
        let red = |known: Option<&HashSet<Text>>| -> Vec<Text> {
            let rows = board.rows().filter(|(_, _, figures)| figures.light() == Light::Red);
            let ids = rows.map(|(_, item, _)| &item.id);
            ids.filter(|id| known.is_none_or(|known| !known.contains(*id))).cloned().collect()
        };
        let Some((_, known)) = self.known.as_mut().filter(|(open, _)| *open == plan.id) else {
            self.known = Some((plan.id.clone(), red(None).into_iter().collect()));
            return false;
        };
        let new = red(Some(known));
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
        let since = |unit: UnitIx| self.broken.get(&unit).copied().unwrap_or((hour, minute));
        self.broken = broken.map(|unit| (unit, since(unit))).collect();
    }
}

/// Takes in a new board: what has turned red is announced, once.
pub(super) fn look(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    let (Some(wall), Some(board)) = (model.wall.as_mut(), model.board.as_deref()) else { return };
    wall.remember(board, now);
    if wall.announce(board, now) {
        effects.push(Effect::Bell);
    }
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
            wall.turn(drawn.wall_pages.max(1));
            wall.begins(now);
            effects.push(Effect::Repaint);
        }
        Some(since) => wall.turn_at = Some(since + dwell),
        None => wall.begins(now),
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
            wall.turn(drawn.wall_pages.max(1));
            wall.begins(now);
            effects.push(Effect::Repaint);
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

    #[test]
    fn every_page_is_named_by_its_word() {
        for page in Page::ALL {
            assert_eq!(Page::parse(page.word()), Some(page));
        }
    }
}
