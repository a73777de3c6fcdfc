//! However a session ends, the terminal is given back, at once and with the right code; and what is no end is none.
//!
//! `GUATU_FULL=1 cargo test --profile long --test signals` repeats everything as often as is promised.

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

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dice::times;
use guatu::app::Now;
use guatu::cli::Clocks;
use guatu::live::clock::{self, Clock};
use guatu::store::watch::Time;
use portable_pty::CommandBuilder;
use pty::{Pty, bare, guatu};
use rustix::process::Signal;
use support::Plans;

/// Whoever asks for the day in this zone panics, in the data loop.
const WORKER: &str = "Pacific/Kiritimati";
/// Whoever asks for the day in this zone, in the data loop, waits, as for storage that does not answer.
const HUNG: &str = "Pacific/Chatham";
/// How long.
const HANGS: Duration = Duration::from_secs(12);
/// Whoever asks for the time in this zone panics, in the loop that draws.
const LOOP: &str = "Antarctica/Troll";

const GIVEN_BACK: Duration = Duration::from_millis(200);

/// The machine's clocks, with two zones nobody may ask for: what makes a program panic that never does by itself.
struct Mined(Clocks);

impl Clock for Mined {
    fn now(&self, zone: &str) -> Now {
        assert_ne!(zone, LOOP, "a clock \u{1b}[31mexploded");
        self.0.hands.now(zone)
    }

    fn until_midnight(&self, zone: &str) -> Duration {
        self.0.hands.until_midnight(zone)
    }
}

/// Not a test: the program with clocks that panic, started by the tests below on a terminal of its own.
#[test]
#[ignore = "the tests start it themselves"]
#[expect(clippy::exit, reason = "the exit code is what is looked at")]
fn the_program_with_mined_clocks() {
    let Some(words) = std::env::var_os("GUATU_CHILD") else { return };
    let words: Vec<OsString> = words.to_str().unwrap().split('\n').map(OsString::from).collect();
    let elapsed = Clocks::system().time.elapsed;
    let hung = AtomicBool::new(false);
    let today = move |zone: &str| {
        assert_ne!(zone, WORKER, "a worker \u{1b}[31mexploded");
        if zone == HUNG && !hung.swap(true, Ordering::Relaxed) {
            std::thread::sleep(HANGS);
        }
        clock::today(zone)
    };
    let time = Time { today: Arc::new(today), elapsed };
    let code = guatu::cli::run(&words, Clocks { hands: Box::new(Mined(Clocks::system())), time });
    std::process::exit(code.into());
}

