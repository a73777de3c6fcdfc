//! The units side by side: those with the most red first, each with its last eight weeks.

use super::super::View;
use super::super::brush::{Brush, Columns, column, rest};
use super::super::item_list;
use super::super::plot::sparkline;
use super::super::theme::Role;
use super::units::freshness;
use crate::app::message::Area;
use crate::domain::{Light, Percent, UnitIx};
use crate::text::{Align, Lang, say};

/// The sparklines end at least this high, so that a plan that has just begun does not look finished.
const LOWEST_TOP: u64 = 20_000;

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    if area.height < 4 {
        return;
    }
    let lang = brush.lang;
    let list = &view.board.standing().worst;
    let all = list.len();
    let words = say!(lang, "各单位（红、黄多者在前）　{all}", "Units, most red and yellow first: {all}");
    brush.heading(area, area.y, &words);
    let columns = head(brush, area);
    // One height for all rows, so that they can be compared.
    let top = view.board.burn_up().highest.max(Percent::from_thousandths(LOWEST_TOP));
    for (n, ix) in (0..area.height - 2).zip(list) {
        unit(brush, view, *ix, area.y + 2 + n, (&columns, top));
    }
}

/// The head of the columns, and where they stand.
fn head(brush: &mut Brush<'_>, area: Area) -> Columns {
    let lang = brush.lang;
    let columns = item_list::columns(
        &[
            column(1, Align::Left, 0),
            rest(),
            column(4, Align::Right, 2),
            column(if lang == Lang::Zh { 8 } else { 9 }, Align::Left, 1),
            column(6, Align::Right, 0),
            column(5, Align::Right, 1),
            column(4, Align::Right, 1),
            column(4, Align::Right, 1),
            column(14, Align::Left, 3),
        ],
        Area { width: area.width.saturating_sub(1), ..area },
        16,
    );
    let head = [
        ("", ""),
        ("牵头单位", "Lead unit"),
        ("事项", "All"),
        ("近八周", "8 weeks"),
        ("进度", "Prog."),
        ("完成", "Done"),
        ("红", "Red"),
        ("黄", "Yel"),
        ("报送", "Report"),
    ];
    for (n, (zh, en)) in head.into_iter().enumerate() {
        columns.put(brush, n, area.y + 1, if lang == Lang::Zh { zh } else { en }, Role::Accent);
    }
    columns
}

/// One unit; its sparkline is as high as `top`.
fn unit(brush: &mut Brush<'_>, view: &View<'_>, ix: UnitIx, y: u16, (columns, top): (&Columns, Percent)) {
    let lang = brush.lang;
    let Some(figures) = view.board.units.get(ix.get()) else { return };
    let sum = &figures.roll_up;
    let light = sum.worst();
    let sign = brush.glyphs.light(light);
    columns.put(brush, 0, y, sign, Role::of(light));
    columns.put(brush, 1, y, view.board.plan().unit_name(ix, lang), Role::Text);
    columns.put(brush, 2, y, &sum.items.to_string(), Role::Muted);
    let series = sparkline(brush, &view.board.burn_up().weeks_of(ix), top);
    columns.put(brush, 3, y, &series, Role::Bar);
    let progress = sum.progress().map_or_else(|| "—".to_owned(), |it| format!("{it}%"));
    columns.put(brush, 4, y, &progress, Role::Text);
    let (done, items) = (sum.done, sum.items);
    columns.put(brush, 5, y, &format!("{done}/{items}"), Role::Muted);
    for (column, light) in [(6, Light::Red), (7, Light::Yellow)] {
        let count = sum.count(light);
        let text = if count > 0 { count.to_string() } else { String::new() };
        columns.put(brush, column, y, &text, Role::of(light));
    }
    let (words, role) = freshness(figures.file, figures.last_entry.is_none(), lang);
    columns.put(brush, 8, y, &words, role);
}
