//! JSON Schemas (2020-12) of the files, for editors: made from the reader's own keys and words, so that an editor
//! accepts what the reader accepts.
//!
//! A schema is a little narrower where JSON Schema cannot follow: words with blanks round them, and 29 February of
//! common years, which it takes. It cannot see what holds between values: that an item is in the plan, that a key
//! stands twice in two spellings, that a number has more than three decimals.

use serde_json::{Map, Value, json};

use super::keys::Key;
use crate::domain::deadline::Count;
use crate::domain::plan::Stage;
use crate::domain::state::State;

mod table;

use table::{Kind, Row, Shape, Words};

/// A file a schema speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// `plan.yaml`.
    Plan,
    /// `units/UNIT.yaml`.
    Status,
    /// `holidays.yaml`.
    Holidays,
}

impl Schema {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plan, Self::Status, Self::Holidays];

    /// The word on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Status => "status",
            Self::Holidays => "holidays",
        }
    }

    /// The schema itself.
    pub fn json(self) -> Value {
        let (shape, title) = match self {
            Self::Plan => (&table::PLAN, "guatu plan.yaml · 方案"),
            Self::Status => (&table::STATUS, "guatu units/UNIT.yaml · 单位进展"),
            Self::Holidays => (&table::HOLIDAYS, "guatu holidays.yaml · 节假日"),
        };
        let mut defs = Map::new();
        define(shape, &mut defs);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "$ref": format!("#/$defs/{}", shape.name),
            "$defs": defs,
        })
    }
}

/// Adds the definition of a shape and of every shape below it.
fn define(shape: &'static Shape, defs: &mut Map<String, Value>) {
    if defs.contains_key(shape.name) {
        return;
    }
    // Before its rows: a section holds sections.
    defs.insert(shape.name.to_owned(), Value::Null);
    let mut properties = Map::new();
    for row in shape.rows {
        let (key, kind, _, _) = row;
        if let Kind::Record(below) | Kind::Records(below) | Kind::Named(below) = kind {
            define(below, defs);
        }
        let value = described(row);
        for spelling in spellings(*key) {
            properties.insert(spelling.to_owned(), value.clone());
        }
    }
    let mut object =
        json!({ "type": ["object", "null"], "additionalProperties": false, "properties": properties });
    let wanted: Vec<Value> = shape.wanted.iter().map(|keys| one_of(keys)).collect();
    if let (Some(object), false) = (object.as_object_mut(), wanted.is_empty()) {
        object.insert("allOf".to_owned(), wanted.into());
    }
    defs.insert(shape.name.to_owned(), object);
}

/// Both languages' spellings of a key.
fn spellings(key: Key) -> impl Iterator<Item = &'static str> {
    std::iter::once(key.en()).chain(key.all_zh().iter().copied())
}

/// That one spelling of one of these keys must be there.
fn one_of(keys: &[Key]) -> Value {
    let all = keys.iter().flat_map(|key| spellings(*key));
    json!({ "anyOf": all.map(|spelling| json!({ "required": [spelling] })).collect::<Vec<_>>() })
}

/// What a row's value may be, with its description.
fn described((_, kind, en, zh): &Row) -> Value {
    let mut value = value_of(*kind);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), format!("{en}\n\n{zh}").into());
    }
    value
}

fn value_of(kind: Kind) -> Value {
    match kind {
        Kind::Text => text(),
        Kind::Texts => one_or_many(&text()),
        Kind::Day => day(),
        Kind::Days => one_or_many(&day()),
        Kind::Progress => json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 100 },
            { "type": ["string", "null"], "pattern": blank_or(&progress()) },
        ] }),
        Kind::Number(first, last) => json!({ "anyOf": [
            { "type": "integer", "minimum": first, "maximum": last },
            { "type": ["string", "null"], "pattern": blank_or(&wide("[0-9]+")) },
        ] }),
        Kind::Weight => json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1000 },
            { "type": ["string", "null"],
              "pattern": blank_or(&wide("(?:0?[0-9]{1,3}(?:[.][0-9]{1,3})?|1000(?:[.]0{1,3})?)")) },
        ] }),
        Kind::Word(list) => json!({ "enum": words(list, Blank::Taken) }),
        Kind::WordList(list) => one_or_many(&json!({ "enum": words(list, Blank::Taken) })),
        Kind::WordOrDay(list) => json!({ "anyOf": [{ "enum": words(list, Blank::Refused) }, day()] }),
        Kind::Record(shape) => json!({ "$ref": format!("#/$defs/{}", shape.name) }),
        Kind::Records(shape) => json!({
            "type": ["array", "null"], "items": { "$ref": format!("#/$defs/{}", shape.name) },
        }),
        Kind::Named(shape) => json!({
            "type": ["object", "null"], "additionalProperties": { "$ref": format!("#/$defs/{}", shape.name) },
        }),
    }
}

