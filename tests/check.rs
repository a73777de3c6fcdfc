//! `guatu check`: what it prints and how it ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{command, run, stdout};
use serde_json::Value;

/// The folder of a plan with one unit that reports `status`.
fn plan(status: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("units")).unwrap();
    fs::write(
        root.path().join("plan.yaml"),
        "format: 1\ntitle: 方案\nissuer: 市政府\nissued: 2022-01-27\nas_of: 2022-02-10\n\
         units:\n  - { id: a, name: 甲局 }\nsections:\n  - label: 一、\n    title: 任务\n    items:\n      \
         - { id: 1-1, title: 事项, lead: a }\n",
    )
    .unwrap();
    fs::write(root.path().join("units/a.yaml"), status).unwrap();
    root
}

#[test]
fn the_sample_has_exactly_the_warnings_that_are_meant() {
    let json: Value = serde_json::from_str(&stdout(&["check", "plans", "--format", "json"], 0)).unwrap();
    let mut codes = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        *codes.entry(finding["code"].as_str().unwrap()).or_insert(0) += 1;
        assert_eq!(finding["severity"], "warning");
    }
    assert_eq!(codes, BTreeMap::from([("silent-unit", 2), ("late-report", 1), ("done-without-evidence", 1)]));
    assert_eq!(json.as_object().unwrap().len(), 1);
    stdout(&["check", "plans", "--fail-on", "warning"], 1);
}

#[test]
fn short_is_one_line_each_in_exactly_that_form() {
    let text = stdout(&["check", "plans", "--format", "short", "--lang", "en"], 0);
    assert_eq!(text.lines().count(), 4);
    for line in text.lines() {
        let mut parts = line.splitn(4, ':');
        assert!(parts.next().unwrap().contains("units/"), "{line}");
        assert!(parts.next().unwrap().parse::<usize>().unwrap() > 0, "{line}");
        assert!(parts.next().unwrap().parse::<usize>().unwrap() > 0, "{line}");
        assert!(parts.next().unwrap().starts_with(" warning["), "{line}");
    }
}

#[test]
fn an_error_ends_with_1_and_shows_the_line_with_a_caret_under_it() {
    let root =
        plan("单位: a\n事项:\n  1-1:\n    说明一下: x\n    记录:\n      - { 日期: 2022-02-30, 进度: 10 }\n");
    let folder = root.path().to_str().unwrap();
    let text = stdout(&["check", "--lang", "zh", folder], 1);
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("[bad-date]")).unwrap_or_else(|| panic!("{text}"));
    assert!(lines[at].contains("units/a.yaml:6:15: 错误[bad-date]"), "{text}");
    let before = lines[at + 1].split("2022-02-30").next().unwrap();
    let caret = lines[at + 2].split('^').next().unwrap();
    assert_eq!(guatu::text::width(before), guatu::text::width(caret), "\n{text}");
    assert!(lines.last().unwrap().starts_with("1 个错误"), "{text}");
}

#[test]
fn a_filter_leaves_the_findings_of_the_files_units_and_words_it_names() {
    let count = |filter: &str, code| {
        stdout(&["check", "plans", "--format", "short", "--filter", filter, "--fail-on", "warning"], code)
            .lines()
            .count()
    };
    assert_eq!((count("unit:mzj", 1), count("18-4", 1), count("!unit:mzj", 1)), (1, 1, 3));
    // What it asks of items hides no finding: a mistake is one whatever its item's light is.
    assert_eq!((count("light:red", 1), count("unit:gaj", 0)), (4, 0));
}

