//! The model drawn into a buffer. One function, [`draw`], for the terminal, for pictures and for the tests.
//!
//! Refuses: to change anything (no `&mut Model` anywhere here), the terminal itself, the clock.

mod brush;
mod columns;
mod detail;
mod frame;
mod help;
mod item_list;
mod legend;
mod overlay;
pub mod picture;
mod plot;
mod prompt;
mod screens;
mod section;
mod tabs;
pub mod theme;
mod unit;
mod wall;

use ratatui::buffer::Buffer;

use crate::app::message::{Area, Drawn};
use crate::app::{Model, Now, Screen};
use crate::text::measuring;
use brush::Brush;
use theme::{Glyphs, Theme};

/// The smallest screen that can be read; below it a single line says so.
const SMALLEST: (u16, u16) = (20, 4);

/// Draws the session into `buffer` and says what was drawn.
pub fn draw(model: &Model, now: Now, theme: Theme, buffer: &mut Buffer) -> Drawn {
    measuring(model.ambiguous, || drawn(model, now, theme, buffer))
}

fn drawn(model: &Model, now: Now, theme: Theme, buffer: &mut Buffer) -> Drawn {
    let glyphs = Glyphs::new(model.ascii, model.ambiguous);
    let mut brush = Brush::new(buffer, theme, glyphs, model.lang());
    let area = brush.area();
    let mut drawn = Drawn { wall_pages: 1, ..Drawn::default() };
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        frame::too_small(&mut brush, area);
        return drawn;
    }
    if model.wall.is_some() {
        wall::draw(&mut brush, model, now, &mut drawn);
        return drawn;
    }
    let body = frame::draw(&mut brush, model, now, &mut drawn);
    if model.board.is_none() {
        frame::nothing_yet(&mut brush, model, body);
    } else {
        screen(&mut brush, model, body, &mut drawn);
    }
    overlay::draw(&mut brush, model, body, &mut drawn);
    drawn.links = brush.take_links();
    drawn
}

fn screen(brush: &mut Brush<'_>, model: &Model, body: Area, drawn: &mut Drawn) {
    let Some(board) = model.board.as_deref() else { return };
    let view = View { model, board };
    match model.screen {
        Screen::Plans => screens::plans::draw(brush, &view, body, drawn),
        Screen::Overview => screens::overview::draw(brush, &view, body, drawn),
        Screen::Tree => screens::tree::draw(brush, &view, body, drawn),
        Screen::Overdue => screens::overdue::draw(brush, &view, body, drawn),
        Screen::Rules => screens::rules::draw(brush, &view, body, drawn),
        Screen::Week => screens::week::draw(brush, &view, body, drawn),
        Screen::Timeline => screens::timeline::draw(brush, &view, body, drawn),
        Screen::Units => screens::units::draw(brush, &view, body, drawn),
        Screen::Changes => screens::changes::draw(brush, &view, body, drawn),
        Screen::Findings => screens::findings::draw(brush, &view, body, drawn),
    }
}

/// What a screen draws from.
pub(crate) struct View<'a> {
    /// The session.
    pub(crate) model: &'a Model,
    /// The figures.
    pub(crate) board: &'a crate::domain::Board,
}
