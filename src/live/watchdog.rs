//! Signs of life for a supervisor such as systemd (`sd_notify(3)`).
//!
//! Fed by the loop itself, and only while it draws and the data loop beats: a wall that stands still is restarted
//! rather than believed. Without `$NOTIFY_SOCKET` nothing is sent and nobody wakes for it.

use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

/// Where signs of life go, and when the next is due.
#[derive(Debug, Default)]
pub struct Watchdog {
    socket: Option<UnixDatagram>,
    /// Half of the time after which the supervisor loses patience.
    every: Option<Duration>,
    /// When the next sign is due, by the session's time.
    due: Duration,
    ready: bool,
}

impl Watchdog {
    /// Nobody watches.
    pub fn none() -> Self {
        Self::default()
    }

    /// The supervisor of `$NOTIFY_SOCKET` (a path, or `@name` for an abstract address), who restarts what is silent
    /// for `$WATCHDOG_USEC` (microseconds; none: it does not). An address nobody listens at is nobody.
    pub fn of(socket: &str, usec: Option<u64>) -> Self {
        let every = usec.filter(|usec| *usec > 0).map(|usec| Duration::from_micros(usec / 2));
        Self { socket: connect(socket), every, due: Duration::ZERO, ready: false }
    }

    /// The loop has turned: at `at` by the session's time, with a frame on the screen; `life` says whether the data
    /// loop lives. The first turn says that the session is ready.
    pub fn turned(&mut self, at: Duration, life: Life) {
        if !self.ready {
            self.ready = true;
            self.send("READY=1");
        }
        let Some(every) = self.every else { return };
        if at < self.due {
            return;
        }
        // A look that finds no life is followed by another, not by a storm of them.
        self.due = at + every;
        match life {
            Life::Beats => self.send("WATCHDOG=1"),
            Life::Silent => {}
        }
    }

    /// How long it is until the loop must turn again for the watchdog's sake; none, if nobody watches.
    pub fn next(&self, at: Duration) -> Option<Duration> {
        self.socket.as_ref().and(self.every).map(|_| self.due.saturating_sub(at))
    }

    /// The session ends.
    pub fn stopping(&self) {
        self.send("STOPPING=1");
    }

    fn send(&self, word: &str) {
        // Never waits; whoever does not listen is not told.
        let _ = self.socket.as_ref().map(|socket| socket.send(word.as_bytes()));
    }
}

/// Whether the data loop lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It gave a sign not long ago.
    Beats,
    /// It has given none for longer than it should.
    Silent,
}

fn connect(address: &str) -> Option<UnixDatagram> {
    let address = match address.strip_prefix('@') {
        Some(name) => abstract_address(name)?,
        None => SocketAddr::from_pathname(address).ok()?,
    };
    let socket = UnixDatagram::unbound().ok()?;
    socket.set_nonblocking(true).ok()?;
    socket.connect_addr(&address).ok()?;
    Some(socket)
}

#[cfg(target_os = "linux")]
fn abstract_address(name: &str) -> Option<SocketAddr> {
    use std::os::linux::net::SocketAddrExt as _;
    SocketAddr::from_abstract_name(name).ok()
}

/// Only Linux has addresses without a file.
#[cfg(not(target_os = "linux"))]
fn abstract_address(_: &str) -> Option<SocketAddr> {
    None
}
