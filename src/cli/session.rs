//! The monitor and the wall: what a session needs from the arguments and the environment, and how it ends.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::args::{Plans, WallArgs};
use super::globals::{Ambiguous, Globals};
use super::input;
use super::usage::{self, Usage};
use super::{Done, Failure, Outcome};
use crate::app::wall::{Page, Wall};
use crate::app::{Model, Setup, ThemeName};
use crate::domain::filter::Filter;
use crate::live::clock::{self, SystemClock};
use crate::live::terminal::Terminal;
use crate::live::{self, End};
use crate::store::Store;
use crate::store::watch::{self, Options, Time};
use crate::text::{both, clean};

/// What the terminal's hang-up amounts to when a write tells of it before the signal does.
const HUNG_UP: i32 = 1;

/// `guatu`: the interactive monitor. Somebody sits in front of it, so a folder that is not there is said at once.
pub(super) fn monitor(plans: &Plans, globals: &Globals) -> Outcome {
    input::open(plans, globals)?;
    session(plans.root(), globals, setup(globals, None)?)
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
        setup(globals, Some(Wall::new(pages, rotate, args.locked).dim(args.night()?)))?,
    )
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
        filter: Filter::default(),
        wall,
        patience: globals.poll.map_or(patience, |every| patience + 2 * every),
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
    let mut terminal = Terminal::take().map_err(|_| Failure::Usage(usage::needs_a_terminal()))?;
    live::listen(&inbox).map_err(failed)?;
    let following =
        watch::follow(Store::new(root), options, time, move |news| inbox.send(live::message(news)).is_ok())
            .map_err(failed)?;
    let mut model = Model::new(setup);
    let end = live::run(&mut model, &mut terminal, &messages, &clock, &|| following.reread());
    drop(terminal);
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
