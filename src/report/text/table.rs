//! A table whose columns are as wide as their widest cell, measured in cells of the terminal.

use crate::text::{Align, pad, width};

/// Rows of cells. The last column is never padded, so that lines end with their text.
pub(super) struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of so many columns, each standing left or right.
    pub(super) fn new(aligns: &[Align]) -> Self {
        Self { aligns: aligns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; its cells go to the columns in order.
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Adds the row of the columns' names.
    pub(super) fn names<const N: usize>(&mut self, names: [&str; N]) {
        self.row(names.map(str::to_owned));
    }

    /// Whether no row was added.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the rows, each after `indent`, two blanks between columns.
    pub(super) fn write(&self, out: &mut String, indent: &str) {
        let widths: Vec<usize> = (0..self.aligns.len())
            .map(|n| self.rows.iter().filter_map(|row| row.get(n)).map(|cell| width(cell)).max().unwrap_or(0))
            .collect();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .zip(&self.aligns)
                .zip(&widths)
                .map(|((cell, align), width)| pad(cell, *width, *align))
                .collect();
            let line = format!("{indent}{}", cells.join("  "));
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_straight_with_chinese_cells() {
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
        table.names(["单位", "n", "title"]);
        table.row(["市发改委".into(), "5".into(), "“一证多址”".into()]);
        table.row(["x".into(), "100".into(), String::new()]);
        let mut out = String::new();
        table.write(&mut out, "");
        assert_eq!(out, "单位        n  title\n市发改委    5  “一证多址”\nx         100\n");
    }
}
