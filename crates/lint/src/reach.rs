//! What a statement grants on every resource there is, less what the policy denies again, and how grave each grant is.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use catalog::{Action, ActionSet, Level};
use policy::tree::{ConditionEntry, PolicyKind, Spanned, Statement};
use policy::{ActionPattern, Glob, ResourcePattern, Span, Token};

use crate::cx::Finding;
use crate::grave_actions::{CREDENTIALS, DATA, DECRYPTION, OTHERWISE_CHECKED, SAFEGUARDS, SHARING, is_in};
use crate::{Cx, escalation};

/// Why an action should not be allowed on every resource, the gravest first. An entry with wildcards has the gravest concern
/// of the actions it stands for, so that it is reported once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Concern {
    Credentials,
    Data,
    Decryption,
    Permissions,
    Purchase,
    /// It changes something, and AWS can limit it to resources.
    Write,
    /// It changes something, and only conditions can limit it.
    WriteOfNothingNamed,
    /// It reads something that can be named.
    Read,
    /// It lists what something that can be named holds.
    List,
}

/// The gravest concern of each entry that was looked at, which several checks ask for, and how many judgements are left.
pub(crate) struct Concerns {
    known: RefCell<BTreeMap<Span, Option<Concern>>>,
    left: Cell<usize>,
}

impl Default for Concerns {
    fn default() -> Self {
        Self { known: RefCell::default(), left: Cell::new(MOST_JUDGED) }
    }
}

impl Concerns {
    /// Whether one more entry may be held against the rest of the policy.
    pub(crate) fn may_judge(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

/// How many entries of one document are held against the rest of it by all checks together. No policy within AWS's quotas has as
/// many; in one of a million entries that would take hours.
const MOST_JUDGED: usize = 5_000;

/// Entries of a statement with the same concern, in the order written.
pub(crate) struct Grants<'a>(Vec<&'a Spanned<ActionPattern>>);

/// The action entries that a statement of an identity policy allows on `*`, without a condition or a `Deny` that limits them,
/// and whose gravest concern is one of these. Entries for a whole service are left to the checks of their own.
///
/// To take every user, secret or key there is, `user/*` is enough: it counts as `*` where credentials, data or decryption are
/// concerned.
pub(crate) fn unlimited<'s>(
    cx: &Cx<'_>,
    statement: &'s Statement,
    concerns: &[Concern],
) -> Option<Grants<'s>> {
    if cx.kind != PolicyKind::Identity || !statement.allows() {
        return None;
    }
    let everywhere = is_everywhere(statement);
    let is_of_names = concerns.iter().any(|concern| *concern <= Concern::Decryption);
    let open = if everywhere || !is_of_names { Vec::new() } else { open_names(statement) };
    if (!everywhere && open.is_empty()) || is_narrowed(statement) {
        return None;
    }
    let is_meant = |entry: &&Spanned<ActionPattern>| {
        let is_of = |concern| {
            let is_everything =
                || everywhere || (concern <= Concern::Decryption && holds_all(cx, &open, &entry.value));
            concerns.contains(&concern) && is_everything()
        };
        !is_whole_service(&entry.value) && gravest(cx, entry).is_some_and(is_of)
    };
    let found: Vec<_> = statement.actions().iter().filter(is_meant).collect();
    (!found.is_empty()).then_some(Grants(found))
}

/// Whether the statement allows what it allows on every resource, and no condition limits it.
pub(crate) fn is_unlimited(statement: &Statement) -> bool {
    statement.allows() && is_everywhere(statement) && !is_narrowed(statement)
}

fn is_everywhere(statement: &Statement) -> bool {
    statement.resources().iter().any(|resource| resource.value.is_everything())
}

/// The service and the name of each resource whose name ends open, as in `…:user/*`.
fn open_names(statement: &Statement) -> Vec<(&Glob, &Glob)> {
    statement.resources().iter().take(MOST_OPEN).filter_map(|resource| open_name(&resource.value)).collect()
}

