//! A file as a tree with positions, from `saphyr-parser`: the judge of suspicious files, the second reader of files
//! with a misfit, and the map from a way into a file to its line and column.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::keys;
use super::slip::{Slip, Spot, Trail, quote};
use super::syntax;
use crate::domain::finding::Code;
use crate::domain::rules::{Path, Step};
use crate::text::both;

/// The deepest nesting that is read.
pub(super) const DEPTH: usize = 64;

/// A line and a column, both from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Mark {
    fn of(marker: saphyr_parser::Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }

    /// As a spot.
    pub(super) fn spot(self) -> Spot {
        Spot::At(self.line, self.column)
    }
}

/// A value of a file, with where it begins and ends.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) start: Mark,
    pub(super) end: Mark,
    /// `!x` or `&x` before it, as written.
    pub(super) prefix: Option<String>,
    anchor: usize,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    /// A scalar and whether it stands without quotes on one or more lines.
    Scalar(Cow<'t, str>, bool),
    /// A list.
    List(Vec<Node<'t>>),
    /// A mapping.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// A whole file.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    /// The value; none for an empty file.
    pub(super) root: Option<Node<'t>>,
    /// The line of a `---` or `...` at the end after which nothing comes: to be cut off for `serde_yaml`.
    pub(super) trailer: Option<usize>,
}

/// A collection whose end has not come.
struct Open<'t> {
    node: Node<'t>,
    key: Option<Node<'t>>,
}

/// Builds the tree of one file event by event, and refuses what goes beyond the limits.
#[derive(Default)]
struct Builder<'t> {
    open: Vec<Open<'t>>,
    root: Option<Node<'t>>,
    documents: usize,
    trailer: Option<usize>,
    events: usize,
    limit: usize,
    anchors: usize,
    /// How far a map is needed: to where the value at the end of this trail begins.
    until: Option<Trail>,
    enough: bool,
}

/// More values than this with a name before them are no slips of the pen, which only lose that name: the file is
/// refused.
const ANCHORS: usize = 100;

/// Reads `text` into a tree; refuses more than `limit` events, deep nesting, aliases and further documents.
pub(super) fn read(text: &str, limit: usize) -> Result<Tree<'_>, Slip> {
    Builder { limit, ..Builder::default() }.run(text)
}

/// The beginning of a file that was read before, as a tree: to the value at the end of the trail `until`, or all of
/// it. No limit but its size.
pub(super) fn map(text: &str, until: Option<Trail>) -> Result<Tree<'_>, Slip> {
    Builder { limit: usize::MAX, until, ..Builder::default() }.run(text)
}

/// Where some spots are in a file that was read before; read as far as they need it.
pub(super) fn marks(text: &str, spots: &[&Spot]) -> Vec<Option<Mark>> {
    let (mut until, mut named) = (None, false);
    for spot in spots {
        match spot {
            Spot::File | Spot::At(..) => {}
            Spot::Value(trail) | Spot::Key(trail) => until = until.max(Some(trail)),
            Spot::Named(_) => named = true,
        }
    }
    let needed = named || until.is_some();
    let map = needed.then(|| map(text, until.filter(|_| !named).cloned()).ok()).flatten();
    spots.iter().map(|spot| spot.mark().or_else(|| map.as_ref()?.mark(spot))).collect()
}

