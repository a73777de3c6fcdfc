//! The first reading, while it lasts: the screen is there before the files, the plans come as they are whole, and
//! nothing on it is ever said of a file that has not been read.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]
#![expect(clippy::print_stdout, reason = "a test says how much it did")]

mod rooms;
#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use guatu::app::wall::Wall;
use guatu::app::{Drawn, Key, Message, Model, Now, Progress, Setup, update};
use guatu::domain::ledger::FileState;
use guatu::domain::{Day, Portfolio};
use guatu::live::clock::{self, SystemClock};
use guatu::live::{self, End};
use guatu::store::Store;
use guatu::store::watch::{self, News, Options, Time};
use guatu::text::Lang;
use guatu::ui::picture;
use guatu::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rooms::Rooms;
use support::Screen;

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

/// A session that is told what the test says.
struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
}

impl Session {
    fn new(setup: Setup) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: 120, height: 30 });
        let model = Model::new(Setup { lang: Some(Lang::En), ..setup });
        Self { model, drawn: Drawn::default(), buffer }
    }

    fn hear(&mut self, message: Message) -> String {
        let now = Now { at: Duration::ZERO, today: today(), clock: (9, 0, 0) };
        update(&mut self.model, message, now, &self.drawn);
        self.drawn = guatu::ui::draw(&self.model, now, Theme::Roles, &mut self.buffer);
        picture::text(&self.buffer)
    }
}

/// Three plans of two units each; the first `n` of them.
fn first(portfolio: &Arc<Portfolio>, n: usize) -> Arc<Portfolio> {
    Arc::new(Portfolio { ledgers: portfolio.ledgers[..n].to_vec(), ..Portfolio::clone(portfolio) })
}

fn three() -> (Rooms, Arc<Portfolio>) {
    let rooms = Rooms::new(3, 2, 2);
    let portfolio = Store::new(&rooms.root()).refresh(&|_| today()).unwrap();
    (rooms, portfolio)
}

const HALF: Progress = Progress { read: 4, files: 9, plans: 3 };

#[test]
fn before_the_first_plan_the_screen_says_how_many_files_have_been_read() {
    let mut session = Session::new(Setup::default());
    let text = session.hear(Message::Reading(Progress { read: 0, ..HALF }, None));
    assert!(text.contains("reading 0 of 9 files"), "{text}");
    let text = session.hear(Message::Reading(HALF, None));
    assert!(text.contains("reading 4 of 9 files") && text.contains("███"), "{text}");
}

#[test]
fn plans_come_as_they_are_whole_and_the_screen_says_that_they_are_not_all() {
    let (_rooms, portfolio) = three();
    let mut session = Session::new(Setup::default());
    let text = session.hear(Message::Reading(HALF, Some(first(&portfolio, 1))));
    assert!(text.contains("1 of 3 plans read") && text.contains("reading 4 of 9 files"), "{text}");
    assert!(text.contains("Plan 0") && !text.contains("Plan 1"), "{text}");
    assert!(text.contains("the totals come when everything has been read"), "{text}");
    assert!(!text.contains("All 1 plan"), "{text}");
    let text = session.hear(Message::Reading(Progress { read: 7, ..HALF }, Some(first(&portfolio, 2))));
    assert!(text.contains("2 of 3 plans read") && text.contains("Plan 1"), "{text}");
    let text = session.hear(Message::Loaded(portfolio));
    assert!(text.contains("All 3 plans") && !text.contains("reading"), "{text}");
    // A plan that came is no change: nothing was told of it, and nothing is marked.
    assert!(session.model.feed.saves.is_empty() && session.model.marks.is_empty());
    assert!(session.model.plans.marks.is_empty());
}

#[test]
fn who_asks_for_a_plan_is_shown_no_other_one_and_the_wall_waits_for_all() {
    let (_rooms, portfolio) = three();
    let mut session = Session::new(Setup { plan: Some("p0001".into()), ..Setup::default() });
    let text = session.hear(Message::Reading(HALF, Some(first(&portfolio, 1))));
    assert!(session.model.board.is_none() && !text.contains("Plan 0"), "{text}");
    let text = session.hear(Message::Reading(HALF, Some(first(&portfolio, 2))));
    assert!(text.contains("Plan 1") && text.contains("reading 4 of 9 files"), "{text}");
    let board = session.model.board.clone().unwrap();
    session.hear(Message::Reading(HALF, Some(first(&portfolio, 3))));
    assert!(Arc::ptr_eq(&board, session.model.board.as_ref().unwrap()), "nothing in it is different");
    let wall = Wall::new(Vec::new(), Duration::from_secs(10), false);
    let mut session = Session::new(Setup { wall: Some(wall), ..Setup::default() });
    let text = session.hear(Message::Reading(HALF, Some(first(&portfolio, 2))));
    assert!(session.model.board.is_none() && text.contains("reading 4 of 9 files"), "{text}");
    let text = session.hear(Message::Loaded(portfolio));
    assert!(text.contains("Plan 0") && !text.contains("reading"), "{text}");
}

fn time() -> Time {
    let time = SystemClock::new();
    Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed()) }
}

