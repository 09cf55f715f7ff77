//! A resource that does not begin like an ARN.

use catalog::nearest_words;
use policy::tree::{PolicyKind, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::has_wrong_prefix;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-arn-prefix",
    aliases: &["INVALID_ARN_PREFIX"],
    summary: "a resource does not begin with `arn:`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
A resource is an ARN, or `"*"` for all; letter case counts. AWS refuses anything else, such as the bare name of a bucket.
"#,
    fix: r"
Write the whole ARN.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arm:aws:s3:::acme-invoices", "aws:s3:::acme-invoices"] }
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `arm:aws:s3:::acme-invoices` does not begin with `arn:`
                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^ `aws:s3:::acme-invoices` does not begin with `arn:`
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:GetObject", "NotResource": ["s3://acme-invoices/public/*", ""] }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `s3://acme-invoices/public/*` does not begin with `arn:`
                                                                                             ^^ a resource is empty
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["*", "arn:aws:s3:::acme-invoices"] }
"#,
        r#"
{ "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/prod/GET/pets" }
"#,
    ],
    run: Run::Resource(run),
};

/// How programs write the place of an S3 object.
const ADDRESS: &str = "s3://";

fn run(cx: &mut Cx<'_>, _: &Statement, resource: &Spanned<ResourcePattern>) {
    if !has_wrong_prefix(&resource.value) || is_shorthand(cx.kind, &resource.value) {
        return;
    }
    let text = resource.value.as_str();
    if text.is_empty() {
        cx.report(resource.span, "a resource is empty");
        return;
    }
    let finding = cx.report(resource.span, format!("`{text}` does not begin with `arn:`"));
    if let Some(right) = mended(text) {
        finding
            .help(format!("did you mean `{right}`?"))
            .fix(if text.starts_with(ADDRESS) {
                // The address does not tell the partition, nor whether a bucket or all in it is meant.
                let title = format!("replace it by `{right}`, so that this bucket or object is meant");
                Fix::risky(title, resource.span, quote(&right))
            } else {
                Fix::safe(format!("replace it by `{right}`"), resource.span, quote(&right))
            });
    }
}

/// Resource policies of APIs may leave out what stands before the API itself, and so its id.
///
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html>
fn is_shorthand(kind: PolicyKind, resource: &ResourcePattern) -> bool {
    kind == PolicyKind::Resource && resource.as_str().starts_with("execute-api:/")
}

/// The ARN that was meant: the first word is misspelt or missing, or it is the address of an S3 object.
fn mended(text: &str) -> Option<String> {
    if let Some(path) = text.strip_prefix(ADDRESS) {
        return Some(format!("arn:aws:s3:::{path}"));
    }
    let (first, rest) = text.split_once(':')?;
    let colons = rest.matches(':').count();
    if colons >= 4 && (first.eq_ignore_ascii_case("arn") || !nearest_words(first, ["arn"]).is_empty()) {
        return Some(format!("arn:{rest}"));
    }
    let has_partition = matches!(first, "aws" | "aws-cn" | "aws-us-gov");
    (has_partition && colons >= 3).then(|| format!("arn:{text}"))
}
