//! What a plan says of itself: who issued it, by which thresholds its lights are decided, how its rules are counted.

use super::super::board::Board;
use super::super::obligation::RuleFigures;
use super::super::plan::{AppliesTo, Plan, Rule};
use super::{Part, obligation, whole};
use crate::text::{Lang, days, plural, say};

/// Everything there is to explain about the plan as a whole: its settings, none of which is silent.
pub fn plan(board: &Board, lang: Lang) -> Vec<Part> {
    let plan = board.plan();
    let mut parts = vec![about(board, plan, lang), lights(plan, lang)];
    parts.extend(plan.rules.iter().zip(&board.rules).map(|(rule, figures)| counted(rule, figures, lang)));
    parts
}

/// Who issued it when, who runs it, how large it is, and which day is today there.
fn about(board: &Board, plan: &Plan, lang: Lang) -> Part {
    let title = plan.title.get(lang);
    let issuer = &plan.issuer;
    let mut steps = Vec::new();
    if let Some(issued) = plan.issued.map(|day| day.long(lang)) {
        steps.push(say!(lang, "{issuer}于 {issued} 印发", "issued by {issuer} on {issued}"));
    }
    if let Some(published) = plan.published.map(|day| day.long(lang)) {
        steps.push(say!(lang, "{published} 公布", "published on {published}"));
    }
    if let Some(unit) = plan.coordinator.map(|unit| plan.unit_name(unit, lang)) {
        steps.push(say!(lang, "{unit}统筹", "coordinated by {unit}"));
    }
    let (items, leads) = (board.total.items, board.standing().worst.len());
    let one = |n: usize, one, many| plural(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    let (item, lead) = (one(items, "item", "items"), one(leads, "lead unit", "lead units"));
    steps.push(say!(lang, "事项 {items} 项，牵头单位 {leads} 个", "{items} {item}, {leads} {lead}"));
    if plan.sample {
        steps.push(say!(
            lang,
            "样例数据：填报内容是虚构的",
            "sample data: what the units report is invented"
        ));
    }
    let zone = &plan.timezone;
    steps.push(match plan.as_of.map(|day| day.long(lang)) {
        Some(day) => say!(lang, "时钟停在 {day}", "the clock stands still at {day}"),
        None => say!(lang, "今天按 {zone} 的日历日", "today is the civil day in {zone}"),
    });
    Part { heading: say!(lang, "方案：{title}", "The plan: {title}"), steps, light: None }
}

/// The thresholds of the lights.
fn lights(plan: &Plan, lang: Lang) -> Part {
    let lights = &plan.lights;
    let (soon, silent) = (days(lights.due_soon, lang), days(lights.report_every, lang));
    let (yellow, red) = (whole(lights.behind_yellow), whole(lights.behind_red));
    let steps = vec![
        say!(
            lang,
            "红：过了时限未完成，或落后序时进度 {red} 点以上",
            "red: past the due date and not done, or {red} points or more below the expected progress"
        ),
        say!(
            lang,
            "黄：今日到期，距时限不超过 {soon}，或落后 {yellow} 点以上",
            "yellow: due today, due within {soon}, or {yellow} points or more below"
        ),
        say!(
            lang,
            "灰：未启动且无时限、暂停、停止实施；其余未完成的为绿",
            "grey: not started and without a date, suspended, stopped; all else that is not done is green"
        ),
        say!(
            lang,
            "有未完成事项而超过 {silent}没有新记录的单位，为报送超期",
            "a unit with open items and no new entry for more than {silent} is late with its report"
        ),
    ];
    Part { heading: say!(lang, "灯怎么定", "How the lights are decided"), steps, light: None }
}

/// A rule: what it applies to, its deadline and how that was counted, when it is met.
fn counted(rule: &Rule, figures: &RuleFigures, lang: Lang) -> Part {
    let (title, clause) = (rule.title.get(lang), obligation::clause(rule, lang));
    let mut steps = vec![match rule.applies_to {
        AppliesTo::All => say!(lang, "{clause}，适用于全部事项", "{clause} applies to every item"),
        AppliesTo::Delegated => {
            say!(lang, "{clause}，适用于授权、放权等事项", "{clause} applies to delegated items")
        }
    }];
    let heading = if let Some(deadline) = &figures.deadline {
        steps.extend(deadline.steps(lang));
        steps.push(obligation::others(deadline, lang));
        let shown = deadline.shown();
        say!(lang, "{title}：期限 {shown}", "{title}: deadline {shown}")
    } else {
        steps.push(obligation::uncounted(lang));
        say!(lang, "{title}：没有期限", "{title}: no deadline")
    };
    if let Some(last) = rule.stages.last().map(|stage| stage.word().get(lang)) {
        steps.push(say!(lang, "以“{last}”之日为准", "met on the day it is {last}"));
    }
    Part { heading, steps, light: None }
}
