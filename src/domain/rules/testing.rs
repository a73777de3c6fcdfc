//! A plan of one unit and two items, for the rules' tests.

use std::sync::Arc;

use super::{Board, of_a_report};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{Base, Count};
use crate::domain::ids::{ItemIx, RuleIx, SectionIx, UnitIx};
use crate::domain::ledger::{FileState, Ledger};
use crate::domain::percent::Percent;
use crate::domain::plan::{AppliesTo, Delegated, Item, Plan, Rule, Section, Stage, Title, Unit};
use crate::domain::state::State;
use crate::domain::status::{Filed, Logged, Report, RuleReport, Words};

fn title(text: &str) -> Title {
    Title { own: text.into(), english: None }
}

/// Adds an item that the unit leads.
fn add(plan: &mut Plan, id: &str, delegated: Delegated) {
    plan.items.push(Item {
        id,
        title: Title { own: id, english: None },
        section: SectionIx::new(0),
        leads: &[UnitIx::new(0)],
        support: &[],
        delegated,
        because: None,
        tags: &[],
        start: None,
        due: None,
        weight: 1000,
    });
}

/// One unit `a`; item `1-1` is delegated, item `1-2` is not.
pub(super) fn plan() -> Plan {
    let mut plan = Plan {
        issued: "2022-01-27".parse().ok(),
        rules: vec![Rule {
            id: "supervision".into(),
            title: title("细则"),
            clause: "（十七）".into(),
            applies_to: AppliesTo::Delegated,
            from: Some((Base::Issued, "2022-01-27".parse().unwrap())),
            days: 20,
            count: Count::CalendarRoll,
            stages: Stage::ALL.to_vec(),
        }],
        units: vec![Unit { id: "a".into(), name: title("甲局"), full_name: None, aliases: vec![] }],
        sections: vec![Section {
            label: "一、".into(),
            title: title("甲"),
            parent: None,
            depth: 0,
            sections: vec![],
            own: 0..1,
            below: 0..1,
        }],
        ..Plan::default()
    };
    add(&mut plan, "1-1", Delegated::Yes);
    plan
}

/// A report on item `n` of `plan`.
pub(super) fn report_on(_: &Plan, n: usize, change: impl FnOnce(&mut Filed)) -> Report {
    let mut item = Filed::default();
    change(&mut item);
    Report::new(UnitIx::new(0), None, vec![(ItemIx::new(n), item)])
}

fn field<'a>(fields: &'a str, key: &str) -> Option<&'a str> {
    fields.split(", ").find_map(|field| field.strip_prefix(key)?.strip_prefix(": "))
}

/// A report on `1-1` with these log entries: a day and `key: value, …`.
pub(super) fn report(log: &[(&str, &str)]) -> Report {
    report_on(&plan(), 0, |item| {
        item.log = log
            .iter()
            .map(|(on, fields)| Logged {
                on: on.parse().unwrap(),
                state: field(fields, "state").and_then(State::parse),
                progress: field(fields, "progress").and_then(Percent::parse),
                words: Words::of([None, None, None, field(fields, "evidence")]),
            })
            .collect();
    })
}

/// A report on `1-1` with these stages of its rule.
pub(super) fn rule_report(fields: &str) -> Report {
    report_on(&plan(), 0, |item| {
        let stages = Stage::ALL.map(|stage| field(fields, stage.key()).and_then(|on| on.parse().ok()));
        let document = field(fields, "document").map(Into::into);
        item.rules = vec![(RuleIx::new(0), RuleReport { stages, document, link: None })];
    })
}

/// The codes the rules about a file raise.
pub(super) fn codes(report: &Report) -> Vec<&'static str> {
    let mut plan = plan();
    add(&mut plan, "1-2", Delegated::No);
    of_a_report(&plan, report).iter().map(|raised| raised.code.key()).collect()
}

/// The board of [`plan`] with that report, or without a file.
pub(super) fn board(report: Option<Report>, day: &str) -> Board {
    let day = day.parse().unwrap();
    let file = if report.is_some() { FileState::Read } else { FileState::Missing };
    let ledger = Ledger {
        plan: Arc::new(plan()),
        reports: vec![report.map(Arc::new)],
        files: vec![file],
        paths: vec!["units/a.yaml".into()],
        ..Ledger::default()
    };
    Board::new(Arc::new(ledger), day, day, &Calendar::builtin())
}

/// The codes of a board.
pub(super) fn day_codes(board: &Board) -> Vec<&'static str> {
    board.findings.iter().map(|finding| finding.code.key()).collect()
}
