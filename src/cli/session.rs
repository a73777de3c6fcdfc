//! The monitor and the wall: what a session needs from the arguments and the environment, and how it ends.

use std::collections::HashMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::args::{Plans, WallArgs};
use super::globals::{Ambiguous, Globals};
use super::input;
use super::usage::{self, Usage};
use super::{Clocks, Done, Failure, Outcome};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Setup, ThemeName};
use crate::live::journal::Journal;
use crate::live::looked::Looked;
use crate::live::reading::Source;
use crate::live::session::{Broken, Ground};
use crate::live::watchdog::Watchdog;
use crate::live::{self, End};
use crate::store::watch::Options;
use crate::text::{both, clean};

/// What the terminal's hang-up amounts to when a write tells of it before the signal does.
const HUNG_UP: i32 = 1;

/// `guatu`: the interactive monitor. Somebody sits in front of it, so a folder that is not there is said at once.
pub(super) fn monitor(plans: &Plans, globals: &Globals, clocks: Clocks) -> Outcome {
    input::open(plans, globals)?;
    let looked = state().map(|state| Looked::at(&state, plans.root()));
    session(plans.root(), globals, setup(globals, None)?, clocks, looked)
}

/// `guatu wall`: nobody sits in front of it, so a folder that is not there is waited for.
pub(super) fn wall(args: &WallArgs, globals: &Globals, clocks: Clocks) -> Outcome {
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
        setup(globals, Some(Wall::new(pages, rotate, args.locked).dim(args.night()?)))?,
        clocks,
        // Nobody has looked only because a wall hangs there.
        None,
    )
}

/// The monitor or the wall on a folder that is known to be there; what is seen of it is not kept.
pub(super) fn show(root: &Path, globals: &Globals, wall: Option<Wall>, clocks: Clocks) -> Outcome {
    session(root, globals, setup(globals, wall)?, clocks, None)
}

/// What a session starts with.
pub(super) fn setup(globals: &Globals, wall: Option<Wall>) -> Result<Setup, Usage> {
    let patience = Setup::default().patience;
    Ok(Setup {
        lang: globals.lang,
        theme: theme(globals)?,
        // Where ambiguous characters are two cells wide, only ASCII glyphs of our own keep the columns straight.
        ascii: globals.ascii || globals.ambiguous == Ambiguous::Wide,
        as_of: globals.as_of,
        plan: globals.plan.as_deref().map(Into::into),
        filter: globals.filter.clone(),
        wall,
        patience: globals.poll.map_or(patience, |every| patience + 2 * every),
        seen: HashMap::new(),
    })
}

/// The theme asked for; else none for `NO_COLOR`; else the one for the background the terminal names in `COLORFGBG`.
pub(super) fn theme(globals: &Globals) -> Result<ThemeName, Usage> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(word) = &globals.theme {
        return ThemeName::parse(word).ok_or_else(|| {
            let word = clean(word);
            Usage {
                said: both!("--theme：没有“{word}”这个配色", "--theme: there is no theme `{word}`"),
                hint: both!("可用：dark light mono", "there are: dark light mono"),
            }
        });
    }
    if set("NO_COLOR").is_some() {
        return Ok(ThemeName::Mono);
    }
    let ground = set("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
    Ok(if matches!(ground, Some(7 | 15)) { ThemeName::Light } else { ThemeName::Dark })
}

fn session(
    root: &Path,
    globals: &Globals,
    mut setup: Setup,
    clocks: Clocks,
    looked: Option<Looked>,
) -> Outcome {
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" || !io::stdout().is_terminal() {
        return Err(usage::needs_a_terminal().into());
    }
    let Clocks { hands, time } = clocks;
    let options = match globals.poll {
        Some(every) => Options { reconcile: every, events: false },
        None => Options::default(),
    };
    let journal = journal();
    let what = if setup.wall.is_some() { "wall" } else { "monitor" };
    journal.note(&format!("{what} starts on {}", root.display()));
    let ground = Ground {
        source: Source { root: root.to_owned(), options, time },
        journal: journal.clone(),
        watchdog: watchdog(),
    };
    setup.seen = looked.as_ref().map(Looked::read).unwrap_or_default();
    let mut model = Model::new(setup);
    let outcome = ended(live::session(&mut model, &*hands, ground));
    if let (Some(looked), Ok(Done::Quiet)) = (looked, &outcome)
        && let Err(error) = looked.write(&model.since.finish())
    {
        journal.note(&format!("what was seen cannot be kept: {error}"));
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
