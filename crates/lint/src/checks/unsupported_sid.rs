//! A Sid with characters that it cannot have.

use std::collections::HashMap;

use policy::tree::{Policy, PolicyKind, Spanned};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::variables::holds_variable;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-sid",
    aliases: &["UNSUPPORTED_SID"],
    summary: "a Sid has other characters than ASCII letters and digits",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
In identity-based policies and SCPs a Sid consists of `A`–`Z`, `a`–`z` and `0`–`9`; AWS refuses the policy otherwise. Resource-based policies of some services take more, so nothing is said there.
",
    fix: r"
Leave out what is neither letter nor digit.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"],
    flagged: &[
        r#"
{ "Sid": "Allow-read of logs", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^^^^^^^^^^^^^^ the Sid `Allow-read of logs` has `-` in it
"#,
        r#"
# as scp
{ "Sid": "données", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^^^^^^^^ the Sid `données` has `é` in it
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read_1", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
             ^^^^^^^^ the Sid `Read_1` has `_` in it
    { "Sid": "Read1", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
  ]
}
"#,
    ],
    clean: &[
        r#"
{ "Sid": "AllowRead1", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
# as resource AWS::KMS::Key
{ "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let kinds = [PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::Session, PolicyKind::Scp];
    let sids = policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    // Of a policy variable another check speaks.
    let is_fault = |sid: &Spanned<String>| strange(&sid.value).is_some() && !holds_variable(&sid.value);
    if !kinds.contains(&cx.kind) || !sids.clone().any(is_fault) {
        return;
    }
    let mut users = HashMap::new();
    for sid in sids.clone() {
        *users.entry(mended(&sid.value)).or_insert(0_usize) += 1;
    }
    for sid in sids.filter(|sid| is_fault(sid)) {
        let shown = strange(&sid.value).map(|letter| letter.escape_debug().to_string()).unwrap_or_default();
        let mended = mended(&sid.value);
        let is_taken = users.get(&mended).is_some_and(|count| *count > 1);
        let finding = cx.report(sid.span, format!("the Sid `{}` has `{shown}` in it", sid.value));
        if mended.is_empty() || is_taken {
            finding.help("write ASCII letters and digits, and none that another statement has");
        } else {
            let title = format!("write `{mended}`");
            finding.help(title.as_str()).fix(Fix::safe(title, sid.span, quote(&mended)));
        }
    }
}

fn strange(sid: &str) -> Option<char> {
    sid.chars().find(|letter| !letter.is_ascii_alphanumeric())
}

/// The letters and digits of the Sid; a letter behind what is left out becomes a capital, so that words stay apart.
fn mended(sid: &str) -> String {
    let mut mended = String::new();
    let mut is_start = false;
    for letter in sid.chars() {
        if letter.is_ascii_alphanumeric() {
            mended.push(if is_start && !mended.is_empty() { letter.to_ascii_uppercase() } else { letter });
        }
        is_start = !letter.is_ascii_alphanumeric();
    }
    mended
}
