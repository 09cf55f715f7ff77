//! A key of a service that the service does not have.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::unknown_keys;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-service-condition-key",
    aliases: &["INVALID_SERVICE_CONDITION_KEY"],
    summary: "the service has no condition key of that name",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
No request carries a key that does not exist: a condition on it never holds, or, with a negated operator or `IfExists`, always. Letter case does not matter.
",
    fix: r"
Write the key as the service authorization reference spells it.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "StringLike": { "s3:prefixes": "home/*" } }
                                 ^^^^^^^^^^^^^ `s3` has no condition key `s3:prefixes`
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "s3:ExistingObjectTag/class": "public" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
  "Condition": { "StringEquals": { "KMS:viaservice": "s3.eu-west-1.amazonaws.com", "kms:EncryptionContext:app": "billing" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
  "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.example.org" },
  "Condition": { "StringEquals": { "oidc.example.org:sub": "a", "oidc.example.org:team": "b" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(prefix) = entry.key.value.prefix() else { return };
    if prefix.eq_ignore_ascii_case("aws") {
        return;
    }
    if let Some(service) = cx.catalog.service(prefix) {
        unknown_keys::report(cx, statement, operator, entry, &format!("`{}`", service.prefix()));
    }
}
