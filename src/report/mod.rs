//! Reports: a board's figures as bytes, one file a format. A format is removed by deleting its file and its line here.
//!
//! Refuses: opening files, reading the clock, computing a figure. What a writer prints stands in
//! [`crate::domain::Board`].

use crate::domain::Light;

pub mod findings;
pub mod json;
pub mod text;

/// A question a report answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// How do we stand?
    Summary,
    /// Where in the plan?
    Tree,
    /// What is late, and what soon will be?
    Overdue,
    /// Who has published the rules of clause （十七）, and who has not?
    Rules,
    /// Who owes what this week and next?
    Week,
    /// How does each unit do?
    Units,
    /// What changed since a day?
    Changes,
}

impl View {
    /// All views, in the order of the command's help.
    pub const ALL: [Self; 7] =
        [Self::Summary, Self::Tree, Self::Overdue, Self::Rules, Self::Week, Self::Units, Self::Changes];

    /// The word on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Tree => "tree",
            Self::Overdue => "overdue",
            Self::Rules => "rules",
            Self::Week => "week",
            Self::Units => "units",
            Self::Changes => "changes",
        }
    }
}

/// A format a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Columns for people: [`text`].
    Text,
    /// Everything for programs: [`json`].
    Json,
}

impl Format {
    /// All formats, in the order of the command's help.
    pub const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// The word on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }

    /// The views this format has. JSON is one object with every figure, so it has the one view `summary`.
    pub const fn views(self) -> &'static [View] {
        match self {
            Self::Text => &View::ALL,
            Self::Json => &[View::Summary],
        }
    }
}

/// Which signs stand for the lights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Signs {
    /// Shapes: `✖ ▴ ◉ ◌ ✔`.
    #[default]
    Unicode,
    /// Their ASCII twins.
    Ascii,
}

impl Signs {
    /// The sign of a light.
    pub const fn of(self, light: Light) -> &'static str {
        match self {
            Self::Unicode => light.sign(),
            Self::Ascii => light.ascii(),
        }
    }
}
