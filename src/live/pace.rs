//! When a frame is drawn: whoever types sees it at once; what the files bring shows at once, too, and together where it
//! comes faster than anybody can see.

use std::time::Duration;

use crate::app::{Message, Model, Now};

/// The shortest time from one frame to the next that only the files ask for.
const PACE: Duration = Duration::from_millis(16);
/// How long the first reading goes on before the screen says so: with few files no words flash up before them.
const FIRST: Duration = Duration::from_millis(30);

/// When something is to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// It need not be.
    Never,
    /// When the last frame is old enough.
    Paced,
    /// Now.
    AtOnce,
}

impl Due {
    /// How soon a message is to be seen.
    pub(super) fn of(message: &Message, model: &Model) -> Self {
        match message {
            Message::Beat | Message::Rests if model.wall.is_none() => Self::Never,
            Message::Reading(..)
            | Message::Loaded(_)
            | Message::Watching(_)
            | Message::Beat
            | Message::Rests => Self::Paced,
            Message::Key(_)
            | Message::Mouse(_)
            | Message::Silent(_)
            | Message::Redraw
            | Message::Wake
            | Message::Signal(_)
            | Message::Interrupt(_)
            | Message::Parked
            | Message::Edited(_)
            | Message::Told(_)
            | Message::Suspend
            | Message::Repaint => Self::AtOnce,
        }
    }
}

/// When the next frame is drawn.
#[derive(Debug)]
pub(super) struct Pace {
    due: Due,
    /// When the last frame is old enough.
    at: Duration,
    /// Until when nothing is said of the first reading.
    hush: Option<Duration>,
}

impl Pace {
    /// The first frame is drawn at once, whatever is still to be read.
    pub(super) fn begin(now: Now) -> Self {
        Self { due: Due::AtOnce, at: now.at, hush: Some(now.at + FIRST) }
    }

    /// Whether nothing is said of the first reading yet; when that is over, a frame is drawn that says it.
    pub(super) fn hushes(&mut self, model: &Model, now: Now) -> bool {
        let hushes = self.hush.is_some_and(|until| now.at < until) && model.portfolio.is_none();
        if !hushes && self.hush.take().is_some() {
            self.ask(Due::AtOnce);
        }
        hushes
    }

    /// Something is to be seen.
    pub(super) fn ask(&mut self, due: Due) {
        self.due = self.due.max(due);
    }

    /// Whether a frame is drawn now; then it has been.
    pub(super) fn draws(&mut self, now: Now) -> bool {
        let draws = match self.due {
            Due::Never => false,
            Due::Paced => now.at >= self.at,
            Due::AtOnce => true,
        };
        if draws {
            (self.due, self.at) = (Due::Never, now.at + PACE);
        }
        draws
    }

    /// How long it is until one is drawn; none if none is due.
    pub(super) fn wait(&self, now: Now) -> Option<Duration> {
        let paced = (self.due == Due::Paced).then_some(self.at);
        paced.into_iter().chain(self.hush).min().map(|at| at.saturating_sub(now.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Key, KeyCode, Setup};

    fn at(ms: u64) -> Now {
        Now { at: Duration::from_millis(ms), today: "2022-02-10".parse().unwrap(), clock: (9, 0, 0) }
    }

    #[test]
    fn what_the_files_bring_is_drawn_at_once_and_then_every_16_ms_and_a_key_always_at_once() {
        let model = Model::new(Setup::default());
        let mut pace = Pace::begin(at(0));
        assert!(pace.hushes(&model, at(0)) && pace.draws(at(0)), "the first frame waits for nothing");
        assert_eq!((pace.draws(at(29)), pace.wait(at(29))), (false, Some(Duration::from_millis(1))));
        assert!(pace.hushes(&model, at(29)) && !pace.hushes(&model, at(30)) && pace.draws(at(30)));
        assert_eq!(pace.wait(at(30)), None);
        pace.ask(Due::of(&Message::Watching(crate::app::Watching::Live), &model));
        assert_eq!((pace.draws(at(40)), pace.wait(at(40))), (false, Some(Duration::from_millis(6))));
        assert!(pace.draws(at(46)) && !pace.draws(at(100)));
        pace.ask(Due::Paced);
        assert!(pace.draws(at(101)), "nothing has been drawn for long enough");
        pace.ask(Due::of(&Message::Key(Key::plain(KeyCode::Char('j'))), &model));
        assert!(pace.draws(at(102)));
        // A beat that is not drawn asks for nothing.
        pace.ask(Due::of(&Message::Beat, &model));
        assert!(!pace.draws(at(500)));
    }
}
