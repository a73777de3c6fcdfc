//! `guatu report` on the plans of this repository: the contract of the JSON, and that the text says the same figures.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::{run, stdout};
use serde_json::Value;

fn json(day: &str) -> Value {
    serde_json::from_str(&stdout(&["report", "--format", "json", "--as-of", day], 0)).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

/// How often each word occurs under `key`.
fn words<'a>(values: impl Iterator<Item = &'a Value>, key: &str) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value[key].as_str().unwrap()).or_default() += 1;
    }
    counts
}

/// The obligations of all items.
fn obligations(plan: &Value) -> impl Iterator<Item = &Value> {
    list(plan, "items").iter().flat_map(|item| list(item, "rules"))
}

/// The ids of the items as the plan's file has them, in its order.
fn ids_of_the_file() -> Vec<String> {
    let text = fs::read_to_string("plans/hangzhou-2022/plan.yaml").unwrap();
    let (_, sections) = text.split_once("\nsections:").unwrap();
    let ids = sections.lines().filter_map(|line| {
        let rest = line.trim_start().strip_prefix("- ")?.trim_start_matches("{ ").strip_prefix("id: ")?;
        Some(rest.split([',', ' ']).next().unwrap().to_owned())
    });
    ids.collect()
}

#[test]
fn json_holds_the_195_items_in_plan_order() {
    let plan = json("2022-02-10");
    let ids: Vec<&str> = list(&plan, "items").iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 195);
    assert_eq!(ids, ids_of_the_file());
    assert_eq!(plan["totals"]["items"], 195);
    assert_eq!(plan["sample"], true);
    assert_eq!(plan["as_of"], "2022-02-10");
    let second = &list(&plan, "items")[1];
    assert_eq!(second["sections"], serde_json::json!(["二、", "（三）", "1．"]));
}

/// The keys of the contract, in its order.
const KEYS: &str = "
    format plan title as_of sample totals progress done done_late red yellow green grey
    overdue due_soon rules deadline confirmed owed met met_late overdue open undetermined sections
    label title depth items progress light items id title sections leads state progress expected due
    due_from light clock days_overdue completed_on last_entry rules id unit deadline met_on clock
    light days_left units id name items done red progress file last_entry findings code severity
    file line column message hint
";

#[test]
fn json_has_the_keys_of_the_contract_in_their_order() {
    let text = stdout(&["report", "--format", "json"], 0);
    let mut rest = text.as_str();
    for key in KEYS.split_whitespace() {
        let found = rest.split_once(&format!("\"{key}\":"));
        rest = found.unwrap_or_else(|| panic!("`{key}` does not come after what stands before it")).1;
    }
}

#[test]
fn fourteen_obligations_of_thirteen_items_fall_due_on_the_sixteenth() {
    let plan = json("2022-02-10");
    let rule = &list(&plan, "rules")[0];
    assert_eq!(rule["deadline"], "2022-02-16");
    assert_eq!(rule["confirmed"], true);
    assert_eq!((&rule["owed"], &rule["met"], &rule["open"]), (&14.into(), &4.into(), &10.into()));
    assert_eq!((&rule["overdue"], &rule["undetermined"]), (&0.into(), &20.into()));
    let owing: Vec<&Value> = list(&plan, "items")
        .iter()
        .filter(|item| list(item, "rules").iter().any(|owed| !owed["deadline"].is_null()))
        .collect();
    assert_eq!(owing.len(), 13);
    assert_eq!(owing.iter().filter(|item| list(item, "leads").len() > 1).count(), 1);
    let undetermined: Vec<&Value> =
        obligations(&plan).filter(|owed| owed["clock"] == "undetermined").collect();
    assert!(undetermined.iter().all(|owed| owed["deadline"].is_null() && owed["days_left"].is_null()));
}

#[test]
fn every_clock_of_an_item_and_every_light_occurs_in_the_sample() {
    let plan = json("2022-02-10");
    let clocks = words(list(&plan, "items").iter(), "clock");
    let all = BTreeMap::from([
        ("stopped", 1),
        ("suspended", 2),
        ("completed_on_time", 13),
        ("completed_late", 2),
        ("overdue", 3),
        ("due_today", 2),
        ("far_behind", 3),
        ("due_soon", 4),
        ("behind", 2),
        ("on_schedule", 40),
        ("no_date", 47),
        ("not_started", 76),
    ]);
    assert_eq!(clocks, all);
    let lights = BTreeMap::from([("red", 6), ("yellow", 8), ("green", 87), ("grey", 79), ("done", 15)]);
    assert_eq!(words(list(&plan, "items").iter(), "light"), lights);
    for light in ["red", "yellow", "green", "grey", "done"] {
        assert_eq!(plan["totals"][light], lights[light], "{light}");
    }
}

#[test]
fn due_today_is_not_overdue_and_the_day_after_the_deadline_is() {
    for (day, open) in [("2022-02-10", "due_soon"), ("2022-02-16", "due_today"), ("2022-02-18", "overdue")] {
        let plan = json(day);
        let clocks = words(obligations(&plan), "clock");
        assert_eq!(clocks, BTreeMap::from([("met_on_time", 4), (open, 10), ("undetermined", 20)]), "{day}");
        let overdue = if open == "overdue" { 10 } else { 0 };
        assert_eq!(list(&plan, "rules")[0]["overdue"], overdue, "{day}");
    }
}

#[test]
fn every_past_day_can_be_shown_and_nothing_had_happened_before_the_first() {
    let plan = json("2021-12-31");
    assert_eq!(plan["totals"]["progress"], 0.0);
    assert_eq!(plan["totals"]["done"], 0);
}

