//! A folder of our own in the system's temporary one, gone when its owner is.
//!
//! A process that is killed leaves its folder behind. The lock it held is not left behind: a folder whose lock can be
//! had belongs to nobody, and [`sweep`] takes it away. Only folders that we made, hold our lock file and belong to the
//! same user are touched.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

/// The file whose lock says that somebody is there.
const LOCK: &str = ".guatu-lock";
/// Names tried before giving up.
const TRIES: u32 = 100;

/// The folder. Dropping it removes it and everything in it.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    /// Held until the folder is gone.
    _lock: File,
}

impl Scratch {
    /// Makes one that only this user may look into; `purpose` is part of its name.
    ///
    /// # Errors
    ///
    /// When the temporary folder cannot be written to.
    pub fn new(purpose: &str) -> io::Result<Self> {
        for n in 0..TRIES {
            let path = home().join(format!("{}{}-{n}", prefix(purpose), std::process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            }
            let lock = File::create_new(path.join(LOCK)).inspect_err(|_| {
                // Without its lock no sweep would know it for ours.
                let _ = fs::remove_dir(&path);
            })?;
            // Whoever sweeps may just have had it: then this one is theirs to remove.
            if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok() {
                return Ok(Self { path, _lock: lock });
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the next sweep; nobody is there to be told.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes the folders of that purpose whose owners are gone; returns how many.
pub fn sweep(purpose: &str) -> usize {
    let Ok(list) = fs::read_dir(home()) else { return 0 };
    let names = list
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(&prefix(purpose))));
    names.filter(|entry| abandoned(&entry.path())).count()
}

/// Whether a folder was nobody's and has been removed.
fn abandoned(path: &Path) -> bool {
    let ours = rustix::process::getuid().as_raw();
    let real = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir() && found.uid() == ours);
    let Some(lock) = Some(path.join(LOCK)).filter(|_| real).and_then(|lock| File::open(lock).ok()) else {
        return false;
    };
    flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok() && fs::remove_dir_all(path).is_ok()
}

fn home() -> PathBuf {
    std::env::temp_dir()
}

fn prefix(purpose: &str) -> String {
    format!("guatu-{purpose}-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_owner_and_a_living_one_is_not_swept() {
        let scratch = Scratch::new("test-living").unwrap();
        let path = scratch.path().to_owned();
        fs::write(path.join("x"), "x").unwrap();
        assert_eq!(sweep("test-living"), 0);
        assert!(path.join("x").exists());
        drop(scratch);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_whose_owner_was_killed_is_swept_and_one_without_our_lock_is_not() {
        let name = format!("{}{}", prefix("test-dead"), std::process::id());
        let (dead, foreign) = (home().join(format!("{name}-a")), home().join(format!("{name}-b")));
        fs::create_dir_all(&dead).unwrap();
        fs::create_dir_all(&foreign).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        assert_eq!(sweep("test-dead"), 1);
        assert!(!dead.exists() && foreign.exists());
        fs::remove_dir(foreign).unwrap();
    }
}
