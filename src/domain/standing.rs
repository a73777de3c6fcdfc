//! How the units of a board stand beside each other, and what is wrong in its files: counted once a board, when somebody
//! first asks, and never again while it is drawn.

use std::cmp::Reverse;

use super::board::{Board, Freshness};
use super::clock::Light;
use super::finding::severities;
use super::ids::UnitIx;
use super::sorted;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The units that lead items, those with the most red and then the most yellow first.
    pub worst: Vec<UnitIx>,
    /// Of these, those whose logs say nothing yet.
    pub silent: usize,
    /// Of these, those whose report is late.
    pub late: usize,
    /// The findings that are errors.
    pub errors: usize,
    /// The findings that are warnings.
    pub warnings: usize,
}

impl Board {
    /// How the units stand, and what is wrong.
    pub fn standing(&self) -> &Standing {
        self.standing.get_or_init(|| Standing::of(self))
    }
}

impl Standing {
    fn of(board: &Board) -> Self {
        let leading = || board.units.iter().enumerate().filter(|(_, unit)| unit.roll_up.items > 0);
        let mut worst: Vec<_> = leading()
            .map(|(n, unit)| {
                let sum = &unit.roll_up;
                let lights = (sum.count(Light::Red), sum.count(Light::Yellow), sum.items);
                (Reverse(lights), UnitIx::new(n))
            })
            .collect();
        sorted::by_key(&mut worst, |it| *it);
        let (errors, warnings) = severities(&board.findings);
        Self {
            worst: worst.into_iter().map(|(_, unit)| unit).collect(),
            silent: leading().filter(|(_, unit)| unit.last_entry.is_none()).count(),
            late: leading().filter(|(_, unit)| matches!(unit.file, Freshness::Late { .. })).count(),
            errors,
            warnings,
        }
    }
}
