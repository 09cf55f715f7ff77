//! A principal that is neither `*` nor a map.

use policy::tree::{PrincipalElement, Statement};
use policy::{Fix, Severity, Value};

use crate::principals::{is_dynamic, map_of};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-principal-format",
    aliases: &["INVALID_PRINCIPAL_FORMAT"],
    summary: "a principal is neither `*` nor a map of principal types",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
`Principal` and `NotPrincipal` take `"*"`, or a map that says of each principal of which type it is. AWS refuses a bare name or a list.
"#,
    fix: r#"
Write `{ "AWS": … }` for accounts, users and roles, `{ "Service": … }` for services, `{ "Federated": … }` for identity providers.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": "arn:aws:iam::111122223333:root", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a principal other than `*` must stand in a map
"#,
        r#"
{ "Effect": "Allow", "Principal": "lambda.amazonaws.com", "Action": "sts:AssumeRole" }
                                  ^^^^^^^^^^^^^^^^^^^^^^ a principal other than `*` must stand in a map
"#,
        r#"
# as resource
{ "Effect": "Allow", "Principal": ["111122223333", "444455556666"], "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a list of principals must stand in a map
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "Principal": "${Owner}", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    // Where principals have no place at all, how they are written does not matter.
    if !cx.kind.has_principal() {
        return;
    }
    for element in statement.principal.iter().chain(&statement.not_principal) {
        run_text(cx, element);
    }
    for malformed in &statement.malformed {
        let (key, node) = (malformed.member.key.text.as_str(), &malformed.member.value);
        let Value::Array(items) = &node.value else { continue };
        if !matches!(key, "Principal" | "NotPrincipal") || items.iter().any(|item| item.as_str().is_none_or(is_dynamic)) {
            continue;
        }
        let map = map_of(items.iter().filter_map(policy::Node::as_str), true);
        let finding = cx.report(node.span, "a list of principals must stand in a map");
        if let Some(map) = map {
            finding.help(format!("write `{map}`")).fix(Fix::safe(format!("replace it by `{map}`"), node.span, map));
        }
    }
}

fn run_text(cx: &mut Cx<'_>, element: &PrincipalElement) {
    let Some(text) = &element.text else { return };
    let written = text.value.text.as_str();
    if written == "*" || is_dynamic(written) {
        return;
    }
    let finding = cx.report(text.span, "a principal other than `*` must stand in a map");
    if let Some(map) = map_of([written], false) {
        finding.help(format!("write `{map}`")).fix(Fix::safe(format!("replace it by `{map}`"), text.span, map));
    }
}
