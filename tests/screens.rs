//! Every screen as a picture: what it shows, and below it the roles in use per row, so that a lost colour reads as a
//! sentence in a review. Every size; every column measured.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use guatu::app::wall::{Page, Wall};
use guatu::app::{Drawn, Key, Message, Model, Now, Screen, Setup, ThemeName, Watching, update};
use guatu::domain::{Day, Portfolio};
use guatu::store::Store;
use guatu::text::{Lang, width};
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

static PLANS: LazyLock<Arc<Portfolio>> =
    LazyLock::new(|| Store::new(Path::new("plans")).refresh(&|_| today()).unwrap());

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn now() -> Now {
    Now { at: Duration::ZERO, today: today(), clock: (9, 5, 0) }
}

/// A session and what it last showed.
struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    theme: Theme,
}

impl Session {
    fn new(setup: Setup, size: (u16, u16)) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: size.0, height: size.1 });
        let mut session =
            Self { model: Model::new(setup), drawn: Drawn::default(), buffer, theme: Theme::Roles };
        session.hear(Message::Loaded(Arc::clone(&PLANS)));
        session.hear(Message::Watching(Watching::Live));
        session
    }

    fn of(lang: Lang, size: (u16, u16)) -> Self {
        Self::new(Setup { lang: Some(lang), ..Setup::default() }, size)
    }

    fn hear(&mut self, message: Message) {
        update(&mut self.model, message, now(), &self.drawn);
        self.drawn = draw(&self.model, now(), self.theme, &mut self.buffer);
    }

    fn keys(mut self, keys: &str) -> Self {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
        self
    }

    /// The picture, and its roles below it.
    fn picture(&self) -> String {
        format!("{}\n{}", picture::text(&self.buffer), picture::roles(&self.buffer))
    }

    fn text(&self) -> String {
        picture::text(&self.buffer)
    }
}

fn name(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "zh" } else { "en" }
}

const SIZES: [(u16, u16); 2] = [(80, 24), (160, 45)];

#[test]
fn every_screen_looks_as_it_did() {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            for screen in Screen::ALL {
                let session = Session::of(lang, size).keys(&format!("{}jjjj", screen.key()));
                let file = format!("{}_{}x{}_{}", screen.word(), size.0, size.1, name(lang));
                insta::assert_snapshot!(file, session.picture());
            }
        }
    }
}

#[test]
fn help_explanation_filter_and_another_day_look_as_they_did() {
    for (file, keys) in [
        ("help", "?"),
        ("explain", "3jx"),
        ("explain_rule", "4jx"),
        ("filter_typing", "2/light:red unit:市"),
        ("filter_kept", "2/lead:scj<enter>"),
        ("filter_nothing", "2/没有这样的事项<enter>"),
        ("folded", "2zM"),
        ("another_day", "4}]"),
        ("small_detail", "2jjjjjj<enter>"),
        ("small_finding", "9x"),
    ] {
        let size = if file.starts_with("small") { (40, 10) } else { (100, 30) };
        let session = Session::of(Lang::Zh, size).keys(keys);
        insta::assert_snapshot!(file, session.picture());
    }
}

/// A session that has seen three saves: progress and a stage, a completion, a whole unit's first report.
fn after_saves(lang: Lang, size: (u16, u16)) -> Session {
    let plans = support::Plans::copy();
    let mut store = Store::new(&plans.root());
    let mut session = Session::of(lang, size);
    session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()));
    let changes: [(&str, &[(&str, &str)]); 2] = [
        (
            "scjgj",
            &[
                (
                    "{ on: 2022-02-09, progress: 20, note: 拟定扩围范围初稿",
                    "{ on: 2022-02-10, progress: 30, note: 初稿已议",
                ),
                (
                    "issued: 2022-02-09, document: 杭市管〔2022〕6号（样例）",
                    "issued: 2022-02-09, published: 2022-02-10, document: 杭市管〔2022〕6号（样例）",
                ),
            ],
        ),
        (
            "czj",
            &[(
                "  2-3:\n",
                "  2-3:\n    extension: { to: 2022-03-15, approved: 2022-02-09, reason: 范围扩大 }\n",
            )],
        ),
    ];
    for (unit, edits) in changes {
        let mut text = fs::read_to_string(plans.unit(unit)).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from} is not in {unit}.yaml");
            text = text.replacen(from, to, 1);
        }
        fs::write(plans.unit(unit), text).unwrap();
        session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()));
    }
    fs::write(
        plans.unit("wjw"),
        "unit: wjw\nitems:\n  11-4:\n    log:\n      - { on: 2022-02-10, progress: 5 }\n",
    )
    .unwrap();
    session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()));
    session
}

#[test]
fn saves_are_told_item_by_item_and_marked_where_they_are_shown() {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let session = after_saves(lang, size).keys("8");
            insta::assert_snapshot!(format!("saves_{}x{}_{}", size.0, size.1, name(lang)), session.picture());
        }
    }
    let tree = after_saves(Lang::Zh, (160, 45)).keys("2");
    insta::assert_snapshot!("saves_marked_in_the_tree", tree.picture());
}

/// The first cell of a word in a line of the picture.
fn column(line: &str, word: &str) -> Option<usize> {
    line.find(word).map(|at| width(&line[..at]))
}

