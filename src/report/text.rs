//! Text: straight columns for people.
//!
//! No colour: every light is its sign and its words. Lines carry no blanks at their ends.

use super::page::Block;
use super::table::{Row, Table};
use super::{Sheet, View, view};
use crate::domain::reminder;
use crate::text::{pad, width};

/// The report `view` of every plan of the sheet, one after the other.
pub fn write(view: View, sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    if !sheet.root.is_empty() {
        out.push_str(&super::findings::short(sheet.root, sheet.style.lang));
        out.push('\n');
    }
    for (n, (board, before)) in sheet.boards().enumerate() {
        if n > 0 {
            out.push_str("\n\n");
        }
        if let Some(unit) = view::addressee(view, board) {
            out.push_str(&reminder::text(board, unit, sheet.style.lang));
            continue;
        }
        for block in view::page(view, board, before, sheet.style).blocks {
            one(&mut out, &block);
        }
    }
    out
}

fn one(out: &mut String, block: &Block) {
    match block {
        Block::Title(text) | Block::Line(text) => line(out, text),
        Block::Heading(text) => {
            out.push('\n');
            line(out, text);
        }
        Block::Gap => out.push('\n'),
        Block::Note(text) => line(out, &format!("  {text}")),
        Block::Entry { head, notes } => {
            line(out, head);
            for note in notes {
                line(out, &format!("    {note}"));
            }
        }
        Block::Table(table) => rows(out, table, ""),
        Block::Under(table) => rows(out, table, "  "),
        Block::Strip(_) | Block::BurnUp => {}
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// The rows, each after `indent`, two blanks between columns as wide as their widest cell, in cells of the terminal. The
/// last column is never padded, so that lines end with their text.
fn rows(out: &mut String, table: &Table, indent: &str) {
    let Table { aligns, names, rows } = table;
    let names = Some(names).filter(|names| !names.is_empty());
    let all = || names.into_iter().chain(rows.iter().map(|Row { light: _, cells }| cells));
    let widths: Vec<usize> = (0..aligns.len())
        .map(|n| all().filter_map(|row| row.get(n)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    for row in all() {
        let columns = row.iter().zip(aligns).zip(&widths);
        let cells: Vec<String> = columns.map(|((cell, align), width)| pad(cell, *width, *align)).collect();
        line(out, &format!("{indent}{}", cells.join("  ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Align;

    #[test]
    fn columns_stand_straight_with_chinese_cells() {
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
        table.names(["单位", "n", "title"]);
        table.row(["市发改委".into(), "5".into(), "“一证多址”".into()]);
        table.row(["x".into(), "100".into(), String::new()]);
        let mut out = String::new();
        rows(&mut out, &table, "");
        assert_eq!(out, "单位        n  title\n市发改委    5  “一证多址”\nx         100\n");
    }
}
