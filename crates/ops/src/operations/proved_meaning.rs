//! What a change of a text makes of what its policies mean.

use catalog::Catalog;
use policy::Document;
use policy::tree::{Policy, PolicyKind, PrincipalElement, lower};
use prove::{Difference, Doubt, Limits, Prover, Verdict, Worlds};

use crate::compare::request;
use crate::simulate::is_fault;
use crate::wire::{MeaningVerdict, ProvedMeaning};
use crate::words;

/// Steps for each question: a fix is not to keep anyone waiting.
const STEPS: u64 = 400_000;

/// Compares a policy with what became of it, over all requests, whatever the catalogue knows.
pub(super) fn proved_meaning(
    before: &Document,
    after: &Document,
    kind: Option<PolicyKind>,
    catalog: &Catalog,
) -> ProvedMeaning {
    if before.diagnostics.iter().any(is_fault) {
        return ProvedMeaning::new(MeaningVerdict::NotCompared, "the text was broken".to_owned());
    }
    let (old, new) = (lower(&before.root), lower(&after.root));
    let kind = old.kind_or(kind).kind;
    if let Some((label, fault)) = refused(&old, kind) {
        let why = format!("AWS would refuse {label} as it was: {fault}");
        return ProvedMeaning::new(MeaningVerdict::NotCompared, why);
    }
    if let Some((label, fault)) = refused(&new, kind) {
        return ProvedMeaning::new(MeaningVerdict::Unknown, format!("AWS would refuse {label}: {fault}"));
    }
    if kind.has_principal() && names(&old) != names(&new) {
        let why = "it names other principals, and how far each may go by that is not compared";
        return ProvedMeaning::new(MeaningVerdict::Unknown, why.to_owned());
    }
    let limits = Limits { steps: STEPS, regions: 0 };
    let prover = Prover { worlds: Worlds::Any, limits, ..Prover::new(catalog) };
    let meaning = prover.meaning(kind, &old, &new);
    let gain = meaning.gains().into_iter().find_map(|gain| match &gain.verdict {
        Verdict::Witness(witness) => Some(request(witness)),
        Verdict::None | Verdict::Unknown(_) => None,
    });
    if let Some(gain) = gain {
        let subject = words::subject(&gain, Some(kind.into()));
        let sentence = words::request(&gain, subject);
        return ProvedMeaning {
            witness: Some(gain),
            ..ProvedMeaning::new(MeaningVerdict::Wider, sentence)
        };
    }
    if let Some(why) = meaning.gains().into_iter().find_map(doubt) {
        return ProvedMeaning::new(MeaningVerdict::Unknown, why);
    }
    let verdict = if meaning.is_same() { MeaningVerdict::Same } else { MeaningVerdict::Narrower };
    ProvedMeaning::new(verdict, String::new())
}

fn refused(policy: &Policy, kind: PolicyKind) -> Option<(String, String)> {
    policy.statements.iter().find_map(|statement| Some((statement.label(), statement.fault(kind)?)))
}

fn names(policy: &Policy) -> Vec<&str> {
    let elements = policy.statements.iter().flat_map(|one| one.principal.iter().chain(&one.not_principal));
    let mut names: Vec<_> =
        elements.flat_map(PrincipalElement::principals).map(|one| one.value.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn doubt(difference: &Difference) -> Option<String> {
    let Verdict::Unknown(doubts) = &difference.verdict else { return None };
    doubts.first().map(|doubt| match doubt {
        Doubt::Variable(name) => format!("it hangs on the value of the policy variable `{name}`"),
        Doubt::Unreadable { statement, why } => format!("{statement} cannot be judged: {why}"),
        Doubt::MixedKey(key) => format!("`{key}` is compared as values of several kinds"),
        Doubt::Budget => "it is too large for a quick proof; `leastwise compare` takes its time".to_owned(),
        other => format!("the search left it open: {other:?}"),
    })
}
