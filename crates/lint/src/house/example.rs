//! Rules in a few words, for the examples of the checks.
//!
//! ```text
//! # rule NAME: ACTION needs KEY[=VALUE] [or KEY[=VALUE]]
//! # rule NAME: ACTION never under KEY[=VALUE]
//! # rule NAME: never ACTION [outside RESOURCE]
//! # rule NAME: only PRINCIPAL
//! # rule NAME: block PRINCIPAL
//! # rule NAME: PRINCIPAL needs KEY[=VALUE]
//! # rule NAME: no service wildcard
//! ```

use policy::{ActionPattern, ResourcePattern};

use super::{
    ActionRule, ConditionRule, Demand, Guarded, KeyDemand, PrincipalDemand, PrincipalPattern, PrincipalRule,
    Rules, Scope, Words,
};

/// Adds the rule that a line behind `# rule ` says.
pub(crate) fn add(rules: &mut Rules, line: &str) {
    let (name, rule) = line.split_once(": ").expect("a rule has a name");
    let words = Words { name: name.to_owned(), ..Words::default() };
    let said: Vec<&str> = rule.split(' ').collect();
    match said.as_slice() {
        ["no", "service", "wildcard"] => {
            rules.principals.push(principal(words, PrincipalDemand::NoServiceWildcard));
        }
        ["only", allowed @ ..] => {
            let allowed = allowed.iter().map(|text| PrincipalPattern::parse(text)).collect();
            rules.principals.push(principal(words, PrincipalDemand::Only { types: Vec::new(), allowed }));
        }
        ["block", blocked @ ..] => {
            let blocked = blocked.iter().map(|text| PrincipalPattern::parse(text)).collect();
            rules.principals.push(principal(words, PrincipalDemand::Never(blocked)));
        }
        ["never", action, outside @ ..] => {
            let except_resources =
                outside.iter().skip(1).map(|resource| ResourcePattern::parse(resource)).collect();
            let scope = Scope { except_resources, ..Scope::default() };
            rules.actions.push(ActionRule { words, scope, guarded: guarded(action) });
        }
        [action, "never", "under", conditions @ ..] => {
            let demands = vec![Demand::None(keys(conditions))];
            rules.conditions.push(ConditionRule {
                words,
                guarded: guarded(action),
                demands,
                ..ConditionRule::default()
            });
        }
        [meant, "needs", conditions @ ..] => {
            let mut keys: Vec<_> = keys(conditions).into_iter().map(Demand::Key).collect();
            let demands = if keys.len() > 1 { vec![Demand::Any(std::mem::take(&mut keys))] } else { keys };
            if meant.contains(':') && !meant.starts_with("arn:") {
                let guarded = guarded(meant);
                rules.conditions.push(ConditionRule { words, guarded, demands, ..ConditionRule::default() });
            } else {
                let principals = vec![PrincipalPattern::parse(meant)];
                let demand = PrincipalDemand::Under { principals, except: Vec::new(), demands };
                rules.principals.push(principal(words, demand));
            }
        }
        _ => panic!("no rule: {rule}"),
    }
}

fn principal(words: Words, demand: PrincipalDemand) -> PrincipalRule {
    PrincipalRule { words, scope: Scope::default(), demand }
}

fn guarded(action: &str) -> Guarded {
    Guarded { actions: vec![ActionPattern::parse(action)], ..Guarded::default() }
}

fn keys(words: &[&str]) -> Vec<KeyDemand> {
    let conditions = words.iter().filter(|word| **word != "or");
    conditions
        .map(|word| {
            let (key, value) = word.split_once('=').map_or((*word, None), |(key, value)| (key, Some(value)));
            KeyDemand {
                key: key.to_owned(),
                values: value.map(str::to_owned).into_iter().collect(),
                ..KeyDemand::default()
            }
        })
        .collect()
}
