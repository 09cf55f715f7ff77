//! A condition on what callers cannot set.

use policy::tree::{ConditionEntry, Element, Form, Operator, PolicyKind, Spanned, Statement};
use policy::write::quote;
use policy::{ActionPattern, Fix, Severity, Span};

use crate::key_support::allows_absence;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-action-for-condition-key",
    aliases: &["MISSING_ACTION_FOR_CONDITION_KEY"],
    summary: "a trust policy asks for session tags or a source identity that it does not let callers set",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A caller who passes session tags or a source identity also needs `sts:TagSession` or `sts:SetSourceIdentity` from the trust policy of the role. Without it every such call is denied, so no allowed request carries the key: a condition that asks for it never holds.
",
    fix: r"
Allow the action next to `sts:AssumeRole`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
    ],
    flagged: &[
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole",
  "Condition": { "StringLike": { "sts:SourceIdentity": "alice-*" } }
                                 ^^^^^^^^^^^^^^^^^^^^ no caller can set `sts:SourceIdentity`, as `sts:SetSourceIdentity` is not allowed
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": ["sts:AssumeRole"],
  "Condition": {
    "StringEquals": { "aws:RequestTag/team": "red" },
                      ^^^^^^^^^^^^^^^^^^^^^ no caller can set `aws:RequestTag/team`, as `sts:TagSession` is not allowed
    "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": "team" }
                                   ^^^^^^^^^^^^^^^^^^^^^^^ no caller can set `sts:TransitiveTagKeys`, as `sts:TagSession` is not allowed
  }
}
"#,
    ],
    clean: &[
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "Service": "pods.eks.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:TagSession"],
  "Condition": { "StringEquals": { "aws:RequestTag/eks-cluster-name": "acme" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" },
  "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
  "Condition": { "StringLike": { "sts:SourceIdentity": "alice-*" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole",
  "Condition": { "Null": { "sts:SourceIdentity": "true" } }
}
"#,
        r#"
# as trust
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole",
      "Condition": { "StringEquals": { "aws:RequestTag/team": "red" } }
    },
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:TagSession" }
  ]
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/app",
  "Condition": { "StringEquals": { "aws:RequestTag/team": "red" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if !matches!(cx.kind, PolicyKind::Trust | PolicyKind::Resource) || !statement.allows() {
        return;
    }
    let (key, span) = (&entry.key.value, entry.key.span);
    let Some(companion) = companion(key.base()) else { return };
    if allows_absence(&operator.value, entry)
        || !assumes_roles(statement)
        || is_allowed(cx, companion)
    {
        return;
    }
    let text = &key.text;
    let finding = cx
        .report(span, format!("no caller can set `{text}`, as `{companion}` is not allowed"))
        .help(format!("allow `{companion}` next to the action that assumes the role"));
    let finding = match &statement.action {
        Some(element) => finding.label(element.span, format!("`{companion}` is missing here")),
        None => finding,
    };
    if let Some((span, text)) = statement.action.as_ref().and_then(|element| added(element, companion)) {
        finding.fix(Fix::risky(format!("allow `{companion}` too"), span, text));
    }
}

fn companion(key: &str) -> Option<&'static str> {
    let is = |name: &str| key.eq_ignore_ascii_case(name);
    if is("sts:SourceIdentity") {
        return Some("sts:SetSourceIdentity");
    }
    (is("aws:RequestTag") || is("aws:TagKeys") || is("sts:TransitiveTagKeys")).then_some("sts:TagSession")
}

fn assumes_roles(statement: &Statement) -> bool {
    const ACTIONS: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];
    statement.actions().iter().any(|action| ACTIONS.iter().any(|name| action.value.matches(name)))
}

/// Whether another statement, too, may allow it.
fn is_allowed(cx: &Cx<'_>, companion: &str) -> bool {
    let mut statements = cx.policy.statements.iter().filter(|statement| statement.allows());
    statements.any(|statement| {
        // What cannot be looked for is not missed.
        if !cx.budget.allows(1 + statement.actions().len()) {
            return true;
        }
        let is_unread = statement.action.as_ref().is_some_and(|action| !action.misplaced.is_empty());
        let mut actions = statement.actions().iter();
        is_unread || statement.not_action.is_some() || actions.any(|action| action.value.matches(companion))
    })
}

/// Where to write one more action, and what.
fn added(element: &Element<ActionPattern>, action: &str) -> Option<(Span, String)> {
    let [first] = element.items.as_slice() else { return None };
    let list = format!("{}, {}", quote(first.value.as_str()), quote(action));
    match element.form {
        Form::Single => Some((first.span, format!("[{list}]"))),
        Form::List => Some((element.span, format!("[{list}]"))),
    }
}
