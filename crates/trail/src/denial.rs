//! Why a call was denied, as far as its error message says.

use std::borrow::Cow;

use crate::resource::ArnParts;

/// What a message says on which a call was denied; any part may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Denial {
    /// The action that was missing, as written. Not always that of the call: to create a function may fail for `iam:PassRole`.
    pub action: Option<Box<str>>,
    pub resource: Option<Box<str>>,
    pub reason: Reason,
}

/// Which policy denied, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The message does not say, or says it in a code that only AWS reads.
    #[default]
    Unknown,
    /// A Deny, it is not said where.
    Explicit,
    /// No policy of this kind allows the call.
    Implicit(Layer),
    /// A policy of this kind denies it.
    ExplicitIn(Layer),
}

/// The kinds of policies that messages name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Identity,
    Resource,
    Trust,
    Scp,
    Rcp,
    Boundary,
    Session,
    Endpoint,
}

/// How messages call the kinds, and how they are named here.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
const LAYERS: [(&str, &str, Layer); 9] = [
    ("identity-based policy", "identity", Layer::Identity),
    ("resource-based policy", "resource", Layer::Resource),
    ("role trust policy", "trust", Layer::Trust),
    ("service control policy", "scp", Layer::Scp),
    ("resource control policy", "rcp", Layer::Rcp),
    ("permissions boundary", "boundary", Layer::Boundary),
    ("session policy", "session", Layer::Session),
    ("VPC endpoint policy", "endpoint", Layer::Endpoint),
    ("VPC endpoint", "endpoint", Layer::Endpoint),
];

impl Denial {
    /// Reads an error message. One that says nothing in a way known here gives an empty denial.
    pub fn of(message: &str) -> Self {
        let rest = after(message, "to perform: ").or_else(|| after(message, "to perform "));
        let action = rest.map(|rest| first(word(rest))).filter(|action| is_action(action));
        let rest = rest.filter(|_| action.is_some()).unwrap_or_default();
        let resource = after(rest, " on resource: ").map(word).filter(|arn| ArnParts::of(arn).is_some());
        Self {
            action: action.map(Into::into),
            resource: resource.map(Into::into),
            reason: Reason::of(message),
        }
    }
}

impl Reason {
    fn of(message: &str) -> Self {
        let layer = |text: &str| LAYERS.iter().find(|(words, ..)| text.starts_with(words)).map(|row| row.2);
        if let Some(rest) = after(message, "with an explicit deny") {
            let place = rest.strip_prefix(" in an ").or_else(|| rest.strip_prefix(" in a ")).and_then(layer);
            return place.map_or(Self::Explicit, Self::ExplicitIn);
        }
        after(message, "because no ").and_then(layer).map_or(Self::Unknown, Self::Implicit)
    }

    /// `implicit-identity`, `explicit-scp`, `explicit`, `unknown`.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Unknown => "unknown".into(),
            Self::Explicit => "explicit".into(),
            Self::Implicit(layer) => format!("implicit-{}", layer.name()).into(),
            Self::ExplicitIn(layer) => format!("explicit-{}", layer.name()).into(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        match name.split_once('-') {
            Some(("implicit", layer)) => Layer::from_name(layer).map(Self::Implicit),
            Some(("explicit", layer)) => Layer::from_name(layer).map(Self::ExplicitIn),
            _ if name == "unknown" => Some(Self::Unknown),
            _ => (name == "explicit").then_some(Self::Explicit),
        }
    }
}

impl Layer {
    pub fn name(self) -> &'static str {
        LAYERS.iter().find(|row| row.2 == self).map_or("", |row| row.1)
    }

    fn from_name(name: &str) -> Option<Self> {
        LAYERS.iter().find(|row| row.1 == name).map(|row| row.2)
    }
}

/// What stands behind the first such words.
fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    text.split_once(words).map(|parts| parts.1)
}

/// The first word, without the quotes and the full stop that may be around it. An ARN with a blank in it ends where the
/// quotes do, or where the reason begins.
fn word(text: &str) -> &str {
    if let Some((quoted, _)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
        return quoted;
    }
    let ends = [" because ", " with an explicit deny", " on resource: ", ". ", "\n"];
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim().trim_end_matches('.')
}

/// An action has no blank in it: `kms:Decrypt on this resource` names one, too.
fn first(words: &str) -> &str {
    words.split_whitespace().next().unwrap_or_default().trim_end_matches('.')
}

