//! Which keys call which action: the table's own, or those of the reader's settings. Matching, footer and help read it.

use super::actions::{ACTIONS, Action, ActionId};
use super::command::{Arrange, Fold, Move, Step};
use super::keys::{Key, KeyCode};
use super::model::Screen;

/// A key, or two in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The first.
    pub first: Key,
    /// The second, if there is one.
    pub second: Option<Key>,
}

impl Chord {
    /// The chord a name means: `j`, `ctrl-d`, `g g`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut parts = name.split_whitespace().map(|part| Key::parse(part).map(Key::narrow));
        let first = parts.next()??;
        let second = match parts.next() {
            Some(key) => Some(key?),
            None => None,
        };
        parts.next().is_none().then_some(Self { first, second })
    }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.first, self.second.map(|key| key.to_string()).unwrap_or_default())
    }
}

/// What a key means after what was typed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It does something.
    Does(ActionId),
    /// It may begin a sequence; what it does if the sequence does not come about.
    Begins(Option<ActionId>),
    /// Nothing.
    Nothing,
}

/// Two actions that one key would call on one screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The key.
    pub chord: Chord,
    /// The action that has it.
    pub holder: ActionId,
    /// The action that wanted it too.
    pub asker: ActionId,
}

/// The keys of every action, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bound: Vec<(ActionId, Vec<Chord>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let chords = |action: &Action| action.keys.iter().filter_map(|keys| Chord::parse(keys)).collect();
        Self { bound: ACTIONS.iter().map(|action| (action.id, chords(action))).collect() }
    }
}

impl Keymap {
    /// The keys of an action.
    pub fn chords(&self, id: ActionId) -> &[Chord] {
        self.bound.iter().find(|(bound, _)| *bound == id).map_or(&[], |(_, chords)| chords)
    }

    /// The keys of an action as the help writes them: `j Down`, `gg Home`.
    pub fn names(&self, id: ActionId) -> String {
        self.chords(id).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// What `key` means on `screen`, after `pending` if a sequence has begun.
    pub fn meaning(&self, pending: Option<Key>, key: Key, screen: Screen) -> Meaning {
        let (mut begins, mut alone) = (false, None);
        for (action, (id, chords)) in ACTIONS.iter().zip(&self.bound) {
            if !action.applies(screen) {
                continue;
            }
            for chord in chords {
                match (pending, chord.second) {
                    (None, None) if chord.first == key => alone = alone.or(Some(*id)),
                    (None, Some(_)) => begins |= chord.first == key,
                    (Some(pending), Some(second)) if chord.first == pending && second == key => {
                        return Meaning::Does(*id);
                    }
                    (None | Some(_), None) | (Some(_), Some(_)) => {}
                }
            }
        }
        match (begins, alone) {
            (true, alone) => Meaning::Begins(alone),
            (false, Some(id)) => Meaning::Does(id),
            (false, None) => Meaning::Nothing,
        }
    }

    /// Gives each of the actions exactly these keys. An action not named loses a key that a named one takes; two named
    /// ones that want the same key on a screen are a conflict, and the first has it.
    ///
    /// Ctrl-C ends the session whatever is asked for.
    pub fn rebind(&mut self, asked: &[(ActionId, Vec<Chord>)]) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let mut given: Vec<(ActionId, Chord)> = Vec::new();
        let quit = Chord { first: Key { code: KeyCode::Char('c'), ctrl: true }, second: None };
        given.push((ActionId::Quit, quit));
        for (id, chords) in asked {
            let mut own = if *id == ActionId::Quit { vec![quit] } else { Vec::new() };
            for chord in chords.iter().filter(|chord| !(*id == ActionId::Quit && **chord == quit)) {
                let holder = given.iter().find(|(other, held)| held == chord && meet(*other, *id));
                match holder {
                    Some((holder, _)) if holder != id => {
                        conflicts.push(Conflict { chord: *chord, holder: *holder, asker: *id });
                    }
                    Some(_) => {}
                    None => {
                        given.push((*id, *chord));
                        own.push(*chord);
                    }
                }
            }
            if let Some((_, bound)) = self.bound.iter_mut().find(|(bound, _)| bound == id) {
                *bound = own;
            }
        }
        for (id, chords) in &mut self.bound {
            if asked.iter().all(|(named, _)| named != id) {
                let taken =
                    |chord: &Chord| given.iter().any(|(by, it)| it == chord && by != id && meet(*by, *id));
                chords.retain(|chord| !taken(chord));
            }
        }
        conflicts
    }

    /// The actions that no key calls.
    pub fn unreachable(&self) -> Vec<ActionId> {
        self.bound.iter().filter(|(_, chords)| chords.is_empty()).map(|(id, _)| *id).collect()
    }
}

/// Whether two actions can be called on the same screen.
fn meet(one: ActionId, other: ActionId) -> bool {
    let row = |id: ActionId| ACTIONS.iter().find(|action| action.id == id);
    let Some((one, other)) = row(one).zip(row(other)) else { return false };
    Screen::every().any(|screen| one.applies(screen) && other.applies(screen))
}

impl Move {
    const fn word(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Up => "up",
            Self::HalfDown => "half-down",
            Self::HalfUp => "half-up",
            Self::PageDown => "page-down",
            Self::PageUp => "page-up",
            Self::First => "top",
            Self::Last => "end",
        }
    }
}

