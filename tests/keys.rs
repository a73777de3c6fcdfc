//! Keys, commands, settings, copying and the mouse, as somebody at the keyboard meets them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use guatu::app::{
    ACTIONS, ActionId, Capture, Chord, Drawn, Effect, Id, Key, Keymap, Message, Model, Mouse, Now, Overlay,
    Screen, Setup, update,
};
use guatu::domain::{Day, Portfolio};
use guatu::store::Store;
use guatu::text::Lang;
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

static PLANS: LazyLock<Arc<Portfolio>> =
    LazyLock::new(|| Store::new(Path::new("plans")).refresh(&|_| today()).unwrap());

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn at(millis: u64) -> Now {
    Now { at: Duration::from_millis(millis), today: today(), clock: (9, 5, 0) }
}

/// A session, what it last showed and what it last asked for.
struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    effects: Vec<Effect>,
}

impl Session {
    fn new(setup: Setup) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: 100, height: 30 });
        let mut session =
            Self { model: Model::new(setup), drawn: Drawn::default(), buffer, effects: Vec::new() };
        session.hear(Message::Loaded(Arc::clone(&PLANS)), at(0));
        session
    }

    fn zh() -> Self {
        Self::new(Setup { lang: Some(Lang::Zh), ..Setup::default() })
    }

    fn en() -> Self {
        Self::new(Setup { lang: Some(Lang::En), ..Setup::default() })
    }

    fn hear(&mut self, message: Message, now: Now) {
        self.effects = update(&mut self.model, message, now, &self.drawn);
        self.drawn = draw(&self.model, now, Theme::Roles, &mut self.buffer);
    }

    fn keys(mut self, keys: &str) -> Self {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key), at(0));
        }
        self
    }

    fn text(&self) -> String {
        picture::text(&self.buffer)
    }

    fn last_line(&self) -> String {
        self.text().lines().last().unwrap().trim().to_owned()
    }

    fn copied(&self) -> &str {
        match &self.effects[..] {
            [Effect::Copy(text)] => text,
            other => panic!("{other:?}"),
        }
    }

    /// The ids of the list, in order.
    fn ids(&self) -> Vec<String> {
        let ids = self.model.rows.iter().filter_map(|row| match row.id.as_ref()? {
            Id::Item(id) | Id::Unit(id) => Some(id.to_string()),
            _ => None,
        });
        ids.collect()
    }

    fn click(&mut self, x: u16, y: u16) {
        self.hear(Message::Mouse(Mouse::Click { x, y }), at(0));
    }
}

#[test]
fn a_key_that_moves_the_cursor_makes_no_rows_and_one_that_changes_the_list_does() {
    for screen in ["1", "2", "3", "4", "5", "6", "7", "9"] {
        let before = Session::en().keys(screen);
        let (rows, kept) = (before.model.rows.as_ptr(), before.model.rows.to_vec());
        let after = before.keys("jjkGggnN");
        assert_eq!(after.model.rows.as_ptr(), rows, "screen {screen}");
        let cursor = after.model.cursor_row().unwrap();
        assert_eq!(after.model.rows[cursor].id, after.model.place().cursor, "screen {screen}");
        let narrowed = after.keys("/zzzz<enter>");
        assert_ne!(narrowed.model.rows.to_vec(), kept, "screen {screen}");
        assert_eq!(narrowed.keys("<esc>").model.rows.to_vec(), kept, "screen {screen}");
    }
}

#[test]
fn y_copies_the_row_the_cursor_is_on() {
    let item = Session::zh().keys("3y");
    let id = match item.model.cursor().unwrap().id.clone().unwrap() {
        Id::Item(id) => id,
        other => panic!("{other:?}"),
    };
    assert!(item.copied().starts_with(&format!("{id} ")), "{}", item.copied());
    assert!(item.copied().contains("｜时限 20"), "{}", item.copied());
    assert_eq!(item.copied().lines().count(), 1);
    let unit = Session::en().keys("6y");
    assert!(unit.copied().contains(" items, "), "{}", unit.copied());
    let finding = Session::en().keys("9y");
    let (place, said) = finding.copied().split_once(": ").unwrap();
    assert!(place.starts_with("hangzhou-2022/units/"), "{place}");
    assert!(!said.is_empty());
    let section = Session::zh().keys("2y");
    assert!(section.copied().contains("完成"), "{}", section.copied());
}

#[test]
fn y_copies_the_explanation_that_is_open() {
    let session = Session::zh().keys("3xy");
    assert!(session.copied().lines().count() > 3, "{}", session.copied());
    assert!(session.model.overlay.is_some(), "what was open stays open");
}

