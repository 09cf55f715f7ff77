//! Nested values as Athena and CloudTrail Lake write them into a cell: `{type=IAMUser, arn=…, sessioncontext={…}}`.
//!
//! Nothing in this form is quoted, so not every text can be told apart. What has two readings is refused: a member that
//! comes twice or that is not known here, a bracket out of place, a comma with anything but a member behind it.

use serde_json::{Map, Value};

/// What a member holds.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    Text,
    Row(&'static [Member]),
    /// Something nobody asks for; only its brackets must match.
    Anything,
}

/// A member: as it is written, all in small letters; as CloudTrail spells it; what it holds.
pub(super) type Member = (&'static str, &'static str, Holds);

/// A row, as the JSON it was before.
pub(super) fn row(text: &str, members: &[Member]) -> Option<Value> {
    let mut rest = text.trim();
    let value = read_row(&mut rest, members)?;
    rest.is_empty().then_some(value)
}

/// A list of rows.
pub(super) fn rows(text: &str, members: &[Member]) -> Option<Value> {
    let mut rest = text.trim().strip_prefix('[')?;
    let mut list = Vec::new();
    while !eat(&mut rest, "]") {
        if !list.is_empty() && !eat(&mut rest, ", ") {
            return None;
        }
        list.push(read_row(&mut rest, members)?);
    }
    rest.is_empty().then_some(Value::Array(list))
}

fn read_row(rest: &mut &str, members: &[Member]) -> Option<Value> {
    if eat(rest, "null") {
        return Some(Value::Null);
    }
    if !eat(rest, "{") {
        return None;
    }
    let mut object = Map::new();
    loop {
        let (member, name, holds) = *member_at(rest, members)?;
        *rest = rest.get(member.len() + 1..)?;
        let value = match holds {
            Holds::Text => read_text(rest, members)?,
            Holds::Row(members) => read_row(rest, members)?,
            Holds::Anything => skip(rest)?,
        };
        if object.insert(name.to_owned(), value).is_some() {
            return None;
        }
        if eat(rest, "}") {
            return Some(Value::Object(object));
        }
        if !eat(rest, ", ") {
            return None;
        }
    }
}

/// A text up to the bracket that closes its row or the comma before the next member.
fn read_text(rest: &mut &str, members: &[Member]) -> Option<Value> {
    let end = rest.find(['{', '}', ','])?;
    let behind = rest.get(end..)?;
    let ends =
        behind.strip_prefix(", ").map_or(behind.starts_with('}'), |next| member_at(next, members).is_some());
    // Names of users and sessions may have a comma in them, but no blank.
    let end = if ends {
        end
    } else {
        let more = comma_or_bracket(behind, members)?;
        end + more
    };
    let text = rest.get(..end)?;
    *rest = rest.get(end..)?;
    Some(if text == "null" { Value::Null } else { Value::String(text.to_owned()) })
}

/// Where in `text`, which begins with a comma that is part of a name, that name ends.
fn comma_or_bracket(text: &str, members: &[Member]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '}' => return Some(at),
            '{' => return None,
            ',' => match rest.strip_prefix(", ") {
                Some(next) => return member_at(next, members).map(|_| at),
                None => at += 1,
            },
            other => at += other.len_utf8(),
        }
    }
}

/// Moves over one value by its brackets.
fn skip(rest: &mut &str) -> Option<Value> {
    let mut depth = 0_usize;
    let end = rest.char_indices().find_map(|(at, letter)| {
        match letter {
            '{' | '[' => depth += 1,
            '}' | ']' | ',' if depth == 0 => return Some(at),
            '}' | ']' => depth -= 1,
            _ => {}
        }
        None
    });
    *rest = rest.get(end?..)?;
    Some(Value::Null)
}

fn member_at<'m>(text: &str, members: &'m [Member]) -> Option<&'m Member> {
    members.iter().find(|(member, ..)| text.strip_prefix(member).is_some_and(|rest| rest.starts_with('=')))
}

fn eat(rest: &mut &str, what: &str) -> bool {
    let found = rest.strip_prefix(what);
    *rest = found.unwrap_or(rest);
    found.is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const INNER: &[Member] = &[("arn", "arn", Holds::Text)];
    const MEMBERS: &[Member] = &[
        ("type", "type", Holds::Text),
        ("accountid", "accountId", Holds::Text),
        ("issuer", "issuer", Holds::Row(INNER)),
        ("rest", "rest", Holds::Anything),
    ];

    #[test]
    fn what_has_one_reading_is_read() {
        for (text, expected) in [
            ("{type=IAMUser, accountid=1}", json!({ "type": "IAMUser", "accountId": "1" })),
            ("{type=null, issuer=null}", json!({ "type": null, "issuer": null })),
            ("{type=, accountid=1}", json!({ "type": "", "accountId": "1" })),
            ("{type=a=b,c,d, accountid=1}", json!({ "type": "a=b,c,d", "accountId": "1" })),
            ("{type=a,b}", json!({ "type": "a,b" })),
            ("{issuer={arn=x:y}, type=R}", json!({ "issuer": { "arn": "x:y" }, "type": "R" })),
            ("{rest={a=b, c={d=e}}, type=R}", json!({ "rest": null, "type": "R" })),
        ] {
            assert_eq!(row(text, MEMBERS), Some(expected), "{text}");
        }
        assert_eq!(rows("[]", INNER), Some(json!([])));
        assert_eq!(rows("[{arn=a}, {arn=b}]", INNER), Some(json!([{ "arn": "a" }, { "arn": "b" }])));
    }

    #[test]
    fn what_has_two_readings_is_refused() {
        for text in [
            "{type=x, type=y}",
            "{type=a, b}",
            "{type=a}b}",
            "{type=a{b}",
            "{other=a}",
            "{type=a",
            "{type=a, }",
            "type=a",
            "{'type': a}",
            "{issuer={arn=x}, arn=y}",
            "",
        ] {
            assert_eq!(row(text, MEMBERS), None, "{text}");
        }
        for text in ["[{arn=a}, ]", "[{arn=a}{arn=b}]", "[{arn=a}", "{arn=a}", "[{arn=a, b}]"] {
            assert_eq!(rows(text, INNER), None, "{text}");
        }
    }
}
