//! The two languages of the interface, and sentences that exist in both.

use std::sync::Arc;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 中文, the default: the files and their readers are Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The other language: what the key `L` switches to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The language a locale name asks for (`zh_CN.UTF-8`, `en_GB`), if it asks for one.
    ///
    /// `C`, `POSIX` and the empty string ask for none: then the plan's own `language` decides.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        match name {
            "" | "C" | "POSIX" => None,
            zh if zh.to_ascii_lowercase().starts_with("zh") => Some(Self::Zh),
            _ => Some(Self::En),
        }
    }
}

/// A fixed phrase in both languages, written side by side where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// The Chinese words.
    pub zh: &'static str,
    /// The English words.
    pub en: &'static str,
}

impl Phrase {
    /// A phrase from its two forms.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The words in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// A sentence about particular things, made once in both languages, so that `L` can switch it later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Said {
    /// The Chinese sentence.
    pub zh: Arc<str>,
    /// The English sentence.
    pub en: Arc<str>,
}

impl Said {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// A formatted sentence in one language: `say!(lang, "逾期 {n} 天", "overdue by {n} days")`.
///
/// Arguments are captured by name, so that each language may use them in its own order or not at all.
#[macro_export]
#[doc(hidden)]
macro_rules! __say {
    ($lang:expr, $zh:literal, $en:literal) => {
        match $lang {
            $crate::text::Lang::Zh => format!($zh),
            $crate::text::Lang::En => format!($en),
        }
    };
}

/// A formatted sentence in both languages, as a [`Said`].
#[macro_export]
#[doc(hidden)]
macro_rules! __both {
    ($zh:literal, $en:literal) => {
        $crate::text::Said { zh: format!($zh).into(), en: format!($en).into() }
    };
}

pub use crate::{__both as both, __say as say};

/// `3 days`, `1 day`, `3 天`.
pub fn days(n: i64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{n} 天"),
        Lang::En => format!("{n} {}", plural(n, "day", "days")),
    }
}

/// The English form that fits the number: one day, two days.
pub fn plural(n: i64, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language_or_none() {
        assert_eq!(Lang::of_locale("zh_CN.UTF-8"), Some(Lang::Zh));
        assert_eq!(Lang::of_locale("zh"), Some(Lang::Zh));
        assert_eq!(Lang::of_locale("en_GB@euro"), Some(Lang::En));
        assert_eq!(Lang::of_locale("de_DE"), Some(Lang::En));
        for none in ["", "C", "C.UTF-8", "POSIX"] {
            assert_eq!(Lang::of_locale(none), None, "{none}");
        }
    }

    #[test]
    fn sentences_say_the_same_in_both_languages() {
        let n = 3;
        assert_eq!(say!(Lang::Zh, "逾期 {n} 天", "overdue by {n} days"), "逾期 3 天");
        assert_eq!(both!("逾期 {n} 天", "overdue by {n} days").get(Lang::En), "overdue by 3 days");
        assert_eq!(days(1, Lang::En), "1 day");
    }
}
