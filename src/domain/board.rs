//! The board: every figure shown anywhere, computed once for one day.
//!
//! Screens, reports and checks only read it. Nobody changes a board; another day or another save makes another one.

use std::sync::Arc;

use super::calendar::Calendar;
use super::clock::{Clock, Known, Light, RuleClock};
use super::day::Day;
use super::deadline::Deadline;
use super::finding::Finding;
use super::ids::{ItemIx, RuleIx, SectionIx, Text, UnitIx};
use super::ledger::{FileState, Ledger};
use super::percent::Percent;
use super::plan::{AppliesTo, Delegated, Item, Plan, Stage};
use super::rollup::RollUp;
use super::rules;
use super::state::State;
use super::status::{Entry, Standing};

/// Where an item's due date comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueFrom {
    /// An approved extension of one of its leads.
    Extension {
        /// Whose.
        unit: UnitIx,
        /// Since when.
        approved: Day,
        /// Why.
        reason: Option<Text>,
        /// The date it replaces.
        before: Option<Day>,
    },
    /// The plan.
    Plan,
    /// The unit's own commitment.
    Unit(UnitIx),
}

impl DueFrom {
    /// The word in JSON.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Extension { .. } => "extension",
            Self::Plan => "plan",
            Self::Unit(_) => "unit",
        }
    }
}

/// The figures of an item on the board's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFigures {
    /// The state: of several leads the least advanced.
    pub state: State,
    /// The progress: of several leads the mean.
    pub progress: Percent,
    /// 序时进度; none without a due date.
    pub expected: Option<Percent>,
    /// The due date and where it comes from.
    pub due: Option<(Day, DueFrom)>,
    /// What the clock says.
    pub clock: Clock,
    /// Since when it is done: of several leads the last.
    pub completed_on: Option<Day>,
    /// The newest day any lead's log speaks of.
    pub last_entry: Option<Day>,
    /// How far each lead is, in the order of the item's leads.
    pub leads: Vec<Standing>,
}

impl ItemFigures {
    /// Its light.
    pub fn light(&self) -> Light {
        self.clock.light()
    }

    /// Its due date.
    pub fn due_day(&self) -> Option<Day> {
        self.due.as_ref().map(|(day, _)| *day)
    }
}

/// An obligation: one rule, one item, one lead unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The rule.
    pub rule: RuleIx,
    /// The item.
    pub item: ItemIx,
    /// Who owes it.
    pub unit: UnitIx,
    /// The last day on which it is on time; none while nobody has said whether it is owed.
    pub deadline: Option<Day>,
    /// The rule's stages and the day each was reached.
    pub stages: Vec<(Stage, Option<Day>)>,
    /// The day the last stage was reached.
    pub met_on: Option<Day>,
    /// What the clock says.
    pub clock: RuleClock,
}

impl Obligation {
    /// Days left to the deadline on `day`; negative once it has passed.
    pub fn days_left(&self, day: Day) -> Option<i64> {
        self.deadline.map(|deadline| deadline.since(day))
    }

    /// How many stages have been reached.
    pub fn reached(&self) -> usize {
        self.stages.iter().filter(|(_, on)| on.is_some()).count()
    }
}

/// The figures of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFigures {
    /// Its deadline with the derivation; none if the plan does not give the date it is counted from.
    pub deadline: Option<Deadline>,
    /// Obligations, those undetermined left out.
    pub owed: usize,
    /// Of these, met, late or not.
    pub met: usize,
    /// Of these, met late.
    pub met_late: usize,
    /// Of these, overdue.
    pub overdue: usize,
    /// Of these, neither met nor overdue.
    pub open: usize,
    /// Items of which nobody has said whether they owe it.
    pub undetermined: usize,
}

/// How fresh a unit's file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// 正常.
    Fresh,
    /// 报送超期: so many days since the newest entry (since the plan was issued, if there is none).
    Late {
        /// Days, more than `report_every`.
        days: i64,
    },
    /// 缺失: it leads items and has no file.
    Missing,
    /// 读取失败.
    Unreadable,
}

impl Freshness {
    /// The word in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Late { .. } => "late",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The figures of a unit: of the items it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// The roll-up of the items it leads.
    pub roll_up: RollUp,
    /// How fresh its file is.
    pub file: Freshness,
    /// The newest day its log speaks of.
    pub last_entry: Option<Day>,
    /// Its obligations that are owed and not met.
    pub open_rules: usize,
    /// Of these, overdue.
    pub overdue_rules: usize,
}

