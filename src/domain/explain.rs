//! How an item's due date, its rule deadlines and its lights came about, step by step, in words.
//!
//! Says only what [`Board`] holds: every screen and command that explains speaks from here.

use super::board::{Board, DueFrom, ItemFigures, Obligation};
use super::clock::{Clock, Light, RuleClock};
use super::day::Day;
use super::ids::ItemIx;
use super::percent::Percent;
use super::plan::{Delegated, Item};
use crate::text::{Lang, days, say};

/// One thing explained: what it is, the steps, and the light it ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is explained: `时限：2022-09-30 周五`.
    pub heading: String,
    /// The steps, in the order they were taken.
    pub steps: Vec<String>,
    /// The light it ends in; a date has none.
    pub light: Option<Light>,
}

/// Everything there is to explain about an item; empty if there is no such item.
pub fn item(board: &Board, ix: ItemIx, lang: Lang) -> Vec<Part> {
    let Some((item, figures)) = board.plan().item(ix).zip(board.item(ix)) else { return Vec::new() };
    let mut parts = vec![due(board, ix, (item, figures), lang), light(board, item, figures, lang)];
    parts.extend(board.obligations_of(ix).map(|owed| obligation(board, item, owed, lang)));
    parts
}

/// The due date: which of the three sources decided, and what it replaced.
fn due(board: &Board, ix: ItemIx, (item, figures): (&Item, &ItemFigures), lang: Lang) -> Part {
    let Some((due, from)) = &figures.due else {
        return Part {
            heading: say!(lang, "时限：无", "Due date: none"),
            steps: vec![say!(
                lang,
                "方案没有给此事项定日期，牵头单位也没有自报（单位文件里的“时限”）",
                "the plan gives this item no date, and no lead unit committed to one (`due` in its file)"
            )],
            light: None,
        };
    };
    let day = due.long(lang);
    let mut steps = Vec::new();
    if let Some(planned) = item.due {
        steps.push(say!(lang, "方案规定：{planned}", "the plan says: {planned}"));
    }
    match from {
        DueFrom::Plan => {}
        DueFrom::Unit(unit) => {
            let name = board.plan().unit_name(*unit, lang);
            steps.push(say!(
                lang,
                "方案没有给日期，以{name}自报的时限为准：{due}",
                "the plan gives no date: the unit's own commitment counts, {name}: {due}"
            ));
            if committed(board, ix, item) > 1 {
                steps.push(say!(
                    lang,
                    "几个牵头单位自报的，取最晚一个",
                    "of several leads' dates the latest counts"
                ));
            }
        }
        DueFrom::Extension { unit, approved, reason, before } => {
            if let (None, Some(own)) = (item.due, before) {
                steps.push(say!(lang, "单位自报：{own}", "the unit's own commitment: {own}"));
            }
            let (name, day) = (board.plan().unit_name(*unit, lang), board.day);
            steps.push(say!(
                lang,
                "{name}的延期于 {approved} 批准，不晚于 {day}，有效：延至 {due}",
                "{name} had an extension approved on {approved}, not after {day}, so it counts: to {due}"
            ));
            if let Some(reason) = reason {
                steps.push(say!(lang, "理由：{reason}", "reason: {reason}"));
            }
        }
    }
    Part { heading: say!(lang, "时限：{day}", "Due date: {day}"), steps, light: None }
}

/// How many of the leads committed to a date of their own.
fn committed(board: &Board, ix: ItemIx, item: &Item) -> usize {
    let reports = item.leads.iter().filter_map(|unit| board.ledger.item_report(*unit, ix));
    reports.filter(|report| report.due.is_some()).count()
}

/// The light: what is reported, what the days say, and the row of the table that decided.
fn light(board: &Board, item: &Item, figures: &ItemFigures, lang: Lang) -> Part {
    let mut steps = reported(board, item, figures, lang);
    steps.extend(pace(board, item, figures, lang));
    let clock = figures.clock;
    steps.push(decided(board, clock, lang));
    let (words, light) = (clock.words(lang), clock.light());
    let colour = light.word().get(lang);
    Part {
        heading: say!(lang, "亮灯：{colour} · {words}", "Light: {colour} · {words}"),
        steps,
        light: Some(light),
    }
}

