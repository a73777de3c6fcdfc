//! The only place that changes the session.

use std::sync::Arc;
use std::time::Duration;

use super::actions::{ActionId, Fold, Meaning, meaning};
use super::edit::{self, Holder};
use super::filter_line;
use super::keys::Key;
use super::list;
use super::message::{Drawn, Effect, Hit, Message, Mouse, Now, Watching};
use super::model::{Model, Overlay, Screen, ThemeName};
use super::motion;
use super::plans;
use super::since;
use super::timeline::{self, Scale, Timeline};
use super::wall;
use crate::domain::filter::Filter;
use crate::domain::{Board, Calendar, Clock, Light, Portfolio, changes};
use crate::text::{Said, both};

/// How long a row that a save changed stays marked.
pub(super) const MARKED: Duration = Duration::from_secs(8);
/// The step in which a silence is told.
const SECOND: Duration = Duration::from_secs(1);
/// How long a notice stays.
const NOTICE: Duration = Duration::from_secs(4);
/// How long a notice stays that says what to do.
pub(super) const ADVICE: Duration = Duration::from_secs(10);

/// Takes in a message. `drawn` is what the last frame showed.
pub fn update(model: &mut Model, message: Message, now: Now, drawn: &Drawn) -> Vec<Effect> {
    let mut effects = Vec::new();
    heard(model, &message, now);
    let held =
        matches!(message, Message::Loaded(_)).then(|| (model.cursor_row(), std::mem::take(&mut model.rows)));
    match message {
        // What is typed stays as it is typed: a title may hold a full-width sign.
        Message::Key(key) if model.typing.is_some() => keyed(model, key, now, drawn, &mut effects),
        Message::Key(key) => keyed(model, key.narrow(), now, drawn, &mut effects),
        Message::Mouse(mouse) => moused(model, mouse, drawn),
        Message::Loaded(portfolio) => loaded(model, portfolio, now, &mut effects),
        Message::Watching(watching) => watch(model, watching, now),
        Message::Beat => model.beats = model.beats.wrapping_add(1),
        Message::Interrupt(number) if !model.holder.shields(now.at) => {
            effects.push(Effect::EndBySignal(number));
        }
        // What the keyboard told an editor is nothing to the session.
        Message::Interrupt(_) | Message::Redraw | Message::Wake | Message::Parked => {}
        Message::Edited(said) => edited(model, said, now, &mut effects),
        Message::Signal(number) => effects.push(Effect::EndBySignal(number)),
        Message::Suspend => effects.push(Effect::Suspend),
        Message::Repaint => effects.push(Effect::Repaint),
    }
    passed(model, now, drawn, &mut effects);
    plans::settle(model, now);
    since::settle(model, now);
    model.rows = list::rows(model);
    if let Some((Some(row), before)) = held {
        motion::hold(model, &before, row);
    }
    effects
}

/// How long it is until something happens by itself: a page turns, a mark or a notice fades. Midnight is the loop's to
/// watch for, because a clock can be set.
pub fn next_wake(model: &Model, now: Now) -> Option<Duration> {
    let marks = model.marks.values().chain(model.plans.marks.values()).copied();
    let more = model.plans.behind.then_some(now.at);
    let notice = model.notice.iter().map(|(_, until)| *until);
    let turn = model.wall.iter().filter_map(|wall| wall.turn_at);
    // Every second says how long nothing has been heard.
    let silent = model.heard_at.map(|at| at + model.patience.max(now.at.saturating_sub(at) + SECOND));
    marks.chain(more).chain(notice).chain(turn).chain(silent).min().map(|at| at.saturating_sub(now.at))
}

