//! What must not be overlooked on a wall: a new red light, what keeps the figures from being today's, the oldest report.

use super::super::brush::Brush;
use super::super::theme::Role;
use super::centred;
use crate::app::Model;
use crate::app::message::{Area, Watching};
use crate::app::plans::Line;
use crate::app::wall::{Page, Wall};
use crate::domain::board::Freshness;
use crate::domain::finding::Severity;
use crate::domain::ledger::FileState;
use crate::domain::{Board, Plan};
use crate::text::{Lang, plural, say, width, wrap};

/// The rows from which an announcement has a row above and below.
const TALL: u16 = 30;

/// The columns below which a banner says the least that is true.
const NARROW: u16 = 60;

/// A new red light: which item, whose, how many with it; reversed for a moment when it comes. Returns the rows used.
pub(super) fn alert(brush: &mut Brush<'_>, model: &Model, wall: &Wall, area: Area) -> u16 {
    let (Some(alert), Some(board)) = (&wall.alert, model.board.as_deref()) else { return 0 };
    let plan = board.plan();
    let Some(ix) = plan.item_of(&alert.item) else { return 0 };
    let (Some(item), Some(figures)) = (plan.item(ix), board.item(ix)) else { return 0 };
    let lang = brush.lang;
    let (title, leads) = (item.title.get(lang), plan.lead_names(item, lang));
    let (id, clock) = (item.id, figures.clock.words(lang));
    let sign = brush.glyphs.light(crate::domain::Light::Red);
    let others = alert.count - 1;
    let more = if others > 0 {
        let n = alert.count;
        say!(lang, "共 {n} 项　", "{n} items: ")
    } else {
        String::new()
    };
    let text = say!(
        lang,
        "{sign} 新红灯　{more}{id} {clock}　{leads}　{title}",
        "{sign} new red: {more}{id} {clock}, {leads}, {title}"
    );
    let rows = if area.height >= TALL { 3 } else { 1 }.min(area.height);
    let band = Area { height: rows, ..area };
    fill(brush, band, Role::Red);
    centred(
        brush,
        Area { x: area.x + 1, width: area.width - 2, ..band },
        area.y + rows / 2,
        &text,
        Role::Red,
    );
    if alert.flash.is_some() {
        brush.reverse(band);
    }
    rows
}

/// Blanks in a role's look.
fn fill(brush: &mut Brush<'_>, area: Area, role: Role) {
    let blank = " ".repeat(usize::from(area.width));
    for y in area.y..area.y + area.height {
        brush.put(area.x, y, area.width, &blank, role);
    }
}

/// What keeps the figures from being today's and true, on as many rows as it takes and there are to spare. Returns the
/// rows used.
pub(super) fn banner(brush: &mut Brush<'_>, model: &Model, wall: &Wall, area: Area) -> u16 {
    let parts = parts(model, wall, brush.lang, area.width);
    if parts.is_empty() {
        return 0;
    }
    let text = parts.join(brush.glyphs.pick("  ·  ", "  -  "));
    let room = usize::from(area.width.saturating_sub(2));
    let rows = usize::from((area.height / 6).clamp(1, 4));
    let lines = if width(&text) <= room { vec![text] } else { wrap(&text, room) };
    let used = u16::try_from(lines.len().min(rows)).unwrap_or(1).min(area.height);
    fill(brush, Area { height: used, ..area }, Role::Banner);
    for (n, line) in (0..used).zip(&lines) {
        // What does not fit shows that it goes on.
        let cut = n + 1 == used && lines.len() > usize::from(used);
        let line = if cut { format!("{line} …") } else { line.clone() };
        brush.put(area.x + 1, area.y + n, area.width.saturating_sub(2), &line, Role::Banner);
    }
    used
}

