//! A look into JSON that stays text: members, items and leaves, without building anything.
//!
//! The text comes from a log and may be anything. Whatever is not sound JSON ends the walk.

use std::borrow::Cow;

/// How many brackets deep [`leaves`] looks, and at how many values at most.
const BRACKETS: u8 = 24;
const LEAVES: usize = 4096;

/// A text or a number somewhere in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf<'a> {
    /// The name of the member; for an item of a list that of the list.
    pub(crate) key: &'a str,
    pub(crate) value: Cow<'a, str>,
    /// In how many objects within the request it lies: 0 for a member of the request itself, or of a list that is one.
    pub(crate) depth: u8,
    /// That of the key.
    sign: Sign,
}

impl<'a> Leaf<'a> {
    fn new(key: &'a str, value: Cow<'a, str>, depth: u8) -> Self {
        Self { key, value, depth, sign: Sign::of(key) }
    }

    /// Whether the key may be the name of this sign, or something and then that name.
    pub(crate) fn may_end_with(&self, name: Sign) -> bool {
        self.sign == name || self.sign.is_longer_like(name)
    }
}

/// What tells most names apart at a glance: names that are equal but for the case of letters have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sign(u32);

impl Sign {
    pub(crate) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let [first, middle, last] = [0, bytes.len() / 2, bytes.len().saturating_sub(1)]
            .map(|place| bytes.get(place).map_or(0, |byte| byte | 0x20));
        let length = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
        Self(u32::from_be_bytes([length, first, middle, last]))
    }

    /// Whether the one is of a longer name that ends with the same letter.
    fn is_longer_like(self, other: Self) -> bool {
        self.0 > other.0 && self.0 & 0xff == other.0 & 0xff
    }
}

/// The members of an object, in order: name as written, value as text.
pub(crate) fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Rest::inside(object, '{');
    std::iter::from_fn(move || {
        let key = rest.value()?;
        rest.skip(":")?;
        let value = rest.value()?;
        rest.end_of_item();
        Some((quoted(key)?, value))
    })
}

pub(crate) fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = Rest::inside(list, '[');
    std::iter::from_fn(move || {
        let value = rest.value()?;
        rest.end_of_item();
        Some(value)
    })
}

/// The last member of that name.
pub(crate) fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    // Most have none, which is told sooner than what they have.
    memchr::memmem::find(object.as_bytes(), name.as_bytes())?;
    members(object).filter(|(key, _)| *key == name).last().map(|(_, value)| value)
}

/// The text of a string or the digits of a number.
pub(crate) fn text(value: &str) -> Option<Cow<'_, str>> {
    match quoted(value) {
        Some(plain) if memchr::memchr(b'\\', plain.as_bytes()).is_none() => Some(plain.into()),
        Some(_) => serde_json::from_str::<String>(value).ok().map(Cow::Owned),
        None => value.starts_with(|first: char| first.is_ascii_digit()).then_some(value.into()),
    }
}

/// All texts and numbers of a value, however deep they lie, as far as the bounds go.
pub(crate) fn leaves(value: &str) -> Vec<Leaf<'_>> {
    leaves_that(value, &|_, _, _| true)
}

/// Those of [`leaves`] that are asked for, told key, depth and the value as it stands there. So what nobody asks for costs little.
pub(crate) fn leaves_that<'a>(value: &'a str, is_wanted: &Wanted<'_>) -> Vec<Leaf<'a>> {
    let mut leaves = Leaves { found: Vec::new(), seen: 0, is_wanted };
    leaves.walk(At { key: "", depth: 0, brackets: 0 }, value.trim_ascii());
    leaves.found
}

type Wanted<'w> = dyn Fn(&str, u8, &str) -> bool + 'w;

struct Leaves<'a, 'w> {
    found: Vec<Leaf<'a>>,
    seen: usize,
    is_wanted: &'w Wanted<'w>,
}

/// Members of a request whose own members are named by what they are about: tables, in requests for many items.
const NAMES_ARE_VALUES: [&str; 1] = ["requestItems"];

/// Names that say nothing: what they hold belongs to the member around them, as in `vpcSet.items` of EC2.
const WRAPPERS: [&str; 4] = ["items", "item", "member", "content"];

impl<'a> Leaves<'a, '_> {
    fn walk(&mut self, at: At<'a>, value: &'a str) {
        if at.brackets > BRACKETS || self.seen >= LEAVES {
            return;
        }
        let brackets = at.brackets + 1;
        match value.as_bytes().first() {
            Some(b'{') => {
                for (name, value) in members(value) {
                    let key = if WRAPPERS.contains(&name) && !at.key.is_empty() { at.key } else { name };
                    // A request within the request, as newer calls of EC2 are logged, is no level of its own.
                    let is_request = at.depth == 0 && name.ends_with("Request");
                    let depth = at.depth + u8::from(value.starts_with('{') && !is_request);
                    if at.depth == 0 && NAMES_ARE_VALUES.contains(&name) {
                        self.take_names(key, value);
                    }
                    self.walk(At { key, depth, brackets }, value);
                }
            }
            Some(b'[') => {
                for item in items(value) {
                    let depth = at.depth + u8::from(item.starts_with('{'));
                    self.walk(At { depth, brackets, ..at }, item);
                }
            }
            _ => {
                self.seen +=
                    usize::from(value.starts_with(|first: char| first == '"' || first.is_ascii_digit()));
                if (self.is_wanted)(at.key, at.depth, value) {
                    self.found.extend(text(value).map(|value| Leaf::new(at.key, value, at.depth)));
                }
            }
        }
    }

    /// The names of the members of a value, each as a leaf of its own.
    fn take_names(&mut self, key: &'a str, value: &'a str) {
        let is_wanted = (self.is_wanted)(key, 0, "");
        for (name, _) in members(value).take(LEAVES) {
            self.seen += 1;
            if is_wanted || name.starts_with("arn:") {
                self.found.push(Leaf::new(key, name.into(), 0));
            }
        }
    }
}

