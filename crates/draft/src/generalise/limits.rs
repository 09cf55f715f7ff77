//! How many resources are named one by one.

/// When resources become patterns.
///
/// The numbers are for the resources of one type in one account and region, of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generalise {
    /// So many are named one by one. If there are more, names that only differ in ids become a pattern, and so do more than so many names
    /// that go on differently after the same beginning.
    pub limit: usize,
    /// More than so many, where the names have nothing in common, become all of the type in that account and region.
    pub whole: usize,
    /// Whether both may be lowered for a draft that is else too large for its form.
    pub to_fit: bool,
}

impl Default for Generalise {
    fn default() -> Self {
        Self { limit: 15, whole: 40, to_fit: true }
    }
}

impl Generalise {
    /// The next smaller numbers; none if there are none.
    pub(crate) fn tighter(self) -> Option<Self> {
        let next = Self { limit: (self.limit / 2).max(1), whole: self.whole / 2, ..self };
        (self.to_fit && next != self).then_some(next)
    }
}
