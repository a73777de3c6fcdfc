//! The reader's own settings: `$XDG_CONFIG_HOME/guatu/config.yaml`. They speak of the screens only; what scripts read
//! does not depend on them. A slip in them is told, with its line, and costs that line: never the session.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum as _;

use super::globals::{Cells, Language};
use crate::app::{ActionId, Capture, Chord, Keymap, ThemeName};
use crate::store::settings::{self, Entry, Refusal, Word};
use crate::text::{Ambiguous, Lang, Said, both, clean, near};

/// The keys of the file.
const KEYS: [&str; 7] = ["lang", "theme", "ascii", "ambiguous", "mouse", "sticky_filter", "keys"];

/// The settings; what the file does not say is none.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    /// The file.
    path: Option<PathBuf>,
    /// The language.
    pub(super) lang: Option<Lang>,
    /// The theme.
    pub(super) theme: Option<String>,
    /// Whether the signs are ASCII.
    pub(super) ascii: Option<bool>,
    /// The width of ambiguous characters.
    pub(super) ambiguous: Option<Ambiguous>,
    /// Whose the mouse is.
    pub(super) mouse: Capture,
    /// Whether the filter is kept from one session to the next.
    pub(super) sticky_filter: bool,
    /// The keys.
    pub(super) keymap: Arc<Keymap>,
    problems: Vec<Refusal>,
}

impl Config {
    /// Reads the file of whoever runs this.
    pub(super) fn load() -> Self {
        let Some(path) = place("XDG_CONFIG_HOME", ".config", "config.yaml") else { return Self::default() };
        let mut config = match settings::read(&path) {
            Ok(entries) => Self::of(&entries),
            Err(refusal) => Self { problems: vec![refusal], ..Self::default() },
        };
        config.path = Some(path);
        config
    }

    /// What entries say.
    fn of(entries: &[Entry]) -> Self {
        let mut config = Self::default();
        let mut asked: Vec<(ActionId, Vec<Chord>)> = Vec::new();
        let mut places: Vec<(ActionId, &Word)> = Vec::new();
        for entry in entries {
            let taken = match entry.under.as_deref() {
                None => config.one(entry),
                Some("keys") => key(entry).map(|(id, chords)| {
                    places.push((id, &entry.key));
                    asked.push((id, chords));
                }),
                Some(other) => Err(unknown(&entry.key, other, KEYS.into_iter())),
            };
            config.problems.extend(taken.err());
        }
        let mut keymap = Keymap::default();
        for conflict in keymap.rebind(&asked) {
            let (key, asker, holder) = (conflict.chord, conflict.asker.word(), conflict.holder.word());
            let said = both!(
                "keys：{key} 已给 {holder}，{asker} 得不到它",
                "keys: {key} is {holder}'s already; {asker} does not get it"
            );
            let word = places.iter().find(|(id, _)| *id == conflict.asker).map(|(_, word)| *word);
            config.problems.push(at(word, said));
        }
        for id in keymap.unreachable() {
            let name = id.word();
            let said = both!("keys：{name} 没有键了", "keys: {name} has no key any more");
            let word = places.iter().find(|(asked, _)| *asked == id).map(|(_, word)| *word);
            config.problems.push(at(word, said));
        }
        config.keymap = Arc::new(keymap);
        config
    }

    /// An entry at the top of the file.
    fn one(&mut self, entry: &Entry) -> Result<(), Refusal> {
        let key = &entry.key;
        let word = || {
            let [word] = &entry.words[..] else {
                let name = clean(&key.text);
                return Err(at(Some(key), both!("{name}：应有一个值", "{name}: one value is wanted")));
            };
            Ok(word)
        };
        match key.text.as_str() {
            "lang" => {
                let value = word()?;
                let lang = Language::from_str(&value.text, true);
                self.lang = Some(lang.map_err(|_| unknown(value, "lang", ["zh", "en"].into_iter()))?.lang());
            }
            "theme" => {
                let value = word()?;
                ThemeName::parse(&value.text).ok_or_else(|| {
                    unknown(value, "theme", ThemeName::ALL.into_iter().map(ThemeName::word))
                })?;
                self.theme = Some(value.text.clone());
            }
            "ambiguous" => {
                let value = word()?;
                let known = Cells::from_str(&value.text, true);
                let cells = known.map_err(|_| unknown(value, "ambiguous", ["narrow", "wide"].into_iter()))?;
                self.ambiguous = Some(cells.ambiguous());
            }
            "ascii" => self.ascii = Some(switch(word()?, "ascii")?),
            "mouse" => {
                let on = switch(word()?, "mouse")?;
                self.mouse = if on { Capture::Session } else { Capture::Terminal };
            }
            "sticky_filter" => self.sticky_filter = switch(word()?, "sticky_filter")?,
            // `keys:` with nothing in it.
            "keys" if entry.words.is_empty() => {}
            "keys" => {
                let said =
                    both!("keys：写成“动作: [键, 键]”", "keys: write `action: [key, key]` lines under it");
                return Err(at(Some(key), said));
            }
            _ => return Err(unknown(key, "", KEYS.into_iter())),
        }
        Ok(())
    }

    /// Every problem, a line each: `path:line:column: what`.
    pub(super) fn complaints(&self, lang: Lang) -> Vec<String> {
        let path =
            self.path.as_ref().map_or_else(|| "config.yaml".to_owned(), |path| path.display().to_string());
        let path = clean(&path);
        let line = |problem: &Refusal| {
            let said = clean(problem.said.get(lang)).into_owned();
            match problem {
                Refusal { line: 0, .. } => format!("{path}: {said}"),
                Refusal { line, column, .. } => format!("{path}:{line}:{column}: {said}"),
            }
        };
        self.problems.iter().map(line).collect()
    }

