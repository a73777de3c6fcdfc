//! The session as a value.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::edit::Holder;
use super::feed::Feed;
use super::keymap::Keymap;
use super::list::{Id, Row};
use super::message::Watching;
use super::order::{Group, Order};
use super::prompt::Prompt;
use super::step::Pending;
use super::wall::Wall;
use crate::domain::filter::Filter;
use crate::domain::{Board, Day, ItemIx, Portfolio, SectionIx, Text};
use crate::text::{Lang, Phrase, Said};

/// A screen of the session. Each answers one question in one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Screen {
    /// `1` How do we stand?
    Overview,
    /// `2` Where in the plan?
    Tree,
    /// `3` What is late, whose, since when?
    Overdue,
    /// `4` The supervision rules and their 20 days.
    Rules,
    /// `6` Each unit.
    Units,
    /// `8` What changed.
    Changes,
    /// `9` What is wrong in the files.
    Findings,
}

impl Screen {
    /// The screens in the order of their keys.
    pub const ALL: [Self; 7] =
        [Self::Overview, Self::Tree, Self::Overdue, Self::Rules, Self::Units, Self::Changes, Self::Findings];

    /// The digit that opens it.
    pub const fn key(self) -> char {
        match self {
            Self::Overview => '1',
            Self::Tree => '2',
            Self::Overdue => '3',
            Self::Rules => '4',
            Self::Units => '6',
            Self::Changes => '8',
            Self::Findings => '9',
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Overview => Phrase::new("总览", "Overview"),
            Self::Tree => Phrase::new("章节树", "Tree"),
            Self::Overdue => Phrase::new("逾期", "Overdue"),
            Self::Rules => Phrase::new("细则", "Rules"),
            Self::Units => Phrase::new("单位", "Units"),
            Self::Changes => Phrase::new("动态", "Changes"),
            Self::Findings => Phrase::new("问题", "Findings"),
        }
    }

    /// The word on the command line (`--view`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Tree => "tree",
            Self::Overdue => "overdue",
            Self::Rules => "rules",
            Self::Units => "units",
            Self::Changes => "changes",
            Self::Findings => "findings",
        }
    }
}

/// A theme's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Light text on the terminal's dark background.
    #[default]
    Dark,
    /// Dark text on a light background.
    Light,
    /// No colour at all (`NO_COLOR`): bold, dim, reverse.
    Mono,
}

impl ThemeName {
    /// The next theme: what `T` does.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Mono,
            Self::Mono => Self::Dark,
        }
    }

    /// The theme a word names.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "dark" => Some(Self::Dark),
            "light" => Some(Self::Light),
            "mono" | "none" => Some(Self::Mono),
            _ => None,
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Dark => Phrase::new("深色", "dark"),
            Self::Light => Phrase::new("浅色", "light"),
            Self::Mono => Phrase::new("无色", "no colour"),
        }
    }
}

/// How long the first notice stays: it is about the reader's settings, and says what to do.
const FIRST_NOTICE: Duration = Duration::from_secs(15);

/// What lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Every key.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// Everything about the item under the cursor, where there is no room for a pane.
    Detail {
        /// The first line shown.
        top: usize,
    },
    /// How the item under the cursor came by its date and light.
    Explain {
        /// The first line shown.
        top: usize,
    },
}

/// Where the reader is on one screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// What the cursor is on.
    pub cursor: Option<Id>,
    /// The line of the list it stands on: kept when rows appear or go above it.
    pub line: usize,
}

/// What a session starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The language asked for; none: the plan's own.
    pub lang: Option<Lang>,
    /// The theme.
    pub theme: ThemeName,
    /// Whether only ASCII glyphs are drawn.
    pub ascii: bool,
    /// The day asked for.
    pub as_of: Option<Day>,
    /// The plan asked for.
    pub plan: Option<Text>,
    /// The filter asked for.
    pub filter: Filter,
    /// The wall, if this is one.
    pub wall: Option<Wall>,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// Whether the mouse is the session's or the terminal's own.
    pub mouse: Capture,
    /// What to tell the reader first.
    pub notice: Option<Said>,
}

/// Whose the mouse is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Capture {
    /// The session's: clicks and the wheel come here.
    #[default]
    Session,
    /// The terminal's: text can be selected with it.
    Terminal,
}

impl Capture {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Session => Self::Terminal,
            Self::Terminal => Self::Session,
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            lang: None,
            theme: ThemeName::Dark,
            ascii: false,
            as_of: None,
            plan: None,
            filter: Filter::default(),
            wall: None,
            keymap: Arc::default(),
            mouse: Capture::Session,
            notice: None,
        }
    }
}

