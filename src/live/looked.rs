//! What the reader has seen, kept in the state folder: a small file a plan and root, so that the next session can say
//! what changed meanwhile; and a file a root of the sections that were folded, so that it finds them so (wishes W14).
//! Never below `plans/`. A file that is damaged, cut short or of another version is not there.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::hash::Hasher as _;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::domain::plan::Stage;
use crate::domain::seen::{Moment, SeenItem};
use crate::domain::state::State;
use crate::domain::{Day, Percent, Seen, Text};

/// The first line of a file; another one is of another version.
const FIRST: &str = "guatu-seen 1";
/// The first line of the file of what was folded.
const FOLDED: &str = "guatu-folded 1";
/// The folder below the state folder.
const FOLDER: &str = "seen";
/// Bytes of a file that are read; a larger one is none of ours.
const LARGEST: u64 = 64 << 20;
/// Marks of one root that are read.
const MOST: usize = 1000;

/// The marks of one root.
#[derive(Debug, Clone)]
pub struct Looked {
    folder: PathBuf,
    root: String,
}

impl Looked {
    /// The marks of `root` in the state folder `state`.
    pub fn at(state: &Path, root: &Path) -> Self {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Self { folder: state.join(FOLDER), root: root.to_string_lossy().replace(['\n', '\t'], " ") }
    }

    /// What was seen of each plan, by its id; nothing where nothing can be read.
    pub fn read(&self) -> HashMap<Text, Seen> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return HashMap::new() };
        let prefix = format!("{:016x}-", number(&self.root));
        let ours = entries.filter_map(Result::ok).filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| name.starts_with(&prefix) && !name.ends_with('~'))
        });
        let small = ours
            .take(MOST)
            .filter(|entry| entry.metadata().is_ok_and(|it| it.is_file() && it.len() <= LARGEST));
        let texts = small.filter_map(|entry| fs::read_to_string(entry.path()).ok());
        texts.filter_map(|text| parse(&text, &self.root)).collect()
    }

    /// Writes what was seen, each file whole or not at all.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written to.
    pub fn write(&self, seen: &HashMap<Text, Seen>) -> io::Result<()> {
        seen.iter().try_for_each(|(plan, seen)| {
            let name = format!("{:016x}-{:016x}", number(&self.root), number(plan));
            self.put(&name, &text(seen, &self.root, plan))
        })
    }

    /// The sections that were folded, by their ids; none where nothing can be read.
    pub fn folded(&self) -> HashSet<Text> {
        let path = self.folder.join(self.folds());
        let small = fs::metadata(&path).is_ok_and(|it| it.is_file() && it.len() <= LARGEST);
        let text = small.then(|| fs::read_to_string(path).ok()).flatten().unwrap_or_default();
        let mut lines = text.lines();
        let ours = lines.next() == Some(FOLDED) && lines.next() == Some(&*self.root);
        lines.filter(|_| ours).map(Text::from).collect()
    }

    /// Writes which sections are folded, all or none.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written to.
    pub fn write_folded(&self, folded: &HashSet<Text>) -> io::Result<()> {
        let lines: Vec<&str> =
            [FOLDED, &self.root].into_iter().chain(folded.iter().map(|id| &**id)).collect();
        self.put(&self.folds(), &lines.join("\n"))
    }

    /// The name of the file of what was folded.
    fn folds(&self) -> String {
        format!("{:016x}.folded", number(&self.root))
    }

    /// Writes a file of the folder, whole or not at all.
    fn put(&self, name: &str, text: &str) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        // Two sessions may end at once: each has a file of its own until it is whole.
        let aside = self.folder.join(format!("{name}.{}~", std::process::id()));
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
        let written = file.write_all(text.as_bytes());
        written.and_then(|()| fs::rename(&aside, self.folder.join(name))).inspect_err(|_| {
            let _ = fs::remove_file(&aside);
        })
    }
}

/// A number that stands for a name; the file itself says which name it is.
fn number(name: &str) -> u64 {
    #[expect(deprecated, reason = "the one hasher of the standard library whose numbers stay the same")]
    let mut hasher = std::hash::SipHasher::new();
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// Lines of cells between tabs: no cell holds a tab or a line's end, since every text was cleaned when it was read.
fn text(seen: &Seen, root: &str, plan: &str) -> String {
    let Moment { on, hour, minute } = seen.at;
    let mut out = format!("{FIRST}\n{root}\n{plan}\n{on}\t{hour}\t{minute}\t{}\n", seen.day);
    let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    for (id, item) in &seen.items {
        let (state, progress, entries) = (item.state.key(), item.progress.thousandths(), item.entries);
        let (due, done, newest) = (day(item.due), day(item.completed_on), day(item.newest));
        let _ = write!(out, "{id}\t{state}\t{progress}\t{due}\t{done}\t{newest}\t{entries}");
        for (rule, unit, stage, on) in &item.stages {
            let _ = write!(out, "\t{rule}\t{unit}\t{}\t{on}", stage.key());
        }
        out.push('\n');
    }
    let _ = writeln!(out, "end\t{}", seen.items.len());
    out
}

/// The plan's id and what was seen of it; none for a text of another root, or one that is not whole.
fn parse(text: &str, root: &str) -> Option<(Text, Seen)> {
    let mut lines = text.lines();
    (lines.next()? == FIRST && lines.next()? == root).then_some(())?;
    let plan: Text = lines.next()?.into();
    let mut head = lines.next()?.split('\t');
    let on: Day = head.next()?.parse().ok()?;
    let (hour, minute) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
    let at = (hour < 24 && minute < 60).then_some(Moment { on, hour, minute })?;
    let day = head.next()?.parse().ok()?;
    let mut items = HashMap::new();
    for line in lines {
        if let Some(count) = line.strip_prefix("end\t") {
            return (count.parse() == Ok(items.len())).then_some((plan, Seen { at, day, items }));
        }
        let (id, seen) = item(line)?;
        items.insert(id, seen);
    }
    None
}

fn item(line: &str) -> Option<(Text, SeenItem)> {
    let mut cells = line.split('\t');
    let day = |cell: &str| if cell == "-" { Some(None) } else { cell.parse().ok().map(Some) };
    let id: Text = cells.next()?.into();
    let mut item = SeenItem {
        state: State::parse(cells.next()?)?,
        progress: Percent::from_thousandths(cells.next()?.parse().ok()?),
        due: day(cells.next()?)?,
        completed_on: day(cells.next()?)?,
        newest: day(cells.next()?)?,
        entries: cells.next()?.parse().ok()?,
        stages: Vec::new(),
    };
    while let Some(rule) = cells.next() {
        let (unit, stage, on) = (cells.next()?, Stage::parse(cells.next()?)?, cells.next()?.parse().ok()?);
        item.stages.push((rule.into(), unit.into(), stage, on));
    }
    Some((id, item))
}
