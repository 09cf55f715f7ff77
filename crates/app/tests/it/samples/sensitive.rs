//! Sample requests of what judges lists of actions and sums policies up.

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    vec![]
}
