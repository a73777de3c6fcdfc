//! `guatu init`: a plan to start from, or a unit's file with its items. Never overwrites anything.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::Plans;
use super::globals::Globals;
use super::input::Input;
use super::usage::Usage;
use super::{Failure, Outcome, print};
use crate::domain::ids::UnitIx;
use crate::domain::ledger::FileState;
use crate::domain::plan::Plan;
use crate::live::clock;
use crate::store::{save, template};
use crate::text::{Lang, both, clean, near, say};

/// `guatu init`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu init plans/pilot                    plan.yaml and units/a.yaml, with comments
  guatu init plans/pilot --unit fgw         units/fgw.yaml with all items fgw leads in the plan")]
pub(super) struct InitArgs {
    /// The plan's folder; its name becomes the plan's id
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Add this unit's file to the plan that is there
    #[arg(long, value_name = "ID", env = "GUATU_UNIT", hide_env = true)]
    unit: Option<String>,
}

pub(super) fn run(args: &InitArgs, globals: &Globals) -> Outcome {
    match &args.unit {
        None => start(&args.dir, globals.lang.unwrap_or_default()),
        Some(unit) => add(&args.dir, unit.trim(), globals),
    }
}

/// Writes a new plan and its first unit's file.
fn start(dir: &Path, lang: Lang) -> Outcome {
    let (path, units) = (dir.join("plan.yaml"), dir.join("units"));
    let unit_path = units.join(format!("{}.yaml", template::FIRST_UNIT));
    // Both are looked at before the first is written: half a plan helps nobody.
    for path in [&path, &unit_path] {
        if std::fs::symlink_metadata(path).is_ok() {
            return Err(exists(path).into());
        }
    }
    let text = template::plan(lang, clock::today("Asia/Shanghai"));
    let unit = template::read(&text)
        .and_then(|plan| template::unit(&plan, plan.unit_of(template::FIRST_UNIT)?, lang))
        .unwrap_or_default();
    write(&path, &text)?;
    write(&unit_path, &unit)?;
    let (dir, a, b) = (quoted(dir), path.display(), unit_path.display());
    print(
        say!(
            lang,
            "已写入 {a}\n已写入 {b}\n接下来：修改 plan.yaml，再运行\n  guatu check {dir}\n  guatu {dir}\n",
            "wrote {a}\nwrote {b}\nnext: edit plan.yaml, then run\n  guatu check {dir}\n  guatu {dir}\n"
        )
        .as_bytes(),
    )
}

/// Writes the file of a unit of a plan that is there.
fn add(dir: &Path, unit: &str, globals: &Globals) -> Outcome {
    let input = Input::read(&Plans::at(dir), globals)?;
    let lang = input.lang;
    let [board] = input.boards.as_slice() else { return Err(several().into()) };
    let plan = board.plan();
    let Some(ix) = plan.unit_of(unit) else {
        let ids = plan.units.iter().map(|unit| &*unit.id);
        return Err(Usage::unknown(&both!("单位", "unit"), unit, &near(unit, ids)).into());
    };
    let path = dir.join(&*board.ledger.path(ix));
    if *board.ledger.file(ix) != FileState::Missing {
        return Err(exists(&path).into());
    }
    write(&path, &template::unit(plan, ix, lang).unwrap_or_default())?;
    print(told(plan, ix, &path, dir, lang).as_bytes())
}

fn told(plan: &Plan, ix: UnitIx, path: &Path, dir: &Path, lang: Lang) -> String {
    let (n, path, dir) = (plan.led_by(ix).count(), path.display(), quoted(dir));
    say!(
        lang,
        "已写入 {path}（牵头事项 {n} 项）\n接下来：填写后运行\n  guatu check {dir}\n",
        "wrote {path} (items it leads: {n})\nnext: fill it in, then run\n  guatu check {dir}\n"
    )
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    save::create(path, text.as_bytes()).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            exists(path).into()
        } else {
            Failure::Output(Some(path.to_string_lossy().into_owned()), error)
        }
    })
}

/// Something has that name already.
fn exists(path: &Path) -> Usage {
    let path = path.to_string_lossy();
    let path = clean(&path);
    Usage {
        said: both!("{path} 已经存在，没有改动", "{path} is already there; nothing was changed"),
        hint: both!(
            "换一个文件夹；给已有方案加单位文件用 --unit",
            "choose another folder; to add a unit's file to a plan use --unit"
        ),
    }
}

/// The folder holds several plans.
fn several() -> Usage {
    Usage {
        said: both!("这个文件夹里有几个方案", "this folder holds several plans"),
        hint: both!("写方案自己的文件夹，或加上 --plan", "name the plan's own folder, or add --plan"),
    }
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let safe = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(safe) { text.into_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
