//! How much work a question may cost: counted in steps, so that the answer is the same on every machine.

use std::fmt;

/// Steps left. A step is one state of an automaton, or one literal taken into a cube.
#[derive(Debug, Clone)]
pub(crate) struct Budget<'s> {
    left: u64,
    /// Steps until somebody is asked again whether to stop.
    until_asked: u64,
    stop: Option<Stop<'s>>,
}

/// Says now and then whether to give up before the steps are spent: the caller has gone, or its time is over.
#[derive(Clone, Copy)]
pub struct Stop<'s>(pub &'s dyn Fn() -> bool);

/// The budget is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spent;

/// So many steps are some milliseconds.
const BETWEEN_LOOKS: u64 = 1 << 14;

impl<'s> Budget<'s> {
    pub(crate) fn new(steps: u64, stop: Option<Stop<'s>>) -> Self {
        Self { left: steps, until_asked: BETWEEN_LOOKS, stop }
    }

    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), Spent> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        let Some(stop) = self.stop else { return left.map(|_| ()).ok_or(Spent) };
        if let Some(until) = self.until_asked.checked_sub(steps) {
            self.until_asked = until;
        } else {
            self.until_asked = BETWEEN_LOOKS;
            if (stop.0)() {
                self.left = 0;
                return Err(Spent);
            }
        }
        left.map(|_| ()).ok_or(Spent)
    }
}

impl fmt::Debug for Stop<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stop")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_with_its_steps_or_when_somebody_says_so() {
        let mut budget = Budget::new(10, None);
        assert_eq!((budget.spend(10), budget.spend(1)), (Ok(()), Err(Spent)));
        let (patient, impatient) = (|| false, || true);
        assert_eq!(Budget::new(u64::MAX, Some(Stop(&patient))).spend(1 << 40), Ok(()));
        let mut budget = Budget::new(u64::MAX, Some(Stop(&impatient)));
        assert_eq!(
            (budget.spend(1), budget.spend(1 << 20), budget.spend(1)),
            (Ok(()), Err(Spent), Err(Spent))
        );
    }
}
