//! The layer table of `src/lib.rs` is the rule: read there, checked against every import.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms and what each may use, from the first `text` block of the crate's documentation.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let source = fs::read_to_string("src/lib.rs").unwrap();
    let block = source.split("```text").nth(1).unwrap().split("```").next().unwrap();
    let rows = block.lines().filter_map(|line| line.trim_start_matches("//!").trim().split_once(':'));
    rows.map(|(room, uses)| {
        (room.trim().to_owned(), uses.split_whitespace().map(ToOwned::to_owned).collect())
    })
    .collect()
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The room a file belongs to: its folder or, at the top, its name.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms a source names: `crate::room` and `guatu::room`, comments aside.
fn used(source: &str, rooms: &BTreeSet<String>) -> BTreeSet<(usize, String)> {
    let mut found = BTreeSet::new();
    for (n, line) in source.lines().enumerate() {
        let code = line.split("//").next().unwrap();
        for prefix in ["crate::", "guatu::"] {
            for rest in code.split(prefix).skip(1) {
                let names = rest.trim_start_matches('{');
                for name in names.split(|c: char| !c.is_alphanumeric() && c != '_').take(1) {
                    if rooms.contains(name) {
                        found.insert((n + 1, name.to_owned()));
                    }
                }
            }
        }
    }
    found
}

#[test]
fn every_import_obeys_the_table_in_the_documentation() {
    let table = table();
    assert!(table.len() >= 9, "the table in src/lib.rs was not found: {table:?}");
    let rooms: BTreeSet<String> = table.keys().cloned().collect();
    let mut broken = Vec::new();
    for path in sources(Path::new("src")) {
        let room = room(&path);
        if room == "lib" {
            continue;
        }
        let Some(allowed) = table.get(&room) else {
            broken.push(format!("{} stands in no room of the table", path.display()));
            continue;
        };
        for (line, name) in used(&fs::read_to_string(&path).unwrap(), &rooms) {
            if name != room && !allowed.contains(&name) {
                broken.push(format!("{}:{line} `{room}` may not use `{name}`", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_table_goes_one_way_down() {
    let source = fs::read_to_string("src/lib.rs").unwrap();
    let block = source.split("```text").nth(1).unwrap().split("```").next().unwrap();
    let mut above = BTreeSet::new();
    for (room, uses) in block.lines().filter_map(|line| line.trim_start_matches("//!").trim().split_once(':'))
    {
        for used in uses.split_whitespace() {
            assert!(above.contains(used), "`{}` uses `{used}`, which does not stand above it", room.trim());
        }
        above.insert(room.trim().to_owned());
    }
}

/// What a room must never name, because it would make it impure.
#[test]
fn pure_rooms_know_no_file_clock_thread_or_terminal() {
    let banned: &[(&str, &[&str])] = &[
        (
            "text",
            &[
                "std::fs",
                "std::time",
                "std::thread",
                "std::env",
                "ratatui",
                "crossterm",
                "notify",
                "serde_yaml",
            ],
        ),
        (
            "domain",
            &[
                "std::fs",
                "std::time",
                "std::thread",
                "std::env",
                "ratatui",
                "crossterm",
                "notify",
                "serde_yaml",
            ],
        ),
        (
            "report",
            &["std::fs", "std::time::Instant", "std::thread", "std::env", "ratatui", "crossterm", "notify"],
        ),
        ("app", &["std::fs", "std::thread", "std::env", "ratatui", "crossterm", "notify", "Instant::now"]),
        ("ui", &["std::fs", "std::thread", "std::env", "crossterm", "notify", "Instant::now"]),
    ];
    let mut broken = Vec::new();
    for path in sources(Path::new("src")) {
        let source = fs::read_to_string(&path).unwrap();
        for (n, line) in source.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            for (_, names) in banned.iter().filter(|(name, _)| *name == room(&path)) {
                for name in names.iter().filter(|name| code.contains(*name)) {
                    broken.push(format!("{}:{}: {name}", path.display(), n + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// What is drawn has a role, and a theme says how that looks: a colour anywhere else would be one no theme can change.
#[test]
fn no_colour_stands_outside_the_theme() {
    let names = ["Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "Gray", "White"];
    let mut broken = Vec::new();
    for path in sources(Path::new("src")) {
        // The encoder turns each colour of a terminal into its code, whoever chose it.
        if path.starts_with("src/ui/theme")
            || path.ends_with("ui/theme.rs")
            || path.ends_with("live/encode.rs")
        {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for (n, line) in source.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            let named = code.split("Color::").skip(1).any(|rest| {
                let rest = rest.trim_start_matches("Light").trim_start_matches("Dark");
                let written = rest.strip_prefix("Rgb(").or_else(|| rest.strip_prefix("Indexed("));
                names.iter().any(|name| rest.starts_with(name))
                    || written.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            if named || code.contains("rgb(0x") || code.contains(".fg(Color") {
                broken.push(format!("{}:{}: {}", path.display(), n + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The size a file or a function may have before it hides a second idea (`clippy.toml` holds the functions to 60).
#[test]
fn no_file_is_longer_than_400_lines_without_its_tests() {
    for path in sources(Path::new("src")) {
        let source = fs::read_to_string(&path).unwrap();
        let own = source.split("#[cfg(test)]").next().unwrap().lines().count();
        assert!(own <= 400, "{}: {own} lines", path.display());
    }
}
