//! Questions to the terminal, for `doctor` alone: a session never waits for an answer.
//!
//! All questions go out in one write. The last one, for the terminal's attributes, is one that every terminal answers,
//! in order; so nothing waits longer than the terminal takes, or than the patience for one that answers nothing.

use std::io::{self, Write as _};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{QueueSelector, tcflush};

/// The most bytes of an answer.
const MOST: usize = 4096;
/// Synchronized output, the background, and at last the attributes.
const QUESTIONS: &str = "\x1b[?2026$p\x1b]11;?\x1b\\\x1b[c";

/// What a terminal said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// The cells each sample took, in the order asked; shorter where answers are missing.
    pub widths: Vec<u16>,
    /// The background, eight bits each of red, green, blue.
    pub background: Option<(u8, u8, u8)>,
    /// Whether it knows synchronized updates (mode 2026).
    pub synchronized: Option<Known>,
    /// Whether it answered anything at all.
    pub anything: bool,
}

/// Whether a terminal knows a mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It does.
    Yes,
    /// It says that it does not.
    No,
}

/// Asks the terminal on standard input and output how wide it draws `samples`, and what else it can do. Gives up after
/// `patience` without a byte.
///
/// # Errors
///
/// When there is no terminal, or it cannot be written to.
pub fn ask(samples: &[&str], patience: Duration) -> io::Result<Answers> {
    enable_raw_mode()?;
    let heard = questions(samples).and_then(|()| hear(patience));
    let mut out = io::stdout().lock();
    let cleared = out.write_all(b"\r\x1b[K").and_then(|()| out.flush());
    // An answer that comes too late must not be typed into the shell.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    disable_raw_mode()?;
    cleared?;
    Ok(understood(&heard?))
}

fn questions(samples: &[&str]) -> io::Result<()> {
    let mut text = String::new();
    for sample in samples {
        // From the first column; then: where is the cursor?
        text.extend(["\r", sample, "\x1b[6n"]);
    }
    text.push_str("\r\x1b[K");
    text.push_str(QUESTIONS);
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// What comes until the last answer is there, or nothing has come for `patience`.
fn hear(patience: Duration) -> io::Result<Vec<u8>> {
    let stdin = io::stdin();
    let patience = Timespec::try_from(patience).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut heard = Vec::new();
    while heard.len() < MOST && !ended(&heard) {
        let mut waiting = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut waiting, Some(&patience)) {
            Ok(0) => break,
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let mut bytes = [0; 512];
        let n = rustix::io::read(&stdin, &mut bytes)?;
        if n == 0 {
            break;
        }
        heard.extend(bytes.iter().take(n));
    }
    Ok(heard)
}

/// Whether the answer to the last question is there.
fn ended(heard: &[u8]) -> bool {
    sequences(&String::from_utf8_lossy(heard))
        .iter()
        .any(|found| found.ends_with('c') && found.starts_with('?'))
}

/// The control sequences in `text`, without their `ESC [`.
fn sequences(text: &str) -> Vec<&str> {
    let parts = text.split("\x1b[").skip(1);
    let whole = parts.filter_map(|part| {
        let end = part.find(|c: char| ('@'..='~').contains(&c))?;
        part.get(..=end)
    });
    whole.collect()
}

/// The answers in what was heard.
fn understood(heard: &[u8]) -> Answers {
    let text = String::from_utf8_lossy(heard);
    let found = sequences(&text);
    let column =
        |found: &&str| found.strip_suffix('R')?.split_once(';')?.1.parse::<u16>().ok()?.checked_sub(1);
    let mode = found.iter().find_map(|found| found.strip_prefix("?2026;")?.strip_suffix("$y"));
    Answers {
        widths: found.iter().filter_map(column).collect(),
        background: text.split("\x1b]11;").nth(1).and_then(colour),
        synchronized: mode.map(|mode| if matches!(mode, "0" | "4") { Known::No } else { Known::Yes }),
        anything: !found.is_empty(),
    }
}

/// `rgb:1e1e/1e1e/2e2e`, each part of one to four hexadecimal digits.
fn colour(text: &str) -> Option<(u8, u8, u8)> {
    let text = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let end = text.find(|c: char| c != '/' && !c.is_ascii_hexdigit()).unwrap_or(text.len());
    let mut parts = text.get(..end)?.split('/').map(|part| {
        let most =
            16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
        u8::try_from(u32::from_str_radix(part, 16).ok()?.checked_mul(255)? / most).ok()
    });
    Some((parts.next()??, parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_are_read_between_keys_that_were_typed_meanwhile() {
        let heard =
            b"q\x1b[1;2R\x1b[1;3Rj\x1b[1;3R\x1b[?2026;2$y\x1b]11;rgb:ffff/ffff/f0f0\x1b\\\x1b[?64;1;2c";
        assert!(ended(heard));
        let answers = understood(heard);
        assert_eq!(answers.widths, [1, 2, 2]);
        assert_eq!(answers.background, Some((255, 255, 240)));
        assert_eq!(answers.synchronized, Some(Known::Yes));
    }

    #[test]
    fn silence_and_nonsense_are_no_answers() {
        assert_eq!(understood(b""), Answers::default());
        let answers = understood(b"\x1b[R\x1b[;R\x1b[1;0R\x1b]11;rgb://\x07\x1b]11;rgb:zz/0/0\x1b[?2026;0$y");
        assert_eq!((answers.widths, answers.background), (Vec::new(), None));
        assert_eq!(answers.synchronized, Some(Known::No));
        assert!(!ended(b"\x1b[?2026;0$y\x1b[?6"));
    }

    #[test]
    fn a_colour_of_any_depth_is_eight_bits() {
        assert_eq!(colour("rgb:f/0/8\x07"), Some((255, 0, 136)));
        assert_eq!(colour("rgb:80/80/80"), Some((128, 128, 128)));
    }
}