#[test]
fn the_first_reading_tells_of_whole_plans_only_in_their_order_and_counts_every_file() {
    let rooms = Rooms::new(24, 12, 40);
    let (sink, news) = sync_channel(1000);
    let following = watch::follow(Store::new(&rooms.root()), Options::default(), time(), move |said| {
        sink.send(said).is_ok()
    })
    .unwrap();
    let (mut stages, mut read, mut plans) = (0, 0, 0);
    let whole = loop {
        match news.recv_timeout(Duration::from_secs(60)).unwrap() {
            News::Reading(progress) => {
                stages += 1;
                assert_eq!((progress.files, progress.plans), (24 * 13, 24));
                assert!(progress.read >= read && progress.read <= progress.files);
                read = progress.read;
                let Some(portfolio) = progress.portfolio else { continue };
                assert!(portfolio.ledgers.len() > plans && read >= 13 * portfolio.ledgers.len());
                plans = portfolio.ledgers.len();
                for (n, ledger) in portfolio.ledgers.iter().enumerate() {
                    assert_eq!(*ledger.plan.id, *Rooms::plan(n));
                    assert!(ledger.files.iter().all(|file| *file == FileState::Read));
                    assert!(ledger.reports.iter().all(Option::is_some));
                }
            }
            News::Portfolio(portfolio) => break portfolio,
            News::Live | News::Polling(_) | News::Blind(_) | News::Beat | News::Looks | News::Rests => {}
        }
    };
    println!("{stages} stages, {plans} plans before the last");
    assert!(stages > 0 && whole.ledgers.len() == 24);
    // What comes after it is no first reading.
    following.reread();
    let mut rests = 0;
    while rests < 2 {
        match news.recv_timeout(Duration::from_secs(60)).unwrap() {
            News::Reading(_) | News::Portfolio(_) => panic!("told of a reading that found nothing"),
            News::Rests => rests += 1,
            News::Live | News::Polling(_) | News::Blind(_) | News::Beat | News::Looks => {}
        }
    }
}

/// Says how long keys took.
fn tell(when: &str, mut took: Vec<Duration>) {
    took.sort();
    let at = |part: usize| took[(took.len() - 1) * part / 100];
    println!("{} keys {when}: median {:?}, p95 {:?}", took.len(), at(50), at(95));
}

/// The real loop over a root that takes a while to read: what it drew, and how long each key took meanwhile.
#[test]
fn a_key_is_answered_while_the_files_are_read_and_no_frame_says_what_is_not_so() {
    let (plans, units, items) =
        if std::env::var_os("GUATU_FULL").is_some() { (340, 30, 30) } else { (24, 12, 40) };
    let rooms = Rooms::new(plans, units, items);
    let screen = Screen::new(120, 30);
    let (inbox, messages) = sync_channel(live::INBOX);
    let (news, clock) = (inbox.clone(), SystemClock::new());
    let begin = Instant::now();
    let following = watch::follow(Store::new(&rooms.root()), Options::default(), time(), move |said| {
        live::message(said).is_none_or(|said| news.send(said).is_ok())
    })
    .unwrap();
    let mut surface = screen.clone();
    let running = thread::spawn(move || {
        let mut model =
            Model::new(Setup { lang: Some(Lang::En), patience: Duration::from_secs(5), ..Setup::default() });
        live::run(&mut model, &mut surface, &messages, &clock, &|| following.reread())
    });
    screen.wait("anything", |text| !text.is_empty());
    println!("first frame after {:?}", begin.elapsed());
    let all = format!("All {plans} plans");
    let press = |n: usize| {
        let before = screen.frames().len();
        let start = Instant::now();
        for key in Key::parse_all(if n.is_multiple_of(2) { "?" } else { "<esc>" }).unwrap() {
            inbox.send(Message::Key(key)).unwrap();
        }
        while screen.frames().len() == before {
            thread::sleep(Duration::from_micros(200));
        }
        let took = start.elapsed();
        thread::sleep(Duration::from_millis(20));
        took
    };
    let mut took = Vec::new();
    while !screen.text().contains(&all) && begin.elapsed() < Duration::from_secs(300) {
        took.push(press(took.len()));
    }
    println!("whole after {:?}", begin.elapsed());
    let n = took.len();
    // A busy machine takes its time with either.
    tell("while reading", took);
    tell("after it", (n..2 * n).map(press).collect());
    let frames = screen.frames();
    println!("{} frames", frames.len());
    // At first there is the screen, and no word of a reading that could be over before anybody has read it.
    let said = frames.iter().position(|frame| frame.contains("reading")).unwrap();
    let body = |frame: &str| frame.lines().skip(2).take(26).collect::<String>();
    let bare = |frame: &&String| body(frame).trim().is_empty() || frame.contains("Every key");
    assert!(said > 0 && frames[..said].iter().all(|frame| bare(&frame)), "{:#?}", &frames[..said]);
    for frame in &frames[said..] {
        // Every unit has a file and has said something.
        let silent = frame.lines().filter(|line| line.contains("units silent"));
        assert!(!frame.contains("missing") && silent.clone().all(|line| line.contains("· 0 of ")), "{frame}");
        assert!(frame.contains(&all) || frame.contains("reading") || frame.contains("Every key"), "{frame}");
    }
    for key in Key::parse_all("<esc>q").unwrap() {
        inbox.send(Message::Key(key)).unwrap();
    }
    let left = Instant::now();
    assert_eq!(running.join().unwrap().unwrap(), End::Quit);
    assert!(left.elapsed() < Duration::from_secs(1));
}
