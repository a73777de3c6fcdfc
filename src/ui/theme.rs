//! Roles, their colours, and the sign and the ASCII twin of every light. No colour literal stands anywhere else.

mod depth;
mod palettes;

use ratatui::style::{Color, Modifier, Style};

use crate::app::ThemeName;
use crate::domain::Light;
use crate::text::{Ambiguous, width_in};
pub use depth::{Depth, parts};
use palettes::Palette;

/// What a piece of text is; a theme says how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important: ids, hints, dates.
    Muted,
    /// A title.
    Strong,
    /// A heading, a key.
    Accent,
    /// Lines between panes.
    Frame,
    /// 红.
    Red,
    /// 黄.
    Yellow,
    /// 绿.
    Green,
    /// 灰.
    Grey,
    /// 完成.
    Done,
    /// The full part of a bar.
    Bar,
    /// The empty part of a bar.
    BarRest,
    /// Something a save has just changed.
    Changed,
    /// What must not be overlooked: not today, sample data, a blind watcher.
    Banner,
    /// A day of rest.
    RestDay,
    /// A make-up working day.
    MakeUp,
    /// Today on a strip of days.
    Today,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 17] = [
        Self::Text,
        Self::Muted,
        Self::Strong,
        Self::Accent,
        Self::Frame,
        Self::Red,
        Self::Yellow,
        Self::Green,
        Self::Grey,
        Self::Done,
        Self::Bar,
        Self::BarRest,
        Self::Changed,
        Self::Banner,
        Self::RestDay,
        Self::MakeUp,
        Self::Today,
    ];

    /// The role of a light.
    pub const fn of(light: Light) -> Self {
        match light {
            Light::Red => Self::Red,
            Light::Yellow => Self::Yellow,
            Light::Green => Self::Green,
            Light::Grey => Self::Grey,
            Light::Done => Self::Done,
        }
    }

    /// Its name in the pictures of the tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Muted => "muted",
            Self::Strong => "strong",
            Self::Accent => "accent",
            Self::Frame => "frame",
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Grey => "grey",
            Self::Done => "done",
            Self::Bar => "bar",
            Self::BarRest => "bar-rest",
            Self::Changed => "changed",
            Self::Banner => "banner",
            Self::RestDay => "rest-day",
            Self::MakeUp => "make-up",
            Self::Today => "today",
        }
    }
}

/// Looks for every role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// One of the themes people choose.
    Named(ThemeName),
    /// Each role in a colour of its own number: the pictures of the tests read the roles back from it.
    Roles,
}

impl Theme {
    /// The colours of a theme that has its own.
    const fn palette(self) -> Option<&'static Palette> {
        match self {
            Self::Named(ThemeName::Dark) => Some(&palettes::DARK),
            Self::Named(ThemeName::Light) => Some(&palettes::LIGHT),
            Self::Named(ThemeName::Contrast) => Some(&palettes::CONTRAST),
            Self::Named(ThemeName::ContrastLight) => Some(&palettes::CONTRAST_LIGHT),
            Self::Named(ThemeName::Safe) => Some(&palettes::SAFE),
            Self::Named(ThemeName::SafeLight) => Some(&palettes::SAFE_LIGHT),
            Self::Named(ThemeName::Sixteen | ThemeName::Mono) | Self::Roles => None,
        }
    }

    /// How `role` looks.
    pub fn style(self, role: Role) -> Style {
        match (self.palette(), self) {
            (Some(palette), _) => palette.style(role),
            (None, Self::Named(ThemeName::Sixteen)) => palettes::sixteen(role),
            (None, Self::Named(_)) => palettes::mono(role),
            (None, Self::Roles) => {
                let number = Role::ALL.iter().position(|it| *it == role).unwrap_or_default();
                Style::new().fg(Color::Indexed(u8::try_from(number).unwrap_or_default()))
            }
        }
    }

    /// The look of the row the cursor is on, laid over its roles.
    pub fn cursor(self) -> Style {
        self.palette().map_or(Style::new().add_modifier(Modifier::REVERSED), Palette::cursor)
    }

    /// The ground everything is drawn on. Painted, so that a theme never meets a background it was not made for;
    /// the two themes that use the terminal's own colours leave it its own.
    pub fn ground(self) -> Style {
        match (self.palette(), self) {
            (Some(palette), _) => palette.ground(),
            // Said, not left out: what a cell showed before must not shine through.
            (None, Self::Named(_)) => Style::new().fg(Color::Reset).bg(Color::Reset),
            (None, Self::Roles) => Style::new(),
        }
    }

    /// The ground of a bar, where the theme has one: the empty part and what shines through a cell half full.
    pub fn bar_ground(self) -> Option<Color> {
        self.palette().map(Palette::bar_ground)
    }

    /// The role a style stands for in the test theme.
    pub fn role_of(style: Style) -> Option<Role> {
        match style.fg {
            Some(Color::Indexed(n)) => Role::ALL.get(usize::from(n)).copied(),
            _ => None,
        }
    }
}

