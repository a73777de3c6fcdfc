//! Travelling in time is reading again: the board of a past day, made from all that is known now, is the board that
//! day's files would have given. On random plans with logs out of order, done and undone, and on the sample.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "each test uses a part of it")]
mod large;

use std::path::Path;
use std::sync::Arc;

use guatu::domain::clock::Light;
use guatu::domain::deadline::Base;
use guatu::domain::filter::Filter;
use guatu::domain::finding::{Code, Finding, Particulars, Place};
use guatu::domain::ledger::FileState;
use guatu::domain::narrow::Selection;
use guatu::domain::plan::{AppliesTo, Delegated, Item, Items, Rule, Section, Stage, Title, Unit};
use guatu::domain::state::State;
use guatu::domain::status::{Extension, Filed, Logged, Report, RuleReport, Words};
use guatu::domain::{
    Board, Calendar, Count, Day, ItemIx, Ledger, Percent, Plan, RollUp, RuleIx, SectionIx, UnitIx, changes,
};
use guatu::store::Store;
use guatu::text::Said;
use proptest::prelude::*;

/// Units, and items: each plan has three sections, the second below the first.
const UNITS: usize = 3;
const ITEMS: usize = 6;

fn first() -> Day {
    "2022-01-27".parse().unwrap()
}

/// A day from a week before the plan to ten weeks after.
fn any_day() -> impl Strategy<Value = Day> {
    (-7i64..70).prop_map(|n| first().plus(n))
}

fn title(text: &str) -> Title {
    Title { own: text.into(), english: None }
}

fn any_item() -> impl Strategy<Value = (Vec<UnitIx>, Delegated, Option<Day>, Option<Day>, u32)> {
    let leads = prop::sample::subsequence((0..UNITS).map(UnitIx::new).collect::<Vec<_>>(), 1..=UNITS);
    let delegated = prop::sample::select(vec![Delegated::Yes, Delegated::No, Delegated::Undetermined]);
    (leads, delegated, prop::option::of(any_day()), prop::option::of(any_day()), 1u32..3000)
}

fn any_entry() -> impl Strategy<Value = Logged> {
    let state = prop::option::of(prop::sample::select(State::ALL.to_vec()));
    let progress = prop::option::of((0u64..=100_000).prop_map(Percent::from_thousandths));
    let note = prop::option::of((0..40).prop_map(|n| format!("记{n:02}")));
    (any_day(), state, progress, note).prop_map(|(on, state, progress, note)| Logged {
        on,
        state,
        progress,
        words: Words::of([note, None, None, None]),
    })
}

/// A report on one item; the log is in no order at all.
fn any_report() -> impl Strategy<Value = Filed> {
    let extension = prop::option::of((any_day(), any_day()));
    let stages = [(); 3].map(|()| prop::option::of(any_day()));
    (prop::option::of(any_day()), extension, prop::collection::vec(any_entry(), 0..6), stages).prop_map(
        |(due, extension, log, stages)| Filed {
            due,
            extension: extension.map(|(to, approved)| Extension { to, approved, reason: None }),
            log,
            rules: vec![(RuleIx::new(0), RuleReport { stages, document: None, link: None })],
        },
    )
}

fn section(
    label: &str,
    parent: Option<usize>,
    below: std::ops::Range<usize>,
    own: std::ops::Range<usize>,
) -> Section {
    Section {
        label: label.into(),
        title: title(label),
        parent: parent.map(SectionIx::new),
        depth: u16::from(parent.is_some()),
        sections: vec![],
        own,
        below,
    }
}

