//! A policy that is to be written, with the names that are its own among all of a run.

use std::collections::BTreeMap;

use draft::Form;
use serde_json::{Map, Value};

use super::bearer::Bearer;
use crate::fingerprint::fnv1a;

/// A policy that is to be written.
#[derive(Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) principal: &'a str,
    pub(crate) name: &'a str,
    pub(crate) document: &'a Map<String, Value>,
    pub(crate) form: Form,
    /// The name of its file, without the extension; of no other in this run.
    pub(crate) stem: String,
    /// Small letters, digits and `_`, beginning with a letter or `_`; of no other in this run, even without its `_`.
    pub(crate) label: String,
}

/// Names the policies, given as principal, name and document: the same each time for the same ones.
///
/// Where names would be the same, what follows from the principal is added to each of them.
pub(crate) fn pieces<'a>(
    form: Form,
    policies: impl Iterator<Item = (&'a str, &'a str, &'a Map<String, Value>)>,
) -> Vec<Piece<'a>> {
    let piece = |(principal, name, document): (&'a str, &'a str, _)| {
        let (stem, label) = (stem(principal, name), label(name));
        Piece { principal, name, document, form, stem, label }
    };
    let mut all: Vec<Piece<'a>> = policies.map(piece).collect();
    for (index, digest) in ambiguous(&all, |piece| piece.stem.to_lowercase()) {
        all.get_mut(index).into_iter().for_each(|piece| piece.stem.extend(["-", &digest]));
    }
    for (index, digest) in ambiguous(&all, |piece| piece.label.replace('_', "")) {
        all.get_mut(index).into_iter().for_each(|piece| piece.label.extend(["_", &digest]));
    }
    all
}

/// The policies that share a name with another, each with what tells it from the others.
fn ambiguous(all: &[Piece<'_>], name: impl Fn(&Piece<'_>) -> String) -> Vec<(usize, String)> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, piece) in all.iter().enumerate() {
        by_name.entry(name(piece)).or_default().push(index);
    }
    let shared = by_name.into_values().filter(|indices| indices.len() > 1).flatten();
    let digest = |index: usize| {
        let piece = all.get(index)?;
        let bytes = piece.principal.bytes().chain([0]).chain(piece.name.bytes());
        Some((index, format!("{:08x}", fnv1a(bytes) & 0xffff_ffff)))
    };
    shared.filter_map(digest).collect()
}

/// `111122223333-role-web-used`
fn stem(principal: &str, name: &str) -> String {
    let mut parts = principal.split(':').skip(4);
    let (account, resource) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let kind = resource.split('/').next().unwrap_or_default();
    let parts = [account, if account.is_empty() { "" } else { kind }, name];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    let stem: String =
        parts.join("-").chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect();
    // A name that begins with a dot is hidden, and one that begins with a dash is taken for an option.
    if stem.starts_with(['.', '-']) { format!("policy{stem}") } else { stem }
}

/// `web_used`
fn label(name: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let label: String = name.chars().map(letter).collect();
    if label.starts_with(|first: char| first.is_ascii_lowercase()) {
        label
    } else {
        format!("policy_{label}")
    }
}

impl<'a> Piece<'a> {
    pub(super) fn bearer(&self) -> Bearer<'a> {
        Bearer::of(self.principal).for_form(self.form)
    }

    pub(super) fn text(&self, is_minified: bool) -> String {
        let written = if is_minified {
            serde_json::to_string(self.document)
        } else {
            serde_json::to_string_pretty(self.document)
        };
        // Writing a map of strings to values cannot fail.
        written.unwrap_or_default()
    }

    /// `WebUsed`
    pub(super) fn logical_id(&self) -> String {
        let parts = self.label.split('_').filter(|part| !part.is_empty());
        let capital = |part: &str| {
            let mut letters = part.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        };
        parts.map(capital).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn named(policies: &[(&str, &str)]) -> Vec<(String, String, String)> {
        let document = Map::new();
        let policies = policies.iter().map(|(principal, name)| (*principal, *name, &document));
        let pieces = pieces(Form::Identity, policies);
        pieces.iter().map(|piece| (piece.stem.clone(), piece.label.clone(), piece.logical_id())).collect()
    }

    #[test]
    fn names_follow_from_the_principal_and_stay_apart() {
        let web = ("arn:aws:iam::111122223333:role/app/web", "web-used-1");
        let expected = ("111122223333-role-web-used-1".into(), "web_used_1".into(), "WebUsed1".into());
        assert_eq!(named(&[web]), [expected]);
        let expected = ("policy-.x".into(), "policy___x".into(), "PolicyX".into());
        assert_eq!(named(&[("team", "-.x")]), [expected]);
        assert_eq!(named(&[("team", "1")])[0].1, "policy_1");

        let alike = [
            ("arn:aws:iam::111122223333:role/a.b", "a.b-used"),
            ("arn:aws:iam::111122223333:role/a-b", "a-b-used"),
            ("arn:aws:iam::444455556666:role/a-b", "a-b-used"),
            ("Team", "team-used"),
            ("team", "Team-used"),
        ];
        let mut reversed = alike;
        reversed.reverse();
        let (names, mut again) = (named(&alike), named(&reversed));
        again.reverse();
        assert_eq!(names, again, "the order does not matter");
        let apart = |parts: Vec<String>| BTreeSet::from_iter(parts).len() == alike.len();
        assert!(apart(names.iter().map(|name| name.0.to_lowercase()).collect()), "{names:?}");
        assert!(apart(names.iter().map(|name| name.1.clone()).collect()), "{names:?}");
        assert!(apart(names.iter().map(|name| name.2.clone()).collect()), "{names:?}");
    }
}
