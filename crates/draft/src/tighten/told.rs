//! What became of a policy, and why.

use policy::Span;
use policy::tree::{Policy, Statement};

/// A policy without what was never used.
#[derive(Debug, Clone, PartialEq)]
pub struct Tightened {
    pub policy: Policy,
    /// In the order of the text; none within a statement that is gone.
    pub changes: Vec<Change>,
    /// What stays although it may not have been used, or is wider than its use; in the order of the text.
    pub kept: Vec<Kept>,
}

/// A part that is gone, or has others in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub place: Place,
    /// What stands there now; nothing if it is gone.
    pub now: Vec<String>,
    /// Which of that is there for actions of which the logs cannot show whether they were used, and why they cannot.
    pub unknown: Vec<(String, String)>,
    pub why: Why,
}

/// A part that stays, where one may have expected that it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub place: Place,
    pub why: WhyKept,
}

/// A statement, or an entry of one of its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its position in the policy, from 0.
    pub statement: usize,
    /// As a person finds it: by its Sid or its number.
    pub label: String,
    /// The list, and the position in it.
    pub entry: Option<(List, usize)>,
    /// The entry as it was; of a statement its label.
    pub was: String,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Action,
    NotAction,
    Resource,
    NotResource,
}

/// Why a part is gone or was narrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing of it was used.
    NeverUsed,
    /// It was called for, and always denied: by something else, as this policy allows it.
    OnlyDenied,
    /// The action was used, but on none of the statement's resources.
    UsedElsewhere,
    /// Other entries of the list stand for all that was used of it.
    SaidByOthers,
    /// So many of the actions that it stands for were used, and so many may have been.
    ActionsUsed { used: usize, unknown: usize, of: usize },
    /// So many of the resources that it stands for were used, by this action or by as many.
    ResourcesUsed { resources: usize, actions: Vec<String> },
    /// Whether it was used is not known, for this reason; its removal was asked for.
    UnknownRemoved(String),
}

/// Why a part stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyKept {
    /// The logs cannot show whether it was used.
    Unknown(String),
    /// No action of the catalogue has this name.
    NotInCatalogue,
    /// All that it stands for was used, or may have been: so many actions.
    AllUsed { used: usize, unknown: usize },
    /// In its place there would stand so many entries, most of them for actions of which the logs cannot show whether they were used.
    TooManyUnknown { entries: usize, unknown: usize },
    /// `NotAction` and `NotResource` leave open what is used of them.
    Inverted,
    /// The action takes no resource: it is allowed on `*` only.
    TakesNoResource(String),
    /// The logs do not name what this action was used on.
    NotLogged(String),
    /// The logs cannot show whether this action, which may act on it, was used, for this reason.
    UnknownAction { action: String, why: String },
    /// So many resources were used that it is what stands for them.
    UsedWidely { resources: usize },
    /// What was used is known by this pattern, which is not all within the entry.
    NotWithin(String),
    /// It hangs on the value of a policy variable.
    Variable,
    /// So many entries would stand in its place.
    TooMany(usize),
}

impl List {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::NotAction => "NotAction",
            Self::Resource => "Resource",
            Self::NotResource => "NotResource",
        }
    }
}

impl Place {
    pub(super) fn statement(statement: &Statement) -> Self {
        let label = statement.label();
        Self { statement: statement.index, was: label.clone(), label, entry: None, span: statement.span }
    }

    pub(super) fn entry(statement: &Statement, list: List, at: usize, was: &str, span: Span) -> Self {
        let entry = Some((list, at));
        Self { statement: statement.index, label: statement.label(), entry, was: was.to_owned(), span }
    }
}
