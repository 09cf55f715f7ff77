//! An ARN with fewer than six parts.

use policy::tree::{Spanned, Statement};
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::{ResourceArn, is_open};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-arn-field",
    aliases: &["MISSING_ARN_FIELD"],
    summary: "an ARN has fewer than six parts",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An ARN is `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Where region or account is empty, its colon stands all the same. What AWS makes of an ARN that ends before depends on the kind of policy and is nowhere documented.
",
    fix: r"
Write all six parts.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333" }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the ARN ends before its resource
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:acme-invoices/*", "arn:aws:*"] }
                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the ARN has 4 of 6 parts
                                                                                          ^^^^^^^^^^^ the ARN has 3 of 6 parts
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::acme-invoices/*", "arn:aws:s3:::*", "*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:${aws:PrincipalTag/rest}" }
"#,
    ],
    run: Run::Resource(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, resource: &Spanned<ResourcePattern>) {
    let text = resource.value.as_str();
    if !text.starts_with("arn:") || !resource.value.is_short() || text.contains("${") {
        return;
    }
    let parts = resource.value.parts().len();
    let message = if parts == 5 && !is_global(text) {
        "the ARN ends before its resource".to_owned()
    } else {
        format!("the ARN has {parts} of 6 parts")
    };
    let right = mended(cx, text);
    let finding = cx.report(resource.span, message);
    match right {
        Some(right) => {
            finding
                .help(format!("did you mean `{right}`?"))
                .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
        }
        None => {
            finding.help("an ARN is `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`");
        }
    }
}

/// Whether the last part of a text of five looks like a resource, and not like an account.
fn is_global(text: &str) -> bool {
    let last = text.rsplit(':').next().unwrap_or_default();
    !(last.is_empty() || is_open(last) || last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The ARN with the missing colons before its resource, if its service has such resources and their ARNs leave both region and
/// account empty.
fn mended(cx: &Cx<'_>, text: &str) -> Option<String> {
    let mut parts = text.splitn(4, ':').skip(1);
    let (partition, service, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let name = rest.trim_start_matches(':');
    if name.is_empty() || name == "*" || name.contains(':') {
        return None;
    }
    let right = format!("arn:{partition}:{service}:::{name}");
    let pattern = ResourcePattern::parse(&right);
    let arn = ResourceArn::of(cx.catalog, &pattern)?;
    let fits = arn.owners(cx.catalog).any(|owner| owner.region.is_empty() && owner.account.is_empty());
    fits.then_some(right)
}
