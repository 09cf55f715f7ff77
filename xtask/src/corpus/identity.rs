//! `userIdentity` as `CloudTrail` writes it for each kind of caller, and who is meant by it.

use super::dice::Dice;
use super::world::{Account, Caller, Kind};

/// What a caller puts into a record.
pub(super) struct Identity {
    /// The text of `userIdentity`.
    pub(super) text: String,
    /// The spelling of the caller that an analysis must come to.
    pub(super) principal: String,
    /// The service that called, for itself or for the caller.
    pub(super) invoked_by: Option<String>,
    /// The role that the request names, where that is all there is to know the caller by.
    pub(super) role_in_request: Option<String>,
}

/// Services that call on behalf of those who called them.
const FORWARDING: &[&str] = &[
    "cloudformation.amazonaws.com",
    "athena.amazonaws.com",
    "autoscaling.amazonaws.com",
    "fas.s3.amazonaws.com",
    "AWS Internal",
];

pub(super) fn identity(caller: &Caller, account: &Account, day: &str, dice: &mut Dice) -> Identity {
    let Account { id: number, partition, .. } = account;
    let Caller { name, path, id, .. } = caller;
    let role = format!("arn:{partition}:iam::{number}:role{path}{name}");
    let mut found =
        Identity { text: String::new(), principal: String::new(), invoked_by: None, role_in_request: None };
    (found.principal, found.text) = match caller.kind {
        Kind::Role | Kind::PermissionSet | Kind::ServiceLinked | Kind::Untyped => {
            let session = session(caller, dice);
            if caller.kind == Kind::Role && dice.in_thousand(60) {
                found.invoked_by = Some(dice.pick(FORWARDING).to_owned());
            } else if caller.kind == Kind::ServiceLinked {
                let service = path.trim_matches('/').rsplit('/').next().unwrap_or_default();
                found.invoked_by = Some(service.to_owned());
            }
            let kind = if caller.kind == Kind::Untyped { "" } else { r#""type":"AssumedRole","# };
            let mfa = caller.kind == Kind::PermissionSet && dice.in_thousand(500);
            let text = format!(
                r#"{{{kind}"principalId":"AROA{id}:{session}","arn":"arn:{partition}:sts::{number}:assumed-role/{name}/{session}","accountId":"{number}","accessKeyId":"ASIA{}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{id}","arn":"{role}","accountId":"{number}","userName":"{name}"}},"webIdFederationData":{{}},"attributes":{{"creationDate":"{day}T00:{:02}:11Z","mfaAuthenticated":"{mfa}"}}}}{}}}"#,
                key(caller, dice),
                dice.below(4),
                invoked(found.invoked_by.as_ref()),
            );
            (role, text)
        }
        Kind::Session => {
            let text = format!(
                r#"{{"type":"AssumedRole","principalId":"AROA{id}:run","arn":"arn:{partition}:sts::{number}:assumed-role/{name}/run","accountId":"{number}"}}"#
            );
            (format!("arn:{partition}:iam::{number}:role/{name}"), text)
        }
        Kind::User => {
            let user = format!("arn:{partition}:iam::{number}:user{path}{name}");
            if dice.in_thousand(90) {
                found.invoked_by = Some(dice.pick(FORWARDING).to_owned());
            }
            let text = format!(
                r#"{{"type":"IAMUser","principalId":"AIDA{id}","arn":"{user}","accountId":"{number}","accessKeyId":"AKIA{}","userName":"{name}"{}}}"#,
                &id[1..],
                invoked(found.invoked_by.as_ref()),
            );
            (user, text)
        }
        Kind::Root => {
            let root = format!("arn:{partition}:iam::{number}:root");
            let text = format!(
                r#"{{"type":"Root","principalId":"{number}","arn":"{root}","accountId":"{number}","accessKeyId":"","sessionContext":{{"attributes":{{"creationDate":"{day}T01:00:00Z","mfaAuthenticated":"true"}}}}}}"#
            );
            (root, text)
        }
        Kind::FederatedUser => {
            let user = format!("arn:{partition}:sts::{number}:federated-user/{name}");
            let text = format!(
                r#"{{"type":"FederatedUser","principalId":"{number}:{name}","arn":"{user}","accountId":"{number}","accessKeyId":"ASIA{}","sessionContext":{{"sessionIssuer":{{"type":"IAMUser","principalId":"AIDA{id}","arn":"arn:{partition}:iam::{number}:user/broker","accountId":"{number}","userName":"broker"}},"attributes":{{"creationDate":"{day}T02:00:00Z","mfaAuthenticated":"false"}}}}}}"#,
                key(caller, dice),
            );
            (user, text)
        }
        Kind::Saml => {
            found.role_in_request = Some(role.clone());
            let text = format!(
                r#"{{"type":"SAMLUser","principalId":"{}=:{name}@acme.example","userName":"{name}@acme.example","identityProvider":"{}="}}"#,
                dice.base64(27),
                dice.base64(27),
            );
            (role, text)
        }
        Kind::WebIdentity => {
            found.role_in_request = Some(role.clone());
            let text = format!(
                r#"{{"type":"WebIdentityUser","principalId":"arn:{partition}:iam::{number}:oidc-provider/token.actions.example.com:sts.amazonaws.com:repo:acme/{name}:ref:refs/heads/main","userName":"repo:acme/{name}:ref:refs/heads/main","identityProvider":"arn:{partition}:iam::{number}:oidc-provider/token.actions.example.com"}}"#
            );
            (role, text)
        }
        Kind::WebProvider => {
            let provider = format!("arn:{partition}:iam::{number}:oidc-provider/{name}.example.com");
            let text = format!(
                r#"{{"type":"WebIdentityUser","principalId":"{name}","userName":"{name}","identityProvider":"{provider}"}}"#
            );
            (provider, text)
        }
        Kind::CenterUser => {
            let text = format!(
                r#"{{"type":"IdentityCenterUser","accountId":"{number}","onBehalfOf":{{"userId":"{name}","identityStoreArn":"arn:{partition}:identitystore::{number}:identitystore/d-9067642ac7"}},"credentialId":"{}"}}"#,
                dice.hex(40),
            );
            (format!("arn:{partition}:identitystore:::user/{name}"), text)
        }
        Kind::OtherAccount => {
            let text = format!(
                r#"{{"type":"AWSAccount","principalId":"AROA{id}:{}","accountId":"{name}"}}"#,
                session(caller, dice)
            );
            (format!("arn:{partition}:iam::{name}:root"), text)
        }
        Kind::Service => {
            found.invoked_by = Some(name.clone());
            (name.clone(), format!(r#"{{"type":"AWSService","invokedBy":"{name}"}}"#))
        }
        Kind::Anonymous => (
            "anonymous".to_owned(),
            r#"{"type":"AWSAccount","principalId":"","accountId":"anonymous"}"#.to_owned(),
        ),
    };
    found
}

/// Temporary keys and sessions last for hours, so that there are few of them in a day.
fn key(caller: &Caller, dice: &mut Dice) -> String {
    format!("{}{:02X}", caller.id.get(..14).unwrap_or_default(), dice.rank(12))
}

fn session(caller: &Caller, dice: &mut Dice) -> String {
    match caller.kind {
        Kind::PermissionSet => {
            dice.pick(&["ada@acme.example", "grace@acme.example", "lin@acme.example"]).to_owned()
        }
        Kind::ServiceLinked => caller.name.trim_start_matches("AWSServiceRoleFor").to_owned(),
        _ if caller.calls.len().is_multiple_of(2) => {
            format!("i-0{}{:x}", caller.id.to_lowercase().get(..15).unwrap_or_default(), dice.rank(6))
        }
        _ => format!("aws-sdk-session-{}", 1_700_000_000_000_usize + dice.habit(20, 9_999) * 1_234_567),
    }
}

fn invoked(service: Option<&String>) -> String {
    service.map(|service| format!(r#","invokedBy":"{service}""#)).unwrap_or_default()
}