/// What the leads report up to the board's day.
fn reported(board: &Board, item: &Item, figures: &ItemFigures, lang: Lang) -> Vec<String> {
    let plan = board.plan();
    let mut steps: Vec<String> = item
        .leads
        .iter()
        .zip(&figures.leads)
        .map(|(unit, lead)| {
            let (name, state) = (plan.unit_name(*unit, lang), lead.state.word().get(lang));
            let progress = lead.progress;
            match lead.last_entry {
                Some(on) => say!(
                    lang,
                    "{name}填报：{state}，进度 {progress}%（最近记录 {on}）",
                    "{name} reports: {state}, progress {progress}% (newest entry {on})"
                ),
                None => say!(lang, "{name}没有任何记录", "{name} has logged nothing"),
            }
        })
        .collect();
    if item.leads.len() > 1 {
        let (state, progress) = (figures.state.word().get(lang), figures.progress);
        steps.push(say!(
            lang,
            "多个牵头单位：状态取最慢的（{state}），进度取平均（{progress}%）",
            "joint leads: the state of the slowest ({state}), the mean of the progress ({progress}%)"
        ));
    }
    if let Some(done) = figures.completed_on {
        steps.push(say!(lang, "完成日：{done}", "done on {done}"));
    }
    steps
}

/// The days to the due date, and 序时进度 where it is asked.
fn pace(board: &Board, item: &Item, figures: &ItemFigures, lang: Lang) -> Vec<String> {
    let today = board.day;
    let Some(due) = figures.due_day() else {
        return vec![say!(lang, "没有时限，不会逾期", "no due date: it cannot be overdue")];
    };
    if let Some(done) = figures.completed_on {
        let late = done.since(due);
        return vec![if late > 0 {
            let late = days(late, lang);
            say!(
                lang,
                "完成日 {done} 晚于时限 {due}：{late}",
                "done on {done}, after the due date {due}: {late}"
            )
        } else {
            say!(lang, "完成日 {done} 不晚于时限 {due}", "done on {done}, not after the due date {due}")
        }];
    }
    let mut steps = vec![distance(due, today, lang)];
    if let (Some(expected), Some(start), true) =
        (figures.expected, item.start.or(board.plan().issued), due > today)
    {
        let (gone, whole) = (today.since(start), due.since(start));
        let progress = figures.progress;
        steps.push(say!(
            lang,
            "序时进度：自 {start} 起 {whole} 天中已过 {gone} 天，应达 {expected}%，实际 {progress}%",
            "expected progress: {gone} of {whole} days since {start} have passed, so {expected}%; reported {progress}%"
        ));
    }
    steps
}

/// `今天 … 距期限 … 还有 6 天`.
fn distance(due: Day, day: Day, lang: Lang) -> String {
    let (left, today) = (due.since(day), day.long(lang));
    match left {
        0 => say!(lang, "{today}，正是期限当日，不算逾期", "{today} is the very day it is due: not overdue"),
        n if n < 0 => {
            let past = days(-n, lang);
            say!(lang, "{today}，已过期限（{due}）{past}", "{today} is {past} past {due}")
        }
        n => {
            let left = days(n, lang);
            say!(lang, "{today}，距期限 {due} 还有 {left}", "{today}: {left} left to {due}")
        }
    }
}

