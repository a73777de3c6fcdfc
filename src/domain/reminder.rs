//! The reminder slip (催办单) of a unit: what it owes, by when, on which clause. One text for the screen, the clipboard
//! and `report --view week --unit U`. Names nobody the files do not name.

use super::agenda::{self, Falls, When};
use super::board::{Board, Freshness};
use super::day::Day;
use super::ids::{RuleIx, UnitIx};
use super::sorted;
use crate::text::{Lang, Phrase, plural, say};

/// A paragraph of a slip; its kind says how it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// What it is: 催办单.
    Title(String),
    /// To whom; the contact, if the unit's file names one.
    To(String),
    /// A sentence.
    Body(String),
    /// The head of a list: 一、已逾期（2 项）.
    Heading(String),
    /// An entry of a list.
    Entry(String),
    /// From whom and when: set at the right.
    Sign(String),
}

impl Paragraph {
    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Self::Title(words)
            | Self::To(words)
            | Self::Body(words)
            | Self::Heading(words)
            | Self::Entry(words)
            | Self::Sign(words) => words,
        }
    }
}

/// What a unit still owes, until the end of next week, and its obligations of any day.
fn owed(board: &Board, unit: UnitIx) -> Vec<(Day, Falls<'_>)> {
    let mut list = agenda::between(board, Day::FIRST, Day::LAST);
    list.retain(|(due, falls)| {
        let shown = match falls {
            Falls::Item(_) => When::of(board, *due) != When::Later,
            Falls::Rule(_) => true,
        };
        shown && falls.owing(board).contains(&unit)
    });
    list
}

/// The slip of `unit`, paragraph by paragraph.
pub fn slip(board: &Board, unit: UnitIx, lang: Lang) -> Vec<Paragraph> {
    let list = owed(board, unit);
    let mut slip = vec![Paragraph::Title(say!(lang, "催办单", "Reminder"))];
    slip.push(Paragraph::To(to(board, unit, lang)));
    slip.push(Paragraph::Body(opening(board, list.is_empty(), lang)));
    let mut number = 0;
    for when in When::ALL {
        let part: Vec<_> = list.iter().filter(|(due, _)| When::of(board, *due) == when).collect();
        if part.is_empty() {
            continue;
        }
        number += 1;
        slip.push(Paragraph::Heading(heading(board, when, number, part.len(), lang)));
        let last = part.len();
        let entries = part.iter().zip(1_usize..).map(|((due, falls), n)| {
            let end = if n == last { say!(lang, "。", "") } else { say!(lang, "；", "") };
            format!("{n}. {}{end}", entry(board, unit, *due, falls, lang))
        });
        slip.extend(entries.map(Paragraph::Entry));
    }
    slip.extend(silence(board, unit, lang).map(Paragraph::Body));
    slip.extend(basis(board, &list, lang).into_iter().map(Paragraph::Body));
    if !list.is_empty() {
        slip.push(Paragraph::Body(say!(
            lang,
            "请抓紧办理，办结后及时在进展文件中报送，并附佐证文号。",
            "Please see to these without delay, and log each in the unit's status file with its document number once done."
        )));
    }
    if board.plan().sample {
        slip.push(Paragraph::Body(say!(
            lang,
            "（样例数据，非真实进展）",
            "(Sample data: not real progress.)"
        )));
    }
    let coordinator = board.plan().coordinator.and_then(|unit| board.plan().unit(unit));
    if let Some(name) = coordinator.map(|unit| full_name(unit, lang)) {
        slip.push(Paragraph::Sign(name.to_owned()));
    }
    slip.push(Paragraph::Sign(date(board.day, lang)));
    slip
}

