//! The fast reader: a file in the plain YAML that clerks write, straight into the visitors of `lenient`.
//!
//! `serde_yaml` spends three quarters of its time on cutting a text into tokens. Nearly every file needs only a small
//! part of YAML: mappings and lists by indentation, values on one line, `[…]` and `{…}` on one line, comments. This
//! reader knows that part (`plain_scan` cuts it) and gives up on everything else: on what spans lines, names, tags or
//! nests, on what the `guard` would suspect, on what is wrong, and wherever it is not certain. Then `serde_yaml` reads
//! the file, and what was found up to there is forgotten. What this reader says is what the ladder would have said,
//! word for word; `tests/plain.rs` compares the two.
//!
//! Giving up is an error without a word: nobody sees it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::lenient::{File, Record};
use super::plain_scan::{GiveUp, Scan, Stop};
use super::slip::Reading;

/// Reads a plain text; none if it is not plain.
pub(super) fn read<R: Record>(text: &str) -> Option<(R, Reading)> {
    let mut scan = Scan::new(text).ok()?;
    let reading = Reading::default();
    let record = File::<R>::new(&reading).deserialize(whole(&mut scan)).ok()?;
    // What looks like full-width syntax is for the ladder to set right.
    record.filter(|_| !reading.wide() && scan.is_done()).map(|record| (record, reading))
}

/// The whole of a text, for a seed.
pub(super) fn whole<'s, 'de>(
    scan: &'s mut Scan<'de>,
) -> impl Deserializer<'de, Error = GiveUp> + use<'s, 'de> {
    Node { scan, place: Place::File }
}

impl fmt::Display for GiveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for GiveUp {}

impl de::Error for GiveUp {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
enum Place {
    /// It is the whole file.
    File,
    /// After the colon of a key in this column.
    Value(usize),
    /// After the dash of a list, and itself in this column.
    Element(usize),
    /// Inside brackets.
    Flow,
}

/// What is asked of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Whatever it is, by its kind.
    Anything,
    /// Whatever it is, scalars as they are written: serde calls that an identifier.
    Written,
    /// One value.
    Text,
    /// That it can be read.
    Nothing,
}

/// A value about to be read.
struct Node<'s, 'de> {
    scan: &'s mut Scan<'de>,
    place: Place,
}

impl<'de> Node<'_, 'de> {
    fn read<V: Visitor<'de>>(self, ask: Ask, visitor: V) -> Result<V::Value, GiveUp> {
        let Node { scan, place } = self;
        match place {
            Place::File => block_map(scan, 0, None, ask, visitor),
            Place::Value(column) => value(scan, column, ask, visitor),
            Place::Element(column) => element(scan, column, ask, visitor),
            Place::Flow => flow(scan, ask, visitor),
        }
    }
}

