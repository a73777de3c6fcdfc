//! Writing into a buffer: text by role, bars, lines. Nothing else in `ui` touches a cell.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

pub(crate) use super::columns::{Column, Columns, column, rest};
use super::theme::{Glyphs, Role, Theme};
use crate::app::message::{Area, Link};
use crate::domain::{Percent, Text, sorted};
use crate::text::{Align, Cluster, Lang, blanks, clip, clusters, cut, width};

/// A piece of a line, in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// The text.
    pub(crate) text: String,
    /// What it is.
    pub(crate) role: Role,
    /// The address it stands for, if it stands for one.
    pub(crate) link: Option<Text>,
}

/// A line of pieces.
pub(crate) type Line = Vec<Span>;

/// A piece.
pub(crate) fn span(text: impl Into<String>, role: Role) -> Span {
    Span { text: text.into(), role, link: None }
}

/// No cluster reaches further behind its first cell than this: five consonants in one syllable of Devanagari.
const WIDEST: u16 = 8;

/// What a cell looks like, all of it said.
#[derive(Clone, Copy)]
struct Look {
    ink: Color,
    ground: Color,
    modifier: Modifier,
}

/// Writes into a buffer.
pub(crate) struct Brush<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    /// The glyphs.
    pub(crate) glyphs: Glyphs,
    /// The language.
    pub(crate) lang: Lang,
    /// Cells in which one text was written over another, counted where assertions are on: a fault of a layout.
    pub(crate) overwritten: usize,
    /// What stands for an address, where it has not been written over.
    links: Vec<Link>,
}

impl<'a> Brush<'a> {
    /// A brush for `buffer`, which is cleared to the theme's ground.
    pub(crate) fn new(buffer: &'a mut Buffer, theme: Theme, glyphs: Glyphs, lang: Lang) -> Self {
        let mut blank = Cell::EMPTY;
        blank.set_style(theme.ground());
        buffer.content.fill(blank);
        Self { buffer, theme, glyphs, lang, overwritten: 0, links: Vec::new() }
    }

    /// The whole area.
    pub(crate) fn area(&self) -> Area {
        let Rect { x, y, width, height } = self.buffer.area;
        Area { x, y, width, height }
    }

    /// Writes `text` at a cell, cut to `cells` cells and to the buffer; returns the column after it.
    pub(crate) fn put(&mut self, x: u16, y: u16, cells: u16, text: &str, role: Role) -> u16 {
        self.put_at(x, y, cells, text, Align::Left, role).1
    }

    /// Writes `text` into `cells` cells, all of them: cut if longer, blanks beside it if shorter.
    pub(super) fn put_in(&mut self, x: u16, y: u16, cells: u16, text: &str, align: Align, role: Role) {
        let room = self.room(x, y, cells);
        let (from, to) = self.put_at(x, y, cells, text, align, role);
        self.run(x, y, from - x, " ", role);
        self.run(to, y, (x + room).saturating_sub(to), " ", role);
    }

    /// Writes `text` at its place in `cells` cells; returns its first column and the column after it.
    fn put_at(&mut self, x: u16, y: u16, cells: u16, text: &str, align: Align, role: Role) -> (u16, u16) {
        let cells = self.room(x, y, cells);
        if cells == 0 {
            return (x, x);
        }
        let cut = cut(text, usize::from(cells));
        let (left, _) = blanks(cut.cells, usize::from(cells), align);
        let from = x + u16::try_from(left).unwrap_or(cells);
        let look = self.look(role);
        self.cover(y, x, x + cells);
        self.part(from, y);
        let (mut at, mut lost) = (from, 0);
        let mut free = self.cells(from, y, x + cells - from);
        for cluster in clusters(cut.head).chain(clusters(cut.mark)) {
            let w = u16::try_from(cluster.cells).unwrap_or(u16::MAX);
            if w == 0 || (!cluster.steady && cluster.text.contains(char::is_control)) {
                continue;
            }
            let Some((here, behind)) = std::mem::take(&mut free).split_at_mut_checked(w.into()) else {
                break;
            };
            lost += set(here, w, cluster, look);
            free = behind;
            at += w;
        }
        self.overwritten += lost;
        (from, at)
    }

