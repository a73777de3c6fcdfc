//! Which file in `units/` is whose, and what is wrong with the names there.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use super::keys;
use super::names::{self, Kind};
use super::place::Source;
use super::slip::{Slip, Spot, quote};
use crate::domain::finding::{Code, Finding};
use crate::domain::ids::{Text, UnitIx};
use crate::domain::plan::Plan;
use crate::text::{both, clean};

/// The most files of `units/` that are each given a finding of their own.
const STRANGERS: usize = 50;

/// What a look at the names in `units/` gives.
#[derive(Debug, Default)]
pub(super) struct Filing {
    /// The file of each unit, by its id.
    pub(super) files: BTreeMap<Text, (UnitIx, OsString)>,
    pub(super) findings: Vec<Finding>,
    strangers: usize,
}

/// What a file in `units/` is called in findings; `prefix` stands before it.
pub(super) fn owned(prefix: &str, name: &OsStr) -> Text {
    format!("{prefix}units/{}", clean(&name.to_string_lossy())).into()
}

impl Filing {
    /// Sorts the names in `units/`, or says why there are none.
    pub(super) fn of(names: Result<Arc<[OsString]>, Slip>, plan: &Plan, prefix: &str) -> Self {
        let mut filing = Self::default();
        let file: Text = format!("{prefix}units").into();
        match names {
            Ok(names) => {
                for name in &*names {
                    filing.sort_in(plan, prefix, name);
                }
            }
            Err(slip) => filing.findings.push(Source { file: &file, text: "" }.finding(slip)),
        }
        if filing.strangers > STRANGERS {
            let n = filing.strangers - STRANGERS;
            let slip = Slip::new(
                Code::UnknownUnit,
                Spot::File,
                both!(
                    "另有 {n} 个文件不属于方案中的任何单位",
                    "{n} more files belong to no unit of the plan"
                ),
                both!("移走它们", "move them away"),
            );
            filing.findings.push(Source { file: &file, text: "" }.finding(slip));
        }
        filing
    }

    fn sort_in(&mut self, plan: &Plan, prefix: &str, name: &OsStr) {
        let shown = name.to_string_lossy().into_owned();
        let file = owned(prefix, name);
        let stem = names::stem(&shown).unwrap_or_default();
        let slip = match names::kind(name) {
            Kind::Ignored => return,
            Kind::Conflict => Slip::new(
                Code::SyncConflict,
                Spot::File,
                both!("同步软件留下的冲突副本，未读入", "a copy left by a synchronising program: not read"),
                both!(
                    "把要保留的内容并入原文件，再删去副本",
                    "merge what is to be kept into the original and delete the copy"
                ),
            ),
            Kind::Status => match plan.unit_of(stem).and_then(|ix| Some((ix, plan.unit(ix)?))) {
                None => {
                    self.strangers += 1;
                    if self.strangers > STRANGERS {
                        return;
                    }
                    stranger(plan, stem)
                }
                Some((ix, unit)) => {
                    let id = &unit.id;
                    if !self.files.contains_key(id) {
                        self.files.insert(id.clone(), (ix, name.to_owned()));
                        return;
                    }
                    Slip::new(
                        Code::DuplicateId,
                        Spot::File,
                        both!(
                            "单位 {id} 有两个文件，以 {id}.yaml 为准",
                            "unit {id} has two files; {id}.yaml counts"
                        ),
                        both!("合并后删去一个", "merge them and delete one"),
                    )
                }
            },
        };
        self.findings.push(Source { file: &file, text: "" }.finding(slip));
    }
}

/// A status file that belongs to no unit.
fn stranger(plan: &Plan, stem: &str) -> Slip {
    let near = keys::nearest_of(plan.units.iter().map(|unit| &*unit.id), stem);
    let hint = match near {
        Some(near) => {
            both!(
                "文件名应为单位代码，是不是 {near}.yaml？",
                "a file is named by its unit's id; did you mean {near}.yaml?"
            )
        }
        None => both!(
            "在 plan.yaml 的 units 里加上该单位，或移走文件",
            "add the unit to `units` of plan.yaml, or move the file away"
        ),
    };
    let stem = quote(stem);
    Slip::new(
        Code::UnknownUnit,
        Spot::File,
        both!("方案中没有单位“{stem}”", "the plan has no unit “{stem}”"),
        hint,
    )
}
