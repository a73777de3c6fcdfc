//! The files `guatu init` writes: a commented plan, and a unit's file with the items it leads.

use super::scalar::scalar;
use crate::domain::day::Day;
use crate::domain::ids::UnitIx;
use crate::domain::plan::Plan;
use crate::text::Lang;

/// The unit that leads the items of a new plan.
pub const FIRST_UNIT: &str = "a";

/// A commented `plan.yaml` to start from, issued on `day`.
pub fn plan(lang: Lang, day: Day) -> String {
    let text = match lang {
        Lang::Zh => include_str!("plan.zh.yaml"),
        Lang::En => include_str!("plan.en.yaml"),
    };
    text.replace("DAY", &day.to_string())
}

/// A plan's text as the plan it is; for what is made from it before it is saved.
pub fn read(text: &str) -> Option<Plan> {
    let (plan, _) = super::parse::plan(&"plan.yaml".into(), &"plan".into(), text, Vec::new()).ok()?;
    Some(std::sync::Arc::unwrap_or_clone(plan))
}

/// A unit's file with every item it leads, ready to be filled in; none if the plan has no such unit.
pub fn unit(plan: &Plan, unit: UnitIx, lang: Lang) -> Option<String> {
    let found = plan.unit(unit)?;
    let (text, log) = match lang {
        Lang::Zh => (include_str!("unit.zh.txt"), "记录"),
        Lang::En => (include_str!("unit.en.txt"), "log"),
    };
    let day = plan.as_of.or(plan.issued).unwrap_or(Day::FIRST);
    let mut out = text.replace("DAY", &day.to_string());
    for (word, value) in [
        ("UNIT", scalar(&found.id)),
        ("NAME", found.name.get(lang).into()),
        ("TITLE", plan.title.get(lang).into()),
    ] {
        out = out.replacen(word, &value, 1);
    }
    for ix in plan.led_by(unit) {
        let Some(item) = plan.item(ix) else { continue };
        let (id, title) = (scalar(item.id), item.title.get(lang));
        out.extend(["  # ", title, "\n  ", &id, ":\n    ", log, ": []\n"]);
    }
    Some(out)
}
