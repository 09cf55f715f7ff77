//! What a request names, found in the catalogue; what is not there is answered with the nearest names.

use catalog::{Action, Catalog, ConditionKey, ResourceType, Service, nearest_words};
use draft::templates::{self, Template};
use policy::{ActionPattern, Glob};

use crate::OpError;
use crate::wire::Category;

/// How many near names a refusal offers.
const NEAREST: usize = 3;

pub(super) fn service<'c>(catalog: &'c Catalog, prefix: &str) -> Result<Service<'c>, OpError> {
    catalog.service(prefix).ok_or_else(|| {
        let near = catalog.nearest_services(prefix);
        let near: Vec<_> = near.iter().map(|service| service.prefix().to_owned()).collect();
        unknown(format!("there is no service `{prefix}` in the catalogue of {}", catalog.date()), &near)
            .or_hint("`query_services` (`leastwise query services`) lists all")
    })
}

pub(super) fn action<'c>(catalog: &'c Catalog, name: &str) -> Result<Action<'c>, OpError> {
    let Some((prefix, _)) = name.split_once(':') else {
        return Err(OpError::invalid(format!("`{name}` is not an action")).hint("write `service:Action`"));
    };
    if name.contains(['*', '?']) {
        return Err(OpError::invalid(format!("`{name}` is a pattern, not an action"))
            .hint("`expand_wildcard_action` (`leastwise query expand`) lists what a pattern stands for"));
    }
    let service = service(catalog, prefix)?;
    catalog.action(name).ok_or_else(|| {
        let near = catalog.nearest_actions(name);
        let near: Vec<_> = near.iter().map(|action| action.full_name()).collect();
        unknown(format!("there is no action `{name}` in the catalogue of {}", catalog.date()), &near).or_hint(
            format!(
                "`query_service_actions` (`leastwise query actions {}`) lists all of {}",
                service.prefix(),
                service.title()
            ),
        )
    })
}

pub(super) fn resource_type<'c>(service: Service<'c>, name: &str) -> Result<ResourceType<'c>, OpError> {
    service.resource_type(name).ok_or_else(|| {
        let names: Vec<_> = service.resource_types().map(catalog::ResourceType::name).collect();
        let title = service.title();
        let missing = OpError::not_found(format!("{title} has no resource type `{name}`"));
        let near = nearest_words(name, names.iter().copied());
        if let [near] = near.as_slice() {
            missing.hint(format!("did you mean `{near}`?"))
        } else if names.is_empty() {
            missing.hint("it has none at all")
        } else {
            missing.hint(format!("it has {}", names.join(", ")))
        }
    })
}

pub(super) fn condition_key<'c>(catalog: &'c Catalog, name: &str) -> Result<ConditionKey<'c>, OpError> {
    catalog.condition_key(name).ok_or_else(|| {
        let near = catalog.nearest_condition_keys(name);
        let near: Vec<_> = near.iter().map(|key| key.name().to_owned()).collect();
        unknown(format!("there is no condition key `{name}` in the catalogue of {}", catalog.date()), &near)
            .or_hint("`query_condition_keys` (`leastwise query conditions SERVICE`) lists those of a service")
    })
}

pub(super) fn category(name: &str) -> Result<Category, OpError> {
    Category::parse(name).ok_or_else(|| {
        let names: Vec<_> = Category::ALL.iter().map(|category| format!("`{}`", category.name())).collect();
        OpError::not_found(format!("there is no category `{name}`"))
            .hint(format!("there are {}", names.join(", ")))
    })
}

pub(super) fn template(name: &str) -> Result<&'static Template, OpError> {
    templates::template(name).ok_or_else(|| {
        let near: Vec<_> = templates::nearest_templates(name).into_iter().map(str::to_owned).collect();
        unknown(format!("there is no template `{name}`"), &near)
            .or_hint("`list_templates` (`leastwise templates list`) lists all")
    })
}

