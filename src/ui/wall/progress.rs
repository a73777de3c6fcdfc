//! The wall's overall progress: the mean in big digits, the completion rate, the lights.

use super::super::View;
use super::super::brush::{Brush, span};
use super::super::screens::burn_up;
use super::super::theme::Role;
use super::{Shown, big, centred, headline};
use crate::app::message::Area;
use crate::domain::Light;
use crate::text::{Phrase, say, width};

/// The rows from which the counts of the lights are in big digits too.
const TALL: u16 = 44;

pub(super) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area) -> Shown {
    let lang = brush.lang;
    let total = &view.board.total;
    let (items, counted, done) = (total.items, total.counted(), total.done);
    let progress = total.progress().unwrap_or_default();
    let end = area.y + area.height;
    let air = u16::from(area.height >= 16);
    let digits = (area.height * 2 / 7).max(5).min(area.height.saturating_sub(3));
    let mut y = area.y + air;
    y += big::draw(brush, Area { y, height: digits, ..area }, &format!("{progress}%"), Role::Bar);
    y += air;
    let text = say!(lang, "平均进度（{counted} 项）", "mean progress of {counted} items");
    centred(brush, area, y, &text, Role::Text);
    y += 1;
    let across = area.width * 3 / 4;
    let x = area.x + (area.width - across) / 2;
    let tall = area.height >= 14;
    if tall {
        brush.bar(x, y, across, progress, Role::Bar);
        y += 1 + air;
    }
    let rate = total.completion();
    let mut text =
        say!(lang, "完成率 {rate}%　{done} / {items} 项", "completed {rate}%: {done} of {items} items");
    if total.done_late > 0 {
        let late = total.done_late;
        text.push_str(&say!(lang, "，其中逾期完成 {late}", ", {late} late"));
    }
    centred(brush, area, y, &text, Role::Done);
    y += 1;
    if tall {
        brush.bar(x, y, across, rate, Role::Done);
        y += 1 + air;
    }
    y += lights(brush, view, super::below(area, y), area.height >= TALL);
    let left = Area { x: area.x + 2, y: y + 1, width: area.width - 4, height: end.saturating_sub(y + 2) };
    if left.height >= burn_up::LEAST {
        burn_up::draw(brush, view, left);
    }
    Shown { parts: 1, rows: 0 }
}

/// Every light with its sign, word and count, in big digits on a tall screen. Returns the rows used.
fn lights(brush: &mut Brush<'_>, view: &View<'_>, area: Area, tall: bool) -> u16 {
    let lang = brush.lang;
    let total = &view.board.total;
    if area.height == 0 {
        return 0;
    }
    if tall && area.width >= 100 {
        let figures = Light::ALL.map(|light| {
            let (sign, word) = (brush.glyphs.light(light), light.word().get(lang));
            headline::figure(&total.count(light), format!("{sign} {word}"), Role::of(light))
        });
        // A quarter of what the figures are given is what they take.
        return headline::draw(brush, area, &figures);
    }
    // With words where they fit, else the signs alone.
    for words in [Light::word, |_: Light| Phrase::new("", "")] {
        let pieces: Vec<_> = Light::ALL
            .into_iter()
            .map(|light| {
                let (sign, word, n) = (brush.glyphs.light(light), words(light).get(lang), total.count(light));
                span(format!("{sign} {word} {n}   ").replace("  ", " "), Role::of(light))
            })
            .collect();
        let taken: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
        if taken <= usize::from(area.width) {
            let x = area.x + area.width.saturating_sub(u16::try_from(taken).unwrap_or(0)) / 2;
            brush.line(x, area.y, area.width, &pieces);
            return 1;
        }
    }
    0
}
