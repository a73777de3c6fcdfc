//! Whatever stands in a file, reading ends soon, says something, and never panics.

use std::time::Duration;

use super::parse::{self, Heard};
use super::{cached::Parsed, decode, place::Source};
use crate::domain::finding::{Code, Finding};
use crate::domain::ids::{Text, UnitIx};
use crate::domain::plan::Plan;

const PLAN: &str = include_str!("../../tests/gallery/unknown-key/plan.yaml");
const BIG_PLAN: &str = include_str!("../../plans/hangzhou-2022/plan.yaml");
const BIG: &str = include_str!("../../plans/hangzhou-2022/units/scjgj.yaml");

/// A plan that is read without a finding.
fn plan_of(text: &str) -> Plan {
    let (plan, findings) = parse::plan(&Text::from("plan.yaml"), &"p".into(), text, Vec::new()).unwrap();
    assert_eq!(findings, []);
    (*plan).clone()
}

fn read(plan: &Plan, unit: &str, bytes: &[u8]) -> Parsed<Heard> {
    let file: Text = format!("units/{unit}.yaml").into();
    let decoded =
        decode::decode(bytes).map_err(|slip| vec![Source { file: &file, text: "" }.finding(slip)])?;
    let context = (plan, plan.unit_of(unit).unwrap_or(UnitIx::new(0)), "2022-02-10".parse().unwrap());
    parse::report(context, &file, &decoded.text, decoded.slips)
}

/// The codes of what is found, and whether anything was read.
fn codes(plan: &Plan, unit: &str, bytes: &[u8]) -> (bool, Vec<&'static str>) {
    let (read, findings) = match read(plan, unit, bytes) {
        Ok((_, findings)) => (true, findings),
        Err(findings) => (false, findings),
    };
    (read, findings.iter().map(|finding| finding.code.key()).collect())
}

fn check(findings: &[Finding], text: &[u8]) {
    for finding in findings {
        let whole = matches!(finding.code, Code::Encoding | Code::Incomplete | Code::Syntax | Code::BadType);
        let lines = String::from_utf8_lossy(text).lines().count();
        assert!(finding.place.line > 0 || whole, "{finding:#?}");
        assert!(finding.place.line <= lines + 1, "{finding:#?}");
    }
}

/// A small generator that gives the same numbers every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn a_file_cut_at_any_byte_is_read_or_named_and_never_taken_for_gbk() {
    let plan = plan_of(BIG_PLAN);
    let bytes = BIG.as_bytes();
    for cut in 0..bytes.len().min(6000) {
        let part = &bytes[..cut];
        let findings = match read(&plan, "scjgj", part) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        check(&findings, part);
        let incomplete = std::str::from_utf8(part).is_err();
        assert_eq!(findings.iter().any(|finding| finding.code == Code::Incomplete), incomplete, "{cut}");
        assert!(!findings.iter().any(|finding| finding.code == Code::Encoding), "{cut}");
    }
}

#[test]
fn bytes_thrown_about_never_end_the_reading() {
    let plan = plan_of(BIG_PLAN);
    let mut dice = Dice(2022);
    let source = &BIG.as_bytes()[..2500];
    let signs = b"[]{}:,-&*!#%@`|>'\"?\n\t \x00\x1b\xff\xe5\\<=.~";
    for _ in 0..4000 {
        let mut bytes = source.to_vec();
        for _ in 0..=dice.roll(4) {
            let at = dice.roll(bytes.len());
            match dice.roll(4) {
                0 => bytes[at] ^= 1 << dice.roll(8),
                1 => bytes[at] = signs[dice.roll(signs.len())],
                2 => bytes.insert(at, signs[dice.roll(signs.len())]),
                _ => {
                    let end = (at + dice.roll(40)).min(bytes.len());
                    let part: Vec<u8> = bytes.drain(at..end).collect();
                    let to = dice.roll(bytes.len());
                    bytes.splice(to..to, part);
                }
            }
        }
        match read(&plan, "scjgj", &bytes) {
            Ok((_, findings)) => check(&findings, &bytes),
            Err(findings) => {
                check(&findings, &bytes);
                assert!(!findings.is_empty());
            }
        }
    }
}

