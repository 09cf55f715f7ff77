//! A principal in an SCP.

use policy::tree::{PolicyKind, PrincipalForm, Statement};
use policy::{Fix, Safety, Severity};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-principal",
    aliases: &["SCP_SYNTAX_ERROR_PRINCIPAL"],
    summary: "a service control policy has a `Principal` or `NotPrincipal`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An SCP is about every principal of the accounts it is attached to, and AWS refuses one that names a principal.
",
    fix: r"
Remove the element. To except somebody, test `aws:PrincipalArn` in a condition.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[
        r#"
# as scp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "*" }
                    ^^^^^^^^^^^ an SCP cannot have `Principal`
"#,
        r#"
# as scp
{ "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:role/admin" }, "Action": "s3:DeleteBucket", "Resource": "*" }
                    ^^^^^^^^^^^^^^ an SCP cannot have `NotPrincipal`
"#,
    ],
    clean: &[
        r#"
# as scp
{ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*", "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } } }
"#,
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::b" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Scp {
        return;
    }
    if let Some(principal) = &statement.principal {
        let is_everyone = principal.principals().all(|one| one.value.form == PrincipalForm::Everyone);
        // An SCP is about everyone, so nothing else can have been meant.
        let removed = removal::member_with_value(cx, principal.span).filter(|_| is_everyone);
        let finding = cx.report(principal.key, "an SCP cannot have `Principal`").help("remove it");
        if let Some(edit) = removed {
            let title = "remove `Principal`".to_owned();
            finding.fix(Fix { title, safety: Safety::Safe, edits: vec![edit] });
        }
    }
    if let Some(principal) = &statement.not_principal {
        cx.report(principal.key, "an SCP cannot have `NotPrincipal`")
            .help("test `aws:PrincipalArn` in a condition to except somebody");
    }
}
