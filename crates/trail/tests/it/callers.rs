//! Who called: the spelling of every sort of identity.

use serde_json::{Value, json};
use trail::{Principal, PrincipalKind as Kind};

use crate::logs::{delivered, event, run_one};

fn caller(changes: Value) -> (String, Option<String>) {
    let analysis = run_one(delivered(&[event("1", changes)]));
    let (principal, uses) = analysis.usage.principals().next().unwrap();
    let (key, _) = uses.iter().next().unwrap();
    (principal.name().to_owned(), key.via.as_deref().map(ToOwned::to_owned))
}

#[test]
fn every_identity_has_one_spelling() {
    let session = "arn:aws:sts::111122223333:assumed-role/web/s";
    let cases = [
        // The role of a session, with its path.
        (
            json!({ "type": "AssumedRole", "arn": session,
                    "sessionContext": { "sessionIssuer": { "arn": "arn:aws:iam::111122223333:role/app/web" } } }),
            "arn:aws:iam::111122223333:role/app/web",
        ),
        // Without an issuer the path is not known.
        (json!({ "type": "AssumedRole", "arn": session }), "arn:aws:iam::111122223333:role/web"),
        (
            json!({ "type": "AssumedRole", "arn": session, "sessionContext": [] }),
            "arn:aws:iam::111122223333:role/web",
        ),
        (
            json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/team/ann", "userName": "ann" }),
            "arn:aws:iam::111122223333:user/team/ann",
        ),
        (
            json!({ "type": "IAMUser", "accountId": "111122223333", "userName": "ann" }),
            "arn:aws:iam::111122223333:user/ann",
        ),
        (
            json!({ "type": "Root", "arn": "arn:aws:iam::111122223333:root" }),
            "arn:aws:iam::111122223333:root",
        ),
        (json!({ "type": "Root", "accountId": "111122223333" }), "arn:aws:iam::111122223333:root"),
        // A number has lost the zeros in front.
        (json!({ "type": "Root", "accountId": 1_122_223_333 }), "arn:aws:iam::001122223333:root"),
        // The user who asked for the federated session is not its caller.
        (
            json!({ "type": "FederatedUser", "arn": "arn:aws:sts::111122223333:federated-user/bob",
                    "sessionContext": { "sessionIssuer": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann" } } }),
            "arn:aws:sts::111122223333:federated-user/bob",
        ),
        (
            json!({ "type": "AWSAccount", "accountId": "444455556666", "principalId": "AROA:x" }),
            "arn:aws:iam::444455556666:root",
        ),
        (json!({ "type": "AWSAccount", "accountId": "ANONYMOUS_PRINCIPAL" }), "anonymous"),
        (json!({ "type": "AWSService", "invokedBy": "ec2.amazonaws.com" }), "ec2.amazonaws.com"),
        (
            json!({ "type": "IdentityCenterUser", "accountId": "111122223333", "onBehalfOf": { "userId": "u-1" } }),
            "arn:aws:identitystore:::user/u-1",
        ),
        // Without a type: the best of what is said.
        (json!({ "accountId": "111122223333", "invokedBy": "rds.amazonaws.com" }), "rds.amazonaws.com"),
        (json!({ "accountId": "111122223333" }), "arn:aws:iam::111122223333:root"),
        (json!({ "type": "NewKind", "arn": session }), "arn:aws:iam::111122223333:role/web"),
        (json!({}), "anonymous"),
        (json!("text"), "anonymous"),
        (json!(["list"]), "anonymous"),
    ];
    for (identity, expected) in cases {
        assert_eq!(caller(json!({ "userIdentity": identity })).0, expected, "{identity}");
    }
    assert_eq!(caller(json!({ "userIdentity": null })).0, "anonymous");
}

#[test]
fn partitions_follow_the_region_where_no_arn_says_it() {
    for (region, expected) in [
        ("cn-north-1", "arn:aws-cn:iam::444455556666:root"),
        ("us-gov-west-1", "arn:aws-us-gov:iam::444455556666:root"),
        ("us-isob-east-1", "arn:aws-iso-b:iam::444455556666:root"),
        ("eusc-de-east-1", "arn:aws-eusc:iam::444455556666:root"),
    ] {
        let identity = json!({ "type": "AWSAccount", "accountId": "444455556666" });
        assert_eq!(caller(json!({ "userIdentity": identity, "awsRegion": region })).0, expected);
    }
}

#[test]
fn a_service_without_a_name_is_known_by_its_address() {
    let identity = json!({ "type": "AWSService", "invokedBy": "AWS Internal" });
    assert_eq!(
        caller(json!({ "userIdentity": identity, "sourceIPAddress": "config.amazonaws.com" })).0,
        "config.amazonaws.com"
    );
    assert_eq!(caller(json!({ "userIdentity": identity })).0, "AWS Internal");
}

#[test]
fn whoever_comes_with_a_token_is_the_role_it_asks_for() {
    let role = "arn:aws:iam::111122223333:role/deploy";
    let provider = "arn:aws:iam::111122223333:oidc-provider/token.example.com";
    let identity = json!({ "type": "WebIdentityUser", "userName": "repo", "identityProvider": provider });
    let event = |parameters: Value| {
        json!({ "userIdentity": identity, "eventSource": "sts.amazonaws.com",
                "eventName": "AssumeRoleWithWebIdentity", "requestParameters": parameters })
    };
    assert_eq!(caller(event(json!({ "roleArn": role, "roleSessionName": "s" }))).0, role);
    assert_eq!(caller(event(json!({}))).0, provider);
    let saml = json!({ "type": "SAMLUser", "userName": "ann", "identityProvider": "hash=" });
    let parameters = json!({ "principalArn": "arn:aws:iam::111122223333:saml-provider/corp" });
    assert_eq!(
        caller(json!({ "userIdentity": saml, "requestParameters": parameters })).0,
        "arn:aws:iam::111122223333:saml-provider/corp"
    );
    assert_eq!(caller(json!({ "userIdentity": saml })).0, "hash=");
}

#[test]
fn forward_access_is_a_fact_of_the_use_and_not_another_caller() {
    let user = json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann", "invokedBy": "athena.amazonaws.com" });
    let (principal, via) = caller(json!({ "userIdentity": user }));
    assert_eq!(principal, "arn:aws:iam::111122223333:user/ann");
    assert_eq!(via.as_deref(), Some("athena.amazonaws.com"));
    let by_address = json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann" });
    let (_, via) = caller(json!({ "userIdentity": by_address, "sourceIPAddress": "athena.amazonaws.com" }));
    assert_eq!(via.as_deref(), Some("athena.amazonaws.com"));
    let internal = json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann", "invokedBy": "AWS Internal" });
    let decrypt = json!({ "userIdentity": internal, "eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "requestParameters":
        { "encryptionContext": { "PARAMETER_ARN": "arn:aws:ssm:eu-west-1:111122223333:parameter/p" } } });
    assert_eq!(caller(decrypt).1.as_deref(), Some("ssm.amazonaws.com"));
    let grant = json!({ "userIdentity": internal, "eventSource": "kms.amazonaws.com", "eventName": "CreateGrant", "requestParameters":
        { "constraints": { "encryptionContextSubset": { "aws:ebs:id": "vol-1" } } } });
    assert_eq!(caller(grant).1.as_deref(), Some("ec2.amazonaws.com"));
    assert_eq!(caller(json!({ "userIdentity": internal })).1.as_deref(), Some("AWS Internal"));
    let service = json!({ "type": "AWSService", "invokedBy": "athena.amazonaws.com" });
    assert_eq!(caller(json!({ "userIdentity": service })), ("athena.amazonaws.com".into(), None));
    let untyped = json!({ "accountId": "111122223333", "invokedBy": "athena.amazonaws.com" });
    assert_eq!(caller(json!({ "userIdentity": untyped })), ("athena.amazonaws.com".into(), None));
}

#[test]
fn direct_and_forwarded_calls_are_kept_apart_by_action_and_together_by_event() {
    let user = |by: Value| json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann", "invokedBy": by });
    let events = [
        event("1", json!({ "userIdentity": user(json!(null)) })),
        event("2", json!({ "userIdentity": user(json!("lambda.amazonaws.com")) })),
    ];
    let usage = run_one(delivered(&events)).usage;
    assert_eq!(usage.rows().iter().map(|row| row.count).collect::<Vec<_>>(), [2]);
    let ways: Vec<_> = usage.by_action().iter().map(|action| (action.via, action.count)).collect();
    assert_eq!(ways, [(None, 1), (Some("lambda.amazonaws.com"), 1)]);
}

#[test]
fn kind_and_permission_set_follow_from_the_spelling() {
    let reserved = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Power_User_0123456789abcdef";
    for (name, kind, set) in [
        (reserved, Kind::Role, Some("Power_User")),
        ("arn:aws:iam::111122223333:role/AWSReservedSSO_Fake_0123456789abcdef", Kind::Role, None),
        ("arn:aws:iam::111122223333:user/ann", Kind::User, None),
        ("arn:aws:iam::111122223333:root", Kind::Account, None),
        ("arn:aws:sts::111122223333:federated-user/bob", Kind::FederatedUser, None),
        ("arn:aws:identitystore:::user/u-1", Kind::IdentityCenterUser, None),
        ("arn:aws:iam::111122223333:saml-provider/corp", Kind::Federated, None),
        ("accounts.google.com", Kind::Federated, None),
        ("ec2.amazonaws.com", Kind::Service, None),
        ("AWS Internal", Kind::Service, None),
        ("anonymous", Kind::Anonymous, None),
    ] {
        let principal = Principal::new(name);
        assert_eq!((principal.kind(), principal.permission_set()), (kind, set), "{name}");
    }
}
