//! The looks: contrast of every theme as computed, what colour-blind eyes see of the lights, one text in all themes, and
//! the roles of every screen at four sizes in two languages.
//!
//! A theme changes nothing but colours: that is asserted. So the pictures hold the text and the roles once for every
//! screen, and `roles_of_the_themes.snap` how every role looks in every theme; together they are the picture in each.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

#[expect(dead_code, clippy::print_stdout, reason = "each test uses a part of it")]
#[path = "support/dice.rs"]
mod dice;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use dice::Dice;
use guatu::app::wall::{Page, Wall};
use guatu::app::{Drawn, Key, KeyCode, Message, Model, Now, Screen, Setup, ThemeName, Watching, update};
use guatu::domain::{Day, Light, Portfolio};
use guatu::store::Store;
use guatu::text::{Ambiguous, Lang};
use guatu::ui::theme::{Depth, Role, Theme, parts};
use guatu::ui::{draw, picture};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

static PLANS: LazyLock<Arc<Portfolio>> =
    LazyLock::new(|| Store::new(Path::new("plans")).refresh(&|_| today()).unwrap());

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

fn now() -> Now {
    Now { at: Duration::ZERO, today: today(), clock: (9, 5, 0) }
}

/// A session in a theme.
struct Session {
    model: Model,
    drawn: Drawn,
    buffer: Buffer,
    theme: Theme,
}

impl Session {
    fn new(setup: Setup, theme: Theme, size: (u16, u16)) -> Self {
        let buffer = Buffer::empty(Rect { x: 0, y: 0, width: size.0, height: size.1 });
        let mut session = Self { model: Model::new(setup), drawn: Drawn::default(), buffer, theme };
        session.hear(Message::Loaded(Arc::clone(&PLANS)));
        session.hear(Message::Watching(Watching::Live));
        session
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
}

fn setup(lang: Lang) -> Setup {
    Setup { lang: Some(lang), ..Setup::default() }
}

fn wall(lang: Lang, page: Page) -> Setup {
    Setup { wall: Some(Wall::new(vec![page], Duration::from_secs(20), true)), ..setup(lang) }
}

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (160, 45), (40, 10)];
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

#[test]
fn every_screen_has_its_text_and_its_roles_at_every_size_in_both_languages() {
    for screen in Screen::every() {
        let mut sections = String::new();
        for (lang, size) in LANGS.into_iter().flat_map(|lang| SIZES.map(|size| (lang, size))) {
            let session = Session::new(setup(lang), Theme::Roles, size).keys(&format!("{}jjj", screen.key()));
            let (text, roles) = (picture::text(&session.buffer), picture::roles(&session.buffer));
            writeln!(sections, "== {}x{} {lang:?}\n{text}\n{roles}", size.0, size.1).unwrap();
        }
        insta::assert_snapshot!(format!("look_{}", screen.word()), sections);
    }
}

#[test]
fn a_theme_changes_colours_and_nothing_else() {
    let same = |lang, size| {
        let of = |theme, screen: Screen| {
            let session = Session::new(setup(lang), theme, size).keys(&format!("{}jj", screen.key()));
            picture::text(&session.buffer)
        };
        let page = |theme, page| picture::text(&Session::new(wall(lang, page), theme, size).buffer);
        let pictures = |theme| -> Vec<String> {
            let screens = Screen::every().map(|screen| of(theme, screen));
            screens.chain(Page::ALL.into_iter().map(|it| page(theme, it))).collect()
        };
        // A calendar without colours has signs in it where days of rest are.
        let (coloured, plain) = (pictures(Theme::Named(ThemeName::Dark)), pictures(Theme::Roles));
        for theme in ThemeName::ALL.map(Theme::Named) {
            let like = if theme.bar_ground().is_some() { &coloured } else { &plain };
            assert_eq!(&pictures(theme), like, "{theme:?} {size:?}");
        }
    };
    std::thread::scope(|scope| {
        for lang in LANGS {
            scope.spawn(move || same(lang, (120, 40)));
            scope.spawn(move || same(lang, (40, 10)));
        }
    });
}

/// A colour as a person reads it.
fn named(colour: Option<Color>) -> String {
    match colour {
        Some(Color::Rgb(r, g, b)) => format!("#{r:02x}{g:02x}{b:02x}"),
        Some(colour) => format!("{colour:?}").to_lowercase(),
        None => "-".to_owned(),
    }
}

#[test]
fn every_role_looks_as_it_did_in_every_theme() {
    let mut table = String::new();
    for name in ThemeName::ALL {
        let theme = Theme::Named(name);
        let (ground, cursor) = (theme.ground(), theme.cursor());
        let (paper, row) = (named(ground.bg), named(cursor.bg));
        writeln!(table, "== {}: ground {paper}, cursor {row} {:?}", name.word(), cursor.add_modifier)
            .unwrap();
        for role in Role::ALL {
            let style = theme.style(role);
            let (ink, on, how) = (named(style.fg), named(style.bg), style.add_modifier);
            writeln!(table, "{:<10}{ink:<10}{on:<10}{how:?}", role.name()).unwrap();
        }
    }
    insta::assert_snapshot!("roles_of_the_themes", table);
}