/// The sentences of the banner, the gravest first.
fn parts(model: &Model, wall: &Wall, lang: Lang, cells: u16) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(super::super::frame::storage(model, lang));
    if let Watching::Polling(said) = &model.watching {
        parts.push(said.get(lang).to_owned());
    }
    let Some(board) = model.board.as_deref() else { return parts };
    if wall.current() == Page::Plans {
        parts.extend(together(model, lang));
        return parts;
    }
    parts.extend(broken(board, wall, lang));
    if board.day != board.today {
        let today = board.today;
        parts.push(say!(lang, "不是今天（今天 {today}）", "not today (today is {today})"));
    }
    if board.plan().sample {
        parts.push(if cells < NARROW {
            say!(lang, "样例数据", "sample data")
        } else {
            say!(lang, "样例数据，非真实进展", "sample data, not real progress")
        });
    }
    if let Some(day) = board.plan().as_of {
        parts.push(say!(lang, "日期固定在 {day}", "the day is fixed at {day}"));
    }
    let errors = board.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    if let Some(first) = errors.clone().next() {
        let (count, place, said) = (errors.count(), first.location(), first.said.get(lang));
        let errors = if count == 1 { "error" } else { "errors" };
        parts.push(say!(
            lang,
            "文件有 {count} 处错误：{place} {said}",
            "{count} {errors} in the files: {place} {said}"
        ));
    }
    parts
}

/// What keeps the figures of all plans together from being today's and true, and in how many of them; the page itself
/// names those that cannot be read.
fn together(model: &Model, lang: Lang) -> Vec<String> {
    let lines = &model.plans.lines;
    let count = |is: fn(&Plan) -> bool| {
        let plans = lines.iter().filter(|line| match line {
            Line::Plan(ledger, _) => is(&ledger.plan),
            Line::Lost(..) => false,
        });
        plans.count()
    };
    let all = lines.len();
    let among = |n: usize| {
        if n == all {
            String::new()
        } else {
            say!(lang, "（{n}/{all} 个方案）", " ({n} of {all} plans)")
        }
    };
    let mut parts = Vec::new();
    if let Some(day) = model.travel {
        parts.push(say!(lang, "不是今天：{day}", "not today: {day}"));
    }
    let errors = model.plans.overall.errors;
    if errors > 0 {
        let word = plural(i64::try_from(errors).unwrap_or(i64::MAX), "error", "errors");
        parts.push(say!(lang, "文件有 {errors} 处错误", "{errors} {word} in the files"));
    }
    let (sample, fixed) = (count(|plan| plan.sample), count(|plan| plan.as_of.is_some()));
    if sample > 0 {
        let among = among(sample);
        parts.push(say!(lang, "样例数据，非真实进展{among}", "sample data, not real progress{among}"));
    }
    if fixed > 0 {
        let among = among(fixed);
        parts.push(say!(lang, "日期固定{among}", "the day is fixed{among}"));
    }
    parts
}

/// Whose file cannot be read, and since when what it said before is shown.
fn broken(board: &Board, wall: &Wall, lang: Lang) -> Option<String> {
    let broken = || wall.broken(&board.plan().id);
    let (unit, (hour, minute)) = broken().min_by_key(|(unit, at)| (*at, *unit))?;
    let name = board.plan().unit_name(unit, lang);
    let others = broken().count() - 1;
    let more =
        if others > 0 { say!(lang, "及另外 {others} 家", " and {others} more") } else { String::new() };
    let kept = match board.ledger.file(unit) {
        FileState::Unreadable { kept } => *kept,
        FileState::Missing | FileState::Read => false,
    };
    let at = format!("{hour:02}:{minute:02}");
    Some(if kept {
        say!(
            lang,
            "{name}{more}的文件自 {at} 起读不出，显示此前内容",
            "the file of {name}{more} cannot be read since {at}; what it said before is shown"
        )
    } else {
        say!(lang, "{name}{more}的文件自 {at} 起读不出", "the file of {name}{more} cannot be read since {at}")
    })
}

/// The unit that has been silent longest, once that is too long.
pub(super) fn oldest(board: &Board, lang: Lang) -> Option<String> {
    let late = board.unit_rows().filter_map(|(ix, _, figures)| match figures.file {
        Freshness::Late { days } => Some((days, ix)),
        Freshness::Fresh | Freshness::Missing | Freshness::Unreadable => None,
    });
    let (days, unit) = late.max_by_key(|(days, unit)| (*days, std::cmp::Reverse(*unit)))?;
    let name = board.plan().unit_name(unit, lang);
    Some(say!(lang, "最久未报：{name} {days} 天", "longest silent: {name}, {days} d"))
}
