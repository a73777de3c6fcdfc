//! One file and what was last read from it: the last good content stays when a later one cannot be read.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bytes::{self, Bytes, Stamp, Tried};
use super::decode;
use super::hold::{Hold, Weigh};
use super::place::Source;
use super::quiet::{Quiet, Sight};
use super::slip::{Slip, Spot};
use crate::domain::finding::{Code, Finding};
use crate::domain::ids::Text;
use crate::domain::ledger::FileState;
use crate::text::both;

/// How hard to look at the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Only files whose stamp changed are read.
    Changed,
    /// Every file is read and its content compared.
    Everything,
}

/// How soon a file is looked at again that changed while it was read.
const SOON: Duration = Duration::from_millis(50);

/// A look at the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look<'a> {
    /// How hard.
    pub(super) effort: Effort,
    /// When, by a clock that never goes back; none if it is the only look there will be.
    pub(super) at: Option<Duration>,
    /// The files that have just been written and closed, or renamed into place: no need to wait for them.
    pub(super) whole: &'a BTreeSet<PathBuf>,
}

/// Where a file is and what it may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Where to open it.
    pub(super) path: &'a Path,
    /// What it may not leave, resolved.
    pub(super) root: &'a Path,
    /// What it is called in findings.
    pub(super) file: &'a Text,
    /// The largest size in bytes.
    pub(super) cap: u64,
}

/// A file's last good content and its present state.
#[derive(Debug)]
pub(super) struct Cached<T> {
    /// What was last read, from outside; none if nothing was, or if it is to be read again whatever it looks like.
    stamp: Option<Stamp>,
    hash: Option<u64>,
    /// The bytes that were last read.
    size: usize,
    /// Whether what was read is to be parsed again, although the file is the same.
    stale: bool,
    /// Whether somebody is still writing.
    quiet: Quiet,
    /// What said less than before, from outside.
    held: Option<Stamp>,
    /// The last good content.
    pub(super) good: Option<T>,
    /// How it was found.
    pub(super) state: FileState,
    /// What is wrong in it.
    pub(super) findings: Vec<Finding>,
    /// Where it really is, if it was ever read.
    pub(super) home: Option<PathBuf>,
    /// When it is to be looked at again: somebody is still writing, or it says less than before.
    pub(super) due: Option<Duration>,
    hold: Hold,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self {
            stamp: None,
            hash: None,
            size: 0,
            stale: false,
            quiet: Quiet::default(),
            held: None,
            good: None,
            state: FileState::Missing,
            findings: Vec::new(),
            home: None,
            due: None,
            hold: Hold::default(),
        }
    }
}

/// What a text gives: content and findings, or the one reason why it gives none.
pub(super) type Parsed<T> = Result<(T, Vec<Finding>), Vec<Finding>>;

impl<T: Weigh> Cached<T> {
    /// A file that another store has read last, to be read again.
    pub(super) fn remembered(good: T) -> Self {
        Self { good: Some(good), ..Self::default() }
    }

    /// Believes that the file at `path` is what was read, as where a file system tells of no change.
    #[cfg(test)]
    pub(super) fn mask(&mut self, path: &Path) {
        self.stamp = bytes::stamp(path);
    }

    /// Has the next look parse the file again, though it may be the same.
    pub(super) fn forget(&mut self) {
        self.stale = true;
    }

    /// Looks at the file from outside: whether it is to be read now.
    pub(super) fn sight(&mut self, path: &Path, look: Look<'_>) -> Sight {
        self.due = None;
        let now = bytes::stamp(path);
        let same = now.is_some() && now == self.stamp;
        let again = self.stale || look.effort == Effort::Everything;
        let Some(at) = look.at else {
            return if same && !again { Sight::Same } else { Sight::Now };
        };
        if now.is_none() {
            return Sight::Now;
        }
        if look.whole.contains(path) || self.home.as_ref().is_some_and(|home| look.whole.contains(home)) {
            self.quiet.seen(now, at);
            return Sight::Whole;
        }
        if same {
            self.quiet.end();
            return if again { Sight::Now } else { Sight::Same };
        }
        // A loss is not read again before it is to be believed.
        if let Some(until) = self.hold.until().filter(|_| self.held == now) {
            self.due = Some(until).filter(|until| at < *until);
            return if self.due.is_some() { Sight::Same } else { Sight::Now };
        }
        let sight = self.quiet.seen(now, at);
        if let Sight::Waits(until) = sight {
            self.due = Some(until);
        }
        sight
    }

