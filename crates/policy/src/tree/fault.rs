//! Why AWS would refuse a statement: then it says nothing about what is allowed.

use super::{Condition, Element, Operator, PolicyKind, PrincipalElement, Statement};

/// How many letters of a text are shown.
const LONGEST: usize = 200;

impl Statement {
    /// What makes AWS refuse the statement in a policy of `kind`, as it reads after "AWS would refuse this statement"; the first
    /// reason if there are several.
    ///
    /// It is about the grammar alone: whether an action or a key exists is not asked.
    ///
    /// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
    pub fn fault(&self, kind: PolicyKind) -> Option<String> {
        if let Some(malformed) = self.malformed.first() {
            return Some(format!("`{}` is not {}", malformed.member.key.text, malformed.expected));
        }
        if !self.allows() && !self.denies() {
            return Some("its `Effect` is neither `Allow` nor `Deny`".to_owned());
        }
        let has_principal = kind.has_principal() && kind != PolicyKind::Endpoint;
        let elements = [
            ("Action", self.action.is_some(), self.not_action.is_some(), true),
            ("Resource", self.resource.is_some(), self.not_resource.is_some(), needs_resource(kind)),
            ("Principal", self.principal.is_some(), self.not_principal.is_some(), has_principal),
        ];
        let counts = elements.into_iter().find_map(|(name, this, not, needed)| match (this, not) {
            (true, true) => Some(format!("it has both `{name}` and `Not{name}`")),
            (false, false) if needed => Some(format!("it has neither `{name}` nor `Not{name}`")),
            _ => None,
        });
        let actions = [("Action", &self.action), ("NotAction", &self.not_action)];
        let resources = [("Resource", &self.resource), ("NotResource", &self.not_resource)];
        let principals = [("Principal", &self.principal), ("NotPrincipal", &self.not_principal)];
        counts
            .or_else(|| actions.into_iter().find_map(|(name, element)| of_list(name, element.as_ref()?)))
            .or_else(|| resources.into_iter().find_map(|(name, element)| of_list(name, element.as_ref()?)))
            .or_else(|| {
                principals.into_iter().find_map(|(name, element)| of_principals(name, element.as_ref()?))
            })
            .or_else(|| self.condition.as_ref().and_then(of_condition))
    }
}

/// Text of a document in backticks, cut where it is too long for a sentence.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
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
    condition.blocks.iter().find_map(|block| {
        let operator = &block.operator.value.text;
        if Operator::parse_ignoring_case(operator).name.is_none() {
            return Some(format!("{} is no condition operator", quoted(operator)));
        }
        if let Some(malformed) = block.malformed.first() {
            return Some(format!("{} has an object where values belong", quoted(&malformed.member.key.text)));
        }
        let misplaced = block.entries.iter().find(|entry| !entry.misplaced.is_empty())?;
        let key = quoted(&misplaced.key.value.text);
        Some(format!("{key} has values that are neither text, numbers nor booleans"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_letters() {
        let long = "é".repeat(LONGEST + 1);
        assert_eq!(quoted(&long), format!("`{}…`", "é".repeat(LONGEST)));
        assert_eq!(quoted("é"), "`é`");
    }
}
