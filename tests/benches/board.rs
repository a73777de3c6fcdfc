//! What a save, a key, a filter and a day cost, at several sizes: `cargo bench --bench board -- [WORD]`.
//!
//! One line a figure: the least of several rounds in microseconds, and the ratio to the same figure of the small plan.
//! With a word only the figures whose names hold it are taken, so that callgrind can count one of them; `million` takes
//! all of them, and a root of a million items too.

#![expect(clippy::disallowed_methods, reason = "it measures time")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench fails by panicking"
)]

#[path = "../large/mod.rs"]
mod large;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use guatu::app::{Drawn, Key, KeyCode, Message, Model, Now, Screen, Setup, update};
use guatu::domain::{Board, Portfolio, changes};
use guatu::ui::draw;
use guatu::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The sizes: plans, units, items a unit.
const SIZES: [(usize, usize, usize); 5] =
    [(1, 30, 100), (1, 300, 100), (3, 30, 100), (34, 30, 100), (340, 30, 100)];
const ROUNDS: usize = 5;
/// The word that asks for the largest root too.
const MILLION: &str = "million";

fn now() -> Now {
    Now { today: large::today(), clock: (9, 0, 0), at: Duration::from_secs(60) }
}

struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
}

impl Session {
    fn new(portfolio: &Arc<Portfolio>, screen: Screen) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: 160, height: 50 });
        let mut session = Self { model: Model::new(Setup::default()), drawn: Drawn::default(), buffer };
        session.hear(Message::Loaded(Arc::clone(portfolio)));
        session.model.screen = screen;
        while {
            session.hear(Message::Wake);
            session.model.plans.behind
        } {}
        session
    }

    /// Takes in a message and draws.
    fn hear(&mut self, message: Message) {
        update(&mut self.model, message, now(), &self.drawn);
        self.buffer.reset();
        self.drawn = draw(&self.model, now(), Theme::Named(self.model.theme), &mut self.buffer);
    }

    fn keys(&mut self, keys: &str) {
        for c in keys.chars() {
            self.hear(Message::Key(if c == '\n' { Key::plain(KeyCode::Enter) } else { Key::char(c) }));
        }
    }
}

/// The least time of several rounds, in microseconds.
fn least<T>(mut prepare: impl FnMut() -> T, act: &dyn Fn(&mut T)) -> f64 {
    let round = |_| {
        let mut ready = prepare();
        let start = Instant::now();
        act(&mut ready);
        start.elapsed().as_secs_f64() * 1e6
    };
    (0..ROUNDS).map(round).fold(f64::MAX, f64::min)
}

/// What is asked for, and the figures of the first size.
struct Bench {
    word: String,
    first: HashMap<String, f64>,
}

impl Bench {
    fn take<T>(&mut self, size: &str, name: &str, prepare: impl FnMut() -> T, act: &dyn Fn(&mut T)) {
        if !(self.word.is_empty() || self.word == MILLION || name.contains(&self.word)) {
            return;
        }
        let time = least(prepare, act);
        let ratio = time / *self.first.entry(name.to_owned()).or_insert(time);
        println!("{size}  {name:<36} {time:>10.0} µs  ×{ratio:.2}");
    }

    /// The board of one plan.
    fn board(&mut self, size: &str, portfolio: &Portfolio) {
        let (ledger, day, calendar) = (&portfolio.ledgers[0], large::today(), &portfolio.calendar);
        let whole = || Board::new(Arc::clone(ledger), day, day, calendar);
        self.take(size, "board from nothing", || (), &|()| drop(whole()));
        let saved = Arc::new(large::saved(ledger, 1, 90));
        let follow = |before: &mut Board| {
            let after = before.after(Arc::clone(&saved), day, day, calendar);
            assert_eq!(changes::between(before, &after).len(), 1);
        };
        self.take(size, "board by difference", whole, &follow);
        self.take(size, "curve", whole, &|board| _ = board.burn_up());
    }

    /// From a message to the frame after it.
    fn screens(&mut self, size: &str, portfolio: &Arc<Portfolio>) {
        let mut saved = (**portfolio).clone();
        saved.ledgers[0] = Arc::new(large::saved(&portfolio.ledgers[0], 1, 90));
        let saved = Arc::new(saved);
        for screen in [Screen::Overview, Screen::Tree, Screen::Overdue, Screen::Units, Screen::Plans] {
            for (what, first, act) in acts(&saved) {
                let prepare = || {
                    let mut session = Session::new(portfolio, screen);
                    session.keys(first);
                    session
                };
                self.take(size, &format!("{screen:?}: {what}"), prepare, &act);
            }
        }
    }
}

fn main() {
    let word = std::env::args().skip(1).find(|word| !word.starts_with("--")).unwrap_or_default();
    let mut bench = Bench { word, first: HashMap::new() };
    let million = bench.word == MILLION;
    for (plans, units, each) in SIZES.into_iter().filter(|(plans, ..)| million || *plans < 340) {
        let portfolio = Arc::new(large::portfolio(plans, units, each));
        let size = format!("{plans:>4} × {:>6} items", units * each);
        bench.board(&size, &portfolio);
        bench.screens(&size, &portfolio);
    }
}

/// What is done with a session.
type Act = Box<dyn Fn(&mut Session)>;

/// What is done, after which keys.
fn acts(saved: &Arc<Portfolio>) -> Vec<(&'static str, &'static str, Act)> {
    let saved = Arc::clone(saved);
    vec![
        ("save to frame", "", Box::new(move |session| session.hear(Message::Loaded(Arc::clone(&saved))))),
        ("key j to frame", "", Box::new(|session| session.keys("j"))),
        ("key G to frame", "", Box::new(|session| session.keys("G"))),
        ("filter keystroke to frame", "/", Box::new(|session| session.keys("证"))),
        ("filtered, key j to frame", "/证\n", Box::new(|session| session.keys("j"))),
        ("day step to frame", "", Box::new(|session| session.keys("]"))),
        ("sort to frame", "", Box::new(|session| session.keys("S"))),
    ]
}
