//! Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM, and GB18030 where the bytes are plainly that.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::leaf::is_loud;
use super::slip::{Slip, Spot};
use crate::domain::finding::{Code, Severity};
use crate::text::both;

/// A text and what is to be said about how it was written.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    pub(super) slips: Vec<Slip>,
}

/// The text of a file, or why it is none.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Slip> {
    let mut slips = Vec::new();
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        utf8(rest, &mut slips)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(rest, UTF_16LE)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(rest, UTF_16BE)?
    } else {
        utf8(bytes, &mut slips)?
    };
    if text.starts_with('\u{feff}') {
        return Err(Slip::new(
            Code::Encoding,
            Spot::At(1, 1),
            both!("文件开头有两个 BOM", "the file begins with two byte order marks"),
            both!("用编辑器另存为 UTF-8", "save it as UTF-8"),
        ));
    }
    let text = harmless(text, &mut slips)?;
    // Old Mac line ends: the excerpts and both readers are to count the same lines.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text };
    Ok(Decoded { text, slips })
}

fn utf8<'b>(bytes: &'b [u8], slips: &mut Vec<Slip>) -> Result<Cow<'b, str>, Slip> {
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.into()),
        Err(error) => error,
    };
    let good = bytes.get(..at.valid_up_to()).unwrap_or_default();
    let spot = end_of(&String::from_utf8_lossy(good));
    if at.error_len().is_none() {
        return Err(Slip::new(
            Code::Incomplete,
            spot,
            both!(
                "文件在一个汉字中间断开，可能还在写入",
                "the file ends in the middle of a character: it may still be being written"
            ),
            both!(
                "写完后会自动再读；如一直如此，请重新保存",
                "it is read again when it is complete; if this stays, save it again"
            ),
        ));
    }
    if is_gb18030(bytes)
        && let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes)
    {
        slips.push(
            Slip::new(
                Code::Encoding,
                Spot::File,
                both!("文件是 GB18030（GBK）编码，已读入", "the file is in GB18030 (GBK); it was read"),
                both!("请另存为 UTF-8", "save it as UTF-8"),
            )
            .with(Severity::Warning),
        );
        return Ok(text);
    }
    Err(Slip::new(
        Code::Encoding,
        spot,
        both!("这里的字节不是 UTF-8 文字", "the bytes here are not UTF-8 text"),
        both!(
            "用编辑器另存为 UTF-8；如文件已损坏，请从备份恢复",
            "save it as UTF-8; if it is damaged, restore it"
        ),
    ))
}

/// Whether invalid multibyte units outnumber the valid ones: damaged UTF-8 has few, GBK has few of the other kind.
///
/// By chance a third of the hanzi in GBK look like a unit of two bytes, and a short file may have nothing else; hardly
/// any look like one of three. Chinese UTF-8 is the other way round. So three bytes weigh threefold, and two bytes half
/// where all is made of pairs as GB 2312 has them.
fn is_gb18030(bytes: &[u8]) -> bool {
    let (mut pairs, mut valid, mut invalid) = (0_usize, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        pairs += chunk.valid().chars().filter(|c| c.len_utf8() == 2).count();
        valid += 3 * chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    let gb2312 = || {
        let mut runs = bytes.split(u8::is_ascii);
        runs.all(|run| run.len() % 2 == 0 && run.iter().all(|b| *b >= 0xa1))
    };
    invalid > valid + pairs || (2 * invalid > 2 * valid + pairs && gb2312())
}

fn utf16<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Cow<'b, str>, Slip> {
    if bytes.len() % 2 == 1 {
        return Err(Slip::new(
            Code::Incomplete,
            Spot::File,
            both!(
                "UTF-16 文件的字节数是单数，可能还在写入",
                "a UTF-16 file with an odd number of bytes: it may still be being written"
            ),
            both!("写完后会自动再读", "it is read again when it is complete"),
        ));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        Slip::new(
            Code::Encoding,
            Spot::File,
            both!("不是完好的 UTF-16 文字", "not sound UTF-16 text"),
            both!("用编辑器另存为 UTF-8", "save it as UTF-8"),
        )
    })
}

/// The line and column after the last character of `text`.
fn end_of(text: &str) -> Spot {
    let (mut line, mut column) = (1, 1);
    for c in text.chars() {
        if c == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    Spot::At(line, column)
}

/// Whether YAML does not allow a character, or only one of the two readers takes it for a line break.
fn is_raw(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text holds a character that [`is_raw`]: looks closely only where the first byte of one stands.
fn has_raw(text: &str) -> bool {
    let first = |b: u8| FIRST.get(usize::from(b)).copied().unwrap_or_default();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(first) {
        let mut from = rest.get(at..).unwrap_or_default().chars();
        if from.next().is_some_and(is_raw) {
            return true;
        }
        rest = from.as_str();
    }
    false
}

/// What the first byte of a raw character may be: such a character itself, or the beginning of several others too.
const FIRST: [bool; 256] = first_bytes();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses what is out of range")]
const fn first_bytes() -> [bool; 256] {
    let mut first = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        first[byte] = !matches!(byte, 0x9 | 0xa | 0xd);
        byte += 1;
    }
    let mut more: &[usize] = &[0x7f, 0xc2, 0xe2, 0xef];
    while let [byte, rest @ ..] = more {
        first[*byte] = true;
        more = rest;
    }
    first
}

/// Raw characters become visible ones, character for character, so that one of them does not cost the file. A NUL
/// says that this is no text.
fn harmless<'b>(text: Cow<'b, str>, slips: &mut Vec<Slip>) -> Result<Cow<'b, str>, Slip> {
    if !has_raw(&text) {
        return Ok(text);
    }
    let first = text.find(is_raw).and_then(|at| text.get(..at)).map_or(Spot::File, end_of);
    if let Some(at) = text.find('\0') {
        return Err(Slip::new(
            Code::Encoding,
            text.get(..at).map_or(Spot::File, end_of),
            both!("这里有空字符（NUL），不是文本文件", "a NUL: this is not a text file"),
            both!("用编辑器另存为 UTF-8", "save it as UTF-8"),
        ));
    }
    let n = text.chars().filter(|c| is_raw(*c)).count();
    slips.push(Slip::new(
        Code::ControlCharacters,
        first,
        both!(
            "文件中有 {n} 个控制字符，已改为可见",
            "the file holds control characters ({n}); they are shown, not sent"
        ),
        both!("删去该字符", "remove them"),
    ));
    let shown = |c: char| match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('␦'),
        '\u{7f}' => '␡',
        c if is_raw(c) || is_loud(c) && c < '\u{a0}' => '␦',
        c => c,
    };
    Ok(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_raw_character_is_seen_wherever_it_stands() {
        for c in (0..0x3000).chain(0xfe00..0x1_0100).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("{c}甲乙"), format!("甲{c}a"), format!("a乙{c}")] {
                assert_eq!(has_raw(&text), is_raw(c), "U+{:04X}", c as u32);
            }
        }
    }
}
