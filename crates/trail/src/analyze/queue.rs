//! Which thread reads which object.

use std::ops::Range;

/// Objects in as many stretches as there are threads. Each thread takes its own from the front and, when it has none left, from
/// the end of the longest of the others.
///
/// Neighbours are to be of one account, and who calls in one account calls in no other: so threads seldom count the same uses,
/// which would take memory twice.
pub(super) struct Queue<T> {
    objects: Vec<Option<T>>,
    stretches: Vec<Range<usize>>,
}

impl<T> Queue<T> {
    pub(super) fn new(objects: impl IntoIterator<Item = T>, threads: usize) -> Self {
        let objects: Vec<_> = objects.into_iter().map(Some).collect();
        let start = |thread: usize| objects.len() * thread / threads.max(1);
        let stretches = (0..threads).map(|thread| start(thread)..start(thread + 1)).collect();
        Self { objects, stretches }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stretches.iter().all(Range::is_empty)
    }

    pub(super) fn next(&mut self, thread: usize) -> Option<T> {
        let own = self.stretches.get_mut(thread).and_then(Iterator::next);
        let place = own.or_else(|| {
            let longest = self.stretches.iter_mut().max_by_key(|stretch| ExactSizeIterator::len(*stretch));
            longest.and_then(DoubleEndedIterator::next_back)
        });
        self.objects.get_mut(place?)?.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_is_taken_once_whoever_takes_it() {
        for threads in 1..5 {
            for greedy in 0..threads {
                let mut queue = Queue::new(0..17, threads);
                assert!(!queue.is_empty());
                let first: Vec<_> = (0..threads).filter_map(|thread| queue.next(thread)).collect();
                let rest: Vec<_> = std::iter::from_fn(|| queue.next(greedy)).collect();
                let mut all = [first, rest].concat();
                all.sort_unstable();
                assert_eq!(all, (0..17).collect::<Vec<_>>());
                assert_eq!(queue.next(0), None);
                assert!(queue.is_empty());
            }
        }
    }
}
