//! Everything about one section: how far it is, its lights, what presses; where it has no items, the plan itself.

use super::brush::{Line, span};
use super::detail::push_wrapped;
use super::overlay::explained;
use super::theme::{Glyphs, Role};
use crate::domain::board::Board;
use crate::domain::{ItemIx, Light, RollUp, SectionIx, explain};
use crate::text::{Align, Lang, fit, pad, say, width, wrap};

/// The lines about a section.
pub(super) fn lines(board: &Board, ix: SectionIx, lang: Lang, glyphs: Glyphs, cells: usize) -> Vec<Line> {
    let plan = board.plan();
    let Some(section) = plan.section(ix) else { return Vec::new() };
    let sum = board.section(ix);
    let title = format!("{}{}", section.label, section.title.get(lang));
    let mut lines: Vec<Line> =
        wrap(&title, cells).into_iter().map(|line| vec![span(line, Role::Strong)]).collect();
    if sum.items == 0 {
        lines.push(vec![span(say!(lang, "没有事项", "no items"), Role::Muted)]);
        for part in explain::plan(board, lang) {
            lines.push(Line::new());
            lines.extend(explained(glyphs, part, cells));
        }
        return lines;
    }
    figures(&mut lines, &sum, lang, glyphs, cells);
    presses(&mut lines, board, &|ix| section.below.contains(&ix.get()), lang, glyphs, cells);
    lines
}

/// Progress, completion rate and lights of a roll-up.
pub(super) fn figures(lines: &mut Vec<Line>, sum: &RollUp, lang: Lang, glyphs: Glyphs, cells: usize) {
    let (items, counted, done, completion) = (sum.items, sum.counted(), sum.done, sum.completion());
    lines.push(Vec::new());
    if let Some(progress) = sum.progress() {
        let text =
            say!(lang, "平均进度 {progress}%（{counted} 项）", "progress {progress}% (mean of {counted})");
        lines.push(vec![span(text, Role::Text)]);
    }
    let text = say!(
        lang,
        "完成率 {completion}%（{done} / {items} 项）",
        "completed {completion}% ({done} of {items})"
    );
    lines.push(vec![span(text, Role::Text)]);
    if sum.stopped > 0 {
        let stopped = sum.stopped;
        let text =
            say!(lang, "停止实施 {stopped} 项，不计入平均进度", "{stopped} stopped, left out of the mean");
        lines.push(vec![span(text, Role::Muted)]);
    }
    let mut pieces = Vec::new();
    for light in Light::ALL {
        let n = sum.count(light);
        if n > 0 {
            let (sign, word) = (glyphs.light(light), light.word().get(lang));
            pieces.push(span(format!("{sign} {word} {n}  "), Role::of(light)));
        }
    }
    push_wrapped(lines, pieces, cells);
}

/// The most items named.
const NAMED: usize = 40;

/// What presses of the items that are `within`, the most pressing first.
pub(super) fn presses(
    lines: &mut Vec<Line>,
    board: &Board,
    within: &dyn Fn(ItemIx) -> bool,
    lang: Lang,
    glyphs: Glyphs,
    cells: usize,
) {
    let all = || board.overdue().iter().chain(board.pressing()).filter(|ix| within(**ix));
    let count = all().count();
    if count == 0 {
        return;
    }
    lines.push(Line::new());
    let words = say!(lang, "最紧要　{count} 项", "What presses most: {count}");
    lines.push(vec![span(words, Role::Accent)]);
    for ix in all().take(NAMED) {
        let (Some(item), Some(figures)) = (board.plan().item(*ix), board.item(*ix)) else { continue };
        let role = Role::of(figures.light());
        let clock = format!("{} {}", glyphs.light(figures.light()), figures.clock.words(lang));
        let id = format!("{} ", fit(item.id, 6, Align::Left));
        let title = item.title.get(lang);
        let room = cells.saturating_sub(CLOCK + width(&id)).max(8);
        for (n, part) in wrap(title, room).into_iter().enumerate() {
            let (clock, id) = if n == 0 { (clock.as_str(), id.as_str()) } else { ("", "") };
            lines.push(vec![
                span(pad(clock, CLOCK, Align::Left), role),
                span(pad(id, 7, Align::Left), Role::Muted),
                span(part, Role::Text),
            ]);
        }
    }
}

/// The cells of a light and its clock in words.
const CLOCK: usize = 20;
