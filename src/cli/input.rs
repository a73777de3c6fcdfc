//! The input of a command: the plans under a root, as boards of one day each.

use std::path::Path;
use std::sync::Arc;

use clap::CommandFactory as _;

use super::args::{Cli, Plans};
use super::globals::Globals;
use super::progress::Waiting;
use super::usage::Usage;
use super::{Done, Failure};
use crate::domain::board::Freshness;
use crate::domain::filter::Filter;
use crate::domain::finding::{Code, Severity};
use crate::domain::narrow::Selection;
use crate::domain::{Board, Day, Finding, Ledger, Portfolio};
use crate::live::clock;
use crate::store::{RootTrouble, Store};
use crate::text::{Lang, both, near};

/// What was read.
pub(super) struct Input {
    /// The portfolio.
    pub(super) portfolio: Arc<Portfolio>,
    /// The boards of the plans that were asked for, on the day that was asked for.
    pub(super) boards: Vec<Board>,
    /// The language: the one asked for, else the first plan's.
    pub(super) lang: Lang,
}

impl Input {
    /// Reads the plans. Fails if there is none at all, or none of the name that was asked for.
    pub(super) fn read(plans: &Plans, globals: &Globals) -> Result<Self, Failure> {
        let waiting = Waiting::for_reading(globals.lang.unwrap_or_default());
        let portfolio = open(plans, globals);
        drop(waiting);
        let portfolio = portfolio?;
        let asked = |ledger: &&Arc<Ledger>| globals.plan.as_deref().is_none_or(|id| &*ledger.plan.id == id);
        let ledgers: Vec<&Arc<Ledger>> = portfolio.ledgers.iter().filter(asked).collect();
        let lang = globals.lang.or(ledgers.first().map(|ledger| ledger.plan.language)).unwrap_or_default();
        let boards = ledgers.into_iter().map(|ledger| board(ledger, globals.as_of, &portfolio)).collect();
        Ok(Self { portfolio, boards, lang })
    }

    /// The same, narrowed to what `--filter` and `--unit` leave. Fails if no plan has such a unit; a plan that does not
    /// know it is left out.
    pub(super) fn narrowed(plans: &Plans, globals: &Globals, unit: Option<&str>) -> Result<Self, Failure> {
        let mut input = Self::read(plans, globals)?;
        let calendar = Arc::clone(&input.portfolio.calendar);
        if let Some(id) = unit {
            let known = |board: &Board| board.plan().unit_of(id.trim()).is_some();
            if !input.boards.iter().any(known) {
                let units = input.boards.iter().flat_map(|board| &board.plan().units);
                let near = near(id, units.map(|unit| &*unit.id));
                return Err(Usage::unknown(&both!("单位", "unit"), id, &near).into());
            }
            input.boards.retain(known);
        }
        for whole in std::mem::take(&mut input.boards) {
            let unit = unit.and_then(|id| whole.plan().unit_of(id.trim()));
            let selection = Selection::of(&whole, &globals.filter, unit);
            let shown = selection.as_ref().map(|selection| selection.board(&whole, &calendar));
            input.boards.push(shown.unwrap_or(whole));
        }
        Ok(input)
    }

    /// The boards of the same plans on another day, with the same items.
    pub(super) fn on(&self, day: Day) -> Vec<Board> {
        let calendar = &self.portfolio.calendar;
        let boards = self.boards.iter();
        boards.map(|shown| Board::new(Arc::clone(&shown.ledger), day, shown.today, calendar)).collect()
    }

    /// Every finding: the root's, then each plan's.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.portfolio.findings.iter().chain(self.boards.iter().flat_map(|board| &board.findings))
    }

    /// The findings that match `filter`, as the screen of findings shows them; those of the root always.
    pub(super) fn findings_in<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = &'a Finding> {
        let of_a_plan = move |board: &'a Board| {
            board.findings.iter().filter(move |finding| filter.matches_finding(board, finding))
        };
        self.portfolio.findings.iter().chain(self.boards.iter().flat_map(of_a_plan))
    }

    /// How a command ends that had nothing else to say: whether some file could not be read.
    pub(super) fn done(&self) -> Done {
        let kept = self.boards.iter().flat_map(Board::unit_rows);
        let unread = kept.filter(|(_, _, unit)| unit.file == Freshness::Unreadable).count() > 0;
        let unread = unread || self.findings().any(|finding| is_unreadable(finding.code));
        // An error of the root is a plan or a holiday table that is not there.
        let unread =
            unread || self.portfolio.findings.iter().any(|finding| finding.severity == Severity::Error);
        if unread || self.boards.is_empty() { Done::InputMissing } else { Done::Quiet }
    }
}

