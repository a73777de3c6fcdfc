//! `guatu log`: one more entry in a unit's file, and not one other byte changed.
//!
//! Nothing is believed: the new text is read again, and has to say what the old one said and this entry, without any
//! new error. Else nothing is written.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bytes::{self, Tried};
use super::cached::Parsed;
use super::decode;
use super::edit;
use super::parse::{self, Heard};
use super::save;
use super::slip::Slip;
use super::tree;
use crate::domain::day::Day;
use crate::domain::finding::{Finding, Severity};
use crate::domain::ids::{ItemIx, UnitIx};
use crate::domain::plan::Plan;
use crate::domain::status::{Entry, Filed, Logged, Report, Standing};
use crate::text::{Lang, Said, both};

/// The most values in a file that is to be changed.
const VALUES: usize = 100_000;
const BOM: &str = "\u{feff}";

/// What is to be entered where.
#[derive(Debug)]
pub struct Wish<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The unit whose file it is.
    pub unit: UnitIx,
    /// The item.
    pub item: ItemIx,
    /// The entry; its texts cleaned.
    pub entry: Logged,
    /// The plan's today.
    pub today: Day,
    /// The language of a file that has no keys yet.
    pub lang: Lang,
    /// Whether what is there may be taken back.
    pub backwards: Backwards,
}

/// Whether an entry may lower the progress, reopen what is done, or lie before the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backwards {
    /// It may not.
    Refused,
    /// It may: `--force`.
    Forced,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// What and why, then what to do.
    Said(Said, Said),
    /// The system would not have it written.
    Io(io::Error),
}

/// Enters it. `root` is what the file may not leave.
///
/// # Errors
///
/// The refusal; the file is then as it was.
pub fn append(wish: &Wish<'_>, path: &Path, root: &Path) -> Result<(), Refusal> {
    draft(wish, path, root)?.write()
}

/// A file's new content that is judged good, and what it is to take the place of.
#[derive(Debug)]
struct Draft<'a> {
    path: &'a Path,
    root: PathBuf,
    /// The content the draft was made from and where it really is; none if there was no file.
    old: Option<(Vec<u8>, PathBuf)>,
    new: String,
}

fn draft<'a>(wish: &Wish<'_>, path: &'a Path, root: &Path) -> Result<Draft<'a>, Refusal> {
    let root = root.canonicalize().map_err(Refusal::Io)?;
    let (old, new) = match bytes::read(path, &root, parse::STATUS_CAP) {
        Tried::Read(read) => {
            let new = entered(wish, &read.content)?;
            (Some((read.content, read.home)), new)
        }
        Tried::Gone => (None, new_file(wish)?),
        Tried::Changing => return Err(changed()),
        Tried::Refused(slip) => return Err(Refusal::Said(slip.said, slip.hint)),
    };
    Ok(Draft { path, root, old, new })
}

impl Draft<'_> {
    /// Writes it, unless the file is not any more what the draft was made from.
    fn write(self) -> Result<(), Refusal> {
        let Self { path, root, old, new } = self;
        let Some((old, home)) = old else {
            return save::create(path, new.as_bytes()).map_err(|error| {
                if error.kind() == io::ErrorKind::AlreadyExists { changed() } else { Refusal::Io(error) }
            });
        };
        let still =
            || matches!(bytes::read(path, &root, parse::STATUS_CAP), Tried::Read(now) if now.content == old);
        match save::replace(&home, new.as_bytes(), still) {
            Ok(true) => Ok(()),
            Ok(false) => Err(changed()),
            Err(error) => Err(Refusal::Io(error)),
        }
    }
}

fn new_file(wish: &Wish<'_>) -> Result<String, Refusal> {
    let (unit, item) = ids(wish);
    let text = edit::file(&unit, &item, &wish.entry, wish.lang);
    let empty = Report::new(wish.unit, None, Vec::new());
    judge(wish, &empty, &[], &text)?;
    Ok(text)
}

