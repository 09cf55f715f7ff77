//! `JUnit`'s XML of policy tests: a file is a suite.

use std::fmt::Write;

use super::junit::text;
use super::simulated_junit::testcase;
use crate::OpError;
use crate::wire::Tested;

/// All files, each as a suite.
pub fn tested_junit(tested: &Tested) -> Result<String, OpError> {
    let summary = &tested.summary;
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leastwise\" tests=\"{}\" failures=\"{}\">\n",
        summary.cases, summary.failed
    );
    for file in &tested.files {
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">",
            text(&file.file),
            file.cases.len(),
            file.failed
        );
        for case in &file.cases {
            testcase(case, &file.file, &mut xml);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    Ok(xml)
}
