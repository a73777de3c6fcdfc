//! Damage, bombs and hostile folders. All counts: `GUATU_FULL=1 cargo test --profile long --test hostile -- --nocapture`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test fails by panicking"
)]
#![expect(clippy::print_stdout, reason = "a test prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a test measures in real time")]

#[path = "support/dice.rs"]
mod dice;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dice::{Dice, times};
use guatu::domain::finding::{Code, Severity};
use guatu::domain::ledger::FileState;
use guatu::domain::{Day, Plan, Portfolio};
use guatu::store::{Store, probe};

const PLANS: &str = "plans/hangzhou-2022";

fn day() -> Day {
    "2022-02-10".parse().unwrap()
}

/// The plan of the repository, and the status files by unit.
fn originals() -> (Arc<Plan>, Vec<(String, Vec<u8>)>) {
    let (plan, _) = probe::plan(&fs::read(Path::new(PLANS).join("plan.yaml")).unwrap());
    let mut units: Vec<_> = fs::read_dir(Path::new(PLANS).join("units"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    units.sort();
    (plan.unwrap(), units)
}

type Harm = fn(&mut Dice, &[u8]) -> Vec<u8>;

fn cut(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    bytes[..dice.roll(bytes.len())].to_vec()
}

fn flip(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len());
        bytes[at] ^= 1 << dice.roll(8);
    }
    bytes
}

/// A part of the file put somewhere else in it.
fn splice(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = dice.roll(bytes.len());
    let end = (at + dice.roll(80)).min(bytes.len());
    let part = if dice.roll(2) == 0 { bytes[at..end].to_vec() } else { bytes.drain(at..end).collect() };
    let to = dice.roll(bytes.len());
    bytes.splice(to..to, part);
    bytes
}

const HARMS: [(&str, Harm, u64); 3] =
    [("truncations", cut, 41), ("byte flips", flip, 42), ("splices", splice, 43)];

#[test]
fn no_damage_panics_and_every_rejection_has_a_line_and_a_column() {
    let (plan, units) = originals();
    for (name, harm, seed) in HARMS {
        let (mut dice, mut refused, mut slowest) = (Dice::new(seed), 0, Duration::ZERO);
        let n = times(10_000);
        for _ in 0..n {
            let (id, bytes) = dice.pick(&units);
            let bytes = harm(&mut dice, bytes);
            let start = Instant::now();
            let (read, found) = probe::status(&plan, plan.unit_of(id).unwrap(), day(), &bytes);
            slowest = slowest.max(start.elapsed());
            let text = String::from_utf8_lossy(&bytes);
            if read.is_none() {
                refused += 1;
                assert!(found.iter().any(|finding| finding.severity == Severity::Error), "{text}");
            }
            for finding in &found {
                let place = &finding.place;
                assert!(place.file.ends_with(".yaml"), "{finding:#?}");
                let adopted = finding.code == Code::Encoding && finding.severity == Severity::Warning;
                assert!(!adopted, "taken for GB18030: {text}");
                if read.is_none() {
                    assert!(place.line > 0 && place.column > 0, "{finding:#?}\n{text}");
                }
            }
        }
        println!("{n} {name}: 0 panics, {refused} refused, each with line and column, slowest {slowest:?}");
    }
}

#[test]
fn a_damaged_file_costs_neither_what_it_said_nor_another_unit() {
    let (_, units) = originals();
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    fs::create_dir(dir.join("units")).unwrap();
    fs::copy(Path::new(PLANS).join("plan.yaml"), dir.join("plan.yaml")).unwrap();
    let path = |id: &str| dir.join(format!("units/{id}.yaml"));
    for (id, bytes) in &units {
        fs::write(path(id), bytes).unwrap();
    }
    let mut store = Store::new(dir);
    let whole = store.refresh(&|_| day()).unwrap();
    let mut kept = 0;
    for (_, harm, seed) in HARMS {
        let mut dice = Dice::new(seed + 100);
        for _ in 0..times(300) {
            let (id, bytes) = dice.pick(&units);
            fs::write(path(id), harm(&mut dice, bytes)).unwrap();
            let now = store.refresh_all(&|_| day()).unwrap_or_else(|| Arc::clone(&whole));
            let (was, now) = (&whole.ledgers[0], &now.ledgers[0]);
            let own = was.plan.unit_of(id).unwrap().get();
            for n in 0..was.reports.len() {
                let refused = now.files[n] == FileState::Unreadable { kept: true };
                assert!(n == own || !refused, "{id}");
                if n != own || refused {
                    assert_eq!(now.reports[n], was.reports[n], "{id}");
                }
                kept += usize::from(refused);
            }
            fs::write(path(id), bytes).unwrap();
            store.refresh_all(&|_| day());
        }
    }
    println!("{kept} of {} damaged files refused; the last good one stayed each time", 3 * times(300));
}