/// The new content of a file.
pub(super) fn entered(wish: &Wish<'_>, old: &[u8]) -> Result<String, Refusal> {
    let raw = std::str::from_utf8(old).map_err(|_| {
        Refusal::Said(
            both!("文件不是 UTF-8 编码，不改动", "the file is not in UTF-8: not changed"),
            both!("先另存为 UTF-8", "save it as UTF-8 first"),
        )
    })?;
    let (report, findings) = read(wish, raw).map_err(broken)?;
    backwards(wish, report.item(wish.item).map_or(&[], |item| item.log))?;
    let decoded = decode::decode(old).map_err(|slip| Refusal::Said(slip.said, slip.hint))?;
    let text = decoded.text;
    let tree = tree::read(&text, VALUES).map_err(|slip| Refusal::Said(slip.said, slip.hint))?;
    let (unit, item) = ids(wish);
    let body = raw.strip_prefix(BOM).unwrap_or(raw);
    let bom = if body.len() < raw.len() { BOM } else { "" };
    let new = if tree.root.is_none() {
        let gap = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
        Some(format!("{body}{gap}{}", edit::file(&unit, &item, &wish.entry, wish.lang)))
    } else {
        edit::edits(&text, &tree, &item, &wish.entry, wish.lang).and_then(|edits| edit::apply(body, &edits))
    };
    let new = new.map(|new| format!("{bom}{new}")).ok_or_else(no_place)?;
    judge(wish, &report, &findings, &new)?;
    Ok(new)
}

fn ids(wish: &Wish<'_>) -> (String, String) {
    let unit = wish.plan.unit(wish.unit).map(|unit| unit.id.to_string());
    let item = wish.plan.item(wish.item).map(|item| item.id.to_string());
    (unit.unwrap_or_default(), item.unwrap_or_default())
}

/// What a file says.
fn read(wish: &Wish<'_>, raw: &str) -> Parsed<Arc<Report>> {
    let file = "".into();
    let fail = |slip: Slip| vec![super::place::Source { file: &file, text: raw }.finding(slip)];
    let decoded = decode::decode(raw.as_bytes()).map_err(fail)?;
    let with = (wish.plan, wish.unit, wish.today);
    let (Heard { report, future: _ }, findings) = parse::report(with, &file, &decoded.text, decoded.slips)?;
    Ok((report, findings))
}

/// Whether the new text says what the old one said and the entry, and nothing new is wrong.
fn judge(wish: &Wish<'_>, old: &Report, findings: &[Finding], new: &str) -> Result<(), Refusal> {
    let mut items = old.filed();
    match items.iter_mut().find(|(ix, _)| *ix == wish.item) {
        Some((_, item)) => item.log.push(wish.entry.clone()),
        None => items.push((wish.item, Filed { log: vec![wish.entry.clone()], ..Filed::default() })),
    }
    let expected = Report::new(old.unit, old.contact.clone(), items);
    let (report, after) = read(wish, new).map_err(broken)?;
    let mut known: Vec<&Finding> = findings.iter().collect();
    for finding in after.into_iter().filter(|finding| finding.severity == Severity::Error) {
        let same = |known: &&Finding| known.code == finding.code && known.said == finding.said;
        match known.iter().position(same) {
            Some(n) => drop(known.swap_remove(n)),
            None => return Err(Refusal::Said(finding.said.clone(), finding.hint.clone())),
        }
    }
    if *report == expected { Ok(()) } else { Err(no_place()) }
}

