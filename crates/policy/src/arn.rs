//! Amazon Resource Names: `arn:partition:service:region:account:resource`.

use std::fmt;

/// An ARN in its parts, as written.
///
/// Only what makes it an ARN is required: six parts, of which region and account may be empty. Whether a part is right
/// (an account of twelve digits, a partition that exists) is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    /// All after the fifth colon, further colons included.
    pub resource: &'a str,
}

/// The parts of an ARN after `arn`, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ArnPart {
    Partition,
    Service,
    Region,
    Account,
    Resource,
}

/// Why a text is no ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArnFault {
    /// It does not begin with `arn:`.
    Prefix,
    /// It ends before this part.
    Missing(ArnPart),
    /// The part is there and has no text, which only region and account may.
    Empty(ArnPart),
}

/// How many parts an ARN has, `arn` itself included.
pub const ARN_PARTS: usize = 6;

/// A text parted at its first five colons, and how many parts it has; those that it does not have are empty.
pub fn arn_parts(text: &str) -> ([&str; ARN_PARTS], usize) {
    let mut parts = [""; ARN_PARTS];
    let mut rest = text;
    for (at, part) in parts.iter_mut().enumerate() {
        // Parts are short: to look at each letter takes no longer than to make ready for a faster search.
        let colon = rest.bytes().position(|byte| byte == b':').filter(|_| at + 1 < ARN_PARTS);
        let Some((own, behind)) = colon.and_then(|colon| rest.split_at_checked(colon)) else {
            *part = rest;
            return (parts, at + 1);
        };
        *part = own;
        rest = behind.get(1..).unwrap_or_default();
    }
    (parts, ARN_PARTS)
}

impl<'a> Arn<'a> {
    pub fn parse(text: &'a str) -> Result<Self, ArnFault> {
        let rest = text.strip_prefix("arn:").ok_or(ArnFault::Prefix)?;
        let mut parts = rest.splitn(ArnPart::ALL.len(), ':');
        let mut next = |part| parts.next().ok_or(ArnFault::Missing(part));
        let arn = Self {
            partition: next(ArnPart::Partition)?,
            service: next(ArnPart::Service)?,
            region: next(ArnPart::Region)?,
            account: next(ArnPart::Account)?,
            resource: next(ArnPart::Resource)?,
        };
        let filled = [ArnPart::Partition, ArnPart::Service, ArnPart::Resource];
        match filled.into_iter().find(|part| arn.part(*part).is_empty()) {
            Some(part) => Err(ArnFault::Empty(part)),
            None => Ok(arn),
        }
    }

    pub fn part(&self, part: ArnPart) -> &'a str {
        match part {
            ArnPart::Partition => self.partition,
            ArnPart::Service => self.service,
            ArnPart::Region => self.region,
            ArnPart::Account => self.account,
            ArnPart::Resource => self.resource,
        }
    }

    /// The resource part at its first `/` or `:`, the type before it and the id after; no type where there is neither.
    ///
    /// Which resources have a type is each service's own affair: of an S3 object, `bucket/key`, the bucket stands where other
    /// services have the type.
    pub fn resource_type_and_id(&self) -> (Option<&'a str>, &'a str) {
        match self.resource.split_once(['/', ':']) {
            Some((kind, id)) => (Some(kind), id),
            None => (None, self.resource),
        }
    }
}

impl ArnPart {
    pub const ALL: [Self; 5] = [Self::Partition, Self::Service, Self::Region, Self::Account, Self::Resource];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Partition => "partition",
            Self::Service => "service",
            Self::Region => "region",
            Self::Account => "account",
            Self::Resource => "resource",
        }
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("arn")?;
        ArnPart::ALL.into_iter().try_for_each(|part| write!(f, ":{}", self.part(part)))
    }
}

/// Reads on after the text in question: "`arn:aws:s3` ends before its region".
impl fmt::Display for ArnFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prefix => f.write_str("does not begin with `arn:`"),
            Self::Missing(part) => write!(f, "ends before its {}", part.name()),
            Self::Empty(part) => write!(f, "has an empty {}", part.name()),
        }
    }
}

impl std::error::Error for ArnFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_at_its_first_five_colons() {
        for text in [
            "",
            "*",
            "arn",
            "arn:",
            "arn:aws:s3::",
            "arn:aws:s3:::b",
            "arn:aws:logs:r:1:log-group:g:*",
            ":::::::",
        ] {
            let expected: Vec<&str> = text.splitn(ARN_PARTS, ':').collect();
            let (parts, count) = arn_parts(text);
            assert_eq!(
                (&parts[..count], &parts[count..]),
                (&expected[..], &[""; ARN_PARTS][count..]),
                "{text}"
            );
        }
    }

    #[test]
    fn an_arn_is_split_at_the_first_five_colons() {
        for (text, parts, typed) in [
            ("arn:aws:s3:::b", ["aws", "s3", "", "", "b"], (None, "b")),
            (
                "arn:aws:iam::111122223333:role/a/b",
                ["aws", "iam", "", "111122223333", "role/a/b"],
                (Some("role"), "a/b"),
            ),
            (
                "arn:aws-cn:lambda:cn-north-1:111122223333:function:f:3",
                ["aws-cn", "lambda", "cn-north-1", "111122223333", "function:f:3"],
                (Some("function"), "f:3"),
            ),
            (
                "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f:*",
                ["aws", "logs", "us-east-1", "111122223333", "log-group:/aws/lambda/f:*"],
                (Some("log-group"), "/aws/lambda/f:*"),
            ),
            ("arn:aws:sqs:*:*:q", ["aws", "sqs", "*", "*", "q"], (None, "q")),
        ] {
            let arn = Arn::parse(text).unwrap();
            assert_eq!(ArnPart::ALL.map(|part| arn.part(part)), parts, "{text}");
            assert_eq!(arn.resource_type_and_id(), typed, "{text}");
            assert_eq!(arn.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_arn_says_which_part_is_wrong() {
        for (text, why) in [
            ("", "does not begin with `arn:`"),
            ("*", "does not begin with `arn:`"),
            ("arn", "does not begin with `arn:`"),
            ("ARN:aws:s3:::b", "does not begin with `arn:`"),
            ("arn:aws", "ends before its service"),
            ("arn:aws:s3", "ends before its region"),
            ("arn:aws:s3:b", "ends before its account"),
            ("arn:aws:s3::b", "ends before its resource"),
            ("arn::s3:::b", "has an empty partition"),
            ("arn:aws::::b", "has an empty service"),
            ("arn:aws:s3:::", "has an empty resource"),
        ] {
            assert_eq!(Arn::parse(text).unwrap_err().to_string(), why, "{text}");
        }
    }
}
