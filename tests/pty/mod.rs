//! The real binary in a terminal of its own, read by a terminal emulator that answers nothing by itself.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

use std::io::{Read as _, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const COLUMNS: u16 = 120;
const ROWS: u16 = 36;

/// The binary and its terminal.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Pty {
    /// Starts it with nothing in its environment but `env`.
    pub(crate) fn start(words: &[&str], env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guatu"));
        command.args(words);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env_clear();
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
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                sink.lock().unwrap().extend(buffer.iter().take(n));
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, keys, bytes }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Everything it has written so far.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// What the emulator shows.
    pub(crate) fn shown(&self) -> String {
        let mut parser = vt100::Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
        parser.process(&self.written());
        parser.screen().contents()
    }

    /// Waits until `wanted` holds of the screen.
    pub(crate) fn wait(&self, what: &str, limit: Duration, wanted: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let shown = self.shown();
            if wanted(&shown) {
                return;
            }
            assert!(start.elapsed() < limit, "never saw {what}; the screen shows\n{shown}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for the end; the exit code.
    pub(crate) fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < Duration::from_secs(10), "it does not end; it shows\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Whether the terminal is in line mode, with echo, as it was.
    pub(crate) fn assert_line_mode(&self) {
        let local = format!("{:?}", self.master.get_termios().unwrap());
        assert!(local.contains("ICANON") && local.contains("ECHO"), "{local}");
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
