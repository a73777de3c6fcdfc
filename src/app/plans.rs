//! Several plans side by side: one line a plan, kept as a summary while its ledger and its day stay the same.
//!
//! Summaries are made in slices between frames, so that a root of hundreds of plans never holds up a key.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::edit::{Spot, Wanted, plan_file};
use super::list::{Id, Row, RowKind};
use super::load::{MARKED, rebuild};
use super::message::{Now, Progress};
use super::model::{Model, Place, Screen};
use super::slice::{self, Wait};
use super::update::ADVICE;
use super::wall::Page;
use crate::domain::filter::Filter;
use crate::domain::finding::Severity;
use crate::domain::summary::Overall;
use crate::domain::{Board, Day, Ledger, Light, Plan, PlanSummary, Portfolio, Text, changes, sorted};
use crate::text::both;

/// Plans saved at once whose changes are still told one by one; more at once are a copy of the folder or a `git pull`.
const TOLD: usize = 8;

/// How the plans are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The worst first.
    #[default]
    Worst,
    /// By their titles.
    Name,
}

/// A line of the list.
#[derive(Debug, Clone)]
pub enum Line {
    /// A plan: its id and title until its figures are there.
    Plan(Arc<Ledger>, Option<Arc<PlanSummary>>),
    /// A plan that cannot be read, by the place of the reason among the portfolio's findings.
    Lost(Text, usize),
}

impl Line {
    /// The worst light of the plan; none until its figures are there, red for one that cannot be read.
    pub(super) fn worst(&self) -> Option<Light> {
        match self {
            Self::Plan(_, summary) => summary.as_ref().map(|summary| summary.total.worst()),
            Self::Lost(..) => Some(Light::Red),
        }
    }
}

/// A summary, and what it was computed from.
#[derive(Debug, Clone)]
struct Kept {
    ledger: Arc<Ledger>,
    day: Day,
    summary: Arc<PlanSummary>,
}

impl Kept {
    /// The summary, if it is that of the ledger on `day`.
    fn of(&self, ledger: &Arc<Ledger>, day: Day) -> Option<Arc<PlanSummary>> {
        (Arc::ptr_eq(&self.ledger, ledger) && self.day == day).then(|| Arc::clone(&self.summary))
    }
}

/// What a session begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opens {
    /// The plans, if there are several.
    Plans,
    /// One plan.
    #[default]
    Plan,
}

/// The plans.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    /// The lines, sorted.
    pub lines: Vec<Line>,
    /// All of them together, those whose figures are there.
    pub overall: Overall,
    /// How they are sorted.
    pub sort: Sort,
    /// How far the first reading has come, while it lasts: what is shown is not all there is.
    pub reading: Option<Progress>,
    /// Whether the first reading has only just begun: nothing is said of it yet.
    pub hushed: bool,
    /// How often the lines have been arranged.
    pub(super) arranged: u64,
    /// Whether some figures are still to be computed.
    pub behind: bool,
    /// Plans a save has just changed, and until when they are marked.
    pub marks: HashMap<Text, Duration>,
    /// The time zones of all plans, each once.
    pub zones: Vec<Text>,
    /// Today in the zones of plans that are not open, as the loop says it.
    pub abroad: Vec<(Text, Day)>,
    opens: Opens,
    kept: HashMap<Text, Kept>,
    /// What the lines were made of.
    made: Option<(Arc<Portfolio>, Sort)>,
}

impl Plans {
    /// No plans yet.
    pub fn new(opens: Opens) -> Self {
        Self { opens, ..Self::default() }
    }

    /// What the session begins with.
    pub(super) const fn opens(&self) -> Opens {
        self.opens
    }

    /// Today for `plan`: its `as_of`, else the day in its zone.
    pub fn today(&self, plan: &Plan, now: Now) -> Day {
        let abroad = self.abroad.iter().find(|(zone, _)| *zone == plan.timezone).map(|(_, day)| *day);
        plan.as_of.or(abroad).unwrap_or(now.today)
    }

