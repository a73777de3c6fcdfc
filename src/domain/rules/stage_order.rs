//! `stage-order`: a later stage is dated before an earlier one, as published before issued.

use super::{Code, Plan, Raised, Report, obligation, obligations};
use crate::domain::plan::Stage;
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (item, rule, stages) in obligations(plan, report) {
        let dated: Vec<_> =
            Stage::ALL.iter().zip(stages.stages).filter_map(|(stage, on)| Some((stage, on?))).collect();
        for pair in dated.windows(2) {
            let [(earlier, first), (later, then)] = pair else { continue };
            if then < first {
                let (id, e, l) = (item.id, earlier.word(), later.word());
                let (e_zh, e_en, l_zh, l_en) = (e.zh, e.en, l.zh, l.en);
                out.push(Raised {
                    code: Code::StageOrder,
                    path: obligation(item, rule).key(later.key()),
                    said: both!(
                        "事项 {id} 的{l_zh}日期 {then} 早于{e_zh}日期 {first}",
                        "item {id}: {l_en} on {then}, before it was {e_en} on {first}"
                    ),
                    hint: both!("核对两个日期", "check the two dates"),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, rule_report};

    #[test]
    fn a_stage_before_the_one_it_follows_is_found() {
        assert_eq!(
            codes(&rule_report("issued: 2022-02-10, published: 2022-02-09, document: 1")),
            ["stage-order"]
        );
        assert_eq!(
            codes(&rule_report("drafted: 2022-02-10, published: 2022-02-09, document: 1")),
            ["stage-order"]
        );
        assert!(codes(&rule_report("drafted: 2022-02-09, issued: 2022-02-09")).is_empty());
    }
}
