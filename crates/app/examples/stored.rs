//! Prints the usage that a table has, as a usage file: for `cargo xtask lambda-check`, never shipped.
#![allow(clippy::disallowed_methods, reason = "it stands outside of the program")]

use std::error::Error;
use std::io::Write;

use store::dynamo::Settings;
use store::{DynamoStore, Filter, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::env::args().nth(1).ok_or("give the name of a table")?;
    let store = DynamoStore::open(&Settings { table, endpoint: None, creates: false })?;
    let usage = store.usage(&Filter::default())?;
    std::io::stdout().write_all(usage.to_json().as_bytes())?;
    Ok(())
}
