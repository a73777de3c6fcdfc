//! The wall's lists: paged to the screen, never scrolled, so that nobody has to chase a moving line.

use super::super::View;
use super::super::brush::Brush;
use super::super::screens::{changes as feed, overdue as late, units as bureaus};
use super::super::theme::Role;
use super::Shown;
use super::headline::{self, figure};
use crate::app::feed::Save;
use crate::app::message::Area;
use crate::domain::board::{Freshness, UnitFigures};
use crate::domain::{SectionIx, UnitIx};
use crate::text::say;

/// One part of a list: what it shows and where each entry stands, in as many columns as it needs and has room for.
pub(super) struct Part<'a, T> {
    shown: &'a [T],
    area: Area,
    /// Cells of a column, with the gap behind it.
    cell: u16,
    /// Rows of entries in a column.
    tall: usize,
    /// Rows from one entry to the next.
    step: u16,
    parts: usize,
}

/// Cells between two columns.
const GAP: u16 = 3;

impl<'a, T> Part<'a, T> {
    /// Part `part` of `list` in `area`, in columns of at least `least` cells. A list that leaves room is spaced, to be
    /// read from afar.
    pub(super) fn of(list: &'a [T], area: Area, part: usize, least: u16) -> Self {
        let height = usize::from(area.height).max(1);
        let most = usize::from((area.width / least.max(1)).clamp(1, 4));
        let across = list.len().div_ceil(height).clamp(1, most);
        // The parts are as long as each other: two names alone on a screen say less than half of all on each of two.
        let parts = list.len().div_ceil(height * across).max(1);
        let fits = list.len().div_ceil(parts).max(1);
        let parts = list.len().div_ceil(fits).max(1);
        let tall = fits.div_ceil(across);
        let step = u16::try_from((height / tall).clamp(1, 3)).unwrap_or(1);
        let first = part.min(parts - 1) * fits;
        let shown = list.get(first..).unwrap_or_default();
        let shown = shown.get(..fits.min(shown.len())).unwrap_or_default();
        // One column across a whole hall would tear a row apart: it stands in the middle.
        let width = if across == 1 { area.width.min(least + least / 2) } else { area.width };
        let area = Area { x: area.x + (area.width - width) / 2, width, ..area };
        let cell = area.width / u16::try_from(across).unwrap_or(1);
        Self { shown, area, cell, tall, step, parts }
    }

    /// What it shows, with the place of each.
    pub(super) fn places(&self) -> impl Iterator<Item = (Area, &'a T)> {
        let Self { area, cell, tall, step, .. } = *self;
        let gap = if cell < area.width { GAP } else { 0 };
        self.shown.iter().enumerate().map(move |(n, it)| {
            let column = u16::try_from(n / tall).unwrap_or(0);
            let row = u16::try_from(n % tall).unwrap_or(0);
            let (x, y) = (area.x + column * cell, area.y + row * step);
            (Area { x, y, width: cell.saturating_sub(gap), height: 1 }, it)
        })
    }

    /// The columns in use, a row high, at the head of the list.
    pub(super) fn heads(&self) -> impl Iterator<Item = Area> {
        let across = self.shown.len().div_ceil(self.tall).max(1);
        let places = self.places().map(|(place, _)| place).step_by(self.tall).take(across);
        places.collect::<Vec<_>>().into_iter()
    }

    /// What it tells the wall.
    pub(super) fn told(&self) -> Shown {
        Shown { parts: self.parts, rows: self.shown.len() }
    }
}

/// Draws the figures of a page and returns what is left below them.
pub(super) fn headed(brush: &mut Brush<'_>, area: Area, figures: &[headline::Figure]) -> Area {
    let area = inset(area);
    let rows = headline::draw(brush, area, figures);
    super::below(area, area.y + rows)
}

fn none(brush: &mut Brush<'_>, area: Area, text: &str, role: Role) {
    super::centred(brush, area, area.y + area.height / 3, text, role);
}

