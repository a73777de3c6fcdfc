//! Which editor is opened, and how it is told the line. Never by way of a shell.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::store::locate::Located;
use crate::text::{Said, both, clean, clip};

/// How an editor is told where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `+12 FILE`
    Line,
    /// `+12 '+normal! 04l' FILE`: characters counted as characters, in every vim.
    Vim,
    /// `+12,5 FILE`
    Comma,
    /// `+12:5 FILE`
    Colon,
    /// `FILE:12:5`
    Suffix,
    /// `--goto FILE:12:5`
    Goto,
    /// `--line 12 --column 5 FILE`
    Flags,
}

/// The editors by the names of their programs, without what follows a dot (`vim.basic`).
const KNOWN: &[(Style, &[&str])] = &[
    (Style::Vim, &["vim", "nvim", "gvim", "mvim", "vimx", "rvim", "view"]),
    (Style::Line, &["vi", "nvi", "vis", "elvis", "joe", "jstar", "mg", "zile", "dte", "mcedit", "pico"]),
    (Style::Comma, &["nano", "rnano", "ne"]),
    (Style::Colon, &["emacs", "emacsclient", "micro", "kak", "gedit", "xed", "pluma"]),
    (Style::Suffix, &["hx", "helix", "subl", "sublime_text", "zed", "zeditor"]),
    (Style::Goto, &["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"]),
    (Style::Flags, &["kate", "geany", "idea", "pycharm", "kwrite"]),
];

/// What is tried where nobody has chosen: Debian's choice of the administrator, then what beginners can leave again.
const USUAL: &[&str] = &["editor", "nano", "vim", "vi"];

/// An editor that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// Its name, to be shown.
    pub name: String,
    /// Where it was named: `$VISUAL`, `$EDITOR`; where nobody did, what to set.
    pub from: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    style: Option<Style>,
}

impl Editor {
    /// The editor of an environment: `$VISUAL`, else `$EDITOR`, else a usual one.
    ///
    /// # Errors
    ///
    /// Why there is none, and what to do.
    pub fn chosen(var: &dyn Fn(&str) -> Option<String>) -> Result<Self, Said> {
        let folders = var("PATH").unwrap_or_default();
        for (name, from) in [("VISUAL", "$VISUAL"), ("EDITOR", "$EDITOR")] {
            let Some(line) = var(name).filter(|line| !line.trim().is_empty()) else { continue };
            let words = words(&line).ok_or_else(|| {
                both!(
                    "{from} 里的引号没有闭合；例：export {name}='code --wait'",
                    "a quote in {from} is not closed; e.g. export {name}='code --wait'"
                )
            })?;
            let Some((first, rest)) = words.split_first() else { continue };
            let shown = clip(&clean(first), 30).into_owned();
            let program = program(first, &folders).ok_or_else(|| {
                both!(
                    "找不到编辑器 {shown}（{from}）；改成已安装的，例：export {name}=vi",
                    "there is no editor {shown} ({from}); name one that is installed: export {name}=vi"
                )
            })?;
            return Ok(Self::of(first, program, rest.to_vec(), from));
        }
        let usual = USUAL.iter().find_map(|name| Some((name, program(name, &folders)?)));
        let (name, program) = usual.ok_or_else(|| {
            both!(
                "没有找到编辑器；先设置，例：export EDITOR=vi",
                "no editor found; set one: export EDITOR=vi"
            )
        })?;
        Ok(Self::of(name, program, Vec::new(), "$EDITOR"))
    }

    fn of(word: &str, program: PathBuf, arguments: Vec<String>, from: &'static str) -> Self {
        let name = Path::new(word).file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        // A link such as `editor` is what it leads to.
        let target = || {
            let real = program.canonicalize().ok()?;
            style(&real.file_name()?.to_string_lossy())
        };
        let style = style(&name).or_else(target);
        Self { name: clip(&clean(&name), 30).into_owned(), from, program, arguments, style }
    }

    /// Its program, absolute if it was found in `PATH`.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Whether it can be told a line. An unknown one cannot: it might take `+12` for another file.
    pub fn knows_lines(&self) -> bool {
        self.style.is_some()
    }

    /// Its arguments for opening a file, at a line if one is meant (from 1; 0: the file as a whole).
    pub fn arguments(&self, at: &Located) -> Vec<OsString> {
        let Located { path, line, column } = at;
        let column = (*column).max(1);
        let mut list: Vec<OsString> = self.arguments.iter().map(OsString::from).collect();
        let suffixed = || {
            let mut path = path.clone().into_os_string();
            path.push(format!(":{line}:{column}"));
            path
        };
        let style = self.style.filter(|_| *line > 0);
        let before = match style {
            None | Some(Style::Suffix) => vec![],
            Some(Style::Line) => vec![format!("+{line}")],
            Some(Style::Vim) if column == 1 => vec![format!("+{line}")],
            Some(Style::Vim) => vec![format!("+{line}"), format!("+normal! 0{}l", column - 1)],
            Some(Style::Comma) => vec![format!("+{line},{column}")],
            Some(Style::Colon) => vec![format!("+{line}:{column}")],
            Some(Style::Flags) => {
                ["--line", &line.to_string(), "--column", &column.to_string()].map(str::to_owned).to_vec()
            }
            Some(Style::Goto) => vec!["--goto".to_owned()],
        };
        list.extend(before.into_iter().map(OsString::from));
        // Absolute: a name that begins with `-` or `+` is no option then.
        list.push(match style {
            Some(Style::Goto | Style::Suffix) => suffixed(),
            Some(Style::Line | Style::Vim | Style::Comma | Style::Colon | Style::Flags) | None => {
                path.clone().into_os_string()
            }
        });
        list
    }
}

