//! Cutting a plain text: lines and their indentation, keys, and values on one line. Gives up wherever it is not certain
//! that YAML reads the same, and wherever `guard` would send the file to the preflight.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use super::began::Began;
use super::guard;

/// The text is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GiveUp;

/// What a scalar without quotes ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The line's end, a comment, or a sign of the brackets it stands in.
    End,
    /// The colon that makes it a key.
    Colon,
}

/// A text and how far it is read. `decode` has seen it: no line breaks but `\n`, and no character YAML refuses.
///
/// Between two values it stands at the first character of a line that says something, `column` blanks from the left.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Where the line begins.
    line: usize,
    /// Its number, from 1.
    number: usize,
    /// Where the value or key begins that was read last, in brackets or on its line.
    pub(super) began: Rc<Cell<Began>>,
    /// How far the line is indented; none behind the last one.
    pub(super) column: Option<usize>,
    /// The line the guard has passed last.
    passed: Option<usize>,
    /// How many brackets are open.
    depth: u8,
}

/// The deepest indentation; beyond it the guard suspects nesting.
const INDENT: usize = 40;
/// The deepest nesting in brackets.
const BRACKETS: u8 = 8;
/// The longest key in bytes: YAML looks no more than 1,024 characters ahead for its colon.
const KEY: usize = 1000;

/// No scalar ends here, nor does the guard look up.
const PLAIN: u8 = 0;
/// May end a scalar anywhere, or spoils it.
const ANYWHERE: u8 = 1;
/// Ends a scalar in brackets; elsewhere the guard is asked.
const BRACKET: u8 = 2;
/// Ends a scalar in brackets.
const COMMA: u8 = 4;
/// The guard is asked.
const GUARD: u8 = 8;

/// What each byte is inside a scalar without quotes.
const KINDS: [u8; 256] = kinds();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses what is out of range")]
const fn kinds() -> [u8; 256] {
    let mut kinds = [PLAIN; 256];
    let lists: [(&[u8], u8); 4] =
        [(b"\n\t:#", ANYWHERE), (b"[]{}", BRACKET), (b",", COMMA), (b"&*!<\"'", GUARD)];
    let mut list = 0;
    while list < lists.len() {
        let (bytes, kind) = lists[list];
        let mut n = 0;
        while n < bytes.len() {
            kinds[bytes[n] as usize] = kind;
            n += 1;
        }
        list += 1;
    }
    kinds
}

impl<'t> Scan<'t> {
    /// At the first line of `text` that says something.
    pub(super) fn new(text: &'t str) -> Result<Self, GiveUp> {
        let mut scan = Self {
            text,
            at: 0,
            line: 0,
            number: 0,
            began: Rc::default(),
            column: None,
            passed: None,
            depth: 0,
        };
        scan.begin_line()?;
        scan.begin();
        if scan.column.is_some() { Ok(scan) } else { Err(GiveUp) }
    }

    /// Notes that something begins here.
    fn begin(&self) {
        self.began.set(Began { at: self.at, line: self.line, number: self.number });
    }

    /// Whether all of the text is read.
    pub(super) fn is_done(&self) -> bool {
        self.column.is_none()
    }

