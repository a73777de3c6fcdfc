//! What a key costs: one step of the day, one keystroke of a filter, one step of the cursor, each up to the new rows.
//!
//! ```text
//! cargo bench --bench change              # 2,400 and 100,000 items
//! GUATU_FULL=1 cargo bench --bench change # a million too
//! ```

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]

mod data;
#[expect(dead_code, reason = "each bench uses a part of it")]
mod table;

use std::time::Duration;

use guatu::app::{Drawn, Key, Message, Model, Now, Setup, update};
use table::Table;

fn main() {
    let mut table = Table::new("change", "an addition of a million numbers", || {
        std::hint::black_box((0..1_000_000_u64).fold(0, |sum, n| sum ^ std::hint::black_box(n)));
    });
    for size in Table::sizes().into_iter().map(data::Size::of) {
        let all = size.all();
        let portfolio = data::portfolio(size);
        let now = Now { at: Duration::ZERO, today: data::today(), clock: (9, 5, 0) };
        let drawn = Drawn { list_height: 50, wall_pages: 1, ..Drawn::default() };
        let mut model = Model::new(Setup::default());
        let mut hear = |message| drop(update(&mut model, message, now, &drawn));
        hear(Message::Loaded(portfolio));
        let mut keys = |keys: &str| {
            for key in Key::parse_all(keys).unwrap() {
                hear(Message::Key(key));
            }
        };
        let there = if size.plans > 1 { "0" } else { "2" };
        keys(there);
        table.row("day step there and back", all, || keys("]["));
        table.row("cursor down and up", all, || keys("jk"));
        keys("2");
        table.row("filter typed and cleared", all, || keys("/l<esc>"));
    }
}
