//! `guatu man`: the manual as one page of roff, from clap's definitions and the table of keys.

use std::io;

use clap::{Arg, Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::args::Cli;
use super::{Failure, Outcome, print};
use crate::app::ACTIONS;
use crate::text::Lang;

/// Exit codes and what they mean; codes over 128 are 128 and a signal's number.
const EXIT: [(&str, &str); 9] = [
    ("0", "Done, nothing to report; also when the reader of a pipe goes away."),
    ("1", "check found errors, --fail-on came true, or doctor found what needs a hand."),
    ("2", "Called wrongly: a bad flag, date or id."),
    ("3", "Input missing or unreadable; the rest was reported."),
    ("4", "Internal error, or the output could not be written."),
    ("129", "Hang-up: the terminal has gone."),
    ("130", "Interrupted; the terminal is restored."),
    ("131", "Quit by a signal; the terminal is restored."),
    ("143", "Terminated; the terminal is restored."),
];

/// Files and folders it reads, and the one it writes.
const FILES: [(&str, &str); 5] = [
    (
        "PLANS/ID/plan.yaml",
        "A plan: its facts, units, rules and sections. The folder's name is the plan's id.",
    ),
    (
        "PLANS/ID/units/UNIT.yaml",
        "The status file of one lead unit. Written by nobody but the unit, and by log for it.",
    ),
    ("PLANS/holidays.yaml", "Adds to or replaces the built-in table of holidays and make-up working days."),
    ("$XDG_STATE_HOME/guatu", "What is remembered between sessions (else ~/.local/state/guatu)."),
    ("$XDG_CONFIG_HOME/guatu", "Settings (else ~/.config/guatu)."),
];

/// Variables that are not a flag's.
const VARIABLES: [(&str, &str); 8] = [
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "The language, where neither --lang nor GUATU_LANG names one: zh is Chinese, another language English; C, POSIX or nothing leaves it to the plan.",
    ),
    ("NO_COLOR, CLICOLOR_FORCE", "No colour, or colour also where output is not a terminal."),
    ("TERM, COLORTERM", "What the terminal can do; with TERM=dumb there is no monitor and no colour."),
    ("COLORFGBG", "A light background chooses the light theme."),
    ("VISUAL, EDITOR", "The editor."),
    ("XDG_STATE_HOME, XDG_CONFIG_HOME", "Where state and settings are kept."),
    ("TZ", "Where the system's zones are; what today is follows the plan's own timezone."),
    ("TMPDIR", "Where demo and doctor have their temporary folders."),
];

pub(super) fn run() -> Outcome {
    let page = page(&Cli::command()).map_err(|error| Failure::Output(None, error))?;
    print(&page)
}

fn page(root: &Command) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let man = Man::new(root.clone().disable_help_subcommand(true)).manual("guatu");
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    let mut commands = Roff::default();
    commands.control("SH", ["COMMANDS"]);
    commands.to_writer(&mut out)?;
    for command in root.get_subcommands() {
        of_command(command, &mut out)?;
    }
    let mut rest = Roff::default();
    keys(&mut rest);
    list(&mut rest, "FILES", &FILES);
    environment(&mut rest, root);
    list(&mut rest, "EXIT STATUS", &EXIT);
    rest.control("SH", ["EXAMPLES"]);
    after(&mut rest, root);
    rest.to_writer(&mut out)?;
    Ok(out)
}

/// A command: how it is called, what it does, its own options, its examples.
fn of_command(command: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    // Built alone, so that the options of every command do not stand in each of them.
    let mut alone = command.clone().disable_help_flag(true).bin_name(format!("guatu {}", command.get_name()));
    let usage = alone.render_usage().to_string();
    let mut head = Roff::default();
    head.control("SS", [usage.trim_start_matches("Usage: ")]);
    head.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default() + ".")]);
    head.to_writer(out)?;
    let mut options = Vec::new();
    Man::new(alone).render_options_section(&mut options)?;
    // It comes with a heading of its own, which here would end the list of commands.
    let text = String::from_utf8_lossy(&options);
    let text = text
        .lines()
        .filter(|line| !line.starts_with(".SH ") && !line.starts_with(".ie") && !line.starts_with(".el"));
    out.extend(text.flat_map(|line| [line.as_bytes(), b"\n"].concat()));
    let mut tail = Roff::default();
    after(&mut tail, command);
    tail.to_writer(out)
}

/// The examples, each on a line of its own.
fn after(roff: &mut Roff, command: &Command) {
    let Some(text) = command.get_after_long_help() else { return };
    roff.control("PP", []).control("nf", []);
    for line in text.to_string().lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman("Full-width keys of a Chinese input method count as their twins.")]);
    for action in ACTIONS {
        let scope = action.scope.words().map_or_else(String::new, |words| format!(" ({})", words.en));
        roff.control("TP", []);
        roff.text([bold(action.key_names())]);
        roff.text([roman(format!("{}{scope}", action.help.get(Lang::En)))]);
    }
}

fn list(roff: &mut Roff, title: &str, rows: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (name, text) in rows {
        roff.control("TP", []);
        roff.text([bold(*name)]);
        roff.text([roman(*text)]);
    }
}

/// Every flag's variable, then the others.
fn environment(roff: &mut Roff, root: &Command) {
    list(roff, "ENVIRONMENT", &VARIABLES);
    let all = std::iter::once(root).chain(root.get_subcommands()).flat_map(Command::get_arguments);
    let mut flags: Vec<(String, String)> = all.filter_map(variable).collect();
    flags.sort();
    flags.dedup();
    for (name, flag) in flags {
        roff.control("TP", []);
        roff.text([bold(name)]);
        roff.text([roman("The same as "), italic(flag), roman(".")]);
    }
}

/// The variable of an argument, and what it is called on the command line.
fn variable(arg: &Arg) -> Option<(String, String)> {
    let name = arg.get_env()?.to_string_lossy().into_owned();
    let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    Some((name, arg.get_long().map_or_else(|| value.unwrap_or_default(), |long| format!("--{long}"))))
}