/// Hears whether the data loop lives: it says so each time it has looked.
fn heard(model: &mut Model, message: &Message, now: Now) {
    match message {
        // What tells of its death is no sign of its life; before the first one the session's start counts.
        Message::Watching(Watching::Stopped(_)) => model.heard_at = model.heard_at.or(Some(now.at)),
        Message::Watching(_) => model.heard_at = Some(now.at),
        Message::Loaded(_) | Message::Beat => {
            model.heard_at = Some(now.at);
            if !matches!(model.watching, Watching::Blind(_)) {
                model.seen_at = Some(now.clock);
            }
        }
        Message::Key(_)
        | Message::Mouse(_)
        | Message::Redraw
        | Message::Wake
        | Message::Signal(_)
        | Message::Interrupt(_)
        | Message::Parked
        | Message::Edited(_)
        | Message::Suspend
        | Message::Repaint => {}
    }
}

/// Hears how the files are followed; on the wall a banner says why there are no events, in the monitor a notice.
fn watch(model: &mut Model, watching: Watching, now: Now) {
    if let Watching::Polling(why) = &watching
        && model.watching != watching
    {
        tell(model, why.clone(), now);
    }
    model.watching = watching;
}

/// What the passing of time does: marks fade, pages turn, midnight makes a new day.
fn passed(model: &mut Model, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    model.marks.retain(|_, until| *until > now.at);
    model.notice.take_if(|(_, until)| *until <= now.at);
    let silent =
        model.heard_at.map(|at| now.at.saturating_sub(at)).filter(|silent| *silent >= model.patience);
    model.silence = silent.map(|silent| silent.as_secs());
    let stale = model.board.as_ref().is_some_and(|board| days(model, board, now) != (board.day, board.today));
    if stale {
        rebuild(model, now);
    }
    let Some(wall) = model.wall.as_mut() else { return };
    // Something else may have written on a screen nobody looks after: once a minute it is painted whole.
    let minute = Some((now.clock.0, now.clock.1));
    if wall.painted.is_some() && wall.painted != minute {
        effects.push(Effect::Repaint);
    }
    wall.painted = minute;
    if wall.held {
        return;
    }
    match wall.turn_at {
        Some(at) if at <= now.at => {
            wall.turn(drawn.wall_pages.max(1));
            wall.turn_at = Some(now.at + wall.rotate);
            effects.push(Effect::Repaint);
        }
        Some(_) => {}
        None => wall.turn_at = Some(now.at + wall.rotate),
    }
}

/// The day shown and today, for the plan of `board`.
fn days(model: &Model, board: &Board, now: Now) -> (crate::domain::Day, crate::domain::Day) {
    let today = model.plans.today(board.plan(), now);
    (model.travel.unwrap_or(today), today)
}

fn loaded(model: &mut Model, portfolio: Arc<Portfolio>, now: Now, effects: &mut Vec<Effect>) {
    let before = model.board.clone();
    let old = model.portfolio.replace(portfolio);
    rebuild(model, now);
    plans::saved(model, old.as_deref(), now);
    model.read_at = Some(now.clock);
    let (Some(before), Some(after)) = (before, model.board.clone()) else { return };
    if before.plan().id != after.plan().id || before.day != after.day {
        return;
    }
    // Whoever looks at a day gone by still hears what was saved today.
    let moved = if after.day < after.today {
        let calendar =
            model.portfolio.as_ref().map(|portfolio| Arc::clone(&portfolio.calendar)).unwrap_or_default();
        let today =
            |board: &Board| Board::new(Arc::clone(&board.ledger), after.today, after.today, &calendar);
        changes::between(&today(&before), &today(&after))
    } else {
        changes::between(&before, &after)
    };
    // Nobody looks at a wall all the time: a new red is heard, once.
    let red = |clock: Clock| clock.light() == Light::Red;
    if model.wall.is_some() && moved.iter().filter_map(|it| it.clock).any(|(old, new)| red(new) && !red(old))
    {
        effects.push(Effect::Bell);
    }
    for id in model.feed.add(&after, moved, now.clock) {
        model.marks.insert(id, now.at + MARKED);
    }
}

