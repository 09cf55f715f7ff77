//! Resources in a trust policy.

use policy::tree::{Element, PolicyKind, Statement};
use policy::{Fix, ResourcePattern, Safety, Severity, Span};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "role-trust-policy-syntax-error-resource",
    aliases: &["ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"],
    summary: "the trust policy of a role names resources",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A trust policy is about the role that it belongs to and nothing else, so IAM refuses `Resource` and `NotResource` there.
",
    fix: r"
Remove the element.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-custom.html"],
    flagged: &[
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole", "Resource": "*" }
                                                                                                  ^^^^^^^^^^ a trust policy names no resources
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
        r#"
# as endpoint
{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let of = |element: &Element<ResourcePattern>, meaning: Safety| (element.key, element.key.to(element.span), meaning);
    let resource = statement.resource.iter().map(|element| {
        let is_everything = element.items.iter().any(|item| item.value.is_everything());
        // Whoever names one role may have meant another than the policy belongs to.
        of(element, if is_everything { Safety::Safe } else { Safety::Unsafe })
    });
    let not_resource = statement.not_resource.iter().map(|element| of(element, Safety::Unsafe));
    let malformed = statement.malformed.iter().map(|malformed| &malformed.member);
    let malformed = malformed.filter(|member| matches!(member.key.text.as_str(), "Resource" | "NotResource"));
    let malformed = malformed.map(|member| (member.key.span, member.span(), Safety::Unsafe));
    let found: Vec<(Span, Span, Safety)> = resource.chain(not_resource).chain(malformed).collect();
    for (key, member, safety) in found {
        let edit = removal::member(cx, member);
        let finding = cx.report(key, "a trust policy names no resources");
        if let Some(edit) = edit {
            finding.fix(Fix { title: "remove it, so that the policy is about its own role".to_owned(), safety, edits: vec![edit] });
        }
    }
}
