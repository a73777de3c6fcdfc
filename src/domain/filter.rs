//! The filter: words that must all match, the same on screen and in every output (`commands.md`, "Filter").

use super::board::{Board, ItemFigures};
use super::clock::Light;
use super::finding::Finding;
use super::ids::{ItemIx, UnitIx};
use super::plan::{Item, Plan};
use super::state::State;
use crate::text::clean;

/// A filter. The empty one matches everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// As it was typed.
    text: String,
    words: Vec<Word>,
}

/// One word of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Whether a leading `!` turned it round.
    not: bool,
    test: Test,
}

/// What a word asks.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Text(String),
    Unit(String),
    Lead(String),
    Section(String),
    Light(Light),
    State(State),
    DueWithin(i64),
    Overdue,
    NoDue,
    Rule(String),
    Tag(String),
    Delegated(String),
    /// A log entry or a published stage so many days back at most.
    ChangedWithin(i64),
    /// A word whose value means nothing: matches nothing, so that a slip shows at once.
    Never,
}

impl Filter {
    /// Reads a filter. Every text is a filter; a value that means nothing matches nothing. It is cleaned like the texts
    /// it is compared with: reports and screens show it.
    pub fn parse(text: &str) -> Self {
        let text = clean(text);
        let words = text.split_whitespace().map(|word| {
            let word = plain(word);
            let rest = word.strip_prefix('!');
            Word { not: rest.is_some(), test: Test::parse(rest.unwrap_or(&word)) }
        });
        Self { text: text.trim().to_owned(), words: words.collect() }
    }

    /// As it was typed, without blanks around it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether an item matches. To ask of many, lay the filter [`on`](Self::on) their board once.
    pub fn matches(&self, board: &Board, ix: ItemIx) -> bool {
        self.on(board).passes(ix)
    }

    /// The filter laid on a board, to be asked of its items.
    pub fn on<'a>(&'a self, board: &'a Board) -> Sieve<'a> {
        let words = self.words.iter().map(|word| (word, Named::of(&word.test, board.plan())));
        Sieve { board, words: words.collect() }
    }

    /// By unit, whether it matches: by its own names, or because an item it leads does.
    pub fn units(&self, board: &Board) -> Vec<bool> {
        let plan = board.plan();
        let units = (0..plan.units.len()).map(UnitIx::new);
        let mut passing: Vec<bool> = units.map(|unit| self.names(plan, unit)).collect();
        let sieve = self.on(board);
        for (_, item, _) in board.rows().filter(|(ix, ..)| sieve.passes(*ix)) {
            for unit in item.leads {
                if let Some(passes) = passing.get_mut(unit.get()) {
                    *passes = true;
                }
            }
        }
        passing
    }

    /// Whether one of its words asks for this very unit: `lead:` or `unit:`.
    pub fn names_unit(&self, plan: &Plan, unit: UnitIx) -> bool {
        self.words.iter().filter(|word| !word.not).any(|word| match &word.test {
            Test::Unit(text) | Test::Lead(text) => unit_named(plan, unit, text),
            Test::Text(_)
            | Test::Section(_)
            | Test::Light(_)
            | Test::State(_)
            | Test::DueWithin(_)
            | Test::Overdue
            | Test::NoDue
            | Test::Rule(_)
            | Test::Tag(_)
            | Test::Delegated(_)
            | Test::ChangedWithin(_)
            | Test::Never => false,
        })
    }

    /// Whether a finding matches: by its file, its unit, the line it shows, its words.
    pub fn matches_finding(&self, board: &Board, finding: &Finding) -> bool {
        let words = self.words.iter().filter(|word| word.test.is_of_findings());
        words.into_iter().all(|word| word.test.finding(board, finding) != word.not)
    }

    /// Whether a unit matches by its own names.
    fn names(&self, plan: &Plan, unit: UnitIx) -> bool {
        self.words.iter().all(|word| match &word.test {
            Test::Text(text) | Test::Unit(text) | Test::Lead(text) => {
                unit_named(plan, unit, text) != word.not
            }
            Test::Section(_)
            | Test::Light(_)
            | Test::State(_)
            | Test::DueWithin(_)
            | Test::Overdue
            | Test::NoDue
            | Test::Rule(_)
            | Test::Tag(_)
            | Test::Delegated(_)
            | Test::ChangedWithin(_)
            | Test::Never => false,
        })
    }
}

/// A filter laid on a board: which of the plan's units and sections its words name is known.
#[derive(Debug)]
pub struct Sieve<'a> {
    board: &'a Board,
    words: Vec<(&'a Word, Named)>,
}

