//! A terminal that counts cells as it is told to: no emulator crate can be set to draw ambiguous characters wide, and
//! none is as bad as the worst terminal in the field.

use unicode_width::UnicodeWidthChar as _;

/// How a terminal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ambiguous characters in one cell.
    Narrow,
    /// Ambiguous characters in two cells, as with a Chinese font (`xterm -cjk_width`).
    Wide,
    /// Two cells for whatever is neither ASCII nor a half-width form, marks and joiners too: it knows nothing of Unicode.
    Naive,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Narrow, Self::Wide, Self::Naive];

    fn cells(self, c: char) -> usize {
        match self {
            Self::Narrow => c.width().unwrap_or(0),
            Self::Wide => c.width_cjk().unwrap_or(0),
            Self::Naive if c.is_ascii() => 1,
            Self::Naive => 2,
        }
    }
}

/// What it shows: a text for every cell; `None` is the right half of what stands before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Emulator {
    kind: Kind,
    width: usize,
    grid: Vec<Vec<Option<String>>>,
    /// The address each cell stands for.
    links: Vec<Vec<Option<String>>>,
    link: Option<String>,
    at: (usize, usize),
    /// Characters that ran over the right edge.
    pub(crate) overruns: usize,
}

impl Emulator {
    pub(crate) fn new(kind: Kind, width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        let grid = vec![vec![Some(" ".to_owned()); width]; height];
        let links = vec![vec![None; width]; height];
        Self { kind, width, grid, links, link: None, at: (0, 0), overruns: 0 }
    }

    /// What a cell shows; nothing in the right half of a wide character.
    pub(crate) fn cell(&self, x: usize, y: usize) -> Option<&str> {
        self.grid[y][x].as_deref()
    }

    /// The address a cell stands for.
    pub(crate) fn link(&self, x: usize, y: usize) -> Option<&str> {
        self.links[y][x].as_deref()
    }

    /// A row as text.
    pub(crate) fn row(&self, y: usize) -> String {
        self.grid[y].iter().flatten().map(String::as_str).collect()
    }

    /// Reads what a program writes. Anything the frames of guatu never hold is a failure.
    pub(crate) fn read(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("frames are UTF-8");
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c != '\x1b' {
                assert!(!c.is_control(), "a control character: {c:?}");
                self.write(c);
                continue;
            }
            if rest.as_str().starts_with(']') {
                let (command, after) =
                    rest.as_str().split_once("\x1b\\").expect("a command that does not end");
                self.link = link(command);
                rest = after.chars();
                continue;
            }
            assert_eq!(rest.next(), Some('['), "an escape sequence that is no CSI");
            let mut arguments = String::new();
            let last = loop {
                match rest.next() {
                    Some(c @ ('0'..='9' | ';' | '?')) => arguments.push(c),
                    Some(c) => break c,
                    None => panic!("an escape sequence that does not end"),
                }
            };
            match (last, arguments.as_str()) {
                ('H', place) => {
                    assert!(self.link.is_none(), "the cursor moves within a link");
                    let (y, x) = place.split_once(';').expect("row and column");
                    self.at = (x.parse::<usize>().unwrap() - 1, y.parse::<usize>().unwrap() - 1);
                }
                ('m', _) | ('h' | 'l', "?2026" | "?7") => {}
                ('J', "2") => *self = Self { at: self.at, overruns: self.overruns, ..self.blank() },
                other => panic!("an escape sequence nobody asked for: {other:?}"),
            }
        }
    }

    fn blank(&self) -> Self {
        let height = u16::try_from(self.grid.len()).unwrap();
        Self::new(self.kind, u16::try_from(self.width).unwrap(), height)
    }

    fn write(&mut self, c: char) {
        let cells = self.kind.cells(c);
        let (x, y) = self.at;
        if cells == 0 {
            let before = (0..x.min(self.width)).rev().find(|x| self.grid[y][*x].is_some()).unwrap_or(0);
            if let Some(text) = &mut self.grid[y][before] {
                text.push(c);
            }
            return;
        }
        if x + cells > self.width {
            // Wrapping is off: what has no room is not drawn.
            self.overruns += 1;
            return;
        }
        for n in x..x + cells {
            self.clear(n, y);
        }
        self.grid[y][x] = Some(c.to_string());
        self.links[y][x..x + cells].fill(self.link.clone());
        for n in x + 1..x + cells {
            self.grid[y][n] = None;
        }
        self.at = (x + cells, y);
    }

    /// Empties a cell; of a wide character both halves, as terminals do.
    fn clear(&mut self, x: usize, y: usize) {
        let from = (0..=x).rev().find(|x| self.grid[y][*x].is_some()).unwrap_or(x);
        self.grid[y][from] = Some(" ".to_owned());
        for n in from + 1..self.width {
            if self.grid[y][n].is_some() {
                break;
            }
            self.grid[y][n] = Some(" ".to_owned());
        }
    }
}

/// The address `]8;id=…;ADDRESS` begins, none where `]8;;` ends one; nothing else is a command of ours.
fn link(command: &str) -> Option<String> {
    let rest = command.strip_prefix("]8;").expect("a command that is no link");
    let (id, to) = rest.split_once(';').expect("an id and an address");
    assert_eq!(id.is_empty(), to.is_empty(), "{command}");
    assert!(to.chars().all(|c| c.is_ascii_graphic()), "{command}");
    (!to.is_empty()).then(|| to.to_owned())
}
