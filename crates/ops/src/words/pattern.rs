//! The resources and the callers of a region in words.

use prove::{Limit, Region};

use super::list::{joined, quoted, shortened};

/// How many patterns are named.
const MOST: usize = 8;

/// What a pattern stands for; ours are told in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// Those of an account.
    Account(String),
    /// ARNs without an account in them.
    NoAccount,
    ServiceLinked,
    Text(String),
}

impl Meaning {
    fn of(pattern: &str) -> Self {
        let is_account = |text: &str| text.len() == 12 && text.bytes().all(|letter| letter.is_ascii_digit());
        // INVARIANT: no ARN of a policy begins so; `~` is what the prover writes for a part of an ARN.
        let is_ours = pattern.starts_with("arn:~") || pattern.starts_with("arn:aws~");
        if !is_ours {
            return if is_account(pattern) {
                Self::Account(pattern.to_owned())
            } else {
                Self::Text(pattern.to_owned())
            };
        }
        let parts: Vec<_> = pattern.splitn(6, ':').collect();
        match parts.as_slice() {
            [_, _, "~", _, account, "*" | "+"] | [_, _, "~", "", account, "*" | "+"]
                if is_account(account) =>
            {
                Self::Account((*account).to_owned())
            }
            [_, _, "~", "~", "", "*"] => Self::NoAccount,
            [.., last] if last.contains("/AWSServiceRoleFor") || last.contains("/aws-service-role/") => {
                Self::ServiceLinked
            }
            _ => Self::Text(pattern.replace(['~', '+', '@', '^'], "*")),
        }
    }

    fn of_all(limit: &Limit) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for meaning in limit.patterns.iter().map(|pattern| Self::of(pattern)) {
            if !all.contains(&meaning) {
                all.push(meaning);
            }
        }
        all
    }
}

/// `any resource`, `a or b except c`.
pub(super) fn resources(region: &Region) -> String {
    let own = region.witness.request.caller().account();
    let word = |meaning: &Meaning| match meaning {
        Meaning::Account(account) if own == Some(account) => "resources of the caller's account".to_owned(),
        Meaning::Account(account) => format!("resources of account {account}"),
        Meaning::NoAccount => "ARNs that name no account".to_owned(),
        Meaning::ServiceLinked => "service-linked roles".to_owned(),
        Meaning::Text(text) => quoted(text),
    };
    let listed = |limit: &Limit, last| shortened(Meaning::of_all(limit).iter().map(word), MOST, last);
    let within: Vec<_> =
        region.resource.iter().filter(|limit| limit.holds).map(|limit| listed(limit, "or")).collect();
    let text = match within.as_slice() {
        [] => "any resource".to_owned(),
        [one] => one.clone(),
        several => format!("what is within {}", joined(several, "and also within")),
    };
    text + &except(&region.resource, word)
}

/// Empty if it does not matter who calls.
pub(super) fn callers(region: &Region) -> String {
    let kind = match region.caller.as_deref() {
        None => "a caller",
        Some("anonymous") => "anyone without credentials",
        Some("root") => "the root user of an account",
        Some("user") => "a user",
        Some("role") => "a role",
        Some("federated user") => "a federated user",
        Some(name) => return named(name),
    };
    if region.principal.is_empty() {
        return region.caller.as_ref().map_or_else(String::new, |_| kind.to_owned());
    }
    let word = |meaning: &Meaning| match meaning {
        Meaning::Account(account) => format!("account {account}"),
        Meaning::NoAccount => "callers without an account".to_owned(),
        Meaning::ServiceLinked => "service-linked roles".to_owned(),
        Meaning::Text(text) => quoted(text),
    };
    let mut clauses = Vec::new();
    for limit in region.principal.iter().filter(|limit| limit.holds) {
        let all = Meaning::of_all(limit);
        let listed = shortened(all.iter().map(word), MOST, "or");
        let is_arn = |meaning: &Meaning| matches!(meaning, Meaning::Text(text) if text.starts_with("arn:"));
        clauses.push(if all.iter().all(|meaning| matches!(meaning, Meaning::Account(_))) {
            format!("of {listed}")
        } else if all == [Meaning::ServiceLinked] {
            "that AWS linked to a service".to_owned()
        } else if all.iter().any(is_arn) {
            format!("whose ARN is {listed}")
        } else {
            format!("whose name is {listed}")
        });
    }
    let clauses = if clauses.is_empty() { String::new() } else { format!(" {}", joined(&clauses, "and")) };
    // There is one root user of an account.
    let kind =
        if kind.ends_with("an account") && clauses.starts_with(" of ") { "the root user" } else { kind };
    format!("{kind}{clauses}{}", except(&region.principal, word))
}

fn except(limits: &[Limit], word: impl Fn(&Meaning) -> String) -> String {
    let mut left_out: Vec<Meaning> = Vec::new();
    for meaning in limits.iter().filter(|limit| !limit.holds).flat_map(Meaning::of_all) {
        if !left_out.contains(&meaning) {
            left_out.push(meaning);
        }
    }
    if left_out.is_empty() {
        return String::new();
    }
    format!(" except {}", shortened(left_out.iter().map(word), MOST, "and"))
}

/// A session, a service or an identity provider.
fn named(name: &str) -> String {
    if name.contains(":assumed-role/") {
        format!("the role session {}", quoted(name))
    } else if name.contains(".amazonaws.com") && !name.starts_with("cognito-identity") {
        format!("the service {}", quoted(name))
    } else {
        format!("users of {}", quoted(name))
    }
}

