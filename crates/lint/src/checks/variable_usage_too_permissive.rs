//! A policy variable where one owner or network should be named.

use policy::tree::{ConditionEntry, Operator, Spanned, Statement, Template};
use policy::{Piece, Severity};

use crate::variables::takes_variables;
use crate::{Category, Check, Cx, Run, permissive};

pub(super) const CHECK: Check = Check {
    id: "variable-usage-too-permissive",
    aliases: &["VARIABLE_USAGE_TOO_PERMISSIVE"],
    summary: "a policy variable stands in the value of a key that names one owner or network",
    category: Category::Exposure,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
If the account, organization, VPC or endpoint is read from the request, whoever sets that part of the request chooses whom the condition lets in; tags are the common case.
Keys that AWS itself fills with such ids may be compared with each other, as in `"aws:ResourceOrgID": "${aws:PrincipalOrgID}"`.
In `aws:userid` a variable may stand right of the colon, or alone left of it.
"#,
    fix: r"
Write the ids in full.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-variable-usage-too-permissive",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringEquals": { "aws:SourceVpc": "${aws:PrincipalTag/vpc}" } }
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ `${aws:PrincipalTag/vpc}` leaves open which `aws:SourceVpc` is meant
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLike": { "aws:userid": ["AIDA${aws:PrincipalTag/id}", "${aws:PrincipalTag/id}:*"] } }
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `AIDA${aws:PrincipalTag/id}` leaves open which `aws:userid` is meant
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLike": { "aws:userid": "AROAEXAMPLEROLEID1234:${aws:PrincipalTag/name}" }, "StringEquals": { "aws:RequestTag/vpc": "${aws:SourceVpc}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if !cx.policy.variables_active() || !takes_variables(&operator.value) {
        return;
    }
    for value in permissive::too_open(entry, |piece| *piece == Piece::Variable) {
        let text = value.value.text();
        // Of what is no variable after all, other checks speak.
        let template = Template::parse(&text);
        if !template.faults.is_empty() || template.keys().all(permissive::is_exact_key) {
            continue;
        }
        let key = &entry.key.value.text;
        cx.report(value.span, format!("`{text}` leaves open which `{key}` is meant"))
            .help("write the id in full");
    }
}
