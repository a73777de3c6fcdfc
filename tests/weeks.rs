//! A wall that hangs for months: painted anew each minute, never pretending to be fresh, telling its supervisor that it
//! lives, keeping a small log, and growing by nothing, whatever is thrown at it.
//!
//! `GUATU_FULL=1 cargo test --profile long --test weeks -- --nocapture` throws as much as is promised.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::indexing_slicing, reason = "a list in a test is as long as it was made")]
#![expect(clippy::print_stdout, reason = "a test says how much it did")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
#[path = "support/dice.rs"]
mod dice;
#[expect(dead_code, reason = "each test uses a part of it")]
#[path = "support/pty.rs"]
mod pty;
#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use dice::times;
use guatu::app::wall::Wall;
use guatu::app::{Key, Link, Message, Model, Now, Setup, Watching};
use guatu::domain::Day;
use guatu::live::clock::{self, Clock};
use guatu::live::journal::{self, Journal};
use guatu::live::reading::{Pulse, Reading, Source};
use guatu::live::run::watched;
use guatu::live::surface::{Extent, Surface};
use guatu::live::watchdog::Watchdog;
use guatu::live::{self, End};
use guatu::store::Store;
use guatu::store::watch::{Options, Time};
use guatu::text::Lang;
use guatu::ui::picture;
use pty::{Pty, guatu};
use ratatui::buffer::Buffer;
use rustix::process::Signal;
use support::Plans;

/// Every frame, and how much of it was painted.
#[derive(Clone, Default)]
struct Frames(Arc<(Mutex<Vec<Frame>>, Condvar)>);

/// A picture, and how much of it was painted.
type Frame = (String, Extent);

impl Frames {
    fn len(&self) -> usize {
        self.0.0.lock().unwrap().len()
    }

    /// The first frame after number `n`.
    fn after(&self, n: usize) -> (String, Extent) {
        let (lock, changed) = &*self.0;
        let frames = lock.lock().unwrap();
        let limit = Duration::from_secs(10);
        let (frames, late) = changed.wait_timeout_while(frames, limit, |frames| frames.len() <= n).unwrap();
        assert!(!late.timed_out(), "there was no frame; the last was\n{}", frames.last().unwrap().0);
        frames.get(n).unwrap().clone()
    }
}

