//! The wall: every page at the sizes of real displays, nothing over anything at any size, a new red light announced
//! once, the shift against burn-in.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use guatu::app::wall::{Night, Page, Wall};
use guatu::app::{Drawn, Effect, Key, Message, Model, Now, Setup, Watching, next_wake, update};
use guatu::domain::{Day, Portfolio};
use guatu::store::Store;
use guatu::text::Lang;
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::Plans;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn read(root: &Path) -> Arc<Portfolio> {
    Store::new(root).refresh(&|_| day("2022-02-10")).unwrap()
}

static PLANS: LazyLock<Arc<Portfolio>> = LazyLock::new(|| read(Path::new("plans")));

fn now(seconds: u64) -> Now {
    let minutes = 9 * 60 + 5 + seconds / 60;
    let hand = |n: u64| u8::try_from(n).unwrap();
    let clock = (hand(minutes / 60 % 24), hand(minutes % 60), hand(seconds % 60));
    Now { at: Duration::from_secs(seconds), today: day("2022-02-10"), clock }
}

/// A wall, what it last showed and the bells it rang.
struct Display {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    bells: usize,
    now: Now,
}

impl Display {
    fn new(pages: &[Page], lang: Lang, (width, height): (u16, u16)) -> Self {
        let wall = Wall::new(pages.to_vec(), Duration::from_secs(20), false);
        let setup = Setup { lang: Some(lang), wall: Some(wall), ..Setup::default() };
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
        Self { model: Model::new(setup), drawn: Drawn::default(), buffer, bells: 0, now: now(0) }
    }

    /// The same with the plan of the repository.
    fn of(page: Page, lang: Lang, size: (u16, u16)) -> Self {
        let mut display = Self::new(&[page], lang, size);
        display.hear(Message::Loaded(Arc::clone(&PLANS)));
        display.hear(Message::Watching(Watching::Live));
        display
    }

    fn hear(&mut self, message: Message) {
        let effects = update(&mut self.model, message, self.now, &self.drawn);
        self.bells += effects.iter().filter(|effect| **effect == Effect::Bell).count();
        self.drawn = draw(&self.model, self.now, Theme::Roles, &mut self.buffer);
    }

    /// So many seconds after the start nothing but a beat comes.
    fn at(&mut self, seconds: u64) -> String {
        self.now = now(seconds);
        self.hear(Message::Beat);
        self.text()
    }

    fn text(&self) -> String {
        picture::text(&self.buffer)
    }

    fn picture(&self) -> String {
        format!("{}\n{}", self.text(), picture::roles(&self.buffer))
    }
}

#[test]
fn every_page_looks_as_it_did_on_every_display() {
    for page in Page::ALL {
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            for (width, height) in [(80, 24), (160, 45), (240, 67)] {
                let display = Display::of(page, lang, (width, height));
                insta::assert_snapshot!(
                    format!("{}_{width}x{height}_{name}", page.word()),
                    display.picture()
                );
            }
        }
    }
    for page in [Page::Countdown, Page::Overdue] {
        for (width, height) in [(20, 4), (40, 10), (480, 135)] {
            let display = Display::of(page, Lang::Zh, (width, height));
            insta::assert_snapshot!(format!("{}_{width}x{height}", page.word()), display.picture());
        }
    }
}

/// The plan with three rules, one of them without a date to count from.
fn with_three_rules() -> (Plans, Arc<Portfolio>) {
    let plans = Plans::copy();
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let rule = |id: &str, rest: &str| {
        format!(
            "  - id: {id}\n    title: 规则{id}\n    title_en: rule {id}\n    clause: （十八）\n    applies_to: delegated\n    {rest}\n    days: 35\n    count: calendar\n    stages: [drafted, published]\n"
        )
    };
    let more = format!("{}{}", rule("second", "from: issued"), rule("third", "from: published"));
    let text = text.replacen("\nunits: ", &format!("{more}\nunits: "), 1);
    fs::write(path, text).unwrap();
    let portfolio = read(&plans.root());
    assert_eq!(portfolio.ledgers.first().unwrap().plan.rules.len(), 3);
    (plans, portfolio)
}

