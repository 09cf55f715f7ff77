//! A role that an IAM user may assume without a second factor.

use policy::Severity;
use policy::tree::{PrincipalForm, PrincipalType, Statement};

use crate::trust::{demands_mfa, lets_in, principals};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-without-mfa",
    aliases: &[],
    summary: "an IAM user may assume the role without multi-factor authentication",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
The keys of IAM users do not expire and leak easily. A role that asks for a second factor is of no use to who has found them.
",
    fix: r#"
Add `"Bool": {"aws:MultiFactorAuthPresent": "true"}`; for programs, use a role instead of a user.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ user `ann` may assume the role without a second factor
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:user/team/ann" },
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ user `ann` may assume the role without a second factor
  "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" } }
"#,
        r#"
{ "Effect": "Deny", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" } }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_in(cx, statement) || demands_mfa(statement) {
        return;
    }
    for user in
        principals(statement, &PrincipalType::Aws).filter(|named| named.value.form == PrincipalForm::User)
    {
        let name = user.value.text.rsplit('/').next().unwrap_or_default();
        cx.report(user.span, format!("user `{name}` may assume the role without a second factor"))
            .help("add a condition that `aws:MultiFactorAuthPresent` is `true`");
    }
}
