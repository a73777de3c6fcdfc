//! The one table of actions: key matching, the footer, the help and the README's key table all read it.

pub use super::command::{ActionId, Fold, Move, Scope};
use super::keys::Key;
pub use super::meaning::{Meaning, footer, meaning};
use super::model::Screen;
use crate::text::Phrase;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// What it does.
    pub id: ActionId,
    /// Its keys, by name; a sequence has a blank between its keys.
    pub keys: &'static [&'static str],
    /// One word for the footer.
    pub short: Phrase,
    /// One line for the help.
    pub help: Phrase,
    /// Where it applies.
    pub scope: Scope,
    /// Its place in the footer, 0 first; none: not there.
    pub footer: Option<u8>,
}

const fn row(
    id: ActionId,
    keys: &'static [&'static str],
    short: (&'static str, &'static str),
    help: (&'static str, &'static str),
    scope: Scope,
    footer: Option<u8>,
) -> Action {
    Action {
        id,
        keys,
        short: Phrase::new(short.0, short.1),
        help: Phrase::new(help.0, help.1),
        scope,
        footer,
    }
}

use ActionId as A;
use Scope::{Changes, Everywhere, Lists, Overview, Owing, Plans, Timeline, Tree, Week};

/// Every action, in the order of the help.
pub const ACTIONS: &[Action] = &[
    row(
        A::Show(Screen::Plans),
        &["0"],
        ("方案", "plans"),
        ("全部方案，并排；Enter 进入", "all plans side by side; Enter goes in"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Overview),
        &["1"],
        ("总览", "overview"),
        ("总览：进展、灯、最紧要的事项", "overview: progress, lights, what presses most"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Tree),
        &["2"],
        ("章节树", "tree"),
        ("章节树与事项详情", "section tree with the item's detail"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Overdue),
        &["3"],
        ("逾期", "overdue"),
        ("逾期，再是临期与滞后", "overdue, then due soon or behind"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Rules),
        &["4"],
        ("细则", "rules"),
        ("20日内应公布的监管细则", "supervision rules due within 20 days"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Week),
        &["5"],
        ("本周", "week"),
        ("本周与下周到期：谁、哪天、找谁", "due this week and next: who, when, whom to ask"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Units),
        &["6"],
        ("单位", "units"),
        ("各单位的进展与报送", "each unit's progress and reports"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Timeline),
        &["7"],
        ("时间轴", "timeline"),
        ("时间轴：有时限的事项，在日历上", "timeline: the items with dates on a calendar"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Changes),
        &["8"],
        ("动态", "changes"),
        ("改了什么，从何时算起按 s", "what changed; s: since when"),
        Everywhere,
        None,
    ),
    row(
        A::Show(Screen::Findings),
        &["9"],
        ("问题", "findings"),
        ("文件里有什么问题", "what is wrong in the files"),
        Everywhere,
        None,
    ),
    row(A::Move(Move::Down), &["j", "down"], ("下", "down"), ("下一行", "next row"), Lists, None),
    row(A::Move(Move::Up), &["k", "up"], ("上", "up"), ("上一行", "previous row"), Lists, None),
    row(
        A::Move(Move::HalfDown),
        &["ctrl-d"],
        ("半页", "half page"),
        ("下半页", "half a page down"),
        Lists,
        None,
    ),
    row(A::Move(Move::HalfUp), &["ctrl-u"], ("半页", "half page"), ("上半页", "half a page up"), Lists, None),
    row(
        A::Move(Move::PageDown),
        &["pgdn", "ctrl-f", "space"],
        ("下页", "page down"),
        ("下一页", "page down"),
        Lists,
        None,
    ),
    row(A::Move(Move::PageUp), &["pgup", "ctrl-b"], ("上页", "page up"), ("上一页", "page up"), Lists, None),
    row(A::Move(Move::First), &["g g", "home"], ("首", "top"), ("第一行", "first row"), Lists, None),
    row(A::Move(Move::Last), &["G", "end"], ("末", "end"), ("最后一行", "last row"), Lists, None),
    row(
        A::Fold(Fold::Enter),
        &["enter"],
        ("进入", "open"),
        (
            "展开或收起；到该事项；按单位筛选；打开有问题的文件",
            "open or close; go to the item; filter by the unit; open the finding's file",
        ),
        Lists,
        Some(1),
    ),
    row(
        A::Fold(Fold::Open),
        &["l", "right", "z o"],
        ("展开", "unfold"),
        ("展开，或进入第一行", "open the fold, or go into it"),
        Tree,
        Some(3),
    ),
    row(
        A::Fold(Fold::Close),
        &["h", "left", "z c"],
        ("收起", "fold"),
        ("收起，或到上级章节", "close the fold, or go to the section around"),
        Tree,
        Some(2),
    ),
    row(
        A::Fold(Fold::Toggle),
        &["z a"],
        ("折叠", "toggle"),
        ("展开或收起", "open or close the fold"),
        Tree,
        None,
    ),
    row(
        A::Fold(Fold::OpenAll),
        &["z R"],
        ("全部展开", "open all"),
        ("全部展开", "open every fold"),
        Tree,
        None,
    ),
    row(
        A::Fold(Fold::Depth(0)),
        &["z M"],
        ("全部收起", "close all"),
        ("全部收起", "close every fold"),
        Tree,
        None,
    ),
    row(A::Fold(Fold::Depth(1)), &["z 1"], ("部分", "parts"), ("只看部分", "show parts only"), Tree, None),
    row(
        A::Fold(Fold::Depth(2)),
        &["z 2"],
        ("章节", "sections"),
        ("看到章节", "show down to sections"),
        Tree,
        None,
    ),
    row(A::Fold(Fold::Depth(3)), &["z 3"], ("任务", "tasks"), ("看到任务", "show down to tasks"), Tree, None),
    row(A::Detail(1), &["J"], ("详情下", "detail down"), ("详情向下", "scroll the detail down"), Tree, None),
    row(A::Detail(-1), &["K"], ("详情上", "detail up"), ("详情向上", "scroll the detail up"), Tree, None),
    row(
        A::NextFigure,
        &["tab"],
        ("数字", "figures"),
        ("到下一个数字；Enter 看它数的是哪些事项", "to the next figure; Enter lists what it counts"),
        Overview,
        Some(2),
    ),
    row(
        A::Group,
        &["b"],
        ("按单位/按日", "by unit/day"),
        ("按单位分组，或按日", "group by unit, or by day"),
        Week,
        Some(2),
    ),
    row(
        A::Slip,
        &["c"],
        ("催办单", "reminder"),
        ("光标所在单位的催办单", "the reminder slip of the unit under the cursor"),
        Owing,
        Some(3),
    ),
    row(
        A::Pan(-1),
        &["h", "left"],
        ("往前", "earlier"),
        ("时间轴往前", "scroll the timeline back in time"),
        Timeline,
        Some(2),
    ),
    row(
        A::Pan(1),
        &["l", "right"],
        ("往后", "later"),
        ("时间轴往后", "scroll the timeline on in time"),
        Timeline,
        Some(2),
    ),
    row(
        A::ZoomIn,
        &["+", "="],
        ("放大", "finer"),
        ("时间轴放大：年、季、月、周、日", "a finer scale: years, quarters, months, weeks, days"),
        Timeline,
        Some(3),
    ),
    row(A::ZoomOut, &["-"], ("缩小", "coarser"), ("时间轴缩小", "a coarser scale"), Timeline, Some(3)),
    row(
        A::ZoomFit,
        &["f"],
        ("全部", "all"),
        ("时间轴显示整个方案", "the whole plan on the timeline"),
        Timeline,
        None,
    ),
    row(
        A::Months,
        &["v"],
        ("月历", "months"),
        ("月历：每天到期多少；再按回到横条", "months: how much falls due each day; again: the bars"),
        Timeline,
        Some(3),
    ),
    row(
        A::Since,
        &["s"],
        ("换起点", "since"),
        ("从何时算起：开屏、上次查看、一天前、七天前", "since the start, your last look, a day, a week"),
        Changes,
        Some(2),
    ),
    row(
        A::Sort,
        &["s"],
        ("排序", "sort"),
        ("按最紧要的先，或按名称", "the worst first, or by name"),
        Plans,
        Some(2),
    ),
    row(
        A::Filter,
        &["/"],
        ("筛选", "filter"),
        (
            "筛选：文字 unit: lead: light: state: due:<7d tag: delegated: !非",
            "filter: text unit: lead: light: state: due:<7d tag: delegated: !not",
        ),
        Everywhere,
        Some(4),
    ),
    row(
        A::Explain,
        &["x"],
        ("为何", "why"),
        (
            "时限、细则期限和灯是怎么来的；问题全文",
            "how the dates and the light came about; the finding in full",
        ),
        Everywhere,
        Some(5),
    ),
    row(
        A::Edit,
        &["e"],
        ("编辑", "edit"),
        (
            "用编辑器打开该行所在的文件（$VISUAL、$EDITOR）",
            "open the row's file in the editor ($VISUAL, $EDITOR)",
        ),
        Everywhere,
        None,
    ),
    row(A::Travel(-1), &["["], ("前一天", "day back"), ("看前一天", "a day back"), Everywhere, None),
    row(A::Travel(1), &["]"], ("后一天", "day on"), ("看后一天", "a day on"), Everywhere, Some(7)),
    row(A::Travel(-7), &["{"], ("前一周", "week back"), ("看前一周", "a week back"), Everywhere, None),
    row(A::Travel(7), &["}"], ("后一周", "week on"), ("看后一周", "a week on"), Everywhere, None),
    row(A::Today, &["."], ("今天", "today"), ("回到今天", "back to today"), Everywhere, None),
    row(
        A::Back,
        &["esc"],
        ("返回", "back"),
        ("关闭；取消筛选；回到今天", "close; drop the filter; back to today"),
        Everywhere,
        None,
    ),
    row(A::Language, &["L"], ("English", "中文"), ("中文 / English", "中文 / English"), Everywhere, Some(6)),
    row(
        A::Theme,
        &["T"],
        ("配色", "theme"),
        ("深色、浅色、无色", "dark, light, no colour"),
        Everywhere,
        None,
    ),
    row(A::Help, &["?", "f1"], ("帮助", "help"), ("全部按键", "every key"), Everywhere, Some(0)),
    row(
        A::Repaint,
        &["ctrl-l"],
        ("重画", "repaint"),
        ("重画屏幕", "paint the screen anew"),
        Everywhere,
        None,
    ),
    row(A::Reread, &["R"], ("重读", "reread"), ("重读全部文件", "read every file again"), Everywhere, None),
    row(
        A::Suspend,
        &["ctrl-z"],
        ("挂起", "suspend"),
        ("挂起，回到 shell（fg 返回）", "suspend to the shell (fg returns)"),
        Everywhere,
        None,
    ),
    row(A::Quit, &["q", "ctrl-c"], ("退出", "quit"), ("退出", "quit"), Everywhere, Some(8)),
];

