//! The lenient visitors of lists and of mappings with free keys.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::keys::Key;
use super::lenient::{
    LIST, MAPPING, NAMED, NameSeed, Named, Record, RecordSeed, drain_map, drain_seq, duplicate, expecting,
    wrong_kind,
};
use super::slip::Reading;

/// What a list's seed does with a scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    /// A list of one.
    One,
    /// Not a list.
    Refused,
}

pub(super) struct ListSeed<'a, F> {
    pub(super) reading: &'a Reading,
    pub(super) key: Key,
    pub(super) scalar: Scalar,
    pub(super) each: F,
}

impl<'de, T, S, F> DeserializeSeed<'de> for ListSeed<'_, F>
where
    S: DeserializeSeed<'de, Value = Option<T>>,
    F: FnMut() -> S,
{
    type Value = Vec<(usize, T)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T, S, F> Visitor<'de> for ListSeed<'_, F>
where
    S: DeserializeSeed<'de, Value = Option<T>>,
    F: FnMut() -> S,
{
    type Value = Vec<(usize, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reading, f)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<Self::Value, E> {
        if self.scalar == Scalar::Refused {
            wrong_kind(self.reading, self.key, LIST, Ok(text));
            return Ok(Vec::new());
        }
        let one = (self.each)().deserialize(StrDeserializer::<E>::new(text))?;
        Ok(one.map(|one| (0, one)).into_iter().collect())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self::Value, A::Error> {
        let (mut list, mut n) = (Vec::new(), 0);
        while let Some(element) = self.reading.inside(n, || seq.next_element_seed((self.each)()))? {
            list.extend(element.map(|element| (n, element)));
            n += 1;
        }
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        wrong_kind(self.reading, self.key, LIST, Err(MAPPING));
        drain_map(map).map(|()| Vec::new())
    }
}

pub(super) struct NamedSeed<'a, R> {
    pub(super) reading: &'a Reading,
    pub(super) key: Key,
    pub(super) record: PhantomData<R>,
}

impl<'de, R: Record> DeserializeSeed<'de> for NamedSeed<'_, R> {
    type Value = Vec<Named<R>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Record> Visitor<'de> for NamedSeed<'_, R> {
    type Value = Vec<Named<R>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reading, f)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        wrong_kind(self.reading, self.key, NAMED, Ok(text));
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        wrong_kind(self.reading, self.key, NAMED, Err(LIST));
        drain_seq(seq).map(|()| Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (reading, key) = (self.reading, self.key);
        let (mut list, mut names, mut n) = (Vec::new(), HashSet::new(), 0);
        // An empty scope: every key is free.
        while let Some(name) = map.next_key_seed(NameSeed { reading, scope: &[] })? {
            let name = name.map_or_else(|written| written, |key| key.en().to_owned());
            reading.inside(n, || {
                if !names.insert(name.clone()) {
                    duplicate(reading, &name);
                    return map.next_value::<IgnoredAny>().map(drop);
                }
                let record = map.next_value_seed(RecordSeed { reading, key, record: PhantomData::<R> })?;
                list.push(Named { name, trail: reading.trail(), record: record.unwrap_or_default() });
                Ok(())
            })?;
            n += 1;
        }
        Ok(list)
    }
}
