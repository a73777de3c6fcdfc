//! `guatu snapshot`: one frame of any view, at any size, after any keys: the picture of the terminal without one.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::args::{SnapshotArgs, SnapshotFormat};
use super::globals::Globals;
use super::input;
use super::session;
use super::usage::Usage;
use super::{Outcome, print};
use crate::app::wall::{Page, Wall};
use crate::app::{Drawn, Key, Message, Model, Now, Screen, update};
use crate::live::clock;
use crate::text::{both, clean};
use crate::ui::theme::{Depth, Theme};
use crate::ui::{draw, picture};

pub(super) fn run(args: &SnapshotArgs, globals: &Globals) -> Outcome {
    let (width, height) = size(&args.size)?;
    let keys = Key::parse_all(&args.keys).ok_or_else(|| {
        let keys = clean(&args.keys);
        Usage {
            said: both!("--keys：“{keys}”里有不认识的键", "--keys: `{keys}` names a key that does not exist"),
            hint: both!("例如 \"jj<enter>zM<ctrl-l>\"", "for example \"jj<enter>zM<ctrl-l>\""),
        }
    })?;
    let portfolio = input::open(&args.plans, globals)?;
    let mut model = Model::new(session::setup(globals, wall(&args.view), Depth::True)?);
    // A frame without a clock: the picture is the same whenever it is made.
    let now = Now { at: Duration::ZERO, today: clock::today(""), clock: (9, 0, 0) };
    let area = Rect { x: 0, y: 0, width, height };
    let mut buffer = Buffer::empty(area);
    let theme = Theme::Named(model.theme);
    let mut drawn = Drawn::default();
    update(&mut model, Message::Loaded(portfolio), now, &drawn);
    if let Some(screen) = Screen::every().find(|screen| screen.word() == args.view) {
        model.screen = screen;
    }
    for message in std::iter::once(Message::Wake).chain(keys.into_iter().map(Message::Key)) {
        update(&mut model, message, now, &drawn);
        // Nobody waits for a picture's next frame: every plan is in it.
        while model.plans.behind {
            update(&mut model, Message::Wake, now, &drawn);
        }
        drawn = draw(&model, now, theme, &mut buffer);
    }
    let out = match args.format {
        SnapshotFormat::Text => picture::text(&buffer),
        SnapshotFormat::Ansi => picture::ansi(&buffer),
        SnapshotFormat::Svg => picture::svg(&buffer, &drawn.links),
        SnapshotFormat::Html => picture::html(&buffer, &drawn.links),
    };
    print(out.as_bytes())
}

/// The wall, if the view is one: `wall`, or `wall:overdue` for one of its pages.
fn wall(view: &str) -> Option<Wall> {
    let rest = view.strip_prefix("wall")?;
    let page = rest.strip_prefix(':').and_then(Page::parse);
    Some(Wall::new(page.into_iter().collect(), Duration::from_secs(20), false))
}

/// `160x45`, each way from 1 to 1000.
fn size(text: &str) -> Result<(u16, u16), Usage> {
    let sides = text.split_once(['x', '×']).and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    sides.filter(|(w, h): &(u16, u16)| (1..=1000).contains(w) && (1..=1000).contains(h)).ok_or_else(|| {
        let text = clean(text);
        Usage {
            said: both!("--size：“{text}”不是大小", "--size: `{text}` is not a size"),
            hint: both!("写成 列x行，例如 160x45", "write columns x rows, for example 160x45"),
        }
    })
}
