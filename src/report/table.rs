//! A table of a view: cells of text, rows with a light. How it looks is the format's business.

use super::Style;
use crate::domain::Light;
use crate::text::Align;

/// A row: its light, if it has one, and its cells, the light's sign among them.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) light: Option<Light>,
    pub(super) cells: Vec<String>,
}

/// Rows of cells, and the names of their columns.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) aligns: Vec<Align>,
    /// Empty where the columns have no names.
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// A table of so many columns, each standing left or right.
    pub(super) fn new(aligns: &[Align]) -> Self {
        Self { aligns: aligns.to_vec(), names: Vec::new(), rows: Vec::new() }
    }

    /// Adds a row; its cells go to the columns in order.
    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Row { light: None, cells: cells.into() });
    }

    /// Adds a row that begins with the sign of a light.
    pub(super) fn lit<const N: usize>(&mut self, light: Light, style: Style, cells: [String; N]) {
        let sign = [style.sign(light).to_owned()];
        self.rows.push(Row { light: Some(light), cells: sign.into_iter().chain(cells).collect() });
    }

    /// Names the columns.
    pub(super) fn names<const N: usize>(&mut self, names: [&str; N]) {
        self.names = names.map(str::to_owned).into();
    }

    /// Whether no row was added.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
