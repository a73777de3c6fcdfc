//! Typing a filter: each key narrows what is shown at once; Enter keeps it, Esc drops it.

use super::keys::{Key, KeyCode};
use super::model::Model;
use crate::domain::filter::Filter;

/// Longest filter that can be typed, in characters.
const LONGEST: usize = 200;

/// Takes a key while a filter is being typed; returns whether it was one.
pub fn take(model: &mut Model, key: Key) -> bool {
    let Some(mut text) = model.typing.take() else { return false };
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
