//! The unattended display: one page at a time, sized to the screen, with a clock.

mod big;
mod countdown;
mod lists;
mod progress;

use super::View;
use super::brush::{Brush, span};
use super::theme::Role;
use crate::app::message::{Area, Drawn, Watching};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Now};
use crate::text::{say, width};

pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, now: Now, drawn: &mut Drawn) {
    let area = brush.area();
    let Some(wall) = &model.wall else { return };
    let banner = banner(brush, model);
    head(brush, model, wall, now, area);
    let mut top = area.y + 1;
    if let Some(text) = banner {
        let line = Area { x: area.x, y: top, width: area.width, height: 1 };
        brush.fill(line, Role::Banner);
        let blank = " ".repeat(usize::from(area.width));
        brush.put(area.x, top, area.width, &blank, Role::Banner);
        brush.put(area.x + 1, top, area.width - 1, &text, Role::Banner);
        top += 1;
    }
    let body =
        Area { x: area.x, y: top, width: area.width, height: (area.y + area.height).saturating_sub(top + 1) };
    let Some(board) = model.board.as_deref() else {
        super::frame::nothing_yet(brush, model, body);
        return;
    };
    let view = View { model, board };
    drawn.wall_pages = match wall.current() {
        Page::Countdown => countdown::draw(brush, &view, body, wall.part),
        Page::Progress => progress::draw(brush, &view, body),
        Page::Overdue => lists::overdue(brush, &view, body, wall.part),
        Page::Sections => lists::sections(brush, &view, body, wall.part),
        Page::Units => lists::units(brush, &view, body, wall.part),
        Page::Changes => lists::changes(brush, &view, body, wall.part),
    }
    .max(1);
    foot(brush, wall, drawn.wall_pages, area);
    if wall.night.is_some_and(|night| night.holds(now.clock.0, now.clock.1)) {
        brush.dim();
    }
}

/// The plan's name and the page's at the left; the day and the clock at the right.
fn head(brush: &mut Brush<'_>, model: &Model, wall: &Wall, now: Now, area: Area) {
    let lang = brush.lang;
    let board = model.board.as_deref();
    let day = board.map_or(now.today, |board| board.day).long(lang);
    // The beat moves only when the data loop has looked at the disk.
    let beat = if model.beats.is_multiple_of(2) {
        brush.glyphs.pick("◉", "o")
    } else {
        brush.glyphs.pick("◌", ".")
    };
    let clock = now.hour_minute();
    let pieces = [
        span(format!("{day}  "), Role::Text),
        span(format!("{clock} "), Role::Strong),
        span(beat, Role::Green),
    ];
    let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let taken = u16::try_from(taken + 1).unwrap_or(area.width).min(area.width);
    brush.line(area.x + area.width - taken, area.y, taken, &pieces);
    let room = area.width.saturating_sub(taken + 2);
    let page = wall.current().title().get(lang);
    let name = board.map_or("guatu", |board| board.plan().title.get(lang));
    let end = brush.put(area.x + 1, area.y, room, page, Role::Accent);
    let left = (area.x + 1 + room).saturating_sub(end + 2);
    brush.put(end + 2, area.y, left, name, Role::Strong);
}

/// What must not be overlooked, in one line; none when all is as it should be.
fn banner(brush: &Brush<'_>, model: &Model) -> Option<String> {
    let lang = brush.lang;
    let mut parts = Vec::new();
    parts.extend(super::frame::storage(model, lang));
    if let Watching::Polling(said) = &model.watching {
        parts.push(said.get(lang).to_owned());
    }
    if let Some(board) = model.board.as_deref() {
        if board.day != board.today {
            let today = board.today;
            parts.push(say!(lang, "不是今天（今天 {today}）", "not today (today is {today})"));
        }
        if board.plan().sample {
            parts.push(say!(lang, "样例数据，非真实进展", "sample data, not real progress"));
        }
        let errors = board
            .findings
            .iter()
            .filter(|finding| finding.severity() == crate::domain::finding::Severity::Error);
        if let Some(first) = errors.clone().next() {
            let (count, place, said) = (errors.count(), first.location(), first.said.get(lang));
            parts.push(say!(
                lang,
                "文件有 {count} 处错误：{place} {said}",
                "{count} errors in the files: {place} {said}"
            ));
        }
    }
    (!parts.is_empty()).then(|| parts.join(brush.glyphs.pick("  ·  ", "  -  ")))
}

/// Where in the pages this one stands.
fn foot(brush: &mut Brush<'_>, wall: &Wall, parts: usize, area: Area) {
    let y = area.y + area.height - 1;
    let mut x = area.x + 1;
    for n in 0..wall.pages.len() {
        let here = n == wall.page;
        let glyph = if here { brush.glyphs.pick("◉", "o") } else { brush.glyphs.pick("◌", ".") };
        x = brush.put(x, y, 2, glyph, if here { Role::Accent } else { Role::Muted }) + 1;
    }
    if parts > 1 {
        let (part, parts) = (wall.part.min(parts - 1) + 1, parts);
        brush.put(x + 1, y, 12, &format!("{part} / {parts}"), Role::Muted);
    }
    if wall.held {
        let lang = brush.lang;
        brush.put_right(
            area.x + area.width - 1,
            y,
            &say!(lang, "已停住，空格继续", "held, space goes on"),
            Role::Banner,
        );
    }
}
