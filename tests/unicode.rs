//! Every Unicode scalar value through every field that is shown: no control byte, no mark that turns the writing
//! direction, nothing invisible reaches the terminal or an output.
//!
//! Files in, bytes out: the real store, every screen, the surface's own encoding; and the program's own outputs, each
//! view in each format. Plain `cargo test` takes the dangerous blocks and a sample of the others; all 1,112,064 take
//! `GUATU_FULL=1 cargo test --profile long --test unicode -- --nocapture --test-threads 1` (each test uses every core).
//! guatu writes no window title.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says how much it did")]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use guatu::app::wall::{Page, Wall};
use guatu::app::{Drawn, Key, Message, Model, Now, Setup, Watching, update};
use guatu::domain::Day;
use guatu::live::encode;
use guatu::live::link::Frame;
use guatu::live::surface::Extent;
use guatu::report::Format;
use guatu::store::Store;
use guatu::text::{Lang, clean};
use guatu::ui::draw;
use guatu::ui::theme::{Depth, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn full() -> bool {
    std::env::var_os("GUATU_FULL").is_some()
}

/// What can drive a terminal, turn the writing, hide, or stand on another: the blocks that hold any such character.
const DANGEROUS: [std::ops::RangeInclusive<char>; 10] = [
    '\0'..='\u{ff}',
    '\u{300}'..='\u{36f}',
    '\u{600}'..='\u{6ff}',
    '\u{180b}'..='\u{180f}',
    '\u{2000}'..='\u{20ff}',
    '\u{3000}'..='\u{303f}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{ff0f}',
    '\u{fff0}'..='\u{ffff}',
    '\u{e0000}'..='\u{e007f}',
];

/// All scalar values in pieces of `size`; without `GUATU_FULL` the dangerous blocks and a sample of the rest.
fn pieces(size: usize) -> Vec<Vec<char>> {
    let all: Vec<char> = if full() {
        ('\0'..=char::MAX).collect()
    } else {
        DANGEROUS.into_iter().flatten().chain(('\u{100}'..=char::MAX).step_by(9973)).collect()
    };
    assert_eq!(full(), all.len() == 1_112_064);
    all.chunks(size).map(<[char]>::to_vec).collect()
}

/// Checks every piece, on every core.
fn each(what: &str, pieces: &[Vec<char>], check: impl Fn(&[char]) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check(piece);
                }
            });
        }
    });
    println!("{} characters through {what}", pieces.iter().map(Vec::len).sum::<usize>());
}

/// A quoted YAML text with every character escaped by its number.
fn quoted(chars: &[char]) -> String {
    let mut text = String::from("\"");
    for c in chars {
        write!(text, "\\U{:08X}", u32::from(*c)).unwrap();
    }
    text + "\""
}

/// What may not be written, whatever comes before it; and joiners anywhere but in an emoji.
fn harm(c: char, before: char) -> bool {
    let emoji = matches!(before, '\u{231a}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}');
    match c {
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{ad}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200c}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        '\u{200d}' | '\u{fe0f}' => !emoji,
        c => c.is_control(),
    }
}

/// Looks through what was written as one frame: our own sequences (`ESC [ … letter`), and nothing else that acts.
/// Returns the characters shown.
fn shown(bytes: &[u8]) -> HashSet<char> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut seen = HashSet::new();
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        if c == '\x1b' {
            let kind = rest.next();
            if kind == Some(']') {
                // A link: an address in plain characters, or the end of one.
                let command: String = rest.by_ref().take_while(|c| *c != '\x1b').collect();
                let address = command.strip_prefix("8;").and_then(|rest| rest.split_once(';')).unwrap().1;
                assert!(address.is_empty() || address.starts_with("https://a.cn/"), "{command:?}");
                assert!(command.chars().all(|c| c.is_ascii_graphic()), "{command:?}");
                assert_eq!(rest.next(), Some('\\'), "a command that is cut");
                continue;
            }
            assert_eq!(kind, Some('['), "a sequence that is none of ours");
            let end = rest.find(|c| !matches!(c, '0'..='9' | ';' | ':' | '?')).unwrap();
            assert!(matches!(end, 'm' | 'H' | 'J' | 'h' | 'l'), "a sequence that ends in {end:?}");
            continue;
        }
        assert!(!harm(c, before), "{c:?} after {before:?} reaches the terminal");
        before = c;
        seen.insert(c);
    }
    seen
}

