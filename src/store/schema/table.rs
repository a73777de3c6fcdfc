//! What each key of each mapping holds, in words and as a kind of value: the rows the schemas are made of.

use super::super::keys::{self, Key, Scope, Wanted};

/// A kind of value, as the readers of `leaf.rs` take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any scalar.
    Text,
    /// A scalar or a list of scalars.
    Texts,
    /// A day.
    Day,
    /// A day or a list of days.
    Days,
    /// A number from 0 to 100, with or without `%`.
    Progress,
    /// A whole number of that range.
    Number(u16, u16),
    /// A number from 0 to 1000, at most three decimals.
    Weight,
    /// One of these words.
    Word(Words),
    /// One of these words, or a list of them.
    WordList(Words),
    /// One of these words, or a day.
    WordOrDay(Words),
    /// A mapping of that shape.
    Record(&'static Shape),
    /// A list of such mappings.
    Records(&'static Shape),
    /// A mapping with free keys of such mappings.
    Named(&'static Shape),
}

/// A list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    State,
    Stage,
    Count,
    Delegated,
    AppliesTo,
    From,
    Language,
    Flag,
    Format,
}

/// A key, what it holds, and its description in both languages.
pub(super) type Row = (Key, Kind, &'static str, &'static str);

/// A kind of mapping.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its name under `$defs`.
    pub(super) name: &'static str,
    /// The keys the reader knows here.
    pub(super) scope: Scope,
    /// The same keys with what they hold.
    pub(super) rows: &'static [Row],
    /// Of each list, one key must be there.
    pub(super) wanted: Wanted,
}

/// `units/UNIT.yaml`.
pub(super) static STATUS: Shape = Shape {
    name: "status",
    scope: keys::STATUS,
    rows: &[
        (Key::Unit, Kind::Text, "The unit's id; equals the file's name.", "单位代码，与文件名相同。"),
        (Key::Contact, Kind::Text, "Whom to ask.", "联系人和电话。"),
        (
            Key::Items,
            Kind::Named(&REPORTED),
            "The items this unit leads, by their ids.",
            "本单位牵头的事项，以事项编号为键。",
        ),
    ],
    wanted: &[],
};

static REPORTED: Shape = Shape {
    name: "reported",
    scope: keys::REPORTED,
    rows: &[
        (
            Key::Due,
            Kind::Day,
            "The unit's own commitment, where the plan gives no date.",
            "方案没有规定时限时，本单位自定的完成日期。",
        ),
        (Key::Extension, Kind::Record(&EXTENSION), "An approved extension.", "经批准的延期。"),
        (
            Key::Log,
            Kind::Records(&ENTRY),
            "The log: new entries at the end, old ones stay as they are.",
            "进展记录：只往末尾添加，不改旧条目。",
        ),
        (
            Key::Rules,
            Kind::Named(&STAGES),
            "How far the rules owed for this item are, by the rule's id.",
            "须制定的细则办到哪一步，以规则代码为键。",
        ),
    ],
    wanted: &[],
};

static EXTENSION: Shape = Shape {
    name: "extension",
    scope: keys::EXTENSION,
    rows: &[
        (Key::To, Kind::Day, "The new due date.", "延期至哪一天。"),
        (
            Key::Approved,
            Kind::Day,
            "The day it was approved; it counts from then on.",
            "批准日期，自该日起算数。",
        ),
        (Key::Reason, Kind::Text, "Why.", "延期理由。"),
    ],
    wanted: keys::EXTENSION_WANTED,
};

static ENTRY: Shape = Shape {
    name: "entry",
    scope: keys::ENTRY,
    rows: &[
        (Key::On, Kind::Day, "The day this entry speaks of.", "这条记录说的是哪一天。"),
        (Key::State, Kind::Word(Words::State), "The state from then on.", "自该日起的状态。"),
        (Key::Progress, Kind::Progress, "The progress from then on, 0 to 100.", "自该日起的进度，0 到 100。"),
        (Key::Note, Kind::Text, "What was done.", "做了什么。"),
        (Key::Problem, Kind::Text, "What is in the way.", "遇到的问题。"),
        (Key::Next, Kind::Text, "What comes next.", "下一步打算。"),
        (Key::Evidence, Kind::Text, "A document number or an address that shows it.", "佐证：文号或网址。"),
    ],
    wanted: keys::ENTRY_WANTED,
};

