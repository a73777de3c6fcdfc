//! The words near a mistyped one: what an error offers instead.

/// Up to three of `known` that are near `word`, the nearest first: a few edits away, or one the beginning of the other.
pub fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).max(1);
    let mut list: Vec<(usize, &str)> = known
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let edits = edits(&word, &other);
            let begins = !word.is_empty() && (other.starts_with(&word) || word.starts_with(&other));
            (edits <= most || begins).then_some((edits, candidate))
        })
        .collect();
    list.sort_by_key(|(edits, _)| *edits);
    list.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// The single-character edits from one word to the other (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (n, a) in from.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(n + 1);
        for ((b, pair), m) in to.iter().zip(row.windows(2)).zip(0..) {
            let (&[diagonal, above], left) = (pair, next.get(m).copied().unwrap_or(0)) else { break };
            next.push((diagonal + usize::from(a != *b)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_come_first() {
        let known = ["1-1", "1-2", "12-1", "13-1"];
        assert_eq!(near("1-3", known.into_iter()), ["1-1", "1-2"]);
        assert!(near("zzz", known.into_iter()).is_empty());
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "ab"), 2);
        assert_eq!(edits("细则", "细责"), 1);
    }
}
