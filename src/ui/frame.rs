//! What surrounds every screen: header, filter, footer.

use super::brush::{Brush, Span, span};
use super::tabs;
use super::theme::Role;
use crate::app::actions::{Scope, footer};
use crate::app::message::{Area, Drawn, Hit, Now, Progress, Watching};
use crate::app::{ACTIONS, Action, ActionId, Model, Overlay, Screen, order};
use crate::domain::{Board, Percent};
use crate::text::{Lang, Said, clip_start, say, width};

/// Says that the terminal is too small, in as many cells as there are.
pub(super) fn too_small(brush: &mut Brush<'_>, area: Area) {
    let text = match brush.lang {
        Lang::Zh => "窗口太小",
        Lang::En => "too small",
    };
    brush.put(area.x, area.y, area.width, text, Role::Text);
}

/// Draws header and footer; returns the area between them.
pub(super) fn draw(brush: &mut Brush<'_>, model: &Model, now: Now, drawn: &mut Drawn) -> Area {
    let area = brush.area();
    let mut top = area.y;
    title(brush, model, now, area, top);
    top += 1;
    if area.height >= 8 {
        tabs::draw(brush, model, area, top, drawn);
        top += 1;
    }
    let typing = model.typing.is_some() && !matches!(model.overlay, Some(Overlay::Help { .. }));
    let arranged = order::words(model);
    if typing || !model.filter.is_empty() || arranged.is_some() {
        filter(brush, model, area, top, arranged.as_ref());
        top += 1;
    }
    let bottom = area.y + area.height - 1;
    foot(brush, model, now, area, bottom, drawn);
    Area { x: area.x, y: top, width: area.width, height: bottom.saturating_sub(top) }
}

/// First line: the plan; at the right the day, what kind of data it is, and the watcher.
fn title(brush: &mut Brush<'_>, model: &Model, now: Now, area: Area, y: u16) {
    let lang = brush.lang;
    let mut right: Vec<Span> = Vec::new();
    if let Some(board) = model.board.as_deref() {
        right.extend(day(board, lang, area.width));
        if let Some((at, save)) = model.since.last_look().filter(|_| area.width >= 120) {
            let (n, at) = (save.changes.len(), at.words(now.today));
            let text = say!(lang, "自上次查看（{at}）{n} 项变化", "since you last looked ({at}): {n}");
            right.insert(0, span(text, if n > 0 { Role::Changed } else { Role::Muted }));
        }
        if board.plan().sample {
            right.push(span(say!(lang, " 样例数据 ", " sample data "), Role::Banner));
        }
    }
    right.extend(watcher(brush, model, area.width));
    let taken: usize = right.iter().map(|span| width(&span.text)).sum::<usize>() + right.len();
    let taken = u16::try_from(taken).unwrap_or(area.width).min(area.width);
    let count = model.plans.lines.len();
    let all = match model.plans.reading {
        Some(Progress { plans, .. }) => {
            say!(lang, "挂图 · 已读 {count}/{plans} 个方案", "guatu · {count} of {plans} plans read")
        }
        None => say!(lang, "挂图 · {count} 个方案", "guatu · {count} plans"),
    };
    let name = match model.board.as_ref() {
        Some(_) if model.screen == Screen::Plans => &all,
        Some(board) => board.plan().title.get(lang),
        None if model.plans.hushed => "",
        None => "guatu 挂图",
    };
    let room = area.width.saturating_sub(taken + 1);
    brush.put(area.x + 1, y, room.saturating_sub(1), name, Role::Strong);
    let mut x = area.x + area.width - taken;
    for piece in right {
        x = brush.put(x, y, (area.x + area.width).saturating_sub(x), &piece.text, piece.role) + 1;
    }
}

fn day(board: &Board, lang: Lang, width: u16) -> Vec<Span> {
    let day = if width < 60 { board.day.short() } else { board.day.long(lang) };
    if board.day == board.today {
        return vec![span(day, Role::Text)];
    }
    let away = board.day.since(board.today);
    let n = away.abs();
    let text = if away > 0 {
        say!(lang, " {day} 比今天晚 {n} 天 ", " {day} today +{n} d ")
    } else {
        say!(lang, " {day} 比今天早 {n} 天 ", " {day} today -{n} d ")
    };
    vec![span(text, Role::Banner)]
}

/// What keeps the files from being followed, in words, and how old that makes what is shown; none when nothing does.
pub(super) fn storage(model: &Model, lang: Lang) -> Option<String> {
    let seen = model.seen_at.map(|(h, m, s)| format!("{h:02}:{m:02}:{s:02}"));
    // A data loop that has died has more to say than that it is silent.
    let dead = matches!(model.watching, Watching::Stopped(_));
    if let Some(n) = model.silence.filter(|_| !dead) {
        let text = say!(lang, "存储 {n} 秒无响应", "storage silent for {n} s");
        return Some(
            seen.map_or(text.clone(), |at| say!(lang, "{text}，数据截至 {at}", "{text}, data of {at}")),
        );
    }
    let (Watching::Blind(said) | Watching::Stopped(said)) = &model.watching else { return None };
    let text = said.get(lang);
    let shown = seen.filter(|_| model.board.is_some());
    Some(shown.map_or(text.to_owned(), |at| say!(lang, "{text}，数据截至 {at}", "{text}, data of {at}")))
}