const PLAN: &str = include_str!("gallery/unknown-key/plan.yaml");

/// Nearly a megabyte of `unit` after `head`.
fn megabyte(head: &str, unit: &str) -> String {
    format!("{head}{}", unit.repeat(((1 << 20) - head.len() - 40) / unit.len()))
}

fn bombs() -> Vec<(&'static str, String)> {
    let laughs = (1..10).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))
    });
    let anchor = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 10_000].join(", "));
    let blocks: String = (0..1400).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    vec![
        ("laughs", laughs),
        ("one big anchor", anchor),
        ("anchors by the line", megabyte("", "a: &a b\n")),
        ("aliases", megabyte("a: &a b\nc: [", "*a, ")),
        ("anchors in a row", megabyte("unit: ", "&a ")),
        ("merge keys", megabyte("unit: b\n", "<<: {}\n")),
        ("open brackets", megabyte("unit: ", "[")),
        ("open brackets after a short line", megabyte("unit: ", "[[[\n ")),
        ("open braces", megabyte("unit: ", "{")),
        ("open braces with keys", megabyte("unit: ", "{a: ")),
        ("brackets by the line", megabyte("unit:\n", " [\n")),
        ("brackets with quotes", megabyte("unit: ", "[\"]\", ")),
        ("dashes", megabyte("", "- ")),
        ("question marks", megabyte("", "? ")),
        ("deep blocks", blocks),
        ("%TAG", megabyte("", "%TAG !a! tag:x,2022:\n")),
        ("%TAG after a comment", megabyte("# x\n", "%TAG !a! tag:x,2022:\n")),
        ("documents", megabyte("", "---\na\n")),
        ("open quote", megabyte("unit: \"", "x ")),
    ]
}

