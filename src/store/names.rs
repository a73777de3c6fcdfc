//! Which files of a folder count, which are passed over, and which are worth a word.

use std::ffi::OsStr;

/// What a file's name says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A status file.
    Status,
    /// A copy that a synchronising program made because two people wrote at once.
    Conflict,
    /// Hidden, a swap or backup file, or not YAML.
    Ignored,
}

/// What the name of a file in `units/` says.
pub(super) fn kind(name: &OsStr) -> Kind {
    let name = name.to_string_lossy();
    let yaml = stem(&name).is_some();
    let passed = name.starts_with(['.', '~']) || name.starts_with('#') || name.ends_with('~');
    if passed || !yaml {
        Kind::Ignored
    } else if name.contains(".sync-conflict-") || name.contains("conflicted copy") || name.contains("冲突")
    {
        Kind::Conflict
    } else {
        Kind::Status
    }
}

/// The name without `.yaml` or `.yml`.
pub(super) fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yaml_files_that_people_wrote_count() {
        for (name, expected) in [
            ("tax.yaml", Kind::Status),
            ("tax.yml", Kind::Status),
            ("-tax.yaml", Kind::Status),
            (".tax.yaml.swp", Kind::Ignored),
            (".#tax.yaml", Kind::Ignored),
            ("#tax.yaml#", Kind::Ignored),
            ("~$tax.yaml", Kind::Ignored),
            ("tax.yaml~", Kind::Ignored),
            ("tax.yaml.tmp", Kind::Ignored),
            ("tax.yaml.orig", Kind::Ignored),
            ("4913", Kind::Ignored),
            (".yaml", Kind::Ignored),
            ("README.md", Kind::Ignored),
            ("tax.sync-conflict-20220210-101010-ABCDEF.yaml", Kind::Conflict),
            ("tax (Li's conflicted copy 2022-02-10).yaml", Kind::Conflict),
            ("tax(冲突副本).yaml", Kind::Conflict),
        ] {
            assert_eq!(kind(OsStr::new(name)), expected, "{name}");
        }
    }
}
