//! The overview, the week and the timeline: their pictures with roles at more sizes, scales and looks; what their
//! keys do; that every figure leads to what it counts.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use guatu::app::figure::Figure;
use guatu::app::timeline::Scale;
use guatu::app::{
    Drawn, Hit, Id, Key, Message, Model, Mouse, Now, Overlay, Screen, Setup, ThemeName, update,
};
use guatu::domain::{Board, Day, ItemIx, Light, Portfolio};
use guatu::store::Store;
use guatu::text::{Lang, width};
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

static PLANS: LazyLock<Arc<Portfolio>> =
    LazyLock::new(|| Store::new(Path::new("plans")).refresh(&|_| today()).unwrap());

const MINE: [Screen; 3] = [Screen::Overview, Screen::Week, Screen::Timeline];

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn now() -> Now {
    Now { at: Duration::ZERO, today: today(), clock: (9, 5, 0) }
}

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
        self.press(keys);
        self
    }

    fn press(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
    }

    fn picture(&self) -> String {
        format!("{}\n{}", picture::text(&self.buffer), picture::roles(&self.buffer))
    }

    fn text(&self) -> String {
        picture::text(&self.buffer)
    }

    fn board(&self) -> Arc<Board> {
        Arc::clone(self.model.board.as_ref().unwrap())
    }

    fn cursor(&self) -> Option<Id> {
        self.model.cursor().and_then(|row| row.id.clone())
    }
}

fn name(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "zh" } else { "en" }
}

#[test]
fn the_three_screens_look_as_they_did_at_more_sizes() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(40, 10), (120, 40)] {
            for screen in MINE {
                let session = Session::of(lang, size).keys(&screen.key().to_string());
                let file = format!("{}_{}x{}_{}", screen.word(), size.0, size.1, name(lang));
                insta::assert_snapshot!(file, session.picture());
            }
        }
    }
}

#[test]
fn slip_groups_scales_and_months_look_as_they_did() {
    for (file, keys) in [
        ("week_by_unit", "5b"),
        ("week_slip", "5bc"),
        ("week_other_day", "5}"),
        ("timeline_days", "7++++++++"),
        ("timeline_weeks", "7+++++l"),
        ("timeline_months", "7v"),
        ("overview_figure", "<tab><tab><tab>"),
    ] {
        for lang in [Lang::Zh, Lang::En] {
            let session = Session::of(lang, (100, 30)).keys(keys);
            insta::assert_snapshot!(format!("{file}_{}", name(lang)), session.picture());
        }
    }
}

#[test]
fn in_ascii_no_sign_of_the_interface_is_anything_else() {
    for screen in MINE {
        for keys in ["", "v", "+++++++", "b"] {
            let setup = Setup { lang: Some(Lang::En), ascii: true, ..Setup::default() };
            let session = Session::new(setup, (160, 45)).keys(&format!("{}{keys}", screen.key()));
            let drawn = session.text().chars().filter(|c| ('\u{2190}'..='\u{2bff}').contains(c)).count();
            assert_eq!(drawn, 0, "{screen:?} {keys}\n{}", session.text());
        }
        let setup = Setup { lang: Some(Lang::Zh), ascii: true, ..Setup::default() };
        let session = Session::new(setup, (100, 30)).keys(&screen.key().to_string());
        insta::assert_snapshot!(format!("{}_ascii", screen.word()), session.text());
    }
}

#[test]
fn every_size_draws_and_no_row_is_wider_than_the_screen() {
    for screen in MINE {
        for lang in [Lang::Zh, Lang::En] {
            let setup = Setup { lang: Some(lang), theme: ThemeName::Mono, ..Setup::default() };
            let mut session = Session::new(setup, (200, 60)).keys(&screen.key().to_string());
            for w in 1..=200_u16 {
                for h in [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 15, 18, 20, 24, 31, 36, 45, 60_u16] {
                    // Every width at some heights, every height at some widths.
                    if w % 7 != h % 7 && !(38..44).contains(&w) {
                        continue;
                    }
                    session.buffer = Buffer::empty(Rect { x: 0, y: 0, width: w, height: h });
                    session.hear(Message::Redraw);
                    for line in session.text().lines() {
                        assert!(width(line) <= usize::from(w), "{screen:?} {w}x{h}: {line}");
                    }
                }
            }
        }
    }
}