prop_compose! {
    fn any_ledger()(
        items in prop::collection::vec(any_item(), ITEMS),
        reports in prop::collection::vec(prop::collection::vec(any_report(), ITEMS), UNITS),
        count in prop::sample::select(Count::ALL.to_vec()),
    ) -> Ledger {
        let mut packed = Items::default();
        for (n, (leads, delegated, start, due, weight)) in items.iter().enumerate() {
            packed.push(Item {
                id: &format!("1-{n}"),
                title: Title { own: "事项", english: None },
                section: SectionIx::new(n / 2),
                leads,
                support: &[],
                delegated: *delegated,
                because: None,
                tags: &[],
                start: *start,
                due: *due,
                weight: *weight,
            });
        }
        let reports = reports.into_iter().enumerate().map(|(n, list)| {
            let unit = UnitIx::new(n);
            let led = list.into_iter().enumerate().filter(|(at, _)| items[*at].0.contains(&unit));
            let items = led.map(|(at, report)| (ItemIx::new(at), report)).collect();
            Some(Arc::new(Report::new(unit, None, items)))
        });
        let reports = reports.collect();
        let plan = Plan {
            issued: Some(first()),
            rules: vec![Rule {
                id: "supervision".into(),
                title: title("细则"),
                clause: "（十七）".into(),
                applies_to: AppliesTo::Delegated,
                from: Some((Base::Issued, first())),
                days: 20,
                count,
                stages: Stage::ALL.to_vec(),
            }],
            units: ["a", "b", "c"]
                .map(|id| Unit { id: id.into(), name: title(id), full_name: None, aliases: vec![] })
                .to_vec(),
            sections: vec![
                section("一、", None, 0..4, 0..2),
                section("（一）", Some(0), 2..4, 2..4),
                section("二、", None, 4..6, 4..6),
            ],
            items: packed,
            ..Plan::default()
        };
        Ledger {
            plan: Arc::new(plan),
            reports,
            files: vec![FileState::Read; UNITS],
            paths: ["units/a.yaml", "units/b.yaml", "units/c.yaml"].map(Into::into).to_vec(),
            ..Ledger::default()
        }
    }
}

/// What happens to a unit's file: the unit, what it reports then, how the file is found, what is wrong in it.
type Edit = (usize, Option<Vec<Filed>>, FileState, Vec<Finding>);

fn any_edit() -> impl Strategy<Value = Edit> {
    let report = prop::option::weighted(0.8, prop::collection::vec(any_report(), ITEMS));
    let states = [
        FileState::Read,
        FileState::Missing,
        FileState::Unreadable { kept: true },
        FileState::Unreadable { kept: false },
    ];
    let finding = prop::sample::select(vec![Code::BadDate, Code::UnknownKey, Code::FutureEntry]);
    let findings = prop::collection::vec(
        finding.prop_map(|code| {
            let (said, hint) = (Said::default(), Said::default());
            Particulars { code, severity: code.severity(), place: Place::default(), said, hint }.into()
        }),
        0..3,
    );
    (0..UNITS, report, prop::sample::select(states.to_vec()), findings)
}

/// The ledger after that: everything the unit does not say otherwise is shared.
fn edited(ledger: &Ledger, (unit, list, state, findings): Edit, on: Day) -> Ledger {
    let mut after = ledger.clone();
    let led = |list: Vec<Filed>| -> Vec<(ItemIx, Filed)> {
        let all = list.into_iter().enumerate().map(|(n, report)| (ItemIx::new(n), report));
        all.filter(|(ix, _)| ledger.plan.item(*ix).unwrap().leads.contains(&UnitIx::new(unit))).collect()
    };
    after.reports[unit] = list.map(|list| Arc::new(Report::new(UnitIx::new(unit), None, led(list))));
    after.files[unit] = state;
    after.future = findings.iter().map(|finding| (on, finding.clone())).collect();
    after.findings = findings;
    after
}

/// The ledger as its files stood on `day`: nothing that happened later is in them yet.
fn cut(ledger: &Ledger, day: Day) -> Ledger {
    let item = |report: &Filed| Filed {
        due: report.due,
        extension: report.extension.clone().filter(|extension| extension.approved <= day),
        log: report.log.iter().filter(|entry| entry.on <= day).cloned().collect(),
        rules: report
            .rules
            .iter()
            .map(|(rule, report)| {
                let stages = report.stages.map(|on| on.filter(|on| *on <= day));
                (*rule, RuleReport { stages, ..report.clone() })
            })
            .collect(),
    };
    let report = |report: &Arc<Report>| {
        let items = report.filed().iter().map(|(ix, filed)| (*ix, item(filed))).collect();
        Arc::new(Report::new(report.unit, report.contact.clone(), items))
    };
    let reports = ledger.reports.iter().map(|one| one.as_ref().map(report)).collect();
    Ledger { reports, ..ledger.clone() }
}

/// What changed between two boards, all items compared: the second is told of a plan that is equal and not the same.
fn changes_of_all(before: &Board, after: &Board) -> Vec<changes::ItemChange> {
    let ledger = Ledger { plan: Arc::new(after.plan().clone()), ..(*after.ledger).clone() };
    changes::between(before, &Board::new(Arc::new(ledger), after.day, after.today, &Calendar::builtin()))
}

fn board(ledger: &Ledger, day: Day, calendar: &Calendar) -> Board {
    Board::new(Arc::new(ledger.clone()), day, day, calendar)
}

