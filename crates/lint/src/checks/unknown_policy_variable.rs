//! A policy variable with a key that no request has.

use policy::tree::{ConditionKey, Spanned, Statement, Template};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::condition_keys::{lacks_tag, nearest};
use crate::variables::{texts, within};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unknown-policy-variable",
    aliases: &[],
    summary: "a policy variable names a key that AWS does not have",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
AWS takes the policy as it is. But no request has such a key, so the variable never gets a value, and the statement never holds for that resource or value; an `Allow` grants nothing there, and a `Deny` does not deny.

Keys of identity providers, and of services whose variables are only known while they run, such as AWS IoT, are not looked at.
",
    fix: r"
Write the key as AWS spells it, such as `${aws:username}` or `${aws:PrincipalTag/team}`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:user-name}/*" }
                                                                               ^^^^^^^^^^^^^^^^ no request has `aws:user-name`
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::homes",
  "Condition": { "StringLike": { "s3:prefix": ["", "${aws:PrincipleTag/team, 'none'}/*"] } }
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no request has `aws:PrincipleTag/team`
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::homes",
  "Condition": { "StringEquals": { "aws:PrincipalTag/prefix": "${s3:prefixes}" } }
                                                               ^^^^^^^^^^^^^^ no request has `s3:prefixes`
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${AWS:UserName}/${aws:PrincipalTag/team, 'none'}/*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject",
  "Resource": [
    "arn:aws:s3:::homes/${www.amazon.com:user_id}/*",
    "arn:aws:s3:::homes/${cognito-identity.amazonaws.com:sub}/*",
    "arn:aws:s3:::homes/${saml:sub}/*"
  ]
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject",
  "Resource": ["arn:aws:s3:::b-${AWS::AccountId}/*", "arn:aws:s3:::b-${var.name}/*", "arn:aws:s3:::${transfer:HomeBucket}/*"]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:us-east-1:111122223333:client/${iot:Connection.Thing.ThingName}" }
"#,
    ],
    run: Run::Statement(run),
};

/// Services with variables of their own that no list of condition keys has.
///
/// Sources: the developer guide of AWS `IoT` Core, "Policy variables"; the user guide of AWS Transfer Family, "Session policies".
const OWN_VARIABLES: [&str; 4] = ["greengrass", "iot", "iotsitewise", "transfer"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !cx.policy.variables_active() {
        return;
    }
    for Spanned { value: text, span } in texts(statement) {
        let mut from = 0;
        for key in Template::parse(text).keys() {
            let written = format!("${{{key}");
            let Some(start) = text.get(from..).and_then(|rest| rest.find(&written)).map(|at| from + at) else {
                continue;
            };
            let Some(length) = text.get(start..).and_then(|rest| rest.find('}')) else { continue };
            from = start + length + 1;
            let Some(near) = unknown(cx, key) else { continue };
            let place = within(cx, span, text, start..from);
            let finding = cx.report(place, format!("no request has `{key}`"));
            let Some(first) = near.first() else { continue };
            let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            let finding = finding.help(format!("did you mean {list}?"));
            // Which tag is meant only the author knows.
            if !first.ends_with("/KEY") {
                let mut mended = text.to_owned();
                mended.replace_range(start + 2..start + written.len(), first);
                finding.fix(Fix::risky(format!("replace it by `{first}`, which has a value"), span, quote(&mended)));
            }
        }
    }
}

/// The names that may have been meant, if the key is for certain none of AWS's.
fn unknown(cx: &mut Cx<'_>, text: &str) -> Option<Vec<String>> {
    let key = ConditionKey::new(text);
    let prefix = key.prefix()?.to_ascii_lowercase();
    // `${AWS::AccountId}` is CloudFormation's.
    let is_global = prefix == "aws" && !text.contains("::");
    let is_of_service = cx.catalog.service(&prefix).is_some() && !OWN_VARIABLES.contains(&prefix.as_str());
    if !(is_global || is_of_service) || cx.catalog.condition_key(text).is_some() || lacks_tag(cx.catalog, &key) {
        return None;
    }
    let near = if cx.may_search() { nearest(cx.catalog, &key) } else { Vec::new() };
    // A service may have variables that nobody lists.
    (is_global || near.iter().any(|name| ConditionKey::new(name.as_str()).prefix() == Some(&prefix))).then_some(near)
}
