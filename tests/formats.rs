//! Every format read back by a parser that is not ours: the same items and the same figures as the board has, on the
//! plan of this repository and on random plans with hostile titles.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]
#![expect(clippy::print_stdout, reason = "a test says which seed it threw, and what it skipped")]
#![expect(clippy::wildcard_enum_match_arm, reason = "the parser's list of events is not ours")]

#[path = "support/dice.rs"]
mod dice;
#[path = "support/wild.rs"]
mod wild;

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use common::stdout;
use dice::Dice;
use guatu::domain::agenda::{self, Falls};
use guatu::domain::{Board, Day, Light, Portfolio};
use guatu::report::{self, Format, Sheet, Signs, Style, View};
use guatu::store::Store;
use guatu::text::Lang;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};
use serde_json::Value;

/// What was read, as boards of one day.
struct Read {
    portfolio: Arc<Portfolio>,
    boards: Vec<Board>,
}

impl Read {
    fn new(root: &Path, day: &str) -> Self {
        let day: Day = day.parse().unwrap();
        let portfolio = Store::new(root).refresh(&|_: &str| day).unwrap();
        let board = |ledger: &Arc<_>| Board::new(Arc::clone(ledger), day, day, &portfolio.calendar);
        let boards = portfolio.ledgers.iter().map(board).collect();
        Self { portfolio, boards }
    }

    fn write(&self, format: Format, view: View, lang: Lang) -> String {
        let sheet = Sheet {
            boards: &self.boards,
            before: &self.boards,
            root: &self.portfolio.findings,
            calendar: &self.portfolio.calendar,
            style: Style { lang, signs: Signs::Unicode },
        };
        String::from_utf8(report::write(format, view, &sheet).unwrap()).unwrap()
    }
}

/// The plan of this repository, and random ones; each with a word that finds it again.
fn inputs() -> Vec<(String, Read)> {
    let mut all: Vec<(String, Read)> = ["2022-02-10", "2022-02-18", "2021-12-31"]
        .map(|day| (format!("plans on {day}"), Read::new(Path::new("plans"), day)))
        .into();
    let seeds = u64::try_from(dice::times(400)).unwrap();
    for seed in 0..seeds {
        let mut dice = Dice::new(seed);
        let root = tempfile::tempdir().unwrap();
        wild::write(root.path(), "a plan", &mut dice);
        if seed % 3 == 0 {
            wild::write(root.path(), "b\"x\\", &mut dice);
        }
        let read = Read::new(root.path(), "2022-02-10");
        assert!(!read.boards.is_empty(), "seed {seed}: {:?}", read.portfolio.findings);
        all.push((format!("seed {seed}"), read));
    }
    all
}

/// What every list of items must say: id, title, units, state, progress, due, light, clock.
fn rows(board: &Board, lang: Lang) -> Vec<[String; 8]> {
    let plan = board.plan();
    board
        .rows()
        .map(|(_, item, figures)| {
            [
                item.id.to_string(),
                item.title.get(lang).to_owned(),
                plan.lead_names(item, lang),
                figures.state.key().to_owned(),
                figures.progress.to_string(),
                figures.due_day().map_or_else(String::new, |day| day.to_string()),
                figures.light().key().to_owned(),
                figures.clock.key().to_owned(),
            ]
        })
        .collect()
}

fn harmless(cell: &str) -> String {
    let formula = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if cell.trim_start().starts_with(formula) { format!("'{cell}") } else { cell.to_owned() }
}

