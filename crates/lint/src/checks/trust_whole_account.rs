//! A role that a whole account may assume.

use policy::Severity;
use policy::tree::{PrincipalForm, PrincipalType, Statement};

use crate::constraint::{pins, pins_any};
use crate::trust::{WHO, demands_mfa, lets_in, principals};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-whole-account",
    aliases: &["CKV_AWS_61"],
    summary: "all principals of an account may assume the role",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
The account's own policies then decide who assumes the role: everyone whom they allow `sts:AssumeRole` on it, or on `*`. Who can change policies there can let anybody in.
A condition on the principal, an external id or multi-factor authentication say more precisely who is meant, so the check is silent then.
",
    fix: r"
Name the roles that need it, or add a condition on `aws:PrincipalArn` or `aws:PrincipalTag`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sts:AssumeRole" }
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ every principal of account 111122223333 may assume the role
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "444455556666"] }, "Action": "sts:AssumeRole" }
                                                                                 ^^^^^^^^^^^^^^ every principal of account 444455556666 may assume the role
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci-*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole",
  "Condition": { "StringEquals": { "sts:ExternalId": "7f3c" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_in(cx, statement) || !pins_any(statement, &WHO).is_no() {
        return;
    }
    if !pins(statement, "sts:ExternalId").is_no() || demands_mfa(statement) {
        return;
    }
    let named = principals(statement, &PrincipalType::Aws);
    for principal in named.filter(|principal| principal.value.form == PrincipalForm::Account) {
        let account = principal.value.account().unwrap_or_default();
        cx.report(principal.span, format!("every principal of account {account} may assume the role"))
            .help("name the roles that need it");
    }
}
