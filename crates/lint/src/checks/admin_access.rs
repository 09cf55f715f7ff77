//! Every action on every resource.

use policy::{ActionPattern, Severity, Span};
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "admin-access",
    aliases: &[],
    summary: "a statement allows every action on every resource",
    category: Category::Privilege,
    severity: Severity::Critical,
    since: "0.1.0",
    why: r"
Whoever has this policy is administrator of the account: it can read and delete everything, and give itself or others any other permission.
A condition only narrows down when. The same is said of `NotAction` that excepts nothing.

Policies that only limit what others grant (SCPs, permissions boundaries, session and endpoint policies) may allow everything, so the check is silent there.
",
    fix: r"
Allow the actions that are used, on the resources they are used on; `leastwise generate` drafts that from CloudTrail.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "*", "Resource": "*" }
                               ^^^ every action is allowed on every resource
"#,
        r#"
{
  "Effect": "Allow",
  "NotAction": [],
  ^^^^^^^^^^^ every action is allowed on every resource
  "Resource": ["arn:aws:s3:::b", "*"]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "*:*", "Resource": "*" }
                               ^^^^^ every action is allowed on every resource
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let all_resources = statement.resources().iter().any(|resource| resource.value.is_everything());
    if cx.kind != PolicyKind::Identity || !statement.allows() || !all_resources {
        return;
    }
    if let Some(place) = every_action(cx, statement) {
        cx.report(place, "every action is allowed on every resource");
    }
}

/// Where the statement names every action, if it does.
fn every_action(cx: &Cx<'_>, statement: &Statement) -> Option<Span> {
    let everything = ActionPattern::parse("*");
    if let Some(all) = statement.actions().iter().find(|action| action.value.covers(&everything)) {
        return Some(all.span);
    }
    let excepted = statement.not_action.as_ref()?;
    let excepts_nothing = excepted.items.iter().all(|action| {
        cx.may_expand(&action.value) && cx.facts.meaning(&action.value).is_empty()
    });
    (excepts_nothing && excepted.misplaced.is_empty()).then_some(excepted.key)
}
