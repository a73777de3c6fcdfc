//! The plan day by day: how far it was, how far its dates asked for, how many items count. One pass over the logs,
//! never a board a day; on any single day the figures are those of [`super::Board`] on that day.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::expected;
use super::day::Day;
use super::figures::{due, joint};
use super::ids::{ItemIx, UnitIx};
use super::ledger::Ledger;
use super::percent::Percent;
use super::plan::Item;
use super::state::State;
use super::status::Entry;
use super::sums::Step;

/// Weeks in a unit's series: the board's day and seven weeks before it.
pub const WEEKS: usize = 8;
/// Days from the first figure of a unit's series to the last.
const WEEKS_IN_DAYS: i64 = 49;
/// The longest span drawn, in days: ten years.
const LONGEST: i64 = 3_660;

/// What was known on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// The scope: the items that count, those stopped (停止实施) left out.
    pub items: usize,
    /// Their weight, in thousandths.
    pub weight: u128,
    /// Of all items, those done.
    pub done: usize,
    /// The weighted mean of the counted items' progress; none where nothing counts.
    pub progress: Option<Percent>,
}

/// The series of one plan, up to one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurnUp {
    /// The day the plan was issued: the first of both series.
    pub first: Day,
    /// The last due date, or the day itself if that is later; at most ten years after `first`.
    pub last: Day,
    /// All items of the plan, the stopped ones among them: what 100 % of the scope is.
    pub all: usize,
    /// What was known: a point a day from `first` to the board's day; none if that is before `first`.
    pub known: Vec<Point>,
    /// 序时进度 of the items that have a due date, weighted: a figure a day from `first` to `last`. Of days to come,
    /// by what is known on the board's day. None where no item has a date.
    pub expected: Vec<Option<Percent>>,
    /// By unit: the progress of the items it leads, a week apart, the last one on the board's day.
    weekly: Vec<[Option<Percent>; WEEKS]>,
    /// The highest figure of these series; zero where there is none.
    pub highest: Percent,
    /// What all this is read off from: another save changes the shares of a few items in it.
    sums: Sums,
}

/// What one item adds to the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Share {
    items: i64,
    done: i64,
    weight: i128,
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

    fn add(&mut self, other: Self) {
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

    fn progress(self) -> Option<Percent> {
        let (sum, weights) = (u128::try_from(self.weighted).ok()?, u128::try_from(self.weight).ok()?);
        (weights > 0).then(|| Percent::mean(sum, weights))
    }
}

/// The sums: what changes on which day, not yet what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sums {
    first: Day,
    day: Day,
    known: Vec<Share>,
    weekly: Vec<[Share; WEEKS]>,
    /// By start and due date: how the weight of the items that run between them changes, by days after `first`.
    spans: BTreeMap<(Day, Day), BTreeMap<i64, i128>>,
}

impl BurnUp {
    /// The series of `ledger` up to `day`.
    pub(super) fn of(ledger: &Ledger, day: Day) -> Self {
        let plan = &ledger.plan;
        let first = plan.issued.unwrap_or(day);
        let known = usize::try_from((day.since(first) + 1).clamp(0, LONGEST + 1)).unwrap_or_default();
        let mut sums = Sums {
            first,
            day,
            known: vec![Share::default(); known],
            weekly: vec![[Share::default(); WEEKS]; plan.units.len()],
            spans: BTreeMap::new(),
        };
        for (n, item) in plan.items.iter().enumerate() {
            sums.item(ledger, ItemIx::new(n), item, Step::Enters);
        }
        Self::read(sums, plan.items.len())
    }

    /// The series of `after`, a ledger of the same plan as `before`, of which these are: `items` are reported otherwise.
    pub(super) fn after(&self, before: &Ledger, after: &Ledger, items: &BTreeSet<ItemIx>) -> Self {
        let mut sums = self.sums.clone();
        for (ix, item) in items.iter().filter_map(|ix| Some((*ix, after.plan.item(*ix)?))) {
            sums.item(before, ix, item, Step::Leaves);
            sums.item(after, ix, item, Step::Enters);
        }
        Self::read(sums, self.all)
    }

    /// Reads the series off from the sums.
    fn read(sums: Sums, all: usize) -> Self {
        let Sums { first, day, .. } = sums;
        // A date that was replaced by an extension is no end of the plan any more.
        let held = |changes: &BTreeMap<i64, i128>| changes.values().sum::<i128>() > 0;
        let dates = sums.spans.iter().filter(|(_, changes)| held(changes)).map(|((_, due), _)| *due);
        let last = dates.max().unwrap_or(day).max(day).max(first).min(first.plus(LONGEST));
        let weekly: Vec<_> = sums.weekly.iter().map(weeks).collect();
        Self {
            first,
            last,
            all,
            highest: weekly.iter().flatten().flatten().max().copied().unwrap_or_default(),
            known: points(&sums.known),
            expected: expected_line(&sums.spans, first, last),
            weekly,
            sums,
        }
    }

