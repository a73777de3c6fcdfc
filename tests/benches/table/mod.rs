//! One table for all benches: `name | items | median | ratio | instructions`, a line a figure.
//!
//! The ratio is to a reference that is run beside every figure, round by round, because the machine's speed drifts
//! within minutes. Instructions are counted where `valgrind` is installed: the bench runs itself under callgrind once
//! more, and counts what happens inside [`counted`] only. A table says in its head what its reference is.

use std::env;
use std::fs;
use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Set in the run that only counts: each figure's work is done once, nothing is timed.
const COUNTING: &str = "GUATU_COUNTING";
/// Rounds that are timed, unless they take too long.
const ROUNDS: usize = 15;
/// Time for the rounds of one figure.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the long runs are wanted: a million items, and counts at every size.
pub(crate) fn is_full() -> bool {
    env::var_os("GUATU_FULL").is_some()
}

/// Whether this is the run under callgrind, which is some 50 times slower.
pub(crate) fn is_counting() -> bool {
    env::var_os(COUNTING).is_some()
}

/// What is counted: everything below this function, and nothing else of the program.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
    black_box(());
}

/// The table of one bench.
pub(crate) struct Table {
    reference: Box<dyn FnMut()>,
    /// Name, items and instructions, as the counting run told them.
    counts: Vec<(String, usize, u64)>,
}

impl Table {
    /// Prints the head. `reference` is what every figure is a multiple of; `words` say what it does.
    pub(crate) fn new(bench: &str, words: &str, reference: impl FnMut() + 'static) -> Self {
        let counts = if is_counting() { Vec::new() } else { counts() };
        say(&format!("\n# {bench}: ratio 1 = {words}\nname | items | median | ratio | instructions"));
        Self { reference: Box::new(reference), counts }
    }

    /// The sizes to measure, plans × units × items an unit: real life, 100k, and a million with `GUATU_FULL=1`. The
    /// counting run leaves out the big ones unless `GUATU_FULL` is set, and a million always.
    pub(crate) fn sizes() -> Vec<(usize, usize, usize)> {
        let mut sizes = vec![(1, 60, 40)];
        if !is_counting() || is_full() {
            sizes.push((34, 30, 100));
        }
        if !is_counting() && is_full() {
            sizes.push((340, 30, 100));
        }
        sizes
    }

    /// Measures `work` and prints its line.
    pub(crate) fn row(&mut self, name: &str, items: usize, mut work: impl FnMut()) {
        if is_counting() {
            // Once before, so that what is made only once is not counted.
            work();
            counted(&mut work);
            say(&format!("{name} | {items}"));
            return;
        }
        work();
        let (mut times, mut ratios) = (Vec::new(), Vec::new());
        let start = Instant::now();
        while times.len() < ROUNDS && (times.is_empty() || start.elapsed() < PATIENCE) {
            let base = timed(&mut self.reference);
            let time = timed(&mut work);
            ratios.push(time.as_secs_f64() / base.as_secs_f64().max(1e-9));
            times.push(time);
        }
        times.sort();
        ratios.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
        let counted = self.counts.iter().find(|(known, n, _)| known == name && *n == items);
        let instructions = counted.map_or_else(|| "–".to_owned(), |(.., count)| grouped(*count));
        say(&format!("{name} | {items} | {median:.1?} | {ratio:.3} | {instructions}"));
    }
}

fn timed(work: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Runs this bench once more under callgrind and reads what it counted; nothing where there is no valgrind.
fn counts() -> Vec<(String, usize, u64)> {
    let Ok(folder) = tempfile::tempdir() else { return Vec::new() };
    let out = folder.path().join("out");
    let Ok(bench) = env::current_exe() else { return Vec::new() };
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*table::counted*"])
        .arg("--dump-after=*table::counted*")
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(bench)
        .env(COUNTING, "1")
        .stderr(Stdio::null())
        .output();
    let Ok(run) = run else { return Vec::new() };
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    let rows = told.lines().filter_map(|line| {
        let (name, items) = line.split_once(" | ")?;
        Some((name.to_owned(), items.parse::<usize>().ok()?))
    });
    rows.zip(1..).filter_map(|((name, items), n)| Some((name, items, count(&out, n)?))).collect()
}

/// The total of the `n`th dump.
fn count(out: &Path, n: usize) -> Option<u64> {
    let dump = fs::read_to_string(format!("{}.{n}", out.display())).ok()?;
    let line = dump.lines().find_map(|line| line.strip_prefix("totals: "))?;
    line.trim().parse().ok()
}

/// `1_234_567`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

/// A line, written at once: a bench may run for minutes.
pub(crate) fn say(line: &str) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
