//! Reading mappings, lists and leaves without ever giving up on a file for one bad value.
//!
//! The same visitors run over `serde_yaml` and over the tree of [`super::tree`]. `serde_yaml` gives scalars as they
//! are written to whoever asks for a string, but fails where a leaf holds a list. A visitor that is shown something
//! it did not expect is asked what it expected: that is where `misfit` is noted, and the tree reads the file again.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::keys::{self, Key, Scope, Wanted};
use super::lists::{ListSeed, NamedSeed, Scalar};
use super::slip::{Reading, Trail, missing, quote};
use crate::domain::finding::Code;
use crate::text::both;

/// Which keys a mapping has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen(u128);

impl Seen {
    /// Whether `key` is there.
    pub(super) fn has(self, key: Key) -> bool {
        self.0 & (1 << key as u32) != 0
    }

    fn add(&mut self, key: Key) -> bool {
        let new = !self.has(key);
        self.0 |= 1 << key as u32;
        new
    }
}

/// A mapping with known keys.
pub(super) trait Record: Default {
    /// The keys it may have.
    const SCOPE: Scope;
    /// The keys it must have.
    const WANTED: Wanted = &[];

    /// Reads the value of one key.
    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error>;

    /// Looks at the whole, when all keys are read.
    fn done(&mut self, seen: Seen) {
        let _ = seen;
    }
}

/// Ends a record of which all keys are read: raises `missing-field` for what it must have and has not.
pub(super) fn finish<R: Record>(record: &mut R, seen: Seen, reading: &Reading) {
    for keys in R::WANTED.iter().filter(|keys| !keys.iter().any(|key| seen.has(*key))) {
        if let Some(key) = keys.last() {
            reading.raise(Code::MissingField, || missing(*key));
        }
    }
    record.done(seen);
}

/// A free key and what stands under it.
#[derive(Debug)]
pub(super) struct Named<R> {
    /// The key, as written.
    pub(super) name: String,
    /// The way to it.
    pub(super) trail: Trail,
    /// The value.
    pub(super) record: R,
}

/// A value about to be read: what it is read as is decided by the method called.
pub(super) struct Slot<'a, M> {
    reading: &'a Reading,
    map: &'a mut M,
    key: Key,
}

impl<'de, M: MapAccess<'de>> Slot<'_, M> {
    /// The way to the value.
    pub(super) fn trail(&self) -> Trail {
        self.reading.trail()
    }

    /// A scalar, read by `read`; none if it is empty or not a scalar.
    pub(super) fn leaf<T>(
        self,
        read: impl FnOnce(&Reading, &str) -> Option<T>,
    ) -> Result<Option<T>, M::Error> {
        self.map.next_value_seed(LeafSeed { reading: self.reading, key: self.key, read })
    }

    /// A mapping with known keys; none if the value is empty or something else.
    pub(super) fn record<R: Record>(self) -> Result<Option<R>, M::Error> {
        self.map.next_value_seed(RecordSeed { reading: self.reading, key: self.key, record: PhantomData })
    }

    /// A list of such mappings, each with its place in the list.
    pub(super) fn records<R: Record>(self) -> Result<Vec<(usize, R)>, M::Error> {
        let (reading, key) = (self.reading, self.key);
        self.map.next_value_seed(ListSeed {
            reading,
            key,
            scalar: Scalar::Refused,
            each: || RecordSeed::<R> { reading, key, record: PhantomData },
        })
    }

    /// A scalar or a list of scalars, each with the way to it.
    pub(super) fn one_or_many<T>(
        self,
        read: impl Fn(&Reading, &str) -> Option<T>,
    ) -> Result<Vec<(Trail, T)>, M::Error> {
        let (reading, key) = (self.reading, self.key);
        let read = &read;
        let read = move |reading: &Reading, text: &str| Some((reading.trail(), read(reading, text)?));
        let list = self.map.next_value_seed(ListSeed {
            reading,
            key,
            scalar: Scalar::One,
            each: || LeafSeed { reading, key, read: &read },
        })?;
        Ok(list.into_iter().map(|(_, found)| found).collect())
    }

    /// A mapping with free keys.
    pub(super) fn named<R: Record>(self) -> Result<Vec<Named<R>>, M::Error> {
        self.map.next_value_seed(NamedSeed { reading: self.reading, key: self.key, record: PhantomData })
    }
}

/// Says that a value is not of the kind that belongs there. A text that begins `键：` is the full-width slip instead.
pub(super) fn wrong_kind(
    reading: &Reading,
    key: Key,
    wanted: (&str, &str),
    found: Result<&str, (&str, &str)>,
) {
    let ((zh, en), (want_zh, want_en)) = ((key.zh(), key.en()), wanted);
    let hint = || both!("这里应是{want_zh}", "write {want_en} here");
    match found {
        Ok(text) => {
            if text.split_once('：').is_some_and(|(key, _)| Key::known_anywhere(key.trim())) {
                reading.set_wide();
            }
            reading.raise(Code::BadType, || {
                let text = quote(text);
                let said =
                    both!("“{zh}”应是{want_zh}，写成了“{text}”", "`{en}` should be {want_en}, not “{text}”");
                (said, hint())
            });
        }
        Err((found_zh, found_en)) => reading.raise(Code::BadType, || {
            let said =
                both!("“{zh}”应是{want_zh}，写成了{found_zh}", "`{en}` should be {want_en}, not {found_en}");
            (said, hint())
        }),
    }
}