fn open_name(resource: &ResourcePattern) -> Option<(&Glob, &Glob)> {
    let [_, _, service, _, _, name] = resource.parts() else { return None };
    let is_open = resource.is_exact() && name.tokens().last() == Some(&Token::AnyRun);
    // What stands before it is a type and no name; in S3 names stand alone.
    let kind = name.tokens().iter().take_while(|token| token.letter().is_some()).count();
    let is_named = match kind.checked_sub(1).and_then(|last| name.tokens().get(last)) {
        None => false,
        Some(Token::Char('/' | ':')) => service.matches("s3"),
        Some(_) => true,
    };
    (is_open && !is_named).then_some((service, name))
}

/// No policy within AWS's limits has as many.
const MOST_OPEN: usize = 200;

/// Whether one of these is every resource of a type that the action applies to, of whatever account.
fn holds_all(cx: &Cx<'_>, open: &[(&Glob, &Glob)], entry: &ActionPattern) -> bool {
    let Some(action) = cx.catalog.action(entry.as_str()) else { return false };
    action.targets().flat_map(|target| target.resource.arn_formats().collect::<Vec<_>>()).any(|format| {
        let part = |index: usize| format.splitn(6, ':').nth(index).unwrap_or_default();
        let any_name = || {
            let filled = part(5).split("${").enumerate();
            let filled = filled.map(|(index, text)| match text.split_once('}') {
                Some((_, rest)) if index > 0 => format!("*{rest}"),
                _ => text.to_owned(),
            });
            Glob::new(&filled.collect::<String>())
        };
        open.iter().any(|(service, name)| service.matches(part(2)) && name.covers(&any_name()))
    })
}

/// Whether the entry stands for all actions of a service, or of all.
pub(crate) fn is_whole_service(entry: &ActionPattern) -> bool {
    entry.is_everything() || entry.name().is_some_and(Glob::is_everything)
}

/// Whether a condition of the statement limits who, what or from where, and not only when or over which protocol.
pub(crate) fn is_narrowed(statement: &Statement) -> bool {
    is_narrowed_but(statement, "")
}

/// The same of the conditions on other keys than this one.
pub(crate) fn is_narrowed_but(statement: &Statement, key: &str) -> bool {
    let Some(condition) = &statement.condition else {
        return crate::absence::has_malformed(statement, &["Condition"]);
    };
    // What cannot be read may say anything.
    let is_unread = !condition.malformed.is_empty()
        || condition
            .blocks
            .iter()
            .any(|block| !block.malformed.is_empty() || block.operator.value.name.is_none());
    is_unread || condition.entries().any(|(_, entry)| !entry.key.value.is(key) && narrows(entry))
}

/// Whether the policy denies the action again, on everything or wherever a condition or an exception does not spare it.
pub(crate) fn is_denied(cx: &Cx<'_>, action: &str) -> bool {
    cx.facts.denies().iter().any(|deny| {
        // What cannot be held against all of it is not spoken of.
        if !cx.budget.allows(1 + deny.actions().len() + deny.not_actions().len() + deny.resources().len()) {
            return true;
        }
        let everywhere = deny.resources().iter().any(|resource| resource.value.is_everything());
        let is_partial = deny.condition.is_some() && !is_narrowed(deny);
        (everywhere || deny.not_resource.is_some()) && !is_partial && names(deny, action)
    })
}

/// Whether the statement is about the action.
pub(crate) fn names(statement: &Statement, action: &str) -> bool {
    if let Some(excepted) = &statement.not_action {
        return !excepted.items.iter().any(|entry| entry.value.matches(action));
    }
    statement.actions().iter().any(|entry| entry.value.matches(action))
}

