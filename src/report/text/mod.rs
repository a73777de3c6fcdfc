//! Text: straight columns for people, one file a view. Figures stand before titles, so that nothing has to be cut.
//!
//! No colour: every light is its sign and its words. Lines carry no blanks at their ends.

use std::fmt::Write as _;

use super::{Signs, View};
use crate::domain::finding::headline;
use crate::domain::{Board, Day, Finding, Light, Percent, RollUp};
use crate::text::{Lang, say};

mod changes;
mod overdue;
mod rules;
mod summary;
mod table;
mod tree;
mod units;
mod week;

use table::Table;

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// With which signs.
    pub signs: Signs,
}

impl Style {
    fn sign(self, light: Light) -> &'static str {
        self.signs.of(light)
    }

    /// `45.0%`; a dash where there is nothing to take a mean of.
    fn percent(self, percent: Option<Percent>) -> String {
        percent.map_or_else(|| self.none().to_owned(), |percent| format!("{percent}%"))
    }

    /// `2022-02-16`, or a dash.
    fn date(self, day: Option<Day>) -> String {
        day.map_or_else(|| self.none().to_owned(), |day| day.to_string())
    }

    /// What stands in an empty cell.
    fn none(self) -> &'static str {
        match self.signs {
            Signs::Unicode => "—",
            Signs::Ascii => "-",
        }
    }

    /// What separates the parts of a line.
    fn dot(self) -> &'static str {
        match self.signs {
            Signs::Unicode => " · ",
            Signs::Ascii => " - ",
        }
    }
}

/// The report `view` of every board, one after the other; `root` is what is wrong with the root itself.
///
/// `before` are the same plans on the day [`View::Changes`] compares with; other views do not look at them.
pub fn write(view: View, boards: &[Board], before: &[Board], root: &[Finding], style: Style) -> String {
    let mut out = String::new();
    if !root.is_empty() {
        out.push_str(&super::findings::short(root, style.lang));
        out.push('\n');
    }
    for (n, board) in boards.iter().enumerate() {
        if n > 0 {
            out.push_str("\n\n");
        }
        header(&mut out, board, style);
        match view {
            View::Summary => summary::write(&mut out, board, style),
            View::Tree => tree::write(&mut out, board, style),
            View::Overdue => overdue::write(&mut out, board, style),
            View::Rules => rules::write(&mut out, board, style),
            View::Week => week::write(&mut out, board, style),
            View::Units => units::write(&mut out, board, style),
            View::Changes => changes::write(&mut out, board, before.get(n), style),
        }
    }
    out
}

/// Which plan, which day, whether it is a sample, and the two rates with what they are of.
fn header(out: &mut String, board: &Board, style: Style) {
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
    // Writing to a string cannot fail, here and in the views.
    let _ = writeln!(out, "{}", plan.title.get(lang));
    let _ = writeln!(out, "{}", parts.join(style.dot()));
    let _ = writeln!(out, "{}", rates(&board.total, style));
    let _ = writeln!(out, "{}", lights(&board.total, style));
    if !board.findings.is_empty() {
        let found = headline(&board.findings, lang);
        let _ = writeln!(
            out,
            "{}",
            say!(lang, "文件问题 {found}（guatu check）", "files: {found} (see `guatu check`)")
        );
    }
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

/// A heading with an empty line before it.
fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{text}");
}

/// A line that says there is nothing to list.
fn nothing(out: &mut String, text: &str) {
    let _ = writeln!(out, "  {text}");
}
