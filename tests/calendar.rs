//! The calendar against an independent slow counter, written here: its own weekdays, its own months, its own reading
//! of the notices (`tests/scenarios/holidays.txt`), one day after the other. It shares no line with the program.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap};

use guatu::domain::deadline::Base;
use guatu::domain::{Calendar, Count, Day, Deadline};
use guatu::text::Lang;
use proptest::prelude::*;

/// A date as people write it: year, month, day.
type Date = (i32, u32, u32);

fn leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn month_length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn next((year, month, day): Date) -> Date {
    if day < month_length(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

/// Sakamoto's rule: Sunday 0 to Saturday 6.
fn weekday((year, month, day): Date) -> i32 {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let y = if month < 3 { year - 1 } else { year };
    (y + y / 4 - y / 100 + y / 400 + SHIFT[month as usize - 1] + i32::try_from(day).unwrap()) % 7
}

fn date(text: &str) -> Date {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    (i32::try_from(parts[0]).unwrap(), parts[1], parts[2])
}

fn day((year, month, day): Date) -> Day {
    let small = |n: u32| i8::try_from(n).unwrap();
    Day::new(i16::try_from(year).unwrap(), small(month), small(day)).unwrap()
}

/// The notices: the years they are for, and the days that are not what their weekday says; true is rest.
struct Slow {
    years: BTreeSet<i32>,
    special: HashMap<Date, bool>,
}

impl Slow {
    fn read() -> Self {
        let mut slow = Self { years: BTreeSet::new(), special: HashMap::new() };
        let text = include_str!("scenarios/holidays.txt");
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let fields: Vec<&str> = line.split(' ').collect();
            slow.years.insert(fields[0].parse().unwrap());
            let (mut off, last) = (date(fields[2]), date(fields[3]));
            loop {
                slow.special.insert(off, true);
                if off == last {
                    break;
                }
                off = next(off);
            }
            slow.special.extend(fields[4..].iter().map(|work| (date(work), false)));
        }
        slow
    }

    fn rests(&self, date: Date) -> bool {
        self.special.get(&date).copied().unwrap_or_else(|| matches!(weekday(date), 0 | 6))
    }

    fn unknown(&self, looked: impl IntoIterator<Item = Date>) -> Vec<i16> {
        let years: BTreeSet<i32> = looked.into_iter().map(|date| date.0).collect();
        years.difference(&self.years).map(|year| i16::try_from(*year).unwrap()).collect()
    }

    /// For N = 1, 2, … `most`: the date by each rule, in the order of [`Count::ALL`], and the years that lack a table.
    fn count(&self, base: Date, most: usize) -> Vec<[(Date, Vec<i16>); 3]> {
        let (mut plain, mut working, mut walked) = (base, base, BTreeSet::new());
        let mut rows = Vec::new();
        for _ in 0..most {
            plain = next(plain);
            let (mut rolled, mut looked) = (plain, vec![plain]);
            while self.rests(rolled) {
                rolled = next(rolled);
                looked.push(rolled);
            }
            loop {
                working = next(working);
                walked.insert((working.0, 1, 1));
                if !self.rests(working) {
                    break;
                }
            }
            rows.push([
                (plain, vec![]),
                (rolled, self.unknown(looked)),
                (working, self.unknown(walked.iter().copied())),
            ]);
        }
        rows
    }
}

/// The days from `first` to `last`, both of them.
fn from_to(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), move |date| (*date != last).then(|| next(*date)))
}

const FIRST: Date = (2021, 1, 1);
const LAST: Date = (2026, 11, 30);

fn deadline(base: Date, days: u32, count: Count, calendar: &Calendar) -> Deadline {
    Deadline::new(day(base), Base::Given, days, count, calendar)
}

/// Compares every rule for the bases `first` to `last` and N from 1 to 60; returns how many dates were compared.
fn compare(first: Date, last: Date) -> usize {
    let (slow, calendar) = (Slow::read(), Calendar::builtin());
    let mut compared = 0;
    for base in from_to(first, last) {
        let mut expected = day(base);
        for (n, row) in (1u32..).zip(slow.count(base, 60)) {
            expected = expected.plus(1);
            assert_eq!(day(row[0].0), expected, "the slow counter's own months");
            for (at, count) in Count::ALL.into_iter().enumerate() {
                let got = deadline(base, n, count, &calendar);
                assert_eq!(got.date, day(row[at].0), "{base:?} + {n}, {count:?}");
                assert_eq!(got.unknown_years, row[at].1, "{base:?} + {n}, {count:?}");
                assert_eq!(got.confirmed(), row[at].1.is_empty());
                let others = [0, 1, 2].into_iter().filter(|other| *other != at);
                let others: Vec<(Count, Day)> = others.map(|n| (Count::ALL[n], day(row[n].0))).collect();
                assert_eq!(got.others.as_slice(), others, "{base:?} + {n}, beside {count:?}");
                compared += 1;
            }
        }
    }
    compared
}

