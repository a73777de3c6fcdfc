//! The colours of the themes. `tests/themes.rs` computes the contrast of every one and what the colour-blind see.
//!
//! Refuses: to know what is drawn where; that is a role's business.

use ratatui::style::{Color, Modifier, Style};

use super::Role;

/// A colour as `0xRRGGBB`.
type Hex = u32;

/// The colours of a theme that paints its own ground.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Ordinary text.
    ink: Hex,
    /// The ground.
    paper: Hex,
    /// The ground of the cursor's row.
    cursor: Hex,
    muted: Hex,
    strong: Hex,
    accent: Hex,
    frame: Hex,
    /// The lights: red, yellow, green, grey, done.
    lights: [Hex; 5],
    bar: Hex,
    /// The empty part of a bar.
    rest: Hex,
    changed: Hex,
    /// Text and ground, here and below.
    banner: (Hex, Hex),
    rest_day: (Hex, Hex),
    make_up: (Hex, Hex),
    today: (Hex, Hex),
}

pub(super) const DARK: Palette = Palette {
    ink: 0xd5_dbe6,
    paper: 0x10_141b,
    cursor: 0x26_3449,
    muted: 0x8b_95a7,
    strong: 0xff_ffff,
    accent: 0x7c_b7ff,
    frame: 0x3f_4a5c,
    lights: [0xff_7575, 0xf2_c14e, 0x6f_cf97, 0x85_90a2, 0x5c_b8e6],
    bar: 0x5a_a9e6,
    rest: 0x24_2c38,
    changed: 0xff_9f5a,
    banner: (0x10_141b, 0xf2_c14e),
    rest_day: (0x8b_95a7, 0x2a_303b),
    make_up: (0xf2_c14e, 0x3a_321c),
    today: (0x10_141b, 0x7c_b7ff),
};

pub(super) const LIGHT: Palette = Palette {
    ink: 0x1d_242e,
    paper: 0xfb_fbf8,
    cursor: 0xdc_e9f8,
    muted: 0x5d_6778,
    strong: 0x00_0000,
    accent: 0x0b_57b0,
    frame: 0xb8_bfca,
    lights: [0xb4_1622, 0x8a_5a00, 0x1a_6b3a, 0x6b_7482, 0x0a_5f8f],
    bar: 0x1f_6fb8,
    rest: 0xe3_e7ec,
    changed: 0xa8_4300,
    banner: (0xff_ffff, 0x8a_5a00),
    rest_day: (0x5d_6778, 0xe4_e7ec),
    make_up: (0x8a_5a00, 0xff_eec2),
    today: (0xff_ffff, 0x0b_57b0),
};

pub(super) const CONTRAST: Palette = Palette {
    ink: 0xff_ffff,
    paper: 0x00_0000,
    cursor: 0x00_3a78,
    muted: 0xd0_d0d0,
    strong: 0xff_ffff,
    accent: 0x8e_cbff,
    frame: 0x90_9090,
    lights: [0xff_8080, 0xff_d800, 0x5c_ff8f, 0xc0_c0c0, 0x66_d9ff],
    bar: 0x66_d9ff,
    rest: 0x33_3333,
    changed: 0xff_b070,
    banner: (0x00_0000, 0xff_d800),
    rest_day: (0xe0_e0e0, 0x3a_3a3a),
    make_up: (0xff_d800, 0x40_3600),
    today: (0x00_0000, 0x8e_cbff),
};

pub(super) const CONTRAST_LIGHT: Palette = Palette {
    ink: 0x00_0000,
    paper: 0xff_ffff,
    cursor: 0xcf_e4ff,
    muted: 0x33_3333,
    strong: 0x00_0000,
    accent: 0x00_3c9b,
    frame: 0x70_7070,
    lights: [0x9b_0010, 0x5f_4200, 0x00_4d20, 0x4a_4a4a, 0x00_3c78],
    bar: 0x00_3c9b,
    rest: 0xd0_d0d0,
    changed: 0x7a_2c00,
    banner: (0xff_ffff, 0x5f_4200),
    rest_day: (0x33_3333, 0xd8_d8d8),
    make_up: (0x5f_4200, 0xff_e9b0),
    today: (0xff_ffff, 0x00_3c9b),
};

