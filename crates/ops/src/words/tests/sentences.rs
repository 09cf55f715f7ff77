//! Who may do what on what.

use catalog::Catalog;
use catalog::Level::{List, PermissionsManagement, Read, Tagging, Write};
use policy::tree::{PolicyKind, lower};
use policy::{ActionPattern, Document, Limits};

use super::read::said;
use crate::words::{Reading, tell};

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
