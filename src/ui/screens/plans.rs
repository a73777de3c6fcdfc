//! Screen 0: the plans side by side, the worst first: progress and rates with their denominators, lights, what is
//! overdue, the rules, what falls due next, who is silent, what is wrong. On top all of them together.

use super::super::View;
use super::super::brush::{Brush, Columns, Span, column, rest, span};
use super::super::item_list;
use super::super::theme::Role;
use crate::app::RowKind;
use crate::app::message::{Area, Drawn};
use crate::app::plans::Line;
use crate::domain::summary::{Overall, RuleSum};
use crate::domain::{Day, Light, PlanSummary};
use crate::text::{Align, Lang, say};

pub(crate) fn draw(brush: &mut Brush<'_>, view: &View<'_>, area: Area, drawn: &mut Drawn) {
    let plans = &view.model.plans;
    let mut lines = overall(brush, &plans.overall, area.width);
    if plans.reading.is_some() {
        // Their place is kept: nothing moves when they come.
        lines.iter_mut().for_each(Vec::clear);
        let text = say!(brush.lang, "全部读完后给出合计", "the totals come when everything has been read");
        lines.iter_mut().take(1).for_each(|line| line.push(span(text.clone(), Role::Muted)));
    }
    let mut y = area.y;
    for line in lines.iter().take(usize::from(area.height / 6)) {
        brush.line(area.x + 1, y, area.width.saturating_sub(1), line);
        y += 1;
    }
    let rest = Area { y, height: (area.y + area.height).saturating_sub(y), ..area };
    let columns = columns(Area { width: area.width.saturating_sub(1), ..rest });
    head(brush, rest, &columns);
    let list = Area { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
    item_list::draw(brush, view, list, drawn, |brush, row, y| {
        let RowKind::Plan(n) = row.kind else { return };
        if let Some(one) = plans.lines.get(n) {
            line(brush, view, one, y, &columns);
        }
    });
    let none = say!(brush.lang, "没有符合筛选的方案", "no plan matches the filter");
    item_list::empty(brush, view, list, &none);
}

/// One line: a plan, one that is still counted, or one that cannot be read.
pub(crate) fn line(brush: &mut Brush<'_>, view: &View<'_>, line: &Line, y: u16, columns: &Columns) {
    match line {
        Line::Plan(_, Some(summary)) => plan(brush, summary, y, columns),
        Line::Plan(ledger, None) => {
            columns.put(brush, 1, y, ledger.plan.title.get(brush.lang), Role::Muted);
            columns.put(brush, 2, y, brush.glyphs.pick("…", "..."), Role::Muted);
        }
        Line::Lost(file, n) => lost(brush, view, (file, *n), y, columns),
    }
}

/// Everything together, in as many lines as the width asks for.
fn overall(brush: &Brush<'_>, sum: &Overall, width: u16) -> Vec<Vec<Span>> {
    let lang = brush.lang;
    let Overall { plans, total, units, silent, errors, warnings, .. } = sum;
    let progress = total.progress().map_or_else(|| "—".to_owned(), |progress| format!("{progress}%"));
    let (items, counted, done, rate) = (total.items, total.counted(), total.done, total.completion());
    let all = if *plans == 1 { "One plan".to_owned() } else { format!("All {plans} plans") };
    let mut pieces = vec![
        span(say!(lang, "合计 {plans} 个方案", "{all}"), Role::Accent),
        span(
            say!(lang, "平均进度 {progress}（{counted} 项）", "progress {progress} (of {counted})"),
            Role::Strong,
        ),
        span(say!(lang, "完成 {done}/{items}（{rate}%）", "done {done}/{items} ({rate}%)"), Role::Done),
    ];
    for light in [Light::Red, Light::Yellow, Light::Green, Light::Grey] {
        let (sign, word, n) = (brush.glyphs.light(light), light.word().get(lang), total.count(light));
        pieces.push(span(format!("{sign}{word} {n}"), Role::of(light)));
    }
    let RuleSum { owed, met, overdue: late, undetermined: _ } = sum.rules;
    let overdue = total.overdue;
    pieces.push(span(say!(lang, "逾期 {overdue} 项", "{overdue} overdue"), bad(overdue, Role::Red)));
    if owed > 0 {
        let text = say!(lang, "细则 {met}/{owed}，逾期 {late}", "rules {met}/{owed}, {late} overdue");
        pieces.push(span(text, bad(late, Role::Red)));
    }
    if let Some((day, n)) = sum.next {
        pieces.push(span(say!(lang, "最近到期 {day}（{n}）", "next due {day} ({n})"), Role::Text));
    }
    pieces.push(span(
        say!(lang, "未按期报送 {silent}/{units} 家", "{silent} of {units} units silent"),
        bad(*silent, Role::Yellow),
    ));
    pieces.push(span(
        say!(lang, "文件错误 {errors}、提醒 {warnings}", "files: {errors} errors, {warnings} warnings"),
        bad(*errors, Role::Red),
    ));
    let room = usize::from(width.saturating_sub(2));
    let mut lines: Vec<Vec<Span>> = Vec::new();
    let mut used = room + 1;
    for piece in pieces {
        let cells = crate::text::width(&piece.text);
        if used + 3 + cells > room {
            lines.push(Vec::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(span(" · ", Role::Muted));
                used += 3;
            }
            used += cells;
            line.push(piece);
        }
    }
    lines
}

/// The columns of a list of plans; the wall uses them too.
pub(crate) fn columns(area: Area) -> Columns {
    item_list::columns(
        &[
            column(1, Align::Left, 0),
            rest(),
            column(10, Align::Left, 4),
            column(6, Align::Right, 0),
            column(11, Align::Right, 3),
            column(4, Align::Right, 1),
            column(4, Align::Right, 2),
            column(4, Align::Right, 1),
            column(11, Align::Right, 3),
            column(14, Align::Left, 4),
            column(7, Align::Right, 2),
            column(8, Align::Right, 5),
        ],
        area,
        20,
    )
}

/// The head of the columns.
pub(crate) fn head(brush: &mut Brush<'_>, area: Area, columns: &Columns) {
    let words: [(&str, &str); 12] = [
        ("", ""),
        ("方案", "Plan"),
        ("平均进度", "Progress"),
        ("", ""),
        ("完成/事项", "Done/items"),
        ("红", "Red"),
        ("黄", "Yel"),
        ("逾期", "Late"),
        ("细则", "Rules"),
        ("最近到期", "Next due"),
        ("未报送", "Silent"),
        ("问题", "Findings"),
    ];
    for (n, (zh, en)) in words.into_iter().enumerate() {
        let word = if brush.lang == Lang::Zh { zh } else { en };
        columns.put(brush, n, area.y, word, Role::Accent);
    }
}

/// One plan.
fn plan(brush: &mut Brush<'_>, summary: &PlanSummary, y: u16, columns: &Columns) {
    let sum = &summary.total;
    let worst = worst(summary);
    let sign = brush.glyphs.light(worst);
    columns.put(brush, 0, y, sign, Role::of(worst));
    columns.put(brush, 1, y, summary.title.get(brush.lang), Role::Text);
    if let Some(progress) = sum.progress() {
        columns.bar(brush, 2, y, progress, Role::Bar);
        columns.put(brush, 3, y, &format!("{progress}%"), Role::Text);
    }
    columns.put(brush, 4, y, &format!("{}/{}", sum.done, sum.items), bad(sum.done, Role::Done));
    count(brush, columns, 5, y, sum.count(Light::Red), Role::Red);
    count(brush, columns, 6, y, sum.count(Light::Yellow), Role::Yellow);
    count(brush, columns, 7, y, sum.overdue + summary.rules.overdue, Role::Red);
    rules(brush, summary, y, columns);
    let next = summary.next.map_or_else(String::new, |(due, n)| next(due, n, summary.day));
    columns.put(brush, 9, y, &next, Role::Text);
    columns.put(
        brush,
        10,
        y,
        &format!("{}/{}", summary.silent, summary.units),
        bad(summary.silent, Role::Yellow),
    );
    let found = summary.errors + summary.warnings;
    count(brush, columns, 11, y, found, if summary.errors > 0 { Role::Red } else { Role::Yellow });
}

/// The worst light of a plan: an overdue rule is red whatever its items are.
pub(crate) fn worst(summary: &PlanSummary) -> Light {
    if summary.rules.overdue > 0 { Light::Red } else { summary.total.worst() }
}

/// `13/33` published of owed; where nobody has said yet what is owed, how many that is.
fn rules(brush: &mut Brush<'_>, summary: &PlanSummary, y: u16, columns: &Columns) {
    let RuleSum { owed, met, overdue, undetermined } = summary.rules;
    if owed + undetermined == 0 {
        return;
    }
    let text =
        if undetermined > 0 { format!("{met}/{owed} ?{undetermined}") } else { format!("{met}/{owed}") };
    let role = match (overdue, met == owed) {
        (0, true) => Role::Done,
        (0, false) => Role::Yellow,
        (_, _) => Role::Red,
    };
    columns.put(brush, 8, y, &text, role);
}

/// `02-16 +6d ×13`: the day, how far it is, how much falls due on it.
fn next(due: Day, n: usize, day: Day) -> String {
    format!("{} +{}d ×{n}", due.short(), due.since(day))
}

/// A plan that cannot be read: where it is and why.
fn lost(brush: &mut Brush<'_>, view: &View<'_>, (file, n): (&str, usize), y: u16, columns: &Columns) {
    columns.put(brush, 0, y, brush.glyphs.light(Light::Red), Role::Red);
    let Some((x, width)) = columns.place(1) else { return };
    let why = why(view, (file, n), brush.lang);
    // It has no figures: its reason takes their columns as well.
    let end = (2..12).rev().find_map(|n| columns.place(n)).map_or(x + width, |(x, width)| x + width);
    brush.put(x, y, end.saturating_sub(x), &why, Role::Red);
}

/// Where a plan cannot be read, and why.
pub(crate) fn why(view: &View<'_>, (file, n): (&str, usize), lang: Lang) -> String {
    let finding = view.model.portfolio.as_ref().and_then(|portfolio| portfolio.findings.get(n));
    finding.map_or_else(|| file.to_owned(), |it| format!("{}  {}", it.location(), it.said.get(lang)))
}

fn bad(n: usize, role: Role) -> Role {
    if n > 0 { role } else { Role::Muted }
}

fn count(brush: &mut Brush<'_>, columns: &Columns, n: usize, y: u16, count: usize, role: Role) {
    if count > 0 {
        columns.put(brush, n, y, &count.to_string(), role);
    }
}