    /// The next byte; none at the end.
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn after(&self, n: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + n).copied()
    }

    fn since(&self, start: usize) -> Result<&'t str, GiveUp> {
        self.text.get(start..self.at).ok_or(GiveUp)
    }

    /// Goes to the next byte `is` finds; whether there is one.
    fn skip_to(&mut self, is: impl Fn(u8) -> bool) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = rest.iter().position(|b| is(*b));
        self.at += found.unwrap_or(rest.len());
        found.is_some()
    }

    /// The same for what only ASCII can be, eight bytes at a time: most texts are not.
    fn skip_to_ascii(&mut self, is: impl Fn(u8) -> bool) -> bool {
        const WIDE: u64 = 0x8080_8080_8080_8080;
        let (eights, _) = self.text.as_bytes().get(self.at..).unwrap_or_default().as_chunks();
        for eight in eights {
            if u64::from_ne_bytes(*eight) & WIDE != WIDE
                && let Some(found) = eight.iter().position(|b| is(*b))
            {
                self.at += found;
                return true;
            }
            self.at += eight.len();
        }
        self.skip_to(is)
    }

    /// Goes past blanks.
    pub(super) fn skip_blanks(&mut self) {
        self.skip_to(|b| b != b' ');
    }

    /// Whether nothing but a comment is left of the line.
    pub(super) fn is_line_over(&self) -> bool {
        matches!(self.byte(), None | Some(b'\n' | b'#'))
    }

    /// Goes to the next line that says something; there may be no more than a comment before it.
    pub(super) fn end_line(&mut self) -> Result<(), GiveUp> {
        self.skip_blanks();
        if self.byte() == Some(b'#') {
            let before = self.at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
            // One without a blank behind its `#` may be text that is lost: the preflight says so.
            if before != Some(&b' ') || !matches!(self.after(1), None | Some(b' ' | b'#' | b'\n')) {
                return Err(GiveUp);
            }
            self.skip_to(|b| b == b'\n');
        }
        match self.byte() {
            None => self.column = None,
            Some(b'\n') => {
                self.at += 1;
                self.begin_line()?;
            }
            Some(_) => return Err(GiveUp),
        }
        Ok(())
    }

    /// At the beginning of a line: goes to the first one that says something.
    fn begin_line(&mut self) -> Result<(), GiveUp> {
        loop {
            self.line = self.at;
            self.number += 1;
            self.skip_blanks();
            let indent = self.at - self.line;
            if indent > INDENT {
                return Err(GiveUp);
            }
            if self.byte() == Some(b'#') {
                self.skip_to(|b| b == b'\n');
            }
            match self.byte() {
                None => {
                    self.column = None;
                    return Ok(());
                }
                Some(b'\n') => self.at += 1,
                Some(_) => {
                    self.column = Some(indent);
                    return Ok(());
                }
            }
        }
    }

    /// Whether the collection in `column` goes on with this line.
    pub(super) fn goes_on(&self, column: usize) -> Result<bool, GiveUp> {
        match self.column {
            Some(deeper) if deeper > column => Err(GiveUp),
            at => Ok(at == Some(column)),
        }
    }

    /// Whether here is a list's dash.
    pub(super) fn is_dash(&self) -> bool {
        self.byte() == Some(b'-') && self.after(1) == Some(b' ')
    }

    /// Goes past the dash in `column`, to what stands on its line; says in which column that is.
    pub(super) fn dash(&mut self, column: usize) -> Result<usize, GiveUp> {
        let dash = self.at;
        self.at += 1;
        self.skip_blanks();
        let column = column + (self.at - dash);
        if self.is_line_over() || column > INDENT { Err(GiveUp) } else { Ok(column) }
    }

    /// Reads the key at the beginning of a line and goes past its colon.
    pub(super) fn key(&mut self) -> Result<Cow<'t, str>, GiveUp> {
        let key = match self.byte() {
            Some(b'"' | b'\'') => self.quoted()?,
            _ => self.plain()?.0.into(),
        };
        self.colon()?;
        Ok(key)
    }

    /// Reads a key in brackets and goes past its colon.
    pub(super) fn key_in_brackets(&mut self) -> Result<Cow<'t, str>, GiveUp> {
        let key = match self.byte() {
            Some(b'"' | b'\'') => self.quoted()?,
            _ => self.plain_in_brackets()?.0.into(),
        };
        self.colon()?;
        Ok(key)
    }

    /// Goes past the colon of a key that was just read.
    pub(super) fn colon(&mut self) -> Result<(), GiveUp> {
        let key = self.at - self.began.get().at;
        let ends = self.byte() == Some(b':') && matches!(self.after(1), None | Some(b' ' | b'\n'));
        if !ends || key > KEY {
            return Err(GiveUp);
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a scalar without quotes that is not in brackets.
    pub(super) fn plain(&mut self) -> Result<(&'t str, Stop), GiveUp> {
        self.scalar(BRACKET | GUARD)
    }

    /// Reads a scalar without quotes in brackets.
    pub(super) fn plain_in_brackets(&mut self) -> Result<(&'t str, Stop), GiveUp> {
        self.scalar(BRACKET | COMMA | GUARD)
    }

    /// Reads a scalar without quotes, looking at bytes of these kinds.
    fn scalar(&mut self, kinds: u8) -> Result<(&'t str, Stop), GiveUp> {
        let (flow, start) = (kinds & COMMA != 0, self.at);
        self.begin();
        if !self.byte().is_some_and(begins_plain) {
            return Err(GiveUp);
        }
        let kind = |b: u8| KINDS.get(usize::from(b)).copied().unwrap_or(ANYWHERE);
        while self.skip_to_ascii(|b| kind(b) & (kinds | ANYWHERE) != 0) {
            let (Some(byte), next) = (self.byte(), self.after(1)) else { break };
            match byte {
                b'\n' if !flow => break,
                b':' if matches!(next, None | Some(b' ' | b'\n')) => {
                    let key = self.since(start)?;
                    // Blanks before a colon are rare, and rarely meant.
                    return if key.ends_with(' ') { Err(GiveUp) } else { Ok((key, Stop::Colon)) };
                }
                b':' if flow && next.is_some_and(|b| kind(b) & (BRACKET | COMMA) != 0 || b == b'?') => {
                    return Err(GiveUp);
                }
                b'#' if self.since(start)?.ends_with(' ') => {
                    if flow {
                        return Err(GiveUp);
                    }
                    break;
                }
                b':' | b'#' => {}
                b',' | b']' | b'}' if flow => break,
                _ if kind(byte) == GUARD || (kind(byte) == BRACKET && !flow) => self.ask_the_guard()?,
                _ => return Err(GiveUp),
            }
            self.at += 1;
        }
        let text = self.since(start)?.trim_end_matches(' ');
        // The parser that finds places does not read a dash before a closing bracket.
        if flow && text.ends_with('-') { Err(GiveUp) } else { Ok((text, Stop::End)) }
    }

    /// Gives up if the guard finds the line odd. Asks it once a line.
    fn ask_the_guard(&mut self) -> Result<(), GiveUp> {
        if self.passed != Some(self.line) {
            let rest = self.text.get(self.line..).unwrap_or_default();
            let line = rest.split('\n').next().unwrap_or_default();
            if guard::is_odd(line) {
                return Err(GiveUp);
            }
            self.passed = Some(self.line);
        }
        Ok(())
    }

    /// Reads a text in quotes that ends on its line.
    pub(super) fn quoted(&mut self) -> Result<Cow<'t, str>, GiveUp> {
        self.begin();
        let Some(quote @ (b'"' | b'\'')) = self.byte() else { return Err(GiveUp) };
        self.at += 1;
        let (mut start, mut before) = (self.at, String::new());
        loop {
            self.skip_to(|b| b == quote || matches!(b, b'\\' | b'\n' | b'\t'));
            let part = self.since(start)?;
            let kept = match (self.byte(), self.after(1)) {
                (Some(b'\''), Some(b'\'')) if quote == b'\'' => '\'',
                (Some(b), _) if b == quote => {
                    self.at += 1;
                    if before.is_empty() {
                        return Ok(part.into());
                    }
                    before.push_str(part);
                    return Ok(before.into());
                }
                (Some(b'\\'), _) if quote == b'\'' => {
                    self.at += 1;
                    before.push_str(part);
                    before.push('\\');
                    start = self.at;
                    continue;
                }
                (Some(b'\\'), Some(b'"')) => '"',
                (Some(b'\\'), Some(b'\\')) => '\\',
                (Some(b'\\'), Some(b'/')) => '/',
                (Some(b'\\'), Some(b'n')) => '\n',
                (Some(b'\\'), Some(b't')) => '\t',
                _ => return Err(GiveUp),
            };
            before.push_str(part);
            before.push(kept);
            self.at += 2;
            start = self.at;
        }
    }

    /// Goes past an opening bracket.
    pub(super) fn open(&mut self) -> Result<(), GiveUp> {
        self.begin();
        self.at += 1;
        self.depth += 1;
        if self.depth > BRACKETS { Err(GiveUp) } else { Ok(()) }
    }

    /// Goes past the closing bracket `sign`.
    pub(super) fn close(&mut self, sign: u8) -> Result<(), GiveUp> {
        if self.byte() != Some(sign) {
            return Err(GiveUp);
        }
        self.at += 1;
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// In brackets that `sign` closes: goes to the next element; whether there is one.
    pub(super) fn another(&mut self, sign: u8, first: bool) -> Result<bool, GiveUp> {
        self.skip_blanks();
        if self.byte() == Some(sign) {
            return Ok(false);
        }
        if !first {
            if self.byte() != Some(b',') {
                return Err(GiveUp);
            }
            self.at += 1;
            self.skip_blanks();
        }
        // Nothing after a comma is not for here.
        if self.byte() == Some(sign) { Err(GiveUp) } else { Ok(true) }
    }
}

/// What a scalar without quotes may begin with; YAML allows a little more.
fn begins_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_(/+~$;".contains(&byte)
}
