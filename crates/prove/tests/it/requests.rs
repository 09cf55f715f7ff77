//! Requests at the borders of what policies speak of: each literal itself, and what is next to it.

use std::collections::BTreeSet;

use eval::{Caller, Context, Request, Values};
use policy::tree::PolicyKind;
use serde_json::Value;

use crate::chance::Chance;
use crate::language::Language;
use crate::words::{KEYS, Key, Type, some_values};

/// What the requests for a pair of policies are drawn from.
pub(crate) struct Cells {
    actions: Vec<String>,
    resources: Vec<String>,
    callers: Vec<String>,
    /// Roles that the policies name.
    roles: Vec<String>,
    keys: Vec<(Key, Vec<String>)>,
    is_real: bool,
}

/// Everyone who may call where the policy does not stand on a caller.
const CALLERS: [&str; 16] = [
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::111111111111:user/p/Ann",
    "arn:aws:iam::222222222222:user/Bob",
    "arn:aws:iam::111111111111:role/App",
    "arn:aws:iam::222222222222:role/p/app",
    "arn:aws:iam::333333333333:role/Other",
    "arn:aws:sts::111111111111:assumed-role/App/s",
    "arn:aws:sts::222222222222:assumed-role/App/s",
    "arn:aws:sts::111111111111:assumed-role/App/t",
    "arn:aws:iam::111111111111:root",
    "arn:aws:sts::111111111111:federated-user/Ann",
    "cloudtrail.amazonaws.com",
    "sns.amazonaws.com",
    "cognito-identity.amazonaws.com",
    "arn:aws:iam::111111111111:saml-provider/P",
    "anonymous",
];

