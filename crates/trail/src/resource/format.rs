//! One ARN format of the catalogue, made ready for thousands of ARNs.

use catalog::takes_no_slash;

/// `arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}` in its parts.
#[derive(Debug)]
pub(super) struct Format<'c> {
    pub(super) service: Part<'c>,
    pub(super) region: Part<'c>,
    pub(super) account: Part<'c>,
    pub(super) pieces: Vec<Piece<'c>>,
    /// More slashes than these are not in its ARNs.
    most_slashes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'c> {
    Just(&'c str),
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'c> {
    Text(&'c str),
    /// The name of a placeholder.
    Variable(&'c str),
}

/// An ARN in its parts, the partition left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArnParts<'a> {
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

/// No ARN is longer; what is may have been written by anybody.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>, and the quotas of the services.
pub(crate) const LONGEST: usize = 2048;

impl<'a> ArnParts<'a> {
    pub(crate) fn of(arn: &'a str) -> Option<Self> {
        let rest = arn.strip_prefix("arn:").filter(|_| arn.len() <= LONGEST)?;
        let mut colons = memchr::memchr_iter(b':', rest.as_bytes());
        let (partition, service) = (colons.next()?, colons.next()?);
        let (region, account) = (colons.next()?, colons.next()?);
        Some(Self {
            service: rest.get(partition + 1..service)?,
            region: rest.get(service + 1..region)?,
            account: rest.get(region + 1..account)?,
            resource: rest.get(account + 1..).filter(|text| !text.is_empty())?,
        })
    }
}

impl<'c> Format<'c> {
    /// `None` for what is no ARN of six parts, such as `*`.
    pub(super) fn new(text: &'c str) -> Option<Self> {
        let parts = ArnParts::of(text)?;
        let pieces = pieces(parts.resource);
        let slashes = parts.resource.bytes().filter(|byte| *byte == b'/').count();
        let most_slashes = match pieces.last() {
            Some(Piece::Variable(name)) if takes_no_slash(parts.service, name) => slashes,
            _ => usize::MAX,
        };
        Some(Self {
            service: Part::new(parts.service),
            region: Part::new(parts.region),
            account: Part::new(parts.account),
            pieces,
            most_slashes,
        })
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &'c str> + '_ {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(name) => Some(*name),
            Piece::Text(_) => None,
        })
    }

    /// Whether it stands for the ARN. The account may be left out, as in ARNs of what is AWS's own.
    pub(super) fn stands_for(&self, arn: &ArnParts<'_>) -> bool {
        self.service.is(arn.service)
            && self.region.is(arn.region)
            && (self.account == Part::Any || self.account.is(arn.account))
            && (self.most_slashes == usize::MAX
                || arn.resource.bytes().filter(|byte| *byte == b'/').count() <= self.most_slashes)
            && resource_is(&self.pieces, arn.resource)
            && (self.is_of("s3") || !self.is_without_name(arn.resource))
    }

    /// Whether there is nothing between two slashes where a name begins or ends; only keys of objects may be so.
    fn is_without_name(&self, resource: &str) -> bool {
        let begins = match self.pieces.first() {
            Some(Piece::Text(head)) if head.ends_with('/') => resource.strip_prefix(&**head),
            _ => None,
        };
        resource.ends_with("//") || begins.is_some_and(|name| name.starts_with('/'))
    }

    pub(super) fn is_of(&self, service: &str) -> bool {
        self.service.is(service)
    }

    /// Whether the ARN may be of what holds the resource: of the same service, and in a region if this is.
    pub(super) fn may_be_beside(&self, arn: &ArnParts<'_>) -> bool {
        self.is_of(arn.service) && (self.region == Part::Any || self.region.is(arn.region))
    }

    /// Whether some ARN that begins so is of this format.
    pub(super) fn may_begin(&self, arn: &ArnParts<'_>) -> bool {
        let slashes = arn.resource.bytes().filter(|byte| *byte == b'/').count();
        if slashes > self.most_slashes {
            return false;
        }
        let Some(Piece::Text(head)) = self.pieces.first() else { return self.service.is(arn.service) };
        self.service.is(arn.service) && (arn.resource.starts_with(head) || head.starts_with(arn.resource))
    }
}

impl<'c> Part<'c> {
    fn new(text: &'c str) -> Self {
        if text.contains(['$', '*']) { Self::Any } else { Self::Just(text) }
    }

    fn is(self, text: &str) -> bool {
        match self {
            Self::Just(own) => own == text,
            Self::Any => !text.is_empty(),
        }
    }
}

fn pieces(resource: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = resource;
    loop {
        let (text, variable) = match rest.find(['$', '*']) {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        if variable.is_empty() {
            return pieces;
        }
        let (name, behind) = match variable.strip_prefix("${").and_then(|name| name.split_once('}')) {
            Some(parts) => parts,
            None => ("", variable.get(1..).unwrap_or_default()),
        };
        pieces.push(Piece::Variable(name));
        rest = behind;
    }
}

/// Whether the pieces, each variable one letter or more, make up the text. Since what stands between variables holds no
/// wildcard, its first occurrence is as good as any.
fn resource_is(pieces: &[Piece<'_>], text: &str) -> bool {
    let mut rest = text;
    let mut open = 0;
    for (number, piece) in pieces.iter().enumerate() {
        let Piece::Text(letters) = piece else {
            open += 1;
            continue;
        };
        let Some(behind) = rest.get(open..) else { return false };
        let is_last = number + 1 == pieces.len();
        let found = match (open, is_last) {
            (0, _) => behind.strip_prefix(letters),
            (_, true) => behind.ends_with(letters).then_some(""),
            _ => behind.split_once(letters).map(|parts| parts.1),
        };
        match found {
            Some(behind) => rest = behind,
            None => return false,
        }
        open = 0;
    }
    if open == 0 { rest.is_empty() } else { rest.len() >= open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_know_their_arns() {
        let table = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}";
        let index = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}";
        let image = "arn:${Partition}:ec2:${Region}::image/${ImageId}";
        let bucket = "arn:${Partition}:s3:::${BucketName}";
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        for (format, arn, expected) in [
            (table, "arn:aws:dynamodb:eu-west-1:111122223333:table/t", true),
            (table, "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i", false),
            (index, "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i", true),
            (table, "arn:aws:s3:eu-west-1:111122223333:table/t", false),
            (table, "arn:aws:dynamodb:eu-west-1:111122223333:table/", false),
            (image, "arn:aws:ec2:eu-west-1::image/ami-1", true),
            (image, "arn:aws:ec2:eu-west-1:111122223333:image/ami-1", false),
            (bucket, "arn:aws:s3:::b", true),
            (bucket, "arn:aws:s3:::b/k", false),
            (object, "arn:aws:s3:::b", false),
            (object, "arn:aws-cn:s3:::b/k/l", true),
            (object, "arn:aws:s3", false),
        ] {
            let format = Format::new(format).unwrap();
            let found = ArnParts::of(arn).is_some_and(|arn| format.stands_for(&arn));
            assert_eq!(found, expected, "{format:?} {arn}");
        }
    }
}