impl Surface for Frames {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        Ok((120, 30))
    }

    fn show(&mut self, cells: &mut Buffer, _: &[Link], extent: Extent) -> io::Result<()> {
        self.0.0.lock().unwrap().push((picture::text(cells), extent));
        self.0.1.notify_all();
        Ok(())
    }

    fn bell(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A clock that stands at so many seconds after ten past nine until the test moves it.
#[derive(Clone, Default)]
struct Hands(Arc<Mutex<u64>>);

impl Clock for Hands {
    fn now(&self, _: &str) -> Now {
        let seconds = *self.0.lock().unwrap();
        let hand = |n: u64| u8::try_from(n).unwrap();
        let all = 9 * 3600 + 10 * 60 + seconds;
        let clock = (hand(all / 3600 % 24), hand(all / 60 % 60), hand(all % 60));
        Now { at: Duration::from_secs(seconds), today: today(), clock }
    }

    fn until_midnight(&self, _: &str) -> Duration {
        Duration::from_secs(3600)
    }
}

fn today() -> Day {
    "2022-02-10".parse().unwrap()
}

/// The real loop on frames, with a clock that the test moves and messages that the test sends.
struct Session {
    frames: Frames,
    hands: Hands,
    inbox: SyncSender<Message>,
    running: JoinHandle<io::Result<End>>,
}

impl Session {
    /// One whose data loop says nothing.
    fn start_blind(setup: Setup, mut watchdog: Watchdog) -> Self {
        let (inbox, messages) = sync_channel(live::INBOX);
        let (frames, hands) = (Frames::default(), Hands::default());
        let (mut surface, clock) = (frames.clone(), hands.clone());
        let running = std::thread::spawn(move || {
            let mut model = Model::new(Setup { lang: Some(Lang::Zh), ..setup });
            // As a session does: its start counts as the first sign of life.
            model.heard_at = Some(Duration::ZERO);
            let end = watched(&mut model, &mut surface, &messages, &clock, &|| (), &mut watchdog);
            watchdog.stopping();
            end
        });
        let session = Self { frames, hands, inbox, running };
        session.frames.after(0);
        session
    }

    fn start(setup: Setup, watchdog: Watchdog) -> Self {
        let session = Self::start_blind(setup, watchdog);
        let portfolio = Store::new(Path::new("plans")).refresh(&|_| today()).unwrap();
        session.hear(Message::Loaded(portfolio));
        session.hear(Message::Watching(Watching::Live));
        session
    }

    /// What is drawn when this message has come.
    fn hear(&self, message: Message) -> (String, Extent) {
        let before = self.frames.len();
        self.inbox.send(message).unwrap();
        self.frames.after(before)
    }

    fn at(&self, seconds: u64, message: Message) -> (String, Extent) {
        *self.hands.0.lock().unwrap() = seconds;
        self.hear(message)
    }

    fn end(self) {
        drop(self.inbox);
        assert_eq!(self.running.join().unwrap().unwrap(), End::Deserted);
    }
}

fn key(keys: &str) -> Message {
    Message::Key(*Key::parse_all(keys).unwrap().first().unwrap())
}

fn wall(rotate: u64) -> Setup {
    let wall = Wall::new(Vec::new(), Duration::from_secs(rotate), false);
    Setup { wall: Some(wall), ..Setup::default() }
}

fn desk() -> Setup {
    Setup::default()
}

#[test]
fn a_wall_is_painted_whole_once_a_minute_and_whenever_its_page_turns() {
    let session = Session::start(wall(1000), Watchdog::none());
    let mut whole = Vec::new();
    for second in 1..=300 {
        if session.at(second, Message::Beat).1 == Extent::Everything {
            whole.push(second);
        }
    }
    assert_eq!(whole, [60, 120, 180, 240, 300]);
    // A held page is painted as well.
    session.hear(Message::Key(Key::plain(guatu::app::KeyCode::Char(' '))));
    assert_eq!(session.at(360, Message::Wake).1, Extent::Everything);
    assert_eq!(session.hear(key("n")).1, Extent::Everything);
    assert_eq!(session.hear(key("p")).1, Extent::Everything);
    assert_eq!(session.hear(key("L")).1, Extent::Difference);
    assert_eq!(session.hear(key("<ctrl-l>")).1, Extent::Everything);
    session.end();
    // And by itself: a page each seven seconds, each painted whole.
    let session = Session::start(wall(7), Watchdog::none());
    let whole = (1..60).filter(|second| session.at(*second, Message::Beat).1 == Extent::Everything);
    assert_eq!(whole.collect::<Vec<_>>(), [7, 14, 21, 28, 35, 42, 49, 56]);
    session.end();
}

#[test]
fn in_the_monitor_ctrl_l_and_going_on_after_a_stop_paint_everything_and_a_minute_does_not() {
    let session = Session::start(desk(), Watchdog::none());
    assert_eq!(session.hear(key("<ctrl-l>")).1, Extent::Everything);
    assert_eq!(session.hear(key("j")).1, Extent::Difference);
    assert_eq!(session.hear(Message::Repaint).1, Extent::Everything);
    assert_eq!(session.hear(Message::Suspend).1, Extent::Everything);
    assert_eq!(session.at(61, Message::Wake).1, Extent::Difference);
    session.end();
}

#[test]
fn a_data_loop_that_is_silent_is_seen_within_ten_seconds_and_how_long_it_has_been() {
    for setup in [wall(10_000), desk()] {
        let session = Session::start(setup, Watchdog::none());
        *session.hands.0.lock().unwrap() = 20;
        session.inbox.send(Message::Beat).unwrap();
        // On the wall a beat is drawn, in the monitor it is not: two frames later it has been heard in any case.
        session.hear(Message::Redraw);
        session.hear(Message::Redraw);
        assert!(!session.at(24, Message::Wake).0.contains("无响应"));
        for second in [25, 26, 35, 79, 80, 20 + 7200] {
            let (text, said) = (session.at(second, Message::Wake).0, second - 20);
            assert!(text.contains(&format!("存储 {said} 秒无响应")), "{said}\n{text}");
            // How old that makes what is shown.
            assert!(text.contains("数据截至 09:10:20"), "{text}");
        }
        // The plan is still there; and one sign of life is enough.
        assert!(session.hear(Message::Wake).0.contains("杭州市"));
        assert!(!session.at(8000, Message::Watching(Watching::Live)).0.contains("无响应"));
        session.end();
    }
}

/// Nobody sends anything: the loop must wake by itself to say it.
#[test]
fn silence_is_said_though_nothing_happens() {
    let plans = Plans::copy();
    let (inbox, messages) = sync_channel(live::INBOX);
    let frames = Frames::default();
    let mut surface = frames.clone();
    let portfolio = Store::new(&plans.root()).refresh(&|_| today()).unwrap();
    inbox.send(Message::Loaded(portfolio)).unwrap();
    let running = std::thread::spawn(move || {
        let mut model =
            Model::new(Setup { lang: Some(Lang::En), patience: Duration::from_secs(2), ..Setup::default() });
        live::run(&mut model, &mut surface, &messages, &clock::SystemClock::new(), &|| ())
    });
    let start = Instant::now();
    while !frames.after(frames.len() - frames.len().min(1)).0.contains("silent for 3 s") {
        assert!(start.elapsed() < Duration::from_secs(7), "{}", frames.after(frames.len() - 1).0);
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(start.elapsed() > Duration::from_secs(2));
    // It woke for that, and not again and again.
    assert!(frames.len() < 8, "{} frames", frames.len());
    drop(inbox);
    running.join().unwrap().unwrap();
}

#[test]
fn a_first_look_that_never_ends_is_said_as_well() {
    let session = Session::start_blind(wall(10_000), Watchdog::none());
    for second in 1..=6 {
        let text = session.at(second, Message::Wake).0;
        assert_eq!(text.contains(&format!("存储 {second} 秒无响应")), second >= 5, "{text}");
    }
    session.end();
}

#[test]
fn the_walls_beat_moves_with_the_data_loop_and_with_nothing_else() {
    let session = Session::start(wall(10_000), Watchdog::none());
    // The first of its two signs on the screen: where it stands depends on the size and on the shift of the minute.
    let beat = |text: &str| text.chars().find(|c| "◉◌".contains(*c)).unwrap();
    let mut last = beat(&session.hear(Message::Redraw).0);
    assert!("◉◌".contains(last));
    for second in 1..50 {
        for message in [Message::Wake, Message::Redraw, key("L"), Message::Repaint] {
            assert_eq!(beat(&session.at(second, message).0), last);
        }
        let next = beat(&session.hear(Message::Beat).0);
        assert_ne!(next, last);
        last = next;
    }
    session.end();
}

/// A folder of plans whose clock panics until `well` says otherwise.
fn ill(plans: &Plans, well: Arc<Mutex<bool>>) -> (Reading, Receiver<Message>) {
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("as_of:", "# as_of:")).unwrap();
    let start = Instant::now();
    let today = move |_: &str| {
        assert!(*well.lock().unwrap(), "ill");
        today()
    };
    let time = Time { today: Arc::new(today), elapsed: Arc::new(move || start.elapsed()) };
    let (inbox, messages) = sync_channel(live::INBOX);
    let source = Source { root: plans.root(), options: Options::default(), time };
    (Reading::start(source, inbox, Journal::none(), Pulse::Beats).unwrap(), messages)
}

#[test]
fn a_data_loop_that_keeps_dying_is_started_again_more_and_more_slowly() {
    let (plans, well) = (Plans::copy(), Arc::new(Mutex::new(false)));
    let (reading, messages) = ill(&plans, Arc::clone(&well));
    let stopped = |message: Message| {
        let Message::Watching(Watching::Stopped(said)) = message else { return format!("{message:?}") };
        said.get(Lang::En).to_owned()
    };
    // How far a reading has come is beside the point here.
    let told = || messages.recv_timeout(Duration::from_secs(10)).unwrap();
    let next = || std::iter::repeat_with(told).find(|it| !matches!(it, Message::Reading(..))).unwrap();
    assert!(stopped(next()).ends_with("starting again in 1 s"));
    let start = Instant::now();
    assert!(stopped(next()).ends_with("starting again in 2 s"));
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    // Asked to read again it does not wait; and once the cause is gone it stays.
    *well.lock().unwrap() = true;
    let start = Instant::now();
    reading.reread();
    assert!(matches!(next(), Message::Loaded(_)));
    assert!(start.elapsed() < Duration::from_millis(1500));
    assert!(matches!(next(), Message::Watching(Watching::Live)));
    drop(reading);
    // Both threads let go of the inbox.
    let start = Instant::now();
    while messages.recv_timeout(Duration::from_secs(5)).is_ok() {}
    assert!(start.elapsed() < Duration::from_secs(4), "somebody still holds the inbox");
}

/// A supervisor's socket.
struct Supervisor {
    socket: UnixDatagram,
}

impl Supervisor {
    fn at(path: &Path) -> Self {
        Self::on(UnixDatagram::bind(path).unwrap())
    }

    fn on(socket: UnixDatagram) -> Self {
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Self { socket }
    }

    fn heard(&self) -> String {
        let mut buffer = [0; 100];
        let n = self.socket.recv(&mut buffer).unwrap();
        String::from_utf8(buffer.iter().take(n).copied().collect()).unwrap()
    }

    fn hears_nothing(&self) {
        self.socket.set_nonblocking(true).unwrap();
        assert_eq!(self.socket.recv(&mut [0; 100]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        self.socket.set_nonblocking(false).unwrap();
    }
}

#[test]
fn a_supervisor_is_told_of_life_only_while_the_data_loop_lives() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let supervisor = Supervisor::at(&path);
    // Thirty seconds of patience: a sign every fifteen.
    let session = Session::start(wall(10_000), Watchdog::of(path.to_str().unwrap(), Some(30_000_000)));
    assert_eq!(supervisor.heard(), "READY=1");
    assert_eq!(supervisor.heard(), "WATCHDOG=1");
    for second in (2..=14).step_by(2) {
        session.at(second, Message::Beat);
    }
    supervisor.hears_nothing();
    session.at(16, Message::Beat);
    assert_eq!(supervisor.heard(), "WATCHDOG=1");
    // The data loop is silent from here on: the loop turns, and says nothing.
    for second in (26..=200).step_by(2) {
        session.at(second, Message::Wake);
    }
    supervisor.hears_nothing();
    for second in (202..=230).step_by(2) {
        session.at(second, Message::Beat);
    }
    assert_eq!(supervisor.heard(), "WATCHDOG=1");
    session.end();
    let mut last = supervisor.heard();
    while last == "WATCHDOG=1" {
        last = supervisor.heard();
    }
    assert_eq!(last, "STOPPING=1");
}

#[test]
fn without_a_supervisor_nobody_wakes_and_nothing_fails() {
    let at = Duration::from_secs(5);
    assert_eq!(Watchdog::none().next(at), None);
    // One that is told of the start and the end, and has no watchdog.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let supervisor = Supervisor::at(&path);
    let mut told = Watchdog::of(path.to_str().unwrap(), None);
    told.turned(at, live::watchdog::Life::Beats);
    assert_eq!(told.next(at), None);
    assert_eq!(supervisor.heard(), "READY=1");
    supervisor.hears_nothing();
    // Addresses nobody listens at, and one that goes: nothing to wake for.
    for nobody in ["", "@", "/nowhere/at/all", "@guatu-nobody-listens", &"x".repeat(500)] {
        let mut nobody = Watchdog::of(nobody, Some(1000));
        nobody.turned(at, live::watchdog::Life::Beats);
        nobody.stopping();
        assert_eq!(nobody.next(at), None);
    }
    drop(supervisor);
    told.stopping();
    // A silent data loop does not make the loop spin.
    let supervisor = Supervisor::at(&dir.path().join("other"));
    let mut watchdog = Watchdog::of(dir.path().join("other").to_str().unwrap(), Some(2_000_000));
    watchdog.turned(at, live::watchdog::Life::Silent);
    assert_eq!(watchdog.next(at), Some(Duration::from_secs(1)));
    assert_eq!(supervisor.heard(), "READY=1");
    supervisor.hears_nothing();
}

#[test]
fn the_program_tells_the_supervisor_its_environment_names() {
    use std::os::linux::net::SocketAddrExt as _;
    let plans = Plans::copy();
    let name = format!("guatu-test-{}", std::process::id());
    let address = std::os::unix::net::SocketAddr::from_abstract_name(&name).unwrap();
    let supervisor = Supervisor::on(UnixDatagram::bind_addr(&address).unwrap());
    let mut command = guatu(&["wall"], &plans.root());
    command.env("NOTIFY_SOCKET", format!("@{name}"));
    command.env("WATCHDOG_USEC", "1000000");
    let terminal = Pty::start(command);
    assert_eq!(supervisor.heard(), "READY=1");
    let start = Instant::now();
    for _ in 0..6 {
        assert_eq!(supervisor.heard(), "WATCHDOG=1");
    }
    // The first at once, then every half second.
    let took = start.elapsed();
    assert!((2400..4000).contains(&took.as_millis()), "{took:?}");
    // Held still, it says nothing.
    terminal.signal(Signal::STOP);
    std::thread::sleep(Duration::from_millis(50));
    while {
        supervisor.socket.set_read_timeout(Some(Duration::from_millis(1500))).unwrap();
        supervisor.socket.recv(&mut [0; 100]).is_ok()
    } {
        assert!(start.elapsed() < Duration::from_secs(8), "a stopped process says that it lives");
    }
    supervisor.socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    terminal.signal(Signal::CONT);
    assert_eq!(supervisor.heard(), "WATCHDOG=1");
    terminal.signal(Signal::TERM);
    let mut last = supervisor.heard();
    while last == "WATCHDOG=1" {
        last = supervisor.heard();
    }
    assert_eq!(last, "STOPPING=1");
    // Somebody else's watchdog.
    let mut command = guatu(&["wall"], &plans.root());
    command.env("NOTIFY_SOCKET", format!("@{name}"));
    command.env("WATCHDOG_USEC", "1000000");
    command.env("WATCHDOG_PID", "1");
    let mut terminal = Pty::start(command);
    assert_eq!(supervisor.heard(), "READY=1");
    std::thread::sleep(Duration::from_millis(1200));
    supervisor.hears_nothing();
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn the_unit_in_the_readme_is_one_that_systemd_takes() {
    let readme = fs::read_to_string("README.md").unwrap();
    let unit = readme.split("```ini\n# /etc/systemd/system/guatu-wall.service\n").nth(1).unwrap();
    let unit = unit.split("```").next().unwrap().replace("/usr/local/bin/guatu", env!("CARGO_BIN_EXE_guatu"));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guatu-wall.service");
    fs::write(&path, unit).unwrap();
    match std::process::Command::new("systemd-analyze").arg("verify").arg(&path).output() {
        // It exits with 0 on a directive it does not know, and only says so.
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let ours = said.lines().filter(|line| line.contains("guatu-wall")).collect::<Vec<_>>();
            assert!(output.status.success() && ours.is_empty(), "{said}");
        }
        Err(_) => println!("skipped: no systemd-analyze"),
    }
}

#[test]
fn the_log_never_grows_beyond_two_small_files_and_holds_no_control_byte() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("state/guatu");
    let journal = Journal::open(folder.clone());
    let all = times(100_000);
    for n in 0..all {
        journal.note(&format!("{n} \x1b]0;title\x07 \u{9b}31m \u{202e} 一处错误\nand a second line"));
        if n % 50 == 0 {
            journal.finish();
        }
    }
    journal.note(&"long ".repeat(10_000));
    journal.finish();
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (now, before) = (read("guatu.log"), read("guatu.log.1"));
    let most = usize::try_from(journal::CAP).unwrap() + 4096;
    assert!(
        now.len() <= most && before.len() <= most && before.len() > most / 2,
        "{} {}",
        now.len(),
        before.len()
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    for c in now.chars().chain(before.chars()) {
        assert!(c == '\n' || !c.is_control() && !"\u{202e}\u{2028}".contains(c), "{c:?}");
    }
    let last: Vec<&str> = now.lines().collect();
    assert!(last.iter().all(|line| line.len() < 2100 && line.starts_with("20") && line.contains(" [")));
    assert!(last.last().unwrap().contains("long long"));
}

#[test]
fn a_line_that_comes_again_and_again_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(dir.path().to_owned());
    for n in 0..500 {
        journal.note("the same");
        if n % 50 == 0 {
            journal.finish();
        }
    }
    journal.finish();
    journal.note("another");
    journal.finish();
    let text = fs::read_to_string(dir.path().join("guatu.log")).unwrap();
    let lines: Vec<&str> = text.lines().map(|line| line.split("] ").nth(1).unwrap()).collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!((lines.first(), lines.last()), (Some(&"the same"), Some(&"another")));
    assert!(lines.get(1).unwrap().ends_with(" times more"), "{text}");
}

#[test]
fn a_log_that_cannot_be_written_costs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "mine").unwrap();
    let pipe = dir.path().join("pipe");
    fs::create_dir(&pipe).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(pipe.join("guatu.log")).status().unwrap().success());
    for folder in [file.join("below"), file.clone(), "/proc/self/guatu".into(), pipe] {
        let start = Instant::now();
        let journal = Journal::open(folder);
        for n in 0..10_000 {
            journal.note(&n.to_string());
        }
        journal.finish();
        assert!(start.elapsed() < Duration::from_millis(600), "{:?}", start.elapsed());
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    // And the program runs with it, and without.
    let plans = Plans::copy();
    for state in [Some(file.to_str().unwrap()), Some("relative/path"), None] {
        let mut command = guatu(&[], &plans.root());
        if let Some(state) = state {
            command.env("XDG_STATE_HOME", state);
        }
        let mut terminal = Pty::start(command);
        terminal.wait_for("最紧要");
        terminal.press("q");
        let (code, took) = terminal.end();
        assert_eq!(code, 0);
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
}

#[test]
fn the_log_of_a_session_tells_its_start_its_troubles_and_its_end() {
    let plans = Plans::copy();
    let home = tempfile::tempdir().unwrap();
    let mut command = guatu(&["wall"], &plans.root());
    command.env("HOME", home.path());
    let mut terminal = Pty::start(command);
    terminal.wait_for("监管细则倒计时");
    let away = plans.root().with_file_name("away");
    fs::rename(plans.root(), &away).unwrap();
    terminal.wait_for("没有这个文件夹");
    fs::rename(&away, plans.root()).unwrap();
    terminal.wait("the folder again", |screen| !screen.contents().contains("没有这个文件夹"));
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.end().0, 143);
    let text = fs::read_to_string(home.path().join(".local/state/guatu/guatu.log")).unwrap();
    let said: Vec<&str> = text.lines().map(|line| line.split_once("] ").unwrap().1).collect();
    assert!(said.first().unwrap().starts_with("wall starts on /"), "{text}");
    assert!(said.iter().any(|line| line.starts_with("watching: no such folder")), "{text}");
    assert_eq!(said.last(), Some(&"wall ends with code 143"), "{text}");
    // Nothing of it in the plans.
    assert!(!fs::read_dir(plans.root()).unwrap().any(|entry| entry.unwrap().file_name() == "guatu.log"));
}

