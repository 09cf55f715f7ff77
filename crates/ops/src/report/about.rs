//! What a report is made with, beside the policies.

use catalog::Catalog;
use trail::{Principal, Usage};

use super::cases::ReadCase;
use super::pairs::Pair;
use super::waivers::Waivers;
use crate::Context;
use crate::compare::{Around, Ask};
use crate::sensitive::Gravity;

/// The same for every pair of policies.
pub(crate) struct About<'a> {
    pub(crate) cx: &'a Context,
    pub(crate) catalog: &'a Catalog,
    pub(crate) ask: Ask,
    /// Policies that hold on both sides.
    pub(crate) around: &'a Around,
    pub(crate) waivers: &'a Waivers,
    pub(crate) gravity: &'a Gravity,
    pub(crate) used: Option<Used<'a>>,
    pub(crate) cases: &'a [ReadCase],
    /// All that are reported on.
    pub(crate) pairs: &'a [Pair],
}

/// What was used, and by whom.
#[derive(Clone)]
pub(crate) struct Used<'a> {
    pub(crate) usage: &'a Usage,
    pub(crate) principals: Vec<Principal>,
}
