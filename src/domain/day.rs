//! Civil days: a date in the plan's time zone, never an instant.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::text::{Lang, Said, both, say};

/// The day zero of [`Day`].
const EPOCH: Date = date(1970, 1, 1);

/// The number of the first day of the common era, counted from [`EPOCH`].
const ERA: i32 = -719_162;

/// A civil day. Four bytes, also where there may be none; ordered, and arithmetic is subtraction of numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(
    /// Counted from the first day of the common era, which is 1: 0 is left for no day at all.
    NonZeroU32,
);

impl Day {
    /// The first day a file may name: 1900-01-01.
    pub const FIRST: Self = Self::at(-25_567);
    /// The last day a file may name: 2200-12-31.
    pub const LAST: Self = Self::at(84_370);
    /// The last day that can be written with four digits: counting stops here instead of failing.
    const END: Self = Self::at(2_932_896);
    /// The first day of the common era, the other end of counting.
    const START: Self = Self::at(ERA);

    /// The day so many days after [`EPOCH`], which must not lie before [`START`](Self::START).
    const fn at(days: i32) -> Self {
        match NonZeroU32::new(days.abs_diff(ERA).saturating_add(1)) {
            Some(n) => Self(n),
            None => Self(NonZeroU32::MIN),
        }
    }

    /// How many days after [`EPOCH`] it is.
    const fn days(self) -> i32 {
        self.0.get().cast_signed() - 1 + ERA
    }

    /// The day of a calendar date, if there is such a date between 0001 and 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    /// The day of a date of the calendar library.
    pub fn from_date(date: Date) -> Self {
        let days = EPOCH.until(date).map_or(0, |span| span.get_days());
        Self::at(days.clamp(Self::START.days(), Self::END.days()))
    }

    /// This day as a date of the calendar library.
    pub fn date(self) -> Date {
        EPOCH.checked_add(self.days().days()).unwrap_or(EPOCH)
    }

    /// The day `n` days later (earlier, if negative); stops at the years 1 and 9999.
    #[must_use]
    pub fn plus(self, n: i64) -> Self {
        let (start, end) = (i64::from(Self::START.days()), i64::from(Self::END.days()));
        let day = i64::from(self.days()).saturating_add(n).clamp(start, end);
        i32::try_from(day).map_or(self, Self::at)
    }