/// Refuses what would take back what is there.
fn backwards(wish: &Wish<'_>, log: &[Entry]) -> Result<(), Refusal> {
    if wish.backwards == Backwards::Forced {
        return Ok(());
    }
    let (now, entry) = (Standing::of(log, Day::LAST), &wish.entry);
    let said = match (now.last_entry, entry.state, entry.progress) {
        (Some(last), _, _) if entry.on < last => {
            let on = entry.on;
            both!("{on} 早于最后一条记录 {last}", "{on} lies before the last entry, {last}")
        }
        (_, Some(state), _) if now.state.is_done() && !state.is_done() => {
            let word = now.state.word();
            let (zh, en) = (word.zh, word.en);
            both!("事项是{zh}，这一条会重新打开它", "the item is {en}; this entry would reopen it")
        }
        (_, _, Some(progress)) if progress < now.progress => {
            let was = now.progress;
            both!(
                "进度已是 {was}%，{progress}% 更低",
                "the progress is {was} % already; {progress} % is less"
            )
        }
        _ => return Ok(()),
    };
    Err(Refusal::Said(said, both!("确实如此，加上 --force", "if that is so, add --force")))
}

fn changed() -> Refusal {
    Refusal::Said(
        both!("文件正在被别人改动，没有写入", "the file was changed meanwhile; nothing was written"),
        both!("再运行一次", "run it again"),
    )
}

fn no_place() -> Refusal {
    Refusal::Said(
        both!(
            "文件的写法特殊，找不到稳妥的位置，没有改动",
            "the file is written in a way that leaves no sure place; it was not changed"
        ),
        both!("用编辑器手工添加", "add the entry in an editor"),
    )
}

fn broken(findings: Vec<Finding>) -> Refusal {
    let first = findings.into_iter().find(|finding| finding.severity == Severity::Error);
    first.map_or_else(no_place, |finding| {
        let (at, zh, en) = (finding.place.line, &finding.said.zh, &finding.said.en);
        Refusal::Said(both!("第 {at} 行：{zh}", "line {at}: {en}"), finding.hint.clone())
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::domain::status::Words;
    use crate::store::probe;

    /// Makes a draft for a file that says `before`, lets `meanwhile` happen to the file, and writes it.
    fn race(
        before: Option<&str>,
        meanwhile: impl FnOnce(&Path),
    ) -> (Result<(), Refusal>, Option<String>, usize) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("b.yaml");
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        let plan = probe::plan(include_bytes!("../../tests/gallery/unknown-key/plan.yaml")).0.unwrap();
        let today = "2022-02-10".parse().unwrap();
        let words = Words::of([Some("好"), None, None, None]);
        let entry = Logged { on: today, state: None, progress: None, words };
        let (unit, item) = (plan.unit_of("b").unwrap(), plan.item_of("1-2").unwrap());
        let lang = Lang::Zh;
        let wish = Wish { plan: &plan, unit, item, entry, today, lang, backwards: Backwards::Refused };
        let draft = draft(&wish, &path, dir.path()).unwrap();
        meanwhile(&path);
        let written = draft.write();
        (written, fs::read_to_string(&path).ok(), fs::read_dir(dir.path()).unwrap().count())
    }

    fn is_changed(written: &Result<(), Refusal>) -> bool {
        matches!(written, Err(Refusal::Said(said, _)) if said.en.contains("changed meanwhile"))
    }

    #[test]
    fn a_file_that_changed_meanwhile_keeps_what_the_other_wrote() {
        const OTHER: &str = "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-09, progress: 5 }\n";
        let other = |path: &Path| fs::write(path, OTHER).unwrap();
        for before in [Some("unit: b\n"), None] {
            let (written, now, files) = race(before, other);
            assert!(is_changed(&written), "{before:?}: {written:?}");
            assert_eq!(
                (now.as_deref(), files),
                (Some(OTHER), 1),
                "{before:?}: and no temporary file is left"
            );
        }
        let (written, now, files) = race(Some("unit: b\n"), |path| fs::remove_file(path).unwrap());
        assert!(written.is_err(), "{written:?}");
        assert_eq!((now, files), (None, 0), "a file that was deleted does not come back");
    }

    #[test]
    fn a_file_that_was_only_touched_takes_the_entry() {
        let (written, now, files) = race(Some("unit: b\n"), |path| fs::write(path, "unit: b\n").unwrap());
        assert!(written.is_ok(), "{written:?}");
        assert!(now.is_some_and(|now| now.contains("note: 好")));
        assert_eq!(files, 1);
    }
}
