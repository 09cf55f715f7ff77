//! A yes/no question about access: the difference that must not be, told as a check that passes or fails.

use prove::Difference;

use super::told::deciding;
use super::{Ask, Regions, Side};
use crate::wire::{
    Access, AccessChange, AccessCheck, AccessVerdict, CheckReason, CheckResult, DecidingStatement, PolicyType,
};

/// So many regions are described.
const REGIONS: usize = 16;

/// What a check says if it passes, fails, or is not known.
pub(crate) struct Messages {
    pub(crate) pass: &'static str,
    pub(crate) fail: &'static str,
    pub(crate) unknown: &'static str,
}

/// The answer, of which `side` is what is checked.
pub(crate) fn checked(
    difference: &Difference,
    access: Access,
    (side, change): (&Side, AccessChange),
    ask: &Ask,
    messages: &Messages,
) -> AccessCheck {
    let (result, message) = match access.verdict {
        AccessVerdict::None => (CheckResult::Pass, messages.pass),
        AccessVerdict::Witness => (CheckResult::Fail, messages.fail),
        AccessVerdict::Unknown => (CheckResult::Unknown, messages.unknown),
    };
    let regions = Regions::of(difference, change, REGIONS);
    AccessCheck {
        result,
        message: message.to_owned(),
        reasons: reasons(difference, side),
        access,
        regions: regions.told,
        regions_complete: regions.complete,
        worlds: ask.worlds,
        kind: side.kind().map(PolicyType::from),
        notes: side.notes(),
    }
}

/// The statements that allow the request of some region, each once.
fn reasons(difference: &Difference, side: &Side) -> Vec<CheckReason> {
    let mut reasons: Vec<CheckReason> = Vec::new();
    for region in &difference.regions {
        let (_, statements) = deciding(side, &region.witness.request, true);
        for reason in statements.iter().map(reason) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    reasons
}

fn reason(statement: &DecidingStatement) -> CheckReason {
    let DecidingStatement { path, line, column, .. } = statement;
    let sid = statement.statement.strip_prefix("statement `").and_then(|rest| rest.strip_suffix('`'));
    CheckReason {
        description: format!("{} ({path}:{line}:{column}) allows it", statement.statement),
        statement_index: statement.index,
        statement_id: sid.map(str::to_owned),
    }
}