/// The row of the table that fitted first.
fn decided(board: &Board, clock: Clock, lang: Lang) -> String {
    let lights = &board.plan().lights;
    let soon = days(lights.due_soon, lang);
    let (yellow, red) = (whole(lights.behind_yellow), whole(lights.behind_red));
    let sign = clock.light().word().get(lang);
    let why = match clock {
        Clock::Stopped | Clock::Suspended => {
            say!(lang, "停止或暂停的事项不亮灯", "an item that is stopped or suspended has no light")
        }
        Clock::CompletedOnTime => {
            say!(lang, "已完成，且不晚于时限（或没有时限）", "done, not after the due date (or without one)")
        }
        Clock::CompletedLate { .. } => {
            say!(lang, "已完成，但晚于时限；此后一直如此标记", "done, but late; it stays marked so")
        }
        Clock::Overdue { .. } => say!(lang, "过了时限仍未完成", "past the due date and not done"),
        Clock::DueToday => say!(lang, "今日到期", "due today"),
        Clock::FarBehind { .. } => {
            say!(lang, "落后序时进度 {red} 点以上", "{red} points or more below the expected progress")
        }
        Clock::DueSoon { .. } => {
            say!(lang, "距时限不超过 {soon}，又未严重滞后", "due within {soon}, and not far behind")
        }
        Clock::Behind { .. } => say!(
            lang,
            "落后序时进度 {yellow} 点以上，不到 {red} 点",
            "{yellow} points or more below the expected progress, less than {red}"
        ),
        Clock::OnSchedule => say!(
            lang,
            "未到临期（{soon}），落后序时进度不到 {yellow} 点",
            "not due within {soon}, less than {yellow} points below the expected progress"
        ),
        Clock::NoDate => say!(lang, "没有时限，有记录", "no due date, some log entry"),
        Clock::NotStarted => say!(lang, "没有时限，没有记录", "no due date, no log entry"),
    };
    say!(lang, "判定：{why} → {sign}", "decided: {why} → {sign}")
}

/// Thousandths of a percent as points: `10`, `12.5`.
fn whole(thousandths: u64) -> String {
    let points = Percent::from_thousandths(thousandths).to_string();
    points.strip_suffix(".0").unwrap_or(&points).to_owned()
}

/// An obligation: whether it is owed, how its deadline was counted, how far it is.
fn obligation(board: &Board, item: &Item, owed: &Obligation, lang: Lang) -> Part {
    let plan = board.plan();
    let (title, clause) = plan.rule(owed.rule).map_or(("", ""), |rule| (rule.title.get(lang), &*rule.clause));
    let unit = plan.unit_name(owed.unit, lang);
    let light = owed.clock.light();
    let (words, colour) = (owed.clock.words(lang), light.word().get(lang));
    let heading = say!(
        lang,
        "{title}{clause}，{unit}：{colour} · {words}",
        "{title} {clause}, {unit}: {colour} · {words}"
    );
    let mut steps = vec![applies(item, lang)];
    let counted = board.rules.get(owed.rule.get()).and_then(|figures| figures.deadline.as_ref());
    if let Some(deadline) = counted.filter(|_| owed.clock != RuleClock::Undetermined) {
        steps.extend(deadline.steps(lang));
        steps.extend(stages(owed, lang));
        if owed.met_on.is_none() {
            steps.push(distance(deadline.date, board.day, lang));
        }
    }
    Part { heading, steps, light: Some(light) }
}

/// Whether the rule applies, and why.
fn applies(item: &Item, lang: Lang) -> String {
    let because = item.because.as_deref().map_or_else(String::new, |why| say!(lang, "：{why}", ": {why}"));
    match item.delegated {
        Delegated::Yes => say!(lang, "授权（放权）事项{because}", "a delegated item{because}"),
        Delegated::Undetermined => say!(
            lang,
            "是否属于授权（放权）事项待认定{because}；认定之前不负此责",
            "whether it is a delegated item is undetermined{because}; until somebody says so nothing is owed"
        ),
        Delegated::No => say!(lang, "适用于全部事项", "it applies to every item"),
    }
}

/// Which stages are dated.
fn stages(owed: &Obligation, lang: Lang) -> Option<String> {
    let words = owed.stages.iter().map(|(stage, on)| {
        let on = on.map_or_else(|| "—".to_owned(), |on| on.to_string());
        format!("{} {on}", stage.word().get(lang))
    });
    let list = words.collect::<Vec<_>>().join(" → ");
    let last = owed.stages.last()?.0.word().get(lang);
    Some(say!(lang, "环节：{list}（以“{last}”之日为准）", "stages: {list} (met on the day it is {last})"))
}
