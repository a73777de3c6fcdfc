//! Screen 4: the supervision rules due within 20 days: the countdown, the strip of days, each obligation by stage.

use super::super::View;
use super::super::brush::{Brush, Columns, column, rest, span};
use super::super::item_list;
use super::super::theme::Role;
use super::strip;
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::domain::board::{Board, Obligation, RuleFigures};
use crate::domain::plan::{Rule, Stage};
use crate::domain::{Day, Percent};
use crate::text::{Align, Lang, plural, say, width};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let columns = item_list::columns(
        &[
            column(1, Align::Left, 0),
            // `published on time` is longer than 按期公布.
            column(if brush.lang == Lang::Zh { 14 } else { 17 }, Align::Left, 0),
            column(23, Align::Left, 2),
            column(5, Align::Left, 1),
            rest(),
            column(item_list::names(area, 14), Align::Left, 1),
            column(22, Align::Left, 4),
        ],
        Area { width: area.width.saturating_sub(1), ..area },
        14,
    );
    let stages = if columns.place(2).is_some() { Stages::Shown } else { Stages::Dropped };
    let mut y = area.y;
    let room = area.height.saturating_sub(6);
    for (rule, figures) in view.board.plan().rules.iter().zip(&view.board.rules) {
        let left = Area { y, height: room.saturating_sub(y - area.y), ..area };
        y += head(brush, view, left, (rule, figures), stages);
    }
    let list = Area { y, height: (area.y + area.height).saturating_sub(y), ..area };
    item_list::draw(brush, view, list, drawn, |brush, row, y| match row.kind {
        RowKind::Heading(words, count) => item_list::heading(brush, list, y, words.get(brush.lang), count),
        RowKind::Owed(n) => {
            if let Some(owed) = view.board.obligations.get(n) {
                obligation(brush, view, owed, y, &columns);
            }
        }
        RowKind::Section { .. }
        | RowKind::Date(..)
        | RowKind::Figure(_)
        | RowKind::Item { .. }
        | RowKind::Unit(_)
        | RowKind::Change(..)
        | RowKind::Plan(_)
        | RowKind::Finding(_) => {}
    });
    let none = say!(brush.lang, "这个方案没有带期限的规则", "this plan has no rule with a deadline");
    item_list::empty(brush, view, list, &none);
}

/// Whether the list has room for the stages of each rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stages {
    /// It has.
    Shown,
    /// It has not.
    Dropped,
}

/// The rule: its clause and deadline, how it stands, the strip. Returns the rows it took.
fn head(
    brush: &mut Brush<'_>,
    view: &View<'_>,
    area: Area,
    (rule, figures): (&Rule, &RuleFigures),
    stages: Stages,
) -> u16 {
    let lang = brush.lang;
    let x = area.x + 1;
    let width = area.width.saturating_sub(2);
    if area.height == 0 {
        return 0;
    }
    let Some(deadline) = &figures.deadline else {
        let text = say!(
            lang,
            "方案没有给出起算日期，期限无从计算",
            "the plan gives no date to count from: there is no deadline"
        );
        brush.put(x, area.y, width, &text, Role::Banner);
        return 1;
    };
    let (title, clause) = (rule.title.get(lang), &rule.clause);
    let (words, role) = countdown(deadline.date, view.board, figures, lang);
    let date = deadline.shown();
    let weekday = deadline.date.weekday_word(lang);
    let pieces = [
        span(say!(lang, "期限 {date} {weekday}  ", "deadline {weekday} {date}  "), Role::Text),
        span(words, role),
    ];
    // On a narrow screen the deadline has a line of its own: it is what the screen is about.
    let needed: usize = pieces.iter().map(|piece| crate::text::width(&piece.text)).sum();
    let mut rows = 1;
    if area.height == 1 && usize::from(width) < needed + crate::text::width(title) {
        brush.line(x, area.y, width, &pieces);
        return rows;
    }
    let end = brush.put(x, area.y, width, &format!("{clause}{title}"), Role::Strong) + 2;
    if usize::from(end) + needed <= usize::from(area.x + area.width) {
        brush.line(end, area.y, (x + width).saturating_sub(end), &pieces);
    } else if area.height > 1 {
        brush.line(x, area.y + 1, width, &pieces);
        rows = 2;
    }
    if area.height > rows {
        totals(brush, Area { x, y: area.y + rows, width, height: 1 }, figures, stages);
        rows += 1;
    }
    if area.height > rows + strip::HEIGHT {
        let place = Area { x, y: area.y + rows, width, height: strip::HEIGHT };
        if strip::draw(brush, view, place, deadline) {
            rows += strip::HEIGHT;
        }
    }
    rows
}