    /// What was known on `day`; none outside the series.
    pub fn on(&self, day: Day) -> Option<&Point> {
        self.known.get(usize::try_from(day.since(self.first)).ok()?)
    }

    /// 序时进度 of the whole plan on `day`; none outside the series, or where no item has a date.
    pub fn expected_on(&self, day: Day) -> Option<Percent> {
        self.expected.get(usize::try_from(day.since(self.first)).ok()?).copied().flatten()
    }

    /// The progress of what `unit` leads, a week apart, the last one on the board's day; none where nothing counts.
    pub fn weeks_of(&self, unit: UnitIx) -> [Option<Percent>; WEEKS] {
        self.weekly.get(unit.get()).copied().unwrap_or_default()
    }
}

impl Sums {
    /// One item's life enters or leaves: what it was before its first entry, then what each day of its logs made of it.
    fn item(&mut self, ledger: &Ledger, ix: ItemIx, item: &Item, step: Step) {
        let weight = step.signed(i128::from(item.weight));
        let start = item.start.or(ledger.plan.issued);
        let mut leads: Vec<Log> = Vec::with_capacity(item.leads.len());
        let mut days: BTreeSet<Day> = BTreeSet::new();
        for unit in &item.leads {
            let report = ledger.item_report(*unit, ix);
            let log = Log::new(report.map_or(&[][..], |report| report.log), self.day);
            days.extend(log.days());
            let approved = report.and_then(|report| report.extension).map(|it| it.approved);
            days.extend(approved.filter(|approved| *approved <= self.day));
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
    fn change(&mut self, item: &Item, day: Day, more: Share) {
        if more == Share::default() {
            return;
        }
        let at = usize::try_from(day.since(self.first)).unwrap_or_default();
        if let Some(here) = self.known.get_mut(at) {
            here.add(more);
        }
        let oldest = self.day.plus(-WEEKS_IN_DAYS);
        let week = usize::try_from(day.since(oldest)).unwrap_or_default().div_ceil(7);
        for (n, unit) in item.leads.iter().enumerate() {
            let again = item.leads.iter().take(n).any(|it| it == unit);
            let weeks = self.weekly.get_mut(unit.get()).filter(|_| !again);
            if let Some(here) = weeks.and_then(|weeks| weeks.get_mut(week)) {
                here.add(more);
            }
        }
    }

    fn span(&mut self, span: Option<(Day, Day)>, day: Day, weight: i128) {
        let Some(span) = span else { return };
        let from = day.since(self.first).max(0);
        let changes = self.spans.entry(span).or_default();
        let change = changes.entry(from).or_default();
        *change += weight;
        // Nothing is left of what has left.
        if *change == 0 {
            changes.remove(&from);
        }
        if changes.is_empty() {
            self.spans.remove(&span);
        }
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
    fn new(log: &[Entry], day: Day) -> Self {
        let entries = log.iter().enumerate().filter(|(_, entry)| entry.on <= day);
        let mut entries: Vec<_> =
            entries.map(|(n, entry)| (entry.on, n, entry.state, entry.progress)).collect();
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

fn points(changes: &[Share]) -> Vec<Point> {
    let mut sum = Share::default();
    let point = |change: &Share| {
        sum.add(*change);
        Point {
            items: usize::try_from(sum.items).unwrap_or_default(),
            weight: u128::try_from(sum.weight).unwrap_or_default(),
            done: usize::try_from(sum.done).unwrap_or_default(),
            progress: sum.progress(),
        }
    };
    changes.iter().map(point).collect()
}

fn weeks(changes: &[Share; WEEKS]) -> [Option<Percent>; WEEKS] {
    let mut sum = Share::default();
    changes.map(|change| {
        sum.add(change);
        sum.progress()
    })
}

/// The weighted mean of the 序时进度 of all spans, day by day.
fn expected_line(
    spans: &BTreeMap<(Day, Day), BTreeMap<i64, i128>>,
    first: Day,
    last: Day,
) -> Vec<Option<Percent>> {
    let days = usize::try_from(last.since(first) + 1).unwrap_or_default();
    let mut sums = vec![(0_i128, 0_i128); days];
    for ((start, due), changes) in spans {
        let mut changes = changes.iter().peekable();
        let mut weight = 0;
        for ((n, sum), _) in (0..).zip(&mut sums).zip(0..days) {
            while let Some((_, more)) = changes.next_if(|(from, _)| **from <= n) {
                weight += more;
            }
            if weight == 0 && changes.peek().is_none() {
                break;
            }
            sum.0 += weight * i128::from(expected(*start, *due, first.plus(n)).thousandths());
            sum.1 += weight;
        }
    }
    let mean = |(sum, weights): (i128, i128)| {
        let weights = u128::try_from(weights).ok().filter(|weights| *weights > 0)?;
        Some(Percent::mean(u128::try_from(sum).ok()?, weights))
    };
    sums.into_iter().map(mean).collect()
}
