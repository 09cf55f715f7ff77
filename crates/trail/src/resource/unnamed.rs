//! What stands for resources that no log names: all of a type that a call can have meant.

use policy::Arn;

use crate::Principal;
use crate::usage::Use;

/// Every resource of an ARN format of the catalogue in one account, and in one region where that is known. What is not known is `*`.
pub fn all_of(format: &str, (partition, account): (&str, &str), region: Option<&str>) -> String {
    let mut filled = String::with_capacity(format.len());
    let mut rest = format;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = match name {
            "Partition" => partition,
            "Account" => account,
            "Region" => region.unwrap_or_default(),
            _ => "",
        };
        filled.extend([before, if value.is_empty() { "*" } else { value }]);
        rest = tail;
    }
    filled + rest
}

/// Partition and account of a principal, empty where its name does not tell.
pub fn owner(principal: &Principal) -> (&str, &str) {
    Arn::parse(principal.name()).map_or(("", ""), |arn| (arn.partition, arn.account))
}

/// The region that all of the calls came to, if it is one: what a call is about is where the call comes to, but for what it names.
pub fn one_region<'u>(calls: impl IntoIterator<Item = &'u Use>) -> Option<&'u str> {
    let mut found = None;
    for calls in calls {
        if calls.regions.is_truncated() || calls.regions.is_empty() || calls.context.unsaid.region {
            return None;
        }
        for region in calls.regions.iter() {
            if **found.get_or_insert(&**region) != **region {
                return None;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_may_be_anything() {
        const QUEUE: &str = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}";
        const ROLE: &str = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
        for (format, owner, region, expected) in [
            (QUEUE, ("aws-cn", "1"), Some("cn-north-1"), "arn:aws-cn:sqs:cn-north-1:1:*"),
            (QUEUE, ("aws", "1"), None, "arn:aws:sqs:*:1:*"),
            (QUEUE, ("", ""), None, "arn:*:sqs:*:*:*"),
            (ROLE, ("aws", "1"), Some("us-east-1"), "arn:aws:iam::1:role/*"),
        ] {
            assert_eq!(all_of(format, owner, region), expected);
        }
    }
}
