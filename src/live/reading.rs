//! The data loop, watched over: when it dies the session says so, goes on showing what it has, and starts it again.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::journal::Journal;
use super::sentry::Sentry;
use super::{clock, panics};
use crate::app::{Message, Progress, Watching};
use crate::domain::Portfolio;
use crate::store::watch::{self, Following, News, Options, Time};
use crate::store::{self, Store};
use crate::text::{Lang, both};

/// How long it waits before it starts the data loop again, failure by failure, in seconds; then always the last.
const PAUSES: [u64; 7] = [1, 2, 4, 8, 16, 32, 60];
/// How long the first frame has the cores to itself: two are soon taken by readers, and nothing they read shows before
/// it.
const SCREEN_FIRST: Duration = Duration::from_millis(4);
/// A data loop that lived this long begins with the first pause again.
const LIVED: Duration = Duration::from_secs(60);

/// What the data loop reads, and how.
#[derive(Clone)]
pub struct Source {
    /// The folder of the plans.
    pub root: PathBuf,
    /// How its files are followed.
    pub options: Options,
    /// The day and the time, as the data loop is told them.
    pub time: Time,
}

/// How the loop hears that the data loop lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulse {
    /// By every beat.
    Beats,
    /// By nothing, as long as it lives: somebody else waits, and tells of a silence of this length.
    Silence(Duration),
}

/// The data loop, from outside. Dropping it ends the data loop.
#[derive(Debug)]
pub struct Reading {
    orders: SyncSender<Order>,
}

/// What the one that watches over the data loop hears.
#[derive(Debug)]
enum Order {
    /// Read everything again.
    Reread,
    /// The data loop with this number has ended; where and why it panicked, if it did.
    Ended(usize, Option<String>),
    /// The session has ended.
    Stop,
}

impl Reading {
    /// Starts the data loop and tells `inbox` what it finds.
    ///
    /// # Errors
    ///
    /// When the thread that watches over it cannot be started.
    pub fn start(
        source: Source,
        inbox: SyncSender<Message>,
        journal: Journal,
        pulse: Pulse,
    ) -> io::Result<Self> {
        let (orders, heard) = sync_channel(16);
        let sentry = match pulse {
            Pulse::Beats => None,
            // Without a sentry the beats are told.
            Pulse::Silence(patience) => {
                Sentry::post(patience, Arc::clone(&source.time.elapsed), inbox.clone()).ok().map(Arc::new)
            }
        };
        let shown = Arc::default();
        let keeper = Keeper { source, inbox, journal, orders: orders.clone(), sentry, shown };
        thread::Builder::new().name("guatu-reading".to_owned()).spawn(move || keeper.run(&heard))?;
        Ok(Self { orders })
    }

    /// Asks for every file to be read again; of a data loop that has died, to be started at once.
    pub fn reread(&self) {
        let _ = self.orders.try_send(Order::Reread);
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let _ = self.orders.try_send(Order::Stop);
    }
}

/// Tells of the end of the thread that owns it.
struct Witness {
    number: usize,
    orders: SyncSender<Order>,
}

impl Drop for Witness {
    fn drop(&mut self) {
        let why = if thread::panicking() { panics::taken() } else { None };
        let _ = self.orders.try_send(Order::Ended(self.number, why));
    }
}

struct Keeper {
    source: Source,
    inbox: SyncSender<Message>,
    journal: Journal,
    orders: SyncSender<Order>,
    sentry: Option<Arc<Sentry>>,
    /// What was told last: the next data loop begins with it, so that a file that is broken by then keeps its content.
    shown: Arc<Mutex<Option<Arc<Portfolio>>>>,
}

impl Keeper {
    fn run(self, heard: &Receiver<Order>) {
        if !rest(heard, SCREEN_FIRST) {
            return;
        }
        let mut failures = 0;
        let mut number = 0;
        loop {
            number += 1;
            let since = (self.source.time.elapsed)();
            let why = match self.start(number, failures) {
                Ok(following) => match wait(heard, number, &following) {
                    Some(why) => why,
                    None => return,
                },
                Err(error) => error.to_string(),
            };
            if (self.source.time.elapsed)().saturating_sub(since) >= LIVED {
                failures = 0;
            }
            let pause = PAUSES.get(failures).or(PAUSES.last()).copied().unwrap_or(60);
            failures += 1;
            let why = crate::text::clean(&why);
            self.journal.note(&format!("reading stopped ({why}), starting again in {pause} s"));
            let said = both!(
                "读取已停止（{why}），{pause} 秒后重新开始",
                "reading stopped ({why}), starting again in {pause} s"
            );
            if self.inbox.send(Message::Watching(Watching::Stopped(said))).is_err() {
                return;
            }
            if !rest(heard, Duration::from_secs(pause)) {
                return;
            }
            self.journal.note("reading starts again");
        }
    }