#[derive(Clone, Copy)]
struct At<'a> {
    key: &'a str,
    depth: u8,
    brackets: u8,
}

/// What stands between the quotes, escapes and all.
fn quoted(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn inside(text: &'a str, bracket: char) -> Self {
        let mut rest = Self(text.trim_ascii());
        rest.0 = rest.0.strip_prefix(bracket).unwrap_or_default().trim_ascii_start();
        rest
    }

    fn skip(&mut self, sign: &str) -> Option<()> {
        self.0 = self.0.trim_ascii_start().strip_prefix(sign)?.trim_ascii_start();
        Some(())
    }

    fn end_of_item(&mut self) {
        if self.skip(",").is_none() {
            self.0 = "";
        }
    }

    /// The next value, whole.
    fn value(&mut self) -> Option<&'a str> {
        let end = end_of_value(self.0.as_bytes())?;
        let (value, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(value)
    }
}

fn end_of_value(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' => end_of_string(bytes, 0),
        b'{' | b'[' => {
            let mut depth = 0_usize;
            let mut at = 0;
            loop {
                let rest = bytes.get(at..)?;
                at += rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
                match bytes.get(at)? {
                    b'"' => {
                        at = end_of_string(bytes, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    _ => depth -= 1,
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        b'}' | b']' | b',' | b':' => None,
        _ => {
            let is_end =
                |byte: &u8| matches!(byte, b',' | b'}' | b']' | b':' | b'"') || byte.is_ascii_whitespace();
            Some(bytes.iter().position(is_end).unwrap_or(bytes.len()))
        }
    }
}

/// Behind the closing quote of the string that begins at `start`.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// The texts and numbers of a value by a walk over what `serde_json` built.
    fn built(key: &str, value: &Value, into: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => into.push((key.to_owned(), text.clone())),
            Value::Number(number) => into.push((key.to_owned(), number.to_string())),
            Value::Array(items) => items.iter().for_each(|item| built(key, item, into)),
            Value::Object(members) => members.iter().for_each(|(name, value)| built(name, value, into)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u32>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            let object = prop::collection::vec(("[a-d]{2,4}", inner.clone()), 0..5);
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(Value::from),
                object.prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_walk_finds_what_serde_json_builds(value in any_value(), is_pretty in any::<bool>()) {
            let text = if is_pretty { format!("{value:#}") } else { value.to_string() };
            let walked: Vec<_> =
                leaves(&text).into_iter().map(|leaf| (leaf.key.to_owned(), leaf.value.into_owned())).collect();
            let mut expected = Vec::new();
            built("", &value, &mut expected);
            prop_assert_eq!(walked, expected);
        }

        #[test]
        fn any_text_comes_to_an_end(text in "[\\[\\]{}\",:\\\\a1 ]{0,60}") {
            prop_assert!(leaves(&text).len() <= text.len());
        }
    }

    fn told(text: &str) -> String {
        let told: Vec<_> = leaves(text)
            .iter()
            .map(|leaf| format!("{}{}={}", ">".repeat(leaf.depth.into()), leaf.key, leaf.value))
            .collect();
        told.join(" ")
    }

    #[test]
    fn leaves_are_found_wherever_they_lie() {
        for (text, expected) in [
            (r#"{"a":"x","b":1,"c":true,"d":null}"#, "a=x b=1"),
            (r#" { "a" : [ "x" , "y" ] , "b" : { "c" : "z" } } "#, "a=x a=y >c=z"),
            (r#"{"vpcSet":{"items":[{"vpcId":"vpc-1"}]}}"#, ">>vpcId=vpc-1"),
            (r#"{"FlowLogId":{"content":"fl-1","tag":1}}"#, ">FlowLogId=fl-1 >tag=1"),
            (r#"{"DescribeHostsRequest":{"HostId":"h-1"}}"#, "HostId=h-1"),
            (r#"{"a":"q\"\u0041\\","b":"y"}"#, r#"a=q"A\ b=y"#),
            ("{}", ""),
            ("null", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_broken_ends_the_walk() {
        for (text, expected) in [
            (r#"{"a":"x","b":"#, "a=x"),
            (r#"{"a":"x" "b":"y"}"#, "a=x"),
            (r#"{"a":"x","b""#, "a=x"),
            (r#"{"a":{"b":"x""#, ""),
            (r#"{"a"}"#, ""),
            (r#"{"a":"\"#, ""),
            ("}", ""),
            ("", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(told(&deep), "");
    }
}