#[test]
fn any_keys_on_these_screens_at_any_size_draw() {
    let keys = [
        "h", "l", "+", "-", "f", "v", "b", "c", "j", "k", "<tab>", "<enter>", "]", "{", "5", "7", "1",
        "<esc>", "G", "x",
    ];
    let mut seed = 7_u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % n
    };
    for _ in 0..40 {
        let size = (u16::try_from(1 + next(200)).unwrap(), u16::try_from(1 + next(60)).unwrap());
        let mut session = Session::of(Lang::Zh, size);
        for _ in 0..40 {
            session.press(keys.get(next(keys.len())).unwrap());
        }
    }
}

#[test]
fn every_figure_of_the_overview_leads_to_what_it_counts() {
    let session = Session::of(Lang::Zh, (120, 40));
    let board = session.board();
    for figure in Figure::all(&board) {
        let (screen, filter) = figure.leads_to(&board);
        let count = match &figure {
            Figure::Completed => board.total.done,
            Figure::Light(light) => board.total.count(*light),
            Figure::Overdue => board.total.overdue,
            Figure::DueSoon => board.total.due_soon,
            Figure::Progress | Figure::Rule(_) | Figure::Reports | Figure::Findings => {
                assert_eq!(filter, None, "{figure:?} counts something else than items");
                continue;
            }
        };
        let filter = filter.unwrap();
        let matching = (0..board.items.len()).filter(|n| filter.matches(&board, ItemIx::new(*n))).count();
        assert_eq!((matching, screen), (count, Screen::Tree), "{figure:?}");
    }
}

#[test]
fn tab_goes_through_the_figures_and_enter_goes_behind_one() {
    let mut session = Session::of(Lang::Zh, (80, 24));
    assert!(matches!(session.cursor(), Some(Id::Item(_))), "the cursor begins on what presses most");
    session.press("<tab><tab><tab>");
    assert_eq!(session.cursor(), Some(Id::Figure(Figure::Light(Light::Red))));
    session.press("<enter>");
    assert_eq!((session.model.screen, session.model.filter.text()), (Screen::Tree, "light:red"));
    let items = session.model.rows.iter().filter(|row| matches!(row.id, Some(Id::Item(_)))).count();
    assert_eq!(items, session.board().total.count(Light::Red));
}

#[test]
fn a_click_on_a_figure_and_another_one_goes_behind_it() {
    let mut session = Session::of(Lang::Zh, (120, 40));
    let hits = session.drawn.hits.clone();
    let overdue = Hit::Row(Id::Figure(Figure::Overdue));
    let (area, _) = hits.into_iter().find(|(_, hit)| *hit == overdue).unwrap();
    for _ in 0..2 {
        session.hear(Message::Mouse(Mouse::Click { x: area.x, y: area.y }));
    }
    assert_eq!((session.model.screen, session.model.filter.text()), (Screen::Tree, "due:overdue"));
}

#[test]
fn a_row_of_the_week_leads_to_its_item_in_both_groupings() {
    for keys in ["5", "5b"] {
        let mut session = Session::of(Lang::Zh, (120, 40)).keys(keys);
        if matches!(session.cursor(), Some(Id::Unit(_))) {
            session.press("j");
        }
        let ix = session.model.item_under_cursor().unwrap();
        session.press("<enter>");
        assert_eq!(session.model.screen, Screen::Tree);
        assert_eq!(session.model.item_under_cursor(), Some(ix), "{keys}");
    }
}

#[test]
fn the_slip_on_screen_is_the_slip_of_the_unit_under_the_cursor() {
    let session = Session::of(Lang::Zh, (120, 44)).keys("5bc");
    assert!(matches!(session.model.overlay, Some(Overlay::Slip { .. })));
    let board = session.board();
    let unit = session.model.unit_under_cursor().unwrap();
    let shown: String = session.text().split_whitespace().collect();
    for paragraph in guatu::domain::reminder::slip(&board, unit, Lang::Zh) {
        let head: String =
            paragraph.words().split_whitespace().collect::<String>().chars().take(20).collect();
        assert!(shown.contains(&head), "{head}");
    }
    assert_eq!(session.keys("<esc>").model.overlay, None);
}

