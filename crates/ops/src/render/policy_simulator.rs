//! The answer of IAM's `SimulateCustomPolicy`, as the AWS command line prints it, so that decisions can stand in for the service's.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html> and
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResourceSpecificResult.html>

use serde_json::{Map, Value, json};

use crate::wire::{
    Answers, DecidedStatement, Deciding, Decision, ExampleRequest, Extent, GivenAs, Position, Simulated,
    SimulatedCase,
};
use crate::{OpError, schema};

/// One result for each action, whatever the number of resources; a case of a file stands by itself.
///
/// The service has no word for what cannot be known: that is denied if only keys are missing, and else refused.
pub fn policy_simulator(simulated: &Simulated) -> Result<String, OpError> {
    let alike = |one: &SimulatedCase, other: &SimulatedCase| {
        one.place.is_none()
            && other.place.is_none()
            && (&one.action, &one.principal) == (&other.action, &other.principal)
    };
    let results = simulated.cases.chunk_by(alike).map(result).collect::<Result<Vec<_>, _>>()?;
    schema::pretty(&json!({ "EvaluationResults": results }))
}

fn result(cases: &[SimulatedCase]) -> Result<Value, OpError> {
    let verdicts = cases.iter().map(Verdict::of).collect::<Result<Vec<_>, _>>()?;
    let Some(worst) = verdicts.iter().max_by_key(|verdict| verdict.rank()) else { return Ok(json!({})) };
    let of_all: Vec<&Deciding> = cases.iter().map(|case| &case.deciding).collect();
    let mut result = Map::new();
    let mut put = |name: &str, value: Value| result.insert(name.to_owned(), value);
    put("EvalActionName", cases.first().map(|case| case.action.clone()).into());
    put("EvalResourceName", resource_name(cases).into());
    put("EvalDecision", worst.word().into());
    let deciding = verdicts.iter().zip(&of_all).filter(|(verdict, _)| *verdict == worst);
    put("MatchedStatements", statements(deciding.flat_map(|(_, deciding)| &deciding.statements)));
    put("MissingContextValues", distinct(of_all.iter().flat_map(|deciding| &deciding.missing)).into());
    let whole = |of: fn(&Deciding) -> Option<bool>| {
        let said: Option<Vec<bool>> = of_all.iter().map(|deciding| of(deciding)).collect();
        said.map(|said| said.iter().all(|allowed| *allowed))
    };
    if let Some(allowed) = whole(|deciding| deciding.by_organization) {
        put("OrganizationsDecisionDetail", json!({ "AllowedByOrganizations": allowed }));
    }
    if let Some(allowed) = whole(|deciding| deciding.by_boundary) {
        put("PermissionsBoundaryDecisionDetail", boundary(allowed));
    }
    let named = cases.iter().any(|case| case.resource != "*");
    let sides = |side: fn(&(Decision, Decision)) -> Decision| {
        let said = of_all.iter().filter_map(|deciding| deciding.sides.as_ref()).map(side);
        said.filter_map(word).max_by_key(|word| rank(word))
    };
    if named {
        put(
            "EvalDecisionDetails",
            details(sides(|(identity, _)| *identity), sides(|(_, resource)| *resource)),
        );
        let each = cases.iter().zip(&verdicts).map(|(case, verdict)| specific(case, *verdict));
        put("ResourceSpecificResults", each.collect());
    }
    Ok(Value::Object(result))
}

/// The result on one resource.
fn specific(case: &SimulatedCase, verdict: Verdict) -> Value {
    let deciding = &case.deciding;
    let mut specific = Map::new();
    let mut put = |name: &str, value: Value| specific.insert(name.to_owned(), value);
    put("EvalResourceName", case.resource.as_str().into());
    put("EvalResourceDecision", verdict.word().into());
    put("MatchedStatements", statements(&deciding.statements));
    put("MissingContextValues", deciding.missing.clone().into());
    if let Some((identity, resource)) = &deciding.sides {
        put("EvalDecisionDetails", details(word(*identity), word(*resource)));
    }
    if let Some(allowed) = deciding.by_boundary {
        put("PermissionsBoundaryDecisionDetail", boundary(allowed));
    }
    Value::Object(specific)
}