impl Action {
    /// Whether it applies on `screen`.
    pub fn applies(&self, screen: Screen) -> bool {
        match self.scope {
            Everywhere | Lists => true,
            Tree => screen == Screen::Tree,
            Overview => screen == Screen::Overview,
            Week => screen == Screen::Week,
            Owing => matches!(screen, Screen::Week | Screen::Units | Screen::Overdue | Screen::Rules),
            Timeline => screen == Screen::Timeline,
            Changes => screen == Screen::Changes,
            Plans => screen == Screen::Plans,
        }
    }

    /// Its keys as the help writes them: `j ↓`, `gg Home`.
    pub fn key_names(&self) -> String {
        let names = self.keys.iter().map(|keys| {
            let parts: Vec<String> =
                keys.split(' ').filter_map(Key::parse).map(|key| key.to_string()).collect();
            parts.concat()
        });
        names.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_actions_of_a_screen_share_a_key() {
        for screen in Screen::ALL {
            let mut seen = HashMap::new();
            for action in ACTIONS.iter().filter(|action| action.applies(screen)) {
                for key in action.keys {
                    assert_eq!(seen.insert(*key, action.id), None, "{key} on {screen:?}");
                }
            }
        }
    }

    #[test]
    fn every_key_of_the_table_is_a_key_and_does_what_its_row_says() {
        for action in ACTIONS {
            for keys in action.keys {
                let parts: Vec<Key> = keys.split(' ').map(|name| Key::parse(name).expect(name)).collect();
                let (pending, key) = match parts[..] {
                    [key] => (None, key),
                    [first, key] => (Some(first), key),
                    _ => panic!("{keys}"),
                };
                for screen in Screen::ALL.into_iter().filter(|screen| action.applies(*screen)) {
                    assert_eq!(meaning(pending, key, screen), Meaning::Does(action.id), "{keys}");
                }
            }
        }
    }

    #[test]
    fn a_first_key_of_a_sequence_is_no_action_of_its_own() {
        assert_eq!(meaning(None, Key::char('g'), Screen::Tree), Meaning::Begins);
        assert_eq!(meaning(None, Key::char('z'), Screen::Units), Meaning::Nothing);
        assert_eq!(meaning(Some(Key::char('g')), Key::char('x'), Screen::Tree), Meaning::Nothing);
    }
}
