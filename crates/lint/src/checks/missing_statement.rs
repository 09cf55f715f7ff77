//! A policy without statements.

use policy::Severity;
use policy::tree::Policy;

use crate::absence::opening;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-statement",
    aliases: &["MISSING_STATEMENT"],
    summary: "the policy has no statement",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A policy is its statements; AWS refuses one that has none.
",
    fix: r#"
Add `"Statement": [ … ]` with at least one statement.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[
        r#"
{ "Version": "2012-10-17" }
^ the policy has no `Statement`
"#,
        r#"
{ "Version": "2012-10-17", "Statement": [] }
                           ^^^^^^^^^^^ the policy has no statement
"#,
        r"
[]
^^ a policy is an object, and this is a list
",
    ],
    clean: &[
        r#"
{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }] }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.root.as_object().is_none() {
        let kind = cx.root.value.kind();
        cx.report(cx.root.span, format!("a policy is an object, and this is {kind}"));
        return;
    }
    let malformed = policy.malformed.iter().any(|malformed| malformed.member.key.text == "Statement");
    match policy.statement_key {
        None => drop(cx.report(opening(policy.span), "the policy has no `Statement`")),
        Some(key) if policy.statements.is_empty() && policy.misplaced.is_empty() && !malformed => drop(cx.report(key, "the policy has no statement")),
        Some(_) => {}
    }
}
