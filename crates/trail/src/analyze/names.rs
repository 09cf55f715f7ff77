//! Names that come again and again, each kept once and told by a number.

use std::sync::Arc;

use hashbrown::HashMap;

/// The number of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name(u32);

impl Name {
    pub(super) fn number(self) -> u64 {
        self.0.into()
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
        // No memory holds more names than there are numbers.
        let number = Name(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    pub(super) fn text(&self, Name(number): Name) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }

    /// The name behind a number of this collection.
    pub(super) fn name(&self, Name(number): Name) -> Arc<str> {
        self.names.get(number as usize).map_or_else(|| "".into(), Arc::clone)
    }
}
