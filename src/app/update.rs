//! The only place that changes the session.

use std::time::Duration;

use super::actions::{ActionId, Fold};
use super::copy;
use super::edit::{self, Holder};
use super::filter_line;
use super::keymap::Meaning;
use super::keys::Key;
use super::load;
use super::message::{Drawn, Effect, Message, Now, Watching};
use super::model::{Capture, Model, Overlay, Screen};
use super::motion;
use super::mouse;
use super::order;
use super::over;
use super::plans;
use super::prompt;
use super::reading;
use super::rows;
use super::since;
use super::slice::Wait;
use super::step::{self, Pending};
use super::theme_name::ThemeName;
use super::timeline::{self, Scale, Timeline};
use super::wall;
use super::why;
use crate::domain::filter::Filter;
use crate::text::{Said, both};

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
    let wait = Wait::of(&message);
    let held =
        matches!(message, Message::Loaded(_) | Message::Reading(..)).then(|| model.cursor_row()).flatten();
    match message {
        // What is typed stays as it is typed: a title may hold a full-width sign.
        Message::Key(key) if model.typing.is_some() || model.prompt.is_open() => {
            keyed(model, key, now, drawn, &mut effects);
        }
        Message::Key(key) => keyed(model, key.narrow(), now, drawn, &mut effects),
        Message::Mouse(mouse) => mouse::moved(model, mouse, now, drawn, &mut effects),
        Message::Reading(progress, whole) => reading::came(model, progress, whole, now),
        Message::Loaded(portfolio) => load::loaded(model, portfolio, now, &mut effects),
        Message::Watching(watching) => watch(model, watching, now),
        Message::Beat => model.beats = model.beats.wrapping_add(1),
        Message::Interrupt(number) if !model.holder.shields(now.at) => {
            effects.push(Effect::EndBySignal(number));
        }
        // What the keyboard told an editor is nothing to the session.
        Message::Interrupt(_)
        | Message::Redraw
        | Message::Wake
        | Message::Parked
        | Message::Rests
        | Message::Silent(_) => {}
        Message::Edited(said) => edited(model, said, now, &mut effects),
        Message::Told(said) => model.notice = Some((said, now.at + ADVICE)),
        Message::Signal(number) => effects.push(Effect::EndBySignal(number)),
        Message::Suspend => suspend(model, &mut effects),
        Message::Repaint => effects.push(Effect::Repaint),
    }
    if let Some(action) = step::lapsed(model, now) {
        act(model, action, now, drawn, &mut effects);
    }
    passed(model, now, drawn, &mut effects);
    plans::settle(model, now, wait);
    since::settle(model, now);
    if let (Some(before), Some(row)) = (rows::follow(model), held) {
        motion::hold(model, &before, row);
    }
    // Looked for once: the frame asks for every row it draws.
    let (cursor, row) = (model.cursor_id().cloned(), model.cursor_row());
    model.rows.find(cursor, row);
    effects
}

/// How long it is until something happens by itself: a page turns, a mark or a notice fades. Midnight is the loop's to
/// watch for, because a clock can be set.
pub fn next_wake(model: &Model, now: Now) -> Option<Duration> {
    let marks = model.marks.values().chain(model.plans.marks.values()).copied();
    let more = model.plans.behind.then_some(now.at);
    let notice = model.notice.iter().map(|(_, until)| *until);
    let turn = model.wall.iter().flat_map(wall::Wall::moments);
    // Every second says how long nothing has been heard.
    let silent = model.heard_at.map(|at| at + model.patience.max(now.at.saturating_sub(at) + SECOND));
    let pending = model.pending.iter().filter_map(Pending::ends);
    marks
        .chain(more)
        .chain(notice)
        .chain(turn)
        .chain(silent)
        .chain(pending)
        .min()
        .map(|at| at.saturating_sub(now.at))
}

/// Hears whether the data loop lives: it says so each time it has looked.
fn heard(model: &mut Model, message: &Message, now: Now) {
    let well = !matches!(model.watching, Watching::Blind(_) | Watching::Stopped(_));
    let rested = model.heard_at.is_none() && model.portfolio.is_some() && well;
    match message {
        // While it rests nobody is told that all is well; what was heard last was that.
        Message::Silent(silent) => {
            model.heard_at = model.heard_at.or(Some(now.at.saturating_sub(*silent)));
            if rested {
                model.seen_at = Some(earlier(now.clock, *silent));
            }
        }
        Message::Watching(_) if rested => {
            (model.heard_at, model.seen_at) = (Some(now.at), Some(now.clock));
        }
        Message::Rests => model.heard_at = None,
        // What tells of its death is no sign of its life; before the first one the session's start counts.
        Message::Watching(Watching::Stopped(_)) => model.heard_at = model.heard_at.or(Some(now.at)),
        Message::Watching(_) | Message::Reading(..) => model.heard_at = Some(now.at),
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
        | Message::Told(_)
        | Message::Suspend
        | Message::Repaint => {}
    }
}

