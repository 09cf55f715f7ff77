//! The conditions that are added because they fit: each can only narrow what was asked for.

use catalog::{Action, Catalog, Flags};
use policy::Arn;

use super::fit::Fit;
use super::receivers::{is_pass_role, receiver};
use super::{Demand, Guards, Refusal};

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
    resource: &str,
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
    if let Some(account) = owner(resource).filter(|_| is_free(OWNER) && !owner_is_unknown(action)) {
        added.push(demand("StringEquals", OWNER, vec![account.to_owned()]));
    }
    added
}

/// The account that an ARN names.
fn owner(resource: &str) -> Option<&str> {
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
