//! A resource that the policy's own resource is not.

use policy::tree::{Spanned, Statement};
use policy::{ResourcePattern, Severity};

use crate::arns::is_malformed;
use crate::{Category, Check, Cx, Run, attachments};

pub(super) const CHECK: Check = Check {
    id: "unsupported-resource-arn-in-policy",
    aliases: &["UNSUPPORTED_RESOURCE_ARN_IN_POLICY"],
    summary: "a resource policy names a resource that it cannot be about",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The policy of a resource decides on requests for that resource and what is in it. The service refuses a policy that names anything else. The check runs if the caller says what the policy is attached to.
",
    fix: r"
Name the resource that the policy is attached to, or what is in it.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
    ],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject",
  "Resource": ["arn:aws:s3:::b/*", "arn:aws:kms:us-east-1:111122223333:key/1234abcd", "arn:aws:s3:us-east-1:111122223333:accesspoint/a"]
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this cannot stand in the policy of `AWS::S3::Bucket`
                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this cannot stand in the policy of `AWS::S3::Bucket`
}
"#,
        r#"
# as resource AWS::SQS::Queue
{ "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "arn:aws:sns:us-east-1:111122223333:t" }
                                                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this cannot stand in the policy of `AWS::SQS::Queue`
"#,
    ],
    clean: &[
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:b/*" }
"#,
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "*", "arn:aws:s3:*:*:b*"] }
"#,
        r#"
# as resource AWS::S3::AccessPoint
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-west-2:111122223333:accesspoint/a/object/*" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:kms:us-east-1:111122223333:key/1234abcd" }
"#,
    ],
    run: Run::Resource(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, resource: &Spanned<ResourcePattern>) {
    let Some(attachment) = attachments::of(cx) else { return };
    if attachment.can_be_about(&resource.value) || is_malformed(cx, &resource.value) {
        return;
    }
    // An ARN that only has too much in it has a finding of its own.
    let arn = cx.facts.arn(&resource.value);
    if !arn.is_some_and(|arn| arn.forbids_region() || arn.forbids_account()) {
        let name = attachment.name;
        cx.report(resource.span, format!("this cannot stand in the policy of `{name}`"));
    }
}
