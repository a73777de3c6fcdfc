//! Where in a status file's text an entry belongs, and how it is written there: only insertions, and the removal of
//! an empty `[]` or `{}` that makes room. What comes of it is judged by `append`, which reads it again.

use super::keys::{self, Key};
use super::scalar::scalar;
use super::tree::{Kind, Mark, Node, Tree};
use crate::domain::sorted;
use crate::domain::state::State;
use crate::domain::status::Logged;
use crate::text::Lang;

/// A change of a text: at a line and a column (from 1, in characters), so many characters go, and this comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    at: Mark,
    gone: usize,
    come: String,
}

/// How a file is written: the language of its keys and of its words, and whether its entries stand in braces.
#[derive(Debug, Clone, Copy)]
struct Style {
    keys: Lang,
    words: Lang,
    flow: bool,
}

/// The entry as it is to stand in a file, and the keys that lead to it.
struct Text {
    /// `on: …`, `progress: …`.
    pairs: Vec<String>,
    flow: bool,
}

impl Text {
    fn of(entry: &Logged, style: Style) -> Self {
        let Logged { on, state, progress, words } = entry;
        let state = state.map(|state| match style.words {
            Lang::Zh => state.word().zh.to_owned(),
            Lang::En => state.key().to_owned(),
        });
        let progress = progress.map(|progress| {
            let thousandths = progress.thousandths();
            let (whole, part) = (thousandths / 1000, format!("{:03}", thousandths % 1000));
            let part = part.trim_end_matches('0');
            if part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") }
        });
        let values = [
            (Key::On, Some(on.to_string())),
            (Key::State, state),
            (Key::Progress, progress),
            (Key::Note, words.note().map(scalar)),
            (Key::Problem, words.problem().map(scalar)),
            (Key::Next, words.next().map(scalar)),
            (Key::Evidence, words.evidence().map(scalar)),
        ];
        let pair =
            |(key, value): (Key, Option<String>)| Some(format!("{}: {}", spelled(key, style.keys), value?));
        Self { pairs: values.into_iter().filter_map(pair).collect(), flow: style.flow }
    }

    /// In braces.
    fn flow(&self) -> String {
        format!("{{ {} }}", self.pairs.join(", "))
    }

    /// As lines of a block list, the dash at `indent`.
    fn lines(&self, indent: usize) -> String {
        let pad = " ".repeat(indent);
        if self.flow {
            return format!("\n{pad}- {}", self.flow());
        }
        let mut out = String::new();
        for (n, pair) in self.pairs.iter().enumerate() {
            out.extend(["\n", &pad, if n == 0 { "- " } else { "  " }, pair]);
        }
        out
    }

    /// Under the keys `way`, as lines, the first key at `indent`.
    fn under(&self, way: &[String], indent: usize) -> String {
        let mut out = String::new();
        for (n, key) in way.iter().enumerate() {
            out.extend(["\n", &" ".repeat(indent + 2 * n), key, ":"]);
        }
        out + &self.lines(indent + 2 * way.len())
    }

    /// Under the keys `way`, in braces.
    fn inline(&self, way: &[String]) -> String {
        match way {
            [] => self.flow(),
            [log] => format!("{log}: [{}]", self.flow()),
            [key, rest @ ..] => format!("{key}: {{ {} }}", self.inline(rest)),
        }
    }
}

fn spelled(key: Key, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => key.zh(),
        Lang::En => key.en(),
    }
}

/// A whole new file with one entry.
pub(super) fn file(unit: &str, item: &str, entry: &Logged, lang: Lang) -> String {
    let style = Style { keys: lang, words: lang, flow: true };
    let way = [spelled(Key::Items, lang).to_owned(), scalar(item), spelled(Key::Log, lang).to_owned()];
    format!("{}: {}{}\n", spelled(Key::Unit, lang), scalar(unit), Text::of(entry, style).under(&way, 0))
}

/// The changes that put `entry` at the end of the log of `item`; none where the file is written in a way that leaves
/// no sure place for it.
pub(super) fn edits(
    source: &str,
    tree: &Tree<'_>,
    item: &str,
    entry: &Logged,
    lang: Lang,
) -> Option<Vec<Edit>> {
    let mut node = tree.root.as_ref()?;
    let style = style(source, node, lang);
    let text = Text::of(entry, style);
    let way =
        [spelled(Key::Items, style.keys).to_owned(), scalar(item), spelled(Key::Log, style.keys).to_owned()];
    let is = |n: usize, key: &str| match n {
        0 => keys::same("items", key),
        1 => key.trim() == item,
        _ => keys::same("log", key),
    };
    let mut flow = begins_with(source, node, '{');
    for n in 0..way.len() {
        let Kind::Map(pairs) = &node.kind else { return None };
        let found = pairs.iter().find(|(key, _)| matches!(&key.kind, Kind::Scalar(key, _) if is(n, key)));
        let Some((key, value)) = found else {
            return add(source, node, &text, way.get(n..)?, flow);
        };
        if is_empty(value) {
            return fill(source, (key, value), &text, way.get(n + 1..)?, flow);
        }
        node = value;
        flow |= closed(source, node);
    }
    append(source, node, &text, flow)
}

