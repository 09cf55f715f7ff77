//! An action or a condition key of a service that does not exist.

use policy::tree::Policy;
use policy::{Severity, Span};

use crate::services::{UNKNOWN, keys_of_unknown_services, nearest, unknown_services};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-service",
    aliases: &["INVALID_SERVICE"],
    summary: "the service of an action or condition key does not exist",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Actions and condition keys begin with the prefix of a service. Under a prefix that no service has, an action is never called and a key is in no request: what was to be allowed is not, and what was to be denied is not either.
",
    fix: r"
Write the service prefix of the service authorization reference.
",
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "contoso:FrobnicateWidget", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no service `contoso`
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": { "StringEquals": { "s33:prefix": "home/", "s3:delimiter": "/" } }
                                   ^^^^^^^^^^^^ there is no service `s33`
}
"#,
        r#"
{ "Effect": "Allow", "Action": "mobilehub:ListProjects", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^ the service `mobilehub` is no more
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["dynamodb:GetItem", "*"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamo:GetItem", "Resource": "*" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/id.example.com/team" },
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "id.example.com/team:sub": "a", "AWS:PrincipalOrgID": "o-a1b2c3d4e5", "saml:aud": "x" } }
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let catalog = cx.catalog;
    for (action, prefix) in policy.statements.iter().flat_map(|statement| unknown_services(catalog, statement)) {
        if cx.is_full() || !cx.budget.allows(UNKNOWN) {
            return;
        }
        if nearest(cx, action.value.as_str(), prefix).is_none() {
            report(cx, action.span, prefix, None);
        }
    }
    for (key, prefix) in policy.statements.iter().flat_map(|statement| keys_of_unknown_services(catalog, statement)) {
        if cx.is_full() || !cx.budget.allows(UNKNOWN) {
            return;
        }
        let near = if cx.may_search() { catalog.nearest_services(prefix) } else { Vec::new() };
        report(cx, key.span, prefix, near.first().map(|service| service.prefix()));
    }
}

fn report(cx: &mut Cx<'_>, place: Span, prefix: &str, near: Option<&str>) {
    if cx.catalog.retired_prefix(prefix).is_some() {
        // AWS took the policy when the service was there, and still does.
        cx.report(place, format!("the service `{prefix}` is no more"))
            .severity(Severity::Warning)
            .help("AWS has retired it: remove it");
        return;
    }
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it is not in the catalogue of {}", cx.catalog.date()),
    };
    cx.report(place, format!("there is no service `{prefix}`")).help(help);
}
