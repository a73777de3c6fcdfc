//! A word on standard error while something takes long, for a person in front of a terminal; gone when it is done.

use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::text::{Lang, say};

/// How long somebody waits without wondering.
const PATIENCE: Duration = Duration::from_millis(500);

/// Says that something is being done until it is dropped.
pub(super) struct Waiting {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// While plans are read. Says nothing where standard error is no terminal or one that cannot erase a line.
    pub(super) fn for_reading(lang: Lang) -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        if dumb || !io::stderr().is_terminal() {
            return Self { done: None, thread: None };
        }
        let words = say!(lang, "正在读取…", "reading…");
        let (done, wait) = channel();
        let named = thread::Builder::new().name("progress".to_owned());
        // Without a thread nothing is said, and nothing else is lost.
        let thread = named.spawn(move || show(&mut io::stderr(), &wait, PATIENCE, &words)).ok();
        Self { done: Some(done), thread }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            // It only writes; that it could not is nobody's trouble.
            let _ = thread.join();
        }
    }
}

/// Writes `words` once `patience` has passed, and erases them when `done` says so.
fn show(out: &mut impl Write, done: &Receiver<()>, patience: Duration, words: &str) {
    if done.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
        let shown = write!(out, "{words}").and_then(|()| out.flush());
        let _ = done.recv();
        // Where the words could not be written there is nothing to erase.
        let _ = shown.and_then(|()| write!(out, "\r\u{1b}[K")).and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quick_says_nothing() {
        let (done, wait) = channel();
        drop(done);
        let mut out = Vec::new();
        show(&mut out, &wait, Duration::from_secs(60), "reading…");
        assert!(out.is_empty());
    }

    #[test]
    fn what_takes_long_is_said_and_erased() {
        let (done, wait) = channel::<()>();
        let drawing = thread::spawn(move || {
            let mut out = Vec::new();
            show(&mut out, &wait, Duration::from_millis(1), "reading…");
            out
        });
        let (_later, never) = channel::<()>();
        assert!(never.recv_timeout(Duration::from_millis(200)).is_err());
        drop(done);
        assert_eq!(String::from_utf8(drawing.join().unwrap()).unwrap(), "reading…\r\u{1b}[K");
    }
}