impl<'t> Builder<'t> {
    fn run(mut self, text: &'t str) -> Result<Tree<'t>, Slip> {
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| syntax::of_the_preflight(&error))?;
            self.take(event, span)?;
            if self.enough {
                break;
            }
        }
        // What is open was cut off by having enough.
        while let Some(open) = self.open.pop() {
            self.enough = true;
            self.put(open.node)?;
        }
        Ok(Tree { root: self.root, trailer: self.trailer })
    }

    /// Whether the value that now begins is the last one that is wanted, or lies behind it. A key is none.
    fn is_far_enough(&self) -> bool {
        let Some(until) = &self.until else { return false };
        let steps = self.open.iter().map(|open| match &open.node.kind {
            Kind::List(list) => list.len(),
            Kind::Map(pairs) => pairs.len(),
            Kind::Scalar(..) => 0,
        });
        let is_key = |open: &Open<'_>| matches!(open.node.kind, Kind::Map(_)) && open.key.is_none();
        !self.open.last().is_some_and(is_key) && steps.ge(until.iter().map(|n| *n as usize))
    }

    fn take(&mut self, event: Event<'t>, span: Span) -> Result<(), Slip> {
        self.events += 1;
        let at = Mark::of(span.start);
        if self.events > self.limit {
            let limit = self.limit;
            return Err(Slip::new(
                Code::TooLarge,
                at.spot(),
                both!("文件内容过多：超过 {limit} 个值", "the file holds more than {limit} values"),
                both!("拆开或删减内容", "split the file or shorten it"),
            ));
        }
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.trailer = Some(at.line);
                }
                Ok(())
            }
            Event::Alias(_) => Err(syntax::alias(at)),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let node = node(Kind::Scalar(text, plain), span, anchor, tag.as_deref());
                self.anchors += usize::from(anchor != 0);
                if self.anchors > ANCHORS {
                    return Err(syntax::alias(node.start));
                }
                self.enough = self.is_far_enough();
                self.put(node)
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(node(Kind::List(Vec::new()), span, anchor, tag.as_deref()))
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(node(Kind::Map(Vec::new()), span, anchor, tag.as_deref()))
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(mut open) => {
                    open.node.end = Mark::of(span.end);
                    self.put(open.node)
                }
                None => Ok(()),
            },
        }
    }

    fn begin(&mut self, node: Node<'t>) -> Result<(), Slip> {
        if node.anchor != 0 {
            return Err(syntax::alias(node.start));
        }
        self.enough = self.is_far_enough();
        if self.open.len() >= DEPTH {
            return Err(Slip::new(
                Code::TooDeep,
                node.start.spot(),
                both!("嵌套超过 {DEPTH} 层", "nested more than {DEPTH} levels deep"),
                both!("检查是否漏写了右括号", "look for a bracket that is not closed"),
            ));
        }
        self.open.push(Open { node, key: None });
        Ok(())
    }

    fn put(&mut self, node: Node<'t>) -> Result<(), Slip> {
        let Some(open) = self.open.last_mut() else {
            let empty = matches!(&node.kind, Kind::Scalar(text, true) if text.is_empty() || text == "~");
            if self.documents > 1 && !empty {
                return Err(Slip::new(
                    Code::SeveralDocuments,
                    Mark { line: self.trailer.unwrap_or(node.start.line), column: 1 }.spot(),
                    both!("从这一行开始是第二份文档", "a second document begins at this line"),
                    both!(
                        "一个文件只放一份；删去这一行的 ---",
                        "keep one document in a file: remove the `---` of this line"
                    ),
                ));
            }
            if self.documents <= 1 {
                self.root = Some(node);
            }
            return Ok(());
        };
        match &mut open.node.kind {
            Kind::List(list) => list.push(node),
            Kind::Map(pairs) => match open.key.take() {
                None => {
                    if matches!(&node.kind, Kind::Scalar(text, true) if text == "<<") {
                        return Err(syntax::alias(node.start));
                    }
                    open.key = Some(node);
                }
                Some(key) => pairs.push((key, node)),
            },
            Kind::Scalar(..) => {}
        }
        Ok(())
    }
}

fn node<'t>(kind: Kind<'t>, span: Span, anchor: usize, tag: Option<&saphyr_parser::Tag>) -> Node<'t> {
    let tag = tag.filter(|tag| !(tag.is_yaml_core_schema() || tag.handle.is_empty() && tag.suffix == "!"));
    let prefix = match tag {
        Some(tag) => Some(quote(&format!("{}{}", tag.handle, tag.suffix))),
        None if anchor != 0 => Some("&".to_owned()),
        None => None,
    };
    Node { kind, start: Mark::of(span.start), end: Mark::of(span.end), prefix, anchor }
}

impl<'t> Tree<'t> {
    /// The value at the end of a trail, and its key if it stands in a mapping.
    fn at(&self, trail: &[u32]) -> Option<(Option<&Node<'t>>, &Node<'t>)> {
        let mut at = (None, self.root.as_ref()?);
        for n in trail {
            let n = *n as usize;
            at = match &at.1.kind {
                Kind::List(list) => (None, list.get(n)?),
                Kind::Map(pairs) => pairs.get(n).map(|(key, value)| (Some(key), value))?,
                Kind::Scalar(..) => return None,
            };
        }
        Some(at)
    }

    /// The value a rule of the domain names, by the English names of keys; as far as the way goes.
    pub(super) fn named(&self, path: &Path) -> Option<Mark> {
        let mut at = self.root.as_ref()?;
        let mut mark = at.start;
        for step in &path.0 {
            let found = match (step, &at.kind) {
                (Step::Key(name) | Step::Name(name), Kind::Map(pairs)) => {
                    let is =
                        |key: &Node<'_>| matches!(&key.kind, Kind::Scalar(text, _) if keys::same(name, text));
                    pairs.iter().find(|(key, _)| is(key))
                }
                (Step::At(n), Kind::List(list)) => {
                    let Some(element) = list.get(*n) else { break };
                    (at, mark) = (element, element.start);
                    continue;
                }
                (Step::Key(_) | Step::Name(_) | Step::At(_), _) => None,
            };
            let Some((key, value)) = found else { break };
            mark = match step {
                Step::Name(_) => key.start,
                Step::Key(_) | Step::At(_) => value.start_or(key),
            };
            at = value;
        }
        Some(mark)
    }

