//! What is found while reading: a finding that knows its way into the file, not yet its line.

use std::cell::{Cell, RefCell};

use super::slips::Slips;
use super::tree::Mark;
use crate::domain::finding::{Code, Severity};
use crate::domain::rules::{Path, Raised};
use crate::text::{Said, both, clean, clip};

/// The way from a file's top to a value: the n-th pair of a mapping, the n-th element of a list, from 0.
pub(super) type Trail = Vec<u32>;

/// Where a slip is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// The file as a whole.
    File,
    /// A line and a column, both from 1.
    At(usize, usize),
    /// The value at the end of a trail.
    Value(Trail),
    /// The key of the pair at the end of a trail.
    Key(Trail),
    /// The way a rule of the domain names.
    Named(Path),
}

impl Spot {
    /// Its mark, where that is known without looking for it.
    pub(super) fn mark(&self) -> Option<Mark> {
        match self {
            Self::At(line, column) => Some(Mark { line: *line, column: *column }),
            Self::File | Self::Value(_) | Self::Key(_) | Self::Named(_) => None,
        }
    }
}

/// A finding before its line is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) spot: Spot,
    pub(super) said: Said,
    pub(super) hint: Said,
}

impl Slip {
    /// A slip with the severity of its code.
    pub(super) fn new(code: Code, spot: Spot, said: Said, hint: Said) -> Self {
        Self { code, severity: code.severity(), spot, said, hint }
    }

    /// The same, as bad as `severity`.
    pub(super) fn with(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

impl From<Raised> for Slip {
    fn from(raised: Raised) -> Self {
        Self::new(raised.code, Spot::Named(raised.path), raised.said, raised.hint)
    }
}

/// What the visitors share while one file is read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    trail: RefCell<Trail>,
    slips: RefCell<Slips>,
    misfit: Cell<bool>,
    wide: Cell<bool>,
}

impl Reading {
    /// Runs `f` one step further in.
    pub(super) fn inside<T>(&self, n: usize, f: impl FnOnce() -> T) -> T {
        self.trail.borrow_mut().push(u32::try_from(n).unwrap_or(u32::MAX));
        let result = f();
        self.trail.borrow_mut().pop();
        result
    }

    /// The way to where reading is.
    pub(super) fn trail(&self) -> Trail {
        self.trail.borrow().clone()
    }

    /// Keeps a slip.
    pub(super) fn add(&self, slip: Slip) {
        self.slips.borrow_mut().add(slip);
    }

    /// Keeps a slip about the value that is being read.
    pub(super) fn raise(&self, code: Code, say: impl FnOnce() -> (Said, Said)) {
        let spot = || Spot::Value(self.trail());
        self.slips.borrow_mut().add_with(code, code.severity(), spot, say);
    }

    /// Keeps a slip about the key of the value that is being read.
    pub(super) fn raise_key(&self, code: Code, say: impl FnOnce() -> (Said, Said)) {
        let spot = || Spot::Key(self.trail());
        self.slips.borrow_mut().add_with(code, code.severity(), spot, say);
    }

    /// Keeps a slip at `spot`.
    pub(super) fn raise_at(&self, code: Code, spot: &Spot, say: impl FnOnce() -> (Said, Said)) {
        self.slips.borrow_mut().add_with(code, code.severity(), || spot.clone(), say);
    }

    /// Notes that the fast reader met a value it cannot go on after.
    pub(super) fn set_misfit(&self) {
        self.misfit.set(true);
    }

    /// Whether it did.
    pub(super) fn misfit(&self) -> bool {
        self.misfit.get()
    }

    /// Notes that something looks like full-width syntax.
    pub(super) fn set_wide(&self) {
        self.wide.set(true);
    }

    /// Whether something does.
    pub(super) fn wide(&self) -> bool {
        self.wide.get()
    }

    /// Whether something stands where it does not belong, as after a wrong guess at what a tab stands for.
    pub(super) fn is_out_of_place(&self) -> bool {
        let slips = self.slips.borrow();
        [Code::BadType, Code::UnknownKey, Code::MissingField].into_iter().any(|code| slips.has(code))
    }

    /// What was found: the first of each kind, and how many more.
    pub(super) fn take(&self) -> Vec<Slip> {
        std::mem::take(&mut *self.slips.borrow_mut()).into_list()
    }
}

/// At most 40 harmless cells of `text`, to be quoted in a sentence.
pub(super) fn quote(text: &str) -> String {
    clip(&clean(text.trim()), 40).into_owned()
}

/// What `missing-field` says.
pub(super) fn missing(key: super::keys::Key) -> (Said, Said) {
    let (zh, en) = (key.zh(), key.en());
    (both!("缺少“{zh}”（{en}）", "`{en}` is missing"), both!("补上 {en}", "add `{en}:`"))
}
