//! `OpenMetrics`: gauges for Prometheus, by `node_exporter`'s textfile collector or any scraper.
//!
//! A family stands in one piece, with every plan's samples in it. `unit` counts an item for each of its leads, so the
//! units do not add up to the plan; the plan's own figures have no `unit`.

use std::fmt::Write as _;

use super::Sheet;
use crate::domain::board::{RuleFigures, UnitFigures};
use crate::domain::finding::Severity;
use crate::domain::{Board, Day, Light, Percent};

const DAY: i64 = 86_400;

/// One sample: its labels and its value.
type Sample = (Vec<(&'static str, String)>, String);

/// A family of samples.
struct Family {
    name: &'static str,
    /// Empty where the name ends with none.
    unit: &'static str,
    help: &'static str,
    samples: fn(&Board) -> Vec<Sample>,
}

const FAMILIES: [Family; 13] = [
    Family {
        name: "guatu_as_of_timestamp_seconds",
        unit: "seconds",
        help: "Midnight UTC of the day the figures are of.",
        samples: |board| vec![of_plan(board, (board.day.since(epoch()) * DAY).to_string())],
    },
    Family {
        name: "guatu_plan_items",
        unit: "",
        help: "Items of the plan that are shown, by light.",
        samples: |board| by_light(&[("plan", id(board))], |light| board.total.count(light)),
    },
    Family {
        name: "guatu_plan_items_all",
        unit: "",
        help: "Items of the whole plan, whatever a filter leaves.",
        samples: |board| {
            let all = board.narrowed.as_ref().map_or(board.total.items, |narrowed| narrowed.of);
            vec![of_plan(board, all.to_string())]
        },
    },
    Family {
        name: "guatu_plan_overdue",
        unit: "",
        help: "Items of the plan that are overdue.",
        samples: |board| vec![of_plan(board, board.total.overdue.to_string())],
    },
    Family {
        name: "guatu_plan_progress_ratio",
        unit: "ratio",
        help: "Weighted mean of the items' progress, stopped items left out.",
        samples: |board| board.total.progress().map(|it| of_plan(board, ratio(it))).into_iter().collect(),
    },
    Family {
        name: "guatu_items",
        unit: "",
        help: "Items a unit leads, by light.",
        samples: |board| {
            let rows = board.unit_rows();
            rows.flat_map(|(_, unit, figures)| {
                let UnitFigures { roll_up, file: _, last_entry: _, open_rules: _, overdue_rules: _ } =
                    figures;
                by_light(&[("plan", id(board)), ("unit", unit.id.to_string())], |light| roll_up.count(light))
            })
            .collect()
        },
    },
    Family {
        name: "guatu_overdue",
        unit: "",
        help: "Items a unit leads that are overdue.",
        samples: |board| by_unit(board, |figures| Some(figures.roll_up.overdue.to_string())),
    },
    Family {
        name: "guatu_progress_ratio",
        unit: "ratio",
        help: "Weighted mean of the progress of the items a unit leads.",
        samples: |board| by_unit(board, |figures| figures.roll_up.progress().map(ratio)),
    },
    Family {
        name: "guatu_rule_open",
        unit: "",
        help: "Obligations of a rule that are neither met nor overdue.",
        samples: |board| by_rule(board, |figures| Some(figures.open.to_string())),
    },
    Family {
        name: "guatu_rule_overdue",
        unit: "",
        help: "Obligations of a rule that are overdue.",
        samples: |board| by_rule(board, |figures| Some(figures.overdue.to_string())),
    },
    Family {
        name: "guatu_rule_met",
        unit: "",
        help: "Obligations of a rule that are met, late or not.",
        samples: |board| by_rule(board, |figures| Some(figures.met.to_string())),
    },
    Family {
        name: "guatu_rule_seconds_until_deadline",
        unit: "",
        help: "From the beginning of the day the figures are of to the end of the last day on time; 0 or less once it has passed.",
        samples: |board| {
            by_rule(board, |figures| {
                let left = figures.deadline.as_ref()?.date.since(board.day);
                Some(((left + 1) * DAY).to_string())
            })
        },
    },
    Family {
        name: "guatu_findings",
        unit: "",
        help: "What is wrong in the files, by severity.",
        samples: |board| {
            let one = |severity: Severity| {
                let count = board.findings.iter().filter(|it| it.severity() == severity).count();
                (vec![("plan", id(board)), ("severity", severity.key().to_owned())], count.to_string())
            };
            vec![one(Severity::Error), one(Severity::Warning)]
        },
    },
];

/// The gauges of every plan.
pub fn write(sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    for Family { name, unit, help, samples } in FAMILIES {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "# TYPE {name} gauge");
        if !unit.is_empty() {
            let _ = writeln!(out, "# UNIT {name} {unit}");
        }
        let _ = writeln!(out, "# HELP {name} {help}");
        for (labels, value) in sheet.boards.iter().flat_map(samples) {
            let labels: Vec<String> =
                labels.iter().map(|(key, value)| format!("{key}=\"{}\"", escape(value))).collect();
            let _ = writeln!(out, "{name}{{{}}} {value}", labels.join(","));
        }
    }
    out.push_str("# EOF\n");
    out
}

fn id(board: &Board) -> String {
    board.plan().id.to_string()
}

fn epoch() -> Day {
    Day::new(1970, 1, 1).unwrap_or(Day::FIRST)
}

fn of_plan(board: &Board, value: String) -> Sample {
    (vec![("plan", id(board))], value)
}

fn by_light(labels: &[(&'static str, String)], count: impl Fn(Light) -> usize) -> Vec<Sample> {
    let one = |light: Light| {
        let own = ("light", light.key().to_owned());
        (labels.iter().cloned().chain([own]).collect(), count(light).to_string())
    };
    Light::ALL.map(one).into()
}

fn by_unit(board: &Board, value: impl Fn(&UnitFigures) -> Option<String>) -> Vec<Sample> {
    let one = |labels: String, figures| Some((vec![("plan", id(board)), ("unit", labels)], value(figures)?));
    board.unit_rows().filter_map(|(_, unit, figures)| one(unit.id.to_string(), figures)).collect()
}

fn by_rule(board: &Board, value: impl Fn(&RuleFigures) -> Option<String>) -> Vec<Sample> {
    let rules = board.plan().rules.iter().zip(&board.rules);
    rules
        .filter_map(|(rule, figures)| {
            Some((vec![("plan", id(board)), ("rule", rule.id.to_string())], value(figures)?))
        })
        .collect()
}

/// A share of 1, as exact as it is held: five digits.
fn ratio(percent: Percent) -> String {
    let n = percent.thousandths();
    format!("{}.{:05}", n / 100_000, n % 100_000)
}

fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