/// Several callers in one: who is left unnamed is everyone.
pub(crate) fn together(callers: &[String]) -> String {
    const EVERYONE: [&str; 4] =
        ["a role", "a user", "anyone without credentials", "the root user of an account"];
    if callers.iter().any(String::is_empty) {
        return String::new();
    }
    let is_everyone = EVERYONE.iter().all(|kind| callers.iter().any(|caller| caller == kind));
    if is_everyone { "anyone".to_owned() } else { joined(callers, "or") }
}

/// Whether a pattern stands in a policy, rather than being one of the prover's.
pub(crate) fn is_written(pattern: &str) -> bool {
    matches!(Meaning::of(pattern), Meaning::Text(text) if text == pattern)
}

#[cfg(test)]
mod tests {
    use eval::{Caller, Context, Request};
    use prove::Witness;

    use super::*;

    fn limits(all: &[(&[&str], bool)]) -> Vec<Limit> {
        let limit = |(patterns, holds): &(&[&str], bool)| Limit {
            patterns: patterns.iter().map(|pattern| (*pattern).to_owned()).collect(),
            holds: *holds,
        };
        all.iter().map(limit).collect()
    }

    fn region(resource: &[(&[&str], bool)], principal: &[(&[&str], bool)], caller: Option<&str>) -> Region {
        let who = Caller::parse("arn:aws:iam::123456789012:role/Example").unwrap();
        let request = Request::new(who, "s3:GetObject", "arn:aws:s3:::b/k", None, Context::new()).unwrap();
        Region {
            actions: vec!["s3:GetObject".to_owned()],
            resource: limits(resource),
            principal: limits(principal),
            caller: caller.map(str::to_owned),
            keys: Vec::new(),
            witness: Witness { request, context: Vec::new(), absent: Vec::new() },
        }
    }

    #[test]
    fn resources_are_within_patterns_and_outside_of_others() {
        let cases: &[(&[(&[&str], bool)], &str)] = &[
            (&[], "any resource"),
            (&[(&["arn:aws:s3:::logs-*"], true)], "`arn:aws:s3:::logs-*`"),
            (&[(&["arn:aws:s3:::a", "arn:aws:s3:::a/*"], true)], "`arn:aws:s3:::a` or `arn:aws:s3:::a/*`"),
            (&[(&["arn:aws:s3:::a/*"], false)], "any resource except `arn:aws:s3:::a/*`"),
            (
                &[(&["arn:aws:s3:::a*"], true), (&["arn:aws:s3:::ab"], false), (&["arn:aws:s3:::ac"], false)],
                "`arn:aws:s3:::a*` except `arn:aws:s3:::ab` and `arn:aws:s3:::ac`",
            ),
            (
                &[(&["arn:aws:s3:::a*"], true), (&["arn:aws:s3:::*b"], true)],
                "what is within `arn:aws:s3:::a*` and also within `arn:aws:s3:::*b`",
            ),
            (&[(&["arn:~:~:~:123456789012:*"], true)], "resources of the caller's account"),
            (
                &[(&["arn:~:~:~:111122223333:*"], false)],
                "any resource except resources of account 111122223333",
            ),
            (&[(&["arn:~:~:~::*"], true)], "ARNs that name no account"),
            (&[(&["arn:~:kms:~:~:key/*"], true)], "`arn:*:kms:*:*:key/*`"),
        ];
        for (limits, expected) in cases {
            assert_eq!(resources(&region(limits, &[], None)), *expected);
        }
    }

    #[test]
    fn callers_are_of_a_kind_and_have_names() {
        let cases: &[(&[(&[&str], bool)], Option<&str>, &str)] = &[
            (&[], None, ""),
            (&[], Some("anonymous"), "anyone without credentials"),
            (&[], Some("user"), "a user"),
            (&[], Some("cloudtrail.amazonaws.com"), "the service `cloudtrail.amazonaws.com`"),
            (&[], Some("cognito-identity.amazonaws.com"), "users of `cognito-identity.amazonaws.com`"),
            (
                &[],
                Some("arn:aws:sts::111122223333:assumed-role/App/s"),
                "the role session `arn:aws:sts::111122223333:assumed-role/App/s`",
            ),
            (&[(&["arn:~:~::111122223333:+"], true)], Some("role"), "a role of account 111122223333"),
            (&[(&["111122223333"], true)], Some("root"), "the root user of account 111122223333"),
            (
                &[(&["arn:aws:iam::111122223333:role/App"], true)],
                Some("role"),
                "a role whose ARN is `arn:aws:iam::111122223333:role/App`",
            ),
            (&[(&["ana"], true)], Some("user"), "a user whose name is `ana`"),
            (&[(&["111122223333"], false)], None, "a caller except account 111122223333"),
            (
                &[(&["arn:~:~::~:role/~/AWSServiceRoleFor~", "arn:~:~::~:role/aws-service-role/~"], false)],
                Some("role"),
                "a role except service-linked roles",
            ),
        ];
        for (limits, caller, expected) in cases {
            assert_eq!(callers(&region(&[], limits, *caller)), *expected);
        }
    }

    #[test]
    fn several_callers_are_told_together() {
        let all = |names: &[&str]| together(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(all(&["a role", "a user"]), "a role or a user");
        let everyone = ["a role", "a user", "anyone without credentials", "the root user of an account"];
        assert_eq!(all(&everyone), "anyone");
        assert_eq!(all(&["a role", ""]), "");
        assert!(is_written("arn:aws:s3:::b") && !is_written("arn:~:~:~::*"));
    }
}
