//! The entries of a folder, looked at again only when the folder says that they changed: opening a folder is an event
//! of its own, and to look every two seconds must wake nobody.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::bytes::{self, Stamp};
use super::cached::{Effort, Look};
use super::slip::{Slip, Spot};
use super::storage::{self, Reach};
use crate::domain::finding::Code;
use crate::text::both;

/// The most names of a folder that are looked at.
const NAMES: usize = 20_000;
/// How long a folder must have looked the same before its list is believed: the coarsest clock of a file system ticks
/// every two seconds, and what changes twice within one tick looks as if it had changed once.
const SETTLED: Duration = Duration::from_secs(3);

/// What was found out about the entries of a folder, for as long as the folder says that they are the same.
#[derive(Debug)]
pub(super) struct Settled<T> {
    last: Option<Last<T>>,
    /// Whether it has been found out anew since somebody asked for that.
    anew: bool,
}

impl<T> Default for Settled<T> {
    fn default() -> Self {
        Self { last: None, anew: false }
    }
}

#[derive(Debug)]
struct Last<T> {
    dir: PathBuf,
    /// What the folder looked like before, and since when it has.
    stamp: Option<Stamp>,
    since: Duration,
    /// When it was found out.
    at: Duration,
    /// Whether the storage is one that dates what happens to a folder.
    dated: bool,
    found: T,
}

impl<T> Last<T> {
    /// Whether it is what would be found now: the folder has not changed, what is known is younger than its last change
    /// by more than any clock's tick, and the storage is to be believed. (The stamp names the storage, too.)
    fn holds(&self, dir: &Path, stamp: Option<Stamp>) -> bool {
        self.dated
            && stamp.is_some()
            && self.stamp == stamp
            && self.at >= self.since + SETTLED
            && self.dir.as_os_str() == dir.as_os_str()
    }
}

impl<T: Clone> Settled<T> {
    /// What `find` finds in `dir`; the same value where it was not asked again.
    pub(super) fn get(
        &mut self,
        dir: &Path,
        look: Look<'_>,
        find: impl FnOnce(&Path) -> io::Result<T>,
    ) -> io::Result<T> {
        let stamp = bytes::stamp(dir);
        let Some(at) = look.at else {
            (self.last, self.anew) = (None, true);
            return find(dir);
        };
        if let Some(last) = self.last.as_ref().filter(|last| last.holds(dir, stamp))
            && look.effort == Effort::Changed
        {
            return Ok(last.found.clone());
        }
        self.anew = true;
        let last = self.last.take().filter(|last| last.dir == dir && last.stamp == stamp);
        let since = last.map_or(at, |last| last.since);
        let dated = storage::of(dir).is_some_and(|storage| storage.reach == Reach::Everybody);
        let found = find(dir)?;
        self.last = Some(Last { dir: dir.to_owned(), stamp, since, at, dated, found: found.clone() });
        Ok(found)
    }

    /// Whether anything was found out anew since the last call: the folder may be another.
    pub(super) fn anew(&mut self) -> bool {
        std::mem::take(&mut self.anew)
    }
}

/// The names in a folder that were last listed.
pub(super) type Listing = Settled<Arc<[OsString]>>;

impl Listing {
    /// The names in `dir`, sorted.
    pub(super) fn names(&mut self, dir: &Path, look: Look<'_>) -> io::Result<Arc<[OsString]>> {
        self.get(dir, look, list)
    }

    /// The same, of a folder that must be below `root`: where no link is on its way there, it is. No names if there is
    /// no such folder: units may not have begun.
    pub(super) fn names_below(
        &mut self,
        dir: &Path,
        root: Option<&Path>,
        look: Look<'_>,
    ) -> Result<Arc<[OsString]>, Slip> {
        let inside = root.map_or(Ok(true), |root| Ok(fs::canonicalize(dir)?.starts_with(root)));
        match inside.and_then(|inside| inside.then(|| self.names(dir, look)).transpose()) {
            Ok(Some(names)) => Ok(names),
            Ok(None) => Err(Slip::new(
                Code::Unreadable,
                Spot::File,
                both!("链接指向方案文件夹之外，不读", "a link that leads out of the folder: not read"),
                both!("把文件夹本身放进来，不用链接", "put the folder itself here instead of a link"),
            )),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Arc::default()),
            Err(error) => Err(bytes::unreadable(&error)),
        }
    }
}

fn list(dir: &Path) -> io::Result<Arc<[OsString]>> {
    let list = fs::read_dir(dir)?;
    let mut names: Vec<OsString> =
        list.filter_map(Result::ok).take(NAMES).map(|entry| entry.file_name()).collect();
    names.sort();
    Ok(names.into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A listing that was made at `at` ms, and a name that came after it without the folder's stamp telling.
    #[test]
    fn a_list_is_believed_only_of_a_folder_that_has_been_quiet_for_longer_than_a_clocks_tick() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "").unwrap();
        let whole = BTreeSet::new();
        let look = |seconds, effort| Look { effort, at: Some(Duration::from_secs(seconds)), whole: &whole };
        let mut listing = Listing::default();
        let mut names = |seconds, effort| listing.names(dir.path(), look(seconds, effort)).unwrap().len();
        assert_eq!(names(10, Effort::Changed), 1);
        assert_eq!(names(12, Effort::Changed), 1);
        // A change shows at once, whether or not the folder was quiet.
        fs::write(dir.path().join("b"), "").unwrap();
        assert_eq!(names(20, Effort::Changed), 2);
        assert_eq!(names(23, Effort::Changed), 2);
        assert_eq!(names(25, Effort::Changed), 2);
        fs::write(dir.path().join("c"), "").unwrap();
        assert_eq!(names(27, Effort::Changed), 3);
        assert_eq!(names(28, Effort::Everything), 3);
    }

    #[test]
    fn a_list_made_in_the_same_tick_as_a_change_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let stamp = bytes::stamp(dir.path());
        let seconds = Duration::from_secs;
        let last = |since, at, dated| Last { dir: dir.path().to_owned(), stamp, since, at, dated, found: () };
        assert!(!last(seconds(10), seconds(10), true).holds(dir.path(), stamp));
        assert!(!last(seconds(10), seconds(12), true).holds(dir.path(), stamp));
        assert!(last(seconds(10), seconds(13), true).holds(dir.path(), stamp));
        assert!(!last(seconds(10), seconds(13), false).holds(dir.path(), stamp));
        assert!(!last(seconds(10), seconds(13), true).holds(dir.path(), None));
        assert!(!last(seconds(10), seconds(13), true).holds(Path::new("/"), stamp));
    }
}
