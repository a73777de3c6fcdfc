//! `guatu deadline`: the calendar as a calculator. The date alone on the first line, then how it came about.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Map, Value};

use super::args::DeadlineArgs;
use super::globals::Globals;
use super::usage::Usage;
use super::{Done, Failure, Outcome, input, print};
use crate::domain::deadline::Base;
use crate::domain::{Count, Deadline};
use crate::report::Format;
use crate::text::{Lang, clean, say};

/// The longest count: a hundred years.
const MOST: u32 = 36_525;

/// The contract of `commands.md`.
#[derive(Serialize)]
struct DeadlineJson {
    date: String,
    confirmed: bool,
    steps: Vec<String>,
    others: Map<String, Value>,
}

pub(super) fn run(args: &DeadlineArgs, globals: &Globals) -> Outcome {
    let base = args.base()?;
    let days = args.days.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
    let days = days.ok_or_else(|| Usage::bad_days(&clean(&args.days), MOST))?;
    let count = Count::parse(&args.count).unwrap_or(Count::CalendarRoll);
    // The built-in calendar needs no folder; one that was named and is not there is still worth an error.
    let (portfolio, store) = input::read(args.plans.root());
    let plan = portfolio.ledgers.first().map(|ledger| ledger.plan.language);
    let lang = globals.lang.or(plan).unwrap_or_default();
    let deadline = Deadline::new(base, Base::Given, days, count, &portfolio.calendar);
    let bytes = if args.format == Format::Json.key() {
        json(&deadline, lang).map_err(|error| Failure::Output(None, error.into()))?
    } else {
        text(&deadline, lang).into_bytes()
    };
    print(&bytes)?;
    match store.trouble() {
        Some(trouble) if args.plans.named() => {
            Err(Failure::Input(Usage { said: trouble.said(), hint: trouble.hint() }))
        }
        _ => Ok(Done::Quiet),
    }
}

fn text(deadline: &Deadline, lang: Lang) -> String {
    let mut out = format!("{}\n", deadline.date);
    for step in deadline.steps(lang) {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "  {step}");
    }
    for (count, day) in deadline.others {
        let (by, day) = (count.word().get(lang), day.long(lang));
        let _ = writeln!(out, "  {}", say!(lang, "若按{by}：{day}", "by {by} it would be {day}"));
    }
    out
}

fn json(deadline: &Deadline, lang: Lang) -> serde_json::Result<Vec<u8>> {
    let others = deadline.others.iter().map(|(count, day)| (count.key().to_owned(), day.to_string().into()));
    let mut out = serde_json::to_vec_pretty(&DeadlineJson {
        date: deadline.date.to_string(),
        confirmed: deadline.confirmed(),
        steps: deadline.steps(lang),
        others: others.collect(),
    })?;
    out.push(b'\n');
    Ok(out)
}
