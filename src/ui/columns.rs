//! The columns of a list: where each stands at a width, and which go when there is no room.

use super::brush::Brush;
use super::theme::Role;
use crate::app::message::Area;
use crate::domain::Percent;
use crate::text::Align;

/// A column of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its cells; 0 takes what is left.
    pub(crate) width: u16,
    /// Where its text stands.
    pub(crate) align: Align,
    /// Columns with a higher number go first when there is no room; 0 always stays.
    pub(crate) drop: u8,
}

/// A column of fixed width.
pub(crate) const fn column(width: u16, align: Align, drop: u8) -> Column {
    Column { width, align, drop }
}

/// The column that takes what is left.
pub(crate) const fn rest() -> Column {
    Column { width: 0, align: Align::Left, drop: 0 }
}

/// Where the columns of a list stand; the same for every row, so that they are straight.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    places: Vec<Option<(u16, u16, Align)>>,
}

/// Cells between columns.
const GAP: u16 = 1;

impl Columns {
    /// Places `columns` in `area`. While the column that takes the rest has fewer than `least` cells, others go.
    pub(crate) fn new(columns: &[Column], area: Area, least: u16) -> Self {
        let mut limit = columns.iter().map(|column| column.drop).max().unwrap_or(0);
        loop {
            let kept = columns.iter().filter(|column| column.drop <= limit);
            let (count, fixed) = kept.fold((0_u16, 0_u16), |(n, sum), column| (n + 1, sum + column.width));
            let fixed = fixed + GAP * count.saturating_sub(1);
            let left = area.width.saturating_sub(fixed);
            if left < least && limit > 0 {
                limit -= 1;
                continue;
            }
            let mut x = area.x;
            let place = |column: &Column| {
                if column.drop > limit {
                    return None;
                }
                let width = if column.width == 0 { left } else { column.width };
                let at = x;
                x += width + GAP;
                Some((at, width, column.align))
            };
            return Self { places: columns.iter().map(place).collect() };
        }
    }

    /// Where column `n` stands: its first cell and its width; none if it was dropped.
    pub(crate) fn place(&self, n: usize) -> Option<(u16, u16)> {
        self.places.get(n).copied().flatten().map(|(x, width, _)| (x, width))
    }

    /// Writes the text of column `n`.
    pub(crate) fn put(&self, brush: &mut Brush<'_>, n: usize, y: u16, text: &str, role: Role) {
        if let Some((x, width, align)) = self.places.get(n).copied().flatten() {
            brush.put_in(x, y, width, text, align, role);
        }
    }

    /// Writes a bar in column `n`.
    pub(crate) fn bar(&self, brush: &mut Brush<'_>, n: usize, y: u16, share: Percent, role: Role) {
        if let Some((x, width, _)) = self.places.get(n).copied().flatten() {
            brush.bar(x, y, width, share, role);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_dropped_until_the_rest_has_room() {
        let columns =
            [column(2, Align::Left, 0), rest(), column(10, Align::Left, 2), column(5, Align::Right, 1)];
        let at = |width| Columns::new(&columns, Area { x: 0, y: 0, width, height: 1 }, 18);
        assert_eq!(at(80).place(1), Some((3, 60)));
        assert_eq!(at(80).place(3), Some((75, 5)));
        assert_eq!(at(30).place(2), None);
        assert_eq!(at(30).place(3), Some((25, 5)));
        assert_eq!(at(10).place(3), None);
        assert_eq!(at(1).place(0), Some((0, 2)));
    }
}
