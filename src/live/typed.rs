//! The bytes that keyboard and mouse send, as messages, in a room that does not grow.
//!
//! crossterm's own reading keeps a paste until its end has come, and a sequence until its last byte has: who never sends
//! that fills the memory. Here a paste goes byte by byte, and of a sequence no more is kept than the longest one needs.

use std::time::Duration;

use crate::app::{Key, KeyCode, Message, Mouse};

/// Lines a notch of the wheel moves.
const NOTCH: i32 = 3;
/// The bytes kept of a sequence; what is longer is none that means anything here.
const LONGEST: usize = 32;
/// How long after an Esc more may come that makes it the beginning of a sequence.
const ESC: Duration = Duration::from_millis(50);
/// How long a paste may stand still. Its end may have been lost, and a keyboard must not stay dead for that.
const PASTE: Duration = Duration::from_secs(5);
/// What comes after a paste.
const PASTED: &[u8] = b"\x1b[201~";

/// What has been typed, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Typed {
    state: State,
    /// What has come of a sequence or of a character; never more than [`LONGEST`] bytes.
    held: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Between keys.
    #[default]
    Key,
    /// In a character of several bytes.
    Char,
    /// After Esc, which may be a key.
    Escape,
    /// After `ESC O`.
    Single,
    /// After `ESC [`.
    Control,
    /// In a sequence that is too long.
    Skipped,
    /// After `ESC [ [`: a function key of the console.
    Console,
    /// After `ESC [ M`: three bytes of a mouse that knows nothing better.
    Mouse,
    /// In a paste; so many bytes of its end have come.
    Paste(usize),
}

