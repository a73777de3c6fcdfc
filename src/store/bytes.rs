//! From a path to bytes, without ever blocking, running out of memory, or leaving the root.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::slip::{Slip, Spot};
use crate::domain::finding::Code;
use crate::text::{Said, both, clean};

/// What tells one state of a file from another without reading it (decision D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self {
            device: meta.dev(),
            inode: meta.ino(),
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}

/// The stamp of what a path leads to, if it leads anywhere.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|meta| Stamp::of(&meta))
}

/// A read file.
#[derive(Debug)]
pub(super) struct Bytes {
    pub(super) content: Vec<u8>,
    pub(super) stamp: Stamp,
    /// Where it really is.
    pub(super) home: PathBuf,
}

/// What came of a try to read.
#[derive(Debug)]
pub(super) enum Tried {
    /// It was read.
    Read(Bytes),
    /// There is nothing at that path.
    Gone,
    /// It changed while it was read.
    Changing,
    /// It will not be read.
    Refused(Slip),
}

/// Reads a file of at most `cap` bytes whose real place is below `root`.
pub(super) fn read(path: &Path, root: &Path, cap: u64) -> Tried {
    match try_read(path, root, cap) {
        Ok(tried) => tried,
        Err(error) if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
            Tried::Gone
        }
        Err(error) => Tried::Refused(unreadable(&error)),
    }
}

/// Where a regular file below `root` really is, and its size; else why it is left alone.
pub(super) fn home(path: &Path, root: &Path) -> io::Result<Result<(PathBuf, u64), Slip>> {
    // A FIFO or a device is never opened: opening alone can block or do something.
    let meta = fs::metadata(path)?;
    if !meta.is_file() {
        return Ok(Err(not_a_file(&meta)));
    }
    let home = fs::canonicalize(path)?;
    if !home.starts_with(root) {
        return Ok(Err(Slip::new(
            Code::Unreadable,
            Spot::File,
            both!("链接指向方案文件夹之外，不读", "a link that leads out of the folder: not read"),
            both!("把文件本身放进来，不用链接", "put the file itself here instead of a link"),
        )));
    }
    Ok(Ok((home, meta.len())))
}

fn try_read(path: &Path, root: &Path, cap: u64) -> io::Result<Tried> {
    let (home, size) = match home(path, root)? {
        Ok(found) => found,
        Err(slip) => return Ok(Tried::Refused(slip)),
    };
    if size > cap {
        return Ok(Tried::Refused(too_large(size, cap)));
    }
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let mut file = File::from(rustix::fs::open(&home, flags, Mode::empty())?);
    let opened = file.metadata()?;
    if !opened.is_file() {
        return Ok(Tried::Refused(not_a_file(&opened)));
    }
    if opened.len() > cap {
        return Ok(Tried::Refused(too_large(opened.len(), cap)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(opened.len()).unwrap_or(0) + 1);
    // One byte more than there should be, to see that there is no more.
    file.by_ref().take(cap + 1).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    if after.len() != bytes.len() as u64 || Stamp::of(&after) != Stamp::of(&opened) {
        return Ok(Tried::Changing);
    }
    Ok(Tried::Read(Bytes { content: bytes, stamp: Stamp::of(&after), home }))
}

fn too_large(size: u64, cap: u64) -> Slip {
    let (size, cap) = (size.div_ceil(1024), cap / 1024);
    Slip::new(
        Code::TooLarge,
        Spot::File,
        both!("文件有 {size} KiB，上限是 {cap} KiB", "the file has {size} KiB; the limit is {cap} KiB"),
        both!("删去无关内容；附件请放链接", "remove what does not belong here; link to attachments"),
    )
}

fn not_a_file(meta: &Metadata) -> Slip {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = meta.file_type();
    let (zh, en) = if kind.is_dir() {
        ("文件夹", "a folder")
    } else if kind.is_fifo() {
        ("管道", "a FIFO")
    } else if kind.is_socket() {
        ("套接字", "a socket")
    } else {
        ("设备", "a device")
    };
    Slip::new(
        Code::NotAFile,
        Spot::File,
        both!("这是{zh}，不是普通文件，不读", "this is {en}, not a regular file: not read"),
        both!("移走它", "move it away"),
    )
}

/// Why the system will not have a file read.
pub(super) fn unreadable(error: &io::Error) -> Slip {
    Slip::new(
        Code::Unreadable,
        Spot::File,
        reason(error),
        both!("检查权限和链接", "check permissions and links"),
    )
}

fn reason(error: &io::Error) -> Said {
    let kind = error.kind();
    if kind == ErrorKind::PermissionDenied {
        both!("没有读取权限", "permission denied")
    } else if kind == ErrorKind::NotFound {
        both!("链接指向的文件不存在", "a link that leads nowhere")
    } else if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        both!("链接绕成了圈", "a loop of links")
    } else {
        let text = error.to_string();
        let text = clean(&text);
        both!("系统不让读（{text}）", "the system refuses it ({text})")
    }
}
