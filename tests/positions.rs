//! Line and column of every key and value, in files whose writer knows where it put them.
//!
//! All 2,000 files: `GUATU_FULL=1 cargo test --profile long --test positions`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test prints its figures")]

#[path = "support/dice.rs"]
mod dice;

use dice::{Dice, times};
use guatu::store::probe;

type Mark = (usize, usize);

/// A writer that knows where it is.
struct Writer {
    text: String,
    at: Mark,
    /// What the reader should find: of a pair its key and its value, of an element itself twice.
    marks: Vec<[Mark; 2]>,
    dice: Dice,
}

const WORDS: &[&str] = &[
    "a",
    "事项",
    "一证多址，改革",
    "R&D",
    "x y",
    "1.10",
    "😀 ok",
    "2022-02-08",
    "杭市管〔2022〕3号",
    "𠀀b",
    "é",
];

impl Writer {
    fn put(&mut self, text: &str) {
        for c in text.chars() {
            self.text.push(c);
            self.at = if c == '\n' { (self.at.0 + 1, 1) } else { (self.at.0, self.at.1 + 1) };
        }
    }

    fn end_line(&mut self) {
        let end = *self.dice.pick(&["\n", "\n", "\n", " # 备注\n", "  \n", "\n\n", "\n# 一行说明\n", "\r\n"]);
        // The reader sees one kind of line end.
        let at = self.at.0;
        self.put(&end.replace('\r', ""));
        if end.starts_with('\r') {
            self.text.insert(self.text.len() - 1, '\r');
        }
        assert!(self.at.0 > at);
    }

    /// A scalar; whether quotes may stand round it and where it is.
    fn scalar(&mut self) -> Mark {
        let at = self.at;
        let word = *self.dice.pick(WORDS);
        match self.dice.roll(4) {
            0 => self.put(&format!("\"{word}\"")),
            1 => self.put(&format!("'{word}'")),
            _ => self.put(word),
        }
        at
    }

    /// A key of its own, with the colon.
    fn key(&mut self, n: usize) -> Mark {
        let at = self.at;
        let word = *self.dice.pick(&["k", "键", "进度", "𠀀"]);
        match self.dice.roll(4) {
            0 => self.put(&format!("\"{word}{n}\":")),
            1 => self.put(&format!("'{word}{n}' :")),
            _ => self.put(&format!("{word}{n}:")),
        }
        at
    }

    fn flow(&mut self, depth: usize) {
        let map = self.dice.roll(2) == 0;
        self.put(if map { "{" } else { "[" });
        for n in 0..self.dice.roll(4) {
            if n > 0 {
                self.put(",");
            }
            let blanks = " ".repeat(self.dice.roll(3));
            self.put(&blanks);
            let key = map.then(|| self.key(n));
            if map {
                self.put(" ");
            }
            let slot = self.marks.len();
            self.marks.push([key.unwrap_or(self.at), self.at]);
            if depth < 3 && self.dice.roll(4) == 0 {
                self.flow(depth + 1);
            } else {
                // In brackets a comma ends a word, so that only quoted ones are safe everywhere.
                let word = *self.dice.pick(WORDS);
                self.put(&format!("\"{word}\""));
            }
            assert!(slot < self.marks.len());
        }
        self.put(if map { "}" } else { "]" });
    }

    /// What comes after `key:` or `-`, up to the end of its last line.
    fn value(&mut self, indent: usize, depth: usize, key: Option<Mark>) {
        let blanks = " ".repeat(1 + self.dice.roll(3));
        let slot = self.marks.len();
        self.marks.push([(0, 0); 2]);
        let value = match self.dice.roll(if depth < 5 { 9 } else { 6 }) {
            0..=2 => {
                self.put(&blanks);
                let at = self.scalar();
                self.end_line();
                at
            }
            3 if key.is_some() => {
                self.end_line();
                key.unwrap()
            }
            3 | 4 => {
                self.put(&blanks);
                let at = self.at;
                self.flow(0);
                self.end_line();
                at
            }
            // A block text begins where its words do.
            5 => {
                self.put(&blanks);
                let sign = *self.dice.pick(&["|\n", ">-\n"]);
                self.put(sign);
                let at = (self.at.0, indent + 3);
                for _ in 0..=self.dice.roll(2) {
                    self.put(&" ".repeat(indent + 2));
                    self.put("文字: [不是列表\n");
                }
                at
            }
            // A block of its own begins on the next line: it is shown at its key.
            _ if key.is_some() => {
                self.end_line();
                self.block(indent + 2, depth + 1);
                key.unwrap()
            }
            _ => {
                self.put(" ");
                let at = self.at;
                self.pairs(indent + 2, depth + 1, true);
                at
            }
        };
        self.marks[slot] = [key.unwrap_or(value), value];
    }

    fn pairs(&mut self, indent: usize, depth: usize, begun: bool) {
        for n in 0..=self.dice.roll(3) {
            if !(begun && n == 0) {
                self.put(&" ".repeat(indent));
            }
            let key = self.key(n);
            self.value(indent, depth, Some(key));
        }
    }

    fn block(&mut self, indent: usize, depth: usize) {
        if self.dice.roll(2) == 0 {
            self.pairs(indent, depth, false);
        } else {
            for _ in 0..=self.dice.roll(3) {
                self.put(&" ".repeat(indent));
                self.put("-");
                self.value(indent, depth, None);
            }
        }
    }
}

#[test]
fn the_line_and_column_of_every_key_and_value_are_where_they_were_written() {
    let (mut dice, mut found) = (Dice::new(2022), 0);
    let files = times(2000);
    for file in 0..files {
        let own = Dice::quiet(dice.roll(usize::MAX) as u64);
        let mut writer = Writer { text: String::new(), at: (1, 1), marks: Vec::new(), dice: own };
        if file % 2 == 0 {
            writer.put("# 挂图\n\n");
        }
        writer.pairs(0, 0, false);
        let Writer { text, marks, .. } = writer;
        let bom = if file % 3 == 0 { "\u{feff}" } else { "" };
        let read = probe::marks(format!("{bom}{text}").as_bytes());
        let read = read.unwrap_or_else(|| panic!("file {file} is refused:\n{text}"));
        for (n, (read, wrote)) in read.iter().zip(&marks).enumerate() {
            assert_eq!(read, wrote, "value {n} of file {file}:\n{text}");
        }
        assert_eq!(read.len(), marks.len(), "file {file}:\n{text}");
        found += marks.len();
    }
    println!("{files} files, {found} pairs and elements, all where they were written");
    assert!(found > files * 3);
}
