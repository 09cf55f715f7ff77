//! The prover, set up as a request wants it.

use prove::{Callers, Difference, Limits, Prover, Stop};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{MOST_FOUND, Side};
use crate::wire::{Access, AccessVerdict, Worlds};
use crate::{Context, OpError};

/// More steps would keep a machine busy for minutes.
const MOST_STEPS: u64 = 400_000_000;

/// What is said beside the answer may not cost more than it.
const STEPS_BEYOND: u64 = 400_000;

/// How a request wants to have its question asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) worlds: Worlds,
    pub(crate) steps: Option<u64>,
    /// Seconds.
    pub(crate) time_limit: Option<u64>,
    /// Whether regions are described, rather than that there is a difference.
    pub(crate) describes: bool,
    /// Whether somebody is asked about who holds policies, which no root user does and no role that AWS links to a service.
    pub(crate) of_holders: bool,
}

// What requests say of their proof; a flattened part: a doc comment would become that of the whole request.
#[derive(Debug, Clone, Copy, clap::Args, Deserialize, JsonSchema)]
pub(crate) struct Effort {
    /// Which requests are looked at
    #[arg(long, value_name = "WORLDS", default_value = "aws")]
    #[serde(default)]
    worlds: Worlds,

    /// How much work to do before giving up, in steps of some hundred nanoseconds
    #[arg(long, value_name = "N")]
    #[serde(default)]
    steps: Option<u64>,
    /// Give up after so many seconds; the answer is then unknown
    #[arg(long, value_name = "SECONDS")]
    #[serde(default)]
    time_limit: Option<u64>,
}

impl Effort {
    pub(crate) fn ask(self, of_holders: bool) -> Ask {
        let Self { worlds, steps, time_limit } = self;
        Ask { worlds, steps, time_limit, describes: true, of_holders }
    }
}

impl Ask {
    pub(crate) fn steps(&self) -> u64 {
        self.steps.unwrap_or(Limits::default().steps)
    }

    fn is_within_limits(&self) -> Result<(), OpError> {
        if self.steps() > MOST_STEPS {
            return Err(OpError::invalid(format!(
                "{} steps are more than the {MOST_STEPS} that may be asked for",
                self.steps()
            )));
        }
        Ok(())
    }

    /// Asks in the worlds of the request.
    pub(crate) fn ask(
        &self,
        cx: &Context,
        question: impl FnOnce(&Prover<'_>) -> Difference,
    ) -> Result<Difference, OpError> {
        self.is_within_limits()?;
        cx.check_cancelled()?;
        let catalog = cx.catalog();
        let limits = Limits { steps: self.steps(), regions: if self.describes { MOST_FOUND } else { 0 } };
        let callers = if self.of_holders { Callers::Holders } else { Callers::All };
        let began = cx.now();
        let is_over = || {
            let spent = u64::try_from(cx.now() - began).unwrap_or(0);
            cx.is_cancelled() || self.time_limit.is_some_and(|limit| spent >= limit)
        };
        let stop = Some(Stop(&is_over));
        let prover = Prover { worlds: self.worlds.into(), limits, callers, stop, ..Prover::new(&catalog) };
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
        let steps = Some(self.steps().min(STEPS_BEYOND));
        let wider = Self { worlds: Worlds::Any, steps, describes: false, ..*self };
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
