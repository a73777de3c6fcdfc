//! Screen 8: what changed, item by item, old → new: by the saves of this session, newest first; since the reader last
//! looked; in a day or a week.

use super::super::View;
use super::super::brush::{Brush, column, rest, span};
use super::super::item_list;
use super::super::theme::Role;
use crate::app::RowKind;
use crate::app::feed::{Change, Save};
use crate::app::message::{Area, Drawn};
use crate::app::since::From;
use crate::domain::changes::{ItemChange, Move};
use crate::text::{Align, Lang, say, width};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    head(brush, view, area);
    let area = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    // A time of day, or a sign.
    let first = if view.model.since.from == From::Start { 8 } else { 1 };
    let columns = item_list::columns(
        &[
            column(first, Align::Left, 1),
            column(1, Align::Left, 0),
            // What has changed is nothing without what it is that changed.
            column(6, Align::Left, 0),
            column(26, Align::Left, 4),
            rest(),
            column(14, Align::Left, 3),
        ],
        Area { width: area.width.saturating_sub(1), ..area },
        30,
    );
    item_list::draw(brush, view, area, drawn, |brush, row, y| {
        let RowKind::Change(save, change) = row.kind else { return };
        let Some(save) = view.model.saves().nth(save) else { return };
        let Some(change) = save.changes.get(change) else { return };
        let lang = brush.lang;
        let foreign = save.plan.id != view.board.plan().id;
        let first = if save.number > 0 { time(save) } else { sign(&change.change).to_owned() };
        columns.put(brush, 0, y, &first, Role::Muted);
        if let Some((_, clock)) = &change.change.clock {
            let sign = brush.glyphs.light(clock.light());
            columns.put(brush, 1, y, sign, Role::of(clock.light()));
        }
        columns.put(brush, 2, y, &change.change.id, Role::Muted);
        // An item of another plan: the plan's name says more than the item's number.
        let name =
            if foreign { save.plan.title.get(lang).to_owned() } else { title(view, &change.change, lang) };
        columns.put(brush, 3, y, &name, Role::Text);
        if let Some((x, width)) = columns.place(4) {
            let end = brush.put(x, y, width, &moves(&change.change, lang), Role::Strong);
            if let Some(note) = &change.change.note {
                brush.put(end + 1, y, (x + width).saturating_sub(end + 1), &format!("“{note}”"), Role::Muted);
            }
        }
        columns.put(
            brush,
            5,
            y,
            &if foreign { String::new() } else { units(view, change, lang) },
            Role::Muted,
        );
    });
    let none = match view.model.since.from {
        From::Start => say!(
            brush.lang,
            "开屏以来没有改动；任一单位保存文件，这里立即显示。按 s 看自上次查看、一天、七天以来的变化",
            "nothing has changed since the start; a save of any unit's file shows here at once. \
             s shows what has changed since your last look, in a day, in a week"
        ),
        From::Look if view.model.since.last_look().is_none() => say!(
            brush.lang,
            "还没有“上次查看”：看过 5 秒、正常退出后，下次从那时算起",
            "no last look yet: look for 5 seconds and quit, and the next session counts from then"
        ),
        From::Look | From::Yesterday | From::Week => say!(brush.lang, "没有变化", "nothing has changed"),
    };
    item_list::empty(brush, view, area, &none);
}

/// What the changes are counted from, and what else they can be counted from.
fn head(brush: &mut Brush<'_>, view: &View<'_>, area: Area) {
    let lang = brush.lang;
    let (since, day) = (&view.model.since, view.board.day);
    let (first, second) = (day.plus(-1).short(), day.plus(-7).short());
    let shown = view.model.saves().map(|save| save.changes.len()).sum::<usize>();
    let words = |from: From| match from {
        From::Start => say!(lang, "开屏以来", "since the start"),
        From::Look => match since.last_look() {
            Some((at, _)) => {
                let at = at.words(view.board.today);
                say!(lang, "自上次查看（{at}）", "since you last looked ({at})")
            }
            None => say!(lang, "自上次查看", "since you last looked"),
        },
        From::Yesterday => say!(lang, "自 {first}（一天）", "since {first} (a day)"),
        From::Week => say!(lang, "自 {second}（七天）", "since {second} (a week)"),
    };
    // Where the others cannot be read whole, the one that is shown stands alone.
    let all: usize = From::ALL.into_iter().map(|from| width(&words(from)) + 2).sum();
    let narrow = all + 20 > usize::from(area.width);
    let mut pieces = Vec::new();
    for from in From::ALL.into_iter().filter(|from| !narrow || *from == since.from) {
        if from == since.from {
            let gone = removed(view);
            let mut text = {
                let words = words(from);
                say!(lang, " {words}：{shown} 项", " {words}: {shown}")
            };
            if gone > 0 {
                text.push_str(&say!(lang, "，其中删除 {gone} 项", ", {gone} of them removed"));
            }
            pieces.push(span(format!("{text} "), Role::Today));
        } else {
            pieces.push(span(format!(" {} ", words(from)), Role::Muted));
        }
    }
    pieces.push(span(say!(lang, " s 换", " s next"), Role::Accent));
    brush.line(area.x, area.y, area.width, &pieces);
}

fn removed(view: &View<'_>) -> usize {
    let changes = view.model.saves().flat_map(|save| &save.changes);
    changes.filter(|it| it.change.moves.contains(&Move::Removed)).count()
}

/// `*` changed, `+` new, `-` gone: to be read without colour.
fn sign(change: &ItemChange) -> &'static str {
    if change.moves.contains(&Move::Added) {
        "+"
    } else if change.moves.contains(&Move::Removed) {
        "-"
    } else {
        "*"
    }
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
