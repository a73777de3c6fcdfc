//! The README tells the truth: its tables are the code's, its commands run, its example loads, its pictures are what
//! the program draws. `GUATU_BLESS=1 cargo test --test readme` writes them anew.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;
#[expect(dead_code, reason = "each test uses a part of it")]
#[path = "support/questions.rs"]
mod questions;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::{Mutex, MutexGuard, PoisonError};

use common::{command, run, stdout};
use guatu::app::wall::Page;
use guatu::app::{ACTIONS, Action, ActionId, Screen};
use guatu::domain::Light;
use guatu::domain::finding::Code;
use guatu::domain::state::State;
use guatu::report::Format;
use guatu::text::{Lang, say};

/// Blessing writes the file; one test at a time.
static README: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    README.lock().unwrap_or_else(PoisonError::into_inner)
}

fn readme() -> String {
    fs::read_to_string("README.md").unwrap()
}

fn blessing() -> bool {
    std::env::var_os("GUATU_BLESS").is_some()
}

/// Holds the README to `wanted`, or makes it so.
fn settle(is: &str, wanted: &str) {
    if blessing() {
        fs::write("README.md", wanted).unwrap();
        return;
    }
    let differs = is.lines().zip(wanted.lines()).enumerate().find(|(_, (is, wanted))| is != wanted);
    assert!(
        is == wanted,
        "README.md is not what the code gives; GUATU_BLESS=1 cargo test --test readme. First: {differs:#?}"
    );
}

/// `text` with what stands between `<!-- name -->` and `<!-- /name -->` replaced.
fn with_block(text: &str, name: &str, content: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&open).expect(name);
    let (_, after) = rest.split_once(&close).expect(name);
    format!("{before}{open}{content}{close}{after}")
}

fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut out = line(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
    out += &line(&vec!["---".to_owned(); head.len()]);
    for row in rows {
        out += &line(&row.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>());
    }
    out
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Two actions a row; the screens by themselves, so that the keys that belong together stand together.
fn keys(lang: Lang) -> String {
    let head = match lang {
        Lang::Zh => ["键", "作用", "键", "作用"],
        Lang::En => ["Keys", "What they do", "Keys", "What they do"],
    };
    let cells = |action: &Action| {
        let scope = action.scope.words().map_or_else(String::new, |words| {
            let words = words.get(lang);
            say!(lang, "（{words}）", " ({words})")
        });
        [code(&action.key_names()), format!("{}{scope}", action.help.get(lang))]
    };
    let (screens, others): (Vec<&Action>, Vec<&Action>) =
        ACTIONS.iter().partition(|action| matches!(action.id, ActionId::Show(_)));
    let rows = screens.chunks(2).chain(others.chunks(2)).map(|pair| {
        let mut row: Vec<String> = pair.iter().flat_map(|action| cells(action)).collect();
        row.resize(head.len(), String::new());
        row
    });
    table(&head, rows)
}

fn lights() -> String {
    let rows = Light::ALL.into_iter().map(|light| {
        let (english, chinese) = match light {
            Light::Red => ("overdue or far behind", "逾期或严重滞后"),
            Light::Yellow => ("due today, due soon or behind", "今日到期、临期或滞后"),
            Light::Green => ("on schedule, or in progress without a date", "按序时，或推进中而无时限"),
            Light::Grey => {
                ("not started and without a date, suspended, stopped", "未启动且无时限、暂停、停止实施")
            }
            Light::Done => ("done, late or not", "完成，不论是否按期"),
        };
        let word = light.word();
        vec![
            code(light.sign()),
            code(light.ascii()),
            format!("{} {}", word.en, word.zh),
            english.to_owned(),
            chinese.to_owned(),
        ]
    });
    table(&["Sign", "ASCII", "Light", "Meaning", "含义"], rows)
}

fn states() -> String {
    let rows = State::ALL.into_iter().map(|state| {
        let (english, chinese) = match state {
            State::NotStarted => ("what an item without an entry is", "没有记录时就是它"),
            State::InProgress => ("also a progress above 0 without a state", "有进度而没写状态时也是它"),
            State::Submitted => {
                ("the unit says done, not yet checked; counts as 100", "单位报完成，待核；按 100 计")
            }
            State::Completed => ("done; counts as 100", "完成；按 100 计"),
            State::Closed => ("struck off by the coordinator; counts as 100", "统筹单位销号；按 100 计"),
            State::Suspended => ("paused; grey", "暂停；灰灯"),
            State::Stopped => ("given up; grey and left out of the mean", "不再实施；灰灯，不计入平均"),
        };
        vec![code(state.key()), code(state.word().zh), english.to_owned(), chinese.to_owned()]
    });
    table(&["English", "中文", "Meaning", "意思"], rows)
}

fn findings() -> String {
    let rows = Code::ALL.iter().map(|finding| {
        let (severity, title) = (finding.severity().word(), finding.title());
        let severity = format!("{} {}", severity.en, severity.zh);
        vec![code(finding.key()), severity, title.en.to_owned(), title.zh.to_owned()]
    });
    table(&["Code", "Severity", "What it is", "是什么"], rows)
}

fn formats() -> String {
    let views =
        |format: Format| format.views().iter().map(|view| code(view.key())).collect::<Vec<_>>().join(" ");
    table(
        &["Format", "What it is", "是什么", "Views"],
        Format::ALL.into_iter().map(|format| {
            let what = format.what();
            vec![code(format.key()), what.en.to_owned(), what.zh.to_owned(), views(format)]
        }),
    )
}

/// The questions of the morning meeting; tests/questions.rs presses their keys.
fn questions() -> String {
    let rows = questions::QUESTIONS.iter().map(|question| {
        let [english, chinese] = question.asked;
        vec![code(question.keys), english.to_owned(), chinese.to_owned()]
    });
    table(&["Keys", "The question", "问题"], rows)
}

fn pages() -> String {
    let rows = Page::ALL.into_iter().map(|page| {
        let shows = page.shows();
        vec![code(page.word()), shows.en.to_owned(), shows.zh.to_owned()]
    });
    table(&["Page", "What it shows", "内容"], rows)
}

#[test]
fn the_tables_of_the_readme_are_the_tables_of_the_code() {
    let _alone = alone();
    let is = readme();
    let mut wanted = is.clone();
    for (name, content) in [
        ("keys:en", keys(Lang::En)),
        ("keys:zh", keys(Lang::Zh)),
        ("lights", lights()),
        ("states", states()),
        ("findings", findings()),
        ("pages", pages()),
        ("questions", questions()),
        ("formats", formats()),
    ] {
        wanted = with_block(&wanted, name, &content);
    }
    settle(&is, &wanted);
}

/// The words of a command line; quotes keep blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs `guatu …` as it stands in the README; `> FILE` compares with that file, or writes it.
fn shell(line: &str) -> Output {
    let (line, target) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
    let words = words(line);
    let (program, arguments) = words.split_first().unwrap();
    assert_eq!(program, "guatu", "{line}");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut output = command(&arguments).env("LANG", "C.UTF-8").env("TZ", "Asia/Shanghai").output().unwrap();
    if let Some(target) = target {
        assert!(output.status.success(), "{line}");
        if blessing() {
            fs::create_dir_all(Path::new(target).parent().unwrap()).unwrap();
            fs::write(target, &output.stdout).unwrap();
        }
        assert!(
            fs::read(target).unwrap() == output.stdout,
            "{target} is not what `{line}` draws; GUATU_BLESS=1"
        );
        output.stdout.clear();
    }
    output
}

/// What a `console` block should be: each command with its output; `…` at its end keeps the first `LINES` lines.
fn console(block: &str) -> String {
    const LINES: usize = 12;
    let cut = block.trim_end().ends_with('…');
    let mut out = String::new();
    let mut code = 0;
    for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let _ = writeln!(out, "$ {line}");
        if line == "echo $?" {
            let _ = writeln!(out, "{code}");
            continue;
        }
        let output = shell(line);
        code = output.status.code().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let said: Vec<&str> = said.lines().map(str::trim_end).collect();
        let kept = if cut { LINES.min(said.len()) } else { said.len() };
        for said in said.iter().take(kept) {
            let _ = writeln!(out, "{said}");
        }
    }
    if cut {
        out.push_str("…\n");
    }
    out
}

#[test]
fn the_commands_of_the_readme_say_and_draw_what_stands_below_them() {
    let _alone = alone();
    let is = readme();
    let mut wanted = String::new();
    let mut rest = is.as_str();
    let mut blocks = 0;
    while let Some((before, after)) = rest.split_once("```console\n") {
        let (block, after) = after.split_once("```\n").unwrap();
        let _ = write!(wanted, "{before}```console\n{}```\n", console(block));
        rest = after;
        blocks += 1;
    }
    wanted.push_str(rest);
    assert!(blocks >= 10, "{blocks} blocks");
    settle(&is, &wanted);
}

