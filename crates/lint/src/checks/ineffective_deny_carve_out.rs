//! An exception of a `Deny` that nobody can meet.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::constraint::pattern;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "ineffective-deny-carve-out",
    aliases: &[],
    summary: "an exception of a `Deny` names what no principal has",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
`aws:PrincipalArn` of a role session is the ARN of the role, never that of the session, and groups and instance profiles are no principals. `aws:userid` of a role session is the id of the role with a colon and the name of the session. An exception that is spelled otherwise excepts nobody: the `Deny` also meets those whom it should spare, which may lock everyone out.
",
    fix: r"
Name the role, as in `arn:aws:iam::111122223333:role/admin`, or for `aws:userid` its id with `:*` under `StringNotLike`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/admin/*" } }
                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `aws:PrincipalArn` of a role session is the ARN of the role, so this excepts nobody
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotLike": { "aws:userid": ["AIDACKCEVSQ6C2EXAMPLE", "AROACKCEVSQ6C2EXAMPLE"] } }
                                                                            ^^^^^^^^^^^^^^^^^^^^^^^ `aws:userid` of a role session has a colon and the name of the session, so this excepts nobody
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:group/admins" } }
                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a group is never the principal of a request, so this excepts nobody
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotLike": { "aws:userid": ["AROACKCEVSQ6C2EXAMPLE:*", "111122223333"] } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:PrincipalArn": ["arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:root"] } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/admin/*" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:sts::111122223333:federated-user/ann" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name) = operator.value.name.filter(|name| statement.denies() && name.is_negated()) else {
        return;
    };
    let why = if entry.key.value.is("aws:PrincipalArn") {
        is_no_principal_arn
    } else if entry.key.value.is("aws:userid") {
        is_no_user_id
    } else {
        return;
    };
    for value in &entry.values {
        let (value_pattern, is_exact) = pattern(name, &value.value);
        if let Some(why) =
            why(&value_pattern.literal_prefix(), value_pattern.has_wildcard()).filter(|_| is_exact)
        {
            cx.report(value.span, format!("{why}, so this excepts nobody"));
        }
    }
}

/// Why no principal has an ARN that begins so.
fn is_no_principal_arn(prefix: &str, _: bool) -> Option<&'static str> {
    // The account may be a wildcard, and then the prefix ends there.
    let resource = prefix.splitn(6, ':').nth(5)?;
    let (kind, _) = resource.split_once('/')?;
    match kind {
        "assumed-role" => Some("`aws:PrincipalArn` of a role session is the ARN of the role"),
        "group" => Some("a group is never the principal of a request"),
        "instance-profile" => Some("an instance profile is never the principal of a request"),
        _ => None,
    }
}

/// Why no principal has an id that begins so.
fn is_no_user_id(prefix: &str, has_wildcard: bool) -> Option<&'static str> {
    let is_role = prefix.starts_with("AROA") && !prefix.contains(':') && !has_wildcard;
    is_role.then_some("`aws:userid` of a role session has a colon and the name of the session")
}
