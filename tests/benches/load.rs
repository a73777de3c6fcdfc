//! Reading all files of a root, against reading their bytes alone.
//!
//! ```text
//! cargo bench --bench load              # 2,400 and 100,000 items
//! GUATU_FULL=1 cargo bench --bench load # a million too
//! ```
//!
//! `cargo bench --bench load -- write OUT PLANS UNITS ITEMS` writes the plans and does nothing else: for
//! `tests/benches/compare`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]

#[expect(dead_code, reason = "each bench uses a part of it")]
mod data;
#[expect(dead_code, reason = "each bench uses a part of it")]
mod table;

use std::env;
use std::fs;
use std::path::Path;

use guatu::store::Store;
use table::Table;

fn main() {
    let words: Vec<String> = env::args().collect();
    if let Some([_, out, plans, units, items]) =
        words.iter().position(|word| word == "write").and_then(|at| words.get(at..at + 5))
    {
        let [plans, units, items] = [plans, units, items].map(|word| word.parse().unwrap());
        data::write(Path::new(out), data::Size::of((plans, units, items)));
        return;
    }
    let real = data::root(data::Size::of((1, 60, 40)));
    let mut table = Table::new("load", "the bytes of 60 files read, nothing done with them", move || {
        bytes(real.path());
    });
    for size in Table::sizes().into_iter().map(data::Size::of) {
        let root = data::root(size);
        table.row("load", size.all(), || {
            Store::new(root.path()).refresh(&|_| data::today()).unwrap();
        });
    }
}

/// The bytes of all files below a folder.
fn bytes(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { bytes(&path) } else { fs::read(path).unwrap().len() }).sum()
}
