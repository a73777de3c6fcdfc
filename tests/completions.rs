//! The shell completions and the manual: they load, they answer, and they name every command, option and key there is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test says what it had to skip")]

mod common;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use common::stdout;
use guatu::app::ACTIONS;
use guatu::text::Lang;

/// Runs a program on `input`; none if it is not installed.
fn piped(program: &str, arguments: &[&str], input: &str) -> Option<Output> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: {program} is not installed");
        return None;
    };
    let (mut stdin, text) = (child.stdin.take().unwrap(), input.to_owned());
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(output)
}

/// What bash offers after `words`, the last of which is being written.
fn offered(words: &[&str]) -> Option<BTreeSet<String>> {
    let script = stdout(&["completions", "bash"], 0);
    let (current, before) = (words.last().unwrap(), words.get(words.len() - 2).unwrap());
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let at = words.len() - 1;
    let ask = format!(
        "{script}\ncomplete -p guatu >/dev/null || exit 9\nCOMP_WORDS=({})\nCOMP_CWORD={at}\n\
         _guatu guatu '{current}' '{before}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        quoted.join(" ")
    );
    let output = piped("bash", &["--norc"], &ask)?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaint}");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(ToOwned::to_owned).collect())
}

/// The commands `guatu -h` lists.
fn commands() -> Vec<String> {
    let help = stdout(&["-h"], 0);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    list.lines().filter_map(|line| line.split_whitespace().next()).map(ToOwned::to_owned).collect()
}

/// The options a help text lists.
fn options(help: &str) -> Vec<String> {
    let first = |line: &str| line.trim_start().starts_with('-').then(|| line.trim_start().to_owned());
    let rows = help.lines().filter_map(first);
    rows.filter_map(|row| {
        let name = row.split([' ', ',']).find(|word| word.starts_with("--"));
        name.or_else(|| row.split_whitespace().find(|word| word.starts_with("--"))).map(ToOwned::to_owned)
    })
    .collect()
}

#[test]
fn bash_offers_the_commands_the_options_and_their_words() {
    let Some(first) = offered(&["guatu", ""]) else { return };
    for name in commands() {
        assert!(first.contains(&name), "{name}: {first:?}");
    }
    assert_eq!(offered(&["guatu", "rep"]).unwrap(), BTreeSet::from(["report".to_owned()]));
    let views = offered(&["guatu", "report", "--view", ""]).unwrap();
    for view in guatu::report::View::ALL {
        assert!(views.contains(view.key()), "{views:?}");
    }
    assert_eq!(offered(&["guatu", "check", "--format", "s"]).unwrap(), BTreeSet::from(["short".to_owned()]));
    assert_eq!(offered(&["guatu", "--lang", ""]).unwrap(), ["en", "zh"].map(String::from).into());
    for option in options(&stdout(&["report", "-h"], 0)) {
        assert!(offered(&["guatu", "report", "--"]).unwrap().contains(&option), "{option}");
    }
}

#[test]
fn every_shell_that_is_here_reads_its_script_without_complaint() {
    for (shell, check) in [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish")] {
        let script = stdout(&["completions", shell], 0);
        let Some(output) = piped(check, &["-n"], &script) else { continue };
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && complaint.is_empty(), "{shell}: {complaint}");
    }
}

#[test]
fn the_script_of_every_shell_names_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&["completions", shell], 0);
        for name in commands() {
            assert!(script.contains(&name), "{shell}: {name}");
        }
    }
}

/// The manual's text, unescaped.
fn manual() -> String {
    stdout(&["man"], 0).replace("\\-", "-").replace("\\fB", "").replace("\\fI", "").replace("\\fR", "")
}

#[test]
fn every_command_and_option_stands_in_the_manual() {
    let page = manual();
    let mut seen = 0;
    for name in commands() {
        assert!(page.contains(&format!(".SS \"guatu {name}")), "{name}");
        let part = page.split(&format!(".SS \"guatu {name}")).nth(1).unwrap();
        let part = part.split(".SS ").next().unwrap();
        assert!(part.contains("Examples:"), "{name} has no examples");
        let help = stdout(&[&name, "-h"], 0);
        let own = help.split("Everywhere:").next().unwrap();
        for option in options(own).into_iter().filter(|option| option != "--help") {
            assert!(part.contains(&option), "{name} {option}");
            seen += 1;
        }
    }
    for option in options(&stdout(&["-h"], 0)) {
        assert!(page.contains(&option), "{option}");
        seen += 1;
    }
    assert!(seen > 25, "{seen} options");
}

#[test]
fn the_manuals_keys_are_the_table_of_actions_in_its_order() {
    let page = manual();
    let part = page.split("\n.SH KEYS\n").nth(1).unwrap().split("\n.SH ").next().unwrap();
    let plain = |text: &str| {
        text.replace("\\*(Aq", "'").replace("\\&", "").replace("\\\\", "\\").replace("\\(aq", "'")
    };
    let rows: Vec<String> = part.split(".TP\n").skip(1).map(|row| plain(row.trim_end())).collect();
    let wanted: Vec<String> = ACTIONS
        .iter()
        .map(|action| {
            let tree = action.scope.words().map_or_else(String::new, |words| format!(" ({})", words.en));
            format!("{}\n{}{tree}", action.key_names(), action.help.get(Lang::En))
        })
        .collect();
    assert_eq!(rows, wanted);
}

#[test]
fn the_manuals_exit_codes_are_those_of_the_readme() {
    let page = manual();
    let part = page.split("\n.SH \"EXIT STATUS\"\n").nth(1).unwrap().split("\n.SH ").next().unwrap();
    let codes: Vec<&str> = part.split(".TP\n").skip(1).filter_map(|row| row.lines().next()).collect();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let table = readme.split("### Exit codes").nth(1).unwrap().split("###").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let wanted: Vec<&str> = rows.map(|row| row.split('|').nth(1).unwrap().trim()).collect();
    assert_eq!(codes, wanted);
}

#[test]
fn the_manual_is_read_without_a_warning() {
    let page = stdout(&["man"], 0);
    let Some(output) = piped("groff", &["-man", "-Tutf8", "-Kutf8", "-ww"], &page) else { return };
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaint.is_empty(), "{complaint}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("挂图") && text.contains("nothing to report"), "{text}");
}
