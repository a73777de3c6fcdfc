//! `guatu report`: one view in one format, to standard output or to a file.

use std::path::Path;

use super::args::{ReportArgs, ReportFailOn};
use super::globals::Globals;
use super::input::Input;
use super::usage::Usage;
use super::{Done, Failure, Outcome, output, print};
use crate::domain::{Board, Clock, RuleClock};
use crate::report::{self, Format, View, csv};
use crate::report::{Sheet, Style};
use crate::text::both;

pub(super) fn run(args: &ReportArgs, globals: &Globals) -> Outcome {
    let (view, format) = asked(args)?;
    let since = args.since()?;
    if view == View::Changes && since.is_none() {
        return Err(needs_since().into());
    }
    if args.bom && format != Format::Csv {
        return Err(bom_only_for_csv().into());
    }
    let input = Input::narrowed(&args.plans, globals, args.unit.as_deref())?;
    let before = since.map_or_else(Vec::new, |day| input.on(day));
    let sheet = Sheet {
        boards: &input.boards,
        before: &before,
        root: &input.portfolio.findings,
        calendar: &input.portfolio.calendar,
        style: Style { lang: input.lang, signs: globals.signs() },
    };
    let mut bytes = report::write(format, view, &sheet).map_err(|error| Failure::Output(None, error))?;
    if args.bom {
        bytes.splice(0..0, csv::BOM);
    }
    match args.output.as_deref() {
        Some(path) if path != Path::new("-") => output::save(path, &bytes)?,
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
    let formats = Format::ALL.into_iter().filter(|format| format.views().contains(&view));
    let formats = formats.map(Format::key).collect::<Vec<_>>().join(", ");
    let (view, format) = (view.key(), format.key());
    Err(Usage {
        said: both!(
            "--view {view}：没有 {format} 格式",
            "--view {view}: there is none in the format {format}"
        ),
        hint: both!(
            "{format} 格式只有：{views}；--view {view} 的格式有：{formats}",
            "{format} has only: {views}; --view {view} can be had as: {formats}"
        ),
    })
}

fn bom_only_for_csv() -> Usage {
    Usage {
        said: both!("--bom：只用于 csv 格式", "--bom: it is for the format csv only"),
        hint: both!("加上 --format csv，或去掉 --bom", "add --format csv, or leave --bom out"),
    }
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
