//! The questions that can be asked, and their answers.

use catalog::Catalog;
use eval::{Policies, Prepared};

use crate::atom::Doubt;
use crate::budget::Stop;
use crate::question::{self, Asked};
use crate::region::Region;
use crate::space::Worlds;
use crate::witness::Witness;

/// Asks about all requests at once.
#[derive(Debug, Clone, Copy)]
pub struct Prover<'c> {
    pub catalog: &'c Catalog,
    pub worlds: Worlds,
    pub limits: Limits,
    pub callers: Callers,
    /// Asked now and then whether to give up; without it only the steps count, and the same question always ends the same way.
    pub stop: Option<Stop<'c>>,
}

/// Who makes the requests of which whole decisions are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Callers {
    #[default]
    All,
    /// All but those whom nobody can give a policy: root users, and the roles that AWS links to its services.
    Holders,
}

/// How far the prover goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of work for one question; then its answer is unknown. A step is some hundred nanoseconds.
    pub steps: u64,
    /// So many regions of a difference are described; with 0 the first witness ends the search.
    pub regions: usize,
}

/// What allows or does not allow a request.
#[derive(Debug, Clone, Copy)]
pub enum Side<'a> {
    /// Policies of one kind by themselves: an Allow matches, and no Deny does.
    Pooled(&'a [Prepared]),
    /// The whole decision.
    Stack(&'a Policies<'a>),
}

/// What one side allows and another does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub verdict: Verdict,
    /// The regions that were found, at most [`Limits::regions`].
    pub regions: Vec<Region>,
    /// Whether the regions are all there are.
    pub complete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is proved that there is no such request.
    None,
    Witness(Box<Witness>),
    /// Neither was shown, for these reasons.
    Unknown(Vec<Doubt>),
}

/// Two differences, one in each direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What the new side allows and the old does not.
    pub new_access: Difference,
    /// The reverse.
    pub removed_access: Difference,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 4_000_000, regions: 0 }
    }
}

impl<'c> Prover<'c> {
    pub fn new(catalog: &'c Catalog) -> Self {
        Self {
            catalog,
            worlds: Worlds::default(),
            limits: Limits::default(),
            callers: Callers::default(),
            stop: None,
        }
    }

    pub fn compare(&self, old: Side<'_>, new: Side<'_>) -> Comparison {
        Comparison { new_access: self.difference(new, old), removed_access: self.difference(old, new) }
    }

    /// What `allowed_by` allows and `not_by` does not.
    pub fn difference(&self, allowed_by: Side<'_>, not_by: Side<'_>) -> Difference {
        question::ask(self, &Asked { not_by: Some(not_by), ..Asked::of(allowed_by) })
    }

    /// What a side allows of these actions on these resources; an empty list stands for all.
    pub fn reach(&self, allowed_by: Side<'_>, actions: &[String], resources: &[String]) -> Difference {
        question::ask(self, &Asked { actions, resources, ..Asked::of(allowed_by) })
    }
}

impl Prover<'_> {
    /// What policies of resources allow to strangers: to callers without credentials, or of accounts that the policies do not name,
    /// whose keys have none of the values by which the policies fence callers in.
    ///
    /// Source: "The meaning of public",
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
    pub fn public(&self, policies: &[Prepared]) -> Difference {
        question::ask(self, &Asked { by_strangers: true, ..Asked::of(Side::Pooled(policies)) })
    }
}

impl Difference {
    /// That there is none.
    pub const NONE: Self = Self { verdict: Verdict::None, regions: Vec::new(), complete: true };

    /// Whether it is proved that there is none.
    pub fn is_none(&self) -> bool {
        self.verdict == Verdict::None
    }
}
