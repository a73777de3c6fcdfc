//! What the two YAML readers say, in plain sentences.

use saphyr_parser::ScanError;

use super::slip::{Slip, Spot};
use super::tree::Mark;
use crate::domain::finding::Code;
use crate::text::both;

/// What a reader's message means and what to do, by parts of the message. The first row of which one
/// is in the message counts.
const SENTENCES: &[(&[&str], [&str; 4])] = &[
    (
        &["double-quoted scalar"],
        [
            "引号后面还有文字",
            "text after the closing quote",
            "把整个值放进一对引号",
            "put the whole value in one pair of quotes",
        ],
    ),
    (
        &["document indicator"],
        [
            "引号里的文字被 --- 或 ... 一行截断",
            "a line `---` or `...` inside quotes",
            "补上缺少的引号",
            "close the quote",
        ],
    ),
    (
        &["comment intercepting"],
        [
            "多行文字中间夹着注释",
            "a comment in the middle of a text of several lines",
            "把注释移到别处，或给文字加引号",
            "move the comment, or put the text in quotes",
        ],
    ),
    (
        &["comments must be separated"],
        ["# 前面没有空格", "no blank before `#`", "注释前空一格", "put a blank before the comment"],
    ),
    (
        &["expected comment or line break"],
        [
            "“|”或“>”后面还有文字",
            "text after `|` or `>`",
            "多行文字从下一行开始写；若 | 或 > 是正文，给值加引号",
            "begin the text on the next line; if `|` or `>` is text, put the value in quotes",
        ],
    ),
    (
        &["indentation indicator"],
        ["“|”或“>”后面的数字不对", "a wrong number after `|` or `>`", "删去这个数字", "remove the number"],
    ),
    (
        &["cannot start with '-'"],
        [
            "值不能以“-”加标点开头",
            "a value cannot begin with `-` and a sign",
            "给值加引号；列表的“-”后面空一格",
            "put the value in quotes; put a blank after the `-` of a list",
        ],
    ),
    (&["merge-key"], ["不支持合并键", "merge keys are not supported", "把内容写全", "write the content out"]),
    (
        &["end of stream"],
        [
            "引号或括号没有写完",
            "a quote or bracket is never closed",
            "补上缺少的引号或右括号",
            "close the quote or bracket",
        ],
    ),
    (
        &["mapping values are not allowed"],
        [
            "一行里出现了两个冒号",
            "a second colon in one line",
            "值里有“: ”时，给整个值加引号",
            "put quotes round a value that holds `: `",
        ],
    ),
    (
        &["could not find expected ':'", "simple key expected"],
        [
            "这一行缺少冒号，或缩进不对",
            "this line lacks a colon or is indented wrongly",
            "写成“键: 值”，冒号用半角，后面空一格",
            "write `key: value` with a blank after the colon",
        ],
    ),
    (
        &["that cannot start any token", "unexpected character"],
        [
            "值不能以这个字符开头",
            "a value cannot begin with this character",
            "给值加引号；缩进只用空格，不用制表符",
            "put the value in quotes; indent with blanks, not tabs",
        ],
    ),
    (
        &["expected ',' or '"],
        [
            "方括号或花括号里缺少逗号或右括号",
            "a comma or a closing bracket is missing",
            "检查这一行的括号；括号内的值含 , [ ] { } # 时加引号",
            "check the brackets of this line; quote values that hold , [ ] { } #",
        ],
    ),
    (
        &["block sequence entries are not allowed", "only valid inside a block"],
        [
            "“- ”不能写在这里",
            "`- ` cannot stand here",
            "列表另起一行，比键多缩进两格",
            "begin the list on its own line, two blanks further in than its key",
        ],
    ),
    (
        &["did not find expected key"],
        [
            "缩进与上面各行不一致",
            "the indentation does not agree with the lines above",
            "同一层的键左端对齐",
            "align the keys of one level",
        ],
    ),
    (
        &["expected '-' indicator"],
        [
            "列表各条没有对齐",
            "the entries of the list are not aligned",
            "每条以“- ”开头并左端对齐",
            "begin each entry with `- `, aligned",
        ],
    ),
    (
        &["escape", "hexadecimal"],
        [
            "双引号里的反斜杠写法不对",
            "a backslash in double quotes that means nothing",
            "改用单引号，或写成两个反斜杠",
            "use single quotes, or write two backslashes",
        ],
    ),
    (
        &["tag", "expected '!'", "handle"],
        ["值不能以 ! 开头", "a value cannot begin with `!`", "给值加引号", "put the value in quotes"],
    ),
    (&["tab"], ["缩进里有制表符", "a tab in the indentation", "改用空格缩进", "indent with blanks"]),
    (
        &["expected node content"],
        [
            "这里缺少内容：括号没有写完，或多了逗号",
            "something is missing here: a bracket that is not closed, or a comma too many",
            "补上右括号，或删去多余的符号",
            "close the bracket, or remove the sign that is too many",
        ],
    ),
    (
        &["misplaced bracket"],
        [
            "多了一个右括号",
            "a closing bracket too many",
            "删去它，或给值加引号",
            "remove it, or put the value in quotes",
        ],
    ),
    (
        &["mapping keys are not allowed"],
        [
            "“? ”不能写在这里",
            "`? ` cannot stand here",
            "值以 ? 开头时加引号",
            "put a value that begins with `?` in quotes",
        ],
    ),
    (
        &["':'"],
        [
            "冒号的位置不对，或这一行缺少冒号",
            "a colon in the wrong place, or a line without one",
            "写成“键: 值”；值里有冒号时加引号",
            "write `key: value`; put a value that holds a colon in quotes",
        ],
    ),
    (
        &["indent"],
        [
            "缩进与上面各行不一致",
            "the indentation does not agree with the lines above",
            "同一层的键左端对齐",
            "align the keys of one level",
        ],
    ),
    (
        &["document start>", "document-start>"],
        [
            "这一行不属于上面的内容：缩进不对，或多了符号",
            "this line does not belong to what stands above: its indentation is wrong, or a sign is too many",
            "第一层的键都顶格写",
            "begin all keys of the first level at the margin",
        ],
    ),
    (
        &["document end marker", "more than one document"],
        [
            "这里像是第二份文档的开头",
            "this looks like the beginning of a second document",
            "删去 --- 或 ... 那一行；若是正文，请加引号",
            "remove the line `---` or `...`; if it is text, put it in quotes",
        ],
    ),
    (
        &["anchor", "alias"],
        [
            "值不能以 & 或 * 开头",
            "a value cannot begin with `&` or `*`",
            "给值加引号",
            "put the value in quotes",
        ],
    ),
    (
        &["limit exceeded"],
        ["嵌套过深", "nested too deeply", "检查是否漏写了右括号", "look for a bracket that is not closed"],
    ),
    (
        &["unexpected e"],
        ["文件到这里就断了", "the file breaks off here", "把最后一行写完", "finish the last line"],
    ),
    (
        &["control characters", "unprintable"],
        ["有控制字符", "a control character", "删去这个字符", "remove the character"],
    ),
    (
        &["byte order mark"],
        [
            "文件中间有看不见的 BOM 字符",
            "an invisible byte order mark in the middle of the file",
            "删去这个字符，重新输入这一行",
            "remove it, or type the line again",
        ],
    ),
    (
        &["directive", "YAML document"],
        [
            "行首的 % 是 YAML 指令，这里不支持",
            "a line that begins with `%` is a YAML directive: not supported here",
            "删去这一行；若是普通文字，请加引号",
            "remove the line; if it is text, put it in quotes",
        ],
    ),
];

