//! The screens of the session.

use crate::text::Phrase;

/// A screen of the session. Each answers one question in one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Screen {
    /// `0` The plans side by side.
    Plans,
    /// `1` How do we stand?
    Overview,
    /// `2` Where in the plan?
    Tree,
    /// `3` What is late, whose, since when?
    Overdue,
    /// `4` The supervision rules and their 20 days.
    Rules,
    /// `5` Who owes what this week and next?
    Week,
    /// `6` Each unit.
    Units,
    /// `7` The items with dates on a calendar.
    Timeline,
    /// `8` What changed.
    Changes,
    /// `9` What is wrong in the files.
    Findings,
}

impl Screen {
    /// The screens of one plan, in the order of their keys; [`Screen::Plans`] stands above them.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Tree,
        Self::Overdue,
        Self::Rules,
        Self::Week,
        Self::Units,
        Self::Timeline,
        Self::Changes,
        Self::Findings,
    ];

    /// The screens of one plan, and the plans.
    pub fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain([Self::Plans])
    }

    /// The digit that opens it.
    pub const fn key(self) -> char {
        match self {
            Self::Plans => '0',
            Self::Overview => '1',
            Self::Tree => '2',
            Self::Overdue => '3',
            Self::Rules => '4',
            Self::Week => '5',
            Self::Units => '6',
            Self::Timeline => '7',
            Self::Changes => '8',
            Self::Findings => '9',
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Plans => Phrase::new("方案", "Plans"),
            Self::Overview => Phrase::new("总览", "Overview"),
            Self::Tree => Phrase::new("章节树", "Tree"),
            Self::Overdue => Phrase::new("逾期", "Overdue"),
            Self::Rules => Phrase::new("细则", "Rules"),
            Self::Week => Phrase::new("本周", "Week"),
            Self::Timeline => Phrase::new("时间轴", "Timeline"),
            Self::Units => Phrase::new("单位", "Units"),
            Self::Changes => Phrase::new("动态", "Changes"),
            Self::Findings => Phrase::new("问题", "Findings"),
        }
    }

    /// Its name on a screen of 80 columns, where nine long ones and the lights have no room.
    pub const fn brief(self) -> Phrase {
        match self {
            Self::Overview => Phrase::new("总览", "All"),
            Self::Overdue => Phrase::new("逾期", "Late"),
            Self::Timeline => Phrase::new("时间轴", "Time"),
            Self::Changes => Phrase::new("动态", "News"),
            Self::Findings => Phrase::new("问题", "Check"),
            Self::Plans | Self::Tree | Self::Rules | Self::Week | Self::Units => self.name(),
        }
    }

    /// The word on the command line (`--view`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plans => "plans",
            Self::Overview => "overview",
            Self::Tree => "tree",
            Self::Overdue => "overdue",
            Self::Rules => "rules",
            Self::Week => "week",
            Self::Units => "units",
            Self::Timeline => "timeline",
            Self::Changes => "changes",
            Self::Findings => "findings",
        }
    }
}