    /// Reads the file; whether anything is different now.
    pub(super) fn update(
        &mut self,
        wanted: Wanted<'_>,
        look: Look<'_>,
        sight: Sight,
        parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
    ) -> bool {
        if matches!(sight, Sight::Same | Sight::Waits(_)) {
            return false;
        }
        let Bytes { content, stamp, home } = match bytes::read(wanted.path, wanted.root, wanted.cap) {
            Tried::Read(read) => read,
            Tried::Gone if self.good.is_some() && self.hold.keeps(None, look.at) => {
                // Editors that delete and create leave a gap; nobody should see it.
                (self.stamp, self.held, self.due) = (None, None, self.hold.until());
                return false;
            }
            Tried::Gone => {
                let was = self.state != FileState::Missing;
                *self = Self::default();
                return was;
            }
            Tried::Changing => {
                self.stamp = None;
                self.due = look.at.map(|at| at + SOON);
                return false;
            }
            Tried::Refused(slip) => {
                (self.hash, self.stale) = (None, false);
                self.stamp = bytes::stamp(wanted.path);
                return self.fail(vec![Source { file: wanted.file, text: "" }.finding(slip, None)]);
            }
        };
        // A file that has been cut short is shorter: whoever says that it is whole may have begun to write it again.
        if sight == Sight::Whole && content.len() < self.size && self.good.is_some() {
            self.stamp = None;
            self.due = look.at.map(|at| self.quiet.seen(Some(stamp), at).due(at));
            return false;
        }
        let changed = self.take(wanted, look, Bytes { content, stamp, home }, parse);
        self.quiet.end();
        changed
    }

    /// Takes in what was read; whether anything is different now.
    fn take(
        &mut self,
        wanted: Wanted<'_>,
        look: Look<'_>,
        read: Bytes,
        parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
    ) -> bool {
        let Bytes { content, stamp, home } = read;
        let mut hasher = DefaultHasher::new();
        hasher.write(&content);
        let hash = hasher.finish();
        self.stamp = Some(stamp);
        self.home = Some(home);
        if self.hash == Some(hash) && !self.stale {
            self.hold.release();
            return false;
        }
        let stale = std::mem::take(&mut self.stale);
        match parse_bytes(wanted, &content, parse) {
            Ok((good, _))
                if !stale
                    && self.loses(&good)
                    && self.hold.keeps_since(Some(hash), look.at, self.quiet.since()) =>
            {
                // Most beginnings of a file are files that say less.
                (self.stamp, self.held, self.due) = (None, Some(stamp), self.hold.until());
                false
            }
            Ok((good, findings)) => {
                (self.hash, self.size) = (Some(hash), content.len());
                self.hold.release();
                (self.good, self.state, self.findings) = (Some(good), FileState::Read, findings);
                true
            }
            Err(findings) => {
                self.hash = Some(hash);
                self.fail(findings)
            }
        }
    }

    /// Whether `new` says less than what is shown.
    fn loses(&self, new: &T) -> bool {
        self.good.as_ref().is_some_and(|old| new.weight() < old.weight())
    }

    fn fail(&mut self, findings: Vec<Finding>) -> bool {
        let state = FileState::Unreadable { kept: self.good.is_some() };
        let changed = self.state != state || self.findings != findings;
        (self.state, self.findings) = (state, findings);
        changed
    }
}

fn parse_bytes<T>(
    wanted: Wanted<'_>,
    bytes: &[u8],
    parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
) -> Parsed<T> {
    // The parsers are not ours: should one panic, that is the end of this file's new content, not of the program.
    catch_unwind(AssertUnwindSafe(|| decoded(wanted.file, bytes, parse))).unwrap_or_else(|_| {
        let slip = Slip::new(
            Code::Unreadable,
            Spot::File,
            both!("读取时程序内部出错", "an internal error while reading"),
            both!("请把这个文件发给开发者", "please send this file to the developers"),
        );
        Err(vec![Source { file: wanted.file, text: "" }.finding(slip, None)])
    })
}

/// Bytes as text, and what `parse` makes of it.
pub(super) fn decoded<T>(
    file: &Text,
    bytes: &[u8],
    parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
) -> Parsed<T> {
    // Excerpts of bytes that are no text still show what can be shown of them.
    let decoded = decode::decode(bytes).map_err(|slip| {
        let text = String::from_utf8_lossy(bytes);
        vec![Source { file, text: &text }.finding(slip, None)]
    })?;
    parse(&decoded.text, decoded.slips)
}
