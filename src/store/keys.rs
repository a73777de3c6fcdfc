//! The keys of all files, English and Chinese, and where each may stand. The single list.

/// Declares the keys: the name, the English spelling, the Chinese ones. The first of each is what hints use.
macro_rules! keys {
    ($( $name:ident $en:literal [$($zh:literal),+] ),* $(,)?) => {
        /// A key of a file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Key { $( $name, )* }

        impl Key {
            /// Every key.
            pub(super) const ALL: &[Self] = &[$( Self::$name, )*];

            /// The English spelling.
            pub(super) const fn en(self) -> &'static str {
                match self { $( Self::$name => $en, )* }
            }

            /// The Chinese spellings, the usual one first.
            pub(super) const fn all_zh(self) -> &'static [&'static str] {
                match self { $( Self::$name => &[$($zh),+], )* }
            }
        }
    };
}

keys! {
    Unit "unit" ["单位"],
    Contact "contact" ["联系人"],
    Items "items" ["事项"],
    Due "due" ["时限"],
    Extension "extension" ["延期"],
    To "to" ["至"],
    Approved "approved" ["批准"],
    Reason "reason" ["理由"],
    Log "log" ["记录"],
    On "on" ["日期"],
    State "state" ["状态"],
    Progress "progress" ["进度"],
    Note "note" ["说明"],
    Problem "problem" ["问题"],
    Next "next" ["下一步"],
    Evidence "evidence" ["佐证"],
    Rules "rules" ["规则"],
    Drafted "drafted" ["起草"],
    Issued "issued" ["印发", "印发日期"],
    Published "published" ["公布", "公布日期"],
    Document "document" ["文号"],
    Link "link" ["链接"],
    Format "format" ["格式"],
    Title "title" ["标题"],
    TitleEn "title_en" ["英文标题"],
    Issuer "issuer" ["印发机关"],
    Coordinator "coordinator" ["牵头协调单位", "统筹单位"],
    Sample "sample" ["样例"],
    AsOf "as_of" ["截至"],
    Timezone "timezone" ["时区"],
    Language "language" ["语言"],
    Lights "lights" ["灯色"],
    DueSoon "due_soon" ["临期"],
    Behind "behind" ["滞后"],
    Yellow "yellow" ["黄"],
    Red "red" ["红"],
    ReportEvery "report_every" ["报送周期"],
    Units "units" ["单位", "单位名单"],
    Sections "sections" ["章节"],
    Id "id" ["代码", "编号"],
    Clause "clause" ["条款"],
    AppliesTo "applies_to" ["适用"],
    From "from" ["起算"],
    Days "days" ["天数"],
    Count "count" ["计算"],
    Stages "stages" ["环节"],
    Name "name" ["名称", "简称"],
    FullName "full_name" ["全称"],
    NameEn "name_en" ["英文名称"],
    Aliases "aliases" ["别名"],
    Label "label" ["编号"],
    Lead "lead" ["牵头"],
    Support "support" ["配合"],
    Delegated "delegated" ["授权"],
    Because "because" ["依据"],
    Tags "tags" ["标签"],
    Start "start" ["开始"],
    Weight "weight" ["权重"],
    Holidays "holidays" ["节假日"],
    Year "year" ["年份"],
    Off "off" ["放假"],
    Work "work" ["调休上班", "上班"],
}

impl Key {
    /// The usual Chinese spelling.
    pub(super) fn zh(self) -> &'static str {
        self.all_zh().first().copied().unwrap_or(self.en())
    }

    /// Whether `written` spells this key.
    fn is(self, written: &str) -> bool {
        self.en() == written || self.all_zh().contains(&written)
    }

    /// Whether `written` spells some key.
    pub(super) fn known_anywhere(written: &str) -> bool {
        Self::ALL.iter().any(|key| key.is(written))
    }
}

/// Whether `written` is the key whose English name is `english`, or that very text.
pub(super) fn same(english: &str, written: &str) -> bool {
    // No Chinese spelling is ASCII, and most of what is asked about here are ids.
    english == written
        || !written.is_ascii() && Key::ALL.iter().any(|key| key.en() == english && key.is(written))
}

/// The keys of one kind of mapping.
pub(super) type Scope = &'static [Key];

/// What must be there: of each list, one key; where none is, the last one is named as missing.
pub(super) type Wanted = &'static [&'static [Key]];

/// What an extension must have.
pub(super) const EXTENSION_WANTED: Wanted = &[&[Key::To], &[Key::Approved]];
/// What an entry must have.
pub(super) const ENTRY_WANTED: Wanted = &[&[Key::On]];
/// What a plan must have.
pub(super) const PLAN_WANTED: Wanted = &[&[Key::Title], &[Key::Issued], &[Key::Units], &[Key::Sections]];
/// What a rule must have.
pub(super) const RULE_WANTED: Wanted = &[&[Key::Id], &[Key::Days]];
/// What a unit must have.
pub(super) const UNIT_WANTED: Wanted = &[&[Key::Id]];
/// What a section must have: something to call it by.
pub(super) const SECTION_WANTED: Wanted = &[&[Key::Label, Key::Title]];
/// What an item must have.
pub(super) const ITEM_WANTED: Wanted = &[&[Key::Id], &[Key::Title], &[Key::Lead]];
/// What a holiday must have.
pub(super) const HOLIDAY_WANTED: Wanted = &[&[Key::Name], &[Key::Year]];

