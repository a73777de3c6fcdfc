//! The fast reader of plain YAML says what the ladder says, or nothing: on every file there is, on files as clerks
//! and programs write them, and on all of them damaged.
//!
//! All counts: `GUATU_FULL=1 cargo test --profile long --test plain -- --nocapture` (200,000 damaged files).

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::format_push_string, reason = "a test need not be quick")]
#![expect(clippy::print_stdout, reason = "a test prints its figures")]

#[path = "support/dice.rs"]
mod dice;
#[path = "support/wild.rs"]
mod wild;

use std::fs;
use std::path::Path;

use dice::{Dice, times};
use guatu::store::probe;

/// Compares the two readers on a text; whether the fast one read it as a plan, a status file and a holiday table.
fn compare(bytes: &[u8]) -> [bool; 3] {
    if let Some([fast, slow]) = probe::marks_both_ways(bytes) {
        assert_eq!(fast, slow, "{}", String::from_utf8_lossy(bytes));
    }
    probe::both_ways(bytes).map(|read| {
        if let Some([fast, slow]) = &read {
            assert_eq!(fast, slow, "{}", String::from_utf8_lossy(bytes));
        }
        read.is_some()
    })
}

fn is_plain(text: &str) -> bool {
    compare(text.as_bytes())[1]
}

/// Every YAML file below a folder, by name.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml")
            && let Ok(bytes) = fs::read(&path)
        {
            found.push((path.display().to_string(), bytes));
        }
    }
}

/// A word or a few.
fn text(dice: &mut Dice, words: usize) -> String {
    const WORDS: [&str; 14] = [
        "深化",
        "推进",
        "试点",
        "审批",
        "数据共享",
        "一件事",
        "免申即享",
        "知识产权",
        "跨境",
        "“多报合一”",
        "（一期）",
        "R2",
        "A/B",
        "50%",
    ];
    (0..=dice.roll(words)).map(|_| *dice.pick(&WORDS)).collect()
}

/// A status file as the program that makes the large sets of data writes it.
fn by_a_program(dice: &mut Dice) -> String {
    let mut out = String::from("unit: u0000\ncontact: 综合处 0571-00000000\nitems:\n");
    for item in 0..=dice.roll(5) {
        out += &format!("  1-{item}:\n    log:");
        let entries = dice.roll(5);
        out += if entries == 0 { " []\n" } else { "\n" };
        for entry in 0..entries {
            let note = text(dice, 10);
            out += &format!("      - on: 2022-02-{:02}\n        state: in_progress\n", entry + 1);
            out += &format!("        progress: {}\n        note: {note}\n", dice.roll(96));
            if dice.roll(3) == 0 {
                out += &format!("        evidence: 某发〔2022〕{}号\n", dice.roll(99));
            }
        }
        if dice.roll(3) == 0 {
            out +=
                "    rules:\n      supervision:\n        drafted: 2022-02-01\n        issued: 2022-02-08\n";
        }
    }
    out
}

/// A plan as that program writes it.
fn plan_by_a_program(dice: &mut Dice) -> String {
    let mut out = String::from("format: 1\ntitle: 试点方案\nissued: 2022-01-27\nsample: true\nrules:\n");
    out += "  - { id: supervision, title: 细则, days: 20, stages: [drafted, issued, published] }\nunits:\n";
    for unit in 0..=dice.roll(4) {
        out += &format!("  - {{ id: u{unit:04}, name: 第{unit}局, aliases: [d{unit}] }}\n");
    }
    out += "sections:\n";
    for section in 0..=dice.roll(3) {
        out += &format!("  - label: （{section}）\n    title: {}\n    items:\n", text(dice, 6));
        for item in 0..=dice.roll(4) {
            let title = text(dice, 4);
            out += &format!(
                "      - {{ id: {section}-{item}, title: {title}, lead: u0000, due: 2022-05-01 }}\n"
            );
        }
    }
    out
}

