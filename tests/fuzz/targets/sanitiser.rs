//! Whatever is cleaned is harmless, and what is clipped fits.
//!
//! `cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none sanitiser -- -max_total_time=300`

#![no_main]

use guatu::text::{clean, clip, width};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let once = clean(text);
    assert!(!once.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert!(width(&clip(&once, 40)) <= 40);
});
