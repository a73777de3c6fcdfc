//! What a frame costs: drawn and turned into the terminal's bytes, 200×60, every row different from the frame before,
//! on every screen and at every size; against the same rows written the usual way with ratatui.
//!
//! ```text
//! cargo bench --bench frame              # 1,000, 30,000 and 100,000 items
//! GUATU_FULL=1 cargo bench --bench frame # a million too; instructions counted at 30,000 as well
//! ```

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]

mod data;
#[expect(dead_code, reason = "each bench uses a part of it")]
mod table;

use std::io::{Write as _, sink};
use std::sync::Arc;
use std::time::Duration;

use guatu::app::{Drawn, Key, Message, Model, Now, Screen, Setup, ThemeName, update};
use guatu::domain::{Board, ItemIx, Portfolio};
use guatu::live::encode;
use guatu::live::surface::Extent;
use guatu::text::Lang;
use guatu::ui::draw;
use guatu::ui::theme::{Depth, Role, Theme};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::{Terminal, TerminalOptions, Viewport};
use table::Table;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
const THEME: Theme = Theme::Named(ThemeName::Dark);

fn main() {
    let small = data::portfolio(data::Size::of((1, 10, 100)));
    let mut table = Table::new("frame", "the overdue rows with Line, Span and Terminal::draw", usual(&small));
    let mut sizes = vec![(1, 10, 100)];
    if !table::is_counting() || table::is_full() {
        sizes.push((1, 300, 100));
    }
    if !table::is_counting() {
        sizes.push((34, 30, 100));
    }
    if !table::is_counting() && table::is_full() {
        sizes.push((340, 30, 100));
    }
    table.row("the usual way", 1_000, usual(&small));
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

/// The rows of the list of what is overdue, written as most programs write them: a `Line` of padded `Span`s each, two
/// pages in turn, through ratatui's own difference and backend.
fn usual(portfolio: &Arc<Portfolio>) -> impl FnMut() + use<> {
    let model = session(portfolio, Screen::Overdue, "");
    let board = model.board.unwrap();
    let items: Vec<ItemIx> = (0..board.items.len()).map(ItemIx::new).collect();
    let viewport = TerminalOptions { viewport: Viewport::Fixed(AREA) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(sink()), viewport).unwrap();
    let mut turn = 0;
    move || {
        turn = 1 - turn;
        let page = items.iter().skip(turn * 60).take(60);
        let lines: Vec<Line<'_>> = page.map(|ix| line(&board, *ix)).collect();
        terminal
            .draw(|frame| {
                for (y, line) in (0..).zip(&lines) {
                    frame.buffer_mut().set_line(0, y, line, AREA.width);
                }
            })
            .unwrap();
    }
}

/// One item with the columns of screen 3.
fn line(board: &Board, ix: ItemIx) -> Line<'static> {
    let (item, figures) = (board.plan().item(ix).unwrap(), board.item(ix).unwrap());
    let light = THEME.style(Role::of(figures.light()));
    let [text, muted] = [Role::Text, Role::Muted].map(|role| THEME.style(role));
    let full = usize::try_from(figures.progress.thousandths() * 8 / 100_000).unwrap();
    let due = figures.due_day().map_or_else(String::new, |day| day.to_string());
    let last = figures.last_entry.map_or_else(|| "无记录".to_owned(), |day| format!("最近 {}", day.short()));
    Line::from(vec![
        Span::raw(" "),
        Span::styled(fitted(figures.light().sign(), 2), light),
        Span::styled(fitted(&figures.clock.words(Lang::Zh), 17), light),
        Span::styled(fitted(&item.id, 7), muted),
        Span::styled(fitted(item.title.get(Lang::Zh), 110), text),
        Span::styled(fitted(&board.plan().lead_names(item, Lang::Zh), 19), text),
        Span::styled(fitted(&due, 11), muted),
        Span::styled("█".repeat(full), THEME.style(Role::Bar)),
        Span::styled("░".repeat(8 - full), THEME.style(Role::BarRest)),
        Span::styled(format!(" {:>4} ", format!("{}%", figures.progress.whole())), text),
        Span::styled(fitted(&last, 12), muted),
    ])
}

/// A text cut or filled to so many cells.
fn fitted(text: &str, cells: usize) -> String {
    let width = text.width();
    if width <= cells {
        return format!("{text}{}", " ".repeat(cells - width));
    }
    let mut used = 0;
    let head: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or_default();
            used < cells
        })
        .collect();
    format!("{head}…")
}
