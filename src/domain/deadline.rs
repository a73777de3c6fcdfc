//! Counting days: from a base date and a rule to a date, with every step of the way.
//!
//! The base date is never counted. Clause （十七） of the plan says 印发后20日内: by default calendar days, and if the
//! last day is a day of rest, the first day after it that is not. It is a reading, so the rule is data of the plan
//! and the results of the other two rules stand beside it.

use std::sync::Arc;

use super::calendar::{Calendar, DayKind};
use super::day::Day;
use crate::text::{Lang, Phrase, plural, say};

/// A rule of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Count {
    /// Calendar days.
    Calendar,
    /// Calendar days; a last day that is a day of rest rolls forward (顺延).
    CalendarRoll,
    /// Working days.
    Working,
}

impl Count {
    /// All three, in the order they are listed.
    pub const ALL: [Self; 3] = [Self::Calendar, Self::CalendarRoll, Self::Working];

    /// The word in files, on the command line and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::CalendarRoll => "calendar_roll",
            Self::Working => "working",
        }
    }

    /// The name people read.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Calendar => Phrase::new("自然日", "calendar days"),
            Self::CalendarRoll => Phrase::new("自然日（遇休顺延）", "calendar days, rolled off rest days"),
            Self::Working => Phrase::new("工作日", "working days"),
        }
    }

    /// The rule a word of a file names.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim() {
            "calendar" | "自然日" => Some(Self::Calendar),
            "calendar_roll" | "顺延" | "自然日顺延" => Some(Self::CalendarRoll),
            "working" | "工作日" => Some(Self::Working),
            _ => None,
        }
    }
}

/// What a base date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// 印发: the day the plan was issued.
    Issued,
    /// 公布: the day the plan was published.
    Published,
    /// A date that was simply given.
    Given,
}

impl Base {
    /// What the base date is called.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Issued => Phrase::new("印发日期", "date of issuance"),
            Self::Published => Phrase::new("公布日期", "date of publication"),
            Self::Given => Phrase::new("起算日期", "base date"),
        }
    }
}

/// A run of days of rest that was rolled over or skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The first day of the run.
    pub first: Day,
    /// Its last day.
    pub last: Day,
    /// The holiday's name; none for an ordinary weekend.
    pub name: Option<Arc<str>>,
    /// The year of the notice that says so; none for an ordinary weekend.
    pub notice: Option<i16>,
}

/// A deadline and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The date counted from; itself not counted.
    pub base: Day,
    /// What that date is.
    pub base_is: Base,
    /// How many days.
    pub days: u32,
    /// By which rule.
    pub count: Count,
    /// The last day on which it is still on time.
    pub date: Day,
    /// The day the plain count of calendar days ends on; `date` differs only by a roll or by working days.
    pub plain: Day,
    /// The days of rest rolled over (`calendar_roll`) or skipped (`working`).
    pub rests: Vec<Rest>,
    /// The make-up working days that were counted (`working`), or on which the count could end (`calendar_roll`).
    pub make_ups: Vec<Day>,
    /// The years that were looked at and have no table: Monday–Friday was assumed, the date is unconfirmed.
    pub unknown_years: Vec<i16>,
    /// What the other two rules give.
    pub others: [(Count, Day); 2],
}

impl Deadline {
    /// Counts `days` from `base` by `count`.
    pub fn new(base: Day, base_is: Base, days: u32, count: Count, calendar: &Calendar) -> Self {
        let counted = Counted::by(count, base, days, calendar);
        let mut others = Count::ALL.into_iter().filter(|other| *other != count);
        let mut next = || {
            let other = others.next().unwrap_or(count);
            (other, Counted::by(other, base, days, calendar).date)
        };
        Self {
            base,
            base_is,
            days,
            count,
            date: counted.date,
            plain: base.plus(i64::from(days)),
            rests: counted.rests,
            make_ups: counted.make_ups,
            unknown_years: counted.unknown_years,
            others: [next(), next()],
        }
    }

    /// The first day that is counted: the day after the base date.
    pub fn first_counted(&self) -> Day {
        self.base.plus(1)
    }

    /// Whether every year that was looked at has a table.
    pub fn confirmed(&self) -> bool {
        self.unknown_years.is_empty()
    }

    /// The date as it is shown: with `≈` before it while unconfirmed.
    pub fn shown(&self) -> String {
        let mark = if self.confirmed() { "" } else { "≈" };
        format!("{mark}{}", self.date)
    }

