//! Random pairs of policies: what the prover says of all requests must hold of those that the evaluator is asked about.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eval::{Prepared, Request, Tri};
use policy::tree::{OperatorType, PolicyKind};
use prove::{Difference, Doubt, Verdict, Worlds};
use serde_json::Value;

use crate::chance::Chance;
use crate::language::Language;
use crate::requests::Cells;
use crate::subject::{difference, passes, pool};
use crate::words::Type;

/// A question as it came by chance.
pub(crate) struct Pair {
    pub(crate) language: Language,
    pub(crate) left: Vec<Value>,
    pub(crate) right: Vec<Value>,
}

/// What came of many questions.
#[derive(Debug, Default)]
struct Tally {
    questions: usize,
    witnesses: usize,
    none: usize,
    unknown: BTreeMap<&'static str, usize>,
    requests: usize,
}

impl Pair {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let kind = if chance.percent(50) { PolicyKind::Identity } else { PolicyKind::Resource };
        let is_real = chance.percent(40);
        let language = Language::new(kind, is_real, &mut chance);
        let mut left = vec![language.policy(&mut chance)];
        if chance.percent(15) {
            left.push(language.policy(&mut chance));
        }
        let right = if chance.percent(75) {
            left.iter().map(|policy| language.mutated(policy, &mut chance)).collect()
        } else {
            vec![language.policy(&mut chance)]
        };
        Self { language, left, right }
    }

    pub(crate) fn worlds(&self) -> Worlds {
        if self.language.is_real { Worlds::Aws } else { Worlds::Any }
    }

    fn has(&self, text: &str) -> bool {
        self.left.iter().chain(&self.right).any(|policy| policy.to_string().contains(text))
    }
}

/// A contradiction, told so that it can be tried again.
fn told(seed: u64, pair: &Pair, what: &str, request: Option<&Request>) -> String {
    let mut text = format!("seed {seed}, {:?}, {:?}: {what}\n", pair.worlds(), pair.language.kind);
    for (side, policies) in [("left", &pair.left), ("right", &pair.right)] {
        for policy in policies {
            writeln!(text, "{side}: {policy}").unwrap();
        }
    }
    if let Some(request) = request {
        let caller = request.caller().text();
        writeln!(text, "{caller} {} {}", request.action(), request.resource()).unwrap();
        writeln!(text, "{:?}", request.context()).unwrap();
    }
    text
}

fn checked(seed: u64, requests: usize, tally: &mut Tally) -> Result<(), String> {
    let pair = Pair::new(seed);
    let kind = pair.language.kind;
    let (left, right) = (pool(&pair.left, kind), pool(&pair.right, kind));
    let cells = Cells::of(&pair.language, &pair.left.iter().chain(&pair.right).collect::<Vec<_>>());
    let mut chance = Chance::new(seed ^ 0x5EED);
    let asked: Vec<Request> = (0..requests).filter_map(|_| cells.request(&mut chance)).collect();
    let answers: Vec<(Tri, Tri)> =
        asked.iter().map(|request| (passes(&left, request), passes(&right, request))).collect();
    for is_turned in [false, true] {
        let (by, not_by) = if is_turned { (&right, &left) } else { (&left, &right) };
        let found = difference(pair.worlds(), by, not_by);
        tally.questions += 1;
        let side = if is_turned { "right without left" } else { "left without right" };
        match &found.verdict {
            Verdict::Witness(witness) => {
                tally.witnesses += 1;
                let answer = (passes(by, &witness.request), passes(not_by, &witness.request));
                if answer != (Tri::Yes, Tri::No) {
                    let what = format!("{side}: the evaluator says {answer:?} of the witness");
                    return Err(told(seed, &pair, &what, Some(&witness.request)));
                }
            }
            Verdict::None => {
                tally.none += 1;
                tally.requests += asked.len();
                for (request, answer) in asked.iter().zip(&answers) {
                    let (allowed, not) = if is_turned { (answer.1, answer.0) } else { *answer };
                    let is_sure =
                        allowed == Tri::Yes && not != Tri::Yes || allowed != Tri::No && not == Tri::No;
                    if is_sure {
                        let what = format!("{side}: proved none, but {allowed:?} and {not:?}");
                        return Err(told(seed, &pair, &what, Some(request)));
                    }
                }
            }
            Verdict::Unknown(doubts) => {
                for doubt in doubts {
                    let (name, is_fair) = fair(doubt, &pair, [&left, &right]);
                    if !is_fair {
                        return Err(told(seed, &pair, &format!("{side}: unknown, {doubt:?}"), None));
                    }
                    *tally.unknown.entry(name).or_default() += 1;
                }
                *tally.unknown.entry("any").or_default() += 1;
            }
        }
        consistent(&found).map_err(|what| told(seed, &pair, &what, None))?;
    }
    Ok(())
}

