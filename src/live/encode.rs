//! A frame as the bytes that make a terminal show it.
//!
//! Terminals do not agree on the width of everything: `“` may be two cells, a family of emoji eight, a mark its own cell.
//! So nothing here relies on it: after every character on which they could differ the cursor is placed anew, what it
//! could have covered is written again, and the line is not let wrap. A wrong guess costs that character its right half
//! and never moves a column.

use ratatui::buffer::{Cell, CellDiffOption, CellWidth as _};
use ratatui::style::{Color, Modifier};

use super::link::{self, Frame, Row};
use super::surface::Extent;
use crate::text::{steady_alone, width};
use crate::ui::theme::Depth;

/// Begins a synchronised update, and turns wrapping off: what is wider than it should be must not reach the next line.
const BEGIN: &[u8] = b"\x1b[?2026h\x1b[?7l";
/// Ends it, in the look and the way of wrapping a shell expects.
const END: &[u8] = b"\x1b[0m\x1b[?7h\x1b[?2026l";

/// The bytes that make a terminal which shows `shown` show `frame`, as one synchronised update; none where nothing
/// differs, neither in the cells nor in what they stand for. Another size is always painted whole.
pub fn bytes<'a>(
    shown: impl Into<Frame<'a>>,
    frame: impl Into<Frame<'a>>,
    extent: Extent,
    depth: Depth,
) -> Vec<u8> {
    let (shown, frame) = (shown.into(), frame.into());
    let area = frame.cells.area;
    let everything = extent == Extent::Everything || shown.cells.area != area;
    let mut pen = Pen::new(depth);
    pen.bytes.extend_from_slice(BEGIN);
    if everything {
        pen.bytes.extend_from_slice(b"\x1b[0m\x1b[2J");
    }
    let begun = pen.bytes.len();
    let blank = vec![Cell::EMPTY; if everything { usize::from(area.width) } else { 0 }];
    for (n, y) in (area.top()..area.bottom()).enumerate() {
        let old =
            if everything { Line { cells: &blank, links: Row::default() } } else { Line::of(shown, n, y) };
        row(&mut pen, old, Line::of(frame, n, y), (area.left(), y));
    }
    pen.follow(None);
    if pen.bytes.len() == begun && !everything {
        return Vec::new();
    }
    pen.bytes.extend_from_slice(END);
    pen.bytes
}

/// A row of a frame.
#[derive(Clone, Copy, PartialEq)]
struct Line<'a> {
    cells: &'a [Cell],
    links: Row<'a>,
}

impl<'a> Line<'a> {
    /// The `n`th row, which is line `y`.
    fn of(frame: Frame<'a>, n: usize, y: u16) -> Self {
        let width = usize::from(frame.cells.area.width);
        let cells = frame.cells.content.get(n * width..(n + 1) * width).unwrap_or_default();
        Self { cells, links: frame.links_of(y) }
    }
}

/// Writes what is different in a row that begins at a column and a line.
fn row<'a>(pen: &mut Pen<'a>, shown: Line<'_>, frame: Line<'a>, (left, y): (u16, u16)) {
    if shown == frame {
        return;
    }
    let right = left.saturating_add(u16::try_from(frame.cells.len()).unwrap_or(u16::MAX));
    let unlinked = shown.links.is_empty() && frame.links.is_empty();
    let mut old = Clusters { rest: shown.cells, x: left };
    let mut before = old.next();
    // What begins before this column may be covered by something wider than we think, and is written again.
    let mut again = 0;
    for cluster in (Clusters { rest: frame.cells, x: left }) {
        let Cluster { x, end, .. } = cluster;
        let link = if unlinked { None } else { frame.links.at(x) };
        let mut same = false;
        let mut uncovered = 0;
        while let Some(one) = before.filter(|one| one.x < end) {
            same = one.shows(cluster) && (unlinked || shown.links.at(x) == link);
            uncovered = one.end.saturating_add(one.spill());
            before = old.next();
        }
        if same && x >= again {
            continue;
        }
        if !same {
            again = again.max(uncovered);
        }
        let spill = cluster.spill();
        if spill > 0 {
            again = again.max(end).saturating_add(spill);
        }
        pen.put(cluster, (y, right), link);
    }
}

/// A cluster of a row: its first column, the column after its last, what stands there, the cell that holds it.
#[derive(Clone, Copy)]
struct Cluster<'a> {
    x: u16,
    end: u16,
    symbol: &'a str,
    trust: Trust,
    cell: &'a Cell,
}

