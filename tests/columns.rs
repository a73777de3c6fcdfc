//! Every column of every screen is straight on a real emulator: the bytes the surface writes are read by three kinds of
//! terminals (ambiguous characters narrow, wide, and one that knows nothing of Unicode) and by the `vt100` crate, with
//! titles that hold everything terminals disagree on. Also where the terminal is not the one guatu was told of.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test fails by panicking")]

#[path = "support/emulator.rs"]
mod emulator;
#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fmt::Write as _;
use std::fs;
use std::num::NonZeroU16;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use emulator::{Emulator, Kind};
use guatu::app::wall::{Page, Wall};
use guatu::app::{Drawn, Key, Link, Message, Model, Now, Screen, Setup, Watching, update};
use guatu::domain::{Day, Portfolio};
use guatu::live::encode;
use guatu::live::link::Frame;
use guatu::live::surface::Extent;
use guatu::store::Store;
use guatu::text::{Align, Ambiguous, Lang, clip, fit, measuring, pad, steady_alone, wrap};
use guatu::ui::draw;
use guatu::ui::theme::{Depth, Theme};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth as _};
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

/// What titles hold, and terminals draw each in its own way.
const PIECES: [&str; 20] = [
    "“一业一证”",
    "①②③事项",
    "改革——试点……",
    "1×2·3",
    "○●△▲■□★",
    "👩\u{200d}👩\u{200d}👧 一家",
    "🇨🇳🇭🇰旗",
    "❤\u{fe0f}☎\u{fe0f}1\u{fe0f}\u{20e3}",
    "👍🏽☝🏿好",
    "cafe\u{301} n\u{303}o\u{302}\u{323}",
    "１００％达标",
    "กำลังดำเนินการ",
    "الإصلاح لا إله",
    "क्षेत्र की योजना",
    "한국어 각",
    "ｶﾞｷﾞﾊﾟ",
    "ÄÖ é ß €",
    "☀☂⚡⌚",
    "─│█▌░",
    "plain title",
];

/// The plan with these titles.
static PLANS: LazyLock<Arc<Portfolio>> = LazyLock::new(|| {
    let plans = support::Plans::copy();
    let file = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let mut hostile = String::new();
    let mut n = 0;
    for line in text.lines() {
        let key = ["title: ", "title_en: "].into_iter().find(|key| line.trim_start().starts_with(key));
        if let Some(key) = key {
            let indent = &line[..line.len() - line.trim_start().len()];
            let (one, two) = (PIECES[n % PIECES.len()], PIECES[(n / PIECES.len() + 3 * n) % PIECES.len()]);
            writeln!(hostile, "{indent}{key}'{one}{two} {n}'").unwrap();
            n += 1;
        } else {
            writeln!(hostile, "{line}").unwrap();
        }
    }
    fs::write(&file, hostile).unwrap();
    let portfolio = Store::new(&plans.root()).refresh(&|_| today()).unwrap();
    let title = portfolio.ledgers[0].plan.title.own.to_string();
    assert!(title.contains('“') && n > 300, "{n} titles, the first is {title}");
    portfolio
});

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn now() -> Now {
    Now { at: Duration::ZERO, today: today(), clock: (9, 5, 0) }
}

/// A session, what it last drew, and the terminals that read what it writes.
struct Session {
    model: Model,
    drawn: Drawn,
    shown: Buffer,
    links: Vec<Link>,
    terminals: Vec<Emulator>,
    what: String,
}

impl Session {
    fn new(lang: Lang, ambiguous: Ambiguous, size: (u16, u16), wall: Option<Wall>) -> Self {
        let setup = Setup { lang: Some(lang), ambiguous, wall, ..Setup::default() };
        let terminals = Kind::ALL.map(|kind| Emulator::new(kind, size.0, size.1)).into();
        let mut session = Self {
            model: Model::new(setup),
            drawn: Drawn::default(),
            shown: Buffer::empty(Rect { x: 0, y: 0, width: size.0, height: size.1 }),
            links: Vec::new(),
            terminals,
            what: format!("{lang:?}, told {ambiguous:?}, {size:?}"),
        };
        session.hear(Message::Loaded(Arc::clone(&PLANS)));
        session.hear(Message::Watching(Watching::Live));
        session
    }

    /// One message, one frame, and a look at every terminal.
    fn hear(&mut self, message: Message) {
        update(&mut self.model, message, now(), &self.drawn);
        let mut frame = Buffer::empty(self.shown.area);
        self.drawn = draw(&self.model, now(), Theme::Named(self.model.theme), &mut frame);
        let shown = Frame { cells: &self.shown, links: &self.links };
        let new = Frame { cells: &frame, links: &self.drawn.links };
        let bytes = encode::bytes(shown, new, Extent::Difference, Depth::True);
        for terminal in &mut self.terminals {
            terminal.read(&bytes);
            straight(new, terminal, &self.what);
        }
        self.links.clone_from(&self.drawn.links);
        self.shown = frame;
    }

    fn keys(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
    }

    fn terminal(&self, kind: Kind) -> &Emulator {
        &self.terminals[Kind::ALL.iter().position(|it| *it == kind).unwrap()]
    }
}