fn is_action(text: &str) -> bool {
    text.len() <= 128
        && text.split_once(':').is_some_and(|(service, name)| {
            let is_word = |text: &str| {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            is_word(service) && is_word(name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: &str = "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: ";

    #[test]
    fn messages_say_action_resource_and_reason() {
        for (message, expected) in [
            (
                "s3:GetObject on resource: \"arn:aws:s3:::b/a file\" because no identity-based policy allows the s3:GetObject action",
                "s3:GetObject|arn:aws:s3:::b/a file|implicit-identity",
            ),
            (
                "iam:PassRole on resource: arn:aws:iam::111122223333:role/r because no identity-based policy allows the iam:PassRole action",
                "iam:PassRole|arn:aws:iam::111122223333:role/r|implicit-identity",
            ),
            (
                "organizations:LeaveOrganization with an explicit deny in a service control policy",
                "organizations:LeaveOrganization||explicit-scp",
            ),
            (
                "sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:q with an explicit deny in a resource-based policy",
                "sqs:SendMessage|arn:aws:sqs:eu-west-1:111122223333:q|explicit-resource",
            ),
            ("s3:PutObject with an explicit deny in a resource control policy", "s3:PutObject||explicit-rcp"),
            (
                "sns:Publish because no permissions boundary allows the sns:Publish action",
                "sns:Publish||implicit-boundary",
            ),
            ("sns:Publish with an explicit deny in a permissions boundary", "sns:Publish||explicit-boundary"),
            (
                "sns:Publish because no session policy allows the sns:Publish action",
                "sns:Publish||implicit-session",
            ),
            (
                "sns:Publish because no VPC endpoint policy allows the sns:Publish action",
                "sns:Publish||implicit-endpoint",
            ),
            ("sns:Publish with an explicit deny in a VPC endpoint policy", "sns:Publish||explicit-endpoint"),
            (
                "sns:Publish with an explicit deny in an identity-based policy",
                "sns:Publish||explicit-identity",
            ),
            (
                "sns:Publish because no service control policy allows the sns:Publish action",
                "sns:Publish||implicit-scp",
            ),
            (
                "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/r because no role trust policy allows the sts:AssumeRole action",
                "sts:AssumeRole|arn:aws:iam::111122223333:role/r|implicit-trust",
            ),
            (
                "ecr:PutImage on resource: arn:aws:ecr:eu-west-1:111122223333:repository/r with an explicit deny",
                "ecr:PutImage|arn:aws:ecr:eu-west-1:111122223333:repository/r|explicit",
            ),
            ("ce:GetCostForecast on resource: *", "ce:GetCostForecast||unknown"),
            (
                "kms:GenerateDataKey on this resource because no identity-based policy allows the kms:GenerateDataKey action",
                "kms:GenerateDataKey||implicit-identity",
            ),
            (
                "s3:GetObject on resource: arn:aws:s3:::b/k with an explicit deny in a service control policy: \
                 arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1",
                "s3:GetObject|arn:aws:s3:::b/k|explicit-scp",
            ),
            ("lambda:GetFunction.", "lambda:GetFunction||unknown"),
        ] {
            assert_eq!(told(&format!("{WHO}{message}")), expected, "{message}");
        }
        for (message, expected) in [
            ("Access Denied", "||unknown"),
            (
                "Not authorized to perform sts:AssumeRoleWithWebIdentity",
                "sts:AssumeRoleWithWebIdentity||unknown",
            ),
            (
                "You are not authorized to perform this operation. Encoded authorization failure message: abc",
                "||unknown",
            ),
            (
                "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ann is not authorized to \
                 perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:111122223333:instance/* because no identity-based \
                 policy allows the ec2:RunInstances action. Encoded authorization failure message: abc",
                "ec2:RunInstances|arn:aws:ec2:eu-west-1:111122223333:instance/*|implicit-identity",
            ),
            ("", "||unknown"),
        ] {
            assert_eq!(told(message), expected, "{message}");
        }
    }

    fn told(message: &str) -> String {
        let denial = Denial::of(message);
        format!(
            "{}|{}|{}",
            denial.action.as_deref().unwrap_or_default(),
            denial.resource.as_deref().unwrap_or_default(),
            denial.reason.name()
        )
    }

    #[test]
    fn names_of_reasons_read_back() {
        let layers = LAYERS.iter().map(|row| row.2);
        let of_layers = layers.flat_map(|layer| [Reason::Implicit(layer), Reason::ExplicitIn(layer)]);
        for reason in of_layers.chain([Reason::Unknown, Reason::Explicit]) {
            assert_eq!(Reason::from_name(&reason.name()), Some(reason));
        }
    }
}