#[test]
fn every_deadline_of_2021_to_2023_is_that_of_the_slow_counter() {
    assert_eq!(compare(FIRST, (2023, 12, 31)), 1095 * 60 * 3);
}

#[test]
fn every_deadline_of_2024_to_november_2026_is_that_of_the_slow_counter() {
    assert_eq!(compare((2024, 1, 1), LAST), (2160 - 1095) * 60 * 3);
}

#[test]
fn every_day_of_the_six_years_is_what_the_notices_say() {
    let (slow, calendar) = (Slow::read(), Calendar::builtin());
    for date in from_to((2020, 12, 1), (2027, 1, 31)) {
        assert_eq!(calendar.is_rest(day(date)), slow.rests(date), "{date:?}");
        assert_eq!(calendar.knows(day(date)), slow.years.contains(&date.0), "{date:?}");
    }
}

#[test]
fn the_working_days_of_each_year_are_those_of_the_notices() {
    let (slow, calendar) = (Slow::read(), Calendar::builtin());
    let years = from_to((2021, 1, 1), (2026, 12, 31)).fold(HashMap::new(), |mut years, date| {
        let count: &mut (usize, usize) = years.entry(date.0).or_default();
        count.0 += usize::from(!slow.rests(date));
        count.1 += usize::from(!calendar.is_rest(day(date)));
        years
    });
    for (year, working) in [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        assert_eq!(years[&year], (working, working), "{year}");
    }
}

#[test]
fn a_quarter_of_the_twenty_day_deadlines_fall_on_rest_days_and_the_longest_roll_is_nine_days() {
    let calendar = Calendar::builtin();
    let (mut bases, mut on_rest, mut longest) = (0u32, 0u32, 0);
    let (mut shortest_span, mut longest_span) = (i64::MAX, 0);
    for base in from_to(FIRST, LAST).filter(|base| !calendar.is_rest(day(*base))) {
        let rolled = deadline(base, 20, Count::CalendarRoll, &calendar);
        bases += 1;
        on_rest += u32::from(calendar.is_rest(rolled.plain));
        longest = longest.max(rolled.date.since(rolled.plain));
        let span = deadline(base, 20, Count::Working, &calendar).date.since(day(base));
        (shortest_span, longest_span) = (shortest_span.min(span), longest_span.max(span));
    }
    let figures = format!(
        "{bases} bases, {on_rest} on rest days ({:.1} %), longest roll {longest}, 20 working days span {shortest_span} to {longest_span}",
        f64::from(on_rest) * 100.0 / f64::from(bases)
    );
    assert_eq!(
        figures,
        "1472 bases, 366 on rest days (24.9 %), longest roll 9, 20 working days span 25 to 36"
    );
}

#[test]
fn the_weekdays_of_four_hundred_years_are_the_same_by_both_ways() {
    let calendar = Calendar::builtin();
    for (n, date) in (0..).zip(from_to((1900, 1, 1), (2200, 12, 31))) {
        assert_eq!(day(date), Day::FIRST.plus(n));
        if !(2020..2028).contains(&date.0) {
            assert_eq!(calendar.is_rest(day(date)), matches!(weekday(date), 0 | 6), "{date:?}");
        }
    }
}

fn any_day() -> impl Strategy<Value = Day> {
    (0..=Day::LAST.since(Day::FIRST)).prop_map(|n| Day::FIRST.plus(n))
}

fn any_count() -> impl Strategy<Value = Count> {
    prop::sample::select(Count::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn more_days_never_end_sooner_and_no_date_of_three_hundred_years_fails(
        base in any_day(), days in 1u32..400, more in 0u32..40, count in any_count()
    ) {
        let calendar = Calendar::builtin();
        let by = |days| Deadline::new(base, Base::Given, days, count, &calendar);
        let (one, other) = (by(days), by(days + more));
        prop_assert!(one.date <= other.date);
        prop_assert!(one.date > base);
        prop_assert!(one.date >= one.plain);
        prop_assert!(count == Count::Calendar || !calendar.is_rest(one.date));
        for lang in [Lang::Zh, Lang::En] {
            prop_assert!(one.steps(lang).len() >= 3);
        }
    }

    #[test]
    fn a_later_base_never_ends_sooner(base in any_day(), days in 1u32..60, count in any_count()) {
        let calendar = Calendar::builtin();
        let from = |base| Deadline::new(base, Base::Given, days, count, &calendar).date;
        prop_assert!(from(base) <= from(base.plus(1)));
    }
}
