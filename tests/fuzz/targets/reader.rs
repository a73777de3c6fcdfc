//! Any bytes as a plan, a status file and a holiday table, without the net that catches panics in the product.
//!
//! `cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none reader -- -max_total_time=300 -max_len=4096 -timeout=5`

#![no_main]

use std::sync::LazyLock;

use guatu::domain::{Plan, UnitIx};
use guatu::store::probe;

static PLAN: LazyLock<Option<std::sync::Arc<Plan>>> =
    LazyLock::new(|| probe::plan(include_bytes!("../../gallery/unknown-key/plan.yaml")).0);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (read, found) = probe::plan(bytes);
    assert!(read.is_some() || !found.is_empty());
    probe::holidays(bytes);
    probe::marks(bytes);
    if let (Some(plan), Ok(day)) = (&*PLAN, "2022-02-10".parse()) {
        let (read, found) = probe::status(plan, UnitIx::new(1), day, bytes);
        assert!(read.is_some() || !found.is_empty());
        for finding in found {
            assert!(!finding.place.excerpt.chars().any(char::is_control));
        }
    }
});
