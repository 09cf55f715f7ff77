//! Conditions in words.

use policy::tree::PolicyKind;

use super::read::said;

#[test]
fn conditions_say_what_holds_and_what_a_missing_key_does() {
    let ip = "the caller's IP address (`aws:SourceIp`)";
    let org = "the caller's organization (`aws:PrincipalOrgID`)";
    let mfa = "(`aws:MultiFactorAuthPresent`)";
    let keys = "the tag keys in the request (`aws:TagKeys`)";
    let cases = [
        (r#""StringEquals":{"aws:PrincipalOrgID":"o-1"}"#, format!("{org} is `o-1`")),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":["o-1","o-2","o-3"]}"#,
            format!("{org} is `o-1`, `o-2` or `o-3`"),
        ),
        (r#""StringNotEquals":{"aws:PrincipalOrgID":"o-1"}"#, format!("{org} is not `o-1` (or is absent)")),
        (
            r#""StringNotEquals":{"aws:PrincipalOrgID":["o-1","o-2"]}"#,
            format!("{org} is neither `o-1` nor `o-2` (or is absent)"),
        ),
        (
            r#""StringNotEqualsIfExists":{"aws:PrincipalOrgID":["o-1","o-2","o-3"]}"#,
            format!("{org} is none of `o-1`, `o-2` and `o-3` (or is absent)"),
        ),
        (r#""StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}"#, format!("{org} is `o-1` (or is absent)")),
        (r#""StringEqualsIgnoreCase":{"ec2:Vpc":"x"}"#, "`ec2:Vpc` is `x` in any letter case".to_owned()),
        (
            r#""StringLike":{"aws:PrincipalTag/team":"red*"}"#,
            "the caller's tag `team` matches `red*`".to_owned(),
        ),
        (r#""StringLike":{"aws:PrincipalTag/team":"red"}"#, "the caller's tag `team` is `red`".to_owned()),
        (
            r#""StringNotLike":{"s3:prefix":"home/*"}"#,
            "the prefix of the keys that are listed (`s3:prefix`) does not match `home/*` (or is absent)"
                .to_owned(),
        ),
        // In every request, so it is never absent.
        (
            r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#,
            "the caller's account (`aws:PrincipalAccount`) is not `111122223333`".to_owned(),
        ),
        (
            r#""StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}"#,
            "the account that owns the resource (`aws:ResourceAccount`) is the caller's account".to_owned(),
        ),
        (r#""NumericLessThanEquals":{"s3:max-keys":10}"#, "`s3:max-keys` is at most 10".to_owned()),
        (
            r#""NumericGreaterThan":{"aws:MultiFactorAuthAge":"3600"}"#,
            "the age of the caller's MFA sign-in in seconds (`aws:MultiFactorAuthAge`) is greater than 3600"
                .to_owned(),
        ),
        (
            r#""DateLessThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"}"#,
            "the time of the request (`aws:CurrentTime`) is before `2027-01-01T00:00:00Z`".to_owned(),
        ),
        (
            r#""IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.0.2.1"]}"#,
            format!("{ip} is in `10.0.0.0/8` or `192.0.2.1`"),
        ),
        (
            r#""NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","198.51.100.0/24"]}"#,
            format!("{ip} is in neither `192.0.2.0/24` nor `198.51.100.0/24` (or is absent)"),
        ),
        (
            r#""NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}"#,
            format!("{ip} is not in `192.0.2.0/24` (or is absent)"),
        ),
        (
            r#""ArnEquals":{"aws:SourceArn":"arn:aws:sns:*:*:t"}"#,
            "the ARN of the resource for which a service calls (`aws:SourceArn`) matches `arn:aws:sns:*:*:t`"
                .to_owned(),
        ),
        (
            r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/r"}"#,
            "the caller's ARN (`aws:PrincipalArn`) is not `arn:aws:iam::111122223333:role/r` (or is absent)"
                .to_owned(),
        ),
        (r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#, format!("the caller signed in with MFA {mfa}")),
        (
            r#""BoolIfExists":{"aws:MultiFactorAuthPresent":false}"#,
            format!("the caller signed in without MFA {mfa} (or it is absent)"),
        ),
        (
            r#""Bool":{"aws:SecureTransport":"false"}"#,
            "the request does not use TLS (`aws:SecureTransport`)".to_owned(),
        ),
        (r#""Bool":{"kms:GrantIsForAWSResource":"true"}"#, "`kms:GrantIsForAWSResource` is true".to_owned()),
        (r#""BinaryEquals":{"a:b":"QmluYXJ5"}"#, "`a:b` is, in Base64, `QmluYXJ5`".to_owned()),
        (
            r#""Null":{"aws:SourceVpce":"true"}"#,
            "the VPC endpoint that the request comes through (`aws:SourceVpce`) is absent".to_owned(),
        ),
        (
            r#""Null":{"aws:SourceVpce":false}"#,
            "the VPC endpoint that the request comes through (`aws:SourceVpce`) is present".to_owned(),
        ),
        (
            r#""ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}"#,
            format!("every value of {keys} is `a` or `b` (or there is none)"),
        ),
        (
            r#""ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}"#,
            format!("at least one value of {keys} is `a` or `b`"),
        ),
        (
            r#""ForAnyValue:StringNotEquals":{"aws:TagKeys":["a","b"]}"#,
            format!("at least one value of {keys} is neither `a` nor `b`"),
        ),
        (
            r#""ForAnyValue:StringLikeIfExists":{"aws:TagKeys":"a*"}"#,
            format!("at least one value of {keys} matches `a*` (or there is none)"),
        ),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":"o-1"},"IpAddress":{"aws:SourceIp":"192.0.2.1"}"#,
            format!("{org} is `o-1` and {ip} is in `192.0.2.1`"),
        ),
        (
            r#""StringEquals":{"aws:PrincipalOrgID":[]}"#,
            format!("{org} passes `StringEquals` with no value to compare"),
        ),
    ];
    for (condition, expected) in cases {
        let told = said(
            &format!(
                r#""Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{{{condition}}}"#
            ),
            PolicyKind::Identity,
        );
        assert_eq!(
            told,
            format!("The caller may perform `s3:ListBucket` on any resource, if {expected}."),
            "{condition}"
        );
    }
}
