//! Any bytes by the fast reader and by the ladder: what the fast one does not give up on, both read the same.
//!
//! `cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none plain -- -max_total_time=300 -max_len=2048 -timeout=5`

#![no_main]

use guatu::store::probe;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for [fast, slow] in probe::both_ways(bytes).into_iter().flatten() {
        assert_eq!(fast, slow);
    }
    if let Some([fast, slow]) = probe::marks_both_ways(bytes) {
        assert_eq!(fast, slow);
    }
});
