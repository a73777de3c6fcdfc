//! The same files in other encodings give the same board, and half a character is never taken for GB18030.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::single_match_else,
    reason = "a test fails by panicking"
)]
#![expect(clippy::print_stdout, reason = "a test prints its figures")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use guatu::domain::finding::{Code, Severity};
use guatu::domain::{Board, Day, Portfolio};
use guatu::store::{Store, probe};

const PLAN: &str = "plans/hangzhou-2022";

fn day() -> Day {
    "2022-02-10".parse().unwrap()
}

/// The files of the plan, `plan.yaml` first, relative to its folder.
fn files() -> Vec<PathBuf> {
    let mut units: Vec<_> = fs::read_dir(Path::new(PLAN).join("units"))
        .unwrap()
        .map(|entry| Path::new("units").join(entry.unwrap().file_name()))
        .collect();
    units.sort();
    [vec![PathBuf::from("plan.yaml")], units].concat()
}

fn text(file: &Path) -> String {
    fs::read_to_string(Path::new(PLAN).join(file)).unwrap()
}

fn board(portfolio: &Portfolio) -> Board {
    Board::new(Arc::clone(&portfolio.ledgers[0]), day(), day(), &portfolio.calendar)
}

fn figures(board: &Board) -> Vec<String> {
    board.rows().map(|(_, item, figures)| format!("{} {figures:?}", item.id)).collect()
}

/// Reads the plan with every file written anew by `encode`: as it was, and how many say they are not in UTF-8.
fn compare(name: &str, encode: &dyn Fn(&str) -> Vec<u8>) -> usize {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("hangzhou-2022");
    fs::create_dir_all(dir.join("units")).unwrap();
    for file in files() {
        fs::write(dir.join(&file), encode(&text(&file))).unwrap();
    }
    let was = Store::new(Path::new(PLAN)).refresh(&|_| day()).unwrap();
    let now = Store::new(&dir).refresh(&|_| day()).unwrap();
    assert_eq!(now.ledgers.len(), 1, "{name}: {:#?}", now.findings);
    assert_eq!(now.ledgers[0].plan, was.ledgers[0].plan, "{name}");
    for (n, path) in now.ledgers[0].paths.iter().enumerate() {
        assert_eq!(now.ledgers[0].reports[n], was.ledgers[0].reports[n], "{name}: {path}");
    }
    let (was, now) = (board(&was), board(&now));
    assert_eq!(figures(&now), figures(&was), "{name}");
    let (told, rest): (Vec<_>, Vec<_>) =
        now.findings.iter().cloned().partition(|finding| finding.code == Code::Encoding);
    assert_eq!(rest, was.findings, "{name}");
    assert!(told.iter().all(|finding| finding.severity == Severity::Warning), "{name}");
    println!("{name}: {} items the same, {} files with a warning", figures(&now).len(), told.len());
    told.len()
}

#[test]
fn every_encoding_of_all_files_gives_the_same_board() {
    let wide = |order: fn(u16) -> [u8; 2]| {
        move |text: &str| {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
        }
    };
    assert_eq!(compare("UTF-8 with BOM", &|text| [b"\xef\xbb\xbf", text.as_bytes()].concat()), 0);
    assert_eq!(compare("UTF-16 LE", &wide(u16::to_le_bytes)), 0);
    assert_eq!(compare("UTF-16 BE", &wide(u16::to_be_bytes)), 0);
    assert_eq!(compare("CR LF", &|text| text.replace('\n', "\r\n").into_bytes()), 0);
    let gb = |text: &str| {
        let (bytes, _, lost) = encoding_rs::GB18030.encode(text);
        assert!(!lost);
        bytes.into_owned()
    };
    assert_eq!(compare("GB18030", &gb), files().len());
}

#[test]
fn four_byte_gb18030_is_read_too() {
    let (plan, found) = probe::plan(text(Path::new("plan.yaml")).as_bytes());
    assert_eq!(found, []);
    let plan = plan.unwrap();
    let unit = plan.unit_of("tax").unwrap();
    let source = "unit: tax\ncontact: 㐀𠀀㙍税务联系人\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(source);
    let (report, found) = probe::status(&plan, unit, day(), &bytes);
    assert_eq!(report, probe::status(&plan, unit, day(), source.as_bytes()).0);
    assert!(found.iter().all(|finding| finding.code == Code::Encoding), "{found:#?}");
}

#[test]
fn a_file_cut_in_the_middle_of_a_character_is_incomplete_and_never_taken_for_gb18030() {
    let (plan, _) = probe::plan(text(Path::new("plan.yaml")).as_bytes());
    let plan = plan.unwrap();
    let mut cuts = 0;
    for file in files() {
        let text = text(&file);
        let unit = plan.unit_of(file.file_stem().unwrap().to_str().unwrap());
        for cut in (1..text.len()).filter(|cut| !text.is_char_boundary(*cut)) {
            let part = &text.as_bytes()[..cut];
            let (read, found) = match unit {
                Some(unit) => {
                    let (read, found) = probe::status(&plan, unit, day(), part);
                    (read.is_some(), found)
                }
                None => {
                    let (read, found) = probe::plan(part);
                    (read.is_some(), found)
                }
            };
            let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
            assert!(!read && codes == [Code::Incomplete], "{}: {cut}: {codes:?}", file.display());
            assert!(found[0].place.line > 0 && found[0].place.column > 0, "{found:#?}");
            cuts += 1;
        }
    }
    println!("{cuts} cuts in {} files", files().len());
    assert!(cuts > 304);
}
