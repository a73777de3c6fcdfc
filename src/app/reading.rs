//! The first reading, while it lasts: the plans that are whole by then are shown, and said not to be all.
//!
//! Nothing is compared with them and nothing is told of them: a plan that comes is no change. The wall, which nobody
//! asks, waits until everything is there.

use std::sync::Arc;

use super::load::rebuild;
use super::message::{Now, Progress};
use super::model::Model;
use super::plans;
use crate::domain::Portfolio;

/// Takes in how far it has come, and the plans that are whole.
pub(super) fn came(model: &mut Model, progress: Progress, whole: Option<Arc<Portfolio>>, now: Now) {
    model.plans.reading = Some(progress);
    let Some(portfolio) = whole.filter(|whole| model.wall.is_none() && !whole.ledgers.is_empty()) else {
        return;
    };
    if replace(model, Arc::clone(&portfolio)).is_none() {
        plans::begin(model, progress.plans);
    }
    // Who asks for a plan is shown no other one until it comes.
    let awaited = model.plan.as_deref().is_some_and(|id| portfolio.ledger(id).is_none());
    if model.board.is_none() && !awaited {
        rebuild(model, now);
    }
}

/// Everything is there; what was shown before that.
pub(super) fn ended(model: &mut Model, portfolio: Arc<Portfolio>) -> Option<Arc<Portfolio>> {
    model.plans.reading = None;
    replace(model, portfolio)
}

fn replace(model: &mut Model, portfolio: Arc<Portfolio>) -> Option<Arc<Portfolio>> {
    model.plans.zones = portfolio.zones();
    model.portfolio.replace(portfolio)
}
