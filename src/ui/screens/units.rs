//! Screen 6: each lead unit: items, progress, lights, what it still owes, how fresh its file is.

use super::super::View;
use super::super::brush::{Brush, Columns, column, rest};
use super::super::theme::Role;
use super::super::{detail, item_list};
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::domain::board::Freshness;
use crate::domain::{Light, UnitIx};
use crate::text::{Align, Lang, say};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let area = detail::below(brush, view, area, 1, drawn);
    let columns = columns(Area { width: area.width.saturating_sub(1), ..area });
    head(brush, area, &columns);
    let list = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    item_list::draw(brush, view, list, drawn, |brush, row, y| {
        if let RowKind::Unit(ix) = row.kind {
            unit(brush, view, ix, y, &columns);
        }
    });
    let none = say!(brush.lang, "没有牵头单位", "no lead unit");
    item_list::empty(brush, view, list, &none);
}

/// From this width on every name stands whole.
const WIDE: u16 = 130;
/// The cells of the longest name, in English.
const NAME: u16 = 46;

/// The columns of a list of units; the wall uses them too.
pub(crate) fn columns(area: Area) -> Columns {
    // Where the names would be cut, the bar gives way; where all stand whole, it takes the rest, so that a name and its
    // figures stay close together.
    let (names, bar) = if area.width < WIDE {
        (rest(), column(if area.width < 110 { 8 } else { 16 }, Align::Left, 3))
    } else {
        (column(NAME, Align::Left, 0), rest())
    };
    item_list::columns(
        &[
            column(1, Align::Left, 0),
            names,
            column(4, Align::Right, 1),
            column(4, Align::Right, 2),
            bar,
            column(5, Align::Right, 0),
            column(4, Align::Right, 1),
            column(4, Align::Right, 1),
            column(6, Align::Right, 4),
            column(14, Align::Left, 2),
            column(10, Align::Left, 5),
        ],
        area,
        18,
    )
}

/// The head of the columns.
pub(crate) fn head(brush: &mut Brush<'_>, area: Area, columns: &Columns) {
    let words: [(&str, &str); 11] = [
        ("", ""),
        ("牵头单位", "Lead unit"),
        ("事项", "All"),
        ("完成", "Done"),
        ("平均进度", "Progress"),
        ("", ""),
        ("红", "Red"),
        ("黄", "Yel"),
        ("欠细则", "Rules"),
        ("报送", "Report"),
        ("最近记录", "Last entry"),
    ];
    for (n, (zh, en)) in words.into_iter().enumerate() {
        let word = if brush.lang == Lang::Zh { zh } else { en };
        columns.put(brush, n, area.y, word, Role::Accent);
    }
}

/// One unit.
pub(crate) fn unit(brush: &mut Brush<'_>, view: &View<'_>, ix: UnitIx, y: u16, columns: &Columns) {
    let Some(figures) = view.board.units.get(ix.get()) else { return };
    let lang = brush.lang;
    let sum = &figures.roll_up;
    let worst = sum.worst();
    let sign = brush.glyphs.light(worst);
    columns.put(brush, 0, y, sign, Role::of(worst));
    columns.put(brush, 1, y, view.board.plan().unit_name(ix, lang), Role::Text);
    columns.put(brush, 2, y, &sum.items.to_string(), Role::Text);
    columns.put(brush, 3, y, &sum.done.to_string(), if sum.done > 0 { Role::Done } else { Role::Muted });
    if let Some(progress) = sum.progress() {
        columns.bar(brush, 4, y, progress, Role::Bar);
        columns.put(brush, 5, y, &format!("{progress}%"), Role::Text);
    }
    count(brush, columns, 6, y, sum.count(Light::Red), Role::Red);
    count(brush, columns, 7, y, sum.count(Light::Yellow), Role::Yellow);
    let owed_role = if figures.overdue_rules > 0 { Role::Red } else { Role::Yellow };
    count(brush, columns, 8, y, figures.open_rules, owed_role);
    let (words, role) = freshness(figures.file, figures.last_entry.is_none(), lang);
    columns.put(brush, 9, y, &words, role);
    let last = figures.last_entry.map_or_else(String::new, |day| day.to_string());
    columns.put(brush, 10, y, &last, Role::Muted);
}

fn count(brush: &mut Brush<'_>, columns: &Columns, n: usize, y: u16, count: usize, role: Role) {
    if count > 0 {
        columns.put(brush, n, y, &count.to_string(), role);
    }
}

/// How fresh a unit's report is, in words, and its role. A unit that has logged nothing is not up to date, whatever
/// its file's age.
pub(crate) fn freshness(file: Freshness, silent: bool, lang: Lang) -> (String, Role) {
    match file {
        Freshness::Late { days } => (say!(lang, "超期 {days} 天", "{days} d silent"), Role::Red),
        Freshness::Missing | Freshness::Unreadable => (file.words(lang), Role::Red),
        Freshness::Fresh if silent => (say!(lang, "未报送", "nothing yet"), Role::Yellow),
        Freshness::Fresh => (file.words(lang), Role::Green),
    }
}
