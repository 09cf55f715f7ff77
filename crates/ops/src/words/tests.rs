//! Statements and what they say, written from the IAM User Guide's rules.

use catalog::Catalog;
use catalog::Level::{List, PermissionsManagement, Read, Tagging, Write};
use policy::tree::{PolicyKind, lower};
use policy::{ActionPattern, Document, Limits};

use super::{Reach, Reading, summary, tell};

fn policy(statements: &str) -> policy::tree::Policy {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    lower(&Document::read("p.json", text.as_bytes(), None, &Limits::default()).root)
}

/// What a policy of one statement says.
fn said(elements: &str, kind: PolicyKind) -> String {
    let policy = policy(&format!("{{{elements}}}"));
    let catalog = Catalog::embedded();
    tell(&policy.statements[0], &Reading::of(&policy, kind, catalog)).sentence
}

fn says(cases: &[(&str, &str)], kind: PolicyKind) {
    for (elements, sentence) in cases {
        assert_eq!(said(elements, kind), *sentence, "{elements}");
    }
}

fn count(pattern: &str) -> usize {
    Catalog::embedded()
        .actions()
        .filter(|action| ActionPattern::parse(pattern).matches(&action.full_name()))
        .count()
}

#[test]
fn who_may_or_may_not_do_what() {
    says(
        &[
            (
                r#""Effect":"Allow","Action":"s3:getobject","Resource":"*""#,
                "The caller may perform `s3:GetObject` on any resource.",
            ),
            (
                r#""Effect":"Deny","Action":["s3:GetObject","S3:putobject"],"Resource":"arn:aws:s3:::b/*""#,
                "The caller may not perform `s3:GetObject` and `s3:PutObject` on `arn:aws:s3:::b/*`.",
            ),
            (
                r#""Effect":"Allow","Action":"s3:ListBucket","NotResource":"arn:aws:s3:::b""#,
                "The caller may perform `s3:ListBucket` on any resource but the bucket `arn:aws:s3:::b`.",
            ),
            (
                r#""Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::home/${aws:username}/*""#,
                "The caller may perform `s3:GetObject` on `arn:aws:s3:::home/${aws:username}/*` (`${aws:username}` is the caller's user name).",
            ),
            (
                r#""Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b""#,
                "The caller may perform `s3:GetObject` on the bucket `arn:aws:s3:::b`. AWS lists no such resource for this action, so it may have no effect.",
            ),
        ],
        PolicyKind::Identity,
    );
}

