//! `Resource` and `NotResource`.

use policy::tree::{Part, PolicyKind, Spanned};
use policy::{Answer, ResourceMatcher, ResourcePattern, ShortArn};

use super::names::Names;
use super::template::{self, Filled, Wildcards};
use crate::request::View;
use crate::{Context, Switch, Switches, Tri};

/// The resources that a statement is about.
#[derive(Debug, Clone)]
pub enum Resources {
    /// There is no such element; the policy stands on its resource.
    Own,
    Of(Vec<Entry>),
    Except(Vec<Entry>),
}

/// A pattern of an element `Resource` or `NotResource`.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As the policy has it.
    written: ResourcePattern,
    /// How a pattern with fewer than six parts is read.
    short: ShortArn,
    ready: Ready,
}

#[derive(Debug, Clone)]
enum Ready {
    Fixed {
        pattern: ResourcePattern,
        matcher: ResourceMatcher,
    },
    /// The first five parts, and the pieces of the sixth, in which alone variables count.
    Template {
        head: ResourceMatcher,
        last: Vec<Part>,
    },
    /// Nothing, in no request.
    Nothing,
}

/// What an entry says, for those who ask about all requests at once.
#[derive(Debug, Clone)]
pub enum ResourceReading<'a> {
    Pattern(ResourcePattern),
    /// The first five parts as `arn:…:*`, and the pieces of the sixth.
    Template {
        head: ResourcePattern,
        last: &'a [Part],
    },
    Nothing,
}

impl Entry {
    /// As written.
    pub fn text(&self) -> &str {
        self.written.as_str()
    }

    pub fn reading(&self) -> ResourceReading<'_> {
        match &self.ready {
            Ready::Nothing => ResourceReading::Nothing,
            Ready::Fixed { pattern, .. } => ResourceReading::Pattern(pattern.clone()),
            Ready::Template { last, .. } => {
                let head: Vec<_> = self.text().splitn(6, ':').take(5).collect();
                let head = ResourcePattern::parse(&format!("{}:*", head.join(":")));
                ResourceReading::Template { head, last }
            }
        }
    }
}

/// How an entry stands to a request's resource.
enum Match {
    Yes,
    No,
    Unresolved,
    /// A variable has no value, and only some of the resources have the parts before it.
    UnresolvedForSome,
    Unknown,
}

impl Resources {
    /// Where names lie among the entries of `Resource`.
    pub(super) fn names(&self) -> Names {
        if let Self::Of(entries) = self { Names::of(entries) } else { Names::default() }
    }

    /// [`Self::matches`], `names` being [its names](Self::names).
    pub(super) fn matches_by(&self, names: &Names, view: &View<'_>, switches: Switches) -> Tri {
        match self {
            Self::Of(entries) if view.pattern.is_none() => {
                if names.has(entries, &view.resource) {
                    return Tri::Yes;
                }
                Tri::any(names.others(entries).map(|entry| entry.allows(view)))
            }
            _ => self.matches(view, switches),
        }
    }

    pub(crate) fn matches(&self, view: &View<'_>, switches: Switches) -> Tri {
        match self {
            Self::Own => Tri::Yes,
            Self::Of(entries) => Tri::any(entries.iter().map(|entry| entry.allows(view))),
            Self::Except(entries) => !Tri::any(entries.iter().map(|entry| match entry.matches(view) {
                Match::Yes => Tri::Yes,
                Match::Unresolved => switches.is_on(Switch::NotResourceFailsOnUnresolvedVariable).into(),
                Match::UnresolvedForSome if switches.is_on(Switch::NotResourceFailsOnUnresolvedVariable) => {
                    Tri::Unknown
                }
                Match::UnresolvedForSome | Match::No => Tri::No,
                Match::Unknown => Tri::Unknown,
            })),
        }
    }
}

impl Resources {
    /// A variable without value that keeps an entry from matching the request.
    pub(crate) fn unresolved(&self, view: &View<'_>) -> Option<String> {
        self.variable(view, |filled| match filled {
            Filled::Missing(key) => Some(key),
            _ => None,
        })
    }

    /// A variable whose value is not known.
    pub(crate) fn unknown_key(&self, view: &View<'_>) -> Option<String> {
        self.variable(view, |filled| match filled {
            Filled::Unknown(key) => Some(key),
            _ => None,
        })
    }

    fn variable(&self, view: &View<'_>, wanted: fn(Filled) -> Option<String>) -> Option<String> {
        let entries = match self {
            Self::Own => &[][..],
            Self::Of(entries) | Self::Except(entries) => entries,
        };
        entries.iter().find_map(|entry| match &entry.ready {
            Ready::Template { head, last } if head.matches(&view.resource) => {
                wanted(template::fill(last, Wildcards::Active, view.context))
            }
            _ => None,
        })
    }

    /// The patterns as a request with this context has them; a variable whose value is not known stands for anything.
    pub(crate) fn patterns(&self, context: &Context) -> impl Iterator<Item = ResourcePattern> {
        let entries = match self {
            Self::Own => &[][..],
            Self::Of(entries) | Self::Except(entries) => entries,
        };
        entries.iter().filter_map(|entry| entry.pattern(context))
    }
}

impl Entry {
    /// Whether it names one resource, and matches that and no other.
    pub(super) fn is_name(&self) -> bool {
        matches!(&self.ready, Ready::Fixed { matcher, .. } if matcher.is_name())
    }

