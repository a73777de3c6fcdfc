//! The unattended display: pages that turn by themselves.

use std::time::Duration;

use super::keys::{Key, KeyCode};
use super::message::{Drawn, Effect, Now};
use super::model::Model;
use crate::text::Phrase;

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
    /// When it turns; none before the first frame, or while held.
    pub turn_at: Option<Duration>,
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

/// The wall's keys: quit, hold, turn by hand. Locked, none.
pub(super) fn key(model: &mut Model, key: Key, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    let Some(wall) = model.wall.as_mut().filter(|wall| !wall.locked) else { return };
    match (key.code, key.ctrl) {
        (KeyCode::Char('q'), false) | (KeyCode::Char('c'), true) => effects.push(Effect::Quit),
        (KeyCode::Char('z'), true) => effects.push(Effect::Suspend),
        (KeyCode::Char('l'), true) => effects.push(Effect::Repaint),
        (KeyCode::Char(' '), false) => {
            wall.held = !wall.held;
            wall.turn_at = (!wall.held).then(|| now.at + wall.rotate);
        }
        (KeyCode::Right | KeyCode::PageDown | KeyCode::Char('n' | 'l' | 'j'), false) => {
            wall.turn(drawn.wall_pages.max(1));
            wall.turn_at = (!wall.held).then(|| now.at + wall.rotate);
            effects.push(Effect::Repaint);
        }
        (KeyCode::Left | KeyCode::PageUp | KeyCode::Char('p' | 'h' | 'k'), false) => {
            wall.turn_back();
            wall.turn_at = (!wall.held).then(|| now.at + wall.rotate);
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