/// Whether a resource of the statement is one that the action applies to.
pub(crate) fn meets(cx: &Cx<'_>, statement: &Statement, action: &str) -> bool {
    let Some(action) = cx.catalog.action(action) else { return false };
    statement.not_resource.is_some()
        || statement.resources().iter().any(|resource| {
            resource.value.is_everything() || !action.targets_meeting(&resource.value).is_empty()
        })
}

impl Grants<'_> {
    pub(crate) fn first(&self) -> Span {
        self.0.first().map_or(Span::NONE, |entry| entry.span)
    }

    /// The others after the first.
    pub(crate) fn rest(&self) -> impl Iterator<Item = Span> {
        self.0.iter().skip(1).map(|entry| entry.span)
    }

    /// `a`, `b` and 3 more
    pub(crate) fn names(&self) -> String {
        listed(self.0.iter().map(|entry| entry.value.as_str()))
    }
}

/// Reports the grants as one finding at the first, with the others marked.
pub(crate) fn report<'f>(cx: &'f mut Cx<'_>, grants: &Grants<'_>, what: &str, help: &str) -> Finding<'f> {
    let message = format!("{} {what}", grants.names());
    let mut finding = cx.report(grants.first(), message);
    for span in grants.rest().take(MOST_LABELS) {
        finding = finding.label(span, "this too");
    }
    finding.help(help)
}

/// The first action that switches off a safeguard among those that the entry stands for.
pub(crate) fn safeguard(entry: &ActionPattern) -> Option<String> {
    let (prefix, _) = entry.as_str().split_once(':')?;
    let (prefix, names) = SAFEGUARDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix))?;
    names.iter().map(|name| format!("{prefix}:{name}")).find(|action| entry.matches(action))
}

const MOST_LABELS: usize = 20;
const MOST_NAMES: usize = 3;

/// The first names in backquotes, and how many more there are.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    let shown: Vec<_> = names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    match (shown.as_slice(), more) {
        (shown, 1..) => format!("{} and {more} more", shown.join(", ")),
        ([rest @ .., last], _) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (shown, _) => shown.concat(),
    }
}

/// Keys that say when, how or with which program, and so leave the whole of the resources open.
const NOT_NARROWING: [&str; 8] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:referer",
    "aws:requestedregion",
    "aws:securetransport",
    "aws:useragent",
    "s3:signatureversion",
    "s3:tlsversion",
];

/// Whether the key says when, how or with which program, and not who or what.
pub fn leaves_open(key: &str) -> bool {
    NOT_NARROWING.iter().any(|known| known.eq_ignore_ascii_case(key))
}

fn narrows(entry: &ConditionEntry) -> bool {
    let is_open = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte == b'*');
    let only_stars =
        !entry.values.is_empty() && entry.values.iter().all(|value| is_open(&value.value.text()));
    !leaves_open(&entry.key.value.text) && (!only_stars || is_tag(&entry.key.value.text))
}

/// Whether the key is a tag of the resource or of the caller: that there is one at all leaves out all that have none.
fn is_tag(key: &str) -> bool {
    let name = key.split_once('/').map(|(name, _)| name.rsplit(':').next().unwrap_or(name));
    name.is_some_and(|name| ["ResourceTag", "PrincipalTag"].iter().any(|tag| name.eq_ignore_ascii_case(tag)))
}

fn gravest(cx: &Cx<'_>, entry: &Spanned<ActionPattern>) -> Option<Concern> {
    let known = cx.concerns.known.borrow().get(&entry.span).copied();
    known.unwrap_or_else(|| {
        if !cx.may_judge() {
            return None;
        }
        let found = find_gravest(cx, &entry.value);
        cx.concerns.known.borrow_mut().insert(entry.span, found);
        found
    })
}

