//! A list kept in shared pieces: a copy in which a few places differ costs those pieces, not the list.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Places in a piece: small enough to be copied for one change, large enough that the list of pieces stays short.
const PIECE: usize = 64;

/// A list of which copies share what is equal. Its length never changes; a place in it may.
#[derive(Clone)]
pub struct Shelf<T> {
    /// All of [`PIECE`] places but the last.
    pieces: Vec<Arc<Vec<T>>>,
}

impl<T> Shelf<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self.pieces.split_last() {
            Some((last, whole)) => whole.len() * PIECE + last.len(),
            None => 0,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The one at place `n`.
    pub fn get(&self, n: usize) -> Option<&T> {
        self.pieces.get(n / PIECE)?.get(n % PIECE)
    }

    /// All of them, in order; to skip some costs nothing.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { shelf: self, places: 0..self.len() }
    }

    /// The first place for which `before` does not hold, in a list in which it holds up to some place.
    pub fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let starts_before = |piece: &Arc<Vec<T>>| piece.first().is_some_and(&before);
        let piece = self.pieces.partition_point(starts_before).saturating_sub(1);
        piece * PIECE + self.pieces.get(piece).map_or(0, |piece| piece.partition_point(before))
    }
}

impl<T: Clone> Shelf<T> {
    /// The one at place `n`, to be changed: its piece is copied if another list shares it.
    pub(super) fn get_mut(&mut self, n: usize) -> Option<&mut T> {
        Arc::make_mut(self.pieces.get_mut(n / PIECE)?).get_mut(n % PIECE)
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { pieces: Vec::new() }
    }
}

impl<T> FromIterator<T> for Shelf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        let mut list = list.into_iter().peekable();
        let mut pieces = Vec::new();
        while list.peek().is_some() {
            pieces.push(Arc::new(list.by_ref().take(PIECE).collect()));
        }
        Self { pieces }
    }
}

impl<T: PartialEq> PartialEq for Shelf<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): (&Arc<Vec<T>>, &Arc<Vec<T>>)| Arc::ptr_eq(one, other) || one == other;
        self.pieces.len() == other.pieces.len() && self.pieces.iter().zip(&other.pieces).all(same)
    }
}

impl<T: Eq> Eq for Shelf<T> {}

impl<T: fmt::Debug> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<'a, T> IntoIterator for &'a Shelf<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The places of a [`Shelf`], one after the other.
#[derive(Debug, Clone)]
pub struct Iter<'a, T> {
    shelf: &'a Shelf<T>,
    places: Range<usize>,
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.shelf.get(self.places.next()?)
    }

    fn nth(&mut self, n: usize) -> Option<&'a T> {
        self.shelf.get(self.places.nth(n)?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_with_one_change_shares_every_other_piece() {
        let one: Shelf<usize> = (0..1000).collect();
        let mut other = one.clone();
        *other.get_mut(130).unwrap() = 0;
        let shared = |(one, other): &(&Arc<Vec<usize>>, &Arc<Vec<usize>>)| Arc::ptr_eq(one, other);
        assert_eq!(one.pieces.iter().zip(&other.pieces).filter(shared).count(), one.pieces.len() - 1);
        assert_eq!((one.get(130), other.get(130)), (Some(&130), Some(&0)));
        assert!(one != other);
    }

    #[test]
    fn it_is_read_like_a_list() {
        for len in [0, 1, 63, 64, 65, 200] {
            let shelf: Shelf<usize> = (0..len).collect();
            assert_eq!((shelf.len(), shelf.is_empty()), (len, len == 0));
            assert!(shelf.iter().copied().eq(0..len));
            assert!(shelf.iter().skip(70).copied().eq(70..len.max(70)));
            for at in [0, 1, 63, 64, 65, 127, 128, 199, 300] {
                assert_eq!(shelf.partition_point(|n| *n < at), at.min(len), "{at} of {len}");
            }
        }
    }
}
