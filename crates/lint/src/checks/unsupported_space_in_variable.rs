//! White space in the key of a policy variable.

use catalog::Catalog;
use policy::Severity;
use policy::tree::{Statement, VariableFaultKind};

use crate::variables::{Said, report_faults};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-space-in-variable",
    aliases: &["UNSUPPORTED_SPACE_IN_VARIABLE"],
    summary: "the key of a policy variable has white space in it",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
White space may stand behind the comma and in the quoted default of `${key, 'default'}`, but not in or around the key: AWS refuses the policy.
",
    fix: r"
Take the white space out of the key.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws: username}/*" }
                                                                               ^^^^^^^^^^^^^^^^ `${aws: username}` has white space in its key
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${ aws:PrincipalTag/my team, 'x y'}/*" }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `${ aws:PrincipalTag/my team, 'x y'}` has white space in its key
"#,
    ],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team, 'x y'}/my file" }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_faults(cx, statement, VariableFaultKind::Space, say);
}

fn say(catalog: &Catalog, written: &str) -> Said {
    (format!("`{written}` has white space in its key"), without_blanks(catalog, written))
}

/// The variable without the white space of its key, if that gives a key that exists. Within a tag key nobody knows whether it
/// belongs there.
fn without_blanks(catalog: &Catalog, written: &str) -> Option<String> {
    let inner = written.strip_prefix("${")?.strip_suffix('}')?;
    let (key, rest) = inner.split_at_checked(inner.find(',').unwrap_or(inner.len()))?;
    let (base, tag) = key.trim().split_at_checked(key.trim().find('/').unwrap_or(key.trim().len()))?;
    let base: String = base.split_whitespace().collect();
    let key = format!("{base}{tag}");
    let is_key = !tag.contains(char::is_whitespace) && catalog.condition_key(&key).is_some();
    is_key.then(|| format!("${{{key}{rest}}}"))
}
