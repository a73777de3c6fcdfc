//! The rules with a deadline (（十七）'s 20 days): the date and how it was counted, who owes, who has published.

use super::{Block, Page, Style, Table};
use crate::domain::board::Obligation;
use crate::domain::{Board, Day, RuleClock, RuleIx};
use crate::text::{Align, say};

/// Sign, the clock's words, the stages, unit, item.
pub(super) const COLUMNS: &[Align] = &[Align::Left; 5];

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    if board.plan().rules.is_empty() {
        page.heading(say!(lang, "方案没有定期限的细则", "The plan has no rule with a deadline"));
    }
    for (n, figures) in board.rules.iter().enumerate() {
        head(page, board, n, style);
        if let Some(deadline) = &figures.deadline {
            page.blocks.push(Block::Strip(RuleIx::new(n)));
            for step in deadline.steps(lang) {
                page.note(step);
            }
            for (count, day) in deadline.others {
                let (by, day) = (count.word().get(lang), day.long(lang));
                page.note(say!(lang, "若按{by}：{day}", "by {by} it would be {day}"));
            }
        }
        let rule = RuleIx::new(n);
        let mine = |undetermined: bool| {
            board.obligations.iter().filter(move |owed| {
                owed.rule == rule && (owed.clock == RuleClock::Undetermined) == undetermined
            })
        };
        part(page, board, &say!(lang, "应制定", "Owed"), mine(false), style);
        part(page, board, &say!(lang, "待认定", "Undetermined"), mine(true), style);
    }
}

/// The rule's name, its deadline and the days left, and how many are where.
pub(super) fn head(page: &mut Page, board: &Board, n: usize, style: Style) {
    let lang = style.lang;
    let Some((rule, figures)) = board.plan().rules.get(n).zip(board.rules.get(n)) else { return };
    page.heading(format!("{}{}", rule.title.get(lang), clause(&rule.clause, style)));
    let deadline = match &figures.deadline {
        Some(deadline) => {
            let (shown, weekday, left) =
                (deadline.shown(), deadline.date.weekday_word(lang), deadline.date.since(board.day));
            let left = match left {
                0 => say!(lang, "今日到期", "due today"),
                n if n < 0 => {
                    let past = crate::text::days(-n, lang);
                    say!(lang, "已过 {past}", "{past} ago")
                }
                n => {
                    let left = crate::text::days(n, lang);
                    say!(lang, "还有 {left}", "{left} left")
                }
            };
            say!(lang, "期限 {shown} {weekday}，{left}", "deadline {weekday} {shown}, {left}")
        }
        None => say!(
            lang,
            "期限待定：方案没有给起算日期",
            "no deadline yet: the plan does not give the date it is counted from"
        ),
    };
    let (owed, met, late) = (figures.owed, figures.met, figures.met_late);
    let (overdue, open, undetermined) = (figures.overdue, figures.open, figures.undetermined);
    let counts = say!(
        lang,
        "应制定 {owed} 件：已公布 {met}（其中逾期 {late}），未公布 {open}，逾期 {overdue}；待认定 {undetermined} 项",
        "{owed} owed: {met} published ({late} late), {open} open, {overdue} overdue; {undetermined} items undetermined"
    );
    page.note(deadline);
    page.note(counts);
}

fn clause(clause: &str, style: Style) -> String {
    match clause {
        "" => String::new(),
        clause => say!(style.lang, "{clause}", " {clause}"),
    }
}

fn part<'a>(
    page: &mut Page,
    board: &Board,
    title: &str,
    list: impl Iterator<Item = &'a Obligation>,
    style: Style,
) {
    let mut table = Table::new(COLUMNS);
    for owed in list {
        row(&mut table, board, owed, style);
    }
    if !table.is_empty() {
        page.heading(title);
        page.table(table);
    }
}

/// An obligation as a row of a table of [`COLUMNS`].
pub(super) fn row(table: &mut Table, board: &Board, owed: &Obligation, style: Style) {
    let (plan, lang) = (board.plan(), style.lang);
    let stages = owed.stages.iter().map(|(stage, on)| {
        let on = on.map_or_else(|| style.none().to_owned(), Day::short);
        format!("{} {}", stage.word().get(lang), crate::text::pad(&on, 5, Align::Left))
    });
    // Nobody expects a date of what may not be owed at all; one that was reported all the same is shown.
    let unasked = owed.clock == RuleClock::Undetermined && owed.reached() == 0;
    let stages = if unasked { String::new() } else { stages.collect::<Vec<_>>().join(" ") };
    let item = plan.item(owed.item);
    table.lit(
        owed.clock.light(),
        style,
        [
            owed.clock.words(lang),
            stages,
            plan.unit_name(owed.unit, lang).to_owned(),
            item.map_or_else(String::new, |item| format!("{} {}", item.id, item.title.get(lang))),
        ],
    );
}
