//! A role that everyone may assume.

use policy::Severity;
use policy::tree::{PrincipalElement, PrincipalForm, Statement};

use crate::constraint::pins_any;
use crate::trust::{WHERE_FROM, WHO, WHOSE, lets_in};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-any-principal",
    aliases: &["CKV_AWS_60"],
    summary: "everyone may assume the role",
    category: Category::Exposure,
    severity: Severity::Critical,
    since: "0.1.0",
    why: r"
With the principal `*` every user and role of every AWS account may assume the role, who needs nothing but its ARN. Conditions that say who comes, from which organization or from where make the same statement safe; an external id alone does not say who comes.
",
    fix: r#"
Name the accounts or roles, or add a condition such as `"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}`.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }
                                           ^^^ anybody in any account may assume the role
"#,
        r#"
{
  "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole",
                                  ^^^ anybody in any account may assume the role
  "Condition": { "StringLike": { "aws:PrincipalOrgID": "o-*" }, "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci-*" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_in(cx, statement) {
        return;
    }
    let mut named = statement.principal.iter().flat_map(PrincipalElement::principals);
    let Some(everyone) = named.find(|principal| principal.value.form == PrincipalForm::Everyone) else {
        return;
    };
    let limits = [&WHO[..], &WHOSE[..], &WHERE_FROM[..]];
    if limits.iter().all(|keys| pins_any(statement, keys).is_no()) {
        cx.report(everyone.span, "anybody in any account may assume the role")
            .help("name the accounts or roles, or add a condition on `aws:PrincipalOrgID`");
    }
}