/// The session.
#[derive(Debug, Clone)]
pub struct Model {
    /// Everything that was read; none before the first reading.
    pub portfolio: Option<Arc<Portfolio>>,
    /// The figures of the open plan on the day shown.
    pub board: Option<Arc<Board>>,
    /// The plan that is open; none: the first.
    pub plan: Option<Text>,
    /// The day travelled to; none: the plan's today.
    pub travel: Option<Day>,
    /// The screen.
    pub screen: Screen,
    /// The unattended display, if this is one.
    pub wall: Option<Wall>,
    /// The language asked for; none: the plan's own.
    pub lang: Option<Lang>,
    /// The theme.
    pub theme: ThemeName,
    /// Whether only ASCII glyphs are drawn.
    pub ascii: bool,
    /// Where the reader is, by screen.
    pub places: HashMap<Screen, Place>,
    /// The rows of the current screen.
    pub rows: Vec<Row>,
    /// The sections that are folded, by their ids.
    pub folded: HashSet<Text>,
    /// What limits every list.
    pub filter: Filter,
    /// The filter being typed, if one is.
    pub typing: Option<String>,
    /// What the saves of this session changed.
    pub feed: Feed,
    /// Items a save has just changed, and until when they are marked.
    pub marks: HashMap<Text, Duration>,
    /// How the files are watched.
    pub watching: Watching,
    /// When the files were last read with a change, hour, minute and second.
    pub read_at: Option<(u8, u8, u8)>,
    /// The data loop's beats, counted.
    pub beats: u64,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// The first key of a sequence such as `gg`.
    pub pending: Option<Pending>,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The command being typed, if one is, and those typed before.
    pub prompt: Prompt,
    /// What narrows the help.
    pub help_filter: String,
    /// The order of the flat lists, by screen.
    pub orders: HashMap<Screen, Order>,
    /// The headings of the overdue list.
    pub group: Group,
    /// Whose the mouse is.
    pub mouse: Capture,
    /// Whether the button went down on the scroll bar.
    pub dragging: bool,
    /// A line for the reader, and until when.
    pub notice: Option<(Said, Duration)>,
    /// The first line of the detail shown.
    pub detail_top: usize,
    /// Who has the terminal.
    pub holder: Holder,
}

impl Model {
    /// A session that has read nothing yet.
    pub fn new(setup: Setup) -> Self {
        let Setup { lang, theme, ascii, as_of, plan, filter, wall, keymap, mouse, notice } = setup;
        Self {
            portfolio: None,
            board: None,
            plan,
            travel: as_of,
            screen: Screen::Overview,
            wall,
            lang,
            theme,
            ascii,
            places: HashMap::new(),
            rows: Vec::new(),
            folded: HashSet::new(),
            filter,
            typing: None,
            feed: Feed::default(),
            marks: HashMap::new(),
            watching: Watching::default(),
            read_at: None,
            beats: 0,
            overlay: None,
            pending: None,
            keymap,
            prompt: Prompt::default(),
            help_filter: String::new(),
            orders: HashMap::new(),
            group: Group::default(),
            mouse,
            dragging: false,
            notice: notice.map(|said| (said, FIRST_NOTICE)),
            detail_top: 0,
            holder: Holder::Session,
        }
    }

    /// The language of the interface.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(|| self.board.as_ref().map_or(Lang::Zh, |board| board.plan().language))
    }

    /// Where the reader is on the current screen.
    pub fn place(&self) -> Place {
        self.places.get(&self.screen).cloned().unwrap_or_default()
    }

    /// The row the cursor is on, counted from 0; the first that can be chosen if its id has gone.
    pub fn cursor_row(&self) -> Option<usize> {
        let cursor = self.place().cursor;
        self.rows
            .iter()
            .position(|row| row.id.is_some() && row.id == cursor)
            .or_else(|| self.rows.iter().position(|row| row.id.is_some()))
    }

    /// The first row a list of `height` rows shows, and the line of the list the cursor's row stands on.
    ///
    /// The cursor's row stays on its line where it can; the list never goes past its end.
    pub fn window(&self, height: usize) -> (usize, usize) {
        let Some(row) = self.cursor_row() else { return (0, 0) };
        let line = self.places.get(&self.screen).map_or(0, |place| place.line).min(height.saturating_sub(1));
        let above = row.saturating_sub(line);
        // A heading above the first row belongs on the screen with it.
        let heading = usize::from(above == 1 && row == line + 1 && line + 1 < height);
        let top = (above - heading).min(self.rows.len().saturating_sub(height));
        (top, row - top)
    }

    /// What the cursor is on.
    pub fn cursor(&self) -> Option<&Row> {
        self.rows.get(self.cursor_row()?)
    }

    /// The item the cursor is on.
    pub fn item_under_cursor(&self) -> Option<ItemIx> {
        let board = self.board.as_ref()?;
        match self.cursor()?.id.as_ref()? {
            Id::Item(id) | Id::Owed { item: id, .. } | Id::Change { item: id, .. } => {
                board.plan().item_of(id)
            }
            Id::Section(_) | Id::Unit(_) | Id::Finding(_) => None,
        }
    }

    /// The id of a section: its labels from the part down; the title of one that has no label.
    pub fn section_id(board: &Board, ix: SectionIx) -> Text {
        let plan = board.plan();
        let names: Vec<String> = plan
            .path(ix)
            .into_iter()
            .filter_map(|ix| plan.section(ix))
            .map(|section| if section.label.is_empty() { &section.title.own } else { &section.label })
            .map(|name| name.replace('/', "／"))
            .collect();
        names.join("/").into()
    }
}
