//! The plan: facts of the document, its units, its rules and its section tree. Changes rarely.

use std::collections::HashMap;
use std::ops::Range;

use super::day::Day;
use super::deadline::{Base, Count};
use super::ids::{ItemIx, RuleIx, SectionIx, Text, UnitIx};
pub use super::items::{Item, Items};
use crate::text::{Lang, Phrase};

/// A title in the plan's language and, where the file gives one, in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Title<T = Text> {
    /// `title`.
    pub own: T,
    /// `title_en`.
    pub english: Option<T>,
}

impl Title {
    /// The title for an interface in `lang`: English where there is one and it is asked for.
    pub fn get(&self, lang: Lang) -> &str {
        self.as_ref().get(lang)
    }

    /// The same title, borrowed.
    pub fn as_ref(&self) -> Title<&str> {
        Title { own: &self.own, english: self.english.as_deref() }
    }
}

impl<'a> Title<&'a str> {
    /// The title for an interface in `lang`: English where there is one and it is asked for.
    pub fn get(self, lang: Lang) -> &'a str {
        self.english.filter(|_| lang == Lang::En).unwrap_or(self.own)
    }
}

/// One plan: a folder with a `plan.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The folder's name.
    pub id: Text,
    /// What the document is called.
    pub title: Title,
    /// Who issued it.
    pub issuer: Text,
    /// 印发日期. A plan without one cannot count deadlines; the file is refused.
    pub issued: Option<Day>,
    /// 公布日期, if known.
    pub published: Option<Day>,
    /// The unit that runs the whole plan.
    pub coordinator: Option<UnitIx>,
    /// Whether the status files are invented examples: every screen and export says so.
    pub sample: bool,
    /// The day the clock stands still at; none for the real today.
    pub as_of: Option<Day>,
    /// The IANA name of the zone whose civil day is today.
    pub timezone: Text,
    /// The interface's language where the locale names none.
    pub language: Lang,
    /// The thresholds of the lights.
    pub lights: Thresholds,
    /// Obligations with a deadline counted from the plan's own date.
    pub rules: Vec<Rule>,
    /// The units, in the file's order.
    pub units: Vec<Unit>,
    /// The sections, in plan order; a parent stands before its children.
    pub sections: Vec<Section>,
    /// The items, in plan order: a section's own items before those of its sub-sections.
    pub items: Items,
    /// Unit ids.
    pub unit_index: HashMap<Text, UnitIx>,
}

/// Thresholds differ from city to city, so they are data (`lights` in `plan.yaml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    /// Days before a due date that count as 临期.
    pub due_soon: i64,
    /// Points behind 序时进度 that make the light yellow, in thousandths of a percent.
    pub behind_yellow: u64,
    /// Points behind 序时进度 that make the light red, in thousandths of a percent.
    pub behind_red: u64,
    /// Days without a new log entry after which a unit with open items is 报送超期.
    pub report_every: i64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { due_soon: 7, behind_yellow: 10_000, behind_red: 30_000, report_every: 30 }
    }
}

/// A step of an obligation, with a date of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 起草.
    Drafted,
    /// 印发.
    Issued,
    /// 公布.
    Published,
}

impl Stage {
    /// All stages, in their natural order.
    pub const ALL: [Self; 3] = [Self::Drafted, Self::Issued, Self::Published];

    /// The word in files and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Issued => "issued",
            Self::Published => "published",
        }
    }

    /// The word people read; the Chinese one is also read from files.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Drafted => Phrase::new("起草", "drafted"),
            Self::Issued => Phrase::new("印发", "issued"),
            Self::Published => Phrase::new("公布", "published"),
        }
    }

    /// The stage a word of a file names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| word.trim() == stage.key() || word.trim() == stage.word().zh)
    }
}

/// Which items a rule applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppliesTo {
    /// The items whose `delegated` is true.
    Delegated,
    /// Every item.
    All,
}

