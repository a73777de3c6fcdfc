//! `:`, the command line: one line, completed by Tab, remembered by the arrows; the errors offer what is near.

use super::actions::{ACTIONS, ActionId};
use super::keymap::Keymap;
use super::keys::{Key, KeyCode};
use super::model::{Capture, Model, Overlay, Screen};
use super::motion;
use super::order::{self, Group, Order};
use super::theme_name::ThemeName;
use crate::domain::filter::Filter;
use crate::domain::{Day, UnitIx};
use crate::text::{Lang, Said, both, near};

/// Longest command, in characters.
const LONGEST: usize = 200;
/// Commands remembered.
const REMEMBERED: usize = 50;

/// The commands that take a word; every action of the table is a command too, by its own word.
pub const COMMANDS: &[(&str, &str)] = &[
    ("item", "ID"),
    ("unit", "ID"),
    ("day", "DATE|+N|-N|today"),
    ("filter", "EXPR"),
    ("lang", "zh|en"),
    ("theme", "NAME"),
    ("sort", "ORDER"),
    ("group", "none|unit|section"),
    ("mouse", "on|off"),
    ("help", "WORD"),
];

/// The command line and its memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompt {
    line: Option<String>,
    history: Vec<String>,
    /// How far back in the history the line was taken from, 0: the newest.
    back: Option<usize>,
    /// What Tab goes through, and which of it the line shows.
    offers: Vec<String>,
    offered: usize,
}

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// An action of the table.
    Action(ActionId),
    /// Something to tell the reader.
    Said(Said),
}

impl Prompt {
    /// Whether a command is being typed.
    pub fn is_open(&self) -> bool {
        self.line.is_some()
    }

    /// What has been typed.
    pub fn line(&self) -> Option<&str> {
        self.line.as_deref()
    }

    /// What Tab goes through, and which of it is shown.
    pub fn offers(&self) -> (&[String], usize) {
        (&self.offers, self.offered)
    }

    /// Opens it.
    pub(super) fn open(&mut self, text: &str) {
        self.line = Some(text.to_owned());
        (self.back, self.offers) = (None, Vec::new());
    }

    fn close(&mut self) {
        (self.line, self.back, self.offers) = (None, None, Vec::new());
    }

    /// Goes through the history, one command further back or forth.
    fn remember(&mut self, by: isize) {
        let next = match self.back {
            None if by > 0 => Some(0),
            None => None,
            Some(back) => back.checked_add_signed(by),
        };
        let older = next.and_then(|next| self.history.iter().rev().nth(next).cloned());
        match (next, older) {
            (Some(next), Some(line)) => (self.line, self.back) = (Some(line), Some(next)),
            (None, _) if by < 0 => (self.line, self.back) = (Some(String::new()), None),
            (_, _) => {}
        }
    }
}

/// Takes a key while a command is typed; what the command asks for, once it is finished.
pub(super) fn take(model: &mut Model, key: Key) -> Option<Asked> {
    let mut line = model.prompt.line.clone()?;
    match (key.code, key.ctrl) {
        (KeyCode::Enter, _) => {
            model.prompt.close();
            let line = line.trim().to_owned();
            if line.is_empty() {
                return None;
            }
            model.prompt.history.retain(|old| *old != line);
            model.prompt.history.push(line.clone());
            let many = model.prompt.history.len().saturating_sub(REMEMBERED);
            model.prompt.history.drain(..many);
            return run(model, &line);
        }
        (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => {
            model.prompt.close();
            return None;
        }
        (KeyCode::Tab, _) => return complete(model, &line, 1),
        (KeyCode::BackTab, _) => return complete(model, &line, -1),
        (KeyCode::Up, _) | (KeyCode::Char('p'), true) => model.prompt.remember(1),
        (KeyCode::Down, _) | (KeyCode::Char('n'), true) => model.prompt.remember(-1),
        (KeyCode::Backspace, _) => {
            if line.pop().is_none() {
                model.prompt.close();
                return None;
            }
            model.prompt.line = Some(line);
        }
        (KeyCode::Char('u'), true) => model.prompt.line = Some(String::new()),
        (KeyCode::Char('w'), true) => {
            let kept = line.trim_end().rfind(' ').map_or(0, |at| at + 1);
            line.truncate(kept);
            model.prompt.line = Some(line);
        }
        (KeyCode::Char(c), false) if line.chars().count() < LONGEST => {
            line.push(c);
            model.prompt.line = Some(line);
        }
        (
            KeyCode::Char(_)
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Home
            | KeyCode::End
            | KeyCode::PageUp
            | KeyCode::PageDown
            | KeyCode::Delete
            | KeyCode::F(_),
            _,
        ) => {}
    }
    model.prompt.offers.clear();
    None
}

/// Puts the next completion on the line.
fn complete(model: &mut Model, line: &str, by: isize) -> Option<Asked> {
    if model.prompt.offers.is_empty() {
        model.prompt.offers = offers(model, line);
        model.prompt.offered = if by < 0 { model.prompt.offers.len().saturating_sub(1) } else { 0 };
    } else {
        let all = isize::try_from(model.prompt.offers.len()).unwrap_or(1);
        let next = (isize::try_from(model.prompt.offered).unwrap_or(0) + by).rem_euclid(all);
        model.prompt.offered = usize::try_from(next).unwrap_or(0);
    }
    if let Some(offer) = model.prompt.offers.get(model.prompt.offered) {
        model.prompt.line = Some(offer.clone());
    }
    None
}

/// The lines that begin with what has been typed.
fn offers(model: &Model, line: &str) -> Vec<String> {
    let line = plain(line);
    let Some((command, word)) = line.split_once(' ') else {
        let names = names().filter(|name| name.starts_with(line.as_str()));
        return names.map(ToOwned::to_owned).collect();
    };
    let words = arguments(model, command);
    let fitting = words.into_iter().filter(|name| plain(name).starts_with(word));
    fitting.map(|word| format!("{command} {word}")).collect()
}

/// The names of all commands, in the order they are offered.
fn names() -> impl Iterator<Item = &'static str> {
    let own = COMMANDS.iter().map(|(name, _)| *name);
    let actions = ACTIONS.iter().map(|action| action.id.word());
    own.chain(actions.filter(|word| COMMANDS.iter().all(|(name, _)| name != word)))
}

