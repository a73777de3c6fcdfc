//! The board: every figure shown anywhere, computed once for one day.
//!
//! Screens, reports and checks only read it. Nobody changes a board; another day or another save makes another one.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::agenda;
use super::burn_up::BurnUp;
use super::calendar::Calendar;
use super::clock::Clock;
use super::day::Day;
use super::figures::item_figures;
pub use super::figures::{DueFrom, ItemFigures};
use super::finding::Finding;
use super::history::History;
use super::ids::{ItemIx, SectionIx, UnitIx};
use super::ledger::Ledger;
use super::narrow::Narrowed;
use super::obligation::obligations;
pub use super::obligation::{Obligation, RuleFigures};
use super::plan::{Item, Plan, Unit};
use super::rollup::RollUp;
use super::shelf::Shelf;
use super::standing::Standing;
use super::sums::Tally;
use super::wording::Wording;
use crate::text::{Lang, days, say};

/// How fresh a unit's file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Freshness {
    /// 正常.
    #[default]
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

    /// The words people read: `正常`, `40 days without a report`.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Fresh => say!(lang, "正常", "up to date"),
            Self::Late { days: n } => {
                let since = days(n, lang);
                say!(lang, "报送超期（{since}未报）", "late ({since} without an entry)")
            }
            Self::Missing => say!(lang, "缺失", "missing"),
            Self::Unreadable => say!(lang, "读取失败", "unreadable"),
        }
    }
}

/// The figures of a unit: of the items it leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    pub items: Shelf<ItemFigures>,
    /// The sections, in plan order.
    pub sections: Vec<RollUp>,
    /// The whole plan.
    pub total: RollUp,
    /// The rules.
    pub rules: Vec<RuleFigures>,
    /// The obligations, in plan order, 待认定 among them.
    pub obligations: Shelf<Obligation>,
    /// The units, in the file's order.
    pub units: Vec<UnitFigures>,
    /// What is wrong: in the files, and what the day adds (silent units, late reports).
    pub findings: Vec<Finding>,
    /// What it was narrowed by, if it shows only some of the items; made by [`super::narrow::Selection`].
    pub narrowed: Option<Narrowed>,
    /// By unit, what its figures are kept up from.
    pub(super) tallies: Vec<Tally>,
    /// Made when somebody first asks for them: what is overdue, and what presses.
    pub(super) lists: OnceLock<[Vec<ItemIx>; 2]>,
    /// The same: most boards are never drawn as a curve.
    pub(super) burn_up: OnceLock<BurnUp>,
    /// What the curve is read off from; the board of another day, and that of the next save, take it over.
    pub(super) history: OnceLock<Arc<History>>,
    /// The same, for the days something still owed falls due on.
    pub(super) deadlines: OnceLock<Arc<BTreeMap<Day, usize>>>,
    /// The same, for how the units stand.
    pub(super) standing: OnceLock<Standing>,
    /// The same, for the newest notes: a search looks at all of them at every key.
    pub(super) notes: OnceLock<Arc<[Option<Box<str>>]>>,
}

impl Board {
    /// Computes the board of `ledger` for `day`.
    pub fn new(ledger: Arc<Ledger>, day: Day, today: Day, calendar: &Calendar) -> Self {
        let plan = Arc::clone(&ledger.plan);
        let items = plan.items.iter().enumerate();
        let items = items.map(|(n, item)| item_figures(&ledger, ItemIx::new(n), item, day)).collect();
        let mut rules = RuleFigures::of(&plan, calendar);
        let obligations = obligations(&ledger, day, &mut rules).into_iter().collect();
        let mut board = Self {
            ledger,
            day,
            today,
            items,
            sections: Vec::new(),
            total: RollUp::default(),
            rules,
            obligations,
            units: Vec::new(),
            findings: Vec::new(),
            narrowed: None,
            tallies: Vec::new(),
            lists: OnceLock::new(),
            burn_up: OnceLock::new(),
            history: OnceLock::new(),
            deadlines: OnceLock::new(),
            standing: OnceLock::new(),
            notes: OnceLock::new(),
        };
        board.add_up(&plan);
        board
    }

    /// The plan day by day: computed once a board, when it is first asked for.
    pub fn burn_up(&self) -> &BurnUp {
        let history = || self.history.get_or_init(|| Arc::new(History::of(&self.ledger)));
        self.burn_up.get_or_init(|| BurnUp::of(history(), self.plan(), self.day))
    }

