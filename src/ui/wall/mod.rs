//! The unattended display: one page at a time, sized to the screen, with a clock.

mod big;
mod brief;
mod countdown;
mod headline;
mod lists;
mod notices;
mod plans;
mod progress;

use super::View;
use super::brush::{Brush, span};
use super::theme::Role;
use crate::app::message::{Area, Drawn};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Now};
use crate::text::{Align, fit, say, width};

/// The smallest screen that has a cell to spare for the shift against burn-in.
const SPARE: (u16, u16) = (40, 10);
/// The rows from which the clock is in big digits.
const BIG_CLOCK: u16 = 44;

/// What a page showed.
pub(super) struct Shown {
    /// The parts it takes at this size, at least 1.
    parts: usize,
    /// The entries of its list in this part.
    rows: usize,
}

/// Draws the wall. Everything is moved round by a cell, a step a minute, so that no cell shows the same for months;
/// what is drawn does not depend on where it lies.
pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, now: Now, drawn: &mut Drawn) {
    let area = brush.area();
    let Some(wall) = &model.wall else { return };
    let spare = u16::from(area.width >= SPARE.0 && area.height >= SPARE.1);
    let step = (usize::from(now.clock.0) * 60 + usize::from(now.clock.1)) % 4;
    let (x, y) = [(0, 0), (1, 0), (1, 1), (0, 1)].get(step).copied().unwrap_or_default();
    let size = (area.width - spare, area.height - spare);
    brush.sheet((x * spare, y * spare), size, |brush| page(brush, model, wall, now, drawn));
    drawn.overwritten = brush.overwritten;
    if wall.night.is_some_and(|night| night.holds(now.clock.0, now.clock.1)) {
        brush.dim();
    }
}

fn page(brush: &mut Brush<'_>, model: &Model, wall: &Wall, now: Now, drawn: &mut Drawn) {
    let area = brush.area();
    let mut top = head(brush, model, wall, now, area);
    top += notices::alert(brush, model, wall, Area { y: top, ..below(area, top) });
    top += notices::banner(brush, model, wall, below(area, top));
    let foot_rows = u16::from(area.height >= 6);
    let body = below(area, top);
    let body = Area { height: body.height.saturating_sub(foot_rows), ..body };
    let Some(board) = model.board.as_deref() else {
        super::frame::nothing_yet(brush, model, body);
        return;
    };
    let view = View { model, board };
    let part = wall.part;
    let shown = match wall.current() {
        page if body.height < brief::ROWS || body.width < brief::COLUMNS => {
            brief::draw(brush, &view, page, body, part)
        }
        Page::Plans => plans::draw(brush, &view, body, part),
        Page::Countdown => countdown::draw(brush, &view, body, part),
        Page::Progress => progress::draw(brush, &view, body),
        Page::Overdue => lists::overdue(brush, &view, body, part),
        Page::Sections => lists::sections(brush, &view, body, part),
        Page::Units => lists::units(brush, &view, body, part),
        Page::Changes => lists::changes(brush, &view, body, part),
    };
    drawn.wall_pages = shown.parts.max(1);
    drawn.wall_rows = shown.rows;
    if foot_rows > 0 {
        foot(brush, &view, wall, drawn.wall_pages, area);
    }
}

/// What is left of an area from row `top` on.
fn below(area: Area, top: u16) -> Area {
    Area { y: top, height: (area.y + area.height).saturating_sub(top), ..area }
}

/// A line in the middle.
fn centred(brush: &mut Brush<'_>, area: Area, y: u16, text: &str, role: Role) {
    if y < area.y + area.height {
        brush.put(area.x, y, area.width, &fit(text, usize::from(area.width), Align::Centre), role);
    }
}

/// The page's and the plan's name at the left; the day and the clock at the right. Returns the rows used.
fn head(brush: &mut Brush<'_>, model: &Model, wall: &Wall, now: Now, area: Area) -> u16 {
    let lang = brush.lang;
    let board = model.board.as_deref();
    let today = board.map_or(now.today, |board| board.day);
    // The beat moves only when the data loop has looked at the disk.
    let beat = if model.beats.is_multiple_of(2) {
        brush.glyphs.pick("◉", "o")
    } else {
        brush.glyphs.pick("◌", ".")
    };
    let clock = now.hour_minute();
    let page = wall.current();
    let count = model.plans.lines.len();
    let all = say!(lang, "共 {count} 个方案", "{count} plans");
    let name = match (page, board) {
        (Page::Plans, _) => &all,
        (_, Some(board)) => board.plan().title.get(lang),
        (_, None) => "guatu",
    };
    let page = if area.width < 30 { page.short() } else { page.title() }.get(lang);
    let day = match area.width {
        0..30 => String::new(),
        30..60 => format!("{} ", today.short()),
        60.. => format!("{}  ", today.long(lang)),
    };
    let rows = if area.height >= BIG_CLOCK { (area.height / 12).max(5) } else { 0 };
    let place = Area { x: area.x + area.width * 3 / 4, y: area.y + 1, width: area.width / 4, height: rows };
    let rows = big::draw(brush, place, &clock, Role::Strong);
    if rows > 0 {
        let room = area.width * 3 / 4 - 2;
        brush.put(area.x + 2, area.y + 1, room, page, Role::Accent);
        brush.put(area.x + 2, area.y + 3, room, name, Role::Strong);
        let end = brush.put(area.x + 2, area.y + 5, room, &day, Role::Text);
        brush.put(end, area.y + 5, 1, beat, Role::Green);
        return area.y + rows + 2;
    }
    let pieces = [span(day, Role::Text), span(format!("{clock} "), Role::Strong), span(beat, Role::Green)];
    let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let taken = u16::try_from(taken + 1).unwrap_or(area.width).min(area.width);
    brush.line(area.x + area.width - taken, area.y, taken, &pieces);
    let room = area.width.saturating_sub(taken + 2);
    let end = brush.put(area.x + 1, area.y, room, page, Role::Accent);
    let left = (area.x + 1 + room).saturating_sub(end + 2);
    // A word or two of a long name say nothing.
    if left >= 20 {
        brush.put(end + 2, area.y, left, name, Role::Strong);
    }
    area.y + 1
}

/// Where in the pages this one stands; at the right what is oldest, or that it is held.
fn foot(brush: &mut Brush<'_>, view: &View<'_>, wall: &Wall, parts: usize, area: Area) {
    let lang = brush.lang;
    let y = area.y + area.height - 1;
    let mut x = area.x + 1;
    for n in 0..wall.pages.len() {
        let here = n == wall.page;
        let glyph = if here { brush.glyphs.pick("◉", "o") } else { brush.glyphs.pick("◌", ".") };
        x = brush.put(x, y, 1, glyph, if here { Role::Accent } else { Role::Muted }) + 1;
    }
    let end = area.x + area.width - 1;
    if parts > 1 {
        let part = wall.part.min(parts - 1) + 1;
        let text = say!(lang, "第 {part}/{parts} 页", "page {part}/{parts}");
        x = brush.put(x + 1, y, end.saturating_sub(x + 1), &text, Role::Strong);
    }
    let right = if wall.held {
        Some((say!(lang, "已停住，空格继续", "held, space goes on"), Role::Banner))
    } else {
        let own = (wall.current() != Page::Plans).then_some(view.board);
        own.and_then(|board| notices::oldest(board, lang)).map(|text| (text, Role::Red))
    };
    // It stands whole or not at all.
    if let Some((text, role)) = right.filter(|(text, _)| usize::from(x) + 2 + width(text) <= usize::from(end))
    {
        brush.put_right(end, y, &text, role);
    }
}