/// A part of a colour, from 0 to 1, in light.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of WCAG 2.2, from 1 to 21.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn painted() -> impl Iterator<Item = (ThemeName, Theme)> {
    ThemeName::ALL
        .into_iter()
        .map(|name| (name, Theme::Named(name)))
        .filter(|(_, theme)| theme.bar_ground().is_some())
}

/// The contrast a role must have: of words 4.5 (WCAG AA), of what is less important 3, of lines and empty bars none.
fn least(name: ThemeName, role: Role) -> Option<f64> {
    let strong = matches!(name, ThemeName::Contrast | ThemeName::ContrastLight);
    match role {
        Role::Frame | Role::BarRest => strong.then_some(1.3),
        Role::Muted | Role::Grey | Role::RestDay | Role::Bar => Some(if strong { 7.0 } else { 3.0 }),
        Role::Text
        | Role::Strong
        | Role::Accent
        | Role::Red
        | Role::Yellow
        | Role::Green
        | Role::Done
        | Role::Changed
        | Role::Banner
        | Role::MakeUp
        | Role::Today => Some(if strong { 7.0 } else { 4.5 }),
    }
}

#[test]
fn every_word_can_be_read_on_its_ground_in_every_theme() {
    assert_eq!(painted().count(), 6);
    for (name, theme) in painted() {
        let paper = theme.ground().bg.and_then(parts).unwrap();
        for role in Role::ALL {
            let style = theme.style(role);
            let ground = style.bg.and_then(parts).unwrap_or(paper);
            let found = contrast(style.fg.and_then(parts).unwrap(), ground);
            let least = least(name, role).unwrap_or(1.0);
            assert!(found >= least, "{name:?}: {} has {found:.2}, needs {least}", role.name());
        }
    }
}

#[test]
fn every_word_can_be_read_on_the_row_of_the_cursor() {
    for (name, theme) in painted() {
        let row = theme.cursor().bg.and_then(parts).unwrap();
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Frame | Role::BarRest)) {
            let found = contrast(theme.style(role).fg.and_then(parts).unwrap(), row);
            let least = least(name, role).unwrap_or(1.0).min(4.5);
            let has_a_ground = theme.style(role).bg.is_some();
            assert!(
                found >= least || has_a_ground,
                "{name:?}: {} has {found:.2} on the cursor's row",
                role.name()
            );
        }
    }
}

#[test]
fn with_256_colours_every_word_can_still_be_read() {
    for (name, theme) in painted() {
        let cube = |colour: Color| {
            let Color::Indexed(n) = Depth::Cube.nearest(colour) else { panic!("{colour:?} is none of 256") };
            if n >= 232 {
                return [8 + 10 * (n - 232); 3];
            }
            let step = |n: u8| [0, 95, 135, 175, 215, 255][usize::from(n % 6)];
            [step((n - 16) / 36), step((n - 16) / 6), step(n - 16)]
        };
        let paper = theme.ground().bg.unwrap();
        for role in Role::ALL {
            let style = theme.style(role);
            let found = contrast(cube(style.fg.unwrap()), cube(style.bg.unwrap_or(paper)));
            // The nearest of 256 is not the colour itself: nine tenths of AA are still read.
            let least = least(name, role).unwrap_or(1.0).min(4.5) * 0.9;
            assert!(found >= least, "{name:?}: {} has {found:.2} of 256 colours", role.name());
        }
    }
}

/// What an eye without red or green cones sees, after Machado, Oliveira and Fernandes (2009), severity 1.
const EYES: [(&str, [[f64; 3]; 3]); 3] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
];

