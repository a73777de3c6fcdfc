//! The real binary, run in an environment of its own: no locale, no `GUATU_…`, no colour wishes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

/// The binary with `arguments` and nothing in its environment that could change what it says.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guatu"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GUATU_") {
            command.env_remove(name);
        }
    }
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("LANG", "C").env("TERM", "xterm-256color");
    command
}

/// What it wrote and how it ended.
pub(crate) fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// What it wrote on standard output; it must have ended with `code`.
pub(crate) fn stdout(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}