/// An obligation with a deadline: （十七）'s 20 days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id: `supervision`.
    pub id: Text,
    /// What is owed: 事中事后监管措施细则.
    pub title: Title,
    /// The clause of the plan it comes from.
    pub clause: Text,
    /// The items it applies to.
    pub applies_to: AppliesTo,
    /// The date counted from, and what that date is; none if the plan does not give that date.
    pub from: Option<(Base, Day)>,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub count: Count,
    /// The stages; met on the day the last one is dated.
    pub stages: Vec<Stage>,
}

/// A unit (单位): a bureau that leads or supports items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The stable id; also its file's name.
    pub id: Text,
    /// The short name, and the English name.
    pub name: Title,
    /// The full name, if given.
    pub full_name: Option<Text>,
    /// Other words that find it: Latin initials, short forms.
    pub aliases: Vec<Text>,
}

/// Whether an item is 授权/放权 (delegated) and so owes supervision rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delegated {
    /// It owes them.
    Yes,
    /// It does not.
    #[default]
    No,
    /// 待认定: nobody has said yet; it owes nothing until somebody does.
    Undetermined,
}

impl Delegated {
    /// The word in files and in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "true",
            Self::No => "false",
            Self::Undetermined => "undetermined",
        }
    }

    /// What a word of a file says.
    pub fn parse(word: &str) -> Option<Self> {
        match word.trim() {
            "true" | "yes" | "是" => Some(Self::Yes),
            "false" | "no" | "否" => Some(Self::No),
            "undetermined" | "待认定" => Some(Self::Undetermined),
            _ => None,
        }
    }
}

/// A node of the section tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its number as printed: 二、 （三） 1．
    pub label: Text,
    /// Its title.
    pub title: Title,
    /// The section above; none for a part.
    pub parent: Option<SectionIx>,
    /// 0 for a part.
    pub depth: u16,
    /// The sections directly below.
    pub sections: Vec<SectionIx>,
    /// The items directly in it.
    pub own: Range<usize>,
    /// All items in it and below it.
    pub below: Range<usize>,
}

impl Plan {
    /// The item at `ix`.
    pub fn item(&self, ix: ItemIx) -> Option<Item<'_>> {
        self.items.get(ix.get())
    }

    /// The unit at `ix`.
    pub fn unit(&self, ix: UnitIx) -> Option<&Unit> {
        self.units.get(ix.get())
    }

    /// The section at `ix`.
    pub fn section(&self, ix: SectionIx) -> Option<&Section> {
        self.sections.get(ix.get())
    }

    /// The rule at `ix`.
    pub fn rule(&self, ix: RuleIx) -> Option<&Rule> {
        self.rules.get(ix.get())
    }

    /// The unit with that id.
    pub fn unit_of(&self, id: &str) -> Option<UnitIx> {
        self.unit_index.get(id).copied()
    }

    /// The item with that id.
    pub fn item_of(&self, id: &str) -> Option<ItemIx> {
        self.items.find(id)
    }

    /// The name of a unit in `lang`; empty if there is no such unit.
    pub fn unit_name(&self, ix: UnitIx, lang: Lang) -> &str {
        self.unit(ix).map_or("", |unit| unit.name.get(lang))
    }

    /// The names of an item's lead units, joined.
    pub fn lead_names(&self, item: Item<'_>, lang: Lang) -> String {
        let names: Vec<&str> = item.leads.iter().map(|unit| self.unit_name(*unit, lang)).collect();
        names.join(if lang == Lang::Zh { "、" } else { ", " })
    }

    /// The sections from the part down to `section`.
    pub fn path(&self, section: SectionIx) -> Vec<SectionIx> {
        let mut path = vec![section];
        let mut at = section;
        while let Some(parent) = self.section(at).and_then(|section| section.parent) {
            path.push(parent);
            at = parent;
        }
        path.reverse();
        path
    }

    /// The sections without a parent: the parts.
    pub fn roots(&self) -> impl Iterator<Item = SectionIx> + '_ {
        self.sections
            .iter()
            .enumerate()
            .filter(|(_, section)| section.parent.is_none())
            .map(|(n, _)| SectionIx::new(n))
    }

    /// The items a unit leads, in plan order.
    pub fn led_by(&self, unit: UnitIx) -> impl Iterator<Item = ItemIx> + '_ {
        self.items
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.leads.contains(&unit))
            .map(|(n, _)| ItemIx::new(n))
    }
}