fn style(name: &str) -> Option<Style> {
    let name = name.split('.').next().unwrap_or(name);
    KNOWN.iter().find(|(_, names)| names.contains(&name)).map(|(style, _)| *style)
}

/// The program a word means: a path, or a name in one of `folders`.
fn program(word: &str, folders: &str) -> Option<PathBuf> {
    let runs = |path: &PathBuf| {
        path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
    };
    if word.contains('/') {
        return Some(PathBuf::from(word)).filter(runs);
    }
    std::env::split_paths(folders).map(|folder| folder.join(word)).find(runs)
}

/// The words of a command line as a shell splits them: blanks between, quotes around, `\` before a sign. Nothing else
/// means anything: no variables, no `;`. None where a quote is not closed.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (None, '\\') => word.get_or_insert_default().push(chars.next()?),
            (Some('"'), '\\') => {
                let next = chars.next()?;
                let escaped = matches!(next, '"' | '\\' | '$' | '`');
                word.get_or_insert_default().extend((!escaped).then_some('\\').into_iter().chain([next]));
            }
            (Some(_) | None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_split_as_a_shell_would_and_nothing_in_it_runs() {
        let split = |line| words(line).unwrap();
        assert_eq!(split("vim"), ["vim"]);
        assert_eq!(split("  code   --wait\t-n "), ["code", "--wait", "-n"]);
        assert_eq!(split(r#""/path with space/ed" -n"#), ["/path with space/ed", "-n"]);
        assert_eq!(split(r"/path\ with\ space/ed 'a  b'"), ["/path with space/ed", "a  b"]);
        assert_eq!(split(r#"emacs --eval "(a \"b\" \n)" ''"#), ["emacs", "--eval", r#"(a "b" \n)"#, ""]);
        assert_eq!(
            split("vim; touch x $(id) `id` && $HOME"),
            ["vim;", "touch", "x", "$(id)", "`id`", "&&", "$HOME"]
        );
        assert_eq!(split("编辑器 --行"), ["编辑器", "--行"]);
        for open in ["'a", "\"a", "a\\", "\"a\\"] {
            assert_eq!(words(open), None, "{open}");
        }
    }

    fn arguments(word: &str, line: usize, column: usize) -> Vec<String> {
        let editor = Editor::of(word, PathBuf::from("/nowhere"), vec!["-x".to_owned()], "$EDITOR");
        let at = Located { path: PathBuf::from("/p/-a b.yaml"), line, column };
        editor.arguments(&at).into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let file = "/p/-a b.yaml";
        assert_eq!(arguments("vi", 12, 5), ["-x", "+12", file]);
        assert_eq!(arguments("/usr/bin/vim.basic", 12, 5), ["-x", "+12", "+normal! 04l", file]);
        assert_eq!(arguments("nvim", 12, 1), ["-x", "+12", file]);
        assert_eq!(arguments("nano", 12, 5), ["-x", "+12,5", file]);
        for name in ["emacs", "emacsclient", "micro", "kak"] {
            assert_eq!(arguments(name, 12, 5), ["-x", "+12:5", file], "{name}");
        }
        assert_eq!(arguments("hx", 12, 5), ["-x", "/p/-a b.yaml:12:5"]);
        assert_eq!(arguments("code", 12, 5), ["-x", "--goto", "/p/-a b.yaml:12:5"]);
        assert_eq!(arguments("kate", 12, 5), ["-x", "--line", "12", "--column", "5", file]);
        // Nobody knows what it would make of a line; and of a file as a whole no line is said.
        assert_eq!(arguments("ed", 12, 5), ["-x", file]);
        for (_, names) in KNOWN {
            for name in *names {
                assert_eq!(arguments(name, 0, 0), ["-x", file], "{name}");
            }
        }
    }

    #[test]
    fn no_editor_stands_twice_in_the_table() {
        let mut names: Vec<&str> = KNOWN.iter().flat_map(|(_, names)| *names).copied().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn visual_goes_before_editor_and_what_is_missing_is_said_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["nano", "mine"] {
            let path = dir.path().join(name);
            std::fs::write(&path, "#!/bin/sh\n").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        std::fs::write(dir.path().join("plain"), "not a program").unwrap();
        let path = dir.path().to_str().unwrap().to_owned();
        let chosen = |visual: &str, editor: &str, path: &str| {
            let values = [("VISUAL", visual), ("EDITOR", editor), ("PATH", path)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
            Editor::chosen(&|name| values.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone()))
        };
        let name = |visual: &str, editor: &str| chosen(visual, editor, &path).unwrap().name;
        assert_eq!(name("mine -n", "nano"), "mine");
        assert_eq!(name(" ", "nano"), "nano");
        assert_eq!(name("", ""), "nano");
        let said = |visual: &str, path: &str| chosen(visual, "", path).unwrap_err().zh.to_string();
        assert!(said("missing", &path).contains("找不到编辑器 missing（$VISUAL）"));
        assert!(said("plain", &path).contains("找不到编辑器 plain"));
        assert!(said("'mine", &path).contains("没有闭合"));
        assert!(said("", "/nowhere").contains("EDITOR=vi"));
    }
}
