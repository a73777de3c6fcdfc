//! The clipboard of the terminal that shows the session, over SSH too: OSC 52, written, never asked.
//!
//! What is said of it is what was done: whether the terminal took it nobody tells.

use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;

use crate::text::{Said, both};

/// The longest text in bytes: many terminals drop a sequence above 100,000 characters, four for three bytes.
const LONGEST: usize = 74_994;

/// What stands between the session and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nothing.
    Straight,
    /// tmux: takes the sequence with `set-clipboard on`, hands it through with `allow-passthrough on`.
    Tmux,
    /// A console that has no clipboard.
    None,
}

impl Way {
    /// The way the environment tells of.
    pub(super) fn of(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        if variable("TMUX").is_some_and(|value| !value.is_empty()) {
            Self::Tmux
        } else if variable("TERM").is_some_and(|term| term == "linux") {
            Self::None
        } else {
            Self::Straight
        }
    }
}

/// The bytes that put `text` on the clipboard; else why there are none.
pub(super) fn bytes(text: &str, way: Way) -> Result<Vec<u8>, Said> {
    let n = text.chars().count();
    if text.len() > LONGEST {
        return Err(both!(
            "太长，终端的剪贴板不收：{n} 字；用 guatu report -o 文件",
            "too long for a terminal's clipboard: {n} characters; use guatu report -o FILE"
        ));
    }
    let mut bytes = Vec::new();
    let written = queue!(bytes, CopyToClipboard::to_clipboard_from(text));
    match (way, written) {
        (Way::Straight, Ok(())) => Ok(bytes),
        (Way::Tmux, Ok(())) => {
            // Both ways: tmux takes the one it is set to, and ignores the other.
            let mut both = bytes.clone();
            both.extend(b"\x1bPtmux;");
            for byte in bytes {
                both.extend((byte == 0x1b).then_some(byte));
                both.push(byte);
            }
            both.extend(b"\x1b\\");
            Ok(both)
        }
        (Way::None, _) | (_, Err(_)) => {
            Err(both!("这个终端没有剪贴板（TERM=linux）", "this terminal has no clipboard (TERM=linux)"))
        }
    }
}

/// Where the text went.
pub(super) fn sent(text: &str, way: Way) -> Said {
    let n = text.chars().count();
    match way {
        Way::Straight | Way::None => both!(
            "已送到终端的剪贴板（OSC 52），{n} 字",
            "sent to the terminal's clipboard (OSC 52), {n} characters"
        ),
        Way::Tmux => both!(
            "已送到 tmux 和终端的剪贴板（OSC 52），{n} 字；没收到：tmux set -g set-clipboard on",
            "sent to tmux and the terminal's clipboard (OSC 52), {n} characters; if lost: tmux set -g set-clipboard on"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_goes_as_base64_and_nothing_else_is_written() {
        let bytes = bytes("1-2 \u{1b}[31m催办", Way::Straight).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\x1b]52;c;MS0yIBtbMzFt5YKs5Yqe\x1b\\");
    }

    #[test]
    fn inside_tmux_it_goes_both_ways() {
        let text = String::from_utf8(bytes("a", Way::Tmux).unwrap()).unwrap();
        assert_eq!(text, "\x1b]52;c;YQ==\x1b\\\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\");
        let env = |name: &str| (name == "TMUX").then(|| "/tmp/tmux-0/default,1,0".to_owned());
        assert_eq!(Way::of(&env), Way::Tmux);
    }

    #[test]
    fn what_cannot_be_copied_is_said_and_not_sent() {
        let said = bytes(&"字".repeat(30_000), Way::Straight).unwrap_err();
        assert!(said.en.contains("30000 characters"), "{}", said.en);
        assert!(bytes("a", Way::None).is_err());
        let env = |name: &str| (name == "TERM").then(|| "linux".to_owned());
        assert_eq!(Way::of(&env), Way::None);
    }
}
