//! Random policies over the whole language, from few names and values, so that two of them have much to do with each other.

use policy::tree::PolicyKind;
use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::words::*;

/// What the policies of one pair are made from.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Language {
    pub(crate) kind: PolicyKind,
    /// Whether only what AWS could send is spoken of.
    pub(crate) is_real: bool,
    pub(crate) keys: Vec<Key>,
    pub(crate) variables: bool,
    pub(crate) unreadable: bool,
    /// Whether keys are compared as values of several types.
    pub(crate) mixed: bool,
}

impl Language {
    pub(crate) fn new(kind: PolicyKind, is_real: bool, chance: &mut Chance) -> Self {
        let mut keys = Vec::new();
        for _ in 0..=chance.below(3) {
            let one = if chance.percent(12) { chance.of(&MORE_KEYS) } else { chance.of(&KEYS) };
            if !keys.contains(&one) {
                keys.push(one);
            }
        }
        Self {
            kind,
            is_real,
            keys,
            variables: chance.percent(20),
            unreadable: chance.percent(4),
            mixed: chance.percent(8),
        }
    }

    pub(crate) fn policy(&self, chance: &mut Chance) -> Value {
        let count = 1 + chance.below(3);
        let statements: Vec<Value> = (0..count).map(|_| self.statement(chance)).collect();
        let mut policy = json!({"Version": "2012-10-17", "Statement": statements});
        match chance.below(20) {
            0 => policy["Version"] = json!("2008-10-17"),
            1 => drop(policy.as_object_mut().unwrap().remove("Version")),
            _ => {}
        }
        policy
    }

    pub(crate) fn statement(&self, chance: &mut Chance) -> Value {
        let effect = if chance.percent(68) { "Allow" } else { "Deny" };
        let mut statement = json!({"Effect": effect});
        statement[if chance.percent(12) { "NotAction" } else { "Action" }] = self.actions(chance);
        statement[if chance.percent(12) { "NotResource" } else { "Resource" }] = self.resources(chance);
        if self.kind == PolicyKind::Resource && !chance.percent(3) {
            statement[if chance.percent(15) { "NotPrincipal" } else { "Principal" }] =
                Self::principals(chance);
        }
        let conditions = chance.of(&[0, 0, 0, 1, 1, 1, 2, 2, 3]);
        let mut condition = Map::new();
        for _ in 0..conditions {
            let (operator, key, values) = self.condition(chance);
            let block = condition.entry(operator).or_insert_with(|| json!({}));
            block[key] = values;
        }
        if conditions > 0 {
            statement["Condition"] = Value::Object(condition);
        }
        if self.unreadable && chance.percent(30) {
            match chance.below(4) {
                0 => statement["Effect"] = json!("Maybe"),
                1 => statement["Condition"] = json!({"StringIsh": {"x:text": "a"}}),
                2 => statement["Action"] = json!([]),
                _ => statement["Nonsense"] = json!("x"),
            }
        }
        statement
    }

    pub(crate) fn actions(&self, chance: &mut Chance) -> Value {
        let one = |chance: &mut Chance| {
            if chance.percent(if self.is_real { 0 } else { 12 }) {
                chance.of(&ODD_ACTIONS)
            } else {
                chance.of(&ACTIONS)
            }
        };
        list(chance, one)
    }

    pub(crate) fn resources(&self, chance: &mut Chance) -> Value {
        let one = |chance: &mut Chance| {
            if self.variables && chance.percent(40) {
                chance.of(&VARIABLE_RESOURCES)
            } else if chance.percent(7) {
                chance.of(&ODD_RESOURCES)
            } else {
                chance.of(&RESOURCES)
            }
        };
        list(chance, one)
    }

    fn principals(chance: &mut Chance) -> Value {
        if chance.percent(15) {
            return json!("*");
        }
        let mut by_type = Map::new();
        for _ in 0..=chance.below(2) {
            let (of, name) = chance.of(&PRINCIPALS);
            let names = by_type.entry(of).or_insert_with(|| json!([]));
            names.as_array_mut().unwrap().push(json!(name));
        }
        Value::Object(by_type)
    }

