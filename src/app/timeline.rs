//! Where the timeline stands: how many days a cell is, and which day is at its left edge.

use super::message::Drawn;
use super::model::Model;
use crate::domain::{Board, Day};
use crate::text::{Lang, say};

/// How much time a cell is: so many cells for so many days, one of the two being 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scale {
    /// Cells, 1 or more.
    pub cells: i64,
    /// Days, 1 or more.
    pub days: i64,
}

impl Scale {
    /// Every day has its number.
    pub const DAY: Self = Self { cells: 3, days: 1 };
    /// Every day has its cell: rest days can be shaded, weeks marked.
    pub const WEEK: Self = Self { cells: 1, days: 1 };
    /// From the finest to the coarsest.
    pub const ALL: [Self; 10] = [
        Self::DAY,
        Self::WEEK,
        Self { cells: 1, days: 2 },
        Self { cells: 1, days: 3 },
        Self { cells: 1, days: 4 },
        Self { cells: 1, days: 5 },
        Self { cells: 1, days: 7 },
        Self { cells: 1, days: 10 },
        Self { cells: 1, days: 14 },
        Self { cells: 1, days: 28 },
    ];

    /// In words: `每格 7 天`, `7 days a cell`.
    pub fn words(self, lang: Lang) -> String {
        let (cells, days) = (self.cells, self.days);
        match (cells, days) {
            (1, 1) => say!(lang, "每格 1 天", "a day a cell"),
            (1, _) => say!(lang, "每格 {days} 天", "{days} days a cell"),
            (_, _) => say!(lang, "每天 {cells} 格", "{cells} cells a day"),
        }
    }

    /// Whether a day has at least a cell of its own.
    pub const fn shows_days(self) -> bool {
        self.days == 1
    }

    /// The days that fit in `cells`.
    pub const fn days(self, cells: u16) -> i64 {
        cells as i64 * self.days / self.cells
    }

    /// The finest scale at which `days` fit in `cells`; the coarsest if none does.
    pub fn fitting(days: i64, cells: u16) -> Self {
        Self::ALL.into_iter().find(|scale| scale.days(cells) >= days).unwrap_or(Self { cells: 1, days: 28 })
    }

    fn place(self) -> usize {
        Self::ALL.into_iter().position(|scale| scale == self).unwrap_or_default()
    }

    /// The next finer scale, or the finest.
    #[must_use]
    pub fn finer(self) -> Self {
        Self::ALL.get(self.place().saturating_sub(1)).copied().unwrap_or(self)
    }

    /// The next coarser scale, or the coarsest.
    #[must_use]
    pub fn coarser(self) -> Self {
        Self::ALL.get(self.place() + 1).copied().unwrap_or(self)
    }
}

/// The timeline's own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timeline {
    /// The scale chosen; none: the finest that shows the whole plan.
    pub scale: Option<Scale>,
    /// The day at the left edge, once it was moved.
    pub left: Option<Day>,
    /// Whether the months stand in place of the bars.
    pub months: bool,
}

/// The days of the timeline as it is drawn: the first one, and the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The day at the left edge.
    pub left: Day,
    /// The scale.
    pub scale: Scale,
    /// The cells there are.
    pub cells: u16,
}

impl Timeline {
    /// What `cells` cells show.
    pub fn window(&self, board: &Board, cells: u16) -> Window {
        let curve = board.burn_up();
        // A little air on both sides, so that the first and the last bar are seen to end.
        let (first, days) = (curve.first.plus(-2), curve.last.since(curve.first) + 5);
        let scale = self.scale.unwrap_or_else(|| Scale::fitting(days, cells));
        let shown = scale.days(cells);
        let usual = if shown >= days { first } else { board.day.plus(-shown / 4) };
        Window { left: self.left.unwrap_or(usual), scale, cells }
    }

    /// Scrolls by a quarter of the window; negative: back in time. Stops where nothing of the plan would be left.
    pub(super) fn scroll(&mut self, board: &Board, cells: u16, by: i8) {
        let window = self.window(board, cells);
        let shown = window.scale.days(cells);
        let step = (shown / 4).max(1) * i64::from(by);
        let curve = board.burn_up();
        let (first, last) = (curve.first.min(board.day).plus(-shown / 2), curve.last.plus(-shown / 2));
        self.left = Some(window.left.plus(step).max(first).min(last.max(first)));
    }

    /// Takes a finer or a coarser scale; the day shown stays where it is, if it is in the window, else the middle does.
    pub(super) fn zoom(&mut self, board: &Board, cells: u16, to: fn(Scale) -> Scale) {
        let window = self.window(board, cells);
        let scale = to(window.scale);
        let at = board.day.since(window.left);
        let (shown, will) = (window.scale.days(cells).max(1), scale.days(cells));
        let kept = if (0..shown).contains(&at) { at } else { shown / 2 };
        self.left = Some(window.left.plus(kept - kept * will / shown));
        self.scale = Some(scale);
    }
}

impl Window {
    /// The cell a day begins in, from the left edge; negative or past the end outside the window.
    pub fn cell(&self, day: Day) -> i64 {
        let Scale { cells, days } = self.scale;
        (day.since(self.left) * cells).div_euclid(days)
    }

    /// The first day of a cell.
    pub fn day(&self, cell: i64) -> Day {
        let Scale { cells, days } = self.scale;
        self.left.plus((cell * days).div_euclid(cells))
    }
}

/// Scrolls the model's timeline by a part of its width, as wide as it was last drawn.
pub(super) fn pan(model: &mut Model, by: i8, drawn: &Drawn) {
    if let Some(board) = model.board.clone() {
        model.timeline.scroll(&board, drawn.timeline_cells, by);
    }
}

/// Zooms the model's timeline to the scale next to its own.
pub(super) fn zoom(model: &mut Model, to: fn(Scale) -> Scale, drawn: &Drawn) {
    if let Some(board) = model.board.clone() {
        model.timeline.zoom(&board, drawn.timeline_cells, to);
    }
}
