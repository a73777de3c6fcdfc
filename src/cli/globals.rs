//! What every command shares: the day, the plan, the language, colours and signs.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};

use super::config::Config;
use super::usage::Usage;
use crate::domain::Day;
use crate::domain::filter::Filter;
use crate::report::Signs;
use crate::report::findings::Paint;
use crate::text::{Ambiguous, Lang, clean};

/// The options of every command, as they were written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct GlobalArgs {
    /// The day to show, past or future [default: the day the plan stands still at, else today]
    #[arg(long, global = true, value_name = "DATE", env = "GUATU_AS_OF", hide_env = true)]
    as_of: Option<String>,
    /// Only this plan, where the folder holds several
    #[arg(long, global = true, value_name = "ID", env = "GUATU_PLAN", hide_env = true)]
    plan: Option<String>,
    /// Only the items all these words match: text, unit:ID, light:red, state:…, due:<7d; ! turns a word round
    #[arg(long, global = true, value_name = "EXPR", env = "GUATU_FILTER", hide_env = true)]
    filter: Option<String>,
    /// The language [default: the locale's, else the plan's]
    #[arg(long, global = true, value_enum, env = "GUATU_LANG", hide_env = true)]
    lang: Option<Language>,
    /// Colours and other escape sequences
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        env = "GUATU_COLOR",
        hide_env = true
    )]
    color: Colour,
    /// The theme of the screens: auto, dark, light, contrast, contrast-light, safe, safe-light, 16, mono
    #[arg(long, global = true, value_name = "NAME", env = "GUATU_THEME", hide_env = true)]
    theme: Option<String>,
    /// Only ASCII for signs, lines and bars
    #[arg(long, global = true, env = "GUATU_ASCII", hide_env = true, value_parser = FalseyValueParser::new())]
    ascii: bool,
    /// How wide the terminal draws characters of ambiguous width, such as “ … — ① [default: narrow]
    #[arg(long, global = true, value_enum, value_name = "WIDTH", env = "GUATU_AMBIGUOUS", hide_env = true)]
    ambiguous: Option<Cells>,
    /// Look at the files every so many seconds where the system does not tell of changes
    #[arg(long, global = true, value_name = "SECONDS", env = "GUATU_POLL", hide_env = true)]
    poll: Option<String>,
}

/// A language, as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    Zh,
    En,
}

/// When to colour: `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` asks not to; elsewhere only with `CLICOLOR_FORCE`.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// [`Ambiguous`], as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Cells {
    Narrow,
    Wide,
}

impl Cells {
    pub(super) const fn ambiguous(self) -> Ambiguous {
        match self {
            Self::Narrow => Ambiguous::Narrow,
            Self::Wide => Ambiguous::Wide,
        }
    }
}

/// The options of every command, read.
#[derive(Debug, Clone)]
pub struct Globals {
    /// The day to show; none for the plan's `as_of` or today.
    pub as_of: Option<Day>,
    /// The one plan to show.
    pub plan: Option<String>,
    /// What is shown; empty for everything.
    pub filter: Filter,
    /// The language, from `--lang` or the locale; none for the plan's own.
    pub lang: Option<Lang>,
    /// When to colour.
    pub color: Colour,
    /// The theme's name.
    pub theme: Option<String>,
    /// Whether the signs are ASCII.
    pub ascii: bool,
    /// The width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// The time between looks at the files; none for the default.
    pub poll: Option<Duration>,
}

impl Globals {
    /// Reads the options; what they leave open is the settings' to say, then, for the language, the locale's.
    pub(super) fn of(args: &GlobalArgs, config: &Config) -> Result<Self, Usage> {
        let GlobalArgs { as_of, plan, filter, lang, color, theme, ascii, ambiguous, poll } = args;
        Ok(Self {
            as_of: as_of.as_deref().map(|text| day("--as-of", text)).transpose()?,
            plan: plan.clone(),
            filter: filter.as_deref().map(Filter::parse).unwrap_or_default(),
            lang: lang.map(Language::lang).or(config.lang).or_else(locale),
            color: *color,
            theme: theme.clone().or_else(|| config.theme.clone()),
            ascii: *ascii || config.ascii.unwrap_or_default(),
            ambiguous: ambiguous.map(Cells::ambiguous).or(config.ambiguous).unwrap_or_default(),
            poll: poll.as_deref().map(|text| span("--poll", text)).transpose()?,
        })
    }
}

impl Globals {
    /// Which signs stand for the lights.
    pub fn signs(&self) -> Signs {
        if self.ascii { Signs::Ascii } else { Signs::Unicode }
    }

    /// Whether standard output is coloured. `NO_COLOR` and `CLICOLOR_FORCE` count when they are set and not empty.
    pub fn paint(&self) -> Paint {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let colour = match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto if set("NO_COLOR") => false,
            Colour::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| !v.is_empty() && v != "0") => {
                true
            }
            Colour::Auto => {
                std::env::var_os("TERM").is_none_or(|term| term != "dumb") && io::stdout().is_terminal()
            }
        };
        if colour { Paint::Ansi } else { Paint::Plain }
    }
}

impl Language {
    /// The language itself.
    pub(super) const fn lang(self) -> Lang {
        match self {
            Self::Zh => Lang::Zh,
            Self::En => Lang::En,
        }
    }
}

/// The language the locale asks for: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set decides (POSIX).
pub(super) fn locale() -> Option<Lang> {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set)?;
    Lang::of_locale(&value)
}

/// The day an argument names.
pub(super) fn day(name: &str, text: &str) -> Result<Day, Usage> {
    text.parse().map_err(|error| Usage::bad_date(name, &clean(text), &error))
}

/// A span of time: `20`, `20s`, `1.5s`, `2m`. At least a tenth of a second, at most a day.
pub(super) fn span(name: &str, text: &str) -> Result<Duration, Usage> {
    let word = text.trim();
    let (number, factor) = match (word.strip_suffix('s'), word.strip_suffix('m')) {
        (Some(seconds), _) => (seconds, 1.0),
        (None, Some(minutes)) => (minutes, 60.0),
        (None, None) => (word, 1.0),
    };
    let seconds = number.parse::<f64>().ok().map(|n| n * factor).filter(|n| (0.1..=86_400.0).contains(n));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| Usage::bad_span(name, &clean(text)))
}
