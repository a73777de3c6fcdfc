//! The session through everything that can happen to its files: what is shown stays true and stays where it is.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use guatu::app::{Drawn, Key, Message, Model, Now, Setup, Watching, update};
use guatu::domain::Day;
use guatu::store::Store;
use guatu::text::Lang;
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::Plans;

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

/// A session over files, looked at step by step.
struct Desk {
    store: Store,
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
}

impl Desk {
    fn open(root: &Path, lang: Lang, (width, height): (u16, u16)) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width, height });
        let model = Model::new(Setup { lang: Some(lang), ..Setup::default() });
        let mut desk = Self { store: Store::new(root), model, drawn: Drawn::default(), buffer };
        desk.look();
        desk.hear(Message::Watching(Watching::Live));
        desk
    }

    fn hear(&mut self, message: Message) {
        let now = Now { at: Duration::ZERO, today: today(), clock: (9, 5, 0) };
        update(&mut self.model, message, now, &self.drawn);
        self.drawn = draw(&self.model, now, Theme::Roles, &mut self.buffer);
    }

    /// Reads what has changed.
    fn look(&mut self) {
        if let Some(portfolio) = self.store.refresh(&|_| today()) {
            self.hear(Message::Loaded(portfolio));
        }
    }

    fn keys(&mut self, keys: &str) -> String {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
        picture::text(&self.buffer)
    }

    fn line(&mut self, word: &str) -> String {
        let text = self.keys("");
        text.lines()
            .find(|line| line.contains(word))
            .unwrap_or_else(|| panic!("no {word} in\n{text}"))
            .to_owned()
    }
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is not in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const PROGRESS: &str = "progress: 20, note: 拟定扩围范围初稿";

#[test]
fn a_link_that_is_pointed_elsewhere_is_followed() {
    let (one, two) = (Plans::copy(), Plans::copy());
    change(&two.unit("scjgj"), PROGRESS, "progress: 66, note: 拟定扩围范围初稿");
    let link = one.root().with_file_name("current");
    std::os::unix::fs::symlink(one.root(), &link).unwrap();
    let mut desk = Desk::open(&link, Lang::Zh, (120, 40));
    desk.keys("2");
    assert!(desk.line("1-1  ").contains(" 20%"));
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(two.root(), &link).unwrap();
    desk.look();
    assert!(desk.line("1-1  ").contains(" 66%"));
}

#[test]
fn the_cursor_stays_on_its_line_when_its_item_leaves_the_list() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    desk.keys("3jjjj");
    let row = desk.model.cursor_row();
    assert!(desk.keys("x").contains("为何　13-6"));
    desk.keys("<esc>");
    change(
        &file_with(&plans, "  13-6:"),
        "  13-6:\n",
        "  13-6:\n    extension: { to: 2023-01-01, approved: 2022-02-01, reason: 试 }\n",
    );
    desk.look();
    assert_eq!(desk.model.cursor_row(), row);
    assert!(desk.keys("x").contains("为何　12-2"));
}

/// The file of the unit that reports on an item.
fn file_with(plans: &Plans, item: &str) -> std::path::PathBuf {
    let units = fs::read_dir(plans.root().join("hangzhou-2022/units")).unwrap();
    let mut paths = units.map(|entry| entry.unwrap().path());
    paths.find(|path| fs::read_to_string(path).unwrap().contains(&format!("\n{item}\n"))).unwrap()
}

#[test]
fn findings_of_the_same_words_are_each_reached_by_the_cursor() {
    let plans = Plans::copy();
    let path = plans.unit("scjgj");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\n    log:", "\n    foo: 1\n    log:")).unwrap();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    let mut seen = Vec::new();
    desk.keys("9");
    for _ in 0..5 {
        seen.push(desk.line("[unknown-key]"));
        desk.keys("j");
    }
    let all = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), all, "{seen:#?}");
}

#[test]
fn sections_without_labels_are_each_reached_and_folded_by_themselves() {
    let plans = Plans::copy();
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let line = |line: &str| {
        line.split_once("- label:").map_or(line.to_owned(), |(indent, _)| format!("{indent}- label: ''"))
    };
    let out: Vec<String> = text.lines().map(line).collect();
    fs::write(&path, out.join("\n")).unwrap();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    desk.keys("2zMj");
    assert_eq!(desk.model.cursor_row(), Some(1));
    desk.keys("<enter>");
    assert!(desk.keys("").contains("▸ 保障措施"), "{}", desk.keys(""));
    assert!(desk.keys("").contains("▾ 重点任务"), "{}", desk.keys(""));
}

#[test]
fn a_save_is_in_the_feed_even_while_another_day_is_shown() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    desk.keys("{");
    change(
        &plans.unit("jw"),
        "  6-3:",
        "  6-2:\n    log:\n      - { on: 2022-02-10, progress: 77, note: 试 }\n  6-3:",
    );
    desk.look();
    desk.keys("8");
    assert!(desk.line("6-2 ").contains("进度 0.0% → 77.0%"));
}

#[test]
fn a_filter_takes_the_punctuation_of_a_chinese_keyboard_as_it_is_typed() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    assert!(desk.keys("2/section:（三）<enter>").contains("section:（三）  10 / 195 项"));
    assert!(desk.keys("<esc>/section:(三)<enter>").contains("section:(三)  10 / 195 项"));
    assert!(desk.keys("<esc>／ｌｅａｄ：ｊｗ<enter>").contains("  9 / 195 项"));
    assert!(desk.keys("<esc>/light:Red<enter>").contains("  6 / 195 项"));
}

