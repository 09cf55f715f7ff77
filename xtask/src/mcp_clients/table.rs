//! What came of it: a line for each thing that was tried.

/// One thing that was tried.
pub(super) struct Row {
    pub(super) what: String,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Passed(String),
    Failed(String),
    /// It asks for what the server need not have.
    NotApplicable(String),
}

impl Row {
    pub(super) fn new(what: impl Into<String>, outcome: Outcome) -> Self {
        Self { what: what.into(), outcome }
    }

    pub(super) fn passed(what: impl Into<String>) -> Self {
        Self::new(what, Outcome::Passed(String::new()))
    }

    pub(super) fn failed(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(what, Outcome::Failed(why.into()))
    }

    fn is_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

/// Prints the rows, and says whether all is well.
pub(super) fn print(rows: &[Row]) -> bool {
    let width = rows.iter().map(|row| row.what.chars().count()).max().unwrap_or_default();
    for Row { what, outcome } in rows {
        let (word, more) = match outcome {
            Outcome::Passed(more) => ("passed", more),
            Outcome::Failed(why) => ("FAILED", why),
            Outcome::NotApplicable(why) => ("not applicable", why),
        };
        println!("{what:<width$}  {word:<14}  {}", more.replace('\n', " | "));
    }
    let failed = rows.iter().filter(|row| row.is_failed()).count();
    println!("{} tried, {failed} failed", rows.len());
    failed == 0 && !rows.is_empty()
}
