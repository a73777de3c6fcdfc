//! What several tests need: a copy of `plans/`, and a picture for the real loop to draw on.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use guatu::app::Link;
use guatu::live::surface::{Extent, Surface};
use guatu::ui::picture;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

/// A copy of `plans/` that a test may change.
pub(crate) struct Plans {
    dir: TempDir,
}

impl Plans {
    pub(crate) fn copy() -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(Path::new("plans"), &dir.path().join("plans"));
        Self { dir }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("plans")
    }

    /// A unit's file.
    pub(crate) fn unit(&self, unit: &str) -> PathBuf {
        self.root().join(format!("hangzhou-2022/units/{unit}.yaml"))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What was shown: the last frame, and every frame there was.
#[derive(Default)]
struct Shown {
    now: String,
    all: Vec<String>,
}

/// A picture the loop draws on and a test looks at.
#[derive(Clone)]
pub(crate) struct Screen {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    size: (u16, u16),
}

impl Screen {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self { shown: Arc::default(), size: (width, height) }
    }

    pub(crate) fn text(&self) -> String {
        self.shown.0.lock().unwrap().now.clone()
    }

    /// Every frame shown so far.
    pub(crate) fn frames(&self) -> Vec<String> {
        self.shown.0.lock().unwrap().all.clone()
    }

    /// Waits until the picture is as `wanted` says, and how long that took. Fails with the last picture.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Duration {
        let start = Instant::now();
        let limit = Duration::from_secs(10);
        let (lock, changed) = &*self.shown;
        let mut shown = lock.lock().unwrap();
        while !wanted(&shown.now) {
            let left = limit.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "never saw {what}; the screen shows\n{}", shown.now);
            shown = changed.wait_timeout(shown, left).unwrap().0;
        }
        start.elapsed()
    }
}

impl Surface for Screen {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn show(&mut self, cells: &mut Buffer, _: &[Link], _: Extent) -> io::Result<()> {
        let (lock, changed) = &*self.shown;
        let mut shown = lock.lock().unwrap();
        shown.now = picture::text(cells);
        let now = shown.now.clone();
        shown.all.push(now);
        changed.notify_all();
        Ok(())
    }

    fn bell(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}
