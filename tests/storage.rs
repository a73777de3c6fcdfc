//! Storage that goes, comes back, is another, says nothing, is full, or hangs: rows W8–W31 of the faults.
//!
//! `GUATU_FULL=1 cargo test --profile long --test storage -- --nocapture --test-threads 1`; plain `cargo test` runs a
//! hundredth of the rounds and three at most, `GUATU_TENTH=1` a tenth.
//!
//! Where each row of the faults has its test (no file: here):
//!
//! | Row | Fault | Test |
//! |---|---|---|
//! | W1, W5, W6 | saves in place, by renaming, with a backup | saves: `a_thousand_saves_of_each_kind_all_show_and_no_unit_is_ever_missed` |
//! | W2 | torn saves | saves: `ten_thousand_torn_saves_are_never_shown_half`, `torn_saves_are_never_shown_half_by_events_alone` |
//! | W3 | torn saves without an event | saves: `torn_saves_without_an_event_are_never_shown_half`, `torn_saves_with_pauses_of_a_second_and_no_event_are_righted_within_five_seconds` |
//! | W4 | emptied for up to 1.5 s | saves: `a_file_that_is_empty_or_gone_for_a_second_and_a_half_changes_no_picture` |
//! | W7 | deleted and created | the same; `a_file_that_is_gone_for_five_seconds_is_missed_once_and_then_shown_again` |
//! | W8 | names of editors | `names_that_editors_and_synchronisers_leave_behind_are_no_units` |
//! | W9 | conflict copies | store/names.rs, tests/check.rs |
//! | W10 | a checkout | `a_checkout_of_a_thousand_files_is_one_batch`; soak: `a_checkout_of_a_thousand_files_never_makes_the_loop_late` |
//! | W11 | overflow | `a_queue_that_overflows_loses_nothing`; store/eyes.rs: `an_overflow_has_no_path_and_still_makes_everybody_look` |
//! | W12 | events lost | every test by `RECONCILE` alone |
//! | W13 | no watches left | `without_watches_it_polls_and_names_the_limit` |
//! | W14 | no instances, no handles | `without_an_instance_it_polls_and_names_the_limit`, `with_sixteen_handles_it_polls_and_names_the_limit` |
//! | W15 | no folder at the start | `plans_that_are_not_there_yet_are_found_when_they_come` |
//! | W16 | deleted and made again | `plans_that_are_deleted_and_made_again_are_read_again` |
//! | W17 | renamed away | `plans_that_are_renamed_away_are_followed_by_name_and_the_old_ones_forgotten` |
//! | W18 | a link turned | `plans_that_are_a_link_are_followed_wherever_it_points` |
//! | W19 | `..data` | `a_mounted_config_map_is_never_a_mix_of_two_versions` |
//! | W20 | a file that is a link | `a_file_that_is_a_link_is_followed_to_its_target` |
//! | W21 | unmounted | `storage_that_is_unmounted_is_told_and_its_last_picture_kept_until_it_comes_back` |
//! | W22 | no events | `storage_that_sends_no_events_is_followed_and_said_to_be_so` |
//! | W23, W24 | times that tell nothing | `times_that_go_back_or_stand_still_hide_nothing`; store/watch.rs: `a_change_that_no_stamp_tells_of_is_found_by_its_bytes_within_a_minute` |
//! | W25 | two edits at once | `of_two_edits_at_once_the_last_is_shown` |
//! | W26, W28 | reading, touching | `reading_by_others_wakes_nobody_and_touching_without_a_change_shows_nothing`; soak: `files_that_are_read_and_touched_write_nothing_to_the_terminal`, `at_rest_it_wakes_twice_a_second_at_most_and_costs_next_to_nothing` |
//! | W27 | a writer that never stops | `a_writer_that_never_stops_is_shown_every_two_and_a_half_seconds` |
//! | W29 | a new folder | `a_plan_made_all_at_once_is_read_whole` |
//! | W30 | the watcher dies | store/watch.rs: `watches_whose_thread_has_died_are_set_anew`; signals: `a_panic_in_the_data_loop_touches_nothing_on_the_screen_and_is_mended`; weeks: `a_data_loop_that_keeps_dying_is_started_again_more_and_more_slowly` |
//! | W31 | storage hangs | signals: `storage_that_hangs_for_ten_seconds_is_told_within_five_and_the_keys_live_on`; watching: `storage_that_hangs_is_told_within_five_seconds_and_the_keys_live_on` |
//! | – | permission lost | `permission_that_is_lost_is_told_and_regained_without_a_restart` |
//! | T1–T4 | escapes, bidi, marks | tests/unicode.rs; text/clean.rs |
//! | T5 | widths | text/width.rs, tests/screens.rs |
//! | T6 | panic in the loop | signals: `a_panic_in_the_loop_gives_the_terminal_back_before_anything_is_said_about_it` |
//! | T7 | panic in a worker | signals: `a_panic_in_the_data_loop_…`; live/input.rs: `a_panic_of_the_keyboards_thread_costs_no_more_than_the_key_it_came_with` |
//! | T8 | signals | signals: `quitting_and_every_signal_give_the_terminal_back_with_their_code`, `a_signal_at_any_moment_of_the_start_gives_the_terminal_back` |
//! | T9 | Ctrl-Z | signals: `ctrl_z_and_back_as_often_as_one_likes` |
//! | T10 | terminal gone | signals: `it_ends_within_a_second_when_its_terminal_goes_without_a_word` |
//! | T11 | not read, closed, full | weeks: `a_terminal_that_is_not_read_for_a_while_costs_no_memory_and_then_shows_the_newest_frame`; signals: `where_there_is_no_terminal_each_case_has_its_message_and_its_code` |
//! | T12, T13 | no input, no terminal | signals: `a_terminal_without_a_session_or_without_its_input_is_a_terminal_all_the_same` |
//! | T14 | a terminal that can nothing | session: `a_terminal_that_can_do_nothing_gets_a_message_and_no_escape_sequence` |
//! | T15, T16, T21 | sizes, keys, pastes | weeks: `floods_of_keys_pastes_and_sizes_leave_memory_flat_and_the_last_one_counts`, `a_paste_that_never_ends_costs_no_memory_and_the_keys_live_on_after_it`; live/typed.rs |
//! | T17, T19 | questions, tearing | session: `the_terminal_is_never_asked_anything_and_every_frame_is_one_synchronised_update` |
//! | T18 | stray text | weeks: `a_wall_is_painted_whole_once_a_minute_and_whenever_its_page_turns` |
//! | T20 | the editor | session: `an_item_is_edited_at_its_line_twenty_times_and_every_key_goes_where_it_belongs` |
//! | T22 | multiplexers | signals: `a_session_in_tmux_is_whole_wherever_it_is_attached` (skipped where there is no tmux) |

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test prints its figures, and why it is skipped")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod crowd;

