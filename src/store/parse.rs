//! From a file's text to content and findings: the plan, a report, the holidays.

use std::sync::Arc;

use super::cached::Parsed;
use super::holiday_file::{self, HolidayFile};
use super::lenient::Record;
use super::place::{Source, in_order};
use super::plan_build;
use super::plan_file::PlanFile;
use super::reader::{self, Read};
use super::slip::{Reading, Slip};
use super::slips::{OF_A_KIND, Slips};
use super::status_file::{self, Held, StatusFile};
use crate::domain::calendar::Holiday;
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::ids::{RuleIx, Text, UnitIx};
use crate::domain::plan::Plan;
use crate::domain::rules::{self, Path, Raised, Step};
use crate::domain::status::Report;

/// The largest status file, in bytes.
pub(super) const STATUS_CAP: u64 = 1 << 20;
/// The largest plan, in bytes.
pub(super) const PLAN_CAP: u64 = 4 << 20;
/// The most values in a status file that needs the preflight.
const STATUS_VALUES: usize = 100_000;
/// The most values in a plan that needs the preflight.
const PLAN_VALUES: usize = 400_000;

/// A report and its entries of days to come.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) report: Arc<Report>,
    pub(super) future: Vec<(Day, Finding)>,
}

/// Reads a text and has `build` make something of it.
fn parse<R: Record, T>(
    source: Source<'_>,
    slips: Vec<Slip>,
    limit: usize,
    build: impl FnOnce(R, &Reading) -> Option<T>,
) -> Result<(T, Vec<Slip>, Option<String>), Vec<Finding>> {
    match reader::read::<R>(source.text, limit) {
        Err(slip) => Err(source.findings(slips.into_iter().chain([slip]).collect(), None)),
        Ok(Read { record, reading, righted, repaired }) => {
            let built = build(record, &reading);
            let slips: Vec<Slip> = slips.into_iter().chain(reading.take()).chain(righted).collect();
            match built {
                Some(built) => Ok((built, slips, repaired)),
                None => Err(source.findings(slips, repaired.as_deref())),
            }
        }
    }
}

/// A plan.
pub(super) fn plan(file: &Text, id: &Text, text: &str, slips: Vec<Slip>) -> Parsed<Arc<Plan>> {
    let source = Source { file, text };
    let (plan, slips, repaired) = parse::<PlanFile, _>(source, slips, PLAN_VALUES, |file, reading| {
        plan_build::build(file, id, reading)
    })?;
    Ok((Arc::new(plan), source.findings(slips, repaired.as_deref())))
}

/// `holidays.yaml`.
pub(super) fn holidays(file: &Text, text: &str, slips: Vec<Slip>) -> Parsed<Vec<Holiday>> {
    let source = Source { file, text };
    let (holidays, slips, repaired) =
        parse::<HolidayFile, _>(source, slips, STATUS_VALUES, |file, reading| {
            Some(holiday_file::build(file, reading))
        })?;
    Ok((holidays, source.findings(slips, repaired.as_deref())))
}

/// The report of `unit`, read on `today`.
pub(super) fn report(
    (plan, unit, today): (&Plan, UnitIx, Day),
    file: &Text,
    text: &str,
    slips: Vec<Slip>,
) -> Parsed<Heard> {
    let source = Source { file, text };
    let (held, mut slips, repaired) =
        parse::<StatusFile, _>(source, slips, STATUS_VALUES, |file, reading| {
            Some(status_file::hold(file, plan, unit, reading))
        })?;
    let Held { report, kept } = held;
    let raised = rules::of_a_report(plan, &report);
    let raised: Slips = raised.into_iter().map(|raised| Slip::from(as_in_the_file(raised, &kept))).collect();
    slips.extend(raised.into_list());
    let future = rules::future_entries(plan, &report, today);
    let mut days: Vec<Day> = future.iter().map(|(day, _)| *day).collect();
    let ahead: Slips =
        future.into_iter().map(|(_, raised)| Slip::from(as_in_the_file(raised, &kept))).collect();
    let ahead = ahead.into_list();
    // The one that stands for all that are left out is there until the last of their days has come.
    if let Some(rest) = days.get(OF_A_KIND..).and_then(|rest| rest.iter().max().copied()) {
        days.truncate(OF_A_KIND);
        days.push(rest);
    }
    // The file is looked through once for both.
    let now = slips.len();
    slips.extend(ahead);
    let mut findings = source.each(slips, repaired.as_deref());
    let future = days.into_iter().zip(findings.split_off(now)).collect();
    Ok((Heard { report: Arc::new(report), future }, in_order(findings)))
}

/// A way that counts the entries that were read, as one that counts the entries of the file.
fn as_in_the_file(mut raised: Raised, kept: &[(Text, Vec<usize>)]) -> Raised {
    let Path(steps) = &mut raised.path;
    if let [_, Step::Key(item), Step::Key(log), Step::At(n), ..] = steps.as_mut_slice()
        && **log == *"log"
        && let Some((_, places)) = kept.iter().find(|(id, _)| id == item)
        && let Some(place) = places.get(*n)
    {
        *n = *place;
    }
    raised
}

/// A report of the plan as it was, carried over to the plan as it is, by ids.
pub(super) fn carry(report: &Report, old: &Plan, new: &Plan, unit: UnitIx) -> Report {
    let item = |ix| {
        let ix = new.item_of(old.item(ix)?.id)?;
        new.item(ix).filter(|item| item.leads.contains(&unit)).map(|_| ix)
    };
    let rule = |ix| {
        let id = &old.rule(ix)?.id;
        new.rules.iter().position(|rule| rule.id == *id).map(RuleIx::new)
    };
    report.moved(unit, item, rule)
}
