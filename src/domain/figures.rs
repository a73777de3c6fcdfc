//! The figures of an item: how far it is, when it is due and why, what the clock says.

use super::clock::{Clock, Known, Light};
use super::day::Day;
use super::ids::{ItemIx, Text, UnitIx};
use super::ledger::Ledger;
use super::percent::Percent;
use super::plan::Item;
use super::state::State;
use super::status::Standing;

/// Where an item's due date comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueFrom {
    /// An approved extension of one of its leads.
    Extension {
        /// Whose.
        unit: UnitIx,
        /// Since when.
        approved: Day,
        /// Why.
        reason: Option<Text>,
        /// The date it replaces.
        before: Option<Day>,
    },
    /// The plan.
    Plan,
    /// The unit's own commitment.
    Unit(UnitIx),
}

impl DueFrom {
    /// The word in JSON.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Extension { .. } => "extension",
            Self::Plan => "plan",
            Self::Unit(_) => "unit",
        }
    }
}

/// The figures of an item on the board's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFigures {
    /// The state: of several leads the least advanced.
    pub state: State,
    /// The progress: of several leads the mean.
    pub progress: Percent,
    /// 序时进度; none without a due date.
    pub expected: Option<Percent>,
    /// The due date and where it comes from.
    pub due: Option<(Day, DueFrom)>,
    /// What the clock says.
    pub clock: Clock,
    /// Since when it is done: of several leads the last.
    pub completed_on: Option<Day>,
    /// The newest day any lead's log speaks of.
    pub last_entry: Option<Day>,
    /// How far each lead is, in the order of the item's leads.
    pub leads: Vec<Standing>,
}

impl ItemFigures {
    /// Its light.
    pub fn light(&self) -> Light {
        self.clock.light()
    }

    /// Its due date.
    pub fn due_day(&self) -> Option<Day> {
        self.due.as_ref().map(|(day, _)| *day)
    }
}

/// The figures of one item. Of several leads the slowest decides: its state, the last of their completion days, the
/// latest of their dates; the progress is the mean.
pub(super) fn item_figures(ledger: &Ledger, ix: ItemIx, item: Item<'_>, day: Day) -> ItemFigures {
    let leads: Vec<Standing> = item
        .leads
        .iter()
        .map(|unit| ledger.item_report(*unit, ix).map_or(&[][..], |report| report.log))
        .map(|log| Standing::of(log, day))
        .collect();
    let (state, progress) = joint(leads.iter().map(|lead| (lead.state, lead.progress)));
    let completed_on =
        state.is_done().then(|| leads.iter().filter_map(|lead| lead.completed_on).max()).flatten();
    let last_entry = leads.iter().filter_map(|lead| lead.last_entry).max();
    let due = due(ledger, ix, item, day);
    let known = Known {
        state,
        progress,
        completed_on,
        reported: last_entry.is_some(),
        start: item.start.or(ledger.plan.issued),
        due: due.as_ref().map(|(day, _)| *day),
    };
    ItemFigures {
        state,
        progress,
        expected: known.expected(day),
        clock: Clock::of(&known, day, &ledger.plan.lights),
        due,
        completed_on,
        last_entry,
        leads,
    }
}

/// How far an item is whose leads are as far as `leads` says: the least advanced state, the mean of the progress. A
/// lead that has stopped holds nobody back, neither by its state nor in the mean, unless all have.
pub(super) fn joint(leads: impl Iterator<Item = (State, Percent)> + Clone) -> (State, Percent) {
    let state = leads.clone().map(|(state, _)| state).min().unwrap_or_default();
    let going = leads.filter(|(lead, _)| state == State::Stopped || *lead != State::Stopped);
    let (sum, count) = going.fold((0_u128, 0_u128), |(sum, count), (_, progress)| {
        (sum + u128::from(progress.thousandths()), count + 1)
    });
    (state, Percent::mean(sum, count))
}

/// The due date. For each lead: its extension approved by `day`, else the plan's date, else its own; of several leads
/// the latest, because the item is done when the slowest is.
pub(super) fn due(ledger: &Ledger, ix: ItemIx, item: Item<'_>, day: Day) -> Option<(Day, DueFrom)> {
    let of_a_lead = |unit: &UnitIx| {
        let report = ledger.item_report(*unit, ix);
        let own = report.and_then(|report| report.due).map(|due| (due, DueFrom::Unit(*unit)));
        let base = item.due.map(|due| (due, DueFrom::Plan)).or(own);
        let extension = report.and_then(|report| report.extension);
        match extension.filter(|extension| extension.approved <= day) {
            Some(extension) => {
                let from = DueFrom::Extension {
                    unit: *unit,
                    approved: extension.approved,
                    reason: extension.reason.clone(),
                    before: base.map(|(due, _)| due),
                };
                Some((extension.to, from))
            }
            None => base,
        }
    };
    // Of two leads with the same date the first named one speaks for it.
    item.leads.iter().rev().filter_map(of_a_lead).max_by_key(|(due, _)| *due)
}