use std::fs::{self, File, FileTimes};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crowd::{BOTH, Crowd, EVENTS, RECONCILE, at_once, text, times};
use guatu::store::watch::Options;

/// What a change takes at most that the reconcile has to find.
const FOUND: Duration = Duration::from_secs(3);
const WAYS: [Options; 3] = [EVENTS, RECONCILE, BOTH];
/// The entries of a status file.
const SIZE: usize = 5;

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Rounds of which at least two are run, and three at most by plain `cargo test`: each waits for two seconds.
fn rounds(full: usize) -> std::ops::RangeInclusive<usize> {
    let most = if times(100) == 1 { 3 } else { full };
    1..=times(full).clamp(2, most)
}

fn write(path: &Path, unit: usize, n: usize) {
    fs::write(path, text(unit, SIZE, n)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn names_that_editors_and_synchronisers_leave_behind_are_no_units() {
    let crowd = Crowd::start(2, SIZE, BOTH);
    let (pictures, _) = crowd.count();
    for name in [
        ".u0.yaml.swp",
        ".u0.yaml.swx",
        ".u0.yaml.Ab12Cd",
        ".#u0.yaml",
        "._u0.yaml",
        ".syncthing.u0.yaml.tmp",
        "u0.yaml~",
        "#u0.yaml#",
        "4913",
        "u0.yaml.tmp",
        "u0.yaml.orig",
        "u0.yaml.rej",
        "~$u0.yaml",
        "u0.yaml.bak",
        "u0.yaml.lock",
        ".~lock.u0.yaml#",
        "u0.yaml.part",
        "u0.yaml.swo",
        ".DS_Store",
        "Thumbs.db",
    ] {
        let path = crowd.unit(0).with_file_name(name);
        fs::write(&path, text(0, SIZE, 7)).unwrap();
        thread::sleep(millis(30));
    }
    thread::sleep(millis(2500));
    crowd.assert_right();
    assert_eq!(crowd.count().0, pictures, "a picture for nothing");
}

#[test]
fn a_checkout_of_a_thousand_files_is_one_batch() {
    let units = if times(100) == 100 { 1000 } else { 200 };
    at_once(&[EVENTS, BOTH], |options| {
        let crowd = Crowd::start(units, SIZE, options);
        let (before, _) = crowd.count();
        for unit in 0..units {
            let (path, draft) = (crowd.unit(unit), crowd.unit(unit).with_extension("new"));
            write(&draft, unit, 1);
            fs::rename(draft, path).unwrap();
        }
        let took = crowd.wait("the checkout", Duration::from_secs(5), |told| {
            told.versions.iter().all(|version| *version == Some(1))
        });
        let pictures = crowd.count().0 - before;
        println!("checkout of {units}: {took:?}, {pictures} pictures");
        assert!(took < Duration::from_secs(2) && pictures <= 10, "{took:?}, {pictures} pictures");
        crowd.assert_right();
    });
}

#[test]
fn reading_by_others_wakes_nobody_and_touching_without_a_change_shows_nothing() {
    let crowd = Crowd::start(20, SIZE, EVENTS);
    thread::sleep(millis(500));
    let before = crowd.count();
    for _ in rounds(50) {
        for unit in 0..20 {
            fs::read(crowd.unit(unit)).unwrap();
        }
    }
    thread::sleep(millis(500));
    assert_eq!(crowd.count(), before, "somebody else's reading was an event");
    for n in 1..=times(10_000) {
        let now = std::time::SystemTime::now();
        File::options()
            .append(true)
            .open(crowd.unit(n % 20))
            .unwrap()
            .set_times(FileTimes::new().set_modified(now))
            .unwrap();
    }
    thread::sleep(millis(800));
    assert_eq!(crowd.count().0, before.0, "a touch made a picture");
}

#[test]
fn a_queue_that_overflows_loses_nothing() {
    let crowd = Crowd::start(20, SIZE, EVENTS);
    // More events than the kernel keeps (16,384), faster than anybody reads them.
    thread::scope(|scope| {
        for unit in 0..4 {
            let path = crowd.unit(unit).with_extension("noise");
            let all = times(200_000).max(5000);
            scope.spawn(move || {
                for _ in 0..all / 4 {
                    File::create(&path).unwrap();
                }
            });
        }
    });
    for unit in 0..20 {
        write(&crowd.unit(unit), unit, 1);
    }
    let took = crowd
        .wait("every file", Duration::from_secs(10), |told| told.versions.iter().all(|it| *it == Some(1)));
    println!("after the flood: {took:?}");
    assert!(took < FOUND, "{took:?}");
    crowd.assert_right();
}

#[test]
fn plans_that_are_not_there_yet_are_found_when_they_come() {
    at_once(&WAYS, |options| {
        let mut crowd = Crowd::files(2, SIZE);
        let away = crowd.dir.path().join("away");
        fs::rename(crowd.root(), &away).unwrap();
        let root = crowd.root();
        let later = thread::spawn(move || {
            thread::sleep(millis(1000));
            fs::rename(away, root).unwrap();
            Instant::now()
        });
        crowd.follow(options, SIZE);
        let came = later.join().unwrap();
        assert!(came.elapsed() < FOUND, "{options:?}: {:?}", came.elapsed());
    });
}

#[test]
fn plans_that_are_deleted_and_made_again_are_read_again() {
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        let copied = crowd.dir.path().join("copied");
        for n in rounds(500) {
            copy(&crowd.root(), &copied);
            write(&copied.join("p/units/u0.yaml"), 0, n);
            fs::remove_dir_all(crowd.root()).unwrap();
            if n % 2 == 0 {
                thread::sleep(millis(100));
            }
            copy(&copied, &crowd.root());
            let took = crowd.shows(0, n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, round {n}: {took:?}");
            fs::remove_dir_all(&copied).unwrap();
        }
        crowd.assert_right();
    });
}

#[test]
fn plans_that_are_renamed_away_are_followed_by_name_and_the_old_ones_forgotten() {
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        let (old, new) = (crowd.dir.path().join("old"), crowd.dir.path().join("new"));
        for n in rounds(200) {
            copy(&crowd.root(), &new);
            write(&new.join("p/units/u0.yaml"), 0, n);
            fs::rename(crowd.root(), &old).unwrap();
            fs::rename(&new, crowd.root()).unwrap();
            let took = crowd.shows(0, n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, round {n}: {took:?}");
            write(&old.join("p/units/u1.yaml"), 1, 999);
            fs::remove_dir_all(&old).unwrap();
        }
        thread::sleep(millis(400));
        crowd.wait("the new folder alone", FOUND, |told| told.versions.get(1) == Some(&Some(0)));
        crowd.assert_right();
    });
}