/// Every figure of one plan on one day.
#[derive(Debug, Clone)]
pub struct Board {
    /// What it was computed from.
    pub ledger: Arc<Ledger>,
    /// The day shown.
    pub day: Day,
    /// Today: the plan's `as_of`, or the real day in its zone. Another day than `day` while travelling.
    pub today: Day,
    /// The items, in plan order.
    pub items: Vec<ItemFigures>,
    /// The sections, in plan order.
    pub sections: Vec<RollUp>,
    /// The whole plan.
    pub total: RollUp,
    /// The rules.
    pub rules: Vec<RuleFigures>,
    /// The obligations, in plan order, 待认定 among them.
    pub obligations: Vec<Obligation>,
    /// The units, in the file's order.
    pub units: Vec<UnitFigures>,
    /// What is wrong: in the files, and what the day adds (silent units, late reports).
    pub findings: Vec<Finding>,
}

impl Board {
    /// Computes the board of `ledger` for `day`.
    pub fn new(ledger: Arc<Ledger>, day: Day, today: Day, calendar: &Calendar) -> Self {
        let plan = Arc::clone(&ledger.plan);
        let items: Vec<ItemFigures> = plan
            .items
            .iter()
            .enumerate()
            .map(|(n, item)| item_figures(&ledger, ItemIx::new(n), item, day))
            .collect();
        let sections =
            plan.sections.iter().map(|section| roll_up(&plan, &items, section.below.clone())).collect();
        let total = roll_up(&plan, &items, 0..items.len());
        let mut rules: Vec<RuleFigures> = plan
            .rules
            .iter()
            .map(|rule| RuleFigures {
                deadline: rule
                    .from
                    .map(|(base, on)| Deadline::new(on, base, rule.days, rule.count, calendar)),
                ..RuleFigures::default()
            })
            .collect();
        let obligations = obligations(&ledger, day, &mut rules);
        let mut board = Self {
            units: Vec::new(),
            findings: Vec::new(),
            ledger,
            day,
            today,
            items,
            sections,
            total,
            rules,
            obligations,
        };
        board.units = (0..plan.units.len()).map(|n| board.unit_figures(UnitIx::new(n))).collect();
        board.findings = rules::of_the_day(&board);
        board
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.ledger.plan
    }

    /// The figures of an item.
    pub fn item(&self, ix: ItemIx) -> Option<&ItemFigures> {
        self.items.get(ix.get())
    }

    /// The items with their figures, in plan order.
    pub fn rows(&self) -> impl Iterator<Item = (ItemIx, &Item, &ItemFigures)> {
        self.plan()
            .items
            .iter()
            .zip(&self.items)
            .enumerate()
            .map(|(n, (item, figures))| (ItemIx::new(n), item, figures))
    }

    /// The roll-up of a section.
    pub fn section(&self, ix: SectionIx) -> RollUp {
        self.sections.get(ix.get()).copied().unwrap_or_default()
    }

    /// The obligations of an item.
    pub fn obligations_of(&self, item: ItemIx) -> impl Iterator<Item = &Obligation> {
        let first = self.obligations.partition_point(|owed| owed.item < item);
        self.obligations.iter().skip(first).take_while(move |owed| owed.item == item)
    }

    /// The items that are overdue, the longest overdue first.
    pub fn overdue(&self) -> Vec<ItemIx> {
        let mut list: Vec<(i64, ItemIx)> = self
            .rows()
            .map(|(ix, _, figures)| (figures.clock.days_overdue(), ix))
            .filter(|(days, _)| *days > 0)
            .collect();
        list.sort_by_key(|(days, ix)| (-days, *ix));
        list.into_iter().map(|(_, ix)| ix).collect()
    }

