//! What the units report: one file a unit, an append-only log an item, and what the log says on a given day.

use std::fmt;

use super::day::Day;
use super::ids::{RuleIx, Text};
use super::packed::END;
use super::percent::Percent;
use super::plan::Stage;
pub use super::report::{ItemReport, Report};
use super::state::State;

/// What a file says of one item, in full: what a [`Report`] is made from, and what it gives back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filed {
    /// The unit's own commitment.
    pub due: Option<Day>,
    /// An approved extension (延期).
    pub extension: Option<Extension>,
    /// The log, in the file's order.
    pub log: Vec<Logged>,
    /// Its obligations' stages.
    pub rules: Vec<(RuleIx, RuleReport)>,
}

/// An extension of a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The new date.
    pub to: Day,
    /// The day from which it counts.
    pub approved: Day,
    /// Why.
    pub reason: Option<Text>,
}

/// An entry of a log, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The day it speaks of.
    pub on: Day,
    /// The state from then on, if it names one.
    pub state: Option<State>,
    /// The progress from then on, if it names one.
    pub progress: Option<Percent>,
    /// What it says in words.
    pub words: Words,
}

impl Logged {
    /// What the figures need of it.
    pub fn entry(&self) -> Entry {
        let progress = self.progress.and_then(|progress| u32::try_from(progress.thousandths() + 1).ok());
        let place = self.state.and_then(|state| State::ALL.iter().position(|it| *it == state));
        let state = place.and_then(|place| u32::try_from(place + 1).ok());
        let evidence = u32::from(self.words.evidence().is_some());
        let said = progress.unwrap_or(0) | state.unwrap_or(0) << STATE | evidence << EVIDENCE;
        Entry { on: self.on, said }
    }
}

/// An entry of a log without its words: what every figure is made of. 8 bytes, for there are millions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The day it speaks of.
    pub on: Day,
    /// From the lowest bit: the progress, if there is one, and one more; the place of the state, and one more; evidence.
    said: u32,
}

/// Where in what is said of an entry the state begins: thousandths of a percent need 17 bits.
const STATE: u32 = 17;
/// Where the evidence stands.
const EVIDENCE: u32 = 21;

impl Entry {
    /// The state from then on, if it names one.
    pub fn state(self) -> Option<State> {
        let place = (self.said >> STATE & ((1 << (EVIDENCE - STATE)) - 1)).checked_sub(1)?;
        State::ALL.get(place as usize).copied()
    }

    /// The progress from then on, if it names one.
    pub fn progress(self) -> Option<Percent> {
        let thousandths = (self.said & ((1 << STATE) - 1)).checked_sub(1)?;
        Some(Percent::from_thousandths(u64::from(thousandths)))
    }

    /// Whether it names evidence.
    pub fn evidence(self) -> bool {
        self.said >> EVIDENCE == 1
    }

    /// The same with its words.
    pub(super) fn with(self, words: &str) -> Logged {
        Logged { on: self.on, state: self.state(), progress: self.progress(), words: Words(words.into()) }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = (self.state(), self.progress(), self.evidence());
        f.debug_tuple("Entry").field(&self.on).field(&said).finish()
    }
}

/// The four texts of an entry, as one: most of what is reported is words, and few entries have all four.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Box<str>);

impl Words {
    /// Note, problem, next and evidence. Each is a line; an empty one is none.
    pub fn of<T: AsRef<str>>(texts: [Option<T>; 4]) -> Self {
        let mut all = String::with_capacity(texts.iter().flatten().map(|text| text.as_ref().len() + 1).sum());
        let mut line = 0;
        for (n, text) in texts.into_iter().enumerate() {
            let Some(text) = text.as_ref().map(AsRef::as_ref).filter(|text| !text.is_empty()) else {
                continue;
            };
            // A line ends where the next text begins.
            all.extend(std::iter::repeat_n('\n', n - line));
            line = n;
            // Nor can it hold what ends the words of an entry, where those of a file are one text.
            if text.contains('\n') || text.contains(END) {
                all.extend(text.chars().map(|c| if matches!(c, '\n' | END) { ' ' } else { c }));
            } else {
                all.push_str(text);
            }
        }
        Self(all.into())
    }

    /// The four as one text.
    pub(super) fn as_one(&self) -> &str {
        &self.0
    }

    fn get(&self, n: usize) -> Option<&str> {
        part(&self.0, n)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was done.
    pub fn note(&self) -> Option<&str> {
        self.get(0)
    }

    /// What is in the way.
    pub fn problem(&self) -> Option<&str> {
        self.get(1)
    }

    /// What comes next.
    pub fn next(&self) -> Option<&str> {
        self.get(2)
    }

    /// A document number or an address.
    pub fn evidence(&self) -> Option<&str> {
        self.get(3)
    }
}

/// The note of [`Words::as_one`].
pub(super) fn note(words: &str) -> Option<&str> {
    part(words, 0)
}

fn part(words: &str, n: usize) -> Option<&str> {
    words.split('\n').nth(n).filter(|text| !text.is_empty())
}

/// How far one obligation is, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleReport {
    /// The dates of the stages, in the order of [`Stage::ALL`].
    pub stages: [Option<Day>; 3],
    /// The document's number.
    pub document: Option<Text>,
    /// Where it can be read.
    pub link: Option<Text>,
}