#[test]
fn csv_gives_back_the_items_and_no_cell_is_a_formula() {
    for (which, read) in inputs() {
        for lang in [Lang::Zh, Lang::En] {
            let text = read.write(Format::Csv, View::Tree, lang);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let head: Vec<&str> = reader.headers().unwrap().iter().take(9).collect::<Vec<_>>().clone();
            assert_eq!(head.join(","), "plan,id,title,unit,state,progress,due,light,clock");
            let got: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let wanted: Vec<Vec<String>> = read
                .boards
                .iter()
                .flat_map(|board| {
                    let plan = board.plan().id.to_string();
                    rows(board, lang).into_iter().map(move |row| {
                        std::iter::once(plan.clone()).chain(row).map(|cell| harmless(&cell)).collect()
                    })
                })
                .collect();
            let first: Vec<Vec<String>> = got.iter().map(|row| row[..9].to_vec()).collect();
            assert_eq!(first, wanted, "{which}");
            assert!(
                got.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@', '＝']))
            );
        }
    }
}

#[test]
fn json_is_valid_by_its_schema_and_has_the_figures_of_the_board() {
    let schema: Value = serde_json::from_str(&stdout(&["schema", "report"], 0)).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for (which, read) in inputs() {
        let json: Value = serde_json::from_str(&read.write(Format::Json, View::Summary, Lang::Zh)).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&json)
            .flat_map(|error| [format!("{} {error}", error.instance_path())])
            .collect();
        assert_eq!(wrong, [""; 0], "{which}");
        let plans = json["plans"].as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
        assert_eq!(plans.len(), read.boards.len(), "{which}");
        for (plan, board) in plans.iter().zip(&read.boards) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let got: Vec<[String; 7]> = plan["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| {
                    let progress = format!("{:.1}", item["progress"].as_f64().unwrap());
                    let [id, title, state] = ["id", "title", "state"].map(|key| text(&item[key]));
                    let [due, light, clock] = ["due", "light", "clock"].map(|key| text(&item[key]));
                    [id, title, state, progress, due, light, clock]
                })
                .collect();
            let wanted: Vec<[String; 7]> = rows(board, Lang::Zh)
                .into_iter()
                .map(|[id, title, _, state, progress, due, light, clock]| {
                    [id, title, state, progress, due, light, clock]
                })
                .collect();
            assert_eq!(got, wanted, "{which}");
            assert_eq!(plan["totals"]["overdue"], board.total.overdue);
        }
    }
    let mut spoiled: Value = serde_json::from_str(&stdout(&["report", "--format", "json"], 0)).unwrap();
    spoiled["items"][0]["light"] = "pink".into();
    assert!(!validator.is_valid(&spoiled), "the schema must be able to fail");
}

/// What a text of a calendar means.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().unwrap() {
                'n' | 'N' => out.push('\n'),
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    out
}

#[test]
fn the_calendar_holds_every_open_date_once_with_its_title_and_an_id_that_stays() {
    for (which, read) in inputs() {
        let text = read.write(Format::Ics, View::Summary, Lang::Zh);
        assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n") && line.len() <= 77), "{which}");
        let calendars: Vec<_> =
            ical::IcalParser::new(text.as_bytes()).map(|calendar| calendar.unwrap()).collect();
        let [calendar] = &calendars[..] else { panic!("{which}: one calendar") };
        let mut wanted = Vec::new();
        for board in &read.boards {
            for (day, falls) in agenda::between(board, Day::FIRST, Day::LAST) {
                let ix = match falls {
                    Falls::Item(ix) => ix,
                    Falls::Rule(owed) => owed.item,
                };
                let item = board.plan().item(ix).unwrap();
                wanted.push((day.to_string().replace('-', ""), format!("{} {}", item.id, item.title.own)));
            }
        }
        assert_eq!(calendar.events.len(), wanted.len(), "{which}");
        let mut ids = BTreeSet::new();
        for (event, (day, title)) in calendar.events.iter().zip(wanted) {
            let get = |name: &str| {
                let property = event.properties.iter().find(|property| property.name == name).unwrap();
                property.value.clone().unwrap()
            };
            assert_eq!(get("DTSTART"), day, "{which}");
            let end: Day = iso(&get("DTEND"));
            assert_eq!(end.since(iso(&day)), 1);
            assert!(unescaped(&get("SUMMARY")).contains(&title), "{which}: {title}");
            assert!(get("UID").is_ascii() && ids.insert(get("UID")), "{which}: {}", get("UID"));
            assert_eq!(get("DTSTAMP").len(), "20220210T000000Z".len());
            assert_eq!(event.alarms.len(), 2);
        }
        assert_eq!(text, read.write(Format::Ics, View::Summary, Lang::Zh), "the same bytes again");
    }
}