impl Cluster<'_> {
    #[inline]
    fn look(self) -> Look {
        (self.cell.fg, self.cell.bg, self.cell.modifier)
    }

    /// Whether a terminal that shows the one shows the other.
    #[inline]
    fn shows(self, other: Self) -> bool {
        (self.x, self.end) == (other.x, other.end)
            && self.symbol == other.symbol
            && self.look() == other.look()
    }

    /// How many cells more a terminal could take for it: each of its characters by itself, wide.
    #[inline]
    fn spill(self) -> u16 {
        let most = match self.trust {
            Trust::Sure => return 0,
            Trust::Loose => 2,
            Trust::Odd => shown_as(self.symbol).chars().count() * 2,
        };
        u16::try_from(most).unwrap_or(u16::MAX).saturating_sub(self.end - self.x)
    }
}

/// The clusters of a row, of which the next begins at column `x`.
struct Clusters<'a> {
    rest: &'a [Cell],
    x: u16,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    #[inline]
    fn next(&mut self) -> Option<Cluster<'a>> {
        let cell = self.rest.first()?;
        let symbol = cell.symbol();
        let steady = steady_alone(symbol).and_then(|cells| u16::try_from(cells).ok());
        let trust = if steady.is_some() { Trust::Sure } else { trust(symbol) };
        let natural = steady.filter(|_| cell.diff_option == CellDiffOption::None);
        let cells = natural.unwrap_or_else(|| cell.cell_width().max(1));
        self.rest = self.rest.get(usize::from(cells)..).unwrap_or_default();
        let x = self.x;
        self.x = x.saturating_add(cells);
        Some(Cluster { x, end: self.x, symbol, trust, cell })
    }
}

/// How far terminals agree on the width of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// All of them.
    Sure,
    /// One cell or two.
    Loose,
    /// Anything.
    Odd,
}

/// How far they agree on a cluster that is not a steady character.
fn trust(symbol: &str) -> Trust {
    let mut chars = symbol.chars();
    match chars.next().filter(|_| chars.as_str().is_empty()) {
        Some(
            '\u{a1}'..='\u{ac}'
            | '\u{ae}'..='\u{24f}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2190}'..='\u{21ff}'
            | '\u{2460}'..='\u{25ff}',
        ) => Trust::Loose,
        Some(_) | None => Trust::Odd,
    }
}

/// The part of a cluster that every terminal draws, and none wider than the whole: of a family of emoji the first
/// person, of a flag its letters, of a hand its shape without the colour of the skin.
fn shown_as(symbol: &str) -> String {
    let letter = |c: char| char::from_u32(u32::from(c) - 0x1_f1e6 + u32::from('A')).unwrap_or(' ');
    let joins = |c: char| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}');
    let mut out = String::with_capacity(symbol.len());
    for (n, c) in symbol.chars().enumerate() {
        match c {
            '\u{1f1e6}'..='\u{1f1ff}' => out.push(letter(c)),
            c if joins(c) && n > 0 => break,
            // A mark with nothing of its own to stand on would land on the character before.
            c if out.is_empty() && width(c.encode_utf8(&mut [0; 4])) == 0 => {}
            c => out.push(c),
        }
    }
    out
}

/// What a cell or the pen looks like: ink, ground, modifiers.
type Look = (Color, Color, Modifier);

/// Writes cells, and knows where the cursor is and how it writes.
struct Pen<'a> {
    bytes: Vec<u8>,
    depth: Depth,
    /// Where the cursor is; none: nobody knows.
    at: Option<(u16, u16)>,
    look: Option<Look>,
    /// The look of the cell before, in the theme's colours: the next cell's is mostly the same.
    asked: Option<Look>,
    /// What is written stands for this address.
    link: Option<&'a str>,
}

impl<'a> Pen<'a> {
    fn new(depth: Depth) -> Self {
        Self { bytes: Vec::new(), depth, at: None, look: None, asked: None, link: None }
    }

    /// Writes a cluster on a line; `right` is the column after the last of the screen.
    fn put(&mut self, cluster: Cluster<'_>, (y, right): (u16, u16), link: Option<&'a str>) {
        let Cluster { x, end, symbol, trust, .. } = cluster;
        let asked = cluster.look();
        if self.asked.replace(asked) != Some(asked) {
            let (ink, ground, modifier) = asked;
            let (ink, ground) = self.depth.pair(ink, ground);
            self.take((ink, ground, modifier));
        }
        if self.at != Some((x, y)) {
            self.go(x, y);
        }
        self.follow(link);
        match trust {
            Trust::Sure => self.bytes.extend_from_slice(symbol.as_bytes()),
            Trust::Loose if end - x == 1 => self.bytes.extend_from_slice(symbol.as_bytes()),
            Trust::Loose | Trust::Odd => {
                self.bytes.extend(std::iter::repeat_n(b' ', usize::from(end - x)));
                self.go(x, y);
                self.follow(link);
                self.bytes.extend_from_slice(shown_as(symbol).as_bytes());
            }
        }
        self.at = (trust == Trust::Sure && end < right).then_some((end, y));
    }

