//! Every key, as it is bound, and the legend of the lights; narrowed by what the reader types.

use super::brush::{Brush, Line, span};
use super::legend;
use super::theme::Role;
use crate::app::{ACTIONS, Action, ActionId, Model, Scope, Screen};
use crate::text::{Align, Lang, fit, say, width, wrap};

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

/// A part of the help, in the order they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What only some screens have, this one among them.
    Here,
    Screens,
    Lists,
    Everywhere,
    Elsewhere,
}

impl Part {
    const ALL: [Self; 5] = [Self::Here, Self::Screens, Self::Lists, Self::Everywhere, Self::Elsewhere];

    /// Where an action stands while `screen` is shown.
    fn of(action: &Action, screen: Screen) -> Self {
        match action.scope.words() {
            Some(_) if action.applies(screen) => Self::Here,
            Some(_) => Self::Elsewhere,
            None if matches!(action.id, ActionId::Show(_)) => Self::Screens,
            None if matches!(action.scope, Scope::Lists) => Self::Lists,
            None => Self::Everywhere,
        }
    }

    fn heading(self, screen: Screen, lang: Lang) -> String {
        match self {
            Self::Here => {
                let name = screen.name().get(lang);
                say!(lang, "本屏（{name}）", "On this screen: {name}")
            }
            Self::Screens => say!(lang, "各屏", "The screens"),
            Self::Lists => say!(lang, "在列表中", "In every list"),
            Self::Everywhere => say!(lang, "任何时候", "At any time"),
            Self::Elsewhere => say!(lang, "其他屏上", "On other screens"),
        }
    }
}

/// Every key that fits, what this screen has first; then, where nothing narrows them, the legend of the lights.
pub(super) fn lines(brush: &Brush<'_>, model: &Model, cells: usize) -> Vec<Line> {
    let (lang, screen) = (brush.lang, model.screen);
    let names = |action: &Action| model.keymap.names(action.id);
    let column =
        ACTIONS.iter().map(|action| width(&names(action))).max().unwrap_or(8).min(24).min(cells / 3) + 2;
    let mut lines: Vec<Line> = Vec::new();
    for part in Part::ALL {
        let actions = ACTIONS.iter().filter(|action| Part::of(action, screen) == part && fits(model, action));
        for (n, action) in actions.enumerate() {
            if n == 0 {
                begin(&mut lines, part.heading(screen, lang));
            }
            // One key may do another thing on another screen: where it does this one stands behind it.
            let place = action.scope.words().filter(|_| part == Part::Elsewhere).map(|words| words.get(lang));
            let place = place.map_or_else(String::new, |place| say!(lang, "（{place}）", " ({place})"));
            let text = format!("{}{place}", action.help.get(lang));
            for (n, part) in wrap(&text, cells.saturating_sub(column)).into_iter().enumerate() {
                let keys = if n == 0 { names(action) } else { String::new() };
                lines.push(vec![span(fit(&keys, column, Align::Left), Role::Accent), span(part, Role::Text)]);
            }
        }
    }
    if model.help_filter.trim().is_empty() {
        begin(&mut lines, say!(lang, "符号和颜色", "Signs and colours"));
        lines.extend(legend::lines(brush, column, cells));
    }
    lines
}

/// A heading, apart from what stands above it.
fn begin(lines: &mut Vec<Line>, heading: String) {
    if !lines.is_empty() {
        lines.push(Line::new());
    }
    lines.push(vec![span(heading, Role::Strong)]);
}