/// Makes the board of the open plan anew.
pub(super) fn rebuild(model: &mut Model, now: Now) {
    let Some(portfolio) = model.portfolio.clone() else { return };
    let open = model.plan.as_deref().and_then(|id| portfolio.ledger(id));
    let Some(ledger) = open.or(portfolio.ledgers.first()).cloned() else {
        model.board = None;
        return;
    };
    let today = model.plans.today(&ledger.plan, now);
    let calendar: &Calendar = &portfolio.calendar;
    let mut board = Board::new(ledger, model.travel.unwrap_or(today), today, calendar);
    board.findings.splice(0..0, portfolio.findings.iter().cloned());
    model.board = Some(Arc::new(board));
}

fn keyed(model: &mut Model, key: Key, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    if model.wall.is_some() {
        wall::key(model, key, now, drawn, effects);
        return;
    }
    if filter_line::take(model, key) {
        return;
    }
    let pending = model.pending.take();
    match meaning(pending, key, model.screen) {
        Meaning::Does(action) => act(model, action, now, drawn, effects),
        Meaning::Begins => model.pending = Some(key),
        Meaning::Nothing => {}
    }
}

fn moused(model: &mut Model, mouse: Mouse, drawn: &Drawn) {
    if model.wall.is_some() {
        return;
    }
    match mouse {
        Mouse::Click { x, y } => {
            let hit = drawn.hits.iter().rev().find(|(area, _)| area.holds(x, y)).map(|(_, hit)| hit.clone());
            match hit {
                Some(Hit::Row(id)) if model.overlay.is_none() => motion::click(model, &id),
                Some(Hit::Screen(screen)) => show(model, screen),
                Some(Hit::Row(_)) | None => {}
            }
        }
        Mouse::Wheel { x, y, lines } => {
            if model.overlay.is_some() || drawn.detail.holds(x, y) {
                scroll(model, lines, drawn);
            } else {
                motion::step(model, i64::from(lines), drawn);
            }
        }
    }
}

/// Scrolls what lies on top: the overlay, else the detail.
fn scroll(model: &mut Model, lines: i32, drawn: &Drawn) {
    let (top, all, fits) = match &mut model.overlay {
        Some(
            Overlay::Help { top }
            | Overlay::Detail { top }
            | Overlay::Slip { top }
            | Overlay::Explain { top },
        ) => (top, drawn.overlay_lines.0, drawn.overlay_lines.1),
        None => (&mut model.detail_top, drawn.detail_lines, usize::from(drawn.detail.height)),
    };
    let last = all.saturating_sub(fits);
    let moved = i64::try_from(*top).unwrap_or(0) + i64::from(lines);
    *top = usize::try_from(moved).unwrap_or(0).min(last);
}

/// Opens a screen.
fn show(model: &mut Model, screen: Screen) {
    model.overlay = None;
    model.screen = screen;
    model.detail_top = 0;
}

fn act(model: &mut Model, action: ActionId, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    use ActionId as A;
    if model.overlay.is_some() && overlay_key(model, action, drawn) {
        return;
    }
    match action {
        A::Show(screen) => show(model, screen),
        A::Move(motion) => motion::go(model, motion, drawn),
        A::Fold(Fold::Enter) if motion::is_on_a_finding(model) => edit(model, now, effects),
        A::Fold(Fold::Enter) if model.screen == Screen::Plans => plans::enter(model, now),
        A::Fold(fold) => motion::fold(model, fold),
        A::Since => model.since.turn(),
        A::Sort => model.plans.turn(),
        A::Detail(lines) => scroll(model, i32::from(lines), drawn),
        A::Travel(days) => travel(model, i64::from(days), now),
        A::Today => model.travel = None,
        A::Edit => edit(model, now, effects),
        A::Explain => {
            if motion::is_on_a_finding(model) {
                model.overlay = Some(Overlay::Detail { top: 0 });
            } else if model.item_under_cursor().is_some() {
                model.overlay = Some(Overlay::Explain { top: 0 });
            } else {
                tell(
                    model,
                    both!("光标移到某个事项上再按 x", "put the cursor on an item, then press x"),
                    now,
                );
            }
        }
        A::NextFigure => motion::next_figure(model),
        A::Group => model.week_by_unit = !model.week_by_unit,
        A::Slip => {
            if model.unit_under_cursor().is_some() {
                model.overlay = Some(Overlay::Slip { top: 0 });
            } else {
                tell(model, both!("光标移到某一行上再按 c", "put the cursor on a row, then press c"), now);
            }
        }
        A::Pan(by) => timeline::pan(model, by, drawn),
        A::ZoomIn => timeline::zoom(model, Scale::finer, drawn),
        A::ZoomOut => timeline::zoom(model, Scale::coarser, drawn),
        A::ZoomFit => model.timeline = Timeline { months: model.timeline.months, ..Timeline::default() },
        A::Months => model.timeline.months = !model.timeline.months,
        A::Filter => {
            model.overlay = None;
            model.typing = Some(model.filter.text().to_owned());
        }
        A::Back => back(model),
        A::Language => model.lang = Some(model.lang().other()),
        A::Theme => theme(model, now),
        A::Help => model.overlay = Some(Overlay::Help { top: 0 }),
        A::Repaint => effects.push(Effect::Repaint),
        A::Reread => effects.push(Effect::Reread),
        A::Suspend => effects.push(Effect::Suspend),
        A::Quit => effects.push(Effect::Quit),
    }
}

