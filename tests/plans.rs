//! Several plans side by side (screen 0), and what changed since the reader last looked.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod pty;
#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use guatu::app::wall::{Page, Wall};
use guatu::app::{Drawn, Id, Key, Message, Model, Now, Screen, Setup, update};
use guatu::domain::seen::Moment;
use guatu::domain::{Board, Day, Seen, Text, changes};
use guatu::live::looked::Looked;
use guatu::store::Store;
use guatu::text::{Lang, width};
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use pty::Pty;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::Plans;

const SOON: Duration = Duration::from_secs(10);

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

/// A plan of two items, led by one unit.
fn small(root: &Path, id: &str, title: &str, log: &str) {
    let folder = root.join(id);
    fs::create_dir_all(folder.join("units")).unwrap();
    let plan = format!(
        "title: {title}\ntitle_en: Plan of {id}\nissued: 2022-01-01\nlanguage: zh\nunits:\n  - {{ id: fgw, name: 发改委 }}\nsections:\n  - title: 一\n    items:\n      - {{ id: 1-1, title: 甲事项, lead: [fgw], due: 2022-02-01 }}\n      - {{ id: 1-2, title: 乙事项, lead: [fgw], due: 2022-12-31 }}\n"
    );
    fs::write(folder.join("plan.yaml"), plan).unwrap();
    report(root, id, log);
}

fn report(root: &Path, id: &str, log: &str) {
    let text = format!("unit: fgw\nitems:\n  1-1:\n    log:\n{log}");
    fs::write(root.join(id).join("units/fgw.yaml"), text).unwrap();
}

const DONE: &str = "      - { on: 2022-01-20, state: completed, progress: 100, evidence: 发文 }\n";
const BEGUN: &str = "      - { on: 2022-01-20, state: in_progress, progress: 20, note: 已起草 }\n";

/// A session on a root, and what it last showed.
struct Session {
    store: Store,
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    at: Duration,
}

impl Session {
    fn new(root: &Path, setup: Setup, size: (u16, u16)) -> Self {
        let mut session = Self::empty(root, setup, size);
        session.read();
        session
    }

    fn empty(root: &Path, setup: Setup, (width, height): (u16, u16)) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
        let store = Store::new(root);
        let (model, drawn) = (Model::new(setup), Drawn::default());
        Self { store, model, drawn, buffer, at: Duration::ZERO }
    }

    fn of(root: &Path, lang: Lang, size: (u16, u16)) -> Self {
        Self::new(root, Setup { lang: Some(lang), ..Setup::default() }, size)
    }

    fn read(&mut self) {
        let portfolio = self.store.refresh_all(&|_| today()).unwrap();
        self.hear(Message::Loaded(portfolio));
    }

    fn hear(&mut self, message: Message) {
        let now = Now { at: self.at, today: today(), clock: (9, 5, 0) };
        update(&mut self.model, message, now, &self.drawn);
        self.drawn = draw(&self.model, now, Theme::Roles, &mut self.buffer);
    }

    fn keys(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
    }

    fn text(&self) -> String {
        picture::text(&self.buffer)
    }

    fn picture(&self) -> String {
        format!("{}\n{}", self.text(), picture::roles(&self.buffer))
    }
}

/// The real plan, two small ones and one that cannot be read.
fn several() -> Plans {
    let plans = Plans::copy();
    small(&plans.root(), "beijing", "北京试点方案", BEGUN);
    small(&plans.root(), "chongqing", "重庆试点方案", DONE);
    fs::create_dir_all(plans.root().join("guangzhou")).unwrap();
    fs::write(plans.root().join("guangzhou/plan.yaml"), "title: [\n").unwrap();
    plans
}

#[test]
fn several_plans_stand_side_by_side_as_they_did() {
    let plans = several();
    for lang in [Lang::Zh, Lang::En] {
        for size in [(80, 24), (120, 40), (160, 45), (40, 10)] {
            let session = Session::of(&plans.root(), lang, size);
            let word = if lang == Lang::Zh { "zh" } else { "en" };
            insta::assert_snapshot!(format!("plans_{word}_{}x{}", size.0, size.1), session.picture());
        }
    }
}

