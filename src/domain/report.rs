//! A unit's report as it is kept: a plan of a thousand items has thousands of entries, and a session holds every plan.
//!
//! What the figures need stands in two lists, ready to be read; the words of the logs are [`packed`](super::packed).

use std::sync::Arc;

use super::day::Day;
use super::ids::{ItemIx, RuleIx, Text, UnitIx};
use super::packed::{Packed, Unpacked};
use super::status::{Entry, Extension, Filed, Logged, RuleReport, Words};

/// A unit's status file, read.
#[derive(Debug, Clone)]
pub struct Report {
    /// Whose file it is.
    pub unit: UnitIx,
    /// Whom to ask.
    pub contact: Option<Text>,
    /// Sorted by item; items not reported on are not here.
    items: Box<[Kept]>,
    /// A report of fewer items shares them with the whole one.
    logs: Arc<Logs>,
}

/// What is kept of one item.
#[derive(Debug, Clone)]
struct Kept {
    item: ItemIx,
    due: Option<Day>,
    /// Its log begins at this entry of all,
    first: u32,
    /// and ends before this one.
    end: u32,
    /// What few items have.
    rest: Option<Box<Rest>>,
}

#[derive(Debug, Clone)]
struct Rest {
    extension: Option<Extension>,
    rules: Box<[(RuleIx, RuleReport)]>,
}

/// The logs of a file, one after the other.
#[derive(Debug)]
struct Logs {
    entries: Box<[Entry]>,
    words: Packed,
}

/// What one unit reports about one item.
#[derive(Debug, Clone, Copy)]
pub struct ItemReport<'a> {
    /// The unit's own commitment.
    pub due: Option<Day>,
    /// An approved extension (延期).
    pub extension: Option<&'a Extension>,
    /// The log, in the file's order.
    pub log: &'a [Entry],
    /// Its obligations' stages.
    pub rules: &'a [(RuleIx, RuleReport)],
    /// The place of its first entry among all of the file.
    pub(super) first: usize,
    words: &'a Packed,
}

impl Report {
    /// What `unit` reports: of each item what its file says.
    pub fn new(unit: UnitIx, contact: Option<Text>, mut items: Vec<(ItemIx, Filed)>) -> Self {
        items.sort_by_key(|(item, _)| *item);
        let logged = || items.iter().flat_map(|(_, filed)| &filed.log);
        let words = Packed::of(logged().map(|entry| entry.words.as_one()));
        let mut entries = Vec::with_capacity(logged().count());
        entries.extend(logged().map(Logged::entry));
        let mut kept = Vec::with_capacity(items.len());
        let mut end = 0;
        for (item, Filed { due, extension, log, rules }) in items {
            let first = end;
            // A file of a megabyte has fewer.
            end += u32::try_from(log.len()).unwrap_or(u32::MAX);
            let rest = Rest { extension, rules: rules.into() };
            let rest = (rest.extension.is_some() || !rest.rules.is_empty()).then(|| Box::new(rest));
            kept.push(Kept { item, due, first, end, rest });
        }
        Self { unit, contact, items: kept.into(), logs: Arc::new(Logs { entries: entries.into(), words }) }
    }

    /// What the file says about `item`.
    pub fn item(&self, item: ItemIx) -> Option<ItemReport<'_>> {
        let at = self.items.binary_search_by_key(&item, |kept| kept.item).ok()?;
        self.items.get(at).map(|kept| self.view(kept))
    }

    /// What it says about each item it names, in plan order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = (ItemIx, ItemReport<'_>)> {
        self.items.iter().map(|kept| (kept.item, self.view(kept)))
    }

    /// What it was made from.
    pub fn filed(&self) -> Vec<(ItemIx, Filed)> {
        let words = self.words();
        self.items().map(|(item, report)| (item, report.filed(&words))).collect()
    }

    /// The words of all its entries, by their places.
    pub(super) fn words(&self) -> Unpacked {
        self.logs.words.unpack_all()
    }

    /// The same of another plan, in which its unit, its items and its rules have other places, or none.
    #[must_use]
    pub fn moved(
        &self,
        unit: UnitIx,
        item: impl Fn(ItemIx) -> Option<ItemIx>,
        rule: impl Fn(RuleIx) -> Option<RuleIx>,
    ) -> Self {
        let kept = |kept: &Kept| Some(Kept { item: item(kept.item)?, ..kept.clone() });
        let mut items: Vec<Kept> = self.items.iter().filter_map(kept).collect();
        for rest in items.iter_mut().filter_map(|kept| kept.rest.as_mut()) {
            let rules = std::mem::take(&mut rest.rules).into_iter();
            rest.rules = rules.filter_map(|(ix, stages)| Some((rule(ix)?, stages))).collect();
        }
        items.sort_by_key(|kept| kept.item);
        let (contact, logs) = (self.contact.clone(), Arc::clone(&self.logs));
        Self { unit, contact, items: items.into(), logs }
    }

    fn view<'a>(&'a self, kept: &'a Kept) -> ItemReport<'a> {
        let Kept { item: _, due, first, end, rest } = kept;
        let first = *first as usize;
        ItemReport {
            due: *due,
            extension: rest.as_ref().and_then(|rest| rest.extension.as_ref()),
            log: self.logs.entries.get(first..*end as usize).unwrap_or_default(),
            rules: rest.as_ref().map_or(&[], |rest| &rest.rules),
            first,
            words: &self.logs.words,
        }
    }
}

/// Two reports are equal if they say the same, however it is kept.
impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.unit == other.unit && self.contact == other.contact && self.filed() == other.filed()
    }
}

impl Eq for Report {}

