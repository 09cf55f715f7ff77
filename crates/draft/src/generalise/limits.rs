//! How many resources are named one by one.

/// When resources become patterns.
///
/// The numbers are for the resources of one type in one account and region, of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generalise {
    /// So many are named one by one. If there are more, names that only differ in ids become a pattern, and so do more than so many names
    /// that go on differently after the same beginning.
    pub limit: usize,
    /// Of those that AWS named by ids, such as VPCs, so many are named one by one; more become all of the type in that account and region,
    /// since an id tells nothing of the resource, and the next one is another.
    pub ids: usize,
    /// More than so many, where the names have nothing in common, become all of the type in that account and region.
    pub whole: usize,
    /// Whether both may be lowered for a draft that is else too large for its form.
    pub to_fit: bool,
    /// Whether actions of one service that do the same kind of thing take on each other's resources, so that they stand together.
    pub share: bool,
}

impl Default for Generalise {
    fn default() -> Self {
        Self { limit: 15, ids: 5, whole: 40, to_fit: true, share: true }
    }
}

impl Generalise {
    /// Each resource by itself, and for those actions only that were used on it.
    pub const NONE: Self =
        Self { limit: usize::MAX, ids: usize::MAX, whole: usize::MAX, to_fit: false, share: false };

    /// The next smaller numbers; none if there are none.
    pub(crate) fn tighter(self) -> Option<Self> {
        let half = |number: usize| (number / 2).max(1);
        let next = Self { limit: half(self.limit), ids: half(self.ids), whole: self.whole / 2, ..self };
        (self.to_fit && next != self).then_some(next)
    }
}
