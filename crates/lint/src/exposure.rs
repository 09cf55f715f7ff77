//! Whom a statement of a resource-based policy lets in, its conditions judged.

use policy::ResourcePattern;
use policy::tree::{Condition, Policy, Principal, PrincipalForm, Spanned, Statement};

use crate::budget::{Budget, Limit};
use crate::constraint;
use crate::coverage::{self, Weighed};

/// The principal that stands for everyone, where an `Allow` names it.
pub(crate) fn everyone(statement: &Statement) -> Option<&Spanned<Principal>> {
    let principal = statement.principal.as_ref().filter(|_| statement.allows())?;
    principal.principals().find(|principal| principal.value.form == PrincipalForm::Everyone)
}

/// Whether a condition holds the callers to some account, organization, principal or network, or may do so.
pub(crate) fn is_held_to_callers(statement: &Statement) -> bool {
    has_unread_condition(statement)
        || !constraint::pins_any(statement, CALLER_KEYS).is_no()
        || CALLER_FLAGS.iter().any(|key| is_true(statement, key))
}

/// The statements that deny something to everyone but certain callers.
pub(crate) fn denies_that_spare_callers(policy: &Policy) -> Vec<Weighed<'_>> {
    let spares = |deny: &&Statement| {
        deny.not_principal.is_some() || (coverage::names_everyone(deny) && spares_callers(deny))
    };
    policy.statements.iter().filter(|deny| deny.denies()).filter(spares).map(Weighed::new).collect()
}

/// Whether one of these keeps those out whom the statement lets in, as it is about all that the statement allows. What the
/// budget does not reach to compare may be held.
pub(crate) fn is_held_by_deny(denies: &[Weighed<'_>], statement: &Statement, budget: &Budget) -> bool {
    let statement = Weighed::new(statement);
    let is_held = denies.iter().any(|deny| deny.covers_what_is_done(&statement, budget));
    is_held || budget.reached() == Some(Limit::Steps)
}

/// Whether the `Deny` is lifted only for certain callers.
fn spares_callers(deny: &Statement) -> bool {
    deny.condition.iter().flat_map(Condition::entries).any(|(operator, entry)| {
        let is_negated = operator.name.is_some_and(policy::tree::OperatorName::is_negated);
        is_negated && CALLER_KEYS.iter().any(|key| key_is(&entry.key.value.text, key))
    })
}

/// Whether the resource is named with an account, and all of them with the same one: the account that the policy is in.
pub(crate) fn own_account(policy: &Policy) -> Option<String> {
    let resources = policy.statements.iter().flat_map(Statement::resources);
    let mut accounts = resources.filter_map(|resource| account_of(&resource.value));
    let first = accounts.next()?;
    accounts.all(|account| account == first).then_some(first)
}

fn account_of(resource: &ResourcePattern) -> Option<String> {
    let account = resource.parts().get(4)?.as_literal()?;
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}

fn has_unread_condition(statement: &Statement) -> bool {
    let malformed = crate::absence::has_malformed(statement, &["Condition"]);
    malformed
        || statement.condition.iter().any(|condition| {
            let unread = |block: &policy::tree::OperatorBlock| {
                !block.malformed.is_empty() || block.operator.value.name.is_none()
            };
            !condition.malformed.is_empty() || condition.blocks.iter().any(unread)
        })
}

fn is_true(statement: &Statement, key: &str) -> bool {
    constraint::entries(statement, key).any(|(operator, entry)| {
        !operator.if_exists && constraint::only_value(entry).is_some_and(|value| value == "true")
    }) && constraint::demands_presence(statement, key)
}

fn key_is(text: &str, key: &str) -> bool {
    if key.ends_with('/') {
        return text.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key));
    }
    text.eq_ignore_ascii_case(key)
}

/// Keys that tell who calls or from where, with values that outsiders cannot choose. Tags of the principal are not among them:
/// in an account of one's own one may have any.
///
/// Sources: the S3 User Guide, "The meaning of public"; the IAM User Guide, "AWS global condition context keys"; the key references
/// of KMS, SNS and Elastic File System.
const CALLER_KEYS: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:userid",
    "aws:username",
    "elasticfilesystem:AccessPointArn",
    "kms:CallerAccount",
    "lambda:SourceFunctionArn",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:AccessPointNetworkOrigin",
];

/// Flags that are true only for callers who are let in another way.
const CALLER_FLAGS: &[&str] = &["aws:PrincipalIsAWSService", "elasticfilesystem:AccessedViaMountTarget"];
