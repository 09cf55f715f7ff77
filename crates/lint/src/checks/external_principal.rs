//! A grant to another account.

use policy::Severity;
use policy::tree::{Policy, PolicyKind, PrincipalElement};

use crate::constraint::pins_any;
use crate::{Category, Check, Cx, Run, exposure};

pub(super) const CHECK: Check = Check {
    id: "external-principal",
    aliases: &["CKV_AWS_385"],
    summary: "a resource policy lets a principal of another account in",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
The resource of the policy names its account, and the principal belongs to another one: what is granted leaves the account. That is at times just what is meant, so the finding asks for a look. Where the account of the resource cannot be read off the policy, as with buckets, nothing is said.
",
    fix: r"
Make sure that the account is known and still needed; `aws:PrincipalOrgID` keeps it within the organization.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/app" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ account `444455556666` is let in, and the resource is of `111122223333`
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "444455556666" }, "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Resource {
        return;
    }
    let Some(own) = exposure::own_account(policy) else { return };
    for statement in policy.statements.iter().filter(|statement| statement.allows()) {
        let is_inside = !pins_any(statement, &["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"]).is_no();
        for principal in statement.principal.iter().flat_map(PrincipalElement::principals) {
            let account = principal.value.account().filter(|account| *account != own && !is_inside);
            if let Some(account) = account {
                cx.report(
                    principal.span,
                    format!("account `{account}` is let in, and the resource is of `{own}`"),
                );
            }
        }
    }
}
