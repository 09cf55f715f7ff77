//! Cases written from AWS's pages; each names its page as `basis`.

use eval::Switches;
use serde_json::Value;

use crate::case::Case;

fn probes() -> Vec<Value> {
    serde_json::from_str(include_str!("../data/probes.json")).unwrap()
}

#[test]
fn every_probe_is_decided_as_aws_documents_it() {
    let probes = probes();
    assert_eq!(probes.len(), 127);
    let wrong: Vec<_> = probes
        .iter()
        .filter_map(|probe| {
            let decision = Case::read(probe).decide(Switches::default()).outcome.name();
            let expected = &probe["expected"]["decision"];
            (decision != expected).then(|| format!("{}: {decision}, expected {expected}", probe["name"]))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_probe_can_be_explained() {
    for probe in probes() {
        let explanation = Case::read(&probe).explain();
        assert!(!explanation.reason.is_empty(), "{}", probe["name"]);
    }
}
