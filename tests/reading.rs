//! The store on the plan of the repository and on a disk that changes under it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use guatu::domain::finding::Severity;
use guatu::domain::ledger::FileState;
use guatu::domain::{Board, Day, Ledger, Portfolio};
use guatu::store::{RootTrouble, Store};
use guatu::text::Lang;

fn today(_: &str) -> Day {
    "2022-02-10".parse().unwrap()
}

fn load(root: &Path) -> Arc<Portfolio> {
    Store::new(root).refresh(&today).unwrap()
}

#[test]
fn the_plan_of_the_repository_is_read_whole() {
    let portfolio = load(Path::new("plans"));
    assert!(portfolio.findings.is_empty(), "{:#?}", portfolio.findings);
    let ledger = portfolio.ledger("hangzhou-2022").unwrap();
    assert_eq!(ledger.plan.items.len(), 195);
    let day = ledger.plan.as_of.unwrap();
    let board = Board::new(Arc::clone(ledger), day, day, &portfolio.calendar);
    let codes: Vec<_> = board.findings.iter().map(|finding| finding.code.key()).collect();
    assert_eq!(
        codes,
        ["done-without-evidence", "silent-unit", "silent-unit", "late-report"],
        "{:#?}",
        board.findings
    );
    assert!(board.findings.iter().all(|finding| finding.severity == Severity::Warning));
}

/// A root with one plan `p` of two units, and the store that reads it.
struct Disk {
    dir: tempfile::TempDir,
    store: Store,
}

const PLAN: &str = include_str!("gallery/unknown-key/plan.yaml");
const A: &str = "unit: a\nitems:\n  1-1:\n    log:\n      - { on: 2022-02-01, progress: 20 }\n";

impl Disk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("p/units")).unwrap();
        let store = Store::new(dir.path());
        let disk = Self { dir, store };
        disk.write("p/plan.yaml", PLAN);
        disk.write("p/units/a.yaml", A);
        disk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn look(&mut self) -> Option<Arc<Portfolio>> {
        self.store.refresh(&today)
    }
}

fn ledger(portfolio: &Portfolio) -> &Ledger {
    portfolio.ledger("p").unwrap()
}

fn codes(portfolio: &Portfolio) -> Vec<&'static str> {
    let ledgers = portfolio.ledgers.iter().flat_map(|ledger| &ledger.findings);
    portfolio.findings.iter().chain(ledgers).map(|finding| finding.code.key()).collect()
}

#[test]
fn only_what_changed_is_read_again() {
    let mut disk = Disk::new();
    let first = disk.look().unwrap();
    assert_eq!(ledger(&first).files, [FileState::Read, FileState::Missing]);
    assert_eq!(&*ledger(&first).paths[0], "p/units/a.yaml");
    assert!(disk.look().is_none());
    // Saved again as it was: a new stamp, no new content.
    disk.write("p/units/a.yaml", A);
    assert!(disk.look().is_none());
    disk.write("p/units/b.yaml", "unit: b\n");
    let second = disk.look().unwrap();
    assert_eq!(ledger(&second).files, [FileState::Read, FileState::Read]);
    let report = |portfolio: &Portfolio| Arc::clone(ledger(portfolio).reports[0].as_ref().unwrap());
    assert!(Arc::ptr_eq(&report(&first), &report(&second)));
    assert!(Arc::ptr_eq(&ledger(&first).plan, &ledger(&second).plan));
    assert!(disk.store.refresh_all(&today).is_none());
    fs::remove_file(disk.path("p/units/a.yaml")).unwrap();
    let third = disk.look().unwrap();
    assert_eq!(ledger(&third).files, [FileState::Missing, FileState::Read]);
    assert!(ledger(&third).reports[0].is_none());
}

