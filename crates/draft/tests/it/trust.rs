//! From requests for sessions of a role to its trust policy.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::trust::{NoTrust, Request, Takers, Trust};
use eval::{Caller, Context, Outcome, Policies, Prepared, Switches, Values, decide};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, Limits, Style, write};
use proptest::prelude::*;
use serde_json::{Value, json};
use trail::Principal;

use crate::usage;

const DEPLOY: &str = "arn:aws:iam::111122223333:role/ci/deploy";
const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

#[allow(clippy::needless_pass_by_value, reason = "values are made where they are handed over")]
fn asked(identity: Value, name: &str, request: Value) -> Value {
    let mut parameters = json!({ "roleArn": DEPLOY, "roleSessionName": "s" });
    parameters.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z", "awsRegion": "eu-west-1",
        "recipientAccountId": "111122223333", "userIdentity": identity, "eventSource": "sts.amazonaws.com", "eventName": name,
        "requestParameters": parameters, "resources": [{ "ARN": DEPLOY, "type": "AWS::IAM::Role" }]
    })
}

fn user(name: &str) -> Value {
    json!({ "type": "IAMUser", "arn": format!("arn:aws:iam::111122223333:user/{name}"), "accountId": "111122223333" })
}

fn service(name: &str) -> Value {
    json!({ "type": "AWSService", "invokedBy": name })
}

fn token(subject: &str) -> Value {
    json!({ "type": "WebIdentityUser", "userName": subject, "identityProvider": GITHUB,
        "principalId": format!("{GITHUB}:sts.amazonaws.com:{subject}") })
}

fn trust_of(events: &[Value]) -> Trust {
    Takers::of(&usage(events)).trust(&Principal::new(DEPLOY), Catalog::embedded())
}

/// The statements, in which no check may find an error and by which every request that was seen is allowed.
fn statements(trust: &Trust) -> Value {
    let drafted = trust.policy.as_ref().unwrap();
    let text = write(&drafted.policy.to_node(), Style::default());
    let read = Document::read("trust.json", text.as_bytes(), None, &Limits::default());
    let options = lint::Options { kind: Some(PolicyKind::Trust), ..lint::Options::default() };
    let report = lint::lint(&read, Catalog::embedded(), &options);
    let errors: Vec<_> =
        report.diagnostics.iter().filter(|found| found.severity == policy::Severity::Error).collect();
    assert!(errors.is_empty(), "{text}{errors:?}");
    for request in trust.trusted.iter().flat_map(|trusted| &trusted.requests) {
        assert!(allows(&text, request), "{text}{request:?}");
    }
    let policy: Value = serde_json::from_str(&text).unwrap();
    policy["Statement"].clone()
}

/// Whether the trust policy allows all of a request, of a caller whose own policies allow everything.
fn allows(trust: &str, request: &Request) -> bool {
    const EVERYTHING: &str = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let prepared = |text: &str, kind| {
        let read = Document::read("policy", text.as_bytes(), Some(Format::Json), &Limits::default());
        Prepared::new("policy", &lower(&read.root), kind)
    };
    let (identity, trust) =
        ([prepared(EVERYTHING, PolicyKind::Identity)], prepared(trust, PolicyKind::Trust));
    request.actions.iter().all(|action| {
        let mut context = Context::new();
        for (key, values) in &request.context {
            let many = key == "aws:TagKeys";
            context
                .set(key, if many { Values::Many(values.clone()) } else { Values::One(values[0].clone()) });
        }
        let caller = Caller::parse(&request.caller).unwrap();
        let asked = eval::Request::new(caller, action, DEPLOY, Some("111122223333"), context).unwrap();
        let policies = Policies { identity: &identity, resource: Some(&trust), ..Policies::default() };
        decide(&asked, &policies, Switches::default()).outcome == Outcome::Allowed
    })
}

fn request(caller: &str, actions: &[&str], context: &[(&str, &str)]) -> Request {
    Request {
        caller: caller.to_owned(),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        context: context.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect(),
    }
}

fn drafted(trust: &Trust) -> String {
    write(&trust.policy.as_ref().unwrap().policy.to_node(), Style::default())
}

