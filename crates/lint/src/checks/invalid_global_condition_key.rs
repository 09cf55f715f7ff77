//! A key of `aws:` that does not exist.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::unknown_keys;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-global-condition-key",
    aliases: &["INVALID_GLOBAL_CONDITION_KEY"],
    summary: "AWS has no global condition key of that name",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
No request carries a key that does not exist: a condition on it never holds, or, with a negated operator or `IfExists`, always. Letter case does not matter.
",
    fix: r"
Write the key as the list of global condition keys has it.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": {
    "aws:PrincipleOrgID": "o-a1b2c3d4e5",
    ^^^^^^^^^^^^^^^^^^^^ AWS has no condition key `aws:PrincipleOrgID`
    "aws:RequestTags/team": "red",
    ^^^^^^^^^^^^^^^^^^^^^^ AWS has no condition key `aws:RequestTags/team`
    "aws:ResourceTag": "team" } }
    ^^^^^^^^^^^^^^^^^ AWS has no condition key `aws:ResourceTag`
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:principalorgid": "o-a1b2c3d4e5", "aws:PrincipalTag/Team": "red" } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key.value;
    let is_global = key.prefix().is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws"));
    // Another check tells what has taken the place of that one.
    if is_global && !key.is("aws:ARN") {
        unknown_keys::report(cx, statement, operator, entry, "AWS");
    }
}
