//! How many colours a terminal has, and the nearest of them to a colour of a theme.
//!
//! Refuses: to ask the terminal. Its environment says what it can; a question would have to be waited for (W33).

use ratatui::style::Color;

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Depth {
    /// Every colour.
    #[default]
    True,
    /// The cube of 216 and the 24 greys that all terminals of 256 colours share.
    Cube,
    /// The sixteen of the palette.
    Sixteen,
    /// None.
    None,
}

impl Depth {
    /// What a terminal of the type `term` can, where `COLORTERM` is `colorterm`. A type nobody knows has 256: all that
    /// were written in the last twenty years do.
    pub fn of(term: &str, colorterm: &str) -> Self {
        if colorterm.contains("truecolor") || colorterm.contains("24bit") {
            return Self::True;
        }
        let base = term.split(['-', '.', '+']).next().unwrap_or_default();
        match base {
            _ if term.contains("direct") || term.contains("truecolor") => Self::True,
            _ if term.contains("kitty") || term.contains("ghostty") => Self::True,
            "alacritty" | "foot" | "wezterm" | "contour" | "iterm2" | "rio" => Self::True,
            _ if term.contains("256color") => Self::Cube,
            _ if term.ends_with("-m") || term.ends_with("-mono") => Self::None,
            "vt52" | "vt100" | "vt102" | "vt220" | "vt320" | "vt420" => Self::None,
            "linux" | "screen" | "rxvt" | "ansi" | "cygwin" | "cons25" => Self::Sixteen,
            _ => Self::Cube,
        }
    }

    /// The nearest colours there are to those of a text and its ground. Two that fall together where there are few are
    /// told apart again: the text becomes black or white.
    pub fn pair(self, ink: Color, ground: Color) -> (Color, Color) {
        let (near, under) = (self.nearest(ink), self.nearest(ground));
        if near != under || ink == ground || self != Self::Sixteen {
            return (near, under);
        }
        let bright =
            parts(under).is_some_and(|[r, g, b]| 3 * u32::from(r) + 6 * u32::from(g) + u32::from(b) > 1_100);
        (if bright { Color::Black } else { Color::White }, under)
    }

    /// The nearest colour there is.
    pub fn nearest(self, colour: Color) -> Color {
        let Color::Rgb(r, g, b) = colour else {
            return if self == Self::None { Color::Reset } else { colour };
        };
        match self {
            Self::True => colour,
            Self::Cube => Color::Indexed(cube([r, g, b])),
            Self::Sixteen => sixteen([r, g, b]),
            Self::None => Color::Reset,
        }
    }
}

/// The steps of the cube's sides.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest of the cube and the greys.
fn cube(rgb: [u8; 3]) -> u8 {
    let step = |part: u8| (0_u8..6).zip(STEPS).min_by_key(|(_, it)| it.abs_diff(part)).unwrap_or_default();
    let [(r, red), (g, green), (b, blue)] = rgb.map(step);
    let in_cube = (16 + 36 * r + 6 * g + b, [red, green, blue]);
    let greys = (0_u8..24).map(|n| (232 + n, [8 + 10 * n; 3]));
    let nearest = std::iter::once(in_cube).chain(greys).min_by_key(|(_, it)| distance(*it, rgb));
    nearest.map_or(16, |(index, _)| index)
}

/// The palette as xterm has it; what it really looks like is for the terminal to say.
const PALETTE: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// The nearest of the palette.
fn sixteen(rgb: [u8; 3]) -> Color {
    PALETTE.into_iter().min_by_key(|(_, it)| distance(*it, rgb)).map_or(Color::Reset, |(colour, _)| colour)
}

/// Red, green and blue of a colour; none where that is the terminal's business alone.
pub fn parts(colour: Color) -> Option<[u8; 3]> {
    if let Color::Rgb(r, g, b) = colour {
        return Some([r, g, b]);
    }
    PALETTE.into_iter().find(|(it, _)| *it == colour).map(|(_, parts)| parts)
}

/// How far two colours are apart, weighted as the eye does: green counts most.
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let parts = a.into_iter().zip(b).zip([3, 6, 1]);
    parts.map(|((a, b), weight)| weight * u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (term, colorterm, depth) in [
            ("xterm-256color", "truecolor", Depth::True),
            ("xterm-256color", "24bit", Depth::True),
            ("xterm-256color", "", Depth::Cube),
            ("tmux-256color", "", Depth::Cube),
            ("screen", "", Depth::Sixteen),
            ("linux", "", Depth::Sixteen),
            // xterm itself says no more than this, and has 256 since 1999.
            ("xterm", "", Depth::Cube),
            ("xterm-kitty", "", Depth::True),
            ("xterm-direct", "", Depth::True),
            ("alacritty", "", Depth::True),
            ("vt220", "", Depth::None),
            ("xterm-mono", "", Depth::None),
            ("something-new", "", Depth::Cube),
        ] {
            assert_eq!(Depth::of(term, colorterm), depth, "{term} {colorterm}");
        }
    }

    #[test]
    fn every_colour_of_the_cube_and_the_greys_is_its_own_nearest() {
        for (n, part) in (0_u8..6).zip(STEPS) {
            let colour = Depth::Cube.nearest(Color::Rgb(part, 0, 255));
            assert_eq!(colour, Color::Indexed(16 + 36 * n + 5));
        }
        assert_eq!(Depth::Cube.nearest(Color::Rgb(0x12, 0x12, 0x12)), Color::Indexed(233));
        assert_eq!(Depth::Sixteen.nearest(Color::Rgb(0xff, 0xff, 0xff)), Color::White);
        assert_eq!(Depth::None.nearest(Color::Rgb(1, 2, 3)), Color::Reset);
        assert_eq!(Depth::Sixteen.nearest(Color::Cyan), Color::Cyan);
        let (grey, other) = (Color::Rgb(0x80, 0x80, 0x80), Color::Rgb(0x78, 0x78, 0x78));
        assert_eq!(Depth::Sixteen.pair(grey, other), (Color::Black, Color::DarkGray));
    }
}
