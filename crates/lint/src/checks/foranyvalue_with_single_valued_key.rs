//! `ForAnyValue` on a key that has one value.

use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};
use policy::{Safety, Severity};

use crate::condition_keys::{KeyFacts, provider_claim};
use crate::operators::{replace, without_set};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "foranyvalue-with-single-valued-key",
    aliases: &[],
    summary: "`ForAnyValue` on a key that has one value",
    category: Category::Clarity,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
On a key with one value `ForAnyValue` means what the operator means without it, and leads readers to expect several. With a negated operator the two differ: without the key `ForAnyValue:StringNotEquals` does not hold, and `StringNotEquals` does.
",
    fix: r"
Leave the prefix out.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ `aws:PrincipalOrgID` has one value, so `ForAnyValue` chooses from nothing
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAnyValue:StringNotLike": { "aws:PrincipalTag/team": "red-*" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `aws:PrincipalTag/team` has one value, so `ForAnyValue` chooses from nothing
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "cognito-identity.amazonaws.com" },
  "Condition": {
    "StringEquals": { "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-abcd-abcd-abcd-123456790ab" },
    "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" }
  }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name) = operator.value.name else { return };
    if operator.value.set != Some(SetPrefix::ForAnyValue) || name == OperatorName::Null {
        return;
    }
    let key = &entry.key.value;
    // Another check is about audiences.
    let is_audience = provider_claim(key).is_some_and(|claim| claim.eq_ignore_ascii_case("aud"));
    if is_audience || !KeyFacts::of(cx.catalog, key).is_some_and(KeyFacts::is_single) {
        return;
    }
    let plain = without_set(&operator.value);
    let finding = cx
        .report(operator.span, format!("`{}` has one value, so `ForAnyValue` chooses from nothing", key.text))
        .label(entry.key.span, "this key has one value")
        .help(format!("use `{plain}`"));
    let is_same = !name.is_negated() && !operator.value.if_exists;
    let safety = if is_same { Safety::Safe } else { Safety::Unsafe };
    if let Some(fix) = replace(statement, operator, &plain, safety) {
        finding.fix(fix);
    }
}
