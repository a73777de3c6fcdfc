//! What is read rarely is kept small: a list of texts, compressed by pages (LZ4).
//!
//! The words of the logs are the most of what a session holds, and all but a screenful of them lie there unread. Where
//! they are Chinese they are written in UTF-16 first: a sign takes two bytes there and three in UTF-8, and what is left
//! when all that repeats is gone are mostly signs.

use std::ops::Range;

use lz4_flex::block::{CompressTable, compress_into_with_table, decompress_into, get_maximum_output_size};

/// About how many bytes of text are compressed as one. One item's words are looked at by opening their page at every
/// frame; a larger page is hardly smaller in the end.
const PAGE: usize = 8 << 10;

/// Ends each text of a page. No text of a file holds a control character (see [`crate::text::clean`]).
pub(super) const END: char = '\u{1e}';

/// A list of texts, each found by its place.
#[derive(Debug, Default)]
pub(super) struct Packed(Box<[Page]>);

#[derive(Debug)]
struct Page {
    /// The place of its first text.
    first: usize,
    /// How many bytes its texts are before they are compressed, their ends counted.
    size: usize,
    code: Code,
    /// Compressed; as they are, if that is not less.
    bytes: Box<[u8]>,
}

/// How texts are written as bytes: in the way that takes fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    Utf8,
    /// The lower byte of each unit first.
    Utf16,
}

/// Some texts of a list, unpacked: those of whole pages, in order. Each is read when it is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Unpacked(Vec<Open>);

/// A page that is no longer compressed.
#[derive(Debug, Clone)]
struct Open {
    /// The place of its first text.
    first: usize,
    code: Code,
    bytes: Vec<u8>,
    /// Where the [`END`] of each text begins.
    ends: Vec<usize>,
}

impl Packed {
    /// Packs texts without an [`END`] in them.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut packer, mut pages) = (Packer::default(), Vec::new());
        let (mut page, mut first) = (String::new(), 0);
        for (place, text) in texts.enumerate() {
            if !page.is_empty() && page.len() + text.len() >= PAGE {
                pages.push(packer.page(first, &page));
                page.clear();
                first = place;
            }
            page.push_str(text);
            page.push(END);
        }
        if !page.is_empty() {
            pages.push(packer.page(first, &page));
        }
        Self(pages.into())
    }

    /// Opens the pages on which the texts at these places are.
    pub(super) fn unpack(&self, places: Range<usize>) -> Unpacked {
        let from = self.0.partition_point(|page| page.first <= places.start).saturating_sub(1);
        let to = self.0.partition_point(|page| page.first < places.end);
        Unpacked(self.0.get(from..to).unwrap_or_default().iter().map(Page::open).collect())
    }

    /// Opens all of it.
    pub(super) fn unpack_all(&self) -> Unpacked {
        self.unpack(0..usize::MAX)
    }
}

impl Page {
    fn open(&self) -> Open {
        let bytes = if self.bytes.len() == self.size { self.bytes.to_vec() } else { self.decompressed() };
        Open { first: self.first, code: self.code, ends: self.code.ends(&bytes), bytes }
    }

    fn decompressed(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.size];
        // What was compressed here, in memory, and never left it, is what comes out; were it not, nothing would.
        if decompress_into(&self.bytes, &mut bytes).is_err() {
            bytes.clear();
        }
        bytes
    }
}

impl Code {
    /// Writes `text` as `bytes` in the way that takes fewer of them.
    fn write(text: &str, bytes: &mut Vec<u8>) -> Self {
        bytes.clear();
        // A sign takes one unit, or two above the first plane. Counting signs costs little, units as much as writing them.
        if text.chars().count() * 2 < text.len() {
            // Byte by byte it would cost as much as packing them.
            for unit in text.encode_utf16() {
                bytes.extend_from_slice(&unit.to_le_bytes());
            }
            if bytes.len() < text.len() {
                return Self::Utf16;
            }
            bytes.clear();
        }
        bytes.extend_from_slice(text.as_bytes());
        Self::Utf8
    }

    /// The text of `bytes`. In bytes that were none, signs stand for what is no sign.
    fn read(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16 => {
                let signs = char::decode_utf16(units(bytes));
                signs.map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
        }
    }

    /// Where each [`END`] begins.
    fn ends(self, bytes: &[u8]) -> Vec<usize> {
        match self {
            Self::Utf8 => {
                bytes.iter().enumerate().filter(|(_, byte)| **byte == END as u8).map(|(at, _)| at).collect()
            }
            Self::Utf16 => {
                units(bytes).enumerate().filter(|(_, unit)| *unit == END as u16).map(|(n, _)| n * 2).collect()
            }
        }
    }

