//! Policies held to rules, for the tests of all rules.

use catalog::Catalog;
use policy::tree::{Operator, PolicyKind};
use policy::{ActionPattern, Document, Limits, Severity};

use crate::house::{
    ActionRule, ConditionRule, Demand, Guarded, KeyDemand, PrincipalDemand, PrincipalRule, Rules, Scope,
    Words,
};
use crate::{Options, lint};

const CHECKS: [&str; 3] =
    ["configured-required-condition", "configured-forbidden-action", "configured-principal-rule"];

/// The marked text and the message of each finding, in a file of that name.
pub(super) fn found_in(
    name: &str,
    rules: &Rules,
    kind: PolicyKind,
    policy: &str,
) -> Vec<(String, String, Severity)> {
    let document = Document::read(name, policy.as_bytes(), None, &Limits::default());
    let options = Options {
        kind: Some(kind),
        only: CHECKS.map(str::to_owned).to_vec(),
        house: rules.clone(),
        ..Options::default()
    };
    let found = lint(&document, Catalog::embedded(), &options).diagnostics;
    let marked = |span| document.source.slice(span).to_owned();
    found.into_iter().map(|found| (marked(found.span), found.message, found.severity)).collect()
}

/// The marked text of each finding in one `Allow` statement with these elements.
pub(super) fn marked(rules: &Rules, elements: &str) -> Vec<String> {
    let policy =
        format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Resource":"*",{elements}}}}}"#);
    let found = found_in("p.json", rules, PolicyKind::Resource, &policy);
    found.into_iter().map(|(marked, ..)| marked).collect()
}

pub(super) fn patterns(texts: &[&str]) -> Vec<ActionPattern> {
    texts.iter().map(|text| ActionPattern::parse(text)).collect()
}

pub(super) fn key(key: &str, operator: &str, values: &[&str]) -> KeyDemand {
    KeyDemand {
        key: key.to_owned(),
        operator: (!operator.is_empty()).then(|| Operator::parse(operator)),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..KeyDemand::default()
    }
}

pub(super) fn demanding(demands: Vec<Demand>) -> Rules {
    let guarded = Guarded { actions: patterns(&["s3:GetObject"]), ..Guarded::default() };
    let rule = ConditionRule { guarded, demands, ..ConditionRule::default() };
    Rules { conditions: vec![rule], ..Rules::default() }
}

pub(super) fn forbidding(guarded: Guarded, scope: Scope) -> Rules {
    Rules { actions: vec![ActionRule { scope, guarded, ..ActionRule::default() }], ..Rules::default() }
}

pub(super) fn letting(demand: PrincipalDemand) -> Rules {
    let rule = PrincipalRule { words: Words::default(), scope: Scope::default(), demand };
    Rules { principals: vec![rule], ..Rules::default() }
}