/// The slip of `unit` as text: two full-width blanks before a Chinese paragraph, a line an entry, no line broken.
pub fn text(board: &Board, unit: UnitIx, lang: Lang) -> String {
    let indent = if lang == Lang::Zh { "　　" } else { "" };
    let mut out = String::new();
    let (mut signed, mut listing) = (false, false);
    for paragraph in slip(board, unit, lang) {
        let line = match &paragraph {
            Paragraph::Title(words) => format!("{words}\n"),
            Paragraph::To(words) => words.clone(),
            Paragraph::Body(words) if listing => format!("\n{indent}{words}"),
            Paragraph::Heading(words) => format!("\n{indent}{words}"),
            Paragraph::Body(words) | Paragraph::Entry(words) => format!("{indent}{words}"),
            Paragraph::Sign(words) if signed => words.clone(),
            Paragraph::Sign(words) => {
                signed = true;
                format!("\n{words}")
            }
        };
        listing = matches!(paragraph, Paragraph::Entry(_));
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// As a letter writes it: `2022年2月10日`; in English the form of the files, `2022-02-10`.
fn date(day: Day, lang: Lang) -> String {
    let (y, m, d) = (day.year(), day.month(), day.day_of_month());
    say!(lang, "{y}年{m}月{d}日", "{day}")
}

fn full_name(unit: &super::plan::Unit, lang: Lang) -> &str {
    match (&unit.full_name, lang) {
        (Some(full), Lang::Zh) => full,
        (Some(_) | None, Lang::Zh | Lang::En) => unit.name.get(lang),
    }
}

fn to(board: &Board, unit: UnitIx, lang: Lang) -> String {
    let name = board.plan().unit(unit).map_or("", |unit| full_name(unit, lang));
    match board.ledger.report(unit).and_then(|report| report.contact.as_deref()) {
        Some(contact) => say!(lang, "{name}（联系人：{contact}）：", "To: {name} (contact: {contact})"),
        None => say!(lang, "{name}：", "To: {name}"),
    }
}

fn opening(board: &Board, nothing: bool, lang: Lang) -> String {
    let plan = board.plan();
    let title = plan.title.get(lang);
    let issued = plan.issued.map_or_else(String::new, |day| {
        let day = date(day, lang);
        say!(lang, "（{day}印发）", ", issued {day}")
    });
    let today = date(board.day, lang);
    if nothing {
        return say!(
            lang,
            "《{title}》{issued}由你单位牵头的事项，截至{today}没有逾期，本周、下周亦无到期。",
            "Of the items you lead under “{title}”{issued}, none is overdue on {today}, and none is due this week or next."
        );
    }
    say!(
        lang,
        "《{title}》{issued}由你单位牵头的下列事项，截至{today}已经逾期或即将到期，现予提醒。",
        "Under “{title}”{issued}, you lead the items below, which on {today} are overdue or fall due soon."
    )
}

fn heading(board: &Board, when: When, number: usize, count: usize, lang: Lang) -> String {
    let (monday, last) = agenda::two_weeks(board);
    let (from, sunday, next) = (board.day.short(), monday.plus(6).short(), monday.plus(7).short());
    let (last, items) = (last.short(), plural(i64::try_from(count).unwrap_or(i64::MAX), "item", "items"));
    let words = match when {
        When::Overdue => say!(lang, "已逾期（{count} 项）", "Overdue ({count} {items})"),
        When::ThisWeek => say!(
            lang,
            "本周到期（{from} 至 {sunday}，{count} 项）",
            "Due this week ({from} to {sunday}, {count} {items})"
        ),
        When::NextWeek => say!(
            lang,
            "下周到期（{next} 至 {last}，{count} 项）",
            "Due next week ({next} to {last}, {count} {items})"
        ),
        When::Later => say!(lang, "其后到期（{count} 项）", "Due later ({count} {items})"),
    };
    let numeral = match number {
        1 => Phrase::new("一", "I"),
        2 => Phrase::new("二", "II"),
        3 => Phrase::new("三", "III"),
        _ => Phrase::new("四", "IV"),
    }
    .get(lang);
    say!(lang, "{numeral}、{words}", "{numeral}. {words}")
}

fn entry(board: &Board, unit: UnitIx, due: Day, falls: &Falls<'_>, lang: Lang) -> String {
    let plan = board.plan();
    let item = plan.item(falls.item());
    let (id, title) = item.map_or(("", ""), |item| (item.id, item.title.get(lang)));
    match falls {
        Falls::Item(ix) => {
            let figures = board.item(*ix);
            let own = item.zip(figures).and_then(|(item, figures)| {
                item.leads.iter().zip(&figures.leads).find(|(lead, _)| **lead == unit)
            });
            let progress = own.map(|(_, own)| own.progress).unwrap_or_default();
            let words = figures.map_or_else(String::new, |figures| figures.clock.words(lang));
            say!(
                lang,
                "{id} {title}：时限 {due}，{words}，进度 {progress}%",
                "{id} {title}: due {due}, {words}, progress {progress}%"
            )
        }
        Falls::Rule(owed) => {
            let rule = plan.rule(owed.rule).map_or("", |rule| rule.title.get(lang));
            let words = owed.clock.words(lang);
            let stages = owed.stages.iter().map(|(stage, on)| {
                let (stage, on) = (stage.word().get(lang), on.map(Day::short));
                match on {
                    Some(on) => format!("{stage} {on}"),
                    None => say!(lang, "{stage}未报", "not {stage}"),
                }
            });
            let stages = stages.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
            say!(
                lang,
                "{id} {title}：{rule}，期限 {due}，{words}（{stages}）",
                "{id} {title}: {rule}, deadline {due}, {words} ({stages})"
            )
        }
    }
}

/// The silence of the unit's file, where that itself is to be reminded of.
fn silence(board: &Board, unit: UnitIx, lang: Lang) -> Option<String> {
    let figures = board.units.get(unit.get())?;
    match figures.file {
        Freshness::Late { .. } | Freshness::Missing | Freshness::Unreadable => {
            let words = figures.file.words(lang);
            Some(say!(
                lang,
                "进展文件：{words}，请一并补报。",
                "Status file: {words}; please report as well."
            ))
        }
        Freshness::Fresh => None,
    }
}

/// The rules behind what is owed: clause, days, base date, deadline.
fn basis(board: &Board, list: &[(Day, Falls<'_>)], lang: Lang) -> Vec<String> {
    const ON: Phrase = Phrase::new("依据：方案", "Basis: the plan's clause ");
    let mut rules: Vec<RuleIx> = list
        .iter()
        .filter_map(|(_, falls)| match falls {
            Falls::Item(_) => None,
            Falls::Rule(owed) => Some(owed.rule),
        })
        .collect();
    sorted::by_key(&mut rules, |rule| *rule);
    rules.dedup();
    let sentence = |ix: RuleIx| {
        let rule = board.plan().rule(ix)?;
        let deadline = board.rules.get(ix.get())?.deadline.as_ref()?;
        let (on, clause, title, days) = (ON.get(lang), &rule.clause, rule.title.get(lang), rule.days);
        let (base, what) = (date(deadline.base, lang), deadline.base_is.word().get(lang));
        let (count, until) = (rule.count.word().get(lang), deadline.shown());
        Some(say!(
            lang,
            "{on}{clause}，{title}应自{what}（{base}）起 {days} 日内办结，按{count}计，期限 {until}。",
            "{on}{clause}: {title} within {days} days of the {what} ({base}), counted in {count}: until {until}."
        ))
    };
    rules.into_iter().filter_map(sentence).collect()
}
