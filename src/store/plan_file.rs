//! `plan.yaml` as it stands, before its names are resolved.

#![expect(clippy::wildcard_enum_match_arm, reason = "a record's SCOPE lists the only keys it is ever given")]

use serde::de::MapAccess;

use super::keys::{self, Key, Scope, Wanted};
use super::leaf;
use super::lenient::{Record, Seen, Slot};
use super::slip::{Reading, Trail};
use crate::domain::day::Day;
use crate::domain::deadline::Count;
use crate::domain::finding::Code;
use crate::domain::ids::Text;
use crate::domain::plan::{AppliesTo, Delegated, Stage, Thresholds, Title};
use crate::text::{Lang, both};

/// A text and the way to it.
pub(super) type Placed = (Trail, Text);

#[derive(Debug, Default)]
pub(super) struct PlanFile {
    pub(super) title: Title,
    pub(super) issuer: Option<Text>,
    pub(super) issued: Option<Day>,
    pub(super) published: Option<Day>,
    pub(super) coordinator: Option<Placed>,
    pub(super) sample: bool,
    pub(super) as_of: Option<Day>,
    pub(super) timezone: Option<Text>,
    pub(super) language: Lang,
    pub(super) lights: Thresholds,
    pub(super) rules: Vec<(usize, RawRule)>,
    pub(super) units: Vec<(usize, RawUnit)>,
    pub(super) sections: Vec<(usize, RawSection)>,
    /// Whether the keys are there without which it is no plan.
    pub(super) whole: bool,
}

impl Record for PlanFile {
    const SCOPE: Scope = keys::PLAN;
    const WANTED: Wanted = keys::PLAN_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Format => drop(slot.leaf(format)?),
            Key::Title => self.title.own = slot.leaf(leaf::text)?.unwrap_or_default(),
            Key::TitleEn => self.title.english = slot.leaf(leaf::text)?,
            Key::Issuer => self.issuer = slot.leaf(leaf::text)?,
            Key::Issued => self.issued = slot.leaf(leaf::day)?,
            Key::Published => self.published = slot.leaf(leaf::day)?,
            Key::Coordinator => self.coordinator = placed(slot)?,
            Key::Sample => self.sample = slot.leaf(leaf::flag)?.unwrap_or_default(),
            Key::AsOf => self.as_of = slot.leaf(leaf::day)?,
            Key::Timezone => self.timezone = slot.leaf(timezone)?,
            Key::Language => self.language = slot.leaf(language)?.unwrap_or_default(),
            Key::Lights => self.lights = slot.record::<RawLights>()?.unwrap_or_default().0,
            Key::Rules => self.rules = slot.records()?,
            Key::Units => self.units = slot.records()?,
            _ => self.sections = slot.records()?,
        }
        Ok(())
    }

    fn done(&mut self, seen: Seen) {
        self.whole = self.issued.is_some() && seen.has(Key::Units) && seen.has(Key::Sections);
    }
}

fn placed<'de, M: MapAccess<'de>>(slot: Slot<'_, M>) -> Result<Option<Placed>, M::Error> {
    let trail = slot.trail();
    Ok(slot.leaf(leaf::text)?.map(|text| (trail, text)))
}

fn format(reading: &Reading, text: &str) -> Option<()> {
    if text.trim() == "1" {
        return Some(());
    }
    reading.raise(Code::BadType, || {
        let shown = super::slip::quote(text);
        (
            both!("格式“{shown}”不是本程序认识的", "format “{shown}” is not one this program knows"),
            both!("写 format: 1", "write `format: 1`"),
        )
    });
    None
}

fn timezone(reading: &Reading, text: &str) -> Option<Text> {
    let zone = leaf::text(reading, text)?;
    if jiff::tz::TimeZone::get(&zone).is_err() {
        reading.raise(Code::BadType, || {
            let shown = super::slip::quote(text);
            (
                both!("没有时区“{shown}”", "there is no time zone “{shown}”"),
                both!("例如 Asia/Shanghai", "for example Asia/Shanghai"),
            )
        });
        return None;
    }
    Some(zone)
}

fn language(reading: &Reading, text: &str) -> Option<Lang> {
    leaf::word(reading, text, "zh, en", |word| match word {
        "zh" | "中文" => Some(Lang::Zh),
        "en" | "英文" => Some(Lang::En),
        _ => None,
    })
}

#[derive(Debug, Default)]
struct RawLights(Thresholds);

impl Record for RawLights {
    const SCOPE: Scope = keys::LIGHTS;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        let days = |reading: &Reading, text: &str| leaf::number(reading, text, 0, 3650);
        let lights = &mut self.0;
        match key {
            Key::DueSoon => lights.due_soon = slot.leaf(days)?.unwrap_or(lights.due_soon),
            Key::ReportEvery => lights.report_every = slot.leaf(days)?.unwrap_or(lights.report_every),
            _ => {
                let RawBehind { yellow, red } = slot.record()?.unwrap_or_default();
                lights.behind_yellow = yellow.unwrap_or(lights.behind_yellow);
                lights.behind_red = red.unwrap_or(lights.behind_red);
            }
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct RawBehind {
    yellow: Option<u64>,
    red: Option<u64>,
}

impl Record for RawBehind {
    const SCOPE: Scope = keys::BEHIND;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        let points = |reading: &Reading, text: &str| {
            leaf::progress(reading, text).map(super::super::domain::percent::Percent::thousandths)
        };
        match key {
            Key::Yellow => self.yellow = slot.leaf(points)?,
            _ => self.red = slot.leaf(points)?,
        }
        Ok(())
    }
}

/// What a rule is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum From {
    #[default]
    Issued,
    Published,
    Given(Day),
}

