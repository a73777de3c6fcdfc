//! Who owes what this week and next, day by day, with whom to ask.

use super::{Block, Page, Style, Table};
use crate::domain::agenda::{self, Falls};
use crate::domain::reminder::{self, Paragraph};
use crate::domain::{Board, Day, UnitIx};
use crate::text::{Align, plural, say};

/// Sign, the clock's words, unit, contact, what.
const COLUMNS: &[Align] = &[Align::Left; 5];

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    list(page, board, style);
    overdue(page, board, style);
}

/// What falls due in the two weeks.
pub(super) fn list(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    let (first, last) = agenda::two_weeks(board);
    let due = agenda::between(board, first, last);
    page.heading(say!(
        lang,
        "本周与下周到期（{first} 至 {last}）",
        "Due this week and next ({first} to {last})"
    ));
    if due.is_empty() {
        page.note(say!(lang, "没有", "none"));
    }
    for day in days(&due) {
        let long = day.long(lang);
        let today = if day == board.day { say!(lang, "（今天）", " (today)") } else { String::new() };
        page.line(format!("{long}{today}"));
        let mut table = Table::new(COLUMNS);
        for (_, falls) in due.iter().filter(|(on, _)| *on == day) {
            row(&mut table, board, falls, style);
        }
        page.blocks.push(Block::Under(table));
    }
}

/// 催办单: what `unit` owes, to be sent to it; the words are the domain's, the same on every screen.
pub(super) fn slip(board: &Board, unit: UnitIx, style: Style) -> Page {
    let mut page = Page::default();
    for paragraph in reminder::slip(board, unit, style.lang) {
        match paragraph {
            Paragraph::Title(words) => page.blocks.push(Block::Title(words)),
            Paragraph::Heading(words) => page.heading(words),
            // An entry has its own number: it is no row of a list.
            Paragraph::To(words)
            | Paragraph::Body(words)
            | Paragraph::Entry(words)
            | Paragraph::Sign(words) => page.line(words),
        }
    }
    page
}

/// What is overdue in all, before this week too: a week's list must not look like everything that is owed.
fn overdue(page: &mut Page, board: &Board, style: Style) {
    let lang = style.lang;
    let items = board.total.overdue;
    if items > 0 {
        let are = plural(i64::try_from(items).unwrap_or(i64::MAX), "item is", "items are");
        page.heading(say!(
            lang,
            "逾期事项共 {items} 项（--view overdue）",
            "in all {items} {are} overdue (--view overdue)"
        ));
    }
    for (rule, figures) in board.plan().rules.iter().zip(&board.rules).filter(|(_, rule)| rule.overdue > 0) {
        let (title, overdue) = (rule.title.get(lang), figures.overdue);
        page.heading(say!(
            lang,
            "{title}：逾期共 {overdue} 件（--view rules）",
            "{title}: {overdue} overdue in all (--view rules)"
        ));
    }
}

/// The days something falls due on, each once, in order.
fn days(due: &[(Day, Falls<'_>)]) -> Vec<Day> {
    let mut days: Vec<Day> = due.iter().map(|(day, _)| *day).collect();
    days.dedup();
    days
}

fn row(table: &mut Table, board: &Board, falls: &Falls<'_>, style: Style) {
    let (plan, lang) = (board.plan(), style.lang);
    let (light, words, units, ix, rule) = match falls {
        Falls::Item(ix) => {
            let Some((item, figures)) = plan.item(*ix).zip(board.item(*ix)) else { return };
            (figures.light(), figures.clock.words(lang), item.leads.to_vec(), *ix, None)
        }
        Falls::Rule(owed) => {
            let rule = plan.rule(owed.rule).map(|rule| rule.title.get(lang));
            (owed.clock.light(), owed.clock.words(lang), vec![owed.unit], owed.item, rule)
        }
    };
    let item = plan.item(ix).map_or_else(String::new, |item| format!("{} {}", item.id, item.title.get(lang)));
    let what = rule.map_or_else(|| item.clone(), |rule| say!(lang, "{item}：{rule}", "{item}: {rule}"));
    let comma = say!(lang, "、", ", ");
    let names: Vec<&str> = units.iter().map(|unit| plan.unit_name(*unit, lang)).collect();
    let contacts: Vec<&str> = units.iter().filter_map(|unit| contact(board, *unit)).collect();
    table.lit(light, style, [words, names.join(&comma), contacts.join(&comma), what]);
}

fn contact(board: &Board, unit: UnitIx) -> Option<&str> {
    board.ledger.report(unit)?.contact.as_deref()
}
