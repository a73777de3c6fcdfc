//! Findings: what is wrong in the files, as values. Reading never fails; it gives what can be read, and these.

use std::ops::Deref;
use std::sync::Arc;

use super::ids::Text;
use crate::text::{Lang, Phrase, Said, plural, say};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that was written is not shown.
    Error,
    /// Everything is shown, but somebody should look.
    Warning,
}

impl Severity {
    /// The word in JSON and in `check --format short`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The word people read.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Error => Phrase::new("错误", "error"),
            Self::Warning => Phrase::new("提醒", "warning"),
        }
    }
}

macro_rules! codes {
    ($( $name:ident $key:literal $severity:ident $zh:literal $en:literal ),* $(,)?) => {
        /// The code of a finding: what kind of thing is wrong. The contract of `format.md`, "Bad input".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $( #[doc = $en] $name, )*
        }

        impl Code {
            /// Every code, errors first, in the order of the contract.
            pub const ALL: &[Self] = &[$( Self::$name, )*];

            /// The word in reports: `bad-date`.
            pub const fn key(self) -> &'static str {
                match self { $( Self::$name => $key, )* }
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )* }
            }

            /// What it is called in a summary: `2 × 日期有误`.
            pub const fn title(self) -> Phrase {
                match self { $( Self::$name => Phrase::new($zh, $en), )* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error "语法有误" "not valid YAML",
    Encoding "encoding" Error "编码有误" "unreadable encoding",
    DuplicateKey "duplicate-key" Error "键重复" "duplicate key",
    DuplicateId "duplicate-id" Error "编号重复" "duplicate id",
    UnknownItem "unknown-item" Error "方案中没有此事项" "no such item in the plan",
    UnknownUnit "unknown-unit" Error "方案中没有此单位" "no such unit in the plan",
    UnitMismatch "unit-mismatch" Error "单位与文件名不符" "unit differs from the file's name",
    NotLead "not-lead" Error "非牵头单位填报" "reported by a unit that does not lead it",
    BadDate "bad-date" Error "日期有误" "not a date",
    BadState "bad-state" Error "状态词有误" "not a state",
    BadProgress "bad-progress" Error "进度有误" "not a progress from 0 to 100",
    BadType "bad-type" Error "值的形式有误" "value of the wrong kind",
    MissingField "missing-field" Error "缺少必填项" "missing field",
    TooLarge "too-large" Error "文件过大" "file too large",
    TooDeep "too-deep" Error "嵌套过深" "nested too deeply",
    Alias "alias" Error "不支持锚点、别名和合并键" "anchors, aliases and merge keys are not supported",
    SeveralDocuments "several-documents" Error "一个文件内有多份文档" "several documents in one file",
    MergeConflict "merge-conflict" Error "合并冲突未解决" "unresolved merge conflict",
    Incomplete "incomplete" Error "文件尚未写完" "file still being written",
    NotAFile "not-a-file" Error "不是普通文件" "not a regular file",
    Unreadable "unreadable" Error "无法读取" "cannot be read",
    UnknownKey "unknown-key" Warning "不认识的键" "unknown key",
    LogBackwards "log-backwards" Warning "记录日期倒退" "log dates run backwards",
    ProgressDropped "progress-dropped" Warning "进度回落" "progress dropped",
    FutureEntry "future-entry" Warning "记录日期在今天之后" "entry dated in the future",
    DoneWithoutEvidence "done-without-evidence" Warning "完成但无佐证" "done without evidence",
    PublishedWithoutDocument "published-without-document" Warning "已公布但无文号" "published without a document number",
    StageOrder "stage-order" Warning "环节日期顺序有误" "stages out of order",
    RuleNotOwed "rule-not-owed" Warning "填报了不需制定的细则" "rule reported that is not owed",
    ControlCharacters "control-characters" Warning "含控制字符" "control characters",
    FullWidthSyntax "full-width-syntax" Warning "全角标点或制表符" "full-width or tab syntax",
    TextLost "text-lost" Warning "部分文字未被读入" "text lost",
    SyncConflict "sync-conflict" Warning "同步冲突副本" "sync conflict copy",
    SilentUnit "silent-unit" Warning "单位未报送" "silent unit",
    LateReport "late-report" Warning "报送超期" "report late",
    HolidayYearMissing "holiday-year-missing" Warning "缺放假安排" "holiday notice missing",
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// The file, relative to the root that was named, with `/`.
    pub file: Text,
    /// The line, from 1; 0 where the finding is about the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 where the finding is about the file as a whole.
    pub column: usize,
    /// The source line, sanitised and cut; empty where there is none.
    pub excerpt: Text,
}

/// Something wrong. It stands in its file's list, in the ledger's and in the board's: they share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(Arc<Particulars>);

/// What is wrong, with where and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particulars {
    /// What kind of thing.
    pub code: Code,
    /// How bad it is: the code's own severity, except where the same thing once loses what was written and once
    /// does not (GB18030 that was read, a full-width colon that could not be).
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What, about this very thing.
    pub said: Said,
    /// What to do.
    pub hint: Said,
}

impl From<Particulars> for Finding {
    fn from(particulars: Particulars) -> Self {
        Self(Arc::new(particulars))
    }
}

impl Deref for Finding {
    type Target = Particulars;

    fn deref(&self) -> &Particulars {
        &self.0
    }
}

impl Finding {
    /// `units/scjgj.yaml:12:13`; the file alone where the finding is about the whole of it.
    pub fn location(&self) -> String {
        let Place { file, line, column, excerpt: _ } = &self.place;
        if *line == 0 { file.to_string() } else { format!("{file}:{line}:{column}") }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

/// How many of them are errors, and how many warnings.
pub fn severities(findings: &[Finding]) -> (usize, usize) {
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
    (errors, findings.len() - errors)
}

/// `2 个错误，1 个提醒`; the headline of so many errors and warnings.
pub fn headline((errors, warnings): (usize, usize), lang: Lang) -> String {
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (e, w) = (plural(n(errors), "error", "errors"), plural(n(warnings), "warning", "warnings"));
    say!(lang, "{errors} 个错误，{warnings} 个提醒", "{errors} {e}, {warnings} {w}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_key_of_its_own() {
        let keys: std::collections::BTreeSet<_> = Code::ALL.iter().map(|code| code.key()).collect();
        assert_eq!(keys.len(), Code::ALL.len());
        assert!(keys.iter().all(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }
}
