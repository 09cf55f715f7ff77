//! The service of an ARN in capitals.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::ResourceArn;
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-arn-service-case",
    aliases: &["INVALID_ARN_SERVICE_CASE"],
    summary: "the service of an ARN is not in lower case",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Letter case does not matter in actions, but it does in ARNs: the services there are in lower case.
",
    fix: r"
Write the service in lower case.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "S3:GetObject", "Resource": "arn:aws:S3:::acme-invoices/*" }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the service `S3` must be in lower case here
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/MixedCaseTable" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    if !arn.has_wrong_case(cx.catalog) {
        return;
    }
    let service = arn.service.to_ascii_lowercase();
    let right = ResourceArn { service: &service, ..*arn }.with_owner(arn.region, arn.account);
    cx.report(resource.span, format!("the service `{}` must be in lower case here", arn.service)).fix(
        Fix::safe(format!("replace it by `{right}`"), resource.span, quote(&right)),
    );
}
