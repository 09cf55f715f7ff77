//! A `Version` that the policy language does not have.

use policy::tree::{Policy, Version};
use policy::{Fix, Severity};

use crate::variables::{holds_variable, texts};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-version",
    aliases: &["INVALID_VERSION"],
    summary: "`Version` is neither `2012-10-17` nor `2008-10-17`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The version is that of the policy language, not of your policy; AWS knows two and refuses any other.
",
    fix: r#"
Write `"Version": "2012-10-17"`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"],
    flagged: &[
        r#"
{
  "Version": "2012-10-18",
             ^^^^^^^^^^^^ `2012-10-18` is no version of the policy language
  "Statement": { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
}
"#,
    ],
    clean: &[
        r#"
{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" } }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let Some(version) = &policy.version else { return };
    if let Version::Other(text) = &version.value {
        // AWS refuses the policy as it stands, so nothing that worked before can change; but whoever meant the version of 2008
        // may have meant the letters of a variable.
        let is_old = text.trim_start().starts_with("2008");
        let has_variables = policy.statements.iter().flat_map(texts).any(|text| holds_variable(text.value));
        let fix = if is_old && has_variables {
            Fix::risky("replace it by `2012-10-17`, in which `${…}` is a variable", version.span, "\"2012-10-17\"")
        } else {
            Fix::safe("replace it by `2012-10-17`", version.span, "\"2012-10-17\"")
        };
        cx.report(version.span, format!("`{text}` is no version of the policy language"))
            .help("write `2012-10-17`, the current version")
            .fix(fix);
    }
}
