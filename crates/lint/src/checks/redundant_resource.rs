//! A resource that another entry of the list covers.

use policy::Severity;
use policy::tree::Policy;

use crate::redundancy;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "redundant-resource",
    aliases: &["REDUNDANT_RESOURCE"],
    summary: "a resource is listed twice or covered by a wildcard of the same list",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The entry adds nothing and uses up characters, of which a policy may have few. A bucket `arn:aws:s3:::b` and its objects `arn:aws:s3:::b/*` are both needed. Where it hangs on a policy variable nothing is said.
",
    fix: r"
Remove the entry.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": ["arn:aws:iam::111122223333:role/jane-admin", "arn:aws:iam::111122223333:role/jane*"] }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `arn:aws:iam::111122223333:role/jane-admin` is covered by `arn:aws:iam::111122223333:role/jane*`
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x*"] }
                                                                                            ^^^^^^^^^^^^^^^^^^ `arn:aws:s3:::b/*` is listed twice
                                                                                                                ^^^^^^^^^^^^^^^^^^^ `arn:aws:s3:::b/x*` is covered by `arn:aws:s3:::b/*`
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": ["*", "arn:aws:s3:::b"] }
                                                         ^^^^^^^^^^^^^^^^ `arn:aws:s3:::b` is covered by `*`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ann/*", "arn:aws:s3:::b/${aws:username}"] }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    for statement in &policy.statements {
        redundancy::report(cx, statement.resource.as_ref());
        redundancy::report(cx, statement.not_resource.as_ref());
    }
}
