//! From where and how calls were made: what a condition could ask for.

use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use super::{Capped, Networks, Rare, Share};
use crate::record::{Field, Record};

/// Values kept of each kind.
const FEW: usize = 16;
/// Longest text kept: what a caller chooses freely may be long.
const LONGEST: usize = 256;

/// What the records of one use say beside who, what and on what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Addresses on the internet: `aws:SourceIp`.
    pub networks: Networks,
    /// Addresses in a VPC, of calls through an endpoint: `aws:VpcSourceIp`.
    pub vpc_networks: Rare<Networks>,
    /// `aws:SourceVpce`.
    pub vpc_endpoints: Rare<Capped<Arc<str>, FEW>>,
    pub mfa: Mfa,
    /// Such as `TLSv1.3`.
    pub tls_versions: Capped<Arc<str>, FEW>,
    /// Programs, without their versions: `aws-cli`, `Boto3`, `Terraform`.
    pub user_agents: Capped<Arc<str>, FEW>,
    /// Names of role sessions, as evidence.
    pub sessions: Capped<Arc<str>, FEW>,
    /// `key=value` of the encryption context of calls to KMS.
    pub encryption: Rare<Capped<Arc<str>, FEW>>,
    pub unsaid: Unsaid,
}

/// What at least one record does not say: only of what all say can be told that all calls met it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsaid {
    pub region: bool,
    /// It came through no VPC endpoint.
    pub vpc_endpoint: bool,
    pub tls_version: bool,
}

/// With which states of `aws:MultiFactorAuthPresent` calls were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mfa {
    pub with: bool,
    pub without: bool,
    /// There was no session, or nothing is said of it: the key is then not in the request.
    pub unsaid: bool,
}

impl Context {
    /// Notes with what a call was made: looks at what [`Self::means`] names.
    pub(crate) fn note_means(&mut self, record: &Record<'_>, program: Option<&str>, share: &mut Share<'_>) {
        if let Some(endpoint) = text(record.vpc_endpoint.as_deref()) {
            put(&mut self.vpc_endpoints, Some(endpoint), share);
        }
        put(&mut self.tls_versions, text(record.tls_version.as_deref()), share);
        self.unsaid.merge(Unsaid {
            region: text(record.region.as_deref()).is_none(),
            vpc_endpoint: text(record.vpc_endpoint.as_deref()).is_none(),
            tls_version: text(record.tls_version.as_deref()).is_none(),
        });
        put(&mut self.user_agents, program, share);
        match text(record.identity.mfa.as_deref()) {
            Some("true") => self.mfa.with = true,
            Some("false") => self.mfa.without = true,
            _ => self.mfa.unsaid = true,
        }
    }

    /// What a call was made with, but for the [`program`].
    pub(crate) fn means<'a>(record: &'a Record<'_>) -> [&'a str; 3] {
        [&record.vpc_endpoint, &record.tls_version, &record.identity.mfa].map(field)
    }

    /// Notes the encryption context of what [`Self::encryption`] found.
    pub(crate) fn note_encryption(&mut self, parameters: &str, share: &mut Share<'_>) {
        for (key, value) in encryption(parameters) {
            put(&mut self.encryption, Some(&format!("{key}={value}")), share);
        }
    }

    /// The request, if it is one to KMS.
    pub(crate) fn encryption<'a>(record: &Record<'a>) -> Option<&'a str> {
        record.parameters.filter(|_| is_kms(record))
    }

    /// Notes from where a call came: looks at what [`Self::origin`] names.
    pub(crate) fn note_origin(&mut self, record: &Record<'_>) {
        if let Some(address) = text(record.source_ip.as_deref()).and_then(|text| text.parse::<IpAddr>().ok())
        {
            let is_private = text(record.vpc_endpoint.as_deref()).is_some();
            let networks = if is_private { &mut *self.vpc_networks } else { &mut self.networks };
            networks.insert(address.to_canonical().into());
        }
    }

    pub(crate) fn origin<'a>(record: &'a Record<'_>) -> [&'a str; 2] {
        [&record.source_ip, &record.vpc_endpoint].map(field)
    }

    pub(crate) fn note_session(&mut self, session: &str, share: &mut Share<'_>) {
        put(&mut self.sessions, Some(session), share);
    }

    /// The name that a role session was given.
    pub(crate) fn session<'a>(record: &'a Record<'_>) -> Option<&'a str> {
        let identity = &record.identity;
        if identity.kind.as_deref() != Some("AssumedRole") {
            return None;
        }
        let behind_role = |arn: &'a str| {
            let mut colons = memchr::memchr_iter(b':', arn.as_bytes());
            let role = colons.find_map(|at| arn.get(at + 1..)?.strip_prefix("assumed-role/"))?;
            role.split_once('/')
        };
        let of_arn = text(identity.arn.as_deref()).and_then(behind_role);
        let of_id = || text(identity.principal_id.as_deref()).and_then(|id| id.split_once(':'));
        of_arn.or_else(of_id).map(|parts| parts.1).filter(|name| !name.is_empty())
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.networks.merge(other.networks);
        self.vpc_networks.merge_by(other.vpc_networks, Networks::merge);
        self.vpc_endpoints.merge_by(other.vpc_endpoints, Capped::merge);
        self.mfa.with |= other.mfa.with;
        self.mfa.without |= other.mfa.without;
        self.mfa.unsaid |= other.mfa.unsaid;
        self.tls_versions.merge(other.tls_versions);
        self.user_agents.merge(other.user_agents);
        self.sessions.merge(other.sessions);
        self.encryption.merge_by(other.encryption, Capped::merge);
        self.unsaid.merge(other.unsaid);
    }
}