fn watcher(brush: &Brush<'_>, model: &Model, width: u16) -> Vec<Span> {
    let lang = brush.lang;
    if let Watching::Stopped(_) = model.watching {
        return vec![span(say!(lang, " 读取已停止 ", " reading stopped "), Role::Banner)];
    }
    if let Some(n) = model.silence {
        let text = if width < 60 {
            say!(lang, " 无响应 {n} 秒 ", " silent {n} s ")
        } else {
            say!(lang, " 存储 {n} 秒无响应 ", " storage silent for {n} s ")
        };
        return vec![span(text, Role::Banner)];
    }
    // What is shown is whole as far as it goes, and does not go all the way.
    if let Some(progress) = model.plans.reading {
        let percent = share(progress).whole();
        let text = if width < 60 {
            say!(lang, " 读取 {percent}% ", " {percent}% read ")
        } else {
            let Progress { read, files, .. } = progress;
            say!(lang, " 正在读取 {read}/{files} 个文件 ", " reading {read} of {files} files ")
        };
        return vec![span(text, Role::Banner)];
    }
    let at = model.read_at.map_or_else(String::new, |(h, m, s)| format!(" {h:02}:{m:02}:{s:02}"));
    let at = if width < 100 { "" } else { at.as_str() };
    let live = brush.glyphs.pick("◉", "o");
    match &model.watching {
        Watching::Off | Watching::Stopped(_) => Vec::new(),
        Watching::Live if width < 60 => vec![span(live, Role::Green)],
        Watching::Live => vec![span(say!(lang, "{live} 实时{at}", "{live} live{at}"), Role::Green)],
        Watching::Polling(_) => vec![span(say!(lang, "{live} 轮询{at}", "{live} polling{at}"), Role::Yellow)],
        Watching::Blind(_) => {
            let at = model.seen_at.filter(|_| width >= 100 && model.board.is_some());
            let at = at.map(|(h, m, s)| {
                say!(lang, "，数据截至 {h:02}:{m:02}:{s:02}", ", data of {h:02}:{m:02}:{s:02}")
            });
            let at = at.unwrap_or_default();
            vec![span(say!(lang, " 读不到文件{at} ", " files out of reach{at} "), Role::Banner)]
        }
    }
}

/// The filter: what is typed or what limits the lists, and how much it lets through.
fn filter(brush: &mut Brush<'_>, model: &Model, area: Area, y: u16, arranged: Option<&Said>) {
    let lang = brush.lang;
    let arranged = arranged.map(|said| said.get(lang));
    if let Some(words) = arranged.filter(|_| model.filter.is_empty() && model.typing.is_none()) {
        brush.put(area.x + 1, y, area.width - 1, words, Role::Accent);
        return;
    }
    let text = model.typing.as_deref().unwrap_or(model.filter.text());
    let caret = if model.typing.is_some() { brush.glyphs.pick("▏", "_") } else { "" };
    let all = model.board.as_ref().map_or(0, |board| board.items.len());
    let matching = model.rows.passing();
    let mut tail = if model.screen == Screen::Plans {
        let (matching, all) = (model.rows.len(), model.plans.lines.len());
        say!(lang, "  {matching} / {all} 个方案", "  {matching} of {all} plans")
    } else {
        say!(lang, "  {matching} / {all} 项", "  {matching} of {all} items")
    };
    if let Some(words) = arranged {
        tail.push_str(" · ");
        tail.push_str(words);
    }
    if area.width >= 60 {
        tail.push_str(&say!(lang, " · Esc 取消", " · Esc clears"));
    }
    let head = say!(lang, "筛选 ", "filter ");
    let room = usize::from(area.width).saturating_sub(width(&head) + width(&tail) + 3);
    let pieces = [
        span(head, Role::Accent),
        span(clip_start(text, room), Role::Strong),
        span(caret, Role::Changed),
        span(tail, Role::Muted),
    ];
    brush.line(area.x + 1, y, area.width - 1, &pieces);
}

