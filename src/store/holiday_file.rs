//! `holidays.yaml`: years of holidays that extend or replace the built-in table.

#![expect(clippy::wildcard_enum_match_arm, reason = "a record's SCOPE lists the only keys it is ever given")]

use serde::de::MapAccess;

use super::keys::{self, Key, Scope, Wanted};
use super::leaf;
use super::lenient::{Record, Slot};
use super::slip::{Reading, Slip, Spot, Trail};
use crate::domain::calendar::Holiday;
use crate::domain::day::Day;
use crate::domain::finding::Code;
use crate::domain::ids::Text;
use crate::text::{Lang, both};

/// No holiday is longer; a longer range is a slip of the pen.
const LONGEST: i64 = 31;

#[derive(Debug, Default)]
pub(super) struct HolidayFile {
    holidays: Vec<(usize, RawHoliday)>,
}

impl Record for HolidayFile {
    const SCOPE: Scope = keys::HOLIDAYS;

    fn take<'de, M: MapAccess<'de>>(&mut self, _: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        self.holidays = slot.records()?;
        Ok(())
    }
}

#[derive(Debug, Default)]
struct RawHoliday {
    name: Option<Text>,
    year: Option<(Trail, i16)>,
    off: Vec<(Trail, Day)>,
    work: Vec<(Trail, Day)>,
}

impl Record for RawHoliday {
    const SCOPE: Scope = keys::HOLIDAY;
    const WANTED: Wanted = keys::HOLIDAY_WANTED;

    fn take<'de, M: MapAccess<'de>>(&mut self, key: Key, slot: Slot<'_, M>) -> Result<(), M::Error> {
        match key {
            Key::Name => self.name = slot.leaf(leaf::text)?,
            Key::Year => {
                let trail = slot.trail();
                self.year = slot
                    .leaf(|reading, text| leaf::number(reading, text, 1900, 2200))?
                    .map(|year| (trail, year));
            }
            Key::Off => self.off = slot.one_or_many(leaf::day)?,
            _ => self.work = slot.one_or_many(leaf::day)?,
        }
        Ok(())
    }
}

/// A holiday with the ways to its dates, for the findings that need all of them.
struct Draft {
    name: Text,
    year: i16,
    off: Option<(Day, Day)>,
    off_at: Option<Trail>,
    work: Vec<(Trail, Day)>,
}

/// The holidays of a file; one that contradicts itself or another loses what contradicts.
pub(super) fn build(file: HolidayFile, reading: &Reading) -> Vec<Holiday> {
    let drafts: Vec<Draft> = file.holidays.into_iter().filter_map(|(_, raw)| draft(raw, reading)).collect();
    for (n, later) in drafts.iter().enumerate() {
        overlaps(later, drafts.get(..n).unwrap_or_default(), reading);
    }
    let ranges: Vec<(Day, Day)> = drafts.iter().filter_map(|draft| draft.off).collect();
    let holidays = drafts.into_iter().map(|Draft { name, year, off, work, .. }| {
        let mut days = Vec::new();
        for (trail, day) in work {
            if works(&ranges, trail, day, reading) {
                days.push(day);
            }
        }
        Holiday { name, year, off, work: days }
    });
    holidays.collect()
}

/// Names the first of `earlier` that has days off in common with `later`. The days stay off: both say so.
fn overlaps(later: &Draft, earlier: &[Draft], reading: &Reading) {
    let Some(((first, last), trail)) = later.off.zip(later.off_at.as_ref()) else { return };
    let common = earlier.iter().find_map(|other| {
        let (start, end) = other.off?;
        (start <= last && first <= end).then_some((&other.name, start.max(first), end.min(last)))
    });
    if let Some((other, from, to)) = common {
        let name = &later.name;
        reading.add(Slip::new(
            Code::BadDate,
            Spot::Value(trail.clone()),
            both!(
                "{name}与{other}的放假日期重叠：{from} 至 {to}",
                "the days off of {name} overlap those of {other}: {from} to {to}"
            ),
            both!("核对两处的起止日期", "check first and last day of both"),
        ));
    }
}

/// Whether a make-up working day can be one: a Saturday or Sunday that no holiday gives off.
fn works(off: &[(Day, Day)], trail: Trail, day: Day, reading: &Reading) -> bool {
    if off.iter().any(|(first, last)| (*first..=*last).contains(&day)) {
        reading.add(Slip::new(
            Code::BadDate,
            Spot::Value(trail),
            both!("{day} 既放假又上班", "{day} is both a day off and a working day"),
            both!("从“放假”或“调休上班”中去掉一处", "remove it from `off` or from `work`"),
        ));
        return false;
    }
    if !day.is_weekend() {
        let (zh, en) = (day.weekday_word(Lang::Zh), day.weekday_word(Lang::En));
        reading.add(Slip::new(
            Code::BadDate,
            Spot::Value(trail),
            both!(
                "{day} 是{zh}，本来就上班，不是调休上班日",
                "{day} is a {en}, a working day anyway, not a make-up working day"
            ),
            both!(
                "调休上班日只能是周六或周日，请核对日期",
                "a make-up working day is a Saturday or Sunday: check the date"
            ),
        ));
        return false;
    }
    true
}

fn draft(raw: RawHoliday, reading: &Reading) -> Option<Draft> {
    let RawHoliday { name, year, off, work } = raw;
    let (_, year) = year?;
    let fits = |(trail, day): &(Trail, Day)| {
        let fits = (day.year() - year).abs() <= 1;
        if !fits {
            reading.add(Slip::new(
                Code::BadDate,
                Spot::Value(trail.clone()),
                both!("{day} 不在 {year} 年的放假安排里", "{day} cannot be in the notice for {year}"),
                both!("核对年份", "check the year"),
            ));
        }
        fits
    };
    let off: Vec<(Trail, Day)> = off.into_iter().filter(&fits).collect();
    let work = work.into_iter().filter(&fits).collect();
    let off_at = off.first().map(|(trail, _)| trail.clone());
    Some(Draft { name: name.unwrap_or_default(), year, off: range(&off, reading), off_at, work })
}

/// The first and last day off.
fn range(off: &[(Trail, Day)], reading: &Reading) -> Option<(Day, Day)> {
    let (first, last, trail) = match off {
        [] => return None,
        [(_, only)] => return Some((*only, *only)),
        [(_, first), (trail, last)] => (*first, *last, trail),
        [_, _, (trail, _), ..] => {
            reading.add(Slip::new(
                Code::BadType,
                Spot::Value(trail.clone()),
                both!("“放假”只写第一天和最后一天", "`off` is the first and the last day, no more"),
                both!("写成 [第一天, 最后一天]", "write [first, last]"),
            ));
            return None;
        }
    };
    if last < first || last.since(first) > LONGEST {
        reading.add(Slip::new(
            Code::BadDate,
            Spot::Value(trail.clone()),
            both!("放假从 {first} 到 {last} 不合理", "a holiday from {first} to {last} makes no sense"),
            both!("写成 [第一天, 最后一天]", "write [first, last]"),
        ));
        return None;
    }
    Some((first, last))
}