    /// The rows of the list whose plans are called by `words`.
    pub(super) fn rows(&self, words: &str) -> Vec<Row> {
        let lines = self.lines.iter().enumerate().filter(|(_, line)| line.is_called(words));
        lines.map(|(n, line)| Row { id: Some(Id::Plan(line.id())), kind: RowKind::Plan(n) }).collect()
    }

    /// Sorts the other way.
    pub(super) fn turn(&mut self) {
        self.sort = match self.sort {
            Sort::Worst => Sort::Name,
            Sort::Name => Sort::Worst,
        };
    }

    /// The file behind a line.
    pub(super) fn file(&self, model: &Model, n: usize) -> Option<Wanted> {
        match self.lines.get(n)? {
            Line::Plan(ledger, _) => Some(Wanted { file: plan_file(ledger), spot: Spot::At(1, 1) }),
            Line::Lost(file, n) => {
                let place = &model.portfolio.as_ref()?.findings.get(*n)?.place;
                Some(Wanted { file: file.clone(), spot: Spot::At(place.line, place.column) })
            }
        }
    }

    /// The summary of a plan on `day`, if it has been computed.
    fn known(&self, ledger: &Arc<Ledger>, day: Day) -> Option<Arc<PlanSummary>> {
        self.kept.get(&ledger.plan.id)?.of(ledger, day)
    }

    /// Keeps the summary of a board.
    pub(super) fn keep(&mut self, board: &Board) {
        let summary = Arc::new(PlanSummary::of(board));
        let kept = Kept { ledger: Arc::clone(&board.ledger), day: board.day, summary };
        self.kept.insert(board.plan().id.clone(), kept);
    }

    /// Computes summaries that are missing, as many as one slice holds, from line `first` on, and shows the boards they
    /// are read off from to `counted`; whether there were any.
    fn compute(
        &mut self,
        portfolio: &Portfolio,
        (first, wait): (usize, Wait),
        days: impl Fn(&Self, &Plan) -> (Day, Day),
        mut counted: impl FnMut(&Board),
    ) -> bool {
        let unknown = |ledger: &&Arc<Ledger>| self.known(ledger, days(self, &ledger.plan).0).is_none();
        let mut missing: Vec<&Arc<Ledger>> = portfolio.ledgers.iter().filter(unknown).collect();
        if missing.is_empty() {
            self.behind = false;
            return false;
        }
        // Those in sight are counted first.
        let lines = self.lines.iter().enumerate();
        let place: HashMap<Text, (bool, usize)> =
            lines.map(|(n, line)| (line.id(), (n < first, n))).collect();
        sorted::by_key(&mut missing, |ledger| {
            place.get(&ledger.plan.id).copied().unwrap_or((true, usize::MAX))
        });
        let slice = slice::of(&missing, wait);
        for ledger in missing.iter().take(slice) {
            let (day, today) = days(self, &ledger.plan);
            let board = Board::new(Arc::clone(ledger), day, today, &portfolio.calendar);
            counted(&board);
            self.keep(&board);
        }
        self.behind = slice < missing.len();
        slice > 0
    }

    /// Makes the lines anew.
    fn arrange(&mut self, portfolio: &Arc<Portfolio>, day: impl Fn(&Self, &Plan) -> Day) {
        // Plans that are gone; looked for only where there are more than there can be.
        if self.kept.len() > portfolio.ledgers.len() {
            let ids: HashSet<&Text> = portfolio.ledgers.iter().map(|ledger| &ledger.plan.id).collect();
            self.kept.retain(|id, _| ids.contains(id));
        }
        // Nothing is worse than a plan that cannot be read. While one is counted again it stays where it was; one that was
        // never counted has no place yet.
        let ranked = |ledger: &Arc<Ledger>| {
            let kept = self.kept.get(&ledger.plan.id);
            let known = kept.and_then(|kept| kept.of(ledger, day(self, &ledger.plan)));
            let rank = kept.map_or((2, None), |kept| (1, Some(kept.summary.rank())));
            (rank, Line::Plan(Arc::clone(ledger), known))
        };
        let mut lines: Vec<_> = portfolio.ledgers.iter().map(ranked).collect();
        lines.extend(lost(portfolio).into_iter().map(|(file, n)| ((0, None), Line::Lost(file, n))));
        match self.sort {
            Sort::Worst => lines.sort_by_key(|(rank, _)| *rank),
            Sort::Name => lines.sort_by(|(_, one), (_, other)| one.name().cmp(other.name())),
        }
        let lines: Vec<Line> = lines.into_iter().map(|(_, line)| line).collect();
        let summaries = lines.iter().filter_map(|line| match line {
            Line::Plan(_, summary) => summary.as_deref(),
            Line::Lost(..) => None,
        });
        self.overall = Overall::of(summaries);
        self.lines = lines;
        self.arranged += 1;
        self.made = Some((Arc::clone(portfolio), self.sort));
    }
}

