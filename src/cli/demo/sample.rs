//! The demo's plan: the plan that comes with the program, its dates moved so that its day is today.
//!
//! The titles and units are the document's, the progress is the sample's; nothing here invents any.

use crate::domain::Day;

/// The folder of the plan, and so its id.
pub(super) const PLAN: &str = "demo";
/// The day the sample stands still at; it becomes today.
const STANDS: (i16, i8, i8) = (2022, 2, 10);
/// How a date is written.
const DATE: usize = "2022-02-10".len();
/// The year in the numbers of the sample's documents.
const NUMBERED: &str = "〔2022〕";

const FILE: &str = include_str!("../../../plans/hangzhou-2022/plan.yaml");
const UNITS: [(&str, &str); 25] = [
    ("bgt", include_str!("../../../plans/hangzhou-2022/units/bgt.yaml")),
    ("cgj", include_str!("../../../plans/hangzhou-2022/units/cgj.yaml")),
    ("czj", include_str!("../../../plans/hangzhou-2022/units/czj.yaml")),
    ("fgw", include_str!("../../../plans/hangzhou-2022/units/fgw.yaml")),
    ("fy", include_str!("../../../plans/hangzhou-2022/units/fy.yaml")),
    ("gaj", include_str!("../../../plans/hangzhou-2022/units/gaj.yaml")),
    ("gdgs", include_str!("../../../plans/hangzhou-2022/units/gdgs.yaml")),
    ("ghzyj", include_str!("../../../plans/hangzhou-2022/units/ghzyj.yaml")),
    ("hg", include_str!("../../../plans/hangzhou-2022/units/hg.yaml")),
    ("jrj", include_str!("../../../plans/hangzhou-2022/units/jrj.yaml")),
    ("jtj", include_str!("../../../plans/hangzhou-2022/units/jtj.yaml")),
    ("jw", include_str!("../../../plans/hangzhou-2022/units/jw.yaml")),
    ("jxj", include_str!("../../../plans/hangzhou-2022/units/jxj.yaml")),
    ("jyj", include_str!("../../../plans/hangzhou-2022/units/jyj.yaml")),
    ("kjj", include_str!("../../../plans/hangzhou-2022/units/kjj.yaml")),
    ("mzj", include_str!("../../../plans/hangzhou-2022/units/mzj.yaml")),
    ("nyj", include_str!("../../../plans/hangzhou-2022/units/nyj.yaml")),
    ("rlsbj", include_str!("../../../plans/hangzhou-2022/units/rlsbj.yaml")),
    ("scjgj", include_str!("../../../plans/hangzhou-2022/units/scjgj.yaml")),
    ("sfj", include_str!("../../../plans/hangzhou-2022/units/sfj.yaml")),
    ("sjzyj", include_str!("../../../plans/hangzhou-2022/units/sjzyj.yaml")),
    ("sthjj", include_str!("../../../plans/hangzhou-2022/units/sthjj.yaml")),
    ("swj", include_str!("../../../plans/hangzhou-2022/units/swj.yaml")),
    ("tax", include_str!("../../../plans/hangzhou-2022/units/tax.yaml")),
    ("tcj", include_str!("../../../plans/hangzhou-2022/units/tcj.yaml")),
];

/// Every file of the sample on `today`: its path below the root, and its text.
pub(super) fn files(today: Day) -> Vec<(String, String)> {
    let days = Day::new(STANDS.0, STANDS.1, STANDS.2).map_or(0, |stands| today.since(stands));
    let mut files = vec![(format!("{PLAN}/plan.yaml"), plan(days))];
    for (unit, text) in UNITS {
        let text = moved(text, days).replace(NUMBERED, &format!("〔{}〕", today.year()));
        files.push((format!("{PLAN}/units/{unit}.yaml"), text));
    }
    files
}

/// The plan: its title says DEMO, and its clock runs.
fn plan(days: i64) -> String {
    let lines = FILE.lines().filter(|line| !line.starts_with("as_of:")).map(|line| {
        let title = line.strip_prefix("title: ").map(|title| format!("title: 演示：{title}"));
        let english = || line.strip_prefix("title_en: ").map(|title| format!("title_en: \"DEMO: {title}\""));
        title.or_else(english).unwrap_or_else(|| moved(line, days)) + "\n"
    });
    lines.collect()
}

/// The text with every date moved by `days`.
fn moved(text: &str, days: i64) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.get(..DATE).and_then(|word| Some((word, word.parse::<Day>().ok()?)));
        let (from, day) = word.map_or((first.len_utf8(), None), |(word, day)| (word.len(), Some(day)));
        match day {
            Some(day) => out.push_str(&day.plus(days).to_string()),
            None => out.push(first),
        }
        rest = rest.get(from..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_move_and_nothing_else_does() {
        let text = "due: 2022-02-10  # 一 2022\n  - { on: 2022-02-28, note: 10-4 条 }";
        assert_eq!(moved(text, 1), "due: 2022-02-11  # 一 2022\n  - { on: 2022-03-01, note: 10-4 条 }");
        assert_eq!(moved(FILE, 0), FILE);
    }

    #[test]
    fn the_sample_has_every_unit_file_of_the_plan_that_comes_with_the_program() {
        let names = std::fs::read_dir("plans/hangzhou-2022/units").unwrap();
        let mut names: Vec<String> =
            names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let ours: Vec<String> = UNITS.iter().map(|(unit, _)| format!("{unit}.yaml")).collect();
        assert_eq!(ours, names);
    }
}
