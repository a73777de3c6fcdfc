//! Sorting and grouping the flat lists. The cursor stays on its id, whatever the order.

use std::cmp::Reverse;

use super::command::Arrange;
use super::list::{self, Row, RowKind};
use super::model::{Model, Screen};
use crate::domain::board::ItemFigures;
use crate::domain::{Board, ItemIx, Light, SectionIx, UnitIx, sorted};
use crate::text::{Phrase, Said, both};

/// What a flat list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The screen's own order: worst first; units as in the plan.
    #[default]
    Own,
    /// The due date, nearest first; none last.
    Due,
    /// The progress, least first.
    Progress,
    /// The light, red first.
    Light,
    /// The first lead unit, as in the plan.
    Unit,
    /// The newest log entry, newest first; none last.
    Newest,
}

impl Order {
    /// What a screen can be sorted by, in the order of the key; nothing where there is nothing to sort.
    pub const fn of(screen: Screen) -> &'static [Self] {
        match screen {
            Screen::Overdue => &[Self::Own, Self::Due, Self::Progress, Self::Light, Self::Unit, Self::Newest],
            Screen::Units => &[Self::Own, Self::Progress, Self::Light, Self::Newest],
            Screen::Overview
            | Screen::Tree
            | Screen::Plans
            | Screen::Rules
            | Screen::Week
            | Screen::Timeline
            | Screen::Changes
            | Screen::Findings => &[],
        }
    }

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "plan",
            Self::Due => "due",
            Self::Progress => "progress",
            Self::Light => "light",
            Self::Unit => "unit",
            Self::Newest => "newest",
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Own => Phrase::new("原序", "as it was"),
            Self::Due => Phrase::new("按时限", "by due date"),
            Self::Progress => Phrase::new("按进度，低的在前", "by progress, least first"),
            Self::Light => Phrase::new("按灯，红的在前", "by light, red first"),
            Self::Unit => Phrase::new("按单位", "by unit"),
            Self::Newest => Phrase::new("按最近记录，新的在前", "by entry, newest first"),
        }
    }
}

/// The headings of the overdue list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Group {
    /// None.
    #[default]
    None,
    /// The first lead unit.
    Unit,
    /// The section.
    Section,
}

impl Group {
    /// Every kind, in the order of the key.
    pub const ALL: [Self; 3] = [Self::None, Self::Unit, Self::Section];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unit => "unit",
            Self::Section => "section",
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::None => Phrase::new("不分组", "not grouped"),
            Self::Unit => Phrase::new("按单位分组", "grouped by unit"),
            Self::Section => Phrase::new("按章节分组", "grouped by section"),
        }
    }
}

/// Takes the next order or the next grouping, and says which.
pub(super) fn arrange(model: &mut Model, how: Arrange) -> Said {
    match how {
        Arrange::Sort => {
            let all = Order::of(model.screen);
            let at = all.iter().position(|order| *order == of(model)).unwrap_or(0);
            sort(model, all.get(at + 1).copied().unwrap_or_default())
        }
        Arrange::Group => {
            let [none, unit, section] = Group::ALL;
            let next = match model.group {
                Group::None => unit,
                Group::Unit => section,
                Group::Section => none,
            };
            group(model, next)
        }
    }
}

/// Sorts the current screen.
pub(super) fn sort(model: &mut Model, order: Order) -> Said {
    if !Order::of(model.screen).contains(&order) {
        return both!("逾期（3）和单位（6）可以排序", "overdue (3) and units (6) can be sorted");
    }
    model.orders.insert(model.screen, order);
    let Phrase { zh, en } = order.name();
    both!("排序：{zh}", "sorted {en}")
}

/// Groups the overdue list.
pub(super) fn group(model: &mut Model, group: Group) -> Said {
    if model.screen != Screen::Overdue {
        return both!("逾期（3）可以分组", "the overdue list (3) can be grouped");
    }
    model.group = group;
    let Phrase { zh, en } = group.name();
    both!("{zh}", "{en}")
}

/// The order of the current screen.
pub fn of(model: &Model) -> Order {
    model.orders.get(&model.screen).copied().unwrap_or_default()
}

