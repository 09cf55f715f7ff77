//! The query protocol's requests: a form whose names say where in a structure a value belongs.
//!
//! `ContextEntries.member.2.ContextKeyName` is a member of the second entry.

use std::collections::BTreeMap;

use super::fault::Fault;

/// The values of a form by their names; of a name that comes twice, the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    pub(super) fn parse(body: &[u8]) -> Result<Self, Fault> {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        let parsed = pairs.map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || decoded(halves.next().unwrap_or_default());
            half().zip(half())
        });
        let parsed: Option<_> = parsed.collect();
        parsed.map(Self).ok_or_else(|| Fault::invalid_input("the form is not UTF-8"))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The items of a list of texts, in the order of their numbers.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        self.members(name)
            .into_values()
            .flatten()
            .filter(|(rest, _)| rest.is_empty())
            .map(|(_, text)| text)
            .collect()
    }

    /// The items of a list of structures.
    pub(super) fn entries(&self, name: &str) -> Vec<Self> {
        let structures = self.members(name).into_values();
        let owned = |(rest, text): (&str, &str)| (rest.to_owned(), text.to_owned());
        structures.map(|members| Self(members.into_iter().map(owned).collect())).collect()
    }

    /// By number, what follows it in the name, and the value.
    fn members(&self, name: &str) -> BTreeMap<u32, Vec<(&str, &str)>> {
        let begin = format!("{name}.member.");
        let mut members: BTreeMap<u32, Vec<(&str, &str)>> = BTreeMap::new();
        let of_list = self.0.range(begin.clone()..).take_while(|(key, _)| key.starts_with(&begin));
        for (key, text) in of_list {
            let rest = key.strip_prefix(&begin).unwrap_or_default();
            let (number, rest) = rest.split_once('.').unwrap_or((rest, ""));
            if let Ok(number) = number.parse() {
                members.entry(number).or_default().push((rest, text));
            }
        }
        members
    }
}

/// `a%20b+c` is `a b c`; a `%` that begins no byte stands for itself.
fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        let byte =
            hex.filter(|pair| !pair.starts_with('+')).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = byte.and(after.get(2..)).unwrap_or(after);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_where_values_belong() {
        let body = b"Action=X&A.member.2=b&A.member.10=c&A.member.1=a+%C3%A9%2B&E.member.1.K=k&E.member.1.V.member.1=v&E.member.2.K=l";
        let form = Form::parse(body).unwrap();
        assert_eq!(form.text("Action"), Some("X"));
        assert_eq!(form.list("A"), ["a \u{e9}+", "b", "c"]);
        let entries = form.entries("E");
        assert_eq!(entries.iter().map(|entry| entry.text("K").unwrap()).collect::<Vec<_>>(), ["k", "l"]);
        assert_eq!(entries[0].list("V"), ["v"]);
        assert_eq!(form.list("B"), Vec::<&str>::new());
    }

    #[test]
    fn odd_forms_are_read_or_refused() {
        assert_eq!(Form::parse(b"a=%zz&b=%+1&c&d=%4").unwrap().text("a"), Some("%zz"));
        assert_eq!(Form::parse(b"c&d=1").unwrap().text("c"), Some(""));
        assert_eq!(Form::parse(b"a=%ff").unwrap_err().code, "InvalidInput");
        assert_eq!(Form::parse(b"").unwrap(), Form::default());
    }
}
