//! The command line: arguments in, exit code out, one file a command.
//!
//! Exit codes: 0 done, nothing to report · 1 findings, or `--fail-on` came true · 2 usage · 3 input missing or
//! unreadable (the rest was still reported) · 4 internal or output error. A closed pipe ends quietly with 0.

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;

use crate::live::clock::{self, Clock, SystemClock};
use crate::store::watch::Time;
use crate::text::{Lang, clean, measuring};

mod args;
mod check;
mod completions;
mod config;
mod deadline;
mod demo;
mod doctor;
mod explain;
mod globals;
mod init;
mod input;
mod log;
mod lone;
mod man;
mod output;
mod progress;
mod report;
mod schema;
mod session;
mod snapshot;
mod usage;

pub use globals::{Colour, Globals};
pub use usage::Usage;

use args::{Cli, Command};
use config::Config;

/// How a command ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Nothing to report: 0.
    Quiet,
    /// `check` found errors, or `--fail-on` came true: 1.
    Found,
    /// Some input was missing or unreadable; the rest was reported: 3.
    InputMissing,
    /// A signal ended the session; the terminal was restored: 128 and its number.
    Signalled(i32),
}

impl Done {
    fn code(self) -> u8 {
        match self {
            Self::Signalled(number) => u8::try_from(128 + number).unwrap_or(128),
            Self::Quiet => 0,
            Self::Found => 1,
            Self::InputMissing => 3,
        }
    }
}

/// Why a command did not come to its end.
#[derive(Debug)]
pub enum Failure {
    /// It was called wrongly: 2.
    Usage(Usage),
    /// Nothing could be read at all: 3.
    Input(Usage),
    /// Its output could not be written: 4. What was written to, where it has a name, and the reason.
    Output(Option<String>, io::Error),
    /// A mistake of ours: 4. Where and why, where nobody has said it yet.
    Internal(String),
}

impl From<Usage> for Failure {
    fn from(usage: Usage) -> Self {
        Self::Usage(usage)
    }
}

/// What a command returns.
type Outcome = Result<Done, Failure>;

/// The clocks a session is told the time by: the machine's, or in the tests some that can be set.
pub struct Clocks {
    /// The loop's.
    pub hands: Box<dyn Clock>,
    /// The data loop's.
    pub time: Time,
}

impl Clocks {
    /// The machine's.
    pub fn system() -> Self {
        let clock = SystemClock::new();
        let time = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || clock.elapsed()) };
        Self { hands: Box::new(clock), time }
    }
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    ExitCode::from(run(&words, Clocks::system()))
}

/// Runs the program; `words` begin with its name. Returns the exit code.
pub fn run(words: &[OsString], clocks: Clocks) -> u8 {
    let spoken = usage::lang_of(words);
    let cli = match Cli::try_parse_from(words) {
        Ok(mut cli) => {
            if let Some(command) = &mut cli.command {
                command.inherit(&cli.plans);
            }
            cli
        }
        Err(error) if error.use_stderr() => return ended(Err(usage::of_clap(&error).into()), spoken),
        Err(help) => return ended(print(help.to_string().as_bytes()), spoken),
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(&cli, clocks)));
    // Outside a session the panic has been printed where it happened.
    ended(outcome.unwrap_or_else(|_| Err(Failure::Internal(String::new()))), spoken)
}

/// Hands over to the command's own file.
fn dispatch(cli: &Cli, clocks: Clocks) -> Outcome {
    let config = match &cli.command {
        None if io::stdout().is_terminal() => Config::load(),
        Some(Command::Wall(_)) => Config::load(),
        // What scripts read, and the pictures of the README, are the same whoever runs it.
        _ => Config::default(),
    };
    let globals = Globals::of(&cli.globals, &config)?;
    measuring(globals.ambiguous, || command(cli, &globals, &config, clocks))
}

fn command(cli: &Cli, globals: &Globals, config: &Config, clocks: Clocks) -> Outcome {
    match &cli.command {
        None if io::stdout().is_terminal() => session::monitor(&cli.plans, globals, config, clocks),
        None => report::run(&args::ReportArgs::of_plans(&cli.plans), globals),
        Some(Command::Wall(args)) => session::wall(args, globals, config, clocks),
        Some(Command::Report(args)) => report::run(args, globals),
        Some(Command::Check(args)) => check::run(args, globals),
        Some(Command::Explain(args)) => explain::run(args, globals),
        Some(Command::Deadline(args)) => deadline::run(args, globals),
        Some(Command::Snapshot(args)) => snapshot::run(args, globals),
        Some(Command::Log(args)) => log::run(args, globals),
        Some(Command::Init(args)) => init::run(args, globals),
        Some(Command::Schema(args)) => schema::run(args),
        Some(Command::Completions(args)) => completions::run(args),
        Some(Command::Man) => man::run(),
        Some(Command::Demo(args)) => demo::run(args, globals, clocks),
        Some(Command::Doctor(args)) => doctor::run(args, globals),
    }
}

/// Writes all of a command's output at once. A reader that has gone away (`| head`) is no error.
fn print(bytes: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Done::Quiet),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Done::Quiet),
        Err(error) => Err(Failure::Output(None, error)),
    }
}

/// Says on standard error what went wrong, in `lang`: first what and where, then what to do.
fn complain(usage: &Usage, lang: Lang) {
    let mut lines = format!("guatu: {}\n", usage.said.get(lang));
    if !usage.hint.is_empty() {
        lines.push_str("  → ");
        lines.push_str(usage.hint.get(lang));
        lines.push('\n');
    }
    // Nowhere is left to report that standard error is gone.
    let _ = io::stderr().lock().write_all(lines.as_bytes());
}

/// The exit code of an outcome.
fn code(outcome: &Outcome) -> u8 {
    match outcome {
        Ok(done) => done.code(),
        Err(Failure::Usage(_)) => 2,
        Err(Failure::Input(_)) => 3,
        Err(Failure::Output(..) | Failure::Internal(_)) => 4,
    }
}

/// The exit code of an outcome; a failure is said first.
fn ended(outcome: Outcome, lang: Lang) -> u8 {
    let code = code(&outcome);
    match outcome {
        Ok(_) => {}
        Err(Failure::Usage(usage) | Failure::Input(usage)) => complain(&usage, lang),
        Err(Failure::Output(to, error)) => {
            let reason = error.to_string();
            let (to, reason) = (clean(to.as_deref().unwrap_or("-")), clean(&reason));
            complain(&Usage::output(&to, &reason), lang);
        }
        Err(Failure::Internal(place)) => complain(&Usage::internal(&clean(&place)), lang),
    }
    code
}