/// `剩 6 天`, `今日到期`, `已过期限 2 天`, and its role.
pub(crate) fn countdown(deadline: Day, board: &Board, figures: &RuleFigures, lang: Lang) -> (String, Role) {
    let left = deadline.since(board.day);
    let soon = board.plan().lights.due_soon;
    let open = figures.open + figures.overdue;
    match left {
        _ if open == 0 && figures.owed > 0 => (say!(lang, "全部公布", "all published"), Role::Done),
        0 => (say!(lang, "今日到期", "due today"), Role::Yellow),
        left if left < 0 => {
            let late = -left;
            let unit = plural(late, "day", "days");
            (say!(lang, "已过 {late} 天", "{late} {unit} past"), Role::Red)
        }
        left => {
            let unit = plural(left, "day", "days");
            (
                say!(lang, "剩 {left} 天", "{left} {unit} left"),
                if left <= soon { Role::Yellow } else { Role::Text },
            )
        }
    }
}

/// How the rule stands, every figure with its denominator.
fn totals(brush: &mut Brush<'_>, area: Area, figures: &RuleFigures, stages: Stages) {
    let RuleFigures { deadline: _, owed, met, met_late, overdue, open, undetermined } = figures;
    let lang = brush.lang;
    let mut pieces = vec![span(say!(lang, "已公布 {met} / {owed}", "published {met} of {owed}"), Role::Done)];
    if *met_late > 0 {
        pieces.push(span(say!(lang, "，其中逾期 {met_late}", ", late {met_late}"), Role::Yellow));
    }
    pieces.push(span(say!(lang, "  未公布 {open}", "  open {open}"), Role::Yellow));
    if *overdue > 0 {
        pieces.push(span(say!(lang, "  逾期未公布 {overdue}", "  overdue {overdue}"), Role::Red));
    }
    pieces.push(span(say!(lang, "  待认定 {undetermined}", "  undetermined {undetermined}"), Role::Grey));
    let end = brush.line(area.x, area.y, area.width, &pieces) + 2;
    let room = (area.x + area.width).saturating_sub(end);
    // The letters of the stages, told once where they are used.
    let legend = match stages {
        Stages::Shown => say!(lang, "起 起草　印 印发　公 公布", "D drafted  I issued  P published"),
        Stages::Dropped => String::new(),
    };
    let told = u16::try_from(width(&legend)).unwrap_or(u16::MAX);
    if let Some(left) = room.checked_sub(told + 14).filter(|_| told > 0) {
        brush.put_right(end + 14 + left + told, area.y, &legend, Role::Muted);
    }
    if room >= 12 {
        let share = Percent::of(*met as u64, *owed as u64);
        brush.bar(end, area.y, room.saturating_sub(told + 2).clamp(12, 40), share, Role::Done);
    }
}

fn obligation(brush: &mut Brush<'_>, view: &View<'_>, owed: &Obligation, y: u16, columns: &Columns) {
    let plan = view.board.plan();
    let Some(item) = plan.item(owed.item) else { return };
    let lang = brush.lang;
    let light = owed.clock.light();
    let sign = brush.glyphs.light(light);
    columns.put(brush, 0, y, sign, Role::of(light));
    columns.put(brush, 1, y, &owed.clock.words(lang), Role::of(light));
    if owed.deadline.is_some()
        && let Some((x, width)) = columns.place(2)
    {
        stages(brush, &owed.stages, x, y, width);
    }
    columns.put(brush, 3, y, item.id, Role::Muted);
    columns.put(brush, 4, y, item.title.get(lang), Role::Text);
    columns.put(brush, 5, y, plan.unit_name(owed.unit, lang), Role::Text);
    let report = view.board.ledger.item_report(owed.unit, owed.item);
    let document = report
        .and_then(|report| report.rules.iter().find(|(rule, _)| *rule == owed.rule))
        .and_then(|(_, rule)| rule.document.as_deref());
    let text = match document {
        Some(document) => document,
        None if owed.deadline.is_none() => item.because.unwrap_or_default(),
        None => "",
    };
    columns.put(brush, 6, y, text, Role::Muted);
}

/// `起草 01-28 印发 02-09 公布 —`: what is reached, with its day; what is not, dim.
fn stages(brush: &mut Brush<'_>, stages: &[(Stage, Option<Day>)], x: u16, y: u16, width: u16) {
    let lang = brush.lang;
    let end = x + width;
    let mut at = x;
    for (stage, on) in stages {
        // One letter each: the words stand in the detail and in the explanation.
        let word = match (stage, lang) {
            (Stage::Drafted, Lang::Zh) => "起",
            (Stage::Issued, Lang::Zh) => "印",
            (Stage::Published, Lang::Zh) => "公",
            (Stage::Drafted, Lang::En) => "D ",
            (Stage::Issued, Lang::En) => "I ",
            (Stage::Published, Lang::En) => "P ",
        };
        let role = if on.is_some() { Role::Done } else { Role::Grey };
        at = brush.put(at, y, end.saturating_sub(at), word, role);
        let day = on.map_or_else(|| "  -  ".to_owned(), Day::short);
        let role = if on.is_some() { Role::Text } else { Role::Grey };
        at = brush.put(at, y, end.saturating_sub(at), &day, role) + 1;
    }
}
