//! Big digits, drawn of strokes to any size: a wall across a hall needs figures of forty rows, and no library scales.

use super::super::brush::Brush;
use super::super::theme::Role;
use crate::app::message::Area;

/// The strokes of a seven-segment digit: top, upper left, upper right, middle, lower left, lower right, bottom.
fn strokes(c: char) -> Option<[bool; 7]> {
    let bits: u8 = match c {
        '0' => 0b111_0111,
        '2' => 0b101_1101,
        '3' => 0b101_1011,
        '4' => 0b011_1010,
        '5' => 0b110_1011,
        '6' => 0b110_1111,
        '7' => 0b101_0010,
        '8' => 0b111_1111,
        '9' => 0b111_1011,
        '-' => 0b000_1000,
        _ => return None,
    };
    Some([6, 5, 4, 3, 2, 1, 0].map(|n| bits >> n & 1 == 1))
}

/// The size of one digit for figures that must fit in `width` × `height` cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Cells across.
    pub(super) width: u16,
    /// Rows.
    pub(super) height: u16,
    /// Rows of a stroke; twice as many cells across.
    stroke: u16,
}

impl Size {
    /// The largest digits in which `text` fits; none if even the smallest do not.
    pub(super) fn fitting(text: &str, width: u16, height: u16) -> Option<Self> {
        let mut best = None;
        for stroke in 1..=6 {
            // Odd numbers of strokes give a middle; 5 high and 3 across is the smallest that reads.
            for tall in [5, 7, 9] {
                let size = Self { width: stroke * (tall + 1), height: stroke * tall, stroke };
                if size.height <= height && size.text_width(text) <= width {
                    best = best.max_by(size);
                }
            }
        }
        best
    }

    fn text_width(self, text: &str) -> u16 {
        text.chars().map(|c| self.char_width(c) + self.gap()).sum::<u16>().saturating_sub(self.gap())
    }

    fn char_width(self, c: char) -> u16 {
        match c {
            '.' | ':' => self.stroke * 2,
            '1' => self.stroke * 4,
            _ => self.width,
        }
    }

    const fn gap(self) -> u16 {
        self.stroke * 2
    }
}

/// The larger of two sizes.
trait Larger {
    fn max_by(self, other: Size) -> Option<Size>;
}

impl Larger for Option<Size> {
    fn max_by(self, other: Size) -> Option<Size> {
        match self {
            Some(size) if size.height >= other.height => Some(size),
            _ => Some(other),
        }
    }
}

/// Draws `text` (digits, `.`, `:`, `%`, `-`) in the middle of `area`; returns the rows used, 0 if it does not fit.
pub(super) fn draw(brush: &mut Brush<'_>, area: Area, text: &str, role: Role) -> u16 {
    let Some(size) = Size::fitting(text, area.width, area.height) else { return 0 };
    let mut x = area.x + (area.width - size.text_width(text)) / 2;
    for c in text.chars() {
        glyph(brush, x, area.y, size, c, role);
        x += size.char_width(c) + size.gap();
    }
    size.height
}

fn glyph(brush: &mut Brush<'_>, x: u16, y: u16, size: Size, c: char, role: Role) {
    let Size { width, height, stroke } = size;
    let thick = stroke * 2;
    let half = (height - stroke) / 2;
    if let Some([top, upper_left, upper_right, middle, lower_left, lower_right, bottom]) = strokes(c) {
        let right = x + width - thick;
        let all = [
            (top, x, y, width, stroke),
            (middle, x, y + half, width, stroke),
            (bottom, x, y + height - stroke, width, stroke),
            (upper_left, x, y, thick, half + stroke),
            (upper_right, right, y, thick, half + stroke),
            (lower_left, x, y + half, thick, height - half),
            (lower_right, right, y + half, thick, height - half),
        ];
        for (_, x, y, width, height) in all.into_iter().filter(|(on, ..)| *on) {
            brush.block(Area { x, y, width, height }, role);
        }
        return;
    }
    match c {
        // With a flag at its top, so that two of them are no pair of bars.
        '1' => {
            brush.block(Area { x, y, width: thick, height: stroke }, role);
            brush.block(Area { x: x + thick, y, width: thick, height }, role);
        }
        '.' => brush.block(Area { x, y: y + height - stroke, width: thick, height: stroke }, role),
        ':' => {
            for part in [height / 4, height * 3 / 4 - stroke / 2] {
                brush.block(Area { x, y: y + part, width: thick, height: stroke }, role);
            }
        }
        '%' => {
            brush.block(Area { x, y, width: thick, height: stroke }, role);
            brush.block(
                Area { x: x + width - thick, y: y + height - stroke, width: thick, height: stroke },
                role,
            );
            for row in 0..height {
                let at = (width - thick) * (height - 1 - row) / height.max(2).saturating_sub(1);
                brush.block(Area { x: x + at, y: y + row, width: thick, height: 1 }, role);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_grow_with_the_screen_and_never_leave_it() {
        assert_eq!(Size::fitting("12", 3, 3), None);
        let small = Size::fitting("12", 30, 8).unwrap();
        let large = Size::fitting("12", 300, 60).unwrap();
        assert!(small.height < large.height);
        for width in 0..200 {
            for height in 0..60 {
                if let Some(size) = Size::fitting("12.3%", width, height) {
                    assert!(size.text_width("12.3%") <= width && size.height <= height);
                }
            }
        }
    }
}