impl Typed {
    /// How long to wait for the next byte before [`Typed::lapsed`]; none: as long as it takes.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Escape => Some(ESC),
            State::Paste(_) => Some(PASTE),
            State::Key
            | State::Char
            | State::Single
            | State::Control
            | State::Skipped
            | State::Console
            | State::Mouse => None,
        }
    }

    /// Nothing has come for as long as that: an Esc was the key, a paste is over.
    pub(super) fn lapsed(&mut self, out: &mut Vec<Message>) {
        if self.state == State::Escape {
            out.push(key(KeyCode::Esc));
        }
        self.state = State::Key;
    }

    /// Takes a byte; what it completes is added to `out`.
    pub(super) fn take(&mut self, byte: u8, out: &mut Vec<Message>) {
        match self.state {
            State::Paste(came) => self.paste(byte, came),
            State::Mouse => out.extend(self.bare_mouse(byte)),
            _ if byte == 0x1b => {
                if self.state == State::Escape {
                    out.push(key(KeyCode::Esc));
                }
                self.state = State::Escape;
            }
            State::Key => out.extend(self.begin(byte)),
            State::Char => out.extend(self.char(byte)),
            State::Escape => match byte {
                b'[' => self.enter(State::Control),
                b'O' => self.state = State::Single,
                // Over a slow line Esc and the key after it arrive as one, with Alt; nothing here is bound to Alt.
                _ => {
                    out.push(key(KeyCode::Esc));
                    out.extend(self.begin(byte));
                }
            },
            State::Single => {
                self.state = State::Key;
                out.extend(letter(byte).map(key));
            }
            State::Console => {
                self.state = State::Key;
                let n = byte.checked_sub(b'A').filter(|n| *n < 5);
                out.extend(n.map(|n| key(KeyCode::F(n + 1))));
            }
            State::Control => out.extend(self.control(byte)),
            State::Skipped => {
                if !(b' '..b'@').contains(&byte) {
                    self.state = State::Key;
                }
            }
        }
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.held.clear();
    }

    /// The first byte of a key that is no sequence.
    fn begin(&mut self, byte: u8) -> Option<Message> {
        self.state = State::Key;
        let ctrl = |c: u8| Some(Message::Key(Key { code: KeyCode::Char(c.into()), ctrl: true }));
        match byte {
            b'\r' => Some(key(KeyCode::Enter)),
            b'\t' => Some(key(KeyCode::Tab)),
            0x7f => Some(key(KeyCode::Backspace)),
            0 => ctrl(b' '),
            0x01..=0x1a => ctrl(byte - 1 + b'a'),
            0x1b..=0x1f => ctrl(byte - 0x1c + b'4'),
            b' '..=b'~' => Some(Message::Key(Key::char(byte.into()))),
            0x80.. => {
                self.enter(State::Char);
                self.char(byte)
            }
        }
    }

    /// A byte of a character of several.
    fn char(&mut self, byte: u8) -> Option<Message> {
        if byte < 0x80 {
            // The one before was cut short.
            return self.begin(byte);
        }
        self.held.push(byte);
        match std::str::from_utf8(&self.held) {
            Ok(text) => {
                self.state = State::Key;
                text.chars().next().map(|c| Message::Key(Key::char(c)))
            }
            // Not yet whole.
            Err(error) if error.error_len().is_none() => None,
            Err(_) => {
                self.state = State::Key;
                None
            }
        }
    }

    /// A byte of a sequence after `ESC [`.
    fn control(&mut self, byte: u8) -> Option<Message> {
        match byte {
            b'[' if self.held.is_empty() => self.state = State::Console,
            b'M' if self.held.is_empty() => self.state = State::Mouse,
            b'@'..=b'~' => {
                self.state = State::Key;
                return self.whole(byte);
            }
            b' '..b'@' if self.held.len() < LONGEST => self.held.push(byte),
            b' '..b'@' => self.state = State::Skipped,
            // No sequence holds that.
            _ => self.state = State::Key,
        }
        None
    }

    /// What a whole sequence means: the bytes held, and `last`.
    fn whole(&mut self, last: u8) -> Option<Message> {
        let text = std::str::from_utf8(&self.held).unwrap_or_default();
        let (modern, text) = text.strip_prefix('<').map_or((false, text), |rest| (true, rest));
        let mut numbers = text.split(';').map(|part| part.parse::<u16>().ok());
        let mut next = || numbers.next().flatten();
        let (first, second, third) = (next(), next(), next());
        // Modifiers are sent as one more than their bits.
        let ctrl = second.is_some_and(|bits| bits.saturating_sub(1) & 4 != 0);
        let code = match (last, first) {
            (b'M', Some(bits)) if modern => return mouse(bits, second?, third?),
            (b'M', Some(bits)) => return mouse(bits.checked_sub(32)?, second?, third?),
            (b'I', _) => return Some(Message::Redraw),
            (b'~', Some(200)) => {
                self.state = State::Paste(0);
                return None;
            }
            (b'Z', _) => KeyCode::BackTab,
            (b'~', Some(number)) => numbered(number)?,
            (b'u', Some(number)) => match number {
                9 => KeyCode::Tab,
                13 => KeyCode::Enter,
                27 => KeyCode::Esc,
                127 => KeyCode::Backspace,
                _ => KeyCode::Char(char::from_u32(number.into()).filter(|c| !c.is_control())?),
            },
            // With two numbers it is the answer to where the cursor is, which nobody asked.
            (b'R', Some(_)) => return None,
            _ => letter(last)?,
        };
        Some(Message::Key(Key { code, ctrl }))
    }

    /// A byte after `ESC [ M`: button, column and row, each with 32 added.
    fn bare_mouse(&mut self, byte: u8) -> Option<Message> {
        self.held.push(byte);
        let [bits, x, y] = *self.held.as_slice() else { return None };
        self.state = State::Key;
        let number = |byte: u8| byte.checked_sub(32).map(u16::from);
        mouse(number(bits)?, number(x)?, number(y)?)
    }

    /// A byte of a paste, of whose end so many had come.
    fn paste(&mut self, byte: u8, came: usize) {
        let came = match PASTED.get(came) {
            Some(next) if *next == byte => came + 1,
            // Only the first byte of the end is an Esc: nothing but that can begin it anew.
            _ => usize::from(byte == 0x1b),
        };
        self.state = if came == PASTED.len() { State::Key } else { State::Paste(came) };
    }
}

/// A key alone.
fn key(code: KeyCode) -> Message {
    Message::Key(Key::plain(code))
}

