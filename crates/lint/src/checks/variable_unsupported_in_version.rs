//! A policy variable in the language of 2008.

use policy::tree::{Statement, Version};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::variables::{holds_variable, texts};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "variable-unsupported-in-version",
    aliases: &["VARIABLE_UNSUPPORTED_IN_VERSION"],
    summary: "a policy variable is used without `Version` `2012-10-17`",
    category: Category::Effect,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Policy variables came with the version `2012-10-17` of the language. In a policy of 2008, and in one that says no version, `${aws:username}` is nothing but these letters: the statement matches no resource and no value that anyone has.
",
    fix: r#"
Write `"Version": "2012-10-17"`. What the policy allows changes with it, as is meant.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    ],
    flagged: &[
        r#"
{
  "Version": "2008-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/*"
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ policy variables do not work in `Version` `2008-10-17`
  }
}
"#,
        r#"
{
  "Statement": {
    "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::homes",
    "Condition": { "StringLike": { "s3:prefix": "${aws:username}/*" } }
                                                ^^^^^^^^^^^^^^^^^^^ policy variables do not work in a policy without `Version`
  }
}
"#,
    ],
    clean: &[
        r#"
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/*" } }
"#,
        r#"
{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/*" } }
"#,
    ],
    run: Run::Statement(run),
};

const NOW: &str = "2012-10-17";

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let policy = cx.policy;
    let version = policy.version.as_ref();
    let malformed = policy.malformed.iter().any(|malformed| malformed.member.key.text == "Version");
    let place = match version.map(|version| &version.value) {
        Some(Version::V2008) => "`Version` `2008-10-17`",
        None if !malformed => "a policy without `Version`",
        // A version that does not exist is another check's, and it offers the right one.
        _ => return,
    };
    for text in texts(statement).filter(|text| holds_variable(text.value)) {
        let finding = cx.report(text.span, format!("policy variables do not work in {place}"));
        let finding = finding.help(format!("write `\"Version\": \"{NOW}\"`"));
        if let Some(version) = version {
            finding.fix(Fix::risky(
                format!("replace the version by `{NOW}`, in which the variables have values"),
                version.span,
                quote(NOW),
            ));
        }
    }
}
