//! The plan day by day: how far it was, how far its dates asked for, how many items count. Read off from the
//! history, never a board a day; on any single day the figures are those of [`super::Board`] on that day.

use std::collections::BTreeMap;

use super::clock::expected;
use super::day::Day;
use super::history::{History, Share};
use super::ids::UnitIx;
use super::percent::Percent;
use super::plan::Plan;

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
}

impl BurnUp {
    /// The series of a plan up to `day`.
    pub(super) fn of(history: &History, plan: &Plan, day: Day) -> Self {
        let first = plan.issued.unwrap_or(day);
        // A date that was replaced by an extension is no end of the plan any more.
        let held =
            |changes: &BTreeMap<Day, i128>| changes.range(..=day).map(|(_, more)| more).sum::<i128>() > 0;
        let dates = history.spans.iter().filter(|(_, changes)| held(changes)).map(|((_, due), _)| *due);
        let last = dates.max().unwrap_or(day).max(day).max(first).min(first.plus(LONGEST));
        let weekly: Vec<_> = history.units.iter().map(|unit| weeks(unit, day)).collect();
        Self {
            first,
            last,
            all: plan.items.len(),
            highest: weekly.iter().flatten().flatten().max().copied().unwrap_or_default(),
            known: points(&history.all, first, day),
            expected: expected_line(history, (first, last), day),
            weekly,
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

/// What was known on each day from `first` to `day`.
fn points(changes: &BTreeMap<Day, Share>, first: Day, day: Day) -> Vec<Point> {
    let mut changes = changes.iter().peekable();
    let mut sum = Share::default();
    let point = |n: i64| {
        while let Some((_, change)) = changes.next_if(|(on, _)| **on <= first.plus(n)) {
            sum.add(*change);
        }
        Point {
            items: usize::try_from(sum.items).unwrap_or_default(),
            weight: u128::try_from(sum.weight).unwrap_or_default(),
            done: usize::try_from(sum.done).unwrap_or_default(),
            progress: sum.progress(),
        }
    };
    (0..=day.since(first).min(LONGEST)).map(point).collect()
}

/// How far a unit's items were on `day` and on the same day of the weeks before it.
fn weeks(changes: &BTreeMap<Day, Share>, day: Day) -> [Option<Percent>; WEEKS] {
    let mut changes = changes.iter().peekable();
    let mut sum = Share::default();
    let mut on = day.plus(-WEEKS_IN_DAYS);
    [(); WEEKS].map(|()| {
        while let Some((_, change)) = changes.next_if(|(at, _)| **at <= on) {
            sum.add(*change);
        }
        on = on.plus(7);
        sum.progress()
    })
}

/// The weighted mean of the 序时进度 of all spans, day by day, by what is known on `day`.
fn expected_line(history: &History, (first, last): (Day, Day), day: Day) -> Vec<Option<Percent>> {
    let days = usize::try_from(last.since(first) + 1).unwrap_or_default();
    let mut sums = vec![(0_i128, 0_i128); days];
    for ((start, due), changes) in &history.spans {
        let mut changes = changes.range(..=day).peekable();
        let mut weight = 0;
        for (n, sum) in (0..).zip(&mut sums) {
            let on = first.plus(n);
            while let Some((_, more)) = changes.next_if(|(from, _)| **from <= on) {
                weight += more;
            }
            if weight == 0 && changes.peek().is_none() {
                break;
            }
            sum.0 += weight * i128::from(expected(*start, *due, on).thousandths());
            sum.1 += weight;
        }
    }
    let mean = |(sum, weights): (i128, i128)| {
        let weights = u128::try_from(weights).ok().filter(|weights| *weights > 0)?;
        Some(Percent::mean(u128::try_from(sum).ok()?, weights))
    };
    sums.into_iter().map(mean).collect()
}