#[test]
fn x_explains_the_plan_where_there_is_no_item_and_nothing_that_is_of_no_plan() {
    for keys in ["1<tab>x", "2x", "6x"] {
        let session = Session::en().keys(keys);
        let text = session.text();
        assert!(text.contains("How this plan counts"), "{keys}: {text}");
        assert!(text.contains("30 points or more below"), "{keys}: {text}");
        let copied = session.keys("y");
        let copied = copied.copied();
        assert!(copied.starts_with("The plan: Hangzhou"), "{keys}: {copied}");
        assert!(copied.contains("supervision rules: deadline 2022-02-16\n"), "{keys}: {copied}");
    }
    let plans = Session::en().keys("0x");
    assert_eq!((plans.model.overlay, &*plans.last_line()), (None, "put the cursor on an item, then press x"));
    let section = Session::zh().keys("2");
    assert!(section.text().contains("没有事项"), "{}", section.text());
    assert!(section.keys("x").text().contains("杭州市人民政府于 2022-01-27 周四 印发"));
}

#[test]
fn where_there_is_nothing_to_copy_it_says_so() {
    let session = Session::en().keys("8y");
    assert_eq!(session.effects, []);
    assert_eq!(session.last_line(), "put the cursor on a row, then press y");
}

#[test]
fn a_bracket_moves_the_day_on_the_changes_too_once_no_c_has_followed() {
    let mut session = Session::en().keys("8]");
    assert_eq!(session.model.travel, None);
    session.hear(Message::Wake, at(500));
    assert_eq!(session.model.travel, None);
    session.hear(Message::Wake, at(600));
    assert_eq!(session.model.travel, Some("2022-02-11".parse().unwrap()));
    let at_once = Session::en().keys("8]]");
    assert_eq!(at_once.model.travel, Some("2022-02-11".parse().unwrap()), "one moved, one waits");
    let stepped = Session::en().keys("8]c");
    assert_eq!(stepped.model.travel, None);
}

#[test]
fn commands_do_what_they_say_in_full_width_too() {
    assert_eq!(Session::zh().keys("：ｑ<enter>").effects, [Effect::Quit]);
    assert_eq!(Session::zh().keys(":3<enter>").model.screen, Screen::Overdue);
    assert_eq!(Session::zh().keys(":逾期<enter>").model.screen, Screen::Overdue);
    let item = Session::zh().keys(":item 1-2<enter>");
    assert_eq!(item.model.cursor().unwrap().id, Some(Id::Item("1-2".into())));
    assert_eq!(item.model.screen, Screen::Tree);
    let unit = Session::zh().keys(":unit scjgj<enter>");
    assert_eq!(unit.model.filter.text(), "lead:scjgj");
    let named = Session::zh().keys(":unit 市市场监管局<enter>");
    assert_eq!(named.model.filter.text(), "lead:scjgj");
    let day = Session::zh().keys(":day 2022-02-16<enter>");
    assert_eq!(day.model.travel, Some("2022-02-16".parse().unwrap()));
    let later = Session::zh().keys(":day +7<enter>:day -2<enter>");
    assert_eq!(later.model.travel, Some("2022-02-15".parse().unwrap()));
    assert_eq!(Session::zh().keys(":day +7<enter>:day today<enter>").model.travel, None);
    assert_eq!(Session::zh().keys(":lang en<enter>").model.lang, Some(Lang::En));
    assert_eq!(Session::zh().keys(":filter light:red<enter>").model.filter.text(), "light:red");
    assert_eq!(Session::zh().keys("3:copy<enter>").effects.len(), 1, "an action by its own word");
    let help = Session::en().keys(":help copy<enter>");
    assert!(matches!(help.model.overlay, Some(Overlay::Help { .. })));
    assert!(help.text().contains("OSC 52") && !help.text().contains("half a page"), "{}", help.text());
}

#[test]
fn a_mistyped_command_is_told_what_is_near() {
    for (keys, told) in [
        (":itme 1-2<enter>", "there is no command `itme`; try item"),
        (":unit scjgk<enter>", ":unit: there is no `scjgk`; try scjgj"),
        (":item 1-999<enter>", ":item: there is no `1-999`; try 1-1"),
        (":day 2022-02-30<enter>", ":day: `2022-02-30` is no date; write 2022-02-16, +7, -7 or today"),
        (":lang fr<enter>", ":lang: there is no `fr`; try zh en"),
        ("2:sort due<enter>", "overdue (3) and units (6) can be sorted"),
        ("3:sort deu<enter>", ":sort: there is no `deu`; try"),
    ] {
        let session = Session::en().keys(keys);
        assert!(session.last_line().starts_with(told), "{keys}: {}", session.last_line());
    }
}

