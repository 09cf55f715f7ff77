//! The answer of a run of policy tests.

use schemars::JsonSchema;
use serde::Serialize;

use super::SimulatedCase;

/// Test files, each with what became of its cases
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tested {
    pub files: Vec<SuiteResult>,
    pub summary: TestSummary,
}

/// One test file
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuiteResult {
    pub file: String,
    /// The policy that the file is named after, if it names none itself
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    pub passed: usize,
    pub failed: usize,
    /// Its cases, then its rules of what must never be allowed, by action and resource
    pub cases: Vec<SimulatedCase>,
}

/// Counts of all files
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct TestSummary {
    pub files: usize,
    pub cases: usize,
    pub passed: usize,
    pub failed: usize,
}

impl SuiteResult {
    pub fn new(file: &str, policy: Option<String>) -> Self {
        Self { file: file.to_owned(), policy, passed: 0, failed: 0, cases: Vec::new() }
    }

    /// Counts a case as passed only if its expectation is known to hold.
    pub fn add(&mut self, case: SimulatedCase) {
        *(if case.ok == Some(true) { &mut self.passed } else { &mut self.failed }) += 1;
        self.cases.push(case);
    }
}

impl Tested {
    pub fn new(files: Vec<SuiteResult>) -> Self {
        let sum = |count: fn(&SuiteResult) -> usize| files.iter().map(count).sum();
        let summary = TestSummary {
            files: files.len(),
            cases: sum(|file| file.cases.len()),
            passed: sum(|file| file.passed),
            failed: sum(|file| file.failed),
        };
        Self { files, summary }
    }
}
