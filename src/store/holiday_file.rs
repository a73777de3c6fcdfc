//! `holidays.yaml`: years of holidays that extend or replace the built-in table.

#![expect(clippy::wildcard_enum_match_arm, reason = "a record's SCOPE lists the only keys it is ever given")]

use serde::de::MapAccess;

use super::keys::{self, Key, Scope};
use super::leaf;
use super::lenient::{Record, Seen, Slot, require};
use super::slip::{Reading, Slip, Spot, Trail};
use crate::domain::calendar::Holiday;
use crate::domain::day::Day;
use crate::domain::finding::Code;
use crate::domain::ids::Text;
use crate::text::both;

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

    fn done(&mut self, seen: Seen, reading: &Reading) {
        require(seen, &[Key::Name, Key::Year], reading);
    }
}

/// The holidays of a file; one that contradicts itself loses what contradicts.
pub(super) fn build(file: HolidayFile, reading: &Reading) -> Vec<Holiday> {
    file.holidays.into_iter().filter_map(|(_, raw)| holiday(raw, reading)).collect()
}

fn holiday(raw: RawHoliday, reading: &Reading) -> Option<Holiday> {
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
    let off = range(&off, reading);
    let mut days = Vec::new();
    for (trail, day) in work.into_iter().filter(&fits) {
        if off.is_some_and(|(first, last)| (first..=last).contains(&day)) {
            reading.add(Slip::new(
                Code::BadDate,
                Spot::Value(trail),
                both!("{day} 既放假又上班", "{day} is both a day off and a working day"),
                both!("从“放假”或“调休上班”中去掉一处", "remove it from `off` or from `work`"),
            ));
        } else {
            days.push(day);
        }
    }
    Some(Holiday { name: name.unwrap_or_default(), year, off, work: days })
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