#[test]
fn plans_that_are_a_link_are_followed_wherever_it_points() {
    at_once(&WAYS, |options| {
        let mut crowd = Crowd::files(2, SIZE);
        let one = crowd.dir.path().join("one");
        fs::rename(crowd.root(), &one).unwrap();
        symlink(&one, crowd.root()).unwrap();
        crowd.follow(options, SIZE);
        let mut at = one;
        for n in rounds(200) {
            let next = crowd.dir.path().join(format!("next-{n}"));
            copy(&at, &next);
            write(&next.join("p/units/u0.yaml"), 0, n);
            let draft = crowd.dir.path().join("draft");
            symlink(&next, &draft).unwrap();
            fs::rename(draft, crowd.root()).unwrap();
            let took = crowd.shows(0, n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, round {n}: {took:?}");
            fs::remove_dir_all(&at).unwrap();
            at = next;
        }
        crowd.assert_right();
    });
}

/// As the kubelet does: `p/plan.yaml` and `p/units` lead through `p/..data` to a folder of one version.
#[test]
fn a_mounted_config_map_is_never_a_mix_of_two_versions() {
    at_once(&WAYS, |options| {
        let mut crowd = Crowd::files(20, SIZE);
        let folder = crowd.root().join("p");
        let one = folder.join("..v0");
        fs::create_dir(&one).unwrap();
        fs::rename(folder.join("plan.yaml"), one.join("plan.yaml")).unwrap();
        fs::rename(folder.join("units"), one.join("units")).unwrap();
        symlink("..v0", folder.join("..data")).unwrap();
        symlink("..data/plan.yaml", folder.join("plan.yaml")).unwrap();
        symlink("..data/units", folder.join("units")).unwrap();
        crowd.follow(options, SIZE);
        for n in rounds(200) {
            let (old, new) = (folder.join(format!("..v{}", n - 1)), folder.join(format!("..v{n}")));
            copy(&old, &new);
            for unit in 0..20 {
                write(&new.join(format!("units/u{unit}.yaml")), unit, n);
            }
            symlink(format!("..v{n}"), folder.join("..data_tmp")).unwrap();
            fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
            let whole = |told: &crowd::Told| told.versions.iter().all(|version| *version == Some(n));
            let took = crowd.wait("the swap", Duration::from_secs(10), whole);
            assert_eq!(crowd.told.0.lock().unwrap().mixed, 0, "{options:?}: a mix of versions");
            let limit = if options.events { Duration::from_secs(1) } else { FOUND };
            assert!(took < limit, "{options:?}, swap {n}: {took:?}");
            fs::remove_dir_all(old).unwrap();
        }
        crowd.assert_right();
    });
}

#[test]
fn a_file_that_is_a_link_is_followed_to_its_target() {
    at_once(&WAYS, |options| {
        let mut crowd = Crowd::files(2, SIZE);
        let real = crowd.root().join("real");
        fs::create_dir(&real).unwrap();
        fs::rename(crowd.unit(0), real.join("a")).unwrap();
        symlink("../../real/a", crowd.unit(0)).unwrap();
        crowd.follow(options, SIZE);
        for n in rounds(200) {
            // By turns its target is written, and it is pointed elsewhere.
            let (name, other) = if n % 4 < 2 { ("a", "b") } else { ("b", "a") };
            if n % 2 == 1 {
                write(&real.join(name), 0, n);
            } else {
                write(&real.join(other), 0, n);
                write(&real.join(name), 0, n);
                fs::remove_file(crowd.unit(0)).unwrap();
                symlink(format!("../../real/{name}"), crowd.unit(0)).unwrap();
            }
            if n % 2 == 1 {
                let draft = crowd.unit(0).with_file_name(".draft");
                symlink(format!("../../real/{name}"), &draft).unwrap();
                fs::rename(draft, crowd.unit(0)).unwrap();
            }
            let took = crowd.shows(0, n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, round {n}: {took:?}");
        }
        crowd.assert_right();
    });
}

#[test]
fn times_that_go_back_or_stand_still_hide_nothing() {
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        for n in rounds(500) {
            let draft = crowd.unit(0).with_extension("tmp");
            write(&draft, 0, n);
            let then = std::time::UNIX_EPOCH + Duration::from_secs(1_640_000_000);
            // By turns an hour older than before, and the very time it had.
            let then = then - Duration::from_secs(3600 * u64::try_from(n / 2).unwrap());
            File::options()
                .append(true)
                .open(&draft)
                .unwrap()
                .set_times(FileTimes::new().set_modified(then))
                .unwrap();
            fs::rename(draft, crowd.unit(0)).unwrap();
            let took = crowd.shows(0, n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, round {n}: {took:?}");
        }
        crowd.assert_right();
    });
}

#[test]
fn of_two_edits_at_once_the_last_is_shown() {
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        for n in rounds(500) {
            write(&crowd.unit(0), 0, 2 * n - 1);
            write(&crowd.unit(0), 0, 2 * n);
            let took = crowd.shows(0, 2 * n, Duration::from_secs(10));
            assert!(took < FOUND, "{options:?}, pair {n}: {took:?}");
        }
        crowd.assert_right();
    });
}

