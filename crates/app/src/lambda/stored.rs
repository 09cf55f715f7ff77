//! The store of the functions: a table of DynamoDB that is there already.

use std::sync::Arc;

use ops::OpError;
use store::dynamo::Settings;
use store::{DynamoStore, Store};

pub(super) fn open(table: &str) -> Result<Arc<dyn Store>, OpError> {
    // Endpoints of one's own are found as all tools for AWS find them.
    let settings = Settings { table: table.to_owned(), endpoint: None, creates: false };
    let store = DynamoStore::open(&settings).map_err(|error| {
        let refused = OpError::invalid(format!("the table `{table}`: {error}"));
        error.help.iter().fold(refused, |refused, help| refused.hint(help.as_str()))
    })?;
    Ok(Arc::new(store))
}
