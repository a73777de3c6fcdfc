//! Plans of any size as values: no disk, no parser, the same every time.

use std::sync::Arc;

use guatu::domain::deadline::Base;
use guatu::domain::ledger::FileState;
use guatu::domain::plan::{AppliesTo, Delegated, Item, Items, Rule, Section, Stage, Title, Unit};
use guatu::domain::state::State;
use guatu::domain::status::{Filed, Logged, Report, RuleReport, Words};
use guatu::domain::{Calendar, Count, Day, Ledger, Percent, Plan, Portfolio, RuleIx, SectionIx, UnitIx};

/// The day the plans were issued.
pub(crate) fn issued() -> Day {
    "2022-01-27".parse().unwrap()
}

/// The day they are looked at.
pub(crate) fn today() -> Day {
    "2022-03-15".parse().unwrap()
}

fn title(own: String, english: Option<String>) -> Title {
    Title { own: own.into(), english: english.map(Into::into) }
}

/// Ten parts of ten sections each, over `all` items.
fn sections(all: usize, tenth: usize, hundredth: usize) -> Vec<Section> {
    let mut sections = Vec::new();
    for part in 0..10 {
        let below = (part * tenth).min(all)..((part + 1) * tenth).min(all);
        let (at, start, end) = (sections.len(), below.start, below.end);
        let part = format!("第{part}部分");
        sections.push(Section {
            title: title(format!("{part}优化营商环境"), None),
            label: part.into(),
            parent: None,
            depth: 0,
            sections: (1..=10).map(|n| SectionIx::new(at + n)).collect(),
            own: start..start,
            below,
        });
        for n in 0..10 {
            let first = (start + n * hundredth).min(end);
            let own = first..(first + hundredth).min(end);
            let label = format!("（{n}）");
            sections.push(Section {
                title: title(format!("{label}优化营商环境"), None),
                label: label.into(),
                parent: Some(SectionIx::new(at)),
                depth: 1,
                sections: vec![],
                own: own.clone(),
                below: own,
            });
        }
    }
    sections
}

fn items(all: usize, units: usize, section: impl Fn(usize) -> usize) -> Items {
    let own = |n| format!("第{n}项：深化企业开办全程网办改革，推进证照联办与数据共享，完善事中事后监管");
    let english = |n| format!("Item {n}: registration online from end to end, shared licence data");
    let mut items = Items::default();
    for n in 0..all {
        let english = (n % 2 == 0).then(|| english(n));
        items.push(Item {
            id: &format!("{}-{}", n / 100 + 1, n % 100 + 1),
            title: Title { own: &own(n), english: english.as_deref() },
            section: SectionIx::new(section(n)),
            leads: &[UnitIx::new(n % units)],
            support: &[UnitIx::new((n + 1) % units)],
            delegated: if n % 5 == 0 { Delegated::Yes } else { Delegated::No },
            because: None,
            tags: &[],
            start: None,
            due: (n % 3 > 0).then(|| issued().plus(20 + i64::try_from(n % 300).unwrap())),
            weight: 1000,
        });
    }
    items
}

/// A plan of `units` that lead `each` items; a unit's items stand all over the plan.
pub(crate) fn plan(id: &str, units: usize, each: usize) -> Plan {
    let all = units * each;
    let tenth = all.div_ceil(10).max(1);
    let hundredth = tenth.div_ceil(10).max(1);
    let sections = sections(all, tenth, hundredth);
    let items = items(all, units, |n| n / tenth * 11 + 1 + n % tenth / hundredth);
    let units: Vec<Unit> = (0..units)
        .map(|n| Unit {
            id: format!("u{n:04}").into(),
            name: title(format!("第{n}局"), None),
            full_name: None,
            aliases: vec![format!("d{n}").into()],
        })
        .collect();
    Plan {
        id: id.into(),
        title: title(format!("{id}试点实施方案"), None),
        issued: Some(issued()),
        rules: vec![Rule {
            id: "supervision".into(),
            title: title("细则".into(), None),
            clause: "（十七）".into(),
            applies_to: AppliesTo::Delegated,
            from: Some((Base::Issued, issued())),
            days: 20,
            count: Count::CalendarRoll,
            stages: Stage::ALL.to_vec(),
        }],
        unit_index: units.iter().enumerate().map(|(n, it)| (it.id.clone(), UnitIx::new(n))).collect(),
        units,
        sections,
        items,
        ..Plan::default()
    }
}

fn entry(on: Day, progress: u64, state: Option<State>) -> Logged {
    let note = format!("召开专题会议，已完成第{progress}步并与有关单位会商");
    let progress = Some(Percent::from_thousandths(progress * 1000));
    Logged { on, state, progress, words: Words::of([Some(note), None, None, None]) }
}

/// What a unit reports on the items it leads.
pub(crate) fn report(plan: &Plan, unit: usize) -> Report {
    let unit = UnitIx::new(unit);
    let items = plan.led_by(unit).map(|ix| {
        let n = ix.get();
        let entries = (0..n % 6).map(|k| {
            let done = k == 5 && n % 4 == 0;
            let on = issued().plus(i64::try_from(k * 7 + n % 7).unwrap());
            entry(on, (k as u64 * 20).min(100), done.then_some(State::Completed))
        });
        let stages = [Some(issued().plus(9)), (n % 2 == 0).then(|| issued().plus(15)), None];
        let rules = (n % 5 == 0).then(|| (RuleIx::new(0), RuleReport { stages, document: None, link: None }));
        let filed =
            Filed { due: None, extension: None, log: entries.collect(), rules: rules.into_iter().collect() };
        (ix, filed)
    });
    Report::new(unit, None, items.collect())
}

/// A ledger of such a plan, every unit heard.
pub(crate) fn ledger(id: &str, units: usize, each: usize) -> Ledger {
    let plan = plan(id, units, each);
    Ledger {
        reports: (0..units).map(|unit| Some(Arc::new(report(&plan, unit)))).collect(),
        files: vec![FileState::Read; units],
        paths: plan.units.iter().map(|unit| format!("{id}/units/{}.yaml", unit.id).into()).collect(),
        plan: Arc::new(plan),
        ..Ledger::default()
    }
}

/// The same ledger after one unit has saved its file with one more entry, on the item it leads that stands in the
/// middle of them.
pub(crate) fn saved(ledger: &Ledger, unit: usize, progress: u64) -> Ledger {
    let report = ledger.reports[unit].as_ref().unwrap();
    let mut items = report.filed();
    let middle = items.len() / 2;
    items[middle].1.log.push(entry(today(), progress, None));
    let report = Report::new(report.unit, report.contact.clone(), items);
    let mut reports = ledger.reports.clone();
    reports[unit] = Some(Arc::new(report));
    Ledger { reports, ..ledger.clone() }
}

/// A root of `plans` such plans.
pub(crate) fn portfolio(plans: usize, units: usize, each: usize) -> Portfolio {
    let ledgers = (0..plans).map(|n| Arc::new(ledger(&format!("plan-{n:04}"), units, each)));
    Portfolio { ledgers: ledgers.collect(), calendar: Arc::new(Calendar::builtin()), findings: vec![] }
}
