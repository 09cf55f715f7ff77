//! What a draft is to hold, and what not.

use policy::ActionPattern;

use crate::{Form, Generalise};

/// How a draft is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub mode: Mode,
    pub form: Form,
    pub filter: Filter,
    pub generalise: Generalise,
}

/// How far a draft narrows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Actions, on everything.
    Actions,
    /// Actions, on the resources that were touched.
    #[default]
    Resources,
    /// The same, under the conditions that all calls met.
    Conditions,
}

/// Which of the used actions are drafted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Never drafted.
    pub exclude: Vec<ActionPattern>,
    /// If there is one: nothing else is drafted.
    pub only: Vec<ActionPattern>,
    /// Used at least so often.
    pub min_count: u64,
}