/// What differs between two boards, figure by figure.
fn assert_same(one: &Board, other: &Board) {
    assert_eq!(one.day, other.day);
    assert_eq!(one.items, other.items, "{}", one.day);
    assert_eq!(one.sections, other.sections, "{}", one.day);
    assert_eq!(one.total, other.total, "{}", one.day);
    assert_eq!(one.rules, other.rules, "{}", one.day);
    assert_eq!(one.obligations, other.obligations, "{}", one.day);
    assert_eq!(one.units, other.units, "{}", one.day);
}

/// What must add up on every board.
fn assert_sums(board: &Board) {
    let sum = |count: fn(&RollUp) -> usize| {
        board.plan().roots().map(|root| count(&board.section(root))).sum::<usize>()
    };
    let counts: [fn(&RollUp) -> usize; 7] = [
        |r| r.items,
        |r| r.stopped,
        |r| r.done,
        |r| r.done_late,
        |r| r.overdue,
        |r| r.due_soon,
        |r| r.reported,
    ];
    for count in counts {
        assert_eq!(sum(count), count(&board.total));
    }
    for (at, light) in Light::ALL.into_iter().enumerate() {
        assert_eq!(board.total.lights[at], board.items.iter().filter(|item| item.light() == light).count());
        assert_eq!(
            board.total.lights[at],
            board.plan().roots().map(|r| board.section(r).lights[at]).sum::<usize>()
        );
    }
    assert_eq!(board.total.lights.iter().sum::<usize>(), board.items.len());
    assert_eq!(board.total.items, board.items.len());
    for rule in &board.rules {
        assert_eq!(rule.owed, rule.met + rule.overdue + rule.open);
        assert!(rule.met_late <= rule.met);
    }
}

/// The weighted mean of what the dates ask for on a board's day.
fn asked_for(board: &Board) -> Option<Percent> {
    let asked = board.rows().filter(|(_, _, figures)| figures.state != State::Stopped);
    let asked = asked.filter_map(|(_, item, figures)| Some((u128::from(item.weight), figures.expected?)));
    let (sum, weights) = asked.fold((0, 0), |(sum, weights), (weight, expected)| {
        (sum + weight * u128::from(expected.thousandths()), weights + weight)
    });
    (weights > 0).then(|| Percent::mean(sum, weights))
}