#[test]
fn a_root_of_several_plans_opens_on_them_the_unreadable_first_then_the_worst() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::En, (160, 45));
    assert_eq!(session.model.screen, Screen::Plans);
    let ids = |session: &Session| -> Vec<String> {
        session.model.plans.lines.iter().map(|line| line.id().to_string()).collect()
    };
    assert_eq!(ids(&session), ["guangzhou/plan.yaml", "hangzhou-2022", "beijing", "chongqing"]);
    assert!(session.text().contains("guangzhou/plan.yaml:"), "{}", session.text());
    assert!(session.text().contains("All 3 plans"), "{}", session.text());
    session.keys("s");
    assert_eq!(ids(&session), ["guangzhou/plan.yaml", "beijing", "hangzhou-2022", "chongqing"]);
    assert!(!Session::of(Path::new("plans"), Lang::En, (80, 24)).text().contains("0 Plans"));
}

#[test]
fn one_plan_beside_one_that_cannot_be_read_opens_on_both_and_a_wall_has_no_screen() {
    let dir = tempfile::tempdir().unwrap();
    small(dir.path(), "a", "甲", BEGUN);
    assert_eq!(Session::of(dir.path(), Lang::Zh, (80, 24)).model.screen, Screen::Overview);
    fs::create_dir_all(dir.path().join("b")).unwrap();
    fs::write(dir.path().join("b/plan.yaml"), "title: [").unwrap();
    assert_eq!(Session::of(dir.path(), Lang::Zh, (80, 24)).model.screen, Screen::Plans);
    assert_eq!(wall(dir.path(), &[], Lang::Zh, (80, 24)).model.screen, Screen::Overview);
}

#[test]
fn enter_goes_into_a_plan_and_0_returns_to_it() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::En, (160, 45));
    session.keys("gg<enter>");
    assert_eq!(session.model.screen, Screen::Plans);
    assert!(session.text().contains("press e to open it"));
    session.keys("jj<enter>");
    assert_eq!(session.model.screen, Screen::Overview);
    assert_eq!(&*session.model.board.as_ref().unwrap().plan().id, "beijing");
    assert!(session.text().contains("0 Plans 1/3"), "{}", session.text());
    session.keys("2j0");
    assert_eq!(session.model.place().cursor, Some(Id::Plan("beijing".into())));
    session.keys("1");
    let setup = Setup { plan: Some("chongqing".into()), ..Setup::default() };
    let session = Session::new(&plans.root(), setup, (80, 24));
    assert_eq!(session.model.screen, Screen::Overview);
    assert_eq!(&*session.model.board.as_ref().unwrap().plan().id, "chongqing");
}

#[test]
fn the_filter_of_the_plans_asks_for_their_names() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::En, (160, 45));
    session.keys("/北京<enter>");
    assert_eq!(session.model.rows.len(), 1);
    assert!(session.text().contains("1 of 4 plans"), "{}", session.text());
    session.keys("<enter>");
    assert!(session.model.filter.is_empty());
}

#[test]
fn a_save_in_another_plan_marks_its_row_and_names_it_among_the_changes() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::Zh, (160, 45));
    session.keys("/重庆<enter><enter>");
    report(&plans.root(), "beijing", DONE);
    session.read();
    assert!(session.model.plans.marks.contains_key("beijing"));
    session.keys("8");
    let text = session.text();
    assert!(text.contains("北京试点方案") && text.contains("100.0%"), "{text}");
    // The open plan has an item 1-1 too: it is not the one that changed.
    assert_eq!(session.model.item_under_cursor(), None);
    session.keys("<enter>");
    assert_eq!(session.model.screen, Screen::Changes);
}

#[test]
fn only_the_plan_that_changed_is_summed_up_anew() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::Zh, (80, 24));
    let summary = |session: &Session, id: &str| {
        let line = session.model.plans.lines.iter().find(|line| &*line.id() == id).unwrap();
        let guatu::app::plans::Line::Plan(_, summary) = line else { return None };
        summary.clone()
    };
    let before = ["beijing", "chongqing"].map(|id| summary(&session, id).unwrap());
    report(&plans.root(), "beijing", DONE);
    session.read();
    let after = ["beijing", "chongqing"].map(|id| summary(&session, id).unwrap());
    assert_eq!(before.iter().zip(&after).map(|(b, a)| Arc::ptr_eq(b, a)).collect::<Vec<_>>(), [false, true]);
    assert_eq!((before.first().unwrap().total.done, after.first().unwrap().total.done), (0, 1));
}

