//! One example per finding code: `tests/gallery/<code>/` is a plan's folder that raises that code and no other, as
//! `expected.txt` says. `GUATU_BLESS=1` writes what is raised now; read it before you commit it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use guatu::domain::Board;
use guatu::domain::finding::{Code, Finding};
use guatu::store::Store;
use guatu::text::Lang;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What git cannot hold, or not well: broken bytes, huge files, pipes, links.
fn add_what_git_cannot_hold(code: Code, dir: &Path) {
    let b = dir.join("units/b.yaml");
    let text = fs::read(&b);
    let with = |more: &[u8]| fs::write(&b, [text.as_ref().unwrap(), more].concat()).unwrap();
    match code.key() {
        "encoding" => with(b"        note: \xe5\xae\x8c\xff\n"),
        "incomplete" => with(b"        note: \xe5\xae"),
        "too-large" => with(&b"# \n".repeat(400_000)),
        "not-a-file" => {
            fs::remove_file(&b).unwrap();
            rustix::fs::mkfifoat(rustix::fs::CWD, &b, rustix::fs::Mode::RUSR).unwrap();
        }
        "unreadable" => {
            fs::remove_file(&b).unwrap();
            std::os::unix::fs::symlink("/etc/hostname", &b).unwrap();
        }
        _ => {}
    }
}

fn findings(dir: &Path) -> Vec<Finding> {
    let portfolio = Store::new(dir).refresh(&|_| "2022-02-10".parse().unwrap()).unwrap();
    let mut findings = portfolio.findings.clone();
    for ledger in &portfolio.ledgers {
        let day = ledger.plan.as_of.unwrap();
        findings.extend(Board::new(Arc::clone(ledger), day, day, &portfolio.calendar).findings);
    }
    findings
}

fn short(finding: &Finding) -> String {
    let (place, severity, code) = (finding.location(), finding.severity.key(), finding.code.key());
    format!("{place}: {severity}[{code}]: {}", finding.said.get(Lang::Zh))
}

#[test]
fn every_code_has_an_example_that_raises_it_and_no_other() {
    let temp = tempfile::tempdir().unwrap();
    for code in Code::ALL {
        let example = PathBuf::from("tests/gallery").join(code.key());
        assert!(example.join("plan.yaml").is_file(), "no example of {}", code.key());
        let dir = temp.path().join(code.key());
        copy(&example, &dir);
        add_what_git_cannot_hold(*code, &dir);
        let found = findings(&dir);
        let lines: Vec<String> = found.iter().map(short).collect();
        let others: Vec<_> = found.iter().zip(&lines).filter(|(finding, _)| finding.code != *code).collect();
        assert!(others.is_empty(), "{}: {others:#?}", code.key());
        assert!(found.iter().any(|finding| finding.code == *code), "{} is not raised", code.key());
        let text = lines.join("\n") + "\n";
        let expected = example.join("expected.txt");
        if std::env::var_os("GUATU_BLESS").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        assert_eq!(fs::read_to_string(&expected).unwrap_or_default(), text, "{}", code.key());
        for finding in &found {
            assert!(
                !finding.said.en.is_empty() && !finding.hint.zh.is_empty() && !finding.hint.en.is_empty(),
                "{text}"
            );
            assert_eq!(finding.place.line == 0, finding.place.excerpt.is_empty(), "{text}");
        }
    }
}
