//! What happens in the demo while somebody looks: a fixed script by time, then one entry after another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::sample::PLAN;
use crate::cli::input;
use crate::domain::percent::Percent;
use crate::domain::state::State;
use crate::domain::status::{Logged, Standing, Words};
use crate::domain::{Day, ItemIx, Ledger, UnitIx};
use crate::live::clock::SystemClock;
use crate::store::append::{self, Backwards, Refusal, Wish};
use crate::text::{Lang, say};

/// The time between two entries once the script is through.
const PACE: Duration = Duration::from_secs(6);
/// How many items further on the next entry is: not a divisor of any likely number of items, so that entries come
/// from all over the plan.
const STRIDE: usize = 37;
/// Points an entry adds.
const STEP: u64 = 8_000;
/// From here on an item is reported done.
const NEARLY: u64 = 95_000;

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Act {
    /// A unit logs one more entry on an item it leads.
    Log(&'static str, &'static str),
    /// A unit publishes the rule it had drafted and issued.
    Publish,
    /// A unit saves a file that is not whole.
    Break,
    /// It saves it again as it should be.
    Mend,
    /// A unit puts a due date right, and it turns out to have passed.
    Pass,
}

/// The script: seconds from the start, in order.
const SCRIPT: [(u64, Act); 8] = [
    (2, Act::Log("scjgj", "1-2")),
    (5, Act::Publish),
    (8, Act::Log("jw", "5-6")),
    (11, Act::Break),
    (17, Act::Mend),
    (21, Act::Pass),
    (25, Act::Log("sjzyj", "26-4")),
    (29, Act::Log("jtj", "2-6")),
];

/// The demo's stage.
pub(super) struct Stage {
    /// The root of the plans.
    pub(super) root: PathBuf,
    /// The day the sample was made for.
    pub(super) today: Day,
    /// The language of the entries.
    pub(super) lang: Lang,
}

impl Stage {
    /// Plays the script, then goes on until `end` is hung up. What cannot be written is left out: somebody may be
    /// editing the same file, and the next thing comes soon.
    pub(super) fn play(&self, end: &Receiver<()>) {
        let clock = SystemClock::new();
        let waited = |at: Duration| {
            let left = at.saturating_sub(clock.elapsed());
            matches!(end.recv_timeout(left), Err(RecvTimeoutError::Timeout))
        };
        let mut at = Duration::ZERO;
        for (second, act) in SCRIPT {
            at = Duration::from_secs(second);
            if !waited(at) {
                return;
            }
            let _ = self.act(act);
        }
        for turn in 1.. {
            at += PACE;
            if !waited(at) {
                return;
            }
            let _ = self.next(turn);
        }
    }

    fn act(&self, act: Act) -> io::Result<()> {
        let yesterday = self.today.plus(-1);
        match act {
            Act::Log(unit, item) => self.log(unit, item),
            Act::Publish => {
                let document = format!("document: 杭市管〔{}〕6号", self.today.year());
                let published = format!("published: {}, {document}", self.today);
                self.edit("scjgj", |text| text.replacen(&document, &published, 1))
            }
            Act::Break => self.edit("gaj", |text| format!("{text}  坏行: [ \"没有写完\n")),
            Act::Mend => self.edit("gaj", |text| text.replacen("  坏行: [ \"没有写完\n", "", 1)),
            Act::Pass => {
                let wrong = format!("due: {}", self.today.plus(6));
                self.edit("sjzyj", |text| text.replacen(&wrong, &format!("due: {yesterday}"), 1))
            }
        }
    }

    fn path(&self, unit: &str) -> PathBuf {
        self.root.join(PLAN).join("units").join(format!("{unit}.yaml"))
    }

    /// Saves a unit's file as an editor does: a new file, renamed over the old one.
    fn edit(&self, unit: &str, change: impl FnOnce(&str) -> String) -> io::Result<()> {
        let path = self.path(unit);
        let text = change(&fs::read_to_string(&path)?);
        let beside = path.with_extension("tmp");
        fs::write(&beside, text)?;
        fs::rename(&beside, &path)
    }

    /// One more entry of `unit` on `item`.
    fn log(&self, unit: &str, item: &str) -> io::Result<()> {
        let (portfolio, _) = input::read(&self.root);
        let found = portfolio
            .ledgers
            .first()
            .and_then(|ledger| Some((ledger, ledger.plan.unit_of(unit)?, ledger.plan.item_of(item)?)));
        found.map_or(Ok(()), |(ledger, unit, item)| self.enter(ledger, unit, item))
    }

    /// The entry of a turn after the script: the next item somewhere else in the plan that is under way.
    fn next(&self, turn: usize) -> io::Result<()> {
        let (portfolio, _) = input::read(&self.root);
        let Some(ledger) = portfolio.ledgers.first() else { return Ok(()) };
        let under_way: Vec<(UnitIx, ItemIx)> = ledger
            .reports
            .iter()
            .flatten()
            .flat_map(|report| report.items().map(|(item, kept)| (report.unit, item, kept)))
            .filter(|(_, _, kept)| Standing::of(kept.log, self.today).state == State::InProgress)
            .map(|(unit, item, _)| (unit, item))
            .collect();
        let at = turn.saturating_mul(STRIDE).checked_rem(under_way.len()).unwrap_or_default();
        under_way.get(at).map_or(Ok(()), |(unit, item)| self.enter(ledger, *unit, *item))
    }

