//! The second line: the screens by their keys; at the right the lights of the whole plan.

use super::brush::{Brush, Span, span};
use super::theme::Role;
use crate::app::message::{Area, Drawn, Hit};
use crate::app::plans::position;
use crate::app::{Model, Screen};
use crate::domain::{Light, RollUp};
use crate::text::width;

/// How the screens are written, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Names with two blanks between them.
    Wide,
    /// Names side by side with their digits, one blank between them.
    Dense,
    /// As dense, with the names for a small screen.
    Brief,
    /// Digits; the current screen by its name.
    Digits,
}

/// Draws the line: of the forms that fit, the one that says most.
pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, area: Area, y: u16, drawn: &mut Drawn) {
    let screens = || {
        let plans = position(model).is_some() || model.screen == Screen::Plans;
        plans.then_some(Screen::Plans).into_iter().chain(Screen::ALL)
    };
    let needs = |form: Form| {
        let gap = if form == Form::Wide { 2 } else { 1 };
        screens().map(|screen| width(&words(brush, model, screen, form)) + gap).sum::<usize>() + 1
    };
    let cells = |line: &[Span]| line.iter().map(|span| width(&span.text)).sum::<usize>();
    let [spoken, signs, urgent] = lights(brush, model);
    // Where there is room the lights say their words: the signs are learnt by reading them.
    let all = [
        (Form::Wide, &spoken),
        (Form::Wide, &signs),
        (Form::Dense, &signs),
        (Form::Brief, &signs),
        (Form::Brief, &urgent),
        (Form::Digits, &signs),
    ];
    let fits = |(form, lights): &(Form, &Vec<Span>)| needs(*form) + cells(lights) < usize::from(area.width);
    let (form, lights) = all.into_iter().find(fits).unwrap_or((Form::Digits, &signs));
    let apart = if form == Form::Dense || form == Form::Brief { 1 } else { 2 };
    let mut x = area.x + 1;
    for screen in screens() {
        let text = words(brush, model, screen, form);
        let current = screen == model.screen;
        let (from, text, role) =
            if current { (x - 1, format!(" {text} "), Role::Today) } else { (x, text, Role::Muted) };
        let end = brush.put(from, y, (area.x + area.width).saturating_sub(from), &text, role);
        let place = Area { x: from, y, width: end.saturating_sub(from), height: 1 };
        drawn.hits.push((place, Hit::Screen(screen)));
        x = if current { end + apart - 1 } else { end + apart };
    }
    let taken = u16::try_from(cells(lights)).unwrap_or(u16::MAX);
    if let Some(from) = (area.x + area.width).checked_sub(taken).filter(|from| x < *from) {
        brush.line(from, y, taken, lights);
    }
}

/// `3 Overdue`, `3Overdue`, `3Late`, `3`; of the plans which one of how many, too.
fn words(brush: &Brush<'_>, model: &Model, screen: Screen, form: Form) -> String {
    let name = match form {
        Form::Wide | Form::Dense => screen.name(),
        Form::Brief => screen.brief(),
        Form::Digits if screen == model.screen => screen.name(),
        // Where not all names fit, the current one is written out and the others are their digits.
        Form::Digits => return format!("{}{}", screen.key(), which(model, screen)),
    };
    let gap = if form == Form::Dense || form == Form::Brief { "" } else { " " };
    format!("{}{gap}{}{}", screen.key(), name.get(brush.lang), which(model, screen))
}

/// ` 2/5`: which plan of how many is worth its cells at any width.
fn which(model: &Model, screen: Screen) -> String {
    let position = position(model).filter(|_| screen == Screen::Plans);
    position.map_or_else(String::new, |(n, all)| format!(" {n}/{all}"))
}

/// The counts of the lights in words, as signs, and those that ask for something.
fn lights(brush: &Brush<'_>, model: &Model) -> [Vec<Span>; 3] {
    let together = (model.screen == Screen::Plans).then_some(&model.plans.overall.total);
    let total = together.or(model.board.as_deref().map(|board| &board.total));
    // Of plans that are still being read there is no total yet.
    let partial = model.screen == Screen::Plans && model.plans.reading.is_some();
    let Some(total) = total.filter(|_| !partial) else { return Default::default() };
    let urgent = signs(brush, total, &[Light::Red, Light::Yellow]);
    [spoken(brush, total), signs(brush, total, &Light::ALL), urgent]
}

/// `✖6 ▴8 ◉87 ◌79 ✔15 `
fn signs(brush: &Brush<'_>, total: &RollUp, lights: &[Light]) -> Vec<Span> {
    let pieces = lights.iter().map(|light| {
        let (sign, n) = (brush.glyphs.light(*light), total.count(*light));
        span(format!("{sign}{n} "), Role::of(*light))
    });
    pieces.collect()
}

/// `✖ red 6  ▴ yellow 8 …`
fn spoken(brush: &Brush<'_>, total: &RollUp) -> Vec<Span> {
    let pieces = Light::ALL.into_iter().map(|light| {
        let (sign, word, n) = (brush.glyphs.light(light), light.word(), total.count(light));
        span(format!(" {sign} {} {n} ", word.get(brush.lang)), Role::of(light))
    });
    pieces.collect()
}