fn times(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.into_iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// A colour as an eye sees it, in CIE L*a*b*.
fn lab(rgb: [u8; 3], eye: [[f64; 3]; 3]) -> [f64; 3] {
    const XYZ: [[f64; 3]; 3] = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    let seen = times(eye, rgb.map(linear)).map(|part| part.clamp(0.0, 1.0));
    let [x, y, z] = times(XYZ, seen);
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[test]
fn the_colour_blind_tell_the_five_lights_apart_in_their_themes() {
    for name in [ThemeName::Safe, ThemeName::SafeLight] {
        let theme = Theme::Named(name);
        let colours = Light::ALL.map(|light| theme.style(Role::of(light)).fg.and_then(parts).unwrap());
        for (eye, matrix) in EYES {
            for (n, a) in colours.iter().enumerate() {
                for (m, b) in colours.iter().enumerate().skip(n + 1) {
                    let (one, other) = (lab(*a, matrix), lab(*b, matrix));
                    let far: f64 =
                        one.into_iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    // 2.3 is just noticeable side by side; 20 are told apart without comparing.
                    assert!(far >= 20.0, "{name:?}, {eye}: lights {n} and {m} are {far:.1} apart");
                }
            }
        }
    }
}

#[test]
fn sixteen_colours_are_the_terminals_own_and_no_colour_is_none() {
    for role in Role::ALL {
        for style in [Theme::Named(ThemeName::Sixteen).style(role), Theme::Named(ThemeName::Sixteen).ground()]
        {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{}: {colour:?}", role.name());
            }
        }
        let mono = Theme::Named(ThemeName::Mono).style(role);
        assert_eq!((mono.fg, mono.bg), (None, None), "{}", role.name());
    }
}

#[test]
fn nothing_blinks() {
    for theme in ThemeName::ALL.map(Theme::Named) {
        for style in
            Role::ALL.map(|role| theme.style(role)).into_iter().chain([theme.cursor(), theme.ground()])
        {
            assert!(
                !style.add_modifier.intersects(Modifier::SLOW_BLINK | Modifier::RAPID_BLINK),
                "{theme:?}"
            );
        }
    }
}

#[test]
fn the_help_explains_every_light_every_sign_and_every_bar_in_ascii_too() {
    for (lang, ascii) in LANGS.into_iter().flat_map(|lang| [false, true].map(|ascii| (lang, ascii))) {
        let session = Session::new(Setup { ascii, ..setup(lang) }, Theme::Roles, (120, 200)).keys("?");
        let text = picture::text(&session.buffer);
        for light in Light::ALL {
            let sign = if ascii { light.ascii() } else { light.sign() };
            let word = light.word();
            let word = word.get(lang);
            assert!(
                text.lines().any(|line| line.contains(&format!("{sign} {word}"))),
                "{sign} {word}\n{text}"
            );
        }
        let words = match lang {
            Lang::Zh => ["刚刚有改动", "进度条", "展开", "收起", "节假日"],
            Lang::En => ["just changed", "progress", "open", "closed", "day of rest"],
        };
        for word in words {
            assert!(text.contains(word), "{word}\n{text}");
        }
    }
}

/// What may be pressed: keys by themselves and with Ctrl, characters of any kind.
fn any_key(dice: &mut Dice) -> Key {
    const CODES: [KeyCode; 16] = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Char('测'),
        KeyCode::Char('“'),
    ];
    let code = match dice.roll(3) {
        0 => *dice.pick(&CODES),
        _ => KeyCode::Char(char::from(u8::try_from(32 + dice.roll(95)).unwrap())),
    };
    Key { ctrl: dice.roll(12) == 0, ..Key::plain(code) }
}

/// The keys that open what lies over a screen, and nothing.
const OVER: [&str; 7] = ["", "?", "x", "<enter>", "c", "/a", ":"];

/// All 12,000 sizes of every screen and page take `GUATU_FULL=1 cargo test --profile long --test themes`; without it one
/// size in 997, others by screen.
#[test]
fn no_size_no_theme_and_no_keys_panic_on_any_screen_or_wall_page() {
    let mut dice = Dice::quiet(6);
    // `GUATU_FULL=1` takes every size, `GUATU_FULL=13` every thirteenth, each screen beginning at another.
    let full = std::env::var("GUATU_FULL").ok().map(|step| step.parse().unwrap_or(1).max(1));
    let step: usize = full.unwrap_or(997);
    let (mut frames, mut overlays) = (0_usize, 0_usize);
    let screens = Screen::every().map(Some).zip(std::iter::repeat(None));
    let pages = Page::ALL.into_iter().map(Some).chain([None]).map(|page| (None, page));
    for (n, (screen, page)) in screens.chain(pages).enumerate() {
        for size in (n..12_000).step_by(step) {
            let size = (u16::try_from(size % 200).unwrap() + 1, u16::try_from(size / 200).unwrap() + 1);
            let theme = Theme::Named(*dice.pick(&ThemeName::ALL));
            let lang = *dice.pick(&LANGS);
            // No page: the wall as it is without a choice.
            let wall = screen
                .is_none()
                .then(|| Wall::new(page.into_iter().collect(), Duration::from_secs(20), false));
            let setup = Setup {
                ambiguous: *dice.pick(&[Ambiguous::Narrow, Ambiguous::Wide]),
                ascii: dice.roll(4) == 0,
                wall,
                ..setup(lang)
            };
            let mut session = Session::new(setup, theme, size);
            if let Some(screen) = screen {
                session = session.keys(&format!("{}{}", screen.key(), dice.pick(&OVER)));
                overlays += usize::from(session.model.overlay.is_some());
            }
            for _ in 0..8 {
                session.hear(Message::Key(any_key(&mut dice)));
            }
            frames += 10;
        }
    }
    println!("{frames} frames, {overlays} of them began with a window over the screen");
    assert!(overlays > 20, "{overlays}");
}
