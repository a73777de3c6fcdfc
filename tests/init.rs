//! `guatu init`: what it writes is a plan without errors, and it never overwrites.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{run, stdout};
use serde_json::Value;

fn codes(dir: &str) -> Vec<String> {
    let text = stdout(&["check", "--format", "json", dir], 0);
    let json: Value = serde_json::from_str(&text).unwrap();
    let findings = json.get("findings").and_then(Value::as_array).unwrap().clone();
    let code = |finding: &Value| finding.get("code").and_then(Value::as_str).map(ToOwned::to_owned);
    findings.iter().filter_map(code).collect()
}

#[test]
fn a_new_plan_has_no_errors_in_either_language_and_says_what_to_do_next() {
    for (lang, next) in [("zh", "接下来"), ("en", "next:")] {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("plans/pilot");
        let dir = dir.to_str().unwrap();
        let told = stdout(&["init", dir, "--lang", lang], 0);
        assert!(told.contains(next) && told.contains(&format!("guatu check {dir}")), "{told}");
        assert_eq!(codes(dir), ["silent-unit"]);
        let text = fs::read_to_string(format!("{dir}/units/a.yaml")).unwrap();
        assert!(text.starts_with("# yaml-language-server: $schema=") && text.contains("1-2:"), "{text}");
        let tree = stdout(&["report", "--view", "tree", dir], 0);
        assert!(tree.contains("1-1") && tree.contains("1-2"), "{tree}");
    }
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().to_str().unwrap();
    fs::create_dir(temp.path().join("units")).unwrap();
    fs::write(temp.path().join("units/a.yaml"), "mine").unwrap();
    let output = run(&["init", dir, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a.yaml is already there"));
    assert_eq!(fs::read_to_string(temp.path().join("units/a.yaml")).unwrap(), "mine");
    assert!(!temp.path().join("plan.yaml").exists());
}

#[test]
fn a_units_file_holds_every_item_it_leads_and_is_written_once() {
    let temp = tempfile::tempdir().unwrap();
    fs::copy("plans/hangzhou-2022/plan.yaml", temp.path().join("plan.yaml")).unwrap();
    let dir = temp.path().to_str().unwrap();
    for lang in ["zh", "en"] {
        let _ = fs::remove_dir_all(temp.path().join("units"));
        let told = stdout(&["init", dir, "--unit", "scjgj", "--lang", lang], 0);
        assert!(told.contains("units/scjgj.yaml"), "{told}");
        let text = fs::read_to_string(temp.path().join("units/scjgj.yaml")).unwrap();
        let original = fs::read_to_string("plans/hangzhou-2022/units/scjgj.yaml").unwrap();
        for id in original.lines().filter(|line| line.starts_with("  ") && line.ends_with(':')) {
            let id = id.trim();
            assert!(!id.contains('-') || text.contains(&format!("\n  {id}\n")), "{id}");
        }
        assert!(codes(dir).iter().all(|code| code == "silent-unit"));
        let again = run(&["init", dir, "--unit", "scjgj"]);
        assert_eq!(again.status.code(), Some(2));
        assert_eq!(fs::read_to_string(temp.path().join("units/scjgj.yaml")).unwrap(), text);
    }
    let unknown = run(&["init", dir, "--unit", "scjg", "--lang", "en"]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean: scjgj"));
}