impl<'de> Deserializer<'de> for Node<'_, 'de> {
    type Error = GiveUp;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GiveUp> {
        self.read(Ask::Anything, visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GiveUp> {
        self.read(Ask::Text, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GiveUp> {
        self.read(Ask::Nothing, visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GiveUp> {
        self.read(Ask::Written, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum
    }
}

/// What stands after the colon of a key in `column`, on its line or below it.
fn value<'de, V: Visitor<'de>>(
    scan: &mut Scan<'de>,
    column: usize,
    ask: Ask,
    visitor: V,
) -> Result<V::Value, GiveUp> {
    scan.skip_blanks();
    if !scan.is_line_over() {
        return whole_line(scan, ask, visitor);
    }
    scan.end_line()?;
    match scan.column {
        Some(below) if below >= column && scan.is_dash() => {
            refuse_as_text(ask)?;
            visitor.visit_seq(BlockList { scan, column: below })
        }
        Some(below) if below > column => block_map(scan, below, None, ask, visitor),
        Some(_) | None => scalar(Scalar::Plain(""), ask, visitor),
    }
}

/// What stands after a dash: a value, or the first pair of a mapping in `column`.
fn element<'de, V: Visitor<'de>>(
    scan: &mut Scan<'de>,
    column: usize,
    ask: Ask,
    visitor: V,
) -> Result<V::Value, GiveUp> {
    let first = match scan.byte() {
        Some(b'[' | b'{') => return whole_line(scan, ask, visitor),
        Some(b'"' | b'\'') => {
            let text = scan.quoted()?;
            if scan.byte() != Some(b':') {
                scan.end_line()?;
                return scalar(Scalar::Quoted(text), ask, visitor);
            }
            text
        }
        _ => match scan.plain()? {
            (text, Stop::End) => {
                scan.end_line()?;
                return scalar(Scalar::Plain(text), ask, visitor);
            }
            (text, Stop::Colon) => text.into(),
        },
    };
    scan.colon()?;
    block_map(scan, column, Some(first), ask, visitor)
}

/// A value that begins in the middle of a line and ends with it.
fn whole_line<'de, V: Visitor<'de>>(scan: &mut Scan<'de>, ask: Ask, visitor: V) -> Result<V::Value, GiveUp> {
    if matches!(scan.byte(), Some(b'[' | b'{' | b'"' | b'\'')) {
        let value = flow(scan, ask, visitor)?;
        scan.end_line()?;
        return Ok(value);
    }
    let (text, Stop::End) = scan.plain()? else { return Err(GiveUp) };
    scan.end_line()?;
    scalar(Scalar::Plain(text), ask, visitor)
}

/// A value that may stand in brackets.
fn flow<'de, V: Visitor<'de>>(scan: &mut Scan<'de>, ask: Ask, visitor: V) -> Result<V::Value, GiveUp> {
    match scan.byte() {
        Some(b'[') => {
            refuse_as_text(ask)?;
            scan.open()?;
            let list = visitor.visit_seq(FlowList { scan: &mut *scan, first: true })?;
            scan.close(b']')?;
            Ok(list)
        }
        Some(b'{') => {
            refuse_as_text(ask)?;
            scan.open()?;
            let map = visitor.visit_map(FlowMap { scan: &mut *scan, first: true })?;
            scan.close(b'}')?;
            Ok(map)
        }
        Some(b'"' | b'\'') => scalar(Scalar::Quoted(scan.quoted()?), ask, visitor),
        _ => {
            let (text, Stop::End) = scan.plain_in_brackets()? else { return Err(GiveUp) };
            scalar(Scalar::Plain(text), ask, visitor)
        }
    }
}

fn block_map<'de, V: Visitor<'de>>(
    scan: &mut Scan<'de>,
    column: usize,
    first: Option<Cow<'de, str>>,
    ask: Ask,
    visitor: V,
) -> Result<V::Value, GiveUp> {
    refuse_as_text(ask)?;
    visitor.visit_map(BlockMap { scan, column, first })
}

/// Where one value is asked for, a list or a mapping is a misfit.
fn refuse_as_text(ask: Ask) -> Result<(), GiveUp> {
    if ask == Ask::Text { Err(GiveUp) } else { Ok(()) }
}

/// One value as it is written.
enum Scalar<'de> {
    Plain(&'de str),
    Quoted(Cow<'de, str>),
}

/// Gives a scalar to a visitor as `serde_yaml` would; not where it would make a number or a truth of it.
fn scalar<'de, V: Visitor<'de>>(scalar: Scalar<'de>, ask: Ask, visitor: V) -> Result<V::Value, GiveUp> {
    match (ask, scalar) {
        (Ask::Nothing, _) | (Ask::Anything, Scalar::Plain("" | "~" | "null" | "Null" | "NULL")) => {
            visitor.visit_unit()
        }
        (Ask::Anything, Scalar::Plain(text)) if may_be_no_text(text) => Err(GiveUp),
        (_, Scalar::Plain(text) | Scalar::Quoted(Cow::Borrowed(text))) => visitor.visit_borrowed_str(text),
        (_, Scalar::Quoted(Cow::Owned(text))) => visitor.visit_string(text),
    }
}

/// Whether `serde_yaml` may take a value without quotes for a number or a truth.
fn may_be_no_text(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '0'..='9' | '+' | '-' | '.'))
        || ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The pairs of a mapping by indentation.
struct BlockMap<'s, 'de> {
    scan: &'s mut Scan<'de>,
    column: usize,
    /// The first key, where it has been read already.
    first: Option<Cow<'de, str>>,
}

impl<'de> MapAccess<'de> for BlockMap<'_, 'de> {
    type Error = GiveUp;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, GiveUp> {
        let key = match self.first.take() {
            Some(key) => key,
            None if !self.scan.goes_on(self.column)? => return Ok(None),
            None => self.scan.key()?,
        };
        seed.deserialize(Key(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, GiveUp> {
        seed.deserialize(Node { scan: self.scan, place: Place::Value(self.column) })
    }
}

/// The elements of a list by dashes.
struct BlockList<'s, 'de> {
    scan: &'s mut Scan<'de>,
    column: usize,
}

impl<'de> SeqAccess<'de> for BlockList<'_, 'de> {
    type Error = GiveUp;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, GiveUp> {
        // Without a dash, a key in the same column ends a list that is not indented.
        if !self.scan.goes_on(self.column)? || !self.scan.is_dash() {
            return Ok(None);
        }
        let column = self.scan.dash(self.column)?;
        seed.deserialize(Node { scan: self.scan, place: Place::Element(column) }).map(Some)
    }
}

/// The elements between `[` and `]`.
struct FlowList<'s, 'de> {
    scan: &'s mut Scan<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for FlowList<'_, 'de> {
    type Error = GiveUp;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, GiveUp> {
        if !self.scan.another(b']', std::mem::take(&mut self.first))? {
            return Ok(None);
        }
        seed.deserialize(Node { scan: self.scan, place: Place::Flow }).map(Some)
    }
}

/// The pairs between `{` and `}`.
struct FlowMap<'s, 'de> {
    scan: &'s mut Scan<'de>,
    first: bool,
}

impl<'de> MapAccess<'de> for FlowMap<'_, 'de> {
    type Error = GiveUp;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, GiveUp> {
        if !self.scan.another(b'}', std::mem::take(&mut self.first))? {
            return Ok(None);
        }
        seed.deserialize(Key(self.scan.key_in_brackets()?)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, GiveUp> {
        self.scan.skip_blanks();
        seed.deserialize(Node { scan: self.scan, place: Place::Flow })
    }
}

/// A key, always a text.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = GiveUp;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GiveUp> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
