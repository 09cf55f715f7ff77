//! An `Effect` that is neither word.

use policy::Severity;
use policy::Fix;
use policy::tree::{Effect, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-effect",
    aliases: &["INVALID_EFFECT"],
    summary: "`Effect` is neither `Allow` nor `Deny`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS compares the two words with their case: `allow` is refused.
",
    fix: r"
Write `Allow` or `Deny`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html"],
    flagged: &[
        r#"
{ "Effect": "allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
            ^^^^^^^ `allow` is neither `Allow` nor `Deny`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(effect) = &statement.effect else { return };
    let Effect::Other(text) = &effect.value else { return };
    let meant = [Effect::Allow, Effect::Deny].into_iter().find(|word| word.text().eq_ignore_ascii_case(text.trim()));
    let finding = cx.report(effect.span, format!("`{text}` is neither `Allow` nor `Deny`"));
    if let Some(meant) = meant {
        let meant = meant.text();
        // AWS refuses the policy as it stands, and only one word can be meant.
        finding
            .help(format!("write `{meant}`"))
            .fix(Fix::safe(format!("replace it by `{meant}`"), effect.span, format!("\"{meant}\"")));
    }
}
