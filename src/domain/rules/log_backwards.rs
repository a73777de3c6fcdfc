//! `log-backwards`: an entry dated before the one above it. The file's order decides, so it is shown, but asked about.

use super::{Code, Plan, Raised, Report, entry, logs};
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (id, log) in logs(plan, report) {
        for (n, pair) in log.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            if after.on < before.on {
                let (on, earlier) = (after.on, before.on);
                out.push(Raised {
                    code: Code::LogBackwards,
                    path: entry(id, n + 1).key("on"),
                    said: both!(
                        "事项 {id} 的记录 {on} 排在 {earlier} 之后",
                        "item {id}: the entry of {on} stands after that of {earlier}"
                    ),
                    hint: both!(
                        "记录按日期先后追加；以文件中的先后为准",
                        "append entries in the order of their dates; the file's order is what counts"
                    ),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, report};

    #[test]
    fn an_entry_dated_before_the_one_above_it_is_found() {
        assert_eq!(
            codes(&report(&[("2022-02-01", "progress: 10"), ("2022-01-30", "progress: 20")])),
            ["log-backwards"]
        );
        assert!(codes(&report(&[("2022-02-01", "progress: 10"), ("2022-02-01", "progress: 20")])).is_empty());
    }
}
