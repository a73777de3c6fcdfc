//! The language and the terminal.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use super::{Check, plain, variable};
use crate::cli::globals::{self, Globals};
use crate::live::ask::{self, Answers, Known};
use crate::text::{Ambiguous, Lang, Phrase, Said, both};

/// How long the terminal has for each answer.
const PATIENCE: Duration = Duration::from_millis(300);
/// Characters of ambiguous width that the screens or the plans' own words use.
const AMBIGUOUS: [&str; 5] = ["“", "—", "…", "│", "①"];
const CHINESE: &str = "挂";
const EMOJI: &str = "🟢";

const WIDTHS: Phrase = Phrase::new("字宽", "widths");
const BACKGROUND: Phrase = Phrase::new("背景", "background");
const SYNCHRONIZED: Phrase = Phrase::new("同步刷新", "synchronized");

pub(super) fn checks(globals: &Globals, lang: Lang) -> Vec<Check> {
    let mut checks = vec![language(globals, lang), terminal(), colours()];
    let both_ends = io::stdin().is_terminal() && io::stdout().is_terminal();
    let why = if !both_ends {
        both!("标准输入输出不是终端，未询问", "standard input and output are not a terminal: not asked")
    } else if variable("TERM").is_none_or(|term| term == "dumb") {
        both!("TERM 未设或为 dumb，未询问", "TERM is dumb or not set: not asked")
    } else {
        let samples: Vec<&str> = AMBIGUOUS.into_iter().chain([CHINESE, EMOJI]).collect();
        match ask::ask(&samples, PATIENCE) {
            Ok(answers) if answers.anything => {
                checks.extend(widths(&answers, globals.ambiguous));
                checks.extend([background(&answers), synchronized(&answers)]);
                return checks;
            }
            Ok(_) => {
                let ms = PATIENCE.as_millis();
                both!("终端 {ms} 毫秒内没有回答", "the terminal did not answer within {ms} ms")
            }
            Err(error) => {
                let reason = error.to_string();
                both!("无法询问终端（{reason}）", "the terminal cannot be asked ({reason})")
            }
        }
    };
    for (id, what) in [("widths", WIDTHS), ("background", BACKGROUND), ("synchronized", SYNCHRONIZED)] {
        checks.push(Check::skipped(id, what, why.clone()));
    }
    checks
}

/// The language chosen and why, and whether the locale's characters are ours.
fn language(globals: &Globals, lang: Lang) -> Check {
    let what = Phrase::new("语言", "language");
    let name = match lang {
        Lang::Zh => Phrase::new("中文", "Chinese"),
        Lang::En => Phrase::new("英文", "English"),
    };
    let (zh, en) = (name.zh, name.en);
    let found = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| Some((name, variable(name)?)));
    let shown = found.as_ref().map_or_else(|| "LANG=".to_owned(), |(name, value)| format!("{name}={value}"));
    let fact = if variable("GUATU_LANG").is_some() {
        both!("{zh}，按 --lang 或 GUATU_LANG", "{en}, by --lang or GUATU_LANG")
    } else if globals.lang == globals::locale() && globals.lang.is_some() {
        both!("{zh}，按 {shown}", "{en}, by {shown}")
    } else if globals.lang.is_some() {
        both!("{zh}，按 --lang", "{en}, by --lang")
    } else {
        both!("{zh}，按方案（{shown}）", "{en}, by the plan ({shown})")
    };
    // Not the messages' locale: what the characters are is said by LC_CTYPE.
    let characters = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    let charset =
        characters.split_once('.').map(|(_, charset)| charset.split('@').next().unwrap_or_default());
    match charset.map(str::to_ascii_lowercase).as_deref() {
        Some("utf-8" | "utf8") => Check::fine("language", what, fact),
        Some(other) => {
            let (zh, en) = (fact.zh, fact.en);
            Check::wrong(
                "language",
                what,
                both!("{zh}；字符集 {other} 不是 UTF-8", "{en}; the character set {other} is not UTF-8"),
                plain("export LANG=zh_CN.UTF-8"),
            )
        }
        None => {
            let (zh, en) = (fact.zh, fact.en);
            Check::note(
                "language",
                what,
                both!("{zh}；区域设置没有写明 UTF-8", "{en}; the locale does not name UTF-8"),
                plain("export LC_CTYPE=C.UTF-8"),
            )
        }
    }
}

