//! Resources that follow from others: the table from its index, the catalog of Glue from the region of a database.

use policy::Arn;

/// The resources of an ARN format that entries of a policy tell in full; none if an entry tells none.
pub(super) fn implied(format: &str, entries: &[String]) -> impl Iterator<Item = String> {
    entries.iter().filter_map(move |entry| implied_by(format, entry))
}

/// The one resource of an ARN format that a call on another must mean, too: that of its parent, or the only one of its region.
pub fn implied_by(format: &str, entry: &str) -> Option<String> {
    let entry = Arn::parse(entry).ok()?;
    let mut parts = format.splitn(6, ':').skip(1);
    let partition = field(parts.next()?, entry.partition)?;
    let service = field(parts.next()?, entry.service)?;
    let region = field(parts.next()?, entry.region)?;
    let account = field(parts.next()?, entry.account)?;
    let resource = begun(parts.next()?, entry.resource)?;
    Some(format!("arn:{partition}:{service}:{region}:{account}:{resource}"))
}

/// A field of the format, by the same field of another ARN; none if it is not that which the format asks for.
fn field<'a>(format: &'a str, value: &'a str) -> Option<&'a str> {
    if format.starts_with("${") {
        Some(value).filter(|value| is_plain(value))
    } else {
        (format == value).then_some(value)
    }
}

/// What of a resource a format describes that ends before it; a format without names describes itself.
fn begun(format: &str, resource: &str) -> Option<String> {
    let mut filled = String::new();
    let (mut format, mut rest) = (format, resource);
    if !format.contains("${") {
        return Some(format.to_owned());
    }
    while let Some((before, after)) = format.split_once("${") {
        let (_, tail) = after.split_once('}')?;
        rest = rest.strip_prefix(before)?;
        let end = rest.find(['/', ':']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end)?;
        filled.extend([before, Some(name).filter(|name| is_plain(name))?]);
        (format, rest) = (tail, behind);
    }
    let rest = rest.strip_prefix(format)?;
    filled.push_str(format);
    (rest.is_empty() || rest.starts_with(['/', ':'])).then_some(filled)
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_follows_from_its_child_and_from_nothing_else() {
        const TABLE: &str = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}";
        const CATALOG: &str = "arn:${Partition}:glue:${Region}:${Account}:catalog";
        const KEY: &str = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";
        const BUCKET: &str = "arn:${Partition}:s3:::${BucketName}";
        const GROUP: &str = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}";
        for (format, entry, expected) in [
            (
                TABLE,
                "arn:aws:dynamodb:eu-west-1:1:table/t/index/i",
                Some("arn:aws:dynamodb:eu-west-1:1:table/t"),
            ),
            (TABLE, "arn:aws:dynamodb:eu-west-1:1:table/*/index/i", None),
            (TABLE, "arn:aws:dynamodb:*:1:table/t/index/i", None),
            (
                CATALOG,
                "arn:aws-cn:glue:cn-north-1:1:database/d",
                Some("arn:aws-cn:glue:cn-north-1:1:catalog"),
            ),
            (CATALOG, "arn:aws:s3:::b", None),
            (KEY, "arn:aws:kms:eu-west-1:1:alias/a", None),
            (BUCKET, "arn:aws:s3:::b/k/l", Some("arn:aws:s3:::b")),
            // A name may have slashes: where it ends cannot be told.
            (GROUP, "arn:aws:logs:eu-west-1:1:log-group:/app:log-stream:s", None),
        ] {
            let found: Vec<_> = implied(format, &[entry.to_owned()]).collect();
            assert_eq!(found.first().map(String::as_str), expected, "{format} {entry}");
        }
    }
}
