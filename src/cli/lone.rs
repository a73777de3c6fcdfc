//! One file named where a folder of plans is meant: what is wrong in that file alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Plans;
use super::globals::Globals;
use super::input::Input;
use super::usage::Usage;
use crate::domain::Finding;
use crate::domain::finding::{Particulars, Place};
use crate::domain::ids::Text;
use crate::store::holidays_in;
use crate::text::{Lang, both, clean};

/// The findings of one file and the language to say them in; none where `path` is no single file but a folder.
///
/// They name the file as it was named, so that an editor finds it from where it stands.
pub(super) fn findings(path: &Path, globals: &Globals) -> Result<Option<(Vec<Finding>, Lang)>, Failure> {
    let yaml = path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    match fs::symlink_metadata(path) {
        Err(_) if yaml => return Err(Failure::Input(missing(path))),
        Err(_) => return Ok(None),
        Ok(_) if path.is_dir() && !yaml => return Ok(None),
        Ok(_) => {}
    }
    let named: Text = clean(&path.to_string_lossy()).as_ref().into();
    let at = std::path::absolute(path).map_err(|error| Failure::Output(Some(named.to_string()), error))?;
    let Some(Kind { root, file }) = kind(&at) else { return Err(strange(path).into()) };
    if *file == *"holidays.yaml" {
        return Ok(Some((holidays_in(&at, &named), globals.lang.unwrap_or_default())));
    }
    let input = Input::read(&Plans::at(&root), globals)?;
    // Without its plan nothing can be said of a unit's file: then what is wrong with the plan is the answer.
    let alone = !input.boards.is_empty();
    let own = |finding: &&Finding| !alone || *finding.place.file == *file;
    let called = |finding: &Finding| {
        let place = &finding.place;
        let file = if *place.file == *file { named.clone() } else { beside(&root, &place.file) };
        Finding::from(Particulars { place: Place { file, ..place.clone() }, ..Particulars::clone(finding) })
    };
    Ok(Some((input.findings().filter(own).map(called).collect(), input.lang)))
}

/// What a file is by its name and its folder.
struct Kind {
    /// The plan's folder.
    root: PathBuf,
    /// What findings call it there.
    file: String,
}

fn kind(at: &Path) -> Option<Kind> {
    let (name, folder) = (at.file_name()?.to_string_lossy(), at.parent()?);
    if matches!(&*name, "plan.yaml" | "holidays.yaml") {
        return Some(Kind { root: folder.to_owned(), file: name.into_owned() });
    }
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    if !yaml || folder.file_name()? != "units" {
        return None;
    }
    Some(Kind { root: folder.parent()?.to_owned(), file: format!("units/{}", clean(&name)) })
}

fn beside(root: &Path, file: &str) -> Text {
    clean(&root.join(file).to_string_lossy()).as_ref().into()
}

fn missing(path: &Path) -> Usage {
    let shown = path.to_string_lossy();
    let shown = clean(&shown);
    Usage {
        said: both!("没有这个文件：{shown}", "no such file: {shown}"),
        hint: both!("核对路径", "check the path"),
    }
}

fn strange(path: &Path) -> Usage {
    let shown = path.to_string_lossy();
    let shown = clean(&shown);
    Usage {
        said: both!("{shown} 不是方案的文件", "{shown} is not a file of a plan"),
        hint: both!(
            "可检查 plan.yaml、units 下的 .yaml、holidays.yaml，或整个文件夹",
            "what can be checked: plan.yaml, a .yaml below units, holidays.yaml, or a whole folder"
        ),
    }
}
