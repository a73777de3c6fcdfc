//! Weeks in minutes, and the real program at rest.
//!
//! `GUATU_FULL=1 cargo test --profile long --test soak -- --nocapture --test-threads 1`: 100,000 edits, 1,000,000 draws,
//! 10,000 resizes, 1,000 folders deleted and made again, on a clock of which a day is a minute. `GUATU_TENTH=1` runs a
//! tenth; plain `cargo test` a hundredth.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod crowd;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread;
use std::time::{Duration, Instant};

use crowd::{BOTH, Crowd, text, times};
use guatu::app::{Link, Message, Model, Now, Setup};
use guatu::domain::{Board, Calendar, Day};
use guatu::live::clock::{self, Clock, SystemClock};
use guatu::live::surface::{Extent, Surface};
use guatu::live::{self};
use guatu::store::Store;
use guatu::store::watch::{self, Time};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use ratatui::buffer::Buffer;

const UNITS: usize = 20;

/// A surface that keeps nothing but the count.
#[derive(Clone, Default)]
struct Sheet {
    drawn: Arc<AtomicUsize>,
    resized: Arc<AtomicUsize>,
}

impl Surface for Sheet {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        let n = u16::try_from(self.resized.load(Ordering::Relaxed) % 40).unwrap();
        Ok((40 + n, 10 + n / 4))
    }

    fn show(&mut self, _: &mut Buffer, _: &[Link], _: Extent) -> io::Result<()> {
        self.drawn.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn bell(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A clock of which a day is a minute.
struct Fast(Instant);

impl Clock for Fast {
    fn now(&self, _: &str) -> Now {
        let at = self.0.elapsed() * 1440;
        let days = i64::try_from(at.as_secs() / 86_400).unwrap();
        let part = |n: u64| u8::try_from(n).unwrap();
        let seconds = at.as_secs() % 86_400;
        Now {
            at,
            today: "2022-02-10".parse::<Day>().unwrap().plus(days),
            clock: (part(seconds / 3600), part(seconds / 60 % 60), part(seconds % 60)),
        }
    }

    fn until_midnight(&self, _: &str) -> Duration {
        Duration::from_secs(60)
    }
}

/// What the process holds: resident bytes, descriptors, threads, watches.
#[derive(Debug, Clone, Copy)]
struct Holds {
    memory: usize,
    others: [usize; 3],
}

fn holds() -> Holds {
    let entries = |dir: &str| fs::read_dir(dir).unwrap().filter_map(Result::ok).map(|entry| entry.path());
    let statm = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    let info = entries("/proc/self/fdinfo").filter_map(|path| fs::read_to_string(path).ok());
    let watches = info.map(|text| text.lines().filter(|line| line.starts_with("inotify ")).count()).sum();
    Holds {
        memory: pages * 4096,
        others: [entries("/proc/self/fd").count(), entries("/proc/self/task").count(), watches],
    }
}

/// One edit: mostly in place, sometimes by renaming, one in a hundred broken.
fn edit(crowd: &Crowd, n: usize) {
    let (unit, path) = (n % UNITS, crowd.unit(n % UNITS));
    let text = if n % 100 == 7 { "unit: [".to_owned() } else { text(unit, 5, n / UNITS % 10) };
    if n.is_multiple_of(3) {
        let draft = path.with_extension("tmp");
        fs::write(&draft, text).and_then(|()| fs::rename(draft, path)).unwrap();
    } else {
        fs::write(path, text).unwrap();
    }
}

/// Deletes the folder and makes it again.
fn recreate(crowd: &Crowd) {
    let plan = fs::read(crowd.root().join("p/plan.yaml")).unwrap();
    fs::remove_dir_all(crowd.root()).unwrap();
    fs::create_dir_all(crowd.root().join("p/units")).unwrap();
    fs::write(crowd.root().join("p/plan.yaml"), plan).unwrap();
    for unit in 0..UNITS {
        fs::write(crowd.unit(unit), text(unit, 5, 0)).unwrap();
    }
}

/// A hundred parts of everything; returns what was held at a fifth and at the end.
fn weeks(crowd: &Crowd, sheet: &Sheet, inbox: &SyncSender<Message>) -> [Holds; 2] {
    let (edits, draws, sizes) = (times(100_000), times(1_000_000), times(10_000));
    let mut early = None;
    for part in 1..=100 {
        // Files change while frames are drawn, as they do.
        thread::scope(|scope| {
            scope.spawn(|| {
                for n in edits * (part - 1) / 100..edits * part / 100 {
                    edit(crowd, n);
                    thread::sleep(Duration::from_millis(4));
                }
                for _ in 0..(times(1000) * part / 100 - times(1000) * (part - 1) / 100) {
                    recreate(crowd);
                }
            });
            while sheet.drawn.load(Ordering::Relaxed) < draws * part / 100 {
                let before = sheet.drawn.load(Ordering::Relaxed);
                inbox.send(Message::Redraw).unwrap();
                while sheet.drawn.load(Ordering::Relaxed) == before {
                    thread::yield_now();
                }
            }
        });
        sheet.resized.store(sizes * part / 100, Ordering::Relaxed);
        if part == 20 {
            early = Some(settled(inbox));
        }
    }
    for unit in 0..UNITS {
        fs::write(crowd.unit(unit), text(unit, 5, 9)).unwrap();
    }
    [early.unwrap(), settled(inbox)]
}

/// What is held once the last change has been read.
fn settled(inbox: &SyncSender<Message>) -> Holds {
    thread::sleep(Duration::from_secs(5));
    inbox.send(Message::Redraw).unwrap();
    thread::sleep(Duration::from_millis(200));
    holds()
}

/// What this process holds is counted in one test, and how late its loop is in another: each of them alone. The others
/// look at a process of their own, and wait side by side.
static PROCESS: RwLock<()> = RwLock::new(());

fn alone() -> RwLockWriteGuard<'static, ()> {
    PROCESS.write().unwrap_or_else(PoisonError::into_inner)
}

fn beside() -> RwLockReadGuard<'static, ()> {
    PROCESS.read().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn weeks_of_saves_draws_and_resizes_cost_no_memory_and_end_at_what_a_fresh_start_shows() {
    let _alone = alone();
    let crowd = Crowd::files(UNITS, 5);
    let sheet = Sheet::default();
    let (inbox, messages) = sync_channel(live::INBOX);
    let time = SystemClock::new();
    let world = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed()) };
    let news = inbox.clone();
    let following = watch::follow(Store::new(&crowd.root()), BOTH, world, move |said| {
        live::message(said).is_none_or(|said| news.send(said).is_ok())
    })
    .unwrap();
    let mut surface = sheet.clone();
    let running = thread::spawn(move || {
        let mut model = Model::new(Setup::default());
        live::run(&mut model, &mut surface, &messages, &Fast(Instant::now()), &|| following.reread())
            .unwrap();
        model
    });
    let start = Instant::now();
    let [early, late] = weeks(&crowd, &sheet, &inbox);
    println!("{:?}: {} draws; {early:?}, {late:?}", start.elapsed(), sheet.drawn.load(Ordering::Relaxed));
    inbox.send(Message::Signal(15)).unwrap();
    let model = running.join().unwrap();
    // A tenth and less fill the feed of 200 saves only after a fifth of the time.
    let room = if times(100) == 100 { 2 << 20 } else { 8 << 20 };
    assert!(late.memory <= early.memory + room, "{early:?}, {late:?}");
    assert_eq!(early.others, late.others, "descriptors, threads, watches");
    let board = model.board.unwrap();
    let fresh = Store::new(&crowd.root()).refresh(&clock::today).unwrap();
    let ledger = Arc::clone(fresh.ledgers.first().unwrap());
    let other = Board::new(ledger, board.day, board.today, &Calendar::builtin());
    assert_eq!((&board.items, &board.sections, &board.total), (&other.items, &other.sections, &other.total));
    assert_eq!((&board.units, &board.findings), (&other.units, &other.findings));
}

