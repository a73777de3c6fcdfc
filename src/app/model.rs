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
use super::plans::{self, Opens, Plans};
use super::prompt::Prompt;
use super::rows::Rows;
pub use super::screen::Screen;
use super::since::{Looks, Since};
use super::step::Pending;
use super::theme_name::ThemeName;
use super::timeline::Timeline;
use super::wall::Wall;
use crate::domain::agenda::Falls;
use crate::domain::filter::Filter;
use crate::domain::{Board, Day, ItemIx, Portfolio, SectionIx, Seen, Text, UnitIx};
use crate::text::{Ambiguous, Lang, Said};

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
    /// The reminder slip of the unit under the cursor.
    Slip {
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
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// The day asked for.
    pub as_of: Option<Day>,
    /// The plan asked for.
    pub plan: Option<Text>,
    /// The filter asked for.
    pub filter: Filter,
    /// The wall, if this is one.
    pub wall: Option<Wall>,
    /// How long the data loop may be silent before the reader is told: more than two of its rounds.
    pub patience: Duration,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// Whether the mouse is the session's or the terminal's own.
    pub mouse: Capture,
    /// What to tell the reader first.
    pub notice: Option<Said>,
    /// What the reader had seen of each plan when he last looked, by the plan's id.
    pub seen: HashMap<Text, Seen>,
    /// The sections that are folded ([`Model::section_id`]), of any plan.
    pub folded: HashSet<Text>,
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
            ambiguous: Ambiguous::Narrow,
            as_of: None,
            plan: None,
            filter: Filter::default(),
            wall: None,
            patience: Duration::from_secs(5),
            keymap: Arc::default(),
            mouse: Capture::Session,
            notice: None,
            seen: HashMap::new(),
            folded: HashSet::new(),
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
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Where the reader is, by screen.
    pub places: HashMap<Screen, Place>,
    /// The rows of the current screen.
    pub rows: Rows,
    /// The sections that are folded, by their ids, of every plan.
    pub folded: HashSet<Text>,
    /// Whether the week is grouped by unit, not by day.
    pub week_by_unit: bool,
    /// Where the timeline stands.
    pub timeline: Timeline,
    /// What limits every list.
    pub filter: Filter,
    /// The filter being typed, if one is.
    pub typing: Option<String>,
    /// What the saves of this session changed.
    pub feed: Feed,
    /// What the changes are counted from, and what the reader has seen.
    pub since: Since,
    /// The plans side by side.
    pub plans: Plans,
    /// Items a save has just changed, and until when they are marked.
    pub marks: HashMap<Text, Duration>,
    /// How the files are watched.
    pub watching: Watching,
    /// When the files were last read with a change, hour, minute and second.
    pub read_at: Option<(u8, u8, u8)>,
    /// The data loop's beats, counted.
    pub beats: u64,
    /// When the data loop was last heard of; none before the first time.
    pub heard_at: Option<Duration>,
    /// How long it may be silent before the reader is told.
    pub patience: Duration,
    /// For how long it has been silent, in whole seconds, once that is too long: the storage does not answer.
    pub silence: Option<u64>,
    /// When the files could last be looked at, hour, minute and second.
    pub seen_at: Option<(u8, u8, u8)>,
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
        let Setup {
            lang,
            theme,
            ascii,
            ambiguous,
            as_of,
            plan,
            filter,
            wall,
            patience,
            keymap,
            mouse,
            notice,
            seen,
            folded,
        } = setup;
        let opens = if plan.is_none() { Opens::Plans } else { Opens::Plan };
        // Whoever asks for another day does not look at how things stand.
        let looks = if as_of.is_none() && wall.is_none() { Looks::AtToday } else { Looks::Aside };
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
            ambiguous,
            places: HashMap::new(),
            rows: Rows::default(),
            folded,
            week_by_unit: false,
            timeline: Timeline::default(),
            filter,
            typing: None,
            feed: Feed::default(),
            since: Since::new(seen, looks),
            plans: Plans::new(opens),
            marks: HashMap::new(),
            watching: Watching::default(),
            read_at: None,
            beats: 0,
            heard_at: None,
            patience,
            silence: None,
            seen_at: None,
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

    /// What the cursor was last put on, whether or not it is still there.
    pub(super) fn cursor_id(&self) -> Option<&Id> {
        self.places.get(&self.screen)?.cursor.as_ref()
    }

    /// The row the cursor is on, counted from 0; the first that can be chosen if its id has gone.
    pub fn cursor_row(&self) -> Option<usize> {
        let cursor = self.cursor_id();
        if let Some(found) = self.rows.found(cursor) {
            return found.row;
        }
        let there = cursor.and_then(|id| self.rows.iter().position(|row| row.id.as_ref() == Some(id)));
        there
            // A figure of the overview is gone to on purpose; the items are what one walks through.
            .or_else(|| {
                self.rows.iter().position(|row| row.id.is_some() && !matches!(row.id, Some(Id::Figure(_))))
            })
            .or_else(|| self.rows.iter().position(|row| row.id.is_some()))
    }

    /// The first row a list of `height` rows shows, and the line of the list the cursor's row stands on.
    ///
    /// The cursor's row stays on its line where it can; the list never goes past its end.
    pub fn window(&self, height: usize) -> (usize, usize) {
        let Some(row) = self.cursor_row() else { return (0, 0) };
        let line = self.places.get(&self.screen).map_or(0, |place| place.line).min(height.saturating_sub(1));
        let above = row.saturating_sub(line);
        // The headings above the first row belong on the screen with it.
        let headings = self.rows.iter().take(above).all(|row| row.id.is_none()) && line + above < height;
        let heading = if headings { above } else { 0 };
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
            Id::Change { save, .. } if plans::is_foreign(self, *save) => None,
            Id::Item(id) | Id::Owed { item: id, .. } | Id::Change { item: id, .. } => {
                board.plan().item_of(id)
            }
            Id::Section(_) | Id::Unit(_) | Id::Finding(_) | Id::Figure(_) | Id::Plan(_) => None,
        }
    }

    /// The unit the cursor is on, or the first that still owes what the cursor is on: whose slip is shown.
    pub fn unit_under_cursor(&self) -> Option<UnitIx> {
        let board = self.board.as_ref()?;
        let plan = board.plan();
        match self.cursor()?.id.as_ref()? {
            Id::Unit(unit) | Id::Owed { unit, .. } => plan.unit_of(unit),
            Id::Change { save, .. } if plans::is_foreign(self, *save) => None,
            Id::Item(id) | Id::Change { item: id, .. } => {
                let ix = plan.item_of(id)?;
                let owing = Falls::Item(ix).owing(board);
                owing.first().or_else(|| plan.item(ix)?.leads.first()).copied()
            }
            Id::Section(_) | Id::Finding(_) | Id::Figure(_) | Id::Plan(_) => None,
        }
    }

    /// The id of a section: the plan's, and the labels from the part down; the title of one that has no label.
    pub fn section_id(board: &Board, ix: SectionIx) -> Text {
        let plan = board.plan();
        let path = plan
            .path(ix)
            .into_iter()
            .filter_map(|ix| plan.section(ix))
            .map(|section| if section.label.is_empty() { &section.title.own } else { &section.label })
            .map(|name| name.replace('/', "／"));
        std::iter::once(plan.id.to_string()).chain(path).collect::<Vec<_>>().join("/").into()
    }
}
