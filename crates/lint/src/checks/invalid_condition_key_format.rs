//! A condition key without prefix or without name.

use policy::tree::{ConditionEntry, Operator, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::condition_keys::{block_of, has_key};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-condition-key-format",
    aliases: &["INVALID_CONDITION_KEY_FORMAT"],
    summary: "a condition key is not of the form `prefix:name`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Every condition key begins with `aws:` or with the prefix of the service or identity provider that it belongs to. AWS refuses a policy with any other key.
",
    fix: r"
Put the prefix before the name.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "SecureTransport": "true" }, "StringEquals": { "s3:": "x", ":prefix": "y" } }
                           ^^^^^^^^^^^^^^^^^ the key `SecureTransport` has no prefix
                                                                          ^^^^^ the key `s3:` has nothing behind its colon
                                                                                      ^^^^^^^^^ the key `:prefix` has nothing before its colon
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": "true" }, "StringEquals": { "s3:ExistingObjectTag/class": "public" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
  "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.example.org" },
  "Condition": { "StringEquals": { "oidc.example.org:sub": "a", "${Provider}": "b" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let text = &entry.key.value.text;
    // A template fills it in.
    if text.contains("${") {
        return;
    }
    let fault = match text.split_once(':') {
        None => "no prefix",
        Some(("", _)) => "nothing before its colon",
        Some((_, "")) => "nothing behind its colon",
        Some(_) => return,
    };
    let catalog = cx.catalog;
    let may_search = cx.may_search();
    let finding = cx.report(entry.key.span, format!("the key `{text}` has {fault}"));
    let name = format!("aws:{}", text.trim_matches(':'));
    let Some(known) = catalog.condition_key(&name).filter(|key| !key.is_template()) else {
        finding.help("write it as `prefix:name`, such as `aws:SourceIp`");
        return;
    };
    let known = known.name();
    let finding = finding.help(format!("did you mean `{known}`?"));
    if may_search && block_of(statement, operator).is_some_and(|block| !has_key(block, known)) {
        finding.fix(Fix::safe(format!("replace it by `{known}`"), entry.key.span, quote(known)));
    }
}
