//! A policy without `Version`.

use policy::Severity;
use policy::tree::Policy;
use policy::{Fix, Source, Span};

use crate::absence::opening;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-version",
    aliases: &["MISSING_VERSION"],
    summary: "the policy has no `Version`, so the language of 2008 holds",
    category: Category::Syntax,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Without `Version` AWS reads the policy as `2008-10-17`, in which `${aws:username}` and all other policy variables are plain text that matches nothing.
",
    fix: r#"
Add `"Version": "2012-10-17"`; check first that no `${` in the policy was meant as plain text.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"],
    flagged: &[
        r#"
{ "Statement": { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" } }
^ the policy has no `Version`
"#,
    ],
    clean: &[
        r#"
{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" } }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let malformed = policy.malformed.iter().any(|malformed| malformed.member.key.text == "Version");
    if policy.version.is_some() || malformed || cx.root.as_object().is_none() {
        return;
    }
    let brace = opening(policy.span);
    let (at, text) = insertion(cx.source, policy.span);
    let finding = cx.report(brace, "the policy has no `Version`").help("add `\"Version\": \"2012-10-17\"`");
    // Variables begin to work with the version, so what the policy allows may change.
    if policy.statement_key.is_some() {
        finding.fix(Fix::risky("add the current version, in which `${…}` is a variable", Span { start: at, end: at }, text));
    }
}

/// Where to put the version and what to write there: behind the brace, or as the first line of a YAML mapping that has none.
fn insertion(source: &Source, policy: Span) -> (u32, String) {
    if source.slice(opening(policy)) == "{" {
        return (opening(policy).end, "\"Version\": \"2012-10-17\",".to_owned());
    }
    let indent = source.position(policy.start as usize).column - 1;
    (policy.start, format!("Version: \"2012-10-17\"\n{}", " ".repeat(indent)))
}