#[test]
fn tab_completes_a_command_and_the_arrows_bring_old_ones_back() {
    let line = |keys: &str| Session::en().keys(keys).model.prompt.line().map(ToOwned::to_owned);
    assert_eq!(line(":it<tab>").unwrap(), "item");
    assert_eq!(line(":unit scj<tab>").unwrap(), "unit scjgj");
    assert_eq!(line(":lang <tab><tab>").unwrap(), "lang en");
    assert_eq!(line(":lang <tab><tab><tab>").unwrap(), "lang zh");
    assert_eq!(line(":lang <backtab>").unwrap(), "lang en");
    assert_eq!(line(":day +1<enter>:day +2<enter>:<up>").unwrap(), "day +2");
    assert_eq!(line(":day +1<enter>:day +2<enter>:<up><up><up>").unwrap(), "day +1");
    assert_eq!(line(":day +1<enter>:<up><down>").unwrap(), "");
    assert_eq!(line(":item<ctrl-u>").unwrap(), "");
    assert_eq!(line(":item 1<ctrl-w>").unwrap(), "item ");
    assert_eq!(line(":<backspace>"), None);
    assert_eq!(line(":item<esc>"), None);
}

#[test]
fn a_sorted_list_keeps_the_cursor_on_its_item() {
    let own = Session::en().keys("3jj");
    let (cursor, before) = (own.model.place().cursor, own.ids());
    let sorted = own.keys("sssss");
    assert!(sorted.text().contains("by entry, newest first"), "{}", sorted.text());
    assert_eq!(sorted.model.place().cursor, cursor);
    assert_ne!(sorted.ids(), before);
    let mut same = sorted.ids();
    same.sort();
    let mut all = before.clone();
    all.sort();
    assert_eq!(same, all, "the same items, in another order");
    assert_eq!(sorted.keys("s").ids(), before, "and round again");
}

#[test]
fn units_are_sorted_by_progress_and_overdue_items_grouped_by_unit() {
    let units = Session::en().keys("6:sort progress<enter>");
    let board = units.model.board.clone().unwrap();
    let progress = |id: &String| board.units[board.plan().unit_of(id).unwrap().get()].roll_up.progress();
    let figures: Vec<_> = units.ids().iter().map(progress).collect();
    assert!(figures.is_sorted(), "{figures:?}");
    let grouped = Session::zh().keys("3S");
    insta::assert_snapshot!("overdue_by_unit", grouped.text());
    insta::assert_snapshot!("overdue_by_section", Session::zh().keys("3SS").text());
    let mut grouped = grouped.ids();
    let mut own = Session::zh().keys("3").ids();
    grouped.sort();
    own.sort();
    assert_eq!(grouped, own);
}

#[test]
fn n_goes_to_the_next_match_and_without_a_filter_to_the_next_light_that_presses() {
    let session = Session::en().keys("2n");
    let board = session.model.board.clone().unwrap();
    let ix = session.model.item_under_cursor().unwrap();
    assert!(["red", "yellow"].contains(&board.item(ix).unwrap().light().key()));
    let first = Session::en().keys("2/lead:scjgj<enter>n");
    let ix = first.model.item_under_cursor().unwrap();
    assert!(first.model.filter.matches(&board, ix));
    let second = first.keys("n");
    assert_ne!(second.model.item_under_cursor(), Some(ix));
    assert_eq!(second.keys("N").model.item_under_cursor(), Some(ix));
    let none = Session::en().keys("2/lead:scjgj<enter>Gn");
    assert_eq!(none.last_line(), "there is none further on");
}

#[test]
fn the_filter_narrows_the_findings_by_file_unit_and_words() {
    let all = Session::en().keys("9").model.rows.len();
    assert!(all > 1, "{all}");
    let board = Session::en().model.board.clone().unwrap();
    let file = board.findings[0].place.file.clone();
    let narrowed = Session::en().keys(&format!("9/{file}<enter>"));
    assert!(!narrowed.model.rows.is_empty() && narrowed.model.rows.len() < all, "{file}");
    assert_eq!(Session::en().keys("9/light:red<enter>").model.rows.len(), all, "it asks nothing of findings");
    assert_eq!(Session::en().keys("9/没有这样的话<enter>").model.rows.len(), 0);
}

