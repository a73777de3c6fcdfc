//! The reminder slip (催办单): what a unit owes, whom to ask, on which clause; nothing the files do not say.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::Arc;

use guatu::domain::agenda::{self, When};
use guatu::domain::reminder::{Paragraph, slip, text};
use guatu::domain::{Board, Day};
use guatu::store::Store;
use guatu::text::Lang;

fn board(day: &str) -> Board {
    let day: Day = day.parse().unwrap();
    let portfolio = Store::new(Path::new("plans")).refresh(&|_| day).unwrap();
    Board::new(Arc::clone(&portfolio.ledgers[0]), day, day, &portfolio.calendar)
}

#[test]
fn a_slip_names_the_unit_its_contact_the_clause_and_the_day() {
    let board = board("2022-02-10");
    for lang in [Lang::Zh, Lang::En] {
        let unit = board.plan().unit_of("scjgj").unwrap();
        let name = if lang == Lang::Zh { "slip_zh" } else { "slip_en" };
        insta::assert_snapshot!(name, text(&board, unit, lang));
    }
}

#[test]
fn a_slip_lists_exactly_what_the_unit_owes_until_the_end_of_next_week_and_its_open_rules() {
    for day in ["2022-02-03", "2022-02-10", "2022-02-16", "2022-02-17", "2022-03-31", "2022-10-08"] {
        let board = board(day);
        for (n, unit) in board.plan().units.iter().enumerate() {
            let ix = guatu::domain::UnitIx::new(n);
            let all = agenda::between(&board, Day::FIRST, Day::LAST);
            let mine = all.iter().filter(|(due, falls)| {
                let rule = matches!(falls, agenda::Falls::Rule(_));
                falls.owing(&board).contains(&ix) && (rule || When::of(&board, *due) != When::Later)
            });
            let listed = slip(&board, ix, Lang::Zh);
            let entries = listed.iter().filter(|it| matches!(it, Paragraph::Entry(_))).count();
            assert_eq!(entries, mine.count(), "{} on {day}", unit.id);
            // A unit that owes nothing is told so, and not asked for anything.
            let asked = text(&board, ix, Lang::Zh).contains("请抓紧办理");
            assert_eq!(asked, entries > 0, "{} on {day}", unit.id);
        }
    }
}

#[test]
fn a_lead_that_has_done_its_part_is_not_reminded_of_what_the_other_lead_owes() {
    let board = board("2022-12-31");
    let mut joint = 0;
    for (_, falls) in agenda::overdue(&board) {
        let item = board.plan().item(falls.item()).unwrap();
        let figures = board.item(falls.item()).unwrap();
        if let agenda::Falls::Item(_) = falls {
            let owing = falls.owing(&board);
            for (unit, own) in item.leads.iter().zip(&figures.leads) {
                assert_eq!(owing.contains(unit), !own.state.is_done(), "{}", item.id);
            }
            joint += usize::from(item.leads.len() > 1);
        }
    }
    assert!(joint > 0, "the sample has joint leads that are overdue by then");
}

#[test]
fn overdue_in_the_agenda_is_what_the_clock_calls_overdue() {
    let board = board("2022-12-31");
    let items = agenda::overdue(&board).iter().filter(|(_, it)| matches!(it, agenda::Falls::Item(_))).count();
    assert_eq!(items, board.total.overdue);
    let rules: usize = board.rules.iter().map(|rule| rule.overdue).sum();
    assert_eq!(agenda::overdue(&board).len() - items, rules);
}