impl Sieve<'_> {
    /// Whether an item passes.
    pub fn passes(&self, ix: ItemIx) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let (Some(item), Some(figures)) = (self.board.plan().item(ix), self.board.item(ix)) else {
            return false;
        };
        let board = self.board;
        self.words.iter().all(|(word, named)| word.test.item(board, named, (ix, item, figures)) != word.not)
    }
}

/// The units or the sections that a word names, by their places; nothing for a word that names none of them.
#[derive(Debug, Default)]
struct Named(Vec<bool>);

impl Named {
    fn of(test: &Test, plan: &Plan) -> Self {
        match test {
            Test::Text(text) | Test::Unit(text) | Test::Lead(text) => {
                let units = (0..plan.units.len()).map(UnitIx::new);
                Self(units.map(|unit| unit_named(plan, unit, text)).collect())
            }
            Test::Section(text) => {
                let mut named = Self(Vec::with_capacity(plan.sections.len()));
                for section in &plan.sections {
                    // A parent stands before its children.
                    let around = section.parent.is_some_and(|parent| named.holds(parent.get()));
                    let own = holds(&section.label, text) || holds(&section.title.own, text);
                    named.0.push(around || own);
                }
                named
            }
            Test::Light(_)
            | Test::State(_)
            | Test::DueWithin(_)
            | Test::Overdue
            | Test::NoDue
            | Test::Rule(_)
            | Test::Tag(_)
            | Test::Delegated(_)
            | Test::ChangedWithin(_)
            | Test::Never => Self::default(),
        }
    }

    fn holds(&self, n: usize) -> bool {
        self.0.get(n).copied().unwrap_or_default()
    }
}

impl Test {
    /// Reads a word in [`plain`] signs.
    fn parse(word: &str) -> Self {
        let Some((key, value)) = word.split_once(':') else { return Self::Text(word.to_owned()) };
        let own = || value.to_owned();
        match key {
            "unit" | "单位" => Self::Unit(own()),
            "lead" | "牵头" => Self::Lead(own()),
            "section" | "章节" => Self::Section(own()),
            "light" | "灯" => Light::ALL
                .into_iter()
                .find(|light| value == light.key() || value == light.word().zh)
                .map_or(Self::Never, Self::Light),
            "state" | "状态" => State::parse(value).map_or(Self::Never, Self::State),
            "due" | "时限" => match value {
                "overdue" | "逾期" => Self::Overdue,
                "none" | "无" => Self::NoDue,
                within => within
                    .strip_prefix('<')
                    .and_then(|days| days.trim_end_matches(['d', '天']).parse().ok())
                    .map_or(Self::Never, Self::DueWithin),
            },
            "rule" | "规则" => Self::Rule(own()),
            "tag" | "标签" => Self::Tag(own()),
            "delegated" | "授权" => Self::Delegated(own()),
            "changed" | "改动" => match value {
                "" | "today" | "今天" => Self::ChangedWithin(0),
                within => within
                    .trim_start_matches('<')
                    .trim_end_matches(['d', '天'])
                    .parse()
                    .ok()
                    .filter(|days| *days >= 0)
                    .map_or(Self::Never, Self::ChangedWithin),
            },
            _ => Self::Text(word.to_owned()),
        }
    }

