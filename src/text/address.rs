//! Which texts are addresses of the web that may be handed to a terminal.

use std::fmt::Write as _;

/// Bytes of the longest address that becomes a link; terminals cut longer ones.
const LONGEST: usize = 2000;

/// `text` as an address of `http` or `https` in plain characters: Chinese ones are written as `%E4…`. None where it is
/// anything else: another scheme, no host, a blank or a quotation mark inside, too long.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let known = ["http", "https"].into_iter().any(|it| scheme.eq_ignore_ascii_case(it));
    if !known || !rest.starts_with(char::is_alphanumeric) || text.len() > LONGEST {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c) => out.push(c),
            c if c.is_alphanumeric() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to memory cannot fail.
                    let _ = write!(out, "%{byte:02X}");
                }
            }
            _ => return None,
        }
    }
    (out.len() <= LONGEST).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_kept_and_its_chinese_is_written_in_plain_characters() {
        for (text, is) in [
            ("https://www.hangzhou.gov.cn/art/2022/2/9/art_1.html?a=1&b=2;c#d", None),
            (" HTTP://example.org ", Some("HTTP://example.org")),
            ("https://例子.cn/通知", Some("https://%E4%BE%8B%E5%AD%90.cn/%E9%80%9A%E7%9F%A5")),
        ] {
            assert_eq!(address(text).as_deref(), Some(is.unwrap_or(text)));
        }
    }

    #[test]
    fn everything_else_is_no_link() {
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        for text in [
            "",
            "杭市管〔2022〕6号",
            "javascript:alert(1)",
            "javascript://x%0aalert(1)",
            "file:///etc/passwd",
            "ftp://example.org/a",
            "https://",
            "https:///etc",
            "see https://example.org",
            "https://example.org/a b",
            "https://example.org/\u{1b}\\\u{7}",
            "https://example.org/\"<>",
            "https://example.org/“一”",
            "https://example.org/\u{202e}gnp",
            &long,
        ] {
            assert_eq!(address(text), None, "{text:?}");
        }
    }
}
