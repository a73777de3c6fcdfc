//! What each view says, one file a view: blocks of a page. Every format for people writes these same pages.
//!
//! Figures stand before titles, so that nothing has to be cut. Every light is its sign and its words.

use super::page::{Block, Page};
use super::table::Table;
use super::{Style, View};
use crate::domain::finding::{headline, severities};
use crate::domain::narrow::Narrowed;
use crate::domain::{Board, Light, RollUp, UnitIx};
use crate::text::say;

mod changes;
mod overdue;
mod rules;
mod summary;
mod tree;
mod units;
mod week;

/// The page of `view`: whose figures they are, then what it says. A unit's reminder is a letter and stands alone.
pub(super) fn page(view: View, board: &Board, before: Option<&Board>, style: Style) -> Page {
    if let Some(unit) = addressee(view, board) {
        return week::slip(board, unit, style);
    }
    let mut page = header(board, style);
    page.blocks.extend(body(view, board, before, style).blocks);
    page
}

/// The unit the page is a reminder to: the week of one unit.
pub(super) fn addressee(view: View, board: &Board) -> Option<UnitIx> {
    board.narrowed.as_ref().and_then(|narrowed| narrowed.unit).filter(|_| view == View::Week)
}

/// Everything a sheet of paper can hold: what the screens show, one after the other.
pub(super) fn whole(board: &Board, style: Style) -> Page {
    let mut page = header(board, style);
    page.blocks.push(Block::BurnUp);
    summary::sections(&mut page, board, style);
    overdue::write(&mut page, board, style);
    rules::write(&mut page, board, style);
    week::list(&mut page, board, style);
    units::write(&mut page, board, style);
    page.heading(say!(style.lang, "全部章节与事项", "All sections and items"));
    tree::write(&mut page, board, style);
    page
}

/// What `view` says of a board. `before` is the same plan on the day [`View::Changes`] compares with.
fn body(view: View, board: &Board, before: Option<&Board>, style: Style) -> Page {
    let mut page = Page::default();
    match view {
        View::Summary => summary::write(&mut page, board, style),
        View::Tree => tree::write(&mut page, board, style),
        View::Overdue => overdue::write(&mut page, board, style),
        View::Rules => rules::write(&mut page, board, style),
        View::Week => week::write(&mut page, board, style),
        View::Units => units::write(&mut page, board, style),
        View::Changes => changes::write(&mut page, board, before, style),
    }
    page
}

/// Which plan, which day, whether it is a sample, and the two rates with what they are of.
fn header(board: &Board, style: Style) -> Page {
    let mut page = Page::default();
    let lang = style.lang;
    let plan = board.plan();
    let day = board.day.long(lang);
    let mut parts = vec![say!(lang, "截至 {day}", "as of {day}")];
    if board.day != board.today {
        let today = board.today;
        parts.push(say!(lang, "今天是 {today}", "today is {today}"));
    }
    if plan.sample {
        parts.push(say!(lang, "样例数据，非真实进展", "sample data, not real progress"));
    }
    page.blocks.push(Block::Title(plan.title.get(lang).to_owned()));
    page.line(parts.join(style.dot()));
    if let Some(narrowed) = &board.narrowed {
        page.line(shown(board, narrowed, style));
    }
    page.line(rates(&board.total, style));
    page.line(lights(&board.total, style));
    if !board.findings.is_empty() {
        let found = headline(severities(&board.findings), lang);
        page.line(say!(lang, "文件问题 {found}（guatu check）", "files: {found} (see `guatu check`)"));
    }
    page
}

/// `只显示 12/195 项（light:red），下列数字只算这些事项`.
pub(super) fn shown(board: &Board, narrowed: &Narrowed, style: Style) -> String {
    let lang = style.lang;
    let Narrowed { filter, unit, of } = narrowed;
    let unit = unit.map(|unit| board.plan().unit_name(unit, lang));
    let by: Vec<&str> = unit.into_iter().chain(Some(&**filter).filter(|filter| !filter.is_empty())).collect();
    let (by, items) = (by.join(style.dot()), board.total.items);
    say!(
        lang,
        "只显示 {items}/{of} 项（{by}），下列数字只算这些事项",
        "{items} of {of} items shown ({by}); every figure is of these items"
    )
}

/// `进度 5.4%（195 项的平均） · 完成 3/195（1.5%）`: two rates, each with its denominator.
fn rates(total: &RollUp, style: Style) -> String {
    let lang = style.lang;
    let (progress, counted) = (style.percent(total.progress()), total.counted());
    let (done, items, completion) = (total.done, total.items, total.completion());
    let late = match total.done_late {
        0 => String::new(),
        late => say!(lang, "，其中逾期完成 {late}", ", {late} of them late"),
    };
    let mut parts = vec![
        say!(lang, "进度 {progress}（{counted} 项平均）", "progress {progress} (mean of {counted} items)"),
        say!(lang, "完成 {done}/{items}（{completion}%{late}）", "done {done}/{items} ({completion}%{late})"),
    ];
    if total.stopped > 0 {
        let stopped = total.stopped;
        parts.push(say!(
            lang,
            "停止实施 {stopped} 项，不计入进度",
            "{stopped} stopped, left out of the progress"
        ));
    }
    parts.join(style.dot())
}

/// `● 红 4  ▲ 黄 5 … · 逾期 2 · 临期 3`.
fn lights(total: &RollUp, style: Style) -> String {
    let lang = style.lang;
    let counts = Light::ALL
        .map(|light| format!("{} {} {}", style.sign(light), light.word().get(lang), total.count(light)));
    let (overdue, soon) = (total.overdue, total.due_soon);
    let parts = [
        counts.join("  "),
        say!(lang, "逾期 {overdue}", "overdue {overdue}"),
        say!(lang, "临期 {soon}", "due soon {soon}"),
    ];
    parts.join(style.dot())
}
