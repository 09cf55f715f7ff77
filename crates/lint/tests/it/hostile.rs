//! Documents that mean ill: every check and every fix bears them.

use crate::invariants::linting_keeps_its_promises;

/// Without optimization all of the corpus takes most of a minute: then one file of so many is replayed.
const SAMPLED: usize = if cfg!(debug_assertions) { 8 } else { 1 };

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the corpus lies beside the fuzz targets, outside of any context"
)]
fn the_corpus_of_the_fuzz_target_is_answered() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/check_policy");
    let mut files: Vec<_> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let replayed: Vec<_> = files.iter().step_by(SAMPLED).collect();
    assert!(replayed.len() >= 100, "only {} files", replayed.len());
    for file in replayed {
        linting_keeps_its_promises(&std::fs::read(file).unwrap());
    }
}
