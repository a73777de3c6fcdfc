//! The mouse: clicks, the wheel, the scroll bar, and whose it is.

use super::message::{Drawn, Effect, Hit, Mouse, Now};
use super::model::Model;
use super::over::scroll;
use super::update::{act, show, tell};
use super::{motion, step};

/// What the mouse did.
pub(super) fn moved(model: &mut Model, mouse: Mouse, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    if model.wall.is_some() {
        return;
    }
    match mouse {
        Mouse::Click { x, y } => {
            let hit = drawn.hits.iter().rev().find(|(area, _)| area.holds(x, y)).map(|(_, hit)| hit.clone());
            model.dragging = hit == Some(Hit::Bar);
            match hit {
                Some(Hit::Row(id)) if model.overlay.is_none() => motion::click(model, &id),
                Some(Hit::Screen(screen)) => show(model, screen),
                Some(Hit::Action(action)) => act(model, action, now, drawn, effects),
                Some(Hit::Bar) => step::drag(model, y, drawn),
                Some(Hit::Row(_)) | None => {}
            }
        }
        Mouse::Drag { y, .. } => {
            if model.overlay.is_none() && model.dragging {
                step::drag(model, y, drawn);
            }
        }
        Mouse::Wheel { x, y, lines } => {
            if model.overlay.is_some() || drawn.detail.holds(x, y) {
                scroll(model, lines, drawn);
            } else {
                motion::step(model, i64::from(lines), drawn);
            }
        }
    }
}

/// Leaves the mouse to the terminal, or takes it back.
pub(super) fn give(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    model.mouse = model.mouse.other();
    effects.push(Effect::Mouse(model.mouse));
    tell(model, step::whose(model.mouse), now);
}
