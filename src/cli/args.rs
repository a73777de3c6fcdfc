//! The arguments of each command. What all of them share stands in `globals.rs`.
//!
//! Words that are one of a few are clap's business; dates and spans are read here, with our own sentences.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::completions::CompletionsArgs;
use super::demo::DemoArgs;
use super::doctor::DoctorArgs;
use super::globals::{GlobalArgs, day, span};
use super::init::InitArgs;
use super::log::LogArgs;
use super::schema::SchemaArgs;
use super::usage::Usage;
use crate::app::Screen;
use crate::app::wall::{Night, Page};
use crate::domain::{Count, Day};
use crate::report::{Format, View};
use crate::text::clean;

/// The wall chart (挂图) of a policy plan: progress, overdue items and 20-day deadlines, live from YAML files.
///
/// Every flag can also be set in the environment, for example `GUATU_LANG=en`.
#[derive(Debug, Parser)]
#[command(name = "guatu", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_long_help = "Examples:
  guatu                                     the monitor on ./plans (a summary, if not on a terminal)
  guatu report --view overdue --lang en     what is late
  guatu check plans                         what is wrong in the files
  guatu deadline 2022-01-27 --days 20 --count calendar_roll

Exit codes: 0 nothing to report, 1 findings or --fail-on, 2 usage, 3 input missing or unreadable, 4 output error.")]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) plans: Plans,
    #[command(flatten)]
    pub(super) globals: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The unattended wall display
    Wall(WallArgs),
    /// Write the figures once: for people, spreadsheets, calendars and programs
    Report(ReportArgs),
    /// List everything that is wrong in the files
    Check(CheckArgs),
    /// Explain an item's due date, its rule deadlines and its light, step by step
    Explain(ExplainArgs),
    /// Count a deadline: the date, then how it came about
    Deadline(DeadlineArgs),
    /// One frame of any view as text, ANSI, SVG or HTML
    Snapshot(SnapshotArgs),
    /// Append one entry to a unit's file, leaving everything else as it is
    Log(LogArgs),
    /// Start a plan, or a unit's file, with comments; never overwrites
    Init(InitArgs),
    /// A living sample: dates round today, files change while you look
    Demo(DemoArgs),
    /// The JSON Schema of a file, for editors
    Schema(SchemaArgs),
    /// What this terminal, locale, watcher and clock are like, each line with its fix
    Doctor(DoctorArgs),
    /// What a shell needs to complete commands and options
    Completions(CompletionsArgs),
    /// The manual as a page of roff
    #[command(after_long_help = MAN)]
    Man,
}

/// The examples of `guatu man`, which has no arguments.
const MAN: &str = "Examples:
  guatu man > ~/.local/share/man/man1/guatu.1
  guatu man | man -l -";

impl Command {
    /// `guatu PLANS report` means the same as `guatu report PLANS`; of two folders the command's own counts.
    pub(super) fn inherit(&mut self, plans: &Plans) {
        let own = match self {
            Self::Log(args) => &mut args.plans,
            Self::Schema(_) | Self::Init(_) | Self::Completions(_) | Self::Man | Self::Demo(_) => return,
            Self::Wall(args) => &mut args.plans,
            Self::Doctor(args) => &mut args.plans,
            Self::Report(args) => &mut args.plans,
            Self::Check(args) => &mut args.plans,
            Self::Explain(args) => &mut args.plans,
            Self::Deadline(args) => &mut args.plans,
            Self::Snapshot(args) => &mut args.plans,
        };
        if !own.named() {
            own.plans.clone_from(&plans.plans);
        }
    }
}

/// Where the plans are.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Plans {
    /// A folder of plans, or one plan's folder (it holds plan.yaml) [default: plans]
    #[arg(value_name = "PLANS", env = "GUATU_PLANS", hide_env = true)]
    plans: Option<PathBuf>,
}

impl Plans {
    /// That folder, named by another argument.
    pub(super) fn at(folder: &Path) -> Self {
        Self { plans: Some(folder.to_owned()) }
    }

    /// The folder: the one that was named, else `plans`.
    pub(super) fn root(&self) -> &Path {
        self.plans.as_deref().unwrap_or(Path::new("plans"))
    }

    /// Whether the folder was named, rather than being the default.
    pub(super) fn named(&self) -> bool {
        self.plans.is_some()
    }
}

/// `guatu wall`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu wall /srv/plans --rotate 20s --locked --night 22:00-07:00
  guatu wall --pages overview,rules,overdue")]
