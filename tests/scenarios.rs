//! The scenarios of `tests/scenarios/*.yaml`, through the whole chain: written as a plan's files into a folder, read
//! by the store, and shown day by day on a board.
//!
//! A scenario is a plan of one item (`1-1`), led by 甲局 (`a`) unless it says otherwise, issued on 2022-01-27:
//!
//! ```yaml
//! - 场景: 一句话                    # what it shows
//!   方案: { issued: … }             # keys of plan.yaml that differ from the usual ones
//!   规则: { count: working }        # keys of its rule; the usual: 20 days, calendar_roll, from issued
//!   事项: { due: …, lead: [a, b] }  # keys of the item in plan.yaml
//!   单位: { 甲局: { log: […] } }     # what stands under the item in units/a.yaml (甲局) and units/b.yaml (乙局)
//!   节假日: […]                     # holidays.yaml
//!   逐日:                           # a day, or the first and last of several: what is expected on each of them
//!     2022-04-03 至 2022-04-09: { 事项: 黄 临期 剩 7…1 天, 时限: 2022-04-10 方案 }
//!   解释: [ 2022-04-03 ]            # days whose explanation stands in the snapshot
//! ```
//!
//! 事项 is the item's light and word; 细则 the rule's (`细则 乙局` for one of several leads); 时限 the due date and
//! where it is from; 期限 the rule's deadline, with ≈ where unconfirmed. `*` is any number; `7…1` counts by one a day.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use guatu::domain::explain::{self, Part};
use guatu::domain::finding::Severity;
use guatu::domain::{Board, Day, ItemIx, Portfolio, RuleClock};
use guatu::store::Store;
use guatu::text::Lang;
use serde_yaml::{Mapping, Value};

const PLAN: &str = "
format: 1
title: 试点方案
title_en: Pilot plan
issued: 2022-01-27
rules:
  - id: supervision
    title: 事中事后监管措施细则
    title_en: In-process and after-the-fact supervision rules
    clause: （十七）
    applies_to: delegated
    from: issued
    days: 20
    count: calendar_roll
    stages: [drafted, issued, published]
units: [ { id: a, name: 甲局, name_en: Bureau A }, { id: b, name: 乙局, name_en: Bureau B } ]
sections: [ { label: 一、, title: 重点任务, items: [ { id: 1-1, title: 一证多址, lead: a } ] } ]
";

/// First day, last day, and what is expected on each: column and words.
type Row = (Day, Day, Vec<(String, String)>);

struct Scenario {
    name: String,
    portfolio: Arc<Portfolio>,
    rows: Vec<Row>,
    explained: Vec<Day>,
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("not a day: {text}"))
}

fn merge(into: &mut Value, from: Option<&Value>) {
    let into = into.as_mapping_mut().unwrap();
    into.extend(from.and_then(Value::as_mapping).cloned().unwrap_or_default());
}

/// The files of a scenario, below `root`.
fn write(scenario: &Value, root: &Path) {
    let mut plan: Value = serde_yaml::from_str(PLAN).unwrap();
    merge(&mut plan, scenario.get("方案"));
    merge(&mut plan["rules"][0], scenario.get("规则"));
    merge(&mut plan["sections"][0]["items"][0], scenario.get("事项"));
    fs::create_dir_all(root.join("p/units")).unwrap();
    fs::write(root.join("p/plan.yaml"), serde_yaml::to_string(&plan).unwrap()).unwrap();
    for (id, name) in [("a", "甲局"), ("b", "乙局")] {
        if let Some(report) = scenario.get("单位").and_then(|units| units.get(name)) {
            let items: Mapping = [(Value::from("1-1"), report.clone())].into_iter().collect();
            let file: Mapping =
                [("unit".into(), id.into()), ("items".into(), items.into())].into_iter().collect();
            fs::write(root.join(format!("p/units/{id}.yaml")), serde_yaml::to_string(&file).unwrap())
                .unwrap();
        }
    }
    if let Some(list) = scenario.get("节假日") {
        let file: Mapping = [(Value::from("holidays"), list.clone())].into_iter().collect();
        fs::write(root.join("holidays.yaml"), serde_yaml::to_string(&file).unwrap()).unwrap();
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value:?}")).to_owned()
}

