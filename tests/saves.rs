//! Saves, by the thousand: `GUATU_FULL=1 cargo test --profile long --test saves -- --nocapture --test-threads 1`.
//!
//! Plain `cargo test` runs a hundredth, `GUATU_TENTH=1` a tenth.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod crowd;
#[path = "support/dice.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "each test uses a part of it")]
mod dice;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crowd::{BOTH, Crowd, EVENTS, RECONCILE, at_once, summary, text, times};
use dice::Dice;
use guatu::store::watch::Options;

/// Units that are written at once.
const WRITERS: usize = 50;
/// Tests that measure time take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has every unit save `all` times in all by `save`, each save when the one before is shown; how long each took from
/// the end of the save, and that no picture ever showed anything but what somebody wrote.
fn save(
    options: Options,
    units: usize,
    size: usize,
    all: usize,
    limit: Duration,
    save: Save,
) -> Vec<Duration> {
    let (took, wrong) = saved(options, units, size, all, limit, save);
    assert!(wrong.is_empty(), "{} wrong pictures, first: {}", wrong.len(), wrong[0]);
    took
}

/// The same, with the pictures that showed something else.
fn saved(
    options: Options,
    units: usize,
    size: usize,
    all: usize,
    limit: Duration,
    save: Save,
) -> (Vec<Duration>, Vec<String>) {
    let crowd = Crowd::start(units, size, options);
    let took = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for unit in 0..units {
            let (crowd, took) = (&crowd, &took);
            scope.spawn(move || {
                let mut dice = Dice::quiet(u64::try_from(unit).unwrap());
                let path = crowd.unit(unit);
                for n in 1..=all.div_ceil(units) {
                    save(&path, &text(unit, size, n), &mut dice);
                    let end = Instant::now();
                    crowd.shows(unit, n, limit);
                    took.lock().unwrap().push(end.elapsed());
                }
            });
        }
    });
    let wrong = std::mem::take(&mut crowd.told.0.lock().unwrap().wrong);
    (took.into_inner().unwrap(), wrong)
}

type Save = fn(&Path, &str, &mut Dice);

/// Truncated and written in 2–5 chunks with pauses of up to `longest` ms between them.
fn torn(path: &Path, text: &str, dice: &mut Dice, longest: usize) {
    let mut file = File::create(path).unwrap();
    let chunks = 2 + dice.roll(4);
    let mut cuts: Vec<usize> = (1..chunks).map(|_| dice.roll(text.len())).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    for (n, cut) in cuts.windows(2).enumerate() {
        if n > 0 {
            thread::sleep(Duration::from_millis(u64::try_from(dice.roll(longest + 1)).unwrap()));
        }
        file.write_all(&text.as_bytes()[cut[0]..cut[1]]).unwrap();
    }
}

fn torn_quickly(path: &Path, text: &str, dice: &mut Dice) {
    torn(path, text, dice, 250);
}

fn torn_slowly(path: &Path, text: &str, dice: &mut Dice) {
    torn(path, text, dice, 1000);
}

fn in_place(path: &Path, text: &str, _: &mut Dice) {
    fs::write(path, text).unwrap();
}

fn by_renaming(path: &Path, text: &str, _: &mut Dice) {
    let draft = path.with_extension("yaml.tmp");
    fs::write(&draft, text).unwrap();
    fs::rename(draft, path).unwrap();
}

/// As vim does: it tries whether it can create a file, renames the old one, writes the new, drops the old.
fn with_a_backup(path: &Path, text: &str, _: &mut Dice) {
    let (probe, backup) = (path.with_file_name("4913"), path.with_extension("yaml~"));
    fs::write(&probe, "").unwrap();
    let _ = fs::remove_file(&probe);
    fs::rename(path, &backup).unwrap();
    fs::write(path, text).unwrap();
    fs::remove_file(backup).unwrap();
}

fn deleted_and_created(path: &Path, text: &str, _: &mut Dice) {
    fs::remove_file(path).unwrap();
    fs::write(path, text).unwrap();
}

fn emptied_for_a_while(path: &Path, text: &str, _: &mut Dice) {
    fs::write(path, "").unwrap();
    thread::sleep(Duration::from_millis(1500));
    fs::write(path, text).unwrap();
}

fn emptied_for_up_to_a_while(path: &Path, text: &str, dice: &mut Dice) {
    fs::write(path, "").unwrap();
    thread::sleep(Duration::from_millis(u64::try_from(dice.roll(1500)).unwrap()));
    fs::write(path, text).unwrap();
}

fn gone_for_a_while(path: &Path, text: &str, dice: &mut Dice) {
    fs::remove_file(path).unwrap();
    thread::sleep(Duration::from_millis(u64::try_from(dice.roll(1500)).unwrap()));
    fs::write(path, text).unwrap();
}

