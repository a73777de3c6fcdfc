//! `report -o FILE`, closed pipes and full disks: whole or not at all, and never over what guatu reads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "a test waits in real time")]

mod common;

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use common::{command, run, stdout};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_report_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.html");
    let arguments = ["report", "--format", "html", "-o", path.to_str().unwrap()];
    let new = stdout(&arguments[..3], 0);
    let (mut olds, mut news) = (0, 0);
    for n in 0..60 {
        fs::write(&path, "old").unwrap();
        let mut child = command(&arguments).spawn().unwrap();
        thread::sleep(Duration::from_micros(n * 7_919 % 120_000));
        child.kill().unwrap();
        child.wait().unwrap();
        match fs::read_to_string(&path).unwrap() {
            text if text == "old" => olds += 1,
            text if text == new => news += 1,
            text => panic!("{} bytes that are neither", text.len()),
        }
    }
    println!("old {olds}, new {news}");
    assert!(olds > 0, "the kill never came in time");
    // What was killed between writing and renaming is swept away by the next run that comes through.
    fs::write(folder.path().join(".plan.html.4194303.guatu-tmp"), "part").unwrap();
    assert_eq!(stdout(&arguments, 0), "");
    assert_eq!(names(folder.path()), ["plan.html"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), new);
}

#[test]
fn the_file_keeps_its_permissions_and_a_link_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("out.csv"), folder.path().join("link.csv"));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    stdout(&["report", "--format", "csv", "--bom", "-o", link.to_str().unwrap()], 0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfplan,id,"), "a byte order mark, once");
    assert_eq!(stdout(&["report", "--format", "csv", "-o", "-"], 0).as_bytes(), &bytes[3..]);
}

#[test]
fn no_report_is_written_over_what_guatu_reads() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("p");
    fs::create_dir_all(plan.join("units/old")).unwrap();
    fs::write(plan.join("plan.yaml"), "format: 1\ntitle: x\nissued: 2022-01-27\nunits: []\nsections: []\n")
        .unwrap();
    fs::write(plan.join("units/a.yaml"), "unit: a\n").unwrap();
    symlink(plan.join("units/a.yaml"), folder.path().join("innocent.html")).unwrap();
    symlink(plan.join("units"), folder.path().join("elsewhere")).unwrap();
    let before = fs::read(plan.join("units/a.yaml")).unwrap();
    for name in [
        "p/plan.yaml",
        "p/units/a.yaml",
        "p/units/new.html",
        "p/units/old/x.html",
        "p/units/../plan.yaml",
        "holidays.yaml",
        "innocent.html",
        "elsewhere/new.csv",
    ] {
        for (lang, word) in [("zh", "不写入报告"), ("en", "no report is written there")] {
            let target = folder.path().join(name);
            let output = run(&["report", "--lang", lang, "-o", target.to_str().unwrap()]);
            assert_eq!(output.status.code(), Some(2), "{name}");
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(said.contains(word) && said.contains("\n  → "), "{name}: {said}");
        }
    }
    assert_eq!(fs::read(plan.join("units/a.yaml")).unwrap(), before);
    assert_eq!(names(&plan.join("units")), ["a.yaml", "old"]);
    stdout(&["report", "-o", plan.join("report.txt").to_str().unwrap()], 0);
}

#[test]
fn a_reader_that_wants_one_line_gets_it_and_nothing_is_said() {
    for format in ["text", "markdown", "html", "csv", "json", "ics", "openmetrics"] {
        let mut child = command(&["report", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stderr.is_empty(), "{format}");
    }
}

#[test]
fn a_full_disk_is_an_output_error_that_is_said() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: no /dev/full here");
        return;
    }
    for (lang, word) in [("zh", "无法写入标准输出"), ("en", "cannot write standard output")] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command(&["report", "--lang", lang]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(4));
        assert!(String::from_utf8(output.stderr).unwrap().contains(word));
    }
    let output = run(&["report", "--lang", "en", "-o", "/dev/full"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot write /dev/full"));
    assert!(!fs::metadata("/dev/full").unwrap().is_file(), "a device is written to, not replaced");
}