/// Keys while something lies over the screen: they scroll or close it. Returns whether the action was meant for it.
fn overlay_key(model: &mut Model, action: ActionId, drawn: &Drawn) -> bool {
    use ActionId as A;
    match action {
        A::Move(motion) => {
            let page = i64::try_from(drawn.overlay_lines.1).unwrap_or(10);
            let lines = motion.rows(page, i64::from(i32::MAX / 2));
            scroll(model, i32::try_from(lines).unwrap_or_default(), drawn);
        }
        A::Detail(lines) => scroll(model, i32::from(lines), drawn),
        // Another window than the one that is open.
        A::Help if !matches!(model.overlay, Some(Overlay::Help { .. })) => return false,
        A::Explain if matches!(model.overlay, Some(Overlay::Detail { .. })) => {
            if motion::is_on_a_finding(model) {
                model.overlay = None;
            } else {
                return false;
            }
        }
        A::Back | A::Help | A::Explain | A::Slip | A::Fold(_) | A::Quit => model.overlay = None,
        A::Show(_)
        | A::Travel(_)
        | A::Today
        | A::NextFigure
        | A::Group
        | A::Pan(_)
        | A::ZoomIn
        | A::ZoomOut
        | A::ZoomFit
        | A::Months
        | A::Since
        | A::Sort
        | A::Filter
        | A::Edit
        | A::Language
        | A::Theme
        | A::Repaint
        | A::Reread
        | A::Suspend => return false,
    }
    true
}

/// Esc: closes what is open, then drops the filter, then returns to today.
fn back(model: &mut Model) {
    if model.filter.is_empty() {
        model.travel = None;
    } else {
        model.filter = Filter::default();
    }
}

fn travel(model: &mut Model, days: i64, now: Now) {
    let today = model.board.as_ref().map_or(now.today, |board| board.today);
    let day = model.travel.unwrap_or(today).plus(days);
    model.travel = (day != today).then_some(day);
}

fn theme(model: &mut Model, now: Now) {
    model.theme = model.theme.next();
    let name = ThemeName::name(model.theme);
    let (zh, en) = (name.zh, name.en);
    tell(model, both!("配色：{zh}", "theme: {en}"), now);
}

fn edit(model: &mut Model, now: Now, effects: &mut Vec<Effect>) {
    if let Err(said) = edit::open(model, effects) {
        model.notice = Some((said, now.at + ADVICE));
    }
}

/// The editor has ended, or was never opened.
fn edited(model: &mut Model, said: Option<Said>, now: Now, effects: &mut Vec<Effect>) {
    model.holder = Holder::Returned(now.at);
    effects.push(Effect::TakeBack);
    if let Some(said) = said {
        model.notice = Some((said, now.at + ADVICE));
    }
}

fn tell(model: &mut Model, said: Said, now: Now) {
    model.notice = Some((said, now.at + NOTICE));
}
