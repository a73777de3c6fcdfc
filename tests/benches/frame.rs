//! What a frame costs: drawn and turned into the terminal's bytes, 200×60, every row different from the frame before,
//! on every screen and at every size; against a frame of the same cells written the usual way with ratatui.
//!
//! ```text
//! cargo bench --bench frame              # 1,000, 30,000 and 100,000 items
//! GUATU_FULL=1 cargo bench --bench frame # a million too; instructions counted at every size
//! ```

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]

mod data;
#[expect(dead_code, reason = "each bench uses a part of it")]
mod table;

use std::io::{BufWriter, Write as _, sink};
use std::sync::Arc;
use std::time::Duration;

use guatu::app::{Drawn, Key, Message, Model, Now, Screen, Setup, ThemeName, update};
use guatu::domain::Portfolio;
use guatu::live::encode;
use guatu::live::surface::Extent;
use guatu::text::Lang;
use guatu::ui::draw;
use guatu::ui::theme::{Depth, Theme};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::{Terminal, TerminalOptions, Viewport};
use table::Table;

const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
const THEME: Theme = Theme::Named(ThemeName::Dark);

fn main() {
    let small = data::portfolio(data::Size::of((1, 10, 100)));
    let mut table =
        Table::new("frame", "the overdue frame with Line, Span and Terminal::draw", usual(&small));
    let mut sizes = vec![(1, 10, 100), (1, 300, 100), (34, 30, 100)];
    if table::is_full() {
        sizes.push((340, 30, 100));
    }
    table.row("the usual way", 1_000, usual(&small));
    sizes.retain(|(plans, units, items)| table::wants(plans * units * items));
    for size in sizes.into_iter().map(data::Size::of) {
        let portfolio = data::portfolio(size);
        for screen in Screen::ALL {
            let word = screen.word();
            table.row(&format!("{word}, all rows change"), size.all(), changing(&portfolio, screen));
            table.row(&format!("{word}, nothing changes"), size.all(), still(&portfolio, screen));
        }
    }
}

fn now() -> Now {
    Now { at: Duration::ZERO, today: data::today(), clock: (9, 5, 0) }
}

/// A session on a screen after some keys.
fn session(portfolio: &Arc<Portfolio>, screen: Screen, keys: &str) -> Model {
    let mut model = Model::new(Setup { lang: Some(Lang::Zh), ..Setup::default() });
    let drawn = Drawn { list_height: 50, wall_pages: 1, ..Drawn::default() };
    update(&mut model, Message::Loaded(Arc::clone(portfolio)), now(), &drawn);
    for key in Key::parse_all(&format!("{}{keys}", screen.key())).unwrap() {
        update(&mut model, Message::Key(key), now(), &drawn);
    }
    model
}

/// Frames of two places of a list in turn.
fn changing(portfolio: &Arc<Portfolio>, screen: Screen) -> impl FnMut() {
    let models = [session(portfolio, screen, ""), session(portfolio, screen, "<ctrl-d><ctrl-d><ctrl-d>L")];
    let (mut shown, mut sheet) = (Buffer::empty(AREA), Buffer::empty(AREA));
    // What a board makes when it is first drawn is made once, not a frame.
    for model in &models {
        draw(model, now(), THEME, &mut sheet);
    }
    let mut turn = 0;
    move || {
        turn = 1 - turn;
        draw(&models[turn], now(), THEME, &mut sheet);
        let bytes = encode::bytes(&shown, &sheet, Extent::Difference, Depth::True);
        assert!(!bytes.is_empty());
        sink().write_all(&bytes).unwrap();
        std::mem::swap(&mut shown, &mut sheet);
    }
}

/// The same frame again and again.
fn still(portfolio: &Arc<Portfolio>, screen: Screen) -> impl FnMut() {
    let model = session(portfolio, screen, "");
    let (mut shown, mut sheet) = (Buffer::empty(AREA), Buffer::empty(AREA));
    draw(&model, now(), THEME, &mut shown);
    move || {
        draw(&model, now(), THEME, &mut sheet);
        let bytes = encode::bytes(&shown, &sheet, Extent::Difference, Depth::True);
        assert!(bytes.is_empty(), "an unchanged frame writes nothing");
    }
}

/// The same two frames of the list of what is overdue, cell by cell, as most programs write them: a `Line` of `Span`s a
/// row, all rows built anew for each frame, through ratatui's own buffer, difference and backend into a buffered writer.
/// Its texts are ready-made and only copied: what it costs to find the rows and to word and cut them is ours alone.
fn usual(portfolio: &Arc<Portfolio>) -> impl FnMut() + use<> {
    let keys = ["", "<ctrl-d><ctrl-d><ctrl-d>L"];
    let pages = keys.map(|keys| {
        let mut sheet = Buffer::empty(AREA);
        draw(&session(portfolio, Screen::Overdue, keys), now(), THEME, &mut sheet);
        pieces(&sheet)
    });
    let viewport = TerminalOptions { viewport: Viewport::Fixed(AREA) };
    let writer = BufWriter::with_capacity(1 << 17, sink());
    let mut terminal = Terminal::with_options(CrosstermBackend::new(writer), viewport).unwrap();
    let mut turn = 0;
    move || {
        turn = 1 - turn;
        terminal
            .draw(|frame| {
                for (y, row) in (0..).zip(&pages[turn]) {
                    let spans = row.iter().map(|(text, style)| Span::styled(text.clone(), *style));
                    frame.buffer_mut().set_line(0, y, &spans.collect::<Line<'_>>(), AREA.width);
                }
            })
            .unwrap();
    }
}

/// The rows of a frame in pieces of one look.
fn pieces(sheet: &Buffer) -> Vec<Vec<(String, Style)>> {
    let row = |y| {
        let mut pieces: Vec<(String, Style)> = Vec::new();
        let mut x = 0;
        while x < AREA.width {
            let cell = &sheet[(x, y)];
            match pieces.last_mut() {
                Some((text, style)) if *style == cell.style() => text.push_str(cell.symbol()),
                _ => pieces.push((cell.symbol().to_owned(), cell.style())),
            }
            x += cell.cell_width().max(1);
        }
        pieces
    };
    (0..AREA.height).map(row).collect()
}
