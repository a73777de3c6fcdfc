//! `guatu log`: one entry more, every other byte as it was.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use common::{command, run, stdout};
use guatu::domain::state::State;
use guatu::domain::status::{Logged, Words};
use guatu::domain::{Day, Ledger, Percent};
use guatu::store::Store;
use guatu::store::append::{Backwards, Refusal, Wish, append};
use guatu::text::{Lang, clean};
use proptest::prelude::*;

const PLAN: &str = include_str!("gallery/unknown-key/plan.yaml");

fn ledger(dir: &Path) -> Arc<Ledger> {
    let portfolio = Store::new(dir).refresh(&|_| "2022-02-10".parse().unwrap()).unwrap();
    Arc::clone(portfolio.ledgers.first().unwrap())
}

fn entry(note: &str) -> Logged {
    let (note, on): (_, Day) = (clean(note.trim()).trim().to_owned(), "2022-02-10".parse().unwrap());
    Logged { on, state: None, progress: None, words: Words::of([Some(note), None, None, None]) }
}

fn enter(dir: &Path, unit: &str, item: &str, entry: Logged) -> Result<(), Refusal> {
    let ledger = ledger(dir);
    let plan = &*ledger.plan;
    let (unit, item) = (plan.unit_of(unit).unwrap(), plan.item_of(item).unwrap());
    let today = "2022-02-10".parse().unwrap();
    let wish = Wish { plan, unit, item, entry, today, lang: Lang::Zh, backwards: Backwards::Forced };
    append(&wish, &dir.join(&*ledger.path(unit)), dir)
}

/// The folder of a small plan whose unit `b` (item 1-2) says `status`.
fn small(status: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("units")).unwrap();
    fs::write(dir.path().join("plan.yaml"), PLAN).unwrap();
    fs::write(dir.path().join("units/b.yaml"), status).unwrap();
    dir
}

fn after(status: &str, note: &str) -> String {
    let dir = small(status);
    enter(dir.path(), "b", "1-2", entry(note)).unwrap();
    fs::read_to_string(dir.path().join("units/b.yaml")).unwrap()
}

#[test]
fn an_entry_is_written_as_the_file_is_written() {
    for (before, expected) in [
        (
            "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-01, progress: 5 } # x\n      # end\n\n# bye\n",
            "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-01, progress: 5 } # x\n      - { on: 2022-02-10, note: 好 }\n      # end\n\n# bye\n",
        ),
        (
            "单位: b\r\n事项:\r\n  1-2:\r\n    记录:\r\n    - 日期: 2022-02-01\r\n      说明: |\r\n        长\r\n        文\r\n    时限: 2022-09-30",
            "单位: b\r\n事项:\r\n  1-2:\r\n    记录:\r\n    - 日期: 2022-02-01\r\n      说明: |\r\n        长\r\n        文\r\n    - 日期: 2022-02-10\r\n      说明: 好\r\n    时限: 2022-09-30",
        ),
        (
            "\u{feff}unit: b\nitems:\n  1-2:\n    log: []   # none\n    due: 2022-09-30\n",
            "\u{feff}unit: b\nitems:\n  1-2:\n    log:   # none\n      - { on: 2022-02-10, note: 好 }\n    due: 2022-09-30\n",
        ),
        ("unit: b\nitems: {}\n", "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-10, note: 好 }\n"),
        ("unit: b\nitems:", "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-10, note: 好 }"),
        ("单位: b\n", "单位: b\n事项:\n  1-2:\n    记录:\n      - { 日期: 2022-02-10, 说明: 好 }\n"),
        (
            "unit: b\nitems:\n  1-2:\n  # end\n",
            "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-10, note: 好 }\n  # end\n",
        ),
        (
            "unit: b\nitems:\n  1-2:\n    due: 2022-09-30\n",
            "unit: b\nitems:\n  1-2:\n    due: 2022-09-30\n    log:\n      - { on: 2022-02-10, note: 好 }\n",
        ),
        (
            "unit: b\nitems: { 1-2: { log: [ { on: 2022-02-01 } ] } }\n",
            "unit: b\nitems: { 1-2: { log: [ { on: 2022-02-01 }, { on: 2022-02-10, note: 好 } ] } }\n",
        ),
        (
            "unit: b\nitems: { 1-2: { log: [] } }\n",
            "unit: b\nitems: { 1-2: { log: [{ on: 2022-02-10, note: 好 }] } }\n",
        ),
        (
            "unit: b\nitems: { 1-2: { due: 2022-09-30 } }\n",
            "unit: b\nitems: { 1-2: { due: 2022-09-30, log: [{ on: 2022-02-10, note: 好 }] } }\n",
        ),
        (
            "# nothing yet",
            "# nothing yet\n单位: b\n事项:\n  1-2:\n    记录:\n      - { 日期: 2022-02-10, 说明: 好 }\n",
        ),
    ] {
        assert_eq!(after(before, "好"), expected);
    }
}

