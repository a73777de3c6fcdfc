//! JSON, format 1: every figure of a board for programs. The contract is `commands.md`, "report --format json".
//!
//! What the contract leaves open, decided here:
//! - `done` holds the items done late, too; `done_late` says how many they are. A rule's `met` holds `met_late`.
//! - `due_soon` of the totals holds what is due today.
//! - An obligation nobody has decided on is listed, with `deadline` and `days_left` null and the clock `undetermined`.
//!   `owed`, `met` and `open` count obligations (item and lead); `undetermined` counts items.
//! - `days_left` is the deadline minus the day, met or not; negative once it has passed.
//! - `progress` is null where there is nothing to take a mean of (no item, or all of them stopped).
//! - A unit that leads nothing is `fresh`, file or not.
//! - `title` and `name` are the plan's own words in every language; `message` and `hint` follow `--lang`.
//! - `line` and `column` are 0 where a finding is about a file as a whole.
//! - `selection` is there only where `--filter` or `--unit` narrowed the report: `{ filter, unit, items, of }`. Every
//!   figure is then of the items shown; a unit's `file` and `last_entry`, and the findings, are still the files' own.
//! - What is wrong with the root (`holidays.yaml`) stands first in the `findings` of a single plan; with several plans
//!   it stands once, beside `plans`.

use serde::Serialize;

use crate::domain::board::{ItemFigures, Obligation, RuleFigures, UnitFigures};
use crate::domain::finding::{Particulars, Place};
use crate::domain::narrow::Narrowed;
use crate::domain::plan::{Item, Unit};
use crate::domain::{Board, Deadline, Finding, Light, Percent, Plan, RollUp};
use crate::text::Lang;

/// The version of the format: a change that breaks a reader raises it.
const FORMAT: u32 = 1;

/// Several plans of one root.
#[derive(Serialize)]
struct RootJson<'a> {
    format: u32,
    plans: Vec<PlanJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct PlanJson<'a> {
    format: u32,
    plan: &'a str,
    title: &'a str,
    as_of: String,
    sample: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    selection: Option<SelectionJson<'a>>,
    totals: TotalsJson,
    rules: Vec<RuleJson<'a>>,
    sections: Vec<SectionJson<'a>>,
    items: Vec<ItemJson<'a>>,
    units: Vec<UnitJson<'a>>,
    findings: Vec<FindingJson<'a>>,
}

/// What was left out: only where `--filter` or `--unit` left something out.
#[derive(Serialize)]
struct SelectionJson<'a> {
    filter: &'a str,
    unit: Option<&'a str>,
    items: usize,
    of: usize,
}

#[derive(Serialize)]
struct TotalsJson {
    items: usize,
    progress: Option<f64>,
    done: usize,
    done_late: usize,
    red: usize,
    yellow: usize,
    green: usize,
    grey: usize,
    overdue: usize,
    due_soon: usize,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    deadline: Option<String>,
    confirmed: bool,
    owed: usize,
    met: usize,
    met_late: usize,
    overdue: usize,
    open: usize,
    undetermined: usize,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    label: &'a str,
    title: &'a str,
    depth: u16,
    items: usize,
    progress: Option<f64>,
    light: &'static str,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    id: &'a str,
    title: &'a str,
    sections: Vec<&'a str>,
    leads: Vec<&'a str>,
    state: &'static str,
    progress: f64,
    expected: Option<f64>,
    due: Option<String>,
    due_from: &'static str,
    light: &'static str,
    clock: &'static str,
    days_overdue: i64,
    completed_on: Option<String>,
    last_entry: Option<String>,
    rules: Vec<ObligationJson<'a>>,
}

#[derive(Serialize)]
struct ObligationJson<'a> {
    id: &'a str,
    unit: &'a str,
    deadline: Option<String>,
    met_on: Option<String>,
    clock: &'static str,
    light: &'static str,
    days_left: Option<i64>,
}

#[derive(Serialize)]
struct UnitJson<'a> {
    id: &'a str,
    name: &'a str,
    items: usize,
    done: usize,
    red: usize,
    progress: Option<f64>,
    file: &'static str,
    last_entry: Option<String>,
}

/// A finding, the same in `report` and in `check --format json`.
#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    hint: &'a str,
}

/// The report on `boards`, one plan as an object, several as `{"format": 1, "plans": […]}`; `root` is what is wrong
/// with the root itself. Ends with a line break.
///
/// # Errors
///
/// Only what the serialiser says, which for these values is nothing.
pub fn write(boards: &[Board], root: &[Finding], lang: Lang) -> serde_json::Result<Vec<u8>> {
    match boards {
        [board] => {
            let mut one = plan(board, lang);
            one.findings = findings(root, lang).chain(findings(&board.findings, lang)).collect();
            bytes(&one)
        }
        several => bytes(&RootJson {
            format: FORMAT,
            plans: several.iter().map(|board| plan(board, lang)).collect(),
            findings: findings(root, lang).collect(),
        }),
    }
}

/// A value as indented JSON with a line break at its end.
pub(super) fn bytes<T: Serialize>(value: &T) -> serde_json::Result<Vec<u8>> {
    let mut out = serde_json::to_vec_pretty(value)?;
    out.push(b'\n');
    Ok(out)
}