    /// The items that need a hand but are not overdue, the most pressing first: due today, far behind, due soon,
    /// behind.
    pub fn pressing(&self) -> Vec<ItemIx> {
        let mut list: Vec<((u8, i64), ItemIx)> = self
            .rows()
            .filter_map(|(ix, _, figures)| {
                let left = figures.due_day().map_or(i64::MAX, |due| due.since(self.day));
                let rank = match figures.clock {
                    Clock::DueToday => 0,
                    Clock::FarBehind { .. } => 1,
                    Clock::DueSoon { .. } => 2,
                    Clock::Behind { .. } => 3,
                    Clock::Stopped
                    | Clock::Suspended
                    | Clock::CompletedOnTime
                    | Clock::CompletedLate { .. }
                    | Clock::Overdue { .. }
                    | Clock::OnSchedule
                    | Clock::NoDate
                    | Clock::NotStarted => return None,
                };
                Some(((rank, left), ix))
            })
            .collect();
        list.sort();
        list.into_iter().map(|(_, ix)| ix).collect()
    }

    /// The newest entry of an item up to the board's day, and whose it is.
    pub fn newest_entry(&self, ix: ItemIx) -> Option<(UnitIx, &Entry)> {
        let item = self.plan().item(ix)?;
        let entries = item.leads.iter().flat_map(|unit| {
            let log = self.ledger.item_report(*unit, ix).map_or(&[][..], |report| &report.log);
            log.iter().filter(|entry| entry.on <= self.day).map(|entry| (*unit, entry))
        });
        // Of entries of one day the last one written is the newest; `max_by_key` keeps the last.
        entries.max_by_key(|(_, entry)| entry.on)
    }

    fn unit_figures(&self, unit: UnitIx) -> UnitFigures {
        let mut roll_up = RollUp::default();
        let mut open = false;
        for (_, item, figures) in self.rows().filter(|(_, item, _)| item.leads.contains(&unit)) {
            roll_up.add(figures.clock, figures.progress, item.weight, figures.last_entry.is_some());
            open |= !(figures.state.is_done() || figures.state == State::Stopped);
        }
        let owed = || self.obligations.iter().filter(|owed| owed.unit == unit);
        let last_entry = self.ledger.report(unit).and_then(|report| {
            let entries = report.items.iter().flat_map(|(_, item)| &item.log);
            entries.map(|entry| entry.on).filter(|on| *on <= self.day).max()
        });
        let since = last_entry.or(self.plan().issued);
        let silent = since.map_or(0, |since| self.day.since(since));
        let file = match self.ledger.file(unit) {
            FileState::Unreadable { .. } => Freshness::Unreadable,
            FileState::Missing if roll_up.items > 0 => Freshness::Missing,
            FileState::Missing | FileState::Read => {
                if open && silent > self.plan().lights.report_every {
                    Freshness::Late { days: silent }
                } else {
                    Freshness::Fresh
                }
            }
        };
        UnitFigures {
            roll_up,
            file,
            last_entry,
            open_rules: owed().filter(|owed| owed.deadline.is_some() && !owed.clock.is_met()).count(),
            overdue_rules: owed().filter(|owed| matches!(owed.clock, RuleClock::Overdue { .. })).count(),
        }
    }
}

fn roll_up(plan: &Plan, items: &[ItemFigures], range: std::ops::Range<usize>) -> RollUp {
    let mut sum = RollUp::default();
    for (item, figures) in plan.items.iter().zip(items).skip(range.start).take(range.len()) {
        sum.add(figures.clock, figures.progress, item.weight, figures.last_entry.is_some());
    }
    sum
}

/// The figures of one item. Of several leads the slowest decides: its state, the last of their completion days, the
/// latest of their dates; the progress is the mean.
fn item_figures(ledger: &Ledger, ix: ItemIx, item: &Item, day: Day) -> ItemFigures {
    let leads: Vec<Standing> = item
        .leads
        .iter()
        .map(|unit| ledger.item_report(*unit, ix).map_or(&[][..], |report| &report.log))
        .map(|log| Standing::of(log, day))
        .collect();
    // A lead that has stopped holds nobody back, unless all have.
    let state = leads.iter().map(|lead| lead.state).min().unwrap_or_default();
    let progress = Percent::mean(
        leads.iter().map(|lead| u128::from(lead.progress.thousandths())).sum(),
        leads.len() as u128,
    );
    let completed_on =
        state.is_done().then(|| leads.iter().filter_map(|lead| lead.completed_on).max()).flatten();
    let last_entry = leads.iter().filter_map(|lead| lead.last_entry).max();
    let due = due(ledger, ix, item, day);
    let known = Known {
        state,
        progress,
        completed_on,
        reported: last_entry.is_some(),
        start: item.start.or(ledger.plan.issued),
        due: due.as_ref().map(|(day, _)| *day),
    };
    ItemFigures {
        state,
        progress,
        expected: known.expected(day),
        clock: Clock::of(&known, day, &ledger.plan.lights),
        due,
        completed_on,
        last_entry,
        leads,
    }
}