/// The name of a doubt, and whether the policies give cause for it.
fn fair(doubt: &Doubt, pair: &Pair, sides: [&[Prepared]; 2]) -> (&'static str, bool) {
    match doubt {
        Doubt::Variable(_) => ("variable", pair.has("${")),
        Doubt::Unreadable { .. } => {
            let mut statements = sides.into_iter().flatten().flat_map(Prepared::statements);
            ("unreadable", statements.any(|statement| statement.fault.is_some()))
        }
        Doubt::MixedKey(key) => ("mixed key", is_mixed(key, pair, sides)),
        Doubt::Accounts(_) => ("accounts", false),
        Doubt::Budget => ("budget", false),
        Doubt::Unconfirmed(_) => ("unconfirmed", false),
    }
}

/// Whether a key is compared as values of several types, its own in the catalogue among them.
fn is_mixed(key: &str, pair: &Pair, sides: [&[Prepared]; 2]) -> bool {
    let mut types: Vec<OperatorType> = Vec::new();
    for statement in sides.into_iter().flatten().flat_map(Prepared::statements) {
        let of_key = statement.conditions.iter().filter(|condition| condition.name() == key);
        types.extend(of_key.map(|condition| condition.entry.name.value_type()));
    }
    let known = pair.language.keys.iter().find(|known| known.name.eq_ignore_ascii_case(key));
    if let Some(known) = known.filter(|_| pair.language.is_real) {
        types.push(match known.of {
            Type::Number => OperatorType::Numeric,
            Type::Date => OperatorType::Date,
            Type::Bool => OperatorType::Bool,
            Type::Address => OperatorType::IpAddress,
            _ => OperatorType::String,
        });
    }
    let is_text = |of: &OperatorType| matches!(of, OperatorType::String | OperatorType::Arn);
    types.retain(|of| *of != OperatorType::Null);
    types.iter().any(|one| types.iter().any(|other| one != other && !(is_text(one) && is_text(other))))
}

fn consistent(found: &Difference) -> Result<(), String> {
    match &found.verdict {
        Verdict::Unknown(doubts) if doubts.is_empty() => Err("unknown without a reason".to_owned()),
        Verdict::None if !found.complete => Err("none, but not complete".to_owned()),
        _ => Ok(()),
    }
}

fn run(first: u64, pairs: u64, requests: usize) -> Tally {
    let mut tally = Tally::default();
    let mut faults = Vec::new();
    for seed in first..first + pairs {
        if let Err(fault) = checked(seed, requests, &mut tally) {
            faults.push(fault);
        }
    }
    let shown: Vec<_> = faults.iter().take(6).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} of {pairs} pairs: {tally:?}\n{}", faults.len(), shown.join("\n"));
    tally
}

#[test]
fn no_answer_is_contradicted() {
    let tally = run(0, 400, 60);
    assert!(tally.witnesses > 150 && tally.none > 150, "{tally:?}");
}

#[test]
#[ignore = "takes minutes: cargo test --release -p prove --test it -- --ignored --nocapture many_pairs"]
fn no_answer_about_many_pairs_is_contradicted() {
    println!("{:#?}", run(0, 100_000, 300));
}
