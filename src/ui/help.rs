//! Every key, as it is bound, and the legend of the lights; narrowed by what the reader types.

use super::brush::{Brush, Line, span};
use super::legend;
use super::theme::Role;
use crate::app::{ACTIONS, Action, Model};
use crate::text::{Align, fit, say, width, wrap};

/// The window's title: what narrows it, how to narrow it.
pub(super) fn title(brush: &Brush<'_>, model: &Model) -> String {
    let lang = brush.lang;
    let (text, caret) = match &model.typing {
        Some(text) => (text, brush.glyphs.pick("▏", "_")),
        None => (&model.help_filter, ""),
    };
    if text.is_empty() && caret.is_empty() {
        return say!(lang, "全部按键 · / 查找", "Every key · / searches");
    }
    let (n, all) = (ACTIONS.iter().filter(|action| fits(model, action)).count(), ACTIONS.len());
    say!(lang, "全部按键 / {text}{caret}　{n} / {all}", "Every key / {text}{caret}  {n} of {all}")
}

/// Whether an action's keys or words, in either language, hold what was typed.
fn fits(model: &Model, action: &Action) -> bool {
    let wanted = model.help_filter.trim();
    let words = [action.help.zh, action.help.en, action.short.zh, action.short.en, action.id.word()];
    let lower = wanted.to_lowercase();
    words.iter().any(|own| own.to_lowercase().contains(&lower))
        || model.keymap.names(action.id).split(' ').any(|key| key == wanted)
}

/// Every key that fits; then, where nothing narrows them, the legend of the lights.
pub(super) fn lines(brush: &Brush<'_>, model: &Model, cells: usize) -> Vec<Line> {
    let lang = brush.lang;
    let names = |action: &Action| model.keymap.names(action.id);
    let column =
        ACTIONS.iter().map(|action| width(&names(action))).max().unwrap_or(8).min(24).min(cells / 3) + 2;
    let mut lines: Vec<Line> = Vec::new();
    for action in ACTIONS.iter().filter(|action| fits(model, action)) {
        // One key may do another thing on another screen: where it does this one stands behind it.
        let place = action.scope.words().map(|words| words.get(lang));
        let place = place.map_or_else(String::new, |place| say!(lang, "（{place}）", " ({place})"));
        let text = format!("{}{place}", action.help.get(lang));
        for (n, part) in wrap(&text, cells.saturating_sub(column)).into_iter().enumerate() {
            let keys = if n == 0 { names(action) } else { String::new() };
            lines.push(vec![span(fit(&keys, column, Align::Left), Role::Accent), span(part, Role::Text)]);
        }
    }
    if model.help_filter.trim().is_empty() {
        lines.push(Line::new());
        lines.extend(legend::lines(brush, column, cells));
    }
    lines
}
