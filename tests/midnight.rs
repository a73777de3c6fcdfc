//! The real loop through midnights that never were waited for: a clock the test sets, zones with summer time (Cairo
//! changes at midnight itself, so that some days have no 00:00), a machine that slept, a clock set back.
//!
//! Nobody presses a key: one beat of the data loop (it comes every second) is all that happens after the clock moved.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use guatu::app::{Key, Message, Model, Now, Setup};
use guatu::domain::Day;
use guatu::live::clock::Clock;
use guatu::live::{self, End};
use guatu::store::Store;
use guatu::text::Lang;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use support::{Plans, Screen};

/// A wall clock that stands where the test puts it, and how long the loop is told it may sleep.
#[derive(Clone)]
struct Hands {
    time: Arc<Mutex<Timestamp>>,
    since: Arc<AtomicI64>,
    sleep: Duration,
}

impl Hands {
    fn new(at: Timestamp, sleep: Duration) -> Self {
        Self { time: Arc::new(Mutex::new(at)), since: Arc::default(), sleep }
    }

    fn put(&self, at: Timestamp) {
        *self.time.lock().unwrap() = at;
    }
}

impl Clock for Hands {
    fn now(&self, zone: &str) -> Now {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let wall = zone.to_datetime(*self.time.lock().unwrap());
        let hand = |n: i8| u8::try_from(n).unwrap();
        // The time of the session goes on whatever happens to the wall clock.
        let at = Duration::from_secs(self.since.fetch_add(1, Ordering::Relaxed).unsigned_abs());
        let clock = (hand(wall.hour()), hand(wall.minute()), hand(wall.second()));
        Now { at, today: Day::from_date(wall.date()), clock }
    }

    fn until_midnight(&self, _: &str) -> Duration {
        self.sleep
    }
}

const HOUR: Duration = Duration::from_secs(3600);

/// A session on the tree of the plans below `root`, with a clock of the test's.
struct Session {
    hands: Hands,
    screen: Screen,
    inbox: SyncSender<Message>,
    running: JoinHandle<std::io::Result<End>>,
}

impl Session {
    fn start(root: &Path, hands: Hands) -> Self {
        let (inbox, messages) = sync_channel(live::INBOX);
        let screen = Screen::new(120, 16);
        let portfolio = Store::new(root).refresh(&|zone| hands.now(zone).today).unwrap();
        inbox.send(Message::Loaded(portfolio)).unwrap();
        for key in Key::parse_all("2").unwrap() {
            inbox.send(Message::Key(key)).unwrap();
        }
        let (mut surface, clock) = (screen.clone(), hands.clone());
        let running = std::thread::spawn(move || {
            let mut model = Model::new(Setup { lang: Some(Lang::Zh), ..Setup::default() });
            live::run(&mut model, &mut surface, &messages, &clock, &|| ())
        });
        Self { hands, screen, inbox, running }
    }

    fn beat(&self) {
        self.inbox.send(Message::Beat).unwrap();
    }

    /// Waits for a screen of that day: its date in the header, and `words` somewhere.
    fn shows(&self, day: Date, words: &str) {
        let date = day.to_string();
        self.screen.wait(&format!("{date} {words}"), |text| {
            text.lines().next().is_some_and(|line| line.contains(&date)) && text.contains(words)
        });
    }

    fn end(self) {
        drop(self.inbox);
        assert_eq!(self.running.join().unwrap().unwrap(), End::Deserted);
    }
}

