//! What the columns are called and hold. `docs/usage.md` describes them; within a version of the format columns are only added.

use crate::columnar::{Column, Kind, Place};

use Kind::{Flag, Moment, Number, Text};
use Place::{Entry, List, Row};

/// Makes the list of columns and a name for the place of each.
macro_rules! columns {
    ($($at:ident: $name:literal, $kind:expr, $place:expr;)+) => {
        /// The place of a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum At { $($at),+ }

        pub(super) const COLUMNS: &[Column] = &[$(Column { name: $name, kind: $kind, place: $place }),+];
    };
}

const RESOURCES: Place = Entry("resources");
const INFERRED: Place = Entry("inferred");
const DENIALS: Place = Entry("denials");

columns! {
    Principal: "principal", Text, Row;
    PrincipalAccount: "principal_account", Text, Row;
    PermissionSet: "permission_set", Text, Row;
    Service: "service", Text, Row;
    EventSource: "event_source", Text, Row;
    EventName: "event_name", Text, Row;
    Via: "via", Text, Row;
    Outcome: "outcome", Text, Row;
    Count: "count", Number, Row;
    Actions: "actions", Text, List;
    OneOf: "one_of", Text, List;
    NoPermission: "no_permission", Text, Row;
    Unmapped: "unmapped", Text, Row;
    FirstSeen: "first_seen", Moment, Row;
    LastSeen: "last_seen", Moment, Row;
    Regions: "regions", Text, List;
    RegionsTruncated: "regions_truncated", Flag, Row;
    Accounts: "accounts", Text, List;
    AccountsTruncated: "accounts_truncated", Flag, Row;
    ErrorCodes: "error_codes", Text, List;
    ErrorCodesTruncated: "error_codes_truncated", Flag, Row;
    Arn: "arn", Text, RESOURCES;
    ArnBy: "by", Text, RESOURCES;
    ArnActions: "actions", Text, RESOURCES;
    ResourcesCrowded: "resources_crowded", Text, List;
    ResourcesTruncated: "resources_truncated", Flag, Row;
    ResourcesUnnamed: "resources_unnamed", Flag, Row;
    InferredAction: "action", Text, INFERRED;
    InferredWhy: "why", Text, INFERRED;
    InferredService: "service", Text, INFERRED;
    InferredArn: "arn", Text, INFERRED;
    InferredBy: "by", Text, INFERRED;
    InferredCrowded: "crowded", Flag, INFERRED;
    InferredTruncated: "truncated", Flag, INFERRED;
    DeniedAction: "action", Text, DENIALS;
    DeniedResource: "resource", Text, DENIALS;
    DeniedReason: "reason", Text, DENIALS;
    DenialsTruncated: "denials_truncated", Flag, Row;
    Networks: "networks", Text, List;
    VpcNetworks: "vpc_networks", Text, List;
    VpcEndpoints: "vpc_endpoints", Text, List;
    VpcEndpointsTruncated: "vpc_endpoints_truncated", Flag, Row;
    Mfa: "mfa", Text, List;
    TlsVersions: "tls_versions", Text, List;
    TlsVersionsTruncated: "tls_versions_truncated", Flag, Row;
    UserAgents: "user_agents", Text, List;
    UserAgentsTruncated: "user_agents_truncated", Flag, Row;
    Sessions: "sessions", Text, List;
    SessionsTruncated: "sessions_truncated", Flag, Row;
    Encryption: "encryption", Text, List;
    EncryptionTruncated: "encryption_truncated", Flag, Row;
    Always: "always", Text, List;
    Evidence: "evidence", Text, List;
    EvidenceTruncated: "evidence_truncated", Flag, Row;
    Seen: "seen", Text, Row;
}