/// A megabyte of `unit` after `head`.
fn megabyte(head: &str, unit: &str) -> String {
    format!("{head}{}", unit.repeat((1 << 20) / unit.len()))
}

#[expect(clippy::disallowed_methods, reason = "a test that measures time")]
fn timed<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    (f(), start.elapsed())
}

#[test]
fn bombs_are_refused_at_once() {
    let plan = plan_of(PLAN);
    let laughs: String = (1..10).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))
    });
    let anchor = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 10_000].join(", "));
    let deep_block: String = (0..1000).fold(String::new(), |text, n| format!("{text}{}a:\n", " ".repeat(n)));
    let bombs = [
        ("laughs", laughs, "alias"),
        ("one big anchor", anchor, "alias"),
        ("open brackets", megabyte("unit: ", "["), "too-deep"),
        ("open braces", megabyte("unit: ", "{"), "too-deep"),
        ("open braces with keys", megabyte("unit: ", "{a: "), "too-deep"),
        ("brackets by the line", megabyte("unit:\n", " [\n"), "too-deep"),
        ("brackets with quotes", megabyte("unit: ", "[\"]\", "), "too-deep"),
        ("brackets in half quotes", megabyte("unit: a \"b\nx: ", "[a \"b, \"]\", "), "too-deep"),
        ("dashes", megabyte("", "- "), "too-deep"),
        ("question marks", megabyte("", "? "), "too-deep"),
        ("deep blocks", deep_block, "too-deep"),
        ("%TAG", megabyte("", "%TAG !a! tag:x,2022:\n"), "syntax"),
        ("anchors", megabyte("unit: ", "&a "), "syntax"),
        ("documents", megabyte("", "---\na\n"), "several-documents"),
        ("merge key", "unit: b\nitems:\n  1-2:\n    <<: {}\n".to_owned(), "alias"),
    ];
    for (name, text, code) in bombs {
        let ((read, found), time) = timed(|| codes(&plan, "b", text.as_bytes()));
        assert!(!read && found == [code], "{name}: {found:?}");
        // A debug build on a busy machine: 50 ms of the promise (tests/hostile.rs measures it), and much for noise.
        assert!(time < Duration::from_secs(2), "{name}: {time:?}");
    }
}

#[test]
fn the_worst_files_within_the_limits_are_read_in_bounded_time() {
    let plan = plan_of(PLAN);
    let files = [
        megabyte("unit: b\nitems:\n", "  1-2: {log: [{on: 2022-02-01}]}\n"),
        megabyte("unit: b\nnote: ", "x"),
        megabyte("unit: b\nnote: \"", "x "),
        megabyte("unit: b\nnotes:\n", "- x\n"),
        megabyte("unit: b\nnotes: [", "x,\n"),
        megabyte("unit: b\nnote: |\n", "  x\n"),
        megabyte("unit: b\n", "# x\n"),
        megabyte("unit: b\n", "\n"),
    ];
    for text in &files {
        let (_, time) = timed(|| codes(&plan, "b", &text.as_bytes()[..text.len().min(1 << 20)]));
        let head: String = text.chars().take(40).collect();
        assert!(time < Duration::from_secs(5), "{head}: {time:?}");
    }
}

#[test]
fn every_encoding_of_a_file_is_the_same_file() {
    let plan = plan_of(BIG_PLAN);
    let wanted = read(&plan, "scjgj", BIG.as_bytes()).unwrap().0.report;
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(BIG.encode_utf16()).flat_map(order).collect()
    };
    let crlf = BIG.replace('\n', "\r\n").into_bytes();
    let cr = BIG.replace('\n', "\r").into_bytes();
    let bom = [b"\xef\xbb\xbf", BIG.as_bytes()].concat();
    for bytes in [bom, wide(u16::to_le_bytes), wide(u16::to_be_bytes), crlf, cr] {
        let (heard, findings) = read(&plan, "scjgj", &bytes).unwrap();
        assert_eq!(heard.report, wanted);
        assert_eq!(findings, []);
    }
    let (gbk, _, lost) = encoding_rs::GB18030.encode(BIG);
    assert!(!lost);
    let (heard, findings) = read(&plan, "scjgj", &gbk).unwrap();
    assert_eq!(heard.report, wanted);
    let severities: Vec<_> =
        findings.iter().map(|finding| (finding.code.key(), finding.severity.key())).collect();
    assert_eq!(severities, [("encoding", "warning")]);
    assert_eq!(codes(&plan, "scjgj", b"\xef\xbb\xbf\xef\xbb\xbfunit: scjgj\n"), (false, vec!["encoding"]));
    assert_eq!(codes(&plan, "scjgj", b"u\0n\0i\0t\0"), (false, vec!["encoding"]));
}