impl ActionId {
    /// The action's word in the settings and on the command line: `copy`, `page-down`, `day-back`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Show(screen) => screen.word(),
            Self::Move(motion) => motion.word(),
            Self::Fold(fold) => match fold {
                Fold::Enter => "enter",
                Fold::Open => "unfold",
                Fold::Close => "fold",
                Fold::Toggle => "toggle",
                Fold::OpenAll => "unfold-all",
                Fold::Depth(0) => "fold-all",
                Fold::Depth(1) => "parts",
                Fold::Depth(2) => "sections",
                Fold::Depth(_) => "tasks",
            },
            Self::Detail(lines) if lines > 0 => "detail-down",
            Self::Detail(_) => "detail-up",
            Self::Travel(i8::MIN..=-7) => "week-back",
            Self::Travel(-6..=0) => "day-back",
            Self::Travel(1..=6) => "day-on",
            Self::Travel(7..) => "week-on",
            Self::Step(step) => match step {
                Step::NextMatch => "next",
                Step::PreviousMatch => "previous",
                Step::NextChange => "next-change",
                Step::PreviousChange => "previous-change",
            },
            Self::Arrange(Arrange::Sort) => "sort",
            Self::Arrange(Arrange::Group) => "group",
            Self::Today => "today",
            Self::NextFigure => "figure",
            Self::Slip => "slip",
            Self::Group => "by-unit",
            Self::Pan(..=-1) => "earlier",
            Self::Pan(0..) => "later",
            Self::ZoomIn => "finer",
            Self::ZoomOut => "coarser",
            Self::ZoomFit => "fit",
            Self::Months => "months",
            Self::Since => "since",
            Self::Sort => "sort-plans",
            Self::Explain => "explain",
            Self::Filter => "filter",
            Self::Copy => "copy",
            Self::Prompt => "command",
            Self::Mouse => "mouse",
            Self::Edit => "edit",
            Self::Back => "back",
            Self::Language => "language",
            Self::Theme => "theme",
            Self::Help => "help",
            Self::Repaint => "repaint",
            Self::Reread => "reread",
            Self::Suspend => "suspend",
            Self::Quit => "quit",
        }
    }

    /// The action a word names.
    pub fn named(word: &str) -> Option<Self> {
        ACTIONS.iter().map(|action| action.id).find(|id| id.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn chord(name: &str) -> Chord {
        Chord::parse(name).unwrap()
    }

    #[test]
    fn every_key_of_the_table_is_a_key_and_does_what_its_row_says() {
        let keymap = Keymap::default();
        for action in ACTIONS {
            for keys in action.keys {
                let Chord { first, second } = Chord::parse(keys).expect(keys);
                for screen in Screen::every().filter(|screen| action.applies(*screen)) {
                    match second {
                        Some(second) => {
                            assert!(
                                matches!(keymap.meaning(None, first, screen), Meaning::Begins(_)),
                                "{keys}"
                            );
                            let meaning = keymap.meaning(Some(first), second, screen);
                            assert_eq!(meaning, Meaning::Does(action.id), "{keys}");
                        }
                        None => assert!(
                            [Meaning::Does(action.id), Meaning::Begins(Some(action.id))]
                                .contains(&keymap.meaning(None, first, screen)),
                            "{keys}"
                        ),
                    }
                }
            }
        }
    }

    #[test]
    fn a_first_key_of_a_sequence_waits_for_the_second() {
        let keymap = Keymap::default();
        let meaning = |pending: Option<char>, key, screen| {
            keymap.meaning(pending.map(Key::char), Key::char(key), screen)
        };
        assert_eq!(meaning(None, 'g', Screen::Tree), Meaning::Begins(None));
        assert_eq!(meaning(None, 'z', Screen::Units), Meaning::Nothing);
        assert_eq!(meaning(Some('g'), 'x', Screen::Tree), Meaning::Nothing);
        assert_eq!(meaning(None, ']', Screen::Tree), Meaning::Does(ActionId::Travel(1)));
        assert_eq!(meaning(None, ']', Screen::Changes), Meaning::Begins(Some(ActionId::Travel(1))));
    }

    #[test]
    fn every_action_has_a_word_of_its_own() {
        let words: HashSet<&str> = ACTIONS.iter().map(|action| action.id.word()).collect();
        assert_eq!(words.len(), ACTIONS.len());
        assert_eq!(ActionId::named("copy"), Some(ActionId::Copy));
    }

    #[test]
    fn an_action_takes_a_key_from_one_that_was_not_named_and_never_from_one_that_was() {
        let mut keymap = Keymap::default();
        let conflicts = keymap.rebind(&[
            (ActionId::Copy, vec![chord("j"), chord("Y")]),
            (ActionId::Edit, vec![chord("Y"), chord("ctrl-e")]),
            (ActionId::Quit, vec![chord("Q")]),
        ]);
        assert_eq!(keymap.names(ActionId::Copy), "j Y");
        assert_eq!(keymap.names(ActionId::Move(Move::Down)), "Down");
        assert_eq!(keymap.names(ActionId::Edit), "Ctrl-E");
        assert_eq!(keymap.names(ActionId::Quit), "Ctrl-C Q", "Ctrl-C always ends it");
        let [Conflict { chord: key, holder, asker }] = conflicts[..] else { panic!("{conflicts:?}") };
        assert_eq!((key, holder, asker), (chord("Y"), ActionId::Copy, ActionId::Edit));
        assert!(keymap.unreachable().is_empty());
    }
}
