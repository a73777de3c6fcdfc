//! What the clock says of an item and of an obligation, and the light that goes with it.
//!
//! The tables of the format's "What is computed", row by row; the first row that fits decides.

use super::day::Day;
use super::percent::Percent;
use super::plan::Thresholds;
use super::state::State;
use crate::text::{Lang, Phrase, days, plural, say};

/// A light. Never a colour alone: a sign and a word come before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// 红: overdue or far behind.
    Red,
    /// 黄: due today, due soon or behind.
    Yellow,
    /// 绿: on pace.
    Green,
    /// 灰: nothing to say yet, or no longer.
    Grey,
    /// 完成: done, late or not.
    Done,
}

impl Light {
    /// All lights, worst first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Green, Self::Grey, Self::Done];

    /// The word in JSON and in filters.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Grey => "grey",
            Self::Done => "done",
        }
    }

    /// The word people read.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Red => Phrase::new("红", "red"),
            Self::Yellow => Phrase::new("黄", "yellow"),
            Self::Green => Phrase::new("绿", "green"),
            Self::Grey => Phrase::new("灰", "grey"),
            Self::Done => Phrase::new("完成", "done"),
        }
    }

    /// The sign that stands before the word, one cell: a shape of its own for each light, not a colour.
    /// None is of ambiguous width: a terminal set up for Chinese shows all of them in one cell.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Red => "✖",
            Self::Yellow => "▴",
            Self::Green => "◉",
            Self::Grey => "◌",
            Self::Done => "✔",
        }
    }

    /// The sign's ASCII twin, for terminals and printers that have no other.
    pub const fn ascii(self) -> &'static str {
        match self {
            Self::Red => "X",
            Self::Yellow => "!",
            Self::Green => "o",
            Self::Grey => ".",
            Self::Done => "v",
        }
    }

    /// Its place in [`Light::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Self::Red => 0,
            Self::Yellow => 1,
            Self::Green => 2,
            Self::Grey => 3,
            Self::Done => 4,
        }
    }
}

/// What the clock says of an item on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clock {
    /// 停止实施.
    Stopped,
    /// 暂停.
    Suspended,
    /// 按期完成.
    CompletedOnTime,
    /// 逾期完成: done, so many days late; stays so for ever.
    CompletedLate {
        /// Days late, at least 1.
        days: i64,
    },
    /// 逾期.
    Overdue {
        /// Days overdue, at least 1.
        days: i64,
    },
    /// 今日到期: not overdue.
    DueToday,
    /// 严重滞后: so many points under 序时进度.
    FarBehind {
        /// Points in thousandths of a percent.
        points: u64,
    },
    /// 临期.
    DueSoon {
        /// Days left, at least 1.
        days: i64,
    },
    /// 滞后.
    Behind {
        /// Points in thousandths of a percent.
        points: u64,
    },
    /// 按序时.
    OnSchedule,
    /// 推进中, 无时限.
    NoDate,
    /// 未启动, 无时限.
    NotStarted,
}

/// What is known of an item on a day; what [`Clock::of`] decides from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The state.
    pub state: State,
    /// The progress.
    pub progress: Percent,
    /// Since when it is done.
    pub completed_on: Option<Day>,
    /// Whether any entry has been logged.
    pub reported: bool,
    /// When it started, for 序时进度.
    pub start: Option<Day>,
    /// When it is due.
    pub due: Option<Day>,
}

impl Known {
    /// 序时进度 on `day`: the share of the days from `start` to `due` that has passed; none without both dates.
    pub fn expected(&self, day: Day) -> Option<Percent> {
        Some(expected(self.start?, self.due?, day))
    }
}

/// 序时进度 on `day` of what runs from `start` to `due`.
pub(super) fn expected(start: Day, due: Day, day: Day) -> Percent {
    let whole = due.since(start);
    let gone = day.since(start);
    if whole <= 0 {
        return if gone < 0 { Percent::ZERO } else { Percent::FULL };
    }
    let gone = u64::try_from(gone.clamp(0, whole)).unwrap_or_default();
    Percent::of(gone, u64::try_from(whole).unwrap_or(1))
}

impl Clock {
    /// What the clock says on `day`.
    pub fn of(known: &Known, day: Day, thresholds: &Thresholds) -> Self {
        match known.state {
            State::Stopped => return Self::Stopped,
            State::Suspended => return Self::Suspended,
            State::Submitted | State::Completed | State::Closed => {
                let late = known.completed_on.zip(known.due).map_or(0, |(done, due)| done.since(due));
                return if late > 0 { Self::CompletedLate { days: late } } else { Self::CompletedOnTime };
            }
            State::NotStarted | State::InProgress => {}
        }
        let Some(due) = known.due else {
            return if known.reported { Self::NoDate } else { Self::NotStarted };
        };
        let points = known.expected(day).map_or(0, |expected| known.progress.points_below(expected));
        match due.since(day) {
            left if left < 0 => Self::Overdue { days: -left },
            0 => Self::DueToday,
            _ if points >= thresholds.behind_red => Self::FarBehind { points },
            left if left <= thresholds.due_soon => Self::DueSoon { days: left },
            _ if points >= thresholds.behind_yellow => Self::Behind { points },
            _ => Self::OnSchedule,
        }
    }

    /// The light of this state.
    pub const fn light(self) -> Light {
        match self {
            Self::Overdue { .. } | Self::FarBehind { .. } => Light::Red,
            Self::DueToday | Self::DueSoon { .. } | Self::Behind { .. } => Light::Yellow,
            Self::OnSchedule | Self::NoDate => Light::Green,
            Self::Stopped | Self::Suspended | Self::NotStarted => Light::Grey,
            Self::CompletedOnTime | Self::CompletedLate { .. } => Light::Done,
        }
    }

