//! The history of a ledger: what changes on which day, of all items and of each unit's. It knows no day of its own, so
//! that the board of another day reads its curve off from it, and another save changes the shares of a few items in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::day::Day;
use super::figures::{due, joint};
use super::ids::ItemIx;
use super::ledger::Ledger;
use super::percent::Percent;
use super::plan::Item;
use super::state::State;
use super::status::Entry;
use super::sums::Step;

/// What one item adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Share {
    pub(super) items: i64,
    pub(super) done: i64,
    pub(super) weight: i128,
    weighted: i128,
}

impl Share {
    fn of(state: State, progress: Percent, weight: u32) -> Self {
        if state == State::Stopped {
            return Self::default();
        }
        let weight = i128::from(weight);
        let weighted = weight * i128::from(progress.thousandths());
        Self { items: 1, done: i64::from(state.is_done()), weight, weighted }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.items += other.items;
        self.done += other.done;
        self.weight += other.weight;
        self.weighted += other.weighted;
    }

    fn minus(self, other: Self) -> Self {
        Self {
            items: self.items - other.items,
            done: self.done - other.done,
            weight: self.weight - other.weight,
            weighted: self.weighted - other.weighted,
        }
    }

    pub(super) fn progress(self) -> Option<Percent> {
        let (sum, weights) = (u128::try_from(self.weighted).ok()?, u128::try_from(self.weight).ok()?);
        (weights > 0).then(|| Percent::mean(sum, weights))
    }
}

/// Changes by day; a day on which nothing changes is not there.
type Changes<T> = BTreeMap<Day, T>;

/// The history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    /// Of the whole plan.
    pub(super) all: Changes<Share>,
    /// By unit, of the items it leads; histories share what another save leaves alone.
    pub(super) units: Vec<Arc<Changes<Share>>>,
    /// By start and due date, how the weight of the items changes that run between them.
    pub(super) spans: BTreeMap<(Day, Day), Changes<i128>>,
}

impl History {
    /// The history of `ledger`.
    pub(super) fn of(ledger: &Ledger) -> Self {
        let units = ledger.plan.units.iter().map(|_| Arc::default()).collect();
        let mut history = Self { all: BTreeMap::new(), units, spans: BTreeMap::new() };
        for (n, item) in ledger.plan.items.iter().enumerate() {
            history.item(ledger, ItemIx::new(n), item, Step::Enters);
        }
        history
    }

    /// That of `after`, a ledger of the same plan as `before`, of which this is: `items` are reported otherwise.
    pub(super) fn after(&self, before: &Ledger, after: &Ledger, items: &BTreeSet<ItemIx>) -> Self {
        let mut history = self.clone();
        for (ix, item) in items.iter().filter_map(|ix| Some((*ix, after.plan.item(*ix)?))) {
            history.item(before, ix, item, Step::Leaves);
            history.item(after, ix, item, Step::Enters);
        }
        history
    }

    /// One item's life enters or leaves: what it was before its first entry, then what each day of its logs made of it.
    fn item(&mut self, ledger: &Ledger, ix: ItemIx, item: Item<'_>, step: Step) {
        let weight = step.signed(i128::from(item.weight));
        let start = item.start.or(ledger.plan.issued);
        let mut leads: Vec<Log> = Vec::with_capacity(item.leads.len());
        let mut days: BTreeSet<Day> = BTreeSet::new();
        for unit in item.leads {
            let report = ledger.item_report(*unit, ix);
            let log = Log::new(report.map_or(&[][..], |report| report.log));
            days.extend(log.days());
            days.extend(report.and_then(|report| report.extension).map(|it| it.approved));
            leads.push(log);
        }
        let mut share = Share::default();
        let mut span = None;
        // Before the first day a file may name, nothing has been reported and no extension approved.
        for day in std::iter::once(Day::FIRST.plus(-1)).chain(days) {
            for log in &mut leads {
                log.go_to(day);
            }
            let (state, progress) = joint(leads.iter().map(Log::standing));
            let new = Share::of(state, progress, item.weight);
            let (more, less) = match step {
                Step::Enters => (new, share),
                Step::Leaves => (share, new),
            };
            self.change(item, day, more.minus(less));
            share = new;
            let due = due(ledger, ix, item, day).map(|(due, _)| due);
            let new = start.zip(due).filter(|_| state != State::Stopped);
            if new != span {
                self.span(span, day, -weight);
                self.span(new, day, weight);
                span = new;
            }
        }
    }

    /// Notes that from `day` on an item adds this much more.
    fn change(&mut self, item: Item<'_>, day: Day, more: Share) {
        if more == Share::default() {
            return;
        }
        add(&mut self.all, day, more);
        for (n, unit) in item.leads.iter().enumerate() {
            let again = item.leads.iter().take(n).any(|it| it == unit);
            if let Some(unit) = self.units.get_mut(unit.get()).filter(|_| !again) {
                add(Arc::make_mut(unit), day, more);
            }
        }
    }

    fn span(&mut self, span: Option<(Day, Day)>, day: Day, weight: i128) {
        let Some(span) = span else { return };
        let changes = self.spans.entry(span).or_default();
        let change = changes.entry(day).or_default();
        *change += weight;
        if *change == 0 {
            changes.remove(&day);
        }
        if changes.is_empty() {
            self.spans.remove(&span);
        }
    }
}

/// Adds to what changes on `day`. Nothing is left of what has left.
fn add(changes: &mut Changes<Share>, day: Day, more: Share) {
    let change = changes.entry(day).or_default();
    change.add(more);
    if *change == Share::default() {
        changes.remove(&day);
    }
}

/// A log being replayed day by day. The file's order decides what counts, the days decide from when: so the entries are
/// taken by day, and of those taken the last one in the file speaks.
struct Log {
    /// Day, place in the file, state, progress.
    entries: Vec<(Day, usize, Option<State>, Option<Percent>)>,
    taken: usize,
    state: Option<(usize, State)>,
    progress: Option<(usize, Percent)>,
}

impl Log {
    fn new(log: &[Entry]) -> Self {
        let entries = log.iter().enumerate();
        let mut entries: Vec<_> =
            entries.map(|(n, entry)| (entry.on, n, entry.state(), entry.progress())).collect();
        entries.sort_by_key(|(on, n, ..)| (*on, *n));
        Self { entries, taken: 0, state: None, progress: None }
    }

    fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.entries.iter().map(|(on, ..)| *on)
    }

    /// Takes the entries up to and including `day`.
    fn go_to(&mut self, day: Day) {
        while let Some((_, n, state, progress)) = self.entries.get(self.taken).filter(|it| it.0 <= day) {
            if let Some(state) = state.filter(|_| self.state.is_none_or(|(at, _)| at <= *n)) {
                self.state = Some((*n, state));
            }
            if let Some(progress) = progress.filter(|_| self.progress.is_none_or(|(at, _)| at <= *n)) {
                self.progress = Some((*n, progress));
            }
            self.taken += 1;
        }
    }

    /// State and progress, as [`super::status::Standing`] has them.
    fn standing(&self) -> (State, Percent) {
        let progress = self.progress.map_or(Percent::ZERO, |(_, progress)| progress);
        let begun = if progress > Percent::ZERO { State::InProgress } else { State::NotStarted };
        let state = self.state.map_or(begun, |(_, state)| state);
        (state, if state.is_done() { Percent::FULL } else { progress })
    }
}
