//! `guatu report`: one view in one format, to standard output or to a file.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::args::{ReportArgs, ReportFailOn};
use super::globals::Globals;
use super::input::Input;
use super::usage::Usage;
use super::{Done, Failure, Outcome, print};
use crate::domain::{Board, Clock, RuleClock};
use crate::report::text::Style;
use crate::report::{Format, View, json, text};
use crate::text::both;

pub(super) fn run(args: &ReportArgs, globals: &Globals) -> Outcome {
    let (view, format) = asked(args)?;
    let since = args.since()?;
    if view == View::Changes && since.is_none() {
        return Err(needs_since().into());
    }
    let input = Input::read(&args.plans, globals)?;
    let bytes = match format {
        Format::Text => {
            let before = since.map_or_else(Vec::new, |day| input.on(day));
            let style = Style { lang: input.lang, signs: globals.signs() };
            text::write(view, &input.boards, &before, &input.portfolio.findings, style).into_bytes()
        }
        Format::Json => json::write(&input.boards, &input.portfolio.findings, input.lang)
            .map_err(|error| Failure::Output(None, error.into()))?,
    };
    match args.output.as_deref() {
        Some(path) if path != Path::new("-") => save(path, &bytes)
            .map_err(|error| Failure::Output(Some(path.to_string_lossy().into_owned()), error))?,
        _ => {
            print(&bytes)?;
        }
    }
    Ok(match (input.done(), args.fail_on) {
        (Done::Quiet, Some(what)) if came_true(what, &input) => Done::Found,
        (done, _) => done,
    })
}

/// The view and the format, if there is that view in that format.
fn asked(args: &ReportArgs) -> Result<(View, Format), Usage> {
    let view = View::ALL.into_iter().find(|view| view.key() == args.view).unwrap_or(View::Summary);
    let format = Format::ALL.into_iter().find(|format| format.key() == args.format).unwrap_or(Format::Text);
    if format.views().contains(&view) {
        return Ok((view, format));
    }
    let views = format.views().iter().map(|view| view.key()).collect::<Vec<_>>().join(", ");
    let (view, format) = (view.key(), format.key());
    Err(Usage {
        said: both!(
            "--view {view}：没有 {format} 格式",
            "--view {view}: there is none in the format {format}"
        ),
        hint: both!(
            "{format} 格式只有：{views}（json 含全部数据）；text 格式各视图都有",
            "{format} has only: {views} (json holds everything); text has every view"
        ),
    })
}

fn needs_since() -> Usage {
    Usage {
        said: both!("--view changes：没有说与哪一天相比", "--view changes: compared with which day?"),
        hint: both!("加上 --since 年-月-日", "add --since YEAR-MONTH-DAY"),
    }
}

/// Whether what `--fail-on` asks about is so.
fn came_true(what: ReportFailOn, input: &Input) -> bool {
    let item = |is: fn(Clock) -> bool| {
        input.boards.iter().flat_map(|board: &Board| &board.items).any(|figures| is(figures.clock))
    };
    let rule = |is: fn(RuleClock) -> bool| {
        input.boards.iter().flat_map(|board| &board.obligations).any(|owed| is(owed.clock))
    };
    let overdue =
        || item(|clock| clock.days_overdue() > 0) || rule(|clock| matches!(clock, RuleClock::Overdue { .. }));
    match what {
        ReportFailOn::Overdue => overdue(),
        ReportFailOn::DueSoon => {
            overdue()
                || item(Clock::is_due_soon)
                || rule(|clock| matches!(clock, RuleClock::DueToday | RuleClock::DueSoon { .. }))
        }
        ReportFailOn::Warning => input.findings().next().is_some(),
    }
}

/// Writes a file whole or not at all: a temporary one in the same folder, synced, then renamed over the old one.
fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let temporary = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The error that counts is the first one; a leftover that cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    written
}
