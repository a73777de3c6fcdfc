//! Usage errors: what was wrong and where, then what to do, in the interface's language.

use std::ffi::OsString;

use clap::ValueEnum as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::globals::{self, Language};
use crate::domain::day::DayError;
use crate::text::{Lang, Said, both, clean};

/// A sentence that ends a command, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// What was wrong, and where.
    pub said: Said,
    /// What to do.
    pub hint: Said,
}

impl Usage {
    /// An argument that is not a date.
    pub(super) fn bad_date(name: &str, text: &str, error: &DayError) -> Self {
        Self {
            said: both!("{name}：“{text}”不是日期", "{name}: “{text}” is not a date"), hint: error.hint()
        }
    }

    /// An argument that is not a span of time.
    pub(super) fn bad_span(name: &str, text: &str) -> Self {
        Self {
            said: both!("{name}：“{text}”不是时长", "{name}: “{text}” is not a span of time"),
            hint: both!(
                "写成秒或分，例如 20s、2m，不少于 0.1s",
                "write seconds or minutes, for example 20s or 2m, 0.1s or more"
            ),
        }
    }

    /// An argument that is not a span of hours.
    pub(super) fn bad_night(text: &str) -> Self {
        Self {
            said: both!("--night：“{text}”不是时段", "--night: “{text}” is not a span of hours"),
            hint: both!("写成 22:00-07:00", "write it like 22:00-07:00"),
        }
    }

    /// An argument that is not a number of days.
    pub(super) fn bad_days(text: &str, most: u32) -> Self {
        Self {
            said: both!("--days：“{text}”不是天数", "--days: “{text}” is not a number of days"),
            hint: both!("写 1 到 {most} 的整数", "write a whole number from 1 to {most}"),
        }
    }

    /// An id nobody has, with those that are near or, if none is, those there are.
    pub(super) fn unknown(what: &Said, id: &str, offer: &[&str]) -> Self {
        let (zh, en) = (what.get(Lang::Zh), what.get(Lang::En));
        let id = clean(id);
        let hint = if offer.is_empty() {
            both!("guatu report --view tree 列出全部编号", "`guatu report --view tree` lists every id")
        } else {
            let (chinese, english) = (offer.join("、"), offer.join(", "));
            both!("是否指：{chinese}", "did you mean: {english}")
        };
        Self { said: both!("没有编号为“{id}”的{zh}", "there is no {en} “{id}”"), hint }
    }

    /// An output that could not be written.
    pub(super) fn output(to: &str, reason: &str) -> Self {
        let (zh, en) = if to == "-" { ("标准输出", "standard output") } else { (to, to) };
        Self {
            said: both!("无法写入{zh}：{reason}", "cannot write {en}: {reason}"),
            hint: both!(
                "请检查目标是否可写、磁盘是否已满",
                "check that it may be written and the disk has room"
            ),
        }
    }

    /// A mistake of ours; `place` is where and why, empty where that has been printed.
    pub(super) fn internal(place: &str) -> Self {
        let colon = if place.is_empty() { "" } else { ": " };
        Self {
            said: both!("程序内部错误{colon}{place}", "a mistake inside guatu{colon}{place}"),
            hint: both!(
                "请把这一行和 ~/.local/state/guatu/guatu.log 报告给开发者",
                "please report this line and ~/.local/state/guatu/guatu.log"
            ),
        }
    }
}

/// The monitor and the wall need a terminal.
pub(super) fn needs_a_terminal() -> Usage {
    Usage {
        said: both!("此命令需要终端", "this command needs a terminal"),
        hint: both!("不在终端上时请用 guatu report", "without one, use `guatu report`"),
    }
}

/// The language to speak before the arguments could be read: a `--lang` among them, else `GUATU_LANG`, else the
/// locale, else Chinese.
pub(super) fn lang_of(words: &[OsString]) -> Lang {
    let mut words = words.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let mut asked = None;
    while let Some(word) = words.next() {
        match word.strip_prefix("--lang") {
            Some("") => asked = words.next().map(ToOwned::to_owned),
            Some(value) => asked = value.strip_prefix('=').map(ToOwned::to_owned).or(asked),
            None => {}
        }
    }
    asked
        .or_else(|| std::env::var("GUATU_LANG").ok())
        .and_then(|word| Language::from_str(&word, true).ok())
        .map(Language::lang)
        .or_else(globals::locale)
        .unwrap_or_default()
}

/// What clap found wrong, in our words. Kinds that need no word of their own keep clap's sentence.
#[expect(clippy::wildcard_enum_match_arm, reason = "clap's list of kinds is not closed")]
pub(super) fn of_clap(error: &clap::Error) -> Usage {
    let get = |kind| error.get(kind).map(text_of);
    let arg = get(ContextKind::InvalidArg).unwrap_or_default();
    let arg = arg.split(" <").next().unwrap_or_default().to_owned();
    let value = get(ContextKind::InvalidValue).unwrap_or_default();
    let known = get(ContextKind::ValidValue).unwrap_or_default();
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(get);
    let help = both!("guatu --help 列出命令和选项", "`guatu --help` lists commands and options");
    let meant = |near: String| both!("是否指：{near}", "did you mean: {near}");
    match error.kind() {
        ErrorKind::UnknownArgument => Usage {
            said: both!("没有“{arg}”这个选项或参数", "there is no option or argument “{arg}”"),
            hint: near.map_or(help, meant),
        },
        ErrorKind::InvalidSubcommand => {
            let word = get(ContextKind::InvalidSubcommand).unwrap_or_default();
            Usage {
                said: both!("没有“{word}”这个命令", "there is no command “{word}”"),
                hint: near.map_or(help, meant),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => Usage {
            said: both!("{arg} 缺少值", "{arg} needs a value"),
            hint: if known.is_empty() { help } else { both!("可用：{known}", "there are: {known}") },
        },
        ErrorKind::InvalidValue => Usage {
            said: both!("{arg}：没有“{value}”这一项", "{arg}: there is no “{value}”"),
            hint: both!("可用：{known}", "there are: {known}"),
        },
        ErrorKind::MissingRequiredArgument => {
            Usage { said: both!("缺少：{arg}", "missing: {arg}"), hint: help }
        }
        ErrorKind::ArgumentConflict => Usage {
            said: both!(
                "{arg} 重复或与其他选项冲突",
                "{arg} is given twice or conflicts with another option"
            ),
            hint: help,
        },
        _ => {
            let whole = error.to_string();
            let first = whole.lines().next().unwrap_or_default().trim_start_matches("error: ");
            let first = clean(first);
            Usage { said: both!("{first}", "{first}"), hint: help }
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "clap's list of values is not closed")]
fn text_of(value: &ContextValue) -> String {
    let text = match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(list) => list.join(", "),
        other => other.to_string(),
    };
    clean(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_errors_is_the_one_asked_for_even_if_the_rest_is_wrong() {
        let lang = |words: &[&str]| lang_of(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(lang(&["guatu", "--bogus", "--lang", "en"]), Lang::En);
        assert_eq!(lang(&["guatu", "--lang=en", "--lang=zh"]), Lang::Zh);
    }
}