/// What the terminal says it is, and through what we talk to it.
fn terminal() -> Check {
    let what = Phrase::new("终端", "terminal");
    let term = variable("TERM").unwrap_or_default();
    let mut parts = vec![format!("TERM={term}")];
    let size = crossterm::terminal::size().ok().filter(|_| io::stdout().is_terminal());
    parts.extend(variable("TERM_PROGRAM").map(|name| format!("TERM_PROGRAM={name}")));
    parts.extend(size.map(|(columns, rows)| format!("{columns}×{rows}")));
    for (name, word) in [("TMUX", "tmux"), ("STY", "screen"), ("SSH_CONNECTION", "ssh"), ("SSH_TTY", "ssh")] {
        if variable(name).is_some() && !parts.iter().any(|part| part == word) {
            parts.push(word.to_owned());
        }
    }
    let fact = plain(&parts.join(" · "));
    if term.is_empty() || term == "dumb" {
        let fix = both!(
            "监视屏需要终端：export TERM=xterm-256color",
            "the monitor needs a terminal: export TERM=xterm-256color"
        );
        return if io::stdout().is_terminal() {
            Check::wrong("terminal", what, fact, fix)
        } else {
            Check::note("terminal", what, fact, fix)
        };
    }
    if term == "linux" {
        let fix = both!(
            "内核控制台没有汉字，请用 kmscon，或 cage 下的 foot",
            "the kernel's console has no Chinese characters: use kmscon, or foot under cage"
        );
        return Check::note("terminal", what, fact, fix);
    }
    match size {
        Some((columns, rows)) if columns < 40 || rows < 10 => {
            Check::note("terminal", what, fact, both!("放大到 40×10 以上", "make it 40×10 or larger"))
        }
        Some(_) | None => Check::fine("terminal", what, fact),
    }
}

fn colours() -> Check {
    let what = Phrase::new("颜色", "colours");
    let (term, announced) = (variable("TERM").unwrap_or_default(), variable("COLORTERM").unwrap_or_default());
    if variable("NO_COLOR").is_some() {
        return Check::fine("colours", what, both!("不用颜色，按 NO_COLOR", "none, by NO_COLOR"));
    }
    if announced == "truecolor" || announced == "24bit" || term.ends_with("-direct") {
        let by = if announced.is_empty() { format!("TERM={term}") } else { format!("COLORTERM={announced}") };
        return Check::fine("colours", what, both!("24 位，按 {by}", "24 bit, by {by}"));
    }
    let fact = if term.contains("256color") {
        both!("256 色；COLORTERM 没有说 24 位", "256 colours; COLORTERM does not say 24 bit")
    } else {
        both!("COLORTERM 没有说 24 位", "COLORTERM does not say 24 bit")
    };
    let fix = both!(
        "若终端支持：export COLORTERM=truecolor；颜色不对时用 --theme mono",
        "if the terminal can: export COLORTERM=truecolor; if colours look wrong, --theme mono"
    );
    Check::note("colours", what, fact, fix)
}

/// The measured widths against those the columns are laid out by.
fn widths(answers: &Answers, set: Ambiguous) -> Vec<Check> {
    let measured = |n: usize| answers.widths.get(n).copied();
    let list: Vec<(&str, u16)> =
        AMBIGUOUS.into_iter().enumerate().filter_map(|(n, sample)| Some((sample, measured(n)?))).collect();
    vec![
        ambiguous(&list, set),
        of_two("chinese", Phrase::new("汉字宽", "Chinese"), CHINESE, measured(AMBIGUOUS.len())),
        of_two("emoji", Phrase::new("表情宽", "emoji"), EMOJI, measured(AMBIGUOUS.len() + 1)),
    ]
}

