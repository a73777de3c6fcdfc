//! The clock. The only file that reads it; everything else takes a day or a moment as a parameter.

use std::time::{Duration, Instant, SystemTime};

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use crate::app::Now;
use crate::domain::Day;

/// The clock the loop is told the time by; the tests have one they can set.
pub trait Clock {
    /// The time now, its day and its hands in `zone`.
    fn now(&self, zone: &str) -> Now;

    /// How long it is until the next midnight in `zone`, by the wall clock. Only for waiting: whoever wakes asks
    /// [`Clock::now`] what day it is.
    fn until_midnight(&self, zone: &str) -> Duration;
}

/// The machine's clocks.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// The machine's clocks; time since the session's start counts from here.
    pub fn new() -> Self {
        Self { start: now() }
    }

    /// Time since the session's start. Stands still while the machine is suspended.
    pub fn elapsed(&self) -> Duration {
        now().saturating_duration_since(self.start)
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self, zone: &str) -> Now {
        let wall = wall(zone);
        Now { at: self.elapsed(), today: Day::from_date(wall.date()), clock: hands(wall.time()) }
    }

    fn until_midnight(&self, zone: &str) -> Duration {
        left_of_day(wall(zone).time())
    }
}

/// Date and time in `zone`.
#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock")]
fn wall(zone: &str) -> civil::DateTime {
    jiff::Timestamp::now().to_zoned(time_zone(zone)).datetime()
}

/// The moment now in the machine's own zone, for the log: `2022-02-10T18:05:09+08:00`.
#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock")]
pub fn stamp() -> String {
    jiff::Timestamp::now().to_zoned(TimeZone::system()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn hands(time: civil::Time) -> (u8, u8, u8) {
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    (part(time.hour()), part(time.minute()), part(time.second()))
}

/// The time left of a day of 24 hours; where a day is longer or shorter, whoever wakes early looks again.
fn left_of_day(time: civil::Time) -> Duration {
    let gone = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Duration::from_secs(u64::try_from(86_400 - gone).unwrap_or(1))
}

/// The zone of a plan whose `timezone` is not an IANA name this machine knows: UTC+8, like every plan of the country.
const FALLBACK: &str = "Asia/Shanghai";

/// Today's civil day in `zone`, an IANA name. An unknown name counts as Asia/Shanghai (UTC+8).
pub fn today(zone: &str) -> Day {
    Day::from_date(wall(zone).date())
}

/// How far a file's time lies ahead of the machine's clock; none if it does not.
#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock")]
pub fn ahead(time: SystemTime) -> Option<Duration> {
    time.duration_since(SystemTime::now()).ok()
}

/// The monotonic instant now, for waiting; never for dates.
#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// The zone of that name, else Asia/Shanghai, else UTC+8 without a database.
fn time_zone(zone: &str) -> TimeZone {
    TimeZone::get(zone)
        .or_else(|_| TimeZone::get(FALLBACK))
        .unwrap_or_else(|_| TimeZone::fixed(Offset::constant(8)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_zone_counts_as_shanghai() {
        let at: jiff::Timestamp = "2022-02-10T17:00:00Z".parse().unwrap();
        let day = |zone| at.to_zoned(time_zone(zone)).date().to_string();
        assert_eq!(day("Asia/Shanghai"), "2022-02-11");
        assert_eq!(day("Mars/Olympus"), "2022-02-11");
        assert_eq!(day(""), "2022-02-11");
        assert_eq!(day("Europe/Berlin"), "2022-02-10");
    }
}
