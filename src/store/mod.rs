//! Reading: files in, values and findings out. Nothing here fails: any bytes give what can be read.
//!
//! Refuses: what dates mean, screens, the clock (the day comes in as a function), writing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::{Day, Portfolio};

mod trouble;

pub use trouble::RootTrouble;

/// The files of a root of plans, or of one plan, and what was last read from them.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    trouble: Option<RootTrouble>,
    shown: Option<Arc<Portfolio>>,
}

impl Store {
    /// A store of a root of plans or of one plan's folder. Reads nothing yet.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), trouble: None, shown: None }
    }

    /// Looks at the disk and reads what changed since the last call. Returns the new portfolio if anything in it
    /// differs, none if nothing does; the first call always returns one. `today` gives the civil day in an IANA zone.
    pub fn refresh(&mut self, _today: &dyn Fn(&str) -> Day) -> Option<Arc<Portfolio>> {
        if self.shown.is_some() {
            return None;
        }
        self.trouble = Some(RootTrouble::NoPlan(self.root.clone()));
        self.shown = Some(Arc::default());
        self.shown.clone()
    }

    /// The same, but reads every file again and compares its content, whatever the file system says about it.
    pub fn refresh_all(&mut self, today: &dyn Fn(&str) -> Day) -> Option<Arc<Portfolio>> {
        self.refresh(today)
    }

    /// The folders that hold files of this store, resolved: to be watched.
    pub fn folders(&self) -> Vec<PathBuf> {
        vec![self.root.clone()]
    }

    /// Why nothing at all can be read, if so.
    pub fn trouble(&self) -> Option<&RootTrouble> {
        self.trouble.as_ref()
    }

    /// Whether some file was changing under the last look, so that it is worth looking again soon.
    pub fn unsettled(&self) -> bool {
        false
    }
}
