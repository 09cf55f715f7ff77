//! What a check consists of: everything that is said about it anywhere stands in one value.

use policy::Severity;
use policy::tree::{Policy, Statement};

use crate::Cx;

/// One check. Documentation pages, `checks show`, SARIF rules and the tests all come from these fields.
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
    /// Documents that are flagged; a line of carets below a line marks the place and gives the message.
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
    /// It grants more than anyone should have.
    Privilege,
}

impl Category {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Validity => "validity",
            Self::Privilege => "privilege",
        }
    }
}

/// How much of the document a check looks at. Exactly one, so that none shadows another.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// Found while the text is read; the reader reports it under this id.
    Reader,
    Policy(fn(&mut Cx<'_>, &Policy)),
    Statement(fn(&mut Cx<'_>, &Statement)),
    /// Reports that something is missing, and therefore only runs if all of the text could be read.
    Absence(fn(&mut Cx<'_>, &Policy)),
}
