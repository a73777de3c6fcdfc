//! What lies over the screen: its keys and its scrolling.

use super::actions::ActionId;
use super::message::Drawn;
use super::model::{Model, Overlay};
use super::motion;

/// Scrolls what lies on top: the overlay, else the detail.
pub(super) fn scroll(model: &mut Model, lines: i32, drawn: &Drawn) {
    let (top, all, fits) = match &mut model.overlay {
        Some(
            Overlay::Help { top }
            | Overlay::Detail { top }
            | Overlay::Slip { top }
            | Overlay::Explain { top },
        ) => (top, drawn.overlay_lines.0, drawn.overlay_lines.1),
        None => (&mut model.detail_top, drawn.detail_lines, usize::from(drawn.detail.height)),
    };
    let last = all.saturating_sub(fits);
    let moved = i64::try_from(*top).unwrap_or(0) + i64::from(lines);
    *top = usize::try_from(moved).unwrap_or(0).min(last);
}

/// Keys while something lies over the screen: they scroll or close it. Returns whether the action was meant for it.
pub(super) fn key(model: &mut Model, action: ActionId, drawn: &Drawn) -> bool {
    use ActionId as A;
    match action {
        A::Move(motion) => {
            let page = i64::try_from(drawn.overlay_lines.1).unwrap_or(10);
            let lines = motion.rows(page, i64::from(i32::MAX / 2));
            scroll(model, i32::try_from(lines).unwrap_or_default(), drawn);
        }
        A::Detail(lines) => scroll(model, i32::from(lines), drawn),
        // Another window than the one that is open.
        A::Help if !matches!(model.overlay, Some(Overlay::Help { .. })) => return false,
        A::Explain if matches!(model.overlay, Some(Overlay::Detail { .. })) => {
            if motion::is_on_a_finding(model) {
                model.overlay = None;
            } else {
                return false;
            }
        }
        A::Back | A::Help | A::Explain | A::Slip | A::Fold(_) | A::Quit => model.overlay = None,
        A::Show(_)
        | A::Travel(_)
        | A::Today
        | A::NextFigure
        | A::Group
        | A::Pan(_)
        | A::ZoomIn
        | A::ZoomOut
        | A::ZoomFit
        | A::Months
        | A::Since
        | A::Sort
        | A::Step(_)
        | A::Arrange(_)
        | A::Copy
        | A::Prompt
        | A::Mouse
        | A::Filter
        | A::Edit
        | A::Language
        | A::Theme
        | A::Repaint
        | A::Reread
        | A::Suspend => return false,
    }
    true
}