    /// The derivation, one sentence a step.
    pub fn steps(&self, lang: Lang) -> Vec<String> {
        let mut steps = Vec::new();
        let (base, what) = (self.base.long(lang), self.base_is.word().get(lang));
        steps.push(say!(lang, "{what}：{base}，当日不计", "{what}: {base}; that day itself is not counted"));
        let (first, n) = (self.first_counted().long(lang), self.days);
        let by = match self.count {
            Count::Calendar | Count::CalendarRoll => {
                Phrase::new("自然日", plural(i64::from(n), "calendar day", "calendar days"))
            }
            Count::Working => Phrase::new("工作日", plural(i64::from(n), "working day", "working days")),
        }
        .get(lang);
        steps.push(say!(lang, "自 {first} 起数 {n} 个{by}", "{n} {by} from {first} on"));
        match self.count {
            Count::Calendar => {
                steps.push(say!(
                    lang,
                    "按此规则，遇休息日也不顺延",
                    "by this rule a day of rest moves nothing"
                ));
            }
            Count::CalendarRoll => steps.push(self.roll_step(lang)),
            Count::Working => steps.extend(self.skipped_step(lang)),
        }
        if !self.unknown_years.is_empty() {
            let comma = if lang == Lang::Zh { "、" } else { ", " };
            let years = self.unknown_years.iter().map(ToString::to_string).collect::<Vec<_>>().join(comma);
            steps.push(say!(
                lang,
                "没有 {years} 年的放假安排（尚未公布，或未录入），暂按周一至周五为工作日推算，日期待确认（≈）",
                "the holiday notice for {years} is not in the table: Monday to Friday assumed, the date is unconfirmed (≈)"
            ));
        }
        let date = self.date.long(lang);
        steps.push(say!(lang, "最后一日：{date}，至当日 24:00", "last day: {date}, until 24:00"));
        steps
    }

    fn roll_step(&self, lang: Lang) -> String {
        let plain = self.plain.long(lang);
        if self.rests.is_empty() {
            return if self.make_ups.contains(&self.plain) {
                say!(
                    lang,
                    "数至 {plain}，是调休上班日，不顺延",
                    "that ends on {plain}, a make-up working day: no roll"
                )
            } else {
                say!(lang, "数至 {plain}，是工作日，不顺延", "that ends on {plain}, a working day: no roll")
            };
        }
        let rests = rest_words(&self.rests, lang);
        let date = self.date.long(lang);
        say!(
            lang,
            "数至 {plain}，逢休息日（{rests}），顺延至 {date}",
            "that ends on {plain}, a day of rest ({rests}): rolled forward to {date}"
        )
    }

    fn skipped_step(&self, lang: Lang) -> Option<String> {
        if self.rests.is_empty() {
            return None;
        }
        let holidays: Vec<Rest> = self.rests.iter().filter(|rest| rest.name.is_some()).cloned().collect();
        let weekend_days: i64 = self
            .rests
            .iter()
            .filter(|rest| rest.name.is_none())
            .map(|rest| rest.last.since(rest.first) + 1)
            .sum();
        let mut parts = Vec::new();
        if !holidays.is_empty() {
            parts.push(rest_words(&holidays, lang));
        }
        if weekend_days > 0 {
            let days = plural(weekend_days, "day", "days");
            parts.push(say!(lang, "周末 {weekend_days} 天", "{weekend_days} weekend {days}"));
        }
        let skipped = parts.join(if lang == Lang::Zh { "；" } else { "; " });
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        let made_up = self.make_ups.iter().map(|day| day.short()).collect::<Vec<_>>().join(comma);
        Some(if self.make_ups.is_empty() {
            say!(lang, "不计休息日：{skipped}", "days of rest not counted: {skipped}")
        } else {
            say!(
                lang,
                "不计休息日：{skipped}；调休上班日 {made_up} 计入",
                "days of rest not counted: {skipped}; make-up working days counted: {made_up}"
            )
        })
    }
}

/// `春节 01-31 至 02-06（2022 年通知）`, joined.
fn rest_words(rests: &[Rest], lang: Lang) -> String {
    let words = rests.iter().map(|rest| {
        let range = if rest.first == rest.last {
            rest.first.short()
        } else {
            let (first, last) = (rest.first.short(), rest.last.short());
            say!(lang, "{first} 至 {last}", "{first} to {last}")
        };
        match (&rest.name, rest.notice) {
            (Some(name), Some(year)) => {
                say!(lang, "{name} {range}，{year} 年放假通知", "{name} {range}, notice for {year}")
            }
            _ => say!(lang, "周末 {range}", "weekend {range}"),
        }
    });
    words.collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " })
}

