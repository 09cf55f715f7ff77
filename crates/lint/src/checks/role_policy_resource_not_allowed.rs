//! Resources in a policy that takes none.

use policy::tree::{PolicyKind, Statement};
use policy::{Fix, Safety, Severity, Span};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "role-policy-resource-not-allowed",
    aliases: &[],
    summary: "the policy of a repository names resources",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The policy of an ECR repository is about that repository only, and its statements have no `Resource`; the service refuses those that have. The check runs if the caller says that the policy is attached to a repository.
",
    fix: r"
Remove the element.
",
    references: &["https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html"],
    flagged: &[
        r#"
# as resource AWS::ECR::Repository
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "ecr:BatchGetImage", "Resource": "*" }
                                                                                            ^^^^^^^^^^ the policy of a repository names no resources
"#,
    ],
    clean: &[
        r#"
# as resource AWS::ECR::Repository
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "ecr:BatchGetImage" }
"#,
        r#"
# as resource AWS::SQS::Queue
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sqs:SendMessage", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

/// Types of resources whose policies have no resources.
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html>
const WITHOUT_RESOURCES: [&str; 1] = ["AWS::ECR::Repository"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let is_meant = cx.resource_type.is_some_and(|name| WITHOUT_RESOURCES.contains(&name));
    if cx.kind != PolicyKind::Resource || !is_meant {
        return;
    }
    let resource = statement.resource.iter().chain(&statement.not_resource);
    let found: Vec<(Span, Span)> = resource.map(|element| (element.key, element.key.to(element.span))).collect();
    for (key, member) in found {
        let edit = removal::member(cx, member);
        let finding = cx.report(key, "the policy of a repository names no resources");
        if let Some(edit) = edit {
            // The statement may have been meant for another repository.
            finding.fix(Fix { title: "remove it, so that the policy is about its own role".to_owned(), safety: Safety::Unsafe, edits: vec![edit] });
        }
    }
}