/// The words a command takes.
fn arguments(model: &Model, command: &str) -> Vec<String> {
    let plan = model.board.as_deref().map(crate::domain::Board::plan);
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match command {
        "item" => plan.iter().flat_map(|plan| plan.items.iter()).map(|item| item.id.to_string()).collect(),
        "unit" => plan.iter().flat_map(|plan| &plan.units).map(|unit| unit.id.to_string()).collect(),
        "day" => owned(&["today"]),
        "lang" => owned(&["zh", "en"]),
        "theme" => owned(&ThemeName::ALL.map(ThemeName::word)),
        "sort" => Order::of(model.screen).iter().map(|order| order.word().to_owned()).collect(),
        "group" => Group::ALL.iter().map(|group| group.word().to_owned()).collect(),
        "mouse" => owned(&["on", "off"]),
        "help" => names().map(ToOwned::to_owned).collect(),
        "filter" => owned(&[
            "unit:",
            "lead:",
            "section:",
            "light:",
            "state:",
            "due:",
            "rule:",
            "tag:",
            "delegated:",
            "changed:",
        ]),
        _ => Vec::new(),
    }
}

/// Small letters, full-width signs as their twins: `：ｑ` is `:q`.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if let KeyCode::Char(narrow) = Key::char(c).narrow().code { narrow } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Does what a line says.
fn run(model: &mut Model, line: &str) -> Option<Asked> {
    let (command, word) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (command, word) = (plain(command), word.trim());
    let simple = plain(word);
    let said = match (command.as_str(), simple.as_str()) {
        ("q" | "q!" | "wq" | "x", "") => return Some(Asked::Action(ActionId::Quit)),
        ("item", _) => item(model, &simple).err(),
        ("unit", _) => unit(model, &simple).err(),
        ("day", _) => day(model, &simple).err(),
        ("filter", _) => {
            model.filter = Filter::parse(word);
            None
        }
        ("lang", _) => match simple.as_str() {
            "zh" | "en" => {
                model.lang = Some(if simple == "zh" { Lang::Zh } else { Lang::En });
                None
            }
            _ => Some(unknown(&command, word, ["zh", "en"].into_iter())),
        },
        ("theme", _) => match ThemeName::parse(&simple) {
            Some(theme) => {
                model.theme = theme;
                None
            }
            None => Some(unknown(&command, word, ThemeName::ALL.into_iter().map(ThemeName::word))),
        },
        ("sort", wanted) if !wanted.is_empty() => Some(sort(model, wanted)),
        ("group", wanted) if !wanted.is_empty() => {
            let group = Group::ALL.into_iter().find(|group| group.word() == wanted);
            Some(match group {
                Some(group) => order::group(model, group),
                None => unknown(&command, word, Group::ALL.iter().map(|group| group.word())),
            })
        }
        ("mouse", "on" | "off") => {
            let wanted = if simple == "on" { Capture::Session } else { Capture::Terminal };
            return (model.mouse != wanted).then_some(Asked::Action(ActionId::Mouse));
        }
        ("help" | "h", _) => {
            model.overlay = Some(Overlay::Help { top: 0 });
            word.clone_into(&mut model.help_filter);
            None
        }
        (_, "") => match screen(&command).or_else(|| ActionId::named(&command)) {
            Some(action) => return Some(Asked::Action(action)),
            None => Some(no_command(&command)),
        },
        (_, _) => Some(no_command(&command)),
    };
    said.map(Asked::Said)
}

