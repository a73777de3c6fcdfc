//! What is at the root: which folders of plans, and whether each is where it was.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cached::Look;
use super::folder::Folder;
use super::{RootTrouble, Store};
use crate::domain::ids::Text;
use crate::text::clean;

/// What was found at the root.
pub(super) struct Found {
    /// Where it really is.
    pub(super) root: PathBuf,
    /// The plans' folders, sorted by name; one without a name where the root is a plan's.
    pub(super) plans: Vec<String>,
    /// Whether they are those of the last whole look, each where it was.
    pub(super) same: bool,
}

impl Store {
    /// Where the root really is, and what is there; it was last found at `home`.
    pub(super) fn find(&mut self, look: Look<'_>, home: Option<&Path>) -> Result<Found, RootTrouble> {
        let given = self.root.clone();
        let path = || given.clone();
        let trouble = |error: &std::io::Error| {
            if error.kind() == ErrorKind::NotFound {
                RootTrouble::Missing(path())
            } else if error.kind() == ErrorKind::NotADirectory {
                RootTrouble::NotAFolder(path())
            } else {
                RootTrouble::Unreadable(path(), error.to_string())
            }
        };
        let root = fs::canonicalize(&given).map_err(|error| trouble(&error))?;
        if !root.is_dir() {
            return Err(RootTrouble::NotAFolder(path()));
        }
        let holds_plan = |dir: &Path| fs::symlink_metadata(dir.join("plan.yaml")).is_ok();
        let stays = home == Some(&*root);
        if holds_plan(&root) {
            let mut alone = self.plans.get_mut("").filter(|_| stays);
            let same = alone.as_mut().is_some_and(|folder| folder.holds_plan(look));
            return Ok(Found { root, plans: vec![String::new()], same });
        }
        let names = self.entries.names(&root, look).map_err(|error| trouble(&error))?;
        // As long as no entry of the root is another, a plan's folder is where it was.
        let mut same = stays && Arc::ptr_eq(&names, &self.names);
        let in_place = same;
        let mut plans = Vec::new();
        for name in names.iter().filter_map(|name| name.to_str()).filter(|name| !name.starts_with('.')) {
            let folder = self.plans.get_mut(name).filter(|_| in_place);
            let known = folder.is_some();
            if folder.map_or_else(|| holds_plan(&root.join(name)), |folder| folder.holds_plan(look)) {
                same &= known;
                plans.push(name.to_owned());
            }
        }
        self.names = names;
        if plans.is_empty() { Err(RootTrouble::NoPlan(path())) } else { Ok(Found { root, plans, same }) }
    }
}

/// The folder of a plan below `root`; `root` itself without a name.
pub(super) fn open(root: &Path, name: &str) -> Folder {
    let dir = if name.is_empty() { root.to_owned() } else { root.join(name) };
    let id = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id: Text = clean(&id).as_ref().into();
    let prefix = if name.is_empty() { String::new() } else { format!("{}/", clean(name)) };
    Folder::new(dir, id, prefix)
}