#[test]
fn whoever_was_given_a_session_is_trusted_by_name() {
    let role = json!({ "type": "AssumedRole", "arn": "arn:aws:sts::444455556666:assumed-role/web/s",
        "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::444455556666:role/app/web" } } });
    let trust = trust_of(&[
        asked(service("lambda.amazonaws.com"), "AssumeRole", json!({})),
        asked(service("ec2.amazonaws.com"), "AssumeRole", json!({})),
        asked(user("ann"), "AssumeRole", json!({})),
        asked(role, "AssumeRole", json!({})),
    ]);
    assert_eq!(
        statements(&trust),
        json!([
            { "Sid": "AssumedByServices", "Effect": "Allow", "Principal": { "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"] },
              "Action": "sts:AssumeRole" },
            { "Sid": "AssumedByPrincipals", "Effect": "Allow", "Principal": { "AWS": [
                "arn:aws:iam::111122223333:user/ann", "arn:aws:iam::444455556666:role/app/web"] }, "Action": "sts:AssumeRole" }
        ])
    );
    assert_eq!(trust.policy.as_ref().unwrap().name, "deploy-trust");
    assert!(trust.trusted.iter().all(|trusted| trusted.count == Some(1)));
    assert!(trust.not_trusted.is_empty() && trust.cut.is_empty() && !trust.is_one_sided);
}

/// Different external ids stand for different customers of the caller: what goes with one need not go with the other.
#[test]
fn what_all_requests_of_a_caller_said_is_asked_for() {
    let mfa = json!({ "externalId": "a", "serialNumber": "arn:aws:iam::111122223333:mfa/ann" });
    let trust = trust_of(&[
        asked(user("ann"), "AssumeRole", mfa),
        asked(user("ann"), "AssumeRole", json!({ "externalId": "b" })),
        asked(user("bob"), "AssumeRole", json!({ "externalId": "c" })),
        asked(user("bob"), "AssumeRole", json!({})),
    ]);
    let (ann, bob) = ("arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/bob");
    assert_eq!(
        statements(&trust),
        json!([
            { "Sid": "AssumedByPrincipals1", "Effect": "Allow", "Principal": { "AWS": bob }, "Action": "sts:AssumeRole" },
            { "Sid": "AssumedByPrincipals2", "Effect": "Allow", "Principal": { "AWS": ann }, "Action": "sts:AssumeRole",
              "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" }, "StringEquals": { "sts:ExternalId": "a" } } },
            { "Sid": "AssumedByPrincipals3", "Effect": "Allow", "Principal": { "AWS": ann }, "Action": "sts:AssumeRole",
              "Condition": { "StringEquals": { "sts:ExternalId": "b" } } }
        ])
    );
    let text = drafted(&trust);
    for (context, expected) in [
        (&[("sts:ExternalId", "a")][..], false),
        (&[("sts:ExternalId", "a"), ("aws:MultiFactorAuthPresent", "true")], true),
        (&[("sts:ExternalId", "c")], false),
        (&[], false),
    ] {
        assert_eq!(allows(&text, &request(ann, &["sts:AssumeRole"], context)), expected, "{context:?}");
    }
}