    /// The cells of so many that are in the buffer.
    fn room(&self, x: u16, y: u16, cells: u16) -> u16 {
        let area = self.buffer.area;
        if y >= area.bottom() { 0 } else { cells.min(area.right().saturating_sub(x)) }
    }

    /// Writes a glyph of one cell into each of `cells` cells.
    fn run(&mut self, x: u16, y: u16, cells: u16, glyph: &str, role: Role) {
        let look = self.look(role);
        let cells = self.room(x, y, cells);
        if cells > 0 {
            self.cover(y, x, x + cells);
            self.part(x, y);
        }
        self.overwritten +=
            self.cells(x, y, cells).iter_mut().map(|cell| write(cell, glyph, look)).sum::<usize>();
    }

    /// The cells of a row from a column on, as many as there are.
    fn cells(&mut self, x: u16, y: u16, cells: u16) -> &mut [Cell] {
        let area = self.buffer.area;
        let inside = (area.left()..area.right()).contains(&x) && (area.top()..area.bottom()).contains(&y);
        let cells = if inside { cells.min(area.right() - x) } else { 0 };
        let (column, row) = (usize::from(x.saturating_sub(area.x)), usize::from(y.saturating_sub(area.y)));
        let from = row * usize::from(area.width) + column;
        self.buffer.content.get_mut(from..from + usize::from(cells)).unwrap_or_default()
    }

    /// Makes column `x` the beginning of a cell: a wide cluster that reaches across it, half covered, becomes blanks.
    fn part(&mut self, x: u16, y: u16) {
        let back = WIDEST.min(x.saturating_sub(self.buffer.area.x));
        // What lies behind a cluster's first cell is blank: the first sign to the left is the only one that can.
        let mut near = self.cells(x - back, y, back).iter_mut().rev().zip(1..);
        if let Some((cell, back)) = near.find(|(cell, _)| cell.symbol() != " ")
            && cell.cell_width() > back
        {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
    }

    /// Takes cells away from the links they were part of: something else stands there.
    fn cover(&mut self, y: u16, from: u16, to: u16) {
        if self.links.iter().all(|link| link.y != y || link.end <= from || to <= link.x) {
            return;
        }
        let links = std::mem::take(&mut self.links).into_iter().flat_map(|link| {
            if link.y != y {
                return vec![link];
            }
            let parts = [(link.x, link.end.min(from)), (link.x.max(to), link.end)].into_iter();
            parts.filter(|(x, end)| x < end).map(|(x, end)| Link { x, end, ..link.clone() }).collect()
        });
        self.links = links.collect();
    }

    /// What stands for an address, handed over.
    pub(crate) fn take_links(&mut self) -> Vec<Link> {
        let mut links = std::mem::take(&mut self.links);
        sorted::by_key(&mut links, |link| (link.y, link.x));
        links
    }

    /// Draws on a sheet of its own, `size` cells, and lays it down at a column and a row: nothing on the sheet depends
    /// on where it lies.
    pub(crate) fn sheet(&mut self, at: (u16, u16), size: (u16, u16), draw: impl FnOnce(&mut Brush<'_>)) {
        let mut sheet = Buffer::empty(Rect { x: 0, y: 0, width: size.0, height: size.1 });
        let mut brush = Brush::new(&mut sheet, self.theme, self.glyphs, self.lang);
        draw(&mut brush);
        self.overwritten += brush.overwritten;
        for (x, y) in (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y))) {
            let to = (self.buffer.area.x + at.0 + x, self.buffer.area.y + at.1 + y);
            if let (Some(from), Some(to)) = (sheet.cell((x, y)), self.buffer.cell_mut(to)) {
                to.clone_from(from);
            }
        }
    }