/// The memory of a process that is not shared and not swapped, in KiB.
fn memory(terminal: &Pty) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", terminal.pid())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// No more than 4 MiB over what was held before.
fn assert_flat(terminal: &Pty, what: &str, before: u64) {
    let now = memory(terminal);
    println!("{what}: {before} KiB before, {now} KiB after");
    assert!(now <= before + 4096, "{what}: {before} KiB before, {now} KiB after");
}

fn paste_thrice(terminal: &mut Pty, paste: &str) {
    for _ in 0..3 {
        terminal.press(&format!("\x1b[200~{paste}\x1b[201~"));
        terminal.press("2");
        terminal.wait_for("1-1   “一照多址”扩围");
        terminal.forget();
        terminal.press("1\x0c");
        terminal.wait_for("最紧要");
    }
}

#[test]
fn floods_of_keys_pastes_and_sizes_leave_memory_flat_and_the_last_one_counts() {
    let plans = Plans::copy();
    let mut terminal = Pty::start(guatu(&[], &plans.root()));
    terminal.wait_for("最紧要");
    terminal.press("2");
    terminal.wait_for("1-1   “一照多址”扩围");
    for _ in 0..20 {
        terminal.press("jjjjjkkkkk");
    }
    std::thread::sleep(Duration::from_millis(500));
    let before = memory(&terminal);
    let flat = |terminal: &Pty, what: &str| assert_flat(terminal, what, before);
    let start = Instant::now();
    let keys = times(1_000_000) / if cfg!(debug_assertions) { 10 } else { 1 };
    for _ in 0..keys / 1000 {
        terminal.press(&"jjjjjjjjjjkkkkkkkkkk".repeat(50));
        terminal.forget();
    }
    println!("{keys} keys in {:?}", start.elapsed());
    flat(&terminal, "keys");
    // What is pasted is no command: a `q` among it does not quit.
    let start = Instant::now();
    let paste = "q\x03rq一二三 q\n".repeat(times(10_000_000) / 20);
    terminal.press(&format!("\x1b[200~{paste}\x1b[201~"));
    terminal.press("1");
    terminal.forget();
    terminal.press("\x0c");
    terminal.wait_for("最紧要");
    println!("{} bytes pasted in {:?}", paste.len(), start.elapsed());
    flat(&terminal, "paste");
    paste_thrice(&mut terminal, &paste);
    flat(&terminal, "three more pastes");
    let mut dice = dice::Dice::new(7);
    for _ in 0..times(10_000) {
        let size = (dice.roll(300), dice.roll(80));
        terminal.resize((size.0.try_into().unwrap(), size.1.try_into().unwrap()));
        terminal.forget();
    }
    for size in [(0, 0), (1, 1), (0, 30), (1, 500), (500, 1), (2, 2)] {
        terminal.resize(size);
        std::thread::sleep(Duration::from_millis(60));
    }
    terminal.resize((65_535, 1));
    std::thread::sleep(Duration::from_millis(60));
    terminal.forget();
    terminal.resize((140, 44));
    let took = terminal.wait("the last size", |screen| {
        let text = screen.contents();
        let rows: Vec<&str> = text.lines().collect();
        rows.len() == 44 && text.contains("最紧要")
    });
    println!("the last size is drawn {took:?} after it");
    assert!(took < Duration::from_secs(2), "{took:?}");
    flat(&terminal, "sizes");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// A paste of 64 MB without an end, and a sequence without one: nothing of them is kept, nothing in them is a command.
#[test]
fn a_paste_that_never_ends_costs_no_memory_and_the_keys_live_on_after_it() {
    let plans = Plans::copy();
    let mut terminal = Pty::start(guatu(&[], &plans.root()));
    let shows = |terminal: &mut Pty, key: &str, words: &str| {
        terminal.forget();
        terminal.press(&format!("{key}\x0c"));
        terminal.wait_for(words)
    };
    terminal.wait_for("最紧要");
    shows(&mut terminal, "2", "1-1   “一照多址”扩围");
    shows(&mut terminal, "1", "最紧要");
    let before = memory(&terminal);
    let paste = "q\x03rq一二三 q\n".repeat(times(64_000_000) / 16);
    let start = Instant::now();
    terminal.press("\x1b[200~");
    terminal.press(&paste);
    println!("{} bytes pasted in {:?}", paste.len(), start.elapsed());
    assert_flat(&terminal, "paste without an end", before);
    terminal.press("\x1b[201~");
    let took = shows(&mut terminal, "2", "1-1   “一照多址”扩围");
    assert!(took < Duration::from_secs(1), "after the end: {took:?}");
    // Its end never comes: after five seconds of silence it is over.
    terminal.press("\x1b[200~q\x03q");
    std::thread::sleep(Duration::from_millis(5500));
    shows(&mut terminal, "1", "最紧要");
    // The first letter ends what is no paste.
    terminal.press("\x1b[");
    terminal.press(&"1;".repeat(times(64_000_000) / 2));
    terminal.press("z");
    assert_flat(&terminal, "sequence without an end", before);
    shows(&mut terminal, "2", "1-1   “一照多址”扩围");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

/// Somebody marks text in the terminal's window: nothing is read from it for a while.
#[test]
fn a_terminal_that_is_not_read_for_a_while_costs_no_memory_and_then_shows_the_newest_frame() {
    let plans = Plans::copy();
    let mut terminal = Pty::start(guatu(&[], &plans.root()));
    terminal.wait_for("最紧要");
    terminal.press("2");
    terminal.wait_for("1-1   “一照多址”扩围");
    std::thread::sleep(Duration::from_millis(300));
    let before = memory(&terminal);
    let lock = terminal.reading_lock();
    let held = lock.lock().unwrap();
    let path = plans.unit("scjgj");
    let text = fs::read_to_string(&path).unwrap();
    let rounds = times(600);
    for n in 0..rounds {
        // Frame after frame would be written, and the data loop tells of save after save.
        // As many as a terminal's line holds: it takes 4 KiB, and whoever types on would wait for the reader.
        if n < 900 {
            terminal.press("\x0cj\x0ck");
        }
        let progress = format!("progress: {}, note: 拟定扩围", n % 80 + 20);
        fs::write(&path, text.replace("progress: 20, note: 拟定扩围", &progress)).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    let after = memory(&terminal);
    println!("{before} KiB before, {after} KiB after {} s without a reader", rounds / 10);
    assert!(after <= before + 2048, "{before} KiB before, {after} KiB after");
    fs::write(&path, text.replace("progress: 20, note: 拟定扩围", "progress: 99, note: 拟定扩围")).unwrap();
    drop(held);
    let took = terminal.wait_for(" 99%");
    assert!(took < Duration::from_secs(3), "{took:?}");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}
