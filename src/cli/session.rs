//! The monitor and the wall: what a session needs from the arguments and the environment, and how it ends.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Plans, WallArgs};
use super::config::{self, Config};
use super::globals::{Colour, Globals};
use super::input;
use super::usage::{self, Usage};
use super::{Clocks, Done, Failure, Outcome};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Setup, ThemeName};
use crate::domain::filter::Filter;
use crate::live::journal::Journal;
use crate::live::looked::Looked;
use crate::live::reading::Source;
use crate::live::session::{Broken, Ground};
use crate::live::watchdog::Watchdog;
use crate::live::{self, End};
use crate::store::watch::Options;
use crate::text::{both, clean};
use crate::ui::theme::Depth;

/// What the terminal's hang-up amounts to when a write tells of it before the signal does.
const HUNG_UP: i32 = 1;

/// `guatu`: the interactive monitor. Somebody sits in front of it, so a folder that is not there is said at once; what
/// is in it is read when the screen is there.
pub(super) fn monitor(plans: &Plans, globals: &Globals, config: &Config, clocks: Clocks) -> Outcome {
    input::find(plans, globals)?;
    let mut setup = setup(globals, None, depth())?;
    let kept = config.sticky_filter && setup.filter.is_empty();
    if let Some(text) = kept.then(config::last_filter).flatten() {
        setup.filter = Filter::parse(&text);
    }
    let looked = state().map(|state| Looked::at(&state, plans.root()));
    session(plans.root(), globals, setup, config, clocks, &Keeps { journal: journal(), looked })
}

/// `guatu wall`: nobody sits in front of it, so a folder that is not there is waited for.
pub(super) fn wall(args: &WallArgs, globals: &Globals, config: &Config, clocks: Clocks) -> Outcome {
    let rotate = args.rotate()?;
    let mut pages = Vec::new();
    for word in &args.pages {
        let page = Page::parse(word).ok_or_else(|| {
            let word = clean(word);
            let all = Page::ALL.map(Page::word).join(",");
            Usage {
                said: both!("--pages：没有“{word}”这一页", "--pages: there is no page `{word}`"),
                hint: both!("可用：{all}", "there are: {all}"),
            }
        })?;
        pages.push(page);
    }
    session(
        args.plans.root(),
        globals,
        setup(globals, Some(Wall::new(pages, rotate, args.locked).dim(args.night()?)), depth())?,
        config,
        clocks,
        // Nobody has looked only because a wall hangs there.
        &Keeps { journal: journal(), looked: None },
    )
}

/// The monitor or the wall on a folder that is known to be there and will not be there for long: nothing is kept of it.
pub(super) fn show(root: &Path, globals: &Globals, wall: Option<Wall>, clocks: Clocks) -> Outcome {
    session(root, globals, setup(globals, wall, depth())?, &Config::default(), clocks, &Keeps::nothing())
}

/// What a session starts with in a terminal of so many colours.
pub(super) fn setup(globals: &Globals, wall: Option<Wall>, depth: Depth) -> Result<Setup, Usage> {
    let patience = Setup::default().patience;
    Ok(Setup {
        lang: globals.lang,
        theme: theme(globals, depth)?,
        ascii: globals.ascii,
        ambiguous: globals.ambiguous,
        as_of: globals.as_of,
        plan: globals.plan.as_deref().map(Into::into),
        filter: globals.filter.clone(),
        wall,
        patience: globals.poll.map_or(patience, |every| patience + 2 * every),
        ..Setup::default()
    })
}

/// The theme asked for; else none for `NO_COLOR`; else the terminal's own colours where it has no more; else the one for
/// the background the terminal names in `COLORFGBG`. Nothing is asked of the terminal: nobody waits for its answer.
fn theme(globals: &Globals, depth: Depth) -> Result<ThemeName, Usage> {
    if let Some(word) = globals.theme.as_deref().filter(|word| *word != "auto") {
        return ThemeName::parse(word).ok_or_else(|| {
            let word = clean(word);
            let all = ThemeName::ALL.map(ThemeName::word).join(" ");
            Usage {
                said: both!("--theme：没有“{word}”这个配色", "--theme: there is no theme `{word}`"),
                hint: both!("可用：auto {all}", "there are: auto {all}"),
            }
        });
    }
    let no_colour = match globals.color {
        Colour::Never => true,
        Colour::Always => false,
        Colour::Auto => !set("NO_COLOR").is_empty(),
    };
    if no_colour {
        return Ok(ThemeName::Mono);
    }
    Ok(match depth {
        Depth::None => ThemeName::Mono,
        Depth::Sixteen => ThemeName::Sixteen,
        Depth::True | Depth::Cube => background(&set("COLORFGBG")),
    })
}

