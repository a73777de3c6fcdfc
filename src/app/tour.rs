//! The wall of several plans: whether they have a page of their own, and which plan the other pages are about.
//!
//! Who named a plan gets a wall of that plan. Else a round of the pages belongs to one plan and the next round to the
//! next, so that each has its turn, with all of them side by side in between.

use super::load::rebuild;
use super::message::{Effect, Now};
use super::model::Model;
use super::plans::Opens;
use super::wall::{self, Page, Pages, Wall};

impl Wall {
    /// Puts the page of the plans before the others, or takes it away; what is shown stays, except at the start.
    fn offer(&mut self, page: Offered) {
        if self.chosen == Pages::Named {
            return;
        }
        let has = self.pages.contains(&Page::Plans);
        match page {
            Offered::Plans if !has => {
                self.pages.insert(0, Page::Plans);
                self.page += usize::from(self.has_read());
            }
            Offered::Nothing if has => {
                self.pages.retain(|page| *page != Page::Plans);
                self.part = if self.page == 0 { 0 } else { self.part };
                self.page = self.page.saturating_sub(1);
            }
            Offered::Plans | Offered::Nothing => {}
        }
    }
}

/// What there is to show beside the pages of one plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offered {
    /// Several plans, and nobody asked for one of them.
    Plans,
    /// Nothing.
    Nothing,
}

/// After a reading, before the wall looks at the board: the plans get their page, or lose it.
pub(super) fn loaded(model: &mut Model) {
    let several = model.plans.opens() == Opens::Plans
        && model.portfolio.as_deref().is_some_and(super::plans::are_several);
    if let Some(wall) = &mut model.wall {
        wall.offer(if several { Offered::Plans } else { Offered::Nothing });
    }
}

/// After a round: the next plan opens, the first after the last. One that has something to announce stays.
pub(super) fn round(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    let stays = model.wall.as_ref().is_none_or(|wall| wall.alert.is_some());
    if stays || model.plans.opens() != Opens::Plans {
        return;
    }
    let (Some(portfolio), Some(board)) = (&model.portfolio, &model.board) else { return };
    let ids = || portfolio.ledgers.iter().map(|ledger| &ledger.plan.id);
    let after = ids().skip_while(|id| **id != board.plan().id).nth(1);
    let Some(next) = after.or(ids().next()).filter(|id| **id != board.plan().id).cloned() else { return };
    model.plan = Some(next);
    model.marks.clear();
    rebuild(model, now);
    wall::look(model, now, effects);
}
