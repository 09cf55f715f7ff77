//! Which columns hold what, in each version of the schema.

use crate::columnar::{File, Kind};
use crate::{Place, Problem};

use Kind::{Flag, Moment, Number, Text};

/// Makes a name for the place of each column, and the names under which it may lie, the first that is there counting.
macro_rules! columns {
    ($($at:ident: [$($path:literal),+], $kinds:expr, $in_list:expr;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum At { $($at),+ }

        const COLUMNS: &[(&[&str], &[Kind], bool)] = &[$((&[$($path),+], $kinds, $in_list)),+];
    };
}

const ONE: bool = false;
const LIST: bool = true;

columns! {
    Product: ["metadata.product.name"], &[Text], ONE;
    EventVersion: ["metadata.product.version"], &[Text], ONE;
    EventId: ["metadata.uid"], &[Text], ONE;
    EventType: ["metadata.event_code"], &[Text], ONE;
    Class: ["class_uid"], &[Number], ONE;
    Time: ["time", "time_dt"], &[Number, Moment], ONE;
    EventSource: ["api.service.name"], &[Text], ONE;
    EventName: ["api.operation"], &[Text], ONE;
    ErrorCode: ["api.response.error"], &[Text], ONE;
    ErrorMessage: ["api.response.message"], &[Text], ONE;
    Status: ["status"], &[Text], ONE;
    StatusId: ["status_id"], &[Number], ONE;
    Request: ["api.request.data"], &[Text], ONE;
    Response: ["api.response.data"], &[Text], ONE;
    Region: ["cloud.region"], &[Text], ONE;
    Account: ["cloud.account.uid", "cloud.account_uid"], &[Text], ONE;
    Address: ["src_endpoint.ip"], &[Text], ONE;
    Domain: ["src_endpoint.domain"], &[Text], ONE;
    VpcEndpoint: ["src_endpoint.uid"], &[Text], ONE;
    UserAgent: ["http_request.user_agent"], &[Text], ONE;
    UserType: ["actor.user.type", "identity.user.type"], &[Text], ONE;
    UserUid: ["actor.user.uid", "identity.user.uid"], &[Text], ONE;
    UserUuid: ["actor.user.uuid", "identity.user.uuid"], &[Text], ONE;
    UserUidAlt: ["actor.user.uid_alt"], &[Text], ONE;
    UserName: ["actor.user.name", "identity.user.name"], &[Text], ONE;
    UserAccount: ["actor.user.account.uid", "actor.user.account_uid", "identity.user.account_uid"], &[Text], ONE;
    InvokedBy: ["actor.invoked_by", "identity.invoked_by"], &[Text], ONE;
    Provider: ["actor.idp.name", "identity.idp.name"], &[Text], ONE;
    Issuer: ["actor.session.issuer", "identity.session.issuer"], &[Text], ONE;
    Mfa: ["actor.session.is_mfa", "actor.session.mfa", "identity.session.mfa"], &[Flag], ONE;
    ResourceArn: ["resources.uid"], &[Text], LIST;
    ResourceAccount: ["resources.account.uid", "resources.account_uid", "resources.owner.account.uid"], &[Text], LIST;
    UnmappedKey: ["unmapped.key"], &[Text], LIST;
    UnmappedValue: ["unmapped.value"], &[Text], LIST;
}

/// Where in a file the columns lie.
pub(super) struct Columns {
    pub(super) places: Vec<Option<usize>>,
}

/// Without these a row tells no call, and without one of the last group not how the call ended.
const NEEDED: [At; 4] = [At::Product, At::EventSource, At::EventName, At::Time];
const ENDS: [At; 3] = [At::ErrorCode, At::Status, At::StatusId];

impl Columns {
    /// The error is why the file tells no events; it names no file.
    pub(super) fn of(file: &File) -> Result<Self, Problem> {
        let unfit = |message: String| Problem::new("", Place::File, message);
        let mut places = Vec::with_capacity(COLUMNS.len());
        for (paths, kinds, in_list) in COLUMNS {
            let find = |path: &&str| file.find(&path.split('.').collect::<Vec<_>>());
            let place = paths.iter().find_map(find);
            if let Some(place) = place {
                file.check(place, kinds, *in_list).map_err(unfit)?;
            }
            places.push(place);
        }
        let columns = Self { places };
        let missing: Vec<_> = NEEDED.into_iter().filter(|at| !columns.has(*at)).map(At::path).collect();
        if missing.is_empty() && ENDS.into_iter().any(|at| columns.has(at)) {
            return Ok(columns);
        }
        let missing = missing.first().copied().unwrap_or(At::ErrorCode.path());
        let problem = unfit(format!(
            "a Parquet file, but none of CloudTrail events: the column `{missing}` is missing"
        ));
        Err(problem.help("Parquet is read as Amazon Security Lake writes it, with the columns of OCSF"))
    }

    pub(super) fn has(&self, at: At) -> bool {
        self.places.get(at as usize).is_some_and(Option::is_some)
    }
}

impl At {
    fn path(self) -> &'static str {
        COLUMNS.get(self as usize).and_then(|(paths, ..)| paths.first()).copied().unwrap_or_default()
    }
}