#[test]
fn a_writer_that_never_stops_is_shown_every_two_and_a_half_seconds() {
    at_once(&[EVENTS, BOTH], |options| {
        let crowd = Crowd::start(2, SIZE, options);
        let (start, mut last, mut seen, mut longest) = (Instant::now(), Instant::now(), 0, Duration::ZERO);
        let mut n = 0;
        while start.elapsed() < Duration::from_secs(if times(100) == 100 { 30 } else { 4 }) {
            n += 1;
            write(&crowd.unit(0), 0, n);
            thread::sleep(millis(100));
            let pictures = crowd.count().0;
            if pictures != seen {
                (seen, last) = (pictures, Instant::now());
            }
            longest = longest.max(last.elapsed());
        }
        assert!(longest < millis(2500), "{options:?}: {longest:?}");
        crowd.assert_right();
    });
}

#[test]
fn a_plan_made_all_at_once_is_read_whole() {
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        for n in rounds(500) {
            copy(&crowd.root().join("p"), &crowd.root().join(format!("q{n}")));
            let plans = |told: &crowd::Told| told.plans == 1 + n;
            let took = crowd.wait("the new plan", Duration::from_secs(10), plans);
            assert!(took < FOUND, "{options:?}, plan {n}: {took:?}");
            if n > 20 {
                break;
            }
        }
    });
}

