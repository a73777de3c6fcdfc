//! `guatu explain`: how an item's due date, its rule deadlines and its light came about, step by step.

use std::fmt::Write as _;

use super::args::ExplainArgs;
use super::globals::Globals;
use super::input::Input;
use super::usage::Usage;
use super::{Outcome, print};
use crate::domain::{Board, ItemIx, explain};
use crate::report::Signs;
use crate::text::{Lang, both, near, say};

pub(super) fn run(args: &ExplainArgs, globals: &Globals) -> Outcome {
    let input = Input::read(&args.plans, globals)?;
    let id = args.id.trim();
    let found: Vec<(&Board, ItemIx)> =
        input.boards.iter().filter_map(|board| Some((board, board.plan().item_of(id)?))).collect();
    let items = || input.boards.iter().flat_map(|board| board.plan().items.iter()).map(|item| item.id);
    match found.as_slice() {
        [] => Err(Usage::unknown(&both!("事项", "item"), id, &near(id, items())).into()),
        [(board, ix)] => {
            print(item(board, *ix, input.lang, globals.signs()).as_bytes())?;
            Ok(input.done())
        }
        several => Err(ambiguous(id, several).into()),
    }
}

/// The same id in several plans: which one is meant has to be said.
fn ambiguous(id: &str, found: &[(&Board, ItemIx)]) -> Usage {
    let plans = found.iter().map(|(board, _)| &*board.plan().id).collect::<Vec<_>>().join(", ");
    Usage {
        said: both!("编号“{id}”在几个方案中都有：{plans}", "several plans have an item “{id}”: {plans}"),
        hint: both!("用 --plan 指明方案", "name the plan with --plan"),
    }
}

fn item(board: &Board, ix: ItemIx, lang: Lang, signs: Signs) -> String {
    let mut out = String::new();
    let plan = board.plan();
    let Some(item) = plan.item(ix) else { return out };
    let path = plan.path(item.section);
    let labels: String = path.iter().filter_map(|section| Some(&*plan.section(*section)?.label)).collect();
    let (day, leads) = (board.day.long(lang), plan.lead_names(item, lang));
    let sample = if plan.sample { say!(lang, "，样例数据", ", sample data") } else { String::new() };
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "{} {}", item.id, item.title.get(lang));
    let _ = writeln!(
        out,
        "{}",
        say!(
            lang,
            "{labels} 牵头：{leads}；截至 {day}{sample}",
            "{labels} lead: {leads}; as of {day}{sample}"
        )
    );
    for part in explain::item(board, ix, lang) {
        let sign = part.light.map_or_else(String::new, |light| format!("{} ", signs.of(light)));
        let _ = writeln!(out, "\n{sign}{}", part.heading);
        for (n, step) in part.steps.iter().enumerate() {
            let _ = writeln!(out, "  {}. {step}", n + 1);
        }
    }
    out
}
