//! Reading a root of plans, against `serde_yaml` alone with structs of the same shape: instructions, by valgrind, and the
//! time on all processors against that of one thread, the medians of runs in turn.
//!
//! ```text
//! cargo bench --bench bare -- [ROOT]     # plans/hangzhou-2022 where none is given
//! ```
//!
//! The limits are 1.20, and 0.65 on two (issue 8, "Load"). The bench counts two runs of itself; `-- ROOT serde_yaml` and `-- ROOT guatu`
//! are what it runs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench fails by panicking"
)]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(dead_code, reason = "what is read is only to be there")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use guatu::store::Store;
use serde::Deserialize;

/// Runs of which the median is told.
const ROUNDS: usize = 5;

/// A status file.
#[derive(Deserialize)]
struct Status {
    unit: String,
    contact: Option<String>,
    #[serde(default)]
    items: BTreeMap<String, Reported>,
}

#[derive(Deserialize)]
struct Reported {
    due: Option<String>,
    #[serde(default)]
    log: Vec<Entry>,
    #[serde(default)]
    rules: BTreeMap<String, Stages>,
}

#[derive(Deserialize)]
struct Entry {
    on: String,
    state: Option<String>,
    progress: Option<String>,
    note: Option<String>,
    problem: Option<String>,
    next: Option<String>,
    evidence: Option<String>,
}

#[derive(Deserialize)]
struct Stages {
    drafted: Option<String>,
    issued: Option<String>,
    published: Option<String>,
    document: Option<String>,
    link: Option<String>,
}

/// A plan.
#[derive(Deserialize)]
struct Plan {
    title: String,
    issued: String,
    units: Vec<Unit>,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Unit {
    id: String,
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Section {
    label: Option<String>,
    title: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(default)]
    sections: Vec<Self>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    title: Option<String>,
    lead: Lead,
    due: Option<String>,
    delegated: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lead {
    One(String),
    Many(Vec<String>),
}

/// The YAML files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

/// Reads all files and keeps what they say to the end.
fn bare(root: &Path) {
    let (mut paths, mut plans, mut reports) = (Vec::new(), Vec::new(), Vec::new());
    files(root, &mut paths);
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        if path.ends_with("plan.yaml") {
            plans.push(serde_yaml::from_slice::<Plan>(&bytes).unwrap());
        } else if path.parent().is_some_and(|folder| folder.ends_with("units")) {
            reports.push(serde_yaml::from_slice::<Status>(&bytes).unwrap());
        }
    }
}

/// The instructions of a run of this bench.
fn count(root: &Path, what: &str) -> f64 {
    let mut run = Command::new("valgrind");
    run.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(std::env::current_exe().unwrap());
    let out = run.arg(root).arg(what).output().unwrap_or_else(|error| panic!("valgrind: {error}"));
    let said = String::from_utf8_lossy(&out.stderr);
    let (_, n) = said.rsplit_once("Collected :").unwrap_or_else(|| panic!("{said}"));
    n.split_whitespace().next().unwrap().parse().unwrap()
}

/// How long runs of this bench take, in turn: the median of each, in seconds.
fn times(root: &Path, whats: [&str; 2]) -> [f64; 2] {
    let mut taken = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for (what, taken) in whats.iter().zip(&mut taken) {
            let start = Instant::now();
            let run = Command::new(std::env::current_exe().unwrap()).arg(root).arg(what).status().unwrap();
            assert!(run.success(), "{what}");
            taken.push(start.elapsed().as_secs_f64());
        }
    }
    taken.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    })
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let root = Path::new(words.first().map_or("plans/hangzhou-2022", String::as_str));
    match words.get(1).map(String::as_str) {
        Some("serde_yaml") => bare(root),
        Some(_) => {
            Store::new(root).refresh(&|_| "2022-03-15".parse().unwrap()).unwrap();
        }
        None => {
            let (bare, ours) = (count(root, "serde_yaml"), count(root, "guatu"));
            println!(
                "serde_yaml {:.1} M, guatu {:.1} M instructions: {:.2}",
                bare / 1e6,
                ours / 1e6,
                ours / bare
            );
            let [bare, ours] = times(root, ["serde_yaml", "guatu"]);
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            println!("{bare:.3} s on one thread, {ours:.3} s on {threads}: {:.2}", ours / bare);
        }
    }
}
