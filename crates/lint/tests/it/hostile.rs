//! Documents that mean ill: every check and every fix bears them.

use crate::invariants::linting_keeps_its_promises;

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the corpus lies beside the fuzz targets, outside of any context"
)]
fn the_corpus_of_the_fuzz_target_is_answered() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/check_policy");
    let mut replayed = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        linting_keeps_its_promises(&std::fs::read(entry.unwrap().path()).unwrap());
        replayed += 1;
    }
    assert!(replayed >= 100, "only {replayed} files");
}
