//! Days and percentages: no text ends the reading, and a day that was read is written as one that is read the same.
//!
//! `cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none dates -- -max_total_time=300`

#![no_main]

use guatu::domain::{Day, Percent};

libfuzzer_sys::fuzz_target!(|text: &str| {
    match text.parse::<Day>() {
        Ok(day) => assert_eq!(day.to_string().parse::<Day>().ok(), Some(day)),
        Err(error) => drop(error.hint()),
    }
    if let Some(percent) = Percent::parse(text) {
        assert!(percent.thousandths() <= 100_000);
    }
});
