//! What may stand where in a configuration: the types of its tables. Reading, the schema and the near names come from them.

/// A member of an object.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    /// What it means, for editors.
    pub(super) help: &'static str,
}

/// What a value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    Bool,
    Text,
    /// A text, or a list of texts.
    Texts,
    /// A text, number or boolean, or a list of these: as values of conditions are written.
    Values,
    /// One of a few words.
    Word(fn() -> Vec<String>),
    /// One of a few words, or a list of them.
    Words(fn() -> Vec<String>),
    Object(&'static [Key]),
    List(&'static Shape),
    /// Blocks by the id of their check.
    Checks,
    /// What stands under `options` depends on the check whose block it is.
    Options,
    /// Whoever reads it looks at its shape.
    Any,
    /// Of another tool, and without a counterpart here.
    NoEffect,
}

pub(super) const fn key(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key { name, shape, help }
}
