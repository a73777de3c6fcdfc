//! The loop. Terminal, inbox and clock are parameters, so that the tests run this very one.
//!
//! It sleeps until a message or the next computed moment; there is no tick. All messages that have come are taken in
//! before the next frame. Whoever types sees it at once; what the files bring is drawn at once, too, and if it comes
//! faster than anybody can see, together.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clock::Clock;
use super::pace::{Due, Pace};
use super::post::Post;
use super::surface::{Extent, Surface};
use super::watchdog::{Life, Watchdog};
use crate::app::{Capture, Drawn, Effect, Holder, Message, Model, Now, next_wake, update};
use crate::ui;
use crate::ui::theme::Theme;

/// The most cells a frame may have each way: a size that a broken terminal reports must not fill the memory.
const LARGEST: (u16, u16) = (1000, 500);
/// Messages taken in before a frame is drawn all the same.
const BURST: usize = 1000;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Somebody quit.
    Quit,
    /// A signal, by its number.
    Signal(i32),
    /// Nobody can send messages any more.
    Deserted,
}

/// Runs the session until it ends. `reread` asks the data loop to read everything again.
///
/// # Errors
///
/// When the terminal can no longer be written to.
pub fn run(
    model: &mut Model,
    surface: &mut dyn Surface,
    inbox: &Receiver<Message>,
    clock: &dyn Clock,
    reread: &dyn Fn(),
) -> io::Result<End> {
    watched(model, surface, inbox, clock, reread, &mut Watchdog::none())
}

/// The same, for a supervisor who is told that it lives.
///
/// # Errors
///
/// When the terminal can no longer be written to.
pub fn watched(
    model: &mut Model,
    surface: &mut dyn Surface,
    inbox: &Receiver<Message>,
    clock: &dyn Clock,
    reread: &dyn Fn(),
    watchdog: &mut Watchdog,
) -> io::Result<End> {
    let mut drawn = Drawn::default();
    let mut extent = Extent::Everything;
    let mut sheet = Buffer::empty(Rect::default());
    if model.mouse == Capture::Terminal {
        surface.mouse(model.mouse)?;
    }
    let mut kept = VecDeque::new();
    let mut post = Post::of(inbox);
    let mut pace = Pace::begin(clock.now(zone(model)));
    loop {
        let now = clock.now(zone(model));
        model.plans.hushed = pace.hushes(model, now);
        if pace.draws(now) && model.holder != Holder::Editor {
            drawn = frame(model, surface, &mut sheet, now, extent)?;
            extent = Extent::Difference;
        }
        watchdog.turned(now.at, if model.silence.is_some() { Life::Silent } else { Life::Beats });
        let wakes = watchdog.next(now.at).into_iter().chain(pace.wait(now));
        let sleep = wakes.fold(sleep(model, clock, now), Duration::min);
        let mut message = match post.wait(sleep) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => Some(Message::Wake),
            Err(RecvTimeoutError::Disconnected) => return Ok(End::Deserted),
        };
        let mut taken = 0;
        while let Some(next) = message.take() {
            taken += 1;
            let mut told = None;
            if model.holder == Holder::Editor && is_typed(&next) {
                // Typed ahead: it came with the key that called the editor, and is heard when that has ended.
                kept.push_back(next);
            } else if matches!(next, Message::Parked) {
                surface.listen();
            } else {
                abroad(model, clock);
                for effect in take_in(model, next, clock.now(zone(model)), &drawn, &mut pace) {
                    match perform(effect, surface, reread, &mut extent)? {
                        ControlFlow::Continue(at_once) => told = told.or(at_once),
                        ControlFlow::Break(end) => return Ok(end),
                    }
                }
            }
            let heard = || if model.holder == Holder::Editor { None } else { kept.pop_front() };
            message = told.or_else(heard);
            message = message.or_else(|| if taken < BURST { post.next() } else { None });
        }
    }
}

/// Takes in a message, and says when it is to be seen; what it asks for.
fn take_in(model: &mut Model, message: Message, now: Now, drawn: &Drawn, pace: &mut Pace) -> Vec<Effect> {
    let (before, faded) = (model.board.clone(), fading(model));
    let (due, first) = (Due::of(&message, model), model.portfolio.is_none());
    let effects = update(model, message, now, drawn);
    // A beat may be what comes when a mark or a notice has had its time.
    let news = !effects.is_empty() || !same(before.as_ref(), model.board.as_ref()) || faded != fading(model);
    pace.ask(due.max(if news { Due::Paced } else { Due::Never }));
    if first && model.portfolio.is_some() {
        pace.ask(Due::AtOnce);
    }
    effects
}

