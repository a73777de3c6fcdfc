//! `--filter` and `--unit`: what is left out is left out of every figure, and every output says so.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{run, stdout};
use serde_json::Value;

fn json(more: &[&str]) -> Value {
    let all: Vec<&str> = ["report", "--format", "json"].iter().chain(more).copied().collect();
    serde_json::from_str(&stdout(&all, 0)).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

#[test]
fn a_filter_leaves_the_items_that_match_and_every_figure_is_of_these() {
    let (whole, red) = (json(&[]), json(&["--filter", "light:red"]));
    let wanted: Vec<&Value> = list(&whole, "items").iter().filter(|item| item["light"] == "red").collect();
    assert_eq!(list(&red, "items").iter().collect::<Vec<_>>(), wanted);
    assert_eq!(red["totals"]["items"], wanted.len());
    assert_eq!((&red["totals"]["red"], &red["totals"]["green"]), (&wanted.len().into(), &0.into()));
    let mean = wanted.iter().map(|item| item["progress"].as_f64().unwrap()).sum::<f64>() / 6.0;
    assert!((red["totals"]["progress"].as_f64().unwrap() - mean).abs() < 0.06);
    assert_eq!(
        red["selection"],
        serde_json::json!({ "filter": "light:red", "unit": null, "items": 6, "of": 195 })
    );
    assert_eq!(whole.get("selection"), None);
    let roots = list(&red, "sections").iter().filter(|section| section["depth"] == 0);
    assert_eq!(roots.map(|section| section["items"].as_u64().unwrap()).sum::<u64>(), 6);
    assert!(list(&red, "units").iter().all(|unit| unit["items"].as_u64() > Some(0)));
    assert_eq!(red["findings"], whole["findings"], "a file is as wrong as before");
}

#[test]
fn a_filter_that_lets_everything_through_changes_nothing_but_says_so() {
    let (whole, mut all) = (json(&[]), json(&["--filter", "!zzzz"]));
    assert_eq!(all["selection"]["items"], 195);
    all.as_object_mut().unwrap().remove("selection");
    let units = list(&whole, "units").iter().filter(|unit| unit["items"] != 0).cloned().collect::<Vec<_>>();
    assert_eq!(list(&all, "units"), &units);
    let sections = list(&whole, "sections").iter().filter(|it| it["items"] != 0).cloned().collect::<Vec<_>>();
    assert_eq!(list(&all, "sections"), &sections);
    for key in ["totals", "rules", "items", "findings"] {
        assert_eq!(all[key], whole[key], "{key}");
    }
}

#[test]
fn one_unit_is_shown_with_what_it_leads_and_owes() {
    let (whole, one) = (json(&[]), json(&["--unit", "scjgj"]));
    let of = |plan: &Value| list(plan, "units").iter().find(|unit| unit["id"] == "scjgj").cloned().unwrap();
    assert_eq!(list(&one, "units"), &[of(&whole)], "its row is the same as in the whole report");
    assert_eq!(one["totals"]["items"], of(&whole)["items"]);
    assert_eq!(one["selection"]["unit"], "scjgj");
    let owed = |plan: &Value| {
        let all = list(plan, "items").iter().flat_map(|item| list(item, "rules").clone());
        all.filter(|owed| owed["unit"] == "scjgj").collect::<Vec<_>>()
    };
    let all: Vec<Value> = list(&one, "items").iter().flat_map(|item| list(item, "rules").clone()).collect();
    assert_eq!(all, owed(&whole));
    let rule = &list(&one, "rules")[0];
    let dated = all.iter().filter(|owed| !owed["deadline"].is_null()).count();
    assert_eq!(rule["owed"], dated);
    assert_eq!(rule["met"].as_u64().unwrap() + rule["open"].as_u64().unwrap(), dated as u64);
    assert!(
        list(&one, "findings").iter().all(|it| it["file"].as_str().unwrap().ends_with("units/scjgj.yaml"))
    );
    let both = json(&["--unit", "scjgj", "--filter", "light:green"]);
    assert!(list(&both, "items").iter().all(|item| item["light"] == "green"));
    assert!(list(&both, "items").len() < list(&one, "items").len());
}

#[test]
fn every_format_says_how_many_of_how_many() {
    for (format, words) in [
        ("text", "6 of 195"),
        ("markdown", "6 of 195"),
        ("html", "6 of 195"),
        ("json", "\"of\": 195"),
        ("ics", "6 of 195"),
        ("openmetrics", "guatu_plan_items_all{plan=\"hangzhou-2022\"} 195"),
    ] {
        let text = stdout(&["report", "--lang", "en", "--format", format, "--filter", "light:red"], 0);
        assert!(text.replace("\r\n ", "").contains(words), "{format}: {text}");
    }
    let rows = stdout(&["report", "--format", "csv", "--filter", "light:red"], 0);
    assert_eq!(rows.lines().count(), 7, "a table has no room for a sentence");
    assert!(
        stdout(&["report", "--filter", "light:red", "--lang", "zh"], 0)
            .contains("只显示 6/195 项（light:red）")
    );
    assert_eq!(json(&["--filter", "light:nothing"])["totals"]["items"], 0);
}

#[test]
fn fail_on_looks_at_what_is_shown() {
    stdout(&["report", "--fail-on", "overdue", "--filter", "light:red"], 1);
    stdout(&["report", "--fail-on", "overdue", "--filter", "light:green"], 0);
}

#[test]
fn the_week_of_one_unit_is_its_reminder_in_every_form_for_people() {
    let slip = stdout(&["report", "--view", "week", "--unit", "fgw", "--lang", "zh"], 0);
    assert!(slip.starts_with("催办单\n"), "{slip}");
    for format in ["markdown", "html"] {
        let page =
            stdout(&["report", "--view", "week", "--unit", "fgw", "--lang", "zh", "--format", format], 0);
        for line in slip.lines().map(|line| line.trim_matches(['　', ' '])).filter(|line| line.contains('，'))
        {
            let words = line.split(['。', '：']).next().unwrap();
            assert!(page.replace('\\', "").contains(words.split(". ").last().unwrap()), "{format}: {words}");
        }
    }
    assert!(
        stdout(&["report", "--view", "week", "--unit", "fgw", "--lang", "en"], 0).starts_with("Reminder")
    );
}

#[test]
fn changes_are_those_of_the_items_shown() {
    let changes = ["report", "--view", "changes", "--since", "2022-02-08", "--format", "csv"];
    let all = stdout(&changes, 0);
    let some = stdout(&[&changes[..], &["--filter", "lead:scjgj"]].concat(), 0);
    let wanted: Vec<&str> =
        all.lines().filter(|line| line.contains(",scjgj") || line.starts_with("plan,")).collect();
    let shared = all.lines().filter(|line| line.contains(" scjgj,")).count();
    assert_eq!(some.lines().count(), wanted.len() + shared, "{some}");
}

#[test]
fn the_same_filter_narrows_the_screens_and_one_units_file_is_checked_alone() {
    let screen = stdout(&["snapshot", "--view", "tree", "--filter", "light:red", "--lang", "en"], 0);
    assert!(screen.contains("light:red"), "{screen}");
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("p");
    fs::create_dir_all(dir.join("units")).unwrap();
    fs::write(dir.join("plan.yaml"), "format: 1\ntitle: x\nissuer: x\nissued: 2022-01-27\nunits: [{ id: a, name: a }, { id: b, name: b }]\nsections:\n  - { label: 1, title: x, items: [{ id: i, title: x, lead: [a] }, { id: j, title: x, lead: [b] }] }\n").unwrap();
    for (unit, item) in [("a", "i"), ("b", "j")] {
        let text =
            format!("unit: {unit}\nitems:\n  {item}:\n    log:\n      - {{ on: 2022-02-30, progress: 1 }}\n");
        fs::write(dir.join(format!("units/{unit}.yaml")), text).unwrap();
    }
    let said = |more: &[&str]| {
        let all: Vec<&str> = ["check", "--format", "short", root.path().to_str().unwrap()]
            .iter()
            .chain(more)
            .copied()
            .collect();
        String::from_utf8(run(&all).stdout).unwrap()
    };
    assert!(said(&[]).contains("units/a.yaml") && said(&[]).contains("units/b.yaml"));
    let one = said(&["--unit", "b"]);
    assert!(one.contains("units/b.yaml") && !one.contains("units/a.yaml"), "{one}");
}
