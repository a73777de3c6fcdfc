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
        // The end of the process may be known before its last bytes have been read here.
        self.wait("the alternate screen left", |screen| !screen.alternate_screen());
        self.wait("the cursor", |screen| !screen.hide_cursor());
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
        terminal.bytes.lock().unwrap().clear();
        terminal.size = (cols, rows);
        let master = terminal.master.as_ref().unwrap();
        master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
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

/// A program that stands for an editor: `body` is its script, in a folder of its own under `name`.
struct FakeEditor {
    dir: tempfile::TempDir,
    name: String,
}

impl FakeEditor {
    fn new(name: &str, body: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        fs::write(&path, format!("#!/bin/sh\ncd '{}'\n{body}\n", dir.path().display())).unwrap();
        std::process::Command::new("chmod").arg("+x").arg(&path).status().unwrap();
        Self { dir, name: name.to_owned() }
    }

    /// The command line that opens it.
    fn line(&self) -> String {
        format!("'{}/{}' -x", self.dir.path().display(), self.name)
    }

    /// What the script left in a file.
    fn left(&self, name: &str) -> String {
        fs::read_to_string(self.dir.path().join(name)).unwrap_or_default()
    }

    fn session(&self, plans: &Plans) -> Terminal {
        let path = std::env::var("PATH").unwrap();
        let env = [("TERM", "xterm-256color"), ("PATH", path.as_str()), ("VISUAL", &self.line())];
        let terminal = Terminal::start_in(&plans.root(), &[], &env);
        terminal.wait_for("最紧要");
        terminal
    }
}

