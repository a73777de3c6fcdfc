//! Signals, and the end of the terminal, as messages.

use std::fs::File;
use std::os::fd::AsFd;
use std::sync::mpsc::SyncSender;
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use crate::app::Message;

/// Starts the thread that turns signals into messages.
pub(super) fn listen(inbox: SyncSender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("guatu-signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            let message = match signal {
                SIGTSTP => Message::Suspend,
                SIGCONT => Message::Repaint,
                // The reader of the keyboard tells it too, but may miss it beside a key.
                SIGWINCH => Message::Redraw,
                SIGINT | SIGQUIT => Message::Interrupt(signal),
                other => Message::Signal(other),
            };
            if inbox.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Starts the thread that waits for the terminal to go: a hang-up signal may have been ignored by whoever started us,
/// and then nothing else would tell.
pub(super) fn watch_terminal(inbox: SyncSender<Message>) -> io::Result<()> {
    // What is drawn on; and the controlling terminal, which may be another.
    let drawn_on = io::stdout().as_fd().try_clone_to_owned()?;
    let tty = File::open("/dev/tty");
    thread::Builder::new().name("guatu-terminal".to_owned()).spawn(move || {
        loop {
            // No event is asked for: only the end wakes this, so it costs nothing while the terminal lives.
            let tty = tty.as_ref().map_or(drawn_on.as_fd(), AsFd::as_fd);
            let mut waiting =
                [drawn_on.as_fd(), tty].map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::empty()));
            match poll(&mut waiting, None) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(_) | Err(_) => break,
            }
        }
        let _ = inbox.send(Message::Signal(SIGHUP));
    })?;
    Ok(())
}
