//! The real binary on a pseudo-terminal, read by a terminal emulator: start, save, resize, suspend, signals, hang-up.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod support;

use std::fs;
use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use support::Plans;

/// The binary in a terminal of its own.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    /// Everything the program has written.
    bytes: Arc<Mutex<Vec<u8>>>,
    size: (u16, u16),
}

const SIZE: (u16, u16) = (100, 30);

impl Terminal {
    fn start(root: &Path, words: &[&str]) -> Self {
        Self::start_in(root, words, &[("TERM", "xterm-256color")])
    }

    fn start_in(root: &Path, words: &[&str], env: &[(&str, &str)]) -> Self {
        let (cols, rows) = SIZE;
        let pair =
            native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guatu"));
        command.args(words);
        command.arg(root);
        command.env_clear();
        command.env("LC_ALL", "zh_CN.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let bytes: Arc<Mutex<Vec<u8>>> = Arc::default();
        let sink = Arc::clone(&bytes);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    break;
                }
                sink.lock().unwrap().extend(buffer.iter().take(n));
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: Some(pair.master), keys: Some(keys), bytes, size: SIZE }
    }

    fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    fn written(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// What the emulator shows.
    fn screen(&self) -> vt100::Parser {
        let (cols, rows) = self.size;
        let mut parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        parser.process(&self.written());
        parser
    }

    /// Waits until the screen is as `wanted` says, and how long that took.
    fn wait(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            let parser = self.screen();
            if wanted(parser.screen()) {
                return start.elapsed();
            }
            let shown = parser.screen().contents();
            assert!(start.elapsed() < Duration::from_secs(10), "never saw {what}; the screen shows\n{shown}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for(&self, text: &str) -> Duration {
        self.wait(text, |screen| screen.contents().contains(text))
    }

    /// Waits for the end; the exit code and how long it took.
    fn end(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.exit_code(), start.elapsed());
            }
            assert!(start.elapsed() < Duration::from_secs(10), "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// The process's state letter, as the kernel has it: `T` is stopped.
    fn state(&self) -> char {
        let pid = self.child.process_id().unwrap();
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().trim_start().chars().next().unwrap()
    }

    /// Whether the terminal is as it was: the alternate screen left, the cursor shown, line mode.
    fn assert_given_back(&self) {
        let parser = self.screen();
        assert!(!parser.screen().alternate_screen(), "the alternate screen was left behind");
        assert!(!parser.screen().hide_cursor(), "the cursor was left hidden");
        let mode = self.master.as_ref().unwrap().get_termios().unwrap();
        let local = format!("{mode:?}");
        assert!(local.contains("ICANON") && local.contains("ECHO"), "{local}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn it_starts_follows_a_save_and_gives_the_terminal_back() {
    let plans = Plans::copy();
    let mut terminal = Terminal::start(&plans.root(), &[]);
    terminal.wait_for("最紧要");
    terminal.press("2");
    terminal.wait_for("1-1   “一照多址”扩围");
    let path = plans.unit("scjgj");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("progress: 20, note: 拟定扩围", "progress: 23, note: 拟定扩围")).unwrap();
    let took = terminal.wait_for(" 23%");
    assert!(took < Duration::from_millis(500), "{took:?}");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    terminal.assert_given_back();
}

#[test]
fn a_signal_ends_it_at_once_with_its_code_and_the_terminal_given_back() {
    for (name, code) in [("-TERM", 143), ("-INT", 130), ("-HUP", 129), ("-QUIT", 131)] {
        let plans = Plans::copy();
        let mut terminal = Terminal::start(&plans.root(), &[]);
        terminal.wait_for("最紧要");
        terminal.signal(name);
        let (ended, took) = terminal.end();
        assert_eq!(ended, code, "{name}");
        assert!(took < Duration::from_millis(300), "{name}: {took:?}");
        terminal.assert_given_back();
    }
}

/// The terminal belongs to `script`, which is killed: whoever held the other end is gone for good.
#[test]
fn it_ends_within_a_second_when_its_terminal_goes() {
    let plans = Plans::copy();
    let code = plans.root().join("../code");
    let seen = plans.root().join("../seen");
    let line = format!(
        "trap '' HUP; stty cols 100 rows 30; {} wall {}; echo $? > {}",
        env!("CARGO_BIN_EXE_guatu"),
        plans.root().display(),
        code.display()
    );
    let started = std::process::Command::new("script")
        .args(["-qfc", &line])
        .arg(&seen)
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn();
    let Ok(mut script) = started else {
        println!("skipped: `script` (bsdutils) is not installed");
        return;
    };
    let wait = |what: &str, limit: Duration, done: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < limit, "{what}");
            std::thread::sleep(Duration::from_millis(10));
        }
        start.elapsed()
    };
    wait("it never drew", Duration::from_secs(10), &|| fs::read(&seen).is_ok_and(|bytes| bytes.len() > 4000));
    script.kill().unwrap();
    script.wait().unwrap();
    let took = wait("it outlives its terminal", Duration::from_secs(5), &|| {
        fs::read_to_string(&code).is_ok_and(|text| text.ends_with('\n'))
    });
    assert_eq!(fs::read_to_string(&code).unwrap().trim(), "129");
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_new_size_is_drawn_at_once() {
    let plans = Plans::copy();
    let mut terminal = Terminal::start(&plans.root(), &[]);
    terminal.wait_for("最紧要");
    for (cols, rows) in [(40, 10), (1, 1), (160, 45), (100, 30)] {
        let master = terminal.master.as_ref().unwrap();
        master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        terminal.bytes.lock().unwrap().clear();
        terminal.size = (cols, rows);
        if cols > 1 {
            terminal.wait("the header at the new size", |screen| screen.contents().contains("杭州市"));
        }
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_going_on_draws_everything_anew() {
    let plans = Plans::copy();
    let mut terminal = Terminal::start(&plans.root(), &[]);
    terminal.wait_for("最紧要");
    terminal.press("\x1a");
    let start = Instant::now();
    while terminal.state() != 'T' {
        assert!(start.elapsed() < Duration::from_secs(5), "it does not stop");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(100));
    terminal.assert_given_back();
    terminal.bytes.lock().unwrap().clear();
    terminal.signal("-CONT");
    terminal.wait_for("最紧要");
    assert!(terminal.screen().screen().alternate_screen());
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    terminal.assert_given_back();
}

#[test]
fn the_terminal_is_never_asked_anything_and_every_frame_is_one_synchronised_update() {
    let plans = Plans::copy();
    let mut terminal = Terminal::start(&plans.root(), &[]);
    terminal.wait_for("最紧要");
    terminal.press("2jjjj34689?\x1bTTTL1");
    terminal.wait_for("What presses most");
    terminal.press("\x0cq");
    terminal.end();
    let bytes = terminal.written();
    let text = String::from_utf8_lossy(&bytes);
    for question in ["\x1b[6n", "\x1b[c", "\x1b[0c", "\x1b]11;?", "\x1b[?u", "\x1b[14t", "\x1b[18t"] {
        assert!(!text.contains(question), "{question:?} asks the terminal");
    }
    let (begun, ended) = (text.matches("\x1b[?2026h").count(), text.matches("\x1b[?2026l").count());
    // Giving the terminal back ends an update once more, in case a panic came amid one.
    assert!(begun > 2 && ended == begun + 1, "{begun} begun, {ended} ended");
}

#[test]
fn at_rest_nothing_is_written() {
    let plans = Plans::copy();
    let terminal = Terminal::start(&plans.root(), &[]);
    terminal.wait_for("最紧要");
    std::thread::sleep(Duration::from_millis(500));
    let before = terminal.written().len();
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(terminal.written().len(), before);
}

#[test]
fn a_terminal_that_can_do_nothing_gets_a_message_and_no_escape_sequence() {
    let plans = Plans::copy();
    for term in ["dumb", ""] {
        let mut terminal = Terminal::start_in(&plans.root(), &[], &[("TERM", term)]);
        assert_eq!(terminal.end().0, 2);
        std::thread::sleep(Duration::from_millis(50));
        let text = String::from_utf8(terminal.written()).unwrap();
        assert!(!text.contains('\x1b'), "{text}");
        assert!(text.contains("guatu report"), "{text}");
    }
}

#[test]
fn the_wall_turns_its_pages_by_itself_and_locked_it_ignores_the_keys() {
    let plans = Plans::copy();
    let mut terminal =
        Terminal::start(&plans.root(), &["wall", "--rotate", "1s", "--locked", "--pages", "overview,units"]);
    terminal.wait_for("总体进展");
    terminal.press("q");
    terminal.wait_for("各单位进展");
    terminal.wait_for("总体进展");
    terminal.signal("-TERM");
    assert_eq!(terminal.end().0, 143);
    terminal.assert_given_back();
}
