//! Keys by name, as the table of actions, the footer and the help write them.

use std::fmt;

/// A key, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character, as typed (`G` is `Char('G')`).
    Char(char),
    /// ⏎
    Enter,
    /// Esc
    Esc,
    /// ⇥
    Tab,
    /// ⇧⇥
    BackTab,
    /// ⌫
    Backspace,
    /// ↑
    Up,
    /// ↓
    Down,
    /// ←
    Left,
    /// →
    Right,
    /// Home
    Home,
    /// End
    End,
    /// Page up
    PageUp,
    /// Page down
    PageDown,
    /// Del
    Delete,
    /// A function key
    F(u8),
}

/// A key with its modifier. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Ctrl is held.
    pub ctrl: bool,
}

impl Key {
    /// A key alone.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false }
    }

    /// A character.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// The key a Chinese input method's full-width character stands for: `／` is `/`, `：` is `:`, `ｑ` is `q`, `？` is `?`.
    #[must_use]
    pub fn narrow(self) -> Self {
        let KeyCode::Char(c) = self.code else { return self };
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '。' => '.',
            '【' | '「' => '[',
            '】' | '」' => ']',
            '『' => '{',
            '』' => '}',
            '、' => '/',
            c => c,
        };
        Self { code: KeyCode::Char(c), ..self }
    }

    /// The key that `name` means: `j`, `enter`, `ctrl-l`, `pgdn`, `f1`.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(rest) = name.strip_prefix("ctrl-") {
            return Self::parse(rest).map(|key| Self { ctrl: true, ..key });
        }
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Some(Self::char(c));
        }
        let code = match name {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "backspace" => KeyCode::Backspace,
            "space" => KeyCode::Char(' '),
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "delete" => KeyCode::Delete,
            _ => KeyCode::F(name.strip_prefix('f')?.parse().ok()?),
        };
        Some(Self::plain(code))
    }

    /// The keys of a string of names, as `snapshot --keys` takes them: `jj<enter>zM<ctrl-l>`.
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let end = if c == '<' { rest.find('>') } else { None };
            if let Some((name, after)) = end.and_then(|end| Some((rest.get(1..end)?, rest.get(end + 1..)?)))
                && !name.is_empty()
            {
                keys.push(Self::parse(name)?);
                rest = after;
            } else {
                keys.push(Self::char(c));
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        Some(keys)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::BackTab => f.write_str("S-Tab"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::Up => f.write_str("Up"),
            KeyCode::Down => f.write_str("Down"),
            KeyCode::Left => f.write_str("Left"),
            KeyCode::Right => f.write_str("Right"),
            KeyCode::Home => f.write_str("Home"),
            KeyCode::End => f.write_str("End"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::F(n) => write!(f, "F{n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_keys_count_as_their_twins() {
        for (wide, narrow) in
            [('／', '/'), ('？', '?'), ('：', ':'), ('ｑ', 'q'), ('１', '1'), ('　', ' '), ('。', '.')]
        {
            assert_eq!(Key::char(wide).narrow(), Key::char(narrow), "{wide}");
        }
    }

    #[test]
    fn a_string_of_keys_is_read_key_by_key() {
        let keys = Key::parse_all("jj<enter>zM<ctrl-l><").unwrap();
        let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["j", "j", "Enter", "z", "M", "Ctrl-L", "<"]);
        assert!(Key::parse_all("<nokey>").is_none());
    }
}