    /// The days from `earlier` to this day; negative if `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        i64::from(self.days()) - i64::from(earlier.days())
    }

    /// The year, 1–9999.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// The month, 1–12.
    pub fn month(self) -> i8 {
        self.date().month()
    }

    /// The day of the month, 1–31.
    pub fn day_of_month(self) -> i8 {
        self.date().day()
    }

    /// The day of the week, Monday 0 to Sunday 6.
    pub fn weekday_index(self) -> i32 {
        (self.days() + 3).rem_euclid(7)
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        self.weekday_index() >= 5
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus(-i64::from(self.weekday_index()))
    }

    /// `周四`, `Thu`.
    pub fn weekday_word(self, lang: Lang) -> &'static str {
        match (self.date().weekday(), lang) {
            (Weekday::Monday, Lang::Zh) => "周一",
            (Weekday::Tuesday, Lang::Zh) => "周二",
            (Weekday::Wednesday, Lang::Zh) => "周三",
            (Weekday::Thursday, Lang::Zh) => "周四",
            (Weekday::Friday, Lang::Zh) => "周五",
            (Weekday::Saturday, Lang::Zh) => "周六",
            (Weekday::Sunday, Lang::Zh) => "周日",
            (Weekday::Monday, Lang::En) => "Mon",
            (Weekday::Tuesday, Lang::En) => "Tue",
            (Weekday::Wednesday, Lang::En) => "Wed",
            (Weekday::Thursday, Lang::En) => "Thu",
            (Weekday::Friday, Lang::En) => "Fri",
            (Weekday::Saturday, Lang::En) => "Sat",
            (Weekday::Sunday, Lang::En) => "Sun",
        }
    }

    /// The day with its weekday: `2022-02-16 周三`, `Wed 2022-02-16`.
    pub fn long(self, lang: Lang) -> String {
        let word = self.weekday_word(lang);
        say!(lang, "{self} {word}", "{word} {self}")
    }

    /// Month and day for narrow places: `02-16`.
    pub fn short(self) -> String {
        format!("{:02}-{:02}", self.month(), self.day_of_month())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayError {
    /// Digits in the right places, but no such day: 2022-02-30.
    NoSuchDay,
    /// Written another way, and this is the day it seems to mean: 2022/2/8.
    Form(Day),
    /// Outside 1900–2200.
    OutOfRange,
    /// Not a date.
    NotADate,
}

impl DayError {
    /// What to do about it, in both languages.
    pub fn hint(&self) -> Said {
        match self {
            Self::NoSuchDay => both!(
                "日历上没有这一天，请核对月份和日数",
                "the calendar has no such day: check month and day"
            ),
            Self::Form(day) => both!("写成 {day}", "write {day}"),
            Self::OutOfRange => both!("年份应在 1900–2200 之间", "the year must be between 1900 and 2200"),
            Self::NotADate => both!(
                "日期写成 年-月-日，例如 2022-02-16",
                "write dates as year-month-day, for example 2022-02-16"
            ),
        }
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `2022-02-16`, also with full-width digits or dashes; any other form is refused with the form to use.
    fn from_str(text: &str) -> Result<Self, DayError> {
        if text.is_ascii() {
            written(text.trim())
        } else {
            written(&text.trim().chars().map(narrow).collect::<String>())
        }
    }
}

/// The day `text` names.
fn written(text: &str) -> Result<Day, DayError> {
    if let [a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes()
        && [a, b, c, d, e, f, g, h].iter().all(|b| b.is_ascii_digit())
        && let (Some(y), Some(m), Some(d)) = (text.get(..4), text.get(5..7), text.get(8..))
    {
        return in_range(numbers(y, m, d).ok_or(DayError::NoSuchDay)?);
    }
    Err(other_form(text))
}

/// The ASCII twin of a full-width digit, dash or slash; other characters stay.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '—' | '–' | '−' => '-',
        c => c,
    }
}

fn in_range(day: Day) -> Result<Day, DayError> {
    if (Day::FIRST..=Day::LAST).contains(&day) { Ok(day) } else { Err(DayError::OutOfRange) }
}

fn numbers(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Recognises the other forms people write, to name the right one: 2022/2/8, 2022.2.8, 2022年2月8日, 20220208.
fn other_form(text: &str) -> DayError {
    let parts: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日', ' ', 'T']).filter(|part| !part.is_empty()).collect();
    let day = match parts.as_slice() {
        [y, m, d, ..] if y.len() == 4 => numbers(y, m, d),
        [all] if all.len() == 8 && all.bytes().all(|b| b.is_ascii_digit()) => {
            all.get(..4).zip(all.get(4..6)).zip(all.get(6..)).and_then(|((y, m), d)| numbers(y, m, d))
        }
        _ => return DayError::NotADate,
    };
    day.map_or(DayError::NoSuchDay, DayError::Form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_bounds_are_the_days_they_say() {
        assert_eq!(Day::FIRST.to_string(), "1900-01-01");
        assert_eq!(Day::LAST.to_string(), "2200-12-31");
        assert_eq!(Day::END.to_string(), "9999-12-31");
        assert_eq!(Day::START.to_string(), "0001-01-01");
        assert_eq!(Day::LAST.plus(i64::MAX), Day::END);
        assert_eq!(Day::FIRST.plus(i64::MIN), Day::START);
        assert!(Day::START < Day::FIRST && Day::FIRST < Day::LAST && Day::LAST < Day::END);
    }

    #[test]
    fn no_day_takes_no_more_room_than_a_day() {
        assert_eq!(size_of::<Option<Day>>(), 4);
    }

    #[test]
    fn every_day_of_four_hundred_years_reads_back_as_itself() {
        let mut day = day("1900-01-01");
        let mut date = date(1900, 1, 1);
        while day <= Day::LAST {
            assert_eq!(day.to_string().parse(), Ok(day));
            assert_eq!(day.date(), date);
            assert_eq!(day.weekday_index(), i32::from(date.weekday().to_monday_zero_offset()));
            day = day.plus(1);
            date = date.tomorrow().unwrap();
        }
    }

    #[test]
    fn another_form_is_refused_with_the_right_one() {
        for text in ["2022/2/8", "2022.2.8", "2022年2月8日", "20220208", "2022-2-8", "2022-02-08T10:00"] {
            assert_eq!(text.parse::<Day>(), Err(DayError::Form(day("2022-02-08"))), "{text}");
        }
        assert_eq!("2022-02-30".parse::<Day>(), Err(DayError::NoSuchDay));
        assert_eq!("1899-12-31".parse::<Day>(), Err(DayError::OutOfRange));
        assert_eq!("下周".parse::<Day>(), Err(DayError::NotADate));
        assert_eq!("２０２２－０２－０８".parse(), Ok(day("2022-02-08")));
    }
}