/// Actions with a resource that AWS would send them with, and with another.
const REAL: [(&str, &str); 12] = [
    ("s3:GetObject", "arn:aws:s3:::b/k"),
    ("s3:GetObject", "arn:aws:s3:::b/Ann/x"),
    ("s3:PutObject", "arn:aws:s3:::b/k"),
    ("s3:PutObject", "arn:aws:s3:::bb/kk"),
    ("s3:DeleteObject", "arn:aws:s3:::a/k"),
    ("s3:ListBucket", "arn:aws:s3:::b"),
    ("s3:ListBucket", "arn:aws:s3:::c"),
    ("s3:ListBucket", "arn:aws:s3:::ab"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:222222222222:q2"),
    ("ec2:DescribeInstances", "*"),
    ("s3:GetObject", "arn:aws:s3:::b/a"),
];

impl Cells {
    pub(crate) fn of(language: &Language, policies: &[&Value]) -> Self {
        let mut found = Found::default();
        for policy in policies {
            found.add(policy, &mut Vec::new());
        }
        let some = [
            "s3:GetObject",
            "s3:PutObject",
            "s3:ListBucket",
            "sqs:SendMessage",
            "iam:PassRole",
            "y:Never",
            "s3:ListAllMyBuckets",
        ];
        let actions = spread(&found.actions, &some);
        let some = [
            "*",
            "arn:aws:s3:::b/k",
            "arn:aws:s3:::c",
            "arn:aws:sqs:us-east-1:111111111111:q",
            "arn:aws:s3:::b/Ann/x",
        ];
        let resources = spread(&found.resources, &some);
        let any_caller = language.kind == PolicyKind::Resource;
        let known = if any_caller { &CALLERS[..] } else { &CALLERS[..7] };
        let mut callers: Vec<String> = known.iter().map(|caller| (*caller).to_owned()).collect();
        let roles = found.callers.iter().filter(|caller| caller.contains(":role/")).cloned().collect();
        callers.extend(found.callers.into_iter().filter(|_| any_caller));
        let mut keys = Vec::new();
        let mut all = language.keys.clone();
        for more in &found.variables {
            let known = KEYS.iter().find(|key| key.name.eq_ignore_ascii_case(more));
            if let Some(known) = known
                && !all.contains(known)
            {
                all.push(*known);
            }
        }
        for key in all {
            let mut values: BTreeSet<String> = BTreeSet::new();
            for (name, value) in &found.values {
                if name.eq_ignore_ascii_case(key.name) {
                    values.extend(near(value));
                }
            }
            values.extend(some_values(key.of).iter().map(|value| instance(value, "z", 'q')));
            let values = values.into_iter().filter(|value| !language.is_real || fits(key.of, value));
            keys.push((key, values.collect()));
        }
        Self { actions, resources, callers, roles, keys, is_real: language.is_real }
    }

    pub(crate) fn request(&self, chance: &mut Chance) -> Option<Request> {
        let caller = chance.of(&self.callers);
        let (action, resource) = if self.is_real {
            let (action, resource) = chance.of(&REAL);
            (action.to_owned(), resource.to_owned())
        } else {
            (chance.of(&self.actions), chance.of(&self.resources))
        };
        let caller = Caller::parse(&caller).ok()?;
        // AWS says that every request has these keys, but not what they are for such callers.
        let speaks_of = |of: Type| self.keys.iter().any(|(key, _)| key.of == of);
        let is_odd = matches!(caller, Caller::Federated { .. }) && speaks_of(Type::CallerKind)
            || caller.account().is_none() && speaks_of(Type::Account);
        if self.is_real && (is_odd || self.is_namesake(&caller)) {
            return None;
        }
        let mut context = Context::new();
        for (key, values) in &self.keys {
            if self.is_real && matches!(key.of, Type::Account | Type::Caller | Type::CallerKind) {
                continue;
            }
            if key.name == "aws:username" && self.is_real {
                if let Caller::User { name, .. } = &caller {
                    context.set(key.name, Values::One(name.clone()));
                }
                continue;
            }
            if self.is_real && caller.account().is_none() && key.name.starts_with("aws:PrincipalTag/") {
                continue;
            }
            let value = |chance: &mut Chance| chance.of(values);
            let is_odd = !self.is_real || key.many || key.name.starts_with("x:");
            let given = match chance.below(20) {
                0..=3 if !key.always || !self.is_real => continue,
                4 if is_odd => Values::Many(Vec::new()),
                5 if is_odd => Values::Many(vec![value(chance)]),
                6..=9 if is_odd => Values::Many(vec![value(chance), value(chance)]),
                10 if is_odd => Values::Many(vec![value(chance), value(chance), value(chance)]),
                _ if key.many && self.is_real => Values::Many(vec![value(chance), value(chance)]),
                _ => Values::One(value(chance)),
            };
            context.set(key.name, given);
        }
        Request::new(caller, &action, &resource, None, context).ok()
    }
}

impl Cells {
    /// Whether the caller is a role that is called as one that the policies name and is not that one: an account has but one.
    fn is_namesake(&self, caller: &Caller) -> bool {
        let Caller::Role { account, name, arn, .. } = caller else { return false };
        let own = match arn.split_once(":sts::") {
            Some((partition, _)) => format!("{partition}:iam::{account}:role/{name}"),
            None => arn.clone(),
        };
        let ends = |arn: &str| arn.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name));
        let mut alike =
            self.roles.iter().filter(|role| role.split(':').nth(4) == Some(account) && ends(role));
        alike.clone().next().is_some() && !alike.any(|role| *role == own)
    }
}

