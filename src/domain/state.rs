//! What a unit reports: the seven states of an item.

use crate::text::Phrase;

/// A state as a unit reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum State {
    /// 未启动.
    #[default]
    NotStarted,
    /// 暂停: held, may go on.
    Suspended,
    /// 推进中.
    InProgress,
    /// 已提交: the unit says done; not yet checked.
    Submitted,
    /// 已完成: checked.
    Completed,
    /// 已销号: struck off by the coordinator.
    Closed,
    /// 停止实施: given up, clause （十三） of the plan; left out of the roll-up.
    Stopped,
}

impl State {
    /// All states, from the least to the most advanced; of several leads the least advanced counts.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::Suspended,
        Self::InProgress,
        Self::Submitted,
        Self::Completed,
        Self::Closed,
        Self::Stopped,
    ];

    /// The word in files and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Submitted => "submitted",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Suspended => "suspended",
            Self::Stopped => "stopped",
        }
    }

    /// The word people read; the Chinese one is also read from files.
    pub const fn word(self) -> Phrase {
        match self {
            Self::NotStarted => Phrase::new("未启动", "not started"),
            Self::InProgress => Phrase::new("推进中", "in progress"),
            Self::Submitted => Phrase::new("已提交", "submitted"),
            Self::Completed => Phrase::new("已完成", "completed"),
            Self::Closed => Phrase::new("已销号", "closed"),
            Self::Suspended => Phrase::new("暂停", "suspended"),
            Self::Stopped => Phrase::new("停止实施", "stopped"),
        }
    }

    /// The state a word of a file names, in either language.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL.into_iter().find(|state| word == state.key() || word == state.word().zh)
    }

    /// Whether the unit says it is done: submitted, completed or closed. Means 100 %.
    pub const fn is_done(self) -> bool {
        match self {
            Self::Submitted | Self::Completed | Self::Closed => true,
            Self::NotStarted | Self::InProgress | Self::Suspended | Self::Stopped => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_by_both_its_words() {
        for state in State::ALL {
            assert_eq!(State::parse(state.key()), Some(state));
            assert_eq!(State::parse(state.word().zh), Some(state));
        }
        assert_eq!(State::parse("done"), None);
    }
}