#[derive(Debug, Default)]
pub(super) struct RawRule {
    pub(super) id: Option<Placed>,
    pub(super) title: Title,
    pub(super) clause: Option<Text>,
    pub(super) applies_to: Option<AppliesTo>,
    pub(super) from: From,
    pub(super) days: Option<u32>,
    pub(super) count: Option<Count>,
    pub(super) stages: Vec<(Trail, Stage)>,
}

impl Record for RawRule {
    const SCOPE: Scope = keys::RULE;
    const WANTED: Wanted = keys::RULE_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Id => self.id = placed(slot)?,
            Key::Title => self.title.own = slot.leaf(leaf::text)?.unwrap_or_default(),
            Key::TitleEn => self.title.english = slot.leaf(leaf::text)?,
            Key::Clause => self.clause = slot.leaf(leaf::text)?,
            Key::AppliesTo => self.applies_to = slot.leaf(applies_to)?,
            Key::From => self.from = slot.leaf(from)?.unwrap_or_default(),
            Key::Days => self.days = slot.leaf(|reading, text| leaf::number(reading, text, 1, 3650))?,
            Key::Count => self.count = slot.leaf(count)?,
            _ => self.stages = slot.one_or_many(stage)?,
        }
        Ok(())
    }
}

fn applies_to(reading: &Reading, text: &str) -> Option<AppliesTo> {
    leaf::word(reading, text, "delegated 授权, all 全部", |word| match word {
        "delegated" | "授权" => Some(AppliesTo::Delegated),
        "all" | "全部" => Some(AppliesTo::All),
        _ => None,
    })
}

fn from(reading: &Reading, text: &str) -> Option<From> {
    match text.trim() {
        "issued" | "印发" | "印发日期" => Some(From::Issued),
        "published" | "公布" | "公布日期" => Some(From::Published),
        date => leaf::day(reading, date).map(From::Given),
    }
}

fn count(reading: &Reading, text: &str) -> Option<Count> {
    leaf::word(reading, text, "calendar 自然日, calendar_roll 顺延, working 工作日", Count::parse)
}

fn stage(reading: &Reading, text: &str) -> Option<Stage> {
    leaf::word(reading, text, "drafted 起草, issued 印发, published 公布", Stage::parse)
}

#[derive(Debug, Default)]
pub(super) struct RawUnit {
    pub(super) id: Option<Placed>,
    pub(super) name: Title,
    pub(super) full_name: Option<Text>,
    pub(super) aliases: Vec<(Trail, Text)>,
}

impl Record for RawUnit {
    const SCOPE: Scope = keys::UNIT;
    const WANTED: Wanted = keys::UNIT_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Id => self.id = placed(slot)?,
            Key::Name => self.name.own = slot.leaf(leaf::text)?.unwrap_or_default(),
            Key::NameEn => self.name.english = slot.leaf(leaf::text)?,
            Key::FullName => self.full_name = slot.leaf(leaf::text)?,
            _ => self.aliases = slot.one_or_many(leaf::text)?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
pub(super) struct RawSection {
    pub(super) label: Option<Text>,
    pub(super) title: Title,
    pub(super) items: Vec<(usize, RawItem)>,
    pub(super) sections: Vec<(usize, Self)>,
}

impl Record for RawSection {
    const SCOPE: Scope = keys::SECTION;
    const WANTED: Wanted = keys::SECTION_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Label => self.label = slot.leaf(leaf::text)?,
            Key::Title => self.title.own = slot.leaf(leaf::text)?.unwrap_or_default(),
            Key::TitleEn => self.title.english = slot.leaf(leaf::text)?,
            Key::Items => self.items = slot.records()?,
            _ => self.sections = slot.records()?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
pub(super) struct RawItem {
    pub(super) id: Option<Placed>,
    pub(super) title: Title,
    pub(super) lead: Vec<(Trail, Text)>,
    pub(super) support: Vec<(Trail, Text)>,
    pub(super) delegated: Delegated,
    pub(super) because: Option<Text>,
    pub(super) tags: Vec<(Trail, Text)>,
    pub(super) start: Option<Day>,
    pub(super) due: Option<Day>,
    pub(super) weight: Option<u32>,
}

impl Record for RawItem {
    const SCOPE: Scope = keys::ITEM;
    const WANTED: Wanted = keys::ITEM_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Id => self.id = placed(slot)?,
            Key::Title => self.title.own = slot.leaf(leaf::text)?.unwrap_or_default(),
            Key::TitleEn => self.title.english = slot.leaf(leaf::text)?,
            Key::Lead => self.lead = slot.one_or_many(leaf::text)?,
            Key::Support => self.support = slot.one_or_many(leaf::text)?,
            Key::Delegated => self.delegated = slot.leaf(delegated)?.unwrap_or_default(),
            Key::Because => self.because = slot.leaf(leaf::text)?,
            Key::Tags => self.tags = slot.one_or_many(leaf::text)?,
            Key::Start => self.start = slot.leaf(leaf::day)?,
            Key::Due => self.due = slot.leaf(leaf::day)?,
            _ => self.weight = slot.leaf(leaf::thousandths)?,
        }
        Ok(())
    }
}

fn delegated(reading: &Reading, text: &str) -> Option<Delegated> {
    leaf::word(reading, text, "true 是, false 否, undetermined 待认定", Delegated::parse)
}
