//! The themes people choose from; how each looks is the business of `ui`.

use crate::text::Phrase;

/// A theme's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
    /// White on black and little between, for a weak projector or weak eyes.
    Contrast,
    /// Black on white.
    ContrastLight,
    /// Lights that differ for eyes that do not tell red from green, on a dark ground.
    Safe,
    /// The same on a light ground.
    SafeLight,
    /// The terminal's own sixteen colours on its own ground: a console, or a palette somebody chose with care.
    Sixteen,
    /// No colour at all (`NO_COLOR`): bold, dim, reverse.
    Mono,
}

impl ThemeName {
    /// The themes, in the order in which `T` goes through them.
    pub const ALL: [Self; 8] = [
        Self::Dark,
        Self::Light,
        Self::Contrast,
        Self::ContrastLight,
        Self::Safe,
        Self::SafeLight,
        Self::Sixteen,
        Self::Mono,
    ];

    /// The next theme: what `T` does.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Contrast,
            Self::Contrast => Self::ContrastLight,
            Self::ContrastLight => Self::Safe,
            Self::Safe => Self::SafeLight,
            Self::SafeLight => Self::Sixteen,
            Self::Sixteen => Self::Mono,
            Self::Mono => Self::Dark,
        }
    }

    /// The theme a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The word on the command line (`--theme`).
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::ContrastLight => "contrast-light",
            Self::Safe => "safe",
            Self::SafeLight => "safe-light",
            Self::Sixteen => "16",
            Self::Mono => "mono",
        }
    }

    /// Its name.
    pub const fn name(self) -> Phrase {
        match self {
            Self::Dark => Phrase::new("深色", "dark"),
            Self::Light => Phrase::new("浅色", "light"),
            Self::Contrast => Phrase::new("高对比", "high contrast"),
            Self::ContrastLight => Phrase::new("高对比浅色", "high contrast, light"),
            Self::Safe => Phrase::new("红绿色弱适用", "colour-blind safe"),
            Self::SafeLight => Phrase::new("红绿色弱适用（浅色）", "colour-blind safe, light"),
            Self::Sixteen => Phrase::new("终端16色", "the terminal's 16 colours"),
            Self::Mono => Phrase::new("无色", "no colour"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_through_every_theme_and_comes_back() {
        let mut theme = ThemeName::Dark;
        for expected in ThemeName::ALL {
            assert_eq!(theme, expected);
            assert_eq!(ThemeName::parse(theme.word()), Some(theme));
            theme = theme.next();
        }
        assert_eq!(theme, ThemeName::Dark);
    }
}
