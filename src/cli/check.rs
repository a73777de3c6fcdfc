//! `guatu check`: everything that is wrong in the files, in one run.

use super::args::{CheckArgs, CheckFailOn, CheckFormat};
use super::globals::Globals;
use super::input::{Input, is_unreadable};
use super::lone;
use super::{Done, Failure, Outcome, print};
use crate::domain::Finding;
use crate::domain::finding::Severity;
use crate::report::findings;

pub(super) fn run(args: &CheckArgs, globals: &Globals) -> Outcome {
    let (list, lang) = if let Some(one) = lone::findings(args.plans.root(), globals)? {
        one
    } else {
        let input = Input::narrowed(&args.plans, globals, args.unit.as_deref())?;
        (input.findings_in(&globals.filter).cloned().collect::<Vec<Finding>>(), input.lang)
    };
    let bytes = match args.format {
        CheckFormat::Human => findings::human(&list, lang, globals.paint()).into_bytes(),
        CheckFormat::Short => findings::short(&list, lang).into_bytes(),
        CheckFormat::Json => {
            findings::json(&list, lang).map_err(|error| Failure::Output(None, error.into()))?
        }
    };
    print(&bytes)?;
    Ok(verdict(&list, args.fail_on))
}

/// A file that cannot be read at all weighs more than an error in one that can.
fn verdict(list: &[Finding], fail_on: Option<CheckFailOn>) -> Done {
    let any = |severity| list.iter().any(|finding| finding.severity() == severity);
    let warned = match fail_on {
        None => false,
        Some(CheckFailOn::Warning) => any(Severity::Warning),
    };
    if list.iter().any(|finding| is_unreadable(finding.code)) {
        Done::InputMissing
    } else if any(Severity::Error) || warned {
        Done::Found
    } else {
        Done::Quiet
    }
}
