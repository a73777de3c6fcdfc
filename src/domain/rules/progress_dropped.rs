//! `progress-dropped`: an entry names less progress than the one before. Shown as written, but asked about.

use super::{Code, Plan, Raised, Report, entry, logs};
use crate::text::both;

pub(super) fn check(plan: &Plan, report: &Report, out: &mut Vec<Raised>) {
    for (id, log) in logs(plan, report) {
        let mut highest = None;
        for (n, said) in log.iter().enumerate() {
            let Some(progress) = said.progress() else { continue };
            if let Some(before) = highest.filter(|before| progress < *before) {
                out.push(Raised {
                    code: Code::ProgressDropped,
                    path: entry(id, n).key("progress"),
                    said: both!(
                        "事项 {id} 的进度由 {before}% 回落到 {progress}%",
                        "item {id}: progress drops from {before}% to {progress}%"
                    ),
                    hint: both!("如属更正，请在说明中写明原因", "if it is a correction, say why in the note"),
                });
            }
            highest = Some(progress);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{codes, report};

    #[test]
    fn less_progress_than_before_is_found() {
        assert_eq!(
            codes(&report(&[("2022-01-30", "progress: 40"), ("2022-02-01", "progress: 30")])),
            ["progress-dropped"]
        );
        assert!(codes(&report(&[("2022-01-30", "progress: 40"), ("2022-02-01", "progress: 40")])).is_empty());
    }
}
