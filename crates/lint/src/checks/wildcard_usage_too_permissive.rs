//! A wildcard where one owner or network should be named.

use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};
use policy::{Piece, Severity, Token};

use crate::{Category, Check, Cx, Run, permissive};

pub(super) const CHECK: Check = Check {
    id: "wildcard-usage-too-permissive",
    aliases: &["WILDCARD_USAGE_TOO_PERMISSIVE"],
    summary: "a wildcard stands where one owner or network should be named",
    category: Category::Exposure,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
Account, organization, VPC and endpoint ids are given out by AWS: whoever shares the first letters is a stranger. `"aws:PrincipalOrgID": "o-*"` lets every organization in.
In `aws:userid` what is left of the colon is the id of a user or role, of which the same is true; right of it stands the name of the session, where a wildcard is fine.
The subject of a token of GitHub Actions begins with `repo:` and the owner. A wildcard after fewer than six letters lets owners in who have nothing to do with the role.
"#,
    fix: r"
Write the ids in full.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-wildcard-usage-too-permissive",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLike": { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-*"] } }
                                                                        ^^^^^ `o-*` does not name one `aws:PrincipalOrgID`
}
"#,
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLike": { "aws:userid": ["AROA*:session", "AROAEXAMPLEROLEID1234:*", "*:session"] } }
                                                ^^^^^^^^^^^^^^^ `AROA*:session` does not name one `aws:userid`
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": ["repo:*", "repo:octo-org/*", "repo:octo-org@*/app@*"] } }
                                                                             ^^^^^^^^ `repo:*` has a wildcard after fewer than six letters
                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^ `repo:octo-org@*/app@*` has a wildcard after fewer than six letters
}
"#,
    ],
    clean: &[
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": ["repo:octo-org/octo-repo:*", "repo:octo-org@*/octo-repo@*"] } }
}
"#,
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "StringLike": { "aws:userid": "AROAEXAMPLEROLEID1234:*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "red-*" }, "StringEquals": { "aws:ResourceAccount": "111122223333" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if !operator.value.name.is_some_and(OperatorName::takes_wildcards) {
        return;
    }
    let is_wildcard = |piece: &Piece| matches!(piece, Piece::Token(Token::AnyRun | Token::AnyChar));
    for value in permissive::open_subjects(entry) {
        let text = value.value.text();
        cx.report(value.span, format!("`{text}` has a wildcard after fewer than six letters"))
            .help("name the owner and the repository");
    }
    for value in permissive::too_open(entry, is_wildcard) {
        let (text, key) = (value.value.text(), &entry.key.value.text);
        cx.report(value.span, format!("`{text}` does not name one `{key}`")).help("write the id in full");
    }
}