/// Every character whose width is beyond doubt stands in its own column, whatever stands before it, and stands for the
/// address that was drawn there.
fn straight(Frame { cells: frame, links }: Frame<'_>, terminal: &Emulator, what: &str) {
    for y in 0..frame.area.height {
        let mut x = 0;
        while x < frame.area.width {
            let cell = frame.cell((x, y)).unwrap();
            let sure = cell.symbol().chars().next().filter(|_| steady_alone(cell.symbol()).is_some());
            if sure.is_some() {
                let seen = terminal.cell(usize::from(x), usize::from(y));
                assert!(
                    seen.is_some_and(|seen| seen.chars().next() == sure),
                    "{what}: {sure:?} should be in column {x} of row {y}, there is {seen:?}\n{}",
                    terminal.row(usize::from(y))
                );
                let link = links.iter().find(|link| link.y == y && (link.x..link.end).contains(&x));
                let known = terminal.link(usize::from(x), usize::from(y));
                assert_eq!(known, link.map(|link| &*link.to), "{what}: the link in column {x} of row {y}");
            }
            x += cell.cell_width().max(1);
        }
    }
}

const KEYS: &str = "1jj2jjjjG<c-u>zMjzRgg3jjj4jj6jjj8j9jjx<esc>2jj<enter>jj<esc>x<esc>?jjjj<esc>/“<esc>L1L";

#[test]
fn every_screen_is_straight_in_every_terminal_whatever_it_was_told() {
    for lang in [Lang::Zh, Lang::En] {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for size in [(80, 24), (120, 40), (160, 45), (40, 10), (61, 17)] {
                let mut session = Session::new(lang, ambiguous, size, None);
                for screen in Screen::every() {
                    session.keys(&screen.key().to_string());
                }
                session.keys(&KEYS.replace("<c-u>", "<ctrl-u>"));
            }
        }
    }
}

#[test]
fn every_wall_page_is_straight_in_every_terminal_whatever_it_was_told() {
    for lang in [Lang::Zh, Lang::En] {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for size in [(80, 24), (120, 34), (240, 67)] {
                for page in Page::ALL {
                    let wall = Wall::new(vec![page], Duration::from_secs(20), false);
                    Session::new(lang, ambiguous, size, Some(wall));
                }
            }
        }
    }
}

#[test]
fn an_address_in_the_detail_is_a_link_on_every_line_of_it_and_only_there() {
    // In the pane beside the tree, and where there is none in the window.
    for (size, start) in [((160, 45), "2zR"), ((40, 10), "2zRjjjjjjj<enter>")] {
        let mut session = Session::new(Lang::Zh, Ambiguous::Narrow, size, None);
        session.keys(start);
        let wanted = |link: &Link| &*link.to == "https://example.org/scjgj/rules/1-2";
        for _ in 0..30 {
            if !session.links.iter().any(wanted) {
                session.keys("j");
            }
        }
        assert!(session.links.iter().any(wanted), "{size:?}: {:?}", session.links);
        // A window over it hides it, the next screen has none.
        session.keys("<esc>?");
        assert!(session.links.is_empty(), "{size:?}: {:?}", session.links);
        session.keys("<esc>3");
        assert!(session.links.is_empty(), "{size:?}: {:?}", session.links);
    }
}

#[test]
fn where_the_terminal_is_as_it_was_told_every_glyph_is_whole_and_in_its_column() {
    for (ambiguous, kind) in [(Ambiguous::Narrow, Kind::Narrow), (Ambiguous::Wide, Kind::Wide)] {
        for lang in [Lang::Zh, Lang::En] {
            let mut session = Session::new(lang, ambiguous, (120, 40), None);
            for keys in ["1", "2", "jjjjjj", "3", "4", "6", "8", "9", "?", "<esc>2jjjx"] {
                session.keys(keys);
                let terminal = session.terminal(kind);
                assert_eq!(terminal.overruns, 0, "{}", session.what);
                // What was written bit by bit is what a terminal shows that is painted whole.
                let mut fresh = Emulator::new(kind, 120, 40);
                let empty = Buffer::empty(Rect::default());
                fresh.read(&encode::bytes(&empty, &session.shown, Extent::Everything, Depth::True));
                for y in 0..40 {
                    assert_eq!(terminal.row(y), fresh.row(y), "{} after {keys}", session.what);
                }
                for y in 0..40_u16 {
                    let mut x = 0;
                    while x < 120_u16 {
                        let cell = session.shown.cell((x, y)).unwrap();
                        let seen = terminal.cell(usize::from(x), usize::from(y)).unwrap_or_default();
                        let (first, drawn) = (cell.symbol().chars().next(), seen.chars().next());
                        // A flag is drawn as its letters.
                        let flag = first.is_some_and(|c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}'));
                        assert!(
                            first == drawn || flag,
                            "{}: {first:?} is {drawn:?} at {x},{y}",
                            session.what
                        );
                        x += cell.cell_width().max(1);
                    }
                }
            }
        }
    }
}

