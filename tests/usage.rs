//! How the program ends when it is called wrongly, or its reader goes away: exit codes and sentences.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Read as _;
use std::process::Stdio;

use common::{command, run, stdout};

fn complaint(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} wrote to standard output");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_usage_error_says_what_and_where_then_what_to_do_in_the_language_asked_for() {
    for (arguments, zh, en) in [
        (&["report", "--view", "nope"][..], "--view：没有“nope”这一项", "--view: there is no “nope”"),
        (&["report", "--as-of", "2022/2/8"], "写成 2022-02-08", "write 2022-02-08"),
        (&["report", "--view", "changes"], "--since", "--since"),
        (
            &["report", "--view", "tree", "--format", "json"],
            "json 格式只有：summary；--view tree 的格式有：text, markdown, html, csv",
            "json has only: summary; --view tree can be had as: text, markdown, html, csv",
        ),
        (&["report", "--view", "units", "--format", "csv"], "text, markdown, html", "text, markdown, html"),
        (&["report", "--bom"], "只用于 csv", "for the format csv only"),
        (&["report", "--unit", "scjg"], "是否指：scjgj", "did you mean: scjgj"),
        (&["check", "--unit", "zzz"], "没有编号为“zzz”的单位", "there is no unit “zzz”"),
        (&["check", "--format", "csv"], "human, short, json", "human, short, json"),
        (&["--bogus"], "没有“--bogus”", "there is no option or argument “--bogus”"),
        (&["explain"], "缺少：<ID>", "missing: <ID>"),
        (&["report", "--as-of"], "--as-of 缺少值", "--as-of needs a value"),
        (&["wall", "--night", "9"], "22:00-07:00", "22:00-07:00"),
        (&["wall", "--rotate", "soon"], "--rotate", "--rotate"),
        (&["report", "--plan", "hangzhou"], "hangzhou-2022", "hangzhou-2022"),
        (&["explain", "1-22"], "是否指：1-2", "did you mean: 1-2"),
        (&["explain", "zzz"], "没有编号为“zzz”的事项", "there is no item “zzz”"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let all: Vec<&str> = arguments.iter().copied().chain(["--lang", lang]).collect();
            let said = complaint(&all, 2);
            assert!(said.starts_with("guatu: ") && said.contains("\n  → "), "{all:?}: {said}");
            assert!(said.contains(words), "{all:?}: {said}");
        }
    }
}

#[test]
fn a_missing_folder_is_input_missing_and_a_mistyped_command_is_offered() {
    assert!(complaint(&["report", "no/such/folder", "--lang", "en"], 3).contains("no/such/folder"));
    assert!(complaint(&["reprot", "--lang", "en"], 3).contains("guatu report"));
}

#[test]
fn the_language_is_the_flag_then_the_variable_then_the_locale_then_the_plans() {
    let say = |set: &[(&str, &str)], arguments: &[&str]| {
        let mut command = command(arguments);
        command.envs(set.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let english = |text: &str| text.contains("as of");
    assert!(!english(&say(&[], &["report"])), "the plan's own language is Chinese");
    assert!(english(&say(&[("LANG", "en_GB.UTF-8")], &["report"])));
    assert!(!english(&say(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], &["report"])));
    assert!(english(&say(&[("LC_ALL", ""), ("LC_MESSAGES", "de_DE")], &["report"])));
    assert!(english(&say(&[("LC_ALL", "zh_CN"), ("GUATU_LANG", "en")], &["report"])));
    assert!(!english(&say(&[("GUATU_LANG", "en")], &["report", "--lang", "zh"])));
}

#[test]
fn every_flag_can_be_a_variable() {
    let mut command = command(&["report"]);
    command.envs([
        ("GUATU_LANG", "en"),
        ("GUATU_AS_OF", "2022-02-18"),
        ("GUATU_PLANS", "plans"),
        ("GUATU_PLAN", "hangzhou-2022"),
        ("GUATU_ASCII", "1"),
        ("GUATU_REPORT_VIEW", "rules"),
    ]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("as of Fri 2022-02-18") && text.contains("Undetermined"), "{text}");
    assert!(!text.contains('●'));
}

#[test]
fn a_variable_of_one_command_means_nothing_to_another() {
    let code = |arguments: &[&str], name: &str, value: &str| {
        command(arguments).env(name, value).output().unwrap().status.code()
    };
    assert_eq!(code(&["report"], "GUATU_REPORT_FORMAT", "nope"), Some(2), "the report reads it");
    for command in [&["check"][..], &["snapshot"], &["deadline", "2022-01-27", "--days", "20"]] {
        assert_eq!(code(command, "GUATU_REPORT_FORMAT", "nope"), Some(0), "{command:?}");
        assert_eq!(code(command, "GUATU_REPORT_VIEW", "nope"), Some(0), "{command:?}");
    }
    assert_eq!(code(&["report"], "GUATU_CHECK_FORMAT", "short"), Some(0));
    assert_eq!(code(&["snapshot"], "GUATU_SNAPSHOT_VIEW", "wall"), Some(0));
    assert_eq!(code(&["report"], "GUATU_SNAPSHOT_VIEW", "wall"), Some(0));
}

#[test]
fn without_a_terminal_the_program_prints_the_summary_once() {
    assert_eq!(stdout(&[], 0), stdout(&["report", "--view", "summary"], 0));
    assert_eq!(stdout(&["plans"], 0), stdout(&["plans", "report"], 0));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child =
        command(&["report", "--view", "tree"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(said, "");
}

#[test]
fn help_has_examples_and_goes_to_standard_output() {
    for arguments in [&["--help"][..], &["report", "--help"], &["check", "--help"], &["deadline", "--help"]] {
        assert!(stdout(arguments, 0).contains("Examples:"), "{arguments:?}");
    }
    assert!(!stdout(&["report", "-h"], 0).contains("Examples:"));
    assert!(stdout(&["-V"], 0).starts_with("guatu "));
}

#[test]
fn a_plan_nobody_knows_is_a_usage_error_of_every_command_that_shows_one() {
    for words in [&["report"][..], &["snapshot"], &["check"]] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_guatu"))
            .args(words)
            .args(["--plan", "nowhere", "--lang", "en", "plans"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("hangzhou-2022"), "{words:?}");
    }
}