    fn start(&self, number: usize, failures: usize) -> io::Result<Following> {
        let witness = Witness { number, orders: self.orders.clone() };
        let Source { root, options, time } = self.source.clone();
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // What it died of may be what it began with: after a second death it begins with nothing.
        let store = match shown.filter(|_| failures < 2) {
            Some(shown) => Store::after(&root, shown),
            None => Store::new(&root),
        };
        let mut teller = Teller {
            inbox: self.inbox.clone(),
            journal: self.journal.clone(),
            sentry: self.sentry.clone(),
            shown: Arc::clone(&self.shown),
            awaited: true,
        };
        watch::follow(store, options, time, move |news| {
            // It goes when the thread does, whatever ends it.
            let _ = &witness;
            teller.tell(news)
        })
    }
}

/// Tells the loop what a data loop says.
struct Teller {
    inbox: SyncSender<Message>,
    journal: Journal,
    sentry: Option<Arc<Sentry>>,
    shown: Arc<Mutex<Option<Arc<Portfolio>>>>,
    /// Whether the loop waits for a sign of life.
    awaited: bool,
}

impl Teller {
    /// Tells it; returns whether anybody still listens.
    fn tell(&mut self, news: News) -> bool {
        note(&self.journal, &news);
        match (&news, &self.sentry) {
            (News::Looks, Some(sentry)) => sentry.looks(),
            (News::Rests, Some(sentry)) => {
                let silent = sentry.rests();
                if std::mem::take(&mut self.awaited) || silent {
                    return self.inbox.send(Message::Rests).is_ok();
                }
            }
            (News::Beat, Some(_)) => return true,
            (News::Reading(_), Some(sentry)) => {
                // A reading that comes on is alive, however long it takes.
                self.awaited |= sentry.rests();
                sentry.looks();
            }
            (News::Portfolio(portfolio), _) => {
                *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(portfolio));
                self.awaited = true;
            }
            (News::Live | News::Polling(_) | News::Blind(_), _) => self.awaited = true,
            (News::Reading(_) | News::Beat | News::Looks | News::Rests, None) => {}
        }
        message(news).is_none_or(|message| self.inbox.send(message).is_ok())
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        // Whoever has died is not silent: its keeper tells of it.
        let _ = self.sentry.as_ref().map(|sentry| sentry.rests());
    }
}

/// Waits for the end of data loop `number`: where and why; none when the session has ended.
fn wait(heard: &Receiver<Order>, number: usize, following: &Following) -> Option<String> {
    loop {
        match heard.recv() {
            Ok(Order::Reread) => following.reread(),
            Ok(Order::Ended(ended, why)) if ended == number => {
                return Some(why.unwrap_or_else(|| "?".to_owned()));
            }
            Ok(Order::Ended(..)) => {}
            Ok(Order::Stop) | Err(_) => return None,
        }
    }
}

/// Waits, or until somebody asks to read at once; returns whether the session goes on.
fn rest(heard: &Receiver<Order>, pause: Duration) -> bool {
    let until = clock::now() + pause;
    loop {
        match heard.recv_timeout(until.saturating_duration_since(clock::now())) {
            Ok(Order::Reread) | Err(RecvTimeoutError::Timeout) => return true,
            Ok(Order::Ended(..)) => {}
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// What of it belongs in the log: that the files can no longer be watched, or read.
fn note(journal: &Journal, news: &News) {
    match news {
        News::Polling(why) | News::Blind(why) => journal.note(&format!("watching: {}", why.get(Lang::En))),
        News::Live => journal.note("watching: live"),
        News::Reading(_) | News::Portfolio(_) | News::Beat | News::Looks | News::Rests => {}
    }
}

/// What the store's worker says, as the session hears it; none where it need not.
pub fn message(news: News) -> Option<Message> {
    Some(match news {
        News::Reading(store::Progress { read, files, plans, portfolio }) => {
            Message::Reading(Progress { read, files, plans }, portfolio)
        }
        News::Portfolio(portfolio) => Message::Loaded(portfolio),
        News::Live => Message::Watching(Watching::Live),
        News::Polling(why) => Message::Watching(Watching::Polling(why)),
        News::Blind(why) => Message::Watching(Watching::Blind(why)),
        News::Beat => Message::Beat,
        News::Looks | News::Rests => return None,
    })
}