    /// Where a spot is; none if it is about the whole file.
    pub(super) fn mark(&self, spot: &Spot) -> Option<Mark> {
        match spot {
            Spot::File | Spot::At(..) => spot.mark(),
            Spot::Value(trail) => {
                let (key, value) = self.at(trail)?;
                Some(key.map_or(value.start, |key| value.start_or(key)))
            }
            Spot::Key(trail) => {
                let (key, value) = self.at(trail)?;
                Some(key.unwrap_or(value).start)
            }
            Spot::Named(path) => self.named(path),
        }
    }

    /// Every scalar that is not a key, in the file's order.
    pub(super) fn scalars(&self, f: &mut dyn FnMut(&Node<'t>, &str, bool)) {
        // The recursion is bounded: nothing deeper than `DEPTH` becomes a tree.
        fn walk<'t>(node: &Node<'t>, f: &mut dyn FnMut(&Node<'t>, &str, bool)) {
            match &node.kind {
                Kind::Scalar(text, plain) => f(node, text, *plain),
                Kind::List(list) => list.iter().for_each(|node| walk(node, f)),
                Kind::Map(pairs) => pairs.iter().for_each(|(_, value)| walk(value, f)),
            }
        }
        if let Some(root) = &self.root {
            walk(root, f);
        }
    }
}

impl Node<'_> {
    /// Where the value begins. An empty value, and a block that begins on a later line, is shown at its key.
    fn start_or(&self, key: &Node<'_>) -> Mark {
        match &self.kind {
            Kind::Scalar(text, _) if !text.is_empty() => self.start,
            Kind::List(_) | Kind::Map(_) if self.start.line == key.start.line => self.start,
            Kind::Scalar(..) | Kind::List(_) | Kind::Map(_) => key.start,
        }
    }
}

/// A value that can be read by serde: scalars as they are written, an empty plain scalar as nothing.
#[derive(Clone, Copy)]
pub(super) struct Value<'a, 't>(pub(super) Option<&'a Node<'t>>);

impl<'de> Deserializer<'de> for Value<'_, '_> {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0.map(|node| &node.kind) {
            None => visitor.visit_none(),
            Some(Kind::Scalar(text, true)) if matches!(&**text, "" | "~" | "null") => visitor.visit_unit(),
            Some(Kind::Scalar(text, _)) => visitor.visit_str(text),
            Some(Kind::List(list)) => {
                visitor.visit_seq(SeqDeserializer::new(list.iter().map(|node| Value(Some(node)))))
            }
            Some(Kind::Map(pairs)) => visitor.visit_map(MapDeserializer::new(
                pairs.iter().map(|(key, value)| (Value(Some(key)), Value(Some(value)))),
            )),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0.map(|node| &node.kind) {
            None => visitor.visit_str(""),
            Some(Kind::Scalar(text, _)) => visitor.visit_str(text),
            Some(Kind::List(_) | Kind::Map(_)) => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, serde::de::value::Error> for Value<'_, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_map_says_what_the_whole_says() {
        let text = std::fs::read_to_string("plans/hangzhou-2022/units/scjgj.yaml").unwrap();
        let whole = read(&text, usize::MAX).unwrap();
        let mut trails = vec![vec![]];
        let mut n = 0;
        while let Some(trail) = trails.get(n).cloned() {
            let below = (0..).map(|step| [&*trail, &[step]].concat());
            trails.extend(below.take_while(|trail| whole.at(trail).is_some()));
            for spot in [Spot::Value(trail.clone()), Spot::Key(trail.clone())] {
                let part = map(&text, Some(trail.clone())).unwrap();
                assert_eq!(part.mark(&spot), whole.mark(&spot), "{spot:?}");
            }
            n += 1;
        }
        assert!(n > 100, "{n}");
        let part = map(&text, Some(vec![1])).unwrap();
        assert!(part.at(&[1]).is_some() && part.at(&[2, 0]).is_none(), "no more than is needed");
    }

    #[test]
    fn a_few_names_before_values_lose_themselves_and_many_are_refused() {
        let text = |n: usize| "- &a x\n".repeat(n);
        assert!(read(&text(ANCHORS), usize::MAX).is_ok());
        let refused = read(&text(ANCHORS + 1), usize::MAX).unwrap_err();
        assert_eq!((refused.code, refused.spot), (Code::Alias, Spot::At(ANCHORS + 1, 3)));
    }
}
