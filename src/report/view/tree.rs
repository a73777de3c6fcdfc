//! Where in the plan? Every section with its roll-up, every item below it with its light.

use super::{Block, Page, Style, Table};
use crate::domain::board::ItemFigures;
use crate::domain::plan::{Item, Section};
use crate::domain::{Board, ItemIx, RollUp, SectionIx};
use crate::text::{Align, say};

/// Sign, progress, done of items, due, the clock's words, then the tree itself, indented.
const COLUMNS: &[Align] = &[Align::Left, Align::Right, Align::Right, Align::Left, Align::Left, Align::Left];

pub(super) fn write(page: &mut Page, board: &Board, style: Style) {
    page.blocks.push(Block::Gap);
    let mut table = named(style);
    for root in board.plan().roots() {
        branch(&mut table, board, root, style);
    }
    page.table(table);
}

fn named(style: Style) -> Table {
    let lang = style.lang;
    let mut table = Table::new(COLUMNS);
    table.names([
        "",
        &say!(lang, "进度", "progress"),
        &say!(lang, "完成", "done"),
        &say!(lang, "时限", "due"),
        &say!(lang, "情况", "clock"),
        &say!(lang, "章节与事项", "sections and items"),
    ]);
    table
}

/// A section, its own items, then what is below it: plan order.
fn branch(table: &mut Table, board: &Board, ix: SectionIx, style: Style) {
    let plan = board.plan();
    let Some(section) = plan.section(ix) else { return };
    section_row(table, section, &board.section(ix), style);
    for n in section.own.clone() {
        let ix = ItemIx::new(n);
        if let Some((item, figures)) = plan.item(ix).zip(board.item(ix)) {
            item_row(table, board, section.depth, (item, figures), style);
        }
    }
    for below in &section.sections {
        branch(table, board, *below, style);
    }
}

fn section_row(table: &mut Table, section: &Section, sum: &RollUp, style: Style) {
    table.lit(
        sum.worst(),
        style,
        [
            style.percent(sum.progress()),
            format!("{}/{}", sum.done, sum.items),
            String::new(),
            String::new(),
            format!("{}{}{}", indent(section.depth), section.label, section.title.get(style.lang)),
        ],
    );
}

fn item_row(
    table: &mut Table,
    board: &Board,
    depth: u16,
    (item, figures): (Item<'_>, &ItemFigures),
    style: Style,
) {
    let lang = style.lang;
    let leads = board.plan().lead_names(item, lang);
    table.lit(
        figures.light(),
        style,
        [
            style.percent(Some(figures.progress)),
            String::new(),
            style.date(figures.due_day()),
            figures.clock.words(lang),
            format!("{}{} {}{}{leads}", indent(depth + 1), item.id, item.title.get(lang), style.dot()),
        ],
    );
}

fn indent(depth: u16) -> String {
    "  ".repeat(usize::from(depth))
}

/// The sections down to `depth`, with their roll-up: figures first, titles last.
pub(super) fn sections(page: &mut Page, board: &Board, depth: u16, style: Style) {
    let lang = style.lang;
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Left]);
    table.names([
        "",
        &say!(lang, "进度", "progress"),
        &say!(lang, "完成", "done"),
        &say!(lang, "章节", "section"),
    ]);
    for (section, sum) in board.plan().sections.iter().zip(&board.sections) {
        if section.depth <= depth {
            table.lit(
                sum.worst(),
                style,
                [
                    style.percent(sum.progress()),
                    format!("{}/{}", sum.done, sum.items),
                    format!("{}{}{}", indent(section.depth), section.label, section.title.get(lang)),
                ],
            );
        }
    }
    page.table(table);
}
