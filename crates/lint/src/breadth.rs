//! How widely a statement allows an action on roles: named, under a wildcard or left over by `NotAction`; on a pattern or on
//! all that `NotResource` leaves over.

use policy::tree::{PolicyKind, Statement};
use policy::{Glob, ResourcePattern, Span};

use crate::Cx;
use crate::constraint::pins_any;

/// An action on roles that should name them.
pub(crate) struct Right {
    pub action: &'static str,
    /// Condition keys that limit the action as well as naming the roles does.
    pub keys: &'static [&'static str],
    /// All resources it can be about.
    pub all: &'static str,
    /// Whether a pattern for the name of a role stands for the roles of one service only, by AWS's conventions.
    pub is_of_one_service: fn(&Cx<'_>, &Glob) -> bool,
    /// What to do besides naming the roles.
    pub help: &'static str,
}

/// How the statement comes to allow the action.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Exactly,
    ByWildcard,
    ByException,
}

/// On which resources it does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Pattern,
    NotResource,
}

pub(crate) const PASS_ROLE: Right = Right {
    action: "iam:PassRole",
    keys: &["iam:PassedToService", "iam:AssociatedResourceArn"],
    all: "arn:aws:iam::*:role/*",
    is_of_one_service: begins_with_a_service,
    help: "name the roles, or say with `iam:PassedToService` which service may get them",
};

pub(crate) const CREATE_SLR: Right = Right {
    action: "iam:CreateServiceLinkedRole",
    keys: &["iam:AWSServiceName"],
    all: "arn:aws:iam::*:role/aws-service-role/*",
    is_of_one_service: names_its_service,
    help: "name the roles, or say with `iam:AWSServiceName` for which service",
};

/// Reports that the statement allows the action in this way, if it does and no condition limits it.
pub(crate) fn report(cx: &mut Cx<'_>, statement: &Statement, right: &Right, named: Named, on: On) {
    if cx.kind != PolicyKind::Identity || !statement.allows() {
        return;
    }
    let Some((allowed_at, how)) = place_of_action(statement, right.action, named) else { return };
    let Some((roles_at, which)) = place_of_roles(cx, statement, right, on) else { return };
    if !pins_any(statement, right.keys).is_no() {
        return;
    }
    // The fault is the wildcard in the action if there is one, else the resources.
    let (at, label) =
        if named == Named::ByWildcard { (allowed_at, roles_at) } else { (roles_at, allowed_at) };
    let meaning = if at == roles_at { "allowed here" } else { "on these resources" };
    cx.report(at, format!("{how} {which}")).label(label, meaning).help(right.help);
}

/// The first pattern of the statement that stands for more roles than one, unless AWS names the roles of a service so.
pub(crate) fn wide_pattern<'a>(
    cx: &Cx<'_>,
    statement: &'a Statement,
    right: &Right,
) -> Option<(Span, &'a str)> {
    first_pattern(statement, right, |name| !(right.is_of_one_service)(cx, name))
}

/// The first pattern of the statement for the roles of one service.
pub(crate) fn pattern_of_one_service<'a>(
    cx: &Cx<'_>,
    statement: &'a Statement,
    right: &Right,
) -> Option<(Span, &'a str)> {
    first_pattern(statement, right, |name| (right.is_of_one_service)(cx, name))
}

fn first_pattern<'a>(
    statement: &'a Statement,
    right: &Right,
    is_meant: impl Fn(&Glob) -> bool,
) -> Option<(Span, &'a str)> {
    let all = ResourcePattern::parse(right.all);
    let everything = Glob::everything();
    let mut resources = statement.resources().iter();
    let wide = resources.find(|resource| {
        let name = resource.value.parts().last().unwrap_or(&everything);
        is_wide(&resource.value, &all) && is_meant(name)
    })?;
    Some((wide.span, wide.value.as_str()))
}

fn place_of_action(statement: &Statement, action: &str, named: Named) -> Option<(Span, String)> {
    match named {
        Named::Exactly => {
            let is_it = |text: &str| text.eq_ignore_ascii_case(action);
            let found = statement.actions().iter().find(|entry| is_it(entry.value.as_str()))?;
            Some((found.span, format!("`{action}` is allowed")))
        }
        Named::ByWildcard => {
            let is_it = |text: &str| text.eq_ignore_ascii_case(action);
            let mut actions = statement.actions().iter();
            let found = actions.find(|entry| entry.value.matches(action) && !is_it(entry.value.as_str()))?;
            Some((found.span, format!("`{}` allows `{action}`", found.value.as_str())))
        }
        Named::ByException => {
            let excepted = statement.not_action.as_ref().filter(|excepted| excepted.misplaced.is_empty())?;
            let is_excepted = excepted.items.iter().any(|entry| entry.value.matches(action));
            (!is_excepted).then(|| (excepted.key, format!("`NotAction` leaves `{action}` allowed")))
        }
    }
}

fn place_of_roles(cx: &Cx<'_>, statement: &Statement, right: &Right, on: On) -> Option<(Span, String)> {
    match on {
        On::Pattern => {
            let (span, text) = wide_pattern(cx, statement, right)?;
            Some((span, format!("on every role that `{text}` stands for")))
        }
        On::NotResource => {
            let excepted =
                statement.not_resource.as_ref().filter(|excepted| excepted.misplaced.is_empty())?;
            let all = ResourcePattern::parse(right.all);
            let leaves_none = excepted.items.iter().any(|entry| !entry.value.covers(&all).is_no());
            (!leaves_none)
                .then(|| (excepted.key, "on every role that `NotResource` does not name".to_owned()))
        }
    }
}

/// Whether the pattern stands for several roles, for certain. The account does not matter: roles of others cannot be meant.
fn is_wide(resource: &ResourcePattern, all: &ResourcePattern) -> bool {
    if resource.is_everything() {
        return true;
    }
    let names_many = resource.parts().last().is_some_and(Glob::has_wildcard);
    names_many && resource.is_exact() && resource.intersects(all).is_yes()
}

/// `role/aws-service-role/autoscaling.amazonaws.com/…`
fn names_its_service(_: &Cx<'_>, name: &Glob) -> bool {
    let prefix = name.literal_prefix();
    prefix.strip_prefix("role/aws-service-role/").is_some_and(|rest| rest.contains('/'))
}

/// Whether the name of the role, after any path, begins with the prefix of a service, as in `role/AWSBatchJobRole*`.
fn begins_with_a_service(cx: &Cx<'_>, name: &Glob) -> bool {
    let prefix = name.literal_prefix();
    let Some((_, name)) = prefix.rsplit_once('/').filter(|_| prefix.starts_with("role/")) else {
        return false;
    };
    let name = ["AWS", "aws-", "Amazon"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let words = name.char_indices().skip(1).filter(|(_, letter)| !letter.is_ascii_lowercase());
    let ends = words.map(|(at, _)| at).chain([name.len()]);
    let is_service = |start: &str| {
        cx.catalog.service(start).is_some()
            || cx.catalog.retired_prefix(&start.to_ascii_lowercase()).is_some()
    };
    ends.take(4).any(|end| name.get(..end).is_some_and(is_service))
}