#[test]
fn a_unit_named_by_its_id_is_that_unit_alone() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    // swj is a unit; swjw is another one's alias.
    assert!(desk.keys("2/lead:swj<enter>").contains("lead:swj  10 / 195 项"));
}

#[test]
fn on_the_smallest_screen_the_deadline_and_what_is_typed_are_seen() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::En, (40, 10));
    let text = desk.keys("4");
    assert!(text.contains("2022-02-16") && text.contains("6 days left"), "{text}");
    let text = desk.keys("2/lead:scj");
    assert!(text.contains("lead:scj"), "{text}");
    assert!(text.contains("44 of 195"), "{text}");
}

#[test]
fn over_the_help_and_the_detail_every_key_does_what_its_line_says() {
    let plans = Plans::copy();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (80, 24));
    let before = desk.keys("?");
    assert!(before.contains(" 行 j "), "{before}");
    assert_ne!(desk.keys("j"), before);
    desk.keys("<esc>2/1-2<enter>G<enter>");
    assert!(desk.keys("x").contains("为何　"), "x over the detail");
    assert!(desk.keys("?").contains("全部按键"), "? over the explanation");
}

/// Item 15-4 is led by `rlsbj` and `kjj` together.
fn joint(plans: &Plans, rlsbj: &str, kjj: &str) {
    for (unit, log) in [("rlsbj", rlsbj), ("kjj", kjj)] {
        let text = format!("unit: {unit}\nitems:\n  15-4:\n    log:\n{log}");
        fs::write(plans.unit(unit), text).unwrap();
    }
}

#[test]
fn a_lead_that_has_stopped_does_not_hold_down_an_item_that_is_done() {
    let plans = Plans::copy();
    joint(
        &plans,
        "      - { on: 2022-02-01, state: completed, evidence: 甲 }\n",
        "      - { on: 2022-02-01, state: stopped, progress: 10 }\n",
    );
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (120, 40));
    desk.keys("2/15-4<enter>G");
    let line = desk.line("15-4  外籍");
    assert!(line.contains("100%") && line.contains("按期完成"), "{line}");
}

#[test]
fn the_feed_quotes_the_lead_that_logged_and_names_it_after_units_were_added() {
    let plans = Plans::copy();
    joint(
        &plans,
        "      - { on: 2022-02-01, progress: 10, note: 甲记 }\n",
        "      - { on: 2022-02-09, progress: 20, note: 乙记 }\n",
    );
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (160, 40));
    change(
        &plans.unit("rlsbj"),
        "note: 甲记 }\n",
        "note: 甲记 }\n      - { on: 2022-02-05, progress: 30, note: 甲新记 }\n",
    );
    desk.look();
    desk.keys("8");
    let line = desk.line("15-4 ");
    assert!(line.contains("甲新记"), "{line}");
    assert!(line.contains("市科技局") || line.contains("市人力社保局"), "{line}");
    change(
        &plans.root().join("hangzhou-2022/plan.yaml"),
        "  - { id: fgw,",
        "  - { id: first, name: 新设局 }\n  - { id: fgw,",
    );
    desk.look();
    assert_eq!(desk.line("甲新记"), line);
}

#[test]
fn a_unit_whose_own_part_is_done_is_not_late() {
    let plans = Plans::copy();
    joint(
        &plans,
        "      - { on: 2022-01-01, state: completed, evidence: 甲 }\n",
        "      - { on: 2022-02-09, progress: 20 }\n",
    );
    // kept: of all that rlsbj leads only the joint item.
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("lead: rlsbj", "lead: kjj")).unwrap();
    let mut desk = Desk::open(&plans.root(), Lang::Zh, (160, 40));
    desk.keys("6");
    let line = desk.line("市人力社保局");
    assert!(line.contains("正常") && !line.contains("超期"), "{line}");
}

#[test]
fn how_the_plan_counts_is_what_its_file_says() {
    let plans = Plans::copy();
    let file = plans.root().join("hangzhou-2022/plan.yaml");
    let mut desk = Desk::open(&plans.root(), Lang::En, (160, 60));
    for (from, to) in [
        ("due_soon: 7", "due_soon: 1"),
        ("{ yellow: 10, red: 30 }", "{ yellow: 12.5, red: 40 }"),
        ("report_every: 30", "report_every: 14"),
        ("count: calendar_roll", "count: working"),
        ("as_of: 2022-02-10\n", "published: 2022-02-03\n"),
        ("sample: true ", "sample: false"),
    ] {
        change(&file, from, to);
    }
    desk.look();
    let text = desk.keys("6x");
    for words in [
        "issued by 杭州市人民政府 on Thu 2022-01-27",
        "published on Thu 2022-02-03",
        "coordinated by Development and Reform Commission",
        "195 items, 26 lead units",
        "today is the civil day in Asia/Shanghai",
        "or 40 points or more below the expected progress",
        "due within 1 day, or 12.5 points or more below",
        "no new entry for more than 14 days",
        "supervision rules: deadline 2022-03-01",
        "20 working days from",
        "met on the day it is published",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("sample data"), "{text}");
    change(&file, "from: issued", "from: 2022-02-01");
    desk.look();
    assert!(desk.keys("<esc>6x").contains("base date: Tue 2022-02-01"), "{}", desk.keys(""));
}