/// The resource if there is one; of several the format of their ARNs where all are of one type, and else `*`.
fn resource_name(cases: &[SimulatedCase]) -> String {
    if let [only] = cases {
        return only.resource.clone();
    }
    let mut formats =
        cases.iter().map(|case| case.deciding.arn_format.as_deref().filter(|_| case.resource != "*"));
    let first = formats.next().flatten();
    let one = first.filter(|first| formats.all(|format| format == Some(*first)));
    one.unwrap_or("*").to_owned()
}

/// What the service says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Verdict(Decision);

impl Verdict {
    fn of(case: &SimulatedCase) -> Result<Self, OpError> {
        let some = case.answers.as_ref().filter(|answers| answers.allowed == Extent::Some);
        match (case.decision, some) {
            (
                Decision::Unknown,
                Some(Answers { example_denied: Some(ExampleRequest { decision, .. }), .. }),
            ) if decision.is_denied() => Ok(Self(*decision)),
            (Decision::Unknown, _) if case.deciding.hangs_on_missing => Ok(Self(Decision::ImplicitlyDenied)),
            (Decision::Unknown, _) => {
                let why = case.reasons.first().map_or("nobody can tell why", String::as_str);
                Err(OpError::invalid(format!("{} cannot be decided: {why}", case.name)))
            }
            (decision, _) => Ok(Self(decision)),
        }
    }

    fn word(self) -> &'static str {
        word(self.0).unwrap_or(IMPLICIT)
    }

    fn rank(self) -> usize {
        rank(self.word())
    }
}

const ALLOWED: &str = "allowed";
const IMPLICIT: &str = "implicitDeny";
const EXPLICIT: &str = "explicitDeny";

fn word(decision: Decision) -> Option<&'static str> {
    match decision {
        Decision::Allowed => Some(ALLOWED),
        Decision::ImplicitlyDenied => Some(IMPLICIT),
        Decision::ExplicitlyDenied => Some(EXPLICIT),
        Decision::Unknown => None,
    }
}

/// The more it restricts, the higher.
fn rank(word: &str) -> usize {
    [ALLOWED, IMPLICIT, EXPLICIT].iter().position(|known| *known == word).unwrap_or_default()
}

fn details(identity: Option<&str>, resource: Option<&str>) -> Value {
    let sides = [("IAM Policy", identity), ("Resource Policy", resource)];
    let said = sides.into_iter().filter_map(|(name, word)| Some((name.to_owned(), word?.into())));
    Value::Object(said.collect())
}

fn boundary(allowed: bool) -> Value {
    json!({ "AllowedByPermissionsBoundary": allowed })
}

fn statements<'a>(all: impl IntoIterator<Item = &'a DecidedStatement>) -> Value {
    let mut told: Vec<DecidedStatement> = Vec::new();
    for statement in all {
        if !told.contains(statement) {
            told.push(*statement);
        }
    }
    told.iter().map(statement).collect()
}

fn statement(decided: &DecidedStatement) -> Value {
    let (id, kind) = match decided.policy {
        GivenAs::Identity(index) => (format!("PolicyInputList.{}", index + 1), "IAM Policy"),
        GivenAs::Boundary(index) => {
            (format!("PermissionsBoundaryPolicyInputList.{}", index + 1), "IAM Policy")
        }
        GivenAs::Resource => ("ResourcePolicy".to_owned(), "Resource Policy"),
    };
    let position = |at: Position| json!({ "Line": at.line, "Column": at.column });
    json!({
        "SourcePolicyId": id,
        "SourcePolicyType": kind,
        "StartPosition": position(decided.span.start),
        "EndPosition": position(decided.span.end),
    })
}

/// Each key once, whatever its case.
fn distinct<'a>(keys: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut told: Vec<&str> = Vec::new();
    for key in keys {
        if !told.iter().any(|other| other.eq_ignore_ascii_case(key)) {
            told.push(key);
        }
    }
    told
}
