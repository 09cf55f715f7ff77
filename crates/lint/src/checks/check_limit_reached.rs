//! A document so large that checks stopped before its end.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: policy::document::CHECK_LIMIT_REACHED,
    aliases: &[],
    summary: "a check stopped at a limit, so not all of the document was checked",
    category: Category::Syntax,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Every check may report 1,000 findings of a document, make 10,000,000 steps to compare its parts with each other, and search 50 times for the name that a wrong one was meant to be; all checks together may hold 5,000 entries against the rest of the document. Where a text is longer than 40,000 bytes, which is more than AWS takes for a whole policy, no check runs at all, and this is an error. The limits keep a hostile or mistaken file from using up memory and time. They count work and not seconds, so the same document always gives the same findings.
",
    fix: r"
The message names the checks that did not finish. AWS takes no policy as large: split the document, or mend what is reported and check again.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
