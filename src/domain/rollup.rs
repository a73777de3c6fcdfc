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
    /// Adds an item.
    pub fn add(&mut self, clock: Clock, progress: Percent, weight: u32, reported: bool) {
        self.items += 1;
        if let Some(count) = self.lights.get_mut(clock.light().index()) {
            *count += 1;
        }
        self.reported += usize::from(reported);
        self.done += usize::from(clock.light() == Light::Done);
        self.done_late += usize::from(matches!(clock, Clock::CompletedLate { .. }));
        self.overdue += usize::from(clock.days_overdue() > 0);
        self.due_soon += usize::from(clock.is_due_soon());
        if clock == Clock::Stopped {
            self.stopped += 1;
        } else {
            self.weighted += u128::from(progress.thousandths()) * u128::from(weight);
            self.weights += u128::from(weight);
        }
    }

    /// Adds what another set of items comes to.
    pub fn merge(&mut self, other: &Self) {
        for (sum, n) in self.lights.iter_mut().zip(other.lights) {
            *sum += n;
        }
        self.items += other.items;
        self.stopped += other.stopped;
        self.done += other.done;
        self.done_late += other.done_late;
        self.overdue += other.overdue;
        self.due_soon += other.due_soon;
        self.reported += other.reported;
        self.weighted += other.weighted;
        self.weights += other.weights;
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
        sum.add(Clock::CompletedOnTime, Percent::FULL, 1000, true);
        sum.add(Clock::Stopped, Percent::ZERO, 1000, true);
        assert_eq!(sum.progress(), Some(Percent::FULL));
        assert_eq!((sum.items, sum.counted()), (2, 1));
        assert_eq!(sum.worst(), Light::Done);
        assert_eq!(sum.completion().to_string(), "50.0");
    }

    #[test]
    fn weights_count() {
        let mut sum = RollUp::default();
        sum.add(Clock::NoDate, Percent::parse("10").unwrap(), 3000, true);
        sum.add(Clock::NoDate, Percent::parse("50").unwrap(), 1000, true);
        assert_eq!(sum.progress(), Percent::parse("20"));
        assert_eq!(RollUp::default().progress(), None);
    }
}