#[test]
fn percentages_of_the_tree_end_in_one_column_whatever_the_titles_hold() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(80, 24), (160, 45), (120, 30), (60, 20)] {
            let text = Session::of(lang, size).keys("2").text();
            let ends: std::collections::BTreeSet<usize> = text
                .lines()
                .skip(2)
                .take(8)
                .filter_map(|line| {
                    // The list's own column: the first percentage of the line.
                    let at = line
                        .char_indices()
                        .find(|(n, c)| *c == '%' && line[..*n].ends_with(|c: char| c.is_ascii_digit()))?
                        .0;
                    Some(width(&line[..at]))
                })
                .collect();
            assert_eq!(ends.len(), 1, "{size:?}\n{text}");
        }
    }
}

#[test]
fn every_line_of_every_screen_is_as_wide_as_the_screen_or_narrower() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(40, 10), (80, 24), (97, 31), (160, 45), (300, 80)] {
            for screen in Screen::every() {
                let session = Session::of(lang, size).keys(&format!("{}", screen.key()));
                for line in session.text().lines() {
                    assert!(width(line) <= usize::from(size.0), "{screen:?} {size:?}: {line}");
                }
            }
        }
    }
}

#[test]
fn no_size_panics_on_any_screen_or_wall_page() {
    // Every size of every screen is drawn by tests/themes.rs with GUATU_FULL=1.
    for w in (0..=200).step_by(17).chain(1..8) {
        for h in (0..=60).step_by(11).chain(1..6) {
            for keys in ["1", "2jjjjjj", "3x", "4", "5", "6", "7", "8", "9", "?", "/a"] {
                let _ = Session::of(Lang::Zh, (w, h)).keys(keys);
            }
            for page in Page::ALL {
                let wall = Wall::new(vec![page], Duration::from_secs(20), true);
                let _ = Session::new(Setup { wall: Some(wall), ..Setup::default() }, (w, h));
            }
        }
    }
}

#[test]
fn with_ascii_only_ascii_of_our_own_is_drawn() {
    for screen in Screen::every() {
        let setup = Setup { lang: Some(Lang::En), ascii: true, ..Setup::default() };
        let text = Session::new(setup, (160, 45)).keys(&screen.key().to_string()).text();
        let ours = text.chars().find(|c| {
            // Glyphs of frames, bars and signs; the plan's own words may hold what they like.
            matches!(c, '\u{2500}'..='\u{27bf}')
        });
        assert_eq!(ours, None, "{screen:?}\n{text}");
    }
}

#[test]
fn without_colour_every_light_is_still_a_sign_and_a_word() {
    let setup = Setup { lang: Some(Lang::En), theme: ThemeName::Mono, ..Setup::default() };
    let text = Session::new(setup, (120, 30)).keys("3").text();
    for words in ["✖ 11 days overdue", "▴ due today", "✖ far behind"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn travelling_in_time_changes_the_day_and_says_that_it_is_not_today() {
    let session = Session::of(Lang::Zh, (120, 30)).keys("4}]");
    let text = session.text();
    assert!(text.contains("2022-02-18 周五 比今天晚 8 天"), "{text}");
    assert!(text.contains("已过 2 天") && text.contains("逾期 2 天"), "{text}");
    let back = session.keys(".").text();
    assert!(back.contains("2022-02-10 周四") && !back.contains("比今天"), "{back}");
}

#[test]
fn enter_on_a_unit_filters_by_it_and_the_figures_are_the_units_own() {
    let session = Session::of(Lang::Zh, (160, 45)).keys("6");
    let line = session.text().lines().find(|line| line.contains("市发改委")).unwrap().to_owned();
    let session = session.keys("gg<enter>");
    let text = session.text();
    assert!(text.contains("lead:fgw") && text.contains("25 / 195 项"), "{text}");
    assert!(line.contains(" 25 "), "{line}");
    let cleared = session.keys("<esc>").text();
    assert!(!cleared.contains("lead:fgw"), "{cleared}");
}

#[test]
fn enter_on_an_overdue_item_goes_to_it_in_the_tree_through_closed_folds() {
    let text = Session::of(Lang::Zh, (160, 45)).keys("2zM3<enter>").text();
    assert!(text.contains("事项 16-1"), "{text}");
    let row = text.lines().find(|line| line.contains("16-1  公平竞争审查举报处理")).unwrap();
    assert!(column(row, "16-1").is_some());
}

#[test]
fn a_click_chooses_a_row_and_a_screen() {
    let mut session = Session::of(Lang::Zh, (120, 30)).keys("3");
    let y = session.text().lines().position(|line| line.contains("25-4")).unwrap();
    let click = |x, y| Message::Mouse(guatu::app::Mouse::Click { x, y });
    session.hear(click(30, u16::try_from(y).unwrap()));
    let session = session.keys("x");
    assert!(session.text().contains("为何　25-4"), "{}", session.text());
    let mut session = session.keys("<esc>");
    let tabs = session.text().lines().nth(1).unwrap().to_owned();
    let x = column(&tabs, "6 单位").unwrap();
    session.hear(click(u16::try_from(x).unwrap(), 1));
    assert!(session.text().contains("牵头单位"), "{}", session.text());
}

#[test]
fn a_burst_of_keys_ends_where_slow_keys_do() {
    let slow = Session::of(Lang::Zh, (120, 30)).keys(&format!("2{}{}", "j".repeat(70), "k".repeat(9)));
    let mut fast = Session::of(Lang::Zh, (120, 30)).keys("2");
    for key in std::iter::repeat_n('j', 70).chain(std::iter::repeat_n('k', 9)) {
        // No frame between them.
        update(&mut fast.model, Message::Key(Key::char(key)), now(), &fast.drawn);
    }
    fast.hear(Message::Redraw);
    assert_eq!(fast.text(), slow.text());
}