    /// Lets what follows stand for an address, or for none.
    fn follow(&mut self, link: Option<&'a str>) {
        if self.link != link {
            link::write(&mut self.bytes, link);
            self.link = link;
        }
    }

    fn go(&mut self, x: u16, y: u16) {
        // A link that was still open would be stretched over what lies between, by terminals that think so.
        self.follow(None);
        self.bytes.extend_from_slice(b"\x1b[");
        self.number(y.saturating_add(1));
        self.bytes.push(b';');
        self.number(x.saturating_add(1));
        self.bytes.push(b'H');
    }

    /// A number in decimal digits.
    fn number(&mut self, number: u16) {
        if number > 9 {
            self.number(number / 10);
        }
        self.bytes.push(b'0' + u8::try_from(number % 10).unwrap_or_default());
    }

    /// Takes a look, if it is not the one in hand. A modifier is only laid down together with the colours.
    fn take(&mut self, look: Look) {
        let before = self.look.replace(look);
        if before == Some(look) {
            return;
        }
        let (ink, ground, modifier) = look;
        self.bytes.extend_from_slice(b"\x1b[");
        let (old_ink, old_ground) = match before {
            Some((ink, ground, before)) if before == modifier => (ink, ground),
            Some(_) | None => {
                self.modifiers(modifier);
                (Color::Reset, Color::Reset)
            }
        };
        if ink != old_ink {
            self.colour(ink, 30);
        }
        if ground != old_ground {
            self.colour(ground, 40);
        }
        // What stands behind the last number is the end.
        if let Some(last) = self.bytes.last_mut() {
            *last = b'm';
        }
    }