#[test]
fn changed_finds_what_was_logged_lately() {
    let board = Session::en().model.board.clone().unwrap();
    let count = |filter: &str| {
        let filter = guatu::domain::filter::Filter::parse(filter);
        board.rows().filter(|(ix, ..)| filter.matches(&board, *ix)).count()
    };
    let (day, week, ever) = (count("changed:today"), count("changed:7d"), count("changed:9999d"));
    assert!(day <= week && week <= ever && week > 0 && ever < 195, "{day} {week} {ever}");
    assert_eq!(count("changed:"), day);
    assert_eq!(count("!changed:7d"), 195 - week);
    assert_eq!(count("changed:nonsense"), 0);
}

#[test]
fn the_help_begins_with_what_this_screen_has_and_names_every_action_once() {
    for screen in 0..10 {
        let mut session = Session::en();
        // So large that all of it is in sight.
        session.buffer = Buffer::empty(Rect { x: 0, y: 0, width: 200, height: 160 });
        let text = session.keys(&format!("{screen}?")).text();
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        for action in ACTIONS {
            let (keys, words) = (format!("│ {} ", action.key_names()), action.help.get(Lang::En));
            let lines = text.lines().filter(|line| line.contains(&keys) && line.contains(words));
            assert_eq!(lines.count(), 1, "{keys}{words} on {screen}: {text}");
        }
        assert!(at("The screens") < at("In every list") && at("In every list") < at("At any time"), "{text}");
        let own =
            [(1, "to the next figure"), (2, "close every fold"), (5, "group by unit, or"), (7, "coarser")];
        for (home, words) in own {
            assert_eq!(at(words) < at("The screens"), screen == home, "{words} on {screen}: {text}");
            assert_eq!(at(words) > at("On other screens"), screen != home, "{words} on {screen}: {text}");
        }
    }
}

#[test]
fn the_help_is_narrowed_by_what_is_typed_and_shows_the_keys_as_they_are_bound() {
    let all = Session::en().keys("?");
    assert!(all.text().contains("/ searches"), "{}", all.text());
    let copy = Session::en().keys("?/copy");
    assert!(copy.text().contains("copy the row"), "{}", copy.text());
    assert!(!copy.text().contains("half a page"), "{}", copy.text());
    assert!(copy.text().contains("searches as you type"), "{}", copy.text());
    assert!(copy.keys("<esc>").text().contains("next row"));
    let mut keymap = Keymap::default();
    keymap.rebind(&[(ActionId::Copy, vec![Chord::parse("ctrl-y").unwrap()])]);
    let bound = Setup { lang: Some(Lang::En), keymap: Arc::new(keymap), ..Setup::default() };
    let session = Session::new(bound).keys("3<ctrl-y>");
    assert!(!session.copied().is_empty());
    assert!(session.keys("?/copy").text().contains("Ctrl-Y"));
}

#[test]
fn the_footer_and_the_bar_can_be_clicked_and_m_leaves_the_mouse_to_the_terminal() {
    let mut session = Session::en().keys("2");
    let help = session.last_line().find('?').unwrap();
    session.click(u16::try_from(help).unwrap() + 1, 29);
    assert!(matches!(session.model.overlay, Some(Overlay::Help { .. })), "{}", session.last_line());
    let mut session = Session::en().keys("2");
    let list = session.drawn.list;
    session.click(list.x + list.width - 1, list.y + list.height - 1);
    let last = session.model.rows.len() - 1;
    assert_eq!(session.model.cursor_row(), Some(last));
    session.hear(Message::Mouse(Mouse::Drag { x: 0, y: list.y }), at(0));
    assert_eq!(session.model.cursor_row(), Some(0), "dragged, wherever the pointer is across");
    session.click(list.x + 3, list.y + 2);
    session.hear(Message::Mouse(Mouse::Drag { x: 3, y: list.y + 9 }), at(0));
    assert_eq!(session.model.cursor_row(), Some(2), "only the bar is dragged");
    let off = session.keys("m");
    assert_eq!(off.effects, [Effect::Mouse(Capture::Terminal)]);
    assert!(off.last_line().contains("select text"), "{}", off.last_line());
    assert_eq!(off.keys("m").effects, [Effect::Mouse(Capture::Session)]);
}

