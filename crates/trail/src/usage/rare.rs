//! What few uses have: there are very many uses, and those that have none of it hold one empty pointer.

use std::ops::{Deref, DerefMut};

/// A value that takes room only once it is changed; until then it is [`Empty::EMPTY`].
#[derive(Debug, Clone)]
pub struct Rare<T>(Option<Box<T>>);

/// A type whose default is known while compiling.
pub trait Empty: Default + 'static {
    /// The same as the default.
    const EMPTY: &'static Self;
}

impl<T: Empty> Rare<T> {
    /// Puts two together by what puts two values together.
    pub(crate) fn merge_by(&mut self, other: Self, merge: impl FnOnce(&mut T, T)) {
        match (&mut self.0, other.0) {
            (_, None) => {}
            (mine @ None, other) => *mine = other,
            (Some(mine), Some(other)) => merge(mine, *other),
        }
    }
}

impl<T> Rare<T> {
    pub(crate) const NONE: Self = Self(None);
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<T: Empty + PartialEq> From<T> for Rare<T> {
    fn from(value: T) -> Self {
        Self((value != *T::EMPTY).then(|| Box::new(value)))
    }
}

impl<T: Empty> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Empty + PartialEq> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Empty + Eq> Eq for Rare<T> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::Capped;

    #[test]
    fn nothing_is_the_same_as_what_is_empty() {
        let (mut one, mut other) = (Rare::<Capped<Box<str>, 3>>::default(), Rare::default());
        let merge = Capped::merge;
        assert!(one.is_empty() && one.deref_mut().is_empty());
        assert_eq!(one, other);
        other.insert("a");
        assert_ne!(one, other);
        one.merge_by(other.clone(), merge);
        assert_eq!(one, other);
        one.merge_by(Rare::default(), merge);
        assert_eq!(one, other);
        assert_eq!(Rare::from(Capped::<Box<str>, 3>::default()).0, None);
    }
}
