//! Why AWS would refuse a statement: then it says nothing about what is allowed.

use policy::tree::{Condition, Element, Operator, PolicyKind, PrincipalElement, Statement};

use super::list::quoted;

/// The first reason, as it reads after "AWS would refuse this statement".
pub(super) fn fault(statement: &Statement, kind: PolicyKind) -> Option<String> {
    if let Some(malformed) = statement.malformed.first() {
        return Some(format!("`{}` is not {}", malformed.member.key.text, malformed.expected));
    }
    if !statement.allows() && !statement.denies() {
        return Some("its `Effect` is neither `Allow` nor `Deny`".to_owned());
    }
    let has_principal = kind.has_principal() && kind != PolicyKind::Endpoint;
    let elements = [
        ("Action", statement.action.is_some(), statement.not_action.is_some(), true),
        ("Resource", statement.resource.is_some(), statement.not_resource.is_some(), needs_resource(kind)),
        ("Principal", statement.principal.is_some(), statement.not_principal.is_some(), has_principal),
    ];
    let counts = elements.into_iter().find_map(|(name, this, not, needed)| match (this, not) {
        (true, true) => Some(format!("it has both `{name}` and `Not{name}`")),
        (false, false) if needed => Some(format!("it has neither `{name}` nor `Not{name}`")),
        _ => None,
    });
    let actions = [("Action", &statement.action), ("NotAction", &statement.not_action)];
    let resources = [("Resource", &statement.resource), ("NotResource", &statement.not_resource)];
    let principals = [("Principal", &statement.principal), ("NotPrincipal", &statement.not_principal)];
    counts
        .or_else(|| actions.into_iter().find_map(|(name, element)| of_list(name, element.as_ref()?)))
        .or_else(|| resources.into_iter().find_map(|(name, element)| of_list(name, element.as_ref()?)))
        .or_else(|| principals.into_iter().find_map(|(name, element)| of_principals(name, element.as_ref()?)))
        .or_else(|| statement.condition.as_ref().and_then(of_condition))
}

/// Policies that stand on a resource may leave it out.
fn needs_resource(kind: PolicyKind) -> bool {
    !matches!(kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint)
}

fn of_list<T>(name: &str, element: &Element<T>) -> Option<String> {
    match (element.misplaced.is_empty(), element.items.is_empty()) {
        (false, _) => Some(format!("`{name}` has an entry that is not a string")),
        (true, true) => Some(format!("`{name}` is empty")),
        (true, false) => None,
    }
}

fn of_principals(name: &str, element: &PrincipalElement) -> Option<String> {
    let is_broken = !element.malformed.is_empty()
        || element.entries.iter().any(|entry| !entry.element.misplaced.is_empty());
    match (is_broken, element.principals().next()) {
        (true, _) => Some(format!("`{name}` has an entry that is not a string")),
        (false, None) => Some(format!("`{name}` names nobody")),
        (false, Some(_)) => None,
    }
}

fn of_condition(condition: &Condition) -> Option<String> {
    if let Some(malformed) = condition.malformed.first() {
        return Some(format!("{} is no object", quoted(&malformed.member.key.text)));
    }
    for block in &condition.blocks {
        let operator = &block.operator.value.text;
        if Operator::parse_ignoring_case(operator).name.is_none() {
            return Some(format!("{} is no condition operator", quoted(operator)));
        }
        let key = block.malformed.first().map(|malformed| &malformed.member.key.text);
        let misplaced = block.entries.iter().find(|entry| !entry.misplaced.is_empty());
        if let Some(key) = key.or_else(|| misplaced.map(|entry| &entry.key.value.text)) {
            return Some(format!("{} has values that are neither text, numbers nor booleans", quoted(key)));
        }
    }
    None
}