const LEAF: (&str, &str) = ("一个值", "one value");
pub(super) const LIST: (&str, &str) = ("列表", "a list");
/// Where ids are the keys, so that nobody writes a list of `- id: …`.
pub(super) const NAMED: (&str, &str) = ("以编号为键的“编号: …”", "`id: …`, each id a key of its own");
pub(super) const MAPPING: (&str, &str) = ("“键: 值”", "`key: value` pairs");

pub(super) fn drain_seq<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

pub(super) fn drain_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

/// What every visitor answers when it is shown something it has no method for.
pub(super) fn expecting(reading: &Reading, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    reading.set_misfit();
    f.write_str("another kind of value")
}

struct LeafSeed<'a, F> {
    reading: &'a Reading,
    key: Key,
    read: F,
}

impl<'de, T, F: FnOnce(&Reading, &str) -> Option<T>> DeserializeSeed<'de> for LeafSeed<'_, F> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, T, F: FnOnce(&Reading, &str) -> Option<T>> Visitor<'de> for LeafSeed<'_, F> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reading, f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() { Ok(None) } else { Ok((self.read)(self.reading, text)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        wrong_kind(self.reading, self.key, LEAF, Err(LIST));
        drain_seq(seq).map(|()| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        wrong_kind(self.reading, self.key, LEAF, Err(MAPPING));
        drain_map(map).map(|()| None)
    }
}

pub(super) struct RecordSeed<'a, R> {
    pub(super) reading: &'a Reading,
    pub(super) key: Key,
    pub(super) record: PhantomData<R>,
}

impl<'de, R: Record> DeserializeSeed<'de> for RecordSeed<'_, R> {
    type Value = Option<R>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, R: Record> Visitor<'de> for RecordSeed<'_, R> {
    type Value = Option<R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reading, f)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        wrong_kind(self.reading, self.key, MAPPING, Ok(text));
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        wrong_kind(self.reading, self.key, MAPPING, Err(LIST));
        drain_seq(seq).map(|()| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut record, mut seen, mut n) = (R::default(), Seen::default(), 0);
        while let Some(name) = map.next_key_seed(NameSeed { reading: self.reading, scope: R::SCOPE })? {
            self.reading.inside(n, || match name {
                Ok(key) if seen.add(key) => {
                    record.take(key, Slot { reading: self.reading, map: &mut map, key })
                }
                Ok(key) => {
                    duplicate(self.reading, key.en());
                    map.next_value::<IgnoredAny>().map(drop)
                }
                Err(written) => {
                    unknown_key(self.reading, R::SCOPE, &written);
                    map.next_value::<IgnoredAny>().map(drop)
                }
            })?;
            n += 1;
        }
        finish(&mut record, seen, self.reading);
        Ok(Some(record))
    }
}

pub(super) fn duplicate(reading: &Reading, name: &str) {
    reading.raise_key(Code::DuplicateKey, || {
        let name = quote(name);
        (
            both!("“{name}”写了两次，以第一次为准", "`{name}` stands twice; the first one counts"),
            both!(
                "合并或删去其中一处（中英文键算同一个）",
                "merge the two or remove one; a Chinese and an English spelling are the same key"
            ),
        )
    });
}

fn unknown_key(reading: &Reading, scope: Scope, written: &str) {
    let plain = written.trim_matches(|c: char| c.is_whitespace());
    if plain != written && Key::known_anywhere(plain)
        || written.split_once('：').is_some_and(|(key, _)| Key::known_anywhere(key.trim()))
    {
        reading.set_wide();
    }
    reading.raise_key(Code::UnknownKey, || {
        let name = quote(written);
        let hint = if let Some(near) = keys::nearest(scope, plain) {
            both!("是不是“{near}”？", "did you mean `{near}`?")
        } else {
            let zh: Vec<_> = scope.iter().map(|key| key.zh()).collect();
            let en: Vec<_> = scope.iter().map(|key| key.en()).collect();
            let (zh, en) = (zh.join("、"), en.join(", "));
            both!("这里可以写：{zh}", "keys that belong here: {en}")
        };
        (both!("不认识的键“{name}”", "unknown key `{name}`"), hint)
    });
}

pub(super) struct NameSeed<'a> {
    pub(super) reading: &'a Reading,
    pub(super) scope: Scope,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Result<Key, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_> {
    type Value = Result<Key, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.reading, f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(keys::find(self.scope, text).ok_or_else(|| text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        drain_seq(seq).map(|()| Err("[…]".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        drain_map(map).map(|()| Err("{…}".to_owned()))
    }
}

/// The whole of a file.
pub(super) struct File<'a, R> {
    reading: &'a Reading,
    record: PhantomData<R>,
}

impl<'a, R: Record> File<'a, R> {
    /// The seed of a file that is one record.
    pub(super) fn new(reading: &'a Reading) -> Self {
        Self { reading, record: PhantomData }
    }
}

impl<'de, R: Record> DeserializeSeed<'de> for File<'_, R> {
    type Value = Option<R>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        // The first key of the scope names the file's kind well enough for `bad-type`.
        let key = R::SCOPE.first().copied().unwrap_or(Key::Unit);
        RecordSeed { reading: self.reading, key, record: PhantomData }.deserialize(deserializer)
    }
}
