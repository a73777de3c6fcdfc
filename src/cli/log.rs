//! `guatu log`: appends one entry to a unit's file.

use clap::Args;
use clap::builder::FalseyValueParser;

use super::args::Plans;
use super::globals::{Globals, day};
use super::input::Input;
use super::usage::Usage;
use super::{Failure, Outcome, print};
use crate::domain::percent::Percent;
use crate::domain::state::State;
use crate::domain::status::{Logged, Words};
use crate::domain::{Board, ItemIx};
use crate::store::append::{self, Backwards, Refusal, Wish};
use crate::text::{both, clean, near, say};

/// `guatu log`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu log 1-2 --unit scjgj --progress 45 --note 完成事项清单
  guatu log 1-2 --unit scjgj --state submitted --evidence 杭市管〔2022〕3号 --on 2022-02-08

Comments, order, quotes and line ends of the file stay as they are.")]
pub(super) struct LogArgs {
    /// The item's id: 1-2
    #[arg(value_name = "ITEM")]
    item: String,
    #[command(flatten)]
    pub(super) plans: Plans,
    /// The unit whose file it is
    #[arg(long, value_name = "ID", env = "GUATU_UNIT", hide_env = true)]
    unit: String,
    /// The state from now on, in either language: 推进中, submitted, …
    #[arg(long, value_name = "WORD", env = "GUATU_LOG_STATE", hide_env = true)]
    state: Option<String>,
    /// The progress, 0 to 100
    #[arg(long, value_name = "N", env = "GUATU_LOG_PROGRESS", hide_env = true)]
    progress: Option<String>,
    /// What was done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, env = "GUATU_LOG_NOTE", hide_env = true)]
    note: Option<String>,
    /// What is in the way
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, env = "GUATU_LOG_PROBLEM", hide_env = true)]
    problem: Option<String>,
    /// What comes next
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, env = "GUATU_LOG_NEXT", hide_env = true)]
    next: Option<String>,
    /// A document number or an address
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        env = "GUATU_LOG_EVIDENCE",
        hide_env = true
    )]
    evidence: Option<String>,
    /// The day it speaks of [default: the day the plan stands still at, else today]
    #[arg(long, value_name = "DATE", env = "GUATU_LOG_ON", hide_env = true)]
    on: Option<String>,
    /// Allow a lower progress, an earlier date, reopening what is done
    #[arg(long, env = "GUATU_LOG_FORCE", hide_env = true, value_parser = FalseyValueParser::new())]
    force: bool,
}

pub(super) fn run(args: &LogArgs, globals: &Globals) -> Outcome {
    let input = Input::read(&args.plans, globals)?;
    let (board, item) = item(&input.boards, args.item.trim())?;
    let (plan, id) = (board.plan(), args.unit.trim());
    let Some(unit) = plan.unit_of(id) else {
        let ids = plan.units.iter().map(|unit| &*unit.id);
        return Err(Usage::unknown(&both!("单位", "unit"), id, &near(id, ids)).into());
    };
    if !plan.item(item).is_some_and(|item| item.leads.contains(&unit)) {
        return Err(not_lead(board, item, id).into());
    }
    let entry = entry(args, board)?;
    let (root, file) = (args.plans.root(), board.ledger.path(unit));
    let backwards = if args.force { Backwards::Forced } else { Backwards::Refused };
    let wish = Wish { plan, unit, item, entry, today: board.today, lang: input.lang, backwards };
    append::append(&wish, &root.join(&*file), root).map_err(|refusal| match refusal {
        Refusal::Said(said, hint) => {
            let (zh, en) = (said.zh, said.en);
            let said = both!("{file}：{zh}", "{file}: {en}");
            Failure::Usage(Usage { said, hint })
        }
        Refusal::Io(error) => Failure::Output(Some(file.to_string()), error),
    })?;
    let (id, on) = (args.item.trim(), wish.entry.on);
    print(
        say!(input.lang, "{file}：{id} 已加一条 {on} 的记录\n", "{file}: added an entry of {on} to {id}\n")
            .as_bytes(),
    )
}

fn item<'b>(boards: &'b [Board], id: &str) -> Result<(&'b Board, ItemIx), Usage> {
    let mut found = boards.iter().filter_map(|board| Some((board, board.plan().item_of(id)?)));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(Usage {
            said: both!("编号“{id}”在几个方案中都有", "several plans have an item “{id}”"),
            hint: both!("用 --plan 指明方案", "name the plan with --plan"),
        }),
        (None, _) => {
            let items = boards.iter().flat_map(|board| board.plan().items.iter()).map(|item| item.id);
            Err(Usage::unknown(&both!("事项", "item"), id, &near(id, items)))
        }
    }
}

fn not_lead(board: &Board, item: ItemIx, unit: &str) -> Usage {
    let plan = board.plan();
    let leads = plan.item(item).map(|item| {
        item.leads.iter().filter_map(|ix| Some(&*plan.unit(*ix)?.id)).collect::<Vec<_>>().join(", ")
    });
    let leads = leads.unwrap_or_default();
    Usage {
        said: both!("{unit} 不牵头这个事项", "{unit} does not lead this item"),
        hint: both!("牵头单位：{leads}", "its lead: {leads}"),
    }
}

/// The entry the arguments describe, its texts as they will be read again.
fn entry(args: &LogArgs, board: &Board) -> Result<Logged, Usage> {
    let text =
        |text: &Option<String>| -> Option<String> { Some(clean(text.as_deref()?.trim()).trim().to_owned()) };
    let on = args.on.as_deref().map(|text| day("--on", text)).transpose()?;
    let entry = Logged {
        on: on.unwrap_or(board.today),
        state: args.state.as_deref().map(state).transpose()?,
        progress: args.progress.as_deref().map(progress).transpose()?,
        words: Words::of([&args.note, &args.problem, &args.next, &args.evidence].map(text)),
    };
    if entry.words.is_empty() && entry.state.is_none() && entry.progress.is_none() {
        return Err(Usage {
            said: both!("没有说要记什么", "nothing to enter"),
            hint: both!("例如 --progress 45 --note 完成清单", "for example --progress 45 --note TEXT"),
        });
    }
    Ok(entry)
}

fn state(word: &str) -> Result<State, Usage> {
    State::parse(word).ok_or_else(|| {
        let shown = clean(word);
        let zh = State::ALL.map(|state| state.word().zh).join("、");
        let en = State::ALL.map(State::key).join(", ");
        Usage {
            said: both!("--state：“{shown}”不是状态词", "--state: “{shown}” is not a state"),
            hint: both!("可用：{zh}", "one of: {en}"),
        }
    })
}

fn progress(text: &str) -> Result<Percent, Usage> {
    Percent::parse(text).ok_or_else(|| {
        let shown = clean(text);
        Usage {
            said: both!(
                "--progress：“{shown}”不在 0–100 之间",
                "--progress: “{shown}” is not a number from 0 to 100"
            ),
            hint: both!("写 0 到 100 的数，例如 45", "write a number from 0 to 100, for example 45"),
        }
    })
}
