//! A principal in a policy that is attached to one.

use policy::tree::{PolicyKind, Statement};
use policy::{Fix, Safety, Severity, Span};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "unsupported-principal",
    aliases: &["UNSUPPORTED_PRINCIPAL"],
    summary: "an identity-based policy names principals",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An identity-based policy is about the user, group or role that it is attached to, so AWS refuses `Principal` and `NotPrincipal` there. They belong into policies of resources and into trust policies of roles.
",
    fix: r"
Remove the element, or attach the policy to a resource. A condition on `aws:PrincipalArn` limits who a policy is for.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
# as identity
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/alice" }, "Action": "s3:GetObject", "Resource": "*" }
                     ^^^^^^^^^^^ a policy of the kind `identity` names no principals
"#,
        r#"
# as boundary
{ "Effect": "Deny", "NotPrincipal": [], "Action": "s3:GetObject", "Resource": "*" }
                    ^^^^^^^^^^^^^^ a policy of the kind `boundary` names no principals
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !matches!(cx.kind, PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session) {
        return;
    }
    let elements = statement.principal.iter().chain(&statement.not_principal);
    let mut found: Vec<(Span, Span)> =
        elements.map(|element| (element.key, element.key.to(element.span))).collect();
    let malformed = statement.malformed.iter().map(|malformed| &malformed.member);
    let malformed = malformed.filter(|member| matches!(member.key.text.as_str(), "Principal" | "NotPrincipal"));
    found.extend(malformed.map(|member| (member.key.span, member.span())));
    for (key, member) in found {
        let edit = removal::member(cx, member);
        let kind = cx.kind.name();
        let finding = cx.report(key, format!("a policy of the kind `{kind}` names no principals"));
        if let Some(edit) = edit {
            finding.fix(Fix { title: "remove it, so that who was meant by it is not named".to_owned(), safety: Safety::Unsafe, edits: vec![edit] });
        }
    }
}