pub(super) fn overdue(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let lang = brush.lang;
    let mut list = view.board.overdue().to_vec();
    let late_count = list.len();
    list.extend(view.board.pressing());
    let figures = [
        figure(
            &late_count,
            say!(lang, "逾期", "overdue"),
            if late_count > 0 { Role::Red } else { Role::Done },
        ),
        figure(
            &(list.len() - late_count),
            say!(lang, "临期或滞后", "due soon or behind"),
            if list.len() > late_count { Role::Yellow } else { Role::Done },
        ),
    ];
    let area = headed(brush, area, &figures);
    if list.is_empty() {
        let text = say!(lang, "没有逾期、临期或滞后的事项", "nothing is overdue, due soon or behind");
        none(brush, area, &text, Role::Done);
    }
    let part = Part::of(&list, area, part, 104);
    for (place, ix) in part.places() {
        late::item(brush, view, *ix, place.y, &late::columns(place));
    }
    part.told()
}

pub(super) fn sections(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let lang = brush.lang;
    let plan = view.board.plan();
    let total = &view.board.total;
    let progress = total.progress().unwrap_or_default();
    let (done, items) = (total.done, total.items);
    let figures = [
        figure(&format!("{progress}%"), say!(lang, "平均进度", "mean progress"), Role::Bar),
        figure(&done, say!(lang, "完成，共 {items} 项", "done of {items}"), Role::Done),
    ];
    let area = headed(brush, area, &figures);
    let list: Vec<SectionIx> =
        (0..plan.sections.len()).map(SectionIx::new).filter(|ix| view.board.section(*ix).items > 0).collect();
    let part = Part::of(&list, area, part, 76);
    for (place, ix) in part.places() {
        section(brush, view, *ix, place);
    }
    part.told()
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

pub(super) fn units(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let lang = brush.lang;
    let leading: Vec<_> = view.board.unit_rows().filter(|(_, _, unit)| unit.roll_up.items > 0).collect();
    let count = |wanted: fn(&UnitFigures) -> bool| leading.iter().filter(|(_, _, unit)| wanted(unit)).count();
    let late = count(|unit| matches!(unit.file, Freshness::Late { .. }));
    let silent = count(|unit| unit.last_entry.is_none());
    let red = |n: usize| if n > 0 { Role::Red } else { Role::Done };
    let figures = [
        figure(&leading.len(), say!(lang, "牵头单位", "lead units"), Role::Text),
        figure(&late, say!(lang, "报送超期", "reports late"), red(late)),
        figure(&silent, say!(lang, "从未报送", "never reported"), red(silent)),
    ];
    let area = headed(brush, area, &figures);
    let list: Vec<UnitIx> = leading.iter().map(|(ix, ..)| *ix).collect();
    let below = super::below(area, area.y + 1);
    let part = Part::of(&list, below, part, 88);
    for head in part.heads() {
        bureaus::head(brush, Area { y: area.y, ..head }, &bureaus::columns(head));
    }
    for (place, ix) in part.places() {
        bureaus::unit(brush, view, *ix, place.y, &bureaus::columns(place));
    }
    part.told()
}

/// The saves of the plan shown.
pub(super) fn saves<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Save> {
    let plan = &view.board.plan().id;
    view.model.feed.saves.iter().filter(move |save| save.plan.id == *plan)
}

pub(super) fn changes(brush: &mut Brush<'_>, view: &View<'_>, area: Area, part: usize) -> Shown {
    let lang = brush.lang;
    let list: Vec<_> =
        saves(view).flat_map(|save| save.changes.iter().map(move |change| (save, change))).collect();
    let figures =
        [figure(&list.len(), say!(lang, "开屏以来的改动", "changes since the start"), Role::Changed)];
    let area = headed(brush, area, &figures);
    if list.is_empty() {
        let text = say!(lang, "开屏以来没有改动", "nothing has changed since the start");
        none(brush, area, &text, Role::Muted);
    }
    let part = Part::of(&list, area, part, 104);
    for (place, (save, change)) in part.places() {
        let (y, end) = (place.y, place.x + place.width);
        let at = brush.put(place.x, y, place.width, &feed::time(save), Role::Muted) + 2;
        let title = format!("{} {}", change.change.id, feed::title(view, &change.change, lang));
        let at = brush.put(at, y, (place.width / 2).min(end.saturating_sub(at)), &title, Role::Text) + 2;
        brush.put(at, y, end.saturating_sub(at), &feed::moves(&change.change, lang), Role::Strong);
    }
    part.told()
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
