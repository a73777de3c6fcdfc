//! What signs, colours, bars and days mean: the end of `?`. A light is a sign and a word before it is a colour.

use super::brush::{Brush, Line, span};
use super::theme::Role;
use crate::domain::Light;
use crate::text::{Lang, say, width, wrap};

/// The legend, in lines of `cells` cells; the signs stand in the first `column`.
pub(super) fn lines(brush: &Brush<'_>, column: usize, cells: usize) -> Vec<Line> {
    let signs = lights(brush).into_iter().chain(marks(brush)).chain(days(brush.lang));
    let mut lines = Vec::new();
    for (sign, role, text) in signs {
        for (n, part) in wrap(&text, cells.saturating_sub(column)).into_iter().enumerate() {
            let sign = if n == 0 { sign.as_str() } else { "" };
            let blank = " ".repeat(column.saturating_sub(width(sign)));
            lines.push(vec![span(sign, role), span(blank, Role::Text), span(part, Role::Text)]);
        }
    }
    lines
}

/// Sign, role, and what it means.
type Entry = (String, Role, String);

fn lights(brush: &Brush<'_>) -> Vec<Entry> {
    let lang = brush.lang;
    let means = |light| match light {
        Light::Red => say!(lang, "逾期，或严重滞后", "overdue or far behind"),
        Light::Yellow => say!(lang, "今日到期、临期或滞后", "due today, due soon or behind"),
        Light::Green => say!(lang, "按序时，或无时限推进中", "on schedule, or under way without a date"),
        Light::Grey => say!(lang, "未启动、暂停或停止实施", "not started, suspended or stopped"),
        Light::Done => say!(lang, "已提交、已完成或已销号", "submitted, completed or closed"),
    };
    let entry = |light: Light| {
        let (sign, word) = (brush.glyphs.light(light), light.word());
        (format!("{sign} {}", word.get(lang)), Role::of(light), means(light))
    };
    Light::ALL.map(entry).into()
}

fn marks(brush: &Brush<'_>) -> Vec<Entry> {
    let (lang, glyphs) = (brush.lang, brush.glyphs);
    let bar = format!("{}{}", glyphs.eighth(8).repeat(3), glyphs.eighth(4));
    let live = glyphs.pick("◉", "o").to_owned();
    vec![
        (bar, Role::Bar, say!(lang, "进度条，精确到八分之一格", "progress, to an eighth of a cell")),
        (glyphs.open().to_owned(), Role::Accent, say!(lang, "已展开的章节", "a section that is open")),
        (glyphs.closed().to_owned(), Role::Accent, say!(lang, "已收起的章节", "a section that is closed")),
        (glyphs.changed().to_owned(), Role::Changed, say!(lang, "刚刚有改动", "just changed by a save")),
        (
            live,
            Role::Green,
            say!(lang, "正在实时跟踪文件；轮询时为黄", "the files are followed; yellow: by polling"),
        ),
    ]
}

fn days(lang: Lang) -> Vec<Entry> {
    vec![
        (
            " 10 ".to_owned(),
            Role::Today,
            say!(lang, "显示的这一天，也标当前画面", "the day shown; the screen you are on"),
        ),
        (" 12 ".to_owned(), Role::RestDay, say!(lang, "周末和节假日", "a day of rest: weekend or holiday")),
        (
            " 29 ".to_owned(),
            Role::MakeUp,
            say!(lang, "调休上班日", "a working day that makes up for a holiday"),
        ),
        (
            say!(lang, " 样例 ", " sample "),
            Role::Banner,
            say!(
                lang,
                "不可忽视：样例数据、不是今天、文件读不到",
                "not to be overlooked: sample, not today, blind"
            ),
        ),
    ]
}