    /// What the session tells first, if anything is wrong.
    pub(super) fn notice(&self) -> Option<Said> {
        let first = self.problems.first()?;
        let (n, line, zh, en) = (self.problems.len(), first.line, &first.said.zh, &first.said.en);
        Some(both!(
            "config.yaml 有 {n} 处问题，第 {line} 行：{zh}",
            "config.yaml: {n} wrong, line {line}: {en}"
        ))
    }
}

/// The filter of the last session, if there was one.
pub(super) fn last_filter() -> Option<String> {
    let path = place("XDG_STATE_HOME", ".local/state", "filter")?;
    let found = fs::metadata(&path).ok().filter(|found| found.is_file() && found.len() < 4096)?;
    let text = found.is_file().then(|| fs::read_to_string(&path).ok()).flatten()?;
    text.lines().next().map(ToOwned::to_owned)
}

/// Keeps a filter for the next session. That it could not be kept is no reason to end a session with an error.
pub(super) fn keep_filter(text: &str) {
    let Some(path) = place("XDG_STATE_HOME", ".local/state", "filter") else { return };
    if last_filter().unwrap_or_default() == text {
        return;
    }
    let _ = path.parent().map(fs::create_dir_all);
    let _ = fs::write(&path, format!("{text}\n"));
}

/// A file of guatu's below the folder `variable` names, else below `default` at home. A name that is not absolute
/// counts for nothing (XDG).
fn place(variable: &str, default: &str, file: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = set(variable).or_else(|| set("HOME").map(|home| home.join(default)))?;
    Some(folder.join("guatu").join(file))
}

/// `copy: [y, Y]`: an action and its keys.
fn key(entry: &Entry) -> Result<(ActionId, Vec<Chord>), Refusal> {
    let id = ActionId::named(&entry.key.text).ok_or_else(|| unknown(&entry.key, "keys", Keymap::words()))?;
    let chord = |word: &Word| {
        Chord::parse(&word.text).ok_or_else(|| {
            let key = clean(&word.text);
            let said = both!(
                "keys：“{key}”不是键；写 y、ctrl-y、space、f5 或 \"g y\"",
                "keys: `{key}` is no key; write y, ctrl-y, space, f5 or \"g y\""
            );
            at(Some(word), said)
        })
    };
    Ok((id, entry.words.iter().map(chord).collect::<Result<_, _>>()?))
}

fn switch(word: &Word, key: &str) -> Result<bool, Refusal> {
    match word.text.as_str() {
        "true" | "on" | "yes" => Ok(true),
        "false" | "off" | "no" => Ok(false),
        _ => Err(unknown(word, key, ["true", "false"].into_iter())),
    }
}

fn at(word: Option<&Word>, said: Said) -> Refusal {
    Refusal { line: word.map_or(0, |word| word.line), column: word.map_or(0, |word| word.column), said }
}

/// A word that means nothing, and what is near it.
fn unknown<'a>(word: &Word, key: &str, known: impl Iterator<Item = &'a str> + Clone) -> Refusal {
    let offered = near(&word.text, known.clone());
    let some: Vec<&str> = if offered.is_empty() { known.take(8).collect() } else { offered };
    let (text, some) = (clean(&word.text), some.join(" "));
    let (zh, en) = if key.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("{key}："), format!("{key}: "))
    };
    at(Some(word), both!("{zh}没有“{text}”；有：{some}", "{en}there is no `{text}`; try {some}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Config {
        Config::of(&settings::entries(text).unwrap())
    }

    #[test]
    fn every_key_of_the_file_is_read() {
        let config = config(
            "lang: en\ntheme: light\nascii: true\nambiguous: wide\nmouse: off\nsticky_filter: true\nkeys:\n  \
             copy: [Y, ctrl-y]\n",
        );
        assert!(config.complaints(Lang::En).is_empty());
        assert_eq!((config.lang, config.theme.as_deref()), (Some(Lang::En), Some("light")));
        assert_eq!((config.ascii, config.ambiguous), (Some(true), Some(Ambiguous::Wide)));
        assert_eq!((config.mouse, config.sticky_filter), (Capture::Terminal, true));
        assert_eq!(config.keymap.names(ActionId::Copy), "Y Ctrl-Y");
    }

    #[test]
    fn a_slip_is_told_with_its_place_and_the_nearest_word_and_costs_its_line_only() {
        let config = config(
            "thme: dark\nlang: fr\nkeys:\n  quitt: Q\n  copy: [nokey]\n  edit: [E]\n  reread: [E]\ntheme: light\n",
        );
        assert_eq!(
            config.complaints(Lang::En),
            [
                "config.yaml:1:1: there is no `thme`; try theme",
                "config.yaml:2:7: lang: there is no `fr`; try zh en",
                "config.yaml:4:3: keys: there is no `quitt`; try quit",
                "config.yaml:5:10: keys: `nokey` is no key; write y, ctrl-y, space, f5 or \"g y\"",
                "config.yaml:7:3: keys: E is edit's already; reread does not get it",
                "config.yaml:7:3: keys: reread has no key any more",
            ]
        );
        assert_eq!(config.theme.as_deref(), Some("light"));
        assert_eq!(config.keymap.names(ActionId::Edit), "E");
        assert!(config.notice().unwrap().en.starts_with("config.yaml: 6 wrong, line 1: "));
    }
}
