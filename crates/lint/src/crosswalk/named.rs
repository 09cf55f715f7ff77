//! From a name, ours or another tool's, to the checks that it stands for.

use catalog::nearest_words;

use super::table::{rows, says};
use crate::{CHECKS, Check, find};

/// What an id stands for.
#[derive(Debug)]
pub struct Named {
    /// The other tools whose id it is; none for an id or alias of a check.
    pub tools: Vec<&'static str>,
    /// Sorted by id. None if the other tool looks at what no policy says by itself, such as what it is attached to.
    pub checks: Vec<&'static Check>,
}

/// What an id, an alias or an id of another tool stands for, in any letter case.
pub fn named(name: &str) -> Option<Named> {
    if let Some(check) = find(name) {
        return Some(Named { tools: Vec::new(), checks: vec![check] });
    }
    let (mut tools, mut checks) = (Vec::new(), Vec::new());
    for (tool, _, ids) in rows().filter(|(_, id, _)| says(id, name)) {
        tools.push(tool);
        checks.extend(ids.iter().filter_map(|id| find(id)));
    }
    tools.dedup();
    checks.sort_by_key(|check| check.id);
    checks.dedup_by_key(|check| check.id);
    (!tools.is_empty()).then_some(Named { tools, checks })
}

/// Each tool with its ids of what the check finds, in whole or in part, besides the check's aliases.
pub fn elsewhere(check: &Check) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut tools: Vec<(&str, Vec<&str>)> = Vec::new();
    for (tool, id, _) in rows().filter(|(_, _, checks)| checks.contains(&check.id)) {
        match tools.last_mut().filter(|(last, _)| *last == tool) {
            Some((_, ids)) => ids.push(id),
            None => tools.push((tool, vec![id])),
        }
    }
    tools
}

/// The names that may have been meant by one that stands for nothing, best first.
pub fn nearest_names(name: &str) -> Vec<&'static str> {
    let ours = CHECKS.iter().flat_map(|check| check.aliases.iter().copied().chain([check.id]));
    let theirs = rows().filter(|(_, _, checks)| !checks.is_empty()).map(|(_, id, _)| id);
    nearest_words(name, ours.chain(theirs.filter(|id| !id.ends_with('*'))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(name: &str) -> Vec<&'static str> {
        named(name).map(|named| named.checks.iter().map(|check| check.id).collect()).unwrap_or_default()
    }

    #[test]
    fn every_id_of_the_table_resolves_to_checks_that_exist() {
        for (tool, id, checks) in rows() {
            let found = named(id).unwrap_or_else(|| panic!("`{id}` of {tool} is not found"));
            assert!(found.tools.contains(&tool), "`{id}` of {tool} is hidden by a check's own name");
            for check in checks {
                assert!(
                    CHECKS.iter().any(|other| other.id == *check),
                    "`{id}` stands for no check `{check}`"
                );
                assert!(ids(id).contains(check), "`{id}` does not give `{check}`");
            }
        }
    }

    #[test]
    fn each_tool_names_each_of_its_ids_once() {
        let mut seen: Vec<_> = rows().map(|(tool, id, _)| (tool, id.to_ascii_lowercase())).collect();
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn names_of_any_tool_give_our_checks() {
        for (name, expected) in [
            ("wildcard-action", &["wildcard-action"][..]),
            ("INVALID_ACTION", &["invalid-action"]),
            ("ckv_aws_63", &["wildcard-action"]),
            ("CKV_AWS_286", &["privilege-escalation"]),
            ("AWS-0345", &["sensitive-service-full-access", "service-wildcard-action"]),
            ("DUPLICATE_SID", &["unique-sids-recommended", "unique-sids-required"]),
            ("F3", &["wildcard-action"]),
            ("sid_uniqueness/duplicate_sid", &["unique-sids-recommended", "unique-sids-required"]),
            ("mfa_condition_antipattern", &["mfa-condition-antipattern"]),
            (
                "set_operator_validation",
                &[
                    "forallvalues-allow-without-null-check",
                    "forallvalues-with-single-valued-key",
                    "foranyvalue-deny-without-null-check",
                    "foranyvalue-with-single-valued-key",
                ],
            ),
            ("Role With Privilege Escalation By Actions 'iam:PutRolePolicy'", &["privilege-escalation"]),
        ] {
            assert_eq!(ids(name), expected, "{name}");
        }
    }

    #[test]
    fn what_no_policy_says_by_itself_is_known_but_gives_no_check() {
        let found = named("CKV_AWS_40").unwrap();
        assert_eq!((found.tools, found.checks.len()), (vec!["Checkov"], 0));
        assert!(named("CKV_AWS_99999").is_none() && named("").is_none() && named("*").is_none());
    }

    #[test]
    fn a_check_says_what_it_is_called_elsewhere() {
        let check = find("mfa-condition-antipattern").unwrap();
        let tools: Vec<_> = elsewhere(check).into_iter().map(|(tool, ids)| (tool, ids.len())).collect();
        assert_eq!(tools, [("iam-policy-validator", 4)]);
        assert!(elsewhere(find("statement-subsumed").unwrap()).is_empty());
    }

    #[test]
    fn a_misspelt_name_brings_the_nearest() {
        assert_eq!(nearest_names("wildcrad-action").first(), Some(&"wildcard-action"));
        assert_eq!(
            nearest_names("iam_policy_allows_privilege_escalaton").first(),
            Some(&"iam_policy_allows_privilege_escalation")
        );
        assert!(nearest_names("something-else-altogether").is_empty());
    }
}
