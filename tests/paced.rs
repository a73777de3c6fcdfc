//! From a save to the frame that shows it, through the real loop: how long, how many frames for many saves at once, and
//! what it costs beside many files.
//!
//! `GUATU_FULL=1 cargo test --profile long --test paced -- --nocapture --test-threads 1` takes a root of 10,200 files and
//! prints the median and the 95th of a hundred; plain `cargo test` a small one, and only that nothing is far too slow.
//!
//! What a save costs is counted from outside, from the event to the frame, in a root that `GUATU_ROOT` names (its first
//! plan's first file is written to):
//!
//! ```text
//! GUATU_ROOT=DIR valgrind --tool=callgrind --instr-atstart=no \
//!     target/release/deps/paced-* what_a_save_costs --nocapture
//! ```

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

mod rooms;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use guatu::app::{Key, Link, Message, Model, Setup};
use guatu::live::clock::{self, SystemClock};
use guatu::live::surface::{Extent, Surface};
use guatu::live::{self, End};
use guatu::store::Store;
use guatu::store::watch::{self, Options, Time};
use guatu::text::Lang;
use guatu::ui::picture;
use ratatui::buffer::Buffer;
use rooms::Rooms;

const ITEMS: usize = 10;

/// What was drawn last, and when each frame was.
#[derive(Default)]
struct Drawn {
    frame: Buffer,
    at: Vec<Instant>,
}

#[derive(Clone, Default)]
struct Frames(Arc<(Mutex<Drawn>, Condvar)>);

impl Frames {
    /// Waits until a frame is as `wanted` says; when it was drawn.
    fn wait(&self, wanted: impl Fn(&str) -> bool) -> Instant {
        self.until(|drawn| wanted(&picture::text(&drawn.frame)))
    }

    /// Waits until there have been more than `frames`.
    fn beyond(&self, frames: usize) {
        self.until(|drawn| drawn.at.len() > frames);
    }

    /// Waits until nothing is drawn any more: the plans' figures come in slices.
    fn rest(&self) {
        let wait = if std::env::var_os("GUATU_ROOT").is_some() { 3000 } else { 100 };
        let mut before = 0;
        while before != self.count() {
            before = self.count();
            std::thread::sleep(Duration::from_millis(wait));
        }
    }

    fn until(&self, wanted: impl Fn(&Drawn) -> bool) -> Instant {
        let (lock, changed) = &*self.0;
        let mut drawn = lock.lock().unwrap();
        let start = Instant::now();
        while !wanted(&drawn) {
            assert!(start.elapsed() < Duration::from_secs(600), "{}", picture::text(&drawn.frame));
            drawn = changed.wait_timeout(drawn, Duration::from_secs(1)).unwrap().0;
        }
        *drawn.at.last().unwrap()
    }

    fn count(&self) -> usize {
        self.0.0.lock().unwrap().at.len()
    }

    fn since(&self, moment: Instant) -> Vec<Instant> {
        self.0.0.lock().unwrap().at.iter().copied().filter(|at| *at > moment).collect()
    }
}

impl Surface for Frames {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        Ok((120, 40))
    }

    fn show(&mut self, frame: &mut Buffer, _: &[Link], _: Extent) -> io::Result<()> {
        let at = Instant::now();
        let mut drawn = self.0.0.lock().unwrap();
        drawn.frame.clone_from(frame);
        drawn.at.push(at);
        self.0.1.notify_all();
        Ok(())
    }

    fn bell(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Session {
    frames: Frames,
    inbox: SyncSender<Message>,
    running: JoinHandle<io::Result<End>>,
}

impl Session {
    /// One that looks at the tree of this plan below `root`; for the data loop time goes so many times slower.
    fn start(root: &Path, plan: &str, options: Options, slower: u32) -> Self {
        let frames = Frames::default();
        let (inbox, messages) = sync_channel(live::INBOX);
        let time = SystemClock::new();
        let world =
            Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed() / slower) };
        let news = inbox.clone();
        let following = watch::follow(Store::new(root), options, world, move |said| {
            live::message(said).is_none_or(|said| news.send(said).is_ok())
        })
        .unwrap();
        let mut surface = frames.clone();
        let plan = Some(plan.into());
        let running = std::thread::spawn(move || {
            // Nobody tells it of a silence, which is a frame a second.
            let patience = Duration::from_secs(3600);
            let mut model = Model::new(Setup { lang: Some(Lang::En), plan, patience, ..Setup::default() });
            live::run(&mut model, &mut surface, &messages, &time, &|| following.reread())
        });
        let session = Self { frames, inbox, running };
        session.keys("2");
        session.frames.wait(|text| text.contains("live") && !text.contains("reading"));
        // Every folder that has come under watch is looked at once more.
        std::thread::sleep(Duration::from_millis(if is_full() { 2000 } else { 200 }));
        session
    }

    fn keys(&self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.inbox.send(Message::Key(key)).unwrap();
        }
    }

    fn end(self) {
        self.keys("q");
        assert_eq!(self.running.join().unwrap().unwrap(), End::Quit);
    }
}

fn is_full() -> bool {
    std::env::var_os("GUATU_FULL").is_some()
}

