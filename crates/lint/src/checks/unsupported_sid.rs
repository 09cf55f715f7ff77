//! A Sid with characters that it cannot have.

use policy::tree::{PolicyKind, Statement};
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
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let kinds = [PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::Session, PolicyKind::Scp];
    let Some(sid) = statement.sid.as_ref().filter(|_| kinds.contains(&cx.kind)) else { return };
    let Some(strange) = sid.value.chars().find(|c| !c.is_ascii_alphanumeric()) else { return };
    // Of a policy variable another check speaks.
    if holds_variable(&sid.value) {
        return;
    }
    let mended = mended(&sid.value);
    let sids = cx.policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    let is_taken = sids.clone().any(|other| other.value == mended)
        || sids.clone().any(|other| other.span != sid.span && self::mended(&other.value) == mended);
    let shown = strange.escape_debug();
    let finding = cx.report(sid.span, format!("the Sid `{}` has `{shown}` in it", sid.value));
    if mended.is_empty() || is_taken {
        finding.help("write ASCII letters and digits, and none that another statement has");
    } else {
        let title = format!("write `{mended}`");
        finding.help(title.as_str()).fix(Fix::safe(title, sid.span, quote(&mended)));
    }
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