/// A pattern of actions that stands for some action of the catalogue: one that stands for none is a slip.
pub(super) fn action_pattern(catalog: &Catalog, text: &str) -> Result<(), OpError> {
    let pattern = ActionPattern::parse(text);
    if pattern.fault().is_some_and(|fault| !fault.leaves_a_pattern()) {
        return Err(OpError::invalid(format!("`{text}` is not an action pattern"))
            .hint("write `service:Name`, with `*` and `?` in the name, or `*` alone"));
    }
    if let Some(prefix) = pattern.service().and_then(Glob::as_literal) {
        service(catalog, &prefix)?;
    }
    if !text.contains(['*', '?']) {
        action(catalog, text)?;
    } else if catalog.expand(&pattern).is_empty() {
        return Err(OpError::not_found(format!("`{text}` stands for no action of the catalogue"))
            .hint("`query_service_actions` (`leastwise query actions SERVICE`) lists those of a service"));
    }
    Ok(())
}

/// A pattern of resources: `*`, or an ARN in all its parts.
pub(super) fn resource_pattern(text: &str) -> Result<(), OpError> {
    let is_arn = text.starts_with("arn:") && text.splitn(6, ':').count() == 6;
    if text == "*" || is_arn {
        return Ok(());
    }
    Err(OpError::invalid(format!("`{text}` is not an ARN"))
        .hint("write `*`, or an ARN with all its six parts, wildcards allowed"))
}

/// A pattern for names: wildcards as in policies, letter case aside; without wildcards, names that hold the text.
pub(super) fn name_filter(pattern: &str) -> Glob {
    let asked = Glob::folded(pattern);
    if asked.has_wildcard() { asked } else { Glob::folded(&format!("*{pattern}*")) }
}

/// What an id, an alias or an id of another tool stands for: the first check and the others.
pub(super) fn checks(name: &str) -> Result<Checks, OpError> {
    let named = lint::named(name).ok_or_else(|| no_check(name))?;
    let mut checks = named.checks.into_iter();
    match checks.next() {
        Some(first) => Ok(Checks { tools: named.tools, first, others: checks.collect() }),
        None => Err(OpError::not_found(format!(
            "`{name}` of {} has no counterpart here",
            named.tools.join(" and ")
        ))
        .hint("it looks at what a policy is attached to or compared with, not at the policy itself")),
    }
}

/// The checks that a name stands for.
pub(super) struct Checks {
    /// Whose name it is, if not ours.
    pub(super) tools: Vec<&'static str>,
    pub(super) first: &'static lint::Check,
    pub(super) others: Vec<&'static lint::Check>,
}

impl Checks {
    pub(super) fn all(&self) -> impl Iterator<Item = &'static lint::Check> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// A check that does not exist, with the nearest names, or else those that share a word with it.
fn no_check(id: &str) -> OpError {
    let asked: Vec<String> = id.split(['-', '_']).map(str::to_ascii_lowercase).collect();
    let shares = |check: &&&lint::Check| {
        check.id.split('-').any(|word| word.len() > 3 && asked.iter().any(|other| other == word))
    };
    let mut near = lint::nearest_names(id);
    if near.is_empty() {
        near.extend(lint::CHECKS.iter().filter(shares).map(|check| check.id));
    }
    let near: Vec<_> = near.into_iter().take(NEAREST).map(str::to_owned).collect();
    unknown(format!("there is no check `{id}`"), &near)
        .or_hint("`list_checks` (`leastwise checks list`) lists all")
}

fn unknown(message: String, near: &[String]) -> OpError {
    let error = OpError::not_found(message);
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    match near.as_slice() {
        [] => error,
        [one] => error.hint(format!("did you mean {one}?")),
        [first @ .., last] => error.hint(format!("did you mean {} or {last}?", first.join(", "))),
    }
}

trait OrHint {
    fn or_hint(self, hint: impl Into<String>) -> Self;
}

impl OrHint for OpError {
    /// The hint where there is none yet.
    fn or_hint(self, hint: impl Into<String>) -> Self {
        if self.hint.is_some() { self } else { self.hint(hint) }
    }
}
