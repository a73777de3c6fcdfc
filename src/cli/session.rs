//! The monitor and the wall: what a session needs from the arguments and the environment, and how it ends.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use super::args::{Plans, WallArgs};
use super::config::{self, Config};
use super::globals::{Ambiguous, Globals};
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

/// What the terminal's hang-up amounts to when a write tells of it before the signal does.
const HUNG_UP: i32 = 1;

/// `guatu`: the interactive monitor. Somebody sits in front of it, so a folder that is not there is said at once.
pub(super) fn monitor(plans: &Plans, globals: &Globals, config: &Config) -> Outcome {
    input::open(plans, globals)?;
    let mut setup = setup(globals, None)?;
    if let Some(text) = config.sticky_filter.then(config::last_filter).flatten() {
        setup.filter = Filter::parse(&text);
    }
    session(plans.root(), globals, setup, config)
}

/// `guatu wall`: nobody sits in front of it, so a folder that is not there is waited for.
pub(super) fn wall(args: &WallArgs, globals: &Globals, config: &Config) -> Outcome {
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
        config,
    )
}

/// What a session starts with.
pub(super) fn setup(globals: &Globals, wall: Option<Wall>) -> Result<Setup, Usage> {
    Ok(Setup {
        lang: globals.lang,
        theme: theme(globals)?,
        // Where ambiguous characters are two cells wide, only ASCII glyphs of our own keep the columns straight.
        ascii: globals.ascii || globals.ambiguous == Ambiguous::Wide,
        as_of: globals.as_of,
        plan: globals.plan.as_deref().map(Into::into),
        filter: Filter::default(),
        wall,
        ..Setup::default()
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

fn session(root: &Path, globals: &Globals, setup: Setup, config: &Config) -> Outcome {
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(usage::needs_a_terminal().into());
    }
    let setup =
        Setup { keymap: Arc::clone(&config.keymap), mouse: config.mouse, notice: config.notice(), ..setup };
    // Said before the screen is taken too: it is there to be read when the session has ended.
    for line in config.complaints(setup.lang.unwrap_or_default()) {
        let _ = writeln!(io::stderr(), "guatu: {line}");
    }
    let failed = |error| Failure::Output(None, error);
    let clock = SystemClock::new();
    let (inbox, messages) = sync_channel(live::INBOX);
    let time = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || clock.elapsed()) };
    let options = match globals.poll {
        Some(every) => Options { reconcile: every, events: false },
        None => Options::default(),
    };
    let terminal = Terminal::take().map_err(|_| Failure::Usage(usage::needs_a_terminal()))?;
    let keyboard = live::listen(&inbox).map_err(failed)?;
    let mut desk = Desk::new(terminal, keyboard, root, inbox.clone());
    let following =
        watch::follow(Store::new(root), options, time, move |news| inbox.send(live::message(news)).is_ok())
            .map_err(failed)?;
    let mut model = Model::new(setup);
    let end = live::run(&mut model, &mut desk, &messages, &clock, &|| following.reread());
    drop(desk);
    if config.sticky_filter && model.wall.is_none() {
        config::keep_filter(model.filter.text());
    }
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
