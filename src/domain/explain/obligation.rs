//! How an obligation's deadline and light came about.

use super::super::board::{Board, Obligation};
use super::super::clock::RuleClock;
use super::super::day::Day;
use super::super::deadline::Deadline;
use super::super::plan::{AppliesTo, Delegated, Item, Rule};
use super::{Part, distance};
use crate::text::{Lang, days, say};

/// An obligation: whether it is owed, how its deadline was counted, how far it is, and the row that decided.
pub(super) fn part(board: &Board, item: Item<'_>, owed: &Obligation, lang: Lang) -> Part {
    let plan = board.plan();
    let rule = plan.rule(owed.rule);
    let (title, clause) = rule.map_or(("", ""), |rule| (rule.title.get(lang), &*rule.clause));
    let unit = plan.unit_name(owed.unit, lang);
    let light = owed.clock.light();
    let (words, colour) = (owed.clock.words(lang), light.word().get(lang));
    let heading = say!(
        lang,
        "{title}{clause}，{unit}：{colour} · {words}",
        "{title} {clause}, {unit}: {colour} · {words}"
    );
    let mut steps: Vec<String> = rule.map(|rule| applies(rule, item, lang)).into_iter().collect();
    let counted = board.rules.get(owed.rule.get()).and_then(|figures| figures.deadline.as_ref());
    if let Some((deadline, _)) = counted.zip(owed.deadline) {
        if item.leads.len() > 1 {
            steps.push(say!(lang, "多个牵头单位，各自承担", "joint leads: each owes it for itself"));
        }
        steps.extend(deadline.steps(lang));
        steps.push(others(deadline, lang));
        steps.extend(stages(owed, lang));
        if owed.met_on.is_none() {
            steps.push(distance(deadline.date, board.day, lang));
        }
        steps.push(decided_rule(board, owed, deadline.date, lang));
    } else if counted.is_none() {
        steps.push(uncounted(lang));
    }
    Part { heading, steps, light: Some(light) }
}

/// Why a rule has no deadline.
pub(super) fn uncounted(lang: Lang) -> String {
    say!(
        lang,
        "方案文件没有写明起算日期，算不出期限",
        "the plan's file does not give the date it is counted from, so there is no deadline"
    )
}

/// What a rule goes back to: `clause （十七） of the plan`.
pub(super) fn clause(rule: &Rule, lang: Lang) -> String {
    match &*rule.clause {
        "" => say!(lang, "方案规定", "the plan's rule"),
        clause => say!(lang, "方案{clause}规定", "clause {clause} of the plan"),
    }
}

/// Which items the rule applies to, by which clause, and whether this is one.
fn applies(rule: &Rule, item: Item<'_>, lang: Lang) -> String {
    let clause = clause(rule, lang);
    let because = item.because.map_or_else(String::new, |why| say!(lang, "（{why}）", " ({why})"));
    match (rule.applies_to, item.delegated) {
        (AppliesTo::All, _) => say!(lang, "{clause}，适用于全部事项", "{clause} applies to every item"),
        (AppliesTo::Delegated, Delegated::Undetermined) => say!(
            lang,
            "{clause}，适用于授权、放权等事项；本事项是否属于此类尚待认定{because}，认定之前不计期限",
            "{clause} applies to delegated items; whether this is one has not been determined{because}, and until it is nothing is owed"
        ),
        (AppliesTo::Delegated, Delegated::Yes | Delegated::No) => say!(
            lang,
            "{clause}，适用于授权、放权等事项；本事项属于此类{because}",
            "{clause} applies to delegated items, and this is one{because}"
        ),
    }
}

/// What the two other ways of counting give.
pub(super) fn others(deadline: &Deadline, lang: Lang) -> String {
    let words = deadline.others.iter().map(|(count, day)| {
        let (by, day) = (count.word().get(lang), day.long(lang));
        say!(lang, "若按{by}为 {day}", "by {by} it would be {day}")
    });
    let list = words.collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " });
    say!(lang, "供对照：{list}", "for comparison: {list}")
}

/// Which stages are dated.
fn stages(owed: &Obligation, lang: Lang) -> Option<String> {
    let words = owed.stages.iter().map(|(stage, on)| {
        let stage = stage.word().get(lang);
        match on {
            Some(on) => format!("{stage} {on}"),
            None => say!(lang, "{stage}（未填）", "{stage} (no date)"),
        }
    });
    let list = words.collect::<Vec<_>>().join(" → ");
    let last = owed.stages.last()?.0.word().get(lang);
    Some(say!(lang, "环节：{list}；以“{last}”之日为准", "stages: {list}; met on the day it is {last}"))
}

/// The row of the rules' table that fitted.
fn decided_rule(board: &Board, owed: &Obligation, deadline: Day, lang: Lang) -> String {
    let soon = days(board.plan().lights.due_soon, lang);
    let last = owed.stages.last().map_or("", |(stage, _)| stage.word().get(lang));
    let met = owed.met_on.map_or_else(String::new, |on| on.to_string());
    let why = match owed.clock {
        RuleClock::MetOnTime => {
            say!(lang, "{met} {last}，不晚于期限 {deadline}", "{last} on {met}, not after {deadline}")
        }
        RuleClock::MetLate { days: n } => {
            let late = days(n, lang);
            say!(
                lang,
                "{met} {last}，比期限 {deadline} 晚 {late}；此后一直注明逾期",
                "{last} on {met}, {late} after {deadline}; it stays marked late for good"
            )
        }
        RuleClock::Overdue { .. } => {
            say!(lang, "过了期限仍未{last}", "past the deadline and not {last}")
        }
        RuleClock::DueToday => say!(lang, "今日到期，尚未{last}", "due today and not {last} yet"),
        RuleClock::DueSoon { .. } => {
            say!(lang, "距期限不超过 {soon}，尚未{last}", "due within {soon} and not {last} yet")
        }
        RuleClock::Open { begun: true } => {
            say!(
                lang,
                "距期限超过 {soon}，已有环节填了日期",
                "more than {soon} left, and some stage is dated"
            )
        }
        RuleClock::Open { begun: false } => {
            say!(
                lang,
                "距期限超过 {soon}，各环节都还没有日期",
                "more than {soon} left, and no stage is dated"
            )
        }
        RuleClock::Undetermined => say!(lang, "尚待认定", "not determined"),
    };
    let sign = owed.clock.light().word().get(lang);
    say!(lang, "判定：{why} → {sign}", "decided: {why} → {sign}")
}
