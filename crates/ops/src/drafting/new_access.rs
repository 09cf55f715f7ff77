//! Whether drafts allow anything that the policies do not that they are to take the place of.

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::{Ask, Regions, Side, access};
use crate::wire::{Access, AccessChange, AccessVerdict, DifferenceRegion, Document, WitnessRequest, Worlds};
use crate::{Context, OpError};

/// The policies that hold now.
pub(crate) struct Current {
    side: Side,
    kind: PolicyKind,
}

/// Whether the drafted policies together allow something that the current ones do not
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewAccess {
    verdict: AccessVerdict,
    /// A request that the draft allows and the current policies do not; the evaluator has decided it on both sides
    witness: Option<WitnessRequest>,
    /// Why, in sentences: of a witness what decides, of an unknown what stood in the way
    why: Vec<String>,
    /// The exceptions, region by region, each with a request
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<DifferenceRegion>,
    /// Whether these are all of them
    exceptions_complete: bool,
    /// What is to be known of the current policies
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// So many exceptions are told for each draft.
const EXCEPTIONS: usize = 64;

impl Current {
    /// Policies of the kind that is drafted; none if no policy is named.
    pub(crate) fn read(
        documents: &[Document],
        kind: PolicyKind,
        cx: &Context,
    ) -> Result<Option<Self>, OpError> {
        if documents.is_empty() {
            return Ok(None);
        }
        let side = Side::of_kind("the current policies", documents, kind, cx)?;
        Ok(Some(Self { side, kind }))
    }

    #[cfg(test)]
    pub(super) fn of_texts<'a>(
        texts: impl Iterator<Item = (&'a str, &'a str)>,
        kind: PolicyKind,
    ) -> Result<Self, OpError> {
        Ok(Self { side: Side::of_texts("the whole", texts, kind)?, kind })
    }

    /// What the texts of drafted policies allow beyond the current ones.
    pub(crate) fn new_access<'a>(
        &self,
        drafted: impl Iterator<Item = (&'a str, &'a str)>,
        cx: &Context,
    ) -> Result<NewAccess, OpError> {
        let draft = Side::of_texts("the draft", drafted, self.kind)?;
        let ask =
            Ask { worlds: Worlds::Aws, steps: None, time_limit: None, describes: true, of_holders: false };
        let gained = ask.ask(cx, |prover| draft.without(&self.side, prover))?;
        let Access { verdict, witness, why, .. } =
            access(&gained, &draft, Some(&self.side), AccessChange::New, &ask);
        let regions = Regions::of(&gained, AccessChange::New, EXCEPTIONS, &cx.catalog());
        Ok(NewAccess {
            verdict,
            witness,
            why,
            exceptions: regions.told,
            exceptions_complete: regions.complete && verdict != AccessVerdict::Unknown,
            notes: self.side.notes().into_iter().chain(self.undenied(&draft)).collect(),
        })
    }

    /// Drafts deny nothing, and templates little: what the current policies held back of others is free.
    fn undenied(&self, draft: &Side) -> Option<String> {
        let denials = self.side.denials_without(draft);
        (!denials.is_empty()).then(|| {
            format!(
                "what the current policies deny ({}) the draft does not: where another policy allows it, that is new access",
                denials.join(", ")
            )
        })
    }
}

impl NewAccess {
    pub(crate) fn is_proved_none(&self) -> bool {
        self.verdict == AccessVerdict::None
    }

    /// Lines that tell of it.
    pub(crate) fn notes(&self) -> Vec<String> {
        let exceptions = self.exceptions.iter().map(|region| format!("error: new access: {}", region.text));
        match self.verdict {
            AccessVerdict::None => {
                let proved = "no new access against the current policies: proved".to_owned();
                std::iter::once(proved).chain(self.notes.iter().cloned()).collect()
            }
            AccessVerdict::Witness if self.exceptions.is_empty() => {
                self.why.iter().map(|why| format!("error: new access: {why}")).collect()
            }
            AccessVerdict::Witness => exceptions.collect(),
            AccessVerdict::Unknown => self
                .why
                .iter()
                .map(|why| format!("error: whether there is new access is unknown: {why}"))
                .chain(exceptions)
                .collect(),
        }
    }
}
