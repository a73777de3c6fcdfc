//! How an item's due date, its rule deadlines and its lights came about, step by step, in words; and how a plan counts.
//!
//! Says only what [`Board`] holds: every screen and command that explains speaks from here.

use super::board::{Board, DueFrom, ItemFigures};
use super::clock::{Clock, Light};
use super::day::Day;
use super::ids::ItemIx;
use super::percent::Percent;
use super::plan::Item;
use crate::text::{Lang, days, say};

mod obligation;
mod plan;

pub use plan::plan;

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
    parts.extend(board.obligations_of(ix).map(|owed| obligation::part(board, item, owed, lang)));
    parts
}

/// The due date: which of the three sources decided, and what it replaced.
fn due(board: &Board, ix: ItemIx, (item, figures): (Item<'_>, &ItemFigures), lang: Lang) -> Part {
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
        DueFrom::Plan if committed(board, ix, item) > 0 => steps.push(say!(
            lang,
            "牵头单位也有自报的时限；方案有规定的，以方案为准",
            "a lead unit committed to a date too; where the plan gives one, the plan's counts"
        )),
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
                steps.push(say!(
                    lang,
                    "方案没有给日期，单位自报：{own}",
                    "the plan gives no date; the unit's own commitment: {own}"
                ));
            }
            let name = board.plan().unit_name(*unit, lang);
            steps.push(say!(
                lang,
                "{name}申请延期，{approved} 获批，自批准之日起有效：延至 {due}",
                "{name} was granted an extension on {approved}, which counts from that day: to {due}"
            ));
            if let Some(reason) = reason {
                steps.push(say!(lang, "理由：{reason}", "reason: {reason}"));
            }
        }
    }
    Part { heading: say!(lang, "时限：{day}", "Due date: {day}"), steps, light: None }
}

/// How many of the leads committed to a date of their own.
fn committed(board: &Board, ix: ItemIx, item: Item<'_>) -> usize {
    let reports = item.leads.iter().filter_map(|unit| board.ledger.item_report(*unit, ix));
    reports.filter(|report| report.due.is_some()).count()
}

