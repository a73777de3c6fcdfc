//! One file from its bytes, without a disk and without a net under it: for tests and fuzzers, which want to see a
//! panic where [`super::Store`] would only say that there was one.

use std::fmt;
use std::sync::Arc;

use super::append::{self, Wish};
use super::cached::decoded;
use super::holiday_file::HolidayFile;
use super::lenient::Record;
use super::plan_file::PlanFile;
use super::reader::{self, Read};
use super::slip::{Slip, Spot};
use super::status_file::StatusFile;
use super::tree::{Kind, Mark, Node, Tree};
use super::{decode, parse, plain, tree};
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::ids::{Text, UnitIx};
use crate::domain::plan::Plan;
use crate::domain::status::Report;

/// What was read, if anything, and what was found.
pub type Probed<T> = (Option<Arc<T>>, Vec<Finding>);

/// A plan's file.
pub fn plan(bytes: &[u8]) -> Probed<Plan> {
    let file = Text::from("plan.yaml");
    match decoded(&file, bytes, |text, slips| parse::plan(&file, &"p".into(), text, slips)) {
        Ok((plan, findings)) => (Some(plan), findings),
        Err(findings) => (None, findings),
    }
}

/// The status file of a unit, read on `today`.
pub fn status(plan: &Plan, unit: UnitIx, today: Day, bytes: &[u8]) -> Probed<Report> {
    let id = plan.unit(unit).map_or("", |unit| &unit.id);
    let file: Text = format!("units/{id}.yaml").into();
    match decoded(&file, bytes, |text, slips| parse::report((plan, unit, today), &file, text, slips)) {
        Ok((heard, findings)) => (Some(heard.report), findings),
        Err(findings) => (None, findings),
    }
}

/// `holidays.yaml`; only what is found.
pub fn holidays(bytes: &[u8]) -> Vec<Finding> {
    let file = Text::from("holidays.yaml");
    match decoded(&file, bytes, |text, slips| parse::holidays(&file, text, slips)) {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

/// What the fast reader makes of a text that it does not give up on, and what the ladder makes of it: as a plan, as a
/// status file, as a holiday table.
pub fn both_ways(bytes: &[u8]) -> [Option<[String; 2]>; 3] {
    let Ok(decoded) = decode::decode(bytes) else { return [const { None }; 3] };
    let text = &*decoded.text;
    [both::<PlanFile>(text), both::<StatusFile>(text), both::<HolidayFile>(text)]
}

fn both<R: Record + fmt::Debug>(text: &str) -> Option<[String; 2]> {
    let (record, reading) = plain::read::<R>(text)?;
    let fast = Read { record, reading, righted: Vec::new(), repaired: None };
    let slow = reader::by_the_ladder::<R>(text, usize::MAX);
    Some([format!("{:?}", Ok::<_, Slip>(fast)), format!("{slow:?}")])
}

/// The content of a status file with the entry that is wished for; none if that is refused.
pub fn log(wish: &Wish<'_>, bytes: &[u8]) -> Option<String> {
    append::entered(wish, bytes).ok()
}

/// Where the pairs and elements of a file begin, in its order: line and column of the key (of an element: its own),
/// and of the value. None if the file is refused.
pub fn marks(bytes: &[u8]) -> Option<Vec<[(usize, usize); 2]>> {
    let text = decode::decode(bytes).ok()?.text;
    let tree = tree::read(&text, usize::MAX).ok()?;
    let mut marks = Vec::new();
    if let Some(root) = &tree.root {
        walk(&tree, root, &mut Vec::new(), &mut marks);
    }
    Some(marks)
}

fn walk(tree: &Tree<'_>, node: &Node<'_>, trail: &mut Vec<u32>, marks: &mut Vec<[(usize, usize); 2]>) {
    let inner: Vec<&Node<'_>> = match &node.kind {
        Kind::Scalar(..) => return,
        Kind::List(list) => list.iter().collect(),
        Kind::Map(pairs) => pairs.iter().map(|(_, value)| value).collect(),
    };
    for (n, value) in (0..).zip(inner) {
        trail.push(n);
        let at = |spot: &Spot| tree.mark(spot).map_or((0, 0), |Mark { line, column }| (line, column));
        marks.push([at(&Spot::Key(trail.clone())), at(&Spot::Value(trail.clone()))]);
        walk(tree, value, trail, marks);
        trail.pop();
    }
}