#[test]
fn a_step_through_the_changes_tells_each_in_full_and_stops_at_the_last() {
    let plans = support::Plans::copy();
    let mut store = Store::new(&plans.root());
    let mut session = Session::en();
    session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()), at(0));
    let file = plans.unit("scjgj");
    let text = fs::read_to_string(&file).unwrap();
    let logged = text
        .replace("{ on: 2022-02-09, progress: 20, note", "{ on: 2022-02-10, progress: 30, note")
        .replace("{ on: 2022-02-09, progress: 80, note", "{ on: 2022-02-10, progress: 85, note");
    assert_ne!(logged, text);
    fs::write(&file, logged).unwrap();
    session.hear(Message::Loaded(store.refresh(&|_| today()).unwrap()), at(0));
    let mut session = session.keys("8");
    let all = session.model.rows.len();
    assert!(all >= 2, "{}", session.text());
    for nth in 2..=all {
        session = session.keys("]c");
        assert!(session.last_line().starts_with(&format!("{nth}/{all}  ")), "{}", session.last_line());
    }
    assert_eq!(session.keys("]c").last_line(), "there is none further on");
}

/// The program on a pseudo-terminal with settings of its own.
struct Program {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn std::io::Write + Send>,
    bytes: Arc<Mutex<Vec<u8>>>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Program {
    fn start(home: &Path, env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guatu"));
        command.arg(fs::canonicalize("plans").unwrap());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "en_GB.UTF-8");
        command.env("HOME", home);
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let bytes: Arc<Mutex<Vec<u8>>> = Arc::default();
        let sink = Arc::clone(&bytes);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                sink.lock().unwrap().extend(&buffer[..n]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, keys, bytes, _master: pair.master }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn written(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    fn wait(&self, wanted: &str) {
        let start = Instant::now();
        loop {
            let mut parser = vt100::Parser::new(30u16.try_into().unwrap(), 100u16.try_into().unwrap(), 0);
            parser.process(&self.bytes.lock().unwrap());
            if parser.screen().contents().contains(wanted) || self.written().contains(wanted) {
                return;
            }
            let shown = parser.screen().contents();
            assert!(
                start.elapsed() < Duration::from_secs(15),
                "never saw {wanted:?}; the screen shows\n{shown}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn quit(&mut self) {
        self.press("q");
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn copying_writes_one_sequence_to_the_terminal_and_says_where_it_went() {
    let home = tempfile::tempdir().unwrap();
    let mut program = Program::start(home.path(), &[]);
    program.wait("✖6");
    program.press("3");
    program.wait("Overdue: 3");
    program.press("y");
    program.wait("sent to the terminal's clipboard (OSC 52)");
    assert_eq!(program.written().matches("\x1b]52;c;").count(), 1);
    assert_eq!(program.written().matches("\x1b]").count(), 1, "no other sequence of its kind");
    program.quit();
    let written: Vec<_> = fs::read_dir(home.path().join(".local/state/guatu")).unwrap().collect();
    assert_eq!(written.len(), 1, "the session's log, and nothing else is written");
    assert!(!fs::read_to_string(home.path().join(".local/state/guatu/guatu.log")).unwrap().contains("OSC"));
}

#[test]
fn the_mouse_is_given_to_the_terminal_and_the_keys_are_those_of_the_settings() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/guatu");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("config.yaml"),
        "lang: en\ntheme: light\nmouse: off\nsticky_filter: true\nkeys:\n  units: U\n  quitt: Q\n",
    )
    .unwrap();
    let mut program = Program::start(home.path(), &[("LC_ALL", "zh_CN.UTF-8")]);
    program.wait("config.yaml: 1 wrong, line 7: keys: there is no `quitt`; try quit");
    assert!(program.written().contains("config.yaml:7:3: keys"), "said before the screen is taken too");
    program.wait("\x1b[?1000l");
    program.press("U");
    program.wait("Lead unit");
    program.press("/lead:scjgj\r");
    program.wait("lead:scjgj");
    program.press("m");
    program.wait("the mouse is guatu's");
    program.quit();
    let mut again = Program::start(home.path(), &[]);
    again.wait("lead:scjgj");
    again.quit();
}

#[test]
fn a_flag_overrides_the_settings_and_reports_do_not_read_them() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/guatu");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.yaml"), "lang: zh\n").unwrap();
    let mut program = Program::start(home.path(), &[("GUATU_LANG", "en")]);
    program.wait("Overview");
    program.quit();
    let report = std::process::Command::new(env!("CARGO_BIN_EXE_guatu"))
        .args(["report", "plans", "--view", "summary"])
        .env_clear()
        .env("HOME", home.path())
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&report.stdout).contains("items"), "the locale's language");
}
