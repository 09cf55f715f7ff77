//! Everyone is let in.

use policy::tree::{Policy, PolicyKind, Statement};
use policy::{Severity, Span};

use crate::{Category, Check, Cx, Run, exposure, reach};

pub(super) const CHECK: Check = Check {
    id: "public-principal",
    aliases: &["CKV_AWS_70", "CKV_AWS_283"],
    summary: "a statement lets everyone in",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r#"
`"Principal": "*"` with `Allow` grants the actions to every AWS account, and to callers who have none. A condition that holds the callers to an account, an organization, a principal or a network makes the same statement safe, and so does a `Deny` for all others; then the check is silent.

A condition counts only if its values leave somebody out: `aws:PrincipalArn` like `*` does not, nor a tag of the principal, which anyone may have in an account of their own.
"#,
    fix: r"
Name the accounts or roles, or add a condition such as `aws:PrincipalOrgID`. For a public web site put CloudFront before the bucket.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
                                  ^^^ anyone may perform `s3:GetObject`
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": ["111122223333", "*"] }, "Action": "sns:Publish", "Resource": "*",
                                                            ^^^ anyone may perform `sns:Publish`
  "Condition": { "StringLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": ["SNS:Publish", "SNS:Subscribe"], "Resource": "arn:aws:sns:us-east-1:111122223333:t",
  "Condition": { "StringEquals": { "AWS:SourceOwner": "111122223333" } }
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
    {
      "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": { "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
    }
  ]
}
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE" } }
}
"#,
        r#"
# as endpoint
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Resource {
        return;
    }
    let mut denies = None;
    for statement in &policy.statements {
        let Some(everyone) = exposure::everyone(statement) else { continue };
        let denies = denies.get_or_insert_with(|| exposure::denies_that_spare_callers(policy));
        if !exposure::is_held_to_callers(statement)
            && !exposure::is_held_by_deny(denies, statement, &cx.budget)
        {
            report(cx, statement, everyone.span);
        }
    }
}

fn report(cx: &mut Cx<'_>, statement: &Statement, everyone: Span) {
    let actions = reach::listed(statement.actions().iter().map(|action| action.value.as_str()));
    let what = if actions.is_empty() { "what the statement allows" } else { actions.as_str() };
    cx.report(everyone, format!("anyone may perform {what}"));
}
