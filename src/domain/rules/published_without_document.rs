//! `published-without-document`: a rule's document is dated as published and has neither number nor address.

use super::{Code, Plan, Raised, Report, obligation, obligations};
use crate::domain::day::Day;
use crate::domain::plan::Stage;
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (item, rule, stages) in obligations(plan, report) {
        let Some(on) = stages.reached(Stage::Published, Day::LAST) else { continue };
        if stages.document.is_none() && stages.link.is_none() {
            let (id, title) = (item.id, &rule.title.own);
            let english = rule.title.get(crate::text::Lang::En);
            out.push(Raised {
                code: Code::PublishedWithoutDocument,
                path: obligation(item, rule).key("published"),
                said: both!(
                    "事项 {id} 的{title}于 {on} 公布，没有文号或链接",
                    "item {id}: {english} published on {on} without a document number or link"
                ),
                hint: both!("补“文号”或“链接”", "add `document:` or `link:`"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, rule_report};

    #[test]
    fn what_is_published_can_be_named() {
        assert_eq!(codes(&rule_report("published: 2022-02-10")), ["published-without-document"]);
        assert!(codes(&rule_report("published: 2022-02-10, document: 1号")).is_empty());
        assert!(codes(&rule_report("issued: 2022-02-10")).is_empty());
    }
}
