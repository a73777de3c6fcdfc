//! Plans of any size, the same for the same seed: lead units with Chinese titles, dates in 2022 and logs, as the format
//! asks for them and as clerks write them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use guatu::domain::{Day, Portfolio};
use guatu::store::Store;
use tempfile::TempDir;

const WORDS: [&str; 43] = [
    "深化",
    "推进",
    "完善",
    "探索",
    "建立",
    "优化",
    "改革",
    "试点",
    "登记",
    "审批",
    "许可",
    "监管",
    "服务",
    "平台",
    "数据",
    "共享",
    "证照",
    "企业",
    "园区",
    "项目",
    "办理",
    "时限",
    "流程",
    "协同",
    "机制",
    "清单",
    "承诺",
    "备案",
    "信用",
    "联动",
    "全程",
    "网办",
    "一件事",
    "同城通办",
    "多报合一",
    "免申即享",
    "知识产权",
    "证券化",
    "跨境",
    "贸易",
    "便利化",
    "细则",
    "评估",
];
const STATES: [&str; 6] = ["in_progress", "in_progress", "in_progress", "submitted", "completed", "推进中"];

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Plans.
    pub(crate) plans: usize,
    /// Lead units a plan.
    pub(crate) units: usize,
    /// Items a unit.
    pub(crate) items: usize,
    /// The most log entries an item has.
    pub(crate) log: usize,
}

impl Size {
    /// So many plans, units and items, with up to six log entries.
    pub(crate) fn of((plans, units, items): (usize, usize, usize)) -> Self {
        Self { plans, units, items, log: 6 }
    }

    /// All items.
    pub(crate) fn all(self) -> usize {
        self.plans * self.units * self.items
    }
}

/// A small generator of its own (SplitMix64): the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`.
    fn roll(&mut self, low: usize, high: usize) -> usize {
        low + usize::try_from(self.next() % (high - low + 1) as u64).unwrap()
    }

    /// True so many times in a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.roll(1, 100) <= percent
    }

    fn words(&mut self, low: usize, high: usize) -> String {
        (0..self.roll(low, high)).map(|_| WORDS[self.roll(0, WORDS.len() - 1)]).collect()
    }
}

/// So many days after the plans were issued.
fn day(n: usize) -> Day {
    let issued: Day = "2022-01-27".parse().unwrap();
    issued.plus(i64::try_from(n).unwrap())
}

/// The day on which everything is looked at.
pub(crate) fn today() -> Day {
    "2022-03-15".parse().unwrap()
}

/// Plans of a size in a new folder.
pub(crate) fn root(size: Size) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), size);
    folder
}

/// Plans of a size, read.
pub(crate) fn portfolio(size: Size) -> Arc<Portfolio> {
    let folder = root(size);
    Store::new(folder.path()).refresh(&|_| today()).unwrap()
}

/// Writes plans of a size into a folder.
pub(crate) fn write(root: &Path, size: Size) {
    for n in 0..size.plans {
        plan(&root.join(format!("plan-{n:04}")), size, n);
    }
}

fn plan(folder: &Path, size: Size, number: usize) {
    fs::create_dir_all(folder.join("units")).unwrap();
    let mut dice = Dice(number as u64);
    let all = size.units * size.items;
    let mut owners: Vec<usize> = (0..all).map(|n| n / size.items).collect();
    for n in (1..all).rev() {
        owners.swap(n, dice.roll(0, n));
    }
    let mut out = format!(
        "format: 1\ntitle: 第{number}号试点实施方案\nissuer: 某市人民政府\nissued: 2022-01-27\ncoordinator: u0000\n\
         sample: true\nas_of: 2022-03-15\nrules:\n  - {{ id: supervision, title: 事中事后监管措施细则, applies_to: \
         delegated, from: issued, days: 20, count: calendar_roll, stages: [drafted, issued, published] }}\nunits:\n"
    );
    for unit in 0..size.units {
        writeln!(out, "  - {{ id: u{unit:04}, name: 第{unit}局, aliases: [d{unit}] }}").unwrap();
    }
    out.push_str("sections:\n");
    let mut mine: Vec<Vec<(String, bool)>> = vec![Vec::new(); size.units];
    for (section, owners) in owners.chunks(60).enumerate() {
        let label = section + 1;
        let title = dice.words(4, 8);
        writeln!(out, "  - label: （{label}）\n    title: {title}\n    items:").unwrap();
        for (n, unit) in owners.iter().enumerate() {
            let item = format!("{label}-{}", n + 1);
            let title = dice.words(3, 7);
            let due =
                if dice.chance(50) { format!(", due: {}", day(dice.roll(10, 700))) } else { String::new() };
            let delegated = dice.chance(15);
            let mark = if delegated { ", delegated: true" } else { "" };
            writeln!(out, "      - {{ id: {item}, title: {title}, lead: u{unit:04}{due}{mark} }}").unwrap();
            mine[*unit].push((item, delegated));
        }
    }
    fs::write(folder.join("plan.yaml"), out).unwrap();
    for (unit, items) in mine.iter().enumerate() {
        fs::write(folder.join(format!("units/u{unit:04}.yaml")), status(&mut dice, unit, items, size.log))
            .unwrap();
    }
}

/// A unit's status file.
fn status(dice: &mut Dice, unit: usize, items: &[(String, bool)], log: usize) -> String {
    let mut out = format!("unit: u{unit:04}\ncontact: 综合处 0571-00000000\n");
    let mut body = String::new();
    for (item, delegated) in items {
        let entries = entries(dice, log);
        if entries.is_empty() && !delegated {
            continue;
        }
        let log =
            if entries.is_empty() { "    log: []\n".to_owned() } else { format!("    log:\n{entries}") };
        write!(body, "  {item}:\n{log}").unwrap();
        if *delegated && dice.chance(70) {
            let (drafted, issued) = (day(dice.roll(2, 10)), day(dice.roll(10, 18)));
            writeln!(
                body,
                "    rules:\n      supervision:\n        drafted: {drafted}\n        issued: {issued}"
            )
            .unwrap();
            if dice.chance(70) {
                let (published, number) = (day(dice.roll(12, 30)), dice.roll(1, 99));
                writeln!(body, "        published: {published}\n        document: 某发〔2022〕{number}号")
                    .unwrap();
            }
        }
    }
    out.push_str(if body.is_empty() { "items: {}\n" } else { "items:\n" });
    out.push_str(&body);
    out
}

/// An item's log.
fn entries(dice: &mut Dice, most: usize) -> String {
    let (mut out, mut on, mut progress) = (String::new(), 0, 0);
    for _ in 0..dice.roll(0, most) {
        on += dice.roll(1, 12);
        progress = (progress + dice.roll(3, 25)).min(95);
        let state = STATES[dice.roll(0, STATES.len() - 1)];
        let (on, note) = (day(on), dice.words(6, 14));
        writeln!(
            out,
            "      - on: {on}\n        state: {state}\n        progress: {progress}\n        note: {note}"
        )
        .unwrap();
        if dice.chance(30) {
            let (problem, next) = (dice.words(3, 6), dice.words(3, 6));
            writeln!(out, "        problem: {problem}\n        next: {next}").unwrap();
        }
        if matches!(state, "submitted" | "completed") {
            let number = dice.roll(1, 99);
            writeln!(out, "        evidence: 某发〔2022〕{number}号").unwrap();
        }
    }
    out
}
