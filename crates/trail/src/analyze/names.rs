//! Names that come again and again, each kept once and told by a number.

use std::num::NonZeroU32;
use std::sync::Arc;

use hashbrown::HashMap;

/// The number of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(NonZeroU32);

impl Name {
    pub(super) fn number(self) -> u64 {
        self.0.get().into()
    }
}

#[derive(Default)]
pub(super) struct Names {
    numbers: HashMap<Arc<str>, Name>,
    names: Vec<Arc<str>>,
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> Name {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        // No memory holds more names than there are numbers.
        let number = u32::try_from(self.names.len()).ok().and_then(NonZeroU32::new);
        let number = Name(number.unwrap_or(NonZeroU32::MAX));
        self.numbers.insert(name, number);
        number
    }

    pub(super) fn text(&self, name: Name) -> &str {
        self.get(name).map_or("", |name| name)
    }

    /// The name behind a number of this collection.
    pub(super) fn name(&self, name: Name) -> Arc<str> {
        self.get(name).map_or_else(|| "".into(), Arc::clone)
    }

    /// Numbers begin with one.
    fn get(&self, Name(number): Name) -> Option<&Arc<str>> {
        self.names.get(usize::try_from(number.get() - 1).ok()?)
    }
}
