//! The map of a plain file: its tree with positions, without the parser that `tree` needs for files of any kind.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::plain;
use super::plain_scan::Scan;
use super::tree::{Kind, Mark, Node, Tree};

/// The map of a plain text; none if it is not plain.
pub(super) fn map(text: &str) -> Option<Tree<'_>> {
    let mut scan = Scan::new(text).ok()?;
    let start = Cell::new((0, Mark { line: 1, column: 1 }));
    let seed = Seed { text, began: Rc::clone(&scan.began), last: &start };
    let root = seed.deserialize(plain::whole(&mut scan)).ok()?;
    scan.is_done().then_some(Tree { root: Some(root), trailer: None })
}

/// Makes a node of a value.
struct Seed<'a, 'de> {
    text: &'de str,
    /// Where the value begins, in bytes.
    began: Rc<Cell<usize>>,
    /// The mark that was counted last, and where that is in bytes: values come in the file's order.
    last: &'a Cell<(usize, Mark)>,
}

impl Seed<'_, '_> {
    /// For what comes next.
    fn next(&self) -> Self {
        Self { text: self.text, began: Rc::clone(&self.began), last: self.last }
    }

    /// The line and the column of what begins now.
    fn mark(&self) -> Mark {
        let (from, Mark { mut line, mut column }) = self.last.get();
        let to = self.began.get();
        for byte in self.text.as_bytes().get(from..to).unwrap_or_default() {
            match byte {
                b'\n' => (line, column) = (line + 1, 1),
                // The bytes behind the first one of a character.
                0x80..=0xbf => {}
                _ => column += 1,
            }
        }
        let mark = Mark { line, column };
        self.last.set((to, mark));
        mark
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, 'de> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, 'de> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::at(self.mark(), Kind::Scalar(text.into(), true)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::at(self.mark(), Kind::Scalar(text.to_owned().into(), true)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let (mark, mut list) = (self.mark(), Vec::new());
        while let Some(element) = seq.next_element_seed(self.next())? {
            list.push(element);
        }
        Ok(Node::at(mark, Kind::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let (mark, mut pairs) = (self.mark(), Vec::new());
        while let Some(key) = map.next_key_seed(self.next())? {
            pairs.push((key, map.next_value_seed(self.next())?));
        }
        Ok(Node::at(mark, Kind::Map(pairs)))
    }
}
