//! The rules of a house, out of the tree of a configuration.

use lint::house::{
    ActionRule, ConditionRule, Demand, Guarded, KeyDemand, PathPattern, PrincipalDemand, PrincipalPattern,
    PrincipalRule, Rules, Scope, Words,
};
use policy::tree::PrincipalType;
use policy::{Glob, Node};

use super::reader::Reader;
use crate::reading::value::{items, text, texts, truth, values, word, words};
use crate::wire::{PolicyType, Severity};

pub(super) fn read_rules(rules: &Node, reader: &mut Reader<'_>) -> Rules {
    let mut read = Rules::default();
    for (index, item) in items(rules.get("required_conditions")).enumerate() {
        let demands = demands(item, reader);
        if demands.is_empty() {
            reader
                .problems
                .report(item.span, "a rule without `conditions`")
                .help("for actions that nothing makes right there is `forbidden_actions`");
        }
        read.conditions.push(ConditionRule {
            words: words_of(item, "required-conditions", index),
            scope: scope(item, reader),
            guarded: guarded(item, reader),
            demands,
        });
    }
    for (index, item) in items(rules.get("forbidden_actions")).enumerate() {
        read.actions.push(ActionRule {
            words: words_of(item, "forbidden-actions", index),
            scope: scope(item, reader),
            guarded: guarded(item, reader),
        });
    }
    for (index, item) in items(rules.get("principals")).enumerate() {
        let (words, scope) = (words_of(item, "principals", index), scope(item, reader));
        let demanded = principal_demands(item, reader);
        let is_told = item.get("principals").is_some() || item.get("conditions").is_some();
        if demanded.is_empty() && !is_told {
            reader
                .problems
                .report(item.span, "a rule that demands nothing")
                .help("it needs `allowed`, `blocked`, or `principals` with `conditions`");
        }
        let rules = demanded.into_iter().map(|demand| PrincipalRule {
            words: words.clone(),
            scope: scope.clone(),
            demand,
        });
        read.principals.extend(rules);
    }
    read
}

fn words_of(item: &Node, list: &str, index: usize) -> Words {
    Words {
        name: text(item.get("name")).unwrap_or_else(|| format!("{list}-{}", index + 1)),
        severity: severity(item),
        message: text(item.get("message")),
        help: text(item.get("help")),
    }
}

fn severity(item: &Node) -> Option<policy::Severity> {
    word::<Severity>(item.get("severity")).map(Into::into)
}

fn scope(item: &Node, reader: &mut Reader<'_>) -> Scope {
    let paths = |name: &str| texts(item.get(name)).iter().map(|path| PathPattern::parse(path)).collect();
    Scope {
        kinds: words::<PolicyType>(item.get("types")).into_iter().map(Into::into).collect(),
        files: paths("paths"),
        except_files: paths("except_paths"),
        resources: reader.resources(item.get("resources")),
        except_resources: reader.resources(item.get("except_resources")),
    }
}

fn guarded(item: &Node, reader: &mut Reader<'_>) -> Guarded {
    if texts(item.get("actions")).is_empty() {
        reader.problems.report(item.span, "a rule without `actions`");
    }
    Guarded {
        actions: reader.actions(item.get("actions")),
        except: reader.actions(item.get("except_actions")),
        together: truth(item.get("together")).unwrap_or_default(),
    }
}

/// What the conditions must say.
fn demands(item: &Node, reader: &mut Reader<'_>) -> Vec<Demand> {
    let mut demands = Vec::new();
    for entry in items(item.get("conditions")) {
        let before = demands.len();
        if entry.get("key").is_some() {
            demands.extend(key_demand(entry, reader).map(Demand::Key));
        }
        let mut list = |name: &str| -> Vec<KeyDemand> {
            items(entry.get(name)).filter_map(|each| key_demand(each, reader)).collect()
        };
        let (all, any, none) = (list("all"), list("any"), list("none"));
        demands.extend((!all.is_empty()).then(|| Demand::All(all.into_iter().map(Demand::Key).collect())));
        demands.extend((!any.is_empty()).then(|| Demand::Any(any.into_iter().map(Demand::Key).collect())));
        demands.extend((!none.is_empty()).then_some(Demand::None(none)));
        if demands.len() == before {
            let problem = reader.problems.report(entry.span, "a condition without a `key`");
            problem.help("write `key: aws:SourceVpce`, or a list of such under `all`, `any` or `none`");
        }
    }
    demands
}

fn key_demand(entry: &Node, reader: &mut Reader<'_>) -> Option<KeyDemand> {
    let Some(key) = reader.condition_key(entry.get("key")) else {
        reader.problems.report(entry.span, "a condition without a `key`");
        return None;
    };
    Some(KeyDemand {
        key,
        operator: reader.operator(entry.get("operator")),
        values: values(entry.get("values")),
        severity: severity(entry),
        message: text(entry.get("message")),
        help: text(entry.get("help")),
    })
}

fn principal_demands(item: &Node, reader: &mut Reader<'_>) -> Vec<PrincipalDemand> {
    let types: Vec<PrincipalType> =
        texts(item.get("principal_types")).iter().map(|name| PrincipalType::parse(name)).collect();
    let patterns = |name: &str| -> Vec<PrincipalPattern> {
        let texts = texts(item.get(name));
        texts.iter().flat_map(|text| pattern(text, &types)).collect()
    };
    let conditions = demands(item, reader);
    let mut demands = Vec::new();
    if item.get("allowed").is_some() {
        demands.push(PrincipalDemand::Only { types: types.clone(), allowed: patterns("allowed") });
    }
    let blocked = texts(item.get("blocked"));
    // Under `Service`, `*` is every service, and not the principal that stands for everyone.
    if types.contains(&PrincipalType::Service) && blocked.iter().any(|text| text == "*") {
        demands.push(PrincipalDemand::NoServiceWildcard);
    }
    let never = patterns("blocked");
    demands.extend((!never.is_empty()).then_some(PrincipalDemand::Never(never)));
    let principals = patterns("principals");
    match (principals.is_empty(), conditions.is_empty()) {
        (false, false) => demands.push(PrincipalDemand::Under {
            principals,
            except: patterns("except_principals"),
            demands: conditions,
        }),
        (true, true) => {}
        (false, true) => {
            reader
                .problems
                .report(item.span, "`principals` without `conditions`")
                .help("what may never be let in stands under `blocked`");
        }
        (true, false) => {
            reader
                .problems
                .report(item.span, "`conditions` without `principals`")
                .help("name those that need them: `principals: \"*\"`");
        }
    }
    demands
}

fn pattern(text: &str, types: &[PrincipalType]) -> Vec<PrincipalPattern> {
    let of = |kind: Option<PrincipalType>| PrincipalPattern { kind, text: Glob::new(text) };
    if types.is_empty() { vec![of(None)] } else { types.iter().cloned().map(|kind| of(Some(kind))).collect() }
}
