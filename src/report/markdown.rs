//! Markdown (`CommonMark` with GitHub's tables) for a document. No word of a plan can become markup.

use std::fmt::Write as _;

use super::page::Block;
use super::table::{Row, Table};
use super::{Sheet, View, view};
use crate::text::Align;

/// The report `view` of every plan of the sheet, one after the other.
pub fn write(view: View, sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    for line in super::findings::short(sheet.root, sheet.style.lang).lines() {
        item(&mut out, line, "");
    }
    for (board, before) in sheet.boards() {
        for block in view::page(view, board, before, sheet.style).blocks {
            one(&mut out, &block);
        }
    }
    out
}

fn one(out: &mut String, block: &Block) {
    match block {
        Block::Title(text) => heading(out, "#", text),
        Block::Heading(text) => heading(out, "##", text),
        Block::Line(text) => {
            gap(out);
            out.push_str(&escape(text));
            out.push('\n');
        }
        Block::Note(text) => item(out, text, ""),
        Block::Entry { head, notes } => {
            item(out, head, "");
            for note in notes {
                item(out, note, "  ");
            }
        }
        Block::Table(rows) | Block::Under(rows) => table(out, rows),
        Block::Gap | Block::Strip(_) | Block::BurnUp => {}
    }
}

/// An empty line, unless the document begins here.
fn gap(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

// Writing to a string cannot fail, here and below.
fn heading(out: &mut String, marks: &str, text: &str) {
    gap(out);
    let _ = writeln!(out, "{marks} {}", escape(text));
}

fn item(out: &mut String, text: &str, indent: &str) {
    let listed = out.lines().last().is_some_and(|line| line.trim_start().starts_with("- "));
    if !listed {
        gap(out);
    }
    let _ = writeln!(out, "{indent}- {}", escape(text.trim_start()));
}

fn table(out: &mut String, table: &Table) {
    let Table { aligns, names, rows } = table;
    gap(out);
    let named: Vec<String> =
        (0..aligns.len()).map(|n| names.get(n).map(|name| escape(name)).unwrap_or_default()).collect();
    line(out, &named);
    let marks = aligns.iter().map(|align| match align {
        Align::Left => ":--",
        Align::Right => "--:",
        Align::Centre => ":-:",
    });
    line(out, &marks.map(str::to_owned).collect::<Vec<_>>());
    for Row { light: _, cells } in rows {
        line(out, &cells.iter().map(|cell| escape(cell)).collect::<Vec<_>>());
    }
}

fn line(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// What can begin markup wherever it stands: emphasis, code, links and bare addresses, HTML, tables. What only closes
/// what these have opened stays as it is, so that the document can be read before it is rendered.
const MARKS: &str = "\\`*_[]<|~&$^@";

/// The text as text: signs of markup with a backslash, blanks at the beginning as spaces that stay.
fn escape(text: &str) -> String {
    let rest = text.trim_start_matches(' ');
    let mut out = "&ensp;".repeat(text.len() - rest.len());
    let mut number = true;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        // A list or a rule begins with these only at the beginning of a line.
        let leads = matches!(c, '+' | '-' | '=' | '#' | '>') && out.is_empty();
        // `https://…` would be a link, `:warning:` a picture.
        let names = c == ':' && chars.peek().is_some_and(|next| !next.is_whitespace());
        // `1.` at the beginning of a line would be a list.
        let counts = c == '.' && number && !out.is_empty() && chars.peek().is_none_or(|next| *next == ' ');
        if MARKS.contains(c) || leads || names || counts {
            out.push('\\');
        }
        out.push(c);
        number &= c.is_ascii_digit();
    }
    out
}