/// That the curve of `last` says of `then` what the board of that day says.
fn assert_on_the_curve(last: &Board, then: &Board) {
    let curve = last.burn_up();
    let day = then.day;
    if let Some(point) = curve.on(day) {
        assert_eq!((point.items, point.done), (then.total.counted(), then.total.done), "{day}");
        assert_eq!(point.progress, then.total.progress(), "{day}");
        assert_eq!(curve.expected_on(day), asked_for(then), "{day}");
    } else {
        assert!(day < curve.first || day > last.day, "{day} has no point");
    }
    let back = last.day.since(day);
    if back % 7 == 0 && back <= 49 {
        for (n, unit) in then.units.iter().enumerate() {
            let week = 7 - usize::try_from(back / 7).unwrap();
            assert_eq!(
                last.burn_up().weeks_of(UnitIx::new(n))[week],
                unit.roll_up.progress(),
                "{n} on {day}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn replaying_day_by_day_and_reading_once_give_the_same_board(ledger in any_ledger()) {
        let calendar = Calendar::builtin();
        for n in -10..75 {
            let day = first().plus(n);
            let replayed = board(&ledger, day, &calendar);
            assert_same(&replayed, &board(&cut(&ledger, day), day, &calendar));
            assert_sums(&replayed);
        }
    }

    #[test]
    fn the_burn_up_says_of_each_day_what_the_board_of_that_day_says(ledger in any_ledger(), last in any_day()) {
        let calendar = Calendar::builtin();
        let last = board(&ledger, last, &calendar);
        for n in -60..=last.day.since(first()) {
            assert_on_the_curve(&last, &board(&ledger, first().plus(n), &calendar));
        }
    }

    #[test]
    fn a_board_by_difference_is_the_board_from_nothing(
        ledger in any_ledger(),
        edits in prop::collection::vec(any_edit(), 1..6),
        day in any_day(),
        today in any_day(),
    ) {
        let calendar = Calendar::builtin();
        let mut ledger = ledger;
        let mut board = Board::new(Arc::new(ledger.clone()), day, today, &calendar);
        for edit in edits {
            ledger = edited(&ledger, edit, day.plus(3));
            let whole = Board::new(Arc::new(ledger.clone()), day, today, &calendar);
            let after = board.after(Arc::clone(&whole.ledger), day, today, &calendar);
            assert_same(&after, &whole);
            prop_assert_eq!(after.burn_up(), whole.burn_up());
            prop_assert_eq!((after.overdue(), after.pressing()), (whole.overdue(), whole.pressing()));
            prop_assert_eq!(after.deadlines(), whole.deadlines());
            // Every field, those nobody else can see among them.
            prop_assert_eq!(format!("{after:#?}"), format!("{whole:#?}"));
            prop_assert_eq!(changes::between(&board, &after), changes_of_all(&board, &whole));
            // Another day of the same ledger takes over what no day changes.
            let other = after.after(Arc::clone(&whole.ledger), today, today, &calendar);
            let anew = Board::new(Arc::clone(&whole.ledger), today, today, &calendar);
            prop_assert_eq!(other.burn_up(), anew.burn_up());
            prop_assert_eq!(format!("{other:#?}"), format!("{anew:#?}"));
            board = after;
        }
    }

    #[test]
    fn nothing_has_changed_between_a_board_and_itself_and_what_is_late_stays_late(ledger in any_ledger(), day in any_day()) {
        let calendar = Calendar::builtin();
        let one = board(&ledger, day, &calendar);
        prop_assert!(changes::between(&one, &board(&ledger, day, &calendar)).is_empty());
        // With nothing more in the files, late on a day is late on every day after it, by as much.
        let then = cut(&ledger, day);
        let (now, later) = (board(&then, day, &calendar), board(&then, day.plus(400), &calendar));
        for (before, after) in now.items.iter().zip(&later.items) {
            if before.clock.key() == "completed_late" {
                prop_assert_eq!(before.clock, after.clock);
            }
        }
        for (before, after) in now.obligations.iter().zip(&later.obligations) {
            if before.clock.key() == "met_late" {
                prop_assert_eq!(before.clock, after.clock);
            }
        }
    }
}

/// The note of the newest entry of an item, as its leads' files have it.
fn newest_note(board: &Board, ix: ItemIx) -> Option<String> {
    let leads = board.plan().item(ix)?.leads.iter();
    let filed = leads.filter_map(|unit| board.ledger.report(*unit)).flat_map(Report::filed);
    let logs = filed.filter(|(item, _)| *item == ix).flat_map(|(_, filed)| filed.log);
    let newest = logs.filter(|entry| entry.on <= board.day).max_by_key(|entry| entry.on)?;
    newest.words.note().map(ToOwned::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn a_search_finds_the_items_whose_newest_note_has_the_word(ledger in any_ledger(), day in any_day(), n in 0..40) {
        let calendar = Calendar::builtin();
        let whole = board(&ledger, day, &calendar);
        let narrow = Selection::of(&whole, &Filter::parse("!1-2 !1-3"), None).unwrap().board(&whole, &calendar);
        let word = format!("记{n:02}");
        let filter = Filter::parse(&word);
        for board in [&whole, &narrow] {
            let sieve = filter.on(board);
            for (ix, ..) in board.rows() {
                let has = newest_note(board, ix).is_some_and(|note| note.contains(&word));
                prop_assert_eq!(sieve.passes(ix), has);
            }
        }
    }
}

/// How many items of two boards are not one and the same: what was computed anew, or copied beside it.
fn own(one: &Board, other: &Board) -> usize {
    one.items.iter().zip(&other.items).filter(|(one, other)| !std::ptr::eq(*one, *other)).count()
}

#[test]
fn a_save_of_one_item_costs_the_same_in_a_plan_of_ten_times_the_size() {
    let calendar = Calendar::builtin();
    let cost = |units: usize| {
        let ledger = large::ledger("plan", units, 100);
        let before = Board::new(Arc::new(ledger), large::today(), large::today(), &calendar);
        let saved = Arc::new(large::saved(&before.ledger, 1, 90));
        let after = before.after(saved, large::today(), large::today(), &calendar);
        assert_eq!(changes::between(&before, &after).len(), 1);
        (own(&before, &after), before.items.len())
    };
    let ((small, 300), (large, 3000)) = (cost(3), cost(30)) else { panic!("other sizes") };
    assert_eq!(small, large);
    assert!((1..100).contains(&small), "{small} items are not shared");
}

#[test]
fn the_sample_plan_and_its_curve_replay_every_day_of_its_first_quarter() {
    let portfolio = Store::new(Path::new("plans")).refresh(&|_| first().plus(90)).unwrap();
    let ledger = &portfolio.ledgers[0];
    let last = board(ledger, first().plus(89), &portfolio.calendar);
    for n in -5..90 {
        let day = first().plus(n);
        let replayed = board(ledger, day, &portfolio.calendar);
        assert_same(&replayed, &board(&cut(ledger, day), day, &portfolio.calendar));
        assert_sums(&replayed);
        assert_on_the_curve(&last, &replayed);
    }
}
