//! A statement without `Resource`.

use policy::Severity;
use policy::tree::{Policy, PolicyKind, Statement};

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-resource",
    aliases: &["MISSING_RESOURCE"],
    summary: "a statement has neither `Resource` nor `NotResource`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A statement that does not say on what it grants or denies is refused. Only policies that speak of the one thing they are attached to stand without resources: the trust policy of a role, the policies of ECR repositories and of EFS file systems.
",
    fix: r#"
Name the resources with `Resource`; `"*"` where an action cannot be limited.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject" }
^ statement 1 has neither `Resource` nor `NotResource`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if !cx.kind.has_resource() {
        return;
    }
    for statement in &policy.statements {
        let given = statement.resource.is_some() || statement.not_resource.is_some();
        let implied = cx.kind == PolicyKind::Resource && is_of_one_thing(statement);
        if !given && !implied && !has_malformed(statement, &["Resource", "NotResource"]) {
            cx.report(
                opening(statement.span),
                format!("{} has neither `Resource` nor `NotResource`", statement.label()),
            );
        }
    }
}

/// Services whose resource policies need not name the resource that they are attached to.
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html>
const OF_ONE_THING: [&str; 3] = ["ecr", "ecr-public", "elasticfilesystem"];

fn is_of_one_thing(statement: &Statement) -> bool {
    let mut actions = statement.actions().iter().chain(statement.not_actions()).peekable();
    actions.peek().is_some()
        && actions.all(|action| {
            let service = action.value.service();
            service.is_some_and(|service| OF_ONE_THING.iter().any(|prefix| service.matches(prefix)))
        })
}
