//! What a generated policy rests on.

use draft::{Basis, Demand, FoundResource, Generalised, Grant, Widening};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use trail::Wanted;
use trail::dependent::Why;
use trail::resource::Origin;

/// One action that a policy allows
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Evidence {
    action: String,
    /// What the policy allows it on
    resources: Vec<String>,
    /// Under what it is allowed
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<Condition>,
    /// `used`; `inferred`: requests called for it beside the calls; `documented`: AWS says that what was used needs it; `denied`: it was
    /// refused; `reads-like`: AWS names it like a read that was used
    basis: String,
    /// More of that, where it was not simply used
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Where that goes beyond what the log shows, and why
    widened: Vec<String>,
    /// How each resource is known that the log tells of
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found: Vec<Found>,
    /// Services through which the call came, beside those made directly
    via: Vec<String>,
    /// Whose use it is, where several are drafted as one
    #[serde(skip_serializing_if = "Vec::is_empty")]
    principals: Vec<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Whether calls before or after the time that was asked for are counted, since usage does not tell them apart
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    beyond_time: bool,
    /// `SOURCE:NAME` of the events
    events: Vec<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
    /// Whether all of the calls failed, for other reasons than a refusal
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_failed: bool,
    /// With which errors they did
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error_codes: Vec<String>,
}

/// A condition, and why it stands
#[derive(Debug, Serialize, JsonSchema)]
struct Condition {
    operator: String,
    key: String,
    values: Vec<String>,
    why: String,
}

/// How a resource is known
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Found {
    resource: String,
    /// `resources`: the record lists it; `parameter`: the request names it; `template`: it is made of what the request says; `pattern`: so,
    /// but in part; `message`: the refusal names it; `caller`: it is the caller
    #[schemars(with = "Vec<String>")]
    by: Ways,
    /// Whether all calls failed that touched it: it may not exist
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_failed: bool,
}

/// The names of an origin.
#[derive(Debug)]
struct Ways(Origin);

/// An event that no action is known for
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NotReplayed {
    event_source: String,
    event_name: String,
    reason: String,
    count: u64,
}

/// Resources named in one line.
const MOST_NAMED: usize = 3;

impl Evidence {
    pub(super) fn of(grant: Grant, is_alone: bool, wanted: &Wanted) -> Self {
        let is_before = wanted.start.zip(grant.first).is_some_and(|(start, first)| first < start);
        let is_after = wanted.end.zip(grant.last).is_some_and(|(end, last)| last >= end);
        Self {
            action: grant.action,
            resources: grant.resources,
            conditions: grant.demands.into_iter().map(Condition::of).collect(),
            basis: basis(&grant.basis).to_owned(),
            why: why(&grant.basis),
            widened: grant.widened.iter().map(widening).collect(),
            found: grant.found.into_iter().map(Found::of).collect(),
            via: grant.via,
            principals: if is_alone { Vec::new() } else { grant.principals },
            count: grant.count,
            first: grant.first.map(|time| time.to_string()),
            last: grant.last.map(|time| time.to_string()),
            beyond_time: is_before || is_after,
            events: grant.events,
            event_ids: grant.event_ids,
            only_failed: !grant.only_failed.is_empty(),
            error_codes: grant.only_failed,
        }
    }

    /// A line for each way in which the policy allows more than the log shows, and for what rests on other ground than success.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> + '_ {
        let Self { action, why, .. } = self;
        let wider = self.widened.iter().map(move |why| format!("wider than the log: {action}: {why}"));
        let ground = why.iter().map(move |why| format!("{}: {action}: {why}", self.basis));
        let missed: Vec<&str> =
            self.found.iter().filter(|found| found.only_failed).map(|found| &*found.resource).collect();
        let missed = (!missed.is_empty() && !self.only_failed).then(|| {
            let (named, more) = missed.split_at(missed.len().min(MOST_NAMED));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            format!("authorized, but always failed: {action} on {}{more}", named.join(", "))
        });
        let failed = self
            .only_failed
            .then(|| format!("authorized, but always failed: {action} ({})", self.error_codes.join(", ")));
        let beyond = self
            .beyond_time
            .then(|| format!("counted whole, although some calls may lie outside of the time: {action}"));
        ground.chain(wider).chain(failed).chain(missed).chain(beyond)
    }
}

impl Condition {
    fn of(Demand { operator, key, values }: Demand) -> Self {
        Self { why: why_demanded(&key).to_owned(), operator, key, values }
    }
}

impl Found {
    fn of(FoundResource { entry, origin, only_failed }: FoundResource) -> Self {
        Self { resource: entry, by: Ways(origin), only_failed }
    }
}

impl Serialize for Ways {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.names())
    }
}

impl NotReplayed {
    pub(super) fn of(event: &draft::NotReplayed) -> Self {
        Self {
            event_source: event.event_source.clone(),
            event_name: event.event_name.clone(),
            reason: event.why.name().to_owned(),
            count: event.count,
        }
    }

