//! Which entries of a grant one pattern may stand for.

use catalog::{Action, Kinds, Level};
use policy::{ARN_PARTS, arn_parts, is_plain};

use crate::grants::types_of;

/// What the entries of one pattern have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kin<'a> {
    /// Up to the resource part: `arn:aws:sqs:eu-west-1:111122223333:`.
    pub(super) head: &'a str,
    /// What the entries end in by AWS's rules and not by their names.
    pub(super) end: &'static str,
    /// Names of the action's resource types that they can be.
    types: Vec<&'a str>,
}

/// A resource part, without the kin's end, and where in it the name begins that may become a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    /// The whole entry.
    pub(super) entry: &'a str,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

/// Whether each resource of the action is named, however many there are: roles to take or to hand over, and identities whose
/// permissions it changes. Whoever may do so with a pattern of them gains what the next role of such a name is given.
pub(super) fn must_be_named(action: Action<'_>) -> bool {
    let name = action.full_name();
    let is_about_identities = action.service().prefix() == "iam";
    name == "iam:PassRole"
        || name.starts_with("sts:AssumeRole")
        || (is_about_identities && action.level() == Level::PermissionsManagement)
}

/// The kin of an entry and its name; none if it is to stay as it is, as what is a pattern already is.
pub(super) fn kin<'a>(entry: &'a str, kinds: &Kinds<'a>) -> Option<(Kin<'a>, Name<'a>)> {
    kin_under(head(entry)?, entry, kinds)
}

/// The same of an entry with this head.
pub(super) fn kin_under<'a>(head: &'a str, entry: &'a str, kinds: &Kinds<'a>) -> Option<(Kin<'a>, Name<'a>)> {
    let resource = entry.get(head.len()..)?;
    if !is_plain(head) {
        return None;
    }
    let end = end(resource);
    let text = resource.get(..resource.len() - end.len())?;
    if !is_plain(text) && (text.contains(['*', '?']) || text.contains("${")) {
        return None;
    }
    let mut types = Vec::new();
    let mut prescribed = None;
    for kind in types_of(kinds, entry) {
        types.push(kind.name());
        prescribed = prescribed.max(kinds.prescribed(kind, text));
    }
    let start = own_start(head, text, prescribed?)?;
    Some((Kin { head, end, types }, Name { entry, text, start }))
}

/// An entry up to its resource part.
pub(super) fn head(entry: &str) -> Option<&str> {
    let ([.., resource], count) = arn_parts(entry);
    entry.get(..entry.len() - resource.len()).filter(|_| count == ARN_PARTS)
}

impl Kin<'_> {
    /// The entry for a pattern of names.
    pub(super) fn entry(&self, names: &str) -> String {
        format!("{}{names}{}", self.head, self.end)
    }

    /// Whether the entry is of no other type than the kin's entries are.
    pub(super) fn holds(&self, entry: &str, kinds: &Kinds<'_>) -> bool {
        types_of(kinds, entry).all(|kind| self.types.contains(&kind.name()))
    }

    /// What the resources are called.
    pub(super) fn kind(&self, action: Action<'_>) -> String {
        let types = action.targets().map(|target| target.resource);
        let own = types.filter(|kind| self.types.contains(&kind.name()));
        own.max_by_key(|kind| kind.arn_formats().map(str::len).max())
            .map_or_else(|| "resource".to_owned(), |kind| kind.name().replace('-', " "))
    }

    /// Whether a pattern of names is for all of the type, as far as names tell: no word is left in it.
    pub(super) fn is_whole(&self, names: &str, start: usize) -> bool {
        let own = names.get(if self.is_in_bucket() { 0 } else { start }..).unwrap_or_default();
        // `i-`, `subnet-` and the like begin the ids of all that there are.
        let own = match own.split_once('-') {
            Some((kind, id)) if self.is_of_ids() && kind.bytes().all(|byte| byte.is_ascii_lowercase()) => id,
            _ => own,
        };
        !own.contains(|letter: char| letter.is_alphanumeric())
    }

    /// Whether AWS may have given the names.
    pub(super) fn is_of_ids(&self) -> bool {
        is_of_ids(self.head)
    }

    fn is_in_bucket(&self) -> bool {
        self.head.contains(":s3:::")
    }
}

/// Whether the name looks like one that AWS gave, such as `vpc-0a1b2c3d4e5f60718`: it tells nothing of the resource.
pub(super) fn is_given(name: &Name<'_>) -> bool {
    let own = name.text.get(name.start..).unwrap_or_default();
    let is_id = |id: &str| matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_kind = |kind: &str| kind.bytes().all(|byte| byte.is_ascii_lowercase());
    own.split_once('-').is_some_and(|(kind, id)| is_kind(kind) && is_id(id))
}

/// Whether AWS names resources with this head by ids.
pub(super) fn is_of_ids(head: &str) -> bool {
    [":ec2:", ":elasticfilesystem:"].iter().any(|service| head.contains(service))
}

/// Where the part of a name begins that may become a pattern: behind what the type prescribes.
///
/// Who owns a resource is told by the account in its ARN. Where that is empty, only what can belong to the caller alone, and
/// objects within a named bucket, may become a pattern: names of buckets, public images and the like belong to anybody.
fn own_start(head: &str, text: &str, prescribed: usize) -> Option<usize> {
    let has_account = !head.ends_with("::");
    if has_account {
        return Some(prescribed);
    }
    let ([_, _, service, ..], _) = arn_parts(head);
    match service {
        "s3" => text.find('/').map(|slash| slash + 1),
        "apigateway" | "route53" => Some(prescribed),
        _ => None,
    }
}

/// How AWS ends entries: streams of a log group, the random letters of a secret.
fn end(resource: &str) -> &'static str {
    const STREAMS: &str = ":*";
    const RANDOM: &str = "-??????";
    if resource.starts_with("log-group:") && resource.ends_with(STREAMS) {
        return STREAMS;
    }
    let is_random = |tail: &str| {
        tail.strip_prefix('-').is_some_and(|tail| tail.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    let tail = resource.len().checked_sub(RANDOM.len()).and_then(|at| resource.get(at..));
    let is_secret =
        resource.starts_with("secret:") && tail.is_some_and(|tail| tail == RANDOM || is_random(tail));
    if is_secret { RANDOM } else { "" }
}
