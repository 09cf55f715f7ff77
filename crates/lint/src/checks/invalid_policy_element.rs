//! An element that the policy language does not have.

use policy::Severity;
use policy::{Member, Node};
use policy::tree::Policy;

use catalog::nearest_words;
use crate::names::suggest;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-policy-element",
    aliases: &["INVALID_POLICY_ELEMENT"],
    summary: "an element is not part of the policy language",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS refuses a policy with an element it does not know. A misspelt `Condition` would otherwise be no condition at all.
",
    fix: r"
Correct the name (element names have their case) or remove the element.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
  "Conditions": { "Bool": { "aws:SecureTransport": "true" } }
  ^^^^^^^^^^^^ `Conditions` is no element of a statement
}
"#,
    ],
    clean: &[
        r#"
{ "Sid": "A", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

const OF_POLICY: &[&str] = &["Version", "Id", "Statement"];
const OF_STATEMENT: &[&str] =
    &["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if !policy.unknown.is_empty() {
        report(cx, &policy.unknown, "a policy", OF_POLICY, &policy.to_node());
    }
    for statement in policy.statements.iter().filter(|statement| !statement.unknown.is_empty()) {
        report(cx, &statement.unknown, "a statement", OF_STATEMENT, &statement.to_node());
    }
}

fn report(cx: &mut Cx<'_>, unknown: &[Member], whole: &str, elements: &[&str], siblings: &Node) {
    // What is there already cannot have been meant.
    let free: Vec<_> =
        elements.iter().copied().filter(|element| siblings.get(element).is_none()).collect();
    for member in unknown {
        if cx.is_full() {
            return;
        }
        let written = &member.key.text;
        let span = member.key.span;
        let near = nearest_words(written, free.iter().copied());
        let finding = cx.report(span, format!("`{written}` is no element of {whole}"));
        suggest(finding, written, span, &near);
    }
}
