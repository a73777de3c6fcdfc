//! One sort for the lists that screens, reports and findings make.
//!
//! The standard library's is compiled anew for each kind of list and of key, in 9 KB each: a fourteenth of the program.
//! Here the keys are taken once, their order is found by one function, and the list is put into it. What a million items
//! go through at every load has a sort of its own.

use std::cmp::Ordering;

/// Sorts a list by a key, the least first; what is equal stays as it was.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let mut goes = places(keys.len(), &|one, other| keys.get(one).cmp(&keys.get(other)));
    for at in 0..goes.len() {
        while let Some(to) = goes.get(at).copied().filter(|to| *to != at) {
            list.swap(at, to);
            goes.swap(at, to);
        }
    }
}

/// Where each of so many goes.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut goes = vec![0; count];
    for (to, from) in order.into_iter().enumerate() {
        if let Some(place) = goes.get_mut(from) {
            *place = to;
        }
    }
    goes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_list_is_sorted_as_the_standard_library_does_it_stably() {
        let mut seed = 1_u32;
        let mut roll = |sides: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % sides
        };
        for sides in [1, 2, 3, 10, 1000] {
            for length in (0..60).chain([500, 2000]) {
                let list: Vec<(u32, u32)> = (0..length).map(|n| (roll(sides), n)).collect();
                let (mut ours, mut theirs) = (list.clone(), list);
                by_key(&mut ours, |(key, _)| *key);
                theirs.sort_by_key(|(key, _)| *key);
                assert_eq!(ours, theirs, "{length} of {sides}");
            }
        }
    }
}
