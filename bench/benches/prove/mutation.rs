//! Small changes to policies, the same in every run.

use serde_json::{Value, json};

/// Draws numbers that look like chance (xorshift).
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// The policy with one to three changes.
pub(crate) fn mutated(policy: &Value, draw: &mut Draw) -> Value {
    let mut policy = policy.clone();
    for _ in 0..=draw.below(3) {
        let before = policy.clone();
        while policy == before {
            change(policy["Statement"].as_array_mut().unwrap(), draw);
        }
    }
    policy
}

fn change(statements: &mut Vec<Value>, draw: &mut Draw) {
    let at = draw.below(statements.len());
    match draw.below(10) {
        0 if statements.len() > 1 => drop(statements.remove(at)),
        1 => {
            let effect = if statements[at]["Effect"] == "Allow" { "Deny" } else { "Allow" };
            statements[at]["Effect"] = json!(effect);
        }
        2 => {
            let mut copy = statements[at].clone();
            copy["Effect"] = json!("Deny");
            widen(&mut copy, "Resource", draw);
            statements.push(copy);
        }
        3 => turn(&mut statements[at], "Action", "NotAction"),
        4 => turn(&mut statements[at], "Resource", "NotResource"),
        5 => widen(&mut statements[at], "Action", draw),
        6 => widen(&mut statements[at], "Resource", draw),
        7 => drop_one(&mut statements[at], draw),
        8 => drop(statements[at].as_object_mut().unwrap().remove("Condition")),
        _ => condition(&mut statements[at], draw),
    }
}

fn turn(statement: &mut Value, plain: &str, negated: &str) {
    let fields = statement.as_object_mut().unwrap();
    let (from, to) = if fields.contains_key(plain) { (plain, negated) } else { (negated, plain) };
    let list = fields.remove(from).unwrap();
    fields.insert(to.to_owned(), list);
}

/// Puts a star in place of the end of one text.
fn widen(statement: &mut Value, element: &str, draw: &mut Draw) {
    let negated = format!("Not{element}");
    let element = if statement.get(element).is_some() { element } else { &negated };
    let list = &mut statement[element];
    let text = match list {
        Value::Array(texts) => {
            let at = draw.below(texts.len());
            &mut texts[at]
        }
        text => text,
    };
    let old = text.as_str().unwrap();
    let start = old.rfind(':').map_or(0, |colon| colon + 1);
    let end = start + draw.below(old.len() - start + 1);
    *text = json!(format!("{}*", &old[..end]));
}

/// Drops an action of several.
fn drop_one(statement: &mut Value, draw: &mut Draw) {
    for element in ["Action", "NotAction", "Resource"] {
        if let Some(Value::Array(texts)) = statement.get_mut(element)
            && texts.len() > 1
        {
            let at = draw.below(texts.len());
            texts.remove(at);
            return;
        }
    }
}

/// Adds one of some conditions.
fn condition(statement: &mut Value, draw: &mut Draw) {
    let (operator, key, value) = [
        ("StringEquals", "aws:PrincipalOrgID", "o-1a2b3c4d5e"),
        ("StringLike", "aws:PrincipalTag/team", "da*"),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/26"),
        ("Bool", "aws:SecureTransport", "true"),
        ("Null", "aws:RequestTag/stage", "false"),
        ("StringNotEquals", "aws:RequestedRegion", "eu-west-1"),
    ][draw.below(6)];
    statement["Condition"][operator][key] = json!(value);
}