/// The glyphs of the interface; every one has an ASCII twin. None of the signs is of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    ascii: bool,
    ambiguous: Ambiguous,
}

impl Glyphs {
    /// The glyphs, or their ASCII twins: all of them, or of those that a terminal draws wider than a cell.
    pub const fn new(ascii: bool, ambiguous: Ambiguous) -> Self {
        Self { ascii, ambiguous }
    }

    /// Whether only ASCII is drawn.
    pub const fn is_ascii(self) -> bool {
        self.ascii
    }

    /// The sign of a light, one cell.
    pub const fn light(self, light: Light) -> &'static str {
        if self.ascii { light.ascii() } else { light.sign() }
    }

    /// A glyph or its twin.
    pub fn pick(self, glyph: &'static str, twin: &'static str) -> &'static str {
        let fits = || width_in(glyph, self.ambiguous) == width_in(glyph, Ambiguous::Narrow);
        if self.ascii || !fits() { twin } else { glyph }
    }

    /// The mark of an open fold.
    pub fn open(self) -> &'static str {
        self.pick("▾", "-")
    }

    /// The mark of a closed fold.
    pub fn closed(self) -> &'static str {
        self.pick("▸", "+")
    }

    /// The mark of a row a save has just changed.
    pub fn changed(self) -> &'static str {
        self.pick("✦", "*")
    }

    /// A line between panes, one cell.
    pub fn horizontal(self) -> &'static str {
        self.pick("─", "-")
    }

    /// A line between panes side by side, one cell.
    pub fn vertical(self) -> &'static str {
        self.pick("│", "|")
    }

    /// A dot between words.
    pub fn dot(self) -> &'static str {
        self.pick("·", "-")
    }

    /// The part of a cell of a bar that is full, in eighths.
    pub fn eighth(self, eighths: usize) -> &'static str {
        let glyph = ["░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"].get(eighths).copied().unwrap_or("█");
        self.pick(glyph, if eighths >= 4 { "#" } else { "." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn every_light_has_a_sign_of_its_own_one_cell_wide() {
        for ascii in [false, true] {
            let glyphs = Glyphs::new(ascii, Ambiguous::Wide);
            let signs: std::collections::HashSet<_> =
                Light::ALL.into_iter().map(|light| glyphs.light(light)).collect();
            assert_eq!(signs.len(), Light::ALL.len());
            assert!(
                signs
                    .iter()
                    .all(|sign| width(sign) == 1 && unicode_width::UnicodeWidthStr::width_cjk(*sign) == 1)
            );
        }
    }

    #[test]
    fn the_test_theme_names_every_role_back() {
        for role in Role::ALL {
            assert_eq!(Theme::role_of(Theme::Roles.style(role)), Some(role));
        }
    }
}