    /// The word in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Suspended => "suspended",
            Self::CompletedOnTime => "completed_on_time",
            Self::CompletedLate { .. } => "completed_late",
            Self::Overdue { .. } => "overdue",
            Self::DueToday => "due_today",
            Self::FarBehind { .. } => "far_behind",
            Self::DueSoon { .. } => "due_soon",
            Self::Behind { .. } => "behind",
            Self::OnSchedule => "on_schedule",
            Self::NoDate => "no_date",
            Self::NotStarted => "not_started",
        }
    }

    /// The words people read: `逾期 3 天`, `3 days overdue`.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Stopped => State::Stopped.word().get(lang).to_owned(),
            Self::Suspended => State::Suspended.word().get(lang).to_owned(),
            Self::CompletedOnTime => say!(lang, "按期完成", "done on time"),
            Self::CompletedLate { days: n } => late(n, "逾期完成", "done", lang),
            Self::Overdue { days: n } => overdue(n, lang),
            Self::DueToday => say!(lang, "今日到期", "due today"),
            Self::FarBehind { points } => behind(points, "严重滞后", "far behind", lang),
            Self::DueSoon { days: n } => due_soon(n, lang),
            Self::Behind { points } => behind(points, "滞后", "behind", lang),
            Self::OnSchedule => say!(lang, "按序时", "on schedule"),
            Self::NoDate => say!(lang, "推进中", "in progress"),
            Self::NotStarted => say!(lang, "未启动", "not started"),
        }
    }

    /// Days overdue; 0 if it is not.
    pub const fn days_overdue(self) -> i64 {
        match self {
            Self::Overdue { days } => days,
            Self::Stopped
            | Self::Suspended
            | Self::CompletedOnTime
            | Self::CompletedLate { .. }
            | Self::DueToday
            | Self::FarBehind { .. }
            | Self::DueSoon { .. }
            | Self::Behind { .. }
            | Self::OnSchedule
            | Self::NoDate
            | Self::NotStarted => 0,
        }
    }

    /// Whether it is due today or within the days that count as 临期, and not done.
    pub const fn is_due_soon(self) -> bool {
        matches!(self, Self::DueToday | Self::DueSoon { .. })
    }
}

/// What the clock says of an obligation on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleClock {
    /// 按期公布.
    MetOnTime,
    /// 逾期公布.
    MetLate {
        /// Days late, at least 1.
        days: i64,
    },
    /// 逾期.
    Overdue {
        /// Days overdue, at least 1.
        days: i64,
    },
    /// 今日到期.
    DueToday,
    /// 临期.
    DueSoon {
        /// Days left, at least 1.
        days: i64,
    },
    /// 未到期, and whether some stage is dated.
    Open {
        /// Whether work on it has begun.
        begun: bool,
    },
    /// 待认定: whether it is owed has not been said.
    Undetermined,
}

impl RuleClock {
    /// What the clock says on `day` of an obligation due on `deadline`, met on `met_on` or not, begun or not.
    pub fn of(deadline: Day, met_on: Option<Day>, begun: bool, day: Day, thresholds: &Thresholds) -> Self {
        if let Some(met) = met_on {
            let late = met.since(deadline);
            return if late > 0 { Self::MetLate { days: late } } else { Self::MetOnTime };
        }
        match deadline.since(day) {
            left if left < 0 => Self::Overdue { days: -left },
            0 => Self::DueToday,
            left if left <= thresholds.due_soon => Self::DueSoon { days: left },
            _ => Self::Open { begun },
        }
    }

    /// The light of this state.
    pub const fn light(self) -> Light {
        match self {
            Self::Overdue { .. } => Light::Red,
            Self::DueToday | Self::DueSoon { .. } => Light::Yellow,
            Self::Open { begun: true } => Light::Green,
            Self::Open { begun: false } | Self::Undetermined => Light::Grey,
            Self::MetOnTime | Self::MetLate { .. } => Light::Done,
        }
    }

    /// The word in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MetOnTime => "met_on_time",
            Self::MetLate { .. } => "met_late",
            Self::Overdue { .. } => "overdue",
            Self::DueToday => "due_today",
            Self::DueSoon { .. } => "due_soon",
            Self::Open { .. } => "open",
            Self::Undetermined => "undetermined",
        }
    }

    /// The words people read.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::MetOnTime => say!(lang, "按期公布", "published on time"),
            Self::MetLate { days: n } => late(n, "逾期公布", "published", lang),
            Self::Overdue { days: n } => overdue(n, lang),
            Self::DueToday => say!(lang, "今日到期", "due today"),
            Self::DueSoon { days: n } => due_soon(n, lang),
            Self::Open { .. } => say!(lang, "未到期", "not yet due"),
            Self::Undetermined => say!(lang, "待认定", "undetermined"),
        }
    }

    /// Whether it has been met, late or not.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::MetOnTime | Self::MetLate { .. })
    }
}

fn overdue(n: i64, lang: Lang) -> String {
    let unit = plural(n, "day", "days");
    say!(lang, "逾期 {n} 天", "{n} {unit} overdue")
}

fn due_soon(n: i64, lang: Lang) -> String {
    let left = days(n, lang);
    say!(lang, "临期 剩 {left}", "due in {left}")
}

fn late(n: i64, zh: &str, en: &str, lang: Lang) -> String {
    let late = days(n, lang);
    say!(lang, "{zh} {late}", "{en} {late} late")
}

fn behind(points: u64, zh: &str, en: &str, lang: Lang) -> String {
    let points = Percent::from_thousandths(points).tenths();
    let points = (points + 5) / 10;
    say!(lang, "{zh} {points} 点", "{en} {points} pt")
}