/// Looks through an output that is no terminal's: lines, and nothing that acts.
fn plain(text: &[u8], what: &str) {
    let mut before = ' ';
    // Spreadsheets and calendars end their lines with both.
    for c in std::str::from_utf8(text).unwrap().replace("\r\n", "\n").chars() {
        assert!(c == '\n' || !harm(c, before), "{c:?} in the output of {what}");
        before = c;
    }
}

/// Characters a text holds.
const HELD: usize = 12;
/// Items, and as many units and sections, of a plan that is drawn.
const ITEMS: usize = 30;

/// A plan with every text made of these characters, in as many fields as there are.
fn write_plan(dir: &Path, chars: &[char]) {
    write_plan_of(dir, chars, HELD);
}

/// The same, with so many characters in a text.
fn write_plan_of(dir: &Path, chars: &[char], held: usize) {
    let texts: Vec<String> = chars.chunks(held).map(quoted).collect();
    let mut plan = String::from("format: 1\n");
    let first = texts.first().unwrap();
    writeln!(plan, "title: {first}\nissuer: {first}\nissued: 2022-01-27\nas_of: 2022-02-10\nunits:").unwrap();
    for (n, text) in texts.iter().enumerate() {
        writeln!(plan, "  - {{ id: u{n}, name: {text}, full_name: {text}, aliases: [{text}] }}").unwrap();
    }
    plan.push_str("rules:\n");
    writeln!(plan, "  - {{ id: r, title: {first}, clause: {first}, applies_to: delegated, from: issued, days: 20, count: calendar, stages: [published] }}").unwrap();
    plan.push_str("sections:\n");
    fs::create_dir_all(dir.join("units")).unwrap();
    for (n, text) in texts.iter().enumerate() {
        writeln!(plan, "  - label: {text}\n    title: {text}\n    items:").unwrap();
        writeln!(plan, "      - {{ id: i{n}, title: {text}, lead: u{n}, delegated: true, because: {text}, tags: [{text}], due: 2022-02-0{} }}", n % 9 + 1).unwrap();
        let mut unit = format!("unit: u{n}\ncontact: {text}\nitems:\n  i{n}:\n    log:\n");
        writeln!(unit, "      - {{ on: 2022-02-01, progress: 20, note: {text}, problem: {text}, next: {text}, evidence: {text} }}").unwrap();
        // What is wrong is quoted by the finding that says so.
        writeln!(unit, "      - {{ on: 2022-02-02, state: {text}, progress: {text} }}").unwrap();
        let link = text.replacen('"', "\"https://a.cn/", 1);
        writeln!(unit, "    rules:\n      r: {{ document: {text}, link: {link} }}\n  {text}: {{ log: [] }}")
            .unwrap();
        fs::write(dir.join(format!("units/u{n}.yaml")), unit).unwrap();
    }
    fs::write(dir.join("plan.yaml"), plan).unwrap();
}

struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    frames: usize,
    seen: HashSet<char>,
}

impl Session {
    fn new(wall: Option<Wall>) -> Self {
        let model = Model::new(Setup { lang: Some(Lang::Zh), wall, ..Setup::default() });
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: 160, height: 40 });
        Self { model, drawn: Drawn::default(), buffer, frames: 0, seen: HashSet::new() }
    }

    fn hear(&mut self, message: Message) {
        let today: Day = "2022-02-10".parse().unwrap();
        let now = Now { at: Duration::ZERO, today, clock: (9, 5, 0) };
        update(&mut self.model, message, now, &self.drawn);
        let (before, links) = (self.buffer.clone(), std::mem::take(&mut self.drawn.links));
        self.buffer.reset();
        self.drawn = draw(&self.model, now, Theme::Named(self.model.theme), &mut self.buffer);
        // The difference is all that is new; now and then the whole.
        let extent = if self.frames.is_multiple_of(16) { Extent::Everything } else { Extent::Difference };
        self.frames += 1;
        let before = Frame { cells: &before, links: &links };
        let after = Frame { cells: &self.buffer, links: &self.drawn.links };
        self.seen.extend(shown(&encode::bytes(before, after, extent, Depth::True)));
    }

    fn press(&mut self, keys: &str) {
        for key in Key::parse_all(keys).unwrap() {
            self.hear(Message::Key(key));
        }
    }
}