/// How late a frame is at worst that is asked for every ten milliseconds while a thousand files change.
#[test]
fn a_checkout_of_a_thousand_files_never_makes_the_loop_late() {
    let _alone = alone();
    let units = if times(100) == 100 { 1000 } else { 200 };
    let crowd = Crowd::files(units, 5);
    let sheet = Sheet::default();
    let (inbox, messages) = sync_channel(live::INBOX);
    let time = SystemClock::new();
    let world = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || time.elapsed()) };
    let news = inbox.clone();
    let following = watch::follow(Store::new(&crowd.root()), BOTH, world, move |said| {
        live::message(said).is_none_or(|said| news.send(said).is_ok())
    })
    .unwrap();
    let mut surface = sheet.clone();
    let running = thread::spawn(move || {
        let mut model = Model::new(Setup::default());
        live::run(&mut model, &mut surface, &messages, &time, &|| following.reread()).unwrap();
    });
    thread::sleep(Duration::from_secs(2));
    let frame = || {
        let (start, before) = (Instant::now(), sheet.drawn.load(Ordering::Relaxed));
        inbox.send(Message::Redraw).unwrap();
        while sheet.drawn.load(Ordering::Relaxed) == before {
            thread::sleep(Duration::from_millis(1));
        }
        start.elapsed()
    };
    let mut latest = Duration::ZERO;
    thread::scope(|scope| {
        let checkout = scope.spawn(|| {
            for unit in 0..units {
                let draft = crowd.unit(unit).with_extension("new");
                fs::write(&draft, text(unit, 5, 1)).unwrap();
                fs::rename(draft, crowd.unit(unit)).unwrap();
            }
        });
        let mut end = None;
        while end.is_none_or(|end: Instant| end.elapsed() < Duration::from_secs(3)) {
            latest = latest.max(frame());
            thread::sleep(Duration::from_millis(10));
            end = end.or_else(|| checkout.is_finished().then(Instant::now));
        }
    });
    println!("{units} files: the latest frame took {latest:?}");
    let limit = if cfg!(debug_assertions) { 400 } else { 100 };
    assert!(latest < Duration::from_millis(limit), "{latest:?}");
    inbox.send(Message::Signal(15)).unwrap();
    running.join().unwrap();
}

