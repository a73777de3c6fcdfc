//! `guatu doctor`: what this terminal, locale, watcher and clock are like, one line each, with its fix.
//!
//! Nothing is written but in a temporary folder; the terminal is asked only where standard input and output are one.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::args::Plans;
use super::globals::Globals;
use super::input;
use super::{Done, Failure, Outcome, print};
use crate::report::Signs;
use crate::text::{Align, Lang, Phrase, Said, both, clean, pad, width};

mod files;
mod machine;
mod screen;

/// `guatu doctor`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu doctor                              one line a question, each with its fix
  guatu doctor /srv/plans --lang en
  guatu doctor --format json                for programs: id, verdict, fact, fix

Exit codes: 0 all is well, or only notes; 1 something needs a hand.")]
pub(in crate::cli) struct DoctorArgs {
    #[command(flatten)]
    pub(in crate::cli) plans: Plans,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text", env = "GUATU_DOCTOR_FORMAT", hide_env = true)]
    format: DoctorFormat,
}

/// A form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DoctorFormat {
    /// Lines for people.
    Text,
    /// For programs.
    Json,
}

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// As it should be.
    Fine,
    /// It works; worth knowing.
    Note,
    /// It needs a hand.
    Wrong,
    /// It could not be asked, and why.
    Skipped,
}

impl Verdict {
    const fn key(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Note => "note",
            Self::Wrong => "fix",
            Self::Skipped => "skipped",
        }
    }

    const fn word(self) -> Phrase {
        match self {
            Self::Fine => Phrase::new("正常", "ok"),
            Self::Note => Phrase::new("提示", "note"),
            Self::Wrong => Phrase::new("要处理", "fix"),
            Self::Skipped => Phrase::new("略过", "skipped"),
        }
    }

    const fn sign(self, signs: Signs) -> &'static str {
        match (self, signs) {
            (Self::Fine, Signs::Unicode) => "✔",
            (Self::Fine, Signs::Ascii) => "+",
            (Self::Note, Signs::Unicode) => "▴",
            (Self::Note, Signs::Ascii) => "!",
            (Self::Wrong, Signs::Unicode) => "✖",
            (Self::Wrong, Signs::Ascii) => "x",
            (Self::Skipped, Signs::Unicode) => "◌",
            (Self::Skipped, Signs::Ascii) => "-",
        }
    }
}

/// One answered question.
#[derive(Debug)]
struct Check {
    id: &'static str,
    what: Phrase,
    verdict: Verdict,
    fact: Said,
    /// What to do; empty where there is nothing to do.
    fix: Said,
}

impl Check {
    fn fine(id: &'static str, what: Phrase, fact: Said) -> Self {
        Self { id, what, verdict: Verdict::Fine, fact, fix: Said::default() }
    }

    fn note(id: &'static str, what: Phrase, fact: Said, fix: Said) -> Self {
        Self { id, what, verdict: Verdict::Note, fact, fix }
    }

    fn wrong(id: &'static str, what: Phrase, fact: Said, fix: Said) -> Self {
        Self { id, what, verdict: Verdict::Wrong, fact, fix }
    }

    fn skipped(id: &'static str, what: Phrase, why: Said) -> Self {
        Self { id, what, verdict: Verdict::Skipped, fact: why, fix: Said::default() }
    }
}

pub(super) fn run(args: &DoctorArgs, globals: &Globals) -> Outcome {
    let (portfolio, store) = input::read(args.plans.root());
    let plan = portfolio.ledgers.first().map(|ledger| &ledger.plan);
    let lang = globals.lang.or(plan.map(|plan| plan.language)).unwrap_or_default();
    let zone = plan.map_or("Asia/Shanghai", |plan| &plan.timezone).to_owned();
    let mut checks = screen::checks(globals, lang);
    checks.extend(machine::clock(&zone, args.plans.root(), &portfolio));
    checks.extend(files::checks(&args.plans, &portfolio, &store));
    checks.push(machine::holidays(&portfolio.calendar, &zone));
    checks.extend(machine::places());
    let bytes = match args.format {
        DoctorFormat::Text => text(&checks, lang, globals.signs()).into_bytes(),
        DoctorFormat::Json => json(&checks, lang).map_err(|error| Failure::Output(None, error.into()))?,
    };
    print(&bytes)?;
    let wrong = checks.iter().any(|check| check.verdict == Verdict::Wrong);
    Ok(if wrong { Done::Found } else { Done::Quiet })
}

fn text(checks: &[Check], lang: Lang, signs: Signs) -> String {
    let widest = |words: &mut dyn Iterator<Item = &str>| words.map(width).max().unwrap_or_default();
    let verdicts = widest(&mut checks.iter().map(|check| check.verdict.word().get(lang)));
    let whats = widest(&mut checks.iter().map(|check| check.what.get(lang)));
    let mut out = String::new();
    for Check { id: _, what, verdict, fact, fix } in checks {
        let (word, what) =
            (pad(verdict.word().get(lang), verdicts, Align::Left), pad(what.get(lang), whats, Align::Left));
        out.extend([verdict.sign(signs), " ", &word, "  ", &what, "  ", fact.get(lang)]);
        if !fix.is_empty() {
            let arrow = match signs {
                Signs::Unicode => " → ",
                Signs::Ascii => " -> ",
            };
            out.extend([arrow, fix.get(lang)]);
        }
        out.push('\n');
    }
    out
}

fn json(checks: &[Check], lang: Lang) -> Result<Vec<u8>, serde_json::Error> {
    let rows = checks.iter().map(|Check { id, what, verdict, fact, fix }| {
        let fix = if fix.is_empty() { Value::Null } else { fix.get(lang).into() };
        json!({ "id": id, "what": what.get(lang), "verdict": verdict.key(), "fact": fact.get(lang), "fix": fix })
    });
    let mut bytes = serde_json::to_vec_pretty(&json!({ "format": 1, "checks": rows.collect::<Vec<_>>() }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// An environment variable that is set and not empty, fit to be shown.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?;
    let value = clean(&value.to_string_lossy()).into_owned();
    (!value.is_empty()).then_some(value)
}

/// The same in both languages.
fn plain(text: &str) -> Said {
    both!("{text}", "{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_sign_a_word_and_a_fact_and_ends_with_its_fix() {
        let what = Phrase::new("编辑器", "editor");
        let checks = [
            Check::fine("a", what, plain("vim")),
            Check::wrong("b", what, plain("none"), both!("安装 vim", "install vim")),
        ];
        let en = text(&checks, Lang::En, Signs::Ascii);
        assert_eq!(en, "+ ok   editor  vim\nx fix  editor  none -> install vim\n");
        let zh = text(&checks, Lang::Zh, Signs::Unicode);
        assert_eq!(zh, "✔ 正常    编辑器  vim\n✖ 要处理  编辑器  none → 安装 vim\n");
    }
}
