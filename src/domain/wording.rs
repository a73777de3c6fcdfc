//! The words of a ledger's logs, where many are looked at: each report is unpacked once, when it is first asked for.

use std::cell::OnceCell;

use super::ids::{ItemIx, UnitIx};
use super::ledger::Ledger;
use super::packed::Unpacked;
use super::status::{Filed, note};

/// The words of a ledger.
#[derive(Debug)]
pub(super) struct Wording<'a> {
    ledger: &'a Ledger,
    units: Vec<OnceCell<Unpacked>>,
}

impl<'a> Wording<'a> {
    /// Of `ledger`, nothing unpacked yet.
    pub(super) fn of(ledger: &'a Ledger) -> Self {
        Self { ledger, units: vec![OnceCell::new(); ledger.reports.len()] }
    }

    /// What `unit`'s file says of `item`.
    pub(super) fn filed(&self, unit: UnitIx, item: ItemIx) -> Option<Filed> {
        Some(self.ledger.item_report(unit, item)?.filed(self.words(unit)?))
    }

    /// The note of the entry at a place of all in `unit`'s report.
    pub(super) fn note(&self, (unit, place): (UnitIx, usize)) -> Option<Box<str>> {
        note(&self.words(unit)?.get(place)).map(Into::into)
    }

    fn words(&self, unit: UnitIx) -> Option<&Unpacked> {
        let report = self.ledger.report(unit)?;
        Some(self.units.get(unit.get())?.get_or_init(|| report.words()))
    }
}
