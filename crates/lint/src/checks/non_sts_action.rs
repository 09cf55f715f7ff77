//! Actions of another service beside the assuming of a role.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "non-sts-action",
    aliases: &[],
    summary: "a statement that looks like one of a trust policy names actions of other services",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A statement with a principal, without resources and with an action that assumes a role belongs into the trust policy of a role, which is only about assuming it. Permissions for other services belong into the policies attached to the role; IAM refuses them here.
",
    fix: r"
Leave the actions of `sts` in the trust policy, and move the others to a policy attached to the role.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-custom.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "s3:GetObject"] }
                                                                                                   ^^^^^^^^^^^^^^ `s3:GetObject` is no action of `sts`, the only service that trust policies are about
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:TagSession"] }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
# as endpoint
{ "Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole", "s3:GetObject"], "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let has_resource = statement.resource.is_some() || statement.not_resource.is_some();
    if cx.kind != PolicyKind::Resource || statement.principal.is_none() || has_resource {
        return;
    }
    let is_sts = |text: &str| text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("sts:"));
    let assumes = statement.actions().iter().any(|action| {
        is_sts(action.value.as_str()) && action.value.name().is_some_and(|name| name.literal_prefix().to_ascii_lowercase().starts_with("assumerole"))
    });
    if !assumes {
        return;
    }
    for action in statement.actions() {
        let written = action.value.as_str();
        let is_other = action.value.service().is_some_and(|service| !service.has_wildcard());
        if is_other && !is_sts(written) {
            let message = format!("`{written}` is no action of `sts`, the only service that trust policies are about");
            cx.report(action.span, message);
        }
    }
}
