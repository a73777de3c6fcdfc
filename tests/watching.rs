//! The real loop over real files: a save shows on the screens, and nothing moves under the reader's hand.
//!
//! Each case runs three ways: by events alone (the reconcile an hour away), by the reconcile alone, and by both. A
//! pass by both alone would prove nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use guatu::app::{Key, Message, Model, Setup};
use guatu::live::clock::{self, SystemClock};
use guatu::live::{self, End};
use guatu::store::Store;
use guatu::store::watch::{self, Options, Time};
use guatu::text::Lang;
use support::{Plans, Screen};

const HOUR: Duration = Duration::from_secs(3600);
const EVENTS: Options = Options { reconcile: HOUR, events: true };
const RECONCILE: Options = Options { reconcile: Duration::from_millis(200), events: false };
const BOTH: Options = Options { reconcile: Duration::from_secs(2), events: true };

/// A session over a copy of `plans/`.
struct Session {
    plans: Plans,
    screen: Screen,
    inbox: SyncSender<Message>,
    running: JoinHandle<std::io::Result<End>>,
}

impl Session {
    fn start(options: Options) -> Self {
        Self::start_on(options, &Arc::default())
    }

    /// A session whose storage does not answer while somebody holds `storage`.
    fn start_on(options: Options, storage: &Arc<Mutex<()>>) -> Self {
        let plans = Plans::copy();
        let screen = Screen::new(120, 40);
        let (inbox, messages) = sync_channel(live::INBOX);
        let time = SystemClock::new();
        // The worker asks what day it is in the middle of every look: there it stands still, as in a `stat` that hangs.
        let storage = Arc::clone(storage);
        let today = move |zone: &str| {
            drop(storage.lock());
            clock::today(zone)
        };
        let world = Time { today: Arc::new(today), elapsed: Arc::new(move || time.elapsed()) };
        let news = inbox.clone();
        let store = Store::new(&plans.root());
        let following = watch::follow(store, options, world, move |said| {
            live::message(said).is_none_or(|said| news.send(said).is_ok())
        })
        .unwrap();
        let mut surface = screen.clone();
        let running = std::thread::spawn(move || {
            let patience = options.reconcile * 2 + Duration::from_secs(3);
            let mut model = Model::new(Setup { lang: Some(Lang::Zh), patience, ..Setup::default() });
            live::run(&mut model, &mut surface, &messages, &time, &|| following.reread())
        });
        let session = Self { plans, screen, inbox, running };
        session.screen.wait("the plan", |text| text.contains("最紧要"));
        session
    }

    fn keys(&self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.inbox.send(Message::Key(key)).unwrap();
        }
    }

    /// Changes a unit's file with `save` and waits for `wanted`; returns how long that took.
    /// `wanted` are words that must all stand on one line.
    fn save(&self, unit: &str, change: (&str, &str), save: Save, wanted: &[&str]) -> Duration {
        let path = self.plans.unit(unit);
        let before = fs::read_to_string(&path).unwrap();
        let after = before.replace(change.0, change.1);
        assert_ne!(before, after, "{} is not in {}", change.0, path.display());
        save(&path, &after);
        let seen = |text: &str| text.lines().any(|line| wanted.iter().all(|word| line.contains(word)));
        self.screen.wait(&wanted.join(" "), seen)
    }

    fn end(self) {
        self.keys("q");
        assert_eq!(self.running.join().unwrap().unwrap(), End::Quit);
    }
}

type Save = fn(&Path, &str);