/// Last line: a notice, or the most useful keys here.
fn foot(brush: &mut Brush<'_>, model: &Model, now: Now, area: Area, y: u16, drawn: &mut Drawn) {
    let lang = brush.lang;
    if super::prompt::draw(brush, model, area, y) {
        return;
    }
    if let Some((said, _)) = model.notice.as_ref().filter(|(_, until)| *until > now.at) {
        brush.put(area.x + 1, y, area.width - 1, said.get(lang), Role::Changed);
        return;
    }
    // Why the files are not followed, until somebody has something to type.
    if let (Some(text), None) = (storage(model, lang), &model.typing) {
        brush.put(area.x + 1, y, area.width - 1, &text, Role::Banner);
        return;
    }
    if model.typing.is_some() && matches!(model.overlay, Some(Overlay::Help { .. })) {
        let text = say!(
            lang,
            "输入即查找 · Enter 保留 · Esc 取消",
            "searches as you type · Enter keeps · Esc drops"
        );
        brush.put(area.x + 1, y, area.width - 1, &text, Role::Muted);
        return;
    }
    if model.typing.is_some() {
        let text = say!(
            lang,
            "输入即筛选 · Enter 保留 · Esc 取消 · 例：lead:scj light:red !tag:data",
            "filters as you type · Enter keeps · Esc drops · e.g. lead:scj light:red !tag:data"
        );
        brush.put(area.x + 1, y, area.width - 1, &text, Role::Muted);
        return;
    }
    let overlay = model.overlay.is_some();
    let list: Vec<&Action> = if overlay {
        let kept = |action: &&Action| matches!(action.scope, Scope::Lists) && action.footer.is_none();
        // A letter or an explanation is there to be sent on.
        let sent = matches!(model.overlay, Some(Overlay::Slip { .. } | Overlay::Explain { .. }));
        let copies = |action: &&Action| sent && action.id == ActionId::Copy;
        ACTIONS.iter().filter(kept).take(2).chain(ACTIONS.iter().filter(copies)).collect()
    } else {
        footer(model.screen)
    };
    let mut x = area.x + 1;
    if overlay {
        let text = say!(lang, "Esc 关闭  ", "Esc close  ");
        x = brush.put(x, y, area.width, &text, Role::Muted);
    }
    for action in list {
        let Some(key) = model.keymap.chords(action.id).first().map(ToString::to_string) else { continue };
        let word = action.short.get(lang);
        let needs = width(&key) + width(word) + 3;
        if usize::from(x) + needs > usize::from(area.x + area.width) {
            break;
        }
        let from = x;
        x = brush.put(x, y, area.width, &key, Role::Accent) + 1;
        x = brush.put(x, y, area.width, word, Role::Muted);
        drawn.hits.push((Area { x: from, y, width: x - from, height: 1 }, Hit::Action(action.id)));
        x += 2;
    }
}

/// Before anything could be read: what is being read, or why not.
pub(super) fn nothing_yet(brush: &mut Brush<'_>, model: &Model, body: Area) {
    let lang = brush.lang;
    let text = match &model.watching {
        _ if model.silence.is_some() => storage(model, lang).unwrap_or_default(),
        Watching::Blind(said) | Watching::Stopped(said) => said.get(lang).to_owned(),
        Watching::Off | Watching::Live | Watching::Polling(_) if model.plans.reading.is_some() => {
            return reading(brush, model, body);
        }
        Watching::Off | Watching::Live | Watching::Polling(_) if model.plans.hushed => String::new(),
        Watching::Off | Watching::Live | Watching::Polling(_) if model.portfolio.is_none() => {
            say!(lang, "正在读取……", "reading …")
        }
        Watching::Off | Watching::Live | Watching::Polling(_) => {
            say!(lang, "没有可显示的方案", "there is no plan to show")
        }
    };
    let mut y = body.y + body.height / 3;
    for line in crate::text::wrap(&text, usize::from(body.width.saturating_sub(4))) {
        brush.put(body.x + 2, y, body.width.saturating_sub(2), &line, Role::Text);
        y += 1;
    }
    let findings = model.portfolio.iter().flat_map(|portfolio| &portfolio.findings);
    for finding in findings.take(usize::from((body.y + body.height).saturating_sub(y + 1))) {
        let text = format!("{}  {}", finding.location(), finding.said.get(lang));
        brush.put(body.x + 2, y + 1, body.width.saturating_sub(2), &text, Role::Red);
        y += 1;
    }
}

/// How much of the files has been read.
fn share(Progress { read, files, .. }: Progress) -> Percent {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Percent::of(count(read), count(files))
}

/// How far the first reading has come: the files in words and as a bar.
fn reading(brush: &mut Brush<'_>, model: &Model, body: Area) {
    let Some(progress) = model.plans.reading else { return };
    let Progress { read, files, .. } = progress;
    let y = body.y + body.height / 3;
    let text = say!(brush.lang, "正在读取 {read}/{files} 个文件", "reading {read} of {files} files");
    brush.put(body.x + 2, y, body.width.saturating_sub(2), &text, Role::Text);
    if y + 1 < body.y + body.height {
        brush.bar(body.x + 2, y + 1, body.width.saturating_sub(4).min(60), share(progress), Role::Accent);
    }
}