/// Writes down its words and the terminal's modes, reads a line, and makes 20 % of 1-1 what was read.
const EDITS: &str = r#"for word in "$@"; do echo "$word"; done > words
stty -a > modes
echo READY
read typed < /dev/tty
echo "$typed" >> typed
eval last=\${$#}
sed -i "s/progress: 2[0-9], note: 拟定扩围/progress: $typed, note: 拟定扩围/" "$last"
stty raw -echo"#;

fn line_of(path: &Path, start: &str) -> usize {
    fs::read_to_string(path).unwrap().lines().position(|line| line.starts_with(start)).unwrap() + 1
}

/// The line of the screen item 1-1 stands on, with the cursor's ground under it.
fn cursor_row(screen: &vt100::Screen) -> Option<usize> {
    let lit = |row: usize, column: u16| {
        let cell = screen.cell(row.try_into().unwrap(), column);
        cell.is_some_and(|cell| cell.bgcolor() != vt100::Color::Default || cell.inverse())
    };
    let is = |(row, text): &(usize, String)| text.contains("1-1 ") && (0..SIZE.0).any(|x| lit(*row, x));
    screen.rows(0, SIZE.0).enumerate().find(is).map(|(row, _)| row)
}

#[test]
fn an_item_is_edited_at_its_line_twenty_times_and_every_key_goes_where_it_belongs() {
    let plans = Plans::copy();
    let editor = FakeEditor::new("vim", EDITS);
    let mut terminal = editor.session(&plans);
    terminal.press("2");
    terminal.wait_for("1-1   “一照多址”扩围");
    terminal.press("jjjjjj");
    terminal.wait("the cursor on 1-1", |screen| screen.contents().contains("事项 1-1"));
    let before = cursor_row(terminal.screen().screen());
    assert!(before.is_some(), "the cursor is nowhere");
    let start = Instant::now();
    for n in 0..20 {
        let value = 21 + n % 8;
        terminal.bytes.lock().unwrap().clear();
        terminal.press("e");
        terminal.wait_for("READY");
        let parser = terminal.screen();
        assert!(!parser.screen().alternate_screen() && !parser.screen().hide_cursor());
        terminal.press(&format!("{value}\r"));
        terminal.wait("the edited value", |screen| {
            screen.alternate_screen() && screen.contents().contains(&format!(" {value}%"))
        });
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(cursor_row(terminal.screen().screen()), before);
    let path = plans.unit("scjgj").canonicalize().unwrap();
    let line = line_of(&path, "  1-1:");
    assert_eq!(editor.left("words"), format!("-x\n+{line}\n+normal! 02l\n{}\n", path.display()));
    let modes = editor.left("modes");
    for mode in ["icanon", "echo", "isig", "icrnl", "opost"] {
        assert!(modes.split_whitespace().any(|word| word == mode), "{mode} is not set: {modes}");
    }
    let typed: Vec<String> = (0..20).map(|n| (21 + n % 8).to_string()).collect();
    assert_eq!(editor.left("typed").split_whitespace().collect::<Vec<_>>(), typed);
    // The keys are the session's again, and the modes the editor left behind are not the shell's.
    terminal.press("9");
    terminal.wait_for("个错误");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    terminal.assert_given_back();
}

#[test]
fn keys_typed_ahead_of_the_editor_are_kept_for_the_session() {
    let plans = Plans::copy();
    let editor = FakeEditor::new("nano", "echo READY; sleep 0.3");
    let mut terminal = editor.session(&plans);
    terminal.press("2");
    terminal.wait_for("1-1   “一照多址”扩围");
    terminal.press("jje6q");
    terminal.wait_for("READY");
    assert_eq!(terminal.end().0, 0);
    terminal.assert_given_back();
}

#[test]
fn a_finding_a_unit_a_rule_and_a_section_are_opened_where_they_stand() {
    let plans = Plans::copy();
    let path = plans.unit("scjgj").canonicalize().unwrap();
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replacen("progress: 5,", "progress: 500,", 1)).unwrap();
    let editor = FakeEditor::new("hx", "echo $2 > words; echo READY; read line < /dev/tty");
    let mut terminal = editor.session(&plans);
    let wrong = line_of(&path, "      - { on: 2022-01-19");
    let rule = line_of(&path, "      supervision: { drafted: 2022-01-28");
    let plan = path.with_file_name("../plan.yaml").canonicalize().unwrap();
    let file = path.display();
    let cases = [
        ("9\r", format!("{file}:{wrong}:57")),
        ("9gge", format!("{file}:{wrong}:57")),
        ("6/scj\re", format!("{file}:3:1")),
        ("\x1b2gge", format!("{}:{}:5", plan.display(), line_of(&plan, "sections:") + 1)),
        ("4/1-2 lead:scjgj\re", format!("{file}:{rule}:7")),
    ];
    for (keys, wanted) in cases {
        fs::write(editor.dir.path().join("words"), "").unwrap();
        terminal.bytes.lock().unwrap().clear();
        for key in keys.chars() {
            terminal.press(&key.to_string());
            std::thread::sleep(Duration::from_millis(40));
        }
        terminal.wait(&format!("READY after {keys:?}"), |screen| screen.contents().contains("READY"));
        assert_eq!(editor.left("words").trim(), wanted, "{keys:?}");
        terminal.press("\r");
        terminal.wait("the session", vt100::Screen::alternate_screen);
    }
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn an_editor_that_is_missing_fails_or_is_killed_is_named_and_the_session_goes_on() {
    let cases = [
        ("exit 3", "编辑器 vim 以代码 3 结束"),
        ("kill -KILL $$", "编辑器 vim 被信号 9 终止"),
        ("stty raw -echo; printf '\\033[?1049h\\033[31m'; kill -TERM $$", "编辑器 vim 被信号 15 终止"),
    ];
    for (body, said) in cases {
        let plans = Plans::copy();
        let editor = FakeEditor::new("vim", body);
        let mut terminal = editor.session(&plans);
        terminal.press("e");
        terminal.wait("the notice", |screen| screen.contents().contains(said) && screen.alternate_screen());
        terminal.press("6");
        terminal.wait_for("欠细则");
        terminal.press("q");
        assert_eq!(terminal.end().0, 0, "{body}");
        terminal.assert_given_back();
    }
    let plans = Plans::copy();
    let env = [("TERM", "xterm-256color"), ("EDITOR", "no-such-editor -n"), ("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::start_in(&plans.root(), &[], &env);
    terminal.wait_for("最紧要");
    terminal.press("e");
    terminal.wait_for("找不到编辑器 no-such-editor（$EDITOR）");
    // A unit without a file: what would make one.
    terminal.press("6/wjw\re");
    terminal.wait_for("--unit wjw");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn ctrl_c_in_the_editor_ends_the_editor_alone() {
    let plans = Plans::copy();
    let editor = FakeEditor::new("vim", "echo READY; exec sleep 20");
    let mut terminal = editor.session(&plans);
    for key in ["\x03", "\x1c"].repeat(10) {
        terminal.bytes.lock().unwrap().clear();
        terminal.press("e");
        terminal.wait_for("READY");
        terminal.press(key);
        terminal.wait("the session", |screen| {
            screen.alternate_screen() && screen.contents().contains("编辑器 vim 被信号")
        });
    }
    terminal.press("\x03");
    assert_eq!(terminal.end().0, 0, "its own Ctrl-C");
    terminal.assert_given_back();
}

#[test]
fn signals_while_the_editor_is_open_stop_resume_and_end_the_session() {
    let plans = Plans::copy();
    let editor = FakeEditor::new("vim", "echo READY; read line < /dev/tty; echo DONE; sleep 0.2");
    let mut terminal = editor.session(&plans);
    terminal.press("e");
    terminal.wait_for("READY");
    terminal.signal("-TSTP");
    let start = Instant::now();
    while terminal.state() != 'T' {
        assert!(start.elapsed() < Duration::from_secs(5), "it does not stop");
        std::thread::sleep(Duration::from_millis(5));
    }
    terminal.signal("-CONT");
    std::thread::sleep(Duration::from_millis(100));
    assert!(!terminal.screen().screen().alternate_screen(), "the editor has the terminal still");
    terminal.press("x\r");
    terminal.wait_for("DONE");
    terminal.wait("the session", vt100::Screen::alternate_screen);
    terminal.press("e");
    terminal.wait("the editor", |screen| !screen.alternate_screen());
    terminal.signal("-TERM");
    assert_eq!(terminal.end().0, 143);
    terminal.assert_given_back();
}
