//! The items of a plan, kept small: a million of them are held for months, and few are looked at.
//!
//! Their texts stand one after the other in one string, their units in one list. An [`Item`] is what is read off there:
//! it borrows, costs nothing to make, and looks like the item of the file.

use std::ops::Range;
use std::sync::OnceLock;

use super::day::Day;
use super::ids::{ItemIx, SectionIx, Text, UnitIx};
use super::plan::{Delegated, Title};

/// A measure (举措) or duty of the plan: what is led, reported on and finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its id, unique in the plan.
    pub id: &'a str,
    /// Its title.
    pub title: Title<&'a str>,
    /// The section it stands in.
    pub section: SectionIx,
    /// The lead units, each of which reports in its own file.
    pub leads: &'a [UnitIx],
    /// The supporting units.
    pub support: &'a [UnitIx],
    /// Whether it is delegated.
    pub delegated: Delegated,
    /// Why it is, or may be.
    pub because: Option<&'a str>,
    /// Free tags.
    pub tags: &'a [Text],
    /// When it starts, for 序时进度; none: the plan's `issued`.
    pub start: Option<Day>,
    /// The plan's own due date.
    pub due: Option<Day>,
    /// Its weight in the roll-up, in thousandths; [`WEIGHT`] by default.
    pub weight: u32,
}

/// The weight of an item of which nothing else is said.
pub const WEIGHT: u32 = 1000;

/// The items, in plan order.
#[derive(Debug, Clone, Default)]
pub struct Items {
    /// Of each item: its id, its title, its English title.
    texts: String,
    /// Of each item: its leads, its support.
    units: Vec<UnitIx>,
    records: Vec<Record>,
    /// Sorted by id; made when somebody first looks for one.
    by_id: OnceLock<Box<[ItemIx]>>,
}

/// What is kept of an item. Each end is where the next thing begins; the first begins where the record before it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    id: u32,
    own: u32,
    english: u32,
    leads: u32,
    support: u32,
    section: SectionIx,
    due: Option<Day>,
    delegated: Delegated,
    rare: Option<Box<Rare>>,
}

/// What few items have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rare {
    because: Option<Text>,
    tags: Box<[Text]>,
    start: Option<Day>,
    weight: u32,
}

impl Items {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The item at place `n`. Inlined, what a reader does not look at is not read.
    #[inline]
    pub fn get(&self, n: usize) -> Option<Item<'_>> {
        let record = self.records.get(n)?;
        let before = n.checked_sub(1).and_then(|n| self.records.get(n));
        let (text, unit) = before.map_or((0, 0), |before| (before.english, before.support));
        let english = self.text(record.own..record.english);
        let rare = record.rare.as_deref();
        Some(Item {
            id: self.text(text..record.id),
            title: Title {
                own: self.text(record.id..record.own),
                english: (!english.is_empty()).then_some(english),
            },
            section: record.section,
            leads: self.units(unit..record.leads),
            support: self.units(record.leads..record.support),
            delegated: record.delegated,
            because: rare.and_then(|rare| rare.because.as_deref()),
            tags: rare.map_or(&[], |rare| &rare.tags),
            start: rare.and_then(|rare| rare.start),
            due: record.due,
            weight: rare.map_or(WEIGHT, |rare| rare.weight),
        })
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Item<'_>> + Clone {
        (0..self.len()).filter_map(|n| self.get(n))
    }

    /// Where the item with that id is.
    pub fn find(&self, id: &str) -> Option<ItemIx> {
        let own = |ix: &ItemIx| self.id(ix.get());
        let sorted = self.by_id.get_or_init(|| {
            let mut all: Box<[ItemIx]> = (0..self.len()).map(ItemIx::new).collect();
            all.sort_by(|one, other| own(one).cmp(own(other)));
            all
        });
        sorted.binary_search_by(|ix| own(ix).cmp(id)).ok().and_then(|at| sorted.get(at)).copied()
    }

    /// The id alone of the item at place `n`.
    fn id(&self, n: usize) -> &str {
        let begin = n.checked_sub(1).and_then(|n| self.records.get(n)).map_or(0, |before| before.english);
        self.records.get(n).map_or("", |record| self.text(begin..record.id))
    }

    /// Adds an item at the end. Its id is no other's.
    pub fn push(&mut self, item: Item<'_>) {
        self.by_id.take();
        let mut write = |text: &str| {
            self.texts.push_str(text);
            end(self.texts.len())
        };
        let (id, own) = (write(item.id), write(item.title.own));
        let english = write(item.title.english.unwrap_or_default());
        let mut name = |units: &[UnitIx]| {
            self.units.extend_from_slice(units);
            end(self.units.len())
        };
        let (leads, support) = (name(item.leads), name(item.support));
        let Item { section, delegated, because, tags, start, due, weight, .. } = item;
        let usual = because.is_none() && tags.is_empty() && start.is_none() && weight == WEIGHT;
        let rare = || Box::new(Rare { because: because.map(Text::from), tags: tags.into(), start, weight });
        let rare = (!usual).then(rare);
        self.records.push(Record { id, own, english, leads, support, section, due, delegated, rare });
    }

    /// Gives back the room that was kept for more of them.
    pub fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.units.shrink_to_fit();
        self.records.shrink_to_fit();
    }

    #[inline]
    fn text(&self, place: Range<u32>) -> &str {
        self.texts.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    #[inline]
    fn units(&self, place: Range<u32>) -> &[UnitIx] {
        self.units.get(place.start as usize..place.end as usize).unwrap_or_default()
    }
}

