//! What the two YAML readers say, in plain sentences.

use saphyr_parser::ScanError;

use super::slip::{Slip, Spot, quote};
use super::tree::Mark;
use crate::domain::finding::Code;
use crate::text::both;

/// What a reader's message means and what to do, by a part of the message. First match counts.
const SENTENCES: &[(&str, [&str; 4])] = &[
    ("merge-key", ["不支持合并键", "merge keys are not supported", "把内容写全", "write the content out"]),
    (
        "end of stream",
        [
            "引号或括号没有写完",
            "a quote or bracket is never closed",
            "补上缺少的引号或右括号",
            "close the quote or bracket",
        ],
    ),
    (
        "mapping values are not allowed",
        [
            "一行里出现了两个冒号",
            "a second colon in one line",
            "值里有“: ”时，给整个值加引号",
            "put quotes round a value that holds `: `",
        ],
    ),
    (
        "could not find expected ':'",
        [
            "这一行缺少冒号，或缩进不对",
            "this line lacks a colon or is indented wrongly",
            "写成“键: 值”，冒号用半角，后面空一格",
            "write `key: value` with a blank after the colon",
        ],
    ),
    (
        "that cannot start any token",
        [
            "值不能以这个字符开头",
            "a value cannot begin with this character",
            "给值加引号；缩进只用空格，不用制表符",
            "put the value in quotes; indent with blanks, not tabs",
        ],
    ),
    (
        "expected ',' or '",
        [
            "方括号或花括号里缺少逗号或右括号",
            "a comma or a closing bracket is missing",
            "检查这一行的括号；括号内的值含 , [ ] { } # 时加引号",
            "check the brackets of this line; quote values that hold , [ ] { } #",
        ],
    ),
    (
        "block sequence entries are not allowed",
        [
            "“- ”不能写在这里",
            "`- ` cannot stand here",
            "列表另起一行，比键多缩进两格",
            "begin the list on its own line, two blanks further in than its key",
        ],
    ),
    (
        "did not find expected key",
        [
            "缩进与上面各行不一致",
            "the indentation does not agree with the lines above",
            "同一层的键左端对齐",
            "align the keys of one level",
        ],
    ),
    (
        "expected '-' indicator",
        [
            "列表各条没有对齐",
            "the entries of the list are not aligned",
            "每条以“- ”开头并左端对齐",
            "begin each entry with `- `, aligned",
        ],
    ),
    (
        "escape",
        [
            "双引号里的反斜杠写法不对",
            "a backslash in double quotes that means nothing",
            "改用单引号，或写成两个反斜杠",
            "use single quotes, or write two backslashes",
        ],
    ),
    ("tag", ["值不能以 ! 开头", "a value cannot begin with `!`", "给值加引号", "put the value in quotes"]),
    ("tab", ["缩进里有制表符", "a tab in the indentation", "改用空格缩进", "indent with blanks"]),
];

fn sentence(message: &str, spot: Spot) -> Slip {
    let known = SENTENCES.iter().find(|(part, _)| message.contains(part));
    let message = quote(message);
    let (said, hint) = match known {
        Some((_, [zh, en, hint_zh, hint_en])) => (both!("{zh}", "{en}"), both!("{hint_zh}", "{hint_en}")),
        None => (
            both!("这里不是合法的 YAML（{message}）", "this is not valid YAML ({message})"),
            both!(
                "与上一行的写法比较：缩进、冒号后的空格、引号",
                "compare with the line above: indentation, the blank after the colon, quotes"
            ),
        ),
    };
    Slip::new(Code::Syntax, spot, said, hint)
}

/// What `serde_yaml` says.
pub(super) fn of_the_reader(error: &serde_yaml::Error) -> Slip {
    let spot = error.location().map_or(Spot::File, |at| Spot::At(at.line(), at.column()));
    sentence(&error.to_string(), spot)
}

/// Whether `serde_yaml` only knows that something is never closed: then the other reader knows where it begins.
pub(super) fn is_unclosed(error: &serde_yaml::Error) -> bool {
    let said = error.to_string();
    // Nor does it know where what it takes for a second document begins.
    said.contains("end of stream") || said.contains("more than one document")
}

/// What `saphyr-parser` says.
pub(super) fn of_the_preflight(error: &ScanError) -> Slip {
    let at = Mark { line: error.marker().line(), column: error.marker().col() + 1 };
    if error.info().contains("unknown anchor") {
        return alias(at);
    }
    if error.info().contains("recursion") || error.info().contains("too deep") {
        return Slip::new(
            Code::TooDeep,
            at.spot(),
            both!("嵌套过深", "nested too deeply"),
            both!("检查是否漏写了右括号", "look for a bracket that is not closed"),
        );
    }
    sentence(error.info(), at.spot())
}

/// An anchor, an alias or a merge key.
pub(super) fn alias(at: Mark) -> Slip {
    Slip::new(
        Code::Alias,
        at.spot(),
        both!("这里用了锚点 &、别名 * 或合并键 <<", "an anchor `&`, an alias `*` or a merge key `<<`"),
        both!(
            "把内容写全；若是普通文字，请加引号",
            "write the content out; if it is plain text, put it in quotes"
        ),
    )
}
