//! Every question of the morning meeting is answered in at most two keys, in both languages, on the real plan;
//! tests/snapshots/questions__*.snap show keys, question and picture.

#[path = "support/questions.rs"]
mod questions;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use guatu::app::{Drawn, Key, Message, Model, Now, Screen, Setup, update};
use guatu::domain::Day;
use guatu::store::Store;
use guatu::text::Lang;
use guatu::ui::theme::Theme;
use guatu::ui::{draw, picture};
use questions::QUESTIONS;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[test]
fn every_question_is_answered_in_at_most_two_keys() {
    let today: Day = "2022-02-10".parse().unwrap();
    let now = Now { at: Duration::ZERO, today, clock: (9, 5, 0) };
    let portfolio = Store::new(Path::new("plans")).refresh(&|_| today).unwrap();
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let mut pictures = String::new();
        for question in &QUESTIONS {
            let mut model = Model::new(Setup { lang: Some(lang), ..Setup::default() });
            let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 160, height: 45 });
            update(&mut model, Message::Loaded(portfolio.clone()), now, &Drawn::default());
            let mut drawn = draw(&model, now, Theme::Roles, &mut buffer);
            let keys: Vec<Key> = Key::parse_all(question.keys).unwrap().into_iter().collect();
            assert!(keys.len() <= 2, "{}", question.keys);
            for key in keys {
                update(&mut model, Message::Key(key), now, &drawn);
                drawn = draw(&model, now, Theme::Roles, &mut buffer);
            }
            assert_eq!(model.screen, question.screen, "{}", question.keys);
            let text = picture::text(&buffer);
            let [english, chinese] = [0, 1].map(|n| (question.asked[n], question.answer[n]));
            let (asked, answer) = match lang {
                Lang::En => english,
                Lang::Zh => chinese,
            };
            for words in answer {
                assert!(text.contains(words), "{asked} {} “{words}”\n{text}", question.keys);
            }
            let _ = writeln!(pictures, "{}  {asked}\n\n{text}", question.keys);
        }
        insta::assert_snapshot!(format!("questions_{name}"), pictures);
    }
    let asked: HashSet<Screen> = QUESTIONS.iter().map(|question| question.screen).collect();
    assert_eq!(asked.len(), Screen::every().count(), "every screen answers a question");
}