/// The screen a digit or a name means.
fn screen(word: &str) -> Option<ActionId> {
    let is = |screen: &Screen| {
        screen.word() == word || screen.key().to_string() == word || screen.name().zh == word
    };
    Screen::every().find(is).map(ActionId::Show)
}

fn sort(model: &mut Model, wanted: &str) -> Said {
    let all = Order::of(model.screen);
    match all.iter().find(|order| order.word() == wanted) {
        Some(order) => order::sort(model, *order),
        None if all.is_empty() => order::sort(model, Order::Due),
        None => unknown("sort", wanted, all.iter().map(|order| order.word())),
    }
}

fn item(model: &mut Model, id: &str) -> Result<(), Said> {
    let board = model.board.clone().ok_or_else(Said::default)?;
    let items = || board.plan().items.iter().map(|item| item.id);
    let found = items().find(|known| plain(known) == id);
    let found = found.ok_or_else(|| unknown("item", id, items()))?;
    model.overlay = None;
    motion::reveal(model, found);
    Ok(())
}

/// Shows a unit's items: by its id, or by a name or alias only it has.
fn unit(model: &mut Model, name: &str) -> Result<(), Said> {
    let board = model.board.clone().ok_or_else(Said::default)?;
    let plan = board.plan();
    let filter = Filter::parse(&format!("lead:{name}"));
    let all = (0..plan.units.len()).map(UnitIx::new);
    let found: Vec<UnitIx> = all.filter(|ix| !name.is_empty() && filter.names_unit(plan, *ix)).collect();
    match found[..] {
        [ix] => {
            let id = plan.unit(ix).map_or("", |unit| &unit.id);
            model.filter = Filter::parse(&format!("lead:{id}"));
            model.overlay = None;
            model.screen = Screen::Tree;
            Ok(())
        }
        [] => {
            let ids = plan.units.iter().map(|unit| &*unit.id);
            let names = plan.units.iter().map(|unit| &*unit.name.own);
            Err(unknown("unit", name, ids.chain(names)))
        }
        _ => {
            let n = found.len();
            let some: Vec<&str> =
                found.iter().take(3).filter_map(|ix| plan.unit(*ix)).map(|unit| &*unit.id).collect();
            let some = some.join(" ");
            Err(both!(
                "“{name}”可指 {n} 个单位：{some}…；写 id",
                "`{name}` names {n} units: {some} …; write the id"
            ))
        }
    }
}

fn day(model: &mut Model, word: &str) -> Result<(), Said> {
    let board = model.board.clone().ok_or_else(Said::default)?;
    let shown = model.travel.unwrap_or(board.today);
    let day: Day = match word {
        "today" | "今天" | "." => board.today,
        _ if word.starts_with(['+', '-']) => {
            let days = word.parse::<i64>().ok().filter(|days| days.abs() <= 36_500);
            shown.plus(days.ok_or_else(|| no_day(word))?)
        }
        _ => word.parse().map_err(|_| no_day(word))?,
    };
    model.travel = (day != board.today).then_some(day);
    Ok(())
}

fn no_day(word: &str) -> Said {
    both!(
        ":day：“{word}”不是日期；写 2022-02-16、+7、-7 或 today",
        ":day: `{word}` is no date; write 2022-02-16, +7, -7 or today"
    )
}

/// A word a command does not know, with those near it or those there are.
fn unknown<'a>(command: &str, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Said {
    let offered = near(word, known.clone());
    let some: Vec<&str> = if offered.is_empty() { known.take(6).collect() } else { offered };
    let (word, some) = (crate::text::clean(word), some.join(" "));
    both!(":{command}：没有“{word}”；有：{some}", ":{command}: there is no `{word}`; try {some}")
}

fn no_command(command: &str) -> Said {
    let offered = near(command, names());
    let some =
        if offered.is_empty() { "item unit day filter sort help q".to_owned() } else { offered.join(" ") };
    let command = crate::text::clean(command);
    both!("没有命令“{command}”；有：{some}", "there is no command `{command}`; try {some}")
}

impl Keymap {
    /// The words of the settings' `keys:` that name an action.
    pub fn words() -> impl Iterator<Item = &'static str> + Clone {
        ACTIONS.iter().map(|action| action.id.word())
    }
}