/// The due date: an extension approved by `day`, else the plan's date, else the unit's own.
fn due(ledger: &Ledger, ix: ItemIx, item: &Item, day: Day) -> Option<(Day, DueFrom)> {
    let reports =
        || item.leads.iter().filter_map(|unit| ledger.item_report(*unit, ix).map(|report| (*unit, report)));
    let own = reports().filter_map(|(unit, report)| Some((report.due?, unit))).max_by_key(|(due, _)| *due);
    let base = item.due.map(|due| (due, DueFrom::Plan)).or(own.map(|(due, unit)| (due, DueFrom::Unit(unit))));
    let extension = reports()
        .filter_map(|(unit, report)| Some((unit, report.extension.as_ref()?)))
        .filter(|(_, extension)| extension.approved <= day)
        .max_by_key(|(_, extension)| extension.to);
    match extension {
        Some((unit, extension)) => {
            let from = DueFrom::Extension {
                unit,
                approved: extension.approved,
                reason: extension.reason.clone(),
                before: base.map(|(due, _)| due),
            };
            Some((extension.to, from))
        }
        None => base,
    }
}

/// The obligations of every rule, item and lead; counts them into `rules`.
fn obligations(ledger: &Ledger, day: Day, rules: &mut [RuleFigures]) -> Vec<Obligation> {
    let plan = &ledger.plan;
    let mut list = Vec::new();
    for (n, item) in plan.items.iter().enumerate() {
        for (r, (rule, figures)) in plan.rules.iter().zip(rules.iter_mut()).enumerate() {
            let undetermined = match (rule.applies_to, item.delegated) {
                (AppliesTo::All, _) | (AppliesTo::Delegated, Delegated::Yes) => false,
                (AppliesTo::Delegated, Delegated::Undetermined) => true,
                (AppliesTo::Delegated, Delegated::No) => continue,
            };
            let (ix, rix) = (ItemIx::new(n), RuleIx::new(r));
            figures.undetermined += usize::from(undetermined);
            let deadline = figures.deadline.as_ref().map(|deadline| deadline.date).filter(|_| !undetermined);
            for unit in &item.leads {
                let owed = obligation(ledger, (rix, ix, *unit), &rule.stages, deadline, day);
                if deadline.is_some() {
                    count(figures, owed.clock);
                }
                list.push(owed);
            }
        }
    }
    list
}

fn obligation(
    ledger: &Ledger,
    (rule, item, unit): (RuleIx, ItemIx, UnitIx),
    stages: &[Stage],
    deadline: Option<Day>,
    day: Day,
) -> Obligation {
    let report = ledger
        .item_report(unit, item)
        .and_then(|report| report.rules.iter().find(|(ix, _)| *ix == rule))
        .map(|(_, report)| report);
    let stages: Vec<(Stage, Option<Day>)> =
        stages.iter().map(|stage| (*stage, report.and_then(|report| report.reached(*stage, day)))).collect();
    let met_on = stages.last().and_then(|(_, on)| *on);
    let begun = stages.iter().any(|(_, on)| on.is_some());
    let clock = deadline.map_or(RuleClock::Undetermined, |deadline| {
        RuleClock::of(deadline, met_on, begun, day, &ledger.plan.lights)
    });
    Obligation { rule, item, unit, deadline, stages, met_on, clock }
}

fn count(figures: &mut RuleFigures, clock: RuleClock) {
    figures.owed += 1;
    match clock {
        RuleClock::MetOnTime => figures.met += 1,
        RuleClock::MetLate { .. } => {
            figures.met += 1;
            figures.met_late += 1;
        }
        RuleClock::Overdue { .. } => figures.overdue += 1,
        RuleClock::DueToday | RuleClock::DueSoon { .. } | RuleClock::Open { .. } => figures.open += 1,
        RuleClock::Undetermined => {}
    }
}