/// What the clock showed that long before.
fn earlier((hours, minutes, seconds): (u8, u8, u8), by: Duration) -> (u8, u8, u8) {
    const DAY: u64 = 86_400;
    let now = u64::from(hours) * 3600 + u64::from(minutes) * 60 + u64::from(seconds);
    let then = (now + DAY - by.as_secs() % DAY) % DAY;
    let hand = |n: u64| u8::try_from(n).unwrap_or_default();
    (hand(then / 3600), hand(then / 60 % 60), hand(then % 60))
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
    let stale = model
        .board
        .as_ref()
        .is_some_and(|board| load::days(model, board.plan(), now) != (board.day, board.today));
    if stale {
        load::rebuild(model, now);
        wall::look(model, now, effects);
    }
    wall::passed(model, now, drawn, effects);
}

fn keyed(model: &mut Model, key: Key, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    if model.wall.is_some() {
        wall::key(model, key, now, drawn, effects);
        return;
    }
    if model.prompt.is_open() {
        if let Some(said) = prompt::take(model, key) {
            told(model, said, now, drawn, effects);
        }
        return;
    }
    if filter_line::take(model, key) {
        return;
    }
    let pending = model.pending.take();
    match model.keymap.meaning(pending.map(|pending| pending.key), key, model.screen) {
        Meaning::Does(action) => act(model, action, now, drawn, effects),
        Meaning::Begins(alone) => model.pending = Some(Pending::new(key, alone, now)),
        Meaning::Nothing => {
            // The sequence did not come about: its first key counts by itself, and so does this one.
            if let Some(action) = pending.and_then(|pending| pending.alone) {
                act(model, action, now, drawn, effects);
                keyed(model, key, now, drawn, effects);
            }
        }
    }
}

/// What a typed command asks for: an action of the table, or something to tell.
fn told(model: &mut Model, asked: prompt::Asked, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    match asked {
        prompt::Asked::Action(action) => act(model, action, now, drawn, effects),
        prompt::Asked::Said(said) => model.notice = Some((said, now.at + ADVICE)),
    }
}

/// Opens a screen.
pub(super) fn show(model: &mut Model, screen: Screen) {
    model.overlay = None;
    model.screen = screen;
    model.detail_top = 0;
}

pub(super) fn act(model: &mut Model, action: ActionId, now: Now, drawn: &Drawn, effects: &mut Vec<Effect>) {
    use ActionId as A;
    if model.overlay.is_some() && over::key(model, action, drawn) {
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
        A::Detail(lines) => over::scroll(model, i32::from(lines), drawn),
        A::Travel(days) => travel(model, i64::from(days), now),
        A::Today => model.travel = None,
        A::Edit => edit(model, now, effects),
        A::Explain => why::open(model, now),
        A::Step(way) => {
            if let Some(said) = step::go(model, way, drawn) {
                tell(model, said, now);
            }
        }
        A::NextFigure => motion::next_figure(model),
        A::Group => model.week_by_unit = !model.week_by_unit,
        A::Slip => slip(model, now),
        A::Pan(by) => timeline::pan(model, by, drawn),
        A::ZoomIn => timeline::zoom(model, Scale::finer, drawn),
        A::ZoomOut => timeline::zoom(model, Scale::coarser, drawn),
        A::ZoomFit => model.timeline = Timeline { months: model.timeline.months, ..Timeline::default() },
        A::Months => model.timeline.months = !model.timeline.months,
        A::Arrange(how) => {
            let said = order::arrange(model, how);
            tell(model, said, now);
        }
        A::Copy => match copy::text(model) {
            Ok(text) => effects.push(Effect::Copy(text)),
            Err(said) => tell(model, said, now),
        },
        A::Prompt => model.prompt.open(""),
        A::Mouse => mouse::give(model, now, effects),
        A::Filter if matches!(model.overlay, Some(Overlay::Help { .. })) => {
            model.typing = Some(model.help_filter.clone());
        }
        A::Filter => {
            model.overlay = None;
            model.typing = Some(model.filter.text().to_owned());
        }
        A::Back => back(model),
        A::Language => model.lang = Some(model.lang().other()),
        A::Theme => theme(model, now),
        A::Help => {
            model.help_filter.clear();
            model.overlay = Some(Overlay::Help { top: 0 });
        }
        A::Repaint => effects.push(Effect::Repaint),
        A::Reread => effects.push(Effect::Reread),
        A::Suspend => suspend(model, effects),
        A::Quit => effects.push(Effect::Quit),
    }
}

fn slip(model: &mut Model, now: Now) {
    if model.unit_under_cursor().is_some() {
        model.overlay = Some(Overlay::Slip { top: 0 });
    } else {
        tell(model, both!("光标移到某一行上再按 c", "put the cursor on a row, then press c"), now);
    }
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

fn suspend(model: &Model, effects: &mut Vec<Effect>) {
    effects.push(Effect::Suspend);
    if model.mouse == Capture::Terminal {
        effects.push(Effect::Mouse(model.mouse));
    }
}

/// The editor has ended, or was never opened.
fn edited(model: &mut Model, said: Option<Said>, now: Now, effects: &mut Vec<Effect>) {
    model.holder = Holder::Returned(now.at);
    effects.push(Effect::TakeBack);
    // Whoever had the terminal has been given back one that catches the mouse.
    if model.mouse == Capture::Terminal {
        effects.push(Effect::Mouse(model.mouse));
    }
    if let Some(said) = said {
        model.notice = Some((said, now.at + ADVICE));
    }
}

pub(super) fn tell(model: &mut Model, said: Said, now: Now) {
    model.notice = Some((said, now.at + NOTICE));
}
