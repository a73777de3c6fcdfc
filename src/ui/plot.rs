//! Curves in Braille dots, two by four to a cell, or in ASCII signs, one to a cell.

use super::brush::Brush;
use super::theme::Role;
use crate::app::message::Area;
use crate::domain::Percent;

/// How a curve is drawn, so that curves differ without colour too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pen {
    /// Every dot, and everything below it.
    Filled,
    /// Every dot.
    Solid,
    /// Four dots, two left out.
    Dashed,
    /// Every other dot.
    Dotted,
}

impl Pen {
    /// Whether it draws in dot column `x`.
    const fn draws(self, x: usize) -> bool {
        match self {
            Self::Filled | Self::Solid => true,
            Self::Dashed => x % 6 < 4,
            Self::Dotted => x.is_multiple_of(2),
        }
    }

    /// Its twin where there are only ASCII signs.
    pub(crate) const fn ascii(self) -> &'static str {
        match self {
            Self::Filled => "#",
            Self::Solid => "*",
            Self::Dashed => "=",
            Self::Dotted => ".",
        }
    }

    /// Three cells of it, for a legend.
    pub(crate) fn sample(self) -> String {
        if self == Self::Filled {
            return "⣿⣿⣿".to_owned();
        }
        let cells = (0..3).map(|cell| {
            let bits = u32::from(self.draws(cell * 2)) * 0x04 + u32::from(self.draws(cell * 2 + 1)) * 0x20;
            char::from_u32(0x2800 + bits).unwrap_or(' ')
        });
        cells.collect()
    }
}

/// A cell of a plot: its dots, and the curve that was drawn last in it.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    dots: u32,
    last: Option<(Role, Pen)>,
}

/// A plot of percents over time.
pub(crate) struct Plot {
    width: usize,
    height: usize,
    cells: Vec<Cell>,
}

impl Plot {
    /// An empty plot of so many cells.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        Self { width, height, cells: vec![Cell::default(); width * height] }
    }

    /// How many dots it is wide.
    pub(crate) fn dots(&self) -> usize {
        self.width * 2
    }

    /// Draws a curve: `value` gives the height at a dot column, none where there is no curve. A jump between two
    /// columns is drawn as a step.
    pub(crate) fn curve(&mut self, pen: Pen, role: Role, value: impl Fn(usize) -> Option<Percent>) {
        let top = (self.height * 4).saturating_sub(1);
        let mut before: Option<usize> = None;
        for x in 0..self.dots() {
            let level = value(x).map(|percent| {
                let share = usize::try_from(percent.thousandths()).unwrap_or_default();
                (share * top + 50_000) / 100_000
            });
            if let Some(level) = level {
                let from = if pen == Pen::Filled { 0 } else { before.unwrap_or(level) };
                // The dots between, so that a jump is a step; what is filled stands on the ground.
                let step = (from.min(level) + usize::from(pen != Pen::Filled))..from.max(level);
                for y in step.chain([level]).filter(|_| pen.draws(x)) {
                    self.dot(x, top - y.min(top), pen, role);
                }
            }
            before = level;
        }
    }

    /// Sets a dot, counted from the left and from the top.
    fn dot(&mut self, x: usize, y: usize, pen: Pen, role: Role) {
        let bit = match (x % 2, y % 4) {
            (0, 0) => 0x01,
            (0, 1) => 0x02,
            (0, 2) => 0x04,
            (0, _) => 0x40,
            (_, 0) => 0x08,
            (_, 1) => 0x10,
            (_, 2) => 0x20,
            (_, _) => 0x80,
        };
        if let Some(cell) = self.cells.get_mut((y / 4) * self.width + x / 2) {
            cell.dots |= bit;
            cell.last = Some((role, pen));
        }
    }

    /// Paints it; cells without a dot are left as they are.
    pub(crate) fn paint(&self, brush: &mut Brush<'_>, area: Area) {
        for (n, cell) in self.cells.iter().enumerate() {
            let Some((role, pen)) = cell.last else { continue };
            let x = area.x + u16::try_from(n % self.width).unwrap_or_default();
            let y = area.y + u16::try_from(n / self.width).unwrap_or_default();
            if brush.glyphs.is_ascii() {
                brush.put(x, y, 1, pen.ascii(), role);
            } else {
                let glyph = char::from_u32(0x2800 + cell.dots).unwrap_or(' ');
                brush.put(x, y, 1, glyph.encode_utf8(&mut [0; 4]), role);
            }
        }
    }
}

/// A series as one row of signs, a cell a figure, `top` the height of the highest sign; blank where there is none.
pub(crate) fn sparkline(brush: &Brush<'_>, series: &[Option<Percent>], top: Percent) -> String {
    const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const SIGNS: [&str; 8] = ["_", ".", ":", "-", "=", "+", "*", "#"];
    let signs = if brush.glyphs.is_ascii() { SIGNS } else { BLOCKS };
    let level = |value: &Option<Percent>| {
        let Some(value) = value else { return " " };
        let (part, whole) = (value.thousandths() * 7, top.thousandths().max(1));
        let level = usize::try_from((part + whole / 2) / whole).unwrap_or_default();
        signs.get(level.min(7)).copied().unwrap_or(" ")
    };
    series.iter().map(level).collect()
}