#[test]
fn items_of_every_file_of_the_plan_take_an_entry_and_only_lines_are_added() {
    let temp = tempfile::tempdir().unwrap();
    let (from, dir) = (Path::new("plans/hangzhou-2022"), temp.path());
    fs::create_dir(dir.join("units")).unwrap();
    fs::copy(from.join("plan.yaml"), dir.join("plan.yaml")).unwrap();
    let restore = |unit: &str| {
        let name = format!("units/{unit}.yaml");
        fs::copy(from.join(&name), dir.join(&name)).map_or_else(
            |_| {
                let _ = fs::remove_file(dir.join(&name));
                String::new()
            },
            |_| fs::read_to_string(from.join(&name)).unwrap(),
        )
    };
    let plan = Arc::clone(&ledger(from).plan);
    for unit in &plan.units {
        for ix in plan.led_by(plan.unit_of(&unit.id).unwrap()).step_by(4) {
            let before = restore(&unit.id);
            let id = &plan.item(ix).unwrap().id;
            enter(dir, &unit.id, id, entry("新的一条")).unwrap_or_else(|refusal| panic!("{id}: {refusal:?}"));
            let text = fs::read_to_string(dir.join(format!("units/{}.yaml", unit.id))).unwrap();
            if before.is_empty() {
                continue;
            }
            // An empty mapping makes room; nothing else goes.
            let before = before.replace("items: {}", "items:");
            let head = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            let tail = before.len() - head;
            assert_eq!(before.as_bytes().get(head..), text.as_bytes().get(text.len() - tail..), "{id}");
        }
    }
}

/// What people and programs write: signs that mean something to YAML, several lines, emoji, anything printable.
fn text() -> impl Strategy<Value = Option<String>> {
    const PHRASES: &[&str] = &[
        "- a: b #c",
        "成立专班——已报",
        "x: y",
        "见 #12",
        "说“\"”",
        "null",
        "是",
        "2022-02-30",
        "1.10",
        "👩\u{200d}👧 好",
        "一\n二\n\n三",
        "~",
        "<<",
        "*",
        "|",
        ">-",
        "a\r\nb",
        "'",
        "\"",
        "\\",
        "{",
        "]",
        "!x y",
        "&x y",
        "? a",
        "%a",
        "@b",
        "`c`",
        ": ",
        " #",
        "状态：推进中",
        "https://example.org/x#y?z=1&w=2",
    ];
    let signs = "[a-z0-9：:#'\"“”—，,\\[\\]{}&*!|>%@`~?\\\\ \n\t甲乙👍-]{0,30}";
    prop_oneof![
        2 => Just(None),
        2 => proptest::sample::select(PHRASES).prop_map(|text| Some(text.to_owned())),
        2 => signs.prop_map(Some),
        1 => "\\PC{1,20}".prop_map(Some),
    ]
}

fn any_entry() -> impl Strategy<Value = Logged> {
    const DAYS: &[&str] = &["1900-01-01", "2022-02-09", "2022-02-10", "2023-12-31", "2200-12-31"];
    let day = proptest::sample::select(DAYS).prop_map(|day| day.parse().unwrap());
    let state = proptest::option::of(proptest::sample::select(&State::ALL[..]));
    let progress = proptest::option::of(
        (0..=100_000_u32).prop_map(|n| Percent::parse(&format!("{}.{:03}", n / 1000, n % 1000)).unwrap()),
    );
    let said = |text: Option<String>| Some(clean(text?.trim()).trim().to_owned());
    (day, state, progress, text(), text(), text(), text()).prop_map(
        move |(on, state, progress, note, problem, next, evidence)| {
            let words = Words::of([note, problem, next, evidence].map(said));
            Logged { on, state, progress, words }
        },
    )
}

