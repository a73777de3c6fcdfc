//! The keyboard and the mouse, on a thread of their own: reading them waits, and the loop must not wait with it.
//!
//! After everything that was typed has been sent, the thread parks until the loop lets it on: whoever the terminal is
//! lent to meanwhile has the keyboard to himself.
//!
//! A panic here costs the event it came with: it goes to the log, and the keyboard is read on. One that comes again and
//! again ends the session as a hang-up does, because a session that hears nobody can only be killed.

use std::fs::File;
use std::io::IsTerminal as _;
use std::os::fd::{AsFd as _, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGHUP;

use super::typed::Typed;
use crate::app::Message;

/// Bytes taken at once. What is typed ahead of an editor beyond them is the editor's.
const BATCH: usize = 256;

/// Panics after each other with nothing read in between, after which the keyboard is given up.
const PANICS: usize = 5;

/// The keyboard, parked or being read.
#[derive(Debug)]
pub struct Keyboard {
    permits: SyncSender<()>,
}

impl Keyboard {
    /// Starts the thread.
    pub(super) fn listen(inbox: SyncSender<Message>) -> io::Result<Self> {
        let mut tty = Tty::open()?;
        Self::reading(inbox, move || tty.batch())
    }

    /// The same, of whatever `batch` reads.
    fn reading(
        inbox: SyncSender<Message>,
        mut batch: impl FnMut() -> io::Result<Vec<Message>> + Send + 'static,
    ) -> io::Result<Self> {
        let (permits, parked) = sync_channel(1);
        thread::Builder::new().name("guatu-input".to_owned()).spawn(move || {
            let mut panics = 0;
            while panics < PANICS {
                // Nothing of ours is half done in there: what was read and not yet returned is lost, nothing else.
                let Ok(read) = catch_unwind(AssertUnwindSafe(&mut batch)) else {
                    panics += 1;
                    continue;
                };
                panics = 0;
                // The end of the terminal is somebody else's to tell.
                let Ok(messages) = read else { return };
                // What means nothing cannot have the terminal lent: no need to ask.
                let asks = !messages.is_empty();
                let sent = messages.into_iter().all(|message| inbox.send(message).is_ok());
                if !sent || asks && (inbox.send(Message::Parked).is_err() || parked.recv().is_err()) {
                    return;
                }
            }
            let _ = inbox.send(Message::Signal(SIGHUP));
        })?;
        Ok(Self { permits })
    }

    /// Lets the thread read on.
    pub(super) fn let_on(&self) {
        // Full: it has been let on already. Gone: nobody reads any more.
        let _ = self.permits.try_send(());
    }
}

/// The terminal that is typed on.
struct Tty {
    fd: OwnedFd,
    typed: Typed,
}

impl Tty {
    /// Standard input where that is a terminal, else the controlling one.
    fn open() -> io::Result<Self> {
        let stdin = io::stdin();
        let fd = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            File::open("/dev/tty")?.into()
        };
        Ok(Self { fd, typed: Typed::default() })
    }

    /// Waits for something that means anything, and takes what has come with it.
    fn batch(&mut self) -> io::Result<Vec<Message>> {
        let mut messages = Vec::new();
        while messages.is_empty() {
            let patience = self.typed.patience();
            if patience.is_some() && !self.ready(patience)? {
                self.typed.lapsed(&mut messages);
                continue;
            }
            let mut bytes = [0; BATCH];
            match rustix::io::read(&self.fd, &mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => bytes.iter().take(n).for_each(|byte| self.typed.take(*byte, &mut messages)),
                Err(Errno::INTR) => {}
                // Whoever shares the terminal may have set it so.
                Err(Errno::AGAIN) => drop(self.ready(None)?),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(messages)
    }

    /// Waits until there is something to read, or `patience` has gone.
    fn ready(&self, patience: Option<Duration>) -> io::Result<bool> {
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let mut waiting = [PollFd::new(&self.fd, PollFlags::IN)];
        loop {
            match poll(&mut waiting, patience.as_ref()) {
                Ok(ready) => return Ok(ready > 0),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Receiver;

    use super::*;
    use crate::app::Key;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// A keyboard on which the turns of `panics` panic, every other is a `j`, and the last is the terminal's end.
    fn start(turns: usize, panics: fn(usize) -> bool) -> (Keyboard, Receiver<Message>) {
        let (inbox, messages) = sync_channel(crate::live::INBOX);
        let mut turn = 0;
        let keyboard = Keyboard::reading(inbox, move || {
            turn += 1;
            assert!(!panics(turn), "turn {turn} (this panic is wanted)");
            if turn > turns {
                Err(io::ErrorKind::NotConnected.into())
            } else {
                Ok(vec![Message::Key(Key::char('j'))])
            }
        });
        (keyboard.unwrap(), messages)
    }

    #[test]
    fn a_panic_of_the_keyboards_thread_costs_no_more_than_the_key_it_came_with() {
        let (keyboard, messages) = start(30, |turn| turn % 3 != 0);
        for _ in 0..10 {
            assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Key(_)));
            assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Parked));
            keyboard.let_on();
        }
        // No signal: it ended with its terminal.
        assert!(messages.recv_timeout(PATIENCE).is_err());
    }

    #[test]
    fn a_keyboard_that_only_panics_ends_the_session_as_a_hang_up_does() {
        let (_keyboard, messages) = start(30, |_| true);
        assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Signal(SIGHUP)));
        assert!(messages.recv_timeout(PATIENCE).is_err());
    }
}
