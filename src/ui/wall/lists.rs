//! The wall's lists: paged to the screen, never scrolled, so that nobody has to chase a moving line.

use super::super::View;
use super::super::brush::Brush;
use super::super::screens::{changes as feed, overdue as late, units as bureaus};
use super::super::theme::Role;
use crate::app::message::Area;
use crate::domain::{SectionIx, UnitIx};
use crate::text::say;

/// One part of a list: what it shows, on which rows, and how many parts there are.
struct Part<'a, T> {
    shown: &'a [T],
    area: Area,
    step: u16,
    parts: usize,
}

impl<'a, T> Part<'a, T> {
    /// Part `part` of `list` in `area`. A list that leaves room is spaced, to be read from afar.
    fn of(list: &'a [T], area: Area, part: usize) -> Self {
        let height = usize::from(area.height).max(1);
        let step = if list.len() * 2 <= height { 2 } else { 1 };
        let parts = list.len().div_ceil(height).max(1);
        let first = part.min(parts - 1) * height;
        let shown = list.get(first..).unwrap_or_default();
        let shown = shown.get(..height.min(shown.len())).unwrap_or_default();
        Self { shown, area, step, parts }
    }

    /// What it shows, with the row of each.
    fn rows(&self) -> impl Iterator<Item = (u16, &'a T)> {
        let (top, step) = (self.area.y, self.step);
        (0_u16..).zip(self.shown).map(move |(n, it)| (top + n * step, it))
    }
}

fn none(brush: &mut Brush<'_>, area: Area, text: &str, role: Role) {
    brush.put(area.x + 2, area.y + area.height / 3, area.width.saturating_sub(2), text, role);
}

pub(super) fn overdue(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let area = inset(area);
    let mut list = view.board.overdue();
    list.extend(view.board.pressing());
    if list.is_empty() {
        let text = say!(brush.lang, "没有逾期、临期或滞后的事项", "nothing is overdue, due soon or behind");
        none(brush, area, &text, Role::Done);
    }
    let columns = late::columns(area);
    let part = Part::of(&list, area, part);
    for (y, ix) in part.rows() {
        late::item(brush, view, *ix, y, &columns);
    }
    part.parts
}

pub(super) fn sections(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let area = inset(area);
    let plan = view.board.plan();
    let list: Vec<SectionIx> =
        (0..plan.sections.len()).map(SectionIx::new).filter(|ix| view.board.section(*ix).items > 0).collect();
    let part = Part::of(&list, area, part);
    for (y, ix) in part.rows() {
        section(brush, view, *ix, Area { y, height: 1, ..area });
    }
    part.parts
}

fn section(brush: &mut Brush<'_>, view: &View<'_>, ix: SectionIx, area: Area) {
    let Some(section) = view.board.plan().section(ix) else { return };
    let sum = view.board.section(ix);
    let lang = brush.lang;
    let worst = sum.worst();
    let sign = brush.glyphs.light(worst);
    brush.put(area.x, area.y, 1, sign, Role::of(worst));
    let bar = (area.width / 4).clamp(8, 60);
    let room = area.width.saturating_sub(bar + 22);
    let text =
        format!("{}{}{}", "  ".repeat(usize::from(section.depth)), section.label, section.title.get(lang));
    let role = if section.depth < 2 { Role::Strong } else { Role::Text };
    brush.put(area.x + 2, area.y, room, &text, role);
    let x = area.x + 3 + room;
    let progress = sum.progress().unwrap_or_default();
    brush.bar(x, area.y, bar, progress, Role::Bar);
    brush.put_right(x + bar + 7, area.y, &format!("{progress}%"), Role::Text);
    brush.put_right(area.x + area.width, area.y, &format!("{}/{}", sum.done, sum.items), Role::Muted);
}

pub(super) fn units(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let area = inset(area);
    let list: Vec<UnitIx> = view
        .board
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.roll_up.items > 0)
        .map(|(n, _)| UnitIx::new(n))
        .collect();
    let columns = bureaus::columns(area);
    bureaus::head(brush, area, &columns);
    let below = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let part = Part::of(&list, below, part);
    for (y, ix) in part.rows() {
        bureaus::unit(brush, view, *ix, y, &columns);
    }
    part.parts
}

pub(super) fn changes(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> usize {
    let area = inset(area);
    let lang = brush.lang;
    let list: Vec<_> = view
        .model
        .feed
        .saves
        .iter()
        .flat_map(|save| save.changes.iter().map(move |change| (save, change)))
        .collect();
    if list.is_empty() {
        none(
            brush,
            area,
            &say!(lang, "开屏以来没有改动", "nothing has changed since the start"),
            Role::Muted,
        );
    }
    let part = Part::of(&list, area, part);
    for (y, (save, change)) in part.rows() {
        let at = brush.put(area.x, y, 9, &feed::time(save), Role::Muted) + 2;
        let title = format!("{} {}", change.change.id, feed::title(view, &change.change, lang));
        let at = brush.put(at, y, area.width / 3, &title, Role::Text) + 2;
        let left = (area.x + area.width).saturating_sub(at);
        brush.put(at, y, left, &feed::moves(&change.change, lang), Role::Strong);
    }
    part.parts
}

/// A margin of a row above and a cell at each side.
fn inset(area: Area) -> Area {
    Area {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    }
}
