//! One table for all benches: `name | items | median | ratio | instructions`, a line a figure.
//!
//! The ratio is to a reference that is run beside every figure, round by round, because the machine's speed drifts
//! within minutes. Instructions are counted where `valgrind` is installed: the bench runs itself under callgrind once
//! more for each figure, and counts what happens inside [`counted`] only. A table says in its head what its reference is.

use std::env;
use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::process::{Command, exit};
use std::time::{Duration, Instant};

/// Set in a run that only counts, to the name and the items of the figure: its work is done once, nothing is timed.
const COUNTING: &str = "GUATU_COUNTING";
/// The most items of a figure that is counted, unless everything is wanted: under callgrind all is 50 times slower.
const COUNTED: usize = 3_000;
/// Rounds that are timed, unless they take too long.
const ROUNDS: usize = 15;
/// Time for the rounds of one figure.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the long runs are wanted: a million items, and counts at every size.
pub(crate) fn is_full() -> bool {
    env::var_os("GUATU_FULL").is_some()
}

/// Whether figures of so many items are wanted in this run: in one that counts, only those of the one size.
pub(crate) fn wants(items: usize) -> bool {
    let figure = env::var(COUNTING).ok();
    figure.is_none_or(|figure| figure.rsplit(" | ").next() == Some(items.to_string().as_str()))
}

/// What is counted: everything below this function, and nothing else of the program.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
    black_box(work);
}

/// The table of one bench.
pub(crate) struct Table {
    reference: Box<dyn FnMut()>,
    /// Whether what is done is done in this process.
    here: bool,
    /// What is done after each timing and not timed.
    after: fn(),
}

impl Table {
    /// Prints the head. `reference` is what every figure is a multiple of; `words` say what it does.
    pub(crate) fn new(bench: &str, words: &str, reference: impl FnMut() + 'static) -> Self {
        say(&format!("\n# {bench}: ratio 1 = {words}\nname | items | median | ratio | instructions"));
        Self { reference: Box::new(reference), here: true, after: || {} }
    }

    /// The same, of work that other processes do: what they do cannot be counted. `after` ends them, so that none runs
    /// beside the next.
    pub(crate) fn of_others(self, after: fn()) -> Self {
        Self { here: false, after, ..self }
    }

    /// The sizes to measure, plans × units × items an unit: real life, 100k, and a million with `GUATU_FULL=1`.
    pub(crate) fn sizes() -> Vec<(usize, usize, usize)> {
        let mut sizes = vec![(1, 60, 40), (34, 30, 100)];
        if is_full() {
            sizes.push((340, 30, 100));
        }
        sizes.retain(|(plans, units, items)| wants(plans * units * items));
        sizes
    }

    /// Measures `work` and prints its line.
    pub(crate) fn row(&mut self, name: &str, items: usize, mut work: impl FnMut()) {
        if let Ok(figure) = env::var(COUNTING) {
            if figure == format!("{name} | {items}") {
                // Once before, so that what is made only once is not counted.
                work();
                counted(&mut work);
                exit(0);
            }
            return;
        }
        timed(&mut work, self.after);
        let (mut times, mut ratios) = (Vec::new(), Vec::new());
        let start = Instant::now();
        while times.len() < ROUNDS && (times.is_empty() || start.elapsed() < PATIENCE) {
            let base = timed(&mut self.reference, self.after);
            let time = timed(&mut work, self.after);
            ratios.push(time.as_secs_f64() / base.as_secs_f64().max(1e-9));
            times.push(time);
        }
        times.sort();
        ratios.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
        let wanted = self.here && (items <= COUNTED || is_full());
        let instructions = if wanted { count(name, items) } else { "–".to_owned() };
        say(&format!("{name} | {items} | {median:.1?} | {ratio:.3} | {instructions}"));
    }
}

fn timed(work: &mut dyn FnMut(), after: fn()) -> Duration {
    let start = Instant::now();
    work();
    let time = start.elapsed();
    after();
    time
}

/// The instructions of one figure, or a word why they are not known: this bench is run under callgrind for it.
fn count(name: &str, items: usize) -> String {
    let Ok(bench) = env::current_exe() else { return "–".to_owned() };
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*table::counted*"])
        .arg("--callgrind-out-file=/dev/null")
        .arg(bench)
        .args(env::args().skip(1))
        .env(COUNTING, format!("{name} | {items}"))
        .output();
    let Ok(run) = run else { return "no valgrind".to_owned() };
    let told = String::from_utf8_lossy(&run.stderr);
    let line = told.lines().find_map(|line| line.split_once("Collected :"));
    line.and_then(|(_, n)| n.trim().parse().ok()).map_or_else(|| "not counted".to_owned(), grouped)
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