    /// No colours, and these modifiers.
    fn modifiers(&mut self, modifier: Modifier) {
        self.numbers(&[0]);
        for (which, code) in [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::REVERSED, 7),
            (Modifier::CROSSED_OUT, 9),
        ] {
            if modifier.contains(which) {
                self.numbers(&[code]);
            }
        }
    }

    /// A colour of the text (`base` 30) or the ground (40).
    fn colour(&mut self, colour: Color, base: u8) {
        let code = match colour {
            Color::Reset => base + 9,
            Color::Rgb(r, g, b) => return self.numbers(&[base + 8, 2, r, g, b]),
            Color::Indexed(n) => return self.numbers(&[base + 8, 5, n]),
            Color::Black => base,
            Color::Red => base + 1,
            Color::Green => base + 2,
            Color::Yellow => base + 3,
            Color::Blue => base + 4,
            Color::Magenta => base + 5,
            Color::Cyan => base + 6,
            Color::Gray => base + 7,
            Color::DarkGray => base + 60,
            Color::LightRed => base + 61,
            Color::LightGreen => base + 62,
            Color::LightYellow => base + 63,
            Color::LightBlue => base + 64,
            Color::LightMagenta => base + 65,
            Color::LightCyan => base + 66,
            Color::White => base + 67,
        };
        self.numbers(&[code]);
    }

    /// Numbers, each before a semicolon.
    fn numbers(&mut self, numbers: &[u8]) {
        for number in numbers {
            self.number(u16::from(*number));
            self.bytes.push(b';');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Link;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn frame(lines: &[&str]) -> Buffer {
        let height = u16::try_from(lines.len()).unwrap();
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 12, height });
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, Style::new());
        }
        buffer
    }

    fn difference(from: &[&str], to: &[&str]) -> String {
        let bytes = bytes(&frame(from), &frame(to), Extent::Difference, Depth::True);
        let text = String::from_utf8(bytes).unwrap();
        text.replace("\x1b[?2026h\x1b[?7l", "").replace("\x1b[0m\x1b[?7h\x1b[?2026l", "").replace('\x1b', "^")
    }

    #[test]
    fn of_a_look_only_the_colours_that_change_are_written_unless_a_modifier_comes_or_goes() {
        let cells = [Style::new(), Style::new().red(), Style::new().red().on_blue(), Style::new().on_blue()];
        let cells = cells.into_iter().chain([Style::new().bold(), Style::new().red()]);
        let mut buffer = frame(&[""]);
        for (x, style) in (0..).zip(cells) {
            buffer.set_string(x, 0, "a", style);
        }
        let bytes = bytes(&frame(&[""]), &buffer, Extent::Difference, Depth::True);
        let text = String::from_utf8(bytes).unwrap().replace('\x1b', "^");
        assert!(text.contains("^[0m^[1;1Ha^[31ma^[44ma^[39ma^[0;1ma^[0;31ma"), "{text}");
    }

    #[test]
    fn what_is_the_same_is_not_written() {
        assert_eq!(difference(&["一照多址 abc"], &["一照多址 abc"]), "");
        assert_eq!(difference(&["一照多址 abc"], &["一照多址 abd"]), "^[0m^[1;12Hd");
    }

    #[test]
    fn chinese_is_written_without_placing_the_cursor_anew() {
        assert_eq!(difference(&[""], &["一照ab多址"]), "^[0m^[1;1H一照ab多址");
    }

    #[test]
    fn after_an_ambiguous_character_the_cursor_is_placed_anew_and_what_it_may_cover_is_written_again() {
        assert_eq!(difference(&["-a”b"], &["“a”b"]), "^[0m^[1;1H“^[1;2Ha");
        // A quotation mark that goes may have covered the cell after it.
        assert_eq!(difference(&["“ab"], &["-ab"]), "^[0m^[1;1H-a");
    }

    #[test]
    fn numbers_are_written_in_decimal() {
        let mut pen = Pen::new(Depth::True);
        for number in [0, 9, 10, 101, 9_999, 10_000, u16::MAX] {
            pen.bytes.clear();
            pen.number(number);
            assert_eq!(pen.bytes, number.to_string().into_bytes());
        }
    }

    #[test]
    fn a_wide_character_half_covered_is_gone_and_its_other_half_written() {
        assert_eq!(difference(&["一b"], &["a b"]), "^[0m^[1;1Ha ");
    }

    fn linked(cells: &[&str], links: &[(u16, u16, &str)]) -> (Buffer, Vec<Link>) {
        let link = |(x, end, to): &(u16, u16, &str)| Link { x: *x, end: *end, y: 0, to: (*to).into() };
        (frame(cells), links.iter().map(link).collect())
    }

    fn change(from: &(Buffer, Vec<Link>), to: &(Buffer, Vec<Link>)) -> String {
        let [from, to] = [from, to].map(|(cells, links)| Frame { cells, links });
        let bytes = String::from_utf8(bytes(from, to, Extent::Difference, Depth::True)).unwrap();
        let bytes = bytes
            .strip_prefix("\x1b[?2026h\x1b[?7l")
            .unwrap_or(&bytes)
            .replace("\x1b[0m\x1b[?7h\x1b[?2026l", "");
        bytes.replace("\x1b\\", ">").replace('\x1b', "^")
    }

    #[test]
    fn a_link_is_begun_and_ended_around_its_cells_and_written_again_only_where_it_changed() {
        let (plain, one) = (linked(&["ab 一c"], &[]), linked(&["ab 一c"], &[(3, 6, "https://a.cn")]));
        let other = linked(&["ab 一c"], &[(3, 6, "https://b.cn")]);
        let begun = change(&plain, &one);
        assert!(
            begun.starts_with("^[0m^[1;4H^]8;id=") && begun.ends_with(";https://a.cn>一c^]8;;>"),
            "{begun}"
        );
        assert_eq!(change(&one, &one), "");
        assert!(change(&one, &other).contains(";https://b.cn>一c"));
        assert_eq!(change(&one, &plain), "^[0m^[1;4H一c");
    }

    #[test]
    fn a_link_is_ended_before_the_cursor_moves_and_begun_again_behind() {
        let said = change(&linked(&[""], &[]), &linked(&["a“b"], &[(0, 3, "https://a.cn")]));
        let pieces: Vec<&str> = said.split("^]8;;>").collect();
        assert_eq!(pieces.len(), 3, "{said}");
        assert!(
            pieces.iter().all(|piece| piece.rfind('H') < piece.find("https") || piece.is_empty()),
            "{said}"
        );
    }

    #[test]
    fn emoji_are_reduced_to_what_every_terminal_draws() {
        for (symbol, drawn) in [
            ("👩\u{200d}👩\u{200d}👧", "👩"),
            ("🇨🇳", "CN"),
            ("👍🏽", "👍"),
            ("❤\u{fe0f}", "❤"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("e\u{301}", "e\u{301}"),
            ("กำ", "กำ"),
            ("\u{301}x", "x"),
        ] {
            assert_eq!(shown_as(symbol), drawn);
        }
    }
}
