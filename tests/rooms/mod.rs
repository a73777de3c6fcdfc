//! A root of many plans with many units: what a save or a look costs does not show on a small one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

pub(crate) struct Rooms {
    dir: tempfile::TempDir,
}

impl Rooms {
    /// So many plans of so many units, each with so many items of its own and one file that reports on all of them.
    pub(crate) fn new(plans: usize, units: usize, items: usize) -> Self {
        let rooms = Self { dir: tempfile::tempdir().unwrap() };
        for n in 0..plans {
            let folder = rooms.root().join(Self::plan(n));
            fs::create_dir_all(folder.join("units")).unwrap();
            let mut plan = format!(
                "title: 计划 {n}\ntitle_en: Plan {n}\nissued: 2022-01-27\nas_of: 2022-02-10\nunits:\n"
            );
            for unit in 0..units {
                writeln!(plan, "  - {{ id: u{unit}, name: 单位{unit} }}").unwrap();
            }
            plan.push_str("sections:\n  - title: 一\n    items:\n");
            for unit in 0..units {
                for item in 0..items {
                    writeln!(
                        plan,
                        "      - {{ id: {unit}-{item}, title: 事项{item}, lead: u{unit}, due: 2022-12-31 }}"
                    )
                    .unwrap();
                }
                fs::write(rooms.unit(n, unit), Self::text(unit, items, 0)).unwrap();
            }
            fs::write(folder.join("plan.yaml"), plan).unwrap();
        }
        rooms
    }

    /// The id of plan `n`.
    pub(crate) fn plan(n: usize) -> String {
        format!("p{n:04}")
    }

    /// The status file of a unit that is at `progress`.
    pub(crate) fn text(unit: usize, items: usize, progress: usize) -> String {
        let mut text = format!("unit: u{unit}\nitems:\n");
        for item in 0..items {
            writeln!(
                text,
                "  {unit}-{item}:\n    log:\n      - {{ on: 2022-02-09, progress: {progress}, note: 会同有关部门研究起草 }}"
            )
            .unwrap();
        }
        text
    }

    pub(crate) fn root(&self) -> PathBuf {
        // Temporary folders may be reached through a link.
        fs::canonicalize(self.dir.path()).unwrap()
    }

    pub(crate) fn unit(&self, plan: usize, unit: usize) -> PathBuf {
        self.root().join(Self::plan(plan)).join(format!("units/u{unit}.yaml"))
    }
}
