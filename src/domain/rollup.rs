//! The roll-up of a set of items: progress, completion rate, lights.

use super::clock::{Clock, Light};
use super::percent::Percent;

/// The figures of a set of items. Two rates, never mixed: `progress` is the weighted mean of the items' progress,
/// `done` of `items` is the completion rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RollUp {
    /// All items.
    pub items: usize,
    /// Of these, stopped: left out of `progress`.
    pub stopped: usize,
    /// The items per light, in the order of [`Light::ALL`].
    pub lights: [usize; 5],
    /// Done, late or not.
    pub done: usize,
    /// Of these, done late.
    pub done_late: usize,
    /// Overdue.
    pub overdue: usize,
    /// Due today or within the days that count as 临期.
    pub due_soon: usize,
    /// Items with some log entry.
    pub reported: usize,
    weighted: u128,
    weights: u128,
}

impl RollUp {
    /// The figures of one item alone.
    pub fn one(clock: Clock, progress: Percent, weight: u32, reported: bool) -> Self {
        let mut one = Self {
            items: 1,
            reported: usize::from(reported),
            done: usize::from(clock.light() == Light::Done),
            done_late: usize::from(matches!(clock, Clock::CompletedLate { .. })),
            overdue: usize::from(clock.days_overdue() > 0),
            due_soon: usize::from(clock.is_due_soon()),
            ..Self::default()
        };
        if let Some(count) = one.lights.get_mut(clock.light().index()) {
            *count = 1;
        }
        if clock == Clock::Stopped {
            one.stopped = 1;
        } else {
            one.weighted = u128::from(progress.thousandths()) * u128::from(weight);
            one.weights = u128::from(weight);
        }
        one
    }

    /// Adds what another set of items comes to.
    pub fn merge(&mut self, other: &Self) {
        self.each(other, usize::saturating_add, u128::saturating_add);
    }

    /// Takes out what a set of its items comes to.
    pub fn take_out(&mut self, part: &Self) {
        self.each(part, usize::saturating_sub, u128::saturating_sub);
    }

    /// Makes each figure what `count` and `sum` make of it and the other's.
    fn each(&mut self, other: &Self, count: fn(usize, usize) -> usize, sum: fn(u128, u128) -> u128) {
        for (own, n) in self.lights.iter_mut().zip(other.lights) {
            *own = count(*own, n);
        }
        for (own, n) in [
            (&mut self.items, other.items),
            (&mut self.stopped, other.stopped),
            (&mut self.done, other.done),
            (&mut self.done_late, other.done_late),
            (&mut self.overdue, other.overdue),
            (&mut self.due_soon, other.due_soon),
            (&mut self.reported, other.reported),
        ] {
            *own = count(*own, n);
        }
        self.weighted = sum(self.weighted, other.weighted);
        self.weights = sum(self.weights, other.weights);
    }

    /// How many items have `light`.
    pub fn count(&self, light: Light) -> usize {
        self.lights.get(light.index()).copied().unwrap_or_default()
    }

    /// The items `progress` is the mean of: all but the stopped ones.
    pub fn counted(&self) -> usize {
        self.items - self.stopped
    }

    /// The weighted mean of the items' progress; none where there is nothing to take the mean of.
    pub fn progress(&self) -> Option<Percent> {
        (self.weights > 0).then(|| Percent::mean(self.weighted, self.weights))
    }

    /// The completion rate: items done of all items.
    pub fn completion(&self) -> Percent {
        Percent::of(self.done as u64, self.items as u64)
    }

    /// The worst light: red before yellow before green; grey only where nothing has begun, done only where all is.
    pub fn worst(&self) -> Light {
        Light::ALL
            .into_iter()
            .find(|light| {
                let stopped = if *light == Light::Grey { self.stopped } else { 0 };
                self.count(*light) > stopped
            })
            .unwrap_or(Light::Grey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopped_items_are_left_out_of_the_mean_and_the_worst_light() {
        let mut sum = RollUp::default();
        sum.merge(&RollUp::one(Clock::CompletedOnTime, Percent::FULL, 1000, true));
        sum.merge(&RollUp::one(Clock::Stopped, Percent::ZERO, 1000, true));
        assert_eq!(sum.progress(), Some(Percent::FULL));
        assert_eq!((sum.items, sum.counted()), (2, 1));
        assert_eq!(sum.worst(), Light::Done);
        assert_eq!(sum.completion().to_string(), "50.0");
    }

    #[test]
    fn weights_count() {
        let mut sum = RollUp::default();
        sum.merge(&RollUp::one(Clock::NoDate, Percent::parse("10").unwrap(), 3000, true));
        let second = RollUp::one(Clock::NoDate, Percent::parse("50").unwrap(), 1000, true);
        sum.merge(&second);
        assert_eq!(sum.progress(), Percent::parse("20"));
        sum.take_out(&second);
        assert_eq!((sum.items, sum.progress()), (1, Percent::parse("10")));
        assert_eq!(RollUp::default().progress(), None);
    }
}
