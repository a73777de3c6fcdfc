//! From a plan's file to the plan: names resolved, the section tree laid flat, ids made unique.

use std::collections::HashSet;

use super::keys;
use super::plan_file::{From, Placed, PlanFile, RawItem, RawRule, RawSection, RawUnit};
use super::slip::{Reading, Slip, Spot, Trail, quote};
use crate::domain::deadline::{Base, Count};
use crate::domain::finding::Code;
use crate::domain::ids::{SectionIx, Text, UnitIx};
use crate::domain::items::WEIGHT;
use crate::domain::plan::{AppliesTo, Item, Plan, Rule, Section, Stage, Title, Unit};
use crate::text::both;

/// The zone whose day is today where the plan names none.
const ZONE: &str = "Asia/Shanghai";

/// The plan of a file; none if the file lacks what a plan cannot be without.
pub(super) fn build(file: PlanFile, id: &Text, reading: &Reading) -> Option<Plan> {
    if !file.whole {
        return None;
    }
    let PlanFile {
        title,
        issuer,
        issued,
        published,
        coordinator,
        sample,
        as_of,
        timezone,
        language,
        lights,
        rules,
        units,
        sections,
        whole: _,
    } = file;
    let mut plan = Plan {
        id: id.clone(),
        title: or_id(title, id),
        issuer: issuer.unwrap_or_default(),
        issued,
        published,
        sample,
        as_of,
        timezone: timezone.unwrap_or_else(|| ZONE.into()),
        language,
        lights,
        ..Plan::default()
    };
    add_units(&mut plan, units, reading);
    plan.coordinator = coordinator.and_then(|unit| resolve(&plan, &unit, reading));
    add_rules(&mut plan, rules, reading);
    let mut ids = HashSet::new();
    for (_, section) in sections {
        add_section(&mut plan, &mut ids, section, (None, 0), reading);
    }
    plan.items.shrink();
    Some(plan)
}

fn or_id(title: Title, id: &Text) -> Title {
    if title.own.is_empty() { Title { own: id.clone(), ..title } } else { title }
}

/// Says that an id was given before.
fn duplicate(reading: &Reading, (trail, id): &Placed) {
    reading.add(Slip::new(
        Code::DuplicateId,
        Spot::Value(trail.clone()),
        both!("编号 {id} 已用过，以第一次为准", "the id {id} is used above; the first one counts"),
        both!("换一个编号", "choose another id"),
    ));
}

fn add_units(plan: &mut Plan, units: Vec<(usize, RawUnit)>, reading: &Reading) {
    for (_, RawUnit { id, name, full_name, aliases }) in units {
        let Some(placed) = id else { continue };
        let id = placed.1.clone();
        if plan.unit_index.contains_key(&id) {
            duplicate(reading, &placed);
            continue;
        }
        plan.unit_index.insert(id.clone(), UnitIx::new(plan.units.len()));
        let aliases = aliases.into_iter().map(|(_, alias)| alias).collect();
        plan.units.push(Unit { name: or_id(name, &id), id, full_name, aliases });
    }
}

/// The unit an id names.
fn resolve(plan: &Plan, (trail, written): &Placed, reading: &Reading) -> Option<UnitIx> {
    let found = plan.unit_of(written);
    if found.is_none() {
        let named = |unit: &&Unit| {
            unit.name.own == *written
                || unit.full_name.as_ref() == Some(written)
                || unit.aliases.contains(written)
        };
        let near = match plan.units.iter().find(named) {
            Some(unit) => Some(&*unit.id),
            None => keys::nearest_of(plan.units.iter().map(|unit| &*unit.id), written),
        };
        let hint = match near {
            Some(near) => both!("写单位代码，是不是 {near}？", "write a unit's id; did you mean {near}?"),
            None => both!("单位代码以 units 里的 id 为准", "unit ids are the `id`s under `units`"),
        };
        let shown = quote(written);
        reading.add(Slip::new(
            Code::UnknownUnit,
            Spot::Value(trail.clone()),
            both!("方案中没有单位“{shown}”", "the plan has no unit “{shown}”"),
            hint,
        ));
    }
    found
}