/// Orange, straw, blue, grey, ice: they differ in brightness and in blue, the two things every eye tells apart.
pub(super) const SAFE: Palette = Palette {
    lights: [0xff_8c32, 0xff_f0a0, 0x6a_a8ff, 0x8a_93a3, 0xcf_e8ff],
    accent: 0x9c_c9ff,
    changed: 0xff_b86b,
    banner: (0x10_141b, 0xff_8c32),
    make_up: (0xff_f0a0, 0x3a_321c),
    ..DARK
};

/// Wine, olive, blue, grey, navy.
pub(super) const SAFE_LIGHT: Palette = Palette {
    lights: [0x8a_0020, 0x75_6300, 0x00_55d4, 0x6b_7482, 0x00_284f],
    changed: 0x9a_4a00,
    banner: (0xff_ffff, 0x8a_0020),
    make_up: (0x6b_5a00, 0xff_eec2),
    ..LIGHT
};

const fn color(hex: Hex) -> Color {
    let [_, r, g, b] = hex.to_be_bytes();
    Color::Rgb(r, g, b)
}

impl Palette {
    /// How a role looks.
    pub(super) fn style(&self, role: Role) -> Style {
        let [red, yellow, green, grey, done] = self.lights;
        let ink = |hex| Style::new().fg(color(hex));
        let on = |(text, ground)| Style::new().fg(color(text)).bg(color(ground));
        match role {
            Role::Text => ink(self.ink),
            Role::Muted => ink(self.muted),
            Role::Strong => ink(self.strong).add_modifier(Modifier::BOLD),
            Role::Accent => ink(self.accent),
            Role::Frame => ink(self.frame),
            Role::Red => ink(red).add_modifier(Modifier::BOLD),
            Role::Yellow => ink(yellow),
            Role::Green => ink(green),
            Role::Grey => ink(grey),
            Role::Done => ink(done),
            Role::Bar => ink(self.bar),
            Role::BarRest => ink(self.rest),
            Role::Changed => ink(self.changed).add_modifier(Modifier::BOLD),
            Role::Banner => on(self.banner),
            Role::RestDay => on(self.rest_day),
            Role::MakeUp => on(self.make_up),
            Role::Today => on(self.today).add_modifier(Modifier::BOLD),
        }
    }

    /// The look of the cursor's row, laid over its roles.
    pub(super) fn cursor(&self) -> Style {
        Style::new().bg(color(self.cursor))
    }

    /// The ground everything is drawn on.
    pub(super) fn ground(&self) -> Style {
        Style::new().fg(color(self.ink)).bg(color(self.paper))
    }

    /// The ground of a bar.
    pub(super) fn bar_ground(&self) -> Color {
        color(self.rest)
    }
}

/// The terminal's own colours: what they look like is the business of whoever chose them. Blue is never used for text:
/// on black it cannot be read (W27); nor white or black, of which one is the ground.
pub(super) fn sixteen(role: Role) -> Style {
    let ink = |color| Style::new().fg(color);
    match role {
        Role::Text => Style::new(),
        Role::Muted | Role::Frame | Role::Grey | Role::BarRest => ink(Color::DarkGray),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Accent | Role::Done | Role::Bar => ink(Color::Cyan),
        Role::Red => ink(Color::Red).add_modifier(Modifier::BOLD),
        Role::Yellow => ink(Color::Yellow),
        Role::Green => ink(Color::Green),
        Role::Changed => ink(Color::Magenta).add_modifier(Modifier::BOLD),
        Role::RestDay => ink(Color::DarkGray).add_modifier(Modifier::REVERSED),
        Role::MakeUp => ink(Color::Yellow).add_modifier(Modifier::UNDERLINED),
        Role::Banner => ink(Color::Yellow).add_modifier(Modifier::REVERSED),
        Role::Today => ink(Color::Cyan).add_modifier(Modifier::REVERSED | Modifier::BOLD),
    }
}

/// No colour: bold, dim, underlined, reversed.
pub(super) fn mono(role: Role) -> Style {
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