fn read(scenario: &Value) -> Scenario {
    const KEYS: [&str; 8] = ["场景", "方案", "规则", "事项", "单位", "节假日", "逐日", "解释"];
    let name = text(&scenario["场景"]);
    for key in scenario.as_mapping().unwrap().keys() {
        assert!(KEYS.contains(&text(key).as_str()), "{name}: {key:?}");
    }
    let dir = tempfile::tempdir().unwrap();
    write(scenario, dir.path());
    let portfolio = Store::new(dir.path()).refresh(&|_| day("2030-01-01")).unwrap();
    let findings = portfolio.findings.iter().chain(portfolio.ledgers.iter().flat_map(|l| &l.findings));
    let errors: Vec<_> = findings.filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    let rows = scenario["逐日"].as_mapping().unwrap().iter().map(|(days, expected)| {
        let days = text(days);
        let (first, last) = days.split_once(" 至 ").unwrap_or((&days, &days));
        let expected = expected.as_mapping().unwrap();
        (day(first), day(last), expected.iter().map(|(key, words)| (text(key), text(words))).collect())
    });
    let explained = scenario.get("解释").and_then(Value::as_sequence).cloned().unwrap_or_default();
    Scenario {
        rows: rows.collect(),
        explained: explained.iter().map(|on| day(&text(on))).collect(),
        name,
        portfolio,
    }
}

fn scenarios() -> Vec<Scenario> {
    let files = [include_str!("scenarios/items.yaml"), include_str!("scenarios/rules.yaml")];
    let lists = files.iter().map(|file| serde_yaml::from_str::<Vec<Value>>(file).unwrap());
    lists.flatten().map(|scenario| read(&scenario)).collect()
}

impl Scenario {
    fn board(&self, day: Day) -> Board {
        Board::new(Arc::clone(&self.portfolio.ledgers[0]), day, day, &self.portfolio.calendar)
    }

    /// Every day of the rows, in order.
    fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.rows.iter().flat_map(|(first, last, _)| (0..=last.since(*first)).map(|n| first.plus(n)))
    }
}

/// What a board shows under a key of a row.
fn shown(board: &Board, key: &str) -> String {
    let figures = &board.items.get(0).unwrap();
    let rule = |unit: &str| {
        let owed = board.obligations.iter().find(|owed| board.plan().unit_name(owed.unit, Lang::Zh) == unit);
        let clock = owed.unwrap_or_else(|| panic!("{unit} owes nothing")).clock;
        format!("{} {}", clock.light().word().zh, clock.words(Lang::Zh))
    };
    match key {
        "事项" => format!("{} {}", figures.light().word().zh, figures.clock.words(Lang::Zh)),
        "时限" => figures.due.as_ref().map_or_else(
            || "无".to_owned(),
            |(due, from)| {
                let word = match from.key() {
                    "plan" => "方案",
                    "unit" => "自报",
                    _ => "延期",
                };
                format!("{due} {word}")
            },
        ),
        "期限" => board.rules[0].deadline.as_ref().unwrap().shown(),
        "细则" => rule("甲局"),
        key => rule(key.strip_prefix("细则 ").unwrap_or_else(|| panic!("no such column: {key}"))),
    }
}

/// Whether `words` are what the row says of its `n`-th day (the last is `last`).
fn fits(expected: &str, words: &str, n: i64, last: i64) -> bool {
    if let Some((before, after)) = expected.split_once('*') {
        let rest = words.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        return rest.is_some_and(|number| number.parse::<u32>().is_ok());
    }
    let Some((before, after)) = expected.split_once('…') else { return expected == words };
    let (start, end) = (before.rsplit(' ').next().unwrap(), after.split(' ').next().unwrap());
    let (from, to): (i64, i64) = (start.parse().unwrap(), end.parse().unwrap());
    assert_eq!((to - from).abs(), last, "the row does not count by one a day: {expected}");
    let number = from + n * (to - from).signum();
    words == expected.replace(&format!("{start}…{end}"), &number.to_string())
}

#[test]
fn every_day_of_every_scenario_is_as_its_row_says() {
    let mut days = 0;
    for scenario in scenarios() {
        for (first, last, expected) in &scenario.rows {
            for n in 0..=last.since(*first) {
                let board = scenario.board(first.plus(n));
                days += 1;
                for (key, pattern) in expected {
                    let words = shown(&board, key);
                    let fits = fits(pattern, &words, n, last.since(*first));
                    assert!(fits, "{}, {}, {key}: “{words}”, expected “{pattern}”", scenario.name, board.day);
                }
            }
        }
    }
    assert!(days > 2000, "{days} days");
}