impl Line {
    /// The plan's id; the file of one that cannot be read.
    pub fn id(&self) -> Text {
        match self {
            Self::Plan(ledger, _) => ledger.plan.id.clone(),
            Self::Lost(file, _) => file.clone(),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Plan(ledger, _) => &ledger.plan.title.own,
            Self::Lost(file, _) => file,
        }
    }

    fn is_called(&self, words: &str) -> bool {
        match self {
            Self::Plan(ledger, _) => ledger.plan.is_called(words),
            Self::Lost(file, _) => file.to_lowercase().contains(&words.to_lowercase()),
        }
    }
}

/// The plans that cannot be read: each one's file and its first error among the portfolio's findings.
pub fn lost(portfolio: &Portfolio) -> Vec<(Text, usize)> {
    let mut lost: Vec<(Text, usize)> = Vec::new();
    for (n, finding) in portfolio.findings.iter().enumerate() {
        let file = &finding.place.file;
        let known = lost.iter().any(|(other, _)| other == file);
        if finding.severity() == Severity::Error && file.ends_with("plan.yaml") && !known {
            lost.push((file.clone(), n));
        }
    }
    lost
}

/// Whether there is more than one plan, those that cannot be read among them, and one that can.
pub(super) fn are_several(portfolio: &Portfolio) -> bool {
    portfolio.ledgers.len() + lost(portfolio).len() > 1 && !portfolio.ledgers.is_empty()
}

/// Whether somebody looks at the plans: at their screen, or at a wall that has their page.
fn looked_at(model: &Model) -> bool {
    model.wall.as_ref().map_or(model.screen == Screen::Plans, |wall| wall.pages.contains(&Page::Plans))
}

/// Which plan of how many is open, from 1; none where there is only one.
pub fn position(model: &Model) -> Option<(usize, usize)> {
    let (portfolio, board) = model.portfolio.as_deref().zip(model.board.as_deref())?;
    let n = portfolio.ledgers.iter().position(|ledger| ledger.plan.id == board.plan().id)?;
    (portfolio.ledgers.len() > 1).then_some((n + 1, portfolio.ledgers.len()))
}

/// Whether a line of the changes is about another plan than the open one.
pub fn is_foreign(model: &Model, save: u64) -> bool {
    let Some(board) = model.board.as_deref() else { return false };
    model.saves().any(|it| it.number == save && it.plan.id != board.plan().id)
}

/// The day shown of `plan`, and its today.
fn days(travel: Option<Day>, plans: &Plans, plan: &Plan, now: Now) -> (Day, Day) {
    let today = plans.today(plan, now);
    (travel.unwrap_or(today), today)
}

/// The line at the top of the list, as far as is known before the frame.
fn first_in_sight(model: &Model) -> usize {
    let top = model.cursor_row().map(|row| row.saturating_sub(model.place().line));
    match top.and_then(|row| model.rows.get(row)).map(|row| &row.kind) {
        Some(RowKind::Plan(n)) => *n,
        Some(
            RowKind::Heading(..)
            | RowKind::Date(..)
            | RowKind::Section { .. }
            | RowKind::Item { .. }
            | RowKind::Owed(_)
            | RowKind::Unit(_)
            | RowKind::Change(..)
            | RowKind::Finding(_)
            | RowKind::Figure(_),
        )
        | None => 0,
    }
}

