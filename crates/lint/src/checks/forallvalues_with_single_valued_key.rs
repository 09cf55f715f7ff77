//! `ForAllValues` on a key that has one value.

use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};
use policy::{Safety, Severity};

use crate::condition_keys::KeyFacts;
use crate::constraint::may_demand_presence;
use crate::operators::{replace, without_set};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "forallvalues-with-single-valued-key",
    aliases: &["FORALLVALUES_WITH_SINGLE_VALUED_KEY"],
    summary: "`ForAllValues` on a key that has one value",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
`ForAllValues` also holds where the request has no such key. On a key with one value it does nothing else, so that a condition meant to demand a value lets everybody pass who sends none. A `Null` of `false` on the same key shuts that door, and the check is silent.
",
    fix: r"
Leave the prefix out.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAllValues:StringEquals` also holds where `aws:PrincipalOrgID` is absent
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env", "team"] }, "Null": { "aws:TagKeys": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAllValues:StringEquals": { "aws:PrincipalTag/team": "red" }, "Null": { "aws:PrincipalTag/team": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let is_all = operator.value.set == Some(SetPrefix::ForAllValues);
    if !is_all || operator.value.name.is_none_or(|name| name == OperatorName::Null) {
        return;
    }
    let key = &entry.key.value;
    let is_single = KeyFacts::of(cx.catalog, key).is_some_and(KeyFacts::is_single);
    if !is_single || may_demand_presence(statement, &key.text, &cx.budget) {
        return;
    }
    let plain = without_set(&operator.value);
    let finding = cx
        .report(operator.span, format!("`{}` also holds where `{}` is absent", operator.value.text, key.text))
        .label(entry.key.span, "this key has one value")
        .help(format!("use `{plain}`"));
    if let Some(fix) = replace(statement, operator, &plain, Safety::Unsafe) {
        finding.fix(fix);
    }
}
