//! `guatu demo`: it lives, it ends, and nothing of it is left.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod common;
mod pty;

use std::fs;
use std::path::Path;
use std::time::Duration;

use common::command;
use pty::Pty;

const SOON: Duration = Duration::from_secs(10);

/// A home and a temporary folder of the demo's own.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for name in ["home", "tmp"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        Self { dir }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn count(&self, name: &str) -> usize {
        fs::read_dir(self.path(name)).unwrap().count()
    }

    fn start(&self, words: &[&str]) -> Pty {
        let (home, tmp) = (self.path("home"), self.path("tmp"));
        let env = [
            ("TERM", "xterm-256color"),
            ("LC_ALL", "zh_CN.UTF-8"),
            ("HOME", home.as_str()),
            ("TMPDIR", tmp.as_str()),
        ];
        Pty::start(words, &env)
    }

    /// Runs it without a terminal; what it said.
    fn once(&self) -> String {
        let mut command = command(&["demo", "--lang", "en"]);
        let output = command.env("TMPDIR", self.path("tmp")).env("HOME", self.path("home")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn assert_clean(&self) {
        assert_eq!((self.count("tmp"), self.count("home")), (0, 0), "something was left behind");
    }
}

#[test]
fn files_change_while_you_look_and_q_leaves_nothing() {
    let place = Place::new();
    let mut pty = place.start(&["demo"]);
    pty.wait("the sample", SOON, |shown| shown.contains("演示：") && shown.contains("样例"));
    assert_eq!(place.count("tmp"), 1);
    pty.press("8");
    pty.wait("a change nobody here has made", SOON, |shown| shown.contains("又推进一步"));
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_line_mode();
    place.assert_clean();
}

#[test]
fn a_signal_ends_it_with_its_code_and_leaves_nothing() {
    for (name, code) in [("-TERM", 143), ("-INT", 130), ("-HUP", 129)] {
        let place = Place::new();
        let mut pty = place.start(&["demo"]);
        pty.wait("the sample", SOON, |shown| shown.contains("演示："));
        pty.signal(name);
        assert_eq!(pty.end(), code, "{name}");
        pty.assert_line_mode();
        place.assert_clean();
    }
}

#[test]
fn the_wall_of_the_demo_says_that_it_is_one() {
    let place = Place::new();
    let mut pty = place.start(&["demo", "--wall"]);
    pty.wait("the wall", SOON, |shown| shown.contains("演示") && shown.contains("样例"));
    pty.press("q");
    assert_eq!(pty.end(), 0);
    place.assert_clean();
}

#[test]
fn what_a_kill_left_behind_goes_with_the_next_demo_and_a_living_demo_stays() {
    let place = Place::new();
    let mut killed = place.start(&["demo"]);
    killed.wait("the sample", SOON, |shown| shown.contains("演示："));
    let mut living = place.start(&["demo"]);
    living.wait("the sample", SOON, |shown| shown.contains("演示："));
    killed.signal("-KILL");
    killed.end();
    assert_eq!(place.count("tmp"), 2);
    let foreign = Path::new(&place.path("tmp")).join("guatu-demo-of-somebody-else");
    fs::create_dir(&foreign).unwrap();
    place.once();
    assert_eq!(place.count("tmp"), 2, "the living one and the foreign one stay");
    living.press("q");
    assert_eq!(living.end(), 0);
    assert!(foreign.exists());
    assert_eq!(place.count("tmp"), 1);
}

#[test]
fn without_a_terminal_it_says_its_first_day_once() {
    let place = Place::new();
    let said = place.once();
    assert!(said.starts_with("DEMO: ") && said.contains("sample data"), "{said}");
    assert!(said.contains("overdue 3 ·") && said.contains("0 errors"), "{said}");
    place.assert_clean();
}