fn sentence(message: &str, spot: Spot) -> Slip {
    let known = SENTENCES.iter().find(|(parts, _)| parts.iter().any(|part| message.contains(part)));
    let (said, hint) = match known {
        Some((_, [zh, en, hint_zh, hint_en])) => (both!("{zh}", "{en}"), both!("{hint_zh}", "{hint_en}")),
        // Parsers speak English only; the place and how to look is what helps in Chinese.
        None => (
            both!("这里不是合法的 YAML", "this is not valid YAML"),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::IgnoredAny;

    use super::*;

    /// What the scanners and parsers of both crates can say, from their sources (unsafe-libyaml 0.2.11,
    /// saphyr-parser 0.3.4), without what the guard, the decoder and the tree answer first.
    const SAID: &[&str] = &[
        "block sequence entries are not allowed in this context",
        "control characters are not allowed",
        "could not find expected ':'",
        "did not find URI escaped octet",
        "did not find expected '!'",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
        "did not find expected '-' indicator",
        "did not find expected <document start>",
        "did not find expected comment or line break",
        "did not find expected hexadecimal number",
        "did not find expected key",
        "did not find expected node content",
        "did not find expected tag URI",
        "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected",
        "found an indentation indicator equal to 0",
        "found character that cannot start any token",
        "found duplicate anchor; first occurrence",
        "found invalid Unicode character escape code",
        "found undefined alias",
        "found undefined tag handle",
        "found unexpected ':'",
        "found unexpected document indicator",
        "found unexpected end of stream",
        "found unknown escape character",
        "mapping keys are not allowed in this context",
        "mapping values are not allowed in this context",
        "while scanning an anchor or alias, did not find expected alphabetic or numeric character",
        "simple key expected",
        "a byte order mark must not appear inside a document",
        "comments must be separated from other tokens by whitespace",
        "wrongly indented line in block scalar",
        "while scanning a tag, did not find expected whitespace or line break",
        "while scanning a plain scalar, found a tab",
        "while parsing a flow sequence, expected ',' or ']'",
        "unexpected eof",
        "unexpected end of plain scalar",
        "unexpected character: `%'",
        "the handle wasn't declared",
        "tabs disallowed within this context (block indentation)",
        "tab cannot be used as indentation",
        "simple key expect ':'",
        "plain scalar cannot start with '-' followed by ,[]{}",
        "missing explicit document end marker before directive",
        "misplaced bracket",
        "invalid trailing content after double-quoted scalar",
        "invalid indentation in quoted scalar",
        "invalid indentation in flow construct",
        "invalid content after document end marker",
        "illegal placement of ':' indicator",
        "found unprintable character",
        "found incompatible YAML document",
        "did not find expected <document-start>",
        "comment intercepting the multiline text",
        "a block scalar content cannot start with a tab",
        "recursion limit exceeded",
        "repetition limit exceeded",
        "deserializing from YAML containing more than one document is not supported",
    ];

    fn is_known(message: &str) -> bool {
        SENTENCES.iter().any(|(parts, _)| parts.iter().any(|part| message.contains(part)))
    }

    #[test]
    fn whatever_the_readers_can_say_has_a_sentence_in_chinese() {
        let unknown: Vec<_> = SAID.iter().filter(|message| !is_known(message)).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
    }

    #[test]
    fn what_they_do_say_of_files_with_slips_is_among_it() {
        const SIGNS: [&str; 30] = [
            "[", "]", "{", "}", ": ", ":", ", ", "- ", "-", "&", "*", "!", "#", " #", "%", "@", "`", "|",
            ">", "'", "\"", "? ", "\\", "\n", "\t", " ", "---\n", "...\n", "!x ", "&x ",
        ];
        const FILE: &str = "unit: b\nitems:\n  1-2:\n    log:\n      - { on: 2022-02-01, note: \"a\" }\n      \
                            - on: 2022-02-08\n        note: |\n          b\n        next: 'c'\n";
        let (mut messages, mut n) = (BTreeSet::new(), 0);
        for at in 0..=FILE.len() {
            for sign in SIGNS {
                let (head, tail) = FILE.split_at(at);
                for text in
                    [format!("{head}{sign}{tail}"), format!("{head}{sign}"), format!("{head}{sign}x{tail}")]
                {
                    n += 1;
                    messages.extend(
                        serde_yaml::from_str::<IgnoredAny>(&text).err().map(|error| error.to_string()),
                    );
                    let mut parser = saphyr_parser::Parser::new_from_str(&text);
                    messages.extend(parser.find_map(|event| Some(event.err()?.info().to_owned())));
                }
            }
        }
        let unknown: Vec<_> = messages.iter().filter(|message| !is_known(message)).take(20).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
        assert!(n > 10_000 && messages.len() > 50, "{n}, {}", messages.len());
    }

    #[test]
    fn no_sentence_mixes_the_languages() {
        for message in SAID.iter().chain(&["something nobody ever heard of"]) {
            let slip = sentence(message, Spot::File);
            for text in [&slip.said.zh, &slip.hint.zh] {
                let words = text.split(|c: char| !c.is_ascii_alphabetic());
                let foreign: Vec<_> =
                    words.filter(|word| word.len() > 1 && !["YAML", "BOM"].contains(word)).collect();
                assert!(foreign.is_empty(), "{text}: {foreign:?}");
            }
            assert!(slip.said.en.is_ascii() && slip.hint.en.is_ascii(), "{slip:?}");
        }
    }
}