#[test]
fn no_character_of_any_file_acts_on_the_terminal_by_any_screen() {
    each("every screen", &pieces(HELD * ITEMS), |piece| {
        let dir = tempfile::tempdir().unwrap();
        write_plan(dir.path(), piece);
        let portfolio = Store::new(dir.path()).refresh(&|_| "2022-02-10".parse().unwrap()).unwrap();
        let mut session = Session::new(None);
        session.hear(Message::Loaded(portfolio.clone()));
        // Each item with its detail and how its dates came about, each section.
        session.press("2");
        let texts = piece.len().div_ceil(HELD);
        for _ in 0..texts {
            session.press("jjx<esc>");
        }
        // Each unit, and the slip that reminds it.
        session.press("6");
        for _ in 0..texts {
            session.press("c<esc>j");
        }
        // Every screen, the windows over them, the filter as it is typed.
        session.press("0<enter>13<pgdn>4<pgdn>5b<pgdn>7fv<pgdn>8");
        session.press("9<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>?<pgdn><esc>L");
        let typed: String = piece.iter().collect();
        session.press("1/");
        for c in typed.chars().take(40) {
            session.hear(Message::Key(Key::char(c)));
        }
        let said = |text: &str| guatu::text::Said { zh: clean(text).into(), en: clean(text).into() };
        session.hear(Message::Watching(Watching::Stopped(said(&typed))));
        session.hear(Message::Watching(Watching::Blind(said(&typed))));
        session.hear(Message::Told(said(&typed)));
        let mut seen = session.seen;
        for page in Page::ALL {
            let mut session = Session::new(Some(Wall::new(vec![page], Duration::from_secs(9), false)));
            session.hear(Message::Watching(Watching::Polling(said(&typed))));
            session.hear(Message::Loaded(portfolio.clone()));
            session.press("nn");
            seen.extend(session.seen);
        }
        // The test is not empty: what is harmless has been seen.
        for c in piece
            .iter()
            .filter(|c| matches!(c, 'A'..='Z' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2a6df}'))
        {
            assert!(seen.contains(c), "{c:?} was never drawn");
        }
    });
}

/// The program, away from any terminal: its output, and what it says about errors.
fn run(words: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_guatu"))
        .args(words)
        .env_clear()
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let what = words.iter().take(5).copied().collect::<Vec<_>>().join(" ");
    let what: String = clean(&what).chars().take(60).collect();
    if words.contains(&"ansi") {
        run.stdout.split(|byte| *byte == b'\n').for_each(|line| drop(shown(line)));
    } else {
        plain(&run.stdout, &what);
    }
    plain(&run.stderr, &what);
    assert!(!run.stdout.is_empty() || !run.stderr.is_empty(), "{what} says nothing");
    // 4 is what a panic ends with, and a file that cannot be written.
    let most = if words.contains(&"--output") { 4 } else { 3 };
    assert!(run.status.code().is_some_and(|code| code <= most), "{what}: {:?}", run.status);
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn no_character_of_any_file_acts_by_any_output() {
    // All texts of a plan in one file of up to a mebibyte.
    each(
        "every view in every format, and every check",
        &pieces(if full() { 12_000 } else { 700 }),
        |piece| {
            let dir = tempfile::tempdir().unwrap();
            write_plan(dir.path(), piece);
            let root = dir.path().to_str().unwrap();
            for format in Format::ALL {
                for view in format.views() {
                    let mut words = vec!["report", "--view", view.key(), "--format", format.key(), root];
                    if view.key() == "changes" {
                        words.extend(["--since", "2022-01-01"]);
                    }
                    let output = run(&words);
                    // The test is not empty: of what is harmless every letter is in what holds everything.
                    if format == Format::Json {
                        let seen: HashSet<char> = output.chars().collect();
                        let mut harmless = piece.iter().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
                        assert_eq!(harmless.find(|c| !seen.contains(c)), None);
                    }
                }
            }
            for format in ["human", "short", "json"] {
                run(&["check", "--format", format, root]);
            }
        },
    );
}

/// Characters of one text of an item that is explained.
const LONG: usize = 300;

#[test]
fn no_character_of_any_file_acts_by_an_explanation_or_a_picture() {
    let size = if full() { 12_000 } else { 700 };
    each("explanations, reminders and pictures", &pieces(size), |piece| {
        let dir = tempfile::tempdir().unwrap();
        write_plan_of(dir.path(), piece, LONG);
        let root = dir.path().to_str().unwrap();
        for n in 0..piece.len().div_ceil(LONG) {
            run(&["explain", &format!("i{n}"), root]);
            run(&["report", "--view", "week", "--unit", &format!("u{n}"), root]);
        }
        for format in ["text", "ansi", "svg", "html"] {
            run(&["snapshot", "--view", "tree", "--size", "400x100", "--format", format, root]);
        }
    });
}

#[test]
fn no_character_of_an_argument_acts_by_the_message_about_it() {
    let dir = tempfile::tempdir().unwrap();
    write_plan(dir.path(), &['甲', '局']);
    let root = dir.path().to_str().unwrap();
    each("the arguments", &pieces(2000), |piece| {
        let text: String = piece.iter().filter(|c| **c != '\0').collect();
        // What begins it cannot be what it asks for.
        let x = &*format!("x{text}");
        for words in [
            &["explain", x, root][..],
            &["report", "--plan", x, root],
            &["report", "--as-of", x, root],
            &["report", "--lang", x, root],
            &["report", "--view", x, root],
            &["report", "--format", x, root],
            &["report", "--unit", x, root],
            &["report", "--filter", x, root],
            &["report", "--filter", &format!("state:{x}"), root],
            &["report", "--format", "json", "--filter", x, root],
            &["report", "--format", "html", "--filter", x, root],
            &["report", "--output", &format!("/nowhere/{x}"), root],
            &["report", "--view", "changes", "--since", x, root],
            &["report", "--theme", x, root],
            &[&format!("--{x}")],
            &[x],
            &["check", &format!("/nowhere/{x}")],
            &["check", "--filter", x, root],
            &["deadline", x, "--days", "20"],
            &["deadline", "2022-01-27", "--days", x],
            &["snapshot", "--size", x, root],
            &["snapshot", "--keys", x, root],
            &["snapshot", "--filter", x, root],
            &["snapshot", "--theme", x, root],
            &["wall", "--pages", x],
            &["wall", "--night", x],
            &["wall", "--rotate", x],
            &["schema", x],
            &["completions", x],
        ] {
            run(words);
        }
    });
}

#[test]
fn no_character_of_a_files_name_acts_by_the_message_about_it() {
    each("names of files", &pieces(if full() { 8000 } else { 700 }), |piece| {
        let dir = tempfile::tempdir().unwrap();
        write_plan(dir.path(), &['甲', '局']);
        for text in piece.chunks(16) {
            let name: String = text.iter().filter(|c| !"\0/".contains(**c)).collect();
            fs::write(dir.path().join(format!("units/x{name}.yaml")), "unit: x\nitems: 3\n").unwrap();
        }
        let root = dir.path().to_str().unwrap();
        run(&["check", "--format", "human", root]);
        run(&["check", "--format", "short", root]);
        run(&["report", root]);
        let portfolio = Store::new(dir.path()).refresh(&|_| "2022-02-10".parse().unwrap()).unwrap();
        let mut session = Session::new(None);
        session.hear(Message::Loaded(portfolio));
        session.press("9");
        for _ in 0..piece.len() / 16 / 10 {
            session.press("<pgdn>");
        }
    });
}

/// guatu writes no window title at all. What writes operating system commands is named here: `doctor` asks for the
/// background, `y` copies, an address is a link; every frame above is held to `ESC [` and links.
#[test]
fn no_source_but_the_named_ones_writes_an_operating_system_command() {
    for file in fs::read_dir("src/live").unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let named =
            ["ask.rs", "clipboard.rs", "link.rs"].contains(&path.file_name().unwrap().to_str().unwrap());
        assert!(!text.contains("SetTitle"), "{}", path.display());
        assert!(named || !text.contains("\\x1b]"), "{}", path.display());
    }
}
