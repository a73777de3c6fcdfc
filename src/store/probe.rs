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
use super::{decode, parse, plain, plain_seek, tree};
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::ids::{Text, UnitIx};
use crate::domain::plan::Plan;
use crate::domain::rules::{self, Step};
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
    [
        read_both_ways::<PlanFile>(text),
        read_both_ways::<StatusFile>(text),
        read_both_ways::<HolidayFile>(text),
    ]
}

fn read_both_ways<R: Record + fmt::Debug>(text: &str) -> Option<[String; 2]> {
    let (record, reading) = plain::read::<R>(text)?;
    let fast = Read { record, reading, righted: Vec::new(), repaired: None };
    let slow = reader::by_the_ladder::<R>(text, usize::MAX);
    Some([format!("{:?}", Ok::<_, Slip>(fast)), format!("{slow:?}")])
}

/// The content of a status file with the entry that is wished for; none if that is refused.
pub fn log(wish: &Wish<'_>, bytes: &[u8]) -> Option<String> {
    append::entered(wish, bytes).ok()
}

/// Line and column of a key (of an element: its own), and of its value.
pub type Marks = [(usize, usize); 2];

/// Where the pairs and elements of a file begin, in its order. None if the file is refused.
pub fn marks(bytes: &[u8]) -> Option<Vec<Marks>> {
    let text = decode::decode(bytes).ok()?.text;
    Some(of_a_tree(&tree::read(&text, usize::MAX).ok()?))
}

/// Where every value of a file and its key are, and where ways by names lead, by the fast reader and by the parser. None
/// if the fast one gives up.
pub fn marks_both_ways(bytes: &[u8]) -> Option<[Vec<(usize, usize)>; 2]> {
    let text = decode::decode(bytes).ok()?.text;
    let mut spots = Vec::new();
    if let Ok(Tree { root: Some(root), .. }) = tree::map(&text, None) {
        every_spot(&root, &mut Vec::new(), &mut rules::Path::top(), &mut spots);
    }
    let spots: Vec<&Spot> = spots.iter().collect();
    let fast = plain_seek::seek(&text, &spots)?;
    let fast = fast.into_iter().map(|began| began.map(|began| began.mark(&text).0));
    let as_numbers = |mark: Option<Mark>| mark.map_or((0, 0), |Mark { line, column }| (line, column));
    let slow = tree::marks(&text, &spots);
    Some([fast.map(as_numbers).collect(), slow.into_iter().map(as_numbers).collect()])
}

/// All ways to a value and to those below it, and one that ends there before its time.
fn every_spot(node: &Node<'_>, trail: &mut Vec<u32>, path: &mut rules::Path, spots: &mut Vec<Spot>) {
    spots.extend([Spot::Key(trail.clone()), Spot::Value(trail.clone()), Spot::Named(path.clone())]);
    spots.push(Spot::Named(path.clone().key("no such key").name("at all")));
    let mut below = |n, steps: [Step; 2], value: &Node<'_>| {
        trail.push(n);
        let [first, second] = steps;
        path.0.push(second);
        spots.push(Spot::Named(path.clone()));
        path.0.pop();
        path.0.push(first);
        every_spot(value, trail, path, spots);
        path.0.pop();
        trail.pop();
    };
    match &node.kind {
        Kind::Scalar(..) => {}
        Kind::List(list) => {
            for (n, value) in list.iter().enumerate() {
                below(u32::try_from(n).unwrap_or(u32::MAX), [Step::At(n), Step::Key("x".into())], value);
            }
        }
        Kind::Map(pairs) => {
            for (n, (key, value)) in (0..).zip(pairs) {
                let name: Arc<str> =
                    if let Kind::Scalar(text, _) = &key.kind { (&**text).into() } else { "".into() };
                below(n, [Step::Key(name.clone()), Step::Name(name)], value);
            }
        }
    }
}

fn of_a_tree(tree: &Tree<'_>) -> Vec<Marks> {
    let mut marks = Vec::new();
    if let Some(root) = &tree.root {
        walk(tree, root, &mut Vec::new(), &mut marks);
    }
    marks
}

fn both(tree: &Tree<'_>, trail: &[u32]) -> Marks {
    let at = |spot: &Spot| tree.mark(spot).map_or((0, 0), |Mark { line, column }| (line, column));
    [at(&Spot::Key(trail.to_vec())), at(&Spot::Value(trail.to_vec()))]
}

fn walk(tree: &Tree<'_>, node: &Node<'_>, trail: &mut Vec<u32>, marks: &mut Vec<Marks>) {
    let inner: Vec<&Node<'_>> = match &node.kind {
        Kind::Scalar(..) => return,
        Kind::List(list) => list.iter().collect(),
        Kind::Map(pairs) => pairs.iter().map(|(_, value)| value).collect(),
    };
    for (n, value) in (0..).zip(inner) {
        trail.push(n);
        marks.push(both(tree, trail));
        walk(tree, value, trail, marks);
        trail.pop();
    }
}
