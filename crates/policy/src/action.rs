//! Action patterns: what `Action` and `NotAction` list.

use std::fmt;

use crate::glob::Glob;

/// One entry of an `Action` or `NotAction` list.
///
/// Actions are `service:Name`, compared without regard to case in both halves; `*` and `?` are wildcards, and `*` alone
/// is every action (IAM User Guide, "IAM JSON policy elements: Action").
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionPattern {
    text: String,
    names: Names,
    fault: Option<ActionFault>,
}

/// The actions a pattern stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Names {
    Everything,
    // INVARIANT: both globs fold case, and neither is empty.
    Of { service: Glob, name: Glob },
    Nothing,
}

/// What is wrong with an action pattern. All but a wildcard in the service keep it from matching anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionFault {
    Empty,
    WhiteSpace,
    NoColon,
    SeveralColons,
    EmptyService,
    EmptyName,
    /// IAM refuses it when the policy is written. What it would match is not documented; here it matches as a
    /// pattern, so that what such a policy may have meant to allow is not overlooked.
    WildcardService,
}

impl ActionPattern {
    pub fn parse(text: &str) -> Self {
        let (names, fault) = match halves(text) {
            Ok(None) => (Names::Everything, None),
            Ok(Some((service, name))) => {
                let (service, name) = (Glob::folded(service), Glob::folded(name));
                let fault = service.has_wildcard().then_some(ActionFault::WildcardService);
                (Names::Of { service, name }, fault)
            }
            Err(fault) => (Names::Nothing, Some(fault)),
        };
        Self { text: text.to_owned(), names, fault }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn fault(&self) -> Option<ActionFault> {
        self.fault
    }

    /// Whether this is `*`, which matches every action.
    pub fn is_everything(&self) -> bool {
        self.names == Names::Everything
    }

    /// The half before the colon; none for `*` and for what is malformed.
    pub fn service(&self) -> Option<&Glob> {
        if let Names::Of { service, .. } = &self.names { Some(service) } else { None }
    }

    /// The half after the colon; none for `*` and for what is malformed.
    pub fn name(&self) -> Option<&Glob> {
        if let Names::Of { name, .. } = &self.names { Some(name) } else { None }
    }

    /// Whether the pattern stands for the action `service:Name`.
    pub fn matches(&self, action: &str) -> bool {
        match (&self.names, action.split_once(':')) {
            (Names::Everything, _) => true,
            (Names::Of { service, name }, Some((prefix, rest))) => {
                !rest.contains(':') && service.matches(prefix) && name.matches(rest)
            }
            _ => false,
        }
    }

    /// Whether `self` stands for every action that `inner` stands for.
    pub fn covers(&self, inner: &Self) -> bool {
        match (self.parts(), inner.parts()) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(parts), Some(inner)) => parts.iter().zip(inner).all(|(half, inner)| half.covers(&inner)),
        }
    }

    /// Whether some action is in both.
    pub fn intersects(&self, other: &Self) -> bool {
        let (Some(parts), Some(others)) = (self.parts(), other.parts()) else { return false };
        parts.iter().zip(others).all(|(half, other)| half.intersects(&other))
    }

    /// An action that is in both; it need not exist at AWS.
    pub fn common(&self, other: &Self) -> Option<String> {
        let ([service, name], [services, names]) = (self.parts()?, other.parts()?);
        Some(format!("{}:{}", service.common(&services)?, name.common(&names)?))
    }

    /// An action that `self` stands for and `cover` does not; it need not exist at AWS.
    pub fn outside(&self, cover: &Self) -> Option<String> {
        let [service, name] = self.parts()?;
        let Some([services, names]) = cover.parts() else {
            return Some(format!("{}:{}", service.example(), name.example()));
        };
        match service.outside(&services) {
            Some(service) => Some(format!("{service}:{}", name.example())),
            None => Some(format!("{}:{}", service.example(), name.outside(&names)?)),
        }
    }

    /// Both halves as sets of names, which are never empty texts: a half `*` is `?*`. None if nothing matches.
    fn parts(&self) -> Option<[Glob; 2]> {
        let named = |half: &Glob| if half.is_everything() { Glob::folded("?*") } else { half.clone() };
        match &self.names {
            Names::Everything => Some([Glob::folded("?*"), Glob::folded("?*")]),
            Names::Of { service, name } => Some([named(service), named(name)]),
            Names::Nothing => None,
        }
    }
}

