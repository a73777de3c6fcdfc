//! `done-without-evidence`: an item is done, and no entry of it names a document or an address (佐证).

use super::{Code, Plan, Raised, Report, entry, logs};
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (id, log) in logs(plan, report) {
        let last = log.iter().enumerate().rev().find_map(|(n, entry)| Some((n, entry.on, entry.state()?)));
        let Some((n, on, state)) = last.filter(|(_, _, state)| state.is_done()) else { continue };
        if log.iter().all(|entry| !entry.evidence()) {
            let state = state.word();
            let (zh, en) = (state.zh, state.en);
            out.push(Raised {
                code: Code::DoneWithoutEvidence,
                path: entry(id, n).key("state"),
                said: both!(
                    "事项 {id} 于 {on} 报“{zh}”，没有佐证",
                    "item {id} is reported {en} on {on} without evidence"
                ),
                hint: both!(
                    "在该条记录加“佐证”：文号或网址",
                    "add `evidence:` to that entry: a document number or an address"
                ),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, report};

    #[test]
    fn done_asks_for_evidence_anywhere_in_the_log() {
        assert_eq!(codes(&report(&[("2022-02-01", "state: submitted")])), ["done-without-evidence"]);
        assert!(codes(&report(&[("2022-02-01", "state: submitted, evidence: 1号")])).is_empty());
        assert!(
            codes(&report(&[("2022-01-30", "evidence: 1号"), ("2022-02-01", "state: closed")])).is_empty()
        );
        assert!(
            codes(&report(&[("2022-02-01", "state: submitted"), ("2022-02-02", "state: in_progress")]))
                .is_empty()
        );
    }
}