/// A value as a clerk writes it: plain, in quotes, empty, or not what belongs there.
fn value(dice: &mut Dice) -> String {
    let text = text(dice, 4);
    match dice.roll(14) {
        0 => format!("\"{text}\""),
        1 => format!("'{text}'"),
        2 => format!("'it''s {text}'"),
        3 => format!("\"say \\\"{text}\\\"\\n\""),
        4 => String::new(),
        5 => "~".to_owned(),
        6 => format!("{text}（见附件 #{}）", dice.roll(9)),
        7 => format!("https://example.org/{}#x?a=1&b=2", dice.roll(9)),
        8 => format!("{text}：{text}"),
        9 => format!("{text} [{text}] it's"),
        10 => (*dice
            .pick(&["true", "8.", "0x1F", "null", "12:30", "-5", "1e3", "yes", "[a, b]", "{ a: b }"]))
        .to_owned(),
        _ => text,
    }
}

/// A status file as a clerk writes it.
fn by_a_clerk(dice: &mut Dice) -> String {
    let key = |dice: &mut Dice, words: &[&'static str]| {
        let word = *dice.pick(words);
        match dice.roll(12) {
            0 => format!("\"{word}\""),
            1 => format!("'{word}'"),
            _ => word.to_owned(),
        }
    };
    let mut out = String::new();
    let comment = |dice: &mut Dice, out: &mut String, indent: usize| match dice.roll(6) {
        0 => *out += &format!("{}# 每周四更新: [ {{ \" '\n", " ".repeat(indent)),
        1 => *out += "\n",
        _ => {}
    };
    comment(dice, &mut out, 0);
    out += &format!("{}: tax  # 本单位\n", key(dice, &["unit", "单位"]));
    out += &format!("{}: {}\n", key(dice, &["contact", "联系人"]), value(dice));
    out += &format!("{}:\n", key(dice, &["items", "事项"]));
    let step = 1 + dice.roll(4);
    let pad = |n: usize| " ".repeat(step * n);
    for item in 0..=dice.roll(4) {
        let indent = dice.roll(6);
        comment(dice, &mut out, indent);
        out += &format!("{}1-{item}:{}\n", pad(1), if dice.roll(4) == 0 { " # 注" } else { "" });
        if dice.roll(2) == 0 {
            out += &format!(
                "{}{}: {}\n",
                pad(2),
                key(dice, &["due", "时限"]),
                dice.pick(&["2022-06-30", "6月底", ""])
            );
        }
        out += &format!("{}{}:\n", pad(2), key(dice, &["log", "记录"]));
        // A list may stand as far to the left as its key.
        let dashes = pad(2 + dice.roll(2));
        for entry in 0..dice.roll(4) {
            let indent = dice.roll(9);
            comment(dice, &mut out, indent);
            let day = format!("2022-02-{:02}", entry + 1);
            let state = *dice.pick(&["推进中", "submitted", "已完成", "做完了"]);
            if dice.roll(2) == 0 {
                let note = text(dice, 5);
                let quote = *dice.pick(&["", "\"", "'"]);
                out += &format!(
                    "{dashes}- {{ 日期: {day}, 状态: {state}, 说明: {quote}{note}{quote}, 佐证: a{{}}b }}\n"
                )
                .replace("a{}b", dice.pick::<&str>(&["〔2022〕3号", "\"[1], 2\"", "''", "[]"]));
            } else {
                out += &format!("{dashes}-  {}: {day}\n", key(dice, &["on", "日期"]));
                let inner = format!("{dashes}   ");
                out += &format!("{inner}{}: {state}\n", key(dice, &["state", "状态"]));
                out += &format!("{inner}{}: {}%\n", key(dice, &["progress", "进度"]), dice.roll(140));
                out += &format!("{inner}{}: {}\n", key(dice, &["note", "说明", "note", "备注"]), value(dice));
            }
        }
    }
    out
}

/// Lines that change what stands round them.
const LINES: [&str; 24] = [
    "---",
    "...",
    "- x",
    "-",
    "- - x",
    "? a",
    "  more text",
    "key:value",
    "a: b: c",
    "note: |",
    "note: >",
    "a: &x 1",
    "b: *x",
    "c: !t x",
    "\tx: 1",
    "x: [a, b,]",
    "x: [a,",
    "x: {a: , b}",
    "x: \"\\u4e2d\\x41\"",
    "x : 1",
    "%YAML 1.1",
    "状态：推进中",
    "   # 注",
    "<<<<<<< HEAD",
];

