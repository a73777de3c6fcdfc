//! The reader's own settings as entries with their places. What a key means is not known here.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::tree::{self, Kind, Mark, Node};
use crate::text::{Said, both};

/// The largest file that is read, in bytes.
const CAP: u64 = 64 << 10;
/// The most YAML events it may have.
const EVENTS: usize = 5_000;

/// A word of the file, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

/// One key and what it is set to: one word, several, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key around it, for an entry of a mapping inside the file.
    pub under: Option<String>,
    /// The key.
    pub key: Word,
    /// Its values.
    pub words: Vec<Word>,
}

/// Why a file of settings is not read, and where, both from 1; 0: as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// Why.
    pub said: Said,
}

impl Refusal {
    fn whole(said: Said) -> Self {
        Self { line: 0, column: 0, said }
    }
}

/// Reads a file of settings; nothing where there is none.
///
/// # Errors
///
/// Where it cannot be read or is not YAML of the expected form.
pub fn read(path: &Path) -> Result<Vec<Entry>, Refusal> {
    let failed = |error: &io::Error| Refusal::whole(both!("读不了：{error}", "cannot be read: {error}"));
    let file = match fs::metadata(path) {
        Ok(found) if found.is_file() => fs::File::open(path).map_err(|error| failed(&error))?,
        Ok(_) => return Err(Refusal::whole(both!("不是普通文件", "it is no regular file"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(&error)),
    };
    let mut bytes = Vec::new();
    file.take(CAP + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if u64::try_from(bytes.len()).is_ok_and(|n| n > CAP) {
        return Err(Refusal::whole(both!("超过 64 KiB", "it is larger than 64 KiB")));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Refusal::whole(both!("不是 UTF-8，请另存为 UTF-8", "it is not UTF-8; save it as UTF-8"))
    })?;
    entries(text.strip_prefix('\u{feff}').unwrap_or(&text))
}

/// The entries of a text.
///
/// # Errors
///
/// Where it is not YAML of the expected form.
pub fn entries(text: &str) -> Result<Vec<Entry>, Refusal> {
    let tree = tree::read(text, EVENTS).map_err(|slip| {
        let (line, column) = match slip.spot {
            super::slip::Spot::At(line, column) => (line, column),
            super::slip::Spot::File
            | super::slip::Spot::Value(_)
            | super::slip::Spot::Key(_)
            | super::slip::Spot::Named(_) => (0, 0),
        };
        Refusal { line, column, said: slip.said }
    })?;
    match tree.root.map(|root| root.kind) {
        None => Ok(Vec::new()),
        Some(Kind::Map(pairs)) => {
            let mut entries = Vec::new();
            for (key, value) in pairs {
                add(&mut entries, None, &key, &value)?;
            }
            Ok(entries)
        }
        Some(Kind::Scalar(text, _)) if text.is_empty() => Ok(Vec::new()),
        Some(Kind::Scalar(..) | Kind::List(_)) => {
            Err(Refusal {
                line: 1, column: 1, said: both!("应写成“键: 值”", "write `key: value` lines")
            })
        }
    }
}

fn add(
    entries: &mut Vec<Entry>,
    under: Option<&str>,
    key: &Node<'_>,
    value: &Node<'_>,
) -> Result<(), Refusal> {
    let key = word(key)?;
    let words = match &value.kind {
        Kind::Scalar(text, _) if text.is_empty() => Vec::new(),
        Kind::Scalar(..) => vec![word(value)?],
        Kind::List(list) => list.iter().map(word).collect::<Result<_, _>>()?,
        Kind::Map(pairs) if under.is_none() => {
            for (inner, value) in pairs {
                add(entries, Some(&key.text), inner, value)?;
            }
            return Ok(());
        }
        Kind::Map(_) => return Err(misfit(value.start)),
    };
    entries.push(Entry { under: under.map(ToOwned::to_owned), key, words });
    Ok(())
}

fn word(node: &Node<'_>) -> Result<Word, Refusal> {
    match &node.kind {
        Kind::Scalar(text, _) => {
            Ok(Word { text: text.to_string(), line: node.start.line, column: node.start.column })
        }
        Kind::List(_) | Kind::Map(_) => Err(misfit(node.start)),
    }
}

fn misfit(at: Mark) -> Refusal {
    Refusal {
        line: at.line,
        column: at.column,
        said: both!("这里应是一个词，或词的列表 [a, b]", "a word is wanted here, or a list of words [a, b]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_know_where_they_stand() {
        let found = entries("lang: en\nkeys:\n  copy: [y, Y]\n  quit: Q\n").unwrap();
        let lines: Vec<_> = found.iter().map(|entry| (entry.under.as_deref(), &*entry.key.text)).collect();
        assert_eq!(lines, [(None, "lang"), (Some("keys"), "copy"), (Some("keys"), "quit")]);
        let copy = &found[1];
        assert_eq!((copy.key.line, copy.key.column), (3, 3));
        assert_eq!(copy.words[1], Word { text: "Y".to_owned(), line: 3, column: 13 });
    }

    #[test]
    fn what_is_no_list_of_keys_is_refused_where_it_stands() {
        assert_eq!(entries("").unwrap(), []);
        assert_eq!(entries("# nothing yet\n").unwrap(), []);
        let refused = entries("keys:\n  copy: {a: b}\n").unwrap_err();
        assert_eq!((refused.line, refused.column), (2, 9));
        assert!(entries("lang: [\n").unwrap_err().line > 0);
        assert_eq!(entries("- a\n").unwrap_err().line, 1);
    }
}
