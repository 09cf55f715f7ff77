//! Sample requests of what reads and sets a session's own configuration and instructions.

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    vec![]
}
