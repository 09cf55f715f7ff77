//! `JUnit`'s XML of a simulation: a case is a case, and an expectation that does not hold a failure.

use std::fmt::Write;

use super::junit::text;
use crate::OpError;
use crate::wire::{Simulated, SimulatedCase};

/// All cases as one suite. A case without an expectation passes and says how it was decided.
pub fn simulated_junit(simulated: &Simulated) -> Result<String, OpError> {
    let failures = simulated.cases.iter().filter(|case| case.ok == Some(false)).count();
    let counts = format!("tests=\"{}\" failures=\"{failures}\"", simulated.cases.len());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leastwise\" {counts}>\n  <testsuite name=\"simulate\" {counts}>\n"
    );
    for case in &simulated.cases {
        testcase(case, "simulate", &mut xml);
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    Ok(xml)
}

/// One case; `file` is its class unless its place is known.
pub(super) fn testcase(case: &SimulatedCase, file: &str, xml: &mut String) {
    let class = case.place.as_deref().unwrap_or(file);
    let _ = write!(xml, "    <testcase classname=\"{}\" name=\"{}\">", text(class), text(&case.name));
    let _ = match case.ok {
        Some(false) => write!(
            xml,
            "<failure type=\"decision\" message=\"{}\">{}</failure>",
            text(&case.verdict()),
            text(&why(case))
        ),
        _ => write!(xml, "<system-out>{}: {}</system-out>", text(&case.verdict()), text(&why(case))),
    };
    xml.push_str("</testcase>\n");
}

fn why(case: &SimulatedCase) -> String {
    case.reasons.join("; ")
}
