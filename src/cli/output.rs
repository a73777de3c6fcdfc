//! `-o FILE`: a file written whole or not at all, and never over the files guatu reads.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::Failure;
use super::usage::Usage;
use crate::text::{both, clean};

/// Writes `path`: a temporary file beside it, synced, then renamed over it; the permissions of a file that was there
/// are kept. A link is followed; what is no regular file (`/dev/stdout`, a named pipe) is written to as it is.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let target = resolved(path);
    if is_ours(&target) || is_ours(path) {
        return Err(read_not_written(path).into());
    }
    let written = match fs::metadata(&target) {
        Ok(there) if !there.is_file() && !there.is_dir() => {
            OpenOptions::new().write(true).open(&target).and_then(|mut file| file.write_all(bytes))
        }
        Ok(_) | Err(_) => replace(&target, bytes),
    };
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Output(Some(path.to_string_lossy().into_owned()), error)),
        Ok(()) => Ok(()),
    }
}

/// The path without links: of a file that is there its own, of a new one its folder's.
fn resolved(path: &Path) -> PathBuf {
    let there = fs::canonicalize(path).ok();
    let new = || Some(fs::canonicalize(folder(path)).ok()?.join(path.file_name()?));
    there.or_else(new).unwrap_or_else(|| path.to_owned())
}

/// The folder a path stands in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a path is one of the files guatu reads: a plan, a holiday table, or anything in a plan's `units/`.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::to_ascii_lowercase).unwrap_or_default();
    let read = ["plan.yaml", "plan.yml", "holidays.yaml", "holidays.yml"];
    let units = path.ancestors().skip(1).filter(|folder| folder.file_name() == Some(OsStr::new("units")));
    read.iter().any(|it| name == *it)
        || units.filter_map(Path::parent).any(|plan| plan.join("plan.yaml").exists())
}

fn read_not_written(path: &Path) -> Usage {
    let path = path.to_string_lossy();
    let path = clean(&path);
    Usage {
        said: both!(
            "-o {path}：这是 guatu 读取的文件或目录，不写入报告",
            "-o {path}: guatu reads this file or folder; no report is written there"
        ),
        hint: both!("请换一个文件名或目录", "name another file or folder"),
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    sweep(path, name);
    let temporary = beside(path, name, std::process::id());
    let written = write(path, &temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The error that counts is the first one; a leftover that cannot be removed changes nothing.
        let _ = fs::remove_file(&temporary);
    } else if let Some(Ok(folder)) = path.parent().map(File::open) {
        // The rename has happened; that the folder cannot be synced makes it no less so.
        let _ = folder.sync_all();
    }
    written
}

fn write(path: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// `.NAME.PID.guatu-tmp`: hidden, and no YAML.
fn beside(path: &Path, name: &OsStr, id: u32) -> PathBuf {
    path.with_file_name(format!(".{}.{id}.guatu-tmp", name.to_string_lossy()))
}

/// Removes what runs that were killed left beside `path`: temporary files of this name whose process has gone.
fn sweep(path: &Path, name: &OsStr) {
    let before = format!(".{}.", name.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder(path)) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name();
        let id = file.to_str().and_then(|file| file.strip_prefix(&before)?.strip_suffix(".guatu-tmp"));
        let id = id.and_then(|id| id.parse().ok()).and_then(Pid::from_raw);
        if id.is_some_and(|id| test_kill_process(id) == Err(rustix::io::Errno::SRCH)) {
            // Somebody else may have been quicker.
            let _ = fs::remove_file(entry.path());
        }
    }
}