fn iso(compact: &str) -> Day {
    format!("{}-{}-{}", &compact[..4], &compact[4..6], &compact[6..]).parse().unwrap()
}

/// A line of samples: name, labels, value, by the grammar of OpenMetrics.
fn sample(line: &str) -> (String, BTreeMap<String, String>, f64) {
    let (name, rest) = line.split_once('{').unwrap();
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{line}");
    let mut labels = BTreeMap::new();
    let mut chars = rest.chars().peekable();
    loop {
        let key: String = chars.by_ref().take_while(|c| *c != '=').collect();
        assert_eq!(chars.next(), Some('"'), "{line}");
        let mut value = String::new();
        loop {
            match chars.next().unwrap() {
                '"' => break,
                '\\' => match chars.next().unwrap() {
                    'n' => value.push('\n'),
                    c @ ('\\' | '"') => value.push(c),
                    c => panic!("escape {c} in {line}"),
                },
                c => value.push(c),
            }
        }
        assert!(labels.insert(key, value).is_none(), "a label twice: {line}");
        match chars.next().unwrap() {
            ',' => {}
            '}' => break,
            c => panic!("{c} in {line}"),
        }
    }
    let value: String = chars.collect();
    (name.to_owned(), labels, value.strip_prefix(' ').unwrap().parse().unwrap())
}

#[test]
fn the_gauges_follow_the_grammar_and_are_the_figures_of_the_board() {
    for (which, read) in inputs() {
        let text = read.write(Format::Openmetrics, View::Summary, Lang::Zh);
        assert!(text.ends_with("\n# EOF\n"));
        let mut families = BTreeSet::new();
        let mut family = String::new();
        let mut samples = BTreeMap::new();
        for line in text.lines().take_while(|line| *line != "# EOF") {
            if let Some(rest) = line.strip_prefix("# ") {
                let (word, rest) = rest.split_once(' ').unwrap();
                let (name, rest) = rest.split_once(' ').unwrap();
                match word {
                    "TYPE" => {
                        assert_eq!(rest, "gauge");
                        assert!(families.insert(name.to_owned()), "{name} in two pieces");
                        name.clone_into(&mut family);
                    }
                    "UNIT" => assert!(name.ends_with(&format!("_{rest}"))),
                    "HELP" => assert!(!rest.is_empty()),
                    word => panic!("{word}"),
                }
                assert_eq!(name, family);
            } else {
                let (name, labels, value) = sample(line);
                assert_eq!(name, family, "{line}");
                assert!(samples.insert((name, labels), value).is_none(), "twice: {line}");
            }
        }
        let get = |name: &str, labels: &[(&str, &str)]| {
            let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            samples.get(&(name.to_owned(), labels)).copied()
        };
        let near = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-9, "{which}: {a:?} {b}");
        for board in &read.boards {
            let id: &str = &board.plan().id;
            for light in Light::ALL {
                let count = f64::from(u32::try_from(board.total.count(light)).unwrap());
                near(get("guatu_plan_items", &[("plan", id), ("light", light.key())]), count);
            }
            for (_, unit, figures) in board.unit_rows() {
                let labels = [("plan", id), ("unit", &*unit.id)];
                near(
                    get("guatu_overdue", &labels),
                    f64::from(u32::try_from(figures.roll_up.overdue).unwrap()),
                );
                let ratio = get("guatu_progress_ratio", &labels);
                assert_eq!(ratio.is_some(), figures.roll_up.progress().is_some());
                if let Some(percent) = figures.roll_up.progress() {
                    near(ratio, f64::from(u32::try_from(percent.thousandths()).unwrap()) / 100_000.0);
                }
            }
            for (rule, figures) in board.plan().rules.iter().zip(&board.rules) {
                let labels = [("plan", id), ("rule", &*rule.id)];
                near(get("guatu_rule_open", &labels), f64::from(u32::try_from(figures.open).unwrap()));
                let left = get("guatu_rule_seconds_until_deadline", &labels);
                let days = figures.deadline.as_ref().map(|it| it.date.since(board.day) + 1);
                near(left, days.and_then(|days| i32::try_from(days).ok()).map_or(0.0, f64::from) * 86_400.0);
            }
        }
    }
}