/// Whether a message comes from the keyboard's thread.
fn is_typed(message: &Message) -> bool {
    matches!(message, Message::Key(_) | Message::Mouse(_) | Message::Parked)
}

/// Does what an update asks for; what is told at once comes back.
fn perform(
    effect: Effect,
    surface: &mut dyn Surface,
    reread: &dyn Fn(),
    extent: &mut Extent,
) -> io::Result<ControlFlow<End, Option<Message>>> {
    match effect {
        Effect::Quit => return Ok(ControlFlow::Break(End::Quit)),
        Effect::EndBySignal(number) => return Ok(ControlFlow::Break(End::Signal(number))),
        Effect::Suspend => {
            surface.suspend()?;
            *extent = Extent::Everything;
        }
        Effect::Repaint => *extent = Extent::Everything,
        Effect::Bell => surface.bell()?,
        Effect::Reread => reread(),
        Effect::Edit(wanted) => {
            let told = surface.lend(&wanted)?;
            return Ok(ControlFlow::Continue(told.map(|said| Message::Edited(Some(said)))));
        }
        Effect::Copy(text) => {
            return Ok(ControlFlow::Continue(Some(Message::Told(surface.copy(&text)?))));
        }
        Effect::Mouse(capture) => surface.mouse(capture)?,
        Effect::TakeBack => {
            surface.take_back()?;
            *extent = Extent::Everything;
        }
    }
    Ok(ControlFlow::Continue(None))
}

/// What goes by itself: how many marks, whether a notice, how long a silence.
fn fading(model: &Model) -> (usize, bool, Option<u64>) {
    (model.marks.len() + model.plans.marks.len(), model.notice.is_some(), model.silence)
}

fn same(
    one: Option<&std::sync::Arc<crate::domain::Board>>,
    other: Option<&std::sync::Arc<crate::domain::Board>>,
) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::sync::Arc::ptr_eq(one, other),
        (one, other) => one.is_none() == other.is_none(),
    }
}

/// The zone whose midnight counts: the open plan's.
fn zone(model: &Model) -> &str {
    model.board.as_ref().map_or("", |board| &board.plan().timezone)
}

/// Says what day it is in the zones of plans that are not open; where all plans share one, there is nothing to say.
fn abroad(model: &mut Model, clock: &dyn Clock) {
    let own = zone(model);
    let zones = model.plans.zones.iter().filter(|zone| ***zone != *own);
    model.plans.abroad = zones.map(|zone| (zone.clone(), clock.now(zone).today)).collect();
}

/// How long nothing will happen by itself: until something fades, turns, or the day ends; on the wall until the
/// clock's next minute.
fn sleep(model: &Model, clock: &dyn Clock, now: Now) -> Duration {
    let minute = Duration::from_secs(60 - u64::from(now.clock.2.min(59)));
    let clock_hand = model.wall.is_some().then_some(minute);
    let zones = model.plans.abroad.iter().map(|(zone, _)| &**zone).chain([zone(model)]);
    let midnight = zones.map(|zone| clock.until_midnight(zone)).fold(Duration::MAX, Duration::min);
    let midnight = midnight.max(Duration::from_millis(10));
    let next = next_wake(model, now).into_iter().chain(clock_hand).fold(midnight, Duration::min);
    next.max(Duration::from_millis(1))
}

/// Draws one frame into `sheet`, at the size the surface has now.
fn frame(
    model: &Model,
    surface: &mut dyn Surface,
    sheet: &mut Buffer,
    now: Now,
    extent: Extent,
) -> io::Result<Drawn> {
    let (width, height) = surface.size()?;
    sheet.resize(Rect { x: 0, y: 0, width: width.min(LARGEST.0), height: height.min(LARGEST.1) });
    let drawn = ui::draw(model, now, Theme::Named(model.theme), sheet);
    surface.show(sheet, &drawn.links, extent)?;
    Ok(drawn)
}
