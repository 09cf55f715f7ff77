//! What may stand where in a configuration: the types of its tables. Reading, the schema and the near names come from them.

/// A member of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    /// What it means, for editors: a sentence without a full stop.
    pub(super) help: &'static str,
}

/// What a value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    Bool,
    Text,
    /// A text, or a list of texts.
    Texts,
    /// One of a few words.
    Word(fn() -> Vec<String>),
    Object(&'static [Key]),
    List(&'static Shape),
    /// Blocks by the id of their check.
    Checks,
}

pub(super) const fn key(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key { name, shape, help }
}