impl ItemReport<'_> {
    /// The words of its entries, in the order of its log. They are unpacked at each call.
    pub fn words(&self) -> Vec<Words> {
        let words = self.words.unpack(self.first..self.first + self.log.len());
        self.logged(&words).map(|entry| entry.words).collect()
    }

    /// What the file says of the item, with the words of its report.
    pub(super) fn filed(&self, words: &Unpacked) -> Filed {
        Filed {
            due: self.due,
            extension: self.extension.cloned(),
            log: self.logged(words).collect(),
            rules: self.rules.to_vec(),
        }
    }

    fn logged(&self, words: &Unpacked) -> impl Iterator<Item = Logged> {
        self.log.iter().zip(self.first..).map(|(entry, place)| entry.with(&words.get(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::percent::Percent;
    use crate::domain::state::State;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        Day::FIRST.plus(n)
    }

    fn any_text() -> impl Strategy<Value = Option<Text>> {
        prop_oneof![
            4 => Just(None),
            4 => "[一-龥a ]{0,20}".prop_map(|text| Some(text.into())),
            // Longer than a page.
            1 => "[一-龥]{8}".prop_map(|text| Some(text.repeat(800).into())),
        ]
    }

    fn any_entry() -> impl Strategy<Value = Logged> {
        let state = prop::option::of(prop::sample::select(State::ALL.to_vec()));
        let progress = prop::option::of((0u64..=100_000).prop_map(Percent::from_thousandths));
        let texts = [any_text(), any_text(), any_text(), any_text()];
        (0i64..900, state, progress, texts).prop_map(|(n, state, progress, texts)| Logged {
            on: day(n),
            state,
            progress,
            words: Words::of(texts),
        })
    }

    fn any_filed() -> impl Strategy<Value = Filed> {
        let due = prop::option::of((0i64..900).prop_map(day));
        let extension = prop::option::of((0i64..900, any_text()));
        let rules = prop::collection::vec((0usize..3, any_text()), 0..3);
        (due, extension, prop::collection::vec(any_entry(), 0..6), rules).prop_map(
            |(due, extension, log, rules)| Filed {
                due,
                extension: extension.map(|(n, reason)| Extension { to: day(n), approved: day(n), reason }),
                log,
                rules: rules
                    .into_iter()
                    .map(|(n, document)| (RuleIx::new(n), RuleReport { document, ..RuleReport::default() }))
                    .collect(),
            },
        )
    }

    /// What a file says of some of nine items, in the order of the items.
    fn any_file() -> impl Strategy<Value = Vec<(ItemIx, Filed)>> {
        let items = prop::collection::btree_map((0usize..9).prop_map(ItemIx::new), any_filed(), 0..9);
        items.prop_map(|items| items.into_iter().collect())
    }

    fn report(items: &[(ItemIx, Filed)]) -> Report {
        Report::new(UnitIx::new(0), Some("甲".into()), items.to_vec())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_report_says_what_it_was_made_from(items in any_file()) {
            let report = report(&items);
            prop_assert_eq!(report.filed(), items.clone());
            let turned = items.iter().rev().cloned().collect();
            prop_assert_eq!(Report::new(UnitIx::new(0), Some("甲".into()), turned).filed(), items.clone());
            for (ix, filed) in &items {
                let said = report.item(*ix).unwrap();
                prop_assert_eq!((said.due, said.extension), (filed.due, filed.extension.as_ref()));
                prop_assert_eq!(said.rules, filed.rules.as_slice());
                let entries: Vec<Entry> = filed.log.iter().map(Logged::entry).collect();
                prop_assert_eq!(said.log, entries);
                let words: Vec<Words> = filed.log.iter().map(|entry| entry.words.clone()).collect();
                prop_assert_eq!(said.words(), words);
            }
            for n in 0..9 {
                let ix = ItemIx::new(n);
                prop_assert_eq!(report.item(ix).is_some(), items.iter().any(|(known, _)| *known == ix));
            }
        }

        #[test]
        fn reports_are_equal_when_they_say_the_same(items in any_file(), other in any_file(), n in 0usize..9) {
            prop_assert_eq!(report(&items) == report(&other), items == other);
            let mut more = items.clone();
            let entry = Logged { on: day(0), state: None, progress: None, words: Words::of([Some("好"), None, None, None]) };
            if let Some((_, filed)) = more.get_mut(n) {
                filed.log.push(entry);
                prop_assert_ne!(report(&items), report(&more));
                // The same figures, and one other word.
                let was = report(&more);
                more[n].1.log.last_mut().unwrap().words = Words::of([Some("坏"), None, None, None]);
                prop_assert_ne!(report(&more), was);
            }
        }

        #[test]
        fn a_report_of_some_items_is_the_one_a_file_of_those_would_give(items in any_file(), keep in prop::collection::vec(any::<bool>(), 9)) {
            let kept = |ix: ItemIx| keep[ix.get()].then(|| ItemIx::new(8 - ix.get()));
            let rule = |ix: RuleIx| (ix.get() > 0).then(|| RuleIx::new(ix.get() - 1));
            let unit = UnitIx::new(3);
            let left = items.iter().filter_map(|(ix, filed)| {
                let rules = filed.rules.iter().filter_map(|(ix, it)| Some((rule(*ix)?, it.clone())));
                Some((kept(*ix)?, Filed { rules: rules.collect(), ..filed.clone() }))
            });
            let expected = Report::new(unit, Some("甲".into()), left.collect());
            let moved = report(&items).moved(unit, kept, rule);
            prop_assert_eq!(&moved, &expected);
            for (ix, said) in moved.items() {
                prop_assert_eq!(said.words(), expected.item(ix).unwrap().words());
            }
        }
    }

    #[test]
    fn what_is_kept_of_an_item_takes_twenty_four_bytes() {
        assert_eq!(size_of::<Kept>(), 24);
    }
}
