//! Condition keys that nobody has.

use policy::Fix;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};
use policy::write::quote;

use crate::Cx;
use crate::condition_keys::{block_of, has_key, lacks_tag, nearest};

/// A longer text, in bytes, is no key that was misspelt.
const LONGEST_KEY: usize = 300;

/// Reports a key that its owner, as the prefix tells it, does not have.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    statement: &Statement,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    owner: &str,
) {
    let (key, span) = (&entry.key.value, entry.key.span);
    let (catalog, text) = (cx.catalog, &key.text);
    // A template fills it in.
    if text.contains("${") || text.ends_with(':') {
        return;
    }
    if catalog.condition_key(text).is_some() || lacks_tag(catalog, key) {
        return;
    }
    let near = if text.len() <= LONGEST_KEY && cx.may_search() { nearest(catalog, key) } else { Vec::new() };
    let finding = cx.report(span, format!("{owner} has no condition key `{text}`"));
    let Some(first) = near.first() else {
        finding.help(format!("it is not in the catalogue of {}", catalog.date()));
        return;
    };
    let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let finding = finding.help(format!("did you mean {list}?"));
    let is_free = block_of(statement, operator).is_some_and(|block| !has_key(block, first));
    // Which tag is meant only the author knows.
    if is_free && !first.ends_with("/KEY") {
        finding.fix(Fix::risky(
            format!("replace it by `{first}`, which requests do carry"),
            span,
            quote(first),
        ));
    }
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use policy::{Document, Limits};

    use crate::{Options, lint};

    /// What is said about the only condition key of a statement: the help, and what the fix would write.
    fn advice(key: &str) -> (Option<String>, Option<String>) {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",
            "Condition":{{"StringEquals":{{"{key}":"x"}}}}}}}}"#
        );
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        let only = ["invalid-global-condition-key", "invalid-service-condition-key"].map(str::to_owned);
        let options = Options { only: only.to_vec(), ..Options::default() };
        let found = lint(&document, Catalog::embedded(), &options).diagnostics;
        let [found] = found.as_slice() else { return (None, None) };
        (found.help.clone(), found.fix.as_ref().map(|fix| fix.edits[0].text.clone()))
    }

    #[test]
    fn misspelt_keys_find_the_right_ones() {
        for (written, meant) in [
            ("aws:PrincipleOrgID", "aws:PrincipalOrgID"),
            ("aws:SourceIP4", "aws:SourceIp"),
            ("aws:RequestTags/team", "aws:RequestTag/team"),
            ("aws:PrincipalOrganizationID", "aws:PrincipalOrgID"),
            ("aws:SourceVpcEndpoint", "aws:SourceVpce"),
            ("s3:prefixes", "s3:prefix"),
            ("kms:ViaServices", "kms:ViaService"),
        ] {
            let (help, fix) = advice(written);
            assert!(
                help.as_ref().is_some_and(|help| help.contains(&format!("`{meant}`"))),
                "{written}: {help:?}"
            );
            assert_eq!(fix, Some(format!("\"{meant}\"")), "{written}");
        }
    }

    #[test]
    fn nobody_can_know_which_tag_was_meant() {
        let (help, fix) = advice("aws:ResourceTag");
        assert_eq!(help.as_deref(), Some("did you mean `aws:ResourceTag/KEY`?"));
        assert_eq!(fix, None);
    }

    #[test]
    fn known_keys_and_those_a_template_fills_in_are_left_alone() {
        for key in [
            "aws:principalorgid",
            "aws:RequestTag/a/b",
            "aws:${Key}",
            "aws:RequestTag/",
            "s3:prefix",
            "aws:arn",
        ] {
            assert_eq!(advice(key), (None, None), "{key}");
        }
    }
}
