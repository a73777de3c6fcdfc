//! `rule-not-owed`: a unit reports a rule's stages for an item the rule does not apply to.

use super::{Code, Plan, Raised, Report, obligation, obligations};
use crate::domain::plan::{AppliesTo, Delegated};
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (item, rule, _) in obligations(plan, report) {
        // An item still undetermined may well be drafted for already.
        if rule.applies_to == AppliesTo::Delegated && item.delegated == Delegated::No {
            let (id, title, english) = (item.id, &rule.title.own, rule.title.get(crate::text::Lang::En));
            out.push(Raised {
                code: Code::RuleNotOwed,
                path: obligation(item, rule),
                said: both!(
                    "事项 {id} 不是授权、放权事项，不需{title}",
                    "item {id} is not delegated and owes no {english}"
                ),
                hint: both!(
                    "删去该段，或请方案管理单位把“授权”设为 true",
                    "remove it, or ask the coordinator to set `delegated: true`"
                ),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, plan, report_on, rule_report};

    #[test]
    fn only_a_delegated_item_owes_the_rule() {
        assert!(codes(&rule_report("drafted: 2022-02-10")).is_empty());
        let other = report_on(&plan(), 1, |item| {
            item.rules = rule_report("drafted: 2022-02-10").items().next().unwrap().1.rules.to_vec();
        });
        assert_eq!(codes(&other), ["rule-not-owed"]);
    }
}
