//! The slips of one file: so many of a kind are kept, the others only counted.
//!
//! A file can hold a mistake on each of 300,000 lines. Nobody reads that list, and making it takes most of the time
//! and the memory of reading; the first ones and the number of the others is what a clerk can act on.

use std::collections::BTreeMap;

use super::slip::{Slip, Spot};
use crate::domain::finding::{Code, Severity};
use crate::text::{Said, both};

/// How many slips of one code are kept for one file (issue 4, P5).
pub(super) const OF_A_KIND: usize = 50;

/// The first slips of each kind, and how many more there were.
#[derive(Debug, Default)]
pub(super) struct Slips {
    list: Vec<Slip>,
    counts: BTreeMap<Code, Count>,
}

/// How many slips of one kind came.
#[derive(Debug, Default)]
struct Count {
    kept: usize,
    more: usize,
    /// How bad the worst of those left out is, and where the first of them is.
    first: Option<(Severity, Spot)>,
}

impl Slips {
    /// Keeps a slip, or counts it.
    pub(super) fn add(&mut self, slip: Slip) {
        let Slip { code, severity, spot, said, hint } = slip;
        self.add_with(code, severity, || spot, || (said, hint));
    }

    /// The same, making the place and the sentences only where they are kept.
    pub(super) fn add_with(
        &mut self,
        code: Code,
        severity: Severity,
        spot: impl FnOnce() -> Spot,
        say: impl FnOnce() -> (Said, Said),
    ) {
        let count = self.counts.entry(code).or_default();
        if count.kept < OF_A_KIND {
            count.kept += 1;
            let (said, hint) = say();
            self.list.push(Slip { code, severity, spot: spot(), said, hint });
            return;
        }
        count.more += 1;
        match &mut count.first {
            Some((worst, _)) => *worst = severity.min(*worst),
            None => count.first = Some((severity, spot())),
        }
    }

    /// Whether one of that kind came.
    pub(super) fn has(&self, code: Code) -> bool {
        self.counts.contains_key(&code)
    }

    /// Whether none came.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The slips that are kept, and for each kind that had more of them one that says how many more.
    pub(super) fn into_list(self) -> Vec<Slip> {
        let Self { mut list, counts } = self;
        for (code, Count { kept: _, more, first }) in counts {
            let Some((severity, spot)) = first else { continue };
            let (zh, en) = (code.title().zh, code.title().en);
            let said = both!(
                "从这里起还有 {more} 处同样的问题（{zh}），不再一一列出",
                "from here on {more} more of the same kind ({en}), not listed one by one"
            );
            let hint = both!("先改好已列出的，再检查一次", "mend those that are listed, then check again");
            list.push(Slip { code, severity, spot, said, hint });
        }
        list
    }
}

impl FromIterator<Slip> for Slips {
    fn from_iter<I: IntoIterator<Item = Slip>>(slips: I) -> Self {
        let mut all = Self::default();
        slips.into_iter().for_each(|slip| all.add(slip));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(code: Code, line: usize) -> Slip {
        Slip::new(code, Spot::At(line, 1), both!("甲", "a"), both!("乙", "b"))
    }

    #[test]
    fn the_first_of_each_kind_are_kept_and_the_others_counted() {
        let many = (1..=OF_A_KIND + 7).map(|line| slip(Code::BadDate, line));
        let list = many.chain([slip(Code::BadState, 3)]).collect::<Slips>().into_list();
        assert_eq!(list.len(), OF_A_KIND + 2);
        assert_eq!(list[OF_A_KIND].code, Code::BadState, "another kind has its own room");
        let last = list.last().unwrap();
        assert_eq!((last.code, &last.spot), (Code::BadDate, &Spot::At(OF_A_KIND + 1, 1)));
        assert!(last.said.en.contains(" 7 more "), "{last:?}");
    }

    #[test]
    fn as_many_as_are_kept_need_no_closing_word() {
        let list = (1..=OF_A_KIND).map(|line| slip(Code::BadDate, line)).collect::<Slips>().into_list();
        assert_eq!(list.len(), OF_A_KIND);
    }
}
