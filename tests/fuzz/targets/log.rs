//! An entry into any bytes as a status file: what is accepted says the entry and nothing else new, and every other
//! line is as it was. The input is the file, a zero byte, and the note.
//!
//! `cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none log -- -max_total_time=300 -max_len=2048 -timeout=5`

#![no_main]

use std::sync::{Arc, LazyLock};

use guatu::domain::status::{Logged, Words};
use guatu::domain::{Day, Plan};
use guatu::store::append::{Backwards, Wish};
use guatu::store::probe;
use guatu::text::{Lang, clean};

static PLAN: LazyLock<Arc<Plan>> =
    LazyLock::new(|| probe::plan(include_bytes!("../../gallery/unknown-key/plan.yaml")).0.unwrap());

fn lines(text: &str) -> Vec<&str> {
    text.split('\n').map(|line| line.trim_end_matches('\r')).collect()
}

/// Whether `old` is `new` but for lines that came and one line in which something came.
fn is_kept(old: &[&str], new: &[&str]) -> bool {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    old.len() - tail <= 1
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (file, note) = match bytes.iter().position(|b| *b == 0) {
        Some(at) => (&bytes[..at], String::from_utf8_lossy(&bytes[at + 1..]).into_owned()),
        None => (bytes, "- a: b #c".to_owned()),
    };
    let note = clean(note.trim()).trim().to_owned();
    let today: Day = "2022-02-10".parse().unwrap();
    let (unit, item) = (PLAN.unit_of("b").unwrap(), PLAN.item_of("1-2").unwrap());
    let words = Words::of([Some(note), None, None, None]);
    let entry = Logged { on: today, state: None, progress: guatu::domain::Percent::parse("45"), words };
    let backwards = Backwards::Forced;
    let wish = Wish { plan: &PLAN, unit, item, entry: entry.clone(), today, lang: Lang::Zh, backwards };
    let Some(new) = probe::log(&wish, file) else { return };
    let log = |bytes: &[u8]| {
        let report = probe::status(&PLAN, unit, today, bytes).0;
        report.map(|report| {
            let filed = report.filed().into_iter().find(|(ix, _)| *ix == item);
            filed.map(|(_, filed)| filed.log).unwrap_or_default()
        })
    };
    let mut wanted = log(file).expect("a file that cannot be read takes no entry");
    wanted.push(entry);
    assert_eq!(log(new.as_bytes()), Some(wanted), "{new}");
    let old = std::str::from_utf8(file).expect("a file that is not UTF-8 takes no entry");
    assert!(is_kept(&lines(old), &lines(&new)), "{old}\n=====\n{new}");
});