#[test]
fn the_text_says_the_figures_of_the_json() {
    let plan = json("2022-02-10");
    let totals = &plan["totals"];
    let text = stdout(&["report", "--view", "tree", "--lang", "en"], 0);
    let (done, items) = (&totals["done"], &totals["items"]);
    assert!(text.contains(&format!("progress {:.1}%", totals["progress"].as_f64().unwrap())), "{text}");
    assert!(text.contains(&format!("done {done}/{items}")), "{text}");
    for (word, key) in [("red", "red"), ("yellow", "yellow"), ("green", "green"), ("grey", "grey")] {
        assert!(text.contains(&format!("{word} {}", totals[key])), "{word}");
    }
    assert!(text.contains(&format!("overdue {} · due soon {}", totals["overdue"], totals["due_soon"])));
    for item in list(&plan, "items") {
        let id = item["id"].as_str().unwrap();
        let line = text.lines().find(|line| line.split_whitespace().any(|word| word == id)).unwrap();
        assert!(line.contains(&format!("{:.1}%", item["progress"].as_f64().unwrap())), "{line}");
        if let Some(due) = item["due"].as_str() {
            assert!(line.contains(due), "{line}");
        }
    }
    let rules = stdout(&["report", "--view", "rules", "--lang", "en"], 0);
    let rule = &list(&plan, "rules")[0];
    assert!(rules.contains(&format!("{} owed: {} published", rule["owed"], rule["met"])), "{rules}");
    let units = stdout(&["report", "--view", "units", "--lang", "zh"], 0);
    for unit in list(&plan, "units") {
        let line = units.lines().find(|line| line.contains(unit["name"].as_str().unwrap())).unwrap();
        assert_eq!(line.split_whitespace().next(), Some(unit["items"].to_string().as_str()), "{line}");
    }
}

#[test]
fn the_views_look_as_they_should_in_both_languages() {
    for view in ["summary", "overdue", "rules", "week", "units", "tree"] {
        for lang in ["zh", "en"] {
            let text = stdout(&["report", "--view", view, "--lang", lang], 0);
            insta::assert_snapshot!(format!("{view}_{lang}"), text);
        }
    }
    let changes = ["report", "--view", "changes", "--since", "2022-02-08", "--lang"];
    for lang in ["zh", "en"] {
        let arguments: Vec<&str> = changes.into_iter().chain([lang]).collect();
        insta::assert_snapshot!(format!("changes_{lang}"), stdout(&arguments, 0));
    }
    insta::assert_snapshot!("summary_ascii", stdout(&["report", "--ascii", "--lang", "en"], 0));
    insta::assert_snapshot!("rules_overdue_zh", stdout(&["report", "--view=rules", "--as-of=2022-02-18"], 0));
}

#[test]
fn lines_carry_no_blanks_at_their_ends_and_no_escape_sequence() {
    for view in ["summary", "tree", "overdue", "rules", "week", "units"] {
        let text = stdout(&["report", "--view", view, "--color", "always"], 0);
        assert!(text.lines().all(|line| line.trim_end() == line), "{view}");
        assert!(!text.contains('\u{1b}'), "{view}");
    }
}

#[test]
fn explain_names_every_step_in_both_languages() {
    for (id, day) in
        [("1-2", "2022-02-10"), ("4-9", "2022-02-10"), ("3-4", "2022-02-18"), ("1-1", "2022-02-10")]
    {
        for lang in ["zh", "en"] {
            let text = stdout(&["explain", id, "--as-of", day, "--lang", lang], 0);
            insta::assert_snapshot!(format!("explain_{id}_{lang}"), text);
        }
    }
}

#[test]
fn fail_on_turns_what_is_overdue_into_an_exit_code() {
    for (what, day, code) in [
        ("overdue", "2022-02-10", 1),
        ("due-soon", "2022-02-10", 1),
        ("warning", "2022-02-10", 1),
        ("overdue", "2021-12-31", 0),
        ("due-soon", "2021-12-31", 0),
    ] {
        stdout(&["report", "--fail-on", what, "--as-of", day], code);
    }
}

#[test]
fn output_goes_to_a_file_whole_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("报告.json");
    fs::write(&path, "old").unwrap();
    let arguments = ["report", "--format", "json", "-o", path.to_str().unwrap()];
    assert_eq!(stdout(&arguments, 0), "");
    assert_eq!(fs::read_to_string(&path).unwrap(), stdout(&arguments[..3], 0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let nowhere = folder.path().join("no/such/folder/out.json");
    let output = run(&["report", "--lang", "en", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot write"));
}

#[test]
fn several_plans_stand_in_one_list_and_one_of_them_by_itself() {
    let root = tempfile::tempdir().unwrap();
    for id in ["a", "b"] {
        fs::create_dir_all(root.path().join(id)).unwrap();
        let plan =
            format!("format: 1\ntitle: {id}\nissuer: x\nissued: 2022-01-27\nunits: []\nsections: []\n");
        fs::write(root.path().join(id).join("plan.yaml"), plan).unwrap();
    }
    let folder = root.path().to_str().unwrap();
    let both: Value = serde_json::from_str(&stdout(&["report", "--format=json", folder], 0)).unwrap();
    let ids: BTreeSet<&str> =
        list(&both, "plans").iter().map(|plan| plan["plan"].as_str().unwrap()).collect();
    assert_eq!(ids, BTreeSet::from(["a", "b"]));
    assert_eq!(both["format"], 1);
    let one: Value =
        serde_json::from_str(&stdout(&["report", "--format=json", "--plan=b", folder], 0)).unwrap();
    assert_eq!(one["plan"], "b");
    assert_eq!(one["totals"]["progress"], Value::Null, "there is nothing to take a mean of");
}
