//! The JSON Schema of `report --format json`: every key, what it may hold, in both languages.

use serde_json::{Map, Value, json};

/// A key of an object: its name, what it may hold, and what that is.
type Key = (&'static str, Kind, &'static str, &'static str);

/// What a key may hold.
#[derive(Clone, Copy)]
enum Kind {
    /// A text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from 0.
    Count,
    /// A share of 100 with one decimal.
    Share,
    /// The same or null.
    MaybeShare,
    /// A date.
    Date,
    /// A date or null.
    MaybeDate,
    /// A whole number or null.
    MaybeWhole,
    /// A text or null.
    MaybeText,
    /// Yes or no.
    Bool,
    /// The number of the format.
    Format,
    /// Texts.
    Texts,
    /// One object of that name.
    One(&'static str),
    /// A list of objects of that name.
    List(&'static str),
}

const LIGHTS: &[&str] = &["red", "yellow", "green", "grey", "done"];
const STATES: &[&str] =
    &["not_started", "suspended", "in_progress", "submitted", "completed", "closed", "stopped"];
const CLOCKS: &[&str] = &[
    "stopped",
    "suspended",
    "completed_on_time",
    "completed_late",
    "overdue",
    "due_today",
    "far_behind",
    "due_soon",
    "behind",
    "on_schedule",
    "no_date",
    "not_started",
];
const RULE_CLOCKS: &[&str] =
    &["met_on_time", "met_late", "overdue", "due_today", "due_soon", "open", "undetermined"];

/// The objects by name, each with its keys. A key stands in every object of its kind, but for `selection`.
const OBJECTS: &[(&str, &[Key])] = &[
    (
        "plan",
        &[
            ("format", Kind::Format, "the version of this form", "格式版本"),
            ("plan", Kind::Text, "the plan's id", "方案编号"),
            ("title", Kind::Text, "the plan's title", "方案标题"),
            ("as_of", Kind::Date, "the day the figures are of", "数字所属的日期"),
            ("sample", Kind::Bool, "whether the progress is invented", "是否样例数据"),
            (
                "selection",
                Kind::One("selection"),
                "what a filter or a unit left; every figure is of these items",
                "筛选条件；数字只算筛选出的事项",
            ),
            ("totals", Kind::One("totals"), "the figures of all items", "合计"),
            ("rules", Kind::List("rule"), "the rules with a deadline", "定期限的规则"),
            ("sections", Kind::List("section"), "the sections, in plan order", "章节，按方案顺序"),
            ("items", Kind::List("item"), "the items, in plan order", "事项，按方案顺序"),
            ("units", Kind::List("unit"), "the units", "单位"),
            ("findings", Kind::List("finding"), "what is wrong in the files", "文件问题"),
        ],
    ),
    (
        "selection",
        &[
            ("filter", Kind::Text, "the filter as typed; empty without one", "筛选词"),
            ("unit", Kind::MaybeText, "the one unit", "单位"),
            ("items", Kind::Count, "items shown", "显示的事项数"),
            ("of", Kind::Count, "items of the whole plan", "全部事项数"),
        ],
    ),
    (
        "totals",
        &[
            ("items", Kind::Count, "items", "事项数"),
            (
                "progress",
                Kind::MaybeShare,
                "weighted mean of the progress, stopped items left out",
                "进度的加权平均，不计停止实施",
            ),
            ("done", Kind::Count, "done, late or not", "完成，不论是否按期"),
            ("done_late", Kind::Count, "of these, late", "其中逾期完成"),
            ("red", Kind::Count, "items with a red light", "红灯"),
            ("yellow", Kind::Count, "items with a yellow light", "黄灯"),
            ("green", Kind::Count, "items with a green light", "绿灯"),
            ("grey", Kind::Count, "items with a grey light", "灰灯"),
            ("overdue", Kind::Count, "items overdue", "逾期"),
            ("due_soon", Kind::Count, "items due today or soon", "今日到期或临期"),
        ],
    ),
    (
        "rule",
        &[
            ("id", Kind::Text, "the rule's id", "规则编号"),
            ("deadline", Kind::MaybeDate, "the last day on time", "期限"),
            (
                "confirmed",
                Kind::Bool,
                "whether every year counted through has its holidays",
                "所涉年份是否都有节假日表",
            ),
            ("owed", Kind::Count, "obligations", "应制定件数"),
            ("met", Kind::Count, "met, late or not", "已公布，不论是否按期"),
            ("met_late", Kind::Count, "of these, late", "其中逾期公布"),
            ("overdue", Kind::Count, "overdue", "逾期"),
            ("open", Kind::Count, "neither met nor overdue", "未公布且未逾期"),
            ("undetermined", Kind::Count, "items nobody has decided on", "待认定事项"),
        ],
    ),
    (
        "section",
        &[
            ("label", Kind::Text, "its number as printed", "序号"),
            ("title", Kind::Text, "its title", "标题"),
            ("depth", Kind::Count, "0 for a part", "层级，0 为一级"),
            ("items", Kind::Count, "items in it and below it", "其下事项数"),
            ("progress", Kind::MaybeShare, "weighted mean of their progress", "进度的加权平均"),
            ("light", Kind::Word(LIGHTS), "the worst light", "最差的灯"),
        ],
    ),
    (
        "item",
        &[
            ("id", Kind::Text, "its id", "编号"),
            ("title", Kind::Text, "its title", "标题"),
            ("sections", Kind::Texts, "the labels from the part down", "所在章节的序号"),
            ("leads", Kind::Texts, "the lead units' ids", "牵头单位"),
            ("state", Kind::Word(STATES), "its state", "状态"),
            ("progress", Kind::Share, "its progress", "进度"),
            ("expected", Kind::MaybeShare, "the share of its time that has passed", "序时进度"),
            ("due", Kind::MaybeDate, "its due date", "时限"),
            (
                "due_from",
                Kind::Word(&["extension", "plan", "unit", "none"]),
                "where that date comes from",
                "时限来源",
            ),
            ("light", Kind::Word(LIGHTS), "its light", "灯"),
            ("clock", Kind::Word(CLOCKS), "what the clock says", "情况"),
            ("days_overdue", Kind::Count, "days overdue", "逾期天数"),
            ("completed_on", Kind::MaybeDate, "since when it is done", "完成日期"),
            ("last_entry", Kind::MaybeDate, "the newest day its log speaks of", "最近记录"),
            ("rules", Kind::List("obligation"), "what its leads owe", "应制定的细则"),
        ],
    ),
    (
        "obligation",
        &[
            ("id", Kind::Text, "the rule's id", "规则编号"),
            ("unit", Kind::Text, "who owes it", "责任单位"),
            ("deadline", Kind::MaybeDate, "the last day on time", "期限"),
            ("met_on", Kind::MaybeDate, "the day it was met", "公布日期"),
            ("clock", Kind::Word(RULE_CLOCKS), "what the clock says", "情况"),
            ("light", Kind::Word(LIGHTS), "its light", "灯"),
            (
                "days_left",
                Kind::MaybeWhole,
                "days to the deadline; negative once it has passed",
                "剩余天数，已过为负",
            ),
        ],
    ),
    (
        "unit",
        &[
            ("id", Kind::Text, "its id", "代码"),
            ("name", Kind::Text, "its name", "名称"),
            ("items", Kind::Count, "items it leads", "牵头事项数"),
            ("done", Kind::Count, "of these, done", "其中完成"),
            ("red", Kind::Count, "of these, with a red light", "其中红灯"),
            ("progress", Kind::MaybeShare, "weighted mean of their progress", "进度的加权平均"),
            ("file", Kind::Word(&["fresh", "late", "missing", "unreadable"]), "how its file is", "文件情况"),
            ("last_entry", Kind::MaybeDate, "the newest day its file speaks of", "最近记录"),
        ],
    ),
    (
        "finding",
        &[
            ("code", Kind::Text, "what it is", "问题代码"),
            ("severity", Kind::Word(&["error", "warning"]), "how bad it is", "轻重"),
            ("file", Kind::Text, "the file, below the root", "文件"),
            ("line", Kind::Count, "the line; 0 for a file as a whole", "行，0 为整个文件"),
            ("column", Kind::Count, "the column; 0 for a file as a whole", "列，0 为整个文件"),
            ("message", Kind::Text, "the sentence", "说明"),
            ("hint", Kind::Text, "what to do", "怎么办"),
        ],
    ),
    (
        "root",
        &[
            ("format", Kind::Format, "the version of this form", "格式版本"),
            ("plans", Kind::List("plan"), "the plans", "各方案"),
            ("findings", Kind::List("finding"), "what is wrong with the root", "根目录的问题"),
        ],
    ),
];

/// The keys that may be left out, each with its object.
const OPTIONAL: [(&str, &str); 2] = [("plan", "selection"), ("root", "findings")];

/// The schema: one plan's object, or the object of several.
pub fn json() -> Value {
    let objects: Map<String, Value> =
        OBJECTS.iter().map(|(name, keys)| ((*name).to_owned(), object(name, keys))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "guatu report --format json",
        "oneOf": [{ "$ref": "#/$defs/plan" }, { "$ref": "#/$defs/root" }],
        "$defs": objects,
    })
}

fn object(name: &str, keys: &[Key]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|(key, kind, en, zh)| ((*key).to_owned(), property(*kind, en, zh))).collect();
    let required = keys.iter().map(|(key, ..)| *key).filter(|key| !OPTIONAL.contains(&(name, key)));
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required.collect::<Vec<_>>(),
        "properties": properties,
    })
}

fn property(kind: Kind, en: &str, zh: &str) -> Value {
    let date = r"^\d{4}-\d{2}-\d{2}$";
    let mut value = match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::MaybeText => json!({ "type": ["string", "null"] }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::MaybeWhole => json!({ "type": ["integer", "null"] }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        Kind::MaybeShare => json!({ "type": ["number", "null"], "minimum": 0, "maximum": 100 }),
        Kind::Date => json!({ "type": "string", "pattern": date }),
        Kind::MaybeDate => json!({ "type": ["string", "null"], "pattern": date }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Format => json!({ "const": 1 }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::One(name) => json!({ "$ref": format!("#/$defs/{name}") }),
        Kind::List(name) => json!({ "type": "array", "items": { "$ref": format!("#/$defs/{name}") } }),
    };
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), format!("{en}\n\n{zh}").into());
    }
    value
}