/// The halves of `service:Name`, or none for `*`.
fn halves(text: &str) -> Result<Option<(&str, &str)>, ActionFault> {
    if text.is_empty() {
        return Err(ActionFault::Empty);
    }
    if text.contains(char::is_whitespace) {
        return Err(ActionFault::WhiteSpace);
    }
    if Glob::new(text).is_everything() {
        return Ok(None);
    }
    match text.split_once(':').ok_or(ActionFault::NoColon)? {
        (_, name) if name.contains(':') => Err(ActionFault::SeveralColons),
        ("", _) => Err(ActionFault::EmptyService),
        (_, "") => Err(ActionFault::EmptyName),
        halves => Ok(Some(halves)),
    }
}

impl ActionFault {
    /// Whether the pattern still stands for some actions.
    pub fn leaves_a_pattern(self) -> bool {
        self == Self::WildcardService
    }
}

/// As written.
impl fmt::Display for ActionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads on after the pattern in question: "`s3` has no colon …".
impl fmt::Display for ActionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::WhiteSpace => "has white space in it",
            Self::NoColon => "has no colon between service and name",
            Self::SeveralColons => "has more than one colon",
            Self::EmptyService => "has no service before the colon",
            Self::EmptyName => "has no name after the colon",
            Self::WildcardService => "has a wildcard in its service",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_pattern_says_what_is_wrong_with_it() {
        use ActionFault::*;
        for (text, fault) in [
            ("*", None),
            ("s3:GetObject", None),
            ("s3:*", None),
            ("s3:Get*Tag??", None),
            ("", Some(Empty)),
            ("s3", Some(NoColon)),
            ("s3*", Some(NoColon)),
            (":", Some(EmptyService)),
            (":GetObject", Some(EmptyService)),
            ("s3:", Some(EmptyName)),
            ("s3:Get:Object", Some(SeveralColons)),
            ("s3: GetObject", Some(WhiteSpace)),
            ("s3:GetObject\n", Some(WhiteSpace)),
            (" ", Some(WhiteSpace)),
            ("*:GetObject", Some(WildcardService)),
            ("s?:GetObject", Some(WildcardService)),
        ] {
            let pattern = ActionPattern::parse(text);
            assert_eq!(pattern.fault(), fault, "`{text}`");
            assert_eq!(pattern.to_string(), text);
        }
    }

    #[test]
    fn matching_folds_case_in_both_halves() {
        for (pattern, action, expected) in [
            ("*", "s3:GetObject", true),
            ("S3:getobject", "s3:GetObject", true),
            ("s3:Get*", "S3:GETOBJECT", true),
            ("s3:Get*", "s3:PutObject", false),
            ("s3:Get?bject", "s3:GetObject", true),
            ("s3:*", "s3-object-lambda:GetObject", false),
            ("*:GetObject", "s3:GetObject", true),
            ("s3:", "s3:", false),
            ("s3: GetObject", "s3:GetObject", false),
            ("s3:*", "s3:Get:Object", false),
        ] {
            assert_eq!(ActionPattern::parse(pattern).matches(action), expected, "`{pattern}` on `{action}`");
        }
    }

    #[test]
    fn covering_is_told_with_an_action_that_shows_it() {
        for (cover, inner, outside) in [
            ("*", "s3:*", None),
            ("*:*", "*", None),
            ("s3:*", "S3:get*", None),
            ("s3:get*", "s3:GetObject*", None),
            ("s3:?*", "s3:*", None),
            ("s3:x", "s3:", None),
            ("s3:*", "*", Some("x:x")),
            ("s3:Get*", "s3:*", Some("s3:x")),
            ("s3:Get*", "ec2:Get*", Some("ec2:Get")),
            ("s3", "s3:GetObject", Some("s3:GetObject")),
        ] {
            let (cover, inner) = (ActionPattern::parse(cover), ActionPattern::parse(inner));
            assert_eq!(cover.covers(&inner), outside.is_none(), "`{cover}` over `{inner}`");
            assert_eq!(inner.outside(&cover).as_deref(), outside, "`{inner}` without `{cover}`");
        }
    }

    #[test]
    fn intersection_is_told_with_an_action_that_shows_it() {
        for (one, other, common) in [
            ("*", "*", Some("x:x")),
            ("s3:Get*", "S3:*Object", Some("S3:GetObject")),
            ("s3:Get*", "s3:Put*", None),
            ("s3:*", "ec2:*", None),
            ("*", "s3:", None),
        ] {
            let (one, other) = (ActionPattern::parse(one), ActionPattern::parse(other));
            assert_eq!(one.intersects(&other), common.is_some(), "`{one}` and `{other}`");
            assert_eq!(one.common(&other).as_deref(), common, "`{one}` and `{other}`");
        }
    }
}