/// A plan in `zone` with one item, due on 2022-12-31.
fn small_plan(zone: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let text = format!(
        "format: 1\ntitle: 试点方案\nissued: 2022-01-27\ntimezone: {zone}\n\
         units: [ {{ id: a, name: 甲局 }} ]\nsections: [ {{ label: 一、, title: 任务, items: \
         [ {{ id: 1-1, title: 一证多址, lead: a, due: 2022-12-31 }} ] }} ]\n"
    );
    fs::write(dir.path().join("plan.yaml"), text).unwrap();
    dir
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The words of the item on a day after 2022-12-31.
fn overdue(day: Date) -> String {
    let days = date("2022-12-31").until(day).unwrap().get_days();
    format!("逾期 {days} 天")
}

/// Four hundred midnights in `zone`, a second before and the first moment after, each with one beat.
fn four_hundred_midnights(zone: &str) {
    let plan = small_plan(zone);
    let tz = TimeZone::get(zone).unwrap();
    let midnight = |day: Date| day.to_zoned(tz.clone()).unwrap().timestamp();
    let mut day = date("2023-03-01");
    let second = Duration::from_secs(1);
    let session = Session::start(plan.path(), Hands::new(midnight(day), HOUR));
    session.shows(day, &overdue(day));
    let mut odd_days = 0;
    for _ in 0..400 {
        let next = day.tomorrow().unwrap();
        let hours = midnight(next).duration_since(midnight(day)).as_hours();
        odd_days += u32::from(hours != 24);
        session.hands.put(midnight(next).checked_sub(second).unwrap());
        session.beat();
        session.hands.put(midnight(next));
        session.beat();
        session.shows(next, &overdue(next));
        day = next;
    }
    // The beats before midnight changed nothing, and drew nothing.
    assert!((400..=404).contains(&session.screen.frames().len()), "{} frames", session.screen.frames().len());
    assert_eq!(odd_days > 0, zone != "Asia/Shanghai", "{zone}: {odd_days} days are not of 24 hours");
    // The machine slept for a week; then somebody sets the clock back by a day.
    let later = day.checked_add(jiff::Span::new().days(7)).unwrap();
    session.hands.put(midnight(later));
    session.beat();
    session.shows(later, &overdue(later));
    session.hands.put(midnight(later.yesterday().unwrap()));
    session.beat();
    session.shows(later.yesterday().unwrap(), &overdue(later.yesterday().unwrap()));
    session.end();
}

#[test]
fn four_hundred_midnights_in_hangzhou_each_bring_the_new_day() {
    four_hundred_midnights("Asia/Shanghai");
}

#[test]
fn four_hundred_midnights_in_berlin_summer_time_both_ways_each_bring_the_new_day() {
    four_hundred_midnights("Europe/Berlin");
}

#[test]
fn four_hundred_midnights_in_cairo_where_some_days_have_no_midnight_each_bring_the_new_day() {
    four_hundred_midnights("Africa/Cairo");
}

#[test]
fn the_loop_wakes_by_itself_where_no_beat_comes() {
    let plan = small_plan("Asia/Shanghai");
    let tz = TimeZone::get("Asia/Shanghai").unwrap();
    let start = date("2023-01-05");
    // It is told that midnight is 20 ms away.
    let hands = Hands::new(start.to_zoned(tz.clone()).unwrap().timestamp(), Duration::from_millis(20));
    let session = Session::start(plan.path(), hands);
    let mut day = start;
    for _ in 0..10 {
        day = day.tomorrow().unwrap();
        session.hands.put(day.to_zoned(tz.clone()).unwrap().timestamp());
        session.shows(day, &overdue(day));
    }
    session.end();
}

#[test]
fn the_whole_plan_follows_the_real_day_once_its_clock_no_longer_stands_still() {
    let plans = Plans::copy();
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("as_of:")).collect();
    assert_eq!(lines.len() + 1, text.lines().count());
    fs::write(&path, lines.join("\n")).unwrap();
    let tz = TimeZone::get("Asia/Shanghai").unwrap();
    let start = date("2022-02-10");
    let hands = Hands::new(start.to_zoned(tz.clone()).unwrap().timestamp(), HOUR);
    let session = Session::start(&plans.root(), hands);
    session.shows(start, "");
    for key in Key::parse_all("4").unwrap() {
        session.inbox.send(Message::Key(key)).unwrap();
    }
    let mut day = start;
    for n in (-2..6).rev() {
        day = day.tomorrow().unwrap();
        session.hands.put(day.to_zoned(tz.clone()).unwrap().timestamp());
        session.beat();
        session.shows(
            day,
            &match n {
                1.. => format!("临期 剩 {n} 天"),
                0 => "今日到期".to_owned(),
                n => format!("逾期 {} 天", -n),
            },
        );
    }
    session.end();
}