/// The clock states of a board: the item's, and the rule's of each lead.
fn states(board: &Board) -> [BTreeSet<String>; 2] {
    let rules = board.obligations.iter().map(|owed| {
        let begun = if owed.clock == (RuleClock::Open { begun: true }) { "_begun" } else { "" };
        format!("{}{begun}", owed.clock.key())
    });
    [BTreeSet::from([board.items.get(0).unwrap().clock.key().to_owned()]), rules.collect()]
}

#[test]
fn every_clock_state_begins_and_ends_on_a_day_some_scenario_names() {
    const ITEMS: &str = "behind completed_late completed_on_time due_soon due_today far_behind no_date not_started \
                         on_schedule overdue stopped suspended";
    const RULES: &str = "due_soon due_today met_late met_on_time open open_begun overdue undetermined";
    // The first of all states begins with the plan, the last ones stay for ever.
    let never_begin = ["not_started", "open", "undetermined"];
    let never_end = ["completed_late", "met_late", "met_on_time", "stopped", "undetermined"];
    let (mut begin, mut end) = ([BTreeSet::new(), BTreeSet::new()], [BTreeSet::new(), BTreeSet::new()]);
    let mut seen = [BTreeSet::new(), BTreeSet::new()];
    for scenario in scenarios() {
        let days: Vec<Day> = scenario.days().collect();
        for day in &days {
            let now = states(&scenario.board(*day));
            let before = days.contains(&day.plus(-1)).then(|| states(&scenario.board(day.plus(-1))));
            for at in [0, 1] {
                seen[at].extend(now[at].iter().cloned());
                if let Some(before) = &before {
                    begin[at].extend(now[at].difference(&before[at]).cloned());
                    end[at].extend(before[at].difference(&now[at]).cloned());
                }
            }
        }
    }
    for (at, all) in [(0, ITEMS), (1, RULES)] {
        let all: BTreeSet<String> = all.split_whitespace().map(str::to_owned).collect();
        let but = |never: &[&str]| {
            all.iter().filter(|state| !never.contains(&state.as_str())).cloned().collect::<BTreeSet<_>>()
        };
        assert_eq!(seen[at], all);
        assert!(begin[at].is_superset(&but(&never_begin)), "{:?}", begin[at]);
        assert!(end[at].is_superset(&but(&never_end)), "{:?}", end[at]);
    }
}

fn write_parts(out: &mut String, parts: &[Part]) {
    for part in parts {
        writeln!(out, "{}", part.heading).unwrap();
        for (n, step) in part.steps.iter().enumerate() {
            writeln!(out, "  {}. {step}", n + 1).unwrap();
        }
    }
}

/// The explanation of the first day on which each state is seen: the item's, or the obligation's.
fn first_of_each(lang: Lang, kind: usize) -> String {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for scenario in scenarios() {
        for day in scenario.days() {
            let board = scenario.board(day);
            let parts = explain::item(&board, ItemIx::new(0), lang);
            let parts = if kind == 0 { &parts[..2] } else { &parts[2..] };
            for state in &states(&board)[kind] {
                texts.entry(state.clone()).or_insert_with(|| {
                    let mut out = format!("=== {state}: {} ({day})\n", scenario.name);
                    write_parts(&mut out, parts);
                    out
                });
            }
        }
    }
    texts.into_values().collect::<Vec<_>>().join("\n")
}

const LANGS: [(Lang, &str); 2] = [(Lang::Zh, "zh"), (Lang::En, "en")];

#[test]
fn every_clock_state_of_an_item_is_explained() {
    for (lang, name) in LANGS {
        insta::assert_snapshot!(format!("explain_items_{name}"), first_of_each(lang, 0));
    }
}

#[test]
fn every_clock_state_of_a_rule_is_explained() {
    for (lang, name) in LANGS {
        insta::assert_snapshot!(format!("explain_rules_{name}"), first_of_each(lang, 1));
    }
}

#[test]
fn the_days_worth_explaining_are_explained() {
    for (lang, name) in LANGS {
        let mut out = String::new();
        for scenario in scenarios() {
            for day in &scenario.explained {
                writeln!(out, "=== {} ({day})", scenario.name).unwrap();
                let parts = explain::item(&scenario.board(*day), ItemIx::new(0), lang);
                write_parts(&mut out, &parts);
                out.push('\n');
            }
        }
        insta::assert_snapshot!(format!("explain_days_{name}"), out);
    }
}