#[test]
fn principals_are_named_by_what_they_are() {
    let of = |effect: &str, element: &str| {
        let said = said(
            &format!(r#""Effect":"{effect}",{element},"Action":"sqs:SendMessage","Resource":"*""#),
            PolicyKind::Resource,
        );
        said.replace(" perform `sqs:SendMessage` on any resource.", "")
    };
    for (effect, element, expected) in [
        ("Allow", r#""Principal":"*""#, "Everyone may"),
        ("Deny", r#""Principal":{"AWS":"*"}"#, "Nobody may"),
        (
            "Allow",
            r#""Principal":{"AWS":"111122223333"}"#,
            "Account 111122223333 (whoever its own policies allow) may",
        ),
        (
            "Allow",
            r#""Principal":{"AWS":"arn:aws:iam::111122223333:root"}"#,
            "Account 111122223333 (whoever its own policies allow) may",
        ),
        (
            "Deny",
            r#""Principal":{"AWS":"arn:aws:iam::111122223333:user/team/ana"}"#,
            "The user `team/ana` of account 111122223333 may not",
        ),
        (
            "Allow",
            r#""Principal":{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"}"#,
            "The session `s` of the role `r` of account 111122223333 may",
        ),
        (
            "Allow",
            r#""Principal":{"Service":["sns.amazonaws.com","events.amazonaws.com"]}"#,
            "The service `sns.amazonaws.com` and the service `events.amazonaws.com` may",
        ),
        ("Allow", r#""Principal":{"Service":"*"}"#, "Every AWS service may"),
        ("Allow", r#""Principal":{"Federated":"accounts.google.com"}"#, "Users of `accounts.google.com` may"),
        (
            "Deny",
            r#""NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/r"}"#,
            "Nobody but the role `r` of account 111122223333 may",
        ),
    ] {
        assert_eq!(of(effect, element), expected, "{element}");
    }
}

#[test]
fn the_kind_of_policy_says_who_is_meant_and_on_what() {
    let assume = r#""Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole""#;
    says(
        &[(
            assume,
            "The service `ec2.amazonaws.com` may perform `sts:AssumeRole` on the role that has this policy.",
        )],
        PolicyKind::Trust,
    );
    says(
        &[(
            r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}"#,
            &format!(
                "The caller may not do anything on any resource, if the Region that is called (`aws:RequestedRegion`) is not `eu-west-1`.{}",
                all("denies", "*", "")
            ),
        )],
        PolicyKind::Scp,
    );
}

/// The sentence with the figures of a pattern, or of all but one.
fn all(does: &str, pattern: &str, but: &str) -> String {
    let catalog = Catalog::embedded();
    let (pattern, but) = (ActionPattern::parse(pattern), ActionPattern::parse(but));
    let meant: Vec<_> = catalog
        .actions()
        .filter(|action| pattern.matches(&action.full_name()) && !but.matches(&action.full_name()))
        .collect();
    let services: std::collections::BTreeSet<_> =
        meant.iter().map(|action| action.service().prefix()).collect();
    let of = |level| meant.iter().filter(|action| action.level() == level).count();
    let [list, read, write, permissions, tagging] =
        [List, Read, Write, PermissionsManagement, Tagging].map(of);
    format!(
        " That {does} {} actions of {} services in the catalogue of {} ({list} list, {read} read, {write} write, \
         {permissions} permissions management, {tagging} tagging), and whatever AWS adds later.",
        meant.len(),
        services.len(),
        catalog.date()
    )
}

#[test]
fn actions_are_counted_through_the_catalogue() {
    let iam = count("iam:*");
    let date = Catalog::embedded().date();
    let not_iam = |effect: &str, may: &str, does: &str| {
        let told =
            said(&format!(r#""Effect":"{effect}","NotAction":"iam:*","Resource":"*""#), PolicyKind::Identity);
        let title = "AWS Identity and Access Management (IAM)";
        assert_eq!(
            told,
            format!("{may} but all {iam} actions of {title} on any resource.{}", all(does, "*", "iam:*"))
        );
    };
    not_iam("Allow", "The caller may do everything", "allows");
    not_iam("Deny", "The caller may not do anything", "denies");
    let tags = count("sqs:*Tag*");
    let of = |action: &str| {
        let told =
            said(&format!(r#""Effect":"Allow","Action":{action},"Resource":"*""#), PolicyKind::Identity);
        told.replace("The caller may perform ", "").replace(" on any resource.", "")
    };
    assert!(
        of(r#""sqs:*Tag*""#).starts_with(&format!("the {tags} actions `sqs:*Tag*` of Amazon SQS (")),
        "{}",
        of(r#""sqs:*Tag*""#)
    );
    for (action, expected) in [
        (r#""sqs:SendM*""#, "`sqs:SendMessage` (the only one of `sqs:SendM*`)".to_owned()),
        (r#""s3:GetObjet""#, format!("`s3:GetObjet` (which is not in the catalogue of {date})")),
        (r#""s3:Zz*""#, format!("`s3:Zz*` (which fits no action in the catalogue of {date})")),
        (r#""s3""#, "`s3` (which names no action, as it has no colon between service and name)".to_owned()),
    ] {
        assert_eq!(of(action), expected);
    }
    let nine = [
        "GetObject",
        "PutObject",
        "DeleteObject",
        "ListBucket",
        "GetBucketPolicy",
        "GetBucketAcl",
        "GetObjectAcl",
        "GetObjectTagging",
        "PutObjectTagging",
    ];
    let nine = nine.map(|name| format!(r#""s3:{name}""#)).join(",");
    let told = said(&format!(r#""Effect":"Allow","Action":[{nine}],"Resource":"*""#), PolicyKind::Identity);
    assert_eq!(
        told,
        "The caller may perform 9 actions of Amazon S3 on any resource. 9 entries name them: 1 list, 5 read, 2 write, 1 tagging."
    );
}

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

#[test]
fn under_the_old_language_variables_are_text() {
    let text = r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}"}}"#;
    let policy = lower(&Document::read("p.json", text.as_bytes(), None, &Limits::default()).root);
    let reading = Reading::of(&policy, PolicyKind::Identity, Catalog::embedded());
    let told = tell(&policy.statements[0], &reading).sentence;
    assert_eq!(told, "The caller may perform `s3:GetObject` on `arn:aws:s3:::b/${aws:username}`.");
}

#[test]
fn what_aws_would_refuse_is_told_as_that() {
    let refused = |reason: &str| format!("AWS would refuse this statement: {reason}.");
    for (elements, kind, reason) in [
        (
            r#""Effect":"allow","Action":"*","Resource":"*""#,
            PolicyKind::Identity,
            "its `Effect` is neither `Allow` nor `Deny`",
        ),
        (
            r#""Effect":"Allow","Resource":"*""#,
            PolicyKind::Identity,
            "it has neither `Action` nor `NotAction`",
        ),
        (
            r#""Effect":"Allow","Action":"*""#,
            PolicyKind::Identity,
            "it has neither `Resource` nor `NotResource`",
        ),
        (
            r#""Effect":"Allow","Action":"*","NotAction":"iam:*","Resource":"*""#,
            PolicyKind::Identity,
            "it has both `Action` and `NotAction`",
        ),
        (
            r#""Effect":"Allow","Action":"*","Resource":"*""#,
            PolicyKind::Resource,
            "it has neither `Principal` nor `NotPrincipal`",
        ),
        (
            r#""Effect":"Allow","Action":"*","Resource":[{"Ref":"B"}]"#,
            PolicyKind::Identity,
            "`Resource` has an entry that is not a string",
        ),
        (r#""Effect":"Allow","Action":[],"Resource":"*""#, PolicyKind::Identity, "`Action` is empty"),
        (
            r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEqual":{"a:b":"c"}}"#,
            PolicyKind::Identity,
            "`StringEqual` is no condition operator",
        ),
    ] {
        assert_eq!(said(elements, kind), refused(reason), "{elements}");
    }
}

/// Actions that are allowed, taken out, and allowed but touched by a Deny.
fn reached(statements: &str, kind: PolicyKind) -> (Vec<String>, usize, usize) {
    let policy = policy(statements);
    let catalog = Catalog::embedded();
    let reading = Reading::of(&policy, kind, catalog);
    let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
    let reach = Reach::of(&told, catalog);
    let allowed = reach.allowed.actions(catalog).map(catalog::Action::full_name).collect();
    (allowed, reach.taken_out.len(), reach.restricted.len())
}

#[test]
fn a_deny_takes_out_what_it_denies_on_all_of_an_allows_resources() {
    let allow = r#"{"Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"arn:aws:sqs:*:*:q*"}"#;
    let deny = |rest: &str| format!(r#"{allow},{{"Effect":"Deny","Action":"sqs:Send*",{rest}}}"#);
    let both = ["sqs:ReceiveMessage", "sqs:SendMessage"];
    for (rest, allowed, taken_out, restricted) in [
        (r#""Resource":"*""#, &both[..1], 1, 0),
        (r#""Resource":"arn:aws:sqs:*:*:*""#, &both[..1], 1, 0),
        (r#""NotResource":"arn:aws:sqs:*:*:p*""#, &both[..1], 1, 0),
        (r#""NotResource":"arn:aws:sqs:*:*:q1""#, &both, 0, 1),
        (r#""Resource":"arn:aws:sqs:*:*:q1""#, &both, 0, 1),
        (r#""Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#, &both, 0, 1),
        (r#""Resource":"*","Condition":{}"#, &both[..1], 1, 0),
        // AWS would refuse it, so it denies nothing.
        (r#""Resource":"*","Condition":{"Boole":{"a:b":"c"}}"#, &both, 0, 0),
    ] {
        let (names, out, some) = reached(&deny(rest), PolicyKind::Identity);
        assert_eq!(
            (names, out, some),
            (allowed.iter().map(|name| (*name).to_owned()).collect(), taken_out, restricted),
            "{rest}"
        );
    }
}

#[test]
fn a_deny_for_others_takes_nothing_out() {
    let statement = |effect: &str, principal: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":{principal},"Action":"sqs:SendMessage","Resource":"*"}}"#
        )
    };
    let role = r#"{"AWS":"arn:aws:iam::111122223333:role/r"}"#;
    for (denied, allowed, left) in [
        (r#""*""#, role, 0),
        (role, role, 0),
        (role, r#""*""#, 1),
        // Whether everyone includes AWS's services is not documented.
        (r#""*""#, r#"{"Service":"sns.amazonaws.com"}"#, 1),
    ] {
        let statements = format!("{},{}", statement("Allow", allowed), statement("Deny", denied));
        assert_eq!(reached(&statements, PolicyKind::Resource).0.len(), left, "{denied} against {allowed}");
    }
}

#[test]
fn actions_apply_to_resources_of_their_types_only() {
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket","s3:ListAllMyBuckets"],"Resource":"arn:aws:s3:::b/*"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names, ["s3:GetObject"]);
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket","s3:ListAllMyBuckets"],"NotResource":"arn:aws:s3:::b"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names.len(), 3, "what is left out says nothing about what is left");
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::*"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names.len(), 1, "so AWS grants it in an example");
}

/// The statements of these are those of AWS's policies of like power: everything, and everything but three services.
#[test]
fn the_whole_is_counted_as_a_scan_counts_it() {
    let catalog = Catalog::embedded();
    let (names, ..) = reached(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, PolicyKind::Identity);
    assert_eq!(names.len(), catalog.actions().len());
    let (names, ..) = reached(
        r#"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},
           {"Effect":"Allow","Action":["iam:ListRoles","account:ListRegions","iam:Create*"],"Resource":"*"},
           {"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}"#,
        PolicyKind::Identity,
    );
    let scan = catalog.actions().map(catalog::Action::full_name).filter(|name| {
        let spared = ["iam:", "organizations:", "account:"].iter().any(|prefix| name.starts_with(prefix));
        let named = ["iam:ListRoles", "account:ListRegions"].contains(&name.as_str())
            || name.starts_with("iam:Create");
        (!spared || named) && name != "iam:CreateUser"
    });
    assert_eq!(names, scan.collect::<Vec<_>>());
}

#[test]
fn the_summary_tells_grants_denials_and_their_conditions_apart() {
    let summed = |statements: &str| {
        let policy = policy(statements);
        let catalog = Catalog::embedded();
        let reading = Reading::of(&policy, PolicyKind::Identity, catalog);
        let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
        summary(&Reach::of(&told, catalog), &told, catalog)
    };
    let statement = |effect: &str, action: &str, rest: &str| {
        format!(r#"{{"Effect":"{effect}","Action":"{action}","Resource":"*"{rest}}}"#)
    };
    let tls = r#","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#;
    for (statements, expected) in [
        (String::new(), "There is no statement. Allows nothing."),
        (statement("Allow", "sqs:SendMessage", ""), "Allows 1 action of Amazon SQS (1 write)."),
        (
            statement("Allow", "sqs:SendMessage", tls),
            "Allows 1 action of Amazon SQS (1 write), only under conditions.",
        ),
        (statement("Deny", "sqs:SendMessage", ""), "Allows nothing. Denies 1 action of Amazon SQS outright."),
        (
            [statement("Allow", "sqs:SendMessage", ""), statement("Deny", "sqs:SendMessage", "")].join(","),
            "Allows nothing. Denies 1 action of Amazon SQS outright, 1 of which an Allow names.",
        ),
        (
            [statement("Allow", "sqs:SendMessage", ""), statement("Deny", "sqs:SendMessage", tls)].join(","),
            "Allows 1 action of Amazon SQS (1 write). Denies 1 action of Amazon SQS, under conditions, on some resources or to some callers, 1 of which an Allow names.",
        ),
        (
            statement("allow", "sqs:SendMessage", ""),
            "Allows nothing. Not counted: 1 statement that AWS would refuse.",
        ),
    ] {
        assert_eq!(summed(&statements), expected, "{statements}");
    }
}
