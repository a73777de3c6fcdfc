//! `guatu deadline`, through the real binary: the table of `domain.md` 3.6, every row by all three counts.

mod common;

use common::{run, stdout};

/// Base, +20 calendar days, rolled, 20 working days; whether the last two are confirmed.
const KNOWN: &[(&str, &str, &str, &str, bool)] = &[
    ("2022-01-27", "2022-02-16", "2022-02-16", "2022-03-01", true),
    ("2022-01-10", "2022-01-30", "2022-01-30", "2022-02-10", true),
    ("2022-01-11", "2022-01-31", "2022-02-07", "2022-02-11", true),
    ("2022-02-07", "2022-02-27", "2022-02-28", "2022-03-07", true),
    ("2024-04-21", "2024-05-11", "2024-05-11", "2024-05-20", true),
    ("2025-09-11", "2025-10-01", "2025-10-09", "2025-10-15", true),
    ("2026-01-26", "2026-02-15", "2026-02-24", "2026-02-28", true),
    ("2026-12-14", "2027-01-03", "2027-01-04", "2027-01-11", false),
];

#[test]
fn every_known_date_stands_alone_on_the_first_line() {
    for (base, calendar, rolled, working, _) in KNOWN {
        for (count, date) in [("calendar", calendar), ("calendar_roll", rolled), ("working", working)] {
            let text = stdout(&["deadline", base, "--days", "20", "--count", count], 0);
            assert_eq!(text.lines().next(), Some(*date), "{base} {count}");
            assert!(text.lines().count() > 3, "the derivation is missing:\n{text}");
        }
    }
}

#[test]
fn json_gives_the_date_whether_it_is_confirmed_and_the_other_two() {
    for (base, calendar, rolled, working, confirmed) in KNOWN {
        let all = [("calendar", calendar), ("calendar_roll", rolled), ("working", working)];
        for (count, date) in all {
            let text = stdout(&["deadline", base, "--days=20", "--count", count, "--format", "json"], 0);
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
            assert_eq!(keys.len(), 4);
            assert_eq!(json["date"], **date, "{base} {count}");
            assert_eq!(json["confirmed"], *confirmed || count == "calendar", "{base} {count}");
            assert!(json["steps"].as_array().unwrap().len() >= 3);
            let others = json["others"].as_object().unwrap();
            assert_eq!(others.len(), 2);
            for (other, date) in all.iter().filter(|(other, _)| *other != count) {
                assert_eq!(others[*other], ***date, "{base} {count}: {other}");
            }
        }
    }
}

#[test]
fn an_unconfirmed_date_names_the_year_nobody_knows_yet() {
    for (lang, words) in [("zh", "没有 2027 年的放假安排"), ("en", "the holiday notice for 2027")] {
        let text = stdout(&["deadline", "2026-12-14", "--days", "20", "--lang", lang], 0);
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn no_folder_is_needed_but_one_that_was_named_must_be_there() {
    let none = tempfile::tempdir().unwrap();
    let mut quiet = common::command(&["deadline", "2022-01-27", "--days", "20"]);
    let output = quiet.current_dir(none.path()).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    assert!(output.stdout.starts_with(b"2022-02-16\n"));

    let output = run(&["deadline", "2022-01-27", "--days", "20", "no-such-folder"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.starts_with(b"2022-02-16\n"), "the date needs no folder and is given all the same");
}

#[test]
fn far_dates_are_counted_without_a_table() {
    for base in ["1900-01-01", "2200-12-31"] {
        for count in ["calendar", "calendar_roll", "working"] {
            stdout(&["deadline", base, "--days", "36525", "--count", count], 0);
        }
    }
}

#[test]
fn a_wrong_argument_is_named_with_what_to_write() {
    for (arguments, said) in [
        (["2022/1/27", "--days", "20"], "write 2022-01-27"),
        (["2022-02-30", "--days", "20"], "the calendar has no such day"),
        (["2022-01-27", "--days", "0"], "from 1 to 36525"),
        (["2022-01-27", "--days", "x"], "--days: “x”"),
    ] {
        let all: Vec<&str> = ["--lang", "en", "deadline"].into_iter().chain(arguments).collect();
        let output = run(&all);
        assert_eq!(output.status.code(), Some(2), "{all:?}");
        assert!(output.stdout.is_empty());
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(complaint.contains(said), "{complaint}");
    }
}
