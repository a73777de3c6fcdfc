//! The figures a page is about, side by side above its list: read from five metres where the list is not.

use super::super::brush::{Brush, span};
use super::super::theme::Role;
use super::big::{self, Size};
use crate::app::message::Area;
use crate::text::{Align, fit, width};

/// The rows of a page on which a line of big figures leaves enough for the list.
const TALL: u16 = 18;

/// A figure and what it counts.
pub(super) struct Figure {
    /// Digits, `.`, `%`.
    pub(super) value: String,
    /// What it counts.
    pub(super) words: String,
    /// How it looks.
    pub(super) role: Role,
}

/// A figure.
pub(super) fn figure(value: &impl ToString, words: String, role: Role) -> Figure {
    Figure { value: value.to_string(), words, role }
}

/// Draws them in big digits of one size, or in a line where there is no room; returns the rows used.
pub(super) fn draw(brush: &mut Brush<'_>, area: Area, figures: &[Figure]) -> u16 {
    let count = u16::try_from(figures.len()).unwrap_or(u16::MAX);
    if count == 0 || area.height < 3 {
        return 0;
    }
    let cell = area.width / count;
    let room = cell.saturating_sub(4);
    let tall = if area.height >= TALL { (area.height / 4).max(5) } else { 0 };
    let sizes = figures.iter().map(|figure| Size::fitting(&figure.value, room, tall).map(|size| size.height));
    let height = sizes.min().flatten();
    let fits = figures.iter().all(|figure| width(&figure.words) <= usize::from(cell));
    let Some(height) = height.filter(|_| fits) else { return line(brush, area, figures) };
    for (n, figure) in (0_u16..).zip(figures) {
        let x = area.x + n * cell;
        big::draw(brush, Area { x: x + 2, y: area.y, width: room, height }, &figure.value, figure.role);
        let words = fit(&figure.words, usize::from(cell), Align::Centre);
        brush.put(x, area.y + height + gap(height), cell, &words, figure.role);
    }
    height + gap(height) + 2
}

/// A row between large digits and their words.
const fn gap(height: u16) -> u16 {
    if height >= 10 { 1 } else { 0 }
}

/// The same in one line, as many as stand on it whole, and a blank row below.
fn line(brush: &mut Brush<'_>, area: Area, figures: &[Figure]) -> u16 {
    let mut pieces = Vec::new();
    let mut room = usize::from(area.width);
    for Figure { value, words, role } in figures {
        let text = format!("{words} {value}");
        let Some(left) = room.checked_sub(width(&text)) else { break };
        room = left.saturating_sub(4);
        pieces.push(span(text, *role));
        pieces.push(span("    ", Role::Text));
    }
    brush.line(area.x, area.y, area.width, &pieces);
    if area.height >= 8 { 2 } else { 1 }
}
