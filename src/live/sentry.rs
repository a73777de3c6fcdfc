//! Notices a look at the disk that does not come to its end, and wakes nobody while every look does.
//!
//! A timer of the kernel's is set when a look begins and stopped when it ends; the one who waits for it sleeps until
//! there is something to tell. Whoever looked at a clock instead would wake as often as the data loop itself.

use std::io;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::app::Message;

/// The sentry. Dropping it lets it go.
pub(super) struct Sentry {
    post: Arc<Post>,
    patience: Duration,
    elapsed: Elapsed,
}

/// Time since some fixed moment.
type Elapsed = Arc<dyn Fn() -> Duration + Send + Sync>;

struct Post {
    timer: timer::Timer,
    state: Mutex<State>,
}

#[derive(Debug, Default, Clone, Copy)]
struct State {
    /// When the last look ended.
    rested: Duration,
    looking: bool,
    /// Whether it was told that there is silence.
    told: bool,
    over: bool,
}

impl Post {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sentry {
    /// A sentry that tells `inbox` once nothing has been heard for `patience`.
    ///
    /// # Errors
    ///
    /// Where the system has no such timers, or no thread to wait for one.
    pub(super) fn post(patience: Duration, elapsed: Elapsed, inbox: SyncSender<Message>) -> io::Result<Self> {
        let state = State { rested: elapsed(), ..State::default() };
        let post = Arc::new(Post { timer: timer::Timer::new()?, state: Mutex::new(state) });
        let (waits, now) = (Arc::clone(&post), Arc::clone(&elapsed));
        thread::Builder::new().name("guatu-sentry".to_owned()).spawn(move || {
            while waits.timer.wait().is_ok() {
                let silent = {
                    let mut state = waits.state();
                    if state.over {
                        return;
                    }
                    if !state.looking {
                        continue;
                    }
                    state.told = true;
                    now().saturating_sub(state.rested)
                };
                if inbox.send(Message::Silent(silent)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { post, patience, elapsed })
    }

    /// A look begins.
    pub(super) fn looks(&self) {
        let rested = {
            let mut state = self.post.state();
            state.looking = true;
            state.rested
        };
        let left = (rested + self.patience).saturating_sub((self.elapsed)());
        self.post.timer.set(left.max(Duration::from_millis(1)));
    }

    /// The look has ended; returns whether somebody was told that it does not.
    pub(super) fn rests(&self) -> bool {
        self.post.timer.set(Duration::ZERO);
        let mut state = self.post.state();
        state.rested = (self.elapsed)();
        state.looking = false;
        std::mem::take(&mut state.told)
    }
}

impl Drop for Sentry {
    fn drop(&mut self) {
        self.post.state().over = true;
        self.post.timer.set(Duration::from_millis(1));
    }
}

/// A timer somebody sleeps for.
#[cfg(target_os = "linux")]
mod timer {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use rustix::io::Errno;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };

    pub(super) struct Timer(OwnedFd);

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self(timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::CLOEXEC)?))
        }

        /// Goes off once after `after`; zero: not at all.
        pub(super) fn set(&self, after: Duration) {
            let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
            let after = Timespec::try_from(after).unwrap_or(zero);
            // A timer that is there can always be set.
            let _ = timerfd_settime(
                &self.0,
                TimerfdTimerFlags::empty(),
                &Itimerspec { it_interval: zero, it_value: after },
            );
        }

        /// Sleeps until it goes off.
        pub(super) fn wait(&self) -> io::Result<()> {
            loop {
                match rustix::io::read(&self.0, &mut [0; 8]) {
                    Ok(_) => return Ok(()),
                    Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// Only Linux has such timers; elsewhere the data loop's beats are told one by one.
#[cfg(not(target_os = "linux"))]
mod timer {
    use std::io;
    use std::time::Duration;

    pub(super) struct Timer;

    impl Timer {
        pub(super) fn new() -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(super) fn set(&self, _: Duration) {}

        pub(super) fn wait(&self) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }
}
