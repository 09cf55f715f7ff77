//! The rules themselves. Whoever reads a configuration makes them; nothing here knows what it was written in.

use policy::tree::{Operator, PolicyKind, PrincipalType};
use policy::{ActionPattern, Glob, ResourcePattern, Severity};

use super::PathPattern;

/// What an organization demands of its policies. A `Deny` is no grant, so no rule is about one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// Actions that may be allowed only under conditions.
    pub conditions: Vec<ConditionRule>,
    /// Actions that may not be allowed.
    pub actions: Vec<ActionRule>,
    /// Who may be let in, and under which conditions.
    pub principals: Vec<PrincipalRule>,
}

/// What is said when a rule is broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// How its author calls the rule; messages begin with it, but for those in the author's own words.
    pub name: String,
    /// The check's severity if left out.
    pub severity: Option<Severity>,
    /// What is wrong, in the author's words; otherwise it is told what the rule demands.
    pub message: Option<String>,
    /// What to do about it, in the author's words.
    pub help: Option<String>,
}

/// Which policies and statements a rule is about. Left empty, each member means all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// Kinds of policies. Empty means those that grant something by themselves: identity, resource and trust policies.
    pub kinds: Vec<PolicyKind>,
    pub files: Vec<PathPattern>,
    /// Files in which the rule does not hold.
    pub except_files: Vec<PathPattern>,
    /// Only statements that name a resource which one of these matches.
    pub resources: Vec<ResourcePattern>,
    /// The rule does not hold for resources that lie within one of these.
    pub except_resources: Vec<ResourcePattern>,
}

/// The actions a rule is about, with wildcards; a statement that allows `s3:*` allows a guarded `s3:PutObject`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guarded {
    pub actions: Vec<ActionPattern>,
    /// Those of them that are not meant.
    pub except: Vec<ActionPattern>,
    /// Whether only a statement is meant that allows something of every entry of `actions`, rather than of any.
    pub together: bool,
}

/// Actions that may be allowed only by a statement whose conditions meet every demand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConditionRule {
    pub words: Words,
    pub scope: Scope,
    pub guarded: Guarded,
    /// Each that is not met is a finding.
    pub demands: Vec<Demand>,
}

/// What the conditions of a statement must say.
#[derive(Debug, Clone, PartialEq)]
pub enum Demand {
    Key(KeyDemand),
    All(Vec<Demand>),
    /// At least one. Of an empty list nothing is demanded.
    Any(Vec<Demand>),
    /// Conditions that must not stand there.
    None(Vec<KeyDemand>),
}

/// A condition.
///
/// As a demand it is met by a condition that really holds requests to it: not by one that passes without the key (`IfExists`,
/// `ForAllValues`) unless `operator` asks for just that, nor by one that every value meets. Under [`Demand::None`] it is a
/// condition on the key that lets one of the values through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyDemand {
    /// A condition key, compared without case; one that ends in `/` stands for every tag: `aws:PrincipalTag/`.
    pub key: String,
    /// Any that holds the key to its values if left out; `StringLike` is also met by `StringEquals`, as that is stricter.
    pub operator: Option<Operator>,
    /// Every value of the condition must be one of these, or lie within one (`*` and `?` under operators that take them,
    /// ranges of addresses); any values if empty. Policy variables are compared as they are written.
    pub values: Vec<String>,
    /// What is said if just this is missing or, under [`Demand::None`], there; the rule's if left out.
    pub severity: Option<Severity>,
    pub message: Option<String>,
    pub help: Option<String>,
}

/// Actions that may not be allowed at all, or only within the exceptions of the scope.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionRule {
    pub words: Words,
    pub scope: Scope,
    pub guarded: Guarded,
}

/// Who may be let in.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalRule {
    pub words: Words,
    pub scope: Scope,
    pub demand: PrincipalDemand,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PrincipalDemand {
    /// Principals of these types (of all if empty) must lie within one of the patterns.
    Only { types: Vec<PrincipalType>, allowed: Vec<PrincipalPattern> },
    /// No principal may meet one of these.
    Never(Vec<PrincipalPattern>),
    /// `*` under `Service`, which is every service of every account, is not to be used.
    NoServiceWildcard,
    /// Statements that let in a principal which meets one of the patterns, and none of the exceptions, must meet every demand.
    Under { principals: Vec<PrincipalPattern>, except: Vec<PrincipalPattern>, demands: Vec<Demand> },
}

/// Principals.
///
/// `*` alone is the principal `*`: everyone. An account id, or the ARN of its root, is the account with all in it. Any other text
/// is compared with the text of the principal, where `*` and `?` are wildcards.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalPattern {
    /// Only under this type, such as `Service`.
    pub kind: Option<PrincipalType>,
    pub text: Glob,
}

impl PrincipalPattern {
    /// A pattern for principals of any type.
    pub fn parse(text: &str) -> Self {
        Self { kind: None, text: Glob::new(text) }
    }
}

impl Rules {
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.actions.is_empty() && self.principals.is_empty()
    }
}
