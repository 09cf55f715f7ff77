//! A resource pattern made ready for many requests.

use std::sync::Arc;

use super::ResourcePattern;
use super::parts::{Names, PARTS};
use super::plain::{is_plain, is_prefix};
use crate::arn::arn_parts;
use crate::glob::{Glob, Matcher};

/// A [`ResourcePattern`] without policy variables, in the shape in which resources are compared fastest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourceMatcher {
    names: Ready,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Ready {
    Everything,
    /// One resource, whose ARN this is.
    Name(Arc<str>),
    /// All whose ARN begins as this text does up to the star that it ends with.
    Prefix(Arc<str>),
    Parts(Box<[Matcher; PARTS]>),
    Nothing,
}

/// A request's resource, parted at its first five colons: an ARN, or `*` where the action names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestResource<'a> {
    text: &'a str,
    parts: Option<[&'a str; PARTS]>,
}

impl<'a> RequestResource<'a> {
    pub fn parse(text: &'a str) -> Self {
        let (parts, count) = arn_parts(text);
        Self { text, parts: (count == PARTS).then_some(parts) }
    }

    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The six parts, `arn` the first; none for `*` and what is no ARN.
    pub fn parts(&self) -> Option<&[&'a str; PARTS]> {
        self.parts.as_ref()
    }
}

impl ResourceMatcher {
    /// None if the pattern has policy variables, whose values only a request knows.
    pub fn new(pattern: &ResourcePattern) -> Option<Self> {
        if !pattern.is_exact() {
            return None;
        }
        let names = match pattern.names() {
            Names::Everything => Ready::Everything,
            Names::Nothing => Ready::Nothing,
            Names::Parts(parts) if is_name(pattern.as_str(), parts) => Ready::Name(pattern.shared_text()),
            Names::Parts(_) if is_prefix(pattern.as_str()) => Ready::Prefix(pattern.shared_text()),
            Names::Parts(parts) => {
                let parts: Box<[Matcher]> = parts.iter().map(Matcher::from).collect();
                Ready::Parts(parts.try_into().ok()?)
            }
        };
        Some(Self { names })
    }

    /// Whether it matches the resource of its text and no other.
    pub fn is_name(&self) -> bool {
        matches!(self.names, Ready::Name(_))
    }

    pub fn matches(&self, resource: &RequestResource<'_>) -> bool {
        match (&self.names, resource.parts()) {
            (Ready::Everything, _) => true,
            (Ready::Name(name), _) => **name == *resource.text,
            // What begins so has the five colons that part an ARN.
            (Ready::Prefix(text), _) => {
                text.strip_suffix('*').is_some_and(|prefix| resource.text.starts_with(prefix))
            }
            (Ready::Parts(parts), Some(texts)) => {
                // The last part differs most often.
                parts.iter().zip(texts).rev().all(|(part, text)| part.matches(text))
            }
            _ => false,
        }
    }
}

/// Whether a pattern of these parts names one resource, as its text does.
fn is_name(text: &str, parts: &[Glob]) -> bool {
    is_plain(text) && arn_parts(text).1 == PARTS && !parts.iter().any(Glob::has_wildcard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matcher_says_what_its_pattern_says() {
        let resources = [
            "*",
            "arn:aws:s3:::b/k",
            "arn:aws:s3:::b/k:l",
            "arn:aws:sqs:us-east-1:123456789012:q",
            "arn:aws:s3:::",
            "arn:aws:s3:::c",
            "arn:aws",
            "",
        ];
        for pattern in [
            "*",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:::b/k*",
            "arn:aws:s3:::?*",
            "arn:*:sqs:*:*:q",
            "arn:aws:s3:::*",
            "arn:aws:s3:*",
            "arn:aws:?3:::b/?",
            "b",
        ] {
            let pattern = ResourcePattern::parse(pattern);
            let matcher = ResourceMatcher::new(&pattern).unwrap();
            for resource in resources {
                let expected = pattern.matches(resource).is_yes();
                assert_eq!(
                    matcher.matches(&RequestResource::parse(resource)),
                    expected,
                    "{pattern} {resource}"
                );
            }
        }
        assert!(
            ResourceMatcher::new(&ResourcePattern::with_variables("arn:aws:s3:::${aws:username}")).is_none()
        );
    }
}