fn plan(board: &Board, lang: Lang) -> PlanJson<'_> {
    let plan = board.plan();
    PlanJson {
        format: FORMAT,
        plan: &plan.id,
        title: &plan.title.own,
        as_of: board.day.to_string(),
        sample: plan.sample,
        selection: board.narrowed.as_ref().map(|narrowed| selection(board, narrowed)),
        totals: totals(&board.total),
        rules: plan.rules.iter().zip(&board.rules).map(|(rule, figures)| a_rule(&rule.id, figures)).collect(),
        sections: sections(board),
        items: board
            .rows()
            .map(|(ix, item, figures)| {
                let owed = board.obligations_of(ix).map(|owed| obligation(board, owed)).collect();
                an_item(plan, item, figures, owed)
            })
            .collect(),
        units: board.unit_rows().map(|(_, unit, figures)| a_unit(unit, figures)).collect(),
        findings: findings(&board.findings, lang).collect(),
    }
}

fn selection<'a>(board: &'a Board, narrowed: &'a Narrowed) -> SelectionJson<'a> {
    let Narrowed { filter, unit, of } = narrowed;
    let unit = unit.and_then(|unit| board.plan().unit(unit)).map(|unit| &*unit.id);
    SelectionJson { filter, unit, items: board.total.items, of: *of }
}

fn totals(total: &RollUp) -> TotalsJson {
    TotalsJson {
        items: total.items,
        progress: total.progress().map(Percent::number),
        done: total.done,
        done_late: total.done_late,
        red: total.count(Light::Red),
        yellow: total.count(Light::Yellow),
        green: total.count(Light::Green),
        grey: total.count(Light::Grey),
        overdue: total.overdue,
        due_soon: total.due_soon,
    }
}

fn a_rule<'a>(id: &'a str, figures: &RuleFigures) -> RuleJson<'a> {
    let RuleFigures { deadline, owed, met, met_late, overdue, open, undetermined } = figures;
    RuleJson {
        id,
        deadline: deadline.as_ref().map(|deadline| deadline.date.to_string()),
        confirmed: deadline.as_ref().is_some_and(Deadline::confirmed),
        owed: *owed,
        met: *met,
        met_late: *met_late,
        overdue: *overdue,
        open: *open,
        undetermined: *undetermined,
    }
}

fn sections(board: &Board) -> Vec<SectionJson<'_>> {
    let sections = board.plan().sections.iter().zip(&board.sections);
    sections
        .map(|(section, sum)| SectionJson {
            label: &section.label,
            title: &section.title.own,
            depth: section.depth,
            items: sum.items,
            progress: sum.progress().map(Percent::number),
            light: sum.worst().key(),
        })
        .collect()
}

fn an_item<'a>(
    plan: &'a Plan,
    item: Item<'a>,
    figures: &ItemFigures,
    rules: Vec<ObligationJson<'a>>,
) -> ItemJson<'a> {
    let path = plan.path(item.section);
    let ItemFigures { state, progress, expected, due, clock, completed_on, last_entry, leads: _ } = figures;
    ItemJson {
        id: item.id,
        title: item.title.own,
        sections: path.iter().filter_map(|ix| Some(&*plan.section(*ix)?.label)).collect(),
        leads: item.leads.iter().filter_map(|ix| Some(&*plan.unit(*ix)?.id)).collect(),
        state: state.key(),
        progress: progress.number(),
        expected: expected.map(Percent::number),
        due: due.as_ref().map(|(day, _)| day.to_string()),
        due_from: due.as_ref().map_or("none", |(_, from)| from.key()),
        light: figures.light().key(),
        clock: clock.key(),
        days_overdue: clock.days_overdue(),
        completed_on: completed_on.map(|day| day.to_string()),
        last_entry: last_entry.map(|day| day.to_string()),
        rules,
    }
}

fn obligation<'a>(board: &'a Board, owed: &Obligation) -> ObligationJson<'a> {
    let plan = board.plan();
    let Obligation { rule, item: _, unit, deadline, stages: _, met_on, clock } = owed;
    ObligationJson {
        id: plan.rule(*rule).map_or("", |rule| &*rule.id),
        unit: plan.unit(*unit).map_or("", |unit| &*unit.id),
        deadline: deadline.map(|day| day.to_string()),
        met_on: met_on.map(|day| day.to_string()),
        clock: clock.key(),
        light: clock.light().key(),
        days_left: owed.days_left(board.day),
    }
}

fn a_unit<'a>(unit: &'a Unit, figures: &UnitFigures) -> UnitJson<'a> {
    let UnitFigures { roll_up, file, last_entry, open_rules: _, overdue_rules: _ } = figures;
    UnitJson {
        id: &unit.id,
        name: &unit.name.own,
        items: roll_up.items,
        done: roll_up.done,
        red: roll_up.count(Light::Red),
        progress: roll_up.progress().map(Percent::number),
        file: file.key(),
        last_entry: last_entry.map(|day| day.to_string()),
    }
}

/// Findings as JSON has them, with their sentences in `lang`.
pub(super) fn findings(list: &[Finding], lang: Lang) -> impl Iterator<Item = FindingJson<'_>> {
    list.iter().map(move |finding| {
        let Particulars { code, severity, place, said, hint } = &**finding;
        let Place { file, line, column, excerpt: _ } = place;
        FindingJson {
            code: code.key(),
            severity: severity.key(),
            file,
            line: *line,
            column: *column,
            message: said.get(lang),
            hint: hint.get(lang),
        }
    })
}
