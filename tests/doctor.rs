//! `guatu doctor`: what it finds, what it advises, what it asks the terminal, and what it leaves behind.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod common;
#[expect(dead_code, reason = "each test uses a part of it")]
mod pty;

use std::fs;
use std::time::Duration;

use common::command;
use pty::Pty;
use serde_json::Value;

/// A machine on which everything is as it should be.
struct Machine {
    home: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("tmp")).unwrap();
        Self { home }
    }

    fn path(&self) -> &str {
        self.home.path().to_str().unwrap()
    }

    fn tmp(&self) -> String {
        format!("{}/tmp", self.path())
    }

    /// The checks by JSON, and the exit code.
    fn ask(&self, words: &[&str], env: &[(&str, &str)]) -> (Vec<Value>, i32) {
        let mut command = command(&["doctor", "--format", "json", "--lang", "en"]);
        command.args(words).env("HOME", self.path()).env("TMPDIR", self.tmp()).env("LANG", "en_GB.UTF-8");
        command.env("EDITOR", "sh").env("COLORTERM", "truecolor");
        for name in ["VISUAL", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LC_CTYPE"] {
            command.env_remove(name);
        }
        command.envs(env.iter().copied());
        let output = command.output().unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        (json["checks"].as_array().unwrap().clone(), output.status.code().unwrap())
    }

    fn left(&self) -> usize {
        fs::read_dir(self.tmp()).unwrap().count()
    }
}

fn check<'c>(checks: &'c [Value], id: &str) -> &'c Value {
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no {id} in {checks:?}"))
}

fn verdict<'c>(checks: &'c [Value], id: &str) -> &'c str {
    check(checks, id)["verdict"].as_str().unwrap()
}

#[test]
fn on_a_healthy_machine_it_finds_nothing_to_mend_and_leaves_nothing_behind() {
    let machine = Machine::new();
    let (checks, code) = machine.ask(&["plans"], &[]);
    assert_eq!(code, 0, "{checks:#?}");
    for id in ["language", "terminal", "colours", "clock", "zone", "plans", "editor", "state", "config"] {
        assert!(matches!(verdict(&checks, id), "ok" | "note"), "{id}: {:?}", check(&checks, id));
    }
    assert_eq!(verdict(&checks, "events"), "ok", "{:?}", check(&checks, "events"));
    let plans = check(&checks, "plans")["fact"].as_str().unwrap();
    assert!(plans.contains("items: 195") && plans.contains("errors: 0"), "{plans}");
    assert_eq!(machine.left(), 0);
}

#[test]
fn without_a_terminal_its_questions_are_skipped_with_the_reason() {
    let (checks, _) = Machine::new().ask(&["plans"], &[]);
    for id in ["widths", "background", "synchronized"] {
        assert_eq!(verdict(&checks, id), "skipped");
        assert!(check(&checks, id)["fact"].as_str().unwrap().contains("not a terminal"), "{checks:?}");
    }
}

#[test]
fn what_needs_a_hand_is_said_with_its_fix_and_the_exit_code_is_1() {
    let machine = Machine::new();
    fs::write(machine.home.path().join("file"), "").unwrap();
    let file = format!("{}/file", machine.path());
    for (id, env, fix) in [
        ("language", ("LANG", "zh_CN.GBK"), "LANG=zh_CN.UTF-8"),
        ("editor", ("EDITOR", "no-such-editor -w"), "EDITOR=vim"),
        ("state", ("XDG_STATE_HOME", file.as_str()), "XDG_STATE_HOME"),
        ("events", ("TMPDIR", "/no/such/folder"), "TMPDIR"),
    ] {
        let (checks, code) = machine.ask(&["plans"], &[env]);
        assert_eq!((verdict(&checks, id), code), ("fix", 1), "{id}: {checks:#?}");
        assert!(check(&checks, id)["fix"].as_str().unwrap().contains(fix), "{id}: {checks:#?}");
    }
    let (checks, code) = machine.ask(&["/no/such/plans"], &[]);
    assert_eq!((verdict(&checks, "plans"), code), ("fix", 1));
}

