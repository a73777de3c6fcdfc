//! `x`: what it explains. The item under the cursor; where there is none, how the open plan counts; a finding in full.

use super::list::RowKind;
use super::message::Now;
use super::model::{Model, Overlay, Screen};
use super::{motion, update};
use crate::domain::explain::{self, Part};
use crate::text::both;

/// Opens the explanation of what the cursor is on.
pub(super) fn open(model: &mut Model, now: Now) {
    if motion::is_on_a_finding(model) {
        model.overlay = Some(Overlay::Detail { top: 0 });
    } else if model.explanation().is_some() {
        model.overlay = Some(Overlay::Explain { top: 0 });
    } else {
        let said = both!("光标移到某个事项上再按 x", "put the cursor on an item, then press x");
        update::tell(model, said, now);
    }
}

impl Model {
    /// What is explained here, part by part; none where the cursor is on something of another plan, or of none.
    pub fn explanation(&self) -> Option<Vec<Part>> {
        let board = self.board.as_deref()?;
        if let Some(ix) = self.item_under_cursor() {
            return Some(explain::item(board, ix, self.lang()));
        }
        match self.cursor().map(|row| &row.kind) {
            Some(RowKind::Change(..) | RowKind::Plan(_) | RowKind::Finding(_)) => None,
            _ if self.screen == Screen::Plans => None,
            Some(
                RowKind::Heading(..)
                | RowKind::Date(..)
                | RowKind::Figure(_)
                | RowKind::Section { .. }
                | RowKind::Item { .. }
                | RowKind::Owed(_)
                | RowKind::Unit(_),
            )
            | None => Some(explain::plan(board, self.lang())),
        }
    }
}
