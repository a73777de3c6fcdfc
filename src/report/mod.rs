//! Reports: a board's figures as bytes, one file a format. A format is removed by deleting its file and its line here.
//!
//! Refuses: opening files, reading the clock, computing a figure. What a writer prints stands in
//! [`crate::domain::Board`].

use crate::domain::{Board, Calendar, Day, Finding, Light, Percent};
use crate::text::{Lang, Phrase};

pub mod csv;
mod drawing;
pub mod findings;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod openmetrics;
mod page;
pub mod schema;
mod table;
pub mod text;
mod view;

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
    /// For a document: [`markdown`].
    Markdown,
    /// One page for a browser and a printer: [`html`].
    Html,
    /// Rows for a spreadsheet: [`csv`].
    Csv,
    /// Everything for programs: [`json`].
    Json,
    /// Deadlines for a calendar: [`ics`].
    Ics,
    /// Gauges for monitoring: [`openmetrics`].
    Openmetrics,
}

impl Format {
    /// All formats, in the order of the command's help.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Markdown, Self::Html, Self::Csv, Self::Json, Self::Ics, Self::Openmetrics];

    /// The word on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ics => "ics",
            Self::Openmetrics => "openmetrics",
        }
    }

    /// What it is for, for people.
    pub const fn what(self) -> Phrase {
        match self {
            Self::Text => Phrase::new("给人看的文字，可发给同事", "columns for people, to be mailed"),
            Self::Markdown => Phrase::new("写进文档", "for a document"),
            Self::Html => Phrase::new("一个网页，可打印（A4）", "one page for a browser and a printer"),
            Self::Csv => Phrase::new("电子表格，每个事项一行", "rows for a spreadsheet, one an item"),
            Self::Json => Phrase::new("全部数字，供程序读取", "every figure, for programs"),
            Self::Ics => {
                Phrase::new("日历：未完成的时限和细则期限", "a calendar of open due dates and deadlines")
            }
            Self::Openmetrics => Phrase::new("监控指标（Prometheus）", "gauges for Prometheus"),
        }
    }

    /// The views this format has: the one table of what goes with what.
    ///
    /// JSON and the gauges are one object with every figure, so they have the one view `summary`. A spreadsheet's rows
    /// are items, so it has no `units`. A calendar holds what falls due: all of it, the rules alone, or two weeks.
    pub const fn views(self) -> &'static [View] {
        match self {
            Self::Text | Self::Markdown | Self::Html => &View::ALL,
            Self::Csv => &[View::Summary, View::Tree, View::Overdue, View::Rules, View::Week, View::Changes],
            Self::Json | Self::Openmetrics => &[View::Summary],
            Self::Ics => &[View::Summary, View::Rules, View::Week],
        }
    }
}

/// The report `view` in `format`, as bytes.
///
/// # Errors
///
/// Only what a serialiser says, which for these values is nothing.
pub fn write(format: Format, view: View, sheet: &Sheet<'_>) -> std::io::Result<Vec<u8>> {
    Ok(match format {
        Format::Text => text::write(view, sheet).into_bytes(),
        Format::Markdown => markdown::write(view, sheet).into_bytes(),
        Format::Html => html::write(view, sheet).into_bytes(),
        Format::Csv => csv::write(view, sheet)?,
        Format::Json => json::write(sheet.boards, sheet.root, sheet.style.lang)?,
        Format::Ics => ics::write(view, sheet).into_bytes(),
        Format::Openmetrics => openmetrics::write(sheet).into_bytes(),
    })
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

/// What a report is written from: the boards as they are to be shown, narrowed or whole.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// One board a plan.
    pub boards: &'a [Board],
    /// The same plans on the day [`View::Changes`] compares with; else empty.
    pub before: &'a [Board],
    /// What is wrong with the root itself.
    pub root: &'a [Finding],
    /// The calendar the boards were computed by.
    pub calendar: &'a Calendar,
    /// How it is written.
    pub style: Style,
}

impl<'a> Sheet<'a> {
    /// The boards, each with its twin of the day before.
    fn boards(&self) -> impl Iterator<Item = (&'a Board, Option<&'a Board>)> {
        let before = self.before;
        self.boards.iter().enumerate().map(move |(n, board)| (board, before.get(n)))
    }
}

/// How the formats for people are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// With which signs.
    pub signs: Signs,
}

impl Style {
    pub(super) fn sign(self, light: Light) -> &'static str {
        self.signs.of(light)
    }

    /// `45.0%`; a dash where there is nothing to take a mean of.
    pub(super) fn percent(self, percent: Option<Percent>) -> String {
        percent.map_or_else(|| self.none().to_owned(), |percent| format!("{percent}%"))
    }

    /// `2022-02-16`, or a dash.
    pub(super) fn date(self, day: Option<Day>) -> String {
        day.map_or_else(|| self.none().to_owned(), |day| day.to_string())
    }

    /// What stands in an empty cell.
    pub(super) fn none(self) -> &'static str {
        match self.signs {
            Signs::Unicode => "—",
            Signs::Ascii => "-",
        }
    }

    /// What separates the parts of a line.
    pub(super) fn dot(self) -> &'static str {
        match self.signs {
            Signs::Unicode => " · ",
            Signs::Ascii => " - ",
        }
    }
}