#[test]
fn a_restored_time_does_not_hide_a_change() {
    let mut disk = Disk::new();
    disk.look().unwrap();
    let path = disk.path("p/units/a.yaml");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    disk.write("p/units/a.yaml", &A.replace("20 }", "30 }"));
    fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    assert!(disk.look().is_some());
}

#[test]
fn the_last_good_content_stays_when_a_file_breaks() {
    let mut disk = Disk::new();
    let first = disk.look().unwrap();
    disk.write("p/units/a.yaml", &A.replace('}', ""));
    let broken = disk.look().unwrap();
    assert_eq!(ledger(&broken).files[0], FileState::Unreadable { kept: true });
    assert_eq!(ledger(&broken).reports[0], ledger(&first).reports[0]);
    assert_eq!(codes(&broken), ["syntax"]);
    // The plan changes while the report is broken: what is kept is carried over by ids.
    disk.write("p/plan.yaml", &PLAN.replace("items:", "items:\n      - { id: 1-0, title: 新, lead: b }"));
    let moved = disk.look().unwrap();
    let (item, report) = ledger(&moved).reports[0].as_ref().unwrap().items().next().unwrap();
    assert_eq!((item.get(), report.log.len()), (1, 1));
    // The plan breaks: the last good one stays.
    disk.write("p/plan.yaml", "title: [");
    let kept = disk.look().unwrap();
    assert!(Arc::ptr_eq(&ledger(&kept).plan, &ledger(&moved).plan));
    assert_eq!(codes(&kept), ["syntax", "syntax"]);
    disk.write("p/plan.yaml", PLAN);
    disk.write("p/units/a.yaml", A);
    assert_eq!(codes(&disk.look().unwrap()), [""; 0]);
}

#[test]
fn one_bad_field_loses_that_field_and_nothing_else() {
    let mut disk = Disk::new();
    disk.write(
        "p/units/a.yaml",
        "单位: a\n联系人: {甲: 1}\n事项:\n  1-1:\n    时限: 2022-02-30\n    log:\n      - 日期: ２０２２-02-01\n        state: [x]\n        进度: ４５％\n      - 说明: 没有日期\n      - on: 2022-02-03\n        状态: 已完成\n",
    );
    let portfolio = disk.look().unwrap();
    let report = ledger(&portfolio).reports[0].as_ref().unwrap();
    let log = report.items().next().unwrap().1.log;
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].progress().map(|progress| progress.to_string()), Some("45.0".into()));
    let found: Vec<_> = ledger(&portfolio)
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.location(), finding.code.key()))
        .collect();
    let at = |line: &str| format!("p/units/a.yaml:{line}");
    assert_eq!(
        found,
        [
            at("2:6 bad-type"),
            at("5:9 bad-date"),
            at("8:16 bad-type"),
            at("10:9 missing-field"),
            // Counted in the entries of the file, although one of them was lost.
            at("12:13 done-without-evidence"),
        ]
    );
}

#[test]
fn one_plans_folder_reads_as_it_does_below_the_root() {
    let disk = Disk::new();
    disk.write("holidays.yaml", "holidays:\n  - { name: 元旦, year: 2027, off: [2027-01-01, 2027-01-03] }\n");
    let (all, one) = (load(disk.dir.path()), load(&disk.path("p")));
    assert_eq!(all.calendar, one.calendar);
    assert_eq!(all.ledgers[0].plan, one.ledgers[0].plan);
    assert_eq!(&*one.ledgers[0].paths[0], "units/a.yaml");
}

#[test]
fn holidays_that_contradict_themselves_are_named() {
    let mut disk = Disk::new();
    disk.write(
        "holidays.yaml",
        "holidays:\n  - { name: 元旦, year: 2027, off: [2027-01-03, 2027-01-01] }\n  - { name: 春节, year: 2027, off: [2027-02-05, 2027-02-11], work: [2027-02-06, 2028-12-02, 2025-01-01] }\n  - { name: 国庆节, off: 2027-10-01 }\n",
    );
    let portfolio = disk.look().unwrap();
    assert_eq!(codes(&portfolio), ["bad-date", "bad-date", "bad-date", "missing-field"]);
    assert_eq!(portfolio.findings[0].location(), "holidays.yaml:2:47");
}

