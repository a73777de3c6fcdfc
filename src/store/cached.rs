//! One file and what was last read from it: the last good content stays when a later one cannot be read.

use std::hash::{DefaultHasher, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bytes::{self, Bytes, Stamp, Tried};
use super::decode;
use super::hold::{Hold, Weigh};
use super::place::Source;
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

/// A look at the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// How hard.
    pub(super) effort: Effort,
    /// When, by a clock that never goes back; none if it is the only look there will be.
    pub(super) at: Option<Duration>,
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
    stamp: Option<Stamp>,
    hash: Option<u64>,
    /// The last good content.
    pub(super) good: Option<T>,
    /// How it was found.
    pub(super) state: FileState,
    /// What is wrong in it.
    pub(super) findings: Vec<Finding>,
    /// Where it really is, if it was ever read.
    pub(super) home: Option<PathBuf>,
    /// Whether it changed under the last look, was cut in the middle of a character, or says less than before.
    pub(super) unsettled: bool,
    hold: Hold,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self {
            stamp: None,
            hash: None,
            good: None,
            state: FileState::Missing,
            findings: Vec::new(),
            home: None,
            unsettled: false,
            hold: Hold::default(),
        }
    }
}

/// What a text gives: content and findings, or the one reason why it gives none.
pub(super) type Parsed<T> = Result<(T, Vec<Finding>), Vec<Finding>>;

impl<T: Weigh> Cached<T> {
    /// Whether the next look has to read it.
    pub(super) fn is_new(&self) -> bool {
        self.stamp.is_none()
    }

    /// Has the next look read the file again, whatever its stamp.
    pub(super) fn forget(&mut self) {
        (self.stamp, self.hash) = (None, None);
    }

    /// Looks at the file; whether anything is different now.
    pub(super) fn update(
        &mut self,
        wanted: Wanted<'_>,
        look: Look,
        parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
    ) -> bool {
        if look.effort == Effort::Changed && self.stamp.is_some() && bytes::stamp(wanted.path) == self.stamp {
            return false;
        }
        self.unsettled = false;
        let Bytes { content, stamp, home } = match bytes::read(wanted.path, wanted.root, wanted.cap) {
            Tried::Read(read) => read,
            Tried::Gone if self.good.is_some() && self.hold.keeps(None, look.at) => {
                // Editors that delete and create leave a gap; nobody should see it.
                (self.stamp, self.unsettled) = (None, true);
                return false;
            }
            Tried::Gone => {
                let was = self.state != FileState::Missing;
                *self = Self::default();
                return was;
            }
            Tried::Changing => {
                (self.stamp, self.unsettled) = (None, true);
                return false;
            }
            Tried::Refused(slip) => {
                self.forget();
                self.stamp = bytes::stamp(wanted.path);
                return self.fail(vec![Source { file: wanted.file, text: "" }.finding(slip, None)]);
            }
        };
        let mut hasher = DefaultHasher::new();
        hasher.write(&content);
        let hash = hasher.finish();
        self.stamp = Some(stamp);
        self.home = Some(home);
        if self.hash == Some(hash) {
            self.hold.release();
            return false;
        }
        match parse_bytes(wanted, &content, parse) {
            Ok((good, _)) if self.loses(&good) && self.hold.keeps(Some(hash), look.at) => {
                // Most beginnings of a file are files that say less.
                (self.stamp, self.unsettled) = (None, true);
                false
            }
            Ok((good, findings)) => {
                self.hash = Some(hash);
                self.hold.release();
                *self = Self {
                    good: Some(good),
                    state: FileState::Read,
                    findings,
                    home: self.home.take(),
                    ..*self
                };
                true
            }
            Err(findings) => {
                self.hash = Some(hash);
                self.unsettled = findings.iter().any(|finding| finding.code == Code::Incomplete);
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
