//! Where changes show: the folders the files are in, and the doors they are reached through.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Device, inode and birth of a folder: one that was replaced has the same name and is another one. Without the birth
/// it may have the same number, too: file systems give it out again.
pub(super) type Identity = (u64, u64, Option<std::time::SystemTime>);

/// Which folder a path leads to, if it leads to one.
pub(super) fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(folder).ok()?;
    Some((found.dev(), found.ino(), found.created().ok()))
}

/// The links of one root that are followed at most.
const LINKS: usize = 8;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Places {
    /// Folders, resolved, in which any change matters: the same value for as long as nothing says that they may be
    /// others.
    pub(super) homes: Arc<BTreeSet<PathBuf>>,
    /// Entries of other folders that matter: the root itself, which may be replaced, and the links that lead to it.
    pub(super) doors: BTreeSet<PathBuf>,
}

impl Places {
    /// The homes below the root, and the doors to it. Of a root that is not there, the nearest door that is.
    pub(super) fn of(root: &Path, homes: Arc<BTreeSet<PathBuf>>) -> Self {
        let mut places = Self { homes, doors: BTreeSet::new() };
        let mut path = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        for _ in 0..LINKS {
            let Some(door) = door(&path) else { break };
            let target = fs::read_link(&door);
            let parent = door.parent().map(Path::to_owned);
            places.doors.insert(door);
            match (target, parent) {
                (Ok(target), Some(parent)) => path = parent.join(target),
                _ => break,
            }
        }
        places
    }

    /// The folders to be watched.
    pub(super) fn folders(&self) -> BTreeSet<&Path> {
        self.homes.iter().map(PathBuf::as_path).chain(self.thresholds()).collect()
    }

    /// The folders the doors are in.
    pub(super) fn thresholds(&self) -> impl Iterator<Item = &Path> {
        self.doors.iter().filter_map(|door| door.parent())
    }

    /// Whether it is the very same, and nobody has reason to think that another folder is behind one of the homes.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.homes, &other.homes) && self.doors == other.doors
    }

    /// Whether something that happened at a path may matter.
    pub(super) fn concern(&self, path: &Path) -> bool {
        self.homes.contains(path)
            || self.doors.contains(path)
            || path.parent().is_some_and(|parent| self.homes.contains(parent))
    }
}

/// The entry a path stands for, in a folder that is there: the path itself, or what is missing on the way to it.
fn door(path: &Path) -> Option<PathBuf> {
    path.ancestors().find_map(|entry| {
        let parent = fs::canonicalize(entry.parent()?).ok()?;
        Some(parent.join(entry.file_name()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_watched_through_every_link_and_a_missing_one_where_it_would_begin() {
        let dir = tempfile::tempdir().unwrap();
        let base = fs::canonicalize(dir.path()).unwrap();
        fs::create_dir_all(base.join("real/plans")).unwrap();
        std::os::unix::fs::symlink("link", base.join("plans")).unwrap();
        std::os::unix::fs::symlink("real/plans", base.join("link")).unwrap();
        let homes = Arc::new(BTreeSet::from([base.join("real/plans")]));
        let places = Places::of(&base.join("plans"), homes);
        let doors = ["link", "plans", "real/plans"].map(|name| base.join(name));
        assert_eq!(places.doors, BTreeSet::from(doors));
        assert!(places.concern(&base.join("real/plans/x")) && !places.concern(&base.join("other")));
        let places = Places::of(&base.join("no/such/plans"), Arc::default());
        assert_eq!(places.doors, BTreeSet::from([base.join("no")]));
    }
}
