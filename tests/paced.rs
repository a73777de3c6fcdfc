//! From a save to the frame that shows it, through the real loop: how long, how many frames for many saves at once, and
//! what it costs beside many files.
//!
//! `GUATU_FULL=1 cargo test --profile long --test paced -- --nocapture --test-threads 1` takes a root of 10,200 files and
//! prints the median and the 95th of a hundred; plain `cargo test` a small one, and only that nothing is far too slow.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

mod rooms;

use std::fs;
use std::io;
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
    text: String,
    at: Vec<Instant>,
}

#[derive(Clone, Default)]
struct Frames(Arc<(Mutex<Drawn>, Condvar)>);

impl Frames {
    /// Waits until a frame is as `wanted` says; when it was drawn.
    fn wait(&self, wanted: impl Fn(&str) -> bool) -> Instant {
        let (lock, changed) = &*self.0;
        let mut drawn = lock.lock().unwrap();
        let start = Instant::now();
        while !wanted(&drawn.text) {
            assert!(start.elapsed() < Duration::from_secs(120), "{}", drawn.text);
            drawn = changed.wait_timeout(drawn, Duration::from_secs(1)).unwrap().0;
        }
        *drawn.at.last().unwrap()
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
        let text = picture::text(frame);
        let mut drawn = self.0.0.lock().unwrap();
        drawn.text = text;
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
    rooms: Rooms,
    frames: Frames,
    inbox: SyncSender<Message>,
    running: JoinHandle<io::Result<End>>,
}

impl Session {
    /// One that looks at the tree of the first plan.
    fn start(plans: usize, units: usize) -> Self {
        let (rooms, frames) = (Rooms::new(plans, units, ITEMS), Frames::default());
        let (inbox, messages) = sync_channel(live::INBOX);
        let time = SystemClock::new();
        let world = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed()) };
        let news = inbox.clone();
        let following = watch::follow(Store::new(&rooms.root()), Options::default(), world, move |said| {
            live::message(said).is_none_or(|said| news.send(said).is_ok())
        })
        .unwrap();
        let mut surface = frames.clone();
        let running = std::thread::spawn(move || {
            let plan = Some(Rooms::plan(0).as_str().into());
            let mut model = Model::new(Setup { lang: Some(Lang::En), plan, ..Setup::default() });
            live::run(&mut model, &mut surface, &messages, &time, &|| following.reread())
        });
        let session = Self { rooms, frames, inbox, running };
        session.keys("2");
        session
            .frames
            .wait(|text| text.contains("Plan 0") && text.contains("live") && !text.contains("reading"));
        std::thread::sleep(Duration::from_millis(200));
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
    let session = Session::start(plans, 30);
    let mut took = Vec::new();
    for n in 1..=saves {
        // The first unit's first item stands on top of the tree, with its progress.
        let text = Rooms::text(0, ITEMS, n);
        fs::write(session.rooms.unit(0, 0), text).unwrap();
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
    let session = Session::start(if is_full() { 340 } else { 3 }, 60);
    for (n, pause) in [0, 1, 5].into_iter().enumerate() {
        let begin = Instant::now();
        for unit in 0..60 {
            fs::write(session.rooms.unit(0, unit), Rooms::text(unit, ITEMS, 10 + n)).unwrap();
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
    let session = Session::start(4, 30);
    std::thread::sleep(Duration::from_millis(500));
    let begin = Instant::now();
    for _ in 0..5 {
        for plan in 0..4 {
            for unit in 0..30 {
                fs::read(session.rooms.unit(plan, unit)).unwrap();
            }
        }
    }
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(session.frames.since(begin).len(), 0);
    session.end();
}