/// The cells of the tree a page for people must show: progress, due, title with lead.
fn tree_rows(board: &Board, lang: Lang) -> Vec<[String; 3]> {
    rows(board, lang)
        .into_iter()
        .map(|[id, title, units, _, progress, due, ..]| {
            let due = if due.is_empty() { "—".to_owned() } else { due };
            [format!("{progress}%"), due, format!("{id} {title} · {units}")]
        })
        .collect()
}

/// Blanks of any kind as one: a page may break lines as it likes.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_shows_the_tree_and_nothing_in_it_is_alive() {
    let select = |text: &str| Selector::parse(text).unwrap();
    for (which, read) in inputs() {
        for view in View::ALL {
            let page = Html::parse_document(&read.write(Format::Html, view, Lang::Zh));
            assert_eq!(page.errors, Vec::<String>::new(), "{which} {}", view.key());
            for element in page.select(&select("*")) {
                let name = element.value().name();
                assert!(
                    !["script", "img", "a", "iframe", "object", "link", "form"].contains(&name),
                    "{name}"
                );
                for (key, _) in element.value().attrs() {
                    assert!(!key.starts_with("on") && !["href", "src", "action"].contains(&key), "{key}");
                }
            }
        }
        let page = Html::parse_document(&read.write(Format::Html, View::Tree, Lang::Zh));
        let cells = |row: scraper::ElementRef<'_>| -> Vec<String> {
            row.select(&select("td")).map(|cell| flat(&cell.text().collect::<String>())).collect()
        };
        let got: Vec<Vec<String>> = page.select(&select("tbody tr")).map(cells).collect();
        for row in read.boards.iter().flat_map(|board| tree_rows(board, Lang::Zh)) {
            let [progress, due, title] = row.map(|cell| flat(&cell));
            let found = got.iter().any(|cells| {
                cells.get(1) == Some(&progress) && cells.get(3) == Some(&due) && cells.last() == Some(&title)
            });
            assert!(found, "{which}: {progress} {due} {title}\n{got:#?}");
        }
        let titles: Vec<String> =
            page.select(&select("h1")).map(|it| flat(&it.text().collect::<String>())).collect();
        let wanted: Vec<String> = read.boards.iter().map(|board| flat(&board.plan().title.own)).collect();
        assert_eq!(titles, wanted, "{which}");
    }
}

/// The rows of the tables of a document, and the kinds of markup in it that no report makes.
fn markdown(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (mut rows, mut odd) = (Vec::new(), Vec::new());
    let (mut row, mut cell) = (Vec::new(), String::new());
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::End(TagEnd::TableCell) => row.push(flat(&std::mem::take(&mut cell))),
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
            Event::Start(Tag::TableCell) | Event::End(TagEnd::TableHead) => {
                cell.clear();
                if matches!(event, Event::End(_)) {
                    row.clear();
                }
            }
            Event::Text(text) => cell.push_str(&text),
            Event::Start(
                tag @ (Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::BlockQuote(_)),
            ) => odd.push(format!("{tag:?}")),
            Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => odd.push(text.to_string()),
            Event::Start(Tag::List(Some(_))) | Event::Rule => odd.push(format!("{event:?}")),
            _ => {}
        }
    }
    (rows, odd)
}

