//! The conditions that are added because they fit: each can only narrow what was asked for.

use catalog::{Action, Catalog, Flags};
use policy::{Arn, Glob};

use super::fit::Fit;
use super::receivers::{is_pass_role, receiver};
use super::{Guards, Refusal};
use crate::Demand;

const PASSED_TO: &str = "iam:PassedToService";
pub(super) const OWNER: &str = "aws:ResourceAccount";
pub(super) const TLS: &str = "aws:SecureTransport";

/// Services whose endpoints also answer without TLS, so that it makes a difference to demand it.
///
/// Source: the security best practices in the guides of S3, SQS and SNS, which all advise to demand it.
const ANSWER_WITHOUT_TLS: [&str; 3] = ["s3", "sns", "sqs"];

/// Actions whose requests do not say who owns the resource.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount>
const WITHOUT_OWNER: &[(&str, &[&str])] = &[
    ("auditmanager", &["UpdateAssessmentFrameworkShare"]),
    ("detective", &["AcceptInvitation"]),
    ("ds", &["AcceptSharedDirectory"]),
    (
        "ec2",
        &[
            "AcceptTransitGatewayPeeringAttachment",
            "AcceptVpcEndpointConnections",
            "AcceptVpcPeeringConnection",
            "CopySnapshot",
            "CreateTransitGatewayPeeringAttachment",
            "CreateVpcEndpoint",
            "CreateVpcPeeringConnection",
            "DeleteTransitGatewayPeeringAttachment",
            "DeleteVpcPeeringConnection",
            "RejectTransitGatewayPeeringAttachment",
            "RejectVpcEndpointConnections",
            "RejectVpcPeeringConnection",
        ],
    ),
    ("es", &["AcceptInboundConnection"]),
    ("events", &["PutEvents"]),
    ("guardduty", &["AcceptAdministratorInvitation"]),
    ("iam", &["PassRole"]),
    ("macie2", &["AcceptInvitation"]),
    (
        "route53",
        &[
            "AssociateVPCWithHostedZone",
            "CreateVPCAssociationAuthorization",
            "DeleteVPCAssociationAuthorization",
            "DisassociateVPCFromHostedZone",
            "ListHostedZonesByVPC",
        ],
    ),
    ("securityhub", &["AcceptAdministratorInvitation"]),
];

/// Services whose permissions are asked for by connections and calls of their own kind, of which it is not documented that they
/// say who owns the resource.
const OF_THEIR_OWN_KIND: [&str; 4] = ["execute-api", "iot", "neptune-db", "rds-db"];

/// Whether nobody says that requests for the action carry the account of the resource.
pub(super) fn owner_is_unknown(action: Action<'_>) -> bool {
    let (prefix, name) = (action.service().prefix(), action.name());
    let is_excepted = || WITHOUT_OWNER.iter().any(|(known, names)| *known == prefix && names.contains(&name));
    action.flags().has(Flags::PERMISSION_ONLY) || OF_THEIR_OWN_KIND.contains(&prefix) || is_excepted()
}

/// What is added to the action on the resource.
pub(super) fn added(
    asked: &[Demand],
    action: Action<'_>,
    fits: &[Fit<'_, '_>],
    guards: Guards,
    catalog: &Catalog,
) -> Vec<Demand> {
    let demand = |operator: &str, key: &str, values: Vec<String>| Demand {
        operator: operator.to_owned(),
        key: key.to_owned(),
        values,
    };
    let is_free = |key: &str| !asked.iter().any(|known| known.key.eq_ignore_ascii_case(key));
    let mut added = Vec::new();
    if is_pass_role(action) && is_free(PASSED_TO) {
        added.push(demand("StringEquals", PASSED_TO, receivers(fits, catalog)));
    }
    if guards == Guards::Needed {
        return added;
    }
    if ANSWER_WITHOUT_TLS.contains(&action.service().prefix()) && is_free(TLS) {
        added.push(demand("Bool", TLS, vec!["true".to_owned()]));
    }
    added
}

