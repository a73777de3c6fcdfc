//! The schemas' own rows, against the reader's.

use super::*;
use crate::store::parse;

fn shapes(shape: &'static Shape, seen: &mut Vec<&'static Shape>) {
    if seen.iter().any(|known| known.name == shape.name) {
        return;
    }
    seen.push(shape);
    for (_, kind, _, _) in shape.rows {
        if let Kind::Record(below) | Kind::Records(below) | Kind::Named(below) = kind {
            shapes(below, seen);
        }
    }
}

#[test]
fn every_key_the_reader_knows_has_a_row_where_it_may_stand() {
    let mut seen = Vec::new();
    for shape in [&table::PLAN, &table::STATUS, &table::HOLIDAYS] {
        shapes(shape, &mut seen);
    }
    assert_eq!(seen.len(), 14);
    for shape in seen {
        let mut rows: Vec<&str> = shape.rows.iter().map(|(key, ..)| key.en()).collect();
        let mut scope: Vec<&str> = shape.scope.iter().map(|key| key.en()).collect();
        rows.sort_unstable();
        scope.sort_unstable();
        assert_eq!(rows, scope, "{}", shape.name);
    }
}

#[test]
fn every_word_of_a_schema_is_read_without_a_finding() {
    let read = |key: &str, word: &Value| {
        let word = word.as_str().map_or_else(|| word.to_string(), |word| format!("\"{word}\""));
        let text = format!(
            "title: x\nissued: 2022-01-27\nunits: [{{id: a}}]\nsections:\n  - label: x\n    items: [{{id: '1', title: x, lead: a{}}}]\nrules: [{{id: r, days: 1{}}}]\n{}",
            if key == "delegated" { format!(", {key}: {word}") } else { String::new() },
            if matches!(key, "stages" | "count" | "applies_to" | "from") {
                format!(", {key}: {word}")
            } else {
                String::new()
            },
            if matches!(key, "sample" | "language" | "format") {
                format!("{key}: {word}\n")
            } else {
                String::new()
            }
        );
        let (_, findings) = parse::plan(&"plan.yaml".into(), &"p".into(), &text, Vec::new()).unwrap();
        assert!(findings.is_empty(), "{key} {word}: {findings:?}");
    };
    for (key, list) in [
        ("delegated", Words::Delegated),
        ("stages", Words::Stage),
        ("count", Words::Count),
        ("applies_to", Words::AppliesTo),
        ("from", Words::From),
        ("sample", Words::Flag),
        ("language", Words::Language),
        ("format", Words::Format),
    ] {
        for word in words(list, Blank::Refused) {
            read(key, &word);
        }
    }
    for word in words(Words::State, Blank::Refused) {
        assert!(State::parse(word.as_str().unwrap()).is_some());
    }
}

#[test]
fn a_pattern_takes_the_full_width_twins_of_digits_only() {
    assert_eq!(wide("0[1-9]{2}x"), "[0０][1-9１-９]{2}x");
    assert_eq!(wide("[12][.]"), "[1１2２][.．]");
}
