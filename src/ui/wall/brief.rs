//! A page on a screen too small for figures: what it is about in lines, the most important words first, in parts.

use super::super::View;
use super::super::brush::Brush;
use super::super::screens::{changes as feed, rules};
use super::super::theme::Role;
use super::{Shown, lists, plans};
use crate::app::message::Area;
use crate::app::wall::Page;
use crate::domain::{Light, SectionIx};
use crate::text::{say, width};

/// The rows below which a page is told in lines.
pub(super) const ROWS: u16 = 8;
/// The columns below which it is.
pub(super) const COLUMNS: u16 = 36;

pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, page: Page, area: Area, part: usize) -> Shown {
    let mut lines = match page {
        Page::Plans => plans::brief(brush, view),
        Page::Countdown => countdown(brush, view),
        Page::Progress => progress(brush, view, area.width),
        Page::Overdue => overdue(brush, view),
        Page::Sections => sections(brush, view),
        Page::Units => units(brush, view),
        Page::Changes => changes(brush, view),
    };
    if lines.is_empty() {
        lines.push((say!(brush.lang, "无", "none"), Role::Muted));
    }
    let height = usize::from(area.height).max(1);
    let parts = lines.len().div_ceil(height).max(1);
    let shown = lines.iter().skip(part.min(parts - 1) * height).take(height);
    for (y, (text, role)) in (area.y..).zip(shown) {
        brush.put(area.x, y, area.width, text, *role);
    }
    Shown { parts, rows: height.min(lines.len()) }
}

pub(super) type Lines = Vec<(String, Role)>;

/// Two lines a rule: what is left, and how much is published.
fn countdown(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let lang = brush.lang;
    let mut lines = Vec::new();
    for (rule, figures) in view.board.plan().rules.iter().zip(&view.board.rules) {
        let clause = &rule.clause;
        let (met, owed) = (figures.met, figures.owed);
        let Some(deadline) = &figures.deadline else {
            lines.push((say!(lang, "{clause}无起算日期", "{clause} no base date"), Role::Banner));
            continue;
        };
        let (words, role) = rules::countdown(deadline.date, view.board, figures, lang);
        let date = deadline.date.short();
        lines.push((format!("{words} {clause}"), role));
        lines.push((say!(lang, "{date} 已公布 {met}/{owed}", "{date} done {met}/{owed}"), Role::Text));
    }
    lines
}

fn progress(brush: &Brush<'_>, view: &View<'_>, cells: u16) -> Lines {
    let lang = brush.lang;
    let total = &view.board.total;
    let (progress, done, items) = (total.progress().unwrap_or_default(), total.done, total.items);
    let mut lines = vec![
        (say!(lang, "平均进度 {progress}%", "progress {progress}%"), Role::Bar),
        (say!(lang, "完成 {done}/{items}", "done {done}/{items}"), Role::Done),
    ];
    // The lights on as few lines as hold them whole.
    let mut line = String::new();
    for light in Light::ALL {
        let piece = format!("{}{} ", brush.glyphs.light(light), total.count(light));
        if width(&line) + width(&piece) > usize::from(cells) {
            lines.push((std::mem::take(&mut line), Role::Text));
        }
        line.push_str(&piece);
    }
    lines.push((line, Role::Text));
    lines
}

fn overdue(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let mut list = view.board.overdue().to_vec();
    list.extend(view.board.pressing());
    let line = |ix| {
        let (item, figures) = (view.board.plan().item(ix)?, view.board.item(ix)?);
        let light = figures.light();
        let (sign, words) = (brush.glyphs.light(light), figures.clock.words(brush.lang));
        let text = format!("{sign} {words} {} {}", item.id, item.title.get(brush.lang));
        Some((text, Role::of(light)))
    };
    list.into_iter().filter_map(line).collect()
}

fn sections(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let sections = view.board.plan().sections.iter().enumerate();
    let line = |(n, section): (usize, &crate::domain::plan::Section)| {
        let sum = view.board.section(SectionIx::new(n));
        let worst = sum.worst();
        let (sign, progress) = (brush.glyphs.light(worst), sum.progress().unwrap_or_default().whole());
        let text = format!("{sign} {progress:>3}% {}{}", section.label, section.title.get(brush.lang));
        (sum.items > 0).then(|| (text, Role::of(worst)))
    };
    sections.filter_map(line).collect()
}

fn units(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let units = view.board.unit_rows().filter(|(_, _, figures)| figures.roll_up.items > 0);
    let line = |(ix, _, figures): (_, _, &crate::domain::board::UnitFigures)| {
        let worst = figures.roll_up.worst();
        let progress = figures.roll_up.progress().unwrap_or_default().whole();
        let (sign, name) = (brush.glyphs.light(worst), view.board.plan().unit_name(ix, brush.lang));
        (format!("{sign} {progress:>3}% {name}"), Role::of(worst))
    };
    units.map(line).collect()
}

fn changes(brush: &Brush<'_>, view: &View<'_>) -> Lines {
    let all = lists::saves(view).flat_map(|save| save.changes.iter().map(move |change| (save, change)));
    let line = |(save, change): (&crate::app::feed::Save, &crate::app::feed::Change)| {
        let (hour, minute, _) = save.at;
        let moves = feed::moves(&change.change, brush.lang);
        (format!("{hour:02}:{minute:02} {} {moves}", change.change.id), Role::Text)
    };
    all.map(line).collect()
}
