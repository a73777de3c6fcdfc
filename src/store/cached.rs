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
    /// The last good content.
    pub(super) good: Option<T>,
    /// How it was found.
    pub(super) state: FileState,
    /// What is wrong in it.
    pub(super) findings: Vec<Finding>,
    /// Where it really is, if it was read and a link leads there.
    pub(super) home: Option<PathBuf>,
    /// When it is to be looked at again: somebody is still writing, or it says less than before.
    pub(super) due: Option<Duration>,
    /// What is waited for. Of thousands of files hardly one is, and all are kept for months.
    waiting: Option<Box<Waiting>>,
}

/// What is waited for before a file, or what it says, is believed.
#[derive(Debug, Default)]
struct Waiting {
    /// Whether somebody is still writing.
    quiet: Quiet,
    /// What said less than before, from outside.
    held: Option<Stamp>,
    hold: Hold,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self {
            stamp: None,
            hash: None,
            size: 0,
            stale: false,
            good: None,
            state: FileState::Missing,
            findings: Vec::new(),
            home: None,
            due: None,
            waiting: None,
        }
    }
}

impl Waiting {
    /// Whether a loss is still to be waited out: a content with that hash, read at `at`.
    fn keeps(&mut self, hash: u64, at: Option<Duration>) -> bool {
        self.hold.keeps_since(Some(hash), at, self.quiet.since())
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

    fn waiting(&mut self) -> &mut Waiting {
        self.waiting.get_or_insert_default()
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
            self.waiting().quiet.seen(now, at);
            return Sight::Whole;
        }
        if same {
            self.waiting = None;
            return if again { Sight::Now } else { Sight::Same };
        }
        // A loss is not read again before it is to be believed.
        let held = self.waiting.as_ref().filter(|waiting| waiting.held == now);
        if let Some(until) = held.and_then(|waiting| waiting.hold.until()) {
            self.due = Some(until).filter(|until| at < *until);
            return if self.due.is_some() { Sight::Same } else { Sight::Now };
        }
        let sight = self.waiting().quiet.seen(now, at);
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
            Tried::Gone if self.good.is_some() && self.waiting().hold.keeps(None, look.at) => {
                // Editors that delete and create leave a gap; nobody should see it.
                self.held(None);
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
                return self.fail(vec![Source { file: wanted.file, text: "" }.finding(slip)]);
            }
        };
        // A file that has been cut short is shorter: whoever says that it is whole may have begun to write it again.
        if sight == Sight::Whole && content.len() < self.size && self.good.is_some() {
            self.stamp = None;
            self.due = look.at.map(|at| self.waiting().quiet.seen(Some(stamp), at).due(at));
            return false;
        }
        let changed = self.take(wanted, look, Bytes { content, stamp, home }, parse);
        if let Some(waiting) = &mut self.waiting {
            waiting.quiet.end();
        }
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
        self.home = Some(home).filter(|home| home.as_os_str() != wanted.path.as_os_str());
        if self.hash == Some(hash) && !self.stale {
            self.waiting = None;
            return false;
        }
        let stale = std::mem::take(&mut self.stale);
        match parse_bytes(wanted, &content, parse) {
            Ok((good, _)) if !stale && self.loses(&good) && self.waiting().keeps(hash, look.at) => {
                // Most beginnings of a file are files that say less.
                self.held(Some(stamp));
                false
            }
            Ok((good, mut findings)) => {
                (self.hash, self.size) = (Some(hash), content.len());
                self.waiting = None;
                findings.shrink_to_fit();
                (self.good, self.state, self.findings) = (Some(good), FileState::Read, findings);
                true
            }
            Err(findings) => {
                self.hash = Some(hash);
                self.fail(findings)
            }
        }
    }

    /// What was read is not believed yet; what it looks like from outside, if it is there.
    fn held(&mut self, held: Option<Stamp>) {
        let waiting = self.waiting();
        waiting.held = held;
        (self.due, self.stamp) = (waiting.hold.until(), None);
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
        Err(vec![Source { file: wanted.file, text: "" }.finding(slip)])
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
        vec![Source { file, text: &text }.finding(slip)]
    })?;
    parse(&decoded.text, decoded.slips)
}
