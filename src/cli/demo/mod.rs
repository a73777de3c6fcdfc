//! `guatu demo`: a living sample in a temporary folder. Nothing is written outside it, and it goes when the demo does.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::args::{Plans, ReportArgs};
use super::globals::Globals;
use super::{Clocks, Failure, Outcome, report, session};
use crate::app::wall::Wall;
use crate::domain::Day;
use crate::live::clock;
use crate::store::scratch::{self, Scratch};

mod sample;
mod script;

/// What the folder is called.
const PURPOSE: &str = "demo";
/// The zone of the sample.
const ZONE: &str = "Asia/Shanghai";
/// How long a page of the demo's wall stays.
const ROTATE: Duration = Duration::from_secs(8);

/// `guatu demo`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu demo                                the monitor; files change while you look, q quits
  guatu demo --wall --lang en               the wall display
  guatu demo | cat                          the summary of its first day, once

Its folder lies in $TMPDIR and is removed at the end; one that a kill -9 left behind goes with the next demo.")]
pub(in crate::cli) struct DemoArgs {
    /// Show it as the wall display
    #[arg(long)]
    wall: bool,
}

pub(super) fn run(args: &DemoArgs, globals: &Globals, clocks: Clocks) -> Outcome {
    scratch::sweep(PURPOSE);
    let failed = |error| Failure::Output(Some(std::env::temp_dir().to_string_lossy().into_owned()), error);
    let scratch = Scratch::new(PURPOSE).map_err(failed)?;
    let root = scratch.path().join("plans");
    let today = clock::today(ZONE);
    write(&root, today).map_err(failed)?;
    // There is one plan, and it is not the one somebody may have named.
    let globals = Globals { plan: None, ..globals.clone() };
    if !io::stdout().is_terminal() {
        return report::run(&ReportArgs::of_plans(&Plans::at(&root)), &globals);
    }
    let stage = script::Stage { root: root.clone(), today, lang: globals.lang.unwrap_or_default() };
    let (ending, end) = channel::<()>();
    let actor = thread::Builder::new()
        .name("guatu-demo".to_owned())
        .spawn(move || stage.play(&end))
        .map_err(failed)?;
    let wall = args.wall.then(|| Wall::new(Vec::new(), ROTATE, false));
    let outcome = session::show(&root, &globals, wall, clocks);
    // The folder goes when nobody writes into it any more.
    drop(ending);
    let _ = actor.join();
    drop(scratch);
    outcome
}

/// Writes the sample of `today`.
fn write(root: &Path, today: Day) -> io::Result<()> {
    for (path, text) in sample::files(today) {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
