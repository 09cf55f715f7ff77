//! Usage as commands take it: usage files and logs, told apart by what is in them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use trail::{Principal, Problem, Usage, Wanted};

use super::books;
use crate::buckets::Address;
use crate::render::table;
use crate::{Context, OpError};

/// What is read of a file to tell what it is.
const HEAD: u64 = 4096;
/// What stands for the format in a usage file.
const MARK: &str = "\"leastwise-usage/";

// What requests about usage begin with; a flattened part: a doc comment would become that of the whole request.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
pub(super) struct UsageInputs {
    /// Usage files, log files, and folders of logs
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,

    /// Only this principal
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    principal: Option<String>,
}

/// The usage, what could not be taken of it, and the principals that the request is about.
type Told = (Arc<Usage>, Vec<Problem>, Vec<Principal>);

impl UsageInputs {
    pub(super) fn read(&self, cx: &Context) -> Result<Told, OpError> {
        // What is kept need not be copied where it stands alone.
        let kept = self.inputs.first().filter(|_| self.inputs.len() == 1).and_then(|input| cx.kept(input));
        let (usage, problems) = match kept {
            Some(kept) => (kept?, Vec::new()),
            None => read(&self.inputs, cx).map(|(usage, problems)| (Arc::new(usage), problems))?,
        };
        let principals = principals(&usage, self.principal.as_deref())?;
        Ok((usage, problems, principals))
    }
}

/// Reads and merges usage files and logs; what of them could not be taken is told beside.
pub(crate) fn read(inputs: &[PathBuf], cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
    read_wanted(inputs, &Wanted::default(), cx)
}

/// The same of a time; of what usage files hold, a use that reaches into it counts whole.
pub(crate) fn read_wanted(
    inputs: &[PathBuf],
    wanted: &Wanted,
    cx: &Context,
) -> Result<(Usage, Vec<Problem>), OpError> {
    if inputs.is_empty() {
        return Err(OpError::invalid("neither usage files nor logs are given"));
    }
    let (mut files, mut logs) = (Vec::new(), Vec::new());
    for input in inputs {
        if cx.is_kept(input) || is_usage_file(input, cx)? {
            files.push(input.clone());
        } else {
            logs.push(input.clone());
        }
    }
    let (usage, mut problems) = books::read_usage(&files, cx)?;
    let mut usage = usage.within(wanted.start, wanted.end);
    if !logs.is_empty() {
        let analysis = books::analyze_wanted(&logs, wanted, cx)?;
        usage.merge(analysis.usage);
        problems.extend(analysis.problems);
    }
    Ok((usage, problems))
}

/// What comes in over standard input is a usage file: it can be read once.
fn is_usage_file(input: &Path, cx: &Context) -> Result<bool, OpError> {
    if input == Path::new("-") {
        return Ok(true);
    }
    if Address::of(input).is_some() || cx.files().is_folder(input) {
        return Ok(false);
    }
    let head = cx.read_head(input, HEAD)?;
    if !trail::is_parquet(&head) {
        return Ok(names_the_format(&head));
    }
    // What a Parquet file says of itself stands at its end, before the length of that.
    let length = cx.read_tail(input, 8)?.first_chunk::<4>().map_or(0, |length| u32::from_le_bytes(*length));
    let end = cx.read_tail(input, u64::from(length).min(cx.limits().file_bytes) + 8)?;
    Ok(trail::Usage::is_table(&end))
}

/// Whether a JSON text has the member `format` of usage files near its beginning.
fn names_the_format(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    head.match_indices(MARK).any(|(at, _)| {
        let before = head.get(..at).unwrap_or_default().trim_end();
        before.strip_suffix(':').is_some_and(|before| before.trim_end().ends_with("\"format\""))
    })
}

/// The principals that a request is about: one, or all.
pub(crate) fn principals(usage: &Usage, name: Option<&str>) -> Result<Vec<Principal>, OpError> {
    match name {
        Some(name) => Ok(vec![one(usage, name)?]),
        None => Ok(usage.principals().map(|(principal, _)| principal.clone()).collect()),
    }
}

fn one(usage: &Usage, name: &str) -> Result<Principal, OpError> {
    let principals: Vec<_> = usage.principals().map(|(principal, _)| principal).collect();
    let found = principals.iter().find(|principal| principal.name() == name);
    found.map(|principal| (*principal).clone()).ok_or_else(|| {
        let tail = name.rsplit(['/', ':']).next().unwrap_or_default();
        let near =
            principals.iter().filter(|principal| principal.name().rsplit(['/', ':']).next() == Some(tail));
        let near: Vec<_> = near.take(3).map(|principal| format!("`{}`", principal.name())).collect();
        let error = OpError::not_found(format!("the principal `{name}` is not in the usage"));
        if near.is_empty() {
            error.hint(format!("it has {}", table::counted(principals.len(), "other principal")))
        } else {
            error.hint(format!("did you mean {}?", near.join(" or ")))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_files_are_told_from_logs() {
        for (head, is) in [
            ("{\n  \"format\": \"leastwise-usage/2\",\n  \"in\": 1", true),
            ("{\"files\":{},\"format\":\"leastwise-usage/9\"", true),
            ("\u{feff}{ \"format\" : \"leastwise-usage/1\"", true),
            ("{\"Records\": [{\"requestParameters\": {\"name\": \"leastwise-usage/2\"}", false),
            (r#"{"message": "\"format\": \"leastwise-usage/2\""}"#, false),
            ("", false),
        ] {
            assert_eq!(names_the_format(head.as_bytes()), is, "{head}");
        }
        assert!(names_the_format(trail::Usage::default().to_json().as_bytes()));
    }
}
