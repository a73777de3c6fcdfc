//! `e`, before any editor: which file and which place are meant, and where the key means nothing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::time::Duration;

use guatu::app::wall::Wall;
use guatu::app::{Drawn, Effect, Holder, Key, Message, Model, Now, Setup, Spot, Wanted, update};
use guatu::domain::Day;
use guatu::domain::rules::Path;
use guatu::store::Store;
use guatu::text::Lang;
use support::Plans;

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn now(millis: u64) -> Now {
    Now { at: Duration::from_millis(millis), today: today(), clock: (9, 5, 0) }
}

struct Session {
    model: Model,
    effects: Vec<Effect>,
}

impl Session {
    fn open(plans: &Plans, wall: Option<Wall>) -> Self {
        let setup = Setup { lang: Some(Lang::Zh), wall, ..Setup::default() };
        let mut session = Self { model: Model::new(setup), effects: Vec::new() };
        let mut store = Store::new(&plans.root());
        session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()), 0);
        session
    }

    fn hear(&mut self, message: Message, millis: u64) {
        let drawn = Drawn { list_height: 20, ..Drawn::default() };
        self.effects.extend(update(&mut self.model, message, now(millis), &drawn));
    }

    /// What the keys ask to be opened, if anything.
    fn keys(&mut self, keys: &str) -> Option<Wanted> {
        self.effects.clear();
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key), 0);
        }
        match self.effects.as_slice() {
            [] => None,
            [Effect::Edit(wanted)] => Some(wanted.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn notice(&self) -> String {
        self.model.notice.as_ref().map(|(said, _)| said.zh.to_string()).unwrap_or_default()
    }
}

fn of(unit: &str, item: &str) -> Wanted {
    Wanted {
        file: format!("hangzhou-2022/units/{unit}.yaml").into(),
        spot: Spot::Way(Path::top().key("items").name(item)),
    }
}

#[test]
fn an_item_is_edited_in_the_file_of_the_lead_that_is_meant_else_of_the_first_that_has_one() {
    let plans = Plans::copy();
    let mut session = Session::open(&plans, None);
    let board = session.model.board.clone().unwrap();
    let (item, title, leads) = board
        .plan()
        .items
        .iter()
        .find(|item| item.leads.len() > 1)
        .map(|item| (item.id.to_string(), item.title.own.to_string(), item.leads.to_vec()))
        .unwrap();
    let id = |n: usize| board.plan().unit(*leads.get(n).unwrap()).unwrap().id.to_string();
    let (first, second) = (id(0), id(1));
    let go = |filter: &str| format!("<esc>2/{title}{filter}<enter>Ge");
    assert_eq!(session.keys(&go("")), Some(of(&first, &item)));
    assert_eq!(session.keys(&go(&format!(" lead:{second}"))), Some(of(&second, &item)));
    fs::remove_file(plans.unit(&first)).unwrap();
    let mut session = Session::open(&plans, None);
    assert_eq!(session.keys(&go("")), Some(of(&second, &item)));
    assert_eq!(session.keys(&go(&format!(" lead:{first}"))), None);
    assert!(
        session.notice().contains(&format!("guatu init 方案文件夹 --unit {first}")),
        "{}",
        session.notice()
    );
}

#[test]
fn a_file_that_cannot_be_read_is_opened_at_its_fault() {
    let plans = Plans::copy();
    let path = plans.unit("scjgj");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n  - [broken: {{\n")).unwrap();
    let mut session = Session::open(&plans, None);
    let wanted = session.keys("6/scj<enter>e").unwrap();
    assert!(matches!(wanted.spot, Spot::At(line, _) if line > 1), "{wanted:?}");
    assert_eq!(session.keys("<esc>9gge"), Some(wanted));
}

#[test]
fn the_detail_and_the_explanation_open_their_item_and_the_help_and_the_wall_nothing() {
    let plans = Plans::copy();
    let mut session = Session::open(&plans, None);
    let plain = session.keys("3gge");
    assert!(plain.is_some());
    assert_eq!(session.keys("xe"), plain);
    assert_eq!(session.keys("<esc><enter><enter>e"), plain);
    assert_eq!(session.keys("<esc>?e"), None);
    for locked in [true, false] {
        let mut wall = Session::open(&plans, Some(Wall::new(Vec::new(), Duration::from_secs(20), locked)));
        assert_eq!(wall.keys("e"), None);
        assert_eq!(wall.model.holder, Holder::Session);
    }
}

#[test]
fn a_key_signal_ends_the_session_but_not_while_an_editor_has_the_terminal_nor_right_after() {
    let plans = Plans::copy();
    let mut session = Session::open(&plans, None);
    let ends = |session: &mut Session, millis| {
        session.effects.clear();
        session.hear(Message::Interrupt(2), millis);
        session.effects.contains(&Effect::EndBySignal(2))
    };
    assert!(ends(&mut session, 0));
    session.keys("e").unwrap();
    assert!(!ends(&mut session, 3_600_000));
    session.hear(Message::Signal(15), 3_600_000);
    assert!(session.effects.contains(&Effect::EndBySignal(15)));
    session.hear(Message::Edited(None), 4_000_000);
    assert!(session.effects.contains(&Effect::TakeBack));
    assert!(!ends(&mut session, 4_000_100));
    assert!(ends(&mut session, 4_001_000));
}