pub(super) struct WallArgs {
    #[command(flatten)]
    pub(super) plans: Plans,
    /// How long a page stays: 20s, 2m
    #[arg(long, value_name = "TIME", default_value = "20s", env = "GUATU_ROTATE", hide_env = true)]
    rotate: String,
    /// The pages, in this order: plans, rules, overview, overdue, tree, units, changes [default: all]
    #[arg(long, value_name = "PAGE,…", value_delimiter = ',', env = "GUATU_PAGES", hide_env = true)]
    pub(super) pages: Vec<String>,
    /// Ignore the keyboard
    #[arg(long, env = "GUATU_LOCKED", hide_env = true, value_parser = FalseyValueParser::new())]
    pub(super) locked: bool,
    /// The hours in which the display is dim: 22:00-07:00
    #[arg(long, value_name = "FROM-TO", env = "GUATU_NIGHT", hide_env = true)]
    night: Option<String>,
}

impl WallArgs {
    /// How long a page stays.
    pub(super) fn rotate(&self) -> Result<Duration, Usage> {
        span("--rotate", &self.rotate)
    }

    /// The dim hours, if any.
    pub(super) fn night(&self) -> Result<Option<Night>, Usage> {
        self.night.as_deref().map(night).transpose()
    }
}

/// `guatu report`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu report                              a summary
  guatu report --view tree --as-of 2022-02-16
  guatu report --view changes --since 2022-02-03
  guatu report --format html -o plan.html
  guatu report --format csv --bom --filter 'light:red' -o red.csv
  guatu report --view week --unit scjgj     a reminder for one unit
  guatu report --format openmetrics -o /var/lib/node_exporter/guatu.prom
  guatu report --fail-on overdue            exit code 1 if something is overdue")]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) plans: Plans,
    /// The question to answer
    #[arg(long, value_parser = view_parser(), default_value = "summary", env = "GUATU_REPORT_VIEW", hide_env = true)]
    pub(super) view: String,
    /// The form it is written in
    #[arg(long, value_parser = format_parser(), default_value = "text", env = "GUATU_REPORT_FORMAT", hide_env = true)]
    pub(super) format: String,
    /// The day `--view changes` compares with
    #[arg(long, value_name = "DATE", env = "GUATU_SINCE", hide_env = true)]
    since: Option<String>,
    /// Write to this file: to a temporary one beside it, then renamed
    #[arg(short, long, value_name = "FILE", env = "GUATU_OUTPUT", hide_env = true)]
    pub(super) output: Option<PathBuf>,
    /// Only what this unit leads and owes; with --view week a reminder to send it
    #[arg(long, value_name = "ID", env = "GUATU_UNIT", hide_env = true)]
    pub(super) unit: Option<String>,
    /// csv: begin with a byte order mark, so that Excel reads UTF-8
    #[arg(long, env = "GUATU_BOM", hide_env = true, value_parser = FalseyValueParser::new())]
    pub(super) bom: bool,
    /// Exit with 1 if something is overdue; is overdue or due soon; is wrong in the files
    #[arg(long, value_enum, value_name = "WHAT", env = "GUATU_REPORT_FAIL_ON", hide_env = true)]
    pub(super) fail_on: Option<ReportFailOn>,
}

impl ReportArgs {
    /// The report without any option: the summary as text.
    pub(super) fn of_plans(plans: &Plans) -> Self {
        Self {
            plans: plans.clone(),
            view: View::Summary.key().to_owned(),
            format: Format::Text.key().to_owned(),
            since: None,
            output: None,
            unit: None,
            bom: false,
            fail_on: None,
        }
    }

    /// The day to compare with.
    pub(super) fn since(&self) -> Result<Option<Day>, Usage> {
        self.since.as_deref().map(|text| day("--since", text)).transpose()
    }
}

fn view_parser() -> clap::builder::PossibleValuesParser {
    View::ALL.map(View::key).into()
}

fn format_parser() -> clap::builder::PossibleValuesParser {
    Format::ALL.map(Format::key).into()
}

/// What makes `report` exit with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFailOn {
    /// An item or an obligation is overdue.
    Overdue,
    /// The same, or one is due today or soon.
    DueSoon,
    /// There is any finding.
    Warning,
}