/// Whether a finding says that a file was there and could not be read at all.
pub(super) fn is_unreadable(code: Code) -> bool {
    matches!(code, Code::Unreadable | Code::NotAFile)
}

/// The portfolio under `root`, and the store that knows what was wrong with it.
///
/// The store asks for the real today: travelling in time (`--as-of`) changes the day shown, not what today is.
pub(super) fn read(root: &Path) -> (Arc<Portfolio>, Store) {
    let mut store = Store::new(root);
    let portfolio = store.refresh(&clock::today);
    (portfolio.unwrap_or_default(), store)
}

/// The board of a plan. Its day: the one asked for, else the plan's `as_of`, else today in its zone.
fn board(ledger: &Arc<Ledger>, as_of: Option<Day>, portfolio: &Portfolio) -> Board {
    let today = ledger.plan.as_of.unwrap_or_else(|| clock::today(&ledger.plan.timezone));
    Board::new(Arc::clone(ledger), as_of.unwrap_or(today), today, &portfolio.calendar)
}

/// The portfolio under `root` for one look at it. Fails if there is nothing to read, or not the plan that was asked for.
pub(super) fn open(plans: &Plans, globals: &Globals) -> Result<Arc<Portfolio>, Failure> {
    let (portfolio, store) = read(plans.root());
    if let Some(trouble) = store.trouble() {
        return Err(nothing(trouble, plans));
    }
    match &globals.plan {
        Some(id) if portfolio.ledger(id).is_none() => Err(no_plan(&portfolio, id)),
        Some(_) | None => Ok(portfolio),
    }
}

/// Fails where [`open`] would, for who reads later. Files are read only if a plan was asked for: its id stands in one.
pub(super) fn find(plans: &Plans, globals: &Globals) -> Result<(), Failure> {
    if globals.plan.is_some() {
        return open(plans, globals).map(drop);
    }
    Store::trouble_at(plans.root()).map_or(Ok(()), |trouble| Err(nothing(&trouble, plans)))
}

/// Nothing can be read at all.
fn nothing(trouble: &RootTrouble, plans: &Plans) -> Failure {
    Failure::Input(hinted(Usage { said: trouble.said(), hint: trouble.hint() }, plans))
}

/// Why there is no plan `id`: its file cannot be read, or nobody knows that name.
fn no_plan(portfolio: &Portfolio, id: &str) -> Failure {
    let folder = format!("{id}/");
    let orphan = portfolio.findings.iter().find(|finding| finding.place.file.starts_with(&folder));
    let Some(finding) = orphan else { return unknown_plan(portfolio, id).into() };
    let (at, zh, en) = (finding.location(), &finding.said.zh, &finding.said.en);
    Failure::Input(Usage { said: both!("{at}：{zh}", "{at}: {en}"), hint: finding.hint.clone() })
}

fn unknown_plan(portfolio: &Portfolio, id: &str) -> Usage {
    let ids = || portfolio.ledgers.iter().map(|ledger| &*ledger.plan.id);
    let mut offer = near(id, ids());
    if offer.is_empty() {
        offer = ids().collect();
    }
    Usage::unknown(&both!("方案", "plan"), id, &offer)
}

/// A word that is no folder but near a command's name was meant as the command: `guatu reprot`.
fn hinted(mut usage: Usage, plans: &Plans) -> Usage {
    let word = plans.root().to_string_lossy();
    let program = Cli::command();
    let names = program.get_subcommands().map(clap::Command::get_name);
    if let Some(name) = near(&word, names).first().filter(|_| plans.named() && word.len() > 2) {
        usage.hint = both!("是否指命令：guatu {name}", "did you mean the command `guatu {name}`");
    }
    usage
}