    fn item(
        &self,
        board: &Board,
        named: &Named,
        (ix, item, figures): (ItemIx, Item<'_>, &ItemFigures),
    ) -> bool {
        let plan = board.plan();
        let unit = |unit: &UnitIx| named.holds(unit.get());
        match self {
            Self::Text(text) => {
                item.leads.iter().any(unit)
                    || holds(item.id, text)
                    || holds(item.title.own, text)
                    || item.title.english.is_some_and(|title| holds(title, text))
                    || board.newest_note(ix).is_some_and(|note| holds(note, text))
            }
            Self::Unit(_) => item.leads.iter().chain(item.support).any(unit),
            Self::Lead(_) => item.leads.iter().any(unit),
            Self::Section(_) => named.holds(item.section.get()),
            Self::Light(light) => figures.light() == *light,
            Self::State(state) => figures.state == *state,
            Self::DueWithin(days) => figures.due_day().is_some_and(|due| {
                let left = due.since(board.day);
                !figures.state.is_done() && (0..=*days).contains(&left)
            }),
            Self::Overdue => figures.clock.days_overdue() > 0,
            Self::NoDue => figures.due.is_none(),
            Self::Rule(rule) => board
                .obligations_of(ix)
                .any(|owed| plan.rule(owed.rule).is_some_and(|it| plain(&it.id) == *rule)),
            Self::Tag(tag) => item.tags.iter().any(|it| plain(it) == *tag),
            Self::Delegated(word) => {
                super::plan::Delegated::parse(word).is_some_and(|value| item.delegated == value)
            }
            Self::ChangedWithin(days) => {
                let stages =
                    board.obligations_of(ix).flat_map(|owed| owed.stages.iter().map(|(_, day)| *day));
                let moved = stages.chain([figures.last_entry]).flatten();
                moved.map(|day| board.day.since(day)).any(|ago| (0..=*days).contains(&ago))
            }
            Self::Never => false,
        }
    }

    /// What a word asks of a finding: its file, its unit, its words. What it asks of items only hides no finding.
    fn finding(&self, board: &Board, finding: &Finding) -> bool {
        let plan = board.plan();
        let place = &finding.place;
        let of_unit = |text: &str| {
            let units = (0..plan.units.len()).map(UnitIx::new);
            units.filter(|ix| unit_named(plan, *ix, text)).any(|ix| board.ledger.path(ix) == place.file)
        };
        match self {
            Self::Text(text) => {
                let title = finding.code.title();
                let words = [&*place.file, &place.excerpt, &finding.said.zh, &finding.said.en];
                let named = [finding.code.key(), title.zh, title.en];
                words.into_iter().chain(named).any(|own| holds(own, text)) || of_unit(text)
            }
            Self::Unit(text) | Self::Lead(text) => of_unit(text),
            Self::Never => false,
            Self::Section(_)
            | Self::Light(_)
            | Self::State(_)
            | Self::DueWithin(_)
            | Self::Overdue
            | Self::NoDue
            | Self::Rule(_)
            | Self::Tag(_)
            | Self::Delegated(_)
            | Self::ChangedWithin(_) => true,
        }
    }

    /// Whether it says anything of findings.
    fn is_of_findings(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Unit(_) | Self::Lead(_) | Self::Never)
    }
}

/// Whether a unit goes by that name: its names hold it, an alias begins with it. What is some unit's id is that unit
/// and no other.
fn unit_named(plan: &Plan, ix: UnitIx, text: &str) -> bool {
    if let Some(exact) = plan.unit_of(text) {
        return exact == ix;
    }
    plan.unit(ix).is_some_and(|unit| {
        plain(&unit.id) == text
            || holds(&unit.name.own, text)
            || unit.name.english.as_deref().is_some_and(|name| holds(name, text))
            || unit.full_name.as_deref().is_some_and(|name| holds(name, text))
            || unit.aliases.iter().any(|alias| plain(alias).starts_with(text))
    })
}

/// Whether a text holds a part that is in [`plain`] signs. A search runs over every title at every key: it makes no copy
/// of them.
fn holds(text: &str, part: &str) -> bool {
    let mut sought = part.chars();
    let Some(first) = sought.next() else { return true };
    let rest = sought.as_str();
    let mut left = text.chars();
    while let Some(c) = left.next() {
        let mut signs = plain_signs(c);
        // A capital may become two small letters, of which either may begin the part.
        while let Some(sign) = signs.next() {
            let mut on = signs.clone().chain(left.clone().flat_map(plain_signs));
            if sign == first && rest.chars().all(|want| on.next() == Some(want)) {
                return true;
            }
        }
    }
    false
}

/// Small letters, and full-width signs as their twins: `（三）` and `(三)` are one word, however it is typed.
fn plain(text: &str) -> String {
    text.chars().flat_map(plain_signs).collect()
}

fn plain_signs(c: char) -> Plain {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    match narrow {
        // What has no case, and most of what is read here.
        '\u{3000}'..='\u{9fff}' => Plain::One(Some(narrow)),
        c if c.is_ascii() => Plain::One(Some(c.to_ascii_lowercase())),
        c => Plain::Several(c.to_lowercase()),
    }
}

/// The plain signs of one sign.
#[derive(Debug, Clone)]
enum Plain {
    One(Option<char>),
    Several(std::char::ToLowercase),
}

impl Iterator for Plain {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(sign) => sign.take(),
            Self::Several(signs) => signs.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_holds_a_part_as_their_plain_forms_do(
            text in "[aAbBİßK（)(）１1一证 ]{0,12}",
            part in "[aAbBİßK（)(）１1一证 ]{0,3}",
        ) {
            let part = plain(&part);
            prop_assert_eq!(holds(&text, &part), plain(&text).contains(&part), "{} in {}", part, text);
        }
    }
}
