//! A policy variable under an operator that compares no texts.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::variables::{holds_variable, takes_variables};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-variable-for-operator",
    aliases: &["INVALID_VARIABLE_FOR_OPERATOR"],
    summary: "a policy variable is compared as a number, date, address or the like",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Only the `String…` and `Arn…` operators replace policy variables. Under `Numeric…`, `Date…`, `Bool`, `BinaryEquals`, `IpAddress` and `Null` the value must be written out; AWS refuses the policy.
",
    fix: r"
Write the value itself, or compare with a `String…` operator where the texts are equal if the values are.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": { "NumericEquals": { "s3:max-keys": "${aws:PrincipalTag/max}" } }
                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^ `NumericEquals` takes no policy variables
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "NotIpAddressIfExists": { "aws:SourceIp": ["192.0.2.0/24", "${aws:VpcSourceIp}"] } }
                                                                            ^^^^^^^^^^^^^^^^^^^^ `NotIpAddressIfExists` takes no policy variables
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": {
    "StringEquals": { "s3:prefix": ["", "home/${aws:username}/"] },
    "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:user/${aws:username}" },
    "NumericLessThan": { "s3:max-keys": "10" }
  }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if takes_variables(&operator.value) {
        return;
    }
    for value in entry.values.iter().filter(|value| holds_variable(&value.value.text())) {
        cx.report(value.span, format!("`{}` takes no policy variables", operator.value.text))
            .label(operator.span, "this operator compares no texts");
    }
}