/// Any scalar: a note that happens to be a number is still a note.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

fn one_or_many(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

fn day() -> Value {
    let dash = "[-－—–−]";
    let month = |months: &str, last: &str| format!("(?:{months}){dash}(?:0[1-9]|{last})");
    let months = [
        month("0[13578]|1[02]", "[12][0-9]|3[01]"),
        month("0[469]|11", "[12][0-9]|30"),
        month("02", "[12][0-9]"),
    ];
    let day = format!("(?:(?:19|20|21)[0-9]{{2}}|2200){dash}(?:{})", months.join("|"));
    json!({ "type": ["string", "null"], "pattern": blank_or(&wide(&day)), "examples": ["2022-02-16"] })
}

/// As `Percent::parse` reads it.
fn progress() -> String {
    wide("(?:0{0,7}[0-9]{1,2}(?:[.][0-9]{1,3})?|0{0,6}100(?:[.]0{1,3})?)\\s*[%]?")
}

/// A pattern of the whole text, blanks round it and nothing at all included.
fn blank_or(pattern: &str) -> String {
    format!("^\\s*(?:{pattern}|~|null|Null|NULL)?\\s*$")
}

/// A pattern with the full-width twin of every digit, dot and per cent sign. Counts in braces stay.
fn wide(pattern: &str) -> String {
    let twin = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap_or(c);
    let (mut out, mut class, mut count) = (String::new(), false, false);
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' | ']' => class = c == '[',
            '{' | '}' => count = c == '{',
            _ => {}
        }
        let plain = !(c.is_ascii_digit() || class && matches!(c, '.' | '%')) || count;
        let to = if class && chars.peek() == Some(&'-') && !plain { chars.nth(1) } else { None };
        match (plain, class, to) {
            (true, _, _) => out.push(c),
            (false, true, Some(to)) => out.extend([c, '-', to, twin(c), '-', twin(to)]),
            (false, true, None) => out.extend([c, twin(c)]),
            (false, false, _) => out.extend(['[', c, twin(c), ']']),
        }
    }
    out
}

/// Whether an empty value is one of the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    Taken,
    Refused,
}

/// The words of a list, English before Chinese; true and false also as what YAML makes of them.
fn words(list: Words, blank: Blank) -> Vec<Value> {
    let flag = ["yes", "是", "no", "否", "true", "false"].map(Value::from);
    let flag = || [true.into(), false.into()].into_iter().chain(flag.clone());
    let fixed = |words: &[&str]| words.iter().map(|word| Value::from(*word)).collect::<Vec<_>>();
    let mut words = match list {
        Words::State => State::ALL.into_iter().map(|state| (state.key(), state.word().zh)).pairs(),
        Words::Stage => Stage::ALL.into_iter().map(|stage| (stage.key(), stage.word().zh)).pairs(),
        Words::Count => {
            let keys = Count::ALL.into_iter().map(|count| Value::from(count.key()));
            keys.chain(["自然日", "顺延", "自然日顺延", "工作日"].map(Value::from)).collect()
        }
        Words::Delegated => flag().chain(fixed(&["undetermined", "待认定"])).collect(),
        Words::AppliesTo => fixed(&["delegated", "all", "授权", "全部"]),
        Words::From => spellings(Key::Issued).chain(spellings(Key::Published)).map(Value::from).collect(),
        Words::Language => fixed(&["zh", "en", "中文", "英文"]),
        Words::Flag => flag().collect(),
        Words::Format => vec![1.into(), "1".into()],
    };
    if blank == Blank::Taken {
        words.push(Value::Null);
    }
    words
}

/// Both spellings of each word, as values.
trait Pairs {
    fn pairs(self) -> Vec<Value>;
}

impl<I: Iterator<Item = (&'static str, &'static str)> + Clone> Pairs for I {
    fn pairs(self) -> Vec<Value> {
        let zh = self.clone().map(|(_, zh)| zh);
        self.map(|(en, _)| en).chain(zh).map(Value::from).collect()
    }
}

#[cfg(test)]
mod tests;