    pub(super) fn note(&self) -> String {
        let Self { event_source, event_name, reason, count } = self;
        format!("no action is known for {event_source}:{event_name} ({reason}, {})", times(*count))
    }
}

pub(super) fn basis(basis: &Basis) -> &'static str {
    match basis {
        Basis::Used => "used",
        Basis::Inferred(_) => "inferred",
        Basis::Documented { .. } => "documented",
        Basis::Denied { .. } => "denied",
        Basis::ReadsLike(_) => "reads-like",
    }
}

fn why(basis: &Basis) -> Option<String> {
    Some(match basis {
        Basis::Used => return None,
        Basis::Inferred(Why::PassesRole) => {
            "a request hands over the role, which is not logged as a call".to_owned()
        }
        Basis::Inferred(Why::NamesKey) => {
            "a request names the key, and the call is documented to use it".to_owned()
        }
        Basis::Inferred(Why::TagsResource) => {
            "a request gives tags to what it makes, which is not logged as a call".to_owned()
        }
        Basis::Inferred(Why::NamesLayer) => {
            "a request puts the layer into a function, which is not logged as a call".to_owned()
        }
        Basis::Inferred(Why::EncryptsObject) => "the object is encrypted with the key".to_owned(),
        Basis::Documented { needed_for } => format!("documented as needed for {}", needed_for.join(", ")),
        Basis::Denied { reasons } if reasons.iter().all(|reason| is_missing_allow(*reason)) => {
            "it was refused, and is granted because that was asked for".to_owned()
        }
        Basis::Denied { reasons } => {
            let names: Vec<_> = reasons.iter().map(|reason| reason.name().into_owned()).collect();
            format!(
                "it was refused by policies of another kind or by a Deny ({}): a grant here does not help",
                names.join(", ")
            )
        }
        Basis::ReadsLike(used) => format!("never used; it is named like {used}, which was"),
    })
}

/// Whether an Allow in the policies of the caller may be what is missing.
pub(super) fn is_missing_allow(reason: trail::Reason) -> bool {
    matches!(reason, trail::Reason::Unknown | trail::Reason::Implicit(trail::Layer::Identity))
}

fn why_demanded(key: &str) -> &'static str {
    match key {
        "aws:RequestedRegion" => "all calls were made in these regions",
        "aws:SourceVpce" => "all calls came through these VPC endpoints",
        "aws:SecureTransport" => "all calls came over TLS",
        "aws:MultiFactorAuthPresent" => "all calls were made in sessions with a second factor",
        "aws:CalledVia" => "these calls were all made by the service for its caller",
        "kms:ViaService" => "the key was used by the service only, for its caller",
        "kms:GrantIsForAWSResource" => "the service made the grant, for a resource of its own",
        "iam:PassedToService" => {
            "the role was handed to this service; without the condition it could be handed to any"
        }
        "ec2:CreateAction" => {
            "these calls gave tags to what they made; without the condition tags of what exists could be changed"
        }
        _ => "all calls met it",
    }
}

/// A pattern with the first of what it stands for.
fn generalised(told: &Generalised) -> String {
    let Generalised { pattern, covers, also } = told;
    format!("`{pattern}` stands for {} that were touched, and for {also}", first_of(covers))
}

/// The first entries, and how many more there are.
pub(super) fn first_of(entries: &[String]) -> String {
    const SHOWN: usize = 3;
    let first: Vec<_> = entries.iter().take(SHOWN).map(|entry| format!("`{entry}`")).collect();
    let more = entries.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", first.join(", "))
}

fn widening(widening: &Widening) -> String {
    match widening {
        Widening::ActionsOnly => "only actions were asked for".to_owned(),
        Widening::OneOfSeveral => "the log does not say which of several actions was asked for".to_owned(),
        Widening::NoResourceLogged => "the log names no resource".to_owned(),
        Widening::NotAlwaysLogged => "of some of the calls the log names no resource".to_owned(),
        Widening::TooManyResources => "more resources were touched than usage keeps".to_owned(),
        Widening::TooManyUnder(stem) => format!("many resources begin with `{stem}`"),
        Widening::PartlyLogged(pattern) => format!("the log does not tell all of `{pattern}`"),
        Widening::LettersNotTaken(pattern) => {
            format!("no policy takes letters above U+00FF, for which `{pattern}` has `*`")
        }
        Widening::Generalised(told) => generalised(told),
        Widening::TypeNotLogged(kind) => {
            format!("it also needs a resource of type `{kind}`, which the log does not name")
        }
        Widening::Shared(entries) => {
            format!("it was not used on {}, which other actions of its kind were", first_of(entries))
        }
        Widening::NeverUsed => "it was never used".to_owned(),
    }
}

pub(super) fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
