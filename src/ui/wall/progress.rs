//! The wall's overall progress: the mean in big digits, the completion rate, the lights.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::theme::Role;
use super::big;
use crate::app::message::Area;
use crate::domain::Light;
use crate::text::{Align, fit, say, width};

pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area) -> usize {
    let lang = brush.lang;
    let total = &view.board.total;
    let (items, counted, done) = (total.items, total.counted(), total.done);
    let progress = total.progress().unwrap_or_default();
    let digits = (area.height / 2).max(5);
    let mut y = area.y + 1;
    y += big::draw(brush, Area { y, height: digits, ..area }, &format!("{progress}%"), Role::Bar);
    y += 1;
    let text = say!(lang, "平均进度（{counted} 项）", "mean progress of {counted} items");
    centred(brush, area, y, &text, Role::Text);
    y += 2;
    let across = area.width * 3 / 4;
    brush.bar(area.x + (area.width - across) / 2, y, across, progress, Role::Bar);
    y += 2;
    let rate = total.completion();
    let mut text =
        say!(lang, "完成率 {rate}%　{done} / {items} 项", "completed {rate}%: {done} of {items} items");
    if total.done_late > 0 {
        let late = total.done_late;
        text.push_str(&say!(lang, "，其中逾期完成 {late}", ", {late} late"));
    }
    centred(brush, area, y, &text, Role::Done);
    y += 1;
    brush.bar(area.x + (area.width - across) / 2, y, across, rate, Role::Done);
    y += 2;
    lights(brush, view, area, y);
    1
}

fn centred(brush: &mut Brush<'_>, area: Area, y: u16, text: &str, role: Role) {
    brush.put(area.x, y, area.width, &fit(text, usize::from(area.width), Align::Centre), role);
}

/// Every light with its sign, word and count; on a tall screen the counts are big.
fn lights(brush: &mut Brush<'_>, view: &View<'_>, area: Area, y: u16) {
    let lang = brush.lang;
    let total = &view.board.total;
    let end = area.y + area.height;
    if y >= end {
        return;
    }
    if end - y >= 8 && area.width >= 100 {
        let cell = area.width / 5;
        for (n, light) in Light::ALL.into_iter().enumerate() {
            let x = area.x + u16::try_from(n).unwrap_or(0) * cell;
            let place = Area { x: x + 2, y: y + 2, width: cell - 4, height: (end - y - 2).min(14) };
            let (sign, word) = (brush.glyphs.light(light), light.word().get(lang));
            let caption = fit(&format!("{sign} {word}"), usize::from(cell), Align::Centre);
            brush.put(x, y, cell, &caption, Role::of(light));
            big::draw(brush, place, &total.count(light).to_string(), Role::of(light));
        }
        return;
    }
    let pieces: Vec<_> = Light::ALL
        .into_iter()
        .map(|light| {
            let (sign, word, n) = (brush.glyphs.light(light), light.word().get(lang), total.count(light));
            span(format!("{sign} {word} {n}    "), Role::of(light))
        })
        .collect();
    let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
    let x = area.x + area.width.saturating_sub(u16::try_from(taken).unwrap_or(0)) / 2;
    brush.line(x, y, area.width, &pieces);
}
