//! What a key can do: the vocabulary of the table of actions.

use super::model::Screen;
use crate::text::Phrase;

/// Where an action applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// On every screen.
    Everywhere,
    /// Where there is a list.
    Lists,
    /// On the tree.
    Tree,
    /// Where the item's detail has a pane.
    Detail,
    /// On the overview.
    Overview,
    /// On the week.
    Week,
    /// Where the cursor can be on a unit or on what it owes.
    Owing,
    /// On the timeline.
    Timeline,
    /// On the changes.
    Changes,
    /// On the flat lists that can be sorted.
    Sorted,
    /// On the plans.
    Plans,
}

impl Scope {
    /// Whether `screen` is within it.
    pub const fn holds(self, screen: Screen) -> bool {
        match self {
            Self::Everywhere | Self::Lists => true,
            Self::Tree => matches!(screen, Screen::Tree),
            Self::Detail => matches!(screen, Screen::Tree | Screen::Overdue | Screen::Week | Screen::Units),
            Self::Overview => matches!(screen, Screen::Overview),
            Self::Week => matches!(screen, Screen::Week),
            Self::Owing => matches!(screen, Screen::Week | Screen::Units | Screen::Overdue | Screen::Rules),
            Self::Timeline => matches!(screen, Screen::Timeline),
            Self::Changes => matches!(screen, Screen::Changes),
            Self::Sorted => matches!(screen, Screen::Overdue | Screen::Units),
            Self::Plans => matches!(screen, Screen::Plans),
        }
    }

    /// Where that is, for a list of keys; none where it is everywhere.
    pub const fn words(self) -> Option<Phrase> {
        Some(match self {
            Self::Everywhere | Self::Lists => return None,
            Self::Tree => Phrase::new("章节树", "tree"),
            Self::Detail => Phrase::new("章节树、逾期、本周、单位", "tree, overdue, week, units"),
            Self::Overview => Phrase::new("总览", "overview"),
            Self::Week => Phrase::new("本周", "week"),
            Self::Owing => Phrase::new("本周、单位、逾期、细则", "week, units, overdue, rules"),
            Self::Timeline => Phrase::new("时间轴", "timeline"),
            Self::Changes => Phrase::new("动态", "changes"),
            Self::Sorted => Phrase::new("逾期、单位", "overdue, units"),
            Self::Plans => Phrase::new("方案", "plans"),
        })
    }
}

/// A movement of the cursor, or of what lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// A row down.
    Down,
    /// A row up.
    Up,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Move {
    /// The rows it moves, where a page holds `page` of them and the list `all`; negative: up.
    pub fn rows(self, page: i64, all: i64) -> i64 {
        let half = (page / 2).max(1);
        match self {
            Self::Down => 1,
            Self::Up => -1,
            Self::HalfDown => half,
            Self::HalfUp => -half,
            Self::PageDown => page,
            Self::PageUp => -page,
            Self::First => -all,
            Self::Last => all,
        }
    }
}

/// What is done with a fold, or with the row under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// Opens or closes a fold; goes to the item behind a row.
    Enter,
    /// Opens a fold, or goes into it.
    Open,
    /// Closes a fold, or goes to the section around.
    Close,
    /// Opens or closes the fold the cursor is on.
    Toggle,
    /// Opens every fold.
    OpenAll,
    /// Folds so that sections show down to a depth; 0 closes every fold.
    Depth(u8),
}

/// A step from one thing that matters to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the next match of the filter, or the next red or yellow light.
    NextMatch,
    /// To the one before.
    PreviousMatch,
    /// To the next change.
    NextChange,
    /// To the change before.
    PreviousChange,
}

/// How the flat lists are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arrange {
    /// By the next order.
    Sort,
    /// Under the next kind of heading.
    Group,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionId {
    /// Opens a screen.
    Show(Screen),
    /// Moves the cursor.
    Move(Move),
    /// Folds, unfolds, goes behind a row.
    Fold(Fold),
    /// Scrolls the detail by lines; negative: up.
    Detail(i8),
    /// Goes so many days on; negative: back.
    Travel(i8),
    /// Returns to today.
    Today,
    /// Goes to the next figure of the overview.
    NextFigure,
    /// Shows the reminder slip of the unit under the cursor.
    Slip,
    /// Groups the week by unit, or by day.
    Group,
    /// Scrolls the timeline; negative: back in time.
    Pan(i8),
    /// Takes a finer scale of the timeline.
    ZoomIn,
    /// Takes a coarser scale of the timeline.
    ZoomOut,
    /// Shows the whole plan on the timeline.
    ZoomFit,
    /// Shows the months in place of the bars, or the bars again.
    Months,
    /// Counts the changes from another moment.
    Since,
    /// Sorts the plans another way.
    Sort,
    /// Explains the date and the light under the cursor.
    Explain,
    /// Types a filter.
    Filter,
    /// Goes to what matters next.
    Step(Step),
    /// Arranges the flat lists.
    Arrange(Arrange),
    /// Copies what the cursor is on.
    Copy,
    /// Types a command.
    Prompt,
    /// Leaves the mouse to the terminal, or takes it back.
    Mouse,
    /// Opens the file behind the row in an editor.
    Edit,
    /// Closes what is open, then drops the filter, then returns to today.
    Back,
    /// Switches the language.
    Language,
    /// Switches the theme.
    Theme,
    /// Shows every key.
    Help,
    /// Paints the screen anew.
    Repaint,
    /// Reads every file again.
    Reread,
    /// Stops, as the shell does.
    Suspend,
    /// Ends.
    Quit,
}