#[test]
fn the_document_shows_the_tree_and_no_title_is_markup() {
    for (which, read) in inputs() {
        for view in View::ALL {
            let (_, odd) = markdown(&read.write(Format::Markdown, view, Lang::Zh));
            // A reminder numbers its entries; nothing else may be more than headings, lists and tables.
            assert_eq!(odd, [""; 0], "{which} {}", view.key());
        }
        let (got, _) = markdown(&read.write(Format::Markdown, View::Tree, Lang::En));
        for row in read.boards.iter().flat_map(|board| tree_rows(board, Lang::En)) {
            let [progress, due, title] = row.map(|cell| flat(&cell));
            let found = got.iter().any(|cells| {
                cells.get(1) == Some(&progress) && cells.get(3) == Some(&due) && cells.last() == Some(&title)
            });
            assert!(found, "{which}: {progress} {due} {title}\n{got:#?}");
        }
    }
}

#[test]
fn the_text_has_a_line_for_every_item_and_nothing_that_drives_a_terminal() {
    for (which, read) in inputs() {
        let text = read.write(Format::Text, View::Tree, Lang::Zh);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{which}");
        for [progress, due, title] in read.boards.iter().flat_map(|board| tree_rows(board, Lang::Zh)) {
            let found = text.lines().any(|line| {
                line.contains(&progress) && line.contains(&due) && line.trim_end().ends_with(title.trim_end())
            });
            assert!(found, "{which}: {title}");
        }
    }
}

/// Gives a report to a Python script; none where Python or the module is not there.
fn python(module: &str, script: &str, input: &str) -> Option<String> {
    let there =
        Command::new("python3").args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        println!("skipped: python3 has no module `{module}` here");
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", script])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{module}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn python_reads_the_same() {
    for (which, read) in inputs().into_iter().take(12) {
        let items: usize = read.boards.iter().map(|board| board.items.len()).sum();
        let csv = read.write(Format::Csv, View::Tree, Lang::Zh);
        let script = "import csv,sys,io\nrows=list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode(),newline='')))\nprint(len(rows));print('|'.join(r['id'] for r in rows))";
        if let Some(said) = python("csv", script, &csv) {
            let ids: Vec<String> =
                read.boards.iter().flat_map(|board| rows(board, Lang::Zh)).map(|[id, ..]| id).collect();
            assert_eq!(said.trim_end(), format!("{items}\n{}", ids.join("|")), "{which}");
        }
        let ics = read.write(Format::Ics, View::Summary, Lang::Zh);
        let script = "import icalendar,sys\nc=icalendar.Calendar.from_ical(sys.stdin.buffer.read())\nprint('\\n'.join(e['DTSTART'].dt.isoformat() for e in c.walk('VEVENT')))";
        if let Some(said) = python("icalendar", script, &ics) {
            let all = read.boards.iter().flat_map(|board| agenda::between(board, Day::FIRST, Day::LAST));
            let days: Vec<String> = all.map(|(day, _)| day.to_string()).collect();
            assert_eq!(said.trim_end(), days.join("\n"), "{which}");
        }
        let gauges = read.write(Format::Openmetrics, View::Summary, Lang::Zh);
        let script = "import sys\nfrom prometheus_client.openmetrics.parser import text_string_to_metric_families as f\nfrom prometheus_client.parser import text_string_to_metric_families as g\nt=sys.stdin.buffer.read().decode()\na=[s for m in f(t) for s in m.samples];b=[s for m in g(t) for s in m.samples]\nassert len(a)==len(b)\nprint(int(sum(s.value for s in a if s.name=='guatu_plan_items')))";
        if let Some(said) = python("prometheus_client", script, &gauges) {
            assert_eq!(said.trim_end(), items.to_string(), "{which}");
        }
    }
}