fn ambiguous(list: &[(&str, u16)], set: Ambiguous) -> Check {
    let wanted = match set {
        Ambiguous::Narrow => 1,
        Ambiguous::Wide => 2,
    };
    if list.len() < AMBIGUOUS.len() {
        let why = both!("终端没有说光标在哪里", "the terminal does not say where its cursor is");
        return Check::skipped("widths", WIDTHS, why);
    }
    let shown: Vec<String> = list.iter().map(|(sample, cells)| format!("{sample} {cells}")).collect();
    let (shown, word) = (shown.join("  "), if wanted == 1 { "narrow" } else { "wide" });
    let fact = both!("{shown}（格；按 {word} 排版）", "{shown} (cells; laid out as {word})");
    if list.iter().all(|(_, cells)| *cells == wanted) {
        return Check::fine("widths", WIDTHS, fact);
    }
    let other = if wanted == 1 { "wide" } else { "narrow" };
    let fix = if list.iter().all(|(_, cells)| *cells == 3 - wanted) {
        plain(&format!("export GUATU_AMBIGUOUS={other}"))
    } else {
        both!(
            "把终端的“模糊宽度字符”设为窄，或 export GUATU_AMBIGUOUS=wide",
            "set the terminal's ambiguous width to narrow, or export GUATU_AMBIGUOUS=wide"
        )
    };
    Check::wrong("widths", WIDTHS, fact, fix)
}

/// A character that takes two cells everywhere, if the terminal is right.
fn of_two(id: &'static str, what: Phrase, sample: &str, cells: Option<u16>) -> Check {
    let said = |cells: u16| both!("{sample} {cells} 格", "{sample} {cells} cells");
    let fix: Said = both!("换用支持 UTF-8 汉字的终端或字体", "use a terminal that knows UTF-8 and Chinese");
    match cells {
        Some(2) => Check::fine(id, what, said(2)),
        Some(cells) if id == "emoji" => Check::note(
            id,
            what,
            said(cells),
            both!("文字中少用表情符号，列会错开", "emoji in the plan's words will shift columns"),
        ),
        Some(cells) => Check::wrong(id, what, said(cells), fix),
        None => Check::skipped(
            id,
            what,
            both!("终端没有说光标在哪里", "the terminal does not say where its cursor is"),
        ),
    }
}

fn background(answers: &Answers) -> Check {
    let Some((r, g, b)) = answers.background else {
        let why = both!("终端没有说背景色", "the terminal does not say its background");
        return Check::skipped("background", BACKGROUND, why);
    };
    // The weights of the eye (ITU-R BT.601).
    let light = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b) > 127_500;
    let colour = format!("#{r:02x}{g:02x}{b:02x}");
    let chosen = variable("GUATU_THEME").or_else(|| variable("COLORFGBG"));
    match (light, chosen) {
        (false, _) => Check::fine("background", BACKGROUND, both!("深色 {colour}", "dark {colour}")),
        (true, Some(_)) => Check::fine("background", BACKGROUND, both!("浅色 {colour}", "light {colour}")),
        (true, None) => Check::note(
            "background",
            BACKGROUND,
            both!("浅色 {colour}", "light {colour}"),
            plain("export GUATU_THEME=light"),
        ),
    }
}

fn synchronized(answers: &Answers) -> Check {
    match answers.synchronized {
        Some(Known::Yes) => {
            Check::fine("synchronized", SYNCHRONIZED, both!("支持（2026）", "known (mode 2026)"))
        }
        Some(Known::No) => Check::note(
            "synchronized",
            SYNCHRONIZED,
            both!(
                "不支持（2026），整屏重画时可能闪一下",
                "not known (mode 2026): a full repaint may flicker"
            ),
            both!("较新的终端或 tmux 支持", "a newer terminal or tmux has it"),
        ),
        None => Check::skipped(
            "synchronized",
            SYNCHRONIZED,
            both!("终端没有回答（2026）", "the terminal did not say (mode 2026)"),
        ),
    }
}
