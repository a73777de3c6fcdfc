//! Screen 8: what the saves of this session changed, item by item, old → new, newest first.

use super::super::View;
use super::super::brush::{Brush, column, rest};
use super::super::item_list;
use super::super::theme::Role;
use crate::app::RowKind;
use crate::app::feed::{Change, Save};
use crate::app::message::{Area, Drawn};
use crate::domain::changes::ItemChange;
use crate::text::{Align, Lang, say};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let columns = item_list::columns(
        &[
            column(8, Align::Left, 1),
            column(1, Align::Left, 0),
            column(6, Align::Left, 2),
            column(26, Align::Left, 4),
            rest(),
            column(14, Align::Left, 3),
        ],
        Area { width: area.width.saturating_sub(1), ..area },
        30,
    );
    item_list::draw(brush, view, area, drawn, |brush, row, y| {
        let RowKind::Change(save, change) = row.kind else { return };
        let Some(save) = view.model.feed.saves.get(save) else { return };
        let Some(change) = save.changes.get(change) else { return };
        let lang = brush.lang;
        columns.put(brush, 0, y, &time(save), Role::Muted);
        if let Some((_, clock)) = &change.change.clock {
            let sign = brush.glyphs.light(clock.light());
            columns.put(brush, 1, y, sign, Role::of(clock.light()));
        }
        columns.put(brush, 2, y, &change.change.id, Role::Muted);
        columns.put(brush, 3, y, &title(view, &change.change, lang), Role::Text);
        if let Some((x, width)) = columns.place(4) {
            let end = brush.put(x, y, width, &moves(&change.change, lang), Role::Strong);
            if let Some(note) = &change.change.note {
                brush.put(end + 1, y, (x + width).saturating_sub(end + 1), &format!("“{note}”"), Role::Muted);
            }
        }
        columns.put(brush, 5, y, &units(view, change, lang), Role::Muted);
    });
    let none = say!(
        brush.lang,
        "开屏以来没有改动；任一单位保存文件，这里立即显示",
        "nothing has changed since the start; a save of any unit's file shows here at once"
    );
    item_list::empty(brush, view, area, &none);
}

/// `18:05:09`.
pub(crate) fn time(save: &Save) -> String {
    let (h, m, s) = save.at;
    format!("{h:02}:{m:02}:{s:02}")
}

/// The item's title, while it is in the plan.
pub(crate) fn title(view: &View<'_>, change: &ItemChange, lang: Lang) -> String {
    let plan = view.board.plan();
    let item = plan.item_of(&change.id).and_then(|ix| plan.item(ix));
    item.map_or_else(String::new, |item| item.title.get(lang).to_owned())
}

/// Everything that moved, in one line.
pub(crate) fn moves(change: &ItemChange, lang: Lang) -> String {
    let words: Vec<String> = change.moves.iter().map(|step| step.words(lang)).collect();
    words.join(if lang == Lang::Zh { "；" } else { "; " })
}

fn units(view: &View<'_>, change: &Change, lang: Lang) -> String {
    let plan = view.board.plan();
    let name = |id| plan.unit_of(id).map_or(id, |unit| plan.unit_name(unit, lang));
    let names: Vec<&str> = change.units.iter().map(|id| name(id)).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}
