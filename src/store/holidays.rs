//! The table of holidays: the root's own, or the one beside a plan.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::cached::{Cached, Effort, Look, Wanted};
use super::{Store, parse};
use crate::domain::calendar::{Calendar, Holiday};
use crate::domain::finding::Finding;
use crate::domain::ids::Text;
use crate::domain::ledger::FileState;

impl Store {
    /// Reads `holidays.yaml`: the root's, or where the root is one plan the one beside it, as if all were shown.
    pub(super) fn look_at_holidays(&mut self, root: &Path, look: Look<'_>) -> bool {
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        let own = root.join("holidays.yaml");
        let beside = root.parent().map(|parent| parent.join("holidays.yaml"));
        let alone = is_there(&root.join("plan.yaml"));
        let (path, file) = match beside.filter(|beside| alone && !is_there(&own) && is_there(beside)) {
            Some(beside) => (beside, "../holidays.yaml"),
            None => (own, "holidays.yaml"),
        };
        let file: Text = file.into();
        let inside = path.parent().unwrap_or(root);
        let wanted = Wanted { path: &path, root: inside, file: &file, cap: parse::STATUS_CAP };
        let sight = self.holidays.sight(&path, look);
        let changed =
            self.holidays.update(wanted, look, sight, |text, slips| parse::holidays(&file, text, slips));
        self.moved |= changed || self.table.as_deref() != Some(inside);
        self.table = Some(inside.to_owned());
        // One that could never be read here says nothing about the one that another store may have read.
        if changed && self.holidays.state != (FileState::Unreadable { kept: false }) {
            self.calendar = Arc::new(Calendar::with(self.holidays.good.as_deref().unwrap_or_default()));
        }
        changed
    }
}

/// What is wrong in the table of holidays at `path` alone; the findings call it `file`.
pub fn holidays_in(path: &Path, file: &Text) -> Vec<Finding> {
    let inside = path.parent().and_then(|folder| fs::canonicalize(folder).ok()).unwrap_or_default();
    let wanted = Wanted { path, root: &inside, file, cap: parse::STATUS_CAP };
    let mut table: Cached<Vec<Holiday>> = Cached::default();
    let look = Look { effort: Effort::Everything, at: None, whole: &BTreeSet::new() };
    let sight = table.sight(path, look);
    table.update(wanted, look, sight, |text, slips| parse::holidays(file, text, slips));
    table.findings
}
