//! An element that the policy language does not have.

use policy::Severity;
use policy::{Fix, Member};
use policy::tree::Policy;

use catalog::nearest_word;
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
    for member in &policy.unknown {
        report(cx, member, "a policy", OF_POLICY);
    }
    for member in policy.statements.iter().flat_map(|statement| &statement.unknown) {
        report(cx, member, "a statement", OF_STATEMENT);
    }
}

fn report(cx: &mut Cx<'_>, member: &Member, whole: &str, elements: &[&str]) {
    let written = &member.key.text;
    let near = nearest_word(written, elements.iter().copied());
    let finding = cx.report(member.key.span, format!("`{written}` is no element of {whole}"));
    if let Some(near) = near {
        finding
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::risky(format!("rename it to `{near}`"), member.key.span, format!("\"{near}\"")));
    }
}