    /// The days on which something that is still owed falls due, items and obligations together, and how much.
    pub fn deadlines(&self) -> &BTreeMap<Day, usize> {
        self.deadlines.get_or_init(|| {
            let mut days = BTreeMap::new();
            for (day, _) in agenda::owed(self) {
                *days.entry(day).or_default() += 1;
            }
            Arc::new(days)
        })
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
    pub fn rows(&self) -> impl Iterator<Item = (ItemIx, Item<'_>, &ItemFigures)> {
        self.plan()
            .items
            .iter()
            .zip(&self.items)
            .enumerate()
            .map(|(n, (item, figures))| (ItemIx::new(n), item, figures))
    }

    /// The units with their figures, in the file's order; of a narrowed board those that lead an item it shows, and
    /// of one unit's board that unit.
    pub fn unit_rows(&self) -> impl Iterator<Item = (UnitIx, &Unit, &UnitFigures)> {
        let shown = |ix: UnitIx, figures: &UnitFigures| match &self.narrowed {
            None => true,
            Some(Narrowed { unit: Some(unit), .. }) => *unit == ix,
            Some(Narrowed { unit: None, .. }) => figures.roll_up.items > 0,
        };
        let rows = self.plan().units.iter().zip(&self.units).enumerate();
        rows.map(|(n, (unit, figures))| (UnitIx::new(n), unit, figures))
            .filter(move |(ix, _, figures)| shown(*ix, figures))
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
    pub fn overdue(&self) -> &[ItemIx] {
        let [overdue, _] = self.lists();
        overdue
    }

    /// The items that need a hand but are not overdue, the most pressing first: due today, far behind, due soon,
    /// behind.
    pub fn pressing(&self) -> &[ItemIx] {
        let [_, pressing] = self.lists();
        pressing
    }

    fn lists(&self) -> &[Vec<ItemIx>; 2] {
        self.lists.get_or_init(|| {
            let (mut overdue, mut pressing) = (Vec::new(), Vec::new());
            for (ix, _, figures) in self.rows() {
                let left = || figures.due_day().map_or(i64::MAX, |due| due.since(self.day));
                match figures.clock {
                    Clock::Overdue { days } => overdue.push((-days, ix)),
                    Clock::DueToday => pressing.push(((0, left()), ix)),
                    Clock::FarBehind { .. } => pressing.push(((1, left()), ix)),
                    Clock::DueSoon { .. } => pressing.push(((2, left()), ix)),
                    Clock::Behind { .. } => pressing.push(((3, left()), ix)),
                    Clock::Stopped
                    | Clock::Suspended
                    | Clock::CompletedOnTime
                    | Clock::CompletedLate { .. }
                    | Clock::OnSchedule
                    | Clock::NoDate
                    | Clock::NotStarted => {}
                }
            }
            overdue.sort_unstable();
            pressing.sort_unstable();
            [
                overdue.into_iter().map(|(_, ix)| ix).collect(),
                pressing.into_iter().map(|(_, ix)| ix).collect(),
            ]
        })
    }

    /// The note of the newest entry of an item up to the board's day, if that has one.
    pub fn newest_note(&self, ix: ItemIx) -> Option<&str> {
        let notes = self.notes.get_or_init(|| {
            let wording = Wording::of(&self.ledger);
            let items = (0..self.items.len()).map(ItemIx::new);
            items.map(|ix| wording.note(self.newest_entry(ix)?)).collect()
        });
        notes.get(ix.get())?.as_deref()
    }

    /// The newest entry of an item: whose it is, and its place among all of that unit's report.
    fn newest_entry(&self, ix: ItemIx) -> Option<(UnitIx, usize)> {
        let item = self.plan().item(ix)?;
        let reports = item.leads.iter().filter_map(|unit| Some((*unit, self.ledger.item_report(*unit, ix)?)));
        let entries = reports.flat_map(|(unit, report)| {
            let known = report.log.iter().zip(report.first..).filter(|(entry, _)| entry.on <= self.day);
            known.map(move |(entry, place)| (entry.on, (unit, place)))
        });
        // Of entries of one day the last one written is the newest; `max_by_key` keeps the last.
        entries.max_by_key(|(on, _)| *on).map(|(_, newest)| newest)
    }
}