    /// The bytes of an [`END`].
    const fn end(self) -> usize {
        match self {
            Self::Utf8 => 1,
            Self::Utf16 => 2,
        }
    }
}

/// The units of a text in UTF-16.
fn units(bytes: &[u8]) -> impl Iterator<Item = u16> + '_ {
    let (units, _) = bytes.as_chunks();
    units.iter().copied().map(u16::from_le_bytes)
}

impl Unpacked {
    /// The text at a place of the list; nothing, if it is not among these.
    pub(super) fn get(&self, place: usize) -> String {
        let page = self.0.partition_point(|page| page.first <= place).checked_sub(1);
        let text = page.and_then(|page| self.0.get(page)?.get(place));
        text.unwrap_or_default()
    }
}

impl Open {
    fn get(&self, place: usize) -> Option<String> {
        let n = place.checked_sub(self.first)?;
        let begin = match n.checked_sub(1) {
            Some(before) => self.ends.get(before)? + self.code.end(),
            None => 0,
        };
        Some(self.code.read(self.bytes.get(begin..*self.ends.get(n)?)?))
    }
}

/// What one page after the other is compressed with.
#[derive(Default)]
struct Packer {
    table: CompressTable,
    bytes: Vec<u8>,
    room: Vec<u8>,
}

impl Packer {
    fn page(&mut self, first: usize, text: &str) -> Page {
        let code = Code::write(text, &mut self.bytes);
        let size = self.bytes.len();
        self.room.resize(get_maximum_output_size(size), 0);
        let packed = compress_into_with_table(&self.bytes, &mut self.room, &mut self.table).ok();
        let packed = packed.filter(|packed| *packed < size).and_then(|packed| self.room.get(..packed));
        Page { first, size, code, bytes: packed.unwrap_or(&self.bytes).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// None, short ones, some that repeat, some that cannot be compressed, and some longer than a page.
    fn any_texts() -> impl Strategy<Value = Vec<String>> {
        let text = prop_oneof![
            4 => Just(String::new()),
            8 => "[一-龥]{1,40}",
            4 => "召开专题会议，(完成|推进)第[0-9]步",
            1 => "[a-z𠀀😀]{1,40}",
            2 => "[ -~]{300,900}",
            1 => "[一-龥]{1500,4000}".prop_map(|text| text.repeat(3)),
        ];
        prop::collection::vec(text, 0..60)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn texts_come_out_as_they_were_put_in(texts in any_texts(), a in 0usize..70, b in 0usize..70) {
            let packed = Packed::of(texts.iter().map(String::as_str));
            let all = packed.unpack_all();
            for (place, text) in texts.iter().enumerate() {
                prop_assert_eq!(&all.get(place), text);
            }
            prop_assert_eq!(all.get(texts.len()), "");
            let (from, to) = (a.min(b), a.max(b));
            let some = packed.unpack(from..to);
            for place in from..to {
                prop_assert_eq!(some.get(place), texts.get(place).map_or("", String::as_str), "{}", place);
            }
        }
    }

    #[test]
    fn what_does_not_get_smaller_is_kept_as_it_is() {
        let odd: String = (0x4e00..0x4e40).filter_map(char::from_u32).collect();
        let Packed(pages) = Packed::of([odd.as_str()].into_iter());
        assert_eq!((pages.len(), pages[0].bytes.len()), (1, odd.chars().count() * 2 + 2));
        assert_eq!(Packed(pages).unpack_all().get(0), odd);
    }

    #[test]
    fn words_of_a_file_take_half_their_room_and_pages_are_opened_one_by_one() {
        let texts: Vec<String> =
            (0..900).map(|n| format!("召开专题会议，已完成第{n}步并与有关单位会商")).collect();
        let packed = Packed::of(texts.iter().map(String::as_str));
        let bytes: usize = packed.0.iter().map(|page| page.bytes.len()).sum();
        let plain: usize = texts.iter().map(String::len).sum();
        assert!(bytes * 2 < plain, "{bytes} of {plain}");
        assert!(packed.0.len() > 2 && packed.0.iter().all(|page| page.size <= PAGE));
        let one = packed.unpack(450..451);
        assert_eq!(one.get(450), texts[450]);
        assert!(one.0.len() == 1 && one.0[0].bytes.len() <= PAGE);
    }

    #[test]
    fn a_damaged_page_reads_as_nothing_and_does_no_harm() {
        let text = "推进".repeat(400);
        let Packed(mut pages) = Packed::of([text.as_str()].into_iter());
        pages[0].bytes.fill(0xff);
        assert_eq!(Packed(pages).unpack_all().get(0), "");
    }
}
