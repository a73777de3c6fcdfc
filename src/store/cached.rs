//! One file and what was last read from it: the last good content stays when a later one cannot be read.

use std::hash::{DefaultHasher, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::bytes::{self, Bytes, Stamp, Tried};
use super::decode;
use super::place::Source;
use super::slip::{Slip, Spot};
use crate::domain::finding::{Code, Finding};
use crate::domain::ids::Text;
use crate::domain::ledger::FileState;
use crate::text::both;

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// Only files whose stamp changed are read.
    Changed,
    /// Every file is read and its content compared.
    Everything,
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
    /// Whether it changed under the last look, or was cut in the middle of a character.
    pub(super) unsettled: bool,
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
        }
    }
}

/// What a text gives: content and findings, or the one reason why it gives none.
pub(super) type Parsed<T> = Result<(T, Vec<Finding>), Vec<Finding>>;

impl<T> Cached<T> {
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
        effort: Effort,
        parse: impl FnOnce(&str, Vec<Slip>) -> Parsed<T>,
    ) -> bool {
        if effort == Effort::Changed && self.stamp.is_some() && bytes::stamp(wanted.path) == self.stamp {
            return false;
        }
        self.unsettled = false;
        let Bytes { content, stamp, home } = match bytes::read(wanted.path, wanted.root, wanted.cap) {
            Tried::Read(read) => read,
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
            return false;
        }
        self.hash = Some(hash);
        match parse_bytes(wanted, &content, parse) {
            Ok((good, findings)) => {
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
                self.unsettled = findings.iter().any(|finding| finding.code == Code::Incomplete);
                self.fail(findings)
            }
        }
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
    // Excerpts of bytes that are no text still show what can be shown of them.
    let decoded = decode::decode(bytes).map_err(|slip| {
        let text = String::from_utf8_lossy(bytes);
        vec![Source { file: wanted.file, text: &text }.finding(slip, None)]
    })?;
    // The parsers are not ours: should one panic, that is the end of this file's new content, not of the program.
    catch_unwind(AssertUnwindSafe(|| parse(&decoded.text, decoded.slips))).unwrap_or_else(|_| {
        let slip = Slip::new(
            Code::Unreadable,
            Spot::File,
            both!("读取时程序内部出错", "an internal error while reading"),
            both!("请把这个文件发给开发者", "please send this file to the developers"),
        );
        Err(vec![Source { file: wanted.file, text: "" }.finding(slip, None)])
    })
}
