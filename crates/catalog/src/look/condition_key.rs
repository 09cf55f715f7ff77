//! From a condition key as a policy writes it to the key, or the template, that AWS lists.

use policy::{Case, Glob, Token};

use crate::layout::{Column, Kind};
use crate::store::partition;
use crate::view::fold_less;
use crate::{Action, ActionSet, Catalog, ConditionKey, Service};

impl Catalog {
    /// The key of a name in any case; `aws:RequestTag/Project` finds `aws:RequestTag/${TagKey}`.
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey<'_>> {
        let text = |row| self.store.text(Column::KeyName, row);
        let id = partition(0..self.store.rows(Kind::Key), |row| fold_less(text(row), name));
        if text(id).eq_ignore_ascii_case(name) && !name.is_empty() {
            return Some(ConditionKey::new(self, id));
        }
        // The template with the most letters of its own says the most.
        self.templates_beginning(b'$')
            .chain(self.templates_beginning(name.bytes().next()?.to_ascii_lowercase()))
            .filter(|key| stands_for(key.name(), name))
            .max_by_key(|key| (key.name().len(), std::cmp::Reverse(key.id)))
    }

    /// Whether some key has this text before its first colon, in any case.
    pub fn has_keys_of(&self, prefix: &str) -> bool {
        let text = |row| self.store.text(Column::KeyName, row);
        let rows = 0..self.store.rows(Kind::Key);
        let id = partition(rows, |row| fold_less(text(row), &format!("{prefix}:")));
        text(id).split_once(':').is_some_and(|(known, _)| known.eq_ignore_ascii_case(prefix))
    }

    /// The templates whose first letter is this one, in lower case; they are sorted without regard to case.
    fn templates_beginning(&self, letter: u8) -> impl Iterator<Item = ConditionKey<'_>> {
        let key = |row| ConditionKey::new(self, self.store.at(Column::KeyTemplateKey, row));
        let first = move |row| key(row).name().bytes().next().map(|byte| byte.to_ascii_lowercase());
        let rows = 0..self.store.rows(Kind::KeyTemplate);
        let start = partition(rows.clone(), |row| first(row) < Some(letter));
        let end = partition(rows, |row| first(row) <= Some(letter));
        (start..end).map(key)
    }

    /// The actions for which AWS lists the key; see [`ConditionKey::actions`].
    pub fn actions_with_key(&self, name: &str) -> ActionSet {
        self.condition_key(name).into_iter().flat_map(ConditionKey::actions).collect()
    }
}

impl<'c> Service<'c> {
    /// A key that the service lists, with the type it gives it.
    pub fn condition_key(self, name: &str) -> Option<ConditionKey<'c>> {
        find(self.condition_keys(), name)
    }
}

impl<'c> Action<'c> {
    /// A key that AWS lists for the action or for a resource type of it.
    pub fn condition_key(self, name: &str) -> Option<ConditionKey<'c>> {
        find(self.condition_keys().into_iter(), name)
    }
}

fn find<'c>(keys: impl Iterator<Item = ConditionKey<'c>>, name: &str) -> Option<ConditionKey<'c>> {
    let mut template = None;
    for key in keys {
        if key.name().eq_ignore_ascii_case(name) {
            return Some(key);
        }
        if template.is_none() && stands_for(key.name(), name) {
            template = Some(key);
        }
    }
    template
}

/// Whether a key with a `${placeholder}` stands for `name`; a placeholder is at least one letter.
fn stands_for(template: &str, name: &str) -> bool {
    let Some((head, _)) = template.split_once('$') else { return false };
    let begins_so = name.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    begins_so && Glob::from_tokens(template_tokens(template), Case::Insensitive).matches(name)
}

/// The tokens of a text in which `${…}` stands for one letter or more.
pub(super) fn template_tokens(template: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(template.len());
    let mut rest = template;
    while let Some((head, placeholder)) = rest.split_once("${") {
        tokens.extend(head.chars().map(Token::Char));
        tokens.extend([Token::AnyChar, Token::AnyRun]);
        rest = placeholder.split_once('}').map_or("", |parts| parts.1);
    }
    tokens.extend(rest.chars().map(Token::Char));
    tokens
}
