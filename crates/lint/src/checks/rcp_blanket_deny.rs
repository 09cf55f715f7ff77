//! An RCP that denies an action to everyone.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalForm, Statement};

use crate::absence::has_malformed;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-blanket-deny",
    aliases: &[],
    summary: "a resource control policy denies without a condition",
    category: Category::Effect,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
An RCP holds for every caller, administrators and AWS services included. Without a condition nobody in the accounts it is attached to can do this with any resource of theirs, and only who manages the organization can take it back.
",
    fix: r"
Say in a condition whom to deny, such as all who are not in the organization.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    ],
    flagged: &[
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "*" }
            ^^^^^^ this is denied to everyone, on every resource, whatever the circumstances
"#,
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::acme-archive" }
            ^^^^^^ this is denied to everyone, whatever the circumstances
"#,
    ],
    clean: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
  }
}
"#,
        r#"
# as scp
{ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let is_everywhere = statement.resources().iter().any(|resource| resource.value.is_everything());
    let is_everyone = statement
        .principal
        .as_ref()
        .is_some_and(|principal| principal.principals().any(|one| one.value.form == PrincipalForm::Everyone));
    let is_blanket = is_everyone && !is_conditional(statement);
    if cx.kind != PolicyKind::Rcp || !statement.denies() || !is_blanket {
        return;
    }
    let Some(effect) = &statement.effect else { return };
    if is_everywhere {
        cx.report(effect.span, "this is denied to everyone, on every resource, whatever the circumstances");
    } else {
        cx.report(effect.span, "this is denied to everyone, whatever the circumstances")
            .severity(Severity::Suggestion);
    }
}

fn is_conditional(statement: &Statement) -> bool {
    let malformed = has_malformed(statement, &["Condition"]);
    malformed
        || statement
            .condition
            .as_ref()
            .is_some_and(|condition| !condition.malformed.is_empty() || condition.entries().next().is_some())
}
