//! The session's own log: what nobody saw on the screen can be read here later.
//!
//! Two files of 256 KiB at most, however long a wall hangs. Lines are written by a thread of their own: a disk that is
//! slow, full or gone never holds up the screen, and a log that cannot be written is simply not there.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::clock;
use crate::text::clean;

/// The bytes after which a file is put aside; the one put aside before it goes.
pub const CAP: u64 = 256 * 1024;
/// The characters of a line that are kept.
const LONGEST: usize = 500;
/// Lines that may wait for the disk; more are dropped.
const QUEUE: usize = 64;
/// How long the same line again is only counted.
const SAME: Duration = Duration::from_secs(60);
/// How long the end of a session waits for the last lines to be written.
const FAREWELL: Duration = Duration::from_millis(100);
/// The file's name; the one put aside has `.1` after it.
pub const NAME: &str = "guatu.log";

/// The log, to be written to from any thread; copies write to the same files.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    lines: Option<SyncSender<Line>>,
}

#[derive(Debug)]
enum Line {
    Text(String),
    /// Everything before has been written: say so.
    Written(SyncSender<()>),
}

impl Journal {
    /// No log.
    pub fn none() -> Self {
        Self::default()
    }

    /// A log in `folder`, which is made when the first line is written. None, if its thread cannot be started.
    pub fn open(folder: PathBuf) -> Self {
        let (lines, inbox) = sync_channel(QUEUE);
        let started =
            thread::Builder::new().name("guatu-log".to_owned()).spawn(move || keep(&folder, &inbox));
        Self { lines: started.is_ok().then_some(lines) }
    }

    /// Notes a line. Never waits: where too many lines wait for the disk, this one is lost.
    pub fn note(&self, text: &str) {
        if let Some(lines) = &self.lines {
            // Cleaned once more: a file's name may be in it, or what a library said.
            let text: String = clean(text).chars().take(LONGEST).collect();
            let _ = lines.try_send(Line::Text(text));
        }
    }

    /// Waits until what was noted is on the disk, a tenth of a second at most.
    pub fn finish(&self) {
        let Some(lines) = &self.lines else { return };
        let (said, heard) = sync_channel(1);
        if lines.try_send(Line::Written(said)).is_ok() {
            let _ = heard.recv_timeout(FAREWELL);
        }
    }
}

/// Writes the lines that come until nobody can send any more.
fn keep(folder: &Path, inbox: &Receiver<Line>) {
    let mut last = (String::new(), clock::now());
    let mut again = 0_u32;
    while let Ok(line) = inbox.recv() {
        match line {
            Line::Text(text) => {
                let now = clock::now();
                if text == last.0 && now.saturating_duration_since(last.1) < SAME {
                    again = again.saturating_add(1);
                    continue;
                }
                // A log that cannot be written is not there; the screen says what matters.
                let _ = write(folder, &text, std::mem::take(&mut again));
                last = (text, now);
            }
            Line::Written(said) => {
                let _ = said.try_send(());
            }
        }
    }
}

/// Writes one line. The file is opened each time: lines are rare, and somebody else may have moved it.
fn write(folder: &Path, text: &str, again: u32) -> io::Result<()> {
    let path = folder.join(NAME);
    let mut file = open(&path).or_else(|_| {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        open(&path)
    })?;
    if file.metadata()?.len() >= CAP {
        fs::rename(&path, folder.join(format!("{NAME}.1")))?;
        file = open(&path)?;
    }
    let (stamp, pid) = (clock::stamp(), std::process::id());
    let before = if again > 0 {
        format!("{stamp} [{pid}] the line before, {again} times more\n")
    } else {
        String::new()
    };
    let line = format!("{before}{stamp} [{pid}] {text}\n");
    file.write_all(line.as_bytes())
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}
