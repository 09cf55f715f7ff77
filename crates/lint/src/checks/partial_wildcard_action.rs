//! A pattern that stands for reading and for changing.

use catalog::{Action, Level};
use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "partial-wildcard-action",
    aliases: &[],
    summary: "an action pattern stands for actions that read and for others that change",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
`s3:*Object` was perhaps meant to read; it also deletes. A pattern whose actions all read, or all write, says what it is for. One that takes in both leaves it open, and AWS may add to either.

Patterns for a whole service are reported by another check.
",
    fix: r"
Write one pattern for what is read and name the actions that change something.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["s3:*Object", "sqs:SendMessage"], "Resource": "arn:aws:s3:::acme-logs/*" }
                                ^^^^^^^^^^^^ `s3:*Object` stands for `s3:GetObject`, and for `s3:DeleteObject`
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:Get*", "s3:Put*", "ec2:Describe*"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:*Object", "Resource": "*" }
"#,
    ],
    run: Run::Action(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, entry: &Spanned<ActionPattern>) {
    let is_pattern = entry.value.as_str().contains(['*', '?']) && !reach::is_whole_service(&entry.value);
    if cx.kind != PolicyKind::Identity || !statement.allows() || statement.action.is_none() || !is_pattern {
        return;
    }
    if !cx.may_judge() {
        return;
    }
    let (mut reading, mut changing) = (None, None);
    for action in cx.facts.meaning(&entry.value).actions(cx.catalog) {
        let first = if is_reading(action) { &mut reading } else { &mut changing };
        first.get_or_insert(action);
        if reading.is_some() && changing.is_some() {
            break;
        }
    }
    if let (Some(reading), Some(changing)) = (reading, changing) {
        let [reads, changes] = [reading, changing].map(Action::full_name);
        cx.report(entry.span, format!("`{}` stands for `{reads}`, and for `{changes}`", entry.value));
    }
}

fn is_reading(action: Action<'_>) -> bool {
    matches!(action.level(), Level::Read | Level::List)
}
