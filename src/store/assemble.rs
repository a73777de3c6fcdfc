//! From what was read of a plan's files to its ledger.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::Arc;

use super::filing::owned;
use super::job::UnitFile;
use crate::domain::finding::Finding;
use crate::domain::ids::Text;
use crate::domain::ledger::{FileState, Ledger};
use crate::domain::plan::Plan;

/// The ledger of `plan`, in whose paths `prefix` stands before each name. What is wrong with `plan.yaml` comes first, and
/// last what is wrong with the names in `units/`.
pub(super) fn ledger(
    plan: &Arc<Plan>,
    units: &BTreeMap<Text, UnitFile>,
    prefix: &str,
    [of_the_plan, of_the_names]: [&[Finding]; 2],
) -> Ledger {
    let mut ledger = Ledger { plan: Arc::clone(plan), ..Ledger::default() };
    ledger.findings.extend_from_slice(of_the_plan);
    for unit in &plan.units {
        let file = units.get(&unit.id);
        let usual = || OsString::from(format!("{}.yaml", unit.id));
        let name = file.map_or_else(|| usual().into(), |file| Cow::Borrowed(&*file.name));
        ledger.paths.push(owned(prefix, &name));
        let cached = file.map(|file| &file.cached);
        ledger.files.push(cached.map_or(FileState::Missing, |cached| cached.state.clone()));
        let heard = cached.and_then(|cached| cached.good.as_ref());
        ledger.reports.push(heard.map(|heard| Arc::clone(&heard.report)));
        ledger.findings.extend(cached.iter().flat_map(|cached| cached.findings.iter().cloned()));
        ledger.future.extend(heard.iter().flat_map(|heard| heard.future.iter().cloned()));
    }
    ledger.findings.extend_from_slice(of_the_names);
    ledger.shrink();
    ledger
}
