//! The one table of actions: key matching, the footer, the help and the README's key table all read it.

pub use super::action::{Action, footer};
use super::action::{row, show};
pub use super::command::{ActionId, Arrange, Fold, Move, Scope, Step};
use super::model::Screen;

use ActionId as A;
use Scope::{Changes, Detail, Everywhere, Lists, Overview, Owing, Plans, Sorted, Timeline, Tree, Week};

/// Every action, in the order of the help.
pub const ACTIONS: &[Action] = &[
    show(
        Screen::Plans,
        &["0"],
        ("方案", "plans"),
        ("全部方案，并排；Enter 进入", "all plans side by side; Enter goes in"),
    ),
    show(
        Screen::Overview,
        &["1"],
        ("总览", "overview"),
        ("总览：进展、灯、最紧要的事项", "overview: progress, lights, what presses most"),
    ),
    show(
        Screen::Tree,
        &["2"],
        ("章节树", "tree"),
        ("章节树与事项详情", "section tree with the item's detail"),
    ),
    show(
        Screen::Overdue,
        &["3"],
        ("逾期", "overdue"),
        ("逾期，再是临期与滞后", "overdue, then due soon or behind"),
    ),
    show(
        Screen::Rules,
        &["4"],
        ("细则", "rules"),
        ("20日内应公布的监管细则", "supervision rules due within 20 days"),
    ),
    show(
        Screen::Week,
        &["5"],
        ("本周", "week"),
        ("本周与下周到期：谁、哪天、找谁", "due this week and next: who, when, whom to ask"),
    ),
    show(
        Screen::Units,
        &["6"],
        ("单位", "units"),
        ("各单位的进展与报送", "each unit's progress and reports"),
    ),
    show(
        Screen::Timeline,
        &["7"],
        ("时间轴", "timeline"),
        ("时间轴：有时限的事项，在日历上", "timeline: the items with dates on a calendar"),
    ),
    show(
        Screen::Changes,
        &["8"],
        ("动态", "changes"),
        ("改了什么，从何时算起按 s", "what changed; s: since when"),
    ),
    show(Screen::Findings, &["9"], ("问题", "findings"), ("文件里有什么问题", "what is wrong in the files")),
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
    row(
        A::Detail(1),
        &["J"],
        ("详情下", "detail down"),
        ("详情向下", "scroll the detail down"),
        Detail,
        None,
    ),
    row(A::Detail(-1), &["K"], ("详情上", "detail up"), ("详情向上", "scroll the detail up"), Detail, None),
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
            "筛选：文字 unit: lead: light: state: due:<7d changed:7d tag: !非",
            "filter: text unit: lead: light: state: due:<7d changed:7d tag: !not",
        ),
        Everywhere,
        Some(4),
    ),
    row(
        A::Step(Step::NextMatch),
        &["n"],
        ("下一处", "next"),
        (
            "下一个符合筛选的；没有筛选时，下一个红灯或黄灯",
            "the next match of the filter; without one, the next red or yellow light",
        ),
        Lists,
        None,
    ),
    row(
        A::Step(Step::PreviousMatch),
        &["N"],
        ("上一处", "previous"),
        ("上一个，同上", "the previous one, as n"),
        Lists,
        None,
    ),
    row(
        A::Step(Step::NextChange),
        &["] c"],
        ("下一改动", "next change"),
        ("下一处改动，并在底行写全", "the next change, in full on the last line"),
        Changes,
        Some(3),
    ),
    row(
        A::Step(Step::PreviousChange),
        &["[ c"],
        ("上一改动", "previous change"),
        ("上一处改动", "the previous change"),
        Changes,
        Some(4),
    ),
    row(
        A::Arrange(Arrange::Sort),
        &["s"],
        ("排序", "sort"),
        (
            "排序：原序、时限、进度、灯、单位、最近记录",
            "sort: as it was, due date, progress, light, unit, newest entry",
        ),
        Sorted,
        Some(2),
    ),
    row(
        A::Arrange(Arrange::Group),
        &["S"],
        ("分组", "group"),
        ("逾期：按单位、按章节分组，或不分", "overdue: group by unit, by section, or not"),
        Sorted,
        None,
    ),
    row(
        A::Explain,
        &["x"],
        ("为何", "why"),
        (
            "时限、细则期限和灯是怎么来的，不在事项上时：这个方案怎么算；问题全文",
            "how the dates and the light came about, or, not on an item, how the plan counts; the finding in full",
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
    row(
        A::Copy,
        &["y"],
        ("复制", "copy"),
        (
            "复制光标所在的行或打开的说明（OSC 52，经终端）",
            "copy the row, or the explanation that is open (OSC 52, through the terminal)",
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
    row(A::Theme, &["T"], ("配色", "theme"), ("下一种配色", "the next theme"), Everywhere, None),
    row(A::Help, &["?", "f1"], ("帮助", "help"), ("全部按键", "every key"), Everywhere, Some(0)),
    row(
        A::Prompt,
        &[":"],
        ("命令", "command"),
        (
            "命令行：:item 1-2 :unit scjgj :day +7 :sort due :help x（Tab 补全）",
            "command line: :item 1-2 :unit scjgj :day +7 :sort due :help x (Tab completes)",
        ),
        Everywhere,
        None,
    ),
    row(
        A::Mouse,
        &["m"],
        ("鼠标", "mouse"),
        (
            "不用鼠标，好让终端选取文字；再按恢复",
            "leave the mouse to the terminal, to select text; again: take it back",
        ),
        Everywhere,
        None,
    ),
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_actions_of_a_screen_share_a_key() {
        for screen in Screen::every() {
            let mut seen = HashMap::new();
            for action in ACTIONS.iter().filter(|action| action.applies(screen)) {
                for key in action.keys {
                    assert_eq!(seen.insert(*key, action.id), None, "{key} on {screen:?}");
                }
            }
        }
    }
}
