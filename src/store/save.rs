//! Writing a file whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file that must not be there yet; its folders are made.
///
/// # Errors
///
/// `AlreadyExists` where something has that name; whatever the system says otherwise.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Replaces a file's content, keeping its permissions: a temporary file beside it, synced, then renamed. `unchanged`
/// is asked at the last moment; on false nothing is done, and the answer is false.
///
/// # Errors
///
/// Whatever the system says; the old content then still stands.
pub(super) fn replace(path: &Path, bytes: &[u8], unchanged: impl FnOnce() -> bool) -> io::Result<bool> {
    let temporary = beside(path)?;
    let written = write(path, &temporary, bytes).and_then(|()| {
        let go = unchanged();
        if go { fs::rename(&temporary, path).map(|()| true) } else { Ok(false) }
    });
    if !matches!(written, Ok(true)) {
        // The answer that counts is the first one; a leftover that cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    } else if let Some(Ok(folder)) = path.parent().map(File::open) {
        // The rename has happened; that the folder cannot be synced makes it no less so.
        let _ = folder.sync_all();
    }
    written
}

/// A name beside `path` that the store passes over: hidden, and not YAML.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    Ok(path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id())))
}

fn write(path: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.set_permissions(permissions)?;
    file.write_all(bytes)?;
    file.sync_all()
}
