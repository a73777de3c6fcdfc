//! Roles, their colours, and the sign and the ASCII twin of every light. No colour literal stands anywhere else.

use ratatui::style::{Color, Modifier, Style};

use crate::app::ThemeName;
use crate::domain::Light;

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
    /// How `role` looks.
    pub fn style(self, role: Role) -> Style {
        match self {
            Self::Named(ThemeName::Dark) => dark(role),
            Self::Named(ThemeName::Light) => light(role),
            Self::Named(ThemeName::Mono) => mono(role),
            Self::Roles => {
                let number = Role::ALL.iter().position(|it| *it == role).unwrap_or_default();
                Style::new().fg(Color::Indexed(u8::try_from(number).unwrap_or_default()))
            }
        }
    }

    /// The look of the row the cursor is on, laid over its roles.
    pub fn cursor(self) -> Style {
        match self {
            Self::Named(ThemeName::Dark) => Style::new().bg(Color::Rgb(0x2b, 0x3a, 0x52)),
            Self::Named(ThemeName::Light) => Style::new().bg(Color::Rgb(0xd6, 0xe4, 0xf5)),
            Self::Named(ThemeName::Mono) | Self::Roles => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The ground everything is drawn on. Painted, so that a theme never meets a background it was not made for.
    pub fn ground(self) -> Style {
        match self {
            Self::Named(ThemeName::Dark) => {
                Style::new().fg(Color::Rgb(0xd5, 0xdb, 0xe6)).bg(Color::Rgb(0x10, 0x14, 0x1b))
            }
            Self::Named(ThemeName::Light) => {
                Style::new().fg(Color::Rgb(0x1d, 0x24, 0x2e)).bg(Color::Rgb(0xfb, 0xfb, 0xf8))
            }
            Self::Named(ThemeName::Mono) | Self::Roles => Style::new(),
        }
    }

    /// The ground of a bar, where the theme has one: the empty part and what shines through a cell half full.
    pub fn bar_ground(self) -> Option<Color> {
        match self {
            Self::Named(ThemeName::Dark) => Some(Color::Rgb(0x24, 0x2c, 0x38)),
            Self::Named(ThemeName::Light) => Some(Color::Rgb(0xe3, 0xe7, 0xec)),
            Self::Named(ThemeName::Mono) | Self::Roles => None,
        }
    }

    /// The role a style stands for in the test theme.
    pub fn role_of(style: Style) -> Option<Role> {
        match style.fg {
            Some(Color::Indexed(n)) => Role::ALL.get(usize::from(n)).copied(),
            _ => None,
        }
    }
}

const fn rgb(hex: u32) -> Style {
    let [_, r, g, b] = hex.to_be_bytes();
    Style::new().fg(Color::Rgb(r, g, b))
}

fn dark(role: Role) -> Style {
    match role {
        Role::Text => rgb(0xd5_dbe6),
        Role::Muted => rgb(0x8b_95a7),
        Role::Strong => rgb(0xff_ffff).add_modifier(Modifier::BOLD),
        Role::Accent => rgb(0x7c_b7ff),
        Role::Frame => rgb(0x3f_4a5c),
        Role::Red => rgb(0xff_6b6b).add_modifier(Modifier::BOLD),
        Role::Yellow => rgb(0xf2_c14e),
        Role::Green => rgb(0x6f_cf97),
        Role::Grey => rgb(0x7d_8798),
        Role::Done => rgb(0x5c_b8e6),
        Role::Bar => rgb(0x5a_a9e6),
        Role::BarRest => rgb(0x24_2c38),
        Role::Changed => rgb(0xff_9f5a).add_modifier(Modifier::BOLD),
        Role::Banner => rgb(0x10_141b).bg(Color::Rgb(0xf2, 0xc1, 0x4e)),
        Role::RestDay => rgb(0x8b_95a7).bg(Color::Rgb(0x2a, 0x30, 0x3b)),
        Role::MakeUp => rgb(0xf2_c14e).bg(Color::Rgb(0x3a, 0x32, 0x1c)),
        Role::Today => rgb(0x10_141b).bg(Color::Rgb(0x7c, 0xb7, 0xff)).add_modifier(Modifier::BOLD),
    }
}

fn light(role: Role) -> Style {
    match role {
        Role::Text => rgb(0x1d_242e),
        Role::Muted => rgb(0x5d_6778),
        Role::Strong => rgb(0x00_0000).add_modifier(Modifier::BOLD),
        Role::Accent => rgb(0x0b_57b0),
        Role::Frame => rgb(0xb8_bfca),
        Role::Red => rgb(0xb4_1622).add_modifier(Modifier::BOLD),
        Role::Yellow => rgb(0x8a_5a00),
        Role::Green => rgb(0x1a_6b3a),
        Role::Grey => rgb(0x6b_7482),
        Role::Done => rgb(0x0a_5f8f),
        Role::Bar => rgb(0x1f_6fb8),
        Role::BarRest => rgb(0xe3_e7ec),
        Role::Changed => rgb(0xb3_4700).add_modifier(Modifier::BOLD),
        Role::Banner => rgb(0xff_ffff).bg(Color::Rgb(0x8a, 0x5a, 0x00)),
        Role::RestDay => rgb(0x5d_6778).bg(Color::Rgb(0xe4, 0xe7, 0xec)),
        Role::MakeUp => rgb(0x8a_5a00).bg(Color::Rgb(0xff, 0xee, 0xc2)),
        Role::Today => rgb(0xff_ffff).bg(Color::Rgb(0x0b, 0x57, 0xb0)).add_modifier(Modifier::BOLD),
    }
}

fn mono(role: Role) -> Style {
    match role {
        Role::Text | Role::Green | Role::Done | Role::Bar | Role::Yellow => Style::new(),
        Role::Muted | Role::Frame | Role::Grey | Role::BarRest | Role::RestDay => {
            Style::new().add_modifier(Modifier::DIM)
        }
        Role::Strong | Role::Accent | Role::Red => Style::new().add_modifier(Modifier::BOLD),
        Role::Changed => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::MakeUp => Style::new().add_modifier(Modifier::UNDERLINED),
        Role::Banner | Role::Today => Style::new().add_modifier(Modifier::REVERSED),
    }
}

/// The glyphs of the interface; every one has an ASCII twin. None of the signs is of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    ascii: bool,
}