/// The real binary: the process, its keys, and what it has written so far.
type Running = (Box<dyn Child + Send + Sync>, Box<dyn io::Write + Send>, Arc<Mutex<Vec<u8>>>);

/// The real binary on a terminal, under `before`.
fn start(before: &[&str], root: &Path) -> Running {
    let pair = native_pty_system()
        .openpty(PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 })
        .unwrap();
    let mut words = before.to_vec();
    words.push(env!("CARGO_BIN_EXE_guatu"));
    let mut command = CommandBuilder::new(words.remove(0));
    command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command.args(words);
    command.arg(root);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "zh_CN.UTF-8");
    let child = pair.slave.spawn_command(command).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let written: Arc<Mutex<Vec<u8>>> = Arc::default();
    let sink = Arc::clone(&written);
    let keys = pair.master.take_writer().unwrap();
    thread::spawn(move || {
        let _master = pair.master;
        let mut buffer = vec![0; 65_536];
        while let Ok(n) = reader.read(&mut buffer) {
            if n == 0 {
                break;
            }
            sink.lock().unwrap().extend(buffer.iter().take(n));
        }
    });
    (child, keys, written)
}

fn wait(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Ticks of the processor (a hundredth of a second), and how often each thread waited.
fn spent(pid: u32) -> (u64, BTreeMap<String, u64>) {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks = [11, 12].iter().map(|n| fields.get(*n).unwrap().parse::<u64>().unwrap()).sum();
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap().filter_map(Result::ok);
    let waits = tasks.map(|task| {
        let status = fs::read_to_string(task.path().join("status")).unwrap();
        let field = |name| status.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim();
        let name = format!("{} {}", field("Name:"), field("Pid:"));
        (name, field("voluntary_ctxt_switches:").parse::<u64>().unwrap())
    });
    (ticks, waits.collect())
}

#[test]
fn at_rest_it_wakes_twice_a_second_at_most_and_costs_next_to_nothing() {
    let _beside = beside();
    let crowd = Crowd::files(UNITS, 5);
    let (mut child, mut keys, written) = start(&[], &crowd.root());
    wait("it never drew", || written.lock().unwrap().len() > 1000);
    thread::sleep(Duration::from_secs(6));
    let pid = child.process_id().unwrap();
    let seconds = if times(100) == 100 { 60 } else { 10 };
    let mut least = u64::MAX;
    // On a machine that others use, a thread pays for waking what they have left of the caches: one quiet time is sought.
    for _ in 0..3 {
        let (before, bytes) = (spent(pid), written.lock().unwrap().len());
        thread::sleep(Duration::from_secs(seconds));
        let (after, bytes) = (spent(pid), written.lock().unwrap().len() - bytes);
        let ticks = after.0 - before.0;
        let each = after.1.iter().map(|(name, waits)| (name, waits - before.1.get(name).unwrap_or(&0)));
        let each: BTreeMap<&String, u64> = each.collect();
        let waits: u64 = each.values().sum();
        println!("{each:?}");
        println!(
            "{seconds} s at rest: {ticks} hundredths of a second of processor, {waits} wake-ups, {bytes} bytes"
        );
        assert!(waits <= 2 * seconds, "{waits} wake-ups in {seconds} s");
        assert!(bytes <= usize::try_from(200 * seconds / 60).unwrap(), "{bytes} bytes");
        least = least.min(ticks);
        if least <= 1 + seconds / 2 {
            break;
        }
    }
    assert!(least <= 1 + seconds / 2, "{least} hundredths of a second in {seconds} s");
    keys.write_all(b"q").unwrap();
    assert_eq!(child.wait().unwrap().exit_code(), 0);
}

/// Rows W26 and W28 on the terminal itself: others read, and others touch without a change.
#[test]
fn files_that_are_read_and_touched_write_nothing_to_the_terminal() {
    let _beside = beside();
    let crowd = Crowd::files(UNITS, 5);
    let (mut child, mut keys, written) = start(&[], &crowd.root());
    wait("it never drew", || written.lock().unwrap().len() > 1000);
    thread::sleep(Duration::from_secs(4));
    let (pid, before) = (child.process_id().unwrap(), written.lock().unwrap().len());
    let ticks = spent(pid).0;
    for _ in 0..times(5000) {
        fs::read(crowd.unit(3)).unwrap();
    }
    let reading = spent(pid).0 - ticks;
    for n in 0..times(10_000) {
        let now = std::time::SystemTime::now();
        let file = fs::File::options().append(true).open(crowd.unit(n % UNITS)).unwrap();
        file.set_times(fs::FileTimes::new().set_modified(now)).unwrap();
    }
    thread::sleep(Duration::from_secs(3));
    let bytes = written.lock().unwrap().len() - before;
    println!(
        "{} readings and {} touches: {bytes} bytes, {reading} ticks for the readings",
        times(5000),
        times(10_000)
    );
    assert_eq!(bytes, 0);
    // And it is no deafness: a change shows.
    fs::write(crowd.unit(0), text(0, 5, 3)).unwrap();
    wait("it never drew the change", || written.lock().unwrap().len() > before);
    keys.write_all(b"q").unwrap();
    assert_eq!(child.wait().unwrap().exit_code(), 0);
}

#[test]
fn a_whole_session_writes_nothing_below_the_plans() {
    let _beside = beside();
    if Command::new("strace").arg("-V").output().is_err() {
        println!("skipped: no strace");
        return;
    }
    let crowd = Crowd::files(UNITS, 5);
    let log = crowd.dir.path().join("calls");
    let path = log.to_string_lossy().into_owned();
    let (mut child, mut keys, written) =
        start(&["strace", "-f", "-y", "-s", "400", "-e", "trace=%file,%desc", "-o", &path], &crowd.root());
    wait("it never drew", || written.lock().unwrap().len() > 1000);
    for word in [
        "2", "jjjj", "\r", "3", "4", "6", "8", "9", "x", "\x1b", "?", "\x1b", "/a\r", "\x1b", "[", "]", "r",
        "L", "T",
    ] {
        keys.write_all(word.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    fs::write(crowd.unit(0), text(0, 5, 1)).unwrap();
    fs::remove_file(crowd.unit(1)).unwrap();
    fs::write(crowd.unit(2), "unit: [").unwrap();
    thread::sleep(Duration::from_millis(3500));
    keys.write_all(b"q").unwrap();
    assert_eq!(child.wait().unwrap().exit_code(), 0);
    let calls = fs::read_to_string(&log).unwrap();
    let (reads, writes) = below(&crowd.root(), &calls);
    println!("{} calls, {reads} opens below the root", calls.lines().count());
    assert!(reads >= UNITS, "strace saw nothing: {reads}");
    assert!(writes.is_empty(), "{writes:#?}");
}

/// Of the calls in a log, those that name something below `root`: how many open it, and which change it.
fn below(root: &Path, calls: &str) -> (usize, Vec<String>) {
    let root = root.to_string_lossy();
    let (mut reads, mut writes) = (0, Vec::new());
    // A file that is open (`4</root/…>`) or a path that is named (`"/root/…"`); what is only written about it is neither.
    let named = [format!("<{root}"), format!("\"{root}")];
    for call in calls.lines().filter(|call| named.iter().any(|name| call.contains(name))) {
        let name = call.split_whitespace().nth(1).unwrap_or_default().split('(').next().unwrap_or_default();
        let opens =
            ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].iter().any(|flag| call.contains(flag));
        let changes = [
            "write",
            "pwrite",
            "rename",
            "unlink",
            "mkdir",
            "rmdir",
            "chmod",
            "fchmod",
            "chown",
            "fchown",
            "truncate",
            "ftruncate",
            "link",
            "symlink",
            "utime",
            "mknod",
            "setxattr",
            "removexattr",
            "fallocate",
            "creat",
            "copy_file",
        ];
        reads += usize::from(name.starts_with("open"));
        if opens || changes.iter().any(|change| name.starts_with(change)) {
            writes.push(call.to_owned());
        }
    }
    (reads, writes)
}