/// Files in the ways people write them: how far in, in braces or in lines, in which language, with which line ends.
const FILES: [&str; 9] = [
    "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-01 }\n",
    "unit: b\nitems:\n  1-2:\n    log:\n      - on: 2022-02-01\n        progress: 5\n# end",
    "unit: b\nitems:\n  1-2:\n    log:\n    - on: 2022-02-01\n      note: |\n        长\n\n        文\n\n    due: 2022-09-30 # ours\n",
    "unit: b\nitems:\n    1-2:\n        log:\n            -   on: 2022-02-01\n                note: 'it''s'   \n\n\n",
    "单位: b\n事项:\n 1-2:\n  记录:\n  - 日期: 2022-02-01\n    状态: 推进中\n",
    "unit: b\nitems: { 1-2: { log: [ { on: 2022-02-01 } ] } } # flow\n",
    "# head\nunit: \"b\"\nitems:\n  \"1-2\":\n    log: # none\n  # tail\n",
    "unit: b\nitems:\n  1-2:\n    rules: {}\n    extension: { to: 2022-10-31, approved: 2022-02-01, reason: x }\n",
    "\u{feff}# only a comment\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 60 } else { 2000 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_entry_is_read_again_as_it_was_written_and_every_other_byte_stays(wanted in any_entry()) {
        for file in FILES {
            for old in [file.to_owned(), file.replace('\n', "\r\n")] {
                let dir = small(&old);
                if let Err(refusal) = enter(dir.path(), "b", "1-2", wanted.clone()) {
                    return Err(TestCaseError::fail(format!("{refusal:?}\n{old}\n{wanted:#?}")));
                }
                let new = fs::read(dir.path().join("units/b.yaml")).unwrap();
                let ledger = ledger(dir.path());
                let report = ledger.reports.get(1).unwrap().as_ref().unwrap();
                let filed = report.filed();
                let (_, item) = filed.first().unwrap();
                prop_assert_eq!(item.log.last(), Some(&wanted));
                // Something came in at one place, and nothing went.
                let head = old.bytes().zip(&new).take_while(|(old, new)| old == *new).count();
                let (old, new) = (old.as_bytes().get(head..).unwrap(), new.get(head..).unwrap());
                prop_assert!(new.ends_with(old), "{}", String::from_utf8_lossy(new));
            }
        }
    }
}

#[test]
fn every_flag_of_log_is_also_a_variable() {
    let dir = small("unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-08, state: submitted }\n");
    let output = command(&["log", "1-2", dir.path().to_str().unwrap()])
        .envs([("GUATU_UNIT", "b"), ("GUATU_LOG_STATE", "推进中"), ("GUATU_LOG_PROGRESS", "40")])
        .envs([("GUATU_LOG_NOTE", "甲"), ("GUATU_LOG_PROBLEM", "乙"), ("GUATU_LOG_NEXT", "丙")])
        .envs([("GUATU_LOG_EVIDENCE", "丁"), ("GUATU_LOG_ON", "2022-02-07"), ("GUATU_LOG_FORCE", "1")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = fs::read_to_string(dir.path().join("units/b.yaml")).unwrap();
    let entry = "- { on: 2022-02-07, state: in_progress, progress: 40, note: 甲, problem: 乙, next: 丙, evidence: 丁 }\n";
    assert!(text.ends_with(entry), "{text}");
}

#[test]
fn the_command_appends_keeps_permissions_and_refuses_to_go_back_without_force() {
    let dir = small(
        "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-08, state: submitted, evidence: x }\n",
    );
    let (folder, path) = (dir.path().to_str().unwrap(), dir.path().join("units/b.yaml"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let log = |more: &[&str]| {
        let all: Vec<&str> =
            ["log", "1-2", folder, "--unit", "b", "--lang", "en"].iter().chain(more).copied().collect();
        run(&all)
    };
    for (more, said) in [
        (&["--state", "推进中"][..], "reopen"),
        (&["--progress", "40"], "is less"),
        (&["--note", "x", "--on", "2022-02-07"], "before the last entry"),
        (&[], "nothing to enter"),
        (&["--progress", "140"], "not a number from 0 to 100"),
        (&["--state", "done"], "is not a state"),
    ] {
        let output = log(more);
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{more:?}: {output:?}");
    }
    let before = fs::read_to_string(&path).unwrap();
    assert!(before.ends_with("evidence: x }\n"), "a refusal changes nothing");
    assert_eq!(log(&["--state", "推进中", "--progress", "40.5", "--force"]).status.code(), Some(0));
    assert_eq!(log(&["--note", "- a: b #c"]).status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        before
            + "      - { on: 2022-02-10, state: in_progress, progress: 40.5 }\n      - { on: 2022-02-10, note: \"- a: b #c\" }\n"
    );
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(dir.path().join("units")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn what_cannot_be_entered_is_refused_with_the_reason() {
    let dir = small("unit: b\nitems: [\n");
    let folder = dir.path().to_str().unwrap();
    for (arguments, said) in [
        (["log", "1-2", folder, "--unit", "b"], "b.yaml"),
        (["log", "1-1", folder, "--unit", "b"], "its lead: a"),
        (["log", "1-9", folder, "--unit", "b"], "there is no item"),
        (["log", "1-2", folder, "--unit", "bb"], "there is no unit"),
    ] {
        let all: Vec<&str> = arguments.into_iter().chain(["--note", "x", "--lang", "en"]).collect();
        let output = run(&all);
        assert_eq!(output.status.code(), Some(2), "{all:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{all:?}: {output:?}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("units/b.yaml")).unwrap(), "unit: b\nitems: [\n");
    let told = stdout(&["log", "1-1", folder, "--unit", "a", "--note", "x", "--lang", "en"], 0);
    assert!(told.contains("units/a.yaml: added an entry of 2022-02-10 to 1-1"), "{told}");
}
