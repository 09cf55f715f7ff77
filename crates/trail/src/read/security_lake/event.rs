//! One row → the record that it was.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::columns::{At, Columns};
use super::unmapped::Unmapped;
use crate::Skip;
use crate::columnar::{Batch, as_text};
use crate::read::walk::Item;
use crate::record::{Field, Identity, Record, Resource};
use crate::usage::Time;

pub(super) struct Event<'b> {
    pub(super) batch: &'b Batch,
    pub(super) row: usize,
    pub(super) columns: &'b Columns,
}

/// The product that the rows are of; other sources of the lake have others.
const PRODUCT: &str = "CloudTrail";
/// Account change, authentication, API activity, and API activity as it was numbered in 1.0.0-rc.2. What is of another class is
/// none of the calls that Security Lake takes from `CloudTrail`.
const CLASSES: [i64; 4] = [3001, 3002, 6003, 3005];
const FAILURE: i64 = 2;

impl<'b> Event<'b> {
    /// Hands on the record; the error is why it cannot be told.
    pub(super) fn visit(&self, visit: &mut dyn FnMut(Item<'_>)) -> Result<(), String> {
        let is_class = self.number(At::Class).is_none_or(|class| CLASSES.contains(&class));
        if !self.text(At::Product).is_some_and(|product| product.eq_ignore_ascii_case(PRODUCT)) || !is_class {
            visit(Item::Skipped(Skip::NotCloudTrail));
            return Ok(());
        }
        let unmapped = self.unmapped();
        let error = self.text(At::ErrorCode);
        if error.is_none() && self.has_failed() {
            return Err("a call that failed, without its error code".to_owned());
        }
        let (request, is_request_whole) = self.request(&unmapped);
        let (resources, are_resources_whole) = self.resources(&unmapped);
        let additional = unmapped.below("additionalEventData.").0;
        let response = self.text(At::Response).filter(|text| is_json(text)).map(Cow::Borrowed);
        let response = response.or_else(|| unmapped.below("responseElements.").0.map(Into::into));
        let time = self.number(At::Time).and_then(|millis| Time::of_seconds(millis.div_euclid(1_000)));
        let record = Record {
            event_version: self.field(At::EventVersion),
            event_type: self.field(At::EventType).or_else(|| unmapped.field("eventType")),
            event_id: self.field(At::EventId),
            event_time: time.map(|time| time.to_string().into()),
            event_source: self.field(At::EventSource),
            event_name: self.field(At::EventName),
            error_code: error.map(Into::into),
            error_message: self.field(At::ErrorMessage),
            region: self.field(At::Region),
            source_ip: self.field(At::Address).or_else(|| self.field(At::Domain)),
            user_agent: self.field(At::UserAgent),
            recipient_account: unmapped.field("recipientAccountId").or_else(|| self.field(At::Account)),
            shared_event_id: unmapped.field("sharedEventID").or_else(|| unmapped.field("sharedEventId")),
            vpc_endpoint: self.field(At::VpcEndpoint),
            vpc_endpoint_account: unmapped.field("vpcEndpointAccountId"),
            tls_version: unmapped.field("tlsDetails.tlsVersion"),
            identity: self.identity(&unmapped),
            resources,
            parameters: request.as_deref(),
            response: response.as_deref(),
            additional: additional.as_deref(),
            is_cut: !(is_request_whole && are_resources_whole),
        };
        visit(Item::Record(&record));
        Ok(())
    }

    fn identity(&self, unmapped: &Unmapped<'b>) -> Identity<'b> {
        let issuer =
            |name: &str| unmapped.field(&format!("userIdentity.sessionContext.sessionIssuer.{name}"));
        // Version 1 has the ARN in `uuid` and the id in `uid`, version 2 in `uid` and `uid_alt`; an id may look like an ARN.
        let [uuid, uid, uid_alt] = [At::UserUuid, At::UserUid, At::UserUidAlt].map(|at| self.field(at));
        let is_first_version = uuid.is_some() || (self.columns.has(At::UserUuid) && uid_alt.is_none());
        let (arn, principal_id) = if is_first_version { (uuid, uid) } else { (uid, uid_alt) };
        let kind = self.field(At::UserType);
        // One column for two members: who sent the caller, or who sent the one that took the role.
        let provider = self.field(At::Provider);
        let is_users = matches!(kind.as_deref(), Some("SAMLUser" | "WebIdentityUser"));
        let (identity_provider, federated_provider) =
            if is_users { (provider, None) } else { (None, provider) };
        Identity {
            principal_id,
            arn,
            account: self.field(At::UserAccount),
            user_name: self.field(At::UserName),
            invoked_by: self.field(At::InvokedBy),
            identity_provider,
            issuer_arn: self.field(At::Issuer),
            issuer_kind: issuer("type"),
            issuer_account: issuer("accountId"),
            issuer_name: issuer("userName"),
            mfa: self
                .batch
                .flag(At::Mfa as usize, self.row)
                .map(|mfa| if mfa { "true" } else { "false" }.into()),
            federated_provider,
            on_behalf_of: unmapped.field("userIdentity.onBehalfOf.userId"),
            kind,
        }
    }

    /// The request as JSON, and whether that is all of it.
    fn request(&self, unmapped: &Unmapped<'b>) -> (Option<Cow<'b, str>>, bool) {
        let text = self.text(At::Request).or_else(|| unmapped.text("requestParameters"));
        match text {
            Some("null") => (None, true),
            Some(text) if is_json(text) => (Some(text.into()), true),
            Some(_) => (None, false),
            None => {
                let (request, is_whole) = unmapped.below("requestParameters.");
                // Where neither of the two is in the file, no row tells its request.
                let is_told = self.columns.has(At::Request) || self.columns.has(At::UnmappedKey);
                (request.map(Into::into), is_whole && is_told)
            }
        }
    }

    /// What the record lists, and whether that is all of it.
    fn resources(&self, unmapped: &Unmapped<'b>) -> (Vec<Resource<'b>>, bool) {
        let Some(arns) = self.batch.list(At::ResourceArn as usize, self.row) else {
            let (arns, is_whole) = unmapped.pieces("resources[].ARN");
            let resource = |arn: &'b str| Resource { arn: Some(arn.into()), ..Resource::default() };
            return (arns.into_iter().map(resource).collect(), is_whole);
        };
        let accounts = self.batch.list(At::ResourceAccount as usize, self.row).unwrap_or_default();
        let mut accounts = accounts.iter().map(as_text);
        let resource = |arn: Option<&'b str>| Resource {
            arn: arn.filter(|arn| !arn.is_empty()).map(Into::into),
            arn_prefix: None,
            account: accounts.next().flatten().filter(|account| !account.is_empty()).map(Into::into),
        };
        (arns.iter().map(as_text).map(resource).collect(), true)
    }

    fn unmapped(&self) -> Unmapped<'b> {
        let list = |at: At| self.batch.list(at as usize, self.row).unwrap_or_default();
        let (keys, values) = (list(At::UnmappedKey), list(At::UnmappedValue));
        let pairs = keys.iter().map(as_text).zip(values.iter().map(as_text));
        Unmapped(pairs.filter_map(|(key, value)| key.zip(value)).collect())
    }

    fn has_failed(&self) -> bool {
        match self.text(At::Status) {
            Some(status) => status.eq_ignore_ascii_case("failure"),
            None => self.number(At::StatusId) == Some(FAILURE),
        }
    }

    /// A text; one that is empty is as good as none, as it is in columns that may not be null.
    fn text(&self, at: At) -> Option<&'b str> {
        self.batch.text(at as usize, self.row).filter(|text| !text.is_empty())
    }

    fn field(&self, at: At) -> Field<'b> {
        self.text(at).map(Into::into)
    }

    fn number(&self, at: At) -> Option<i64> {
        self.batch.number(at as usize, self.row)
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}