#[test]
fn no_size_panics_on_the_plans_or_on_any_view_of_the_changes() {
    let plans = several();
    let seen = seen(&plans.root(), "hangzhou-2022");
    let portfolio = Store::new(&plans.root()).refresh(&|_| today()).unwrap();
    for w in (0..=200).step_by(23).chain([1, 20, 40, 59, 60, 80]) {
        for h in [0, 1, 3, 4, 5, 7, 8, 10, 24, 60] {
            for keys in ["", "jjj", "s", "/x", "j<enter>8s", "j<enter>8ss", "j<enter>8sss["] {
                let setup = Setup { seen: seen.clone(), ..Setup::default() };
                let mut session = Session::empty(&plans.root(), setup, (w, h));
                session.hear(Message::Loaded(Arc::clone(&portfolio)));
                session.keys(keys);
                for line in session.text().lines() {
                    assert!(width(line) <= usize::from(w), "{w}x{h} {keys}: {line}");
                }
            }
        }
    }
}

/// The board of a plan as its files are now.
fn board(root: &Path, id: &str, day: Day) -> Board {
    let portfolio = Store::new(root).refresh(&|_| today()).unwrap();
    Board::new(Arc::clone(portfolio.ledger(id).unwrap()), day, today(), &portfolio.calendar)
}

fn seen(root: &Path, id: &str) -> HashMap<Text, Seen> {
    let at = Moment { on: "2022-02-08".parse().unwrap(), hour: 17, minute: 30 };
    HashMap::from([(id.into(), Seen::of(&board(root, id, today().plus(-2)), at, None))])
}

#[test]
fn what_was_seen_tells_the_same_changes_as_the_two_boards_themselves() {
    let root = Path::new("plans");
    let after = board(root, "hangzhou-2022", today());
    let mut told = 0;
    for back in [0, 1, 3, 7, 14] {
        let before = board(root, "hangzhou-2022", today().plus(-back));
        let at = Moment { on: today(), hour: 9, minute: 0 };
        let moves = |list: Vec<changes::ItemChange>| -> Vec<_> {
            list.into_iter().map(|change| (change.id, change.moves, change.clock)).collect()
        };
        let seen = moves(Seen::of(&before, at, None).changes(&after));
        assert_eq!(seen, moves(changes::between(&before, &after)), "{back} days");
        told += seen.len();
    }
    assert!(told > 20, "{told}");
}

#[test]
fn what_was_seen_is_kept_whole_and_a_damaged_mark_is_none() {
    let home = tempfile::tempdir().unwrap();
    let root = Path::new("plans");
    let looked = Looked::at(home.path(), root);
    assert!(looked.read().is_empty());
    let seen = seen(root, "hangzhou-2022");
    looked.write(&seen).unwrap();
    assert_eq!(looked.read(), seen);
    assert!(Looked::at(home.path(), Path::new("/elsewhere")).read().is_empty());
    let file = fs::read_dir(home.path().join("seen")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.len() < 40_000, "{} bytes", whole.len());
    for cut in (0..whole.len() - 1).step_by(97).filter(|cut| whole.is_char_boundary(*cut)) {
        fs::write(&file, whole.get(..cut).unwrap()).unwrap();
        assert!(looked.read().is_empty(), "cut at {cut}");
    }
    fs::write(&file, [0xff, 0, 7]).unwrap();
    assert!(looked.read().is_empty());
}

#[test]
fn a_file_that_breaks_neither_counts_as_a_change_nor_moves_what_was_seen() {
    let plans = several();
    let root = plans.root();
    let before = board(&root, "beijing", today());
    let at = Moment { on: today(), hour: 9, minute: 0 };
    let seen = Seen::of(&before, at, None);
    fs::write(root.join("beijing/units/fgw.yaml"), "unit: [\n").unwrap();
    let broken = board(&root, "beijing", today());
    assert_eq!(seen.changes(&broken), []);
    assert_eq!(Seen::of(&broken, at, Some(&seen)).items, seen.items);
    report(&root, "beijing", DONE);
    assert_eq!(seen.changes(&board(&root, "beijing", today())).len(), 1);
}

#[test]
fn a_plan_is_looked_at_after_five_seconds_and_never_on_another_day() {
    let root = Path::new("plans");
    let look = |setup: Setup, seconds: u64, keys: &str| {
        let mut session = Session::new(root, setup, (80, 24));
        session.keys(keys);
        session.at = Duration::from_secs(seconds);
        session.keys("j");
        session.model.since.finish().len()
    };
    assert_eq!(look(Setup::default(), 4, ""), 0);
    assert_eq!(look(Setup::default(), 5, ""), 1);
    assert_eq!(look(Setup::default(), 60, "[["), 1, "today was seen before the journey");
    assert_eq!(look(Setup { as_of: Some(today()), ..Setup::default() }, 60, ""), 0);
    assert_eq!(look(Setup::default(), 60, "0"), 0, "the plans side by side are not a look at one");
}

