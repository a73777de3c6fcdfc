//! What changed since a day: each item's moves, old → new.

use super::{Block, Page, Style};
use crate::domain::Board;
use crate::domain::changes;
use crate::text::say;

pub(super) fn write(page: &mut Page, board: &Board, before: Option<&Board>, style: Style) {
    let lang = style.lang;
    let Some(before) = before else { return };
    let changes = changes::between(before, board);
    let (since, day, n) = (before.day, board.day, changes.len());
    page.heading(say!(
        lang,
        "{since} 至 {day} 有变化的事项：{n}",
        "Items that changed from {since} to {day}: {n}"
    ));
    if changes.is_empty() {
        page.note(say!(lang, "没有", "none"));
    }
    for change in &changes {
        let item = board.plan().item_of(&change.id).and_then(|ix| board.plan().item(ix));
        let sign = change.clock.map_or(" ", |(_, after)| style.sign(after.light()));
        let title = item.map_or("", |item| item.title.get(lang));
        let leads = item.map_or_else(String::new, |item| board.plan().lead_names(item, lang));
        let moves: Vec<String> = change.moves.iter().map(|moved| moved.words(lang)).collect();
        let head = format!("{sign} {} {title}{}{leads}", change.id, style.dot());
        let mut notes = vec![moves.join(&say!(lang, "；", "; "))];
        notes.extend(change.note.iter().map(|note| format!("“{note}”")));
        page.blocks.push(Block::Entry { head, notes });
    }
}
