//! Where a few values of a plain file stand: looked up while the file is read past, without a tree of all the others.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::began::Began;
use super::keys;
use super::plain;
use super::plain_scan::Scan;
use super::slip::Spot;
use crate::domain::rules::Step;

/// Where each of `spots` is in a plain text, as far as its way goes, by the rules of `Tree::mark`; none of those about
/// the file or a line of it. Nothing if the text is not plain.
pub(super) fn seek(text: &str, spots: &[&Spot]) -> Option<Vec<Option<Began>>> {
    let mut scan = Scan::new(text).ok()?;
    let sought =
        Sought { spots, found: RefCell::new(vec![None; spots.len()]), began: Rc::clone(&scan.began) };
    let top = Seek { sought: &sought, here: (0..spots.len()).collect(), depth: 0, key: None };
    top.deserialize(plain::whole(&mut scan)).ok()?;
    scan.is_done().then(|| sought.found.into_inner())
}

/// What is looked for in a text.
struct Sought<'s> {
    spots: &'s [&'s Spot],
    /// Where each of them is.
    found: RefCell<Vec<Option<Began>>>,
    /// Where what was read last begins.
    began: Rc<Cell<Began>>,
}

/// Reads past a value to which the ways of some spots lead.
struct Seek<'s> {
    sought: &'s Sought<'s>,
    /// Those spots, by their places.
    here: Vec<usize>,
    /// How many steps their ways have come.
    depth: usize,
    /// Where the key of the value begins, if it has one.
    key: Option<Began>,
}

impl Seek<'_> {
    /// Notes where the value is, for the spots whose ways end here, and for those that may go on.
    fn arrive(&self, is_empty: bool) {
        let began = self.sought.began.get();
        // An empty value is shown at its key; so is a block that begins on a later line: it was its key that began.
        let value = self.key.filter(|_| is_empty).unwrap_or(began);
        let key = self.key.unwrap_or(value);
        let mut found = self.sought.found.borrow_mut();
        for place in &self.here {
            let (Some(spot), Some(found)) = (self.sought.spots.get(*place), found.get_mut(*place)) else {
                continue;
            };
            match spot {
                Spot::Value(trail) if trail.len() == self.depth => *found = Some(value),
                Spot::Key(trail) if trail.len() == self.depth => *found = Some(key),
                Spot::File | Spot::At(..) | Spot::Value(_) | Spot::Key(_) => {}
                Spot::Named(path) => {
                    let step = self.depth.checked_sub(1).and_then(|last| path.0.get(last));
                    *found = Some(if matches!(step, Some(Step::Name(_))) { key } else { value });
                }
            }
        }
    }

    /// Takes those spots out of `left` whose ways go on to the value in place `n`, that of `key`.
    fn take(&self, left: &mut Vec<usize>, n: usize, key: Option<&str>) -> Vec<usize> {
        let goes_on = |place: &mut usize| {
            self.sought.spots.get(*place).is_some_and(|spot| match spot {
                Spot::File | Spot::At(..) => false,
                Spot::Value(trail) | Spot::Key(trail) => {
                    trail.get(self.depth).is_some_and(|step| *step as usize == n)
                }
                Spot::Named(path) => match (path.0.get(self.depth), key) {
                    (Some(Step::Key(name) | Step::Name(name)), Some(key)) => keys::same(name, key),
                    (Some(Step::At(at)), None) => *at == n,
                    (Some(Step::Key(_) | Step::Name(_) | Step::At(_)) | None, _) => false,
                },
            })
        };
        left.extract_if(.., goes_on).collect()
    }

    /// For the next value, to which those spots lead.
    fn deeper(&self, here: Vec<usize>, key: Option<Began>) -> Self {
        Self { sought: self.sought, here, depth: self.depth + 1, key }
    }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.arrive(text.is_empty());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.arrive(false);
        let mut left = std::mem::take(&mut self.here);
        for n in 0.. {
            let here = self.take(&mut left, n, None);
            let more = if here.is_empty() {
                seq.next_element::<IgnoredAny>()?.is_some()
            } else {
                seq.next_element_seed(self.deeper(here, None))?.is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.arrive(false);
        let mut left = std::mem::take(&mut self.here);
        for n in 0.. {
            let Some((here, key)) = map.next_key_seed(Key { of: &self, left: &mut left, n })? else { break };
            if here.is_empty() {
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value_seed(self.deeper(here, Some(key)))?;
            }
        }
        Ok(())
    }
}

/// Reads a key: which spots lead to its value, and where it begins.
struct Key<'a, 's> {
    of: &'a Seek<'s>,
    left: &'a mut Vec<usize>,
    /// The place of its pair.
    n: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = (Vec<usize>, Began);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = (Vec<usize>, Began);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        let Key { of, left, n } = self;
        Ok((of.take(left, n, Some(key)), of.sought.began.get()))
    }
}
