//! Which days are working days: the holiday table, the make-up working days, and the years nobody knows yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::day::Day;
use super::holidays;

/// The table that is built in; parsed once.
static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| {
    let mut calendar = Calendar { years: BTreeSet::new(), days: BTreeMap::new() };
    for row in holidays::TABLE {
        let (Ok(first), Ok(last)) = (row.off.0.parse(), row.off.1.parse()) else { continue };
        calendar.add(&Holiday {
            name: row.name.into(),
            year: row.year,
            off: Some((first, last)),
            work: row.work.iter().filter_map(|day| day.parse().ok()).collect(),
        });
    }
    calendar
});

/// A holiday as `holidays.yaml` or the built-in table gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its name: 春节.
    pub name: Arc<str>,
    /// The year in the title of the notice that sets it.
    pub year: i16,
    /// First and last day off.
    pub off: Option<(Day, Day)>,
    /// The make-up working days (调休上班).
    pub work: Vec<Day>,
}

/// What a day is, by the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary Monday to Friday.
    WorkDay,
    /// A Saturday or Sunday on which people work, and the holiday it makes up for.
    MakeUp(Notice),
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday(Notice),
}

/// The line of the table that decided about a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The holiday's name.
    pub name: Arc<str>,
    /// The year in the title of the notice.
    pub year: i16,
}

/// The calendar of one root: the built-in table and what `holidays.yaml` adds or replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The years a notice is known for.
    years: BTreeSet<i16>,
    /// The days that are not what their weekday says; `true` is a day of rest.
    days: BTreeMap<Day, (bool, Notice)>,
}

impl Calendar {
    /// The built-in table, 2021–2026.
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// The built-in table with the years of `holidays` replaced by what is given there.
    pub fn with(holidays: &[Holiday]) -> Self {
        let mut calendar = Self::builtin();
        let years: BTreeSet<i16> = holidays.iter().map(|holiday| holiday.year).collect();
        calendar.days.retain(|_, (_, notice)| !years.contains(&notice.year));
        for holiday in holidays {
            calendar.add(holiday);
        }
        calendar
    }

    fn add(&mut self, holiday: &Holiday) {
        let notice = Notice { name: holiday.name.clone(), year: holiday.year };
        self.years.insert(holiday.year);
        if let Some((first, last)) = holiday.off {
            for n in 0..=last.since(first) {
                self.days.insert(first.plus(n), (true, notice.clone()));
            }
        }
        for day in &holiday.work {
            self.days.insert(*day, (false, notice.clone()));
        }
    }

    /// Whether the notice for the year of `day` is in the table; if not, only Monday–Friday is known.
    pub fn knows(&self, day: Day) -> bool {
        self.years.contains(&day.year())
    }

    /// What `day` is.
    pub fn kind(&self, day: Day) -> DayKind {
        match self.days.get(&day) {
            Some((true, notice)) => DayKind::Holiday(notice.clone()),
            Some((false, notice)) => DayKind::MakeUp(notice.clone()),
            None if day.is_weekend() => DayKind::Weekend,
            None => DayKind::WorkDay,
        }
    }

    /// Whether `day` is a day of rest: a public holiday, or a Saturday or Sunday that is not a make-up working day.
    pub fn is_rest(&self, day: Day) -> bool {
        self.days.get(&day).map_or_else(|| day.is_weekend(), |(rest, _)| *rest)
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::builtin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_per_year_are_those_of_the_notices() {
        let calendar = Calendar::builtin();
        for (year, expected) in [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
        {
            let first = Day::new(year, 1, 1).unwrap();
            let last = Day::new(year, 12, 31).unwrap();
            let count = (0..=last.since(first)).filter(|n| !calendar.is_rest(first.plus(*n))).count();
            assert_eq!(count, expected, "{year}");
        }
    }

    #[test]
    fn the_year_of_the_notice_is_not_the_year_of_the_date() {
        let DayKind::Holiday(notice) = Calendar::builtin().kind(day("2022-12-31")) else { panic!() };
        assert_eq!((notice.year, &*notice.name), (2023, "元旦"));
    }

    #[test]
    fn a_year_in_the_file_replaces_the_built_in_year() {
        let own = Holiday {
            name: "元旦".into(),
            year: 2027,
            off: Some((day("2027-01-01"), day("2027-01-03"))),
            work: vec![day("2027-01-09")],
        };
        let calendar = Calendar::with(&[own]);
        assert!(calendar.knows(day("2027-05-01")));
        assert!(calendar.is_rest(day("2027-01-01")));
        assert!(!calendar.is_rest(day("2027-01-09")));
        assert!(!Calendar::builtin().knows(day("2027-01-01")));
    }
}
