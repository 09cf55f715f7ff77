//! What a change of a text makes of what its policies mean.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind, PrincipalElement, lower};
use policy::{Diagnostic, Document, Severity};
use prove::{Difference, Limits, Meaning, Prover, Verdict, Worlds};

use crate::compare::doubt_in_words;
use crate::compare::request;
use crate::simulate::is_fault;
use crate::wire::{MeaningVerdict, ProvedMeaning, WitnessRequest};
use crate::words;

/// Steps for each question: a fix is not to keep anyone waiting.
const STEPS: u64 = 400_000;

/// Compares a policy, with what the checks found in it, with what became of it: over all requests, and if it is wider
/// there, over those that AWS sends.
pub(super) fn proved_meaning(
    before: &Document,
    after: &Document,
    found: &[Diagnostic],
    kind: Option<PolicyKind>,
    catalog: &Catalog,
) -> ProvedMeaning {
    if before.diagnostics.iter().any(is_fault) {
        return ProvedMeaning::new(MeaningVerdict::NotCompared, "the text was broken");
    }
    let (old, new) = (lower(&before.root), lower(&after.root));
    let kind = old.kind_or(kind).kind;
    if let Some((label, fault)) = refused(&old, kind) {
        let why = format!("AWS would refuse {label} as it was: {fault}");
        return ProvedMeaning::new(MeaningVerdict::NotCompared, &why);
    }
    if let Some((label, fault)) = refused(&new, kind) {
        return ProvedMeaning::new(MeaningVerdict::Unknown, &format!("AWS would refuse {label}: {fault}"));
    }
    if kind.has_principal() && names(&old) != names(&new) {
        let why = "it names other principals, and how far each may go by that is not compared";
        return ProvedMeaning::new(MeaningVerdict::Unknown, why);
    }
    let limits = Limits { steps: STEPS, regions: 0 };
    let prover = Prover { worlds: Worlds::Any, limits, ..Prover::new(catalog) };
    let any = prover.meaning(kind, &old, &new);
    let Some(gain) = gain(&any) else { return without_gain(&any, None) };
    // An ARN or a key that AWS does not know allowed nothing.
    if let Some(error) = found.iter().find(|each| each.severity == Severity::Error) {
        let why = format!("it had an error, and may have allowed nothing: {}", error.message);
        return ProvedMeaning::new(MeaningVerdict::NotCompared, &why);
    }
    let sent = Prover { worlds: Worlds::Aws, ..prover }.meaning(kind, &old, &new);
    if self::gain(&sent).is_none() {
        return without_gain(&sent, Some("for requests that AWS sends, as far as the catalogue knows"));
    }
    let sentence = words::request(&gain, words::subject(&gain, Some(kind.into())));
    ProvedMeaning { witness: Some(gain), ..ProvedMeaning::new(MeaningVerdict::Wider, &sentence) }
}

fn gain(meaning: &Meaning) -> Option<WitnessRequest> {
    meaning.gains().into_iter().find_map(|gain| match &gain.verdict {
        Verdict::Witness(witness) => Some(request(witness)),
        Verdict::None | Verdict::Unknown(_) => None,
    })
}

/// What is proved where nothing was found to be gained; `within` are the requests that this is about, if not all.
fn without_gain(meaning: &Meaning, within: Option<&str>) -> ProvedMeaning {
    if let Some(why) = meaning.gains().into_iter().find_map(doubt) {
        return ProvedMeaning::new(MeaningVerdict::Unknown, &why);
    }
    let verdict = if meaning.is_same() { MeaningVerdict::Same } else { MeaningVerdict::Narrower };
    ProvedMeaning::new(verdict, within.unwrap_or_default())
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
    let too_large =
        "it is too large for a quick proof; `compare_policies` (`leastwise compare`) takes its time";
    doubts.first().map(|doubt| doubt_in_words(doubt, too_large))
}