    /// Operator, key and values.
    pub(crate) fn condition(&self, chance: &mut Chance) -> (String, String, Value) {
        let key = chance.of(&self.keys);
        let mut of = key.of;
        if self.mixed && chance.percent(50) {
            of = chance.of(&[
                Type::Text,
                Type::Number,
                Type::Date,
                Type::Bool,
                Type::Address,
                Type::Binary,
                Type::Arn,
            ]);
        }
        let name = if chance.percent(10) { key.name.to_ascii_uppercase() } else { key.name.to_owned() };
        if chance.percent(10) {
            let values = chance.of(&[json!("true"), json!("false"), json!(["true", "false"]), json!(true)]);
            return (prefixed("Null", chance, false), name, values);
        }
        let operator = match of {
            Type::Caller if chance.percent(60) => chance.of(&ARN_OPERATORS),
            Type::Text | Type::CallerKind | Type::Account | Type::Caller => chance.of(&TEXT_OPERATORS),
            Type::Number => chance.of(&NUMBER_OPERATORS),
            Type::Date => chance.of(&DATE_OPERATORS),
            Type::Bool => "Bool",
            Type::Binary => "BinaryEquals",
            Type::Address => chance.of(&ADDRESS_OPERATORS),
            Type::Arn => chance.of(&ARN_OPERATORS),
        };
        let values = self.values(of, operator, chance);
        (prefixed(operator, chance, true), name, values)
    }

    pub(crate) fn values(&self, of: Type, operator: &str, chance: &mut Chance) -> Value {
        if chance.percent(1) {
            return json!([]);
        }
        let is_arn = operator.starts_with("Arn");
        let one = |chance: &mut Chance| {
            if self.variables && matches!(of, Type::Text | Type::Arn) && chance.percent(35) {
                return if is_arn { chance.of(&VARIABLE_ARNS) } else { chance.of(&VARIABLE_TEXTS) };
            }
            chance.of(some_values(of))
        };
        list(chance, one)
    }

    /// The same policy with one small change, or two.
    pub(crate) fn mutated(&self, policy: &Value, chance: &mut Chance) -> Value {
        let mut policy = policy.clone();
        for _ in 0..=chance.below(2) {
            self.mutate(&mut policy, chance);
        }
        policy
    }

    fn mutate(&self, policy: &mut Value, chance: &mut Chance) {
        let change = chance.below(12);
        let statements = policy["Statement"].as_array_mut().unwrap();
        let at = chance.below(statements.len());
        match change {
            0 => statements.push(self.statement(chance)),
            1 if statements.len() > 1 => drop(statements.remove(at)),
            2 => {
                let both = json!({"Allow": "Deny", "Deny": "Allow", "Maybe": "Allow"});
                let effect = statements[at]["Effect"].as_str().unwrap().to_owned();
                statements[at]["Effect"] = both[effect].clone();
            }
            3 => replace(&mut statements[at], "Action", "NotAction", self.actions(chance), chance),
            4 => replace(&mut statements[at], "Resource", "NotResource", self.resources(chance), chance),
            5 if self.kind == PolicyKind::Resource => {
                let principals = Self::principals(chance);
                replace(&mut statements[at], "Principal", "NotPrincipal", principals, chance);
            }
            6 => policy["Version"] = json!(if chance.percent(50) { "2008-10-17" } else { "2012-10-17" }),
            7 => drop(statements[at].as_object_mut().unwrap().remove("Condition")),
            8 => statements.rotate_left(1),
            _ => {
                let (operator, key, values) = self.condition(chance);
                let condition = &mut statements[at]["Condition"];
                if !condition.is_object() {
                    *condition = json!({});
                }
                let block = condition.as_object_mut().unwrap();
                if change == 9 {
                    // Another operator for the same key and values.
                    if let Some(old) = block.keys().next().cloned() {
                        let old = block.remove(&old).unwrap();
                        block.insert(operator, old);
                        return;
                    }
                }
                block.entry(operator).or_insert_with(|| json!({}))[key] = values;
            }
        }
    }
}

fn replace(statement: &mut Value, plain: &str, not: &str, with: Value, chance: &mut Chance) {
    let statement = statement.as_object_mut().unwrap();
    let old = statement.remove(plain).or(statement.remove(not));
    let name = if chance.percent(20) { not } else { plain };
    let kept = old.filter(|_| chance.percent(20));
    statement.insert(name.to_owned(), kept.unwrap_or(with));
}

fn prefixed(operator: &str, chance: &mut Chance, may_lack: bool) -> String {
    let set = chance.of(&["", "", "", "", "ForAllValues:", "ForAnyValue:"]);
    let if_exists = if may_lack && chance.percent(20) { "IfExists" } else { "" };
    format!("{set}{operator}{if_exists}")
}

fn list(chance: &mut Chance, one: impl Fn(&mut Chance) -> &'static str) -> Value {
    match chance.below(4) {
        0 => json!([one(chance), one(chance)]),
        1 => json!([one(chance)]),
        _ => json!(one(chance)),
    }
}
