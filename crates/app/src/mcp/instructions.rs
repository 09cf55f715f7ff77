//! What whoever starts the server tells assistants: the command line's words, and the environment's.

use std::path::PathBuf;

use clap::ArgMatches;
use ops::{Cancel, Files, OpError, Teller, Told};

use crate::environment;

/// All that is told; which of it holds, the context decides.
pub(super) fn told(matches: &ArgMatches) -> Result<Vec<Told>, OpError> {
    let mut told = Vec::new();
    if let Some(text) = matches.get_one::<String>("instructions") {
        told.push(named(text.as_bytes(), Teller::Flag, "`--instructions`")?);
    } else if let Some(file) = matches.get_one::<PathBuf>("instructions-file") {
        let bytes = environment::context(Files::Any, &Cancel::default()).read_document(file)?;
        told.push(named(&bytes, Teller::Flag, &format!("`{}`", file.display()))?);
    }
    if let Some((name, text)) = environment::mcp_instructions() {
        told.push(named(text.as_encoded_bytes(), Teller::Environment, &format!("`{name}`"))?);
    }
    Ok(told)
}

fn named(text: &[u8], teller: Teller, place: &str) -> Result<Told, OpError> {
    let text = str::from_utf8(text).map_err(|_| OpError::invalid(format!("{place} is not UTF-8")))?;
    Told::new(text, teller)
        .map_err(|error| OpError { message: format!("{place}: {}", error.message), ..error })
}
