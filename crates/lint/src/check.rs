//! What a check consists of: everything that is said about it anywhere stands in one value.

use policy::tree::{ConditionEntry, Operator, Policy, Principal, PrincipalType, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern, Severity};

use crate::Cx;
use crate::arns::ResourceArn;

/// One check. Documentation pages, `explain`, SARIF rules and the tests all come from these fields.
#[derive(Debug)]
pub struct Check {
    /// Kebab-case name of the fault, equal to the file's; never changes.
    pub id: &'static str,
    /// Other names of the same finding, such as the issue code of AWS IAM Access Analyzer.
    pub aliases: &'static [&'static str],
    /// The fault in a few words, lower case.
    pub summary: &'static str,
    pub category: Category,
    pub severity: Severity,
    /// The version of Leastwise that first had it.
    pub since: &'static str,
    /// Why it matters (Markdown).
    pub why: &'static str,
    /// What to do about it (Markdown).
    pub fix: &'static str,
    pub references: &'static [&'static str],
    /// Documents that are flagged; a line of carets below a line marks the place and gives the message. A first line
    /// `# as KIND`, `# as resource TYPE` or `# as scp legacy` says what the caller says of the document, a line `# rule NAME: …`
    /// behind it what a configuration demands.
    pub flagged: &'static [&'static str],
    /// Documents in which this check finds nothing.
    pub clean: &'static [&'static str],
    pub run: Run,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// The document is not a policy that AWS would take.
    Syntax,
    /// Something named in it does not exist or cannot work.
    Validity,
    /// It does not do what it seems to do.
    Effect,
    /// It grants more than anyone should have.
    Privilege,
    /// It lets in callers who should stay outside.
    Exposure,
    /// It says in many words what fewer would say, or leaves the reader in doubt.
    Clarity,
}

impl Category {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Validity => "validity",
            Self::Effect => "effect",
            Self::Privilege => "privilege",
            Self::Exposure => "exposure",
            Self::Clarity => "clarity",
        }
    }
}

/// How much of the document a check looks at. Exactly one, so that none shadows another.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// Found while the text is read, or of how the other checks ran; whoever finds it reports it under this id.
    Reader,
    Policy(fn(&mut Cx<'_>, &Policy)),
    Statement(fn(&mut Cx<'_>, &Statement)),
    /// Each entry of `Action` and `NotAction`.
    Action(fn(&mut Cx<'_>, &Statement, &Spanned<ActionPattern>)),
    /// Each entry of `Resource` and `NotResource`.
    Resource(fn(&mut Cx<'_>, &Statement, &Spanned<ResourcePattern>)),
    /// Each entry of `Resource` and `NotResource` that is an ARN whose parts can be looked at.
    Arn(ArnCheck),
    /// Each entry of `Principal` and `NotPrincipal`, with the type it stands under; none for a principal outside a map.
    Principal(fn(&mut Cx<'_>, &Statement, Option<&PrincipalType>, &Spanned<Principal>)),
    /// Each condition key with its operator.
    Condition(fn(&mut Cx<'_>, &Statement, &Spanned<Operator>, &ConditionEntry)),
    /// Reports that something is missing, and therefore only runs if all of the text could be read.
    Absence(fn(&mut Cx<'_>, &Policy)),
}

/// A check of ARNs part by part.
#[derive(Debug, Clone, Copy)]
pub struct ArnCheck(pub(crate) fn(&mut Cx<'_>, &Spanned<ResourcePattern>, &ResourceArn<'_>));

impl Run {
    /// Runs over all of the policy that the check looks at.
    pub(crate) fn over(self, cx: &mut Cx<'_>, policy: &Policy, is_whole: bool) {
        match self {
            Self::Policy(run) => run(cx, policy),
            Self::Absence(run) if is_whole => run(cx, policy),
            Self::Reader | Self::Absence(_) => {}
            Self::Arn(ArnCheck(run)) => {
                for (resource, arn) in cx.facts.arns() {
                    if cx.is_full() {
                        return;
                    }
                    run(cx, resource, arn);
                }
            }
            _ => {
                for statement in &policy.statements {
                    if cx.is_full() {
                        return;
                    }
                    self.over_statement(cx, statement);
                }
            }
        }
    }

    fn over_statement(self, cx: &mut Cx<'_>, statement: &Statement) {
        match self {
            Self::Reader | Self::Policy(_) | Self::Absence(_) | Self::Arn(_) => {}
            Self::Statement(run) => run(cx, statement),
            Self::Action(run) => {
                for action in statement.actions().iter().chain(statement.not_actions()) {
                    if cx.is_full() {
                        return;
                    }
                    run(cx, statement, action);
                }
            }
            Self::Resource(run) => {
                for resource in statement.resources().iter().chain(statement.not_resources()) {
                    if cx.is_full() {
                        return;
                    }
                    run(cx, statement, resource);
                }
            }
            Self::Principal(run) => {
                for element in statement.principal.iter().chain(&statement.not_principal) {
                    element.text.iter().for_each(|principal| run(cx, statement, None, principal));
                    for entry in &element.entries {
                        for item in &entry.element.items {
                            if cx.is_full() {
                                return;
                            }
                            run(cx, statement, Some(&entry.kind), item);
                        }
                    }
                }
            }
            Self::Condition(run) => {
                for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
                    for entry in &block.entries {
                        if cx.is_full() {
                            return;
                        }
                        run(cx, statement, &block.operator, entry);
                    }
                }
            }
        }
    }
}