/// What is found in a `holidays.yaml` of these lines, and the calendar it makes.
fn holidays(lines: &str) -> (Vec<String>, Arc<Portfolio>) {
    let mut disk = Disk::new();
    disk.write("holidays.yaml", &format!("holidays:\n{lines}"));
    let portfolio = disk.look().unwrap();
    let found = portfolio.findings.iter();
    let found = found.map(|finding| {
        assert_eq!(finding.code.key(), "bad-date");
        format!("{}: {}", finding.location(), finding.said.get(Lang::Zh))
    });
    (found.collect(), Arc::clone(&portfolio))
}

#[test]
fn a_make_up_day_that_is_a_weekday_is_named_and_changes_nothing() {
    let (found, portfolio) = holidays(
        "  - { name: 春节, year: 2027, off: [2027-02-05, 2027-02-11], work: [2027-01-30, 2027-02-17] }\n",
    );
    assert_eq!(found, ["holidays.yaml:2:79: 2027-02-17 是周三，本来就上班，不是调休上班日"]);
    assert!(!portfolio.calendar.is_rest("2027-01-30".parse().unwrap()));
}

#[test]
fn a_day_that_one_holiday_gives_off_and_another_works_is_named_and_stays_off() {
    let (found, portfolio) = holidays(
        "  - { name: 中秋节, year: 2027, off: 2027-09-15, work: [2027-10-02] }\n  - { name: 国庆节, year: 2027, off: [2027-10-01, 2027-10-07] }\n",
    );
    assert_eq!(found, ["holidays.yaml:2:54: 2027-10-02 既放假又上班"]);
    assert!(portfolio.calendar.is_rest("2027-10-02".parse().unwrap()));
}

#[test]
fn holidays_that_overlap_are_named_and_all_their_days_stay_off() {
    let (found, portfolio) = holidays(
        "  - { name: 中秋节, year: 2027, off: [2027-09-30, 2027-10-02] }\n  - { name: 国庆节, year: 2027, off: [2027-10-01, 2027-10-07] }\n",
    );
    assert_eq!(found, ["holidays.yaml:3:36: 国庆节与中秋节的放假日期重叠：2027-10-01 至 2027-10-02"]);
    let rests = |day: &str| portfolio.calendar.is_rest(day.parse().unwrap());
    assert!(rests("2027-09-30") && rests("2027-10-02") && rests("2027-10-07") && !rests("2027-10-08"));
}

#[test]
fn a_root_without_a_plan_is_named_and_found_when_it_comes() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("plans");
    let mut store = Store::new(&root);
    assert!(store.refresh(&today).unwrap().ledgers.is_empty());
    assert!(matches!(store.trouble(), Some(RootTrouble::Missing(_))));
    assert_eq!(store.folders(), [dir.path().canonicalize().unwrap()]);
    fs::create_dir_all(root.join("p")).unwrap();
    assert!(store.refresh(&today).is_some());
    assert!(matches!(store.trouble(), Some(RootTrouble::NoPlan(_))));
    assert!(store.refresh(&today).is_none());
    fs::write(root.join("p/plan.yaml"), PLAN).unwrap();
    assert_eq!(store.refresh(&today).unwrap().ledgers.len(), 1);
    assert_eq!(store.trouble(), None);
    fs::remove_dir_all(&root).unwrap();
    fs::write(&root, "").unwrap();
    assert!(store.refresh(&today).is_some());
    assert!(matches!(store.trouble(), Some(RootTrouble::NotAFolder(_))));
}