/// At the end of a log that has entries.
fn append(source: &str, log: &Node<'_>, text: &Text, flow: bool) -> Option<Vec<Edit>> {
    let Kind::List(list) = &log.kind else { return None };
    let last = list.last()?;
    if flow {
        return Some(vec![Edit { at: end(source, last)?, gone: 0, come: format!(", {}", text.flow()) }]);
    }
    let dash = |line: usize| {
        let line = line_of(source, line)?;
        let rest = line.trim_start_matches(' ');
        rest.starts_with('-').then(|| line.len() - rest.len())
    };
    let first = list.iter().rev().nth(1).map_or(1, |before| before.start.line + 1);
    let indent = (first..=last.start.line).rev().find_map(dash)?;
    Some(vec![after(source, last_line(source, last), text.lines(indent))?])
}

/// Into a mapping that lacks the first key of `way`.
fn add(source: &str, map: &Node<'_>, text: &Text, way: &[String], flow: bool) -> Option<Vec<Edit>> {
    let Kind::Map(pairs) = &map.kind else { return None };
    let ((first, _), (key, value)) = (pairs.first()?, pairs.last()?);
    if flow {
        let at = if is_nothing(value) { return None } else { end(source, value)? };
        return Some(vec![Edit { at, gone: 0, come: format!(", {}", text.inline(way)) }]);
    }
    let line = if is_nothing(value) { key.end.line } else { last_line(source, value) };
    Some(vec![after(source, line, text.under(way, first.start.column.checked_sub(1)?))?])
}

/// Under a key whose value is empty: nothing at all, `~`, `[]` or `{}`.
fn fill(
    source: &str,
    (key, value): (&Node<'_>, &Node<'_>),
    text: &Text,
    way: &[String],
    flow: bool,
) -> Option<Vec<Edit>> {
    let brackets = matches!(value.kind, Kind::List(_) | Kind::Map(_));
    if flow {
        let at = Mark { line: value.start.line, column: value.start.column + 1 };
        return brackets.then(|| vec![Edit { at, gone: 0, come: text.inline(way) }]);
    }
    let come = text.under(way, key.start.column.checked_sub(1)? + 2);
    let mut edits = vec![after(source, key.end.line, come)?];
    if !is_nothing(value) {
        // The parser's end of `[]` may lie behind a comment, so the source is asked.
        let rest: String =
            line_of(source, value.start.line)?.chars().skip(value.start.column.checked_sub(1)?).collect();
        let word = ["~", "null"].into_iter().find(|word| !brackets && rest.starts_with(word));
        let gone = match word {
            Some(word) => word.len(),
            None => rest.find([']', '}']).filter(|at| *at < 3)? + 1,
        };
        if value.start.line != key.end.line {
            return None;
        }
        // The blank before it goes, too.
        let at = Mark { line: value.start.line, column: value.start.column.checked_sub(1)? };
        edits.push(Edit { at, gone: gone + 1, come: String::new() });
    }
    Some(edits)
}

/// The end of a value inside brackets, without the blanks the parser counts in.
fn end(source: &str, node: &Node<'_>) -> Option<Mark> {
    let line = line_of(source, node.end.line)?;
    let own: String = line.chars().take(node.end.column.checked_sub(1)?).collect();
    let own = own.trim_end();
    let whole = !closed(source, node) || own.ends_with(['}', ']']);
    whole.then(|| Mark { line: node.end.line, column: own.chars().count() + 1 })
}

/// Text after the end of a line.
fn after(source: &str, line: usize, come: String) -> Option<Edit> {
    let column = line_of(source, line)?.chars().count() + 1;
    Some(Edit { at: Mark { line, column }, gone: 0, come })
}

/// The line with that number, without its end.
fn line_of(source: &str, line: usize) -> Option<&str> {
    source.split('\n').nth(line.checked_sub(1)?)
}