const LATEST: Duration = Duration::from_secs(10);

#[test]
fn ten_thousand_torn_saves_are_never_shown_half() {
    let _turn = turn();
    let took = save(BOTH, WRITERS, 200, times(10_000), LATEST, torn_quickly);
    summary("torn, events and reconcile", took);
}

#[test]
fn torn_saves_are_never_shown_half_by_events_alone() {
    let _turn = turn();
    let took = save(EVENTS, WRITERS, 200, times(5_000), LATEST, torn_quickly);
    summary("torn, events alone", took);
}

#[test]
fn torn_saves_without_an_event_are_never_shown_half() {
    let _turn = turn();
    let took = save(RECONCILE, WRITERS, 200, times(2_000), LATEST, torn_quickly);
    summary("torn, reconcile alone", took);
}

/// Who pauses for longer than the 300 ms of quiet and tells of nothing can be read half; what says less is held, so it
/// takes a half that says more.
#[test]
fn torn_saves_with_pauses_of_a_second_and_no_event_are_righted_within_five_seconds() {
    let _turn = turn();
    let limit = Duration::from_secs(5);
    let (took, mut wrong) = saved(RECONCILE, WRITERS, 200, times(2_000), limit, torn_slowly);
    // That a half is not valid is true while it lies there, and changes nothing else on the screen.
    // A half stays until its save goes on; that other files changed meanwhile makes no second one of it.
    wrong.retain(|wrong| !wrong.contains(".yaml:") && !wrong.contains("after version None"));
    println!("{} of {} saves shown half: {wrong:?}", wrong.len(), took.len());
    assert!(wrong.len() * 1000 <= took.len(), "{wrong:#?}");
    summary("torn with pauses of up to a second, reconcile alone", took);
}

#[test]
fn a_file_that_is_gone_for_five_seconds_is_missed_once_and_then_shown_again() {
    at_once(&[EVENTS, RECONCILE, BOTH], |options| {
        let crowd = Crowd::start(2, 20, options);
        fs::remove_file(crowd.unit(0)).unwrap();
        let gone = crowd.wait("the gap", LATEST, |told| told.versions[0].is_none());
        // A reconcile may come two seconds after the file went.
        assert!((1900..4500).contains(&gone.as_millis()), "{options:?}: {gone:?}");
        thread::sleep(Duration::from_secs(5).saturating_sub(gone));
        fs::write(crowd.unit(0), text(0, 20, 1)).unwrap();
        crowd.shows(0, 1, Duration::from_secs(3));
        let told = crowd.told.0.lock().unwrap();
        let lost = |wrong: &&String| wrong.starts_with("u0 after version Some");
        assert_eq!(told.wrong.iter().filter(lost).collect::<Vec<_>>(), ["u0 after version Some(0): None"]);
        // While it is missing nothing else is wrong.
        assert!(told.wrong.iter().all(|wrong| wrong.ends_with(": None")), "{options:?}: {:?}", told.wrong);
    });
}

#[test]
fn a_thousand_saves_of_each_kind_all_show_and_no_unit_is_ever_missed() {
    let _turn = turn();
    let kinds: [(&str, Save); 4] = [
        ("in place", in_place),
        ("renamed over", by_renaming),
        ("backup and rename", with_a_backup),
        ("deleted and created", deleted_and_created),
    ];
    let all = |(how, kind): (&str, Save), way: &str, options: Options, limit| {
        let units = if options.events { 4 } else { WRITERS };
        let p99 = summary(&format!("{how}, {way}"), save(options, units, 20, times(1_000), LATEST, kind));
        assert!(p99 <= Duration::from_millis(limit), "{how}, {way}: p99 {p99:?}");
    };
    for kind in kinds {
        all(kind, "events alone", EVENTS, 500);
        all(kind, "both", BOTH, 500);
    }
    // These wait for the next reconcile most of the time.
    thread::scope(|scope| {
        for kind in kinds {
            scope.spawn(move || all(kind, "reconcile alone", RECONCILE, 3000));
        }
    });
}

#[test]
fn a_file_that_is_empty_or_gone_for_a_second_and_a_half_changes_no_picture() {
    at_once(&[BOTH, RECONCILE], |options| {
        thread::scope(|scope| {
            for (how, kind) in [
                ("empty for 1.5 s", emptied_for_a_while as Save),
                ("empty for up to 1.5 s", emptied_for_up_to_a_while),
                ("gone for up to 1.5 s", gone_for_a_while),
            ] {
                scope.spawn(move || summary(how, save(options, WRITERS, 20, times(500), LATEST, kind)));
            }
        });
    });
}
