//! `guatu schema`, by a real validator: what the reader accepts is valid, what a schema can see is not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::stdout;
use guatu::domain::finding::Code;
use jsonschema::Validator;
use serde_json::{Value, json};

/// The finding codes a schema sees (of `too-deep`, that a list stands where a text belongs); all others are about bytes, about syntax, or about what values mean together.
const SEEN: [&str; 7] =
    ["bad-date", "bad-state", "bad-progress", "bad-type", "missing-field", "unknown-key", "too-deep"];

fn validator(file: &str) -> Validator {
    let schema: Value = serde_json::from_str(&stdout(&["schema", file], 0)).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// The values an editor's YAML reader sees; none where the file is no YAML.
fn json_of(text: &str) -> Option<Value> {
    fn convert(value: serde_yaml::Value) -> Value {
        match value {
            serde_yaml::Value::Mapping(map) => {
                let name = |key| {
                    let key = convert(key);
                    key.as_str().map_or_else(|| key.to_string(), ToOwned::to_owned)
                };
                map.into_iter().map(|(key, value)| (name(key), convert(value))).collect()
            }
            serde_yaml::Value::Sequence(list) => list.into_iter().map(convert).collect(),
            scalar @ (serde_yaml::Value::Null
            | serde_yaml::Value::Bool(_)
            | serde_yaml::Value::Number(_)
            | serde_yaml::Value::String(_)
            | serde_yaml::Value::Tagged(_)) => serde_json::to_value(scalar).unwrap(),
        }
    }
    serde_yaml::from_str(text).ok().map(convert)
}

fn units(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir.join("units")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{} {error}", error.instance_path())).collect()
}

#[test]
fn every_file_of_the_repositorys_plan_is_valid() {
    let dir = Path::new("plans/hangzhou-2022");
    let plan = json_of(&fs::read_to_string(dir.join("plan.yaml")).unwrap()).unwrap();
    assert_eq!(errors(&validator("plan"), &plan), [""; 0]);
    let status = validator("status");
    let files = units(dir);
    assert!(files.len() > 20);
    for path in files {
        let report = json_of(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(errors(&status, &report), [""; 0], "{}", path.display());
    }
}

#[test]
fn of_the_gallery_exactly_what_a_schema_can_see_is_invalid() {
    let (plan, status) = (validator("plan"), validator("status"));
    let mut read = 0;
    for code in Code::ALL {
        let dir = Path::new("tests/gallery").join(code.key());
        let text = fs::read_to_string(dir.join("plan.yaml")).unwrap();
        let mut wrong = json_of(&text).map_or_else(Vec::new, |value| errors(&plan, &value));
        let mut whole = true;
        for path in units(&dir) {
            match json_of(&fs::read_to_string(path).unwrap()) {
                Some(value) => wrong.extend(errors(&status, &value)),
                None => whole = false,
            }
        }
        read += usize::from(whole);
        assert_eq!(!wrong.is_empty(), SEEN.contains(&code.key()), "{}: {wrong:?}", code.key());
    }
    assert!(read > 25, "only {read} examples are YAML");
}

#[test]
fn chinese_and_english_keys_and_words_full_width_digits_and_lists_are_valid() {
    let status = validator("status");
    for text in [
        "单位: a\n联系人: 1\n事项:\n  1-1:\n    时限: ２０２２－０９－３０\n    记录:\n      - { 日期: 2022-02-08, 状态: 已完成, 进度: ４５．５％ }\n",
        "unit: a\nitems:\n  1-1: { extension: { 至: 2022-10-31, approved: 2022-09-15 }, log: [] }\n  1-2:\n",
        "unit: a\nitems: {}\n",
        "unit: a\nitems:\n  1-1:\n    规则: { supervision: { 起草: 2022-02-05, 文号: 5 } }\n",
        "",
    ] {
        assert_eq!(errors(&status, &json_of(text).unwrap()), [""; 0], "{text}");
    }
    let item = |more: Value| {
        let mut item = json!({ "编号": "x", "title": "x", "items": [{ "id": "1-1", "title": "x" }] });
        for (key, value) in more.as_object().unwrap() {
            item["items"][0][key] = value.clone();
        }
        json!({ "标题": "x", "印发日期": "2022-01-27", "单位名单": [{ "代码": "a" }], "sections": [item] })
    };
    let plan = validator("plan");
    for good in [json!({ "lead": "a" }), json!({ "牵头": ["a", "b"], "配合": "c", "授权": "待认定" })]
    {
        assert_eq!(errors(&plan, &item(good)), [""; 0]);
    }
    for bad in [json!({}), json!({ "lead": { "a": 1 } }), json!({ "lead": "a", "weight": 1001 })] {
        assert_ne!(errors(&plan, &item(bad)), [""; 0]);
    }
}

#[test]
fn dates_and_progress_are_taken_as_the_reader_takes_them() {
    let status = validator("status");
    let takes = |key: &str, value: &Value| {
        let mut entry = json!({ "on": "2022-02-01" });
        entry[key] = value.clone();
        status.is_valid(&json!({ "items": { "1-1": { "log": [entry] } } }))
    };
    for text in ["2022-02-28", "2024-02-29", "2200-12-31", "1900-01-01", " ２０２２—０２—０８ ", "2022−12−31"]
    {
        assert!(takes("on", &text.into()) && text.parse::<guatu::domain::Day>().is_ok(), "{text}");
    }
    for text in ["2022-02-30", "2022-04-31", "2022-13-01", "2022/2/8", "1899-12-31", "2201-01-01", "明天"] {
        assert!(!takes("on", &text.into()) && text.parse::<guatu::domain::Day>().is_err(), "{text}");
    }
    for text in ["0", "45", "45%", "45.5 %", "４５％", "100", "100.000", "007", "99.999"] {
        assert!(takes("progress", &text.into()), "{text}");
        assert!(guatu::domain::percent::Percent::parse(text).is_some(), "{text}");
    }
    for text in ["101", "100.001", "-1", "1e1", "45.5555", "一半", ".5", "5."] {
        assert!(!takes("progress", &text.into()), "{text}");
        assert!(guatu::domain::percent::Percent::parse(text).is_none(), "{text}");
    }
    assert!(takes("progress", &json!(45.5)) && !takes("progress", &json!(100.5)));
}

#[test]
fn every_key_is_described_in_both_languages() {
    for file in ["plan", "status", "holidays"] {
        let schema: Value = serde_json::from_str(&stdout(&["schema", file], 0)).unwrap();
        for (name, shape) in schema["$defs"].as_object().unwrap() {
            assert_eq!(shape["additionalProperties"], false, "{name}");
            for (key, value) in shape["properties"].as_object().unwrap() {
                let (en, zh) = value["description"].as_str().unwrap().split_once("\n\n").unwrap();
                assert!(en.is_ascii() && !zh.is_ascii(), "{key}: {en} {zh}");
            }
        }
    }
    assert!(validator("holidays").is_valid(&json!({ "holidays": [
        { "name": "元旦", "year": 2027, "off": ["2027-01-01", "2027-01-03"], "work": [] }
    ] })));
    assert!(!validator("holidays").is_valid(&json!({ "holidays": [{ "name": "元旦" }] })));
}
