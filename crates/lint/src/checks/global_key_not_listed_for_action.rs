//! A tag key next to an action that AWS does not list it for.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::key_support::{allows_absence, named_actions, report};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "global-key-not-listed-for-action",
    aliases: &[],
    summary: "AWS does not list a tag key for an action of the statement",
    category: Category::Effect,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
Tag keys are global, but requests carry them only for the actions that the service authorization reference lists them for. For other actions of the same service the condition never holds, or, if it is negated, always. Reading actions that list resources are the usual case: they have no resource whose tags could be compared.
Actions with wildcards are not looked at. `IfExists` says that the key may be absent, so the check is silent there.
",
    fix: r"
Give the actions that do not know the key a statement of their own.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:DescribeInstances"], "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } }
                                   ^^^^^^^^^^^^^^^^^^^^^^ AWS does not list `aws:ResourceTag/team` for `ec2:DescribeInstances`
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:Describe*"], "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:DescribeInstances"], "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:ResourceTag/team": "red" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:RequestedRegion": "eu-west-1" } }
}
"#,
    ],
    run: Run::Condition(run),
};

const KEYS: [&str; 3] = ["aws:RequestTag", "aws:ResourceTag", "aws:TagKeys"];

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key.value;
    let is_tag_key = KEYS.iter().any(|name| key.base().eq_ignore_ascii_case(name));
    if !is_tag_key || statement.actions().is_empty() || allows_absence(&operator.value, entry) {
        return;
    }
    let actions = named_actions(cx, statement, |action| {
        // Whether a service knows the key at all is another check's affair; that of roles has its own for tags.
        action.service().prefix() != "sts"
            && action.condition_key(&key.text).is_none()
            && action.service().condition_key(&key.text).is_some()
    });
    report(cx, operator, entry, &actions);
}