impl Glyphs {
    /// The glyphs, or their ASCII twins.
    pub const fn new(ascii: bool) -> Self {
        Self { ascii }
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
    pub const fn pick(self, glyph: &'static str, twin: &'static str) -> &'static str {
        if self.ascii { twin } else { glyph }
    }

    /// The mark of an open fold.
    pub const fn open(self) -> &'static str {
        self.pick("▾", "-")
    }

    /// The mark of a closed fold.
    pub const fn closed(self) -> &'static str {
        self.pick("▸", "+")
    }

    /// The mark of a row a save has just changed.
    pub const fn changed(self) -> &'static str {
        self.pick("✦", "*")
    }

    /// A line between panes, one cell.
    pub const fn horizontal(self) -> &'static str {
        self.pick("─", "-")
    }

    /// A line between panes side by side, one cell.
    pub const fn vertical(self) -> &'static str {
        self.pick("│", "|")
    }

    /// A dot between words.
    pub const fn dot(self) -> &'static str {
        self.pick("·", "-")
    }

    /// The part of a cell of a bar that is full, in eighths.
    pub fn eighth(self, eighths: usize) -> &'static str {
        if self.ascii {
            return if eighths >= 4 { "#" } else { "." };
        }
        ["░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"].get(eighths).copied().unwrap_or("█")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn every_light_has_a_sign_of_its_own_one_cell_wide() {
        for ascii in [false, true] {
            let glyphs = Glyphs::new(ascii);
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