#[test]
fn a_save_is_on_the_screen_at_once_whatever_lies_beside_it() {
    let (plans, saves) = if is_full() { (340, 90) } else { (4, 20) };
    let rooms = Rooms::new(plans, 30, ITEMS);
    let session = Session::start(&rooms.root(), &Rooms::plan(0), Options::default(), 1);
    let mut took = Vec::new();
    for n in 1..=saves {
        // The first unit's first item stands on top of the tree, with its progress.
        let text = Rooms::text(0, ITEMS, n);
        fs::write(rooms.unit(0, 0), text).unwrap();
        let closed = Instant::now();
        let word = format!(" {n}% ");
        let shown =
            session.frames.wait(|text| text.lines().any(|it| it.contains("0-0 ") && it.contains(&word)));
        took.push(shown.saturating_duration_since(closed));
        std::thread::sleep(Duration::from_millis(if is_full() { 50 } else { 20 }));
    }
    took.sort();
    let at = |part: usize| took[(took.len() - 1) * part / 100];
    println!(
        "{plans} plans of 30 units: save → frame: median {:?}, p95 {:?}, longest {:?}",
        at(50),
        at(95),
        at(100)
    );
    assert!(at(50) < Duration::from_millis(if is_full() { 5 } else { 100 }), "{took:?}");
    session.end();
}

#[test]
fn sixty_saves_at_once_are_a_few_frames_and_the_last_shows_soon() {
    let rooms = Rooms::new(if is_full() { 170 } else { 3 }, 60, ITEMS);
    let session = Session::start(&rooms.root(), &Rooms::plan(0), Options::default(), 1);
    for (n, pause) in [0, 1, 5].into_iter().enumerate() {
        let begin = Instant::now();
        for unit in 0..60 {
            fs::write(rooms.unit(0, unit), Rooms::text(unit, ITEMS, 10 + n)).unwrap();
            std::thread::sleep(Duration::from_millis(pause));
        }
        let last = Instant::now();
        std::thread::sleep(Duration::from_secs(1));
        let frames = session.frames.since(begin);
        let rest = frames.last().map(|at| at.saturating_duration_since(last));
        let all = last.duration_since(begin);
        println!("60 saves in {all:?}: {} frames, at rest {rest:?} after the last", frames.len());
        // No more than one each 16 ms, and one more that says that nobody is writing any more.
        let most = 2 + usize::try_from((all + rest.unwrap_or_default()).as_millis() / 16).unwrap();
        assert!(!frames.is_empty() && frames.len() <= most, "{} frames, at most {most}", frames.len());
        if is_full() {
            assert!(rest.unwrap() < Duration::from_millis(60), "{rest:?}");
        }
    }
    session.end();
}

#[test]
fn files_that_others_read_are_not_read_again_and_draw_nothing() {
    let rooms = Rooms::new(4, 30, ITEMS);
    let session = Session::start(&rooms.root(), &Rooms::plan(0), Options::default(), 1);
    std::thread::sleep(Duration::from_millis(500));
    let begin = Instant::now();
    for _ in 0..5 {
        for plan in 0..4 {
            for unit in 0..30 {
                fs::read(rooms.unit(plan, unit)).unwrap();
            }
        }
    }
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(session.frames.since(begin).len(), 0);
    session.end();
}

/// Tells callgrind, if it is what runs this test.
fn callgrind(order: &str) {
    if std::env::var_os("GUATU_ROOT").is_some() {
        let pid = process::id().to_string();
        assert!(Command::new("callgrind_control").args([order, &pid]).status().unwrap().success());
    }
}

#[test]
fn what_a_save_costs_is_one_frame_and_can_be_counted() {
    let rooms = Rooms::new(3, 2, ITEMS);
    let root = std::env::var_os("GUATU_ROOT").map_or(rooms.root(), PathBuf::from);
    let mut plans: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    plans.sort();
    let mut units: Vec<_> =
        fs::read_dir(plans[0].join("units")).unwrap().map(|entry| entry.unwrap().path()).collect();
    units.sort();
    // No round comes in between, which looks at everything, however slow the machine is that counts.
    let options = Options { reconcile: Duration::from_secs(3600), ..Options::default() };
    let session = Session::start(&root, plans[0].file_name().unwrap().to_str().unwrap(), options, 100);
    let text = fs::read_to_string(&units[0]).unwrap();
    let (before, rest) = text.split_once("progress: ").unwrap();
    let rest = rest.trim_start_matches(|sign: char| sign.is_ascii_digit());
    callgrind("--instr=on");
    // In the plan's tree, and in the list of all plans.
    for screen in ["2", "0"] {
        let frames = session.frames.count();
        session.keys(screen);
        session.frames.beyond(frames);
        session.frames.rest();
        for n in 0..12 {
            std::thread::sleep(Duration::from_millis(100));
            if n == 2 {
                callgrind("--zero");
            }
            let frames = session.frames.count();
            fs::write(&units[0], format!("{before}progress: {}{rest}", 10 + n)).unwrap();
            session.frames.beyond(frames);
            std::thread::sleep(Duration::from_millis(100));
            assert_eq!(session.frames.count(), frames + 1);
        }
        callgrind(&format!("--dump={screen}"));
    }
    callgrind("--instr=off");
    fs::write(&units[0], text).unwrap();
    session.end();
}
