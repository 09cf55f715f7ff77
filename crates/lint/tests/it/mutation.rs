//! Small changes of a policy, of the kind that people make and that the checks speak about.

use policy::{Key, Member, Node, Span, Value};

use crate::chance::Chance;

/// The policy after one to four changes.
pub(crate) fn mutated(root: &Node, chance: &mut Chance) -> Node {
    let mut root = root.clone();
    for _ in 0..=chance.below(4) {
        change(&mut root, chance);
    }
    root
}

fn change(root: &mut Node, chance: &mut Chance) {
    match chance.below(10) {
        0 => version(root, chance),
        1..=3 => statements(root, chance),
        4 => {
            let Some(statement) = any_statement(root, chance) else { return };
            condition(statement, chance);
        }
        5 => {
            let Some(statement) = any_statement(root, chance) else { return };
            elements(statement, chance);
        }
        _ => {
            let Some(statement) = any_statement(root, chance) else { return };
            let mut lists = Vec::new();
            leaves(statement, false, &mut lists);
            if !lists.is_empty() {
                let place = chance.below(lists.len());
                values(lists.swap_remove(place), chance);
            }
        }
    }
}

fn version(root: &mut Node, chance: &mut Chance) {
    let members = object(root);
    members.retain(|member| member.key.text != "Version");
    let text = chance.of(&["2008-10-17", "2012-10-17", "", "2012-10-17"]);
    if !text.is_empty() {
        members.insert(0, member("Version", string(text)));
    }
}

fn statements(root: &mut Node, chance: &mut Chance) {
    let Some(all) = all_statements(root) else { return };
    let Some(place) = (!all.is_empty()).then(|| chance.below(all.len())) else { return };
    let mut copy = all[place].clone();
    match chance.below(6) {
        0 => all.reverse(),
        1 => all.push(copy),
        // Narrower, and perhaps under another name.
        2 | 3 => {
            elements(&mut copy, chance);
            condition(&mut copy, chance);
            let at = chance.below(all.len() + 1);
            all.insert(at, copy);
        }
        4 => {
            let effect = chance.of(&["Deny", "Allow"]);
            set(&mut copy, "Effect", string(effect));
            let at = chance.below(all.len() + 1);
            all.insert(at, copy);
        }
        _ => {
            set(&mut copy, "Sid", string(chance.of(&["Same", "", "a b", "List"])));
            all.push(copy);
        }
    }
}

fn elements(statement: &mut Node, chance: &mut Chance) {
    let has_principal = statement.get("Principal").is_some();
    match chance.below(9) {
        0 => object(statement).reverse(),
        1 => set(statement, "Sid", string(chance.of(&["", "Same", "a-b", "Own"]))),
        2 => set(statement, "Effect", string(chance.of(&["allow", "DENY", "Allow", "Deny"]))),
        3 => rename(statement, "Action", "NotAction"),
        4 if !has_principal => rename(statement, "Resource", "NotResource"),
        5 => set(statement, "Condition", Value::Object(Vec::new())),
        6 if has_principal => {
            let empty = member("Federated", Value::Array(Vec::new()));
            let principal = object(statement).iter_mut().find(|member| member.key.text == "Principal");
            if let Some(Value::Object(types)) = principal.map(|member| &mut member.value.value) {
                types.push(empty);
            }
        }
        7 => set(
            statement,
            "Action",
            list(chance.of(&[&["s3:GetObject", "s3:Get*"][..], &["s3:getobject"], &["*"]])),
        ),
        _ => rename(statement, "Resource", "Resources"),
    }
}

/// Operators with keys and values to add, several of which only differ in ways that matter.
const TESTS: &[(&str, &str, &[&str])] = &[
    ("StringLike", "aws:PrincipalTag/team", &["*"]),
    ("StringLikeIfExists", "aws:PrincipalTag/team", &["*", "red"]),
    ("StringLikeIfExists", "aws:TagKeys", &["*"]),
    ("StringLike", "aws:TagKeys", &["*"]),
    ("StringNotLike", "aws:SourceVpce", &["*"]),
    ("StringLike", "my:own", &["*"]),
    ("StringNotLike", "my:own", &["*"]),
    ("ArnLike", "aws:SourceArn", &["*"]),
    ("ArnLike", "aws:PrincipalArn", &["arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a"]),
    ("ForAllValues:StringLike", "aws:TagKeys", &["*"]),
    ("ForAllValues:StringEquals", "aws:PrincipalOrgID", &["o-a1b2c3d4e5"]),
    ("ForAnyValue:StringEquals", "aws:PrincipalOrgID", &["o-a1b2c3d4e5"]),
    ("ForAnyValue:StringNotEquals", "aws:PrincipalOrgID", &["o-a1b2c3d4e5"]),
    ("ForAnyValue:StringLikeIfExists", "aws:SourceVpce", &["vpce-*"]),
    ("ForAnyValue:StringLike", "aws:CalledVia", &["athena*"]),
    ("ForAnyValue:StringEquals", "kms:ViaService", &["s3.us-east-1.amazonaws.com", "${aws:username}"]),
    ("StringEquals", "aws:PrincipalTag/team", &["red", "red", "blue"]),
    ("StringNotEquals", "aws:PrincipalTag/team", &["red", "blue", "${aws:username}"]),
    ("StringEqualsIgnoreCase", "aws:PrincipalTag/team", &["Red"]),
    ("StringEqual", "aws:PrincipalTag/team", &["red"]),
    ("StringEquals", "PrincipalOrgID", &["o-a1b2c3d4e5"]),
    ("NumericLessThan", "aws:MultiFactorAuthAge", &["300", "3600"]),
    ("NumericGreaterThanEquals", "s3:max-keys", &["10", "5.0"]),
    ("ForAllValues:NumericLessThanEquals", "s3:max-keys", &["10", "5"]),
    ("DateLessThan", "aws:CurrentTime", &["1893456000"]),
    ("DateGreaterThan", "aws:CurrentTime", &["2020"]),
    ("IpAddress", "aws:SourceIp", &["203.0.113.77/24"]),
    ("NotIpAddress", "aws:SourceIp", &["10.1.2.3/8", "2001:db8:1::/32"]),
    ("Bool", "aws:SecureTransport", &["true"]),
    ("Null", "aws:SourceVpce", &["true"]),
    ("NullIfExists", "aws:SourceVpce", &["true"]),
    ("ForAllValues:Null", "aws:SourceVpce", &["true"]),
    ("StringEquals", "aws:username", &["${aws:username }"]),
];

