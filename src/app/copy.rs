//! `y`: what the cursor is on, as text for somewhere else. The world outside puts it on the clipboard.

use super::list::RowKind;
use super::model::{Model, Overlay};
use super::plans::Line;
use crate::domain::summary::PlanSummary;
use crate::domain::{Board, ItemIx, SectionIx, UnitIx, reminder};
use crate::text::{Lang, Said, both, say};

/// What is open over the screen, else the row under the cursor; else what to tell the reader.
pub(super) fn text(model: &Model) -> Result<String, Said> {
    let nothing = || both!("光标移到某一行上再按 y", "put the cursor on a row, then press y");
    let board = model.board.as_deref().ok_or_else(nothing)?;
    let text = match model.overlay {
        Some(Overlay::Explain { .. }) => why(model, board),
        Some(Overlay::Slip { .. }) => {
            model.unit_under_cursor().map(|unit| reminder::text(board, unit, model.lang()))
        }
        Some(Overlay::Help { .. } | Overlay::Detail { .. }) | None => row(model, board, model.lang()),
    };
    text.filter(|text| !text.is_empty()).ok_or_else(nothing)
}

fn row(model: &Model, board: &Board, lang: Lang) -> Option<String> {
    match model.cursor()?.kind {
        RowKind::Plan(n) => match model.plans.lines.get(n)? {
            Line::Plan(ledger, summary) => Some(plan(ledger.plan.title.get(lang), summary.as_deref(), lang)),
            Line::Lost(_, n) => {
                let finding = model.portfolio.as_ref()?.findings.get(*n)?;
                Some(format!("{}: {}", finding.location(), finding.said.get(lang)))
            }
        },
        RowKind::Heading(..) | RowKind::Date(..) | RowKind::Figure(_) => None,
        RowKind::Section { ix, .. } => section(board, ix, lang),
        RowKind::Item { ix, .. } => item(board, ix, lang),
        RowKind::Owed(n) => owed(board, n, lang),
        RowKind::Unit(ix) => unit(board, ix, lang),
        RowKind::Change(save, n) => {
            let change = &model.feed.saves.get(save)?.changes.get(n)?.change;
            let plan = board.plan();
            let title = plan.item_of(&change.id).and_then(|ix| plan.item(ix));
            let title = title.map_or("", |item| item.title.get(lang));
            let moves: Vec<String> = change.moves.iter().map(|step| step.words(lang)).collect();
            let (id, moves) = (&change.id, moves.join(if lang == Lang::Zh { "；" } else { "; " }));
            Some(say!(lang, "{id} {title}：{moves}", "{id} {title}: {moves}"))
        }
        RowKind::Finding(n) => {
            let finding = board.findings.get(n)?;
            Some(format!("{}: {}", finding.location(), finding.said.get(lang)))
        }
    }
}

/// `方案：195 项，完成 15，逾期 3，进度 20.9%`; the title alone until the figures are there.
fn plan(title: &str, summary: Option<&PlanSummary>, lang: Lang) -> String {
    let Some(PlanSummary { total, .. }) = summary else { return title.to_owned() };
    let (items, done, overdue) = (total.items, total.done, total.overdue);
    let progress = total.progress().map_or_else(|| "—".to_owned(), |progress| format!("{progress}%"));
    say!(
        lang,
        "{title}：{items} 项，完成 {done}，逾期 {overdue}，进度 {progress}",
        "{title}: {items} items, {done} done, {overdue} overdue, progress {progress}"
    )
}

/// `1-2 标题｜市市场监管局｜推进中 45.0%｜时限 2022-06-30｜按序时`.
fn item(board: &Board, ix: ItemIx, lang: Lang) -> Option<String> {
    let (item, figures) = board.plan().item(ix).zip(board.item(ix))?;
    let (id, title, leads) = (item.id, item.title.get(lang), board.plan().lead_names(item, lang));
    let (state, progress) = (figures.state.word().get(lang), figures.progress);
    let due = figures.due_day().map_or_else(|| say!(lang, "无", "none"), |day| day.to_string());
    let clock = figures.clock.words(lang);
    Some(say!(
        lang,
        "{id} {title}｜{leads}｜{state} {progress}%｜时限 {due}｜{clock}",
        "{id} {title} | {leads} | {state} {progress}% | due {due} | {clock}"
    ))
}

fn owed(board: &Board, n: usize, lang: Lang) -> Option<String> {
    let owed = board.obligations.get(n)?;
    let plan = board.plan();
    let (item, rule) = plan.item(owed.item).zip(plan.rule(owed.rule))?;
    let (id, title, rule) = (item.id, item.title.get(lang), rule.title.get(lang));
    let (unit, clock) = (plan.unit_name(owed.unit, lang), owed.clock.words(lang));
    Some(say!(lang, "{id} {title}｜{unit}｜{rule}｜{clock}", "{id} {title} | {unit} | {rule} | {clock}"))
}

fn unit(board: &Board, ix: UnitIx, lang: Lang) -> Option<String> {
    let figures = board.units.get(ix.get())?;
    let sum = &figures.roll_up;
    let (name, items, done, overdue) = (board.plan().unit_name(ix, lang), sum.items, sum.done, sum.overdue);
    let progress = sum.progress().map_or_else(|| "—".to_owned(), |progress| format!("{progress}%"));
    let file = figures.file.words(lang);
    let mut line = say!(
        lang,
        "{name}：{items} 项，完成 {done}，逾期 {overdue}，进度 {progress}，报送{file}",
        "{name}: {items} items, {done} done, {overdue} overdue, progress {progress}, file {file}"
    );
    if let Some(contact) = board.ledger.report(ix).and_then(|report| report.contact.as_deref()) {
        line.push_str(&say!(lang, "，联系人 {contact}", ", contact {contact}"));
    }
    Some(line)
}

fn section(board: &Board, ix: SectionIx, lang: Lang) -> Option<String> {
    let (section, sum) = (board.plan().section(ix)?, board.section(ix));
    let (label, title, items, done) = (&section.label, section.title.get(lang), sum.items, sum.done);
    let overdue = sum.overdue;
    let progress = sum.progress().map_or_else(|| "—".to_owned(), |progress| format!("{progress}%"));
    Some(say!(
        lang,
        "{label}{title}：{items} 项，完成 {done}，逾期 {overdue}，进度 {progress}",
        "{label} {title}: {items} items, {done} done, {overdue} overdue, progress {progress}"
    ))
}

/// What is explained, a step a line; an item's own line first.
fn why(model: &Model, board: &Board) -> Option<String> {
    let mut lines: Vec<String> =
        model.item_under_cursor().and_then(|ix| item(board, ix, model.lang())).into_iter().collect();
    for part in model.explanation()? {
        lines.push(part.heading);
        lines.extend(part.steps.into_iter().map(|step| format!("  {step}")));
    }
    Some(lines.join("\n"))
}