/// After every message: while the plans are looked at, their lines follow the files, the day and the sorting.
pub(super) fn settle(model: &mut Model, now: Now, wait: Wait) {
    model.plans.marks.retain(|_, until| *until > now.at);
    model.plans.behind = false;
    let Some(portfolio) = model.portfolio.clone().filter(|_| looked_at(model)) else { return };
    let travel = model.travel;
    let first = first_in_sight(model);
    let Model { plans, wall, .. } = model;
    let meet = |board: &Board| wall.iter_mut().for_each(|wall| wall.meet(board));
    let computed =
        plans.compute(&portfolio, (first, wait), |plans, plan| days(travel, plans, plan, now), meet);
    let made = model.plans.made.as_ref();
    let same = made.is_some_and(|(of, sort)| Arc::ptr_eq(of, &portfolio) && *sort == model.plans.sort);
    if computed || !same {
        model.plans.arrange(&portfolio, |plans, plan| days(travel, plans, plan, now).0);
    }
    // Whoever comes from a plan finds the cursor on it.
    if let (Some(id), false) = (model.plan.clone(), model.places.contains_key(&Screen::Plans)) {
        let line = model.plans.lines.iter().position(|line| line.id() == id).unwrap_or_default();
        model.places.insert(Screen::Plans, Place { cursor: Some(Id::Plan(id)), line });
    }
}

/// A session of so many plans begins.
pub(super) fn begin(model: &mut Model, plans: usize) {
    let asks = model.wall.is_none() && model.plans.opens == Opens::Plans;
    if asks && plans > 1 && model.screen == Screen::Overview {
        model.screen = Screen::Plans;
    }
}

/// After a reading: other plans that changed are marked, and what changed in them is told.
pub(super) fn saved(model: &mut Model, old: Option<&Portfolio>, now: Now) {
    let Some(portfolio) = model.portfolio.clone() else { return };
    let Some(old) = old else {
        if !portfolio.ledgers.is_empty() {
            begin(model, portfolio.ledgers.len() + lost(&portfolio).len());
        }
        return;
    };
    let open = model.board.as_ref().map(|board| board.plan().id.clone());
    let changed = portfolio.changed(old);
    for (_, new) in &changed {
        model.plans.marks.insert(new.plan.id.clone(), now.at + MARKED);
    }
    let others = changed.iter().filter(|(_, new)| Some(&new.plan.id) != open.as_ref());
    if changed.len() > TOLD {
        return;
    }
    for (old, new) in others {
        let today = model.plans.today(&new.plan, now);
        let before = Board::new(Arc::clone(old), today, today, &portfolio.calendar);
        let after = before.after(Arc::clone(new), today, today, &portfolio.calendar);
        model.feed.add(&after, changes::between(&before, &after), now.clock);
        // Whoever looks at the plans next finds its line computed.
        model.plans.keep(&after);
    }
}

/// Goes into the plan under the cursor.
pub(super) fn enter(model: &mut Model, now: Now) {
    let Some(RowKind::Plan(n)) = model.cursor().map(|row| row.kind.clone()) else { return };
    match model.plans.lines.get(n).cloned() {
        Some(Line::Plan(ledger, _)) => open(model, ledger.plan.id.clone(), now),
        Some(Line::Lost(file, _)) => {
            let said = both!("{file} 读不了；按 e 打开它", "{file} cannot be read; press e to open it");
            model.notice = Some((said, now.at + ADVICE));
        }
        None => {}
    }
}

/// Opens a plan. What belonged to the plan before it goes; the day travelled to stays, so that one day can be compared.
fn open(model: &mut Model, id: Text, now: Now) {
    let same = model.board.as_ref().is_some_and(|board| board.plan().id == id);
    if !same {
        model.places.retain(|screen, _| *screen == Screen::Plans);
        model.marks.clear();
    }
    model.plan = Some(id);
    model.filter = Filter::default();
    model.screen = Screen::Overview;
    model.detail_top = 0;
    rebuild(model, now);
}