/// Literals of policies, with where they stand.
#[derive(Default)]
struct Found {
    actions: BTreeSet<String>,
    resources: BTreeSet<String>,
    callers: BTreeSet<String>,
    values: BTreeSet<(String, String)>,
    variables: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, value: &Value, path: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    path.push(name.clone());
                    self.add(member, path);
                    path.pop();
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item, path)),
            Value::String(text) => {
                for part in text.split("${").skip(1) {
                    let name = part.split([',', '}']).next().unwrap_or_default();
                    self.variables.insert(name.to_owned());
                }
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                match path.as_slice() {
                    [.., "Action" | "NotAction"] => drop(self.actions.insert(text.clone())),
                    [.., "Resource" | "NotResource"] => drop(self.resources.insert(text.clone())),
                    [.., "Principal" | "NotPrincipal", _] => drop(self.callers.insert(text.clone())),
                    [.., "Condition", _, key] => drop(self.values.insert(((*key).to_owned(), text.clone()))),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn spread(found: &BTreeSet<String>, more: &[&str]) -> Vec<String> {
    let mut all: BTreeSet<String> = more.iter().map(|text| (*text).to_owned()).collect();
    for text in found {
        all.extend(near(text));
    }
    all.into_iter().collect()
}

/// A text with its wildcards and variables filled in.
fn instance(text: &str, run: &str, one: char) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        filled.push_str(before);
        filled.push_str("${");
        let (name, tail) = behind.split_once('}').unwrap_or((behind, ""));
        filled.truncate(filled.len() - 2);
        filled.push_str(match name {
            "*" => "*",
            "?" => "?",
            _ if name.contains("name") => "Ann",
            _ => "a",
        });
        rest = tail;
    }
    filled.push_str(rest);
    filled.chars().fold(String::new(), |mut all, letter| {
        match letter {
            '*' => all.push_str(run),
            '?' => all.push(one),
            letter => all.push(letter),
        }
        all
    })
}

/// A literal's instances and their neighbours.
fn near(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::from([text.to_owned()]);
    for (run, one) in [("", 'q'), ("z", 'a'), ("a:b/c", '/'), ("kk", ':')] {
        all.insert(instance(text, run, one));
    }
    let plain = instance(text, "z", 'q');
    all.insert(format!("{plain}a"));
    all.insert(format!("a{plain}"));
    let mut shorter = plain.clone();
    shorter.pop();
    all.insert(shorter);
    all.extend([plain.to_uppercase(), plain.to_lowercase(), plain.replace('k', "\u{212a}")]);
    if let Ok(number) = plain.parse::<i64>() {
        all.extend([
            (number - 1).to_string(),
            (number + 1).to_string(),
            format!("{number}.0"),
            format!("{number}.5"),
        ]);
    }
    if let Ok(number) = plain.parse::<f64>() {
        all.extend([(number - 0.25).to_string(), (number + 0.25).to_string()]);
    }
    if let Some((head, _)) = plain.split_once('/')
        && let Ok(address) = head.parse::<std::net::Ipv4Addr>()
    {
        let bits = address.to_bits();
        let length: u32 = plain.rsplit('/').next().unwrap().parse().unwrap_or(32);
        let last = bits | u32::MAX.checked_shr(length).unwrap_or(0);
        let others = [bits, bits.wrapping_sub(1), last, last.wrapping_add(1)];
        all.extend(others.map(|bits| std::net::Ipv4Addr::from_bits(bits).to_string()));
    }
    if let Ok(std::net::IpAddr::V4(address)) = plain.parse() {
        all.extend(
            [1, u32::MAX]
                .map(|by| std::net::Ipv4Addr::from_bits(address.to_bits().wrapping_add(by)).to_string()),
        );
    }
    if plain.starts_with("2026") {
        all.extend(
            ["2025-12-31T23:59:59.999Z", "2026-01-30T23:59:59Z", "2026-01-31T00:00:00.001Z", "1767225600"]
                .map(str::to_owned),
        );
    }
    all
}

/// Whether a value is of the type that the catalogue gives the key.
fn fits(of: Type, value: &str) -> bool {
    match of {
        Type::Address => value.parse::<std::net::IpAddr>().is_ok(),
        // AWS has one spelling of each.
        Type::Bool => ["true", "false"].contains(&value),
        Type::Number => policy::value::Decimal::parse(value).is_some(),
        Type::Date => policy::value::Moment::parse(value).is_some(),
        Type::Arn => {
            let parts: Vec<_> = value.splitn(6, ':').collect();
            parts.len() == 6
                && parts[0] == "arn"
                && !parts[1].is_empty()
                && !parts[2].is_empty()
                && !parts[5].is_empty()
        }
        _ => true,
    }
}
