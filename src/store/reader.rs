//! One text: the fast reader, and where that gives up the ladder: guard, preflight, `serde_yaml`, and what is done
//! when it fails.

use serde::de::{DeserializeSeed, IgnoredAny};

use super::guard;
use super::lenient::{self, File, Record, Seen};
use super::lost;
use super::plain;
use super::repair::{self, Repaired};
use super::slip::{Reading, Slip, Spot};
use super::syntax;
use super::tree::{self, Tree, Value};
use crate::domain::finding::{Code, Severity};
use crate::text::both;

/// What a text says, and on which text the trails of its slips are to be walked.
#[derive(Debug)]
pub(super) struct Read<R> {
    pub(super) record: R,
    pub(super) reading: Reading,
    /// What was set right in it.
    pub(super) righted: Vec<Slip>,
    /// The text with full-width syntax set right, if that was needed.
    pub(super) repaired: Option<String>,
}

/// The blanks a tab may stand for: what the editor showed is not in the file, so the one that makes sense counts.
const TABS: [&str; 3] = ["  ", "    ", "        "];

/// Reads a text of at most `limit` values. An error is the one reason why nothing of it can be used.
pub(super) fn read<R: Record>(text: &str, limit: usize) -> Result<Read<R>, Slip> {
    match plain::read(text) {
        Some((record, reading)) => Ok(Read { record, reading, righted: Vec::new(), repaired: None }),
        None => by_the_ladder(text, limit),
    }
}

/// The same for a text that may be anything.
pub(super) fn by_the_ladder<R: Record>(text: &str, limit: usize) -> Result<Read<R>, Slip> {
    let first = once::<R>(text, limit);
    let needs_repair = match &first {
        Ok((_, reading)) => reading.wide(),
        Err(slip) => slip.code == Code::Syntax,
    };
    if needs_repair {
        let mut found = Vec::new();
        // Without a tab they all give the same text.
        let guesses = if text.contains('\t') { TABS.len() } else { 1 };
        for tab in TABS.into_iter().take(guesses) {
            let Some(Repaired { text: repaired, slips }) = repair::repair(text, tab) else { break };
            match once::<R>(&repaired, limit) {
                Ok((record, reading)) if !reading.wide() && !reading.is_out_of_place() => {
                    let righted = slips.into_list();
                    return Ok(Read { record, reading, righted, repaired: Some(repaired) });
                }
                Ok(_) | Err(_) => found = slips.into_list(),
            }
        }
        // Setting it right is not enough; but where that is what the reader stumbled on, it is what to say.
        if let Err(slip) = &first
            && let Some(near) = found.into_iter().find(|found| is_near(found, slip))
        {
            return Err(near.with(Severity::Error));
        }
    }
    first.map(|(record, reading)| Read { record, reading, righted: Vec::new(), repaired: None })
}

/// Whether a full-width slip is what a syntax error one line on is about.
fn is_near(found: &Slip, error: &Slip) -> bool {
    match (&found.spot, &error.spot) {
        (Spot::At(found, _), Spot::At(error, _)) => found.abs_diff(*error) <= 1,
        _ => false,
    }
}

fn once<R: Record>(text: &str, limit: usize) -> Result<(R, Reading), Slip> {
    let look = guard::look(text);
    if let Some(line) = look.conflict {
        return Err(Slip::new(
            Code::MergeConflict,
            Spot::At(line, 1),
            both!("文件里有未解决的合并冲突", "an unresolved merge conflict"),
            both!(
                "保留其中一份，删去 <<<<<<< ======= >>>>>>> 各行",
                "keep one side and remove the lines <<<<<<< ======= >>>>>>>"
            ),
        ));
    }
    if let Some(line) = look.directive {
        return Err(Slip::new(
            Code::Syntax,
            Spot::At(line, 1),
            both!(
                "行首的 % 是 YAML 指令，这里不支持",
                "a line that begins with `%` is a YAML directive: not supported here"
            ),
            both!("删去这一行；若是普通文字，请加引号", "remove the line; if it is text, put it in quotes"),
        ));
    }
    let tree = if look.suspicious { Some(tree::read(text, limit)?) } else { None };
    let whole = text;
    let text = match tree.as_ref().and_then(|tree| tree.trailer) {
        Some(line) => before_line(text, line),
        None => text,
    };
    let reading = Reading::default();
    let file = File::<R>::new(&reading).deserialize(serde_yaml::Deserializer::from_str(text));
    let (record, reading) = match file {
        Ok(record) => (record, reading),
        Err(_) if reading.misfit() => by_tree(text, tree.as_ref(), limit)?,
        Err(error) if syntax::is_unclosed(&error) => {
            return Err(tree::read(text, limit).err().unwrap_or_else(|| syntax::of_the_reader(&error)));
        }
        Err(error) => return Err(syntax::of_the_reader(&error)),
    };
    if let Some(tree) = &tree {
        lost::lint(tree, whole, &reading);
    }
    let record = record.unwrap_or_else(|| {
        let mut empty = R::default();
        lenient::finish(&mut empty, Seen::default(), &reading);
        empty
    });
    Ok((record, reading))
}

/// Reads by the tree a file in which some value is not of the kind that belongs there. `serde_yaml` has the last
/// word on whether it is YAML at all.
fn by_tree<R: Record>(
    text: &str,
    tree: Option<&Tree<'_>>,
    limit: usize,
) -> Result<(Option<R>, Reading), Slip> {
    serde_yaml::from_str::<IgnoredAny>(text).map_err(|error| syntax::of_the_reader(&error))?;
    let built;
    let tree = if let Some(tree) = tree {
        tree
    } else {
        built = tree::read(text, limit)?;
        &built
    };
    let reading = Reading::default();
    let record = File::<R>::new(&reading).deserialize(Value(tree.root.as_ref())).map_err(|_| {
        Slip::new(
            Code::Syntax,
            Spot::File,
            both!("无法读懂文件", "the file makes no sense"),
            both!("对照示例检查", "compare it with the example"),
        )
    })?;
    Ok((record, reading))
}

/// The text above a line.
fn before_line(text: &str, line: usize) -> &str {
    let length = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.get(..length).unwrap_or(text)
}
