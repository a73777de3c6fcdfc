//! Panics: noted where they happen, never printed over a screen.
//!
//! A panic of the thread that draws gives the terminal back before anything else; one of a worker touches nothing on
//! the screen. Either way its place goes to the log and waits for whoever deals with the thread's end: which may be
//! another thread's, where one has others read for it and dies of their deaths.

use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::journal::Journal;
use super::terminal;

/// Where and why a thread last panicked.
static LAST: Mutex<Option<String>> = Mutex::new(None);

fn last() -> MutexGuard<'static, Option<String>> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on panics are handled as a session needs it; the calling thread is the one that draws.
pub(super) fn watch(journal: Journal) {
    let ours = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == ours {
            terminal::give_back();
        }
        let said = said(info);
        let name = thread::current().name().unwrap_or("?").to_owned();
        journal.note(&format!("panic in {name}: {said}"));
        *last() = Some(said);
    }));
}

/// Where and why the last panic was, if there has been one since this was last asked.
pub(super) fn taken() -> Option<String> {
    last().take()
}

/// `src/store/parse.rs:12:7: index out of bounds`
fn said(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "?".to_owned(), ToString::to_string);
    let payload = info.payload();
    let why = payload.downcast_ref::<&str>().copied();
    let why =
        why.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given");
    crate::text::clean(&format!("{place}: {why}")).into_owned()
}