#[test]
fn colour_is_asked_for_or_not_there() {
    let root = plan("unit: a\nitems: {}\n");
    let folder = root.path().to_str().unwrap();
    let escape = |arguments: &[&str], set: &[(&str, &str)]| {
        let mut command = command(arguments);
        let output = command.arg(folder).envs(set.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!escape(&["check"], &[]), "a pipe is no terminal");
    assert!(escape(&["check", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(escape(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!escape(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!escape(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!escape(&["check", "--format", "short", "--color", "always"], &[]));
}

#[test]
fn a_day_before_the_first_entry_finds_the_silence_of_that_day() {
    let root = plan("unit: a\nitems:\n  1-1:\n    log:\n      - { on: 2022-02-01, progress: 10 }\n");
    let folder = root.path().to_str().unwrap();
    assert_eq!(stdout(&["check", "--format", "short", folder], 0), "");
    assert!(
        stdout(&["check", "--format", "short", "--as-of", "2022-01-31", folder], 0).contains("silent-unit")
    );
}

#[test]
fn what_cannot_be_read_at_all_is_input_missing_and_the_rest_is_reported() {
    let root = plan("unit: a\nitems: {}\n");
    let folder = root.path().to_str().unwrap();
    fs::remove_file(root.path().join("units/a.yaml")).unwrap();
    fs::create_dir(root.path().join("units/a.yaml")).unwrap();
    assert!(stdout(&["check", "--format", "short", folder], 3).contains("error[not-a-file]"));
    assert!(stdout(&["report", "--view", "tree", folder], 3).contains("1-1"), "the rest was still reported");

    let several = tempfile::tempdir().unwrap();
    for (id, text) in [
        ("good", "format: 1\ntitle: 甲\nissuer: x\nissued: 2022-01-27\nunits: []\nsections: []\n"),
        ("bad", "title: ["),
    ] {
        fs::create_dir(several.path().join(id)).unwrap();
        fs::write(several.path().join(id).join("plan.yaml"), text).unwrap();
    }
    let folder = several.path().to_str().unwrap();
    assert!(stdout(&["report", folder], 3).contains('甲'));
    assert!(stdout(&["check", "--format", "short", folder], 1).contains("bad/plan.yaml:"));
    assert_eq!(stdout(&["report", "--plan", "bad", folder], 3), "");
}

#[test]
fn one_file_alone_is_checked_in_every_form_and_named_as_it_was_named() {
    let root = plan("unit: a\nitems:\n  1-1:\n    log:\n      - { on: 2022-02-30 }\n");
    let folder = root.path().to_str().unwrap();
    let file = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let (unit, own, holidays) = (file("units/a.yaml"), file("plan.yaml"), file("holidays.yaml"));
    let short = |path: &str, code| stdout(&["check", "--format", "short", "--lang", "en", path], code);
    fs::write(&holidays, "holidays:\n  - { name: x, year: 2027, off: [2027-01-01, x] }\n").unwrap();

    let bad_date = format!("{unit}:5:15: error[bad-date]: ");
    let said = short(&unit, 1);
    assert!(said.lines().any(|line| line.starts_with(&bad_date)), "{said}");
    assert!(said.lines().all(|line| line.starts_with(&unit)), "nothing of another file: {said}");
    assert_eq!(short(&own, 0), "", "the plan itself is right");
    assert!(short(&holidays, 1).starts_with(&format!("{holidays}:2:")));
    let all = short(folder, 1);
    for name in ["units/a.yaml:5:15:", "holidays.yaml:2:"] {
        assert!(all.lines().any(|line| line.starts_with(name)), "{all}");
    }

    let human = stdout(&["check", "--lang", "en", &unit], 1);
    assert!(human.contains("5 |       - { on: 2022-02-30 }\n    |               ^"), "{human}");
    let json: Value = serde_json::from_str(&stdout(&["check", "--format", "json", &unit], 1)).unwrap();
    let first = &json["findings"][0];
    assert_eq!(
        (&first["file"], &first["line"], &first["column"]),
        (&unit.as_str().into(), &5.into(), &15.into())
    );

    // From where an editor stands: a name without any folder.
    let output =
        command(&["check", "--format", "short", "a.yaml"]).current_dir(root.path().join("units")).output();
    let said = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(said.contains("a.yaml:5:15: error[bad-date]") && !said.contains('/'), "{said}");
}

#[test]
fn a_root_of_plans_a_plan_and_a_unit_end_with_the_same_code_for_the_same_mistake() {
    let root = tempfile::tempdir().unwrap();
    let one =
        plan("unit: a\nitems:\n  1-1:\n    log:\n      - { on: 2022-02-01, progress: 20 }\n        x\n");
    fs::rename(one.path(), root.path().join("one")).unwrap();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    for name in ["", "one", "one/units/a.yaml"] {
        for format in ["human", "short", "json"] {
            assert!(
                stdout(&["check", "--format", format, &path(name)], 1).contains("syntax"),
                "{name} {format}"
            );
        }
    }
    fs::write(root.path().join("one/units/a.yaml"), "unit: a\nitems: {}\n").unwrap();
    for name in ["", "one", "one/units/a.yaml"] {
        assert!(
            stdout(&["check", "--format", "short", &path(name)], 0).contains("warning[silent-unit]"),
            "{name}"
        );
        stdout(&["check", "--fail-on", "warning", &path(name)], 1);
    }
}

#[test]
fn a_file_that_cannot_be_checked_alone_says_why() {
    let root = plan("unit: a\nitems: {}\n");
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let complaint = |name: &str, code| {
        let output = run(&["check", "--lang", "en", &path(name)]);
        assert_eq!(output.status.code(), Some(code), "{name}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(complaint("units/none.yaml", 3).contains("no such file: "));
    fs::write(path("notes.yaml"), "x: y\n").unwrap();
    assert!(complaint("notes.yaml", 2).contains("is not a file of a plan"));
    fs::write(path("units/b.yaml"), "unit: b\n").unwrap();
    assert!(
        stdout(&["check", "--format", "short", &path("units/b.yaml")], 1).contains("error[unknown-unit]")
    );
    fs::create_dir(path("units/c.yaml")).unwrap();
    fs::remove_file(path("units/a.yaml")).unwrap();
    fs::create_dir(path("units/a.yaml")).unwrap();
    assert!(stdout(&["check", "--format", "short", &path("units/a.yaml")], 3).contains("error[not-a-file]"));
    fs::write(path("plan.yaml"), "title: [").unwrap();
    let said = stdout(&["check", "--format", "short", &path("units/b.yaml")], 1);
    assert!(
        said.contains("plan.yaml:1:") && said.contains("error[syntax]"),
        "its plan is what is wrong: {said}"
    );
    fs::remove_file(path("plan.yaml")).unwrap();
    assert!(complaint("units/b.yaml", 3).contains("there is no plan in"));
}
