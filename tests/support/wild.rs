//! Plans nobody would write: random trees, dates and logs, with titles that try to be something else.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use guatu::domain::Day;

use crate::dice::Dice;

/// Titles that would be a formula, a tag, a quote, a link, a heading, or turn the line round.
pub(crate) const HOSTILE: [&str; 20] = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1",
    "-2+3",
    "\t=1",
    "＝1＋1",
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "say \"hi\", \\n and \\\\; done",
    "a,b;c:d",
    "two\nlines\r\nthree",
    "pipe | in | cells",
    "`code` and ``more``",
    "[click](javascript:alert(1))",
    "![x](http://example.com/x.png) <http://example.com>",
    "# heading *bold* _soft_ ~~gone~~ 1. one",
    "1. first",
    "\u{202e}gnp.exe\u{1b}[31mred\u{7}",
    "&lt;b&gt; &amp; &#x41;",
    "'apostrophe' $x^2$",
];

/// A plan of `HOSTILE` titles in a folder `name` below `root`, and its units' files.
pub(crate) fn write(root: &Path, name: &str, dice: &mut Dice) {
    let dir = root.join(name);
    fs::create_dir_all(dir.join("units")).unwrap();
    let units = 1 + dice.roll(4);
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let title = |dice: &mut Dice| quoted(dice.pick::<&str>(&HOSTILE));
    let first: Day = "2022-01-01".parse().unwrap();
    let day = |dice: &mut Dice| first.plus(i64::try_from(dice.roll(120)).unwrap());
    let mut plan = format!("format: 1\ntitle: {}\nissuer: x\nissued: 2022-01-05\n", title(dice));
    plan.push_str("rules:\n  - { id: supervision, title: 细则, applies_to: delegated, base: issued, days: 20, count: calendar_roll, stages: [起草, 印发, 公布] }\n");
    plan.push_str("units:\n");
    for unit in 0..units {
        let _ = writeln!(plan, "  - {{ id: u{unit}, name: {} }}", title(dice));
    }
    plan.push_str("sections:\n");
    let mut logs = vec![String::from("items:\n"); units];
    for section in 0..=dice.roll(3) {
        let _ = writeln!(plan, "  - label: {section}、\n    title: {}\n    items:", title(dice));
        for item in 0..=dice.roll(6) {
            let id = format!("{section}-{item}");
            let lead = dice.roll(units);
            let delegated = *dice.pick(&["true", "false", "undetermined"]);
            let _ = write!(
                plan,
                "      - {{ id: {id}, title: {}, lead: [u{lead}], delegated: {delegated}",
                title(dice)
            );
            if dice.roll(3) > 0 {
                let _ = write!(plan, ", due: {}", day(dice));
            }
            let _ = writeln!(plan, ", weight: {} }}", 1 + dice.roll(5));
            let log = &mut logs[lead];
            let _ = writeln!(log, "  {id}:\n    log:");
            let mut on = first.plus(10);
            for _ in 0..=dice.roll(3) {
                on = on.plus(1 + i64::try_from(dice.roll(9)).unwrap());
                let state = *dice.pick(&["in_progress", "submitted", "suspended", "stopped", "in_progress"]);
                let progress = dice.roll(1001);
                let _ = writeln!(
                    log,
                    "      - {{ on: {on}, state: {state}, progress: {}.{}, note: {} }}",
                    progress / 10,
                    progress % 10,
                    title(dice)
                );
            }
        }
    }
    fs::write(dir.join("plan.yaml"), plan).unwrap();
    for (unit, log) in logs.iter().enumerate().skip(dice.roll(2)) {
        fs::write(dir.join(format!("units/u{unit}.yaml")), format!("unit: u{unit}\n{log}")).unwrap();
    }
}
