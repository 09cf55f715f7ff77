//! Actions of one kind on each other's resources.

use catalog::Catalog;
use draft::{Draft, Generalise, Options, Widening, draft};
use trail::Principal;

use crate::{ROLE, event, usage};

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail";
const ROLES: &str = "arn:aws:iam::111122223333:role";

fn drafted(calls: &[(&str, &str, String)], generalise: Generalise) -> Draft {
    let events: Vec<_> = calls
        .iter()
        .enumerate()
        .map(|(id, (source, name, arn))| event(id, source, name, &[arn.as_str()]))
        .collect();
    let options = Options { generalise, ..Options::default() };
    draft(&usage(&events), &Principal::new(ROLE), &options, Catalog::embedded())
}

/// How many resources the action has, and of these how many only others were used on.
fn counts(draft: &Draft, action: &str) -> (usize, usize) {
    let grant = draft.grants.iter().find(|grant| grant.action == action).unwrap();
    let shared = grant.widened.iter().map(|why| if let Widening::Shared(own) = why { own.len() } else { 0 });
    (grant.resources.len(), shared.sum())
}

fn trails() -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("cloudtrail", "StartLogging", format!("{TRAIL}/a")),
        ("cloudtrail", "UpdateTrail", format!("{TRAIL}/b")),
        ("cloudtrail", "GetTrailStatus", format!("{TRAIL}/c")),
        ("cloudtrail", "DeleteTrail", format!("{TRAIL}/d")),
    ]
}

#[test]
fn writes_share_with_writes_reads_see_all_and_nothing_more_is_destroyed() {
    let draft = drafted(&trails(), Generalise::default());
    assert_eq!(counts(&draft, "cloudtrail:StartLogging"), (2, 1));
    assert_eq!(counts(&draft, "cloudtrail:UpdateTrail"), (2, 1));
    assert_eq!(counts(&draft, "cloudtrail:GetTrailStatus"), (4, 3));
    assert_eq!(counts(&draft, "cloudtrail:DeleteTrail"), (1, 0));
}

#[test]
fn nothing_is_shared_where_each_is_to_stand_by_itself() {
    let draft = drafted(&trails(), Generalise::NONE);
    assert!(draft.grants.iter().all(|grant| grant.resources.len() == 1 && grant.widened.is_empty()));
}

#[test]
fn neither_accounts_nor_regions_nor_types_are_crossed() {
    let calls = [
        ("cloudtrail", "StartLogging", format!("{TRAIL}/a")),
        ("cloudtrail", "UpdateTrail", "arn:aws:cloudtrail:us-east-1:111122223333:trail/b".to_owned()),
        ("cloudtrail", "StopLogging", "arn:aws:cloudtrail:eu-west-1:444455556666:trail/c".to_owned()),
        ("sqs", "CreateQueue", "arn:aws:sqs:eu-west-1:111122223333:a".to_owned()),
        ("sns", "CreateTopic", "arn:aws:sns:eu-west-1:111122223333:a".to_owned()),
    ];
    let draft = drafted(&calls, Generalise::default());
    assert!(draft.grants.iter().all(|grant| grant.resources.len() == 1), "{:?}", draft.grants);
}

#[test]
fn instances_are_launched_with_their_volumes() {
    let call =
        ("ec2", "RunInstances", "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a1b2c3d".to_owned());
    let draft = drafted(&[call], Generalise::default());
    let grant = draft.grants.iter().find(|grant| grant.action == "ec2:RunInstances").unwrap();
    assert!(
        grant.resources.contains(&"arn:aws:ec2:eu-west-1:111122223333:volume/*".to_owned()),
        "{:?}",
        grant.resources
    );
    assert!(grant.widened.contains(&Widening::TypeNotLogged("volume".to_owned())));
}

#[test]
fn what_manages_permissions_or_is_sensitive_keeps_to_what_it_was_used_on() {
    let calls = [
        ("iam", "CreateRole", format!("{ROLES}/a")),
        ("iam", "CreateRole", format!("{ROLES}/b")),
        ("iam", "AttachRolePolicy", format!("{ROLES}/a")),
        ("iam", "PutRolePolicy", format!("{ROLES}/b")),
        (
            "secretsmanager",
            "GetSecretValue",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf".to_owned(),
        ),
        (
            "secretsmanager",
            "DescribeSecret",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-AbCdEf".to_owned(),
        ),
        (
            "kms",
            "Decrypt",
            "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-4222-8333-444455556666".to_owned(),
        ),
        (
            "kms",
            "Encrypt",
            "arn:aws:kms:eu-west-1:111122223333:key/1a1b2c3d-1111-4222-8333-444455556666".to_owned(),
        ),
    ];
    let draft = drafted(&calls, Generalise::default());
    for action in
        ["iam:AttachRolePolicy", "iam:PutRolePolicy", "secretsmanager:GetSecretValue", "kms:Decrypt"]
    {
        assert_eq!(counts(&draft, action), (1, 0), "{action}");
    }
}
