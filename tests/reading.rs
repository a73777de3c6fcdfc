//! The store on the plan of the repository and on a disk that changes under it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::Arc;

use guatu::domain::finding::Severity;
use guatu::domain::{Board, Day, Portfolio};
use guatu::store::Store;

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
    for finding in &board.findings {
        println!("{}: {} {}", finding.location(), finding.said.zh, finding.place.excerpt);
    }
}
