//! Who is there: accounts, their regions and their callers, each with the few calls that it makes.

use std::collections::BTreeSet;

use super::calls::CALLS;
use super::dice::Dice;

/// An account of the organization.
pub(super) struct Account {
    pub(super) id: String,
    pub(super) partition: &'static str,
    pub(super) regions: &'static [&'static str],
    /// Whether a trail of its own delivers what the trail of the organization delivers too.
    pub(super) is_doubled: bool,
    pub(super) callers: Vec<Caller>,
}

/// One that calls.
pub(super) struct Caller {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Path of a role or user, with both slashes.
    pub(super) path: String,
    /// The unique id without its prefix.
    pub(super) id: String,
    pub(super) number: usize,
    /// Indexes into [`CALLS`], the frequent first.
    pub(super) calls: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Role,
    /// A role session whose record does not name the role, only the session.
    Session,
    /// A role of Identity Center.
    PermissionSet,
    ServiceLinked,
    User,
    Root,
    FederatedUser,
    Saml,
    WebIdentity,
    /// A web identity that failed before a role was named.
    WebProvider,
    CenterUser,
    OtherAccount,
    Service,
    Anonymous,
    /// A record whose identity has no type.
    Untyped,
}

const COMMERCIAL: &[&str] =
    &["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2", "ap-northeast-1"];
const GOV: &[&str] = &["us-gov-west-1", "us-gov-east-1"];
const CHINA: &[&str] = &["cn-north-1"];

/// How many callers of each kind are among a thousand.
const MIX: &[(Kind, usize)] = &[
    (Kind::Role, 560),
    (Kind::User, 130),
    (Kind::PermissionSet, 90),
    (Kind::ServiceLinked, 70),
    (Kind::Service, 50),
    (Kind::Session, 20),
    (Kind::FederatedUser, 15),
    (Kind::Saml, 10),
    (Kind::WebIdentity, 15),
    (Kind::WebProvider, 5),
    (Kind::CenterUser, 10),
    (Kind::OtherAccount, 10),
    (Kind::Anonymous, 3),
    (Kind::Untyped, 7),
    (Kind::Root, 5),
];

const WORDS: &[&str] = &[
    "billing", "orders", "search", "ingest", "audit", "deploy", "backup", "edge", "ledger", "media", "mail",
    "quote", "risk", "stock", "video", "web",
];
const PARTS: &[&str] =
    &["api", "worker", "etl", "cron", "admin", "reader", "pipeline", "task", "node", "lambda"];
const PATHS: &[&str] = &["/", "/", "/", "/app/", "/service-role/", "/team/platform/", "/ci/"];
pub(super) const SERVICES: &[&str] = &[
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "config.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "cloudtrail.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "autoscaling.amazonaws.com",
    "elasticloadbalancing.amazonaws.com",
];

/// The organization: fourteen accounts, one of them in `GovCloud` and one in China, and with so many principals if that is asked for.
pub(super) fn accounts(dice: &mut Dice, events: usize, principals: Option<usize>) -> Vec<Account> {
    // Twice as many as it takes if no account had a caller of another: services are the same in all.
    let callers = principals.map_or((events / 5_000).clamp(24, 220), |principals| principals / 7 + 24);
    let account = |number: usize| {
        let (partition, regions) = match number {
            12 => ("aws-us-gov", GOV),
            13 => ("aws-cn", CHINA),
            _ => ("aws", COMMERCIAL),
        };
        let id = format!("{:012}", 11_122_223_333 * (number + 1));
        let callers = (0..callers).map(|rank| caller(dice, rank)).collect();
        Account { id, partition, regions, is_doubled: number % 5 == 2, callers }
    };
    let mut accounts: Vec<Account> = (0..14).map(account).collect();
    if let Some(principals) = principals {
        keep(&mut accounts, principals);
    }
    accounts
}

/// Leaves so many principals: the first caller of each account, then the second of each, and so on.
fn keep(accounts: &mut [Account], principals: usize) {
    let mut seen = BTreeSet::new();
    let mut kept = vec![0; accounts.len()];
    let most = accounts.iter().map(|account| account.callers.len()).max().unwrap_or_default();
    for (rank, at) in (0..most).flat_map(|rank| (0..accounts.len()).map(move |at| (rank, at))) {
        let (Some(account), Some(kept)) = (accounts.get(at), kept.get_mut(at)) else { continue };
        let Some(Caller { kind, name, .. }) = account.callers.get(rank) else { continue };
        seen.insert(match kind {
            Kind::Anonymous => (*kind, "", ""),
            Kind::Service => (*kind, "", name.as_str()),
            _ => (*kind, account.id.as_str(), name.as_str()),
        });
        if seen.len() > principals {
            break;
        }
        *kept = rank + 1;
    }
    for (account, kept) in accounts.iter_mut().zip(kept) {
        account.callers.truncate(kept);
    }
}

fn caller(dice: &mut Dice, rank: usize) -> Caller {
    // The busy ones of an account are roles; each kind comes at least once in the small accounts, too.
    let kind = match rank {
        0..3 => Kind::Role,
        3..18 => MIX[rank - 3].0,
        _ => kind(dice),
    };
    let stem = format!("{}-{}-{rank}", dice.pick(WORDS), dice.pick(PARTS));
    let (name, path) = match kind {
        Kind::PermissionSet => (
            format!(
                "AWSReservedSSO_{}_{}",
                dice.pick(&["AdministratorAccess", "ReadOnly", "Data_Team"]),
                dice.hex(16)
            ),
            "/aws-reserved/sso.amazonaws.com/eu-west-1/".to_owned(),
        ),
        Kind::ServiceLinked => {
            let service = dice.pick(&["AutoScaling", "Config", "ECS", "Support", "TrustedAdvisor"]);
            let path = format!("/aws-service-role/{}.amazonaws.com/", service.to_lowercase());
            (format!("AWSServiceRoleFor{service}{rank}"), path)
        }
        Kind::Role | Kind::Untyped | Kind::Saml | Kind::WebIdentity => (stem, dice.pick(PATHS).to_owned()),
        Kind::User => (format!("{stem}@acme.example"), dice.pick(&["/", "/", "/staff/"]).to_owned()),
        Kind::Service => (SERVICES[rank % SERVICES.len()].to_owned(), String::new()),
        Kind::OtherAccount => (format!("{:012}", 900_000_000_000 + dice.below(99_999_999)), String::new()),
        Kind::CenterUser => (dice.uuid(), String::new()),
        _ => (stem, "/".to_owned()),
    };
    let mut calls: Vec<usize> =
        (0..2 + dice.spread(8.0, 0.8).min(50)).map(|_| dice.rank(CALLS.len())).collect();
    let mut seen = BTreeSet::new();
    calls.retain(|call| seen.insert(*call));
    Caller { kind, name, path, id: dice.capitals(17), number: dice.below(1 << 20), calls }
}

fn kind(dice: &mut Dice) -> Kind {
    let mut left = dice.below(1000);
    for (kind, share) in MIX {
        if left < *share {
            return *kind;
        }
        left -= share;
    }
    Kind::Role
}