/// The result of one count.
struct Counted {
    date: Day,
    rests: Vec<Rest>,
    make_ups: Vec<Day>,
    unknown_years: Vec<i16>,
}

impl Counted {
    fn by(count: Count, base: Day, days: u32, calendar: &Calendar) -> Self {
        let mut counted =
            Self { date: base, rests: Vec::new(), make_ups: Vec::new(), unknown_years: Vec::new() };
        match count {
            Count::Calendar => counted.date = base.plus(i64::from(days)),
            Count::CalendarRoll => {
                counted.date = base.plus(i64::from(days));
                while counted.look(calendar) {
                    counted.date = counted.date.plus(1);
                }
            }
            Count::Working => {
                let mut left = days;
                while left > 0 {
                    let next = counted.date.plus(1);
                    if next == counted.date {
                        break; // the end of the calendar
                    }
                    counted.date = next;
                    if !counted.look(calendar) {
                        left -= 1;
                    }
                }
            }
        }
        counted
    }

    /// Looks at the current date: notes what it is, and says whether it is a day of rest.
    fn look(&mut self, calendar: &Calendar) -> bool {
        let day = self.date;
        if !calendar.knows(day) && self.unknown_years.last() != Some(&day.year()) {
            self.unknown_years.push(day.year());
        }
        let (name, notice) = match calendar.kind(day) {
            DayKind::WorkDay => return false,
            DayKind::MakeUp(_) => {
                self.make_ups.push(day);
                return false;
            }
            DayKind::Weekend => (None, None),
            DayKind::Holiday(notice) => (Some(notice.name), Some(notice.year)),
        };
        match self.rests.last_mut() {
            Some(rest) if rest.last.plus(1) == day && rest.name == name => rest.last = day,
            _ => self.rests.push(Rest { first: day, last: day, name, notice }),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn count(base: &str, count: Count) -> Deadline {
        Deadline::new(day(base), Base::Issued, 20, count, &Calendar::builtin())
    }

    /// The table of domain.md 3.6: base, +20 calendar, rolled, 20 working days.
    const KNOWN: &[(&str, &str, &str, &str)] = &[
        ("2022-01-27", "2022-02-16", "2022-02-16", "2022-03-01"),
        ("2022-01-10", "2022-01-30", "2022-01-30", "2022-02-10"),
        ("2022-01-11", "2022-01-31", "2022-02-07", "2022-02-11"),
        ("2022-02-07", "2022-02-27", "2022-02-28", "2022-03-07"),
        ("2024-04-21", "2024-05-11", "2024-05-11", "2024-05-20"),
        ("2025-09-11", "2025-10-01", "2025-10-09", "2025-10-15"),
        ("2026-01-26", "2026-02-15", "2026-02-24", "2026-02-28"),
        ("2026-12-14", "2027-01-03", "2027-01-04", "2027-01-11"),
    ];

    #[test]
    fn the_known_dates_come_out_by_all_three_rules() {
        for (base, plain, rolled, working) in KNOWN {
            assert_eq!(count(base, Count::Calendar).date, day(plain), "{base}");
            assert_eq!(count(base, Count::CalendarRoll).date, day(rolled), "{base}");
            assert_eq!(count(base, Count::Working).date, day(working), "{base}");
        }
    }

    #[test]
    fn a_year_without_a_table_is_unconfirmed_and_says_so() {
        let deadline = count("2026-12-14", Count::CalendarRoll);
        assert!(!deadline.confirmed());
        assert_eq!(deadline.shown(), "≈2027-01-04");
        assert!(deadline.steps(Lang::Zh).iter().any(|step| step.contains("没有 2027 年的放假安排")));
        // Calendar days need no table.
        assert!(count("2026-12-14", Count::Calendar).confirmed());
    }

    #[test]
    fn the_roll_over_spring_festival_names_it() {
        let steps = count("2022-01-11", Count::CalendarRoll).steps(Lang::Zh);
        assert!(steps.iter().any(|step| step.contains("春节 01-31 至 02-06，2022 年放假通知")), "{steps:?}");
        let steps = count("2022-01-27", Count::Working).steps(Lang::En);
        assert!(
            steps.iter().any(|step| step.contains("make-up working days counted: 01-29, 01-30")),
            "{steps:?}"
        );
    }

    #[test]
    fn far_dates_do_not_panic() {
        for base in [Day::FIRST, Day::LAST, Day::LAST.plus(i64::MAX)] {
            for rule in Count::ALL {
                let _ = Deadline::new(base, Base::Given, 4_000, rule, &Calendar::builtin());
            }
        }
    }
}
