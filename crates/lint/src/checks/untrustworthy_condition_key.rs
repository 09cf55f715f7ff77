//! A condition on a header that the caller writes.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "untrustworthy-condition-key",
    aliases: &["UNTRUSTWORTHY_CONDITION_KEY"],
    summary: "access hangs on a value that the caller makes up",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The user agent and the referer are headers of the request. Whoever sends it writes into them what it takes to pass: neither can keep anybody out.
",
    fix: r"
Compare what AWS itself finds out, such as `aws:PrincipalArn`, `aws:SourceVpce` or `aws:SourceIp`. To let a web site show files of a bucket use CloudFront with signed URLs.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-referer",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-useragent",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:UserAgent": "AcmeSync/2.0" } }
                                   ^^^^^^^^^^^^^^^ callers write into `aws:UserAgent` what they like
}
"#,
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:Referer": "https://www.example.com/*" } }
                                 ^^^^^^^^^^^^^ callers write into `aws:Referer` what they like
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-0123456789abcdef0"] } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, _: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key.value;
    if key.is("aws:UserAgent") || key.is("aws:Referer") {
        cx.report(entry.key.span, format!("callers write into `{}` what they like", key.text));
    }
}