static STAGES: Shape = Shape {
    name: "stages",
    scope: keys::STAGES,
    rows: &[
        (Key::Drafted, Kind::Day, "The day it was drafted.", "起草完成的日期。"),
        (Key::Issued, Kind::Day, "The day it was issued.", "印发日期。"),
        (Key::Published, Kind::Day, "The day it was made public.", "公布日期。"),
        (Key::Document, Kind::Text, "The document's number.", "文号。"),
        (Key::Link, Kind::Text, "Where it can be read.", "公布的网址。"),
    ],
    wanted: &[],
};

/// `plan.yaml`.
pub(super) static PLAN: Shape = Shape {
    name: "plan",
    scope: keys::PLAN,
    rows: &[
        (Key::Format, Kind::Word(Words::Format), "The version of this format: 1.", "格式版本：1。"),
        (Key::Title, Kind::Text, "The document's title.", "方案标题。"),
        (Key::TitleEn, Kind::Text, "The title in English.", "英文标题。"),
        (Key::Issuer, Kind::Text, "Who issued it.", "印发机关。"),
        (
            Key::Issued,
            Kind::Day,
            "The day it was issued: deadlines count from it.",
            "印发日期，时限自此起算。",
        ),
        (Key::Published, Kind::Day, "The day it was made public.", "公布日期。"),
        (Key::Coordinator, Kind::Text, "The unit that runs the whole plan.", "统筹单位的代码。"),
        (
            Key::Sample,
            Kind::Word(Words::Flag),
            "Whether the status files are invented; every screen says so.",
            "是否样例数据；各画面会注明。",
        ),
        (
            Key::AsOf,
            Kind::Day,
            "The day the clock stands still at; left out: the real today.",
            "时钟停在哪一天；不写则为真实的今天。",
        ),
        (Key::Timezone, Kind::Text, "The time zone of today: Asia/Shanghai.", "时区，默认 Asia/Shanghai。"),
        (
            Key::Language,
            Kind::Word(Words::Language),
            "The interface's language where the locale names none.",
            "系统未指定语言时界面用的语言。",
        ),
        (Key::Lights, Kind::Record(&LIGHTS), "The thresholds of the lights.", "灯色的界限。"),
        (
            Key::Rules,
            Kind::Records(&RULE),
            "Obligations with a deadline counted from the plan's own date.",
            "自方案日期起算时限的义务。",
        ),
        (Key::Units, Kind::Records(&UNIT), "The units.", "单位名单。"),
        (
            Key::Sections,
            Kind::Records(&SECTION),
            "The sections, in the document's order.",
            "章节，按文件顺序。",
        ),
    ],
    wanted: keys::PLAN_WANTED,
};

static LIGHTS: Shape = Shape {
    name: "lights",
    scope: keys::LIGHTS,
    rows: &[
        (
            Key::DueSoon,
            Kind::Number(0, 3650),
            "Days before a due date that count as due soon; 7 by default.",
            "到期前多少天算临期，默认 7。",
        ),
        (
            Key::Behind,
            Kind::Record(&BEHIND),
            "Points behind the expected progress that change the light.",
            "落后序时进度多少个百分点变灯色。",
        ),
        (
            Key::ReportEvery,
            Kind::Number(0, 3650),
            "Days without an entry after which a report is late; 30 by default.",
            "多少天没有新记录算报送超期，默认 30。",
        ),
    ],
    wanted: &[],
};

static BEHIND: Shape = Shape {
    name: "behind",
    scope: keys::BEHIND,
    rows: &[
        (
            Key::Yellow,
            Kind::Progress,
            "Yellow from so many points; 10 by default.",
            "几个百分点起为黄，默认 10。",
        ),
        (Key::Red, Kind::Progress, "Red from so many points; 30 by default.", "几个百分点起为红，默认 30。"),
    ],
    wanted: &[],
};