#[test]
fn a_plan_whose_folder_was_there_long_before_it_is_found_without_a_round() {
    let crowd = Crowd::start(2, SIZE, EVENTS);
    for n in rounds(100) {
        let folder = crowd.root().join(format!("q{n}"));
        fs::create_dir(&folder).unwrap();
        thread::sleep(millis(300));
        copy(&crowd.root().join("p"), &folder);
        let took = crowd.wait("the plan", Duration::from_secs(10), |told| told.plans == 1 + n);
        assert!(took < FOUND, "plan {n}: {took:?}");
    }
}

/// Runs this test binary's test `name` in name spaces of its own, after `before`; false if that is not allowed here.
fn in_a_space_of_its_own(name: &str, before: &str) -> bool {
    if std::env::var_os("GUATU_SPACE").is_some() {
        return false;
    }
    let allowed =
        Command::new("unshare").args(["-rUm", "true"]).output().is_ok_and(|output| output.status.success());
    if !allowed {
        println!("skipped: no name spaces here (unshare -rUm)");
        return true;
    }
    let exe = std::env::current_exe().unwrap();
    let line = format!("{before}; exec {} --exact {name} --nocapture", exe.display());
    let output =
        Command::new("unshare").args(["-rUm", "sh", "-ec", &line]).env("GUATU_SPACE", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
    true
}

/// Without watches: it starts, says why in words, and finds an edit all the same.
fn polls_because(sysctl: &str) {
    let crowd = Crowd::start(2, SIZE, BOTH);
    crowd.wait(sysctl, FOUND, |told| told.state.contains(sysctl));
    write(&crowd.unit(0), 0, 1);
    let took = crowd.shows(0, 1, Duration::from_secs(10));
    println!("{sysctl}: {took:?}");
    assert!(took < FOUND, "{took:?}");
    crowd.assert_right();
}

#[test]
fn without_watches_it_polls_and_names_the_limit() {
    let name = "without_watches_it_polls_and_names_the_limit";
    if !in_a_space_of_its_own(name, "echo 0 > /proc/sys/user/max_inotify_watches") {
        polls_because("max_user_watches");
    }
}

#[test]
fn without_an_instance_it_polls_and_names_the_limit() {
    let name = "without_an_instance_it_polls_and_names_the_limit";
    if !in_a_space_of_its_own(name, "echo 0 > /proc/sys/user/max_inotify_instances") {
        polls_because("max_user_instances");
    }
}

fn shell(line: &str) {
    let output = Command::new("sh").args(["-ec", line]).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Without a free handle for watches: a process may open no more than sixteen files.
#[test]
fn with_sixteen_handles_it_polls_and_names_the_limit() {
    let name = "with_sixteen_handles_it_polls_and_names_the_limit";
    if in_a_space_of_its_own(name, "ulimit -n 16") {
        return;
    }
    // All but two are taken: enough to read a file, not enough to watch one.
    let mut taken: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    taken.truncate(taken.len() - 2);
    polls_because("ulimit -n");
    drop(taken);
}

/// Runs this test binary's test `name` as somebody for whom permissions count; false if that is who we are.
fn as_nobody(name: &str) -> bool {
    if !is_root() {
        return false;
    }
    let exe = std::env::current_exe().unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--"]);
    let output = command.arg(&exe).args(["--exact", name, "--nocapture"]).current_dir("/").output();
    let said = output.as_ref().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    match (&output, said.as_deref()) {
        (Ok(output), Ok(said)) if said.contains("running 1 test") => {
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.contains("1 passed"), "{said}{errors}");
        }
        _ => println!("skipped: nobody else can run {}", exe.display()),
    }
    true
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").unwrap().lines().any(|line| line.starts_with("Uid:\t0\t"))
}

#[test]
fn permission_that_is_lost_is_told_and_regained_without_a_restart() {
    use std::os::unix::fs::PermissionsExt as _;
    let name = "permission_that_is_lost_is_told_and_regained_without_a_restart";
    if as_nobody(name) {
        return;
    }
    at_once(&WAYS, |options| {
        let crowd = Crowd::start(2, SIZE, options);
        let units = crowd.root().join("p/units");
        for (n, path) in [crowd.unit(0), units, crowd.root()].into_iter().enumerate() {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            set(0);
            let told = crowd.wait("the loss", Duration::from_secs(10), |told| {
                let said = told.strange.as_deref().unwrap_or(&told.state);
                said.to_lowercase().contains("permission denied")
            });
            // What was read stays.
            assert_eq!(crowd.told.0.lock().unwrap().versions, [Some(n), Some(0)], "{options:?}");
            set(mode);
            write(&crowd.unit(0), 0, n + 1);
            let back = crowd.shows(0, n + 1, Duration::from_secs(10));
            let well = crowd.wait("the end of it", FOUND, |told| {
                told.strange.is_none() && !told.state.to_lowercase().contains("permission denied")
            });
            println!("{options:?}, {}: told {told:?}, back {back:?}, {well:?}", path.display());
            // A root that cannot be listed is believed after two seconds: somebody may be saving in it.
            assert!(told < FOUND + Duration::from_secs(2) && back < FOUND && well < FOUND);
        }
    });
}

#[test]
fn storage_that_is_unmounted_is_told_and_its_last_picture_kept_until_it_comes_back() {
    let name = "storage_that_is_unmounted_is_told_and_its_last_picture_kept_until_it_comes_back";
    if in_a_space_of_its_own(name, "true") {
        return;
    }
    at_once(&[RECONCILE, BOTH], |options| {
        let mut crowd = Crowd::files(2, SIZE);
        let (root, disk) = (crowd.root(), crowd.dir.path().join("disk"));
        fs::rename(&root, &disk).unwrap();
        fs::create_dir(&root).unwrap();
        let mount = format!("mount --bind {} {}", disk.display(), root.display());
        shell(&mount);
        crowd.follow(options, SIZE);
        for n in rounds(50) {
            shell(&format!("umount {}", root.display()));
            let gone =
                crowd.wait("the banner", Duration::from_secs(10), |told| told.state.contains("no plan in"));
            write(&disk.join("p/units/u0.yaml"), 0, n);
            shell(&mount);
            let back = crowd.shows(0, n, Duration::from_secs(10));
            let live = crowd.wait("the banner gone", FOUND, |told| !told.state.contains("no plan in"));
            assert!(gone < FOUND && back < FOUND && live < FOUND, "{options:?}, {n}: {gone:?}, {back:?}");
        }
        crowd.assert_right();
        shell(&format!("umount -l {}", root.display()));
    });
}

#[test]
fn storage_that_sends_no_events_is_followed_and_said_to_be_so() {
    let name = "storage_that_sends_no_events_is_followed_and_said_to_be_so";
    if in_a_space_of_its_own(name, "true") {
        return;
    }
    let mut crowd = Crowd::files(2, SIZE);
    let (root, lower) = (crowd.root(), crowd.dir.path().join("lower"));
    fs::rename(&root, &lower).unwrap();
    fs::create_dir(&root).unwrap();
    // The lower layer is changed below the overlay: no event ever comes of it.
    let place = crowd.dir.path().join("layers");
    fs::create_dir(&place).unwrap();
    let (place, lower_shown) = (place.display(), lower.display());
    let mount = format!(
        "mount -t tmpfs none {place} && mkdir {place}/up {place}/work && mount -t overlay overlay -o \
         lowerdir={lower_shown},upperdir={place}/up,workdir={place}/work {}",
        root.display()
    );
    if !Command::new("sh").args(["-ec", &mount]).output().unwrap().status.success() {
        println!("skipped: no overlay here");
        return;
    }
    crowd.follow(BOTH, SIZE);
    // An edit soon after the start may have come with the events of the start.
    thread::sleep(Duration::from_secs(11));
    for n in rounds(200) {
        write(&lower.join("p/units/u0.yaml"), 0, n);
        let took = crowd.shows(0, n, Duration::from_secs(10));
        assert!(took < FOUND, "edit {n}: {took:?}");
    }
    crowd.wait("the word for it", FOUND, |told| told.state.contains("does not report changes"));
    crowd.assert_right();
}