fn condition(statement: &mut Node, chance: &mut Chance) {
    let (operator, key, values) = chance.of(TESTS);
    let value = if values.len() == 1 && chance.one_in(2) { string(values[0]) } else { list(values) };
    let entry = member(key, value);
    let Some(place) = object(statement).iter().position(|member| member.key.text == "Condition") else {
        set(statement, "Condition", Value::Object(vec![member(operator, Value::Object(vec![entry]))]));
        return;
    };
    let Value::Object(blocks) = &mut object(statement)[place].value.value else { return };
    if !blocks.is_empty() && chance.one_in(4) {
        let at = chance.below(blocks.len());
        let block = &mut blocks[at].key.text;
        *block = match chance.below(4) {
            0 => format!("{block}IfExists"),
            1 => format!("ForAnyValue:{block}"),
            2 => format!("ForAllValues:{block}"),
            _ => block.to_lowercase(),
        };
        return;
    }
    match blocks.iter_mut().find(|block| block.key.text == operator) {
        None => blocks.push(member(operator, Value::Object(vec![entry]))),
        Some(block) => {
            if let Value::Object(entries) = &mut block.value.value
                && entries.iter().all(|entry| entry.key.text != key)
            {
                entries.push(entry);
            }
        }
    }
}

/// Changes the values of one list, or a value that stands alone.
fn values(place: &mut Node, chance: &mut Chance) {
    let mut items: Vec<Node> = match &place.value {
        Value::Array(items) => items.clone(),
        _ => vec![place.clone()],
    };
    let Some(chosen) = chance.any(&items).cloned() else { return };
    let Value::String(text) = &chosen.value else { return };
    let at = chance.below(items.len() + 1);
    let changed = match chance.below(9) {
        0 => text.clone(),
        1 => text.to_lowercase(),
        2 => text.replace('*', "**"),
        3 => text.replace('*', "x"),
        4 => text.replacen(['e', 't', 'o'], "?", 1),
        5 => format!("{text}*"),
        6 => text.rsplit_once(['/', ':']).map_or("*".to_owned(), |(start, _)| format!("{start}:*")),
        7 => text.chars().take(text.len() * 2 / 3).chain(['*']).collect(),
        _ => text.chars().take(text.len().saturating_sub(1)).collect(),
    };
    items.insert(at, Node::new(Span::NONE, Value::String(changed)));
    if chance.one_in(5) {
        items.reverse();
    }
    place.value = Value::Array(items);
}

/// Every list of texts below, and every text that stands alone, but for the effect and the name.
fn leaves<'a>(node: &'a mut Node, is_value: bool, found: &mut Vec<&'a mut Node>) {
    match node.value {
        Value::Object(_) => {
            for member in object(node) {
                if !matches!(member.key.text.as_str(), "Effect" | "Sid") {
                    leaves(&mut member.value, true, found);
                }
            }
        }
        Value::String(_) | Value::Array(_) if is_value => found.push(node),
        _ => {}
    }
}

fn any_statement<'a>(root: &'a mut Node, chance: &mut Chance) -> Option<&'a mut Node> {
    let all = all_statements(root)?;
    let place = (!all.is_empty()).then(|| chance.below(all.len()))?;
    Some(&mut all[place]).filter(|statement| statement.as_object().is_some())
}

/// The statements, put into a list if there is one only.
fn all_statements(root: &mut Node) -> Option<&mut Vec<Node>> {
    let member = object(root).iter_mut().find(|member| member.key.text == "Statement")?;
    if matches!(member.value.value, Value::Object(_)) {
        member.value.value = Value::Array(vec![member.value.clone()]);
    }
    if let Value::Array(all) = &mut member.value.value { Some(all) } else { None }
}

fn object(node: &mut Node) -> &mut Vec<Member> {
    match &mut node.value {
        Value::Object(members) => members,
        _ => panic!("only objects are changed"),
    }
}

fn set(node: &mut Node, key: &str, value: Value) {
    let new = member(key, value);
    match object(node).iter_mut().find(|member| member.key.text == key) {
        Some(member) => *member = new,
        None => object(node).push(new),
    }
}

fn rename(node: &mut Node, from: &str, to: &str) {
    let is_free = node.get(to).is_none();
    for member in object(node).iter_mut().filter(|member| is_free && member.key.text == from) {
        to.clone_into(&mut member.key.text);
    }
}

fn member(key: &str, value: Value) -> Member {
    Member { key: Key { text: key.to_owned(), span: Span::NONE }, value: Node::new(Span::NONE, value) }
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn list(texts: &[&str]) -> Value {
    Value::Array(texts.iter().map(|text| Node::new(Span::NONE, string(text))).collect())
}