#[test]
fn a_save_in_another_plan_leaves_the_open_ones_board_and_rows_as_they_are() {
    let plans = several();
    let setup = Setup { plan: Some("beijing".into()), ..Setup::default() };
    let mut session = Session::new(&plans.root(), setup, (80, 24));
    let (board, rows) = (session.model.board.clone().unwrap(), session.model.rows.as_ptr());
    report(&plans.root(), "chongqing", BEGUN);
    session.read();
    assert!(Arc::ptr_eq(session.model.board.as_ref().unwrap(), &board));
    assert_eq!(session.model.rows.as_ptr(), rows);
    assert_eq!(session.model.feed.saves.len(), 1, "it is told all the same");
    report(&plans.root(), "beijing", DONE);
    session.read();
    assert!(!Arc::ptr_eq(session.model.board.as_ref().unwrap(), &board));
    assert_ne!(session.model.rows.as_ptr(), rows);
    assert_eq!(session.model.feed.saves.len(), 2);
}

#[test]
fn the_changes_are_counted_from_the_look_the_day_before_and_the_week_before() {
    let plans = several();
    let seen = seen(&plans.root(), "hangzhou-2022");
    let setup = Setup { seen, plan: Some("hangzhou-2022".into()), lang: Some(Lang::En), ..Setup::default() };
    let mut session = Session::new(&plans.root(), setup, (160, 45));
    let text = session.text();
    assert!(text.contains("since you last looked (02-08 17:30): "), "{text}");
    let listed = |session: &Session| session.model.rows.len();
    session.keys("8");
    assert_eq!(listed(&session), 0);
    session.keys("s");
    insta::assert_snapshot!("changes_since_the_last_look", session.picture());
    let look = listed(&session);
    session.keys("s");
    let day = listed(&session);
    session.keys("s");
    let week = listed(&session);
    assert!(look > 0 && week >= day && week >= look, "{look} {day} {week}");
    let since = changes::between(
        &board(&plans.root(), "hangzhou-2022", today().plus(-7)),
        &board(&plans.root(), "hangzhou-2022", today()),
    );
    assert_eq!(week, since.len(), "the same as report --view changes --since");
    // `[` waits for the `c` of `[c`; the next key ends the waiting.
    session.keys("[j");
    assert!(session.text().contains("since 02-02 (a week)"), "{}", session.text());
}

