//! Typing a filter: each key narrows what is shown at once; Enter keeps it, Esc drops it.

use super::keys::{Key, KeyCode};
use super::model::{Model, Overlay};
use crate::domain::filter::Filter;

/// Longest filter that can be typed, in characters.
const LONGEST: usize = 200;

/// Takes a key while a filter is being typed; returns whether it was one.
pub fn take(model: &mut Model, key: Key) -> bool {
    let Some(mut text) = model.typing.take() else { return false };
    if matches!(model.overlay, Some(Overlay::Help { .. })) {
        narrow_help(model, text, key);
        return true;
    }
    match key.code {
        KeyCode::Enter => {
            model.filter = Filter::parse(&text);
            return true;
        }
        KeyCode::Esc => {
            model.filter = Filter::default();
            return true;
        }
        KeyCode::Backspace if text.pop().is_none() => {
            model.filter = Filter::default();
            return true;
        }
        KeyCode::Char('u') if key.ctrl => text.clear(),
        KeyCode::Char('c') if key.ctrl => {
            model.filter = Filter::default();
            return true;
        }
        KeyCode::Char(c) if !key.ctrl && text.chars().count() < LONGEST => text.push(c),
        KeyCode::Backspace
        | KeyCode::Char(_)
        | KeyCode::Tab
        | KeyCode::BackTab
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::Left
        | KeyCode::Right
        | KeyCode::Home
        | KeyCode::End
        | KeyCode::PageUp
        | KeyCode::PageDown
        | KeyCode::Delete
        | KeyCode::F(_) => {}
    }
    model.filter = Filter::parse(&text);
    model.typing = Some(text);
    true
}

/// Takes a key while the help is being narrowed: what is typed must stand in a line's keys or words.
fn narrow_help(model: &mut Model, mut text: String, key: Key) {
    match (key.code, key.ctrl) {
        (KeyCode::Enter, _) => return,
        (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => {
            model.help_filter.clear();
            return;
        }
        (KeyCode::Backspace, _) if text.pop().is_none() => return,
        (KeyCode::Char('u'), true) => text.clear(),
        (KeyCode::Char(c), false) if text.chars().count() < LONGEST => text.push(c),
        _ => {}
    }
    model.help_filter.clone_from(&text);
    model.typing = Some(text);
    if let Some(Overlay::Help { top }) = &mut model.overlay {
        *top = 0;
    }
}