/// An end as it is kept. No file that is read holds four thousand million bytes.
fn end(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl PartialEq for Items {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records && self.texts == other.texts && self.units == other.units
    }
}

impl Eq for Items {}

impl<'a> FromIterator<Item<'a>> for Items {
    fn from_iter<I: IntoIterator<Item = Item<'a>>>(list: I) -> Self {
        let mut items = Self::default();
        for item in list {
            items.push(item);
        }
        items.shrink();
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What an item is made of, of its own.
    type Whole = (String, Option<String>, Vec<usize>, Vec<usize>, Option<String>, Vec<String>);

    fn any_item() -> impl Strategy<Value = Whole> {
        (
            "[一a ]{0,4}",
            prop::option::of("[b（]{1,3}"),
            prop::collection::vec(0..9usize, 0..3),
            prop::collection::vec(0..9usize, 0..3),
            prop::option::of("[c据]{0,3}"),
            prop::collection::vec("[d签]{0,2}".prop_map(String::from), 0..3),
        )
    }

    /// Shows it as an item.
    fn with(n: usize, whole: &Whole, look: &mut dyn FnMut(Item<'_>)) {
        let (own, english, leads, support, because, tags) = whole;
        let units = |list: &[usize]| list.iter().map(|n| UnitIx::new(*n)).collect::<Vec<_>>();
        look(Item {
            id: &format!("{}-{n}", n % 3),
            title: Title { own, english: english.as_deref() },
            section: SectionIx::new(n / 2),
            leads: &units(leads),
            support: &units(support),
            delegated: [Delegated::Yes, Delegated::No, Delegated::Undetermined][n % 3],
            because: because.as_deref(),
            tags: &tags.iter().map(|tag| Text::from(&**tag)).collect::<Vec<_>>(),
            start: n.is_multiple_of(2).then_some(Day::FIRST),
            due: n.is_multiple_of(5).then_some(Day::LAST),
            weight: if n.is_multiple_of(7) { WEIGHT } else { u32::try_from(n).unwrap() },
        });
    }

    proptest! {
        #[test]
        fn an_item_is_read_as_it_was_put_in_and_found_by_its_id(wholes in prop::collection::vec(any_item(), 0..20)) {
            let mut items = Items::default();
            for (n, whole) in wholes.iter().enumerate() {
                with(n, whole, &mut |item| items.push(item));
                // Whoever has looked for one before finds those that came after.
                prop_assert_eq!(items.find(&format!("{}-{n}", n % 3)), Some(ItemIx::new(n)));
            }
            prop_assert_eq!((items.len(), items.is_empty()), (wholes.len(), wholes.is_empty()));
            for (n, whole) in wholes.iter().enumerate() {
                with(n, whole, &mut |item| {
                    assert_eq!(items.get(n), Some(item));
                    assert_eq!(items.find(item.id), Some(ItemIx::new(n)));
                });
            }
            prop_assert_eq!(items.get(wholes.len()), None);
            prop_assert_eq!(items.find("3-0"), None);
            prop_assert_eq!(&items.iter().collect::<Items>(), &items);
        }
    }

    #[test]
    fn a_record_is_small() {
        assert!(size_of::<Record>() <= 40, "{} bytes", size_of::<Record>());
    }
}
