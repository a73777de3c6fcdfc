//! The monitor and the wall: what a session needs from the arguments and the environment, and how it ends.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::args::{Plans, WallArgs};
use super::globals::{Colour, Globals};
use super::input;
use super::usage::{self, Usage};
use super::{Done, Failure, Outcome};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Setup, ThemeName};
use crate::domain::filter::Filter;
use crate::live::clock::{self, SystemClock};
use crate::live::desk::Desk;
use crate::live::terminal::Terminal;
use crate::live::{self, End};
use crate::store::Store;
use crate::store::watch::{self, Options, Time};
use crate::text::{both, clean};
use crate::ui::theme::Depth;

/// What the terminal's hang-up amounts to when a write tells of it before the signal does.
const HUNG_UP: i32 = 1;

/// `guatu`: the interactive monitor. Somebody sits in front of it, so a folder that is not there is said at once.
pub(super) fn monitor(plans: &Plans, globals: &Globals) -> Outcome {
    input::open(plans, globals)?;
    session(plans.root(), globals, setup(globals, None, depth())?)
}

/// `guatu wall`: nobody sits in front of it, so a folder that is not there is waited for.
pub(super) fn wall(args: &WallArgs, globals: &Globals) -> Outcome {
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
    )
}

/// What a session starts with in a terminal of so many colours.
pub(super) fn setup(globals: &Globals, wall: Option<Wall>, depth: Depth) -> Result<Setup, Usage> {
    Ok(Setup {
        lang: globals.lang,
        theme: theme(globals, depth)?,
        ascii: globals.ascii,
        ambiguous: globals.ambiguous,
        as_of: globals.as_of,
        plan: globals.plan.as_deref().map(Into::into),
        filter: Filter::default(),
        wall,
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

fn session(root: &Path, globals: &Globals, setup: Setup) -> Outcome {
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(usage::needs_a_terminal().into());
    }
    let failed = |error| Failure::Output(None, error);
    let clock = SystemClock::new();
    let (inbox, messages) = sync_channel(live::INBOX);
    let time = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || clock.elapsed()) };
    let options = match globals.poll {
        Some(every) => Options { reconcile: every, events: false },
        None => Options::default(),
    };
    let terminal = Terminal::take(depth()).map_err(|_| Failure::Usage(usage::needs_a_terminal()))?;
    let keyboard = live::listen(&inbox).map_err(failed)?;
    let mut desk = Desk::new(terminal, keyboard, root, inbox.clone());
    let following =
        watch::follow(Store::new(root), options, time, move |news| inbox.send(live::message(news)).is_ok())
            .map_err(failed)?;
    let mut model = Model::new(setup);
    let end = live::run(&mut model, &mut desk, &messages, &clock, &|| following.reread());
    drop(desk);
    ended(end)
}

/// The session's end as an outcome. A terminal that can no longer be written to has gone, whatever the error is called.
fn ended(end: io::Result<End>) -> Outcome {
    match end {
        Ok(End::Quit) => Ok(Done::Quiet),
        Ok(End::Signal(number)) => Ok(Done::Signalled(number)),
        Ok(End::Deserted) => Err(Failure::Output(None, io::Error::from(io::ErrorKind::BrokenPipe))),
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
            Ok(Done::Signalled(HUNG_UP))
        }
        Err(error) => Err(Failure::Output(None, error)),
    }
}