/// Bytes that mean something to YAML, and what only looks like it.
const SIGNS: [&str; 30] = [
    "[", "]", "{", "}", ":", ",", "-", "&", "*", "!", "#", "%", "@", "|", ">", "'", "\"", "?", "\n", "\t",
    " ", "\r\n", "\\", "=", ".", "~", "\u{3000}", "\u{85}", "\u{2028}", "\u{feff}",
];

fn damage(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(2) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + dice.roll(60)).min(bytes.len());
        let line = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        match dice.roll(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 => bytes.truncate(at),
            2 => {
                let part: Vec<u8> = bytes[at..end].to_vec();
                let to = dice.roll(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            3 => drop(bytes.drain(at..end)),
            4 => drop(bytes.splice(line..line, std::iter::repeat_n(b' ', 1 + dice.roll(3)))),
            5 if bytes.get(line) == Some(&b' ') => drop(bytes.remove(line)),
            6 => {
                let inner = format!("{}{}\n", " ".repeat(dice.roll(9)), dice.pick(&LINES));
                bytes.splice(line..line, inner.bytes());
            }
            _ => drop(bytes.splice(at..at, dice.pick(&SIGNS).bytes())),
        }
    }
    bytes
}

/// The files of this repository, by name.
fn originals() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["plans", "tests/gallery", "tests/scenarios"] {
        files(Path::new(folder), &mut found);
    }
    assert!(found.len() > 80, "{}", found.len());
    found
}

#[test]
fn every_file_of_the_repository_is_read_the_same_and_the_samples_fast() {
    let (mut read, all) = (0, originals());
    for (name, bytes) in &all {
        let [plan, status, holidays] = compare(bytes);
        read += usize::from(plan && status && holidays);
        assert!(plan && status && holidays || !name.starts_with("plans/"), "{name} is not read fast");
    }
    println!("{read} of {} files read fast", all.len());
}

#[test]
fn files_of_programs_and_clerks_are_read_the_same_and_those_of_programs_fast() {
    let (mut dice, mut clerks) = (Dice::new(61), 0);
    for _ in 0..300 {
        let (status, plan) = (by_a_program(&mut dice), plan_by_a_program(&mut dice));
        assert!(is_plain(&status), "{status}");
        assert!(compare(plan.as_bytes())[0], "{plan}");
        clerks += usize::from(is_plain(&by_a_clerk(&mut dice)));
    }
    println!("{clerks} of 300 files of clerks read fast");
    assert!(clerks > 60, "{clerks}");
    let temp = tempfile::tempdir().unwrap();
    for n in 0..20 {
        wild::write(temp.path(), &format!("p{n}"), &mut dice);
    }
    let mut found = Vec::new();
    files(temp.path(), &mut found);
    let read = found.iter().filter(|(_, bytes)| compare(bytes)[1]).count();
    println!("{read} of {} hostile files read fast", found.len());
}

#[test]
fn damaged_files_are_read_the_same() {
    let mut dice = Dice::new(62);
    let mut sources: Vec<Vec<u8>> = originals().into_iter().map(|(_, bytes)| bytes).collect();
    sources.retain(|bytes| bytes.len() < 6_000);
    for _ in 0..100 {
        let made = [by_a_program(&mut dice), plan_by_a_program(&mut dice), by_a_clerk(&mut dice)];
        sources.extend(made.map(String::into_bytes));
    }
    // A hundredth where others throw a tenth: each round reads six times.
    let n = times(times(200_000));
    let mut read = 0;
    for _ in 0..n {
        let source = dice.pick(&sources).clone();
        let bytes = damage(&mut dice, &source);
        read += compare(&bytes).into_iter().filter(|read| *read).count();
    }
    println!("{read} of {n} × 3 damaged files read fast, all of them as the ladder reads them");
    assert!(read > n / 2, "{read}");
}