#[test]
fn a_hostile_folder_is_read_without_blocking_and_every_entry_is_named() {
    let mut disk = Disk::new();
    let units = disk.path("p/units");
    let plan = PLAN.replace("units:\n", "units:\n  - { id: c, name: 丙局 }\n  - { id: d, name: 丁局 }\n  - { id: e, name: 戊局 }\n  - { id: f, name: 己局 }\n  - { id: g, name: 庚局 }\n");
    disk.write("p/plan.yaml", &plan);
    rustix::fs::mkfifoat(rustix::fs::CWD, units.join("b.yaml"), rustix::fs::Mode::RWXU).unwrap();
    fs::create_dir(units.join("c.yaml")).unwrap();
    symlink("/dev/zero", units.join("d.yaml")).unwrap();
    symlink("e.yaml", units.join("e.yaml")).unwrap();
    symlink("nowhere", units.join("f.yaml")).unwrap();
    symlink("/etc/passwd", units.join("g.yaml")).unwrap();
    fs::write(units.join("a.yml"), A).unwrap();
    fs::write(units.join("x\u{1b}[31m\n\u{202e}.yaml"), A).unwrap();
    fs::write(units.join(OsStr::from_bytes(b"\xff\xfe.yaml")), A).unwrap();
    fs::write(units.join(".a.yaml.swp"), "x").unwrap();
    let portfolio = disk.look().unwrap();
    let mut found = codes(&portfolio);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "duplicate-id",
            "not-a-file",
            "not-a-file",
            "not-a-file",
            "unknown-unit",
            "unknown-unit",
            "unreadable",
            "unreadable",
            "unreadable",
        ]
    );
    let shown = format!("{:?}", ledger(&portfolio).findings);
    assert!(!shown.contains("root:") && !shown.contains("u{1b}") && !shown.contains("u{202e}"), "{shown}");
    assert!(disk.look().is_none());
}

#[test]
fn a_folder_of_a_plan_that_never_was_one_says_why() {
    let mut disk = Disk::new();
    disk.write("p/plan.yaml", &PLAN.replace("issued: 2022-01-27\n", ""));
    let portfolio = disk.look().unwrap();
    assert!(portfolio.ledgers.is_empty() && disk.store.trouble().is_none());
    assert_eq!(codes(&portfolio), ["missing-field"]);
    assert_eq!(portfolio.findings[0].location(), "p/plan.yaml:1:1");
}

#[test]
fn a_clerks_number_is_an_items_id_and_another_word_for_it_is_told_the_right_one() {
    let mut disk = Disk::new();
    let numbered = PLAN.replace("{ id: 1-1,", "{ 编号: 1-1,").replace("label: 一、", "编号: 一、");
    disk.write("p/plan.yaml", &numbered);
    let portfolio = disk.look().unwrap();
    assert!(portfolio.findings.is_empty() && ledger(&portfolio).findings.is_empty(), "{portfolio:#?}");
    assert!(ledger(&portfolio).plan.item_of("1-1").is_some());

    disk.write("p/plan.yaml", &PLAN.replace("{ id: 1-1,", "{ 序号: 1-1,"));
    let portfolio = disk.look().unwrap();
    let said = |portfolio: &Portfolio| -> Vec<String> {
        let findings = &ledger(portfolio).findings;
        findings.iter().map(|finding| format!("{} {}", finding.said.zh, finding.hint.zh)).collect()
    };
    let found = said(&portfolio).join("\n");
    assert!(found.contains("不认识的键“序号” 是不是“编号”？"), "{found}");
    assert!(found.contains("缺少“代码”（id）"), "{found}");

    disk.write("p/plan.yaml", PLAN);
    disk.write("p/units/a.yaml", "单位: a\n事项:\n  - 编号: 1-1\n    记录:\n      - { 日期: 2022-02-01 }\n");
    let found = said(&disk.look().unwrap()).join("\n");
    assert!(found.contains("“事项”应是以编号为键的“编号: …”，写成了列表"), "{found}");
}
