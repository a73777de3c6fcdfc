//! The pages of the wall: their words, their titles, what each shows.

use crate::text::Phrase;

/// A page of the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// Several plans side by side, paged.
    Plans,
    /// The countdown of the 20 days.
    Countdown,
    /// Overall progress in big digits, lights.
    Progress,
    /// The overdue list, paged.
    Overdue,
    /// The section tree, by section, paged.
    Sections,
    /// The units, paged.
    Units,
    /// What changed since the wall was started, paged.
    Changes,
}

impl Page {
    /// Every page, in the order they turn.
    pub const ALL: [Self; 7] = [
        Self::Plans,
        Self::Countdown,
        Self::Progress,
        Self::Overdue,
        Self::Sections,
        Self::Units,
        Self::Changes,
    ];

    /// The word of `snapshot --view`.
    pub const fn view(self) -> &'static str {
        match self {
            Self::Plans => "wall:plans",
            Self::Countdown => "wall:rules",
            Self::Progress => "wall:overview",
            Self::Overdue => "wall:overdue",
            Self::Sections => "wall:tree",
            Self::Units => "wall:units",
            Self::Changes => "wall:changes",
        }
    }

    /// The word of `--pages`.
    pub fn word(self) -> &'static str {
        self.view().trim_start_matches("wall:")
    }

    /// The page a word of `--pages` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.word() == word.trim())
    }

    /// Its title.
    pub const fn title(self) -> Phrase {
        match self {
            Self::Plans => Phrase::new("各方案进展", "Progress by plan"),
            Self::Countdown => Phrase::new("监管细则倒计时", "Supervision rules: countdown"),
            Self::Progress => Phrase::new("总体进展", "Overall progress"),
            Self::Overdue => Phrase::new("逾期与临期", "Overdue and due soon"),
            Self::Sections => Phrase::new("各章节进展", "Progress by section"),
            Self::Units => Phrase::new("各单位进展", "Progress by unit"),
            Self::Changes => Phrase::new("最新动态", "Latest changes"),
        }
    }
}

impl Page {
    /// Its title where a few cells must do.
    pub const fn short(self) -> Phrase {
        match self {
            Self::Plans => Phrase::new("各方案", "plans"),
            Self::Countdown => Phrase::new("倒计时", "rules"),
            Self::Progress => Phrase::new("总进展", "progress"),
            Self::Overdue => Phrase::new("逾期", "overdue"),
            Self::Sections => Phrase::new("各章节", "sections"),
            Self::Units => Phrase::new("各单位", "units"),
            Self::Changes => Phrase::new("动态", "changes"),
        }
    }

    /// What it shows, in a sentence: the README's table.
    pub const fn shows(self) -> Phrase {
        match self {
            Self::Plans => Phrase::new(
                "有几个方案时才有：方案数、总进度、逾期与未报单位数（大字），各方案并排，最差的在前；此后每轮一个方案",
                "where there are several plans: how many, the progress of all, what is overdue and who is silent in \
                 big digits; each plan, the worst first. Each round of the other pages is about one plan, then the next",
            ),
            Self::Countdown => Phrase::new(
                "每条带期限的规则一页：剩余天数（大字）、日历条、已公布数，以及还欠哪些、是谁的、到了哪一步",
                "a page a rule with a deadline: the days left in big digits, the strip of days, how many are \
                 published, and what is still owed, by whom, at which stage",
            ),
            Self::Progress => Phrase::new(
                "平均进度（大字）、完成率、各灯数量，屏幕够高时有燃起图",
                "the mean progress in big digits, the completion rate, the lights, on a tall screen the burn-up",
            ),
            Self::Overdue => Phrase::new(
                "逾期数与临期、滞后数（大字），再逐项列出：逾期最久的在前，是谁的，何时到期",
                "how many are overdue and how many press, in big digits; then each, the longest overdue first, \
                 whose it is and when it was due",
            ),
            Self::Sections => Phrase::new(
                "总进度与完成数（大字），各章节的进度条和最差的灯",
                "the whole plan's progress in big digits; each section with its bar and its worst light",
            ),
            Self::Units => Phrase::new(
                "超期未报与从未报送的单位数（大字），各单位的进度、欠的细则、报送新旧",
                "how many units are late with a report or never sent one, in big digits; each unit's progress, \
                 the rules it owes, the age of its report",
            ),
            Self::Changes => Phrase::new(
                "挂屏以来的改动数（大字），逐条列出，最新的在前",
                "how much has changed since the wall was started, in big digits; each change, the newest first",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_named_by_its_word() {
        for page in Page::ALL {
            assert_eq!(Page::parse(page.word()), Some(page));
        }
    }
}
