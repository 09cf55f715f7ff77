//! Lets another account assume a role.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, EXTERNAL_ID, PARTITION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "cross-account-assume-role",
    summary: "lets another account, such as a vendor's, assume the role if it gives the external id",
    kind: PolicyKind::Trust,
    parameters: &[
        Parameter {
            name: "trusted_account_id",
            meaning: "the account that may assume the role",
            example: "444455556666",
            ..ACCOUNT_ID
        },
        EXTERNAL_ID,
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeFromOtherAccount",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:{{partition}}:iam::{{trusted_account_id}}:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "{{external_id}}" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is a role's trust policy; what the role may do stands in its other policies"),
        Note::Always("the other account decides which of its principals may assume the role"),
        Note::Always(
            "the external id keeps a vendor from being talked into using the role for somebody else; it is no password, and MFA is not asked for",
        ),
    ],
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"],
    examples: &[Example {
        values: &[("trusted_account_id", "444455556666"), ("external_id", "acme-7f3c9a52")],
        allowed: &[Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/vendor")
            .by("arn:aws:iam::444455556666:role/collector")
            .with(&[("sts:ExternalId", "acme-7f3c9a52")])],
        denied: &[
            Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/vendor")
                .by("arn:aws:iam::444455556666:role/collector"),
            Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/vendor")
                .by("arn:aws:iam::777788889999:role/collector")
                .with(&[("sts:ExternalId", "acme-7f3c9a52")]),
        ],
    }],
};
