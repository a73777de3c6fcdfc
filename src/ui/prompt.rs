//! The command line on the last line: what is typed, and what Tab offers.

use super::brush::{Brush, span};
use super::theme::Role;
use crate::app::Model;
use crate::app::message::Area;
use crate::text::{clip, say, width};

/// Draws the command line, if one is open; returns whether it is.
pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, area: Area, y: u16) -> bool {
    let Some(line) = model.prompt.line() else { return false };
    let room = usize::from(area.width.saturating_sub(3));
    // The end of a long line is what is being typed.
    let mut shown = line;
    while width(shown) > room {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    let (offers, chosen) = model.prompt.offers();
    let hint = if line.is_empty() {
        let lang = brush.lang;
        say!(lang, "  Tab 补全 · ↑ 上一条 · Esc 取消", "  Tab completes · Up: the last one · Esc leaves")
    } else if offers.len() > 1 {
        let next = offers.iter().skip(chosen + 1).chain(offers.iter().take(chosen));
        let words = next.take(8).map(|offer| offer.rsplit(' ').next().unwrap_or_default());
        format!("  {}", words.collect::<Vec<_>>().join("  "))
    } else {
        String::new()
    };
    let left = room.saturating_sub(width(shown) + 1);
    let pieces = [
        span(":", Role::Accent),
        span(shown, Role::Strong),
        span(brush.glyphs.pick("▏", "_"), Role::Changed),
        span(clip(&hint, left).into_owned(), Role::Muted),
    ];
    brush.line(area.x + 1, y, area.width - 1, &pieces);
    true
}