    /// Turns an area's colours round, once.
    pub(crate) fn reverse(&mut self, area: Area) {
        let rect = Rect { x: area.x, y: area.y, width: area.width, height: area.height };
        let style = Style::new().add_modifier(Modifier::REVERSED);
        self.buffer.set_style(rect.intersection(self.buffer.area), style);
    }

    /// A role's look on the theme's ground. What a cell showed before must not shine through: nothing of it is left open.
    fn look(&self, role: Role) -> Look {
        let Style { fg, bg, add_modifier, .. } = self.theme.ground().patch(self.theme.style(role));
        Look { ink: fg.unwrap_or_default(), ground: bg.unwrap_or_default(), modifier: add_modifier }
    }

    /// Fills an area with a role's colour, behind the glyph too, so that no line shows between the rows.
    pub(crate) fn block(&mut self, area: Area, role: Role) {
        let glyph = self.glyphs.pick("█", "#");
        for y in area.y..area.y.saturating_add(area.height) {
            self.run(area.x, y, area.width, glyph, role);
        }
        if let (false, Some(colour)) = (self.glyphs.is_ascii(), self.theme.style(role).fg) {
            let rect = Rect { x: area.x, y: area.y, width: area.width, height: area.height };
            self.buffer.set_style(rect.intersection(self.buffer.area), Style::new().bg(colour));
        }
    }

    /// A frame around an area, with a title.
    pub(crate) fn frame(&mut self, area: Area, title: &str) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
        self.heading(area, area.y, title);
        self.heading(area, bottom, "");
        self.divider(area.x, area.y + 1, area.height - 2);
        self.divider(right, area.y + 1, area.height - 2);
        let corners =
            [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")];
        for (x, y, corner) in corners {
            let glyph = self.glyphs.pick(corner, "+");
            self.put(x, y, 1, glyph, Role::Frame);
        }
    }

    /// Writes pieces one after the other, cut to `cells` cells; returns the column after them.
    pub(crate) fn line(&mut self, x: u16, y: u16, cells: u16, spans: &[Span]) -> u16 {
        let end = x.saturating_add(cells);
        let mut at = x;
        for Span { text, role, link } in spans {
            let from = at;
            at = self.put(at, y, end.saturating_sub(at), text, *role);
            if let Some(to) = link.as_ref().filter(|_| from < at) {
                self.links.push(Link { x: from, end: at, y, to: to.clone() });
            }
        }
        at
    }

    /// Writes `text` so that it ends at column `end` (not included).
    pub(crate) fn put_right(&mut self, end: u16, y: u16, text: &str, role: Role) -> u16 {
        let w = u16::try_from(width(text)).unwrap_or(u16::MAX);
        let x = end.saturating_sub(w);
        self.put(x, y, end - x, text, role);
        x
    }

    /// Takes most of the light out of everything drawn, for a wall at night.
    pub(crate) fn dim(&mut self) {
        let darker = |colour: Color| {
            let Color::Rgb(r, g, b) = colour else { return colour };
            let [r, g, b] = [r, g, b].map(|part| part / 5 * 2);
            Color::Rgb(r, g, b)
        };
        for cell in &mut self.buffer.content {
            let style = Style::new().fg(darker(cell.fg)).bg(darker(cell.bg));
            let plain = !matches!(cell.fg, Color::Rgb(..));
            cell.set_style(if plain { style.add_modifier(Modifier::DIM) } else { style });
        }
    }

    /// Whether a ground of another colour can be seen: without colours, shading needs a sign.
    pub(crate) fn shades(&self) -> bool {
        self.theme.bar_ground().is_some()
    }

    /// Lays the cursor's look over a row.
    pub(crate) fn cursor(&mut self, area: Area, y: u16) {
        let rect = Rect { x: area.x, y, width: area.width, height: 1 }.intersection(self.buffer.area);
        self.buffer.set_style(rect, self.theme.cursor());
    }