#[test]
fn every_row_of_the_week_is_overdue_or_due_by_the_end_of_next_week() {
    let by_day = Session::of(Lang::Zh, (120, 40)).keys("5");
    let board = by_day.board();
    let (_, last) = guatu::domain::agenda::two_weeks(&board);
    let owed = guatu::domain::agenda::between(&board, Day::FIRST, last);
    let rows = by_day.model.rows.iter().filter(|row| row.id.is_some()).count();
    assert_eq!(rows, owed.len());
    // By unit a joint item stands once for each lead that still owes it.
    let by_unit = by_day.keys("b");
    let owing: usize = owed.iter().map(|(_, falls)| falls.owing(&board).len()).sum();
    let rows = by_unit.model.rows.iter().filter(|row| matches!(row.id, Some(Id::Item(_) | Id::Owed { .. })));
    assert_eq!(rows.count(), owing);
}

#[test]
fn the_timeline_zooms_around_today_and_scrolls_in_time() {
    let mut session = Session::of(Lang::Zh, (120, 40)).keys("7");
    let window =
        |session: &Session| session.model.timeline.window(&session.board(), session.drawn.timeline_cells);
    let whole = window(&session);
    let (first, last) = (session.board().burn_up().first, session.board().burn_up().last);
    assert!(whole.left <= first && whole.day(i64::from(whole.cells)) > last, "at first the whole plan");
    for _ in 0..12 {
        session.press("+");
        let cell = window(&session).cell(today());
        assert!((0..i64::from(whole.cells)).contains(&cell), "today stays in the window: {cell}");
    }
    assert_eq!(window(&session).scale, Scale::DAY);
    let before = window(&session).left;
    session.press("l");
    assert!(window(&session).left > before);
    session.press("h");
    assert_eq!(window(&session).left, before);
    session.press("f");
    assert_eq!(window(&session), whole);
}

#[test]
fn every_item_with_a_date_has_a_bar_and_nothing_else_has() {
    let session = Session::of(Lang::Zh, (120, 40)).keys("7");
    let board = session.board();
    let dated = board.items.iter().filter(|figures| figures.due.is_some()).count();
    let rows = session.model.rows.iter().filter(|row| row.id.is_some()).count();
    assert_eq!(rows, dated);
}

#[test]
fn the_chart_goes_before_the_facts_do() {
    for lang in [Lang::Zh, Lang::En] {
        for (w, h) in [(80, 24), (80, 18), (80, 14), (80, 12), (60, 20), (120, 20), (160, 45)] {
            let text = Session::of(lang, (w, h)).text();
            let total = &Session::of(lang, (w, h)).board().total;
            for fact in [format!("{}%", total.progress().unwrap()), format!("{}%", total.completion())] {
                assert!(text.contains(&fact), "{w}x{h}: {fact}\n{text}");
            }
        }
        let (small, large) = (Session::of(lang, (80, 16)).text(), Session::of(lang, (80, 24)).text());
        let chart = if lang == Lang::Zh { "燃起图" } else { "Burn-up" };
        assert!(!small.contains(chart) && large.contains(chart));
    }
}