#[test]
fn a_session_tells_what_changed_since_the_one_before_it_and_a_wall_never_moves_that() {
    let plans = several();
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("state");
    let env = [
        ("TERM", "xterm-256color"),
        ("LC_ALL", "zh_CN.UTF-8"),
        ("HOME", home.path().to_str().unwrap()),
        ("XDG_STATE_HOME", state.to_str().unwrap()),
    ];
    let marks = || -> Vec<PathBuf> {
        let entries = fs::read_dir(state.join("guatu/seen")).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let root = plans.root().to_str().unwrap().to_owned();
    let mut session = Pty::start(&["--plan", "beijing", &root], &env);
    session.wait("the plan", SOON, |shown| shown.contains("北京试点方案"));
    assert!(!session.shown().contains("上次查看"));
    std::thread::sleep(Duration::from_millis(5200));
    session.press("q");
    assert_eq!(session.end(), 0);
    assert_eq!(marks().len(), 1);
    report(&plans.root(), "beijing", DONE);
    let mut wall = Pty::start(&["wall", "--plan", "beijing", &root], &env);
    wall.wait("the wall", SOON, |shown| shown.contains("北京试点方案"));
    std::thread::sleep(Duration::from_millis(5200));
    wall.press("q");
    assert_eq!(wall.end(), 0);
    let mut session = Pty::start(&["--plan", "beijing", &root], &env);
    session.wait("what changed", SOON, |shown| shown.contains("1 项变化"));
    session.press("8s");
    session.wait("the change", SOON, |shown| shown.contains("20.0% → 100.0%"));
    session.press("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn what_is_folded_stays_so_from_plan_to_plan_and_belongs_to_one() {
    let plans = several();
    let mut session = Session::of(&plans.root(), Lang::Zh, (160, 45));
    let shown = |session: &mut Session, keys: &str| {
        session.keys(keys);
        session.text()
    };
    let open = shown(&mut session, "0ggj<enter>2");
    assert!(open.contains("“一照多址”扩围"), "{open}");
    assert!(!shown(&mut session, "zM").contains("“一照多址”扩围"));
    let other = shown(&mut session, "0ggjj<enter>2");
    assert!(other.contains("1-1"), "{other}");
    // Its own folds alone are opened and closed.
    shown(&mut session, "zMzR");
    let back = shown(&mut session, "0ggj<enter>2");
    assert!(!back.contains("“一照多址”扩围") && back.contains("二、重点任务"), "{back}");
    assert_eq!(shown(&mut session, "zR"), open);
}

#[test]
fn what_was_folded_is_found_so_by_the_next_session() {
    let plans = several();
    let home = tempfile::tempdir().unwrap();
    let home_name = home.path().to_str().unwrap();
    let env = [("TERM", "xterm-256color"), ("LC_ALL", "zh_CN.UTF-8"), ("HOME", home_name)];
    let root = plans.root().to_str().unwrap().to_owned();
    let run = |keys: &str, folded: bool| {
        let mut session = Pty::start(&["--plan", "hangzhou-2022", &root], &env);
        session.wait("the plan", SOON, |shown| shown.contains("杭州市国家营商环境"));
        session.press("2");
        session.wait("its tree", SOON, |shown| {
            shown.contains("一、总体要求") && shown.contains("“一照多址”扩围") != folded
        });
        session.press(keys);
        session.press("q");
        assert_eq!(session.end(), 0);
    };
    run("zM", false);
    run("zR", true);
    run("", false);
    let state = home.path().join(".local/state");
    let looked = Looked::at(&state.join("guatu"), &plans.root());
    assert_eq!(looked.folded(), HashSet::new());
    let ids: HashSet<Text> = ["p/一、".into(), "p/二、/（三）".into()].into();
    looked.write_folded(&ids).unwrap();
    assert_eq!(looked.folded(), ids);
    assert_eq!(Looked::at(&state.join("guatu"), Path::new("/elsewhere")).folded(), HashSet::new());
    assert!(looked.read().is_empty(), "what was folded is no mark");
}

/// A wall on a root: its pages, and what it shows after so many seconds.
fn wall(root: &Path, pages: &[Page], lang: Lang, size: (u16, u16)) -> Session {
    let wall = Some(Wall::new(pages.to_vec(), Duration::from_secs(20), false));
    Session::new(root, Setup { lang: Some(lang), wall, ..Setup::default() }, size)
}

#[test]
fn a_wall_of_several_plans_shows_them_side_by_side_at_every_size() {
    let plans = several();
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut session = wall(&plans.root(), &[Page::Plans], lang, (80, 24));
        let mut at = |width, height| {
            session.buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
            session.hear(Message::Redraw);
            (session.drawn.overwritten, session.picture())
        };
        for (width, height) in [(20, 4), (40, 10), (80, 24), (160, 45), (240, 67), (480, 135)] {
            insta::assert_snapshot!(format!("wall_{width}x{height}_{name}"), at(width, height).1);
        }
        for (w, h) in (0..=240).step_by(19).flat_map(|w| (0..=70).step_by(7).map(move |h| (w, h))) {
            assert_eq!(at(w, h).0, 0, "{w}x{h}");
        }
    }
}

#[test]
fn a_wall_of_many_plans_shows_each_of_them_once_in_its_parts() {
    let root = tempfile::tempdir().unwrap();
    let ids: Vec<String> = (0..60).map(|n| format!("plan-{n:02}")).collect();
    for id in &ids {
        small(root.path(), id, id, BEGUN);
    }
    for size in [(80, 24), (160, 45), (240, 67), (40, 10)] {
        let mut session = wall(root.path(), &[Page::Plans], Lang::Zh, size);
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let parts = session.drawn.wall_pages;
        for _ in 0..parts {
            let text = session.text();
            for id in ids.iter().filter(|id| text.contains(id.as_str())) {
                *seen.entry(id).or_default() += 1;
            }
            session.keys("n");
        }
        assert_eq!(seen.len(), ids.len(), "{size:?}: {parts} parts");
        // The last part may begin before the end of the one before it, never the others.
        assert!(seen.values().all(|n| *n == 1), "{size:?}: {seen:?}");
    }
}

#[test]
fn each_round_of_a_wall_is_about_the_next_plan_and_all_stand_side_by_side_in_between() {
    let plans = several();
    let mut session = wall(&plans.root(), &[], Lang::Zh, (160, 45));
    let shown = |session: &Session| {
        let wall = session.model.wall.as_ref().unwrap();
        (wall.current(), session.model.board.as_ref().unwrap().plan().id.to_string())
    };
    let mut rounds = Vec::new();
    for _ in 0..400 {
        let (page, plan) = shown(&session);
        if rounds.last() != Some(&(page, plan.clone())) {
            rounds.push((page, plan));
        }
        session.keys("n");
    }
    assert_eq!(rounds.first().map(|(page, _)| *page), Some(Page::Plans));
    for (n, (page, plan)) in rounds.iter().take(28).enumerate() {
        let ids = ["beijing", "chongqing", "hangzhou-2022"];
        assert_eq!((*page, plan.as_str()), (Page::ALL[n % 7], ids[n / 7 % 3]), "page {n}");
    }
}

#[test]
fn a_wall_of_one_plan_or_of_a_plan_that_was_named_has_no_page_of_plans() {
    let one = wall(Path::new("plans"), &[], Lang::Zh, (80, 24));
    assert_eq!(one.model.wall.as_ref().unwrap().pages, Page::ALL[1..]);
    let plans = several();
    let whole = Some(Wall::new(Vec::new(), Duration::from_secs(20), false));
    let setup = Setup { plan: Some("beijing".into()), wall: whole, ..Setup::default() };
    let mut named = Session::new(&plans.root(), setup, (80, 24));
    for _ in 0..60 {
        named.keys("n");
        assert_eq!(&*named.model.board.as_ref().unwrap().plan().id, "beijing");
        assert_ne!(named.model.wall.as_ref().unwrap().current(), Page::Plans);
    }
}

#[test]
fn a_second_plan_brings_the_page_of_plans_and_takes_it_away_without_turning_the_page() {
    let plans = several();
    let root = plans.root();
    let aside = tempfile::tempdir().unwrap();
    for id in ["beijing", "chongqing", "guangzhou"] {
        fs::rename(root.join(id), aside.path().join(id)).unwrap();
    }
    let mut session = wall(&root, &[], Lang::Zh, (80, 24));
    let current = |session: &Session| session.model.wall.as_ref().unwrap().current();
    session.keys("p");
    assert_eq!(current(&session), Page::Changes);
    fs::rename(aside.path().join("beijing"), root.join("beijing")).unwrap();
    session.read();
    assert_eq!(current(&session), Page::Changes);
    session.keys("n");
    assert_eq!(current(&session), Page::Plans);
    fs::rename(root.join("beijing"), aside.path().join("beijing")).unwrap();
    session.read();
    assert_eq!(current(&session), Page::Countdown);
}

#[test]
fn a_change_in_another_plan_waits_for_the_round_of_that_plan() {
    let plans = several();
    let mut session = wall(&plans.root(), &[Page::Changes], Lang::Zh, (160, 45));
    report(&plans.root(), "chongqing", BEGUN);
    session.read();
    let board = |session: &Session| session.model.board.as_ref().unwrap().plan().id.to_string();
    assert_eq!(board(&session), "beijing");
    assert!(!session.text().contains("1-1 甲事项"), "{}", session.text());
    session.keys("n");
    assert_eq!(board(&session), "chongqing");
    assert!(session.text().contains("1-1 甲事项"), "{}", session.text());
}

#[test]
fn what_turned_red_in_a_plan_before_its_first_round_is_announced_in_that_round() {
    let plans = several();
    let mut session = wall(&plans.root(), &[], Lang::Zh, (160, 45));
    let opened = |session: &Session| session.model.board.as_ref().unwrap().plan().id.to_string();
    assert_eq!(opened(&session), "beijing");
    report(&plans.root(), "chongqing", BEGUN);
    session.read();
    assert!(session.model.wall.as_ref().unwrap().alert.is_none());
    while opened(&session) == "beijing" {
        session.keys("n");
    }
    assert_eq!(opened(&session), "chongqing");
    let alert = session.model.wall.as_ref().unwrap().alert.as_ref();
    assert_eq!(alert.map(|alert| (&*alert.item, alert.count)), Some(("1-1", 1)), "{}", session.text());
}

#[test]
fn the_banner_of_all_plans_speaks_of_all_of_them() {
    let plans = several();
    let mut session = wall(&plans.root(), &[], Lang::En, (160, 45));
    let text = session.text();
    assert!(text.contains("sample data, not real progress (1 of 4 plans)"), "{text}");
    session.keys("n");
    assert_eq!(session.model.wall.as_ref().unwrap().current(), Page::Countdown);
    assert!(!session.text().contains("sample data"), "{}", session.text());
}
