//! How often a test throws, and the dice: the same numbers every time, from a seed that is printed.

/// `full` times where `GUATU_FULL` is set, else a tenth: `GUATU_FULL=1 cargo test --profile long --test hostile`.
pub(crate) fn times(full: usize) -> usize {
    if std::env::var_os("GUATU_FULL").is_some() { full } else { full / 10 }
}

/// A small generator.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        println!("seed {seed}");
        Self::quiet(seed)
    }

    /// The same, without a word.
    pub(crate) fn quiet(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let n = self.roll(list.len());
        &list[n]
    }
}