static RULE: Shape = Shape {
    name: "rule",
    scope: keys::RULE,
    rows: &[
        (Key::Id, Kind::Text, "The rule's id.", "规则代码。"),
        (Key::Title, Kind::Text, "What is owed.", "须制定的是什么。"),
        (Key::TitleEn, Kind::Text, "The same in English.", "英文标题。"),
        (Key::Clause, Kind::Text, "The clause of the plan it comes from.", "依据方案的哪一条。"),
        (Key::AppliesTo, Kind::Word(Words::AppliesTo), "The items it applies to.", "适用于哪些事项。"),
        (Key::From, Kind::WordOrDay(Words::From), "The date it is counted from.", "自哪一天起算。"),
        (Key::Days, Kind::Number(1, 3650), "How many days.", "多少天。"),
        (Key::Count, Kind::Word(Words::Count), "How the days are counted.", "怎样计算天数。"),
        (
            Key::Stages,
            Kind::WordList(Words::Stage),
            "The stages; met on the day the last one is dated.",
            "环节；最后一个环节的日期为完成日。",
        ),
    ],
    wanted: keys::RULE_WANTED,
};

static UNIT: Shape = Shape {
    name: "unit",
    scope: keys::UNIT,
    rows: &[
        (Key::Id, Kind::Text, "The stable id; also its file's name.", "单位代码，也是文件名。"),
        (Key::Name, Kind::Text, "The short name.", "简称。"),
        (Key::NameEn, Kind::Text, "The English name.", "英文名称。"),
        (Key::FullName, Kind::Text, "The full name.", "全称。"),
        (Key::Aliases, Kind::Texts, "Other words that find it.", "别名，供查找。"),
    ],
    wanted: keys::UNIT_WANTED,
};

static SECTION: Shape = Shape {
    name: "section",
    scope: keys::SECTION,
    rows: &[
        (Key::Label, Kind::Text, "Its number as printed.", "编号，照原文。"),
        (Key::Title, Kind::Text, "Its title.", "标题。"),
        (Key::TitleEn, Kind::Text, "The title in English.", "英文标题。"),
        (Key::Items, Kind::Records(&ITEM), "The items directly in it.", "本节的事项。"),
        (Key::Sections, Kind::Records(&SECTION), "The sections below it.", "下级章节。"),
    ],
    wanted: keys::SECTION_WANTED,
};

static ITEM: Shape = Shape {
    name: "item",
    scope: keys::ITEM,
    rows: &[
        (Key::Id, Kind::Text, "Unique in the plan, with a dash: 1-2.", "编号，方案内唯一，用短横：1-2。"),
        (Key::Title, Kind::Text, "Its title.", "事项名称。"),
        (Key::TitleEn, Kind::Text, "The title in English.", "英文标题。"),
        (Key::Lead, Kind::Texts, "The lead unit's id, or a list.", "牵头单位代码，可以是列表。"),
        (Key::Support, Kind::Texts, "The supporting units' ids.", "配合单位代码，可以是列表。"),
        (Key::Delegated, Kind::Word(Words::Delegated), "Whether it is delegated.", "是否属于授权事项。"),
        (Key::Because, Kind::Text, "Why it is, or may be.", "认定的依据。"),
        (Key::Tags, Kind::Texts, "Free tags.", "标签。"),
        (
            Key::Start,
            Kind::Day,
            "When it starts; by default the plan's `issued`.",
            "开始日期，默认为印发日期。",
        ),
        (Key::Due, Kind::Day, "The plan's own due date.", "方案规定的时限。"),
        (Key::Weight, Kind::Weight, "Its weight in the roll-up; 1 by default.", "汇总时的权重，默认 1。"),
    ],
    wanted: keys::ITEM_WANTED,
};

/// `holidays.yaml`.
pub(super) static HOLIDAYS: Shape = Shape {
    name: "table",
    scope: keys::HOLIDAYS,
    rows: &[(Key::Holidays, Kind::Records(&HOLIDAY), "The holidays.", "节假日安排。")],
    wanted: &[],
};

static HOLIDAY: Shape = Shape {
    name: "holiday",
    scope: keys::HOLIDAY,
    rows: &[
        (Key::Name, Kind::Text, "The holiday's name.", "节日名称。"),
        (Key::Year, Kind::Number(1900, 2200), "The year of the notice.", "放假通知的年份。"),
        (Key::Off, Kind::Days, "The first and the last day off.", "放假的第一天和最后一天。"),
        (Key::Work, Kind::Days, "Make-up working days.", "调休上班的日子。"),
    ],
    wanted: keys::HOLIDAY_WANTED,
};