#[test]
fn a_file_from_the_future_and_a_machine_without_zones_are_found() {
    let machine = Machine::new();
    let plan = machine.home.path().join("plan");
    assert!(command(&["init", plan.to_str().unwrap()]).output().unwrap().status.success());
    let file = fs::File::options().write(true).open(plan.join("units/a.yaml")).unwrap();
    let now = file.metadata().unwrap().modified().unwrap();
    let words = [plan.to_str().unwrap()];
    let bare = [("TZDIR", machine.path())];
    let (checks, code) = machine.ask(&words, &bare);
    assert_eq!((verdict(&checks, "zone"), verdict(&checks, "clock"), code), ("note", "ok", 0), "{checks:#?}");
    file.set_modified(now + Duration::from_secs(90_000)).unwrap();
    let (checks, code) = machine.ask(&words, &[]);
    assert_eq!((verdict(&checks, "clock"), code), ("fix", 1), "{checks:#?}");
    assert!(check(&checks, "clock")["fact"].as_str().unwrap().contains("units/a.yaml"));
}

#[test]
fn the_text_is_a_line_for_each_question_in_both_languages() {
    for (lang, word) in [("zh", "正常"), ("en", "ok")] {
        let text = String::from_utf8(command(&["doctor", "--lang", lang]).output().unwrap().stdout).unwrap();
        assert!(
            text.lines().count() >= 15 && text.lines().any(|line| line.starts_with(&format!("✔ {word} ")))
        );
        let ascii = command(&["doctor", "--lang", "en", "--ascii"]).output().unwrap().stdout;
        assert!(ascii.is_ascii(), "{}", String::from_utf8_lossy(&ascii));
    }
}

const TERM: [(&str, &str); 3] =
    [("TERM", "xterm-256color"), ("LC_ALL", "en_GB.UTF-8"), ("PATH", "/usr/bin:/bin")];

#[test]
fn a_terminal_that_answers_nothing_is_not_waited_for() {
    let mut pty = Pty::start(&["doctor", "plans"], &TERM);
    let code = pty.end();
    pty.wait("the last line", Duration::from_secs(5), |shown| shown.contains("config folder"));
    let shown = pty.shown();
    assert!(shown.contains("did not answer within 300 ms"), "{shown}");
    assert!(code <= 1, "{code}");
    pty.assert_line_mode();
}

/// Answers as a terminal does in which the ambiguous samples take `ambiguous` cells, Chinese and emoji two.
fn answered(env: &[(&str, &str)], ambiguous: u16) -> (String, u32) {
    let mut pty = Pty::start(&["doctor", "plans"], env);
    let asked = |pty: &Pty| String::from_utf8_lossy(&pty.written()).contains("\x1b[c");
    pty.wait("the questions", Duration::from_secs(10), |_| asked(&pty));
    let widths = [ambiguous, ambiguous, ambiguous, ambiguous, ambiguous, 2, 2];
    let answer = widths.map(|cells| format!("\x1b[5;{}R", cells + 1)).concat();
    pty.press(&format!("{answer}\x1b[?2026;2$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;4c"));
    let code = pty.end();
    pty.wait("the last line", Duration::from_secs(5), |shown| shown.contains("config folder"));
    pty.assert_line_mode();
    (pty.shown(), code)
}

#[test]
fn a_terminal_that_answers_is_measured() {
    let (shown, _) = answered(&TERM, 1);
    for fact in ["“ 1", "挂 2 cells", "🟢 2 cells", "light #ffffff", "known (mode 2026)"] {
        assert!(shown.contains(fact), "{fact}\n{shown}");
    }
    assert!(shown.contains("GUATU_THEME=light"), "{shown}");
}

#[test]
fn wide_ambiguous_characters_are_to_be_told_to_the_program_and_then_are_right() {
    let (shown, code) = answered(&TERM, 2);
    assert!(shown.contains("export GUATU_AMBIGUOUS=wide"), "{shown}");
    assert_eq!(code, 1);
    let wide: Vec<_> = TERM.into_iter().chain([("GUATU_AMBIGUOUS", "wide")]).collect();
    let (shown, _) = answered(&wide, 2);
    assert!(!shown.contains("export GUATU_AMBIGUOUS"), "{shown}");
}