/// To pass tags or a source identity takes actions of their own.
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>
#[test]
fn tags_and_source_identities_are_what_was_seen() {
    let trust = trust_of(&[
        asked(
            user("ann"),
            "AssumeRole",
            json!({ "sourceIdentity": "ann", "tags": [{ "key": "team", "value": "x" }] }),
        ),
        asked(user("ann"), "AssumeRole", json!({})),
    ]);
    let found = statements(&trust);
    assert_eq!(found[0]["Action"], json!(["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]));
    assert_eq!(
        found[0]["Condition"],
        json!({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" }, "StringEqualsIfExists": { "sts:SourceIdentity": "ann" } })
    );
    let ann = "arn:aws:iam::111122223333:user/ann";
    let text = drafted(&trust);
    let other = request(ann, &["sts:AssumeRole", "sts:SetSourceIdentity"], &[("sts:SourceIdentity", "root")]);
    let tag = request(ann, &["sts:AssumeRole", "sts:TagSession"], &[("aws:TagKeys", "admin")]);
    assert!(!allows(&text, &other) && !allows(&text, &tag));
    let always = trust_of(&[asked(user("ann"), "AssumeRole", json!({ "sourceIdentity": "ann" }))]);
    assert_eq!(
        statements(&always)[0]["Condition"],
        json!({ "StringEquals": { "sts:SourceIdentity": "ann" } })
    );
    assert!(!allows(&drafted(&always), &request(ann, &["sts:AssumeRole"], &[])));
}

#[test]
fn tokens_are_trusted_for_their_audience_and_subjects_only() {
    let main = "repo:acme/orders:ref:refs/heads/main";
    let trust = trust_of(&[
        asked(token(main), "AssumeRoleWithWebIdentity", json!({})),
        asked(token("repo:acme/orders:environment:production"), "AssumeRoleWithWebIdentity", json!({})),
    ]);
    let host = "token.actions.githubusercontent.com";
    assert_eq!(
        statements(&trust),
        json!([{ "Sid": "AssumedWithTokens", "Effect": "Allow", "Principal": { "Federated": GITHUB },
            "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": {
                (format!("{host}:aud")): "sts.amazonaws.com",
                (format!("{host}:sub")): ["repo:acme/orders:environment:production", main] } } }])
    );
    let fork = [
        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
        ("token.actions.githubusercontent.com:sub", "repo:other/orders:ref:refs/heads/main"),
    ];
    assert!(!allows(&drafted(&trust), &request(GITHUB, &["sts:AssumeRoleWithWebIdentity"], &fork)));
    // The host alone is a provider of the role's account.
    let mut bare = token(main);
    bare["identityProvider"] = json!(host);
    bare["principalId"] = json!(format!("{host}:sts.amazonaws.com:{main}"));
    let trust = trust_of(&[asked(bare, "AssumeRoleWithWebIdentity", json!({}))]);
    assert_eq!(statements(&trust)[0]["Principal"], json!({ "Federated": GITHUB }));
}

#[test]
fn saml_and_well_known_providers_have_names_of_their_own() {
    let provider = "arn:aws:iam::111122223333:saml-provider/corp";
    let identity = json!({ "type": "SAMLUser", "principalId": "hash=:ann", "userName": "ann", "identityProvider": "hash=" });
    let mut saml = asked(identity, "AssumeRoleWithSAML", json!({ "principalArn": provider }));
    let silent = saml.clone();
    saml["responseElements"] = json!({ "audience": "https://signin.aws.amazon.com/saml", "subject": "ann" });
    let google = json!({ "type": "WebIdentityUser", "userName": "42", "identityProvider": "accounts.google.com",
        "principalId": "accounts.google.com:app.apps.googleusercontent.com:42" });
    let trust = trust_of(&[saml, asked(google, "AssumeRoleWithWebIdentity", json!({}))]);
    let found = statements(&trust);
    assert_eq!(
        (&found[0]["Principal"], &found[0]["Condition"]),
        (
            &json!({ "Federated": provider }),
            &json!({ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } })
        )
    );
    assert_eq!(
        (&found[1]["Principal"], &found[1]["Condition"]),
        (
            &json!({ "Federated": "accounts.google.com" }),
            &json!({ "StringEquals": { "accounts.google.com:aud": "app.apps.googleusercontent.com", "accounts.google.com:sub": "42" } })
        )
    );
    // Of SAML the subject is not asked for.
    let any = trust.trusted.iter().filter(|trusted| trusted.takes_any_subject());
    assert_eq!(any.map(|trusted| trusted.name.as_str()).collect::<Vec<_>>(), [provider]);
    let trust = trust_of(&[silent]);
    assert_eq!(why(&trust), ["token-unknown"]);
    assert_eq!(trust.no_policy, Some(NoTrust::Nobody));
}

fn why(trust: &Trust) -> Vec<&'static str> {
    trust.not_trusted.iter().map(|one| one.why.name()).collect()
}

#[test]
fn who_was_refused_or_cannot_be_named_is_listed_and_not_trusted() {
    let mut refused = asked(user("eve"), "AssumeRole", json!({}));
    refused["errorCode"] = json!("AccessDenied");
    let mut silent = refused.clone();
    silent["requestParameters"] = json!(null);
    silent["resources"] = json!(null);
    silent["errorMessage"] = json!(format!(
        "User: arn:aws:iam::111122223333:user/mallory is not authorized to perform: sts:AssumeRole on resource: {DEPLOY}"
    ));
    silent["userIdentity"] = user("mallory");
    let mut failed = asked(token("repo:x"), "AssumeRoleWithWebIdentity", json!({}));
    failed["errorCode"] = json!("InvalidIdentityToken");
    let other = json!({ "type": "AWSAccount", "accountId": "999988887777", "principalId": "AROAEXAMPLE:s" });
    let trust = trust_of(&[
        refused,
        silent,
        failed,
        asked(other, "AssumeRole", json!({ "externalId": "x" })),
        asked(service("no-such-service.amazonaws.com"), "AssumeRole", json!({})),
        asked(user("ann"), "AssumeRole", json!({})),
    ]);
    assert_eq!(
        statements(&trust),
        json!([{ "Sid": "AssumedByPrincipals", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
            "Action": "sts:AssumeRole" }])
    );
    let mut found: Vec<_> =
        trust.not_trusted.iter().map(|one| (one.caller.as_str(), one.why.name())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (DEPLOY, "failed"),
            ("arn:aws:iam::111122223333:user/eve", "refused"),
            ("arn:aws:iam::111122223333:user/mallory", "refused"),
            ("arn:aws:iam::999988887777:root", "only-account-known"),
            ("no-such-service.amazonaws.com", "unknown-service"),
        ]
    );
}

#[test]
fn roles_that_are_not_the_accounts_get_no_policy() {
    for (role, expected) in [
        (
            "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            NoTrust::ServiceLinkedRole,
        ),
        (
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_a_0123456789abcdef",
            NoTrust::PermissionSet,
        ),
    ] {
        let event = asked(service("ecs.amazonaws.com"), "AssumeRole", json!({ "roleArn": role }));
        let usage = usage(&[event]);
        let takers = Takers::of(&usage);
        assert_eq!(takers.roles(), [Principal::new(role)]);
        let trust = takers.trust(&Principal::new(role), Catalog::embedded());
        assert_eq!((trust.no_policy, trust.policy), (Some(expected), None));
        assert_eq!(trust.trusted.len(), 1, "who took it is told all the same");
    }
}

#[test]
fn the_log_of_the_callers_account_alone_shows_one_side() {
    let mut event = asked(user("ann"), "AssumeRole", json!({}));
    event["recipientAccountId"] = json!("444455556666");
    assert!(trust_of(&[event]).is_one_sided);
}

#[test]
fn a_policy_too_large_for_its_quota_says_so() {
    let events: Vec<_> =
        (0..60).map(|number| asked(user(&format!("u{number:02}")), "AssumeRole", json!({}))).collect();
    let trust = trust_of(&events);
    let overflow = trust.overflow.as_ref().unwrap();
    assert_eq!((overflow.quota, overflow.limit), ("role-trust-policy.size", 2048));
    assert_eq!(overflow.needed, trust.policy.as_ref().unwrap().size);
    assert!(trust_of(&events[..10]).overflow.is_none());
}

#[test]
fn a_variable_in_a_value_is_taken_for_itself() {
    let trust = trust_of(&[asked(user("ann"), "AssumeRole", json!({ "externalId": "a${aws:username}*" }))]);
    statements(&trust);
    let ann = "arn:aws:iam::111122223333:user/ann";
    let named = request(ann, &["sts:AssumeRole"], &[("sts:ExternalId", "aann*")]);
    assert!(!allows(&drafted(&trust), &named));
}

fn any_request() -> impl Strategy<Value = Value> {
    let maybe = |values: &[&'static str]| prop::option::of(prop::sample::select(values.to_vec()));
    (0..4_usize, maybe(&["a", "b"]), maybe(&["m"]), maybe(&["ann", "bob"]), maybe(&["team", "cost center"]))
        .prop_map(|(who, id, mfa, source, tag)| {
            let mut request = json!({});
            for (name, value) in [("externalId", id), ("serialNumber", mfa), ("sourceIdentity", source)] {
                if let Some(value) = value {
                    request[name] = json!(value);
                }
            }
            if let Some(tag) = tag {
                request["tags"] = json!([{ "key": tag, "value": "v" }]);
            }
            match who {
                0 => asked(service("ecs-tasks.amazonaws.com"), "AssumeRole", json!({})),
                1 => asked(token(source.unwrap_or("s")), "AssumeRoleWithWebIdentity", json!({})),
                2 => asked(user("ann"), "AssumeRole", request),
                _ => asked(user("bob"), "AssumeRole", request),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Every request that was seen is allowed, and more use never takes trust away.
    #[test]
    fn what_was_seen_is_allowed(one in prop::collection::vec(any_request(), 1..6), more in prop::collection::vec(any_request(), 0..6)) {
        let part = trust_of(&one);
        statements(&part);
        let whole = trust_of(&[one, more].concat());
        statements(&whole);
        let text = drafted(&whole);
        let seen: BTreeSet<_> = part.trusted.iter().flat_map(|trusted| trusted.requests.clone()).collect();
        for request in seen {
            prop_assert!(allows(&text, &request), "{text}{request:?}");
        }
    }
}
