//! From the call to the first frame and to the first frame with data, on a terminal of 200×60; against an empty ratatui
//! program, which is this one called with `empty`.
//!
//! ```text
//! cargo bench --bench start              # the plan in `plans/`, 2,400 and 100,000 items
//! GUATU_FULL=1 cargo bench --bench start # a million too
//! ```

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the time")]

#[expect(dead_code, reason = "each bench uses a part of it")]
mod data;
mod table;

use std::env;
use std::io::{self, Read as _, Write as _, stdin, stdout};
use std::path::Path;
use std::sync::Mutex;

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, enable_raw_mode};
use table::Table;

/// The end of a synchronised update: a frame is complete.
const FRAME: &str = "\x1b[?2026l";

/// The programs that have shown what was waited for and still run.
static SHOWN: Mutex<Vec<Box<dyn Child + Send + Sync>>> = Mutex::new(Vec::new());

fn main() {
    if env::args().any(|argument| argument == "empty") {
        empty().unwrap();
        return;
    }
    let this = env::current_exe().unwrap();
    let mut table = Table::new("start", "an empty ratatui program, from its call to its frame", move || {
        until(&this, &["empty"], "empty");
    })
    .of_others(end);
    let guatu = Path::new(env!("CARGO_BIN_EXE_guatu"));
    let mut rows = |items: usize, root: &str, title: &str| {
        let arguments = ["--as-of", "2022-02-10", root];
        table.row("first frame", items, || until(guatu, &arguments, FRAME));
        table.row("first frame with data", items, || until(guatu, &arguments, title));
    };
    rows(195, "plans", "营商环境");
    for size in Table::sizes().into_iter().map(data::Size::of) {
        let root = data::root(size);
        let title = if size.plans > 1 { "个方案" } else { "号试点" };
        rows(size.all(), root.path().to_str().unwrap(), title);
    }
}

/// Takes the terminal, draws one frame, waits to be ended.
fn empty() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
    terminal.draw(|frame| frame.render_widget("empty", frame.area()))?;
    stdout().flush()?;
    stdin().read_exact(&mut [0])
}

/// Runs a program on a terminal of its own until it has written `words`; then it is ended.
fn until(program: &Path, arguments: &[&str], words: &str) {
    let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "zh_CN.UTF-8")] {
        command.env(name, value);
    }
    let child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().unwrap();
    let (mut seen, mut part) = (Vec::new(), vec![0; 65_536]);
    while !holds(&seen, words.as_bytes()) {
        let n = reader.read(&mut part).unwrap_or_default();
        assert!(n > 0, "ended before it wrote {words:?}: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&part[..n]);
    }
    SHOWN.lock().unwrap().push(child);
}

/// Ends the programs that have shown what was waited for.
fn end() {
    for mut child in SHOWN.lock().unwrap().drain(..) {
        child.kill().and_then(|()| child.wait()).unwrap();
    }
}

fn holds(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|part| part == words)
}
