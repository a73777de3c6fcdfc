//! One unit's file of a folder, and the reading of it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use super::cached::{Cached, Look, Wanted};
use super::parse::{self, Heard};
use super::queue::Round;
use super::quiet::{QUIET, Sight};
use crate::domain::day::Day;
use crate::domain::ids::{Text, UnitIx};
use crate::domain::plan::Plan;

/// A unit's file: its name in `units/`, and what was last read from it.
#[derive(Debug)]
pub(super) struct UnitFile {
    pub(super) name: OsString,
    pub(super) unit: UnitIx,
    pub(super) cached: Cached<Heard>,
}

/// Which files of a folder are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Which {
    /// All there are.
    All,
    /// Those of these units, and those that are waited for.
    Of(BTreeSet<Text>),
}

impl Which {
    pub(super) fn holds(&self, unit: &Text, cached: &Cached<Heard>) -> bool {
        match self {
            Self::All => true,
            Self::Of(named) => named.contains(unit) || cached.due.is_some(),
        }
    }
}

/// A unit's file to be read.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) plan: Arc<Plan>,
    pub(super) unit: UnitIx,
    pub(super) id: Text,
    pub(super) path: PathBuf,
    pub(super) file: Text,
    pub(super) cached: Cached<Heard>,
    pub(super) sight: Sight,
    pub(super) today: Day,
    pub(super) changed: bool,
}

impl Job {
    /// Reads it.
    pub(super) fn read(&mut self, round: Round<'_>) {
        let wanted = Wanted { path: &self.path, root: round.root, file: &self.file, cap: parse::STATUS_CAP };
        self.changed = self.cached.update(wanted, round.look, self.sight, |text, slips| {
            parse::report((&self.plan, self.unit, self.today), &self.file, text, slips)
        });
    }
}

/// What a look at one file says while others that changed with it are still waited for: not for long.
pub(super) fn batched(sight: Sight, look: Look<'_>) -> Sight {
    match (sight, look.at) {
        (Sight::Quiet(since), Some(at)) if at < since + QUIET => Sight::Waits(at + QUIET / 3),
        (sight, _) => sight,
    }
}