    /// Whether `Resource` with this entry is met.
    fn allows(&self, view: &View<'_>) -> Tri {
        match self.matches(view) {
            Match::Yes => Tri::Yes,
            Match::No | Match::Unresolved | Match::UnresolvedForSome => Tri::No,
            Match::Unknown => Tri::Unknown,
        }
    }

    fn matches(&self, view: &View<'_>) -> Match {
        if let Some(asked) = view.pattern {
            return self.matches_all(asked, view.context);
        }
        match &self.ready {
            Ready::Fixed { matcher, .. } if matcher.matches(&view.resource) => Match::Yes,
            Ready::Template { head, last } if head.matches(&view.resource) => {
                let text = view.resource.parts().map_or("", |[.., last]| last);
                match template::fill(last, Wildcards::Active, view.context) {
                    Filled::Pattern(pattern) if pattern.matches(text) => Match::Yes,
                    Filled::Pattern(_) => Match::No,
                    Filled::Missing(_) => Match::Unresolved,
                    Filled::Unknown(_) => self.matches_perhaps(view),
                }
            }
            Ready::Fixed { .. } | Ready::Template { .. } | Ready::Nothing => Match::No,
        }
    }

    /// Whether the entry matches whatever value a variable has that is not known, or none does.
    fn matches_perhaps(&self, view: &View<'_>) -> Match {
        let Some(parts) = view.resource.parts() else { return Match::Unknown };
        let Some(pattern) = self.pattern(view.context) else { return Match::Unresolved };
        let answer = pattern.matches(&parts.join(":"));
        if answer.is_yes() {
            Match::Yes
        } else if answer.is_no() {
            Match::No
        } else {
            Match::Unknown
        }
    }

    /// Whether the entry matches every resource of `asked`, or none.
    fn matches_all(&self, asked: &ResourcePattern, context: &Context) -> Match {
        let stands = |pattern: &ResourcePattern| match pattern.covers(asked) {
            Answer::Yes => Match::Yes,
            _ if pattern.intersects(asked).is_no() => Match::No,
            _ => Match::Unknown,
        };
        match &self.ready {
            Ready::Fixed { pattern, .. } => stands(pattern),
            _ => self.pattern(context).map_or_else(|| self.unresolved_for(asked), |pattern| stands(&pattern)),
        }
    }

    /// How an entry whose variables have no value stands to every resource of `asked`.
    fn unresolved_for(&self, asked: &ResourcePattern) -> Match {
        let Ready::Template { .. } = self.ready else { return Match::No };
        let mut parts: Vec<_> = self.text().splitn(6, ':').take(5).collect();
        parts.push("*");
        let head = ResourcePattern::parse(&parts.join(":"));
        if head.covers(asked).is_yes() {
            Match::Unresolved
        } else if head.intersects(asked).is_no() {
            Match::No
        } else {
            Match::UnresolvedForSome
        }
    }

    /// The pattern with the values of its variables; none if it matches nothing.
    fn pattern(&self, context: &Context) -> Option<ResourcePattern> {
        match &self.ready {
            Ready::Nothing => None,
            Ready::Fixed { pattern, .. } => Some(pattern.clone()),
            Ready::Template { .. } => {
                let text = template::resolved(self.text(), context)?;
                Some(ResourcePattern::with_variables(&text).with_short_arn(self.short))
            }
        }
    }
}

pub(crate) fn entries(
    patterns: &[Spanned<ResourcePattern>],
    kind: PolicyKind,
    variables: bool,
) -> Vec<Entry> {
    let short = short_arn(kind);
    patterns.iter().map(|pattern| entry(&pattern.value, short, variables)).collect()
}

fn entry(pattern: &ResourcePattern, short: ShortArn, variables: bool) -> Entry {
    let text = pattern.as_str();
    let fixed = |pattern: ResourcePattern| {
        let pattern = pattern.with_short_arn(short);
        Some(Ready::Fixed { matcher: ResourceMatcher::new(&pattern)?, pattern })
    };
    let ready = match template::parts(text, variables) {
        // What has all its parts is read in one way only.
        None if !pattern.is_short() => fixed(pattern.clone()),
        None => fixed(ResourcePattern::parse(text)),
        Some(parts) => split_last(parts).and_then(|(head, last)| {
            // The sixth part is compared by itself.
            let head = ResourceMatcher::new(&ResourcePattern::parse(&format!("{head}*")))?;
            Some(Ready::Template { head, last })
        }),
    };
    Entry { written: pattern.clone(), short, ready: ready.unwrap_or(Ready::Nothing) }
}

/// The text up to the fifth colon, and what is behind it; none if there is a variable before.
fn split_last(parts: Vec<Part>) -> Option<(String, Vec<Part>)> {
    let mut parts = parts.into_iter();
    let Some(Part::Text(first)) = parts.next() else { return None };
    let (at, _) = first.match_indices(':').nth(4)?;
    let (head, rest) = first.split_at_checked(at + 1)?;
    let last = Some(Part::Text(rest.to_owned())).filter(|_| !rest.is_empty());
    Some((head.to_owned(), last.into_iter().chain(parts).collect()))
}

/// How patterns with fewer than six parts are read, which hangs on the kind of policy.
fn short_arn(kind: PolicyKind) -> ShortArn {
    match kind {
        PolicyKind::Identity | PolicyKind::Session | PolicyKind::Boundary => ShortArn::Padded,
        PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint => ShortArn::AnyWildcard,
        PolicyKind::Scp => ShortArn::TrailingStar,
        PolicyKind::Rcp => ShortArn::Nothing,
    }
}
