//! A unit's status file: `units/UNIT.yaml`.

#![expect(clippy::wildcard_enum_match_arm, reason = "a record's SCOPE lists the only keys it is ever given")]

use serde::de::MapAccess;

use super::keys::{self, Key, Scope, Wanted};
use super::leaf;
use super::lenient::{Named, Record, Slot};
use super::slip::{Reading, Slip, Spot, Trail, quote};
use crate::domain::day::Day;
use crate::domain::finding::Code;
use crate::domain::ids::{ItemIx, Text, UnitIx};
use crate::domain::percent::Percent;
use crate::domain::plan::Plan;
use crate::domain::state::State;
use crate::domain::status::{Extension, Filed, Logged, Report, RuleReport, Words};
use crate::text::both;

/// The file as it stands, before it is held against the plan.
#[derive(Debug, Default)]
pub(super) struct StatusFile {
    unit: Option<(Trail, Text)>,
    contact: Option<Text>,
    items: Vec<Named<Reported>>,
}

impl Record for StatusFile {
    const SCOPE: Scope = keys::STATUS;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Unit => {
                let trail = slot.trail();
                self.unit = slot.leaf(leaf::text)?.map(|unit| (trail, unit));
            }
            Key::Contact => self.contact = slot.leaf(leaf::text)?,
            _ => self.items = slot.named()?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Reported {
    due: Option<Day>,
    extension: Option<RawExtension>,
    log: Vec<(usize, RawEntry)>,
    rules: Vec<Named<RawStages>>,
}

impl Record for Reported {
    const SCOPE: Scope = keys::REPORTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Due => self.due = slot.leaf(leaf::day)?,
            Key::Extension => self.extension = slot.record()?,
            Key::Log => self.log = slot.records()?,
            _ => self.rules = slot.named()?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct RawExtension {
    to: Option<Day>,
    approved: Option<Day>,
    reason: Option<Text>,
}

impl Record for RawExtension {
    const SCOPE: Scope = keys::EXTENSION;
    const WANTED: Wanted = keys::EXTENSION_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::To => self.to = slot.leaf(leaf::day)?,
            Key::Approved => self.approved = slot.leaf(leaf::day)?,
            _ => self.reason = slot.leaf(leaf::text)?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct RawEntry {
    on: Option<Day>,
    state: Option<State>,
    progress: Option<Percent>,
    note: Option<Text>,
    problem: Option<Text>,
    next: Option<Text>,
    evidence: Option<Text>,
}

impl Record for RawEntry {
    const SCOPE: Scope = keys::ENTRY;
    const WANTED: Wanted = keys::ENTRY_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::On => self.on = slot.leaf(leaf::day)?,
            Key::State => self.state = slot.leaf(leaf::state)?,
            Key::Progress => self.progress = slot.leaf(leaf::progress)?,
            Key::Note => self.note = slot.leaf(leaf::text)?,
            Key::Problem => self.problem = slot.leaf(leaf::text)?,
            Key::Next => self.next = slot.leaf(leaf::text)?,
            _ => self.evidence = slot.leaf(leaf::text)?,
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct RawStages {
    stages: [Option<Day>; 3],
    document: Option<Text>,
    link: Option<Text>,
}

impl Record for RawStages {
    const SCOPE: Scope = keys::STAGES;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        let [drafted, issued, published] = &mut self.stages;
        match key {
            Key::Drafted => *drafted = slot.leaf(leaf::day)?,
            Key::Issued => *issued = slot.leaf(leaf::day)?,
            Key::Published => *published = slot.leaf(leaf::day)?,
            Key::Document => self.document = slot.leaf(leaf::text)?,
            _ => self.link = slot.leaf(leaf::text)?,
        }
        Ok(())
    }
}

/// A report, and which entries of the file its logs hold where some were lost: the rules count what was read.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) report: Report,
    pub(super) kept: Vec<(Text, Vec<usize>)>,
}

/// Holds a file against the plan: what it says about items that are not there, or not this unit's, is left out.
pub(super) fn hold(file: StatusFile, plan: &Plan, unit: UnitIx, reading: &Reading) -> Held {
    let id = plan.unit(unit).map(|unit| unit.id.clone()).unwrap_or_default();
    if let Some((trail, written)) = file.unit.filter(|(_, written)| *written != id) {
        let written = quote(&written);
        reading.add(Slip::new(
            Code::UnitMismatch,
            Spot::Value(trail),
            both!(
                "文件属于 {id}，里面写的单位是“{written}”",
                "the file is that of {id}, and says unit “{written}”"
            ),
            both!(
                "写 unit: {id}；如放错了文件，请移回本单位的文件",
                "write `unit: {id}`, or move the content to that unit's file"
            ),
        ));
    }
    let (mut items, mut kept) = (Vec::with_capacity(file.items.len()), Vec::new());
    for Named { name, trail, record } in file.items {
        let Some(ix) = find_item(plan, unit, &name, trail, reading) else { continue };
        if record.log.iter().enumerate().any(|(read, (n, raw))| read != *n || raw.on.is_none()) {
            let id = plan.item(ix).map_or("", |item| item.id).into();
            let read = record.log.iter().filter(|(_, raw)| raw.on.is_some());
            kept.push((id, read.map(|(n, _)| *n).collect()));
        }
        let log = record.log.into_iter().filter_map(|(_, raw)| entry(raw)).collect();
        let extension = record.extension.and_then(|raw| {
            let RawExtension { to, approved, reason } = raw;
            Some(Extension { to: to?, approved: approved?, reason })
        });
        let rules = record.rules.into_iter().filter_map(|rule| find_rule(plan, rule, reading)).collect();
        items.push((ix, Filed { due: record.due, extension, log, rules }));
    }
    Held { report: Report::new(unit, file.contact, items), kept }
}

fn entry(raw: RawEntry) -> Option<Logged> {
    let RawEntry { on, state, progress, note, problem, next, evidence } = raw;
    Some(Logged { on: on?, state, progress, words: Words::of([note, problem, next, evidence]) })
}

fn find_item(plan: &Plan, unit: UnitIx, name: &str, trail: Trail, reading: &Reading) -> Option<ItemIx> {
    let Some(ix) = plan.item_of(name.trim()) else {
        reading.raise_at(Code::UnknownItem, &Spot::Key(trail), || {
            let shown = quote(name);
            let dashed: String = name
                .trim()
                .chars()
                .map(|c| if matches!(c, '.' | '．' | '－' | '—' | '_') { '-' } else { c })
                .collect();
            let near = match plan.item_of(&dashed) {
                Some(_) => Some(dashed.as_str()),
                None => keys::nearest_of(plan.items.iter().map(|item| item.id), name.trim()),
            };
            let hint = match near {
                Some(near) => both!("是不是 {near}？", "did you mean {near}?"),
                None => both!("事项编号以 plan.yaml 的 id 为准", "item ids are the `id`s of plan.yaml"),
            };
            (both!("方案中没有事项“{shown}”", "the plan has no item “{shown}”"), hint)
        });
        return None;
    };
    let item = plan.item(ix)?;
    if !item.leads.contains(&unit) {
        let (id, zh, en) = (
            item.id,
            plan.lead_names(item, crate::text::Lang::Zh),
            plan.lead_names(item, crate::text::Lang::En),
        );
        reading.add(Slip::new(
            Code::NotLead,
            Spot::Key(trail),
            both!(
                "事项 {id} 由{zh}牵头，本单位填报的不计入",
                "item {id} is led by {en}; what this unit reports on it is not counted"
            ),
            both!(
                "由牵头单位填报，或请方案管理单位增加牵头单位",
                "let its lead report, or ask the coordinator to add this unit to `lead`"
            ),
        ));
        return None;
    }
    Some(ix)
}

fn find_rule(
    plan: &Plan,
    rule: Named<RawStages>,
    reading: &Reading,
) -> Option<(crate::domain::RuleIx, RuleReport)> {
    let Named { name, trail, record } = rule;
    let found =
        plan.rules.iter().position(|rule| *rule.id == *name.trim() || *rule.title.own == *name.trim());
    let Some(n) = found else {
        let shown = quote(&name);
        let ids: Vec<&str> = plan.rules.iter().map(|rule| &*rule.id).collect();
        let ids = ids.join(", ");
        reading.add(Slip::new(
            Code::UnknownKey,
            Spot::Key(trail),
            both!("方案中没有规则“{shown}”", "the plan has no rule “{shown}”"),
            both!("方案的规则：{ids}", "the plan's rules: {ids}"),
        ));
        return None;
    };
    let RawStages { stages, document, link } = record;
    Some((crate::domain::RuleIx::new(n), RuleReport { stages, document, link }))
}