    /// Fills an area with a role's look.
    pub(crate) fn fill(&mut self, area: Area, role: Role) {
        let rect = Rect { x: area.x, y: area.y, width: area.width, height: area.height };
        self.buffer.set_style(rect.intersection(self.buffer.area), self.theme.style(role));
    }

    /// Empties an area, for what lies over it.
    pub(crate) fn clear(&mut self, area: Area) {
        for y in area.y..area.y.saturating_add(area.height) {
            self.run(area.x, y, area.width, " ", Role::Text);
            let rect = Rect { x: area.x, y, width: area.width, height: 1 };
            self.buffer.set_style(rect.intersection(self.buffer.area), self.theme.ground());
        }
    }

    /// A rule across an area with a title on it.
    pub(crate) fn heading(&mut self, area: Area, y: u16, title: &str) {
        self.run(area.x, y, area.width, self.glyphs.horizontal(), Role::Frame);
        if !title.is_empty() && area.width > 4 {
            let lead = area.x + 1;
            let title = format!(" {} ", clip(title, usize::from(area.width.saturating_sub(4))));
            self.put(lead, y, area.width - 1, &title, Role::Accent);
        }
    }

    /// A line down between two panes.
    pub(crate) fn divider(&mut self, x: u16, y: u16, height: u16) {
        self.divider_in(x, y, height, Role::Frame);
    }

    /// A line down, in a role.
    pub(crate) fn divider_in(&mut self, x: u16, y: u16, height: u16, role: Role) {
        for y in y..y.saturating_add(height) {
            self.run(x, y, 1, self.glyphs.vertical(), role);
        }
    }

    /// A bar of `cells` cells, full to `share`, in eighths of a cell.
    pub(crate) fn bar(&mut self, x: u16, y: u16, cells: u16, share: Percent, full: Role) {
        let eighths = usize::try_from(share.thousandths()).unwrap_or(0) * usize::from(cells) * 8 / 100_000;
        let (whole, rest) = (u16::try_from(eighths / 8).unwrap_or(cells).min(cells), eighths % 8);
        let partly = u16::from(rest > 0 && whole < cells);
        self.run(x, y, whole, self.glyphs.eighth(8), full);
        self.run(x + whole, y, partly, self.glyphs.eighth(rest), full);
        self.run(x + whole + partly, y, cells - whole - partly, self.glyphs.eighth(0), Role::BarRest);
        // On a ground of its own a bar is a calm shape; the hatching then has the ground's colour and only shows in text.
        if let Some(ground) = self.theme.bar_ground() {
            let rect = Rect { x, y, width: cells, height: 1 }.intersection(self.buffer.area);
            self.buffer.set_style(rect, Style::new().bg(ground));
        }
    }
}

/// Puts a cluster into its `cells` cells. Those behind the first belong to it and have its look.
fn set(place: &mut [Cell], cells: u16, cluster: Cluster<'_>, look: Look) -> usize {
    let Some((first, behind)) = place.split_first_mut() else { return 0 };
    let lost = write(first, cluster.text, look);
    if !cluster.steady && first.cell_width() != cells {
        let forced = NonZeroU16::new(cells).map_or(CellDiffOption::None, CellDiffOption::ForcedWidth);
        first.set_diff_option(forced);
    }
    behind.iter_mut().fold(lost, |lost, cell| lost + write(cell, " ", look))
}

/// Makes a cell show a symbol in a look, and nothing of what it was. Returns how many letters or digits were lost by
/// that, where assertions are on: what frames, bars and blanks are made of is none.
fn write(cell: &mut Cell, symbol: &str, look: Look) -> usize {
    let letter = |symbol: &str| symbol.chars().next().filter(|c| c.is_alphanumeric());
    let before = if cfg!(debug_assertions) { letter(cell.symbol()) } else { None };
    cell.set_symbol(symbol).set_diff_option(CellDiffOption::None);
    Look { ink: cell.fg, ground: cell.bg, modifier: cell.modifier } = look;
    usize::from(before.is_some() && before != letter(symbol))
}