    /// Appends an entry as `guatu log` does: some more progress, at last the report that it is done.
    fn enter(&self, ledger: &Ledger, unit: UnitIx, item: ItemIx) -> io::Result<()> {
        let log = ledger.item_report(unit, item).map_or(&[][..], |kept| kept.log);
        let reached = Standing::of(log, self.today).progress.thousandths() + STEP;
        let (year, lang) = (self.today.year(), self.lang);
        let entry = if reached < NEARLY {
            Logged {
                progress: Some(Percent::from_thousandths(reached)),
                ..self.said(say!(lang, "演示：又推进一步", "demo: one step further"))
            }
        } else {
            Logged {
                state: Some(State::Submitted),
                words: Words::of([
                    Some(say!(lang, "演示：报完成", "demo: reported done")),
                    None,
                    None,
                    Some(say!(lang, "演示〔{year}〕1号", "demo {year}/1")),
                ]),
                ..self.said(String::new())
            }
        };
        let plan = &ledger.plan;
        let wish = Wish { plan, unit, item, entry, today: self.today, lang, backwards: Backwards::Refused };
        let path = self.root.join(&*ledger.path(unit));
        append::append(&wish, &path, Path::new(&self.root)).or_else(|refusal| match refusal {
            Refusal::Io(error) => Err(error),
            // It says why to whoever called `log`; here nobody did.
            Refusal::Said(..) => Ok(()),
        })
    }

    /// An entry of today that says only `note`.
    fn said(&self, note: String) -> Logged {
        Logged {
            on: self.today,
            state: None,
            progress: None,
            words: Words::of([Some(note), None, None, None]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::Board;
    use crate::domain::finding::Severity;

    /// The sample in a folder of its own, some day in a year whose holidays are known.
    fn stage() -> (tempfile::TempDir, Stage) {
        let root = tempfile::tempdir().unwrap();
        let today = "2026-03-18".parse().unwrap();
        super::super::write(root.path(), today).unwrap();
        let stage = Stage { root: root.path().to_owned(), today, lang: Lang::Zh };
        (root, stage)
    }

    fn board(stage: &Stage) -> Board {
        let mut store = crate::store::Store::new(&stage.root);
        let today = stage.today;
        let portfolio = store.refresh(&|_| today).unwrap();
        Board::new(Arc::clone(&portfolio.ledgers[0]), today, today, &portfolio.calendar)
    }

    fn errors(board: &Board) -> usize {
        board.findings.iter().filter(|finding| finding.severity() == Severity::Error).count()
    }

    #[test]
    fn the_sample_has_items_overdue_due_today_due_soon_and_done_and_no_errors() {
        let (_root, stage) = stage();
        let board = board(&stage);
        let due = |days: i64| {
            board
                .items
                .iter()
                .filter(|item| item.due.as_ref().is_some_and(|(due, _)| *due == stage.today.plus(days)))
                .count()
        };
        assert!(board.total.overdue > 0 && board.total.done > 0 && due(0) > 0 && due(6) > 0);
        assert_eq!(errors(&board), 0);
        assert!(board.plan().sample && board.plan().as_of.is_none());
    }

    #[test]
    fn every_act_of_the_script_shows() {
        let (_root, stage) = stage();
        let met = |board: &Board| board.rules.iter().map(|rule| rule.met).sum::<usize>();
        for (second, act) in SCRIPT {
            let before = board(&stage);
            stage.act(act).unwrap();
            let after = board(&stage);
            match act {
                Act::Log(unit, item) => {
                    let item = after.plan().item_of(item).unwrap();
                    let unit = after.plan().unit_of(unit).unwrap();
                    let logged = |board: &Board| board.ledger.item_report(unit, item).unwrap().log.len();
                    assert_eq!(logged(&after), logged(&before) + 1, "{second}");
                }
                Act::Publish => assert_eq!(met(&after), met(&before) + 1),
                Act::Break => assert!(errors(&after) > errors(&before)),
                Act::Mend => assert_eq!(errors(&after), 0),
                Act::Pass => assert_eq!(after.total.overdue, before.total.overdue + 1),
            }
        }
    }

    #[test]
    fn after_the_script_an_entry_comes_each_turn_until_everything_under_way_is_done() {
        let (_root, stage) = stage();
        let entries = |board: &Board| -> usize {
            let reports = board.ledger.reports.iter().flatten().flat_map(|report| report.items());
            reports.map(|(_, kept)| kept.log.len()).sum()
        };
        let before = entries(&board(&stage));
        for turn in 1..=40 {
            stage.next(turn).unwrap();
        }
        let board = board(&stage);
        assert_eq!((entries(&board), errors(&board)), (before + 40, 0));
    }
}