/// The condition on the account that all the resources name, if requests for all the actions say whose they are.
///
/// It says what the ARNs say, so it is not worth parting a statement for it.
pub(super) fn owner(
    asked: &[Demand],
    actions: &[Action<'_>],
    resources: &[String],
    guards: Guards,
) -> Option<Demand> {
    let is_asked = asked.iter().any(|known| known.key.eq_ignore_ascii_case(OWNER));
    let is_known = |action: &Action<'_>| !owner_is_unknown(*action) && !makes_something(*action);
    let account = account(resources.first()?)?;
    let is_alone = resources.iter().all(|resource| self::account(resource) == Some(account));
    (guards == Guards::All && !is_asked && is_alone && actions.iter().all(is_known)).then(|| Demand {
        operator: "StringEquals".to_owned(),
        key: OWNER.to_owned(),
        values: vec![account.to_owned()],
    })
}

/// Whether the resource is likely not there yet, so that nobody owns it.
fn makes_something(action: Action<'_>) -> bool {
    const WORDS: [&str; 7] = ["Copy", "Create", "Import", "Launch", "Register", "Restore", "Run"];
    WORDS.iter().any(|word| action.name().starts_with(word))
}

/// The account that an ARN names.
fn account(resource: &str) -> Option<&str> {
    let account = Arn::parse(resource).ok()?.account;
    (account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit())).then_some(account)
}

/// The services that the actions of the request hand roles to.
fn receivers(fits: &[Fit<'_, '_>], catalog: &Catalog) -> Vec<String> {
    let mut receivers: Vec<_> = fits.iter().filter_map(|fit| receiver(fit.action, catalog)).collect();
    receivers.sort();
    receivers.dedup();
    receivers
}

/// Conditions that must be there and that nothing in the request tells.
pub(super) fn missing(asked: &[Demand], fits: &[Fit<'_, '_>], catalog: &Catalog) -> Option<Refusal> {
    let passes = fits.iter().any(|fit| is_pass_role(fit.action));
    let is_asked = asked.iter().any(|known| known.key.eq_ignore_ascii_case(PASSED_TO));
    (passes && !is_asked && receivers(fits, catalog).is_empty()).then(|| {
        Refusal::new(
            "`iam:PassRole` is asked for, and nothing says which service is to get the role",
            "name it: `conditions` {\"StringEquals\": {\"iam:PassedToService\": \"lambda.amazonaws.com\"}}; or ask for the action that \
             hands the role over, such as `lambda:CreateFunction`, as well",
        )
    })
}

/// Patterns for every role there is: the service that gets one could then act as each of them.
pub(super) fn every_role(fits: &[Fit<'_, '_>]) -> Vec<Refusal> {
    let resources = fits.iter().filter(|fit| is_pass_role(fit.action)).flat_map(|fit| &fit.resources);
    let all = resources.filter(|resource| stands_for_every_role(resource));
    all.map(|resource| {
        Refusal::new(
            format!("`iam:PassRole` on `{resource}` could hand over every role there is"),
            "name the roles, or how their names or paths begin, such as `arn:aws:iam::111122223333:role/app-*`",
        )
    })
    .collect()
}

/// Whether the pattern takes in a role whose name nobody would think of.
fn stands_for_every_role(resource: &str) -> bool {
    const UNLIKELY: &str = "role/,=@.";
    Arn::parse(resource).is_ok_and(|arn| Glob::new(arn.resource).matches(UNLIKELY))
}

/// Services asked for that the catalogue does not know: if they are mistyped, no role can be passed.
pub(super) fn unknown_services(asked: &[Demand], catalog: &Catalog) -> Vec<String> {
    let values = asked.iter().filter(|demand| demand.is_on(PASSED_TO)).flat_map(|demand| &demand.values);
    let unknown =
        values.filter(|name| !name.contains(['*', '?', '$']) && !catalog.is_service_principal(name));
    let near =
        unknown.filter_map(|name| Some((name, catalog.nearest_service_principals(name).into_iter().next()?)));
    near.map(|(name, near)| {
        format!("`{name}` is no service principal that the catalogue knows: if `{near}` is meant, nothing can be passed to it as it stands")
    })
    .collect()
}