fn resolve_all(plan: &Plan, units: &[(Trail, Text)], reading: &Reading) -> Vec<UnitIx> {
    let mut list: Vec<UnitIx> = Vec::with_capacity(units.len());
    for unit in units {
        // A unit named twice is one unit.
        list.extend(resolve(plan, unit, reading).filter(|ix| !list.contains(ix)));
    }
    list
}

fn add_rules(plan: &mut Plan, rules: Vec<(usize, RawRule)>, reading: &Reading) {
    let mut ids: HashSet<Text> = HashSet::new();
    for (_, RawRule { id, title, clause, applies_to, from, days, count, stages }) in rules {
        let (Some(placed), Some(days)) = (id, days) else { continue };
        let id = placed.1.clone();
        if !ids.insert(id.clone()) {
            duplicate(reading, &placed);
            continue;
        }
        let from = match from {
            From::Issued => plan.issued.map(|day| (Base::Issued, day)),
            From::Published => plan.published.map(|day| (Base::Published, day)),
            From::Given(day) => Some((Base::Given, day)),
        };
        let stages: Vec<Stage> = stages.into_iter().map(|(_, stage)| stage).collect();
        plan.rules.push(Rule {
            title: or_id(title, &id),
            id,
            clause: clause.unwrap_or_default(),
            applies_to: applies_to.unwrap_or(AppliesTo::Delegated),
            from,
            days,
            count: count.unwrap_or(Count::CalendarRoll),
            stages: if stages.is_empty() { Stage::ALL.to_vec() } else { stages },
        });
    }
}

/// Adds a section and what is below it: its own items first. The recursion is as deep as the file's nesting.
fn add_section(
    plan: &mut Plan,
    ids: &mut HashSet<Text>,
    raw: RawSection,
    (parent, depth): (Option<SectionIx>, u16),
    reading: &Reading,
) -> SectionIx {
    let ix = SectionIx::new(plan.sections.len());
    let first = plan.items.len();
    let RawSection { label, title, items, sections } = raw;
    let label = label.unwrap_or_default();
    plan.sections.push(Section {
        label,
        title,
        parent,
        depth,
        sections: Vec::new(),
        own: first..first,
        below: first..first,
    });
    for (_, item) in items {
        add_item(plan, ids, item, ix, reading);
    }
    let own = first..plan.items.len();
    let place = (Some(ix), depth + 1);
    let below: Vec<SectionIx> =
        sections.into_iter().map(|(_, raw)| add_section(plan, ids, raw, place, reading)).collect();
    let end = plan.items.len();
    if let Some(section) = plan.sections.get_mut(ix.get()) {
        section.sections = below;
        section.own = own;
        section.below = first..end;
    }
    ix
}

fn add_item(plan: &mut Plan, ids: &mut HashSet<Text>, raw: RawItem, section: SectionIx, reading: &Reading) {
    let RawItem { id, title, lead, support, delegated, because, tags, start, due, weight } = raw;
    let Some(placed) = id else { return };
    let id = placed.1.clone();
    if !ids.insert(id.clone()) {
        duplicate(reading, &placed);
        return;
    }
    let leads = resolve_all(plan, &lead, reading);
    let support = resolve_all(plan, &support, reading);
    let tags: Vec<Text> = tags.into_iter().map(|(_, tag)| tag).collect();
    plan.items.push(Item {
        id: &id,
        title: or_id(title, &id).as_ref(),
        section,
        leads: &leads,
        support: &support,
        delegated,
        because: because.as_deref(),
        tags: &tags,
        start,
        due,
        weight: weight.unwrap_or(WEIGHT),
    });
}