/// A status file.
pub(super) const STATUS: Scope = &[Key::Unit, Key::Contact, Key::Items];
/// An item in a status file.
pub(super) const REPORTED: Scope = &[Key::Log, Key::Due, Key::Rules, Key::Extension];
/// An extension.
pub(super) const EXTENSION: Scope = &[Key::To, Key::Approved, Key::Reason];
/// An entry of a log.
pub(super) const ENTRY: Scope =
    &[Key::On, Key::State, Key::Progress, Key::Note, Key::Problem, Key::Next, Key::Evidence];
/// A rule's stages in a status file.
pub(super) const STAGES: Scope = &[Key::Drafted, Key::Issued, Key::Published, Key::Document, Key::Link];
/// A plan.
pub(super) const PLAN: Scope = &[
    Key::Format,
    Key::Title,
    Key::TitleEn,
    Key::Issuer,
    Key::Issued,
    Key::Published,
    Key::Coordinator,
    Key::Sample,
    Key::AsOf,
    Key::Timezone,
    Key::Language,
    Key::Lights,
    Key::Rules,
    Key::Units,
    Key::Sections,
];
/// The thresholds.
pub(super) const LIGHTS: Scope = &[Key::DueSoon, Key::Behind, Key::ReportEvery];
/// The thresholds of being behind.
pub(super) const BEHIND: Scope = &[Key::Yellow, Key::Red];
/// A rule of a plan.
pub(super) const RULE: Scope = &[
    Key::Id,
    Key::Title,
    Key::TitleEn,
    Key::Clause,
    Key::AppliesTo,
    Key::From,
    Key::Days,
    Key::Count,
    Key::Stages,
];
/// A unit of a plan.
pub(super) const UNIT: Scope = &[Key::Id, Key::Name, Key::NameEn, Key::FullName, Key::Aliases];
/// A section of a plan.
pub(super) const SECTION: Scope = &[Key::Label, Key::Title, Key::TitleEn, Key::Items, Key::Sections];
/// An item of a plan.
pub(super) const ITEM: Scope = &[
    Key::Id,
    Key::Title,
    Key::TitleEn,
    Key::Lead,
    Key::Support,
    Key::Delegated,
    Key::Because,
    Key::Tags,
    Key::Start,
    Key::Due,
    Key::Weight,
];
/// `holidays.yaml`.
pub(super) const HOLIDAYS: Scope = &[Key::Holidays];
/// A holiday.
pub(super) const HOLIDAY: Scope = &[Key::Name, Key::Year, Key::Off, Key::Work];

/// The key of `scope` that `written` spells.
pub(super) fn find(scope: Scope, written: &str) -> Option<Key> {
    scope.iter().copied().find(|key| key.is(written))
}

/// The spelling of `scope` nearest to `written`, if one is near enough to have been meant.
pub(super) fn nearest(scope: Scope, written: &str) -> Option<&'static str> {
    let spellings =
        scope.iter().flat_map(|key| std::iter::once(key.en()).chain(key.all_zh().iter().copied()));
    nearest_of(spellings, &written.to_lowercase())
}

/// The text of `known` nearest to `written`, if one is near enough to have been meant.
pub(super) fn nearest_of<'a>(known: impl Iterator<Item = &'a str>, written: &str) -> Option<&'a str> {
    let length = written.chars().count();
    if length > 40 {
        return None;
    }
    known
        .map(|text| (distance(text, written), text))
        .filter(|(distance, text)| {
            *distance <= (length.max(text.chars().count()) / 2).min(3) && *distance < length
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, text)| text)
}

/// How many characters must be changed, added, dropped or swapped with their neighbour to turn `a` into `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX - 1);
    for (i, x) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost =
                (at(&above, j) + usize::from(x != *y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            if let Some(p) = j.checked_sub(1)
                && last == Some(*y)
                && b.get(p) == Some(&x)
            {
                cost = cost.min(at(&before, p) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
        last = Some(x);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_by_every_spelling_where_it_may_stand() {
        for scope in [
            STATUS, REPORTED, EXTENSION, ENTRY, STAGES, PLAN, LIGHTS, BEHIND, RULE, UNIT, SECTION, ITEM,
            HOLIDAYS, HOLIDAY,
        ] {
            for key in scope {
                assert_eq!(find(scope, key.en()), Some(*key));
                for zh in key.all_zh() {
                    assert_eq!(find(scope, zh), Some(*key), "{zh}");
                }
            }
        }
        assert_eq!(find(STATUS, "progress"), None);
    }

    #[test]
    fn a_slip_finds_the_key_that_was_meant() {
        for (scope, written, meant) in [
            (ENTRY, "progres", Some("progress")),
            (ENTRY, "porgress", Some("progress")),
            (ENTRY, "State", Some("state")),
            (ENTRY, "stauts", Some("state")),
            (ENTRY, "进渡", Some("进度")),
            (ENTRY, "佐證", Some("佐证")),
            (STATUS, "item", Some("items")),
            (ENTRY, "颜色", None),
            (ENTRY, "colour", None),
        ] {
            assert_eq!(nearest(scope, written), meant, "{written}");
        }
    }
}
