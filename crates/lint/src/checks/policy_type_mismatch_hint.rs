//! A policy that looks like one of another kind.

use policy::Severity;
use policy::tree::{Policy, PolicyKind, Statement};

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "policy-type-mismatch-hint",
    aliases: &[],
    summary: "a policy looks like one of another kind than it is checked as",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Who checks a policy can say of which kind it is; then its content is held to that kind's grammar. Where everything in it speaks for another kind, most of what is found says only that.
",
    fix: r"
Name the right kind, or none: then it is taken from the content.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types",
    ],
    flagged: &[
        r#"
# as identity
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" } }
^ every statement has a principal, as in a resource policy, but this is checked as an identity policy
"#,
        r#"
# as resource
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" } }
^ no statement has a principal, as in an identity policy, but this is checked as a resource policy
"#,
        r#"
# as resource AWS::SQS::Queue
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }
^ only roles are assumed, as in a trust policy, but this is checked as a resource policy
"#,
    ],
    clean: &[
        r#"
# as trust
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }
"#,
        r#"
# as resource AWS::IAM::AssumeRolePolicyDocument
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }
"#,
        r#"
# as boundary
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }
"#,
        r#"
# as endpoint
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let statements = &policy.statements;
    if statements.is_empty() || !policy.misplaced.is_empty() {
        return;
    }
    // In an SCP a needless principal is a common slip, of which its own check speaks.
    let looks = if cx.kind.has_principal() {
        let is_trust = cx.kind == PolicyKind::Resource && !is_said_to_be_trust(cx);
        if !statements.iter().any(names_principal) {
            Some(("no statement has a principal", PolicyKind::Identity))
        } else if is_trust && policy.detect_kind().kind == PolicyKind::Trust {
            Some(("only roles are assumed", PolicyKind::Trust))
        } else {
            None
        }
    } else if cx.kind != PolicyKind::Scp && statements.iter().all(names_principal) {
        let kind = policy.detect_kind().kind;
        Some(("every statement has a principal", kind))
    } else {
        None
    };
    if let Some((sign, kind)) = looks {
        let (looks, checked) = (with_article(kind), with_article(cx.kind));
        let message = format!("{sign}, as in {looks}, but this is checked as {checked}");
        cx.report(opening(policy.span), message).help(format!("if it is one, check it as `{}`", kind.name()));
    }
}

fn names_principal(statement: &Statement) -> bool {
    statement.principal.is_some()
        || statement.not_principal.is_some()
        || has_malformed(statement, &["Principal", "NotPrincipal"])
}

/// AWS's own service takes trust policies for resource policies of this type.
fn is_said_to_be_trust(cx: &Cx<'_>) -> bool {
    cx.resource_type == Some("AWS::IAM::AssumeRolePolicyDocument")
}

const fn with_article(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Identity => "an identity policy",
        PolicyKind::Resource => "a resource policy",
        PolicyKind::Trust => "a trust policy",
        PolicyKind::Scp => "an SCP",
        PolicyKind::Rcp => "an RCP",
        PolicyKind::Boundary => "a permissions boundary",
        PolicyKind::Session => "a session policy",
        PolicyKind::Endpoint => "a VPC endpoint policy",
    }
}
