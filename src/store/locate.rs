//! Where something stands in a file, for an editor to be opened there: asked when a key is pressed, never kept, because
//! positions of what is right are not read (see `performance.md`).

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::bytes::{self, Tried};
use super::{decode, parse, tree};
use crate::domain::rules;
use crate::text::{Said, both, clean};

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Where the file really is: absolute, a regular file, inside the root.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The file called `file` in findings and ledgers, relative to `root`.
///
/// # Errors
///
/// Why nobody should open it: it is not there, is no regular file, or lies outside the root.
pub fn file(root: &Path, file: &str) -> Result<PathBuf, Said> {
    find(root, file).map(|(path, _)| path)
}

/// The place the keys of `way` (in their English names) lead to in `file`, as far as they go. A file that cannot be read
/// as YAML gives its first line.
///
/// # Errors
///
/// As [`file()`].
pub fn place(root: &Path, file: &str, way: &rules::Path) -> Result<Located, Said> {
    let (path, root) = find(root, file)?;
    let (line, column) = mark(&path, &root, way).unwrap_or((1, 1));
    Ok(Located { path, line, column })
}

/// The file, and the folder it may not leave.
fn find(root: &Path, file: &str) -> Result<(PathBuf, PathBuf), Said> {
    let name = clean(file);
    let refused = |said: Said| {
        let (zh, en) = (said.zh, said.en);
        both!("{name}：{zh}", "{name}: {en}")
    };
    let gone = |error: std::io::Error, path: &Path| {
        if error.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_err() {
            refused(both!("没有这个文件", "there is no such file"))
        } else {
            refused(bytes::unreadable(&error).said)
        }
    };
    let root = fs::canonicalize(root).map_err(|error| gone(error, root))?;
    // The holidays of a plan that is shown alone lie beside its folder.
    let (root, file) = match (file.strip_prefix("../"), root.parent()) {
        (Some(beside), Some(parent)) => (parent.to_owned(), beside),
        (Some(_), None) | (None, _) => (root, file),
    };
    let path = root.join(file);
    match bytes::home(&path, &root) {
        Ok(Ok((home, _))) => Ok((home, root)),
        Ok(Err(slip)) => Err(refused(slip.said)),
        Err(error) => Err(gone(error, &path)),
    }
}

fn mark(path: &Path, root: &Path, way: &rules::Path) -> Option<(usize, usize)> {
    let Tried::Read(read) = bytes::read(path, root, parse::PLAN_CAP) else { return None };
    let text = decode::decode(&read.content).ok()?.text;
    // Its size is its limit, as for the positions of findings.
    let tree = tree::read(&text, usize::MAX).ok()?;
    tree.named(way).map(|mark| (mark.line, mark.column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let units = dir.path().join("units");
        fs::create_dir(&units).unwrap();
        fs::write(dir.path().join("plan.yaml"), "title: 甲\n").unwrap();
        fs::write(
            units.join("a.yaml"),
            "# 注释\nunit: a\n事项:\n  1-1: { log: [] }\n  1-2:\n    规则:\n      supervision: { issued: 2022-02-09 }\n",
        )
        .unwrap();
        dir
    }

    fn at(dir: &Path, way: &rules::Path) -> (usize, usize) {
        let found = place(dir, "units/a.yaml", way).unwrap();
        (found.line, found.column)
    }

    #[test]
    fn an_item_and_its_rule_are_found_by_chinese_and_english_keys_and_what_is_missing_by_what_is_around_it() {
        let dir = root();
        let items = || rules::Path::top().key("items");
        assert_eq!(at(dir.path(), &items().name("1-1")), (4, 3));
        assert_eq!(at(dir.path(), &items().name("1-2")), (5, 3));
        assert_eq!(at(dir.path(), &items().key("1-2").key("rules").name("supervision")), (7, 7));
        assert_eq!(at(dir.path(), &items().key("1-1").key("rules").name("supervision")), (4, 8));
        assert_eq!(at(dir.path(), &items().name("9-9")), (3, 1));
        fs::write(dir.path().join("units/a.yaml"), "items: [").unwrap();
        assert_eq!(at(dir.path(), &items().name("1-1")), (1, 1));
    }

    #[test]
    fn only_regular_files_inside_the_root_are_given_out() {
        let dir = root();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("units/b.yaml")).unwrap();
        let said = |name: &str| file(dir.path(), name).unwrap_err().zh.to_string();
        assert!(said("units/b.yaml").contains("之外"));
        assert!(said("units").contains("文件夹"));
        assert!(said("units/c.yaml").contains("没有这个文件"));
        assert!(said("units/../../../../../../etc/passwd").contains("之外"));
        let found = file(dir.path(), "units/a.yaml").unwrap();
        assert!(found.is_absolute() && found.ends_with("units/a.yaml"));
    }
}