fn in_place(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn by_renaming(path: &Path, text: &str) {
    let draft = path.with_file_name(".draft.tmp");
    fs::write(&draft, text).unwrap();
    fs::rename(draft, path).unwrap();
}

fn deleted_and_created(path: &Path, text: &str) {
    fs::remove_file(path).unwrap();
    fs::write(path, text).unwrap();
}

const SAVES: [(&str, Save); 3] =
    [("in place", in_place), ("by renaming", by_renaming), ("deleted and created", deleted_and_created)];

/// The progress of item 1-1, which `scjgj` leads: 20 in the sample.
const PROGRESS: (&str, &str) =
    ("progress: 20, note: 拟定扩围范围初稿", "progress: 21, note: 拟定扩围范围初稿");

/// How soon a save shows: half a second where an event says so; else a round and the quiet of 300 ms later.
fn soon(options: Options) -> Duration {
    Duration::from_millis(500) + if options.events { Duration::ZERO } else { options.reconcile }
}

#[test]
fn a_save_shows_on_the_tree_the_rules_and_the_feed_however_it_is_saved_and_followed() {
    for (way, options) in [("events", EVENTS), ("reconcile", RECONCILE), ("both", BOTH)] {
        for (how, save) in SAVES {
            let session = Session::start(options);
            session.keys("2");
            session.screen.wait("the tree", |text| text.contains("1-1   “一照多址”扩围"));
            let took = session.save("scjgj", PROGRESS, save, &["1-1 ", " 21%"]);
            assert!(took < soon(options), "{how}, {way}: {took:?}");
            session.keys("4");
            session.screen.wait("the rules", |text| text.contains("起01-28 印02-09 公02-10 1-2"));
            let took = session.save(
                "scjgj",
                ("issued: 2022-02-09, published", "issued: 2022-02-08, published"),
                save,
                &["印02-08 公02-10 1-2"],
            );
            assert!(took < soon(options), "{how}, {way}: {took:?}");
            session.keys("8");
            session.screen.wait("the feed", |text| text.contains("进度 20.0% → 21.0%"));
            session.screen.wait("the stage", |text| text.contains("细则印发 2022-02-09 → 2022-02-08"));
            session.end();
        }
    }
}

#[test]
fn cursor_folds_and_scroll_stay_where_they_are_through_a_save() {
    for (how, save) in SAVES {
        let session = Session::start(BOTH);
        // Fold （三）, then go down far enough for the list to scroll, then up again, so that the cursor stands amid.
        session.keys("2jjjj<enter>");
        session.screen.wait("the fold", |text| text.contains("▸ （三）"));
        session.keys(&"j".repeat(60));
        session.keys(&"k".repeat(27));
        session.screen.wait("the item's detail", |text| text.contains("事项 5-7"));
        let before = session.screen.text();
        // The save starts an item that stands below the cursor, in view.
        let change =
            ("  6-3:", "  6-2:\n    log:\n      - { on: 2022-02-10, progress: 77, note: 试 }\n  6-3:");
        session.save("jw", change, save, &["6-2 ", " 77%"]);
        let after = session.screen.text();
        // Only that item, the sections above it, the lights and the time of reading may differ: with the list moved
        // by a single row nearly every line would.
        let other: Vec<&str> =
            before.lines().zip(after.lines()).filter(|(one, two)| one != two).map(|(_, two)| two).collect();
        assert!(other.len() <= 6, "{how}: {other:#?}");
        assert!(after.contains("事项 5-7"), "{how}: the cursor has moved\n{after}");
        session.keys("gg");
        session.screen.wait("the fold, still closed", |text| text.contains("▸ （三）"));
        session.end();
    }
}

#[test]
fn a_broken_file_changes_nothing_but_a_finding() {
    let session = Session::start(BOTH);
    session.keys("2");
    session.screen.wait("the tree", |text| text.contains(" 20% 按序时"));
    let path = session.plans.unit("scjgj");
    let good = fs::read_to_string(&path).unwrap();
    in_place(&path, &format!("{good}\n  - [broken: {{\n"));
    session.keys("9");
    session.screen.wait("the finding", |text| text.contains("scjgj.yaml:"));
    session.keys("2");
    session
        .screen
        .wait("the last good data", |text| text.contains("1-1   “一照多址”扩围") && text.contains(" 20%"));
    in_place(&path, &good);
    session.keys("9");
    session.screen.wait("the finding gone", |text| !text.contains("scjgj.yaml:"));
    session.end();
}

#[test]
fn a_unit_that_gets_its_first_file_is_no_longer_silent() {
    let session = Session::start(BOTH);
    session.keys("6");
    session.screen.wait("the missing file", |text| text.contains("缺失"));
    let text = "unit: wjw\nitems:\n  11-4:\n    log:\n      - { on: 2022-02-10, progress: 5, note: 开始 }\n";
    by_renaming(&session.plans.unit("wjw"), text);
    session.screen.wait("the report", |text| !text.contains("缺失"));
    session.end();
}

/// Where no frame may show a unit with less than it had: the row of `市市场监管局` on the screen of units.
fn rows_of_the_unit(session: &Session) -> std::collections::BTreeSet<String> {
    let frames = session.screen.frames();
    let row = |frame: &String| frame.lines().find(|line| line.contains("市市场监管局")).map(str::to_owned);
    frames.iter().filter(|frame| frame.contains("欠细则")).filter_map(row).collect()
}

#[test]
fn a_file_written_in_two_halves_is_never_shown_half() {
    for options in [EVENTS, RECONCILE, BOTH] {
        let session = Session::start(options);
        session.keys("6");
        session.screen.wait("the units", |text| text.contains("欠细则"));
        let path = session.plans.unit("scjgj");
        let text = fs::read_to_string(&path).unwrap();
        let half = text.lines().take(text.lines().count() / 2).collect::<Vec<_>>().join("\n");
        for torn in [half.as_str(), ""] {
            in_place(&path, torn);
            std::thread::park_timeout(Duration::from_millis(900));
            in_place(&path, &text);
            std::thread::park_timeout(Duration::from_millis(400));
        }
        assert_eq!(rows_of_the_unit(&session).len(), 1, "{options:?}: {:#?}", rows_of_the_unit(&session));
        session.end();
    }
}

#[test]
fn a_file_that_is_gone_for_a_second_is_never_missed() {
    for options in [EVENTS, RECONCILE, BOTH] {
        let session = Session::start(options);
        session.keys("6");
        session.screen.wait("the units", |text| text.contains("欠细则"));
        for unit in ["units/scjgj", "plan"] {
            let path = session.plans.root().join(format!("hangzhou-2022/{unit}.yaml"));
            let text = fs::read_to_string(&path).unwrap();
            fs::remove_file(&path).unwrap();
            std::thread::park_timeout(Duration::from_secs(1));
            in_place(&path, &text);
            std::thread::park_timeout(Duration::from_millis(400));
        }
        assert_eq!(rows_of_the_unit(&session).len(), 1, "{options:?}: {:#?}", rows_of_the_unit(&session));
        session.end();
    }
}

#[test]
fn a_save_that_takes_something_away_shows_within_two_and_a_half_seconds() {
    for options in [EVENTS, RECONCILE, BOTH] {
        let session = Session::start(options);
        session.keys("2");
        session.screen.wait("the tree", |text| text.contains(" 20% 按序时"));
        let last =
            "\n      - { on: 2022-02-09, progress: 20, note: 拟定扩围范围初稿, next: 2月下旬征求各区意见 }";
        let took = session.save("scjgj", (last, ""), in_place, &["1-1 ", " 10%"]);
        assert!(took < soon(options) + Duration::from_secs(2), "{options:?}: {took:?}");
        session.end();
    }
}

#[test]
fn a_plan_folder_that_is_renamed_away_and_replaced_is_followed() {
    for options in [EVENTS, RECONCILE, BOTH] {
        let session = Session::start(options);
        session.keys("2");
        session.screen.wait("the tree", |text| text.contains(" 20% 按序时"));
        let root = session.plans.root();
        let (old, new) = (root.with_file_name("old"), root.with_file_name("new"));
        let other = Plans::copy();
        fs::rename(other.root(), &new).unwrap();
        let path = new.join("hangzhou-2022/units/scjgj.yaml");
        let text = fs::read_to_string(&path).unwrap().replace(PROGRESS.0, PROGRESS.1);
        fs::write(&path, text).unwrap();
        fs::rename(&root, &old).unwrap();
        fs::rename(&new, &root).unwrap();
        let seen = |text: &str| text.lines().any(|line| line.contains("1-1 ") && line.contains(" 21%"));
        let took = session.screen.wait("the new folder", seen);
        assert!(took < Duration::from_secs(3), "{options:?}: {took:?}");
        session.end();
    }
}

#[test]
fn storage_that_hangs_is_told_within_five_seconds_and_the_keys_live_on() {
    let storage = Arc::new(Mutex::new(()));
    // The plan's own day would not be asked for: the sample has one, so it goes.
    let session = Session::start_on(Options { reconcile: Duration::from_millis(500), ..BOTH }, &storage);
    let plan = session.plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&plan).unwrap().replace("as_of: 2022-02-10\n", "");
    in_place(&plan, &text);
    session.screen.wait("another day", |text| !text.contains("2022-02-10"));
    let held = storage.lock().unwrap();
    let took = session.screen.wait("the silence", |text| text.contains("秒无响应"));
    assert!(took < Duration::from_secs(5), "{took:?}");
    for (key, words) in [("2", "1-1   “一照多址”扩围"), ("6", "欠细则"), ("1", "最紧要")] {
        session.keys(key);
        let took = session.screen.wait(words, |text| text.contains(words));
        assert!(took < Duration::from_millis(300), "{key}: {took:?}");
    }
    session.screen.wait("the seconds", |text| text.contains("存储 11 秒无响应") && text.contains("数据截至"));
    drop(held);
    let took = session.screen.wait("the end of the silence", |text| !text.contains("无响应"));
    assert!(took < Duration::from_secs(3), "{took:?}");
    session.end();
}