fn find_gravest(cx: &Cx<'_>, entry: &ActionPattern) -> Option<Concern> {
    let concern = |action: Action<'_>| concern_of(action).filter(|_| !is_denied_action(cx, action));
    if !entry.as_str().contains(['*', '?']) {
        return cx.catalog.action(entry.as_str()).and_then(concern);
    }
    if entry.fault().is_some() {
        return None;
    }
    // Reading by a pattern is how one asks for an overview, so it is no concern in itself. Of patterns for reading only the
    // listed actions have to be looked at, which spares the hundreds of `ec2:Describe*`.
    let reads = entry.name().is_some_and(|name| shows(&name.literal_prefix()));
    let all = if reads { Cow::Owned(listed_actions(cx, entry)) } else { cx.facts.meaning(entry) };
    all.actions(cx.catalog).filter_map(concern).filter(|found| *found < Concern::Read).min()
}

/// The actions with a concern of their own that the pattern stands for.
fn listed_actions(cx: &Cx<'_>, entry: &ActionPattern) -> ActionSet {
    let tables = [CREDENTIALS, DATA].into_iter().flatten();
    let rows = tables.filter(|(prefix, _)| entry.service().is_some_and(|service| service.matches(prefix)));
    let names = rows.flat_map(|(prefix, names)| names.iter().map(move |name| format!("{prefix}:{name}")));
    names.filter(|name| entry.matches(name)).filter_map(|name| cx.catalog.action(&name)).collect()
}

fn is_denied_action(cx: &Cx<'_>, action: Action<'_>) -> bool {
    !cx.facts.denies().is_empty() && is_denied(cx, &action.full_name())
}

fn concern_of(action: Action<'_>) -> Option<Concern> {
    let (prefix, name) = (action.service().prefix(), action.name());
    let can_be_limited = action.targets().len() > 0;
    if is_in(OTHERWISE_CHECKED, prefix, name)
        || is_in(SAFEGUARDS, prefix, name)
        || (escalation::is_step_alone(prefix, name) && action.level() != Level::PermissionsManagement)
    {
        return None;
    }
    if is_in(CREDENTIALS, prefix, name) {
        return Some(Concern::Credentials);
    }
    if is_in(DATA, prefix, name) && can_be_limited {
        return Some(Concern::Data);
    }
    if is_in(DECRYPTION, prefix, name) {
        return Some(Concern::Decryption);
    }
    if (prefix, name) == ("aws-marketplace", "Subscribe") {
        return Some(Concern::Purchase);
    }
    match action.level() {
        // AWS calls them writing.
        _ if is_in(SHARING, prefix, name) => Some(Concern::Permissions),
        // AWS gives that level to some actions that only show permissions.
        Level::PermissionsManagement if !shows(name) => Some(Concern::Permissions),
        Level::Write if is_optional(action) && action.own_keys().len() > 0 => {
            Some(Concern::WriteOfNothingNamed)
        }
        Level::Write if can_be_limited => Some(Concern::Write),
        Level::Read if can_be_limited && !is_optional(action) => Some(Concern::Read),
        Level::List if can_be_limited && !is_optional(action) => Some(Concern::List),
        _ => None,
    }
}

/// Whether AWS can limit the action by conditions only, and the checks ask for one.
pub fn only_conditions_limit(action: Action<'_>) -> bool {
    concern_of(action) == Some(Concern::WriteOfNothingNamed)
}

fn shows(name: &str) -> bool {
    const WORDS: [&str; 5] = ["Describe", "Get", "List", "Test", "View"];
    WORDS.iter().any(|word| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

/// Whether the action is asked for without a resource too: it has no type of resource, or one that a request need not name.
fn is_optional(action: Action<'_>) -> bool {
    let mut targets = action.targets();
    targets.len() < 2 && !targets.any(|target| target.required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        let text = |names: &[&str]| listed(names.iter().copied());
        assert_eq!(text(&["a"]), "`a`");
        assert_eq!(text(&["a", "b"]), "`a` and `b`");
        assert_eq!(text(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(text(&["a", "b", "c", "d"]), "`a`, `b`, `c` and 1 more");
    }
}