#[test]
fn a_telephone_number_of_the_week_is_whole_wherever_it_is_shown() {
    let mut seen = 0;
    for (lang, wide) in [Lang::Zh, Lang::En].into_iter().flat_map(|lang| (40..200).map(move |w| (lang, w))) {
        let text = Session::of(lang, (wide, 30)).keys("5").text();
        for line in text.lines().filter(|line| line.contains("057")) {
            assert!(line.contains("0571-00000000"), "{wide}: {line}");
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}

#[test]
fn every_screen_has_a_name_on_eighty_columns() {
    for (lang, screen) in
        [Lang::Zh, Lang::En].into_iter().flat_map(|lang| Screen::ALL.map(|screen| (lang, screen)))
    {
        let text = Session::of(lang, (80, 24)).keys(&screen.key().to_string()).text();
        let tabs = text.lines().nth(1).unwrap();
        for other in Screen::ALL {
            let name = other.brief().get(lang);
            assert!(tabs.contains(&format!("{}{name}", other.key())), "{name}: {tabs}");
        }
        assert!(tabs.contains("✖6") && tabs.contains("✔15"), "{tabs}");
    }
}

#[test]
fn a_section_names_what_presses_in_it_and_only_that() {
    let session = Session::of(Lang::En, (160, 45)).keys("2jjj");
    let text = session.text();
    assert!(text.contains("What presses most: 13") && text.contains("✖ 11 days overdue   16-1"), "{text}");
    // The fourteenth is of another part.
    let pane: Vec<&str> =
        text.lines().filter_map(|line| line.rsplit_once('│')).map(|(_, pane)| pane).collect();
    assert!(!pane.join("\n").contains("s17-3"), "{pane:?}");
}

#[test]
fn a_tall_screen_tells_of_the_item_under_the_cursor_below_the_list() {
    for (keys, id) in [("3", "16-1"), ("3j", "2-3"), ("5", "16-1"), ("5jjjjjjj", "3-4")] {
        let text = Session::of(Lang::En, (160, 45)).keys(keys).text();
        assert!(text.contains(&format!("─ Item {id} ")), "{keys}: {text}");
        let low = Session::of(Lang::En, (160, 30)).keys(keys).text();
        assert!(!low.contains(&format!("─ Item {id} ")), "{keys}: {low}");
    }
    // It scrolls, and the list stays.
    let before = Session::of(Lang::En, (160, 45)).keys("5");
    let after = Session::of(Lang::En, (160, 45)).keys("5JJJ");
    let list = |session: &Session| session.text().lines().take(28).map(ToOwned::to_owned).collect::<Vec<_>>();
    assert_eq!(list(&before), list(&after));
    assert_ne!(before.text(), after.text());
}

#[test]
fn a_tall_screen_tells_below_the_units_whom_to_ask_and_what_presses_of_the_one_under_the_cursor() {
    let pane = |keys: &str| {
        let text = Session::of(Lang::Zh, (160, 45)).keys(keys).text();
        text.split_once("─ 单位 ─").unwrap_or_else(|| panic!("{text}")).1.to_owned()
    };
    let market = pane("6/lead:scjgj<enter>");
    for words in [
        "杭州市市场监督管理局",
        "联系 综合处 0571-00000000",
        "欠细则 3 件",
        "平均进度 19.7%（44 项）",
        "✖ 红 1",
        "最紧要　2 项",
        "16-1",
        "3-6",
    ] {
        assert!(market.contains(words), "{words}: {market}");
    }
    assert!(!market.contains("25-4"), "that is another unit's: {market}");
    let silent = pane("6/lead:wjw<enter>");
    assert!(silent.contains("报送 缺失"), "{silent}");
    assert!(!silent.contains("联系") && !silent.contains("最近记录"), "{silent}");
}

#[test]
fn what_is_told_below_a_short_list_stands_right_below_it_and_does_not_move_with_the_cursor() {
    let pane = |keys: &str, size, words: &str| {
        let text = Session::of(Lang::En, size).keys(keys).text();
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.contains(words));
        (
            at.unwrap_or_else(|| panic!("{keys}: {text}")),
            lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>(),
        )
    };
    for (keys, words, last) in [("3", "─ Item ", "20-6"), ("9", "─ 0 errors, 4 warnings", "mzj.yaml")] {
        let (at, lines) = pane(keys, (160, 45), words);
        assert!(lines[at - 1].trim().is_empty(), "{lines:#?}");
        let end = lines.iter().rposition(|line| line.contains(last)).unwrap();
        assert!(end < at && at - end <= 3, "{lines:#?}");
        assert_eq!(pane(&format!("{keys}jj"), (160, 45), words).0, at, "{keys}");
    }
    // One row is left: the pane comes no higher than half of the list's room.
    let (at, lines) = pane("3/16-1<enter>", (160, 45), "─ Item 16-1");
    assert_eq!(at, 16, "{lines:#?}");
}

#[test]
fn a_change_names_its_item_on_the_smallest_screen() {
    let text = Session::of(Lang::En, (40, 10)).keys("8sss").text();
    assert!(text.contains("◉ 1-1    progress 10.0% → 20.0%"), "{text}");
}
