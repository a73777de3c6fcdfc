//! The rules that find something: one file a rule, with its test, its sentence and its hint.
//!
//! Three kinds. [`of_a_report`] looks at what one unit's file says, when it is read; `of_a_unit` and `of_the_day` look
//! at a board, where the day decides: at one unit of it, and at the whole. A rule is removed by deleting its file and its line here.

use super::board::Board;
use super::finding::{Code, Finding, Particulars, Place};
use super::ids::UnitIx;
use super::plan::Plan;
use super::sorted;
use super::status::Report;
use crate::text::Said;

mod done_without_evidence;
mod future_entry;
mod holiday_year_missing;
mod late_report;
mod log_backwards;
mod progress_dropped;
mod published_without_document;
mod rule_not_owed;
mod silent_unit;
mod stage_order;

/// A step from a file's top to the place of something in it, in the English names of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value under a key.
    Key(std::sync::Arc<str>),
    /// The key itself, not its value.
    Name(std::sync::Arc<str>),
    /// An element of a list, from 0.
    At(usize),
}

/// A way into a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The top of the file.
    pub fn top() -> Self {
        Self::default()
    }

    /// One key further in.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// To the name of a key, where the key itself is what is wrong.
    #[must_use]
    pub fn name(mut self, key: &str) -> Self {
        self.0.push(Step::Name(key.into()));
        self
    }

    /// To an element of a list.
    #[must_use]
    pub fn at(mut self, n: usize) -> Self {
        self.0.push(Step::At(n));
        self
    }
}

/// A finding that knows its way into the file, not yet its line: the store has the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// What kind of thing.
    pub code: Code,
    /// Where.
    pub path: Path,
    /// What.
    pub said: Said,
    /// What to do.
    pub hint: Said,
}

/// A rule about what one file says.
type OfAReport = fn(&Plan, &Report, &mut Vec<Raised>);

/// The rules about one file, in the order of the contract.
const REPORT_RULES: &[OfAReport] = &[
    log_backwards::check,
    progress_dropped::check,
    done_without_evidence::check,
    published_without_document::check,
    stage_order::check,
    rule_not_owed::check,
];

/// What is worth a look in what one unit reports.
pub fn of_a_report(plan: &Plan, report: &Report) -> Vec<Raised> {
    let mut raised = Vec::new();
    for rule in REPORT_RULES {
        rule(plan, report, &mut raised);
    }
    raised
}

pub use future_entry::entries as future_entries;

/// The rules about a unit on a day, in the order of the contract.
const UNIT_RULES: [fn(&Board, UnitIx) -> Option<Finding>; 2] = [silent_unit::check, late_report::check];

/// What the rules about a unit have found, one after the other.
pub(super) type OfAUnit = [Option<Finding>; UNIT_RULES.len()];

/// What is worth a look about one unit of a board.
pub(super) fn of_a_unit(board: &Board, unit: UnitIx) -> OfAUnit {
    UNIT_RULES.map(|rule| rule(board, unit))
}

/// All findings of a board: those of the files, then what its day adds; errors first.
pub(super) fn of_the_day(board: &Board) -> Vec<Finding> {
    let mut findings = board.ledger.findings.clone();
    future_entry::check(board, &mut findings);
    findings.extend((0..UNIT_RULES.len()).flat_map(|rule| board.found(rule)).cloned());
    holiday_year_missing::check(board, &mut findings);
    sorted::by_key(&mut findings, Finding::severity);
    findings
}

/// A finding about a file as a whole.
fn about_file(code: Code, file: std::sync::Arc<str>, said: Said, hint: Said) -> Finding {
    let place = Place { file, ..Place::default() };
    Particulars { code, severity: code.severity(), place, said, hint }.into()
}

/// The logs of a report, by the ids of their items.
fn logs<'a>(
    plan: &'a Plan,
    report: &'a Report,
) -> impl Iterator<Item = (&'a str, &'a [super::status::Entry])> {
    report.items().filter_map(|(ix, item)| Some((plan.item(ix)?.id, item.log)))
}

/// The way to the `n`-th entry of an item's log.
fn entry(item: &str, n: usize) -> Path {
    Path::top().key("items").key(item).key("log").at(n)
}

/// The obligations of a report.
fn obligations<'a>(
    plan: &'a Plan,
    report: &'a Report,
) -> impl Iterator<Item = (super::plan::Item<'a>, &'a super::plan::Rule, &'a super::status::RuleReport)> {
    report.items().flat_map(move |(ix, item)| {
        item.rules.iter().filter_map(move |(rule, stages)| Some((plan.item(ix)?, plan.rule(*rule)?, stages)))
    })
}

/// The way to what is reported on an obligation.
fn obligation(item: super::plan::Item<'_>, rule: &super::plan::Rule) -> Path {
    Path::top().key("items").key(item.id).key("rules").key(&rule.id)
}

#[cfg(test)]
mod testing;