/// `guatu check`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu check                               exit code 1 if there are errors
  guatu check --fail-on warning plans       exit code 1 also if there are only warnings
  guatu check plans/hangzhou-2022/units/scjgj.yaml
  guatu check --format short                one line each, for editors and CI: file:line:col: severity[code]: message")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) plans: Plans,
    /// The form of the list
    #[arg(long, value_enum, default_value = "human", env = "GUATU_CHECK_FORMAT", hide_env = true)]
    pub(super) format: CheckFormat,
    /// Only what is wrong in this unit's file
    #[arg(long, value_name = "ID", env = "GUATU_UNIT", hide_env = true)]
    pub(super) unit: Option<String>,
    /// Exit with 1 on warnings, too
    #[arg(long, value_enum, value_name = "WHAT", env = "GUATU_CHECK_FAIL_ON", hide_env = true)]
    pub(super) fail_on: Option<CheckFailOn>,
}

/// A form of the list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people: with the source line and a caret.
    Human,
    /// For editors: one line each.
    Short,
    /// For programs.
    Json,
}

/// What makes `check` exit with 1 besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFailOn {
    /// There is any finding.
    Warning,
}

/// `guatu explain`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu explain 1-2
  guatu explain 1-2 --as-of 2022-02-18 --lang en")]
pub(super) struct ExplainArgs {
    /// The item's id: 1-2
    #[arg(value_name = "ID")]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) plans: Plans,
}

/// `guatu deadline`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu deadline 2022-01-27 --days 20 --count calendar_roll
  guatu deadline 2022-01-27 --days 20 --count working --format json

The date stands alone on the first line. holidays.yaml in PLANS counts, if there is one.")]
pub(super) struct DeadlineArgs {
    /// The date counted from; itself not counted
    #[arg(value_name = "BASE")]
    base: String,
    /// How many days
    #[arg(long, value_name = "N", env = "GUATU_DAYS", hide_env = true)]
    pub(super) days: String,
    /// How they are counted
    #[arg(
        long,
        value_name = "RULE",
        value_parser = Count::ALL.map(Count::key),
        default_value = "calendar_roll",
        env = "GUATU_COUNT",
        hide_env = true
    )]
    pub(super) count: String,
    /// The form of the answer
    #[arg(long, value_parser = ["text", "json"], default_value = "text", env = "GUATU_DEADLINE_FORMAT", hide_env = true)]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) plans: Plans,
}

impl DeadlineArgs {
    /// The base date.
    pub(super) fn base(&self) -> Result<Day, Usage> {
        day("BASE", &self.base)
    }
}

/// `guatu snapshot`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu snapshot --view tree --size 160x45 --keys 'zMj<enter>'
  guatu snapshot --view wall:rules --size 120x40 --format svg > wall.svg")]
pub(super) struct SnapshotArgs {
    #[command(flatten)]
    pub(super) plans: Plans,
    /// The view: a screen's name, `wall`, or `wall:` and the name of one of its pages
    #[arg(long, value_parser = snapshot_parser(), default_value = "overview", env = "GUATU_SNAPSHOT_VIEW", hide_env = true)]
    pub(super) view: String,
    /// Columns x rows
    #[arg(long, value_name = "SIZE", default_value = "160x45", env = "GUATU_SIZE", hide_env = true)]
    pub(super) size: String,
    /// The form of the picture
    #[arg(long, value_enum, default_value = "text", env = "GUATU_SNAPSHOT_FORMAT", hide_env = true)]
    pub(super) format: SnapshotFormat,
    /// Keys pressed before the picture is taken: jj<enter>
    #[arg(long, value_name = "KEYS", default_value = "", env = "GUATU_KEYS", hide_env = true)]
    pub(super) keys: String,
}

/// A form of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SnapshotFormat {
    /// Plain text.
    Text,
    /// Text with the escape sequences of its colours.
    Ansi,
    /// A drawing.
    Svg,
    /// A page.
    Html,
}

fn snapshot_parser() -> clap::builder::PossibleValuesParser {
    let views = Screen::every().map(Screen::word).chain(["wall"]).chain(Page::ALL.map(Page::view));
    views.map(clap::builder::PossibleValue::new).collect::<Vec<_>>().into()
}

/// `22:00-07:00`.
fn night(text: &str) -> Result<Night, Usage> {
    let minute = |text: &str| -> Option<u16> {
        let (hour, minute) = text.trim().split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let both = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    both.map(|(from, to)| Night { from, to }).ok_or_else(|| Usage::bad_night(&clean(text)))
}