impl RuleReport {
    /// The day a stage was reached, if that was on or before `day`.
    pub fn reached(&self, stage: Stage, day: Day) -> Option<Day> {
        let at = match stage {
            Stage::Drafted => 0,
            Stage::Issued => 1,
            Stage::Published => 2,
        };
        self.stages.get(at).copied().flatten().filter(|on| *on <= day)
    }
}

/// What a log says on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// The progress.
    pub progress: Percent,
    /// The day from which it has been done without a break.
    pub completed_on: Option<Day>,
    /// The newest day any entry speaks of.
    pub last_entry: Option<Day>,
}

impl Standing {
    /// Replays `log` up to and including `day`: entries later than that do not count, the file's order decides.
    pub fn of(log: &[Entry], day: Day) -> Self {
        let mut standing = Self::default();
        let mut state = None;
        let mut progress = Percent::ZERO;
        for entry in log.iter().filter(|entry| entry.on <= day) {
            standing.last_entry = standing.last_entry.max(Some(entry.on));
            progress = entry.progress().unwrap_or(progress);
            if let Some(new) = entry.state() {
                standing.completed_on = match (new.is_done(), standing.completed_on) {
                    (false, _) => None,
                    (true, None) => Some(entry.on),
                    (true, since) => since,
                };
                state = Some(new);
            }
        }
        standing.state = match state {
            Some(state) => state,
            None if progress > Percent::ZERO => State::InProgress,
            None => State::NotStarted,
        };
        standing.progress = if standing.state.is_done() { Percent::FULL } else { progress };
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(on: &str, state: Option<State>, progress: Option<&str>) -> Entry {
        let (on, progress) = (on.parse().unwrap(), progress.and_then(Percent::parse));
        Logged { on, state, progress, words: Words::default() }.entry()
    }

    fn on(log: &[Entry], day: &str) -> (State, String, Option<String>) {
        let standing = Standing::of(log, day.parse().unwrap());
        (standing.state, standing.progress.to_string(), standing.completed_on.map(|day| day.to_string()))
    }

    #[test]
    fn a_log_says_of_each_day_what_was_known_then() {
        let log = [
            entry("2022-01-29", None, Some("20")),
            entry("2022-02-08", Some(State::Submitted), None),
            entry("2022-02-09", Some(State::Completed), None),
            entry("2022-02-10", Some(State::InProgress), Some("80")),
            entry("2022-02-12", Some(State::Closed), None),
        ];
        assert_eq!(on(&log, "2022-01-28"), (State::NotStarted, "0.0".into(), None));
        assert_eq!(on(&log, "2022-01-29"), (State::InProgress, "20.0".into(), None));
        assert_eq!(on(&log, "2022-02-09"), (State::Completed, "100.0".into(), Some("2022-02-08".into())));
        assert_eq!(on(&log, "2022-02-10"), (State::InProgress, "80.0".into(), None));
        assert_eq!(on(&log, "2022-02-12"), (State::Closed, "100.0".into(), Some("2022-02-12".into())));
    }

    #[test]
    fn words_are_what_they_were_made_of() {
        for n in 0..16 {
            let texts = [("成立专班", 1), ("a", 2), ("下一步", 4), ("3号", 8)];
            let texts = texts.map(|(text, bit)| Some(text).filter(|_| n & bit != 0));
            let words = Words::of(texts);
            assert_eq!([words.note(), words.problem(), words.next(), words.evidence()], texts);
            assert_eq!(words.is_empty(), n == 0);
        }
        assert_eq!(
            Words::of([Some("a\nb"), None, Some(""), None]),
            Words::of([Some("a b"), None, None, None])
        );
        assert_eq!(Words::of([Some("a\u{1e}b"), None, None, None]).note(), Some("a b"));
    }

    #[test]
    fn an_entry_without_its_words_takes_eight_bytes_and_says_what_it_was_made_of() {
        assert_eq!(size_of::<Entry>(), 8);
        let states = [None].into_iter().chain(State::ALL.map(Some));
        let shares = [None].into_iter().chain([0, 1, 65_535, 65_536, 99_999, 100_000].map(Some));
        for (state, share) in states.flat_map(|state| shares.clone().map(move |share| (state, share))) {
            let progress = share.map(Percent::from_thousandths);
            for evidence in [None, Some("3号")] {
                let words = Words::of([None, None, None, evidence]);
                let entry = Logged { on: Day::LAST, state, progress, words }.entry();
                let said = (entry.on, entry.state(), entry.progress(), entry.evidence());
                assert_eq!(said, (Day::LAST, state, progress, evidence.is_some()));
            }
        }
    }

    #[test]
    fn a_note_alone_is_not_a_start() {
        let log = [entry("2022-01-29", None, None)];
        assert_eq!(on(&log, "2022-02-01").0, State::NotStarted);
    }
}