/// The key of a sequence that ends in a letter.
fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// The key of a sequence that ends in `~`. Between the function keys there are gaps.
fn numbered(number: u16) -> Option<KeyCode> {
    let f = |gap: u16| u8::try_from(number - gap).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => f(10),
        17..=21 => f(11),
        23..=26 => f(12),
        28..=29 => f(15),
        31..=34 => f(17),
        _ => None,
    }
}

/// A mouse's report: the bits of its button, column and row from 1. Buttons but the left one, and a mouse that merely
/// moves, mean nothing.
fn mouse(bits: u16, column: u16, row: u16) -> Option<Message> {
    let (x, y) = (column.checked_sub(1)?, row.checked_sub(1)?);
    // Shift, Alt and Ctrl mean nothing with it.
    Some(Message::Mouse(match bits & !0b1_1100 {
        0 => Mouse::Click { x, y },
        32 => Mouse::Drag { x, y },
        64 => Mouse::Wheel { x, y, lines: -NOTCH },
        65 => Mouse::Wheel { x, y, lines: NOTCH },
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &Message) -> String {
        if let Message::Key(key) = message { key.to_string() } else { format!("{message:?}") }
    }

    /// What these bytes mean.
    fn heard(bytes: &[u8]) -> Vec<String> {
        let (mut typed, mut out) = (Typed::default(), Vec::new());
        for byte in bytes {
            typed.take(*byte, &mut out);
            assert!(typed.held.capacity() <= 2 * LONGEST, "{} bytes held", typed.held.capacity());
        }
        typed.lapsed(&mut out);
        out.iter().map(said).collect()
    }

    fn names(keys: &[Key]) -> Vec<String> {
        keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_key_is_known_by_each_of_its_sequences() {
        let plain = |code| vec![Key::plain(code)];
        let ctrl = |code| vec![Key { code, ctrl: true }];
        for (bytes, keys) in [
            (&b"q"[..], plain(KeyCode::Char('q'))),
            ("一".as_bytes(), plain(KeyCode::Char('一'))),
            ("😀".as_bytes(), plain(KeyCode::Char('😀'))),
            (b"\r", plain(KeyCode::Enter)),
            (b"\n", ctrl(KeyCode::Char('j'))),
            (b"\t", plain(KeyCode::Tab)),
            (b"\x7f", plain(KeyCode::Backspace)),
            (b"\x03", ctrl(KeyCode::Char('c'))),
            (b"\x1a", ctrl(KeyCode::Char('z'))),
            (b"\x1c", ctrl(KeyCode::Char('4'))),
            (b"\0", ctrl(KeyCode::Char(' '))),
            (b"\x1b", plain(KeyCode::Esc)),
            (b"\x1b[A", plain(KeyCode::Up)),
            (b"\x1bOB", plain(KeyCode::Down)),
            (b"\x1b[1;2C", plain(KeyCode::Right)),
            (b"\x1b[1;5D", ctrl(KeyCode::Left)),
            (b"\x1b[H", plain(KeyCode::Home)),
            (b"\x1b[7~", plain(KeyCode::Home)),
            (b"\x1bOF", plain(KeyCode::End)),
            (b"\x1b[4~", plain(KeyCode::End)),
            (b"\x1b[5~", plain(KeyCode::PageUp)),
            (b"\x1b[6;5~", ctrl(KeyCode::PageDown)),
            (b"\x1b[3~", plain(KeyCode::Delete)),
            (b"\x1b[Z", plain(KeyCode::BackTab)),
            (b"\x1bOP", plain(KeyCode::F(1))),
            (b"\x1b[1;2Q", plain(KeyCode::F(2))),
            (b"\x1b[[E", plain(KeyCode::F(5))),
            (b"\x1b[15~", plain(KeyCode::F(5))),
            (b"\x1b[17~", plain(KeyCode::F(6))),
            (b"\x1b[24~", plain(KeyCode::F(12))),
            (b"\x1b[34~", plain(KeyCode::F(17))),
            (b"\x1b[27u", plain(KeyCode::Esc)),
            (b"\x1b[99;5u", ctrl(KeyCode::Char('c'))),
            (b"\x1bj", vec![Key::plain(KeyCode::Esc), Key::char('j')]),
            (b"\x1b\x1b[A", vec![Key::plain(KeyCode::Esc), Key::plain(KeyCode::Up)]),
            (b"\x1b\x1b", vec![Key::plain(KeyCode::Esc), Key::plain(KeyCode::Esc)]),
        ] {
            assert_eq!(heard(bytes), names(&keys), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn the_mouse_is_read_in_all_three_ways_and_most_of_what_it_does_means_nothing() {
        let click = format!("{:?}", Message::Mouse(Mouse::Click { x: 11, y: 29 }));
        for bytes in [&b"\x1b[<0;12;30M"[..], b"\x1b[32;12;30M", b"\x1b[M ,>"] {
            assert_eq!(heard(bytes).join(" "), click, "{}", bytes.escape_ascii());
        }
        let wheel = |lines| format!("{:?}", Message::Mouse(Mouse::Wheel { x: 0, y: 1, lines }));
        assert_eq!(heard(b"\x1b[<64;1;2M\x1b[<65;1;2M"), [wheel(-NOTCH), wheel(NOTCH)]);
        let drag = format!("{:?}", Message::Mouse(Mouse::Drag { x: 0, y: 1 }));
        assert_eq!(heard(b"\x1b[<32;1;2M"), [drag]);
        for bytes in ["0;1;2m", "2;1;2M", "35;1;2M", "66;1;2M", "128;1;2M", "0;0;2M", "0;1M", "M"] {
            assert_eq!(heard(format!("\x1b[<{bytes}").as_bytes()), Vec::<String>::new(), "{bytes}");
        }
    }

    #[test]
    fn what_means_nothing_takes_no_key_with_it() {
        for bytes in [
            &b"\x1b[?64;1;2c"[..],
            b"\x1b[12;30R",
            b"\x1b[99999999999~",
            b"\x1b[?2026;2$y",
            b"\x1b[O",
            b"\xff",
            b"\xe4\xb8",
            b"\xc3\x28\x7f",
        ] {
            let mut all = bytes.to_vec();
            all.push(b'q');
            assert_eq!(heard(&all).last().map(String::as_str), Some("q"), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_paste_means_nothing_wherever_its_end_is_cut() {
        let paste = b"\x1b[200~q\x03 \x1b[201 \x1b\x1b[20\x1b[A\x1b[<0;1;1M\x1b[201~j";
        assert_eq!(heard(paste), ["j"]);
        // A paste of nothing, and two after each other.
        assert_eq!(heard(b"\x1b[200~\x1b[201~j\x1b[200~q\x1b[201~k"), ["j", "k"]);
    }

    #[test]
    fn what_never_ends_is_not_kept() {
        for begin in [&b"\x1b[200~"[..], b"\x1b[", b"\x1b[<", b"\x1bO", b"\xf0"] {
            let mut bytes = begin.to_vec();
            bytes.extend(std::iter::repeat_n(b'1', 100_000));
            // Looked at byte by byte in there.
            heard(&bytes);
        }
        let mut long = b"\x1b[".to_vec();
        long.extend(std::iter::repeat_n(b';', 1000));
        long.extend(b"~j");
        assert_eq!(heard(&long), ["j"]);
    }

    #[test]
    fn an_esc_waits_a_moment_and_an_unfinished_paste_some_seconds() {
        let (mut typed, mut out) = (Typed::default(), Vec::new());
        assert_eq!(typed.patience(), None);
        typed.take(0x1b, &mut out);
        assert_eq!((typed.patience(), out.len()), (Some(ESC), 0));
        typed.lapsed(&mut out);
        assert_eq!((typed.patience(), out.len()), (None, 1));
        for byte in b"\x1b[200~qqq" {
            typed.take(*byte, &mut out);
        }
        assert_eq!((typed.patience(), out.len()), (Some(PASTE), 1));
        typed.lapsed(&mut out);
        typed.take(b'j', &mut out);
        assert_eq!(out.iter().map(said).collect::<Vec<_>>(), ["Esc", "j"]);
    }
}
