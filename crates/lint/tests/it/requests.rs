//! Requests that a policy is likely to be about, or nearly.

use policy::tree::{Policy, PrincipalElement, PrincipalType};

use catalog::Catalog;

use crate::chance::Chance;
use crate::decision::{Caller, Reading, Request};

/// What the requests for a policy are drawn from.
pub(crate) struct Pool {
    callers: Vec<Caller>,
    actions: Vec<String>,
    resources: Vec<String>,
    /// Condition keys, whether requests may carry several values, and values of the policy.
    keys: Vec<(String, bool, Vec<String>)>,
}

const ACTIONS: [&str; 5] =
    ["s3:GetObject", "iam:PassRole", "sts:AssumeRole", "kms:Decrypt", "ec2:StartInstances"];
const RESOURCES: [&str; 5] = [
    "*",
    "arn:aws:s3:::reports/home/ann/a",
    "arn:aws:iam::111122223333:role/a",
    "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
    "arn:aws-cn:kms:cn-north-1:444455556666:key/k:1",
];
const VALUES: [&str; 9] =
    ["", "ann", "red", "true", "false", "5", "203.0.113.9", "2025-06-01T00:00:00Z", "arn:aws:iam::1:role/a"];

impl Pool {
    pub(crate) fn of(policies: [&Policy; 2]) -> Self {
        let mut pool = Self {
            callers: vec![
                Caller::Anonymous,
                Caller::Aws {
                    arn: "arn:aws:iam::111122223333:user/ann".into(),
                    account: "111122223333".into(),
                },
                Caller::Service("s3.amazonaws.com".into()),
            ],
            actions: ACTIONS.map(str::to_owned).to_vec(),
            resources: RESOURCES.map(str::to_owned).to_vec(),
            keys: vec![("aws:username".to_owned(), false, vec!["ann".to_owned(), "*".to_owned()])],
        };
        for statement in policies.into_iter().flat_map(|policy| &policy.statements) {
            let actions = statement.actions().iter().chain(statement.not_actions());
            pool.actions.extend(actions.map(|action| action.value.as_str().to_owned()));
            let resources = statement.resources().iter().chain(statement.not_resources());
            pool.resources.extend(resources.map(|resource| resource.value.as_str().to_owned()));
            let principals = statement.principal.iter().chain(&statement.not_principal);
            pool.callers.extend(principals.flat_map(callers));
            for (_, entry) in statement.condition.iter().flat_map(policy::tree::Condition::entries) {
                pool.add_key(
                    &entry.key.value.text,
                    entry.values.iter().map(|value| value.value.text().into_owned()),
                );
            }
        }
        pool
    }

    fn add_key(&mut self, key: &str, values: impl Iterator<Item = String>) {
        let known = Catalog::embedded().condition_key(key);
        // Of a key that nobody documents a request may carry any number of values; a token has one subject and one audience.
        let is_claim = key.contains('.') && (key.ends_with(":sub") || key.ends_with(":aud"));
        let is_several = !is_claim && known.is_none_or(catalog::ConditionKey::is_multivalued);
        let is_same = |(name, ..): &&mut (String, bool, Vec<String>)| name.eq_ignore_ascii_case(key);
        match self.keys.iter_mut().find(is_same) {
            Some((_, _, found)) => found.extend(values),
            None => self.keys.push((key.to_owned(), is_several, values.collect())),
        }
    }

    pub(crate) fn draw(&self, chance: &mut Chance) -> Request {
        let mut context = Vec::new();
        for (key, is_several, values) in &self.keys {
            let count = match chance.below(if *is_several { 8 } else { 6 }) {
                0 => continue,
                6 | 7 => 2,
                _ => 1,
            };
            let value = |_| match chance.any(values).filter(|_| !chance.one_in(5)) {
                Some(value) => instance(value, chance),
                None => chance.of(&VALUES).to_owned(),
            };
            context.push((key.clone(), (0..count).map(value).collect()));
        }
        let action = chance.of(&self.actions);
        Request {
            caller: chance.of(&self.callers),
            action: instance(&action, chance),
            resource: match chance.of(&self.resources).as_str() {
                "*" if chance.one_in(2) => "*".to_owned(),
                "*" => chance.of(&RESOURCES).to_owned(),
                resource => instance(resource, chance),
            },
            context,
            reading: Reading {
                everyone_is_services: chance.one_in(2),
                plain_takes_lists: chance.one_in(2),
                short_goes_on: chance.one_in(2),
                any_if_exists: chance.one_in(2),
            },
        }
    }
}

fn callers(element: &PrincipalElement) -> impl Iterator<Item = Caller> {
    element.entries.iter().flat_map(|entry| {
        entry.element.items.iter().filter_map(|item| {
            let text = item.value.text.clone();
            Some(match entry.kind {
                PrincipalType::Aws => {
                    let account = item.value.account().unwrap_or("999900001111").to_owned();
                    let is_account = text == account || text == "*" || text.ends_with(":root");
                    let arn = if is_account { format!("arn:aws:iam::{account}:role/r") } else { text };
                    Caller::Aws { arn, account }
                }
                PrincipalType::Service => Caller::Service(text),
                PrincipalType::Federated => Caller::Federated(text),
                PrincipalType::CanonicalUser => Caller::Canonical(text),
                PrincipalType::Other(_) => return None,
            })
        })
    })
}

/// Something that the pattern matches, or sometimes just not.
fn instance(pattern: &str, chance: &mut Chance) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['*', '?', '$']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let inner = rest.strip_prefix("${").and_then(|rest| rest.split_once('}'));
        if let Some((_, behind)) = inner.filter(|_| !chance.one_in(8)) {
            text.push_str(chance.of(&["ann", "*", "red"]));
            rest = behind;
            continue;
        }
        text.push_str(match &rest[..1] {
            "*" => chance.of(&["", "a", "Get", "object", "x/y:z", "*"]),
            "?" => chance.of(&["a", "e", "t", "o"]),
            letter => letter,
        });
        rest = &rest[1..];
    }
    text.push_str(rest);
    match chance.below(12) {
        0 => text.push('x'),
        1 => {
            text.pop();
        }
        // One address, number or moment beside the one that is written.
        2 => text = text.rsplit_once('/').map_or(text.clone(), |(network, _)| network.to_owned()),
        3 => text = text.to_uppercase(),
        4 => text = text.parse::<u32>().map_or(text, |number| number.saturating_sub(1).to_string()),
        _ => {}
    }
    text
}