#[test]
fn the_example_files_of_the_readme_load_without_a_finding() {
    let _alone = alone();
    let text = readme();
    let root = tempfile::tempdir().unwrap();
    let mut files = 0;
    for part in text.split("<!-- file:").skip(1) {
        let (name, rest) = part.split_once(" -->\n```yaml\n").unwrap();
        let (content, _) = rest.split_once("```\n").unwrap();
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        files += 1;
    }
    assert_eq!(files, 4, "a plan, two units, the holidays");
    let folder = root.path().to_str().unwrap();
    let said = stdout(&["check", folder, "--format", "short", "--fail-on", "warning"], 0);
    assert_eq!(said, "");
    let json = stdout(&["report", folder, "--format", "json"], 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let (first, joint) = (&json["items"][0], &json["items"][1]);
    assert_eq!((&first["due"], &first["due_from"]), (&"2022-07-31".into(), &"extension".into()));
    assert_eq!((&joint["state"], &joint["progress"]), (&"in_progress".into(), &65.0.into()));
    assert_eq!(joint["due"], "2022-10-31");
}

#[test]
fn every_exit_code_stands_in_its_table_and_its_example_ends_with_it() {
    let _alone = alone();
    let text = readme();
    let section = text.split("### Exit codes").nth(1).unwrap().split("###").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(2);
    let mut codes = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let code: i32 = cells[1].parse().unwrap();
        codes.push(code);
        let example = cells[3].trim_matches('`');
        if code < 128 {
            assert_eq!(shell(example).status.code(), Some(code), "{example}");
        }
    }
    assert_eq!(codes, [0, 1, 2, 3, 4, 129, 130, 131, 143]);
}

#[test]
fn every_code_of_a_finding_and_every_screen_stands_in_both_languages() {
    let _alone = alone();
    let text = readme();
    let (english, chinese) = text.split_once("\n## 中文说明\n").unwrap();
    for finding in Code::ALL {
        let row = english.lines().find(|line| line.starts_with(&format!("| `{}` |", finding.key())));
        assert!(row.unwrap().contains(finding.title().zh), "{}", finding.key());
    }
    for screen in Screen::ALL {
        assert!(english.contains(&format!("` | {} |", screen.name().en)), "{screen:?}");
        assert!(chinese.contains(&format!("` | {} |", screen.name().zh)), "{screen:?}");
    }
}

/// The names that begin with `GUATU_`, in order, without doubles.
fn variables(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split("GUATU_")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect())
        .filter(|name: &String| !name.is_empty())
        .collect();
    found.sort();
    found.dedup();
    found
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

#[test]
fn the_variables_of_the_readme_are_those_the_program_reads() {
    let _alone = alone();
    let mut read = String::new();
    let (files, folders): (Vec<PathBuf>, Vec<PathBuf>) =
        entries(Path::new("src/cli")).partition(|path| path.is_file());
    for file in files.into_iter().chain(folders.iter().flat_map(|folder| entries(folder))) {
        let source = fs::read_to_string(file).unwrap();
        for rest in source.split("env = \"").skip(1) {
            let _ = writeln!(read, "{}", rest.split('"').next().unwrap());
        }
    }
    assert_eq!(variables(&readme()), variables(&read));
}

#[test]
fn every_command_of_the_program_stands_in_the_readme() {
    let _alone = alone();
    let help = stdout(&["-h"], 0);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let text = readme();
    for name in commands.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(text.contains(&format!("| `guatu {name} ")), "{name}");
        assert_eq!(run(&[name, "--help"]).status.code(), Some(0), "{name}");
    }
}

#[test]
fn every_file_the_map_of_the_source_names_exists() {
    let _alone = alone();
    let source = fs::read_to_string("src/lib.rs").unwrap();
    let doc = source.lines().filter(|line| line.starts_with("//!"));
    let named = doc.flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|name| name.contains('/'));
    let mut seen = 0;
    for name in named {
        // A command names its file first.
        let path = name.split(' ').next().unwrap().trim_end_matches('/');
        assert!(Path::new(path).exists() || Path::new("src").join(path).exists(), "{name}");
        seen += 1;
    }
    assert!(seen >= 4, "{seen} paths");
    for part in readme().split("`src/").skip(1) {
        let path = format!("src/{}", part.split('`').next().unwrap());
        assert!(Path::new(&path).exists(), "{path}");
    }
}
