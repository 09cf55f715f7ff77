//! Which thread reads which object.

use std::ops::Range;

/// Objects in groups. Each thread reads one group after the other, the largest that is left first; one that finds none left takes
/// half of what another still has to read.
///
/// A group is to be an account: who calls in one account calls in no other, so threads seldom count the same uses, which would take
/// memory and time twice. The largest first, so that little is left to share out when the last group is taken.
pub(super) struct Queue<T> {
    objects: Vec<Option<T>>,
    /// Groups that nobody has begun, the largest last.
    groups: Vec<Range<usize>>,
    /// What each thread is at.
    stretches: Vec<Range<usize>>,
}

impl<T> Queue<T> {
    /// Objects with equal keys are a group, in the order in which they come.
    pub(super) fn new<K: Ord>(objects: impl IntoIterator<Item = (K, T)>, threads: usize) -> Self {
        let mut objects: Vec<_> = objects.into_iter().collect();
        objects.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut end = 0;
        let of_one = objects.chunk_by(|(one, _), (other, _)| one == other);
        let mut groups: Vec<_> = of_one
            .map(|group| {
                let start = end;
                end += group.len();
                start..end
            })
            .collect();
        groups.sort_by_key(ExactSizeIterator::len);
        let objects = objects.into_iter().map(|(_, object)| Some(object)).collect();
        Self { objects, groups, stretches: vec![0..0; threads.max(1)] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.stretches.iter().all(Range::is_empty)
    }

    pub(super) fn next(&mut self, thread: usize) -> Option<T> {
        let place = self.stretches.get_mut(thread).and_then(Iterator::next).or_else(|| {
            let mut more = self.groups.pop().or_else(|| self.half())?;
            let place = more.next();
            match self.stretches.get_mut(thread) {
                Some(own) => *own = more,
                // Of more threads than were told of, each goes on with what is left as one.
                None => self.groups.extend(Some(more).filter(|more| !more.is_empty())),
            }
            place
        });
        self.objects.get_mut(place?)?.take()
    }

    /// The second half of what is most; all of it, if that is one object.
    fn half(&mut self) -> Option<Range<usize>> {
        let longest = self.stretches.iter_mut().max_by_key(|stretch| ExactSizeIterator::len(*stretch))?;
        let middle = longest.start + longest.len() / 2;
        let half = middle..longest.end;
        longest.end = middle;
        Some(half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Objects of groups of these sizes, in turn, as far as there are any left.
    fn queue(sizes: &[usize], threads: usize) -> Queue<(usize, usize)> {
        let most = sizes.iter().copied().max().unwrap_or_default();
        let of_round = |round| sizes.iter().enumerate().filter(move |(_, size)| round < **size);
        let objects =
            (0..most).flat_map(|round| of_round(round).map(move |(group, _)| (group, (group, round))));
        Queue::new(objects, threads)
    }

    #[test]
    fn every_object_is_taken_once_whoever_takes_it() {
        for sizes in [&[][..], &[17], &[1, 1, 1], &[2, 9, 3, 1]] {
            for threads in 1..5 {
                for greedy in 0..=threads {
                    let mut queue = queue(sizes, threads);
                    assert_eq!(queue.is_empty(), sizes.is_empty());
                    let first: Vec<_> = (0..threads).filter_map(|thread| queue.next(thread)).collect();
                    let rest: Vec<_> = std::iter::from_fn(|| queue.next(greedy)).collect();
                    let mut all = [first, rest].concat();
                    all.sort_unstable();
                    let expected = sizes.iter().enumerate();
                    let expected = expected.flat_map(|(group, size)| (0..*size).map(move |at| (group, at)));
                    assert!(all.into_iter().eq(expected), "{sizes:?} {threads} {greedy}");
                    assert_eq!(queue.next(0), None);
                    assert!(queue.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_group_is_split_only_where_no_whole_one_is_left() {
        let mut queue = queue(&[3, 4, 2], 2);
        let taken: Vec<_> = [0, 1, 0, 0, 0, 0, 1, 1, 0].map(|thread| queue.next(thread)).into();
        let expected = [(1, 0), (0, 0), (1, 1), (1, 2), (1, 3), (2, 0), (0, 1), (0, 2), (2, 1)];
        assert_eq!(taken, expected.map(Some));
        let mut queue = self::queue(&[9, 1], 2);
        let taken: Vec<_> = [0, 1, 1, 0, 1].map(|thread| queue.next(thread)).into();
        assert_eq!(taken, [(0, 0), (1, 0), (0, 5), (0, 1), (0, 6)].map(Some));
    }
}
