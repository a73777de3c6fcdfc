//! Progress as an exact number: thousandths of a percent, so that sums and means do not depend on their order.

use std::fmt;
use std::num::NonZeroU32;

/// A share of 100, in thousandths of a percent. 0 to 100 000. Four bytes, also where there may be none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(
    /// One more than the thousandths: 0 is left for no share at all.
    NonZeroU32,
);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self::at(0);
    /// All of it.
    pub const FULL: Self = Self::at(100_000);

    const fn at(thousandths: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(thousandths))
    }

    const fn get(self) -> u32 {
        self.0.get() - 1
    }

    /// From thousandths of a percent; more than 100 % is 100 %.
    pub fn from_thousandths(n: u64) -> Self {
        u32::try_from(n).map_or(Self::FULL, |n| Self::at(n.min(100_000)))
    }

    /// `part` of `whole`; nothing of nothing is 0.
    pub fn of(part: u64, whole: u64) -> Self {
        if whole == 0 { Self::ZERO } else { Self::mean(u128::from(part) * 100_000, u128::from(whole)) }
    }

    /// A sum of thousandths over a sum of weights, rounded half up.
    pub fn mean(sum: u128, weights: u128) -> Self {
        if weights == 0 {
            return Self::ZERO;
        }
        Self::from_thousandths(u64::try_from((sum * 2 + weights) / (weights * 2)).unwrap_or(u64::MAX))
    }

    /// The number in thousandths of a percent.
    pub fn thousandths(self) -> u64 {
        u64::from(self.get())
    }

    /// Tenths of a percent, rounded half up: what is printed.
    pub fn tenths(self) -> u32 {
        (self.get() + 50) / 100
    }

    /// The number with one decimal, for JSON.
    pub fn number(self) -> f64 {
        f64::from(self.tenths()) / 10.0
    }

    /// Whole percent for narrow columns, rounded half up like every figure; but 100 only where it is all of it.
    pub fn whole(self) -> u32 {
        if self == Self::FULL { 100 } else { ((self.get() + 500) / 1000).min(99) }
    }

    /// Points (thousandths of a percent) by which this is below `expected`; 0 if it is not.
    pub fn points_below(self, expected: Self) -> u64 {
        u64::from(expected.get().saturating_sub(self.get()))
    }

    /// Reads `45`, `45%`, `45.5`, `４５％`: a number from 0 to 100.
    pub fn parse(text: &str) -> Option<Self> {
        let narrow = |c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        if text.is_ascii() {
            Self::written(text.trim())
        } else {
            Self::written(&text.trim().chars().map(narrow).collect::<String>())
        }
    }

    fn written(narrow: &str) -> Option<Self> {
        let digits = narrow.strip_suffix('%').unwrap_or(narrow).trim_end();
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(part) || part.len() > 3 || whole.len() > 9 {
            return None;
        }
        let scale = 10_u64.pow(3 - u32::try_from(part.len()).ok()?);
        let value = whole.parse::<u64>().ok()? * 1000 + part.parse::<u64>().ok()? * scale;
        (value <= 100_000).then(|| Self::from_thousandths(value))
    }
}

impl Default for Percent {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Percent({})", self.get())
    }
}

impl fmt::Display for Percent {
    /// `12.3`, without the sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        write!(f, "{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_files_are_read_as_what_they_mean() {
        for (text, thousandths) in
            [("45", 45_000), ("45%", 45_000), ("４５％", 45_000), ("45.5", 45_500), ("100", 100_000)]
        {
            assert_eq!(Percent::parse(text).map(Percent::thousandths), Some(thousandths), "{text}");
        }
        for text in ["101", "-1", "1e3", "百", "", "45.5555", "0x10", "100.001"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn figures_are_rounded_half_up_to_one_decimal() {
        assert_eq!(Percent::mean(100_000, 3).to_string(), "33.3");
        assert_eq!(Percent::mean(200_000, 3).to_string(), "66.7");
        assert_eq!(Percent::from_thousandths(12_250).to_string(), "12.3");
        assert_eq!(Percent::of(29, 50).to_string(), "58.0");
        assert_eq!(Percent::of(0, 0).to_string(), "0.0");
        let whole = |thousandths| Percent::from_thousandths(thousandths).whole();
        assert_eq!([13_960, 13_499, 99_900, 100_000].map(whole), [14, 13, 99, 100]);
    }

    #[test]
    fn no_share_takes_no_more_room_than_a_share() {
        assert_eq!(size_of::<Option<Percent>>(), 4);
        assert_eq!(Percent::default(), Percent::from_thousandths(0));
    }
}
