//! Lets one person take a role in an emergency.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, PARTITION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "break-glass",
    summary: "lets one user take the role in an emergency: with fresh MFA, and until a given moment",
    kind: PolicyKind::Trust,
    parameters: &[
        Parameter { meaning: "the account of the user", ..ACCOUNT_ID },
        Parameter {
            name: "user_name",
            meaning: "the user, with the path if there is one",
            pattern: "(?:[A-Za-z0-9_+=,.@-]{1,64}/){0,8}[A-Za-z0-9_+=,.@-]{1,64}",
            form: "the name of a user: up to 64 letters, digits and characters of `_+=,.@-`",
            need: Need::Required,
            example: "ana",
            listed: Listed::No,
        },
        Parameter {
            name: "expires",
            meaning: "the moment from which on the role cannot be taken, in UTC",
            pattern: "20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
            form: "a moment in UTC as `YYYY-MM-DDThh:mm:ssZ`",
            need: Need::Required,
            example: "2027-01-31T00:00:00Z",
            listed: Listed::No,
        },
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeInEmergency",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:{{partition}}:iam::{{account_id}}:user/{{user_name}}" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "Bool": { "aws:MultiFactorAuthPresent": "true" },
        "NumericLessThan": { "aws:MultiFactorAuthAge": "900" },
        "DateLessThan": { "aws:CurrentTime": "{{expires}}" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("the user must exist; if it is deleted and made again, the policy must be put again"),
        Note::Always("it is a role's trust policy; what may be done in an emergency stands in the role's other policies"),
        Note::Always("the user must have given a code of an MFA device less than 15 minutes before; long-term access keys alone do not suffice"),
        Note::Always("a session that has begun goes on after the moment, for as long as the role's maximum session duration lets it"),
        Note::Always("an alarm on `AssumeRole` of the role is not part of it"),
    ],
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    ],
    examples: &[
        Example {
            values: &[
                ("account_id", "111122223333"),
                ("user_name", "ana"),
                ("expires", "2027-01-31T00:00:00Z"),
            ],
            allowed: &[
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/emergency")
                    .by("arn:aws:iam::111122223333:user/ana")
                    .with(&[
                        ("aws:MultiFactorAuthPresent", "true"),
                        ("aws:MultiFactorAuthAge", "60"),
                        ("aws:CurrentTime", "2026-11-22T10:00:00Z"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/emergency")
                    .by("arn:aws:iam::111122223333:user/ana")
                    .with(&[("aws:CurrentTime", "2026-11-22T10:00:00Z")]),
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/emergency")
                    .by("arn:aws:iam::111122223333:user/ana")
                    .with(&[
                        ("aws:MultiFactorAuthPresent", "true"),
                        ("aws:MultiFactorAuthAge", "3600"),
                        ("aws:CurrentTime", "2026-11-22T10:00:00Z"),
                    ]),
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/emergency")
                    .by("arn:aws:iam::111122223333:user/ana")
                    .with(&[
                        ("aws:MultiFactorAuthPresent", "true"),
                        ("aws:MultiFactorAuthAge", "60"),
                        ("aws:CurrentTime", "2027-02-01T10:00:00Z"),
                    ]),
            ],
        },
    ],
};
