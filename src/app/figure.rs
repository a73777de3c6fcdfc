//! The figures of the overview that can be gone behind: each leads to exactly the items it counts.

use super::model::{Model, Screen};
use crate::domain::filter::Filter;
use crate::domain::{Board, Light, Text};

/// A figure of the overview.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Figure {
    /// 平均进度: the mean over all items.
    Progress,
    /// 完成率: the items done.
    Completed,
    /// The items under a light.
    Light(Light),
    /// 逾期.
    Overdue,
    /// 临期: due today or within the plan's `due_soon`.
    DueSoon,
    /// What is owed under a rule; by the rule's id.
    Rule(Text),
    /// The lead units and their silence.
    Reports,
    /// What is wrong in the files.
    Findings,
}

impl Figure {
    /// The figures of `board`, in the order they stand on the screen.
    pub fn all(board: &Board) -> Vec<Self> {
        let mut all = vec![Self::Progress, Self::Completed];
        all.extend(Light::ALL.map(Self::Light));
        all.extend([Self::Overdue, Self::DueSoon]);
        let counted = board.plan().rules.iter().zip(&board.rules);
        let counted = counted.filter(|(_, figures)| figures.deadline.is_some());
        all.extend(counted.map(|(rule, _)| Self::Rule(rule.id.clone())));
        all.push(Self::Reports);
        all.extend((!board.findings.is_empty()).then_some(Self::Findings));
        all
    }

    /// The filter that lets through what it counts, and the screen that lists it.
    pub fn leads_to(&self, board: &Board) -> (Screen, Option<Filter>) {
        let items = |text: String| (Screen::Tree, Some(Filter::parse(&text)));
        match self {
            Self::Progress => (Screen::Tree, None),
            Self::Completed => items(format!("light:{}", Light::Done.key())),
            Self::Light(light) => items(format!("light:{}", light.key())),
            Self::Overdue => items("due:overdue".to_owned()),
            // Yellow: what is far behind besides is counted as red, and what is done is due no more.
            Self::DueSoon => items(format!("light:yellow due:<{}d", board.plan().lights.due_soon)),
            Self::Rule(_) => (Screen::Rules, None),
            Self::Reports => (Screen::Units, None),
            Self::Findings => (Screen::Findings, None),
        }
    }

    /// Goes there.
    pub(super) fn follow(&self, model: &mut Model) {
        let Some(board) = model.board.clone() else { return };
        let (screen, filter) = self.leads_to(&board);
        model.filter = filter.unwrap_or_default();
        model.screen = screen;
        model.detail_top = 0;
    }
}
