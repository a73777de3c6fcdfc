//! Gains at once, losses held (decision D3).
//!
//! Two thirds of the beginnings of a status file are valid files that say less. So a reading that says less than the
//! last good one, and a file that is gone, are believed only when they have been so for two seconds; a reading that
//! says as much or more is believed at once.

use std::sync::Arc;
use std::time::Duration;

use super::parse::Heard;
use crate::domain::calendar::Holiday;
use crate::domain::plan::Plan;

/// How long a loss must last.
pub(super) const HELD: Duration = Duration::from_secs(2);

/// What a file says, counted: the things that a file cut short would lack.
pub(super) trait Weigh {
    /// How much is said.
    fn weight(&self) -> usize;
}

impl Weigh for Arc<Plan> {
    fn weight(&self) -> usize {
        self.items.len() + self.sections.len() + self.units.len() + self.rules.len()
    }
}

impl Weigh for Vec<Holiday> {
    fn weight(&self) -> usize {
        self.iter().map(|holiday| 1 + holiday.work.len()).sum()
    }
}

impl Weigh for Heard {
    fn weight(&self) -> usize {
        let items = self.report.items().map(|(_, item)| {
            let stages: usize =
                item.rules.iter().map(|(_, rule)| 1 + rule.stages.iter().flatten().count()).sum();
            1 + item.log.len()
                + stages
                + usize::from(item.due.is_some())
                + usize::from(item.extension.is_some())
        });
        items.sum()
    }
}

/// A loss that is not believed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hold {
    /// What was seen, as a number of its own for each content; none for a file that is gone.
    seen: Option<(Option<u64>, Duration)>,
}

impl Hold {
    /// Whether a loss seen at `at` is still to be waited out: it has not been the same for two seconds. A look without
    /// a time is the only one there will be, so it believes what it sees.
    pub(super) fn keeps(&mut self, content: Option<u64>, at: Option<Duration>) -> bool {
        self.keeps_since(content, at, at)
    }

    /// The same, of a loss that has looked so from outside since `since`.
    pub(super) fn keeps_since(
        &mut self,
        content: Option<u64>,
        at: Option<Duration>,
        since: Option<Duration>,
    ) -> bool {
        let Some(at) = at else { return false };
        let since = match self.seen {
            Some((seen, since)) if seen == content => since,
            Some(_) | None => {
                let since = since.unwrap_or(at);
                self.seen = Some((content, since));
                since
            }
        };
        at.saturating_sub(since) < HELD
    }

    /// Since when there has been a loss.
    pub(super) fn since(&self) -> Option<Duration> {
        self.seen.map(|(_, since)| since)
    }

    /// Until when a loss is waited out.
    pub(super) fn until(&self) -> Option<Duration> {
        self.since().map(|since| since + HELD)
    }

    /// There is nothing to wait for.
    pub(super) fn release(&mut self) {
        self.seen = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_believed_after_it_has_been_the_same_for_two_seconds() {
        let mut hold = Hold::default();
        let at = |ms| Some(Duration::from_millis(ms));
        assert!(hold.keeps(Some(1), at(0)));
        assert!(hold.keeps(Some(1), at(1999)));
        // Another loss begins to be waited for anew.
        assert!(hold.keeps(Some(2), at(2000)));
        assert!(hold.keeps(Some(2), at(3999)));
        assert!(!hold.keeps(Some(2), at(4000)));
        hold.release();
        assert!(hold.keeps(None, at(5000)));
        assert!(!hold.keeps(None, None));
    }
}
