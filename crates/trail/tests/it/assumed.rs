//! What requests for sessions of roles say of who asks: `assumed` of a use.

use serde_json::{Value, json};
use trail::Usage;
use trail::usage::Assumed;

use crate::logs::{ROLE, delivered, event, run_one};

const DEPLOY: &str = "arn:aws:iam::111122223333:role/deploy";
const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

fn asked(name: &str, changes: Value) -> Value {
    let mut all = json!({ "eventSource": "sts.amazonaws.com", "eventName": name, "resources": null });
    all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    event("", all)
}

fn usage(events: &[Value]) -> Usage {
    run_one(delivered(events)).usage
}

/// What is kept of the only use of a principal.
fn assumed(events: &[Value], principal: &str) -> Vec<Assumed> {
    let usage = usage(events);
    let mut uses = usage.uses(principal).unwrap().iter();
    let (_, use_) = uses.next().unwrap();
    assert!(uses.next().is_none());
    use_.assumed.iter().cloned().collect()
}

fn role(role: &str) -> Assumed {
    Assumed { role: role.into(), ..Assumed::default() }
}

/// Shapes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>
#[test]
fn a_request_says_more_than_its_role() {
    let events = [
        asked("AssumeRole", json!({ "requestParameters": { "roleArn": DEPLOY, "roleSessionName": "a" } })),
        asked(
            "AssumeRole",
            json!({ "requestParameters": { "roleArn": DEPLOY, "roleSessionName": "b", "durationSeconds": 900 } }),
        ),
        asked(
            "AssumeRole",
            json!({ "requestParameters": { "roleArn": DEPLOY, "roleSessionName": "c", "externalId": "acme-7",
                "serialNumber": "arn:aws:iam::111122223333:mfa/ann", "sourceIdentity": "ann",
                "tags": [{ "key": "team", "value": "x" }, { "key": "cost center", "value": "1" }],
                "incomingTransitiveTags": { "project": "p" } } }),
        ),
        // A chained session keeps its source identity; only the answer says so.
        asked(
            "AssumeRole",
            json!({ "requestParameters": { "roleArn": DEPLOY, "roleSessionName": "d" },
                "responseElements": { "credentials": { "accessKeyId": "ASIA" }, "sourceIdentity": "bob" } }),
        ),
    ];
    // The request for tags and a source identity asks for more permissions, and so is another use.
    let found = usage(&events);
    let mut all: Vec<Assumed> =
        found.uses(ROLE).unwrap().values().flat_map(|use_| use_.assumed.iter().cloned()).collect();
    all.sort();
    let full = Assumed {
        external_id: Some("acme-7".into()),
        source_identity: Some("ann".into()),
        mfa: true,
        tags: ["cost center", "project", "team"].map(Into::into).into(),
        ..role(DEPLOY)
    };
    let chained = Assumed { source_identity: Some("bob".into()), ..role(DEPLOY) };
    assert_eq!(all, [role(DEPLOY), chained, full], "names of sessions and lengths make no difference");
}

#[test]
fn a_session_with_a_second_factor_shows_it_too() {
    let mut with = asked("AssumeRole", json!({ "requestParameters": { "roleArn": DEPLOY } }));
    with["userIdentity"]["sessionContext"]["attributes"] = json!({ "mfaAuthenticated": "true" });
    assert_eq!(assumed(&[with], ROLE), [Assumed { mfa: true, ..role(DEPLOY) }]);
}

/// Shapes: <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>
#[test]
fn tokens_tell_provider_audience_and_subject() {
    let subject = "repo:acme/orders:ref:refs/heads/main";
    let expected = Assumed {
        provider: Some(GITHUB.into()),
        audience: Some("sts.amazonaws.com".into()),
        subject: Some(subject.into()),
        ..role(DEPLOY)
    };
    let identity = json!({ "type": "WebIdentityUser", "userName": subject, "identityProvider": GITHUB,
        "principalId": format!("{GITHUB}:sts.amazonaws.com:{subject}") });
    let request = json!({ "roleArn": DEPLOY, "roleSessionName": "s" });
    let by_name =
        asked("AssumeRoleWithWebIdentity", json!({ "userIdentity": identity, "requestParameters": request }));
    assert_eq!(assumed(&[by_name], DEPLOY), std::slice::from_ref(&expected));
    let by_answer = asked(
        "AssumeRoleWithWebIdentity",
        json!({ "userIdentity": { "type": "WebIdentityUser" }, "requestParameters": request, "responseElements": {
            "provider": GITHUB, "audience": "sts.amazonaws.com", "subjectFromWebIdentityToken": subject } }),
    );
    assert_eq!(assumed(&[by_answer], DEPLOY), [expected]);
    let provider = "arn:aws:iam::111122223333:saml-provider/corp";
    let saml = asked(
        "AssumeRoleWithSAML",
        json!({ "userIdentity": { "type": "SAMLUser", "principalId": "hash=:ann", "userName": "ann", "identityProvider": "hash=" },
            "requestParameters": { "roleArn": DEPLOY, "principalArn": provider, "principalTags": { "team": "x" } },
            "responseElements": { "audience": "https://signin.aws.amazon.com/saml", "subject": "ann" } }),
    );
    assert_eq!(
        assumed(&[saml], DEPLOY),
        [Assumed {
            provider: Some(provider.into()),
            audience: Some("https://signin.aws.amazon.com/saml".into()),
            subject: Some("ann".into()),
            tags: ["team"].map(Into::into).into(),
            ..role(DEPLOY)
        }]
    );
}

#[test]
fn the_record_may_name_the_role_where_the_request_is_missing() {
    let listed =
        json!({ "requestParameters": null, "resources": [{ "ARN": DEPLOY, "type": "AWS::IAM::Role" }] });
    assert_eq!(assumed(&[asked("AssumeRole", listed)], ROLE), [role(DEPLOY)]);
    let unnamed = json!({ "requestParameters": null, "errorCode": "AccessDenied" });
    assert_eq!(assumed(&[asked("AssumeRole", unnamed)], ROLE), []);
}

#[test]
fn only_requests_for_sessions_of_roles_are_looked_into() {
    let other = json!({ "eventSource": "iam.amazonaws.com", "requestParameters": { "roleArn": DEPLOY } });
    assert_eq!(assumed(&[asked("AssumeRole", other)], ROLE), []);
    let token = asked("GetFederationToken", json!({ "requestParameters": { "roleArn": DEPLOY } }));
    assert_eq!(assumed(&[token], ROLE), []);
}

#[test]
fn more_roles_than_are_kept_are_owned_up_to() {
    let events: Vec<_> = (0..600)
        .map(|number| {
            let arn = format!("arn:aws:iam::111122223333:role/r{number:03}");
            asked("AssumeRole", json!({ "requestParameters": { "roleArn": arn } }))
        })
        .collect();
    let found = usage(&events);
    let (_, use_) = found.uses(ROLE).unwrap().iter().next().unwrap();
    assert_eq!((use_.assumed.len(), use_.assumed.is_truncated()), (512, true));
    let (read, _) = Usage::from_json("u.json", found.to_json().as_bytes()).unwrap();
    assert_eq!(read, found);
}
