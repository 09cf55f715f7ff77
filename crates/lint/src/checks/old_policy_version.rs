//! A policy in the language of 2008.

use policy::tree::{Policy, Version};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::variables::{holds_variable, texts};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "old-policy-version",
    aliases: &[],
    summary: "`Version` is `2008-10-17`",
    category: Category::Syntax,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The language of 2008 has no policy variables: `${aws:username}` is plain text there. It is still accepted, but the next person who adds a variable will wonder why it matches nothing.
",
    fix: r#"
Write `"Version": "2012-10-17"`. Where the policy has no `${` in it, it means the same.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    ],
    flagged: &[r#"
{
  "Version": "2008-10-17",
             ^^^^^^^^^^^^ `2008-10-17` is the old version of the policy language
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
}
"#],
    clean: &[
        r#"
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" } }
"#,
        r#"
{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}" } }
"#,
    ],
    run: Run::Policy(run),
};

const NOW: &str = "2012-10-17";

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let Some(version) = policy.version.as_ref().filter(|version| version.value == Version::V2008) else {
        return;
    };
    // Where that breaks a variable, `variable-unsupported-in-version` says so.
    if policy.statements.iter().flat_map(texts).any(|text| holds_variable(text.value)) {
        return;
    }
    let finding = cx.report(version.span, "`2008-10-17` is the old version of the policy language");
    let title = format!("write `{NOW}`");
    let finding = finding.help(title.as_str());
    if policy.statements.iter().flat_map(texts).next().is_some() {
        finding.fix(Fix::risky(format!("{title}, in which `${{…}}` is a variable"), version.span, quote(NOW)));
    } else {
        finding.fix(Fix::safe(title, version.span, quote(NOW)));
    }
}
