//! A list of a usage file.

use smallvec::SmallVec;

/// Items in order; most lists have one, which takes no memory elsewhere.
pub(super) type List<T> = SmallVec<[T; 1]>;
