//! The clock. The only file that reads it; everything else takes a day or an instant as a parameter.

use std::time::Instant;

use jiff::tz::{Offset, TimeZone};

use crate::domain::Day;

/// The zone of a plan whose `timezone` is not an IANA name this machine knows: UTC+8, like every plan of the country.
const FALLBACK: &str = "Asia/Shanghai";

/// Today's civil day in `zone`, an IANA name. An unknown name counts as Asia/Shanghai (UTC+8).
#[expect(clippy::disallowed_methods, reason = "this is the one file that reads the clock")]
pub fn today(zone: &str) -> Day {
    Day::from_date(jiff::Timestamp::now().to_zoned(time_zone(zone)).date())
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
