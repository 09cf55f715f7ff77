//! What may stand where: the types of the tables. Reading, the schema and the near names come from them.

use policy::Member;

use super::problem::Problems;

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// What it means, for editors.
    pub(crate) help: &'static str,
}

/// What a value looks like.
#[derive(Debug)]
pub(crate) enum Shape {
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
    /// An object whose members are named by whoever writes it; each is held against what its name asks for.
    Named(fn(&Member, &mut Problems)),
    /// Defaults of a command, each named like an option; they are held against the options that it has.
    Options(&'static str, fn(&str, &[Member], &mut Problems)),
    /// Whoever reads it looks at its shape.
    Any,
    /// Of another tool, and without a counterpart here.
    NoEffect,
}

pub(crate) const fn key(name: &'static str, shape: Shape, help: &'static str) -> Key {
    Key { name, shape, help }
}