fn worst() -> Vec<(&'static str, String)> {
    let numbered = |head: &str, line: &dyn Fn(usize) -> String| {
        let mut text = head.to_owned();
        for n in 0.. {
            let line = line(n);
            if text.len() + line.len() > 1 << 20 {
                break;
            }
            text += &line;
        }
        text
    };
    vec![
        ("one item again and again", megabyte("unit: b\nitems:\n", "  1-2: {log: [{on: 2022-02-01}]}\n")),
        ("items nobody knows", numbered("unit: b\nitems:\n", &|n| format!("  x{n}: {{}}\n"))),
        ("keys nobody knows", numbered("unit: b\n", &|n| format!("k{n}:\n"))),
        ("one key again and again", megabyte("unit: b\n", "a:\n")),
        ("entries", megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - {on: 2022-02-01, progress: 5}\n")),
        (
            "entries that drop",
            numbered("unit: b\nitems:\n  1-2:\n    log:\n", &|n| {
                format!("    - {{on: 2022-02-{:02}, progress: {}}}\n", 1 + n % 9, 90 - n % 80)
            }),
        ),
        ("entries without a date", megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - {}\n")),
        ("bad dates", megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - on: x\n")),
        (
            "entries of days to come",
            megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - {on: 2022-03-01, progress: 5}\n"),
        ),
        ("values nobody asked for", format!("{}]\n", megabyte("unit: b\nx: [", "a,").trim_end_matches(','))),
        (
            "one mistake at the end",
            format!(
                "{}    - on: x\n",
                megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - {on: 2022-02-01}\n")
            ),
        ),
        ("a long word", megabyte("unit: b\nnote: ", "x")),
        ("short elements", megabyte("unit: b\nnotes:\n", "- x\n")),
        ("a block text", megabyte("unit: b\nnote: |\n", "  x\n")),
        ("comments", megabyte("unit: b\n", "# x\n")),
        ("empty lines", megabyte("unit: b\n", "\n")),
        ("controls", megabyte("unit: b\nnote: ", "\u{1b}")),
        ("full-width colons", megabyte("unit: b\n", "状态：x\n")),
        ("lost texts", megabyte("unit: b\nitems:\n  1-2:\n    log:\n", "    - note: a #b\n")),
    ]
}

/// The folder of the small plan, with `status` as the file of `b`.
fn folder(status: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("units")).unwrap();
    fs::write(dir.path().join("plan.yaml"), PLAN).unwrap();
    fs::write(dir.path().join("units/b.yaml"), status).unwrap();
    dir
}

/// What is run by [`measure`] in a process of its own, so that the peak is its own.
#[test]
fn a_child_reads_the_folder_it_is_given() {
    let Some(dir) = std::env::var_os("GUATU_HOSTILE_CHILD") else { return };
    let start = Instant::now();
    let portfolio = Store::new(Path::new(&dir)).refresh(&|_| day()).unwrap();
    let micros = start.elapsed().as_micros();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    let refused = matches!(portfolio.ledgers[0].files[1], FileState::Unreadable { .. });
    println!("\nMEASURED {micros} {} {refused}", peak.trim().trim_end_matches(" kB"));
}

/// Milliseconds, peak in MB, and whether the file was refused.
fn measure(status: &str) -> (f64, f64, bool) {
    let dir = folder(status);
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_child_reads_the_folder_it_is_given", "--nocapture", "--test-threads=1"])
        .env("GUATU_HOSTILE_CHILD", dir.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let line =
        text.lines().find_map(|line| line.strip_prefix("MEASURED ")).unwrap_or_else(|| panic!("{text}"));
    let words: Vec<&str> = line.split(' ').collect();
    let number = |n: usize| words[n].parse::<f64>().unwrap();
    (number(0) / 1000.0, number(1) / 1024.0, words[2] == "true")
}

/// Prints what each file takes; in release, none may take more.
fn weigh(what: &str, files: &[(&str, String)], limit: (f64, f64), wanted: Option<bool>) {
    let (_, floor, _) = measure("unit: b\n");
    let mut above = Vec::new();
    for (name, text) in files {
        assert!(text.len() <= 1 << 20, "{name}");
        let (ms, mb, refused) = measure(text);
        let mb = mb - floor;
        println!("{what}: {name}: {ms:.1} ms, +{mb:.1} MB{}", if refused { ", refused" } else { "" });
        assert!(wanted.is_none_or(|wanted| wanted == refused), "{name}");
        if ms > limit.0 || mb > limit.1 {
            above.push(format!("{name}: {ms:.1} ms, +{mb:.1} MB"));
        }
    }
    assert!(cfg!(debug_assertions) || above.is_empty(), "above {limit:?}: {above:#?}");
}

#[test]
fn a_mistake_on_every_line_gives_the_first_ones_and_how_many_more() {
    let (plan, text) = (probe::plan(PLAN.as_bytes()).0.unwrap(), megabyte("unit: b\n", "a:\n"));
    let (read, found) = probe::status(&plan, plan.unit_of("b").unwrap(), day(), text.as_bytes());
    assert!(read.is_some());
    // The first `a` is a key nobody knows, as are all others: the file's lines but the first one.
    assert_eq!(found.len(), 51, "{:#?}", found.last());
    let lines: Vec<usize> = found.iter().map(|finding| finding.place.line).collect();
    assert_eq!(lines, (2..=52).collect::<Vec<_>>());
    let more = format!("{} more of the same kind", text.lines().count() - 51);
    assert!(found[50].said.en.contains(&more) && found[50].code == found[0].code, "{:#?}", found[50]);
}

#[test]
fn every_bomb_is_refused_within_50_ms_and_16_mb() {
    weigh("bomb", &bombs(), (50.0, 16.0), Some(true));
}

#[test]
fn the_worst_legal_megabyte_takes_half_a_second_and_96_mb() {
    let mut files = worst();
    if cfg!(debug_assertions) {
        // A tenth, so that `cargo test` stays quick.
        for (_, text) in &mut files {
            *text = text.chars().take(100_000).collect();
        }
    }
    weigh("worst", &files, (500.0, 96.0), None);
}

fn codes(portfolio: &Portfolio) -> Vec<(String, &'static str)> {
    let ledgers = portfolio.ledgers.iter().flat_map(|ledger| &ledger.findings);
    let all = portfolio.findings.iter().chain(ledgers);
    all.map(|finding| (finding.place.file.to_string(), finding.code.key())).collect()
}

#[test]
fn a_hostile_folder_blocks_nothing_and_each_entry_is_named() {
    let dir = folder("unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-01, progress: 20 }\n");
    let units = dir.path().join("units");
    let names = ["fifo", "sock", "zero", "dir", "loop1", "lost", "sparse", "deep", "proc"];
    let more: String = names.iter().map(|name| format!("  - {{ id: {name}, name: {name} }}\n")).collect();
    fs::write(dir.path().join("plan.yaml"), PLAN.replace("units:\n", &format!("units:\n{more}"))).unwrap();
    let file = |name: &str| units.join(format!("{name}.yaml"));
    rustix::fs::mkfifoat(rustix::fs::CWD, file("fifo"), rustix::fs::Mode::RWXU).unwrap();
    let _socket = UnixListener::bind(file("sock")).unwrap();
    symlink("/dev/zero", file("zero")).unwrap();
    fs::create_dir(file("dir")).unwrap();
    symlink("loop2.yaml", file("loop1")).unwrap();
    symlink("loop1.yaml", file("loop2")).unwrap();
    symlink("nowhere", file("lost")).unwrap();
    fs::File::create(file("sparse")).unwrap().set_len(10_000_000_000).unwrap();
    symlink("/proc/self/environ", file("proc")).unwrap();
    symlink("link-0", file("deep")).unwrap();
    for n in 0..50 {
        symlink(format!("link-{}", n + 1), units.join(format!("link-{n}"))).unwrap();
    }
    let odd: [&[u8]; 5] =
        [b"a\nb.yaml", b"\x1b[31m.yaml", "\u{202e}x.yaml".as_bytes(), b"-rf.yaml", b"\xff\xfe.yaml"];
    for name in odd {
        fs::write(units.join(OsStr::from_bytes(name)), "unit: b\n").unwrap();
    }
    let start = Instant::now();
    let portfolio = Store::new(dir.path()).refresh(&|_| day()).unwrap();
    let took = start.elapsed();
    let found = codes(&portfolio);
    println!("{} entries in {took:?}: {found:#?}", names.len() + odd.len());
    assert!(took < Duration::from_secs(1), "{took:?}");
    for (name, code) in [
        ("fifo", "not-a-file"),
        ("sock", "not-a-file"),
        ("zero", "not-a-file"),
        ("dir", "not-a-file"),
        ("loop1", "unreadable"),
        ("lost", "unreadable"),
        ("sparse", "too-large"),
        ("deep", "unreadable"),
        ("proc", "unreadable"),
    ] {
        assert!(found.contains(&(format!("units/{name}.yaml"), code)), "{name} is not {code}: {found:#?}");
    }
    for name in [
        "units/a b.yaml",
        "units/␛[31m.yaml",
        "units/‹U+202E›x.yaml",
        "units/-rf.yaml",
        "units/\u{fffd}\u{fffd}.yaml",
    ] {
        assert!(found.contains(&(name.to_owned(), "unknown-unit")), "{name}: {found:#?}");
    }
    let ledger = &portfolio.ledgers[0];
    let b = ledger.plan.unit_of("b").unwrap().get();
    assert_eq!(ledger.reports[b].as_ref().unwrap().items().len(), 1);
}

#[test]
fn a_file_nobody_may_read_is_named_and_the_rest_is_shown() {
    let dir = folder("unit: b\n");
    let open = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::write(dir.path().join("units/a.yaml"), "unit: a\n").unwrap();
    open(dir.path().to_owned(), 0o755);
    open(dir.path().join("units/a.yaml"), 0o000);
    let guatu = dir.path().join("guatu");
    fs::copy(env!("CARGO_BIN_EXE_guatu"), &guatu).unwrap();
    let mut command = if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&guatu);
        command
    } else {
        Command::new(&guatu)
    };
    let arguments = ["check", "--format", "short"];
    let output = match command.args(arguments).arg(dir.path()).env("LC_ALL", "C").output() {
        Ok(output) => output,
        Err(error) => return println!("skipped: root, and no setpriv ({error})"),
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("units/a.yaml:1:1: error[unreadable]"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!said.contains("units/b.yaml:1:1: error"), "{said}");
    println!("{said}");
}