/// The last line a value stands on. A block text ends where the next line begins.
fn last_line(source: &str, node: &Node<'_>) -> usize {
    let inner = match &node.kind {
        Kind::Scalar(..) => None,
        Kind::List(list) => list.last().map(|node| last_line(source, node)),
        Kind::Map(pairs) => pairs
            .last()
            .map(|(key, value)| if is_nothing(value) { key.end.line } else { last_line(source, value) }),
    };
    // A block text ends where the next thing begins; the end of a block collection says nothing at all.
    let blank = |line: usize, column: usize| {
        line_of(source, line).is_none_or(|line| line.chars().take(column).all(char::is_whitespace))
    };
    let mut own = node.end.line;
    if own > node.start.line && blank(own, node.end.column.saturating_sub(1)) {
        own -= 1;
        while own > node.start.line && blank(own, usize::MAX) {
            own -= 1;
        }
    }
    match inner {
        Some(inner) if !closed(source, node) => inner,
        Some(_) | None => own,
    }
}

/// Whether a value is a collection in brackets.
fn closed(source: &str, node: &Node<'_>) -> bool {
    begins_with(source, node, '{') || begins_with(source, node, '[')
}

fn is_nothing(node: &Node<'_>) -> bool {
    matches!(&node.kind, Kind::Scalar(text, true) if text.is_empty())
}

fn is_empty(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Scalar(text, plain) => *plain && matches!(&**text, "" | "~" | "null"),
        Kind::List(list) => list.is_empty(),
        Kind::Map(pairs) => pairs.is_empty(),
    }
}

fn begins_with(source: &str, node: &Node<'_>, c: char) -> bool {
    let collection = matches!(node.kind, Kind::List(_) | Kind::Map(_));
    let found = line_of(source, node.start.line)
        .and_then(|line| line.chars().nth(node.start.column.saturating_sub(1)));
    collection && found == Some(c)
}

/// How the file's last entry is written; where it has none, its outermost keys decide.
fn style(source: &str, root: &Node<'_>, lang: Lang) -> Style {
    let mut style = Style { keys: lang, words: lang, flow: true };
    let mut word = None;
    walk(root, &mut |pairs, node| {
        let mut spelled = None;
        for (key, value) in pairs {
            let (Kind::Scalar(key, _), text) = (&key.kind, &value.kind) else { continue };
            let known =
                Key::ALL.iter().find(|known| known.all_zh().contains(&&**key) || known.en() == &**key);
            spelled = spelled.or(known.map(|known| if known.en() == &**key { Lang::En } else { Lang::Zh }));
            if known == Some(&Key::On) {
                style.flow = begins_with(source, node, '{');
            }
            if let (Some(&Key::State), Kind::Scalar(text, _)) = (known, text) {
                word = State::parse(text).map(|_| if text.is_ascii() { Lang::En } else { Lang::Zh });
            }
        }
        style.keys = spelled.unwrap_or(style.keys);
    });
    style.words = word.unwrap_or(style.keys);
    style
}

/// Every mapping, outer ones first. The recursion is bounded by the depth of a tree.
fn walk<'n, 't>(node: &'n Node<'t>, f: &mut dyn FnMut(&'n [(Node<'t>, Node<'t>)], &'n Node<'t>)) {
    match &node.kind {
        Kind::Scalar(..) => {}
        Kind::List(list) => {
            for node in list {
                walk(node, f);
            }
        }
        Kind::Map(pairs) => {
            f(pairs, node);
            for (_, value) in pairs {
                walk(value, f);
            }
        }
    }
}

/// `raw` with the edits made. Lines of `raw` end with LF or CRLF; what comes uses what the file uses.
pub(super) fn apply(raw: &str, edits: &[Edit]) -> Option<String> {
    let end = if raw.contains("\r\n") { "\r\n" } else { "\n" };
    let mut places = Vec::new();
    for Edit { at, gone, come } in edits {
        let line_start: usize = raw.split_inclusive('\n').take(at.line.checked_sub(1)?).map(str::len).sum();
        let line = raw.get(line_start..)?.split('\n').next()?;
        let offset = |n: usize| line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(n);
        let (from, to) = (offset(at.column.checked_sub(1)?)?, offset(at.column - 1 + gone)?);
        places.push((line_start + from, line_start + to, come.replace('\n', end)));
    }
    // From the end, so that earlier places stay where they are.
    sorted::by_key(&mut places, |(from, ..)| std::cmp::Reverse(*from));
    let mut out = raw.to_owned();
    for (from, to, come) in places {
        out = format!("{}{come}{}", out.get(..from)?, out.get(to..)?);
    }
    Some(out)
}