#[test]
fn a_file_that_says_little_is_no_mistake() {
    let plan = plan_of(PLAN);
    for text in [
        "",
        "\n",
        "# nothing yet\n",
        "---\n",
        "unit: b\n",
        "unit: b\nitems:\n",
        "unit: b\nitems: {}\n---\n",
        "unit: b\nitems:\n  1-2:\n",
        "unit: b\nitems:\n  1-2:\n    log:\n    due: ~\n",
    ] {
        assert_eq!(codes(&plan, "b", text.as_bytes()), (true, vec![]), "{text:?}");
    }
    assert_eq!(codes(&plan, "b", b"- a\n- b\n"), (true, vec!["bad-type"]));
    assert_eq!(codes(&plan, "b", b"just words\n"), (true, vec!["bad-type"]));
}

/// A log entry with these lines in it, read.
fn entry(lines: &str) -> (bool, Vec<&'static str>) {
    let text = format!("unit: b\nitems:\n  1-2:\n    log:\n      - on: 2022-02-08\n{lines}");
    codes(&plan_of(PLAN), "b", text.as_bytes())
}

#[test]
fn a_slip_of_the_pen_is_named_for_what_it_is() {
    for (lines, expected) in [
        ("        状态：推进中\n", "full-width-syntax"),
        ("        状态：推进中\n        progress: 5\n", "full-width-syntax"),
        ("        progress: 5\n　　　　状态: 推进中\n", "full-width-syntax"),
        ("\tprogress: 5\n", "full-width-syntax"),
        ("      - { 日期：2022-02-09，进度：50 }\n", "full-width-syntax"),
        ("        note: !urgent fix\n", "text-lost"),
        ("        note: &x y\n", "text-lost"),
        ("        note: Issue #12\n", "text-lost"),
        ("        progres: 5\n", "unknown-key"),
        ("        state: [x]\n", "bad-type"),
        ("        note: {a: b}\n", "bad-type"),
        ("        progress: 50 %%\n", "bad-progress"),
        ("        on: 2022-02-09\n", "duplicate-key"),
        ("        note: Fix: x\n", "syntax"),
        ("        note: [WIP] x\n", "syntax"),
        ("        note: @bob\n", "syntax"),
        ("        note: \"C:\\U\"\n", "syntax"),
        ("        note: \"open\n", "syntax"),
        ("       progress: 5\n", "syntax"),
        ("        note: *bold*\n", "alias"),
    ] {
        let (_, found) = entry(lines);
        assert!(!found.is_empty() && found.iter().all(|code| *code == expected), "{lines:?}: {found:?}");
    }
}

#[test]
fn scalars_are_read_as_they_are_written() {
    for (lines, expected) in [
        ("        note: 1.10\n", "1.10"),
        ("        note: 0x1F\n", "0x1F"),
        ("        note: NO\n", "NO"),
        ("        note: 007\n", "007"),
        ("        note: 12:30:45\n", "12:30:45"),
        ("        note: yes # 备注\n", "yes"),
        ("        note: a\n          b\n", "a b"),
    ] {
        let text = format!("unit: b\nitems:\n  1-2:\n    log:\n      - on: ２０２２-02-08\n{lines}");
        for odd in ["", "        problem: []\n"] {
            let (heard, _) = read(&plan_of(PLAN), "b", format!("{text}{odd}").as_bytes()).unwrap();
            let (_, item) = heard.report.items().next().unwrap();
            assert_eq!(item.words()[0].note(), Some(expected));
            assert_eq!(item.log[0].on.to_string(), "2022-02-08");
        }
    }
}
