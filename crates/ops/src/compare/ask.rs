//! The prover, set up as a request wants it.

use prove::{Difference, Limits, Prover};

use super::Side;
use crate::wire::{Access, AccessVerdict, Worlds};
use crate::{Context, OpError};

/// More steps would keep a machine busy for minutes.
pub(crate) const MOST_STEPS: u64 = 400_000_000;

/// How a request wants to have its question asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) worlds: Worlds,
    pub(crate) steps: Option<u64>,
    /// So many regions are described.
    pub(crate) regions: usize,
}

impl Ask {
    pub(crate) fn steps(&self) -> u64 {
        self.steps.unwrap_or(Limits::default().steps)
    }

    fn is_within_limits(&self) -> Result<(), OpError> {
        if self.steps() > MOST_STEPS {
            return Err(OpError::invalid(format!("at most {MOST_STEPS} steps are gone")));
        }
        Ok(())
    }

    /// Asks in the worlds of the request.
    pub(crate) fn ask(&self, cx: &Context, question: impl FnOnce(&Prover<'_>) -> Difference) -> Result<Difference, OpError> {
        self.is_within_limits()?;
        cx.check_cancelled()?;
        let catalog = cx.catalog();
        let limits = Limits { steps: self.steps(), regions: self.regions };
        let prover = Prover { worlds: self.worlds.into(), limits, ..Prover::new(&catalog) };
        let difference = question(&prover);
        cx.check_cancelled()?;
        Ok(difference)
    }

    /// Looks outside of what the catalogue says where there is nothing inside of it.
    pub(crate) fn beyond(
        &self,
        access: &mut Access,
        cx: &Context,
        question: impl FnOnce(&Prover<'_>) -> Difference,
    ) -> Result<(), OpError> {
        if access.verdict != AccessVerdict::None || self.worlds == Worlds::Any {
            return Ok(());
        }
        let wider = Self { worlds: Worlds::Any, regions: 0, ..*self };
        if let prove::Verdict::Witness(witness) = wider.ask(cx, question)?.verdict {
            access.beyond_catalogue = Some(super::request(&witness));
        }
        Ok(())
    }
}

impl Side {
    /// What this side allows and the other does not.
    pub(crate) fn without(&self, other: &Self, prover: &Prover<'_>) -> Difference {
        self.with(|this| other.with(|other| prover.difference(this, other)))
    }
}