#[test]
fn an_emulator_somebody_else_wrote_shows_the_same_columns() {
    for lang in [Lang::Zh, Lang::En] {
        let mut session = Session::new(lang, Ambiguous::Narrow, (120, 40), None);
        for keys in ["1", "2", "jjjjj", "3", "4", "6", "8", "9", "?"] {
            session.keys(keys);
            let mut parser = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
            let empty = Buffer::empty(Rect::default());
            parser.process(&encode::bytes(&empty, &session.shown, Extent::Everything, Depth::True));
            for y in 0..40 {
                let mut x = 0;
                while x < 120 {
                    let cell = session.shown.cell((x, y)).unwrap();
                    let sure = cell.symbol().chars().next().filter(|_| steady_alone(cell.symbol()).is_some());
                    if let Some(c) = sure.filter(|c| *c != ' ') {
                        let seen = parser.screen().cell(y, x).map(|cell| cell.contents().to_owned());
                        let seen = seen.and_then(|seen| seen.chars().next());
                        assert_eq!(seen, Some(c), "column {x} of row {y} after {keys}");
                    }
                    x += cell.cell_width().max(1);
                }
            }
        }
    }
}

#[test]
fn percentages_of_the_tree_stand_in_one_column_of_the_terminal_on_every_row() {
    for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
        for kind in Kind::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let mut session = Session::new(lang, ambiguous, (160, 45), None);
                session.keys("2zRjjjjj");
                let terminal = session.terminal(kind);
                let signs = |y: usize| (0..160).filter(move |x| terminal.cell(*x, y) == Some("%"));
                // The rows of the list: each has its figure, at the right of the list.
                let rows: Vec<Vec<usize>> = (3..43).map(|y| signs(y).collect()).collect();
                let of_list = rows
                    .iter()
                    .flatten()
                    .copied()
                    .max_by_key(|x| rows.iter().filter(|row| row.contains(x)).count());
                let of_list = of_list.expect("no percentage at all");
                let straight = rows.iter().filter(|row| row.contains(&of_list)).count();
                assert!(straight >= 38, "{kind:?} told {ambiguous:?}: {straight} rows\n{rows:?}");
            }
        }
    }
}

/// Any text of the pieces and of any characters at all, as it comes out of a file.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(PIECES.to_vec()).prop_map(ToOwned::to_owned),
        any::<String>(),
        "[a-z ]{0,6}",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| guatu::text::clean(&pieces.concat()).into_owned())
}

/// A text in a row of its own from column 1 on, between two marks, as the encoder writes it to a terminal. The column
/// after the text by the count of `guatu::text`.
fn row_with(kind: Kind, ambiguous: Ambiguous, text: &str) -> (usize, Emulator) {
    let cells = |text: &str| u16::try_from(measuring(ambiguous, || guatu::text::width(text))).unwrap();
    let width = cells(text) + 2;
    let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width, height: 1 });
    let mut x = 1;
    for cluster in text.graphemes(true).filter(|cluster| cells(cluster) > 0) {
        let forced = CellDiffOption::ForcedWidth(NonZeroU16::new(cells(cluster)).unwrap());
        buffer.cell_mut((x, 0)).unwrap().set_symbol(cluster).set_diff_option(forced);
        x += cells(cluster);
    }
    buffer.cell_mut((0, 0)).unwrap().set_symbol("[");
    buffer.cell_mut((x, 0)).unwrap().set_symbol("]");
    let mut terminal = Emulator::new(kind, width, 1);
    terminal.read(&encode::bytes(&Buffer::empty(Rect::default()), &buffer, Extent::Everything, Depth::True));
    (usize::from(x), terminal)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_is_fitted_takes_exactly_its_cells_of_every_terminal(text in any_text(), cells in 0_usize..40) {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            let all: Vec<String> = measuring(ambiguous, || {
                let mut all: Vec<String> =
                    [Align::Left, Align::Right, Align::Centre].map(|align| fit(&text, cells, align)).into();
                all.push(pad(&clip(&text, cells), cells, Align::Left));
                all
            });
            for (fitted, kind) in all.iter().flat_map(|text| Kind::ALL.map(|kind| (text, kind))) {
                let (end, terminal) = row_with(kind, ambiguous, fitted);
                prop_assert_eq!(end, cells + 1, "{:?}", fitted);
                prop_assert_eq!(terminal.cell(end, 0), Some("]"), "{:?} {:?}", kind, fitted);
                prop_assert_eq!(terminal.cell(0, 0), Some("["), "{:?} {:?}", kind, fitted);
            }
        }
    }

    #[test]
    fn no_line_of_a_broken_text_is_wider_than_asked_on_any_terminal(text in any_text(), cells in 8_usize..40) {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for line in measuring(ambiguous, || wrap(&text, cells)) {
                for kind in Kind::ALL {
                    let (end, terminal) = row_with(kind, ambiguous, &line);
                    prop_assert!(end <= cells + 1, "{:?} in {}", line, cells);
                    prop_assert_eq!(terminal.cell(end, 0), Some("]"), "{:?} {:?}", kind, line);
                }
            }
        }
    }
}