fn mined(words: &[&str], root: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args([
        "the_program_with_mined_clocks",
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    bare(&mut command);
    let mut all = vec!["guatu"];
    all.extend(words);
    all.push(root.to_str().unwrap());
    command.env("GUATU_CHILD", all.join("\n"));
    command
}

/// Moves the plan to another time zone; away from home its day is asked for, rather than fixed.
fn move_to(plans: &Plans, zone: &str) {
    let path = plans.root().join("hangzhou-2022/plan.yaml");
    let text = fs::read_to_string("plans/hangzhou-2022/plan.yaml").unwrap();
    let gone = |line: &&str| {
        line.starts_with("timezone:") || ([WORKER, HUNG].contains(&zone) && line.starts_with("as_of:"))
    };
    let mut lines: Vec<String> = text.lines().filter(|line| !gone(line)).map(ToOwned::to_owned).collect();
    let at = lines.iter().position(|line| line.starts_with("title:")).unwrap();
    lines.insert(at, format!("timezone: {zone}"));
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn worst(name: &str, all: &[Duration]) {
    let worst = all.iter().max().copied().unwrap_or_default();
    let mean = all.iter().sum::<Duration>() / u32::try_from(all.len().max(1)).unwrap();
    println!("{name}: {} times, mean {mean:?}, worst {worst:?}", all.len());
}

/// Ends a session `times(50)` times by `how`; each time the terminal is given back within 200 ms.
///
/// The program's own part is some milliseconds for each signal alike. What comes after its last call is the kernel's: it
/// takes down the inotify instance, and waits for every processor to have passed by (20 ms at rest, far more under load).
fn ends(name: &str, code: u32, words: &[&str], how: impl Fn(&mut Pty)) {
    let plans = Plans::copy();
    let (mut all, mut back) = (Vec::new(), Vec::new());
    let mut late = 0;
    for _ in 0..times(50) {
        let mut terminal = Pty::start(guatu(words, &plans.root()));
        terminal.wait_for("杭州市");
        let start = Instant::now();
        how(&mut terminal);
        while !terminal.is_left() {
            assert!(start.elapsed() < Duration::from_secs(5), "{name}: the terminal is not given back");
            std::thread::sleep(Duration::from_millis(1));
        }
        back.push(start.elapsed());
        assert_eq!(terminal.end().0, code, "{name}");
        let took = start.elapsed();
        terminal.assert_given_back();
        late += usize::from(took > GIVEN_BACK);
        all.push(took);
    }
    worst(&format!("{name}, given back"), &back);
    worst(&format!("{name}, ended"), &all);
    assert!(back.iter().all(|took| *took <= GIVEN_BACK), "{name}: {back:?}");
    // Two builds beside us may take the machine away for a moment; the promise is about the program.
    assert!(
        late * 20 <= all.len(),
        "{name}: {late} of {} took longer than {GIVEN_BACK:?}: {all:?}",
        all.len()
    );
}

#[test]
fn quitting_and_every_signal_give_the_terminal_back_with_their_code() {
    ends("q", 0, &[], |terminal| terminal.press("q"));
    for (name, signal, code) in [
        ("TERM", Signal::TERM, 143),
        ("INT", Signal::INT, 130),
        ("HUP", Signal::HUP, 129),
        ("QUIT", Signal::QUIT, 131),
    ] {
        ends(name, code, &[], |terminal| terminal.signal(signal));
        ends(&format!("wall {name}"), code, &["wall", "--locked"], |terminal| terminal.signal(signal));
    }
}

/// Before the first frame, while the files are still being read, amid drawing.
#[test]
fn a_signal_at_any_moment_of_the_start_gives_the_terminal_back() {
    let plans = Plans::copy();
    let mut dice = dice::Dice::new(5);
    for _ in 0..times(200) {
        let mut terminal = Pty::start(guatu(&[], &plans.root()));
        // From here on the terminal has been taken, whatever has been drawn.
        let start = Instant::now();
        while !terminal.written().windows(8).any(|bytes| bytes == b"\x1b[?1049h") {
            assert!(start.elapsed() < Duration::from_secs(10));
            std::hint::spin_loop();
        }
        std::thread::sleep(Duration::from_micros(dice.roll(60_000).try_into().unwrap()));
        terminal.signal(Signal::TERM);
        assert_eq!(terminal.end().0, 143);
        terminal.assert_given_back();
    }
}

#[test]
fn a_panic_in_the_loop_gives_the_terminal_back_before_anything_is_said_about_it() {
    let mut all = Vec::new();
    for _ in 0..times(50) {
        let plans = Plans::copy();
        let state = tempfile::tempdir().unwrap();
        let mut command = mined(&[], &plans.root());
        command.env("XDG_STATE_HOME", state.path());
        let mut terminal = Pty::start(command);
        terminal.wait_for("最紧要");
        move_to(&plans, LOOP);
        // It takes a moment until the save is read; the terminal is given back after that.
        let start = Instant::now();
        let mut left = None;
        while left.is_none() {
            assert!(start.elapsed() < Duration::from_secs(10));
            left = (!terminal.screen().screen().alternate_screen()).then(Instant::now);
        }
        assert_eq!(terminal.end().0, 4);
        all.push(left.unwrap().elapsed());
        terminal.wait_for("程序内部错误");
        terminal.assert_given_back();
        let text = terminal.text();
        assert!(text.contains("tests/signals.rs") && text.contains("a clock ␛[31mexploded"), "{text}");
        let log = fs::read_to_string(state.path().join("guatu/guatu.log")).unwrap();
        assert!(log.contains("monitor starts on ") && log.contains("panic in "), "{log}");
        assert!(log.trim_end().ends_with("monitor ends with code 4"), "{log}");
    }
    worst("panic in the loop, from the screen left to the end", &all);
    assert!(all.iter().all(|took| *took < GIVEN_BACK), "{all:?}");
}

#[test]
fn a_panic_in_the_data_loop_touches_nothing_on_the_screen_and_is_mended() {
    for _ in 0..times(20) {
        let plans = Plans::copy();
        let state = tempfile::tempdir().unwrap();
        let mut command = mined(&[], &plans.root());
        command.env("XDG_STATE_HOME", state.path());
        let mut terminal = Pty::start(command);
        terminal.wait_for("实时");
        terminal.press("2");
        terminal.wait_for("1-1   “一照多址”扩围");
        // The rest of that frame may still be on its way to the emulator.
        terminal.wait_for("没有事项");
        std::thread::sleep(Duration::from_millis(300));
        let rows = |terminal: &Pty| -> Vec<String> { terminal.screen().screen().rows(0, 100).collect() };
        let before = rows(&terminal);
        move_to(&plans, WORKER);
        terminal.wait_for("读取已停止（tests/signals.rs");
        let after = rows(&terminal);
        // All but the header, which names the watcher's state, and the last line, which says what happened.
        assert_eq!(before.get(1..29).unwrap(), after.get(1..29).unwrap());
        assert!(after.first().unwrap().contains("读取已停止"), "{after:?}");
        terminal.press("3");
        terminal.wait_for("临期");
        terminal.press("2");
        terminal.wait_for("1-1   “一照多址”扩围");
        // A file that broke meanwhile keeps what it said before the death.
        let path = plans.unit("scjgj");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}\n  - [broken: {{\n")).unwrap();
        // What made it die goes, and it comes back by itself.
        move_to(&plans, "Asia/Shanghai");
        terminal.wait("the data loop again", |screen| {
            let text = screen.contents();
            text.contains("实时") && !text.contains("读取已停止")
        });
        assert!(terminal.text().contains(" 20%"), "{}", terminal.text());
        fs::write(&path, text.replace("progress: 20, note: 拟定扩围", "progress: 23, note: 拟定扩围"))
            .unwrap();
        terminal.wait_for(" 23%");
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
        let log = fs::read_to_string(state.path().join("guatu/guatu.log")).unwrap();
        for words in ["panic in guatu-store: tests/signals.rs", "reading stopped (", "reading starts again"] {
            assert!(log.contains(words), "{words} is not in\n{log}");
        }
        assert!(log.bytes().all(|byte| byte == b'\n' || (byte >= b' ' && byte != 0x7f)), "{log}");
    }
}

/// The first reading is shared among readers, whose deaths are the data loop's.
#[test]
fn a_panic_of_one_of_several_readers_is_told_with_its_own_place() {
    let plans = Plans::copy();
    move_to(&plans, WORKER);
    let state = tempfile::tempdir().unwrap();
    let mut command = mined(&[], &plans.root());
    command.env("XDG_STATE_HOME", state.path());
    let mut terminal = Pty::start(command);
    terminal.wait_for("读取已停止（tests/signals.rs");
    assert!(terminal.text().contains("a worker ␛[31mexploded"), "{}", terminal.text());
    move_to(&plans, "Asia/Shanghai");
    terminal.wait_for("实时");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    let log = fs::read_to_string(state.path().join("guatu/guatu.log")).unwrap();
    for words in ["panic in guatu-reader: tests/signals.rs", "reading stopped (tests/signals.rs"] {
        assert!(log.contains(words), "{words} is not in\n{log}");
    }
}

#[test]
fn storage_that_hangs_for_ten_seconds_is_told_within_five_and_the_keys_live_on() {
    let told = |words: &[&str]| {
        let plans = Plans::copy();
        let mut terminal = Pty::start(mined(words, &plans.root()));
        terminal.wait_for("杭州市");
        std::thread::sleep(Duration::from_secs(3));
        move_to(&plans, HUNG);
        let start = Instant::now();
        let told = terminal.wait_for("秒无响应");
        assert!(told < Duration::from_millis(5500), "{told:?}");
        if words.is_empty() {
            for (key, words) in [("2", "1-1   “一照多址”扩围"), ("6", "欠细则"), ("1", "最紧要")]
            {
                terminal.press(key);
                let took = terminal.wait_for(words);
                assert!(took < Duration::from_millis(300), "{key}: {took:?}");
            }
        }
        terminal.wait_for("存储 11 秒无响应");
        terminal.wait("the end of the silence", |screen| !screen.contents().contains("无响应"));
        let took = start.elapsed();
        println!("{words:?}: told after {told:?}, over after {took:?}");
        assert!(took > HANGS && took < HANGS + Duration::from_secs(4), "{took:?}");
        terminal.signal(Signal::TERM);
        assert_eq!(terminal.end().0, 143);
    };
    // Both at once: it is all waiting.
    std::thread::scope(|scope| {
        scope.spawn(|| told(&[]));
        scope.spawn(|| told(&["wall"]));
    });
}

/// The leader of the terminal's session is a shell that ignores the hang-up, so that nobody tells the program.
#[test]
fn it_ends_within_a_second_when_its_terminal_goes_without_a_word() {
    for words in ["", "wall"] {
        let mut all = Vec::new();
        for _ in 0..times(20) {
            let plans = Plans::copy();
            let code = plans.root().join("../code");
            let line = format!(
                "trap '' HUP; {} {words} {} 2>/dev/null; echo $? > {}",
                env!("CARGO_BIN_EXE_guatu"),
                plans.root().display(),
                code.display()
            );
            let mut command = CommandBuilder::new("/bin/sh");
            command.args(["-c", &line]);
            bare(&mut command);
            let mut terminal = Pty::reading(command, Some("杭"));
            terminal.wait_for("杭");
            terminal.hang_up();
            let start = Instant::now();
            while !fs::read_to_string(&code).is_ok_and(|text| text.ends_with('\n')) {
                assert!(start.elapsed() < Duration::from_secs(5), "it outlives its terminal");
                std::thread::sleep(Duration::from_millis(2));
            }
            all.push(start.elapsed());
            assert_eq!(fs::read_to_string(&code).unwrap().trim(), "129");
        }
        worst(&format!("terminal gone, {words}"), &all);
        assert!(all.iter().all(|took| *took < Duration::from_secs(1)), "{all:?}");
    }
}

#[test]
fn ctrl_z_and_back_as_often_as_one_likes() {
    for words in [&[][..], &["wall"]] {
        let plans = Plans::copy();
        let mut terminal = Pty::start(guatu(words, &plans.root()));
        terminal.wait_for("杭州市");
        for n in 0..times(20).max(3) {
            if n % 2 == 0 {
                terminal.press("\x1a");
            } else {
                terminal.signal(Signal::TSTP);
            }
            let start = Instant::now();
            while terminal.state() != 'T' {
                assert!(start.elapsed() < Duration::from_secs(5), "it does not stop");
                std::thread::sleep(Duration::from_millis(2));
            }
            terminal.assert_given_back();
            terminal.forget();
            terminal.signal(Signal::CONT);
            terminal.wait_for("杭州市");
            assert!(terminal.screen().screen().alternate_screen());
        }
        terminal.press("q");
        assert_eq!(terminal.end().0, 0);
        terminal.assert_given_back();
    }
}

/// A tmux server of its own, gone with its owner.
struct Tmux(tempfile::TempDir);

impl Tmux {
    fn words<'a>(words: &[&'a str]) -> Vec<&'a str> {
        [&["-u", "-L", "guatu", "-f", "/dev/null"], words].concat()
    }

    fn run(&self, words: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command.args(Self::words(words)).env_clear().env("TMUX_TMPDIR", self.0.path());
        command.envs([("TERM", "xterm-256color"), ("PATH", "/usr/bin:/bin"), ("LC_ALL", "zh_CN.UTF-8")]);
        let output = command.stdin(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Somebody attaches, in a terminal of that size.
    fn attach(&self, size: (u16, u16)) -> Pty {
        let mut command = CommandBuilder::new("tmux");
        command.args(Self::words(&["attach-session"]));
        bare(&mut command);
        command.env("TMUX_TMPDIR", self.0.path());
        Pty::sized(command, None, size)
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// Row T22: a session that is left in a multiplexer and taken up again somewhere else.
#[test]
fn a_session_in_tmux_is_whole_wherever_it_is_attached() {
    if Command::new("tmux").arg("-V").output().is_err() {
        println!("skipped: no tmux");
        return;
    }
    let plans = Plans::copy();
    let tmux = Tmux(tempfile::tempdir().unwrap());
    let line = format!("{} {}", env!("CARGO_BIN_EXE_guatu"), plans.root().display());
    tmux.run(&["new-session", "-d", "-x", "100", "-y", "30", &line, ";", "set", "-g", "status", "off"]);
    for n in 0..times(20).max(4) {
        let step = u16::try_from(n).unwrap();
        let size = if n % 2 == 0 { (90 + step, 24 + step) } else { (160 - step, 50 - step) };
        let mut client = tmux.attach(size);
        client.wait("the whole screen at its new size", |screen| {
            let rows: Vec<String> = screen.rows(0, size.0).collect();
            rows.len() == usize::from(size.1)
                && rows[0].contains("杭州市")
                // The footer is in the last row, and the header reaches the last columns.
                && rows.last().unwrap().contains("帮助")
                && screen.contents_between(0, size.0 - 6, 0, size.0).chars().any(|c| c != ' ')
        });
        assert_eq!(
            tmux.run(&["display", "-p", "#{pane_width}x#{pane_height}"]).trim(),
            format!("{}x{}", size.0, size.1)
        );
        tmux.run(&["detach-client"]);
        assert_eq!(client.end().0, 0);
    }
    // It was the same session all the time, and it hears keys.
    let client = &mut tmux.attach((100, 30));
    client.wait_for("最紧要");
    client.press("q");
    assert_eq!(client.end().0, 0);
}

/// Standard output, standard error and the code of a run without any terminal.
fn bare_run(line: &str, root: &Path) -> (String, String, i32) {
    let line = line.replace("guatu", env!("CARGO_BIN_EXE_guatu")).replace("PLANS", root.to_str().unwrap());
    let run = Command::new("setsid")
        .args(["-w", "/bin/sh", "-c", &line])
        .env_clear()
        .envs([("TERM", "xterm"), ("LC_ALL", "en_GB.UTF-8"), ("PATH", "/usr/bin:/bin")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(run.stdout), text(run.stderr), run.status.code().unwrap())
}

#[test]
fn where_there_is_no_terminal_each_case_has_its_message_and_its_code() {
    let plans = Plans::copy();
    let cases: [(&str, &str, &str, i32); 12] = [
        // Without a terminal on standard output the monitor is the report.
        ("guatu PLANS", "Overdue and due soon", "", 0),
        ("guatu PLANS | cat", "Overdue and due soon", "", 0),
        ("guatu PLANS <&-", "Overdue and due soon", "", 0),
        ("guatu PLANS >/dev/full", "", "cannot write standard output", 4),
        ("guatu report PLANS >/dev/full", "", "cannot write standard output", 4),
        ("guatu check PLANS >/dev/full", "", "cannot write standard output", 4),
        // A reader that has gone is no error.
        ("guatu report PLANS | true", "", "", 0),
        ("guatu wall PLANS", "", "needs a terminal", 2),
        ("guatu wall PLANS >&-", "", "needs a terminal", 2),
        ("guatu wall PLANS >/dev/full", "", "needs a terminal", 2),
        ("guatu wall PLANS <&-", "", "needs a terminal", 2),
        ("guatu wall PLANS | cat", "", "needs a terminal", 0),
    ];
    for (line, out, err, code) in cases {
        let (stdout, stderr, ended) = bare_run(line, &plans.root());
        assert_eq!(ended, code, "{line}: {stderr}");
        assert!(stdout.contains(out) && (!out.is_empty() || stdout.is_empty()), "{line}: {stdout}");
        assert!(stderr.contains(err) && (!err.is_empty() || stderr.is_empty()), "{line}: {stderr}");
        assert!(!stdout.contains('\x1b') && !stderr.contains('\x1b'), "{line}");
    }
}

/// On a terminal that controls nobody, and with a standard input that is none.
#[test]
fn a_terminal_without_a_session_or_without_its_input_is_a_terminal_all_the_same() {
    let plans = Plans::copy();
    let run = |line: &str| {
        let line = line.replace("PLANS", plans.root().to_str().unwrap());
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", &line.replace("guatu", env!("CARGO_BIN_EXE_guatu"))]);
        bare(&mut command);
        Pty::start(command)
    };
    for line in [
        "guatu PLANS </dev/null",
        "guatu PLANS <&-",
        "true | guatu PLANS",
        "guatu PLANS <PLANS/hangzhou-2022/plan.yaml",
    ] {
        let mut terminal = run(&format!("{line}; echo code $?"));
        terminal.wait_for("最紧要");
        terminal.press("q");
        terminal.wait_for("code 0");
    }
    // No keyboard can be found: a message, no escape sequence.
    for line in ["setsid -w guatu PLANS </dev/null", "setsid -w guatu wall PLANS </dev/null"] {
        let terminal = run(&format!("{line}; echo code $?"));
        terminal.wait_for("code 2");
        assert!(terminal.text().contains("此命令需要终端"), "{}", terminal.text());
        assert!(!terminal.written().contains(&0x1b));
    }
    // The keyboard is standard input: it works, and it ends when the terminal goes though nobody sends a hang-up.
    let pid = plans.root().join("../pid");
    let line = format!("setsid -w sh -c 'echo $$ > {}; exec guatu wall PLANS'", pid.display());
    let mut terminal = run(&line);
    terminal.wait_for("杭州市");
    let pid: u32 = fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert!(!Path::new(&format!("/proc/{pid}")).exists());
}