/// What the current list is arranged by, for its header; nothing where it stands as it always does.
pub fn words(model: &Model) -> Option<Said> {
    let (order, group) = (of(model), model.group);
    let grouped = model.screen == Screen::Overdue && group != Group::None;
    let (order, group) = ((order != Order::Own).then(|| order.name()), grouped.then(|| group.name()));
    match (order, group) {
        (None, None) => None,
        (Some(Phrase { zh, en }), None) | (None, Some(Phrase { zh, en })) => Some(both!("{zh}", "{en}")),
        (Some(Phrase { zh, en }), Some(group)) => {
            let (group_zh, group_en) = (group.zh, group.en);
            Some(both!("{group_zh}，{zh}", "{group_en}, {en}"))
        }
    }
}

/// Sorts items as the current screen is sorted; what is equal stays as it was.
pub(super) fn items(model: &Model, board: &Board, list: &mut [ItemIx]) {
    let figures = |ix: &ItemIx| board.item(*ix);
    match of(model) {
        Order::Own => {}
        Order::Due => sorted::by_key(list, |ix| {
            let due = figures(ix).and_then(ItemFigures::due_day);
            (due.is_none(), due)
        }),
        Order::Progress => sorted::by_key(list, |ix| figures(ix).map(|it| it.progress)),
        Order::Light => sorted::by_key(list, |ix| figures(ix).map(|it| it.light().index())),
        Order::Unit => sorted::by_key(list, |ix| lead(board, *ix)),
        Order::Newest => sorted::by_key(list, |ix| Reverse(figures(ix).and_then(|it| it.last_entry))),
    }
}

fn lead(board: &Board, ix: ItemIx) -> Option<usize> {
    board.plan().item(ix)?.leads.first().map(|unit| unit.get())
}

/// Sorts rows of units as the current screen is sorted.
pub(super) fn units(model: &Model, board: &Board, rows: &mut [Row]) {
    let figures = |row: &Row| match row.kind {
        RowKind::Unit(ix) => board.units.get(ix.get()),
        RowKind::Heading(..)
        | RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Plan(_)
        | RowKind::Section { .. }
        | RowKind::Item { .. }
        | RowKind::Owed(_)
        | RowKind::Change(..)
        | RowKind::Finding(_) => None,
    };
    match of(model) {
        Order::Own | Order::Due | Order::Unit => {}
        Order::Progress => sorted::by_key(rows, |row| figures(row).map(|it| it.roll_up.progress())),
        Order::Light => sorted::by_key(rows, |row| {
            figures(row).map(|it| {
                let count = |light| Reverse(it.roll_up.count(light));
                (it.roll_up.worst().index(), count(Light::Red), count(Light::Yellow))
            })
        }),
        Order::Newest => sorted::by_key(rows, |row| Reverse(figures(row).and_then(|it| it.last_entry))),
    }
}

/// Adds the rows of a list of items, under headings where the reader wants them.
pub(super) fn grouped(model: &Model, board: &Board, mut list: Vec<ItemIx>, rows: &mut Vec<Row>) {
    let section = |ix: ItemIx| {
        let path = board.plan().path(board.plan().item(ix)?.section);
        // The second level, where there is one: the first is too wide, the third too narrow.
        path.get(1).or(path.first()).copied()
    };
    match model.group {
        Group::None => {}
        Group::Unit => sorted::by_key(&mut list, |ix| lead(board, *ix)),
        Group::Section => sorted::by_key(&mut list, |ix| section(*ix).map(SectionIx::get)),
    }
    let mut above = None;
    for ix in list {
        let kind = match model.group {
            Group::None => None,
            Group::Unit => lead(board, ix).map(|unit| RowKind::Unit(UnitIx::new(unit))),
            Group::Section => section(ix).map(|ix| RowKind::Section { ix, folded: false, depth: 0 }),
        };
        if kind.is_some() && kind != above {
            rows.extend(kind.clone().map(|kind| Row { id: None, kind }));
            above = kind;
        }
        rows.push(list::item_row(board, ix, 0));
    }
}