/// The light: what is reported, what the days say, and the row of the table that decided.
fn light(board: &Board, item: Item<'_>, figures: &ItemFigures, lang: Lang) -> Part {
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
fn reported(board: &Board, item: Item<'_>, figures: &ItemFigures, lang: Lang) -> Vec<String> {
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
    steps
}

/// The days to the due date, and 序时进度 where it is asked. Of an item that rests neither is.
fn pace(board: &Board, item: Item<'_>, figures: &ItemFigures, lang: Lang) -> Vec<String> {
    if matches!(figures.clock, Clock::Stopped | Clock::Suspended) {
        return Vec::new();
    }
    let today = board.day;
    match (figures.completed_on, figures.due_day()) {
        (None, None) => vec![say!(lang, "没有时限，不会逾期", "no due date: it cannot be overdue")],
        (Some(done), None) => {
            vec![say!(lang, "{done} 完成；没有时限", "done on {done}; there is no due date")]
        }
        (Some(done), Some(due)) if done > due => {
            let late = days(done.since(due), lang);
            vec![say!(
                lang,
                "{done} 完成，比时限 {due} 晚 {late}",
                "done on {done}, {late} after the due date {due}"
            )]
        }
        (Some(done), Some(due)) => {
            vec![say!(lang, "{done} 完成，不晚于时限 {due}", "done on {done}, not after the due date {due}")]
        }
        (None, Some(due)) => {
            let mut steps = vec![distance(due, today, lang)];
            let start = item.start.or(board.plan().issued).filter(|_| due > today);
            steps.extend(start.zip(figures.expected).map(|(start, expected)| {
                expected_step((start, due, today), expected, figures.progress, lang)
            }));
            steps
        }
    }
}

/// How far it should be by now, how far it is, and the difference.
fn expected_step(
    (start, due, today): (Day, Day, Day),
    expected: Percent,
    progress: Percent,
    lang: Lang,
) -> String {
    let (gone, span) = (today.since(start), due.since(start));
    if gone < 0 {
        return say!(
            lang,
            "序时进度自 {start} 起算，尚未开始：应达 0%，实际 {progress}%",
            "the expected progress counts from {start}, which has not come: 0% expected, {progress}% reported"
        );
    }
    let behind = match progress.points_below(expected) {
        0 => say!(lang, "不落后", "not behind"),
        points => {
            let points = whole(points);
            say!(lang, "落后 {points} 点", "{points} points behind")
        }
    };
    say!(
        lang,
        "序时进度：自 {start} 起 {span} 天中已过 {gone} 天，应达 {expected}%，实际 {progress}%，{behind}",
        "expected progress: {gone} of {span} days since {start} have passed, so {expected}%; reported {progress}%: {behind}"
    )
}

/// `今天 … 距期限 … 还有 6 天`.
fn distance(due: Day, day: Day, lang: Lang) -> String {
    let (left, today) = (due.since(day), day.long(lang));
    match left {
        0 => say!(lang, "{today}，正是期限当日，不算逾期", "{today} is the very day it is due: not overdue"),
        n if n < 0 => {
            let past = days(-n, lang);
            say!(lang, "{today}，已过期限（{due}）{past}", "{today} is {past} past the last day, {due}")
        }
        n => {
            let left = days(n, lang);
            say!(lang, "{today}，距期限 {due} 还有 {left}", "{today}: {left} left until {due}")
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
        Clock::Stopped => {
            say!(lang, "停止实施的事项不再按时限判定", "a stopped item is no longer measured against a date")
        }
        Clock::Suspended => say!(
            lang,
            "暂停期间不按时限判定，恢复推进后照常判定",
            "not measured against a date while suspended; once it goes on, it is again"
        ),
        Clock::CompletedOnTime => {
            say!(lang, "已完成，没有超过时限", "done, and no due date was missed")
        }
        Clock::CompletedLate { .. } => say!(
            lang,
            "已完成，但晚于时限；此后一直注明逾期完成",
            "done, but after the due date; it stays marked late for good"
        ),
        Clock::Overdue { .. } => say!(lang, "过了时限仍未完成", "past the due date and not done"),
        Clock::DueToday => {
            say!(lang, "今日到期，尚未完成", "due today and not done yet")
        }
        Clock::FarBehind { .. } => {
            say!(lang, "落后序时进度 {red} 点以上", "{red} points or more below the expected progress")
        }
        Clock::DueSoon { .. } => {
            say!(
                lang,
                "距时限不超过 {soon}；落后序时进度不到 {red} 点，不算严重滞后",
                "due within {soon}; less than {red} points below the expected progress, so not far behind"
            )
        }
        Clock::Behind { .. } => say!(
            lang,
            "落后序时进度 {yellow} 点以上，不到 {red} 点",
            "at least {yellow} and less than {red} points below the expected progress"
        ),
        Clock::OnSchedule => say!(
            lang,
            "距时限超过 {soon}，落后序时进度不到 {yellow} 点",
            "more than {soon} left, and not {yellow} points below the expected progress"
        ),
        Clock::NoDate => say!(
            lang,
            "没有时限，已有记录，列为推进中",
            "no due date, and something has been logged: it counts as in progress"
        ),
        Clock::NotStarted => {
            say!(lang, "没有时限，也没有记录", "no due date, and nothing has been logged")
        }
    };
    say!(lang, "判定：{why} → {sign}", "decided: {why} → {sign}")
}

/// Thousandths of a percent as points: `10`, `12.5`.
fn whole(thousandths: u64) -> String {
    let points = Percent::from_thousandths(thousandths).to_string();
    points.strip_suffix(".0").unwrap_or(&points).to_owned()
}
