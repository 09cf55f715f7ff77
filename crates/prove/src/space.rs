//! All that one question is worked on with.

use catalog::{ActionId, ActionSet, Catalog};
use hashbrown::HashMap;

use crate::atom::{Atoms, Literal};
use crate::budget::{Budget, Stop};
use crate::formula::Formulas;
use crate::text::{PatternId, Patterns};
use crate::theory::Sets;

/// Which requests there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Worlds {
    /// Those that AWS could send, as far as the catalogue tells: an action with a resource of its types, keys that come with it,
    /// keys about the caller that fit the caller.
    #[default]
    Aws,
    /// Any combination of texts.
    Any,
}

#[derive(Debug)]
pub(crate) struct Space<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) worlds: Worlds,
    pub(crate) patterns: Patterns,
    pub(crate) atoms: Atoms,
    pub(crate) formulas: Formulas,
    pub(crate) sets: Sets,
    pub(crate) budget: Budget<'c>,
    /// Actions that the policies name in full and that the catalogue does not know; an action's number is its place.
    pub(crate) named_actions: Vec<String>,
    /// What patterns of actions with wildcards stand for: actions of the catalogue, and numbers of others.
    pub(crate) expansions: HashMap<Box<str>, (ActionSet, Vec<u32>)>,
    /// What resources the actions name.
    pub(crate) resources_of_action: HashMap<ActionId, Vec<Literal>>,
    /// Condition keys as written, by their name in lower case.
    pub(crate) key_names: HashMap<Box<str>, Box<str>>,
    /// The patterns in which such letters stand.
    pub(crate) symbolic: Vec<PatternId>,
    /// A letter for each policy variable with its default, and for the same without regard to case.
    pub(crate) symbols: Vec<Symbol>,
}

/// What a policy variable's letter stands for: key, default, and whether case is folded.
pub(crate) type Symbol = (Box<str>, Option<String>, bool);

impl<'c> Space<'c> {
    pub(crate) fn new(catalog: &'c Catalog, worlds: Worlds, steps: u64, stop: Option<Stop<'c>>) -> Self {
        Self {
            catalog,
            worlds,
            patterns: Patterns::default(),
            atoms: Atoms::default(),
            formulas: Formulas::new(),
            sets: Sets::default(),
            budget: Budget::new(steps, stop),
            named_actions: Vec::new(),
            expansions: HashMap::new(),
            resources_of_action: HashMap::new(),
            key_names: HashMap::new(),
            symbols: Vec::new(),
            symbolic: Vec::new(),
        }
    }
}