/// The theme for the background in `COLORFGBG` (`15;0`, `0;default;15`): the last number is its colour.
fn background(colours: &str) -> ThemeName {
    match colours.rsplit(';').next().and_then(|ground| ground.parse::<u8>().ok()) {
        Some(7 | 9..=15) => ThemeName::Light,
        Some(_) | None => ThemeName::Dark,
    }
}

/// A variable of the environment; one that is not set is empty.
fn set(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// The colours the terminal has, from `TERM` and `COLORTERM`.
fn depth() -> Depth {
    let term = set("TERM");
    if term.is_empty() { Depth::True } else { Depth::of(&term, &set("COLORTERM")) }
}

fn session(
    root: &Path,
    globals: &Globals,
    setup: Setup,
    config: &Config,
    clocks: Clocks,
    keeps: &Keeps,
) -> Outcome {
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" || !io::stdout().is_terminal() {
        return Err(usage::needs_a_terminal().into());
    }
    let Clocks { hands, time } = clocks;
    let Keeps { journal, looked } = keeps;
    let seen = looked.as_ref().map(Looked::read).unwrap_or_default();
    let folded = looked.as_ref().map(Looked::folded).unwrap_or_default();
    let setup = Setup {
        keymap: Arc::clone(&config.keymap),
        mouse: config.mouse,
        notice: config.notice(),
        seen,
        folded: folded.clone(),
        ..setup
    };
    // Said before the screen is taken too: it is there to be read when the session has ended.
    for line in config.complaints(setup.lang.unwrap_or_default()) {
        let _ = writeln!(io::stderr(), "guatu: {line}");
    }
    let options = match globals.poll {
        Some(every) => Options { reconcile: every, events: false },
        None => Options::default(),
    };
    let what = if setup.wall.is_some() { "wall" } else { "monitor" };
    journal.note(&format!("{what} starts on {}", root.display()));
    let ground = Ground {
        source: Source { root: root.to_owned(), options, time },
        journal: journal.clone(),
        watchdog: watchdog(),
        depth: depth(),
    };
    let mut model = Model::new(setup);
    let outcome = ended(live::session(&mut model, &*hands, ground));
    if config.sticky_filter && model.wall.is_none() {
        config::keep_filter(model.filter.text());
    }
    if let (Some(looked), Ok(Done::Quiet)) = (looked, &outcome) {
        let kept = if model.folded == folded { Ok(()) } else { looked.write_folded(&model.folded) };
        if let Err(error) = kept.and_then(|()| looked.write(&model.since.finish())) {
            journal.note(&format!("what was seen cannot be kept: {error}"));
        }
    }
    let code = super::code(&outcome);
    journal.note(&format!("{what} ends with code {code}"));
    journal.finish();
    outcome
}

/// The state folder: `guatu` below `$XDG_STATE_HOME`, else below `~/.local/state`; none where neither is an absolute
/// path.
fn state() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")));
    state.map(|state| state.join("guatu"))
}

/// What a session leaves behind.
struct Keeps {
    journal: Journal,
    /// Where what the reader has seen is kept; none where nobody looks, or it is not to be kept.
    looked: Option<Looked>,
}

impl Keeps {
    fn nothing() -> Self {
        Self { journal: Journal::none(), looked: None }
    }
}

/// The log in the state folder.
fn journal() -> Journal {
    state().map_or_else(Journal::none, Journal::open)
}

/// The supervisor the environment names (`sd_notify(3)`, `sd_watchdog_enabled(3)`); nobody without.
fn watchdog() -> Watchdog {
    let set = |name: &str| std::env::var(name).ok();
    let Some(socket) = set("NOTIFY_SOCKET") else { return Watchdog::none() };
    let ours = set("WATCHDOG_PID").is_none_or(|pid| pid == std::process::id().to_string());
    let usec = set("WATCHDOG_USEC").filter(|_| ours).and_then(|usec| usec.parse().ok());
    Watchdog::of(&socket, usec)
}

/// The session's end as an outcome. A terminal that can no longer be written to has gone, whatever the error is called.
fn ended(end: Result<End, Broken>) -> Outcome {
    match end {
        Ok(End::Quit) => Ok(Done::Quiet),
        Ok(End::Signal(number)) => Ok(Done::Signalled(number)),
        Ok(End::Deserted) => Err(Failure::Output(None, io::Error::from(io::ErrorKind::BrokenPipe))),
        Err(Broken::NoTerminal(_)) => Err(usage::needs_a_terminal().into()),
        Err(Broken::Failed(error)) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
            Ok(Done::Signalled(HUNG_UP))
        }
        Err(Broken::Failed(error)) => Err(Failure::Output(None, error)),
        Err(Broken::Panicked(place)) => Err(Failure::Internal(place)),
    }
}