impl Unsaid {
    pub(crate) const EVERYTHING: Self = Self { region: true, vpc_endpoint: true, tls_version: true };

    const NAMES: [&str; 3] = ["region", "vpc-endpoint", "tls-version"];

    pub(crate) fn merge(&mut self, other: Self) {
        self.region |= other.region;
        self.vpc_endpoint |= other.vpc_endpoint;
        self.tls_version |= other.tls_version;
    }

    /// What all records say, by name.
    pub(crate) fn said(self) -> impl Iterator<Item = &'static str> {
        let unsaid = [self.region, self.vpc_endpoint, self.tls_version];
        Self::NAMES.into_iter().zip(unsaid).filter(|(_, is_unsaid)| !is_unsaid).map(|(name, _)| name)
    }

    /// The way back; a file that knows no such names says that nothing was always said.
    pub(crate) fn but(said: &[impl Deref<Target = str>]) -> Self {
        let [region, vpc_endpoint, tls_version] =
            Self::NAMES.map(|name| !said.iter().any(|one| **one == *name));
        Self { region, vpc_endpoint, tls_version }
    }
}

impl Mfa {
    /// The states that occurred, by name.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let states = [("with", self.with), ("without", self.without), ("unsaid", self.unsaid)];
        states.into_iter().filter(|(_, occurred)| *occurred).map(|(name, _)| name)
    }

    /// Whether all calls were made with it.
    pub fn is_always(self) -> bool {
        self.with && !self.without && !self.unsaid
    }
}

fn is_kms(record: &Record<'_>) -> bool {
    record.event_source.as_deref().is_some_and(|source| source.starts_with("kms."))
}

fn field<'a>(field: &'a Field<'_>) -> &'a str {
    field.as_deref().unwrap_or_default()
}

fn text(field: Option<&str>) -> Option<&str> {
    field.map(str::trim).filter(|text| !text.is_empty())
}

fn put(into: &mut Capped<Arc<str>, FEW>, text: Option<&str>, share: &mut Share<'_>) {
    if let Some(text) = text {
        into.insert_by(shortened(text), share);
    }
}

fn shortened(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or(text)
}

/// The pairs of `encryptionContext`.
fn encryption(parameters: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let context = crate::json::member(parameters, "encryptionContext").unwrap_or_default();
    crate::json::members(context).filter_map(|(key, value)| Some((key, crate::json::text(value)?)))
}

/// Programs that name themselves behind the SDK they use.
const TOOLS: [&str; 5] = ["Terraform", "OpenTofu", "Pulumi", "Ansible", "CloudFormation"];

/// The program of a user agent, which has no blanks around it: `[Boto3/1.34 md/…]` → `Boto3`.
pub(crate) fn program(agent: &str) -> Option<&str> {
    if let Some(tool) = TOOLS.into_iter().find(|tool| agent.contains(tool)) {
        return Some(tool);
    }
    let agent = agent.trim_start_matches(['[', ' ']);
    let is_end = |letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-'));
    let end = agent.find(is_end).unwrap_or(agent.len());
    // `AWS Internal` and `AWS Signin` are two words.
    let is_aws =
        agent.get(..end) == Some("AWS") && agent.get(end..).is_some_and(|rest| rest.starts_with(' '));
    let end = if is_aws {
        agent.get(end + 1..)?.find(is_end).map_or(agent.len(), |more| end + 1 + more)
    } else {
        end
    };
    agent.get(..end.min(64)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_without_versions() {
        for (agent, expected) in [
            ("aws-cli/2.15.0 Python/3.11", Some("aws-cli")),
            ("[Boto3/1.34.0 md/Botocore]", Some("Boto3")),
            ("APN/1.0 HashiCorp/1.0 Terraform/1.6.0 (+https://www.terraform.io)", Some("Terraform")),
            ("[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11]", Some("S3Console")),
            ("cloudformation.amazonaws.com", Some("cloudformation.amazonaws.com")),
            ("AWS Internal", Some("AWS Internal")),
            ("Mozilla/5.0 (X11; Linux)", Some("Mozilla")),
            ("()", None),
        ] {
            assert_eq!(program(agent), expected, "{agent}");
        }
    }

    #[test]
    fn long_texts_end_at_a_letter() {
        let text = "é".repeat(LONGEST);
        assert_eq!(shortened(&text).chars().count(), LONGEST / 2);
        assert_eq!(shortened("short"), "short");
    }
}
