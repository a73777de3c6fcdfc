//! A program on a pseudo-terminal of its own, read by a terminal emulator.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything is waited for.
const LIMIT: Duration = Duration::from_secs(20);

pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    /// Everything that has been written to the terminal.
    bytes: Arc<Mutex<Vec<u8>>>,
    /// Held while nobody is to read from the terminal.
    reading: Arc<Mutex<()>>,
    size: (u16, u16),
}

/// The program under test, in Chinese, with nothing of our own environment.
pub(crate) fn guatu(words: &[&str], root: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guatu"));
    command.args(words);
    command.arg(root);
    bare(&mut command);
    command
}

pub(crate) fn bare(command: &mut CommandBuilder) {
    command.env_clear();
    command.env("LC_ALL", "zh_CN.UTF-8");
    command.env("TERM", "xterm-256color");
    command.env("PATH", "/usr/bin:/bin");
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

impl Pty {
    pub(crate) fn start(command: CommandBuilder) -> Self {
        Self::reading(command, None)
    }

    /// Reads until `last` has come, and lets go of the terminal then.
    pub(crate) fn reading(command: CommandBuilder, last: Option<&'static str>) -> Self {
        Self::sized(command, last, (100, 30))
    }

    /// The same, on a terminal of so many columns and rows.
    pub(crate) fn sized(command: CommandBuilder, last: Option<&'static str>, size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let bytes: Arc<Mutex<Vec<u8>>> = Arc::default();
        let sink = Arc::clone(&bytes);
        let reading: Arc<Mutex<()>> = Arc::default();
        let may_read = Arc::clone(&reading);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    break;
                }
                drop(may_read.lock().unwrap());
                let mut all = sink.lock().unwrap();
                all.extend(buffer.iter().take(n));
                if last.is_some_and(|last| String::from_utf8_lossy(&all).contains(last)) {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: Some(pair.master), keys: Some(keys), bytes, reading, size }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub(crate) fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
        self.size = size;
    }

    pub(crate) fn written(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// While the lock lives nobody reads from the terminal, as when somebody marks text in its window.
    pub(crate) fn reading_lock(&self) -> Arc<Mutex<()>> {
        Arc::clone(&self.reading)
    }

    pub(crate) fn forget(&self) {
        self.bytes.lock().unwrap().clear();
    }

    /// Lets go of our end of the terminal: it is gone for whoever is on it.
    pub(crate) fn hang_up(&mut self) {
        self.keys = None;
        self.master = None;
    }

    /// What the emulator shows.
    pub(crate) fn screen(&self) -> vt100::Parser {
        let (cols, rows) = self.size;
        let mut parser =
            vt100::Parser::new(rows.max(1).try_into().unwrap(), cols.max(1).try_into().unwrap(), 0);
        parser.process(&self.written());
        parser
    }

    pub(crate) fn text(&self) -> String {
        self.screen().screen().contents()
    }

    /// Waits until the screen is as `wanted` says, and how long that took.
    pub(crate) fn wait(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            let parser = self.screen();
            if wanted(parser.screen()) {
                return start.elapsed();
            }
            let shown = parser.screen().contents();
            assert!(start.elapsed() < LIMIT, "never saw {what}; the screen shows\n{shown}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn wait_for(&self, text: &str) -> Duration {
        self.wait(text, |screen| screen.contents().contains(text))
    }

    /// Waits for the end; the exit code and how long it took.
    pub(crate) fn end(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.exit_code(), start.elapsed());
            }
            assert!(start.elapsed() < LIMIT, "it does not end; the screen shows\n{}", self.text());
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends a signal; without a process for it, whose start would be measured too.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid().try_into().unwrap()).unwrap(), signal).unwrap();
    }

    /// The process's state letter, as the kernel has it: `T` is stopped.
    pub(crate) fn state(&self) -> char {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        stat.rsplit(')').next().unwrap().trim_start().chars().next().unwrap()
    }

    /// Whether the alternate screen has been left and line mode is back; for a glance, the rest is
    /// [`Pty::is_given_back`]'s to see.
    pub(crate) fn is_left(&self) -> bool {
        let mode = format!("{:?}", self.master.as_ref().unwrap().get_termios().unwrap());
        let bytes = self.bytes.lock().unwrap();
        let last = bytes.len().saturating_sub(200);
        mode.contains("ICANON")
            && bytes.iter().skip(last).copied().collect::<Vec<u8>>().windows(8).any(|it| it == b"\x1b[?1049l")
    }

    /// Whether the terminal is as it was: the alternate screen left, the cursor shown, line mode.
    pub(crate) fn is_given_back(&self) -> bool {
        let parser = self.screen();
        let mode = format!("{:?}", self.master.as_ref().unwrap().get_termios().unwrap());
        !parser.screen().alternate_screen()
            && !parser.screen().hide_cursor()
            && parser.screen().mouse_protocol_mode() == vt100::MouseProtocolMode::None
            && !parser.screen().bracketed_paste()
            && mode.contains("ICANON")
            && mode.contains("ECHO")
    }

    /// Waits for the terminal to be given back: what was written last may still be on its way to the emulator.
    pub(crate) fn assert_given_back(&self) {
        let start = Instant::now();
        while !self.is_given_back() {
            assert!(
                start.elapsed() < Duration::from_secs(1),
                "the terminal was not given back:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // One that has ended has no number any more: it may be somebody else's by now.
        if let Ok(None) = self.child.try_wait() {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}
