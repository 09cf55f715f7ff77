//! A value of a type that the grammar does not allow there.

use policy::Severity;
use policy::{Member, Node, Value};
use policy::tree::{Malformed, Misplaced, Policy, PrincipalElement, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "data-type-mismatch",
    aliases: &["DATA_TYPE_MISMATCH"],
    summary: "a value has a type that the element cannot have",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS refuses a policy in which an element has the wrong type. Numbers and booleans are allowed as condition values only.
",
    fix: r"
Write what the element takes.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[
        r#"
{
  "Version": 20121017,
             ^^^^^^^^ `Version` is a number, and must be a string
  "Statement": [{ "Effect": "Allow", "Action": ["s3:ListAllMyBuckets", 7], "Resource": "*" }, "Deny"]
                                                                       ^ an entry of `Action` is a number, and must be a string
                                                                                              ^^^^^^ an entry of `Statement` is a string, and must be an object
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": null } }
                                                         ^^^^ `aws:PrincipalOrgID` is null, and must be a value or a list of values
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": ["111122223333"], "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": "arn:aws:s3:::b",
  "Condition": { "NumericLessThan": { "s3:max-keys": 10 }, "Bool": { "aws:SecureTransport": true } }
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    report_malformed(cx, &policy.malformed);
    report_misplaced(cx, "Statement", &policy.misplaced, "an object");
    for statement in &policy.statements {
        run_statement(cx, statement);
    }
}

fn run_statement(cx: &mut Cx<'_>, statement: &Statement) {
    report_malformed(cx, &statement.malformed);
    let actions = [("Action", &statement.action), ("NotAction", &statement.not_action)];
    let resources = [("Resource", &statement.resource), ("NotResource", &statement.not_resource)];
    for (name, element) in actions {
        report_misplaced(cx, name, element.iter().flat_map(|element| &element.misplaced), TEXT);
    }
    for (name, element) in resources {
        report_misplaced(cx, name, element.iter().flat_map(|element| &element.misplaced), TEXT);
    }
    for principal in statement.principal.iter().chain(&statement.not_principal) {
        run_principal(cx, principal);
    }
    let Some(condition) = &statement.condition else { return };
    report_malformed(cx, &condition.malformed);
    for block in &condition.blocks {
        report_malformed(cx, &block.malformed);
        for entry in &block.entries {
            report_misplaced(cx, &entry.key.value.text, &entry.misplaced, "a string, a number or a boolean");
        }
    }
}

fn run_principal(cx: &mut Cx<'_>, principal: &PrincipalElement) {
    report_malformed(cx, &principal.malformed);
    for entry in &principal.entries {
        report_misplaced(cx, entry.kind.text(), &entry.element.misplaced, TEXT);
    }
}

const TEXT: &str = "a string";

fn report_malformed(cx: &mut Cx<'_>, malformed: &[Malformed]) {
    for Malformed { member, expected } in malformed {
        if !is_dynamic(&member.value) && !is_list_of_principals(member) {
            let (name, kind) = (&member.key.text, member.value.value.kind());
            cx.report(member.value.span, format!("`{name}` is {kind}, and must be {expected}"));
        }
    }
}

fn report_misplaced<'a>(cx: &mut Cx<'_>, name: &str, items: impl IntoIterator<Item = &'a Misplaced>, expected: &str) {
    for Misplaced { node, .. } in items {
        if !is_dynamic(node) {
            cx.report(node.span, format!("an entry of `{name}` is {}, and must be {expected}", node.value.kind()));
        }
    }
}

/// A list where principals stand says who is meant; that they must stand in a map another check says.
fn is_list_of_principals(member: &Member) -> bool {
    let is_list = |items: &[Node]| items.iter().all(|item| item.as_str().is_some());
    matches!(member.key.text.as_str(), "Principal" | "NotPrincipal") && member.value.as_array().is_some_and(is_list)
}

/// A template's function gives its value only when the template is deployed: nothing can be said about it here.
fn is_dynamic(node: &Node) -> bool {
    matches!(node.value, Value::Tagged(..))
}