#[test]
fn no_text_is_written_over_another_at_any_size() {
    let (_plans, three) = with_three_rules();
    let edges = [(1, 1), (20, 4), (20, 5), (21, 6), (36, 8), (40, 10), (80, 24), (480, 135), (500, 140)];
    // Spread evenly, the same every time.
    let thrown = (0..60).map(|n| (1 + n * 7919 % 500, 1 + n * 104_729 % 140));
    let small = (0..60).map(|n| (20 + n * 7 % 100, 4 + n * 5 % 40));
    for (n, (width, height)) in edges.into_iter().chain(thrown).chain(small).enumerate() {
        let size = (u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
        let lang = if n.is_multiple_of(2) { Lang::Zh } else { Lang::En };
        for page in Page::ALL {
            let mut display = Display::new(&[page], lang, size);
            display.hear(Message::Loaded(Arc::clone(if n.is_multiple_of(3) { &three } else { &PLANS })));
            assert_eq!(display.drawn.overwritten, 0, "{page:?} {size:?}\n{}", display.text());
            // The last part as well.
            let parts = display.drawn.wall_pages;
            for _ in 1..parts {
                display.hear(Message::Key(Key::char('n')));
            }
            assert_eq!(display.drawn.overwritten, 0, "{page:?} {size:?}\n{}", display.text());
        }
    }
}

#[test]
fn a_plan_with_several_rules_has_a_page_for_each() {
    let (_plans, three) = with_three_rules();
    for size in [(20, 4), (40, 10), (80, 24), (240, 67)] {
        let mut display = Display::new(&[Page::Countdown], Lang::Zh, size);
        display.hear(Message::Loaded(Arc::clone(&three)));
        let mut seen = String::new();
        for _ in 0..display.drawn.wall_pages {
            seen += &display.text();
            display.hear(Message::Key(Key::char('n')));
        }
        for words in ["（十七）", "（十八）", "起算日期"] {
            assert!(seen.contains(words), "{size:?} {words}\n{seen}");
        }
    }
}

#[test]
fn every_item_of_a_long_list_is_shown_in_some_part_of_it() {
    for size in [(40, 10), (80, 24), (160, 45), (300, 40)] {
        let mut display = Display::of(Page::Units, Lang::Zh, size);
        let mut seen = String::new();
        for _ in 0..display.drawn.wall_pages {
            seen += &display.text();
            display.hear(Message::Key(Key::char('n')));
        }
        let board = display.model.board.as_ref().unwrap();
        for (_, unit, figures) in board.unit_rows() {
            let name: &str = &unit.name.own;
            assert!(figures.roll_up.items == 0 || seen.contains(name), "{size:?} {name}\n{seen}");
        }
    }
}

#[test]
fn everything_moves_by_a_cell_each_minute_and_nothing_is_lost() {
    for size in [(40, 10), (80, 24), (141, 43)] {
        let mut display = Display::of(Page::Units, Lang::Zh, size);
        display.hear(Message::Key(Key::char(' ')));
        let mut places = Vec::new();
        for minute in 0..60 {
            let text = display.at(minute * 60);
            let top = text.lines().take_while(|line| line.is_empty()).count();
            let foot = text.lines().rev().find(|line| !line.is_empty()).unwrap();
            let left = foot.len() - foot.trim_start().len();
            // The clock in the first line goes on; everything else is the same, a cell further.
            let body: Vec<_> = text.lines().filter(|line| !line.is_empty()).skip(1).collect();
            let body: Vec<String> = body.iter().map(|line| line.split_at(left - 1).1.to_owned()).collect();
            places.push(((left, top), body));
        }
        for (minute, pair) in places.windows(2).enumerate() {
            let [(before, one), (after, other)] = pair else { continue };
            assert_eq!(one, other, "{size:?} minute {minute}");
            let far = before.0.abs_diff(after.0) + before.1.abs_diff(after.1);
            assert_eq!(far, 1, "{size:?} minute {minute}: {before:?} {after:?}");
        }
        let seen: HashSet<_> = places.iter().map(|(place, _)| *place).collect();
        assert_eq!(seen.len(), 4, "{size:?} {seen:?}");
    }
}

/// A plan without a fixed day whose second reading has new red items: the clerks say far less is done.
fn without_a_fixed_day() -> Plans {
    let plans = Plans::copy();
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap().replacen("as_of: 2022-02-10\n", "", 1);
    fs::write(path, text).unwrap();
    plans
}

#[test]
fn a_new_red_light_rings_once_flashes_once_and_is_named_for_some_minutes() {
    let plans = without_a_fixed_day();
    let mut store = Store::new(&plans.root());
    let mut display = Display::new(&[Page::Progress], Lang::Zh, (120, 34));
    display.hear(Message::Loaded(store.refresh(&|_| day("2022-02-10")).unwrap()));
    assert!(display.bells == 0 && !display.text().contains("新红灯"), "{}", display.text());
    let path = plans.unit("czj");
    let text = fs::read_to_string(&path).unwrap();
    let late = text.replacen("    due: 2022-08-31\n", "    due: 2022-02-01\n", 1);
    assert_ne!(late, text);
    display.now = now(10);
    fs::write(&path, &late).unwrap();
    display.hear(Message::Loaded(store.refresh(&|_| day("2022-02-10")).unwrap()));
    assert_eq!(display.bells, 1, "{}", display.text());
    assert!(display.text().contains("新红灯　18-6 逾期 9 天　市财政局"), "{}", display.text());
    let reversed = |display: &Display| {
        display.buffer.content.iter().any(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
    };
    assert!(reversed(&display));
    assert!(next_wake(&display.model, display.now).unwrap() <= Duration::from_secs(1));
    display.at(11);
    assert!(!reversed(&display) && display.text().contains("新红灯"));
    // Mended and broken again, it is no news.
    for version in [&text, &late] {
        fs::write(&path, version).unwrap();
        display.hear(Message::Loaded(store.refresh(&|_| day("2022-02-10")).unwrap()));
    }
    assert!(display.at(309).contains("新红灯"));
    assert!(!display.at(311).contains("新红灯"));
    assert_eq!(display.bells, 1);
}

#[test]
fn what_turns_red_at_midnight_is_announced_all_at_once() {
    let plans = without_a_fixed_day();
    let mut display = Display::new(&[Page::Overdue], Lang::En, (120, 34));
    display.hear(Message::Loaded(read(&plans.root())));
    display.now = Now { today: day("2022-05-01"), ..now(60) };
    display.hear(Message::Beat);
    assert_eq!(display.bells, 1);
    let board = display.model.board.clone().unwrap();
    let before = PLANS.ledgers.first().unwrap();
    let reds = |board: &guatu::domain::Board| {
        board.items.iter().filter(|item| item.light() == guatu::domain::Light::Red).count()
    };
    let calendar = guatu::domain::Calendar::default();
    let then = guatu::domain::Board::new(Arc::clone(before), day("2022-02-10"), day("2022-02-10"), &calendar);
    let n = reds(&board) - reds(&then);
    assert!(n > 1 && display.text().contains(&format!("new red: {n} items:")), "{n}\n{}", display.text());
    display.hear(Message::Beat);
    assert_eq!(display.bells, 1);
}

#[test]
fn a_page_with_more_to_read_stays_longer() {
    let mut display = Display::of(Page::Sections, Lang::Zh, (100, 70));
    assert!(display.drawn.wall_rows > 20, "{}", display.drawn.wall_rows);
    display.model.wall.as_mut().unwrap().pages.push(Page::Progress);
    display.at(21);
    assert_eq!(display.model.wall.as_ref().unwrap().page, 0);
    assert!(next_wake(&display.model, display.now).unwrap() > Duration::ZERO);
    display.at(61);
    assert_eq!(display.model.wall.as_ref().unwrap().page, 1);
    display.at(81);
    assert_eq!(display.model.wall.as_ref().unwrap().page, 0);
}

#[test]
fn the_night_is_dim_across_midnight_and_the_day_is_not() {
    let mut display = Display::of(Page::Progress, Lang::Zh, (80, 24));
    display.model.wall.as_mut().unwrap().night = Some(Night { from: 22 * 60, to: 7 * 60 });
    for (hour, minute, dark) in
        [(21, 59, false), (22, 0, true), (23, 59, true), (0, 0, true), (6, 59, true), (7, 0, false)]
    {
        display.now.clock = (hour, minute, 0);
        display.hear(Message::Beat);
        let dim = |cell: &ratatui::buffer::Cell| cell.modifier.contains(ratatui::style::Modifier::DIM);
        assert_eq!(display.buffer.content.iter().all(dim), dark, "{hour}:{minute}");
    }
}

#[test]
fn a_file_that_breaks_is_named_with_its_unit_and_the_time_and_the_last_good_view_stays() {
    let plans = Plans::copy();
    let mut store = Store::new(&plans.root());
    let mut display = Display::new(&[Page::Units], Lang::Zh, (160, 45));
    display.hear(Message::Loaded(store.refresh(&|_| day("2022-02-10")).unwrap()));
    let rows = |text: &str| text.lines().find(|line| line.contains("市财政局")).map(ToOwned::to_owned);
    let good = rows(&display.text()).unwrap();
    fs::write(plans.unit("czj"), "unit: czj\nitems: [\n").unwrap();
    display.now = now(120);
    display.hear(Message::Loaded(store.refresh(&|_| day("2022-02-10")).unwrap()));
    let text = display.at(600);
    assert!(text.contains("市财政局的文件自 09:07 起读不出，显示此前内容"), "{text}");
    let start = good.split('%').next().unwrap().trim().to_owned();
    assert!(text.contains(&start), "{start}\n{text}");
    insta::assert_snapshot!("banner_broken_file", display.picture());
}

#[test]
fn every_state_of_the_banner_has_its_words() {
    let said = || guatu::text::Said { zh: "网络盘，改为轮询".into(), en: "polling".into() };
    for (name, watching) in [
        ("polling", Watching::Polling(said())),
        ("blind", Watching::Blind(guatu::text::Said { zh: "读不到 plans".into(), en: "gone".into() })),
        ("stopped", Watching::Stopped(guatu::text::Said { zh: "读取线程已停止".into(), en: "dead".into() })),
    ] {
        let mut display = Display::of(Page::Progress, Lang::Zh, (80, 24));
        display.hear(Message::Watching(watching));
        insta::assert_snapshot!(format!("banner_{name}"), display.picture());
    }
    let mut display = Display::of(Page::Progress, Lang::Zh, (80, 24));
    display.now = now(30);
    display.hear(Message::Wake);
    insta::assert_snapshot!("banner_silent", display.picture());
    let mut display = Display::new(&[Page::Progress], Lang::Zh, (80, 24));
    let waits =
        guatu::text::Said { zh: "还没有 plans，等它出现".into(), en: "waiting for plans".into() };
    display.hear(Message::Watching(Watching::Blind(waits)));
    insta::assert_snapshot!("banner_no_plan_yet", display.picture());
}
